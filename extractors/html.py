"""Web pages as a `Document`: headings, paragraphs and tables in order, read without a network.

Tables keep `rowspan` and `colspan`; a table that only lays out the page (other tables or headings stand in it) is
looked through. Scripts, styles and what is hidden are no text. Colours come from attributes, from `style` and from
simple rules (`td.red`, `#total`) of the page's own style sheets. Words that are struck out stay, apart from their
neighbours, and the document is noted for them where they stand in a table.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Final

from lxml import etree, html

from extractors.document import Block, Cell, Document, Heading, Note, Paragraph, Table
from extractors.errors import DocumentUnreadable
from extractors.limits import Limits
from extractors.line_marks import LONGEST_HEADING, ends_clause

MEDIA_TYPE: Final = "text/html"
_HEADINGS: Final = {f"h{level}": level for level in range(1, 7)}
_UNSEEN: Final = frozenset({
    "script", "style", "template", "noscript", "head", "title", "meta", "link", "object", "iframe", "svg", "math",
    "audio", "video", "canvas", "datalist",
})  # fmt: skip
_BLOCKS: Final = frozenset({
    "address", "article", "aside", "blockquote", "body", "caption", "center", "dd", "details", "dialog", "div",
    "dl", "dt", "fieldset", "figcaption", "figure", "footer", "form", "header", "hr", "html", "legend", "li",
    "main", "menu", "nav", "ol", "p", "pre", "section", "summary", "table", "tbody", "td", "tfoot", "th", "thead",
    "tr", "ul", "h1", "h2", "h3", "h4", "h5", "h6",
})  # fmt: skip
_BOLD: Final = frozenset({"b", "strong", "th", *_HEADINGS})
_STRUCK: Final = frozenset({"del", "s", "strike"})
_CHARSET: Final = re.compile(rb"<meta[^>]+charset\s*=\s*[\"']?\s*([A-Za-z0-9_:.-]+)", re.IGNORECASE)
_DECLARED: Final = re.compile(r"^\s*<\?xml[^>]*\?>")
_NO_TEXT: Final = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f]")
_SPACES: Final = re.compile(r"\s+")
_INVISIBLE: Final = dict.fromkeys((0x00AD, 0x200B, 0x2060, 0xFEFF))
_RULE: Final = re.compile(r"([^{}]+)\{([^{}]*)\}")
_COMMENT: Final = re.compile(r"/\*.*?\*/", re.DOTALL)
_SELECTOR: Final = re.compile(r"(?:[A-Za-z][A-Za-z0-9]*)?(?:[.#][A-Za-z_][\w-]*)?")
_BACKGROUND: Final = re.compile(r"background(?:-color)?\s*:\s*([^;]+)", re.IGNORECASE)
_HIDDEN: Final = re.compile(r"display\s*:\s*none|visibility\s*:\s*hidden", re.IGNORECASE)
_LINE_THROUGH: Final = re.compile(r"text-decoration(?:-line)?\s*:[^;]*line-through", re.IGNORECASE)
_WEIGHT: Final = re.compile(r"font-weight\s*:\s*(bold|bolder|normal|lighter|\d+)", re.IGNORECASE)
_HEX: Final = re.compile(r"#([0-9a-f]{6}|[0-9a-f]{3})\b", re.IGNORECASE)
_RGB: Final = re.compile(r"rgba?\(\s*(\d+)\s*[, ]\s*(\d+)\s*[, ]\s*(\d+)\s*(?:[,/]\s*([\d.]+)\s*)?\)", re.IGNORECASE)
_NAMES: Final = {
    "red": "ff0000", "green": "008000", "lime": "00ff00", "limegreen": "32cd32", "lightgreen": "90ee90",
    "blue": "0000ff", "lightblue": "add8e6", "yellow": "ffff00", "gold": "ffd700", "orange": "ffa500",
    "darkorange": "ff8c00", "grey": "808080", "gray": "808080", "lightgrey": "d3d3d3", "lightgray": "d3d3d3",
    "silver": "c0c0c0", "black": "000000", "purple": "800080", "navy": "000080", "teal": "008080",
    "maroon": "800000", "crimson": "dc143c", "tomato": "ff6347", "darkgreen": "006400", "darkred": "8b0000",
    "forestgreen": "228b22", "seagreen": "2e8b57", "amber": "ffbf00", "pink": "ffc0cb", "coral": "ff7f50",
    "khaki": "f0e68c", "skyblue": "87ceeb", "royalblue": "4169e1", "cyan": "00ffff", "aqua": "00ffff",
    "fuchsia": "ff00ff", "magenta": "ff00ff", "olive": "808000", "beige": "f5f5dc",
}  # fmt: skip
_MAX_DEPTH: Final = 200  # elements inside one another; deeper ones are read as plain text
_STRUCK_NOTE: Final = Note(
    "struck_text",
    "Words that are struck out in a table were read as if they stood. "
    "Remove them from the page where they no longer count, and run again.",
)
_TOO_DEEP: Final = (
    "The web page is nested too deeply to be read whole, so nothing was read. Print it to PDF and run again."
)


def read_html(data: bytes, limits: Limits) -> Document:
    """Read a web page held in memory; `pages` is None.

    Raises only `DocumentUnreadable`: `damaged` where it holds no markup, `unsupported` over a limit.
    """
    if len(data) > min(limits.max_bytes, limits.max_unpacked_bytes // 4):
        raise DocumentUnreadable(
            "unsupported", f"The page has {len(data):,} bytes, more than the limit allows. Split it and run again."
        )
    source = _NO_TEXT.sub("", _DECLARED.sub("", _decoded(data)))
    try:
        parser = html.HTMLParser(no_network=True, remove_comments=True, remove_pis=True, huge_tree=False)
        root = html.document_fromstring(source, parser=parser)
    except (etree.LxmlError, ValueError, AssertionError) as error:
        raise DocumentUnreadable(
            "damaged", "The web page holds no readable markup. Save it again from a browser."
        ) from error
    if any("depth" in entry.message.lower() for entry in parser.error_log):
        raise DocumentUnreadable("damaged", _TOO_DEEP)
    reader = _Reader(_rules(root), limits)
    try:
        blocks = tuple(reader.blocks(root, 0))
    except RecursionError as error:
        raise DocumentUnreadable("damaged", _TOO_DEEP) from error
    title = _SPACES.sub(" ", root.findtext(".//title") or "").strip() or None
    notes = (_STRUCK_NOTE,) if reader.struck else ()
    return Document(media_type=MEDIA_TYPE, blocks=blocks, title=title, notes=notes)


def _decoded(data: bytes) -> str:
    """The page's text: by its byte order mark, else its declared encoding, else UTF-8, else Windows-1252."""
    for mark, encoding in ((b"\xef\xbb\xbf", "utf-8-sig"), (b"\xff\xfe", "utf-16"), (b"\xfe\xff", "utf-16")):
        if data.startswith(mark):
            return data.decode(encoding, "replace")
    declared = _CHARSET.search(data[:4096])
    candidates = [declared[1].decode("ascii")] if declared else []
    for encoding in [*candidates, "utf-8"]:
        try:
            return data.decode(encoding)
        except (LookupError, ValueError):
            continue
    return data.decode("cp1252", "replace")


@dataclass(frozen=True, slots=True)
class _Look:
    """What a rule or attribute says; None is nothing."""

    fill: str | None = None
    bold: bool | None = None
    hidden: bool = False
    struck: bool = False


def _colour(text: str) -> str | None:
    """A CSS or HTML colour as "#rrggbb"; "" for white or transparent, None for what is no colour."""
    text = text.strip().lower().removesuffix("!important").strip()
    if match := _HEX.search(text):
        digits = match[1] if len(match[1]) == 6 else "".join(letter * 2 for letter in match[1])
    elif match := _RGB.search(text):
        if match[4] is not None and float(match[4].strip(".") or 0) == 0:
            return ""
        digits = "".join(f"{min(255, int(channel)):02x}" for channel in match.group(1, 2, 3))
    elif re.fullmatch(r"[0-9a-f]{6}", text):
        digits = text
    else:
        words = text.split()
        digits = next((_NAMES[word] for word in words if word in _NAMES), "")
        if not digits:
            return "" if {"white", "transparent", "none"} & set(words) else None
    return "" if digits == "ffffff" else f"#{digits}"


def _look(declarations: str) -> _Look:
    """Read the declarations of a rule or a `style` attribute."""
    background = _BACKGROUND.search(declarations)
    weight = _WEIGHT.search(declarations)
    bold: bool | None = None
    if weight:
        value = weight[1].lower()
        bold = int(value) >= 600 if value.isdecimal() else value.startswith("bold")
    return _Look(
        fill=_colour(background[1]) if background else None,
        bold=bold,
        hidden=_HIDDEN.search(declarations) is not None,
        struck=_LINE_THROUGH.search(declarations) is not None,
    )


def _rules(root: etree._Element) -> dict[str, _Look]:
    """The page's simple style rules: "td", ".red", "td.red", "#total" -> look."""
    rules: dict[str, _Look] = {}
    for sheet in root.iter("style"):
        for match in _RULE.finditer(_COMMENT.sub("", (sheet.text or "")[:1_000_000])):
            look = _look(match[2])
            if look == _Look():
                continue
            for selector in match[1].split(","):
                selector = selector.strip()
                if selector and _SELECTOR.fullmatch(selector):
                    rules[selector] = look
    return rules


@dataclass(slots=True)
class _Words:
    """Text as it is gathered: pieces, and whether all of it is bold."""

    pieces: list[str] = field(default_factory=list)
    bold: bool = True

    def lines(self) -> str:
        """The text with its white space folded and its empty lines gone."""
        lines = (_SPACES.sub(" ", line).strip() for line in "".join(self.pieces).translate(_INVISIBLE).split("\n"))
        return "\n".join(line for line in lines if line)


class _Reader:
    """Reads the blocks of a page and counts them against the limits."""

    def __init__(self, rules: Mapping[str, _Look], limits: Limits) -> None:
        self._rules = rules
        self._limits = limits
        self.struck = False  # words of a table are struck out
        self._tables = 0
        self._cells = 0

    def _look_of(self, element: etree._Element) -> _Look:
        """What rules, attributes and `style` say of an element, the nearer over the more general."""
        tag = element.tag
        keys = [tag]
        for name in (element.get("class") or "").split():
            keys += [f".{name}", f"{tag}.{name}"]
        if element.get("id"):
            keys += [f"#{element.get('id')}", f"{tag}#{element.get('id')}"]
        looks = [self._rules[key] for key in keys if key in self._rules]
        if (attribute := element.get("bgcolor")) is not None:
            looks.insert(0, _Look(fill=_colour(attribute)))
        if (style := element.get("style")) is not None:
            looks.append(_look(style))
        fill: str | None = None
        bold: bool | None = True if tag in _BOLD else None
        for look in looks:
            fill = fill if look.fill is None else look.fill
            bold = bold if look.bold is None else look.bold
        struck = tag in _STRUCK or any(look.struck for look in looks)
        return _Look(fill, bold, any(look.hidden for look in looks), struck)

    def _is_unseen(self, element: etree._Element, look: _Look) -> bool:
        return not isinstance(element.tag, str) or element.tag in _UNSEEN or look.hidden or "hidden" in element.attrib

    def blocks(self, parent: etree._Element, depth: int) -> Iterator[Block]:
        """The blocks under an element: text between blocks is a paragraph of its own."""
        loose = _Words()
        if parent.text:
            self._gather(parent.text, False, loose)
        number = 0
        for child in parent:
            look = self._look_of(child)
            if not self._is_unseen(child, look):
                if self._holds_blocks(child, depth):
                    yield from self._paragraph(loose)
                    loose = _Words()
                    if child.tag == "li":
                        number += 1
                    yield from self._block(child, number, depth)
                else:
                    self._inline(child, loose, bool(look.bold), depth)
            if child.tail:
                self._gather(child.tail, False, loose)
        yield from self._paragraph(loose)

    def _holds_blocks(self, element: etree._Element, depth: int) -> bool:
        if depth > _MAX_DEPTH:
            return False
        return element.tag in _BLOCKS or next(element.iter("table", *_HEADINGS, "p", "div", "li"), None) is not None

    def _block(self, element: etree._Element, number: int, depth: int) -> Iterator[Block]:
        tag = element.tag
        if tag in _HEADINGS:
            text = self._text(element).lines().replace("\n", " ")
            if text:
                yield Heading(text, _HEADINGS[tag])
        elif tag == "table":
            if self._is_layout(element):
                for row in self._rows(element):
                    for cell in row:
                        yield from self.blocks(cell, depth + 1)
            else:
                yield from self._table(element)
        elif tag in {"p", "li", "dt", "dd", "caption", "pre"} and not self._has_inner_blocks(element):
            words = self._text(element)
            yield from self._paragraph(words, _mark(element, number) if tag == "li" else "")
        else:
            yield from self.blocks(element, depth + 1)

    def _has_inner_blocks(self, element: etree._Element) -> bool:
        return next(element.iterdescendants("table", "ul", "ol", "p", "div", *_HEADINGS), None) is not None

    def _paragraph(self, words: _Words, mark: str = "") -> Iterator[Block]:
        text = words.lines()
        if not text:
            return
        if words.bold and not mark and len(text) <= LONGEST_HEADING and not ends_clause(text):
            yield Heading(text.replace("\n", " "))
        else:
            yield Paragraph(mark + text, bold=words.bold)

    def _text(self, element: etree._Element, bold: bool = False, depth: int = 0) -> _Words:
        words = _Words()
        self._inside(element, words, bold or bool(self._look_of(element).bold), depth)
        return words

    def _gather(self, text: str, bold: bool, words: _Words) -> None:
        if not text.isspace():
            words.bold = words.bold and bold
        words.pieces.append(_SPACES.sub(" ", text))

    def _inline(self, element: etree._Element, words: _Words, bold: bool, depth: int) -> None:
        """Gather one element: its own marks, then what is in it."""
        tag = element.tag
        if tag == "br":
            words.pieces.append("\n")
            return
        if tag == "input":
            kind = (element.get("type") or "text").lower()
            if kind in {"checkbox", "radio"}:
                self._gather("✓" if "checked" in element.attrib else "☐", bold, words)
            elif kind in {"text", "date", "email", "number"}:
                self._gather(f" {element.get('value') or ''} ", bold, words)
            return
        if tag == "select":
            options = list(element.iter("option"))
            chosen = next((one for one in options if "selected" in one.attrib), options[0] if options else None)
            self._gather(f" {'' if chosen is None else chosen.text or ''} ", bold, words)
            return
        apart = tag in _STRUCK or self._look_of(element).struck
        words.pieces.append(" " if apart else "")
        self._inside(element, words, bold, depth)
        words.pieces.append(" " if apart else "")

    def _inside(self, element: etree._Element, words: _Words, bold: bool, depth: int) -> None:
        """Gather what is in an element; blocks stand on lines of their own, cells of an inner table side by side."""
        if depth > _MAX_DEPTH:
            self._gather("".join(map(str, element.itertext())), bold, words)
            return
        if element.text:
            self._gather(element.text, bold, words)
        number = 0
        for child in element:
            look = self._look_of(child)
            if not self._is_unseen(child, look):
                tag = child.tag
                inner = bold if look.bold is None else look.bold
                if tag in {"td", "th"}:
                    cell = _Words()
                    self._inside(child, cell, inner, depth + 1)
                    words.pieces.append(f" {cell.lines().replace(chr(10), ' ')} ")
                    words.bold = words.bold and cell.bold
                elif tag in _BLOCKS:
                    words.pieces.append("\n")
                    if tag == "li":
                        number += 1
                        words.pieces.append(_mark(child, number))
                    self._inside(child, words, inner, depth + 1)
                    words.pieces.append("\n")
                else:
                    self._inline(child, words, inner, depth + 1)
            if child.tail:
                self._gather(child.tail, bold, words)

    def _rows(self, table: etree._Element) -> list[list[etree._Element]]:
        """The cells of each row that is seen, those of tables inside left out."""
        rows: list[list[etree._Element]] = []
        waiting = list(reversed(table))
        while waiting:
            element = waiting.pop()
            if self._is_unseen(element, self._look_of(element)):
                continue
            if element.tag == "tr":
                rows.append([c for c in element if c.tag in ("td", "th") and not self._is_unseen(c, self._look_of(c))])
            elif element.tag in {"thead", "tbody", "tfoot", "form"}:
                waiting.extend(reversed(element))
        return rows

    def _is_layout(self, table: etree._Element) -> bool:
        """True for a table that lays out the page: it says so, or headings or larger tables stand in its cells."""
        if (table.get("role") or "").lower() in {"presentation", "none"}:
            return True
        if next(table.iterdescendants("h1", "h2"), None) is not None and len(self._rows(table)) <= 2:
            return True
        for inner in table.iterdescendants("table"):
            rows = self._rows(inner)
            if len(rows) > 2 and max((len(row) for row in rows), default=0) > 2:
                return True
        return False

    def _table(self, table: etree._Element) -> Iterator[Block]:
        caption = next(table.iterchildren("caption"), None)
        if caption is not None and not self._is_unseen(caption, self._look_of(caption)):
            yield from self._paragraph(self._text(caption))
        rows = self._rows(table)
        limits = self._limits
        cells: list[Cell] = []
        busy: dict[int, int] = {}  # column -> rows that a cell above still covers, this one included
        width = 0
        words = 0
        for index, row in enumerate(rows):
            column = 0
            header_row = _in_head(row)
            for cell in row:
                while busy.get(column, 0) > 0:
                    column += 1
                columns, height = _span(cell.get("colspan"), 1000), _span(cell.get("rowspan"), 65_534)
                if (cell.get("rowspan") or "").strip() == "0":
                    height = len(rows) - index
                height = min(height, len(rows) - index)
                free = next((at for at in range(columns) if busy.get(column + at, 0) > 0), columns)
                columns = max(1, min(columns, free))
                if column + columns > limits.max_columns:
                    columns = max(1, limits.max_columns - column)
                for at in range(column, column + columns):
                    busy[at] = height
                content = self._text(cell)
                text = content.lines()
                words += self._count(cell)
                self.struck = self.struck or (bool(text) and self._has_struck_words(cell))
                cells.append(
                    Cell(
                        row=index + 1,
                        column=column + 1,
                        text=text,
                        row_span=height,
                        column_span=columns,
                        fill=self._fill(cell),
                        bold=bool(text) and content.bold,
                        header=header_row or (cell.tag == "th" and (cell.get("scope") or "").lower() != "row"),
                    )
                )
                column += columns
                width = max(width, column)
            busy = {at: left - 1 for at, left in busy.items() if left > 1}
            self._cells += len(row)
            if self._cells > limits.max_cells or width > limits.max_columns:
                raise DocumentUnreadable(
                    "unsupported",
                    f"The page has more than {limits.max_cells:,} cells or a table of more than "
                    f"{limits.max_columns:,} columns, the limits. Split it and run again.",
                )
        if cells:
            self._tables += 1
            yield Table(
                number=self._tables,
                rows=len(rows),
                columns=width,
                cells=tuple(sorted(cells, key=lambda cell: (cell.row, cell.column))),
                words=words,
                route="html",
            )

    def _has_struck_words(self, cell: etree._Element) -> bool:
        """Whether words of a cell are struck out, by their element or by a style of theirs or of the cell's."""
        if any(self._look_of(element).struck for element in (cell, *cell.iterancestors("tr", "tbody", "table"))):
            return True
        marked = (element for element in cell.iterdescendants() if isinstance(element.tag, str))
        return any(
            "".join(map(str, element.itertext())).strip() and not self._is_unseen(element, look)
            for element in marked
            if (look := self._look_of(element)).struck
        )

    def _fill(self, cell: etree._Element) -> str | None:
        """The nearest background of a cell, its row, its group or its table."""
        element: etree._Element | None = cell
        while element is not None:
            fill = self._look_of(element).fill
            if fill is not None:
                return fill or None
            if element.tag == "table":
                break
            element = element.getparent()
        return self._all_behind(cell)

    def _all_behind(self, cell: etree._Element) -> str | None:
        """The background of the one element that holds all of a cell's words."""
        inner = cell
        while len(inner) == 1 and not (inner.text or "").strip() and not (inner[0].tail or "").strip():
            inner = inner[0]
            if isinstance(inner.tag, str) and (fill := self._look_of(inner).fill):
                return fill
        return None

    def _count(self, cell: etree._Element) -> int:
        """Count a cell's words a second way: flat over its text, any block or break ending a word."""
        pieces: list[str] = []
        numbers: dict[etree._Element, int] = {}
        walk = etree.iterwalk(cell, events=("start", "end"))
        for event, element in walk:
            ends = element.tag in _BLOCKS or element.tag == "br"
            if event == "start":
                look = self._look_of(element)
                unseen = self._is_unseen(element, look)
                if unseen or element.tag in {"select", "input"}:
                    walk.skip_subtree()
                    if not unseen:
                        words = _Words()
                        self._inline(element, words, False, 0)
                        pieces.extend(words.pieces)
                    continue
                pieces.append(" " if ends or look.struck else "")
                if element.tag == "li" and element is not cell and (parent := element.getparent()) is not None:
                    numbers[parent] = numbers.get(parent, 0) + 1
                    pieces.append(_mark(element, numbers[parent]))
                pieces.append(element.text or "")
            else:
                pieces.append(" " if ends or self._look_of(element).struck else "")
                pieces.append((element.tail or "") if element is not cell else "")
        return len("".join(pieces).translate(_INVISIBLE).split())


def _mark(item: etree._Element, number: int) -> str:
    """The mark that a browser draws before a list item."""
    parent = item.getparent()
    if parent is None or parent.tag != "ol":
        return "• "
    start = (parent.get("start") or "1").strip()
    first = int(start) if start.isdecimal() and len(start) < 6 else 1
    value = first + number - 1
    kind = parent.get("type") or "1"
    if kind in {"a", "A"} and 1 <= value <= 26:
        letter = chr(ord("a") + value - 1)
        return f"{letter if kind == 'a' else letter.upper()}. "
    return f"{value}. "


def _span(text: str | None, most: int) -> int:
    text = (text or "").strip()
    return max(1, min(most, int(text))) if text.isdecimal() and len(text) < 9 else 1


def _in_head(row: list[etree._Element]) -> bool:
    """True for a row in the table's head group."""
    parent = row[0].getparent() if row else None
    group = None if parent is None else parent.getparent()
    return group is not None and group.tag == "thead"
