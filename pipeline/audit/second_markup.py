"""The words of a web page's and a workbook's tables as a second reader finds them, by lxml alone.

A table counts where most of its words are in cells: one that lays out a page, or that nobody sees, is none. Of a
workbook the texts are compared, row by row; what numbers show as is the first reader's to say.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from typing import Any

from extractors.encodings import decode
from extractors.limits import Limits
from pipeline.audit.same_words import core
from pipeline.audit.second_reader import SourceWord, Where
from schema.rows import CellRow

_COUNTS = 0.6  # share of a table's words that stand in cells, from which it is one of the tables that were read
_UNPRINTED = frozenset({"script", "style", "noscript", "template", "head", "title", "option", "datalist", "svg"})
_SAID = ("alt", "aria-label", "title", "value", "placeholder")  # attributes that may be the words of a cell
_TRUE = ("1", "true")
_CHARSET = re.compile(rb"<meta[^>]+charset\s*=", re.IGNORECASE)
_TEXTS = frozenset({"s", "str", "inlineStr"})
_BREAKING = frozenset(
    ["td", "th", "p", "div", "li", "ul", "ol", "br", "tr", "table", "dt", "dd", "select", "input", "button", "label"]
    + [f"h{level}" for level in range(1, 7)]
)
_SPACE = re.compile(r"[\s\u200b\ufeff\u2060]+")


def words_of_page(data: bytes, cells: Sequence[CellRow]) -> Iterator[SourceWord]:
    """Yield the words of a web page; those of its outermost tables are inside where the table was read."""
    from lxml import html

    source = data if _CHARSET.search(data[:4096]) else decode(data)
    root = html.document_fromstring(
        source, parser=html.HTMLParser(no_network=True, remove_comments=True, huge_tree=False)
    )
    known = Counter(core(word) for cell in cells for word in cell.text.split())
    tables = [table for table in root.iter("table") if not any(above.tag == "table" for above in table.iterancestors())]
    for table in tables:
        yield from _judged([_texts_of(row) for row in _own_rows(table)], known)
        yield from (SourceWord(word, "outside") for word in _attributes(table))
    inside = {element for table in tables for element in table.iter()}
    for element in root.iter():
        if element in inside or not _is_printed(element):
            continue
        yield from (SourceWord(word, "outside") for word in _split(element.text))
    for element in root.iter():
        if element.tail and element.getparent() not in inside and element.getparent() is not None:
            yield from (SourceWord(word, "outside") for word in _split(element.tail))


def _own_rows(table: Any) -> list[Any]:
    """The rows of a table and of the tables in it, each with the words that are in no row inside it."""
    return list(table.iter("tr", "caption")) or [table]


def _texts_of(element: Any) -> list[str]:
    """The words of a row that stand in no row inside it."""
    parts: list[str] = []

    def walk(one: Any) -> None:
        if not _is_printed(one):
            return
        parts.append(one.text or "")
        for child in one:
            if child.tag not in ("tr", "caption"):
                walk(child)
            block = not isinstance(child.tag, str) or child.tag in _BREAKING
            parts.append((" " if block else "") + (child.tail or ""))
        parts.append(" " if isinstance(one.tag, str) and one.tag in _BREAKING else "")

    walk(element)
    return _split("".join(parts))


def _is_printed(element: Any) -> bool:
    return isinstance(element.tag, str) and element.tag not in _UNPRINTED


def _attributes(table: Any) -> Iterator[str]:
    for element in table.iter():
        for name in _SAID:
            if isinstance(element.tag, str) and element.get(name):
                yield from _split(element.get(name))


def _split(text: str | None) -> list[str]:
    return [word for word in _SPACE.split((text or "").replace("\u00ad", "")) if word]


def _judged(rows: Sequence[Sequence[str]], known: Counter[str]) -> Iterator[SourceWord]:
    """The words of a table's rows, inside where most of the table's words are in cells."""
    words = [word for row in rows for word in row]
    read = sum(known[core(word)] > 0 for word in words)
    where: Where = "inside" if words and read >= _COUNTS * len(words) else "outside"
    yield from (SourceWord(word, where) for word in words)


def words_of_workbook(data: bytes, cells: Sequence[CellRow], limits: Limits) -> Iterator[SourceWord]:
    """Yield the words of a workbook's texts; a row of one cell alone is near a table. Raises DocumentUnreadable."""
    from extractors.safe_xml import parse_xml
    from extractors.safe_zip import open_archive

    known = Counter(core(word) for cell in cells for word in cell.text.split())
    archive = open_archive(data, limits, "workbook")
    most = limits.max_unpacked_bytes // 4
    strings = _strings(archive, most)
    for name in _shown_sheets(archive, most):
        root = parse_xml(archive.read(name), name, most)
        hidden = _hidden_columns(root)
        rows = [_row_texts(row, strings, hidden) for row in root.iter("{*}row") if row.get("hidden") not in _TRUE]
        yield from _judged([[word for text in row for word in _split(text)] for row in rows if len(row) > 1], known)
        yield from (SourceWord(word, "near") for row in rows if len(row) == 1 for word in _split(row[0]))


def _shown_sheets(archive: Any, most: int) -> list[str]:
    """The parts of the sheets that are not hidden, in order of name."""
    from extractors.safe_xml import parse_xml

    workbook, relations = "xl/workbook.xml", "xl/_rels/workbook.xml.rels"
    if not (archive.has(workbook) and archive.has(relations)):
        return []
    targets = {
        str(one.get("Id")): one.get("Target") or "" for one in parse_xml(archive.read(relations), relations, most)
    }
    shown: list[str] = []
    for sheet in parse_xml(archive.read(workbook), workbook, most).iter("{*}sheet"):
        target = next(
            (targets.get(str(value), "") for key, value in sheet.attrib.items() if str(key).endswith("}id")), ""
        )
        name = target.lstrip("/") if target.startswith("/") else f"xl/{target}"
        if sheet.get("state", "visible") == "visible" and archive.has(name):
            shown.append(name)
    return sorted(shown)


def _hidden_columns(root: Any) -> list[tuple[int, int]]:
    """The first and last number of each run of columns that is hidden."""
    return [
        (int(column.get("min", "0")), int(column.get("max", "0")))
        for column in root.iter("{*}col")
        if column.get("hidden") in _TRUE
    ]


def _column_number(place: str) -> int:
    """The number of a cell's column by its letters: "AB7" is 28."""
    number = 0
    for letter in place:
        if not letter.isalpha():
            break
        number = 26 * number + ord(letter.upper()) - 64
    return number


def _strings(archive: Any, most: int) -> list[str]:
    from extractors.safe_xml import parse_xml

    name = "xl/sharedStrings.xml"
    if not archive.has(name):
        return []
    items = parse_xml(archive.read(name), name, most).iter("{*}si")
    return ["".join(text.text or "" for text in item.iter("{*}t") if not _is_reading(text)) for item in items]


def _is_reading(text: Any) -> bool:
    """Whether a text says how another is pronounced."""
    return any(str(above.tag).endswith("}rPh") for above in text.iterancestors())


def _row_texts(row: Any, strings: Sequence[str], hidden: Sequence[tuple[int, int]]) -> list[str]:
    """The texts of a row's cells that hold any."""
    found: list[str] = []
    for cell in row.iter("{*}c"):
        at = _column_number(cell.get("r") or "")
        if any(first <= at <= last for first, last in hidden):
            continue
        kind = cell.get("t")
        if kind == "inlineStr":
            text = "".join(part.text or "" for part in cell.iter("{*}t"))
        else:
            value = cell.find("{*}v")
            text = value.text or "" if value is not None else ""
            if kind == "s" and text.isdigit() and int(text) < len(strings):
                text = strings[int(text)]
            elif text and kind not in _TEXTS:
                text = " "  # a number: it makes the row one of several cells
        if text:
            found.append(text)
    return found
