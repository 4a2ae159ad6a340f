"""Sets tables on pages with ReportLab: text wrapped into its column, rows as high as their cells, rules where wanted.

Lengths are points; y is measured from the top of the page, as in the cells that a reader gives.
"""

from __future__ import annotations

import io
from collections.abc import Sequence
from dataclasses import dataclass, field

from reportlab.lib.colors import HexColor
from reportlab.lib.pagesizes import A4, landscape
from reportlab.pdfbase.pdfmetrics import stringWidth
from reportlab.pdfgen.canvas import Canvas

from scripts.page_layouts.content import Sheet


@dataclass(frozen=True, slots=True)
class Slot:
    """One cell to be set; a slot may span rows and columns."""

    text: str
    row: int
    column: int
    rows: int = 1
    columns: int = 1
    bold: bool = False
    align: str = "left"  # left, right or centre
    turned: bool = False  # printed upwards
    fill: str | None = None


@dataclass(frozen=True, slots=True)
class Style:
    """How a table is set."""

    size: float = 9.0
    leading: float = 1.2  # letter sizes between the lines of a paragraph
    pad: tuple[float, float] = (4.0, 4.0)  # left and right, above and below
    between: float = 0.0  # extra space between rows
    valign: str = "top"  # top, middle, bottom
    paragraph: float = 0.0  # extra space between paragraphs of a cell
    font: str = "Helvetica"

    def face(self, bold: bool) -> str:
        """The name of the font."""
        if self.font == "Times":
            return "Times-Bold" if bold else "Times-Roman"
        return f"{self.font}-Bold" if bold else self.font


@dataclass(frozen=True, slots=True)
class Gold:
    """The cells of one table as a person would write them down: row by row, a spanning cell in its first place."""

    page: int
    rows: tuple[tuple[str, ...], ...]
    spans: tuple[tuple[int, int, int, int], ...] = ()  # row, column, rows, columns of merged cells, from 0


@dataclass(frozen=True, slots=True)
class Laid:
    """Where a table was set: the edges of its columns and rows."""

    xs: tuple[float, ...]
    ys: tuple[float, ...]
    gold: Gold


@dataclass
class Paper:
    """A PDF in the making, with what was set on it."""

    wide: bool = False
    canvas: Canvas = field(init=False)
    tables: list[Gold] = field(default_factory=list)
    page: int = 1
    lowest: float = 0.0  # y of the foot of the lowest table
    out: io.BytesIO = field(default_factory=io.BytesIO)

    def __post_init__(self) -> None:
        self.width, self.height = landscape(A4) if self.wide else A4
        self.canvas = Canvas(self.out, pagesize=(self.width, self.height), invariant=1)

    def turn_over(self) -> None:
        """Begin the next page."""
        self.canvas.showPage()
        self.page += 1

    def finish(self) -> bytes:
        """Give the PDF."""
        self.canvas.showPage()
        self.canvas.save()
        return self.out.getvalue()

    def text(self, said: str, x: float, y: float, *, size: float = 10.0, face: str = "Helvetica") -> None:
        """Print one line whose baseline is at y."""
        self.canvas.setFont(face, size)
        self.canvas.setFillColor(HexColor("#000000"))
        self.canvas.drawString(x, self.height - y, said)

    def across(self, y: float, x0: float, x1: float, width: float = 0.5) -> None:
        """Draw a horizontal rule."""
        self.canvas.setLineWidth(width)
        self.canvas.line(x0, self.height - y, x1, self.height - y)

    def down(self, x: float, y0: float, y1: float, width: float = 0.5) -> None:
        """Draw an upright rule."""
        self.canvas.setLineWidth(width)
        self.canvas.line(x, self.height - y0, x, self.height - y1)

    def fill(self, x0: float, y0: float, x1: float, y1: float, colour: str) -> None:
        """Fill a rectangle."""
        self.canvas.setFillColor(HexColor(colour))
        self.canvas.rect(x0, self.height - y1, x1 - x0, y1 - y0, stroke=0, fill=1)

    def set_table(
        self, slots: Sequence[Slot], widths: Sequence[float], style: Style, x: float, y: float, *, keep: bool = True
    ) -> Laid:
        """Print the cells of a table whose top left corner is given; with `keep` they become gold."""
        xs = [x]
        for width in widths:
            xs.append(xs[-1] + width)
        rows = max(slot.row + slot.rows for slot in slots)
        lines = {slot: self._lines(slot, xs, style) for slot in slots}
        heights = [style.size * style.leading + 2 * style.pad[1] for _ in range(rows)]
        for slot in sorted(slots, key=lambda slot: slot.rows):
            need = self._height(lines[slot], style) + 2 * style.pad[1] if not slot.turned else _turned_need(slot, style)
            have = sum(heights[slot.row : slot.row + slot.rows]) + style.between * (slot.rows - 1)
            if need > have:
                heights[slot.row + slot.rows - 1] += need - have
        ys = [y]
        for height in heights:
            ys.append(ys[-1] + height + style.between)
        for slot in slots:
            box = (xs[slot.column], ys[slot.row], xs[slot.column + slot.columns], ys[slot.row + slot.rows])
            if slot.fill:
                self.fill(box[0], box[1], box[2], box[3] - style.between, slot.fill)
        for slot in slots:
            box = (xs[slot.column], ys[slot.row], xs[slot.column + slot.columns], ys[slot.row + slot.rows])
            self._print(slot, lines[slot], box, style)
        laid = Laid(tuple(xs), tuple(ys), _gold(slots, self.page, rows, len(widths)))
        self.lowest = max(self.lowest, ys[-1])
        if keep:
            self.tables.append(laid.gold)
        return laid

    def _lines(self, slot: Slot, xs: Sequence[float], style: Style) -> list[list[str]]:
        face = style.face(slot.bold)
        room = xs[slot.column + slot.columns] - xs[slot.column] - 2 * style.pad[0]
        return [[slot.text]] if slot.turned else [_wrap(part, face, style.size, room) for part in slot.text.split("\n")]

    @staticmethod
    def _height(paragraphs: Sequence[Sequence[str]], style: Style) -> float:
        count = sum(len(lines) for lines in paragraphs)
        return count * style.size * style.leading + style.paragraph * (len(paragraphs) - 1)

    def _print(self, slot: Slot, paragraphs: Sequence[Sequence[str]], box: Sequence[float], style: Style) -> None:
        x0, top, x1, bottom = box
        bottom -= style.between
        face = style.face(slot.bold)
        self.canvas.setFillColor(HexColor("#000000"))
        self.canvas.setFont(face, style.size)
        if slot.turned:
            self.canvas.saveState()
            long = stringWidth(slot.text, face, style.size)
            self.canvas.translate((x0 + x1) / 2 + 0.35 * style.size, self.height - (top + bottom) / 2 - long / 2)
            self.canvas.rotate(90)
            self.canvas.drawString(0, 0, slot.text)
            self.canvas.restoreState()
            return
        spare = bottom - top - 2 * style.pad[1] - self._height(paragraphs, style)
        y = top + style.pad[1] + {"top": 0.0, "middle": spare / 2, "bottom": spare}[style.valign]
        for lines in paragraphs:
            for line in lines:
                y += style.size * style.leading
                base = y - 0.28 * style.size * style.leading
                long = stringWidth(line, face, style.size)
                x = {"left": x0 + style.pad[0], "right": x1 - style.pad[0] - long, "centre": (x0 + x1 - long) / 2}
                self.canvas.drawString(x[slot.align], self.height - base, line)
            y += style.paragraph


def _turned_need(slot: Slot, style: Style) -> float:
    return stringWidth(slot.text, style.face(slot.bold), style.size) + 2 * style.pad[1] + 4


def _wrap(text: str, face: str, size: float, room: float) -> list[str]:
    lines = [""]
    for word in text.split():
        more = f"{lines[-1]} {word}".strip()
        if lines[-1] and stringWidth(more, face, size) > room:
            lines.append(word)
        else:
            lines[-1] = more
    return lines


def _gold(slots: Sequence[Slot], page: int, rows: int, columns: int) -> Gold:
    grid = [[""] * columns for _ in range(rows)]
    for slot in slots:
        grid[slot.row][slot.column] = slot.text.replace("\n", " ")
    spans = tuple((s.row, s.column, s.rows, s.columns) for s in slots if s.rows * s.columns > 1)
    return Gold(page, tuple(tuple(row) for row in grid), spans)


def slots_of(sheet: Sheet, *, bold: bool = True, right: bool = False, first: int = 0) -> list[Slot]:
    """The cells of a sheet: the heading row bold or not, all but the first column right-aligned or not."""
    found = []
    for at, row in enumerate(sheet.all_rows):
        for column, text in enumerate(row):
            align = "right" if right and column else "left"
            found.append(Slot(text, first + at, column, bold=bold and at == 0, align=align))
    return found


def widths_for(sheet: Sheet, total: float, style: Style, *, least: float = 34.0) -> list[float]:
    """Widths of columns by what they hold, adding up to the total."""
    face, bold = style.face(False), style.face(True)
    wants, floor = [], []
    for column in range(len(sheet.header)):
        said = [row[column] for row in sheet.all_rows]
        longest = max(stringWidth(text, face, style.size) for text in said)
        word = max((stringWidth(word, bold, style.size) for text in said for word in text.split()), default=0.0)
        floor.append(max(least, word + 2 * style.pad[0] + 2))
        wants.append(max(floor[-1], min(longest, 30 + longest**0.8)))
    spare = max(0.0, total - sum(floor))
    more = [max(0.0, want - least_one) for want, least_one in zip(wants, floor, strict=True)]
    share = sum(more) or 1.0
    return [least_one + spare * part / share for least_one, part in zip(floor, more, strict=True)]
