"""Whole files, written down from what a person would note of them: unseen, doubled, struck, clipped, years, bodies.

The cases judge the rules: none was written from how a reader works. Each file holds the same three actions and
something more at the first; those that look alike and count stand beside them.
"""

from __future__ import annotations

import io
from collections.abc import Callable
from datetime import date
from pathlib import Path

import openpyxl
import pytest
from openpyxl.styles import Font, PatternFill
from openpyxl.worksheet.worksheet import Worksheet
from reportlab.lib.colors import HexColor
from reportlab.lib.pagesizes import A4, landscape
from reportlab.pdfgen.canvas import Canvas

from pipeline.plan import read_plan
from pipeline.settings import Settings
from schema.rows import ActionRow, PlanRows
from tests.builders import word_xml as w

TITLE = "Equality action plan 2031 to 2036"
HEADER = ("Ref", "Action", "Lead officer", "By when", "Status")
ROWS = (
    ("1.1", "Open a quiet room", "Head of Estates", "May 2031", "In progress"),
    ("1.2", "Print larger notices", "Policy manager", "June 2032", "Not started"),
    ("1.3", "Lend hearing loops", "Head of Legal", "July 2033", "Complete"),
)
MAY = date(2031, 5, 31)
EDGES = (40, 80, 330, 470, 620, 760)
TOP, TALL = 500, 26
Draw = Callable[[Canvas], object]


def changed(**cells: str) -> list[tuple[str, ...]]:
    """The three rows with cells of the first replaced: ref, action, owner, when, status."""
    names = ("ref", "action", "owner", "when", "status")
    return [tuple(cells.get(name, text) for name, text in zip(names, ROWS[0], strict=True)), *ROWS[1:]]


def plan(name: str, data: bytes) -> PlanRows:
    return read_plan(Path(name), name, data, Settings())


def first(found: PlanRows) -> ActionRow:
    assert [one.reference for one in found.actions] == ["1.1", "1.2", "1.3"]
    assert [one.due for one in found.actions[1:]] == [date(2032, 6, 30), date(2033, 7, 31)]
    return found.actions[0]


def values(action: ActionRow) -> tuple[str | None, list[str | None], date | None, str | None]:
    return action.action, [owner.name for owner in action.owners], action.due, action.state


PLAIN = ("Open a quiet room", ["Head of Estates"], MAY, "in_progress")


def told(found: PlanRows) -> set[str]:
    return {issue.code for issue in found.issues} | {flag for action in found.actions for flag in action.flags}


def spot(row: int, column: int) -> tuple[float, float]:
    """Where the text of a cell begins; rows and columns from 0, the heading first."""
    return EDGES[column] + 5, TOP - TALL * row - 17


def page(over: Draw | None = None, *, under: Draw | None = None, rows: list[tuple[str, ...]] | None = None) -> bytes:
    """A page with a ruled table, and what is painted under and over it."""
    out = io.BytesIO()
    canvas = Canvas(out, pagesize=landscape(A4), invariant=1)
    canvas.setFont("Helvetica-Bold", 15)
    canvas.drawString(40, 540, TITLE)
    if under is not None:
        canvas.saveState()
        under(canvas)
        canvas.restoreState()
    lines = [HEADER, *(rows or ROWS)]
    canvas.setLineWidth(0.5)
    canvas.grid(EDGES, [TOP - TALL * at for at in range(len(lines) + 1)])
    for r, line in enumerate(lines):
        canvas.setFont("Helvetica-Bold" if r == 0 else "Helvetica", 10)
        for c, text in enumerate(line):
            canvas.drawString(*spot(r, c), text)
    if over is not None:
        canvas.saveState()
        canvas.setFont("Helvetica", 10)
        over(canvas)
        canvas.restoreState()
    canvas.save()
    return out.getvalue()


def say(text: str, row: int = 1, column: int = 3, *, right: float = 60, colour: str | None = None) -> Draw:
    def draw(canvas: Canvas) -> None:
        if colour:
            canvas.setFillColor(HexColor(colour))
        x, y = spot(row, column)
        canvas.drawString(x + right, y, text)

    return draw


def box(colour: str, row: int = 1, column: int = 3, *, right: float = 55, wide: float = 80) -> Draw:
    def draw(canvas: Canvas) -> None:
        canvas.setFillColor(HexColor(colour))
        x, y = spot(row, column)
        canvas.rect(x + right, y - 5, wide, 18, stroke=0, fill=1)

    return draw


def both(*draws: Draw) -> Draw:
    def draw(canvas: Canvas) -> None:
        for one in draws:
            canvas.saveState()
            one(canvas)
            canvas.restoreState()

    return draw


def word(cells: tuple[str, ...], *, before: str = "", **parts: object) -> bytes:
    """A Word file whose first row has these cells, as XML."""
    rows = [w.texts(*HEADER), w.row(*cells), *(w.texts(*row) for row in ROWS[1:])]
    return w.docx(w.para(text=TITLE) + before + w.table(*rows) + w.para(), **parts)


def word_cells(**content: str) -> tuple[str, ...]:
    names = ("ref", "action", "owner", "when", "status")
    return tuple(
        w.cell(w.para(content[name])) if name in content else w.cell(text=text)
        for name, text in zip(names, ROWS[0], strict=True)
    )


def html(row: str = "", *, head: str = "", body: str = "", **cells: str) -> bytes:
    """A page of the plan; `row` are attributes of its first row."""
    said = "".join(
        f"<tr{f' {row}' if at == 0 else ''}>" + "".join(f"<td>{cell}</td>" for cell in line) + "</tr>"
        for at, line in enumerate(changed(**cells))
    )
    header = "".join(f"<th>{name}</th>" for name in HEADER)
    return (
        f"<!doctype html><html><head><meta charset=utf-8>{head}</head><body><h1>{TITLE}</h1>{body}"
        f"<table><tr>{header}</tr>{said}</table></body></html>"
    ).encode()


def book(
    change: Callable[[Worksheet], object] = lambda _: None, *, creator: str = "", state: str = ROWS[0][4]
) -> bytes:
    made = openpyxl.Workbook()
    made.properties.creator = creator
    sheet = made.active
    assert isinstance(sheet, Worksheet)
    sheet.append([TITLE])
    sheet.append([])
    for row in (HEADER, *changed(status=state)):
        sheet.append(row)
    change(sheet)
    out = io.BytesIO()
    made.save(out)
    return out.getvalue()


def faint(canvas: Canvas) -> None:
    canvas.setFillAlpha(0)
    say("April 2029")(canvas)


def flat(canvas: Canvas) -> None:
    x, y = spot(1, 3)
    canvas.translate(x + 60, y)
    canvas.scale(1, 0.02)
    canvas.drawString(0, 0, "April 2029")


def in_a_form(canvas: Canvas) -> None:
    canvas.beginForm("f", 0, 0, 60, 60)
    canvas.drawString(*spot(1, 3), "April 2029")
    canvas.endForm()
    canvas.doForm("f")


def white_cells(sheet: Worksheet) -> None:
    sheet["F4"] = "April 2029"
    sheet["F4"].font = Font(color="FFDDEBF7")
    sheet["F4"].fill = PatternFill("solid", fgColor="FFDDEBF7")


NO_INK = {
    "a white status in an empty cell": ("a.pdf", page(say("Complete", 1, 4, right=70, colour="#ffffff"))),
    "yellow on a pale yellow cell": ("a.pdf", page(both(box("#ffff99"), say("April 2029", colour="#fffc96")))),
    "yellow on a yellow cell": ("a.pdf", page(both(box("#ffff00"), say("April 2029", colour="#ffff00")))),
    "blue on blue": ("a.pdf", page(both(box("#0000ff"), say("April 2029", colour="#0000ff")))),
    "red on nearly the same red": ("a.pdf", page(both(box("#c00000"), say("April 2029", colour="#c40404")))),
    "middle grey on middle grey": ("a.pdf", page(both(box("#808080"), say("April 2029", colour="#808080")))),
    "under a green patch": ("a.pdf", page(both(say("April 2029"), box("#00b050")))),
    "under two patches": (
        "a.pdf", page(both(say("April 2029"), box("#ffffff", wide=35), box("#ffffff", right=88, wide=40))),
    ),
    "without alpha": ("a.pdf", page(faint)),
    "pressed flat": ("a.pdf", page(flat)),
    "outside its form": ("a.pdf", page(in_a_form)),
    "right of the page": ("a.pdf", page(say("April 2029", right=500))),
    "Word, the shade of its cell": (
        "a.docx",
        word((*word_cells()[:3],
              w.cell(w.para(w.run("April 2029 ", '<w:color w:val="DEEAF6"/>') + w.run("May 2031")), fill="DEEAF6"),
              w.cell(text="In progress"))),
    ),
    "Word, hidden by its style": (
        "a.docx",
        word(word_cells(when=w.run("April 2029 ", '<w:rStyle w:val="Gone"/>') + w.run("May 2031")),
             styles=w.styles(w.style("Gone", "character", "<w:rPr><w:vanish/></w:rPr>"))),
    ),
    "a page, transparent": ("a.html", html(when="<b style='color: transparent'>April 2029</b> May 2031")),
    "a page, hidden by a rule for cells": (
        "a.html", html(head="<style>td .v1 { display: none }</style>", when="<i class=v1>April 2029</i>May 2031"),
    ),
    "a page, the colour of its cell": (
        "a.html",
        html(when="<div style='background:#eee'><b style='color:#eee'>April 2029</b> May 2031</div>"),
    ),
    "a workbook, the fill of its cell": ("a.xlsx", book(white_cells)),
}  # fmt: skip


@pytest.mark.parametrize("name", NO_INK)
def test_words_without_ink_are_no_values_and_told(name: str) -> None:
    found = plan(*NO_INK[name])
    assert values(first(found)) == PLAIN
    assert "text_not_visible" in told(found)
    assert all("2029" not in str(value) for action in found.actions for value in (action.timescale_text, action.extras))


INK = {
    "over a white patch": ("a.pdf", page(both(box("#ffffff", right=-3), say("May 2031", right=0)))),
    "pale grey": ("a.pdf", page(say("May 2031", right=0, colour="#999999"), rows=changed(when=""))),
    "white on a dark cell": (
        "a.pdf",
        page(both(box("#1f3864", right=-3), say("May 2031", right=0, colour="#ffffff")), rows=changed(when="")),
    ),
    "blue on yellow": (
        "a.pdf",
        page(both(box("#ffff00", right=-3), say("May 2031", right=0, colour="#0000ff")), rows=changed(when="")),
    ),
    "red, beside a red cell": (
        "a.pdf",
        page(both(box("#ff0000", 2, 4, right=90, wide=30), say("May 2031", right=0, colour="#ff0000")),
             rows=changed(when="")),
    ),
    "dark red on red": (
        "a.pdf",
        page(both(box("#ff0000", right=-3), say("May 2031", right=0, colour="#800000")), rows=changed(when="")),
    ),
    "Word, hidden on the web alone": ("a.docx", word(word_cells(when=w.run("May 2031", "<w:webHidden/>")))),
    "a page, hidden in print alone": (
        "a.html", html(head="<style>@media print { .v { display: none } }</style>", when="<i class=v>May 2031</i>"),
    ),
}  # fmt: skip


@pytest.mark.parametrize("name", INK)
def test_words_with_ink_are_values(name: str) -> None:
    assert values(first(plan(*INK[name]))) == PLAIN


def layer(rows: list[tuple[str, ...]], aside: tuple[float, float] = (0, 0), mode: int = 3, colour: str = "") -> Draw:
    """The words of the table once more, as text recognition or a shadow lays them."""

    def draw(canvas: Canvas) -> None:
        for r, line in enumerate(rows, 1):
            for c, text in enumerate(line):
                x, y = spot(r, c)
                again = canvas.beginText(x + aside[0], y + aside[1])
                again.setTextRenderMode(mode)
                if colour:
                    again.setFillColor(HexColor(colour))
                again.setFont("Helvetica", 10)
                again.textOut(text)
                canvas.drawText(again)

    return draw


MISREAD = changed(action="0pen a qu1et roorn", owner="Head 0f Estales", when="Mav 2O31")
CHOICE = (
    '<mc:AlternateContent><mc:Choice Requires="wps"><w:drawing><wp:anchor><a:graphic><a:graphicData><wps:wsp><wps:txbx>'
    "<w:txbxContent>{0}</w:txbxContent></wps:txbx></wps:wsp></a:graphicData></a:graphic></wp:anchor></w:drawing>"
    "</mc:Choice><mc:Fallback><w:pict><v:shape><v:textbox><w:txbxContent>{0}</w:txbxContent></v:textbox></v:shape>"
    "</w:pict></mc:Fallback></mc:AlternateContent>"
)


def boxed(*lines: str) -> str:
    """A run with a text box, said twice as Word does for older programs."""
    return f"<w:r>{CHOICE.format(''.join(w.para(text=line) for line in lines))}</w:r>"


TWICE = {
    "recognised text under it": ("a.pdf", page(under=layer(list(ROWS)))),
    "recognised text over it": ("a.pdf", page(layer(list(ROWS)))),
    "recognised text a little aside": ("a.pdf", page(layer(list(ROWS), (1.5, 1)))),
    "recognised text with misread letters": ("a.pdf", page(layer(MISREAD))),
    "a grey shadow": ("a.pdf", page(under=layer(list(ROWS), (0.8, -0.8), 0, "#bbbbbb"))),
    "a second print exactly over it": ("a.pdf", page(layer(list(ROWS), mode=0))),
    "a second print to look bold": ("a.pdf", page(layer(list(ROWS), (0.35, 0), 0))),
    "Word's box with its copy for older programs": ("a.docx", word(word_cells(when=boxed("May 2031")))),
    "a page's words said again to screen readers": (
        "a.html",
        html(when="<span aria-hidden=true>May 2031</span><span style='display:none'>May 2031</span>"),
    ),
}  # fmt: skip


@pytest.mark.parametrize("name", TWICE)
def test_the_same_words_twice_are_one_copy(name: str) -> None:
    action = first(plan(*TWICE[name]))
    assert (values(action), action.owner_text, action.timescale_text) == (PLAIN, "Head of Estates", "May 2031")


@pytest.mark.parametrize("said", ["Walk in, walk in", "Will it fill till it will fill", "Room 11 11"])
def test_words_that_are_meant_twice_stay(said: str) -> None:
    assert first(plan("a.pdf", page(rows=changed(action=said)))).action == said


def through(row: int, first: int, last: int, *, high: float = 3.2, thick: float = 0.7) -> Draw:
    def draw(canvas: Canvas) -> None:
        canvas.setLineWidth(thick)
        y = spot(row, 0)[1] + high
        x, _ = spot(row, last)
        canvas.line(EDGES[first] + 4, y, x + canvas.stringWidth(ROWS[row - 1][last], "Helvetica", 10) + 1, y)

    return draw


def struck_font(*places: str) -> Callable[[Worksheet], None]:
    def change(sheet: Worksheet) -> None:
        for place in places:
            sheet[place].font = Font(strike=True)

    return change


STRUCK_DATE = {
    "a line on the page": ("a.pdf", page(through(1, 3, 3))),
    "two lines on the page": ("a.pdf", page(both(through(1, 3, 3, high=2.6, thick=0.4), through(1, 3, 3, high=4)))),
    "Word": ("a.docx", word(word_cells(when=w.run("May 2031", "<w:strike/>")))),
    "Word, twice through": ("a.docx", word(word_cells(when=w.run("May 2031", '<w:dstrike w:val="true"/>')))),
    "a page": ("a.html", html(when="<s>May 2031</s>")),
    "a page, by a longer property": (
        "a.html", html(when="<i style='text-decoration: line-through solid red 2px'>May 2031</i>"),
    ),
    "a workbook": ("a.xlsx", book(struck_font("D4"))),
}  # fmt: skip


@pytest.mark.parametrize("name", STRUCK_DATE)
def test_a_struck_date_is_printed_and_no_date(name: str) -> None:
    action = first(plan(*STRUCK_DATE[name]))
    assert (action.due, action.timescale_text, "struck_text" in action.flags) == (None, "May 2031", True)
    assert values(action) == (*PLAIN[:2], None, PLAIN[3])


NAMED = tuple(zip(("ref", "action", "owner", "when"), ROWS[0], strict=False))
STRUCK_ROW = {
    "Word": (
        "a.docx",
        word(tuple(w.cell(w.para(w.run(text, "<w:strike/>"))) for text in (*ROWS[0][:4], ""))),
    ),
    "a page": ("a.html", html("style='text-decoration: line-through'", status="")),
    "a page, each cell": ("a.html", html(**{name: f"<del>{text}</del>" for name, text in NAMED}, status="")),
    "a workbook": ("a.xlsx", book(struck_font("A4", "B4", "C4", "D4", "E4"), state="")),
    "a line over the row of the page": ("a.pdf", page(through(1, 0, 3), rows=changed(status=""))),
    "a line on the words of each cell": (
        "a.pdf", page(both(*(through(1, at, at) for at in range(1, 4))), rows=changed(ref="", status="")),
    ),
}  # fmt: skip


@pytest.mark.parametrize("name", STRUCK_ROW)
def test_a_row_struck_out_is_no_live_action(name: str) -> None:
    found = plan(*STRUCK_ROW[name])
    action = found.actions[0]
    assert len(found.actions) == 3
    assert (action.state, "row" in [doubt.field for doubt in action.doubts]) == ("cancelled", True)
    assert [one.state for one in found.actions[1:]] == ["not_started", "complete"]


NOT_STRUCK = {
    "a line under words": ("a.pdf", page(through(1, 3, 3, high=-1.5))),
    "Word, underlined": ("a.docx", word(word_cells(when=w.run("May 2031", '<w:u w:val="single"/>')))),
    "Word, struck and not": ("a.docx", word(word_cells(when=w.run("May 2031", '<w:strike w:val="false"/>')))),
    "a page, underlined": ("a.html", html(when="<i style='text-decoration: underline'>May 2031</i>")),
    "a page, only what was before": ("a.html", html(when="<s>April 2029</s> May 2031")),
    "a page, one word of the action": ("a.html", html(action="Open a <s>small</s> quiet room")),
}


@pytest.mark.parametrize("name", NOT_STRUCK)
def test_what_is_not_struck_counts(name: str) -> None:
    action = first(plan(*NOT_STRUCK[name]))
    said = (" ".join((action.action or "").split()), *values(action)[1:])
    assert said == PLAIN


def clipped(text: str, column: int) -> Draw:
    """A text cut off at the right border of its cell, as spreadsheets print it."""

    def draw(canvas: Canvas) -> None:
        path = canvas.beginPath()
        path.rect(EDGES[column], TOP - 2 * TALL, EDGES[column + 1] - EDGES[column], TALL)
        canvas.clipPath(path, stroke=0, fill=0)
        canvas.drawString(*spot(1, column), text)

    return draw


LONG_OWNER = "Head of Estates and of everything that the council owns"


def test_an_owner_cut_off_at_its_border_is_doubted_and_leaves_its_neighbour_alone() -> None:
    found = plan("a.pdf", page(clipped(LONG_OWNER, 2), rows=changed(owner="")))
    action = first(found)
    assert LONG_OWNER.startswith(action.owner_text or "?") and action.owner_text != LONG_OWNER
    assert (action.due, action.timescale_text, "text_cut" in told(found)) == (MAY, "May 2031", True)


def test_a_date_whose_year_is_cut_off_is_no_date() -> None:
    found = plan("a.pdf", page(clipped("Before the end of September 2031", 3), rows=changed(when="")))
    action = first(found)
    assert (action.due, "text_cut" in told(found)) == (None, True)


@pytest.mark.parametrize("figure", ["12", "1", "2029"])
def test_a_figure_at_the_border_of_a_date_makes_no_date_with_it(figure: str) -> None:
    def draw(canvas: Canvas) -> None:
        canvas.drawRightString(EDGES[3] - 0.5, spot(1, 0)[1], figure)
        canvas.drawString(EDGES[3] + 0.7, spot(1, 0)[1], "May 2031")

    action = first(plan("a.pdf", page(draw, rows=changed(owner="", when=""))))
    assert (action.owner_text, action.timescale_text) == (figure, "May 2031")
    assert [(one.start, one.end) for one in action.periods] == [(date(2031, 5, 1), MAY)]


@pytest.mark.parametrize(
    ("cell", "lines"),
    [("when", ("May 2031",)), ("owner", ("Head of Estates",)), ("status", ("In progress",)),
     ("action", ("Open a", "quiet room"))],
)  # fmt: skip
def test_a_box_of_words_in_a_cell_is_its_text(cell: str, lines: tuple[str, ...]) -> None:
    action = first(plan("a.docx", word(word_cells(**{cell: boxed(*lines)}))))
    assert (" ".join((action.action or "").split()), *values(action)[1:]) == PLAIN


def tabbed(rows: list[tuple[str, ...]], between: str = "\t") -> str:
    return "".join(between.join(row) + "\r\n" for row in (HEADER, *rows))


DIVISION = "<div role=row>{}</div>"
BY_ROLES = "".join(
    DIVISION.format("".join(f"<span role={'columnheader' if at == 0 else 'cell'}>{cell}</span>" for cell in row))
    for at, row in enumerate((HEADER, *ROWS))
)
CONTAINERS = {
    "a separator named behind a mark": ("a.csv", b"\xef\xbb\xbfsep=;\r\n" + tabbed(list(ROWS), ";").encode()),
    "bars between cells": ("a.csv", b"sep=|\r\n" + tabbed(list(ROWS), "|").encode()),
    "UTF-16 with tabs": ("a.txt", ("\ufeff" + tabbed(list(ROWS))).encode("utf-16-le")),
    "UTF-16 the other way round": ("a.csv", ("\ufeff" + tabbed(list(ROWS), ",")).encode("utf-16-be")),
    "quotes around every cell": (
        "a.csv", tabbed([tuple(f'"{cell}"' for cell in row) for row in ROWS], ",").encode(),
    ),
    "a web archive": (
        "a.mht",
        b"From: <Saved by a browser>\r\nMIME-Version: 1.0\r\nContent-Type: multipart/related; boundary=\"x\"\r\n\r\n"
        b"--x\r\nContent-Type: text/html; charset=utf-8\r\nContent-Transfer-Encoding: 8bit\r\n\r\n"
        + html() + b"\r\n--x--\r\n",
    ),
    "a table by roles": (
        "a.html", f"<!doctype html><html><body><h1>{TITLE}</h1><div role=table>{BY_ROLES}</div></body></html>".encode(),
    ),
    "a page named as a workbook": ("a.xls", html()),
    "a workbook named as text": ("a.csv", book()),
    "a PDF after lines of a server": ("a.pdf", b"HTTP/1.1 200 OK\r\nServer: x\r\n\r\n" + page()),
    "a PDF that lost its first line": ("a.pdf", page().split(b"\n", 1)[1]),
    "a word with soft hyphens": ("a.html", html(owner="Head of Es&shy;ta&shy;tes", action="Open a qui&shy;et room")),
    "words in a drawing": ("a.html", html(when="<svg><text x=0 y=9>May 2031</text></svg>")),
}  # fmt: skip


@pytest.mark.parametrize("name", CONTAINERS)
def test_a_plan_is_read_whatever_its_bytes_are_packed_in(name: str) -> None:
    assert values(first(plan(*CONTAINERS[name]))) == PLAIN


@pytest.mark.parametrize("encoding", ["cp1252", "mac_roman", "utf-8", "utf-16"])
def test_letters_with_accents_dashes_and_pounds_are_those_that_were_typed(encoding: str) -> None:
    said = "Run a ‘welcome café’ – with £500 – in each hall"
    assert first(plan("a.csv", tabbed(changed(action=f'"{said}"'), ",").encode(encoding))).action == said


@pytest.mark.parametrize(
    ("name", "data"),
    [
        ("plan.pdf", b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR\0\0\0\1\0\0\0\1\x08\0\0\0\0"),
        ("plan.docx", b"\xff\xd8\xff\xe0\0\x10JFIF\0"),
        ("plan.xlsx", b"7z\xbc\xaf\x27\x1c\0\4" + bytes(64)),
    ],
)
def test_a_file_that_is_no_plan_is_refused_by_a_sentence(name: str, data: bytes) -> None:
    found = plan(name, data)
    assert found.actions == ()
    assert found.document.status != "ok" and len((found.document.error or "").split()) > 3


def section(text: str) -> str:
    return w.row(w.cell(text=text, span=5))


def under(*parts: str | tuple[str, ...]) -> bytes:
    """A Word table in which a text is a row over the whole width, and cells a row."""
    rows = [section(part) if isinstance(part, str) else w.texts(*part) for part in parts]
    return w.docx(w.para(text=TITLE) + w.table(w.texts(*HEADER), *rows) + w.para())


def due(found: PlanRows) -> list[date | None]:
    return [one.due for one in found.actions]


ROOM = ("1.1", "Open a quiet room", "Head of Estates")
NOTICES = ("1.2", "Print larger notices", "Policy manager")
Q3 = date(2032, 12, 31)


def sheet_years(sheet: Worksheet) -> None:
    sheet.delete_rows(4, 3)
    for row in (["Year 1 (2031/32)"], [*ROOM, "Q1", ""], ["Year 2 (2032/33)"], [*NOTICES, "Q3", ""]):
        sheet.append(row)
    sheet.merge_cells("A4:E4")
    sheet.merge_cells("A6:E6")


@pytest.mark.parametrize(
    ("name", "data", "expected"),
    [
        ("a.docx", under("2032/33", (*ROOM, "Q3", ""), (*NOTICES, "June", "")), [Q3, date(2032, 6, 30)]),
        ("a.docx", under("Year two: April 2032 to March 2033", (*ROOM, "Q3", "")), [Q3]),
        ("a.docx", under("2032/33", (*ROOM, "Q3 2031/32", ""), (*NOTICES, "Q3", "")), [date(2031, 12, 31), Q3]),
        ("a.docx", under("2031/32", (*ROOM, "June", ""), "2032/33", (*NOTICES, "February", "")),
         [date(2031, 6, 30), date(2033, 2, 28)]),
        ("a.xlsx", book(sheet_years), [date(2031, 6, 30), Q3]),
    ],
)  # fmt: skip
def test_the_year_over_the_rows_is_that_of_their_dates(name: str, data: bytes, expected: list[date | None]) -> None:
    assert due(plan(name, data)) == expected


NO_OWNER = ("Ref", "Action", "By when")
TWO = (("1.1", "Open a quiet room", "May 2031"), ("1.2", "Print larger notices", "June 2032"))


def led(*before: str) -> bytes:
    table = w.table(w.texts(*NO_OWNER), *(w.texts(*row) for row in TWO))
    return w.docx(w.para(text=TITLE) + "".join(w.para(text=line) for line in before) + table + w.para())


@pytest.mark.parametrize(
    ("line", "owner"),
    [
        ("Lead officer for this section: Head of Estates", "Head of Estates"),
        ("Lead for this section: Head of Estates", "Head of Estates"),
        ("Owner: Head of Estates", "Head of Estates"),
        ("Budget for this section: £4,000", None),
        ("Ask the Head of Estates about this section.", None),
    ],
)
def test_who_leads_a_section_owns_its_rows(line: str, owner: str | None) -> None:
    found = plan("a.docx", led("Objective 1: Our buildings", line)).actions
    assert [[one.name for one in action.owners] for action in found] == [[owner] if owner else []] * 2
    assert [("owner_of_group" in action.flags) for action in found] == [owner is not None] * 2


@pytest.mark.parametrize("mark", ["ditto", '"', "As above", "as 1.1", "See 1.1", "Same as above"])
@pytest.mark.parametrize("form", ["docx", "html", "xlsx"])
def test_a_mark_that_repeats_is_the_owner_and_date_that_it_means(mark: str, form: str) -> None:
    second = ("1.2", "Print larger notices", mark, mark, "Not started")
    lines = [ROWS[0], second, ROWS[2]]
    if form == "docx":
        data = under(*lines)
    elif form == "html":
        data = html().replace(b"<td>Policy manager</td><td>June 2032</td>", f"<td>{mark}</td><td>{mark}</td>".encode())
    else:
        data = book(lambda sheet: [sheet.cell(5, at, text) for at, text in enumerate(second, 1)])
    action = plan(f"a.{form}", data).actions[1]
    assert ([owner.name for owner in action.owners], action.due) == (["Head of Estates"], MAY)
    assert (action.owner_text, "repeated_value" in action.flags) == (mark, True)


@pytest.mark.parametrize("mark", ["ditto", "As above", "Same as above", "As 7.7", "See action 7.7"])
def test_a_mark_that_repeats_nothing_is_no_value(mark: str) -> None:
    action = first(plan("a.docx", under(*changed(owner=mark, when=mark))))
    assert (action.owners, action.due) == ((), None)


LEEDS, MEREWICK = "Leeds City Council", "Merewick Borough Council"


def authored(name: str) -> bytes:
    out = io.BytesIO()
    canvas = Canvas(out, pagesize=landscape(A4), invariant=1)
    canvas.setAuthor(name)
    canvas.drawString(40, 540, TITLE)
    canvas.grid(EDGES, [TOP - TALL * at for at in range(5)])
    for r, line in enumerate((HEADER, *ROWS)):
        for c, text in enumerate(line):
            canvas.drawString(*spot(r, c), text)
    canvas.save()
    return out.getvalue()


def heading(*lines: str) -> bytes:
    return word(word_cells(), before="".join(w.para(text=line) for line in lines))


def over_the_page(text: str) -> Draw:
    return lambda canvas: canvas.drawString(40, 570, text)


@pytest.mark.parametrize(
    ("name", "data", "council"),
    [
        ("a.docx", heading(MEREWICK), MEREWICK),
        ("a.docx", heading(LEEDS), LEEDS),
        ("a.docx", heading(f"{MEREWICK} is committed to equality for all who live here."), MEREWICK),
        ("a.docx", heading("Merewick Fire and Rescue Authority"), "Merewick Fire and Rescue Authority"),
        ("a.docx", heading("University of Merewick"), "University of Merewick"),
        ("a.docx", heading("We learned much from a visit to Leeds City Council last year."), None),
        ("a.docx", word(word_cells(action=w.run("Ask Leeds City Council how it opened a quiet room"))), None),
        ("a.html", html(body=f"<p>{MEREWICK}</p>"), MEREWICK),
        ("a.html", html(owner=LEEDS), None),
        ("a.html", html(body="<p>Two charities and Leeds City Council looked at this plan.</p>"), None),
        ("a.html", html(body="<p>This plan was checked by Leeds City Council and two charities.</p>"), None),
        ("a.html", html(body="<p>Our plan was reviewed by Leeds City Council in May.</p>"), None),
        ("a.html", html(body=f"<p>This plan was written by {MEREWICK}.</p>"), MEREWICK),
        ("a.html", html(body="<p>This plan is published by Leeds City Council.</p>"), LEEDS),
        ("a.pdf", authored(MEREWICK), MEREWICK),
        ("a.pdf", page(over_the_page(MEREWICK)), MEREWICK),
        ("a.pdf", page(), None),
        ("a.xlsx", book(creator=MEREWICK), MEREWICK),
        ("a.xlsx", book(lambda sheet: sheet.__setitem__("A2", LEEDS)), LEEDS),
        ("a.xlsx", book(lambda sheet: sheet.__setitem__("B4", "Ask Leeds City Council for its plan")), None),
    ],
)
def test_the_council_is_the_one_that_the_plan_says_is_its_own(name: str, data: bytes, council: str | None) -> None:
    found = plan(name, data)
    assert {action.council for action in found.actions} == {council}
    assert ("council_unknown" in told(found)) == (council is None)
