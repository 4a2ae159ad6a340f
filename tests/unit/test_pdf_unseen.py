"""Tables as other producers draw them: cells centred from top to bottom, and a rule missing between two rows."""

from __future__ import annotations

import pytest

from extractors.document import Table
from extractors.limits import Limits
from extractors.pdf import read_pdf
from extractors.pdf.letters import _TELLING_NAME
from extractors.pdf.page import PageObjects, Word
from extractors.pdf.tagged_tables import _Laid, _merged_cells_keep_to_their_rows, _Piece
from extractors.pdf.tags import CellTag
from tests.builders import pdf as make
from tests.builders.pdf import Commands, Drawing

CENTRED: Commands = [("VALIGN", (0, 0), (-1, -1), "MIDDLE")]
HEADER = ("Aim", "Action", "Lead", "By when")
ROWS = (
    ("Fair jobs", "Review the wording of job adverts and take out what is not needed for the post, with the staff "
     "networks", "Head of People", "June 2031"),
    ("", "Offer mentoring", "Staff networks", "May 2031"),
    ("", "Publish a yearly profile of our workforce by age, sex and ethnicity so that gaps can be seen and acted on",
     "Insight team", "Ongoing"),
    ("Open doors", "Audit the town hall", "Property services", "July 2031"),
    ("", "Agree a plan with tenants for ramps, rails and level paths, and tell each of them when work will begin at "
     "their home", "Housing manager", "March 2032"),
)  # fmt: skip
WIDTHS = (90.0, 240.0, 150.0, 110.0)


def only_table(data: bytes) -> Table:
    (table,) = read_pdf(data, Limits(ocr=False)).tables
    return table


def texts(table: Table) -> list[list[str]]:
    rows = [[""] * table.columns for _ in range(table.rows)]
    for cell in table.cells:
        rows[cell.row - 1][cell.column - 1] = cell.text
    return rows


def test_rows_without_rules_whose_cells_are_centred_are_told_apart() -> None:
    table = only_table(make.plan_pdf(Drawing(make.bare), fills=False, extra=CENTRED))
    assert texts(table) == [list(row) for row in (make.HEADER, *make.ROWS)]


def test_a_cell_centred_over_several_rows_without_rules_is_merged_over_all_of_them() -> None:
    merged: Commands = [*CENTRED, ("SPAN", (0, 1), (0, 3)), ("SPAN", (0, 4), (0, 5))]
    table = only_table(make.plan_pdf(Drawing(make.bare), ROWS, header=HEADER, widths=WIDTHS, fills=False, extra=merged))
    aims = {cell.text: (cell.row, cell.row_span) for cell in table.cells if cell.column == 1}
    assert (aims["Fair jobs"], aims["Open doors"]) == ((2, 3), (5, 2))
    assert [row[1:] for row in texts(table)[1:]] == [list(row[1:]) for row in ROWS]


NUMBERED = (
    ("1", "Put a ramp and a handrail at the side door of the old guildhall in the market place",
     "Wheelchair users cannot now get into the council chamber", "Town Clerk", "March 2031"),
    ("2", "Buy a hearing loop", "Residents with hearing loss told us that they cannot follow debates", "Town Clerk",
     "When funds permit"),
    ("3", "Put agendas in large print on the website, in the library and in the town hall", "Asked for", "Deputy Clerk",
     "At once"),
    ("4", "Hold the yearly meeting at a time of day that suits parents and carers of all ages",
     "Hardly anyone under 45 came to the meetings of the last three years", "Mayor and Town Clerk", "May 2031"),
)  # fmt: skip


def test_numbered_rows_with_no_space_between_them_are_told_apart() -> None:
    header = ("No.", "What needs to be done?", "Why is it needed?", "By whom", "By when")
    tight: Commands = [("TOPPADDING", (0, 0), (-1, -1), 0), ("BOTTOMPADDING", (0, 0), (-1, -1), 0)]
    drawing = Drawing(make.bare)
    data = make.plan_pdf(
        drawing, NUMBERED, header=header, widths=(30.0, 190.0, 170.0, 110.0, 100.0), fills=False, extra=tight
    )
    assert texts(only_table(data)) == [list(row) for row in (header, *NUMBERED)]


def test_a_bold_header_and_tight_rows_without_numbers_are_told_apart() -> None:
    header = ("What needs to be done?", "Why is it needed?", "By whom", "By when")
    tight: Commands = [("TOPPADDING", (0, 0), (-1, -1), 0), ("BOTTOMPADDING", (0, 0), (-1, -1), 0)]
    rows = [row[1:] for row in (NUMBERED[0], *NUMBERED[2:])]
    widths = (200.0, 180.0, 110.0, 100.0)
    table = only_table(make.plan_pdf(Drawing(make.bare), rows, header=header, widths=widths, fills=False, extra=tight))
    assert texts(table) == [list(header), *(list(row) for row in rows)]


def test_a_header_printed_again_under_a_section_of_tight_rows_is_a_row() -> None:
    header = ("No.", "What needs to be done?", "Why is it needed?", "By whom", "By when")
    section = ("Equality Objective 2: Safe communities in all our towns", "", "", "", "")
    bold = [("FONTNAME", (0, 3), (-1, 4), "Helvetica-Bold"), ("SPAN", (0, 3), (-1, 3))]
    tight: Commands = [("TOPPADDING", (0, 0), (-1, -1), 0), ("BOTTOMPADDING", (0, 0), (-1, -1), 0), *bold]
    rows = [*NUMBERED[:2], section, header, *NUMBERED[2:]]
    widths = (30.0, 190.0, 170.0, 110.0, 100.0)
    table = only_table(make.plan_pdf(Drawing(make.bare), rows, header=header, widths=widths, fills=False, extra=tight))
    assert [row[:2] for row in texts(table)[4:6]] == [list(header[:2]), list(NUMBERED[2][:2])]


def _without_rule(below: int) -> Commands:
    """A grid that lacks the whole rule below one row."""
    black = make.colors.black
    drawn = [("LINEBELOW", (0, row), (-1, row), 0.5, black) for row in range(len(make.ROWS) + 1) if row != below]
    return [("BOX", (0, 0), (-1, -1), 0.5, black), ("LINEAFTER", (0, 0), (-2, -1), 0.5, black), *drawn]


@pytest.mark.parametrize("below", [1, 2, 4])
def test_two_rows_without_a_rule_between_them_are_two_rows(below: int) -> None:
    table = only_table(make.plan_pdf(Drawing(lambda rows, columns: _without_rule(below)), fills=False))
    assert texts(table) == [list(row) for row in (make.HEADER, *make.ROWS)]


def test_paragraphs_of_one_ruled_row_stay_in_it() -> None:
    rows = (("1.1", "Train all staff\n\nTrain all councillors", "Head of People", "June 2031\n\nMay 2032", ""),)
    table = only_table(make.plan_pdf(Drawing(make.ruled), rows, fills=False))
    assert table.rows == 2


@pytest.mark.parametrize(
    ("name", "tells"),
    [
        ("LiberationSans", True),
        ("ABCDEF+Calibri", True),
        ("BCDEEE+ArialMT", True),
        ("F1", False),
        ("ABCDEF+TT3", False),
    ],
)
def test_only_a_name_of_a_typeface_tells_whether_it_is_bold(name: str, tells: bool) -> None:
    assert bool(_TELLING_NAME.match(name)) is tells


def _laid(row: int, span: int, top: float, bottom: float) -> _Laid:
    page = PageObjects(1, 600.0, 800.0, (), (), ())
    word = Word("word", 60.0, top, 80.0, bottom)
    return _Laid(row, 0, CellTag(row_span=span, known=True), [_Piece(page, [word], [])])


@pytest.mark.parametrize(("bottom", "sound"), [(180.0, True), (460.0, False)])
def test_a_tagged_cell_with_words_beside_the_rows_under_it_is_unsound(bottom: float, sound: bool) -> None:
    rows = [_laid(0, 2, 100.0, bottom), _laid(2, 1, 200.0, 212.0), _laid(3, 1, 300.0, 312.0)]
    assert _merged_cells_keep_to_their_rows(rows) is sound


BANDED = (
    ("Fair jobs", "Review the wording of job adverts", "Head of People", "June 2031"),
    ("", "Offer mentoring to all who ask for it and to those whose managers think that they would gain from it",
     "Staff networks", "May 2031"),
    ("", "Publish a profile", "Insight team", "Ongoing"),
    ("Open doors", "Audit the town hall", "Property services", "July 2031"),
    ("", "Agree a plan with tenants for ramps, rails and level paths", "Housing manager", "March 2032"),
    ("", "Mend the lift", "Property services", "April 2032"),
)  # fmt: skip


def test_shaded_bands_part_the_rows_of_a_table_whose_rules_part_only_its_first() -> None:
    black, grey = make.colors.black, make.colors.lightgrey
    commands: Commands = [
        ("BOX", (0, 0), (-1, -1), 0.5, black),
        ("GRID", (0, 0), (-1, 0), 0.5, black),
        ("LINEAFTER", (0, 0), (1, 1), 0.5, black),
        *[("BACKGROUND", (1, row), (-1, row), grey) for row in (2, 4, 6)],
        ("SPAN", (0, 1), (0, 3)),
        ("SPAN", (0, 4), (0, 6)),
        ("BACKGROUND", (0, 1), (0, 3), make.colors.lightblue),
        ("BACKGROUND", (0, 4), (0, 6), make.colors.lightblue),
        ("TOPPADDING", (0, 0), (-1, -1), 0),
        ("BOTTOMPADDING", (0, 0), (-1, -1), 0),
    ]
    drawing = Drawing(make.bare)
    table = only_table(make.plan_pdf(drawing, BANDED, header=HEADER, widths=WIDTHS, fills=False, extra=commands))
    assert [row[1:] for row in texts(table)[1:]] == [list(row[1:]) for row in BANDED]
    aims = {cell.text: (cell.row, cell.row_span) for cell in table.cells if cell.column == 1}
    assert (aims["Fair jobs"], aims["Open doors"]) == ((2, 3), (5, 3))
