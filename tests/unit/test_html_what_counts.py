"""What the reader of pages tells of words that do not count or are not seen, of pictures, and of tables by roles."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from extractors.document import Cell, Document, Heading, Paragraph, Table, count_words, table_texts
from extractors.html import read_html
from extractors.limits import Limits

HEAD = """<style>
.old { text-decoration: line-through } .pale { color: #fff } .gone { display: none } .up { vertical-align: super }
.dark { background: #1f3864 } .tiny { font-size: 1px } .away { position: absolute; left: -9999px }
.dot { border-radius: 50%; width: 1em; height: 1em } .dot.ok { background: green } td > b.late { color: red }
.bead::before { content: "\\25CF" } .bead { color: #00a33b }
.mark::before { content: "\\25CF"; color: #e00000 } .mark.fine::before { color: #00a33b }
.mark.none::before { content: none } .mark.bare::before { display: none }
.done::before { content: "\\2713  " }
.told::after { content: attr(data-state) "!" } .see-through { color: rgba(0, 0, 0, 0) } .faded { opacity: 0 }
@media print { .screen { display: none } } @media (max-width: 40em) { .wide { display: none } }
@media screen { .never { visibility: hidden } }
</style>"""


def read(body: str, head: str = HEAD) -> Document:
    return read_html(f"<!doctype html><html><head><meta charset=utf-8>{head}</head><body>{body}".encode(), Limits())


def cell_of(cell: str, attributes: str = "") -> tuple[Cell, Table, Document]:
    document = read(f"<table><tr {attributes}>{cell}<td>HR</td></tr></table>")
    (table,) = document.tables
    assert count_words(table_texts(table)) == table.words
    return table.cells[0], table, document


@pytest.mark.parametrize(
    ("cell", "printed", "counted"),
    [
        ("<del>2025</del><ins>2026</ins>", "2025 2026", " 2026"),
        ("<ins>2026</ins><s>2025</s>", "2026 2025", "2026 "),
        ("May <strike>2025</strike>2026", "May 2025 2026", "May  2026"),
        ("<span style='text-decoration: line-through'>2025</span>2026", "2025 2026", " 2026"),
        ("<span class=old>2025</span>2026", "2025 2026", " 2026"),
        ("<p><del>Audit the forms</del></p><p>Audit both", "Audit the forms\nAudit both", "\nAudit both"),
        ("<del> </del><ins>2026</ins>", "2026", "2026"),
        ("<u>20</u>26", "2026", "2026"),
        ("<s>June <b>2025</b> or</s> May 2026", "June 2025 or May 2026", " May 2026"),
        ("<s>Open <span style='display:inline-block'>Withdrawn</span></s>", "Open Withdrawn", " Withdrawn"),
        ("<s>Open <span>shut</span></s>", "Open shut", ""),
        ("March 2031<sup>2</sup>", "March 20312", "March 2031"),
        ("Head of HR<sup><a href=#n>[1]</a></sup>", "Head of HR[1]", "Head of HR"),
        ("HR<span class=up>a</span>", "HRa", "HR"),
        ("1<sup>st</sup> May", "1st May", "1st May"),
        ("40 m<sup>2</sup>", "40 m2", "40 m2"),
        ("CO<sub>2</sub>", "CO2", "CO2"),
    ],
)
def test_struck_words_and_raised_marks_are_printed_and_do_not_count(cell: str, printed: str, counted: str) -> None:
    found, _, document = cell_of(f"<td>{cell}</td>")
    assert (found.text, found.counted) == (printed, counted)
    assert document.notes == ()


@pytest.mark.parametrize(
    ("cell", "printed", "unseen"),
    [
        ("<span class=pale>June 2023</span> March 2025", "March 2025", "June 2023"),
        ("<font color=white>June 2023</font> March 2025", "March 2025", "June 2023"),
        ("<span style='display:none'>a</span>b", "b", "a"),
        ("<span style='mso-hide:all'>a</span>b", "b", "a"),
        ("<i hidden>a</i>b", "b", "a"),
        ("<i class=gone>a <b>c</b></i>b", "b", "a"),
        ("<i class=see-through>a</i>b", "b", "a"),
        ("<i class=faded>a</i>b", "b", "a"),
        ("<i class=never>a</i>b", "b", "a"),
        ("<i class=tiny>a</i>b", "b", "a"),
        ("<i style='font-size:0'>a</i>b", "b", "a"),
        ("<i class=away>Date:</i> May", "May", "Date:"),
        ("<i class=visually-hidden>Date:</i> May", "May", "Date:"),
        ("<span style='color:#000;background:#000'>a</span>b", "b", "a"),
        ("<i class=screen>a</i> <i class=wide>b</i>", "a b", None),
        ("<span class='dark pale'>a</span>", "a", None),
        ("<span style='background:url(x.png)'><span class=pale>a</span></span>", "a", None),
        ("<i style='visibility:hidden'>a<b style='visibility:visible'>c</b></i>", "c", "a"),
        ("<i class=gone style='display:inline'>a</i>", "a", None),
        ("<i style='color:yellow'>a</i>", "a", None),
        ("<details><summary>More</summary>a</details>", "More\na", None),
    ],
)
def test_words_that_are_not_seen_are_furniture_and_told(cell: str, printed: str, unseen: str | None) -> None:
    found, table, document = cell_of(f"<td>{cell}</td>")
    assert found.text == printed
    assert unseen is None or unseen in [one.text for one in table.furniture]
    assert bool(table.furniture) == (unseen is not None)
    assert [note.code for note in document.notes] == (["text_not_visible"] if unseen else [])


def test_white_words_on_a_dark_row_are_seen() -> None:
    assert cell_of("<td class=pale>Action</td>", "class=dark")[0].text == "Action"
    assert cell_of("<td class=pale>Action</td>", "bgcolor=#003366")[0].text == "Action"


@pytest.mark.parametrize(
    ("cell", "text", "fill"),
    [
        ("<img src=g.png alt='Green: on track'>", "Green: on track", None),
        ("<img src=g.png alt='green.png'>", "", None),
        ("<img src=g.png alt='Tick'> Complete", "Complete", None),
        ("<span class='dot ok' aria-label='On track'></span>", "On track", "#008000"),
        ("<span class='dot ok'></span> On track", "On track", "#008000"),
        ("<i class='dot ok' role=img title=Green></i><i class=sr-only>Doing well</i>", "Doing well", "#008000"),
        ("<i class=rag--amber></i>", "", "#ffbf00"),
        ("<b class=late>●</b>", "●", "#ff0000"),
        ("<span style='color:#ffbf00'>⬤</span> Delayed", "⬤ Delayed", "#ffbf00"),
        ("<i class='fa fa-check'></i>", "✓", None),
        ("<i class='fas fa-times-circle' aria-hidden=true></i>", "✗", None),
        ("<span class=material-icons>check_circle</span>", "✓", None),
        ("<span class=done>Train staff</span>", "✓ Train staff", None),
        ("<svg viewBox='0 0 9 9'><title>Amber</title><circle fill='#ffbf00' r=4 /></svg>", "Amber", "#ffbf00"),
        ("<svg><text>Phase</text> <text>2</text></svg>", "Phase 2", None),
        ("<svg><text>Phase</text> <text display='none'>1</text><text>2</text></svg>", "Phase 2", None),
        ("<span class=told data-state='Complete'></span>", "Complete!", None),
        ("<span class=told></span>done", "!done", None),
        ("<math><mn>50</mn><mo>%</mo></math> of staff", "50% of staff", None),
        ("<span class=green>Green spaces team</span>", "Green spaces team", None),
        ("<i role=checkbox aria-checked=true></i> Done <i role=radio></i> Due", "✓ Done ☐ Due", None),
        ("<i role=switch aria-checked=true>On</i>", "On", None),
        ("<span class=bead></span>", "●", "#00a33b"),
        ("<i class=mark></i>", "●", "#e00000"),
        ("<i class='mark fine'></i>", "●", "#00a33b"),
        ("<i class='mark none'>Late</i>", "Late", None),
        ("<i class='mark bare'>Late</i>", "Late", None),
        ("<p style='height:0;overflow:hidden'>June 2029</p><p>May 2031</p>", "May 2031", None),
        ("<p style='height:0'>June 2029</p>", "June 2029", None),
        ("<p style='max-height:0;overflow:hidden'>June 2029</p>", "June 2029", None),
        ("<span class='dot ok'></span><span style='background:red' class=dot></span>", "", None),
    ],
)  # fmt: skip
def test_pictures_icons_and_markers_say_what_is_told_of_them(cell: str, text: str, fill: str | None) -> None:
    found, _, _ = cell_of(f"<td>{cell}</td>")
    assert (found.text, found.fill) == (text, fill)


@pytest.mark.parametrize(
    ("cell", "text"),
    [
        ("<input type=checkbox checked> Yes <input type=checkbox> No", "✓ Yes ☐ No"),
        ("<input type=radio name=a> Yes <input type=radio name=a checked> No", "☐ Yes ✓ No"),
        ("<input type=date value=2031-05-01>", "2031-05-01"),
        ("<input type=hidden value=x7><input type=text value='Head of HR'>", "Head of HR"),
        ("<select><option value='' disabled selected>Choose one</select>", ""),
        ("<select><option>Open<option selected>Closed</select>", "Closed"),
        ("<select multiple><option selected>HR<option>Legal<option selected>ICT</select>", "HR, ICT"),
        ("<textarea> Two\nlines </textarea>", "Two lines"),
        ("<input placeholder='dd/mm/yyyy'>", ""),
    ],
)
def test_fields_of_a_form_give_what_they_show(cell: str, text: str) -> None:
    assert cell_of(f"<td>{cell}</td>")[0].text == text


def test_elements_with_the_roles_of_a_table_are_a_table() -> None:
    row = "<div role=row>{}</div>".format
    body = (
        "<div role=table aria-label=Plan><div role=rowgroup>"
        + row("<span role=columnheader>Action</span><span role=columnheader>Lead</span>")
        + "</div><div role=rowgroup>"
        + row("<span role=cell>Train <b>staff</b></span><span role=cell>HR</span>")
        + row("<span role=gridcell aria-colspan=2>Theme</span>")
        + "</div></div>"
    )
    (table,) = read(body).tables
    assert [(c.row, c.column, c.column_span, c.text, c.header) for c in table.cells] == [
        (1, 1, 1, "Action", True), (1, 2, 1, "Lead", True), (2, 1, 1, "Train staff", False), (2, 2, 1, "HR", False),
        (3, 1, 2, "Theme", False),
    ]  # fmt: skip
    assert count_words(table_texts(table)) == table.words


def test_a_list_of_terms_is_a_table_of_two_columns_unless_it_is_uneven() -> None:
    (table,) = read("<h2>Action 1</h2><dl><div><dt>Lead<dd>HR</div><div><dt>When<dd>May</div></dl>").tables
    assert [cell.text for cell in table.cells] == ["Lead", "HR", "When", "May"]
    (table,) = read("<dl><dt>Lead<dd>HR<dd>Legal<dd>IT<dt>When<dd>May</dl>").tables
    assert [cell.text for cell in table.cells] == ["Lead", "HR\nLegal\nIT", "When", "May"]
    assert read("<dl><dt>Lead<dt>When<dd>May</dl>").tables == ()


def test_a_hidden_table_is_not_read_and_told() -> None:
    document = read("<div class=gone><table><tr><td>a<td>b</table></div><p>Text.</p>")
    assert document.tables == ()
    assert [note.code for note in document.notes] == ["text_not_visible"]


def test_prose_that_is_hidden_is_left_out_and_struck_words_of_headings_are_told() -> None:
    blocks = read("<p class=gone>no</p><p>seen <i class=pale>no</i></p><h2><s>2031</s> 2032</h2>").blocks
    assert [block.text for block in blocks if isinstance(block, (Paragraph, Heading))] == ["seen", "2031 2032"]
    assert [len(block.uncounted) for block in blocks if isinstance(block, Heading)] == [1]


_PIECES = st.sampled_from([
    "word", " a b ", "<b>x</b>", "<s>y</s>", "<sup>1</sup>", "<br>", "<p>line</p>", "<i class=gone>no</i>",
    "<i class=pale>n<b>o</b></i>", "<i class=sr-only>aside</i>", "<img alt=Tick>", "<i class='fa fa-check'></i>",
    "<ul><li>one<li>two</ul>", "<input type=checkbox>", "<select><option>o</select>", "<span class=done>d</span>",
    "<span class=away>far</span>", "<table><tr><td>in<td>ner</table>", "<svg><title>T</title><text>s</text></svg>",
    "<div class=dark><span class=pale>w</span></div>", "<span class='dot ok' title=Green></span>", "<script>x</script>",
    "<span style='visibility:hidden'>v<b style='visibility:visible'>w</b></span>", "<del>e</del>",
])  # fmt: skip


@given(st.lists(_PIECES, max_size=8))
@settings(max_examples=150, deadline=None)
def test_every_word_of_a_cell_is_carried_once(pieces: list[str]) -> None:
    cell_of(f"<td>{''.join(pieces)}</td>")


def test_a_few_words_behind_a_marker_take_its_colour_outside_tables_too() -> None:
    blocks = read("<ul><li><span class='dot ok'></span> Done<li>Late</ul><p><i class=mark></i> Under way</p>").blocks
    assert [(block.text, block.fill) for block in blocks if isinstance(block, Paragraph)] == [
        ("• Done", "#008000"),
        ("• Late", None),
        ("● Under way", "#e00000"),
    ]
