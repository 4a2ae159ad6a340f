"""PDFs drawn by ReportLab, without tags: ruled, with horizontal rules only, partly ruled, or with no rules at all."""

from __future__ import annotations

import io
from collections.abc import Sequence
from dataclasses import dataclass
from html import escape
from typing import Any, Literal

from reportlab.lib import colors
from reportlab.lib.pagesizes import A4
from reportlab.lib.styles import ParagraphStyle
from reportlab.pdfgen.canvas import Canvas
from reportlab.platypus import BaseDocTemplate, Frame, PageTemplate, Spacer
from reportlab.platypus import PageBreak as NewPage
from reportlab.platypus import Paragraph as Flowing
from reportlab.platypus import Table as Grid

from scripts.make_samples.blocks import Block, Cell, Heading, PageBreak, Paragraph, Table, place

Rules = Literal["ruled", "dashed", "horizontal", "outer", "none"]
FURNITURE_ROOM = 22.0  # points kept free at head and foot for running lines


@dataclass(frozen=True, slots=True)
class Look:
    """How tables are drawn.

    `hyphenation` maps a word to the same word with "|" where a line may break; the hyphen is drawn only there.
    """

    rules: Rules = "ruled"
    repeat_header: bool = True
    cut_rows: bool = True
    fills: bool = True
    font: str = "Helvetica"
    size: float = 9.0  # points
    margin: float = 45.0  # points
    hyphenation: tuple[tuple[str, str], ...] = ()


def write_pdf(
    blocks: Sequence[Block],
    title: str,
    *,
    author: str,
    look: Look = Look(),
    landscape: bool = False,
    turned: bool = False,
    header: str | None = None,
    footer: str | None = None,
) -> bytes:
    """Return the bytes of a PDF; `turned` stores a landscape page as an upright one with /Rotate 90."""
    margin, font = look.margin, look.font
    wide = landscape or turned
    width, height = (A4[1], A4[0]) if wide else A4
    out = io.BytesIO()
    styles = _styles(font, look.size)

    def furniture(canvas: Canvas, document: Any) -> None:
        if turned:
            canvas.transform(0, 1, -1, 0, height, 0)
        canvas.setFont(font, 8)
        canvas.setFillColor(colors.HexColor("#444444"))
        if header:
            canvas.drawString(margin, height - 28, header)
        if footer:
            canvas.drawString(margin, 24, footer)
            canvas.drawRightString(width - margin, 24, f"Page {document.page}")

    room = FURNITURE_ROOM if header or footer else 0
    document = BaseDocTemplate(
        out,
        pagesize=(width, height),
        title=title,
        author=author,
        invariant=1,
        creator="",
        producer="ReportLab PDF Library",
        rotation=90 if turned else 0,
    )
    frame = Frame(margin, margin + room / 2, width - 2 * margin, height - 2 * margin - room, 0, 0, 0, 0)
    document.addPageTemplates(PageTemplate(frames=[frame], onPage=furniture, pagesize=(width, height)))
    story: list[Any] = []
    for block in blocks:
        match block:
            case Heading():
                story.append(Flowing(escape(block.text), styles["title" if block.level == 1 else "heading"]))
            case Paragraph():
                style = styles["strong" if block.bold else "text"]
                story.extend(_paragraphs(block.text, style, styles["item"], ()))
            case PageBreak():
                story.append(NewPage())
            case Table():
                story.append(_grid(block, width - 2 * margin, styles, look))
                story.append(Spacer(1, 10))
    document.build(story)
    return out.getvalue()


def _styles(font: str, size: float) -> dict[str, ParagraphStyle]:
    bold = {"Helvetica": "Helvetica-Bold", "Times-Roman": "Times-Bold"}[font]
    leading = size * 1.22
    base = {"fontSize": size, "leading": leading, "splitLongWords": 0, "embeddedHyphenation": 1}
    return {
        "title": ParagraphStyle("title", fontName=bold, fontSize=17, leading=21, spaceAfter=8, textColor="#1F3864"),
        "heading": ParagraphStyle(
            "heading",
            fontName=bold,
            fontSize=12,
            leading=15,
            spaceBefore=8,
            spaceAfter=5,
            textColor="#1F3864",
            keepWithNext=1,
        ),
        "text": ParagraphStyle("text", fontName=font, spaceAfter=5, **base),
        "strong": ParagraphStyle("strong", fontName=bold, spaceAfter=5, **base),
        "cell": ParagraphStyle("cell", fontName=font, **base),
        "bold": ParagraphStyle("bold", fontName=bold, **base),
        "head": ParagraphStyle("head", fontName=bold, textColor="#FFFFFF", **base),
        "item": ParagraphStyle("item", fontName=font, leftIndent=9, bulletIndent=0, **base),
    }


def _paragraphs(
    text: str, style: ParagraphStyle, item: ParagraphStyle, hyphenation: tuple[tuple[str, str], ...]
) -> list[Flowing]:
    flows = []
    for line in text.split("\n"):
        if line.startswith("• "):
            flows.append(Flowing(_markup(line.removeprefix("• "), hyphenation), item, bulletText="•"))
        elif line:
            flows.append(Flowing(_markup(line, hyphenation), style))
    return flows


def _markup(text: str, hyphenation: tuple[tuple[str, str], ...]) -> str:
    """Escape the text; a word of the hyphenation list carries soft hyphens, which ReportLab draws where it breaks."""
    for word, parts in hyphenation:
        text = text.replace(word, parts.replace("|", "\u00ad"))
    return escape(text, quote=False)


def _grid(table: Table, inside: float, styles: dict[str, ParagraphStyle], look: Look) -> Grid:
    columns = len(table.widths)
    values: list[list[Any]] = [["" for _ in range(columns)] for _ in table.rows]
    commands: list[tuple[Any, ...]] = [
        ("VALIGN", (0, 0), (-1, -1), "TOP"),
        ("LEFTPADDING", (0, 0), (-1, -1), 4),
        ("RIGHTPADDING", (0, 0), (-1, -1), 4),
        ("TOPPADDING", (0, 0), (-1, -1), 3),
        ("BOTTOMPADDING", (0, 0), (-1, -1), 4),
    ]
    for placed in place(table):
        cell = placed.cell
        first = (placed.column, placed.row)
        last = (placed.column + cell.column_span - 1, placed.row + cell.row_span - 1)
        if first != last:
            commands.append(("SPAN", first, last))
        if cell.fill and (look.fills or not (cell.header or cell.bold)):
            commands.append(("BACKGROUND", first, last, colors.HexColor(cell.fill)))
        values[placed.row][placed.column] = _paragraphs(
            cell.text, _style_of(cell, styles, look.fills), styles["item"], look.hyphenation
        )
    grey = colors.HexColor("#555555")
    match look.rules:
        case "ruled":
            commands.append(("GRID", (0, 0), (-1, -1), 0.6, grey))
        case "dashed":
            commands.append(("GRID", (0, 0), (-1, -1), 0.6, grey, None, (3, 2)))
        case "horizontal":
            commands.append(("LINEBELOW", (0, 0), (-1, -1), 0.5, grey))
            commands.append(("LINEABOVE", (0, 0), (-1, 0), 1.0, grey))
        case "outer":
            commands.append(("BOX", (0, 0), (-1, -1), 0.8, grey))
            commands.append(("LINEBELOW", (0, table.header_rows - 1), (-1, table.header_rows - 1), 0.8, grey))
        case "none":
            pass
    unit = inside / sum(table.widths)
    return Grid(
        values,
        colWidths=[width * unit for width in table.widths],
        repeatRows=table.header_rows if look.repeat_header else 0,
        splitByRow=0 if look.cut_rows else 1,  # 0 with splitInRow: fill the page, cutting the row that does not fit
        splitInRow=1 if look.cut_rows else 0,
        style=commands,
        hAlign="LEFT",
    )


def _style_of(cell: Cell, styles: dict[str, ParagraphStyle], fills: bool) -> ParagraphStyle:
    if cell.light_on_dark and fills:
        return styles["head"]
    return styles["bold"] if cell.bold or cell.header else styles["cell"]
