"""The parts of a Word package that the reader needs, opened safely and with one set of names.

Finds the main document by its relationship, else by its content type, else by its usual name, so that a package with
missing or wrong parts is read as far as it goes. ISO 29500 Strict names are turned into the Transitional ones.
"""

from __future__ import annotations

import posixpath
from dataclasses import dataclass
from typing import Final

from lxml import etree

from extractors.errors import DocumentUnreadable
from extractors.limits import Limits
from extractors.safe_xml import parse_xml
from extractors.safe_zip import Archive, open_archive
from extractors.word.names import BODY, R, W

_PACKAGE_RELS: Final = "{http://schemas.openxmlformats.org/package/2006/relationships}"
_TYPES: Final = "{http://schemas.openxmlformats.org/package/2006/content-types}"
_DC_CREATOR: Final = "{http://purl.org/dc/elements/1.1/}creator"
_COMPANY: Final = "{http://schemas.openxmlformats.org/officeDocument/2006/extended-properties}Company"
_DC_TITLE: Final = "{http://purl.org/dc/elements/1.1/}title"
_APPLICATION: Final = "{http://schemas.openxmlformats.org/officeDocument/2006/extended-properties}Application"

_STRICT: Final = b"http://purl.oclc.org/ooxml/"
_STRICT_TO_TRANSITIONAL: Final = (
    (b"http://purl.oclc.org/ooxml/wordprocessingml/main", W[1:-1].encode()),
    (b"http://purl.oclc.org/ooxml/officeDocument/relationships", R[1:-1].encode()),
    (b"http://purl.oclc.org/ooxml/officeDocument/math", b"http://schemas.openxmlformats.org/officeDocument/2006/math"),
    (
        b"http://purl.oclc.org/ooxml/officeDocument/extendedProperties",
        b"http://schemas.openxmlformats.org/officeDocument/2006/extended-properties",
    ),
    (
        b"http://purl.oclc.org/ooxml/drawingml/wordprocessingDrawing",
        b"http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing",
    ),
    (b"http://purl.oclc.org/ooxml/drawingml/main", b"http://schemas.openxmlformats.org/drawingml/2006/main"),
)


@dataclass(frozen=True, slots=True)
class Parts:
    """The XML of one Word document; a part that the package lacks is None."""

    body: etree._Element
    styles: etree._Element | None
    numbering: etree._Element | None
    theme: etree._Element | None
    settings: etree._Element | None
    headers: dict[str, etree._Element]  # relationship id -> header
    footers: dict[str, etree._Element]  # relationship id -> footer
    has_embedded: bool  # w:altChunk: a document kept whole inside this one, which is not read
    title: str | None
    producer: str | None
    author: str | None = None  # the firm or body that owns the file, else who wrote it


def _relationships(archive: Archive, part: str, most: int) -> dict[str, tuple[str, str]]:
    """Relationship id -> (last word of its type, name of the target part); empty where there are none."""
    folder, base = posixpath.split(part)
    name = posixpath.join(folder, "_rels", base + ".rels")
    if not archive.has(name):
        return {}
    found: dict[str, tuple[str, str]] = {}
    try:
        root = parse_xml(archive.read(name), name, most)
    except DocumentUnreadable:
        return {}
    for relation in root.iter(_PACKAGE_RELS + "Relationship"):
        target = relation.get("Target") or ""
        if (relation.get("TargetMode") or "") == "External" or not target:
            continue
        target = target.replace("\\", "/")
        path = target.lstrip("/") if target.startswith("/") else posixpath.normpath(posixpath.join(folder, target))
        found[relation.get("Id") or ""] = ((relation.get("Type") or "").rsplit("/", 1)[-1], path)
    return found


def _main_part(archive: Archive, most: int) -> str:
    """The name of the main document part."""
    for kind, target in _relationships(archive, "", most).values():
        if kind == "officeDocument" and archive.has(target):
            return target
    if archive.has("[Content_Types].xml"):
        try:
            types = parse_xml(archive.read("[Content_Types].xml"), "[Content_Types].xml", most)
        except DocumentUnreadable:
            types = None
        for override in [] if types is None else types.iter(_TYPES + "Override"):
            name = (override.get("PartName") or "").lstrip("/")
            is_word = "wordprocessingml" in (override.get("ContentType") or "")
            if is_word and name.endswith("document.xml") and archive.has(name):
                return name
    for name in archive.names():
        if posixpath.basename(name).lower() == "document.xml":
            return name
    raise DocumentUnreadable(
        "damaged",
        "The file has no main document part, so it is no Word document. Open it in Word and save a fresh copy.",
    )


def _read(archive: Archive, name: str, most: int) -> etree._Element:
    data = archive.read(name)
    if _STRICT in data[:20_000]:
        for strict, transitional in _STRICT_TO_TRANSITIONAL:
            data = data.replace(strict, transitional)
    return parse_xml(data, name, most)


def open_package(data: bytes, limits: Limits) -> Parts:
    """Open a .docx, .docm or .dotx held in memory.

    Raises `DocumentUnreadable`: `encrypted`, `unsupported` or `damaged`. A broken part that only decorates
    (styles, theme, numbering) is treated as absent; a broken main part is `damaged`.
    """
    archive = open_archive(data, limits, "Word document")
    most = limits.max_unpacked_bytes // 4  # a tree takes about twelve times the bytes it was parsed from
    main = _main_part(archive, most)
    root = _read(archive, main, most)
    body = root.find(BODY)
    if body is None:
        raise DocumentUnreadable(
            "damaged" if root.tag.startswith(W) else "unsupported",
            "The file's main part is no Word document. Save a copy as .docx and run again.",
        )
    relations = _relationships(archive, main, most)

    def optional(name: str) -> etree._Element | None:
        try:
            return _read(archive, name, most) if archive.has(name) else None
        except DocumentUnreadable:
            return None

    def by_kind(kind: str, usual: str) -> etree._Element | None:
        targets = [target for known, target in relations.values() if known == kind]
        for target in [*targets, posixpath.join(posixpath.dirname(main), usual)]:
            if (part := optional(target)) is not None:
                return part
        return None

    def all_of(kind: str) -> dict[str, etree._Element]:
        return {
            key: part
            for key, (known, target) in relations.items()
            if known == kind and (part := optional(target)) is not None
        }

    core = optional("docProps/core.xml")
    app = optional("docProps/app.xml")
    title = None if core is None else core.findtext(_DC_TITLE)
    producer = None if app is None else app.findtext(_APPLICATION)
    return Parts(
        body=body,
        styles=by_kind("styles", "styles.xml"),
        numbering=by_kind("numbering", "numbering.xml"),
        theme=by_kind("theme", "theme/theme1.xml"),
        settings=by_kind("settings", "settings.xml"),
        headers=all_of("header"),
        footers=all_of("footer"),
        has_embedded=next(body.iter(W + "altChunk"), None) is not None,
        title=" ".join((title or "").split()) or None,
        producer=" ".join((producer or "").split()) or None,
        author=_first_said(app, _COMPANY) or _first_said(core, _DC_CREATOR),
    )


def _first_said(part: etree._Element | None, name: str) -> str | None:
    """The text of a property; None where the part or the property is missing or empty."""
    text = None if part is None else part.findtext(name)
    return " ".join((text or "").split()) or None
