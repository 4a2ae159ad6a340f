"""What the web page reader makes of pages: tables with spans, lists, hidden text, colours, odd and hostile markup."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from extractors.document import Document, Heading, Paragraph, Table, count_words, table_texts
from extractors.errors import DocumentUnreadable
from extractors.html import read_html
from extractors.limits import Limits


def read(body: str, head: str = "") -> Document:
    page = f"<!doctype html><html><head><meta charset=utf-8>{head}</head><body>{body}</body></html>"
    return read_html(page.encode(), Limits())


def only_table(body: str, head: str = "") -> Table:
    (table,) = read(body, head).tables
    assert count_words(table_texts(table)) == table.words
    return table


def grid(table: Table) -> list[tuple[int, int, int, int, str]]:
    return [(c.row, c.column, c.row_span, c.column_span, c.text) for c in table.cells]


def test_spans_place_the_cells_beside_and_below() -> None:
    table = only_table("<table><tr><td rowspan=2>a<td colspan=2>b<tr><td>c<td rowspan=0>d<tr><td>e<td>f</table>")
    assert grid(table) == [
        (1, 1, 2, 1, "a"), (1, 2, 1, 2, "b"), (2, 2, 1, 1, "c"),
        (2, 3, 2, 1, "d"), (3, 1, 1, 1, "e"), (3, 2, 1, 1, "f"),
    ]  # fmt: skip


def test_headers_headings_paragraphs_and_list_items_come_in_order() -> None:
    blocks = read(
        "<h2>Our <em>plan</em></h2>Loose text.<p>A line<br>and one</p><ol start=3><li>x<li>y</ol>"
        "<table><thead><tr><td>Action</thead><tr><th scope=row>1<th>Owner</table>"
    ).blocks
    assert blocks[0] == Heading("Our plan", 2)
    assert [b.text for b in blocks if isinstance(b, Paragraph)] == ["Loose text.", "A line\nand one", "3. x", "4. y"]
    table = blocks[-1]
    assert isinstance(table, Table)
    assert [cell.header for cell in table.cells] == [True, False, True]


@pytest.mark.parametrize(
    ("markup", "level"),
    [
        ("<details><summary>Our <b>staff</b></summary>{}</details>", None),
        ("<button aria-expanded=true>Our staff</button><div>{}</div>", None),
        ("<div role=heading aria-level=3>Our staff</div>{}", 3),
        ("<h3><button aria-expanded=true>Our staff</button></h3><div>{}</div>", 3),
        ("<details><summary><h4>Our staff</h4></summary>{}</details>", 4),
    ],
)
def test_what_opens_a_folded_part_heads_it(markup: str, level: int | None) -> None:
    first, table = read(markup.format("<table><tr><td>a<td>b</table>")).blocks
    assert (first, isinstance(table, Table)) == (Heading("Our staff", level), True)


@pytest.mark.parametrize(
    "markup",
    [
        "<p>Words</p><button>Print this page</button>",
        "<button aria-expanded=false>Menu</button><nav><a href=#>Home</a></nav><p>Words</p>",
        "<button aria-expanded=true>Show all sections</button><table><tr><td>a<td>b</table>",
        "<div><button aria-expanded=true>Hide all</button></div><p>Words</p>",
    ],
)
def test_a_button_that_opens_no_part_heads_nothing(markup: str) -> None:
    assert not [block for block in read(markup).blocks if isinstance(block, Heading)]


def test_what_is_not_seen_is_not_read() -> None:
    table = only_table(
        "<table><tr><td>seen<script>x()</script><span style='display: none'>no</span><b hidden>no</b></td>"
        "<td class=off>no</td>"
        "<td><input type=checkbox checked> ok <select><option>a<option selected>b</select></td></table>",
        "<style>.off { display:none }</style>",
    )
    assert [cell.text for cell in table.cells] == ["seen", "✓ ok b"]


@pytest.mark.parametrize(
    ("attributes", "expected"),
    [
        ('bgcolor="#00B050"', "#00b050"),
        ('style="background-color: rgb(255, 0, 0)"', "#ff0000"),
        ('style="background:#fc0"', "#ffcc00"),
        ('style="background: amber"', "#ffbf00"),
        ('style="background: hsl(120, 100%, 25%)"', "#008000"),
        ('style="background: hsl(-120deg 100% 50%)"', "#0000ff"),
        ('style="background: hsla(120, 100%, 25%, 0)"', None),
        ("class=done", "#00ff00"),
        ('bgcolor="white"', None),
        ('style="background: transparent"', None),
        ("", None),
    ],
)
def test_fills_come_from_attributes_styles_and_rules(attributes: str, expected: str | None) -> None:
    table = only_table(f"<table><tr><td {attributes}>x<td>y</table>", "<style>td.done{background:lime}</style>")
    assert table.cells[0].fill == expected


def test_a_row_s_colour_is_behind_its_cells_and_one_span_may_hold_it() -> None:
    table = only_table(
        "<table><tr bgcolor=red><td>a<td bgcolor=blue>b<tr><td><span style='background:red'>c</span></table>"
    )
    assert [cell.fill for cell in table.cells] == ["#ff0000", "#0000ff", "#ff0000"]


def test_bold_is_every_word() -> None:
    table = only_table(
        "<table><tr><td><b>a</b> <strong>b</strong><td><b>a</b> b<td style='font-weight:700'>c<td></table>"
    )
    assert [cell.bold for cell in table.cells] == [True, False, True, False]


def test_a_small_table_in_a_cell_is_lines_and_a_layout_table_is_none() -> None:
    inner = "<table><tr><td>n<td>m<tr><td>o<td>p</table>"
    assert grid(only_table(f"<table><tr><td>a{inner}<td>b</table>"))[0][4] == "a\nn m\no p"
    plan = "<table>" + "<tr><td>a<td>b<td>c" * 4 + "</table>"
    tables = read(f"<table><tr><td>menu<td>{plan}</table>").tables
    assert [(table.rows, table.columns) for table in tables] == [(4, 3)]


@pytest.mark.parametrize(
    ("data", "expected"),
    [
        ("<p>caf\u00e9 \u00a35</p>".encode("cp1252"), "caf\u00e9 \u00a35"),
        ("<p>caf\u00e9</p>".encode("utf-16"), "caf\u00e9"),
        (b'<?xml version="1.0" encoding="utf-8"?><html><p>x</p></html>', "x"),
        (b"<meta charset=iso-8859-1><p>caf\xe9</p>", "caf\u00e9"),
        (b"<meta charset=no-such-thing><p>x\x00y</p>", "xy"),
    ],
)
def test_pages_in_any_encoding_are_read(data: bytes, expected: str) -> None:
    (block,) = read_html(data, Limits()).blocks
    assert isinstance(block, Paragraph)
    assert block.text == expected


def test_deep_markup_and_wide_tables_are_refused() -> None:
    with pytest.raises(DocumentUnreadable, match="deeply"):
        read_html(b"<b>" * 5000 + b"x", Limits())
    with pytest.raises(DocumentUnreadable, match="limit"):
        read_html(b"<table><tr>" + b"<td>x" * 300 + b"</table>", Limits())
    with pytest.raises(DocumentUnreadable, match="limit"):
        read_html(b"<p>x</p>" * 100, Limits(max_bytes=100))


def test_an_external_entity_is_not_followed(tmp_path: object) -> None:
    page = b'<!DOCTYPE html [<!ENTITY x SYSTEM "file:///etc/passwd">]><html><body><p>a &x; b</p></body></html>'
    assert "root" not in str(read_html(page, Limits()))


PIECES = st.sampled_from(
    [
        "<table>", "</table>", "<tr>", "<td>", "<td rowspan=3>", "<td colspan=2>", "<th>", "x y", "<br>", "<p>", "</p>",
        "<li>", "<ul>", "</ul>", "<b>", "</b>", "<div>", "</div>", " ", "<input type=checkbox>", "<thead>", "<caption>",
        "&nbsp;", "<x-y>",
    ]
)  # fmt: skip


@settings(max_examples=200, deadline=None)
@given(st.lists(PIECES, max_size=40))
def test_any_markup_gives_tables_whose_words_agree_and_whose_cells_do_not_overlap(pieces: list[str]) -> None:
    for table in read("".join(pieces)).tables:
        assert count_words(table_texts(table)) == table.words
        places = [
            (row, column)
            for cell in table.cells
            for row in range(cell.row, cell.row + cell.row_span)
            for column in range(cell.column, cell.column + cell.column_span)
        ]
        assert len(places) == len(set(places))


@settings(max_examples=100, deadline=None)
@given(st.binary(max_size=200))
def test_any_bytes_give_a_document_or_a_status(data: bytes) -> None:
    try:
        read_html(data, Limits())
    except DocumentUnreadable as trouble:
        assert trouble.sentence.endswith(".")
