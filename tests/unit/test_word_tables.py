"""What the Word reader makes of tables: grid, merges, wrappers, changes, fills, boldness, and words counted twice."""

from __future__ import annotations

import time
from dataclasses import replace

import pytest

from extractors.document import Cell, Document, Paragraph, Table, count_words, table_texts
from extractors.errors import DocumentUnreadable
from extractors.limits import Limits
from extractors.word import read_docx
from tests.builders import word_xml as w


def read(body: str, **parts: object) -> Document:
    return read_docx(w.docx(body, **parts), Limits())


def only_table(body: str, **parts: object) -> Table:
    (table,) = read(body, **parts).tables
    assert count_words(table_texts(table)) == table.words
    return table


def grid(table: Table) -> list[tuple[int, int, int, int, str]]:
    return [(c.row, c.column, c.row_span, c.column_span, c.text) for c in table.cells]


def words_of(table: Table) -> list[str]:
    return [cell.text for cell in table.cells]


def test_cells_merged_across_and_down_are_one_cell_with_its_span() -> None:
    table = only_table(
        w.table(
            w.row(w.cell(text="Theme", span=3)),
            w.row(w.cell(text="A", merge="restart"), w.cell(text="B"), w.cell(text="C")),
            w.row(w.cell(merge="continue"), w.cell(text="D", span=2)),
        )
    )
    assert (table.rows, table.columns, table.route) == (3, 3, "word")
    assert grid(table) == [
        (1, 1, 1, 3, "Theme"),
        (2, 1, 2, 1, "A"),
        (2, 2, 1, 1, "B"),
        (2, 3, 1, 1, "C"),
        (3, 2, 1, 2, "D"),
    ]


def test_a_merge_that_never_started_joins_the_cell_above_where_it_is_empty() -> None:
    table = only_table(
        w.table(
            w.texts("A", "1"),
            w.row(w.cell(merge="continue"), w.cell(text="2")),
            w.row(w.cell(text="B", merge="continue"), w.cell(text="3")),
            w.row(w.cell(merge="continue"), w.cell(text="4")),
        )
    )
    assert [one for one in grid(table) if one[1] == 1] == [(1, 1, 2, 1, "A"), (3, 1, 2, 1, "B")]


def test_words_in_a_merged_cell_s_lower_part_are_kept() -> None:
    table = only_table(
        w.table(
            w.row(w.cell(text="A", merge="restart"), w.cell(text="1")),
            w.row(w.cell(text="more", merge="continue"), w.cell(text="2")),
        )
    )
    assert words_of(table) == ["A\nmore", "1", "2"]


def test_a_merge_of_other_columns_is_no_merge() -> None:
    table = only_table(
        w.table(
            w.row(w.cell(text="A", merge="restart"), w.cell(text="B"), w.cell(text="C")),
            w.row(w.cell(merge="continue", span=2), w.cell(text="D")),
        )
    )
    assert (2, 1, 1, 2, "") in grid(table)


def test_the_older_sideways_merge_is_read() -> None:
    table = only_table(
        w.table(
            w.row(
                w.cell(text="A", properties='<w:hMerge w:val="restart"/>'),
                w.cell(text="", properties="<w:hMerge/>"),
                w.cell(text="B"),
            ),
            w.texts("1", "2", "3"),
        )
    )
    assert grid(table)[:2] == [(1, 1, 1, 2, "A"), (1, 3, 1, 1, "B")]


def test_rows_that_start_late_or_end_early_leave_places_free() -> None:
    table = only_table(
        w.table(
            w.texts("a", "b", "c"),
            w.row(w.cell(text="d"), w.cell(text="e"), properties='<w:gridBefore w:val="1"/>'),
            w.row(w.cell(text="f"), properties='<w:gridAfter w:val="2"/>'),
        )
    )
    assert [one[:2] for one in grid(table)[3:]] == [(2, 2), (2, 3), (3, 1)]


def test_columns_that_differ_by_a_nudge_are_one_column() -> None:
    table = only_table(
        w.table(
            w.row(w.cell(text="a"), w.cell(text="b", span=2)),
            w.row(w.cell(text="c", span=2), w.cell(text="d")),
            widths=[3000, 40, 3000],
        )
    )
    assert (table.columns, [one[1:4] for one in grid(table)]) == (2, [(1, 1, 1), (2, 1, 1), (1, 1, 1), (2, 1, 1)])


def test_columns_that_were_dragged_apart_in_some_rows_are_one_column() -> None:
    table = only_table(
        w.table(
            w.row(w.cell(text="a"), w.cell(text="b", span=3), w.cell(text="c")),
            w.row(w.cell(text="d", span=2), w.cell(text="e"), w.cell(text="f", span=2)),
            w.row(w.cell(text="Theme", span=5)),
            widths=[3000, 400, 2600, 300, 3000],
        )
    )
    assert grid(table) == [
        (1, 1, 1, 1, "a"), (1, 2, 1, 1, "b"), (1, 3, 1, 1, "c"),
        (2, 1, 1, 1, "d"), (2, 2, 1, 1, "e"), (2, 3, 1, 1, "f"),
        (3, 1, 1, 3, "Theme"),
    ]  # fmt: skip


def test_a_narrow_column_of_its_own_stays() -> None:
    table = only_table(w.table(w.texts("a", "", "b"), w.texts("c", "", "d"), widths=[3000, 120, 3000]))
    assert table.columns == 3


def test_a_row_with_too_few_columns_is_spread_by_its_widths() -> None:
    table = only_table(
        w.table(
            w.row(w.cell(text="Theme", width=9000)),
            w.texts("a", "b", "c"),
            widths=[3000, 3000, 3000],
        )
    )
    assert grid(table)[0] == (1, 1, 1, 3, "Theme")


def test_an_absurd_span_takes_no_columns() -> None:
    assert only_table(w.table(w.row(w.cell(text="a", span=9_999_999)), w.texts("b", "c"))).columns == 3


def test_rows_and_cells_in_content_controls_are_read() -> None:
    rows = w.control(w.texts("a", "b")) + w.row(w.control(w.cell(text="c")), w.control(w.control(w.cell(text="d"))))
    body = w.control(w.table(rows + w.row(w.cell(w.control(w.para(text="e"))), w.cell(text="f"))))
    assert words_of(only_table(body)) == ["a", "b", "c", "d", "e", "f"]


def test_a_table_inside_a_cell_gives_its_rows_as_lines() -> None:
    inner = w.table(w.texts("Policy Team", "May"), w.texts("HR", "June"))
    table = only_table(
        w.table(w.texts("Action", "Owner"), w.row(w.cell(text="x"), w.cell(w.para(text="By") + inner + w.para())))
    )
    assert words_of(table)[-1] == "By\nPolicy Team May\nHR June"


def test_a_table_that_only_frames_another_is_looked_through() -> None:
    inner = w.table(w.texts("Action", "Owner"), w.texts("Train staff", "HR"))
    document = read(w.table(w.row(w.cell(w.para(text="Our plan") + inner + w.para()))))
    assert [type(block) for block in document.blocks] == [Paragraph, Table]
    assert document.tables[0].rows == 2


def test_deleted_rows_and_cells_are_gone_and_inserted_ones_stay() -> None:
    gone = w.row(w.cell(w.para(w.deleted("x"))), w.cell(text="old"), properties='<w:del w:id="1" w:author="A"/>')
    new = w.row(w.cell(text="c"), w.cell(text="d"), properties='<w:ins w:id="1" w:author="A"/>')
    table = only_table(w.table(w.texts("a", "b"), gone, new))
    assert (table.rows, words_of(table)) == (2, ["a", "b", "c", "d"])
    without = w.row(w.cell(text="a"), w.cell(text="x", properties='<w:cellDel w:id="1"/>'), w.cell(text="b"))
    assert [one[1] for one in grid(only_table(w.table(without, without)))] == [1, 2, 1, 2]


def test_a_table_with_no_row_left_is_none() -> None:
    assert read(w.table(w.row(w.cell(text="x"), properties="<w:del/>")) + w.para(text="y")).tables == ()


def test_lines_end_where_the_author_ended_them() -> None:
    content = w.para(text="one") + w.para() + w.para("<w:r><w:t>two</w:t><w:br/><w:t>three</w:t></w:r>")
    assert words_of(only_table(w.table(w.row(w.cell(content), w.cell(text="x")))))[0] == "one\ntwo\nthree"


def test_automatic_numbers_in_cells_are_words_of_the_table() -> None:
    rows = [w.row(w.cell(w.numbered("", 1)), w.cell(text="do it")) for _ in range(2)]
    table = only_table(w.table(*rows), numbering=w.numbering({1: w.level(0, "Action %1")}))
    assert words_of(table) == ["Action 1", "do it", "Action 2", "do it"]
    assert table.words == 8


def test_rows_to_be_repeated_are_headers_unless_all_are() -> None:
    head = w.texts("A", "B", properties="<w:tblHeader/>")
    table = only_table(w.table(head, w.texts("1", "2"), w.texts("3", "4", properties="<w:tblHeader/>")))
    assert [cell.header for cell in table.cells] == [True, True, False, False, False, False]
    assert not any(cell.header for cell in only_table(w.table(head, head, head)).cells)


def test_a_text_box_over_a_cell_is_furniture_and_in_line_is_text() -> None:
    note = w.text_box(w.para(text="See the key"))
    table = only_table(w.table(w.row(w.cell(w.para(w.run("Train"), note)), w.cell(text="HR"))))
    assert words_of(table) == ["Train", "HR"]
    assert table.furniture == (Cell(row=0, column=0, text="See the key"),)
    inline = w.text_box(w.para(text="G"), inline=True)
    assert words_of(only_table(w.table(w.row(w.cell(w.para(inline)), w.cell(text="HR"))))) == ["G", "HR"]


@pytest.mark.parametrize(
    ("at", "width", "inside"),
    [
        ((0, 300_000), 900_000, True),
        ((200_000, 300_000), 900_000, True),
        ((0, 0), 900_000, False),  # over the words
        ((0, 300_000), 2_000_000, False),  # wider than the cell
        ((900_000, 300_000), 900_000, False),  # over the cell beside
        (None, 900_000, False),
    ],
)
def test_a_text_box_below_the_words_of_its_cell_goes_on_with_them(
    at: tuple[int, int] | None, width: int, inside: bool
) -> None:
    box = w.text_box(w.para(text="in both halls"), width=width, at=at)
    table = only_table(w.table(w.row(w.cell(w.para(w.run("Lend loops"), box), width=2000), w.cell(text="HR"))))
    assert words_of(table) == ["Lend loops\nin both halls" if inside else "Lend loops", "HR"]
    assert [cell.text for cell in table.furniture] == ([] if inside else ["in both halls"])


def test_a_text_box_whose_place_is_not_told_whole_is_furniture() -> None:
    box = w.text_box(w.para(text="in both halls"), width=900_000, at=(0, 300_000))
    box = box.replace("<wp:positionV", "<wp:other").replace("</wp:positionV>", "</wp:other>")
    table = only_table(w.table(w.row(w.cell(w.para(w.run("Lend loops"), box), width=2000), w.cell(text="HR"))))
    assert (words_of(table), len(table.furniture)) == (["Lend loops", "HR"], 1)


@pytest.mark.parametrize("width", [500, 5000])
def test_a_text_box_in_an_empty_cell_is_what_the_cell_says(width: int) -> None:
    box = w.text_box(w.para(text="Amber"), width=635 * width)
    table = only_table(w.table(w.row(w.cell(w.para(box), width=1000), w.cell(text="HR"))))
    assert (words_of(table), table.furniture) == (["Amber", "HR"], ())


def test_spacer_columns_and_rows_are_left_to_the_next_step() -> None:
    table = only_table(w.table(w.texts("a", "", "b"), w.texts("", "", ""), widths=[3000, 261, 3000]))
    assert (table.rows, table.columns, len(table.cells)) == (2, 3, 6)


FILLS = [
    ('w:val="clear" w:color="auto" w:fill="00B050"', "#00b050"),
    ('w:val="clear" w:color="auto" w:fill="auto"', None),
    ('w:val="clear" w:fill="FFFFFF"', None),
    ('w:val="nil" w:fill="FF0000"', None),
    ('w:val="solid" w:color="FF0000" w:fill="auto"', "#ff0000"),
    ('w:val="pct50" w:color="FF0000" w:fill="FFFFFF"', "#ff8080"),
    ('w:val="clear" w:fill="auto" w:themeFill="accent1"', "#4472c4"),
    ('w:val="clear" w:fill="auto" w:themeFill="accent1" w:themeFillTint="33"', "#d9e2f3"),
    ('w:val="clear" w:fill="2F5496" w:themeFill="accent1" w:themeFillShade="BF"', "#2f5496"),
    ('w:val="clear" w:fill="auto" w:themeFill="background1"', None),
]


@pytest.mark.parametrize(("shading", "expected"), FILLS)
def test_the_fill_is_the_colour_that_is_seen(shading: str, expected: str | None) -> None:
    body = w.table(w.row(w.cell(text="G", properties=f"<w:shd {shading}/>"), w.cell(text="x")))
    assert only_table(body, theme=w.THEME).cells[0].fill == expected


@pytest.mark.parametrize(
    "content",
    [
        w.para(w.run("R", '<w:highlight w:val="red"/>')),
        w.para(w.run("R", '<w:shd w:val="clear" w:fill="FF0000"/>')),
        w.para(w.run("R"), properties='<w:shd w:val="clear" w:fill="FF0000"/>'),
        w.para(w.run("●", '<w:color w:val="FF0000"/>')),
        w.para('<w:r><w:rPr><w:color w:val="FF0000"/></w:rPr><w:sym w:font="Wingdings" w:char="F06C"/></w:r>'),
        w.para(
            "<w:r><w:drawing><wp:anchor><wp:extent cx='9' cy='9'/><wps:wsp><wps:spPr><a:solidFill>"
            '<a:srgbClr val="FF0000"/></a:solidFill></wps:spPr></wps:wsp></wp:anchor></w:drawing></w:r>'
        ),
    ],
)
def test_a_colour_behind_all_words_or_of_a_drawn_mark_is_the_cell_s(content: str) -> None:
    assert only_table(w.table(w.row(w.cell(content), w.cell(text="x")))).cells[0].fill == "#ff0000"


def test_a_colour_behind_some_words_is_not_the_cell_s() -> None:
    content = w.para(w.run("red", '<w:highlight w:val="red"/>'), w.run(" and not"))
    assert only_table(w.table(w.row(w.cell(content), w.cell(text="x")))).cells[0].fill is None


TABLE_STYLE = w.styles(
    w.style("Base", "table", '<w:tcPr><w:shd w:val="clear" w:fill="EEEEEE"/></w:tcPr>'),
    w.style(
        "Bands",
        "table",
        '<w:basedOn w:val="Base"/>'
        '<w:tblStylePr w:type="firstRow"><w:rPr><w:b/></w:rPr>'
        '<w:tcPr><w:shd w:val="clear" w:fill="111111"/></w:tcPr></w:tblStylePr>'
        '<w:tblStylePr w:type="band1Horz"><w:tcPr><w:shd w:val="clear" w:fill="222222"/></w:tcPr></w:tblStylePr>',
    ),
)


def test_the_table_s_style_gives_fills_and_boldness_by_kind_of_row() -> None:
    properties = '<w:tblStyle w:val="Bands"/><w:tblLook w:val="0420" w:firstRow="1" w:noHBand="0" w:noVBand="1"/>'
    rows = [w.texts(str(number), "x") for number in range(4)]
    cells = only_table(w.table(*rows, properties=properties), styles=TABLE_STYLE).cells
    assert [cell.fill for cell in cells[::2]] == ["#111111", "#222222", "#eeeeee", "#222222"]
    assert [cell.bold for cell in cells[::2]] == [True, False, False, False]
    plain = '<w:tblStyle w:val="Bands"/><w:tblLook w:val="0600"/>'
    assert {cell.fill for cell in only_table(w.table(*rows, properties=plain), styles=TABLE_STYLE).cells} == {"#eeeeee"}


def test_bold_means_every_word() -> None:
    styles = w.styles(
        w.style("Strong", "character", "<w:rPr><w:b/></w:rPr>"), w.style("Loud", "paragraph", "<w:rPr><w:b/></w:rPr>")
    )
    cells = [
        (w.para(w.run("a", "<w:b/>"), w.run(" "), w.run("b", "<w:b/>")), True),
        (w.para(w.run("a", "<w:b/>"), w.run("b")), False),
        (w.para(w.run("a", '<w:rStyle w:val="Strong"/>')), True),
        (w.para(w.run("a"), properties='<w:pStyle w:val="Loud"/>'), True),
        (w.para(w.run("a", '<w:b w:val="0"/>'), properties='<w:pStyle w:val="Loud"/>'), False),
        (w.para(), False),
    ]
    table = only_table(w.table(w.row(*(w.cell(content) for content, _ in cells))), styles=styles)
    assert [cell.bold for cell in table.cells] == [bold for _, bold in cells]


def test_a_cell_that_loses_a_word_shows_in_the_count() -> None:
    table = only_table(w.table(w.texts("Train all staff", "HR"), w.texts("Publish data", "Policy")))
    broken = replace(table, cells=(replace(table.cells[0], text="Train staff"), *table.cells[1:]))
    assert count_words(table_texts(broken)) == table.words - 1


def test_one_word_in_several_runs_counts_once_and_hidden_words_are_furniture() -> None:
    content = w.para(w.run("equal"), w.run("ity"), w.deleted(" gone"), w.run(" secret", "<w:vanish/>"))
    table = only_table(w.table(w.row(w.cell(content), w.cell(text="x"))))
    assert (table.words, table.furniture) == (3, (Cell(row=0, column=0, text="secret"),))


def test_limits_on_columns_and_cells_are_named() -> None:
    body = w.table(*(w.texts(*"abcdef") for _ in range(3)))
    for limits in (Limits(max_columns=5), Limits(max_cells=10), Limits(max_characters=5)):
        with pytest.raises(DocumentUnreadable, match="limit") as caught:
            read_docx(w.docx(body), limits)
        assert caught.value.status == "unsupported"


def test_a_long_table_is_read_in_time_that_grows_with_its_rows() -> None:
    def seconds(rows: int) -> float:
        data = w.docx(w.table(*(w.texts(*(f"word {column}" for column in range(8))) for _ in range(rows))))
        started = time.process_time()
        read_docx(data, Limits())
        return time.process_time() - started

    seconds(50)
    assert seconds(1600) < 16 * max(seconds(400), 0.02)  # four times the rows; sixteen times would be quadratic
