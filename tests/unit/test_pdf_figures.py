"""Tables of figures as statistical reports set them: wide headings over narrow columns, leaders, groups, notes."""

from __future__ import annotations

import io
from collections.abc import Mapping, Sequence

import pytest
from reportlab.pdfbase.pdfmetrics import stringWidth
from reportlab.pdfgen.canvas import Canvas

from extractors.document import Document, Table
from extractors.limits import Limits
from extractors.pdf import read_pdf
from tests.builders.tables import grid

Text = tuple[str, float]  # a text and where it begins; where it ends if below 0


def page(
    lines: Sequence[tuple[float, Sequence[Text]]],
    *,
    rules: Sequence[float] = (),
    bold: Sequence[float] = (),
    sizes: Mapping[float, float] | None = None,
    grounds: Sequence[tuple[float, float]] = (),
) -> bytes:
    """A page with the texts of each line; `bold` and `sizes` tell of lines by their y; rules run from 60 to 500, and so
    do the grounds, from one y to another."""
    out = io.BytesIO()
    canvas = Canvas(out, pagesize=(595, 842), invariant=1)
    for top, bottom in grounds:
        canvas.setFillGray(0.92)
        canvas.rect(60, 842 - bottom, 440, bottom - top, stroke=0, fill=1)
    canvas.setFillGray(0)
    for y, texts in lines:
        canvas.setFont("Helvetica-Bold" if y in bold else "Helvetica", (sizes or {}).get(y, 9))
        for text, x in texts:
            canvas.drawString(x, 842 - y, text) if x > 0 else canvas.drawRightString(-x, 842 - y, text)
    for y in rules:
        canvas.line(60, 842 - y, 500, 842 - y)
    canvas.save()
    return out.getvalue()


def read(data: bytes) -> Document:
    return read_pdf(data, Limits(ocr=False))


def only_grid(data: bytes) -> list[tuple[str, ...]]:
    (table,) = read(data).tables
    return grid(table)


STUBS = ("Wheat", "Barley", "Oats", "Maize", "Milk")
FIGURES = (("81.1", "8.0", "54.4"), ("9.8", "3.4", "58.9"), ("64.1", "7.0", "95.4"), ("16.6", "7.6", "91.3"),
           ("97.1", "5.8", "48.8"))  # fmt: skip


def test_a_wide_heading_over_narrow_figures_makes_no_column_of_its_own() -> None:
    ends = (-250.0, -376.0, -450.0)
    heads: list[Text] = [("Item", 66), ("Persons employed", -250), ("Not in labour force at all", -376), ("Rate", -450)]
    rows = [(s, *f) for s, f in zip(STUBS, FIGURES, strict=True)]
    lines = [(130 + 14 * at, [(row[0], 66.0), *zip(row[1:], ends, strict=True)]) for at, row in enumerate(rows)]
    got = only_grid(page([(112, heads), *lines], rules=(100, 118, 194), bold=(112,)))
    assert got == [tuple(text for text, _ in heads), *rows]


ENDS = (-250.0, -340.0, -430.0)


def rows_at(
    rows: Sequence[Sequence[str]], y: float, step: float = 14, ends: Sequence[float] = ENDS
) -> list[tuple[float, list[Text]]]:
    """Lines of a name at the left and figures that end in their columns; what is empty is not printed."""
    return [
        (y + step * at, [(text, x) for text, x in zip(row, (66.0, *ends), strict=False) if text])
        for at, row in enumerate(rows)
    ]


def test_prose_and_notes_under_a_table_without_rules_are_no_rows() -> None:
    rows = [("Crop", "2029", "2030", "2031"), *((s, *f) for s, f in zip(STUBS, FIGURES, strict=True))]
    prose = ["The figures of the last two years were collected in another way than those before them, so that levels",
             "are compared with care.", "More is planned."]  # fmt: skip
    below: list[tuple[float, list[Text]]] = [(300 + 14 * len(rows) + 11 * at, [(t, 66)]) for at, t in enumerate(prose)]
    for under in (below, below[1:], below[2:]):
        assert only_grid(page([*rows_at(rows, 300), *under], bold=(300,))) == rows


def test_a_note_in_small_letters_under_a_table_is_no_row() -> None:
    rows = [("Crop", "2029", "2030", "2031"), *((s, *f) for s, f in zip(STUBS, FIGURES, strict=True))]
    below = 300 + 14.0 * len(rows) - 4
    got = only_grid(page([*rows_at(rows, 300), (below, [("in thousand tonnes", 66)])], bold=(300,), sizes={below: 7}))
    assert got == rows


def test_the_rest_of_a_last_cell_stays_in_its_row() -> None:
    rows = [("Crop", "2029", "2030", "2031"), *((s, *f) for s, f in zip(STUBS, FIGURES, strict=True))]
    rows[-1] = ("Milk, cream, fresh cheese of all kinds", *rows[-1][1:])
    rest: list[tuple[float, list[Text]]] = [(300 + 14 * len(rows) - 4, [("and buttermilk", 66)])]
    got = only_grid(page([*rows_at(rows, 300), *rest], bold=(300,)))
    assert got == [*rows[:-1], (rows[-1][0] + " and buttermilk", *rows[-1][1:])]


def test_what_stands_on_the_ground_of_the_last_row_is_of_it() -> None:
    rows = [
        (100.0, [("Action", 62.0), ("Lead", 300.0), ("When", 400.0)]),
        (118.0, [("Put walking times from the nearest stop on", 62.0), ("Web team", 300.0), ("End of June", 400.0)]),
        (129.0, [("all pages", 62.0)]),
        (
            147.0,
            [("Lend two wheelchairs from the fountain at", 62.0), ("Visitor services", 300.0), ("May 2031", 400.0)],
        ),
        (158.0, [("the gate with no charge", 62.0), ("manager", 300.0)]),
        (169.0, [("for a day", 62.0)]),
        (200.0, [("The park belongs to everybody, and all who come are welcome to it.", 62.0)]),
    ]
    found = only_grid(page(rows, grounds=[(108, 134), (137, 174)]))
    assert [row[0] for row in found[1:]] == [
        "Put walking times from the nearest stop on all pages",
        "Lend two wheelchairs from the fountain at the gate with no charge\nfor a day",
    ]


def test_names_of_groups_among_rows_with_leaders_are_rows() -> None:
    rows = [
        ("Household", "Number", "Share", "Change"),
        ("Total" + "." * 40, *FIGURES[0]),
        ("Tenure", "", "", ""),
        ("Owned" + "." * 38, *FIGURES[1]),
        ("Rented" + "." * 38, *FIGURES[2]),
        ("Income", "", "", ""),
        ("Under 15,000" + "." * 28, *FIGURES[3]),
        ("15,000 and over" + "." * 24, *FIGURES[4]),
    ]
    assert only_grid(page(rows_at(rows, 112, 11), rules=(100, 116, 194))) == rows


def test_a_figure_that_is_missing_joins_no_rows() -> None:
    rows = [
        ("Shire", "2029", "2030", "2031"),
        ("Aldermoor and its many hamlets", "3", "", "4"),
        ("Coldharbour", "", "5", ""),
        ("Dunlaverock and neighbours", "9", "8", ""),
        ("Eastmere", "", "", "7"),
        ("Fallowfield and Outer Isles", "", "6", "n.a."),
        ("Glenmorrach", "(D)", "2", ""),
        ("Harrowick", "5", "5", "1"),
    ]
    assert only_grid(page(rows_at(rows, 112, 11), rules=(100, 116, 194), bold=(112,))) == rows


def test_headings_that_are_not_bold_end_where_names_and_figures_begin() -> None:
    head: list[tuple[float, list[Text]]] = [
        (100, [("Full-time", -250), ("Part-time", -340)]),
        (110, [("Crop", 66), ("employment", -250), ("employment", -340), ("Rate", -430)]),
    ]
    rows = [(s, *f) for s, f in zip(STUBS, FIGURES, strict=True)]
    got = only_grid(page([*head, *rows_at(rows, 120, 10)]))
    assert got == [("Crop", "Full-time employment", "Part-time employment", "Rate"), *rows]


CROPS = [(s, *f) for s, f in zip(STUBS, FIGURES, strict=True)]
PROSE = ("The figures of the last two years were collected in another way than those before them,",
         "so that levels are compared with care, and what is more, the sample is small.")  # fmt: skip


@pytest.mark.parametrize(
    ("between", "size", "bold", "gap", "head", "ends"),
    [
        (("Table 4. Area under crops",), 9, False, 18, "Area", ENDS),
        (("Source: farm survey of the council.", "Estimated."), 7, False, 18, "Area", ENDS),
        (PROSE, 9, False, 18, "Area", ENDS),
        (("By area",), 9, True, 28, "Area", ENDS),
        (("By area",), 11, False, 28, "Area", ENDS),
        (("Table 4",), 9, False, 18, "2", (-205.0, -300.0, -385.0)),
    ],
    ids=("caption", "smaller", "astray", "bold", "larger", "columns"),
)
def test_text_between_two_tables_parts_them(
    between: Sequence[str], size: float, bold: bool, gap: float, head: str, ends: Sequence[float]
) -> None:
    upper, lower = [("Crop", "2029", "2030", "2031"), *CROPS], [("Crop", head, head, head), *CROPS]
    names: list[tuple[float, list[Text]]] = [(270 + gap + 12 * at, [(t, 66)]) for at, t in enumerate(between)]
    ys = [y for y, _ in names]
    rows = [*rows_at(upper, 200), *names, *rows_at(lower, ys[-1] + gap, ends=ends)]
    tables = read(page(rows, bold=ys if bold else (), sizes=dict.fromkeys(ys, size))).tables
    assert [grid(table) for table in tables] == [upper, lower]


def test_a_section_over_the_columns_parts_no_table() -> None:
    head = ("Crop", "Area", "Share", "Change")
    section = "Crops that are sown in spring and harvested in the same year"
    lines = rows_at([head, *CROPS, (section,), *CROPS], 200)
    assert only_grid(page(lines, bold=(200, 284))) == [head, *CROPS, (section, "", "", ""), *CROPS]


WIDE_ENDS = (-250.0, -310.0, -370.0, -430.0)
WIDE = [(s, *f, f[0]) for s, f in zip(STUBS, FIGURES, strict=True)]


def centred(text: str, middle: float) -> Text:
    return text, middle - stringWidth(text, "Helvetica", 9) / 2


def spans(table: Table) -> dict[str, tuple[int, int]]:
    return {cell.text: (cell.column, cell.column_span) for cell in table.cells if cell.column_span > 1}


def test_headings_in_the_middle_of_several_columns_span_them() -> None:
    head: list[tuple[float, list[Text]]] = [
        (188, [centred("Thousands", 331)]),
        (202, [centred("Men", 271), centred("Women", 391)]),
    ]
    names = [("Crop", "Area", "Share", "Area", "Share"), *WIDE]
    (table,) = read(page([*head, *rows_at(names, 216, ends=WIDE_ENDS)], rules=(176, 221, 292))).tables
    assert spans(table) == {"Thousands": (2, 4), "Men": (2, 2), "Women": (4, 2)}


def test_a_text_alone_in_the_middle_of_the_table_spans_it() -> None:
    names = [("Crop", "Area", "Share", "Area", "Share"), *WIDE]
    lines = rows_at([*names, (), *WIDE], 200, ends=WIDE_ENDS)
    lines[6] = (284, [centred("Crops sown in spring", 248)])
    (table,) = read(page(lines, rules=(188, 205, 360), bold=(200,))).tables
    assert spans(table) == {"Crops sown in spring": (1, 5)}


def test_texts_over_bare_columns_span_nothing() -> None:
    rows = [
        ("Crop", "Area", "Share", "Yield", "Note"),
        ("Wheat", "8", "", "7", ""),
        ("Barley", "9", "", "", "4"),
        *WIDE,
    ]
    (table,) = read(page(rows_at(rows, 200, ends=WIDE_ENDS), rules=(188, 205, 304), bold=(200,))).tables
    assert (grid(table), spans(table)) == (rows, {})


def test_dots_that_lead_to_figures_make_no_table_of_contents() -> None:
    rows = [(s + "." * 40, *f) for s, f in zip(STUBS, FIGURES, strict=True)]
    assert only_grid(page(rows_at(rows, 300))) == rows
    contents = [(s + "." * 40, str(at)) for at, s in enumerate(STUBS, start=3)]
    assert not read(page(rows_at(contents, 300))).tables
    assert not read(page(rows_at([(s, "." * 40, "." * 12) for s in STUBS], 300))).tables


def test_prose_that_ends_in_a_short_line_over_a_table_is_no_part_of_it() -> None:
    rows = [("Crop", "2029", "2030", "2031"), *CROPS, *CROPS, *CROPS]
    prose: list[tuple[float, list[Text]]] = [(153 + 10 * at, [(PROSE[at % 2], 66)]) for at in range(13)]
    lines = [*prose, (283, [("By area.", 66)]), (293, [(PROSE[1], 66)]), *rows_at(rows, 310)]
    assert only_grid(page(lines, rules=(298, 314, 526), bold=(310,))) == rows


def test_headings_that_return_under_others_part_no_table() -> None:
    names = [("", "Area", "Share", "Area", "Share"), *WIDE]
    head: list[tuple[float, list[Text]]] = [(288, [("Crop", 66), centred("Men", 235), centred("Women", 355)])]
    (table,) = read(page([*head, *rows_at(names, 302, ends=WIDE_ENDS)], bold=(288, 302))).tables
    assert grid(table)[2:] == WIDE
