"""The words of a source as a second reader finds them, which shares no step of meaning or geometry with the first.

A PDF is read as PDFium's plain text of each page, a Word file as the text of its XML, a text file as its lines. Which
words belong to a table is told by the boxes of the cells (PDF), by the element (Word) or by the tab on the line (text).
Archives and XML are opened by the same safe means as in the first reading.
"""

from __future__ import annotations

import ctypes
import html
import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any, Literal

from extractors.limits import Limits
from schema.rows import CellRow

Where = Literal["inside", "near", "outside"]

_NEAR = 15.0  # points around a table's area
_EDGE = 1.0  # points by which the middle of a word may lie outside its cell
_MOST_ANNOTATIONS = 2_000  # of a page that are looked at
_MOST_OBJECTS = 200_000  # of a page that is read
_SCALE = 64  # device units a point, for PDFium gives whole numbers
_MARKS = (  # names of HTML that converters leave in text; other words in angle brackets are the plan's own: "<5 days>"
    "a|abbr|b|big|br|cite|code|del|div|em|font|h[1-6]|i|img|li|mark|ol|p|s|small|span|strike|strong|sub|sup|td|th|tr|tt|u|ul"
)
_TAG = re.compile(
    rf"</?(?:{_MARKS})(?:\s[^<>\n]{{0,500}})?/?>"
    r"|\[(?:bookmark|anchor):[^\]\n]{0,200}\]|!\[[^\]\n]{0,200}\]\([^)\n]{0,500}\)",
    re.IGNORECASE,
)
_BREAKING_TAG = re.compile(r"</?(?:br|p|div|[uo]l|li)\b[^<>\n]{0,200}>", re.IGNORECASE)
_DRAWN = re.compile(r"^[-=:+|\s]+$|\+[-=:+]{2,}|(?<!\\)\||\\(?=\|)|\*\*")  # what draws a table in text
_W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_FALLBACK = "{http://schemas.openxmlformats.org/markup-compatibility/2006}Fallback"
_UNPRINTED = frozenset({"del", "moveFrom", "instrText", "delText", "rubyBase", "txbxContent"})
_BREAKS = frozenset({"tab", "br", "cr", "p", "ptab"})


@dataclass(frozen=True, slots=True)
class SourceWord:
    """One word of the source and how it stands to the tables."""

    text: str
    where: Where
    page: int | None = None


def words_of_pdf(
    data: bytes, cells: Sequence[CellRow], passwords: Sequence[str] = (), *, only_known: bool = False
) -> Iterator[SourceWord]:
    """Yield the words of every page. Raises pypdfium2.PdfiumError where the file cannot be opened.

    `only_known` leaves out words whose font does not say which letters it draws; pages read from pixels have such.
    """
    import pypdfium2

    boxes: dict[int, dict[int, list[tuple[float, float, float, float]]]] = {}
    for cell in cells:
        if cell.page is not None and cell.bbox is not None and cell.row:
            boxes.setdefault(cell.page, {}).setdefault(cell.table, []).append(cell.bbox)
    document = _opened(pypdfium2, data, passwords)
    try:
        for number in range(1, len(document) + 1):
            areas = [_area(own) for own in boxes.get(number, {}).values()]
            for word, x, y in _placed_words(document, number - 1, only_known=only_known):
                yield SourceWord(word, _where(x, y, areas), number)
    finally:
        document.close()


def _opened(pypdfium2: Any, data: bytes, passwords: Sequence[str]) -> Any:
    for password in passwords:
        try:
            return pypdfium2.PdfDocument(data[max(0, data.find(b"%PDF-")) :], password=password)
        except pypdfium2.PdfiumError:
            continue
    return pypdfium2.PdfDocument(data[max(0, data.find(b"%PDF-")) :])


def _area(boxes: Iterable[tuple[float, float, float, float]]) -> tuple[float, float, float, float]:
    x0, top, x1, bottom = zip(*boxes, strict=True)
    return min(x0), min(top), max(x1), max(bottom)


def _where(x: float, y: float, areas: Sequence[tuple[float, float, float, float]]) -> Where:
    def within(margin: float) -> bool:
        return any(
            x0 - margin <= x <= x1 + margin and top - margin <= y <= bottom + margin for x0, top, x1, bottom in areas
        )

    if within(-_EDGE):
        return "inside"
    return "near" if within(_NEAR) else "outside"


def _placed_words(document: Any, index: int, *, only_known: bool) -> Iterator[tuple[str, float, float]]:
    """Yield each run of letters of a page with the middle of its box, in points as displayed."""
    from pypdfium2 import raw

    page = raw.FPDF_LoadPage(document, index)
    if not page:
        return
    if raw.FPDFPage_CountObjects(page) > _MOST_OBJECTS:  # PDFium may take minutes to put its text in order
        raw.FPDF_ClosePage(page)
        return
    if _has_shown_annotations(raw, page) and raw.FPDFPage_Flatten(page, raw.FLAT_NORMALDISPLAY) == raw.FLATTEN_SUCCESS:
        raw.FPDF_ClosePage(page)  # what stands on the page as a form field or stamp is its text once it is read again
        page = raw.FPDF_LoadPage(document, index)
    text = raw.FPDFText_LoadPage(page)
    try:
        count = raw.FPDFText_CountChars(text) if text else 0
        letters = [raw.FPDFText_GetUnicode(text, at) for at in range(count)]
        start = 0
        for at in range(count + 1):
            if at < count and not _parts_words(letters[at]):
                continue
            if start < at and not (only_known and raw.FPDFText_HasUnicodeMapError(text, start) == 1):
                word = "".join(chr(letter) for letter in letters[start:at] if 0 < letter < 0x110000)
                yield word, *_middle(raw, page, text, start, at - 1)
            start = at + 1
    finally:
        if text:
            raw.FPDFText_ClosePage(text)
        raw.FPDF_ClosePage(page)


def _has_shown_annotations(raw: Any, page: Any) -> bool:
    """Whether a page has form fields, typed-on text or stamps."""
    kinds = {raw.FPDF_ANNOT_WIDGET, raw.FPDF_ANNOT_FREETEXT, raw.FPDF_ANNOT_STAMP}
    for index in range(min(raw.FPDFPage_GetAnnotCount(page), _MOST_ANNOTATIONS)):
        annotation = raw.FPDFPage_GetAnnot(page, index)
        kind = raw.FPDFAnnot_GetSubtype(annotation)
        raw.FPDFPage_CloseAnnot(annotation)
        if kind in kinds:
            return True
    return False


def _parts_words(letter: int) -> bool:
    return letter == 0 or (letter < 0x110000 and chr(letter).isspace())


def _middle(raw: Any, page: Any, text: Any, first: int, last: int) -> tuple[float, float]:
    """Return the middle between a word's first and last letter as displayed."""
    left, right, bottom, top = (ctypes.c_double() for _ in range(4))
    across, down = [], []
    width, height = raw.FPDF_GetPageWidthF(page), raw.FPDF_GetPageHeightF(page)
    for at in (first, last):
        raw.FPDFText_GetCharBox(text, at, left, right, bottom, top)
        across += [left.value, right.value]
        down += [bottom.value, top.value]
    x, y = ctypes.c_int(), ctypes.c_int()
    middle = ((min(across) + max(across)) / 2, (min(down) + max(down)) / 2)
    size = (int(width * _SCALE), int(height * _SCALE))
    if not raw.FPDF_PageToDevice(page, 0, 0, *size, 0, *middle, x, y):
        return -1.0, -1.0
    return x.value / _SCALE, y.value / _SCALE


def words_of_word_file(data: bytes, limits: Limits, *, prose: bool = False) -> Iterator[SourceWord]:
    """Yield the words of a Word file's tables by the text of its XML. Raises DocumentUnreadable.

    With `prose`, those of its other paragraphs too: actions may be printed as labelled lines.
    """
    from extractors.word.package import open_package

    body = open_package(data, limits).body
    tables = [table for table in body.iter(_W + "tbl") if not _is_inside_table(table)]
    for table in tables:
        looked_through = list(_looked_through(table))
        for inner in looked_through:
            yield from (SourceWord(word, "inside") for word in _text_of(inner).split())
        if looked_through != [table]:  # words of the frame stand near the tables in it
            read = Counter(word for inner in looked_through for word in _text_of(inner).split())
            framed = Counter(_text_of(table).split()) - read
            yield from (SourceWord(word, "near") for word in framed.elements())
    for paragraph in body.iter(_W + "p") if prose else ():
        if not _is_inside_table(paragraph):
            yield from (SourceWord(word, "outside") for word in _text_of(paragraph).split())


def _name(element: Any) -> str:
    return element.tag.rsplit("}", 1)[-1] if isinstance(element.tag, str) else ""


def _is_inside_table(element: Any) -> bool:
    return any(_name(above) in ("tbl", "Fallback") or above.tag == _FALLBACK for above in element.iterancestors())


def _looked_through(table: Any) -> Iterator[Any]:
    """A table of one column that holds tables of several is a frame: the tables in it are the tables."""
    rows = [row for row in table.iter(_W + "tr") if _owner(row, "tbl") is table]
    inner = [found for found in table.iter(table.tag) if found is not table and _owner(found, "tbl") is table]
    one_column = all(sum(_owner(cell, "tr") is row for cell in row.iter(_W + "tc")) == 1 for row in rows)
    if one_column and any(_is_grid(found) for found in inner):
        for found in inner:
            yield from _looked_through(found)
        return
    yield table


def _is_grid(table: Any) -> bool:
    rows = [row for row in table.iter(_W + "tr") if _owner(row, "tbl") is table]
    cells = [sum(_owner(cell, "tr") is row for cell in row.iter(_W + "tc")) for row in rows]
    return len(rows) > 1 and max(cells) > 1


def _owner(element: Any, name: str) -> Any:
    return next((above for above in element.iterancestors() if _name(above) == name), None)


def _text_of(element: Any) -> str:
    """Return the printed text of an element, paragraphs and breaks apart."""
    parts: list[str] = []
    waiting: list[Any] = [element]
    while waiting:
        item = waiting.pop()
        if isinstance(item, str):
            parts.append(item)
            continue
        name = _name(item)
        if name in _UNPRINTED or item.tag == _FALLBACK or _is_struck(item, name):
            continue
        if name == "t":
            parts.append(item.text or "")
        elif name == "noBreakHyphen":
            parts.append("-")
        elif name in _BREAKS:
            parts.append(" ")
        waiting += [" "] if name in ("p", "tc") else []
        waiting += reversed(list(item))
    return "".join(parts)


def _is_struck(item: Any, name: str) -> bool:
    """A row or cell whose deletion was tracked, or a run that is hidden."""
    properties = {"tr": "trPr", "tc": "tcPr", "r": "rPr"}.get(name)
    if properties is None:
        return False
    marks = {"tr": ("del",), "tc": ("cellDel",), "r": ("vanish",)}[name]
    for held in item:
        if _name(held) == properties:
            for mark in held:
                if _name(mark) in marks:
                    value = next((text for key, text in mark.attrib.items() if str(key).endswith("}val")), "1")
                    return value not in ("0", "false", "off")
    return False


def words_of_text(data: bytes, *, drawn: bool = False) -> Iterator[SourceWord]:
    """Yield the words of a text file; a line with a tab is a table's, and so are the lines between two such lines.

    Where its tables are `drawn` with bars, a line that begins with one is a table's.
    """
    text = _decoded(data)
    lines = re.split(r"\r\n|[\n\r\f\v]", text)
    if drawn:
        for line in lines:
            bare = html.unescape(_TAG.sub("", _BREAKING_TAG.sub(" ", _DRAWN.sub(" ", line))))
            begins = line.lstrip().startswith(("|", "+"))
            place: Where = "inside" if begins else "near" if "|" in line else "outside"
            yield from (SourceWord(word, place) for word in bare.split())
        return
    with_tab = [at for at, line in enumerate(lines) if "\t" in line]
    for at, line in enumerate(lines):
        where: Where = "inside" if "\t" in line else "outside"
        if where == "outside" and with_tab and with_tab[0] <= at <= with_tab[-1] + 1:
            where = "near"
        bare = html.unescape(_TAG.sub("", _BREAKING_TAG.sub(" ", line)))
        yield from (SourceWord(word, where) for word in bare.split())


def _decoded(data: bytes) -> str:
    if data.startswith((b"\xff\xfe", b"\xfe\xff")):
        return data.decode("utf-16", "replace")
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError:
        return data.decode("cp1252", "replace")
