"""Plans of invented councils of any length for the benchmarks: ruled, tagged and borderless PDF, and Word.

The same seed gives the same words, so every format of a length holds the same actions. Files are kept in
`build/benchmarks`, because a long tagged PDF takes minutes to make.
"""

from __future__ import annotations

import random
from collections.abc import Sequence
from pathlib import Path

FOLDER = Path(__file__).resolve().parents[1] / "build" / "benchmarks"
_ROW_HEIGHT = 52  # points; seven rows and the title or the headings fill a landscape page
HEADINGS = ("Ref", "Action", "Lead officer", "Timescale", "Measure of success", "RAG")
STYLES = ("ruled", "tagged", "borderless")

_VERBS = ("Review", "Publish", "Train", "Consult", "Promote", "Monitor", "Develop", "Embed", "Audit", "Report on")
_THINGS = (
    "the recruitment policy",
    "the pay gap report",
    "managers in inclusive leadership",
    "disabled residents on accessible transport",
    "the staff networks",
    "complaints by protected characteristic",
    "an interpreting service for libraries",
    "equality impact assessments in every directorate",
    "access to the main council offices",
    "hate crime reporting with local partners",
)
_WHYS = (
    "so that services reach every community in the borough",
    "and bring the findings to the equality board",
    "with a summary in Easy Read on the council's website",
    "in line with the objectives for the next four years",
    "after hearing from carers, young people and faith groups",
)
_OWNERS = ("Head of HR", "Director of Public Health", "Policy Team", "Housing Manager", "Head of Communications")
_WHENS = ("March 2025", "Q2 2024/25", "By end of December 2026", "2025/26", "Ongoing", "Quarterly from April 2025")
_MEASURES = (
    "Report agreed by cabinet and published",
    "Ninety per cent of staff trained",
    "Satisfaction of disabled residents up by five points",
    "Gap in pay smaller than the year before",
    "Number of assessments completed each quarter",
)
_RATINGS = ("Red", "Amber", "Green")

_NUMBERED = 8  # actions under one number: 1.1 to 1.8
_SYLLABLES = ("bar", "cor", "den", "fal", "gil", "har", "kel", "lom", "mar", "nor")

Row = tuple[str, ...]


def plan_rows(seed: int, rows: int) -> list[Row]:
    """Return the rows of a plan, the heading left out."""
    chance = random.Random(seed)  # noqa: S311 - made-up text
    return [
        (
            f"{number // _NUMBERED + 1}.{number % _NUMBERED + 1}",
            f"{chance.choice(_VERBS)} {chance.choice(_THINGS)} {chance.choice(_WHYS)}",
            chance.choice(_OWNERS),
            chance.choice(_WHENS),
            chance.choice(_MEASURES),
            chance.choice(_RATINGS),
        )
        for number in range(rows)
    ]


def title_of(seed: int) -> str:
    """Return the title of a plan."""
    return f"Equality Action Plan {seed} 2024 to 2028"


def rows_on(style: str, pages: int) -> int:
    """Return how many rows fill so many pages, so that a long plan has no more on a page than a short one."""
    return {"tagged": 8 * pages - 1, "word": 8 * pages}.get(style, 7 * pages)


def write_plan(path: Path, style: str, seed: int, count: int) -> Path:
    """Write a plan of so many rows unless it is there; `style` is one of `STYLES` or `word`."""
    if path.exists():
        return path
    path.parent.mkdir(parents=True, exist_ok=True)
    rows = plan_rows(seed, count)
    temporary = path.with_name(f".{path.name}")
    {"word": _write_word, "tagged": _write_tagged}.get(style, _write_drawn)(temporary, style, title_of(seed), rows)
    temporary.replace(path)
    return path


def sized_plan(style: str, pages: int) -> Path:
    """Return the plan of a style and a length, made now unless it is there."""
    count, ending = rows_on(style, pages), "docx" if style == "word" else "pdf"
    return write_plan(FOLDER / "sized" / f"{style}-{count}-rows.{ending}", style, 7, count)


def collection(documents: int) -> Path:
    """Return a folder of so many plans of 2 to 4 pages: 20 councils a hundred, all formats in turn."""
    folder = FOLDER / f"collection-{documents}"
    styles = ("ruled", "word", "borderless", "ruled", "tagged")
    for number in range(documents):
        style = styles[number % len(styles)]
        ending = "docx" if style == "word" else "pdf"
        council = council_name(number % max(1, documents // 5))
        write_plan(folder / council / f"plan-{number:04}.{ending}", style, number, 8 * (2 + number % 3))
    return folder


def committee_pack(pages: int = 300) -> Path:
    """Return a PDF of so many pages of prose and a ruled plan of 24 actions in the middle, made unless it is there."""
    path = FOLDER / "sized" / f"pack-{pages}.pdf"
    if not path.exists():
        path.parent.mkdir(parents=True, exist_ok=True)
        temporary = path.with_name(f".{path.name}")
        _write_pack(temporary, pages)
        temporary.replace(path)
    return path


def council_name(number: int) -> str:
    """Return the name of an invented council, without figures, as a council's name is.

    >>> council_name(7), council_name(42)
    ('Lombarton Borough Council', 'Dengilton Borough Council')
    """
    name = ""
    while number or len(name) < 6:
        number, part = divmod(number, len(_SYLLABLES))
        name += _SYLLABLES[part]
    return f"{name.title()}ton Borough Council"


def _write_drawn(path: Path, style: str, title: str, rows: Sequence[Row]) -> None:
    from reportlab.lib import colors
    from reportlab.lib.pagesizes import A4, landscape
    from reportlab.lib.styles import getSampleStyleSheet
    from reportlab.platypus import LongTable, Paragraph, SimpleDocTemplate, TableStyle

    sheet = getSampleStyleSheet()
    body, bold = sheet["BodyText"], sheet["Heading5"]
    content = [[Paragraph(heading, bold) for heading in HEADINGS]]
    content += [[Paragraph(text, body) for text in row] for row in rows]
    look = [("VALIGN", (0, 0), (-1, -1), "TOP")]
    if style == "ruled":
        look += [("GRID", (0, 0), (-1, -1), 0.5, colors.black), ("BACKGROUND", (0, 0), (-1, 0), colors.lightgrey)]
    heights = [24, *([_ROW_HEIGHT] * len(rows))]
    table = LongTable(content, repeatRows=1, colWidths=(40, 260, 110, 110, 190, 50), rowHeights=heights)
    table.setStyle(TableStyle(look))
    file = SimpleDocTemplate(str(path), pagesize=landscape(A4), title=title, invariant=1, leftMargin=30, rightMargin=30)
    file.build([Paragraph(title, sheet["Title"]), table])


def _write_pack(path: Path, pages: int) -> None:
    from reportlab.lib import colors
    from reportlab.lib.pagesizes import A4
    from reportlab.lib.styles import getSampleStyleSheet
    from reportlab.platypus import Flowable, LongTable, PageBreak, Paragraph, SimpleDocTemplate, TableStyle

    chance = random.Random(7)  # noqa: S311 - made-up text
    sheet = getSampleStyleSheet()
    content: list[Flowable] = []
    for page in range(pages):
        content.append(Paragraph(f"{page + 1}. {chance.choice(_THINGS).capitalize()}", sheet["Heading2"]))
        for _ in range(6):
            sentences = (f"{chance.choice(_VERBS)} {chance.choice(_THINGS)} {chance.choice(_WHYS)}." for _ in range(5))
            content.append(Paragraph(" ".join(sentences), sheet["BodyText"]))
        content.append(PageBreak())
        if page == pages // 2:
            rows = [[Paragraph(text, sheet["BodyText"]) for text in row] for row in (HEADINGS, *plan_rows(7, 24))]
            plan = LongTable(rows, repeatRows=1, colWidths=(30, 160, 80, 80, 100, 45))
            plan.setStyle(TableStyle([("GRID", (0, 0), (-1, -1), 0.5, colors.black)]))
            content += [plan, PageBreak()]
    SimpleDocTemplate(str(path), pagesize=A4, title="Committee papers", invariant=1).build(content)


def _write_tagged(path: Path, style: str, title: str, rows: Sequence[Row]) -> None:
    del style
    from html import escape

    from weasyprint import HTML

    def line(cells: Sequence[str], tag: str) -> str:
        return "<tr>" + "".join(f"<{tag}>{escape(text)}</{tag}>" for text in cells) + "</tr>"

    look = "@page{size:A4 landscape;margin:1cm} td,th{border:.5pt solid;padding:2pt;font:9pt sans-serif;height:50pt}"
    table = f"<thead>{line(HEADINGS, 'th')}</thead><tbody>{''.join(line(row, 'td') for row in rows)}</tbody>"
    page = (
        f"<html lang=en><head><title>{title}</title><style>{look} table{{border-collapse:collapse}}</style></head>"
        f"<body><h1>{title}</h1><table>{table}</table></body></html>"
    )
    HTML(string=page).write_pdf(path, pdf_variant="pdf/ua-1")


def _write_word(path: Path, style: str, title: str, rows: Sequence[Row]) -> None:
    del style
    from docx import Document

    file = Document()
    file.add_heading(title, 1)
    table = file.add_table(rows=0, cols=len(HEADINGS), style="Table Grid")
    pattern = table.add_row()._tr
    body = table._tbl
    body.remove(pattern)
    from copy import deepcopy

    from docx.table import _Row

    for texts in (HEADINGS, *rows):
        element = deepcopy(pattern)
        body.append(element)
        for cell, text in zip(_Row(element, table).cells, texts, strict=True):
            cell.paragraphs[0].add_run(text)
    file.save(str(path))
