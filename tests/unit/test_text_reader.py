"""Plain-text conversions and their damage."""

from __future__ import annotations

import csv
import io
from dataclasses import replace

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from extractors.document import Document, Heading, Paragraph, Table, count_words, table_texts
from extractors.errors import DocumentUnreadable
from extractors.limits import Limits
from extractors.text import read_text
from extractors.text.separated import split_rows, table_parts


def read(text: str) -> Document:
    return read_text(text.encode("utf-8"), Limits())


def rows(table: Table) -> list[list[str]]:
    return [[c.text for c in table.cells if c.row == r] for r in range(1, table.rows + 1)]


def test_a_line_with_tabs_is_a_row_and_a_blank_line_ends_a_part() -> None:
    document = read("Plan\n\nAction\tLead\nTrain staff\tHR\n\nBuy ramps\tEstates\n")
    assert [type(block) for block in document.blocks] == [Heading, Table, Table]
    assert [rows(table) for table in document.tables] == [
        [["Action", "Lead"], ["Train staff", "HR"]],
        [["Buy ramps", "Estates"]],
    ]


def test_marks_are_no_words_and_bold_is_kept() -> None:
    (table,) = read('<b>Aim 1</b>\tSee <a href="x">the <i>charter</i></a> &amp; sign\n').tables
    assert rows(table) == [["Aim 1", "See the charter & sign"]]
    assert [cell.bold for cell in table.cells] == [True, False]


def test_the_stars_of_markdown_are_marks() -> None:
    found = read_text(b"## Homes\n\n**Lead:** Head of HR\n\n**Done**\n\nby 2031** or 2032**\n", Limits())
    texts = [block.text for block in found.blocks if isinstance(block, Heading | Paragraph)]
    assert texts == ["Homes", "Lead: Head of HR", "Done", "by 2031** or 2032**"]


def test_list_items_stand_on_lines_of_their_own() -> None:
    (table,) = read('A\tWork on: <ul style="x"> <li>• hate crime</li> <li>• poverty</li> </ul>\n').tables
    assert table.cells[1].text == "Work on:\n• hate crime\n• poverty"


def test_a_page_number_inside_a_cell_is_furniture() -> None:
    document = read("A\tb\n\n41\n\n<b>Action 9</b>  42\tc\n")
    last = document.tables[-1]
    assert last.cells[0].text == "Action 9"
    assert [cell.text for cell in last.furniture] == ["42"]
    assert isinstance(document.blocks[1], Paragraph)
    assert document.blocks[1].furniture


def test_a_number_that_no_page_bears_stays_in_its_cell() -> None:
    (table,) = read("Visits  42\tc\nx\ty\n").tables
    assert table.cells[0].text == "Visits 42"


def test_empty_columns_at_the_right_are_dropped() -> None:
    (table,) = read("Action\tLead\t\t\t\nTrain\tHR\t\t\t\n").tables
    assert table.columns == 2


GRID = """Plan
+---------+----------------------+-----------+
| Aim     | Action               | Lead      |
+=========+======================+===========+
| Fair    | Train all managers   | HR        |
| pay     | in recruitment       |           |
|         +----------------------+-----------+
|         | - Audit pay          | Finance & |
|         | - Publish -- twice   | Policy    |
+---------+----------------------+-----------+
| All of the plan                | HR        |
+---------+----------------------+-----------+
Later.
"""


def test_a_drawn_grid_is_read_by_its_rules() -> None:
    document = read(GRID)
    (table,) = document.tables
    assert [(c.row, c.column, c.row_span, c.column_span, c.text) for c in table.cells] == [
        (1, 1, 1, 1, "Aim"), (1, 2, 1, 1, "Action"), (1, 3, 1, 1, "Lead"),
        (2, 1, 2, 1, "Fair pay"), (2, 2, 1, 1, "Train all managers in recruitment"), (2, 3, 1, 1, "HR"),
        (3, 2, 1, 1, "- Audit pay\n- Publish -- twice"), (3, 3, 1, 1, "Finance & Policy"),
        (4, 1, 1, 2, "All of the plan"), (4, 3, 1, 1, "HR"),
    ]  # fmt: skip
    assert {cell.row for cell in table.cells if cell.header} == {1}
    assert count_words(table_texts(table)) == table.words
    assert [block.text for block in document.blocks if isinstance(block, Heading | Paragraph)] == ["Plan", "Later."]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (
            "+---+----------+----+\n| # | Action   | By |\n+---+----------+----+\n| 1 | Train    | HR |\n"
            "|   | all      |    |\n| 2 | Review   |    |\n+---+----------+----+",
            [["#", "Action", "By"], ["1", "Train all", "HR"], ["2", "Review", ""]],
        ),
        ("+---+---+\n| a | b |\n| c | d |\n+---+---+\n| e | f |\n+---+---+\n| g | h |\n+---+---+",
         [["a c", "b d"], ["e", "f"], ["g", "h"]]),
        ("| **A** | B |\n|:---|--:|\n| x \\| y<br>z | - |\n", [["A", "B"], ["x | y\nz", "-"]]),
        ("A | B | C\n--- | --- | ---\n1 | 2 | 3\n", [["A", "B", "C"], ["1", "2", "3"]]),
        ("+---+---+\n| ✅✅ | b |\n+---+---+\n", [["✅✅", "b"]]),
    ],
)  # fmt: skip
def test_a_table_drawn_with_bars_gives_its_rows(text: str, expected: list[list[str]]) -> None:
    (table,) = read(text).tables
    assert rows(table) == expected
    assert (table.route, count_words(table_texts(table))) == ("drawn", table.words)


@pytest.mark.parametrize("text", ["a | b\n\nc", "+44 20 7946\n| x |\n", "A   B   C\n1   2   3\n", "---\ntext\n---\n"])
def test_text_that_draws_no_table_has_none(text: str) -> None:
    assert read(text).tables == ()


@example("+--+--+\n|:|\n++\n+--+--+\n")
@given(st.text("|+-=: ab*\\\n", max_size=80).map(lambda text: f"+--+--+\n|{text}\n+--+--+\n"))
def test_no_word_of_a_drawn_table_is_lost(text: str) -> None:
    for table in read(text).tables:
        assert count_words(table_texts(table)) == table.words
        places = [
            (cell.row + down, cell.column + across)
            for cell in table.cells
            for down in range(cell.row_span)
            for across in range(cell.column_span)
        ]
        assert len(places) == len(set(places))


LOOSE = """Plan

\t1. Our people

\tWhat we have
\tWhat we will do
\tWho

\tA policy

on pay
\tPublish it

\tHR

\t
\tReview it
\tHR
Policy

\tA forum
\tMeet it
\tPolicy
"""


def test_cells_on_lines_of_their_own_are_rows_of_the_width_that_fits_the_blank_lines() -> None:
    tables = read(LOOSE).tables
    assert [rows(table) for table in tables] == [
        [["1. Our people"]],
        [
            ["What we have", "What we will do", "Who"],
            ["A policy\non pay", "Publish it", "HR"],
            ["", "Review it", "HR\nPolicy"],
            ["A forum", "Meet it", "Policy"],
        ],
    ]


@pytest.mark.parametrize("text", [LOOSE, "A\tb\n\n41\n\nAction 9  42\tc\n", "x- y\tself- made\n"])
def test_every_word_of_a_table_is_in_a_cell_or_furniture(text: str) -> None:
    for table in read(text).tables:
        assert table.words == count_words(table_texts(table))


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "cp1252"])
def test_encodings_met_on_web_sites_are_read(encoding: str) -> None:
    document = read_text("Café\tRésumé – “now”\n".encode(encoding), Limits())
    assert rows(document.tables[0]) == [["Café", "Résumé – “now”"]]


@pytest.mark.parametrize("data", [b"\0\1\2\3" * 50, bytes(range(1, 9)) * 40])
def test_bytes_that_are_no_text_are_refused_with_a_sentence(data: bytes) -> None:
    with pytest.raises(DocumentUnreadable) as caught:
        read_text(data, Limits())
    assert caught.value.status == "unsupported"
    assert "Save it as" in caught.value.sentence


def test_a_text_over_the_limit_is_refused() -> None:
    with pytest.raises(DocumentUnreadable, match="more than the limit"):
        read_text(b"a\tb\n" * 100, Limits(max_cells=10))


BANDS = """Plan

\tAction
\tLead
\tWhen

\tAim 1

\tTrain staff
\tHR
\t2025

\tReview forms
\tPolicy
\t2026

\tAim 2

\tBuy ramps
\tEstates
\t2027


Notes after the table

\tAction
\tLead
\tWhen

\tPublish data
\tInsight
\t2028
"""


def test_a_cell_alone_between_rows_of_one_width_runs_across_the_table() -> None:
    first, second = read(BANDS).tables
    assert [(c.text, c.column_span) for c in first.cells if c.column_span > 1] == [("Aim 1", 3), ("Aim 2", 3)]
    assert rows(second) == [["Action", "Lead", "When"], ["Publish data", "Insight", "2028"]]
    assert [block.text for block in read(BANDS).blocks if isinstance(block, Heading)] == [
        "Plan",
        "Notes after the table",
    ]


def test_a_row_of_fewer_cells_runs_to_the_end_of_the_table() -> None:
    text = BANDS.replace("\tAim 1\n", "\t1\n\tOur people\n")
    (number, title) = [cell for cell in read(text).tables[0].cells if cell.row == 2]
    assert (number.text, number.column_span, title.text, title.column_span) == ("1", 1, "Our people", 2)


FOUR = "\tAction\n\tLead\n\tWhen\n\n\tTrain\n\tHR\n\t2031\n\n{row}\n\tMeet\n\tPolicy\n\t2033\n"


def test_blank_lines_between_the_cells_of_one_row_part_no_rows() -> None:
    (table,) = read(FOUR.format(row="\tBuy ramps\n\n\tEstates\n\n\t2032\n")).tables
    assert rows(table)[2:] == [["Buy ramps", "Estates", "2032"], ["Meet", "Policy", "2033"]]


def test_two_cells_alone_with_a_blank_line_between_them_are_two_rows() -> None:
    (table,) = read(FOUR.format(row="\tAim 2\n\n\tOur people\n")).tables
    assert rows(table)[2:4] == [["Aim 2"], ["Our people"]]


@pytest.mark.parametrize(
    ("when", "after"),
    [("2031", ["Notes on this"]), ("when the new centre has opened", [])],
)
def test_what_stands_behind_a_blank_line_in_a_column_of_few_words_follows_the_table(
    when: str, after: list[str]
) -> None:
    text = FOUR.format(row="\tBuy ramps\n\tEstates\n\t2032\n")
    for year in ("2031", "2032", "2033"):
        text = text.replace(year, when)
    document = read(text + "\nNotes on this\n")
    assert [block.text for block in document.blocks if not isinstance(block, Table)] == after


def test_a_heading_between_two_blank_lines_parts_two_tables() -> None:
    text = BANDS.replace("\tAim 2\n", "2. Our services\n\n").replace("\t2026\n\n", "\t2026\n\n\n\n")
    document = read(text)
    assert "2. Our services" in [block.text for block in document.blocks if isinstance(block, Heading)]
    assert [table.rows for table in document.tables][:2] == [4, 1]


@pytest.mark.parametrize("mark", [",", ";", "|"])
def test_a_text_of_separated_cells_is_a_table(mark: str) -> None:
    lines = [["Action", "Lead", "By when"], ["Train staff", "HR", "2031"], ["Buy ramps", "", "2032"]]
    document = read("\n".join(mark.join(line) for line in lines))
    (table,) = document.tables
    assert (rows(table), table.words, document.media_type) == (lines, 11, "text/csv")


def test_cells_in_quotes_hold_the_mark_and_line_breaks() -> None:
    (table,) = read('Action,Lead,When\n"Train staff, councillors",HR,"May\n2031"\n').tables
    assert rows(table)[1] == ["Train staff, councillors", "HR", "May\n2031"]


def test_words_of_separated_cells_are_counted_in_the_file_so_that_one_that_is_lost_shows() -> None:
    rows = split_rows('Action,Lead,When\n"Train ""new"" staff, all",HR team,2031\n5" ramps,,"May\n 2031"\n')
    assert rows is not None
    assert [row.words for row in rows if row.cells] == [3, 7, 4]
    (table,) = table_parts([*rows[:1], replace(rows[1], cells=("Train", "HR team", "2031"))], 1)
    assert isinstance(table, Table)
    assert table.words - count_words(cell.text for cell in table.cells) == 3


@given(
    st.lists(st.lists(st.text(st.sampled_from('ab ,;|"\n'), max_size=9), min_size=3, max_size=3)),
    st.sampled_from(",;|"),
)
def test_words_of_any_separated_cells_add_up(cells: list[list[str]], mark: str) -> None:
    out = io.StringIO()
    csv.writer(out, delimiter=mark, lineterminator="\n").writerows(cells)
    rows = split_rows(out.getvalue())
    for row in rows or ():
        assert row.words == count_words(row.cells)


def test_lines_over_separated_cells_are_text_and_a_blank_row_ends_a_table() -> None:
    document = read("Equality plan,,\n,,\nAction,Lead,When\nTrain staff,HR,2031\n,,\nA,B,C\nD,E,F\n")
    assert [type(block) for block in document.blocks] == [Heading, Table, Table]


@pytest.mark.parametrize(
    "text",
    [
        "We train staff, councillors, and partners.\nWe buy ramps, rails.\nThen we report, and rest, and begin again.",
        'Quotes "that never close, go on, and on\nand on, and on, and on\n',
        "One, two, three\n",
    ],
)
def test_prose_with_commas_is_no_table(text: str) -> None:
    assert not read(text).tables


def test_more_separated_cells_than_the_limit_are_refused() -> None:
    with pytest.raises(DocumentUnreadable, match="limit"):
        read_text(b"a,b,c\n" * 10, Limits(max_cells=20))
