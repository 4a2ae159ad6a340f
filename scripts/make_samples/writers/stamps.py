"""Fixed dates and identifiers, so that a second run of a producer gives the same bytes."""

from __future__ import annotations

import io
import re
import zipfile
from datetime import datetime

STAMP = datetime(2024, 1, 15, 9, 0, 0)
ZIP_STAMP = (2024, 1, 15, 9, 0, 0)
EPOCH = "1705309200"  # the same moment, for producers that read SOURCE_DATE_EPOCH

_PDF_DATE = re.compile(rb"(/(?:CreationDate|ModDate)\s*\(D:)(\d{14})")
_XMP_DATE = re.compile(rb"(<xmp:(?:CreateDate|ModifyDate|MetadataDate)>)(\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d)")
_CORE_DATE = re.compile(rb"(<dcterms:(?:created|modified)[^>]*>)[^<]+")
_PDF_ID = re.compile(rb"(/ID\s*\[\s*<)([0-9A-Fa-f]+)(>\s*<)([0-9A-Fa-f]+)(>)")
_LIBREOFFICE_CHECKSUM = re.compile(rb"(/DocChecksum /)([0-9A-F]+)")


def fix_pdf(data: bytes) -> bytes:
    """Return a PDF fixed dates and identifiers of the same length, so that its cross-reference table still holds."""
    data = _PDF_DATE.sub(lambda m: m[1] + STAMP.strftime("%Y%m%d%H%M%S").encode(), data)
    data = _XMP_DATE.sub(lambda m: m[1] + STAMP.isoformat().encode(), data)
    data = _PDF_ID.sub(lambda m: m[1] + b"0" * len(m[2]) + m[3] + b"0" * len(m[4]) + m[5], data)
    return _LIBREOFFICE_CHECKSUM.sub(lambda m: m[1] + b"0" * len(m[2]), data)


def fix_zip(data: bytes) -> bytes:
    """Pack a zip again with fixed times, keeping order and content."""
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as source, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as target:
        for item in source.infolist():
            target.writestr(_entry(item.filename), _fix_properties(item.filename, source.read(item)))
    return out.getvalue()


def _fix_properties(name: str, data: bytes) -> bytes:
    if name != "docProps/core.xml":
        return data
    return _CORE_DATE.sub(lambda m: m[1] + STAMP.isoformat().encode() + b"Z", data)


def pack(parts: dict[str, str]) -> bytes:
    """Pack text parts into a zip with fixed times."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as target:
        for name, text in parts.items():
            target.writestr(_entry(name), text.encode("utf-8"))
    return out.getvalue()


def _entry(name: str) -> zipfile.ZipInfo:
    entry = zipfile.ZipInfo(name, ZIP_STAMP)
    entry.compress_type = zipfile.ZIP_DEFLATED
    entry.create_system = 0
    return entry
