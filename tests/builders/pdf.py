"""Makes PDFs of an invented plan in many layouts with ReportLab, and the HTML that other producers print."""

from __future__ import annotations

import html
import io
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

import pypdfium2
from reportlab.lib import colors
from reportlab.lib.pagesizes import A4, landscape
from reportlab.lib.styles import ParagraphStyle
from reportlab.pdfgen.canvas import Canvas
from reportlab.platypus import Paragraph, SimpleDocTemplate, Spacer, Table

HEADER = ("Ref", "Action", "Lead", "By when", "RAG")
ROWS = (
    ("1.1", "Publish a yearly profile of our workforce by age, sex and ethnicity so that "
     "gaps can be seen and acted on", "Head of People", "June 2031", "G"),
    ("1.2", "Ask every service to check its booking forms", "Service managers", "Q3 2031/32", "A"),
    ("1.3", "Offer interpreters at the town hall desk, and tell residents about it in the "
     "ten languages most spoken in Merewick", "Customer services", "Ongoing", ""),
    ("2.1", "Train all new councillors in the first month after they are elected", "Monitoring officer", "May 2031",
     "R"),
    ("2.2", "Agree a plan with tenants for ramps and rails", "Housing manager", "March 2032", "G"),
)  # fmt: skip
FILLS = {"G": "#00b050", "A": "#ffc000", "R": "#ff0000"}
WIDTHS = (40.0, 330.0, 150.0, 110.0, 60.0)
PAGE = landscape(A4)
TEXT = ParagraphStyle("text", fontName="Helvetica", fontSize=9, leading=11)
BOLD = ParagraphStyle("bold", parent=TEXT, fontName="Helvetica-Bold")
HEADING = ParagraphStyle("heading", fontName="Helvetica-Bold", fontSize=15, leading=19, spaceAfter=8)

Commands = list[tuple[object, ...]]


@dataclass(frozen=True, slots=True)
class Drawing:
    """How a plan is drawn; `style` is a list of ReportLab table commands."""

    style: Callable[[int, int], Commands]
    padding: float = 4.0
    on_page: Callable[[Canvas], None] | None = None
    top: float = 50.0


def ruled(rows: int, columns: int) -> Commands:
    return [("GRID", (0, 0), (-1, -1), 0.5, colors.black)]


def thick(rows: int, columns: int) -> Commands:
    return [("GRID", (0, 0), (-1, -1), 1.5, colors.grey)]


def dashed(rows: int, columns: int) -> Commands:
    return [("GRID", (0, 0), (-1, -1), 0.5, colors.black, 0, (2, 3))]


def double(rows: int, columns: int) -> Commands:
    return [("GRID", (0, 0), (-1, -1), 0.4, colors.black, 0, None, None, 2, 1.6)]


def open_sided(rows: int, columns: int) -> Commands:
    return [("INNERGRID", (0, 0), (-1, -1), 0.5, colors.black), ("LINEABOVE", (0, 0), (-1, 0), 0.5, colors.black),
            ("LINEBELOW", (0, -1), (-1, -1), 0.5, colors.black)]  # fmt: skip


def hlines(rows: int, columns: int) -> Commands:
    return [("LINEABOVE", (0, 0), (-1, 0), 1, colors.black), ("LINEBELOW", (0, 0), (-1, -1), 0.4, colors.black)]


def header_rule(rows: int, columns: int) -> Commands:
    return [("LINEABOVE", (0, 0), (-1, 0), 1, colors.black), ("LINEBELOW", (0, 0), (-1, 0), 0.5, colors.black),
            ("LINEBELOW", (0, -1), (-1, -1), 1, colors.black)]  # fmt: skip


def uprights(rows: int, columns: int) -> Commands:
    return [("BOX", (0, 0), (-1, -1), 0.5, colors.black), ("LINEAFTER", (0, 0), (-2, -1), 0.5, colors.black),
            ("LINEBELOW", (0, 0), (-1, 0), 0.5, colors.black)]  # fmt: skip


def bands(rows: int, columns: int) -> Commands:
    return [("BACKGROUND", (0, row), (-1, row), colors.HexColor("#e6eef8")) for row in range(0, rows, 2)]


def bare(rows: int, columns: int) -> Commands:
    return []


def plan_pdf(
    drawing: Drawing,
    rows: Sequence[Sequence[str]] = ROWS,
    *,
    header: Sequence[str] = HEADER,
    widths: Sequence[float] = WIDTHS,
    fills: bool = True,
    before: Sequence[str] = ("Merewick equality plan",),
    extra: Commands | None = None,
    encrypt: str | None = None,
    split_rows: bool = False,
) -> bytes:
    """Draw a plan; texts with line breaks keep them, `before` holds a heading and paragraphs over the table."""
    cells: list[list[Paragraph | str]] = [[_cell(text, BOLD) for text in header]]
    cells += [[_cell(text, TEXT) for text in row] for row in rows]
    style: Commands = [
        ("VALIGN", (0, 0), (-1, -1), "TOP"),
        ("LEFTPADDING", (0, 0), (-1, -1), 5),
        ("RIGHTPADDING", (0, 0), (-1, -1), 5),
        ("TOPPADDING", (0, 0), (-1, -1), drawing.padding),
        ("BOTTOMPADDING", (0, 0), (-1, -1), drawing.padding),
        *drawing.style(len(cells), len(header)),
        *(extra or []),
    ]
    if fills:
        last = len(header) - 1
        style += [
            ("BACKGROUND", (last, at), (last, at), colors.HexColor(FILLS[row[-1]]))
            for at, row in enumerate(rows, start=1)
            if row[-1] in FILLS
        ]
    story = [Paragraph(text, HEADING if at == 0 else TEXT) for at, text in enumerate(before)]
    story += [Spacer(1, 6), Table(cells, colWidths=list(widths), repeatRows=1, style=style, splitInRow=int(split_rows))]
    return build(story, drawing.on_page, top=drawing.top, encrypt=encrypt)


def drawn_table(rows: Sequence[Sequence[str]], widths: Sequence[float], style: Callable[[int, int], Commands]) -> Table:
    """One table with a bold first row, to be set in a story with others."""
    cells = [[_cell(text, BOLD if at == 0 else TEXT) for text in row] for at, row in enumerate(rows)]
    commands: Commands = [("VALIGN", (0, 0), (-1, -1), "TOP"), *style(len(rows), len(rows[0]))]
    return Table(cells, colWidths=list(widths), style=commands, hAlign="LEFT")


def build(
    story: list[object],
    on_page: Callable[[Canvas], None] | None = None,
    *,
    top: float = 50.0,
    encrypt: str | None = None,
) -> bytes:
    """Set a story of ReportLab flowables on A4 landscape pages."""
    out = io.BytesIO()
    document = SimpleDocTemplate(
        out, pagesize=PAGE, leftMargin=50, rightMargin=50, topMargin=top, bottomMargin=50, encrypt=encrypt, invariant=1
    )

    def draw(canvas: Canvas, _: object) -> None:
        if on_page is not None:
            canvas.saveState()
            on_page(canvas)
            canvas.restoreState()

    document.build(story, onFirstPage=draw, onLaterPages=draw)
    return out.getvalue()


def _cell(text: str, style: ParagraphStyle) -> Paragraph | str:
    return Paragraph(html.escape(text).replace("\n", "<br/>"), style) if text else ""


def turned(data: bytes, degrees: int) -> bytes:
    """Set the /Rotate of every page of a PDF."""
    document = pypdfium2.PdfDocument(data)
    for page in document:
        page.set_rotation(degrees)
    out = io.BytesIO()
    document.save(out)
    return out.getvalue()


def stamped(drawing: Drawing) -> Drawing:
    """The same drawing under a watermark, a running header and a page number."""

    def on_page(canvas: Canvas) -> None:
        canvas.setFont("Helvetica", 8)
        canvas.drawString(60, PAGE[1] - 30, "Merewick Borough Council: equality plan")
        canvas.drawCentredString(PAGE[0] / 2, 22, f"Page {canvas.getPageNumber()} of 9")
        canvas.setFillColor(colors.HexColor("#dddddd"))
        canvas.setFont("Helvetica-Bold", 120)
        canvas.translate(PAGE[0] / 2, PAGE[1] / 2)
        canvas.rotate(35)
        canvas.drawCentredString(0, -40, "DRAFT")

    return replace(drawing, on_page=on_page)


def plan_html(css: str, rows: Sequence[Sequence[str]] = ROWS, header: Sequence[str] = HEADER) -> str:
    """The plan as a page of HTML, for producers that print HTML."""
    head = "".join(f"<th scope=col>{html.escape(text)}</th>" for text in header)
    body = "".join("<tr>" + "".join(_html_cell(at, text) for at, text in enumerate(row)) + "</tr>" for row in rows)
    return (
        "<!doctype html><html lang=en><head><meta charset=utf-8><title>Merewick equality plan</title><style>"
        "@page{size:A4 landscape;margin:15mm}body{font:11px/1.3 'DejaVu Sans',sans-serif}table{width:100%;"
        f"border-collapse:collapse}}td,th{{text-align:left;vertical-align:top;padding:4px 6px}}{css}"
        "</style></head><body>"
        f"<h1>Merewick equality plan</h1><p>What we will do.</p><table><thead><tr>{head}</tr></thead>"
        f"<tbody>{body}</tbody></table></body></html>"
    )


def _html_cell(at: int, text: str) -> str:
    fill = f' style="background:{FILLS[text]}"' if at == len(HEADER) - 1 and text in FILLS else ""
    return f"<td{fill}>" + html.escape(text).replace("\n", "<br>") + "</td>"
