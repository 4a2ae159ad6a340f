"""Names of folders and files that every system takes, made from a council's name and an address."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Mapping
from pathlib import PurePosixPath
from urllib.parse import unquote, urlsplit

from extractors import Kind
from pipeline.settings import BESIDE_PLANS

_NOT_IN_NAMES = re.compile(r"[\x00-\x1f\x7f-\x9f\u200e\u200f\u202a-\u202e\u2066-\u2069\ud800-\udfff<>:\"/\\|?*]+")
_RESERVED = re.compile(r"(?:con|prn|aux|nul|com\d|lpt\d)(?:\..*)?", re.I)  # of Windows
_OURS = frozenset(BESIDE_PLANS)  # a stranger's file of such a name would steer the run
_LONGEST = 120  # characters: with the folders above well under the 260 of Windows
_IN_HEADER = re.compile(r"filename\*=(?:utf-8|iso-8859-1)''(?P<coded>[^;]+)|filename=\"?(?P<plain>[^\";]+)", re.I)

ENDINGS: Mapping[Kind, tuple[str, ...]] = {
    "pdf": (".pdf",),
    "word": (".docx", ".docm", ".dotx", ".dotm"),
    "sheet": (".xlsx", ".xlsm", ".xlsb"),
    "sheet_xml": (".xml", ".xls"),
    "html": (".html", ".htm"),
    "mail": (".eml", ".mht", ".mhtml"),
    "open_document": (".odt", ".ods"),
    "flat": (".xml", ".fodt", ".fods"),
    "office": (".doc", ".xls", ".docx", ".xlsx"),
    "rtf": (".rtf", ".doc"),
    "text": (".txt", ".csv", ".tsv", ".md"),
}
"""The formats that are kept, each with the endings of its files; the first is given to a file with none of them."""


def folder_of(council: str) -> str:
    """Return the name of a council's folder.

    >>> folder_of("Exampleshire / Otherham Council"), folder_of("..")
    ('Exampleshire - Otherham Council', 'unnamed')
    """
    return _safe(council, "-") or "unnamed"


def file_of(url: str, disposition: str, kind: Kind) -> str:
    """Return a file's name by what the server calls it, else the end of its address; its ending is that of its format.

    >>> file_of("https://example.org/downloads/file/12/equality%20plan", "", "pdf")
    'equality plan.pdf'
    """
    last = unquote(PurePosixPath(urlsplit(url).path).name)
    name = _safe(_told(disposition), "_") or _safe(last, "_") or "plan"
    endings = ENDINGS.get(kind, (".bin",))
    if not name.lower().endswith(endings):
        name += endings[0]
    return f"plan-{name}" if name.lower() in _OURS else name


def another_name(name: str, url: str) -> str:
    """Return a name for a second file of one name, the same for the same address in every run."""
    path = PurePosixPath(name)
    return f"{path.stem}-{hashlib.sha256(url.encode()).hexdigest()[:8]}{path.suffix}"


def _told(disposition: str) -> str:
    """The name in a Content-Disposition header (RFC 6266), without folders."""
    match = _IN_HEADER.search(disposition)
    if match is None:
        return ""
    name = unquote(match["coded"]) if match["coded"] else match["plain"]
    return re.split(r"[/\\]", name)[-1]


def _safe(text: str, instead: str) -> str:
    name = re.sub(r"\s+", " ", _NOT_IN_NAMES.sub(instead, text)).strip(" .~$")
    if len(name) > _LONGEST:
        stem, dot, ending = name.rpartition(".")
        short = dot and len(ending) < 6
        name = f"{stem[: _LONGEST - 6].strip()}.{ending}" if short else name[:_LONGEST].strip(" .")
    return f"_{name}" if _RESERVED.fullmatch(name) else name
