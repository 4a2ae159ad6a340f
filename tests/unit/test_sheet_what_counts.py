"""What the reader of workbooks tells of hidden cells, formulas, errors, struck runs, rules of colour, stray cells."""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Callable
from typing import Any

import openpyxl
import pytest
from openpyxl.cell.rich_text import CellRichText, TextBlock
from openpyxl.cell.text import InlineFont
from openpyxl.formatting.rule import CellIsRule, ColorScaleRule, FormulaRule, IconSetRule, Rule
from openpyxl.styles import Font, PatternFill
from openpyxl.styles.differential import DifferentialStyle
from openpyxl.worksheet.worksheet import Worksheet

from extractors import kind_of
from extractors.document import Document, Table, count_words, table_texts
from extractors.limits import Limits
from extractors.number_text import show_number, show_text
from extractors.sheet import read_xlsx
from extractors.sheet.spreadsheetml import read_spreadsheetml
from pipeline.counted import counted_document
from pipeline.plan_rows import Known, rows_of
from pipeline.read.reading import read_document
from schema.rows import PlanRows

HEADER = ("Ref", "Action", "Lead officer", "By when", "Status")
ROWS = (
    ("1.1", "Train all staff", "Head of HR", "May 2031", "In progress"),
    ("1.2", "Publish the pay gap", "Policy team", "June 2031", "Not started"),
    ("1.3", "Hold an open day", "Libraries manager", "July 2031", "Complete"),
)
RED, AMBER, GREEN = (PatternFill(bgColor=colour, fill_type="solid") for colour in ("FF0000", "FFC000", "00B050"))


def plan(change: Callable[[Worksheet], object]) -> bytes:
    """A workbook with a title, a header in row 3 and three rows, changed by a test."""
    book = openpyxl.Workbook()
    sheet = book.active
    assert isinstance(sheet, Worksheet)
    sheet["A1"] = "Equality action plan"
    for row, values in enumerate((HEADER, *ROWS), 3):
        for column, value in enumerate(values, 1):
            sheet.cell(row, column, value)
    change(sheet)
    buffer = io.BytesIO()
    book.save(buffer)
    return buffer.getvalue()


def read(change: Callable[[Worksheet], object]) -> Document:
    document = read_xlsx(plan(change), Limits())
    for table in document.tables:
        assert count_words(table_texts(table)) == table.words
    return document


def rows(document: Document) -> PlanRows:
    return rows_of(document, read_document(counted_document(document)), Known("0" * 16, "plan.xlsx"))


def texts(table: Table) -> list[list[str]]:
    return [[cell.text for cell in table.cells if cell.row == row] for row in range(1, table.rows + 1)]


def codes(document: Document) -> list[str]:
    return [note.code for note in document.notes]


def hide_row(sheet: Worksheet) -> None:
    sheet.row_dimensions[5].hidden = True


def fold_rows(sheet: Worksheet) -> None:
    sheet.row_dimensions.group(4, 5, hidden=True)


def hide_column(sheet: Worksheet) -> None:
    sheet.column_dimensions["D"].hidden = True


def fold_columns(sheet: Worksheet) -> None:
    sheet.column_dimensions.group("C", "D", hidden=True)


@pytest.mark.parametrize(
    ("change", "references", "width", "where"),
    [
        (hide_row, ["1.1", "1.3"], 5, "row 5"),
        (fold_rows, ["1.3"], 5, "rows 4, 5"),
        (hide_column, ["1.1", "1.2", "1.3"], 4, "column D"),
        (fold_columns, ["1.1", "1.2", "1.3"], 3, "columns C, D"),
    ],
)
def test_hidden_rows_and_columns_are_not_read_and_told(
    change: Callable[[Worksheet], None], references: list[str], width: int, where: str
) -> None:
    document = read(change)
    (table,) = document.tables
    assert [row[0] for row in texts(table)[1:]] == references
    assert (table.rows, table.columns) == (len(references) + 1, width)
    (note,) = document.notes
    assert note.code == "hidden_cells" and where in note.message


def test_a_merged_cell_whose_first_row_is_hidden_keeps_its_words() -> None:
    def change(sheet: Worksheet) -> None:
        sheet["F4"] = "Our people"
        sheet.merge_cells("F4:F6")
        sheet.row_dimensions[4].hidden = True

    (table,) = read(change).tables
    assert [(c.row, c.row_span) for c in table.cells if c.text == "Our people"] == [(2, 2)]


def test_empty_hidden_columns_are_nothing_to_tell() -> None:
    def change(sheet: Worksheet) -> None:
        sheet.column_dimensions["H"].hidden = True

    assert codes(read(change)) == []


def test_a_formula_without_a_value_is_an_issue_of_the_action_that_names_the_cell() -> None:
    def change(sheet: Worksheet) -> None:
        sheet["D4"] = "=DATE(2031,5,1)"
        sheet["B5"] = '=CONCATENATE("Publish"," it")'

    document = read(change)
    found = rows(document)
    assert [(note.code, note.row, note.column) for note in document.notes] == [
        ("value_not_computed", 2, 4), ("value_not_computed", 3, 2),
    ]  # fmt: skip
    issues = [issue for issue in found.issues if issue.code == "value_not_computed"]
    assert ["D4" in issues[0].message, "B5" in issues[1].message] == [True, True]
    assert [issue.action_id for issue in issues] == [action.action_id for action in found.actions[:2]]
    assert "value_not_computed" in found.actions[0].flags and "value_not_computed" not in found.actions[2].flags


def test_errors_of_a_spreadsheet_are_no_values() -> None:
    def change(sheet: Worksheet) -> None:
        sheet["C4"], sheet["D4"], sheet["E5"] = "#N/A", "#REF!", "#VALUE!"

    first, second, _ = rows(read(change)).actions
    assert (first.owners, first.periods, first.owner_text, first.timescale_text) == ((), (), "#N/A", "#REF!")
    assert (second.state, second.status_text) == (None, "#VALUE!")
    assert "cell_error" in first.flags and "cell_error" in second.flags


def test_struck_cells_and_runs_and_raised_marks_do_not_count() -> None:
    def change(sheet: Worksheet) -> None:
        struck, raised = InlineFont(strike=True), InlineFont(vertAlign="superscript")
        sheet["D4"] = CellRichText(TextBlock(struck, "May 2030"), " May 2031")
        sheet["C4"] = CellRichText("Head of HR", TextBlock(raised, "2"))
        sheet["E5"].font = Font(strike=True)
        for cell in sheet[6]:
            cell.font = Font(strike=True)

    first, second, third = rows(read(change)).actions
    assert ([str(p.start) for p in first.periods], first.timescale_text) == (["2031-05-01"], "May 2030 May 2031")
    assert first.owners[0].name == "Head of Human Resources"
    assert (second.state, second.status_text) == (None, "Not started")
    assert third.state == "complete" and "row" in [doubt.field for doubt in third.doubts]
    assert all("struck_text" in action.flags for action in (first, second, third))


def test_runs_in_shared_strings_are_read_as_those_in_cells() -> None:
    def change(sheet: Worksheet) -> None:
        sheet["D4"] = CellRichText(TextBlock(InlineFont(strike=True), "May 2030"), " May 2031")

    with zipfile.ZipFile(io.BytesIO(plan(change))) as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
    strings: list[bytes] = []

    def shared(found: re.Match[bytes]) -> bytes:
        strings.append(found[2].replace(b"<is>", b"<si>").replace(b"</is>", b"</si>"))
        return b'<c %s t="s"><v>%d</v></c>' % (found[1], len(strings) - 1)

    name = "xl/worksheets/sheet1.xml"
    parts[name] = re.sub(rb'<c ([^>]*?) ?t="inlineStr">(<is>.*?</is>)</c>', shared, parts[name])
    main = b'xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"'
    if strings:
        parts["xl/sharedStrings.xml"] = b"<sst %s>%s</sst>" % (main, b"".join(strings))
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        for part, data in parts.items():
            archive.writestr(part, data)
    (table,) = read_xlsx(buffer.getvalue(), Limits()).tables
    cell = next(cell for cell in table.cells if (cell.row, cell.column) == (2, 4))
    assert (cell.text, cell.counted.strip()) == ("May 2030 May 2031", "May 2031")


def test_words_of_the_ground_s_colour_are_furniture() -> None:
    def change(sheet: Worksheet) -> None:
        sheet["F4"] = "draft"
        sheet["F4"].font = Font(color="FFFFFF")
        for cell in sheet[3]:
            cell.font, cell.fill = Font(color="FFFFFF"), PatternFill("solid", fgColor="1F3864")

    document = read(change)
    (table,) = document.tables
    assert texts(table)[0][:5] == list(HEADER)
    assert [cell.text for cell in table.furniture] == ["draft"]
    assert codes(document) == ["text_not_visible"]


def test_a_symbol_font_shows_ticks() -> None:
    def change(sheet: Worksheet) -> None:
        sheet["F3"], sheet["F4"] = "Done", "ü"
        sheet["F4"].font = Font(name="Wingdings")

    (table,) = read(change).tables
    assert texts(table)[1][-1] == "✓"


def ratings(*values: Any) -> Callable[[Worksheet], None]:
    def change(sheet: Worksheet) -> None:
        sheet["E3"] = "RAG"
        for row, value in enumerate(values, 4):
            sheet.cell(row, 5, value)

    return change


def words_rule(text: str, fill: PatternFill) -> Rule:
    style = DifferentialStyle(fill=fill)
    return Rule(type="containsText", operator="containsText", text=text, dxf=style, formula=["TRUE"])


def compared(sign: str, *values: str, fill: PatternFill) -> Rule:
    return CellIsRule(sign, list(values), fill=fill)


SCALE = ColorScaleRule("min", None, "FF0000", "percentile", 50, "FFC000", "max", None, "00B050")
IN_ORDER = ["red", "amber", "green"]


@pytest.mark.parametrize(
    ("values", "rules", "expected"),
    [
        (
            (1, 2, 3),
            [compared("equal", str(at), fill=fill) for at, fill in enumerate((RED, AMBER, GREEN), 1)],
            IN_ORDER,
        ),
        (
            (5, 50, 95),
            [compared("lessThan", "20", fill=RED), compared("between", "20", "80", fill=AMBER)],
            [*IN_ORDER[:2], None],
        ),
        (
            ("Behind", "late", "Done"),
            [words_rule("behind", RED), words_rule("Late", AMBER), words_rule("done", GREEN)],
            IN_ORDER,
        ),
        ((1, 2, 3), [IconSetRule("3TrafficLights1", "num", [0, 2, 3])], IN_ORDER),
        ((1, 2, 3), [IconSetRule("3Signs", "num", [0, 2, 3], reverse=True)], IN_ORDER[::-1]),
        ((0, 5, 10), [SCALE], IN_ORDER),
        ((1, 2, 3), [FormulaRule(['$A4="1.2"'], fill=GREEN)], [None, "green", None]),
        ((1, 2, 3), [FormulaRule(['ISNUMBER(SEARCH("open",$B4))'], fill=AMBER)], [None, None, "amber"]),
        ((None, None, None), [FormulaRule(['$A4="1.2"'], fill=GREEN)], [None, "green", None]),  # blank cells too
    ],
)
def test_colours_by_rules_rate_as_fills_do(
    values: tuple[Any, ...], rules: list[Rule], expected: list[str | None]
) -> None:
    def change(sheet: Worksheet) -> None:
        ratings(*values)(sheet)
        for rule in rules:
            sheet.conditional_formatting.add("E4:E6", rule)

    found = rows(read(change))
    assert [action.rag for action in found.actions] == expected


def test_a_rule_that_is_not_computed_is_an_issue_of_its_action() -> None:
    def change(sheet: Worksheet) -> None:
        ratings(1, 2, 3)(sheet)
        sheet.conditional_formatting.add("E4:E6", FormulaRule(["MOD(E4,2)=0"], fill=RED))
        sheet.conditional_formatting.add("A4:D6", FormulaRule(["MOD(ROW(),2)=0"], fill=AMBER))

    found = rows(read(change))
    assert [action.rag for action in found.actions] == [None, None, None]
    assert sum(issue.code == "colour_not_computed" for issue in found.issues if issue.action_id) == 3


def test_a_stray_cell_far_right_does_not_refuse_the_book() -> None:
    def change(sheet: Worksheet) -> None:
        sheet["XFD1"] = "x"

    assert len(read(change).tables) == 1


@pytest.mark.parametrize(
    ("value", "layout", "shown"),
    [
        (3, '"Q"0', "Q3"), (2425, '00"/"00', "24/25"), (20310501, '0000"-"00"-"00', "2031-05-01"),
        (1, '"Complete";;"Not started"', "Complete"), (0, '"Complete";;"Not started"', "Not started"),
        (-1, '"Complete";"Late";"Not started"', "Late"), (7, ";;;", ""),
        (2, '[=1]"Yes";[=0]"No";General', "2"), (0, '[=1]"Yes";[=0]"No";General', "No"),
        (2, '[>=3]"Green";[>=2]"Amber";"Red"', "Amber"), (-3, "0;(0)", "(3)"), (0, '#,##0;-#,##0;"-"', "-"),
        (1234567, '0.0,,"m"', "1.2m"), (4, '"Year "General', "Year 4"), (3, '0" of 5"', "3 of 5"), (0.5, "#.##", ".50"),
        (1500, "£#,##0;[Red]-£#,##0", "£1,500"), (5, "@", "5"),
    ],
)  # fmt: skip
def test_sections_and_literals_of_a_number_format_are_shown(value: float, layout: str, shown: str) -> None:
    assert show_number(value, layout) == shown


@pytest.mark.parametrize(
    ("text", "layout", "shown"),
    [("HR", '"Lead: "@', "Lead: HR"), ("HR", '0;-0;0;"c/o "@', "c/o HR"), ("HR", ";;;", ""), ("HR", "0.00", "HR")],
)
def test_a_text_is_shown_under_its_section(text: str, layout: str, shown: str) -> None:
    assert show_text(text, layout) == shown


def test_a_workbook_as_one_xml_file_is_read_as_others_are() -> None:
    def cell(value: object, style: str = "", kind: str = "String", more: str = "") -> str:
        named = f' ss:StyleID="{style}"' if style else ""
        return f'<Cell{named}{more}><Data ss:Type="{kind}">{value}</Data></Cell>'

    header = "<Row>" + "".join(cell(name, "h") for name in HEADER) + "</Row>"
    body = (
        "<Row>" + cell("1.1") + cell("Train") + cell("HR") + cell("2031-05-01T00:00:00.000", "d", "DateTime")
        + cell(2, "n", "Number") + "</Row><Row ss:Hidden='1'>" + cell("1.2") + cell("Secret") + "</Row>"
        "<Row>" + cell("1.3") + cell("Open day", "s") + cell("Old", more=' ss:Index="4" ss:MergeAcross="1"') + "</Row>"
    )  # fmt: skip
    styles = (
        '<Style ss:ID="h"><Font ss:Bold="1" ss:Color="#FFFFFF"/>'
        '<Interior ss:Color="#1F3864" ss:Pattern="Solid"/></Style>'
        '<Style ss:ID="d"><NumberFormat ss:Format="Short Date"/></Style>'
        '<Style ss:ID="s"><Font ss:StrikeThrough="1"/></Style>'
        '<Style ss:ID="n"><NumberFormat ss:Format="&quot;Done&quot;;;&quot;Open&quot;"/></Style>'
    )
    data = (
        '<?xml version="1.0"?><?mso-application progid="Excel.Sheet"?>'
        '<Workbook xmlns="urn:schemas-microsoft-com:office:spreadsheet" '
        'xmlns:ss="urn:schemas-microsoft-com:office:spreadsheet">'
        f'<Styles>{styles}</Styles><Worksheet ss:Name="Plan"><Table>{header}{body}</Table></Worksheet></Workbook>'
    ).encode()
    assert kind_of(data) == "sheet_xml"
    document = read_spreadsheetml(data, Limits())
    (table,) = document.tables
    assert texts(table) == [list(HEADER), ["1.1", "Train", "HR", "01/05/2031", "Done"], ["1.3", "Open day", "Old"]]
    assert [(c.column, c.column_span) for c in table.cells if c.text == "Old"] == [(4, 2)]
    assert [c.counted for c in table.cells if c.text == "Open day"] == [""]
    assert all(c.bold and c.fill == "#1f3864" for c in table.cells if c.row == 1)
    assert codes(document) == ["hidden_cells"]


def _rows_of(change: Callable[[Worksheet], None]) -> PlanRows:
    return rows(read(change))


def _below(*more: tuple[str, ...]) -> Callable[[Worksheet], None]:
    def change(sheet: Worksheet) -> None:
        for at, row in enumerate(more):
            for column, value in enumerate(row, 1):
                sheet.cell(7 + at, column, value or None)

    return change


@pytest.mark.parametrize(
    "more",
    [
        [("Total", "3")],
        [("", "Total actions: 3")],
        [("", "Number of actions complete: 1")],
        [("Key",), ("R", "Action is off track"), ("A", "Some slippage"), ("G", "Action is on track")],
        [("RAG legend:",), ("Red", "Off track"), ("Green", "On track")],
        [("Key:", "Lead = the officer who answers for the action"), ("", "Cost = pounds, this year only")],
        [("", ""), ("Key",), ("", "Lead: who answers for the action"), ("", "All dates are ends of months")],
    ],
)
def test_totals_and_legends_are_no_actions(more: list[tuple[str, ...]]) -> None:
    assert [action.reference for action in _rows_of(_below(*more)).actions] == ["1.1", "1.2", "1.3"]


@pytest.mark.parametrize(
    ("row", "action"),
    [
        (("1.4", "Total the costs of ramps and rails", "Head of HR", "May 2031"), "Total the costs of ramps and rails"),
        (("1.4", "Key stage 2 pupils visit the hall", "Head of HR", "May 2031"), "Key stage 2 pupils visit the hall"),
        (("Key", "Open the hall to all", "Head of HR", "May 2031"), "Open the hall to all"),
    ],
)
def test_actions_that_open_like_a_total_or_a_legend_stay(row: tuple[str, ...], action: str) -> None:
    assert [one.action for one in _rows_of(_below(row)).actions][-1] == action


def test_a_row_without_height_is_hidden() -> None:
    def flat(sheet: Worksheet) -> None:
        sheet.row_dimensions[5].height = 0.0

    data = plan(flat)
    with zipfile.ZipFile(io.BytesIO(data)) as package:
        parts = {name: package.read(name) for name in package.namelist()}
    name = "xl/worksheets/sheet1.xml"
    parts[name] = re.sub(rb'<row r="5"[^>]*>', b'<row r="5" ht="0" customHeight="1">', parts[name])
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as package:
        for part, content in parts.items():
            package.writestr(part, content)
    document = read_xlsx(buffer.getvalue(), Limits())
    assert [row[0] for row in texts(document.tables[0])[1:]] == ["1.1", "1.3"]
    assert codes(document) == ["hidden_cells"]
