"""What a person sees is what counts: hidden words go to furniture, copies go, struck words and raised marks are told.

Each case draws the same ruled table and something more at its first date; those that look alike and are seen stay.
"""

from __future__ import annotations

import pytest

from extractors.document import Cell, Document, Table
from extractors.limits import Limits
from extractors.pdf import read_pdf
from tests.builders.odd_files import ROWS, drawn

TABLE = drawn() + "\n"
HIDDEN = "June 2023"
AT = (506, 666)  # right of "March 2025", inside its cell


def pdf(content: str, *, page: str = "", resources: str = "", catalog: str = "", more: str = "") -> bytes:
    """A PDF of one page, with what a case needs in its dictionaries."""
    box = "" if "MediaBox" in page else "/MediaBox [0 0 595 842]"
    objects = (
        f"1 0 obj << /Type /Catalog /Pages 2 0 R {catalog} >> endobj",
        "2 0 obj << /Type /Pages /Kids [3 0 R] /Count 1 >> endobj",
        f"3 0 obj << /Type /Page /Parent 2 0 R {box} {page} /Contents 4 0 R "
        f"/Resources << /Font << /F1 5 0 R >> {resources} >> >> endobj",
        f"4 0 obj << /Length {len(content)} >> stream\n{content}\nendstream endobj",
        "5 0 obj << /Type /Font /Subtype /Type1 /BaseFont /Helvetica >> endobj",
        more,
    )
    return ("%PDF-1.7\n" + "\n".join(objects) + "\ntrailer << /Root 1 0 R >>\n%%EOF\n").encode("latin-1")


def text(said: str = HIDDEN, at: tuple[float, float] = AT, *, before: str = "", size: float = 8) -> str:
    return f"\nq BT {before} /F1 {size} Tf 1 0 0 1 {at[0]} {at[1]} Tm ({said}) Tj ET Q"


def read(data: bytes) -> Document:
    return read_pdf(data, Limits(ocr=False))


def table_of(document: Document) -> Table:
    (table,) = document.tables
    return table


def date_of(table: Table) -> Cell:
    return next(cell for cell in table.cells if (cell.row, cell.column) == (2, 4))


def action_of(table: Table) -> Cell:
    return next(cell for cell in table.cells if (cell.row, cell.column) == (2, 2))


WHITE_BOX = "\nq 1 1 1 rg 505 663.5 39 11 re f Q"
CLEAR = "/ExtGState << /G0 << /ca 0 /CA 0 >> /G3 << /ca 0.4 /CA 0.4 >> /GM << /BM /Multiply >> >>"
LAYER = "/OCProperties << /OCGs [8 0 R] /D << /OFF [{off}] /Order [8 0 R] >> >>"
LAYER_OBJECT = "8 0 obj << /Type /OCG /Name (old) >> endobj"
LAYERED = f"/OC /L0 BDC {text()} EMC"
IMAGE = (
    "9 0 obj << /Type /XObject /Subtype /Image /Width 1 /Height 1 /BitsPerComponent 8 /ColorSpace /DeviceGray "
    "/Length 1 >> stream\nA\nendstream endobj"
)
UNSEEN = {
    "invisible mode": pdf(TABLE + text(before="3 Tr")),
    "clipping mode": pdf(TABLE + text(before="7 Tr")),
    "transparent": pdf(TABLE + text(before="/G0 gs"), resources=CLEAR),
    "white on white": pdf(TABLE + text(before="1 1 1 rg")),
    "nearly white": pdf(TABLE + text(before="0.98 0.98 0.97 rg")),
    "black on black": pdf("q 0 0 0 rg 503 663 42 12 re f Q\n" + TABLE + text()),
    "under a white box": pdf(TABLE + text() + WHITE_BOX),
    "under a picture": pdf(
        TABLE + text() + "\nq 39 0 0 11 505 663.5 cm /I0 Do Q", resources="/XObject << /I0 9 0 R >>", more=IMAGE
    ),
    "clipped away": pdf(TABLE + f"q 50 600 300 100 re W n {text()} Q"),
    "a layer that is off": pdf(
        TABLE + LAYERED, resources="/Properties << /L0 8 0 R >>", catalog=LAYER.format(off="8 0 R"), more=LAYER_OBJECT
    ),
    "too small": pdf(TABLE + text(size=0.6)),
    "stroked in white": pdf(TABLE + text(before="1 Tr 1 1 1 RG")),
}
SEEN = {
    "black": pdf(TABLE + text()),
    "grey": pdf(TABLE + text(before="0.7 0.7 0.7 rg")),
    "see-through a little": pdf(TABLE + text(before="/G3 gs"), resources=CLEAR),
    "white on blue": pdf("q 0.1 0.2 0.5 rg 503 663 42 12 re f Q\n" + TABLE + text(before="1 1 1 rg")),
    "over a white box": pdf(TABLE + WHITE_BOX + text()),
    "marked yellow": pdf(TABLE + text() + "\nq /GM gs 1 1 0 rg 505 663.5 39 11 re f Q", resources=CLEAR),
    "beside a white box": pdf(TABLE + text() + "\nq 1 1 1 rg 505 675 39 4 re f Q"),
    "clipped to its cell": pdf(TABLE + f"q 450 660 95 40 re W n {text()} Q"),
    "a layer that is on": pdf(
        TABLE + LAYERED, resources="/Properties << /L0 8 0 R >>", catalog=LAYER.format(off=""), more=LAYER_OBJECT
    ),
    "stroked": pdf(TABLE + text(before="1 Tr")),
}


@pytest.mark.parametrize("name", UNSEEN)
def test_words_that_leave_no_ink_go_to_furniture_and_are_told(name: str) -> None:
    document = read(UNSEEN[name])
    table = table_of(document)
    assert date_of(table).text == "March 2025"
    assert [cell.text for cell in table.furniture] == [HIDDEN]
    (note,) = document.notes
    assert (note.code, note.page) == ("text_not_visible", 1)
    assert HIDDEN in note.message


@pytest.mark.parametrize("name", SEEN)
def test_words_that_are_seen_stay(name: str) -> None:
    document = read(SEEN[name])
    assert sorted(date_of(table_of(document)).text.split()) == sorted(f"March 2025 {HIDDEN}".split())
    assert not document.notes


def two_layers(first: str, second: str, *, off: str) -> bytes:
    """Texts of two layers in one place; `off` names those that are off."""
    return pdf(
        f"{TABLE}/OC /L0 BDC {text(first)} EMC /OC /L1 BDC {text(second)} EMC",
        resources="/Properties << /L0 8 0 R /L1 9 0 R >>",
        catalog=f"/OCProperties << /OCGs [8 0 R 9 0 R] /D << {off} >> >>",
        more=f"{LAYER_OBJECT}\n9 0 obj << /Type /OCG /Name (new) >> endobj",
    )


@pytest.mark.parametrize("off", ["/OFF [8 0 R]", "/BaseState /OFF /ON [9 0 R]"])
@pytest.mark.parametrize("first", [True, False])
def test_of_two_layers_in_one_place_the_one_that_is_off_is_not_seen(off: str, first: bool) -> None:
    data = two_layers(HIDDEN, "June 2033", off=off)
    if not first:
        data = two_layers("June 2033", HIDDEN, off=off.replace("8", "x").replace("9", "8").replace("x", "9"))
    document = read(data)
    table = table_of(document)
    assert sorted(date_of(table).text.split()) == sorted(["March", "2025", "June", "2033"])
    assert [cell.text for cell in table.furniture] == [HIDDEN]
    assert [note.code for note in document.notes] == ["text_not_visible"]


def test_two_layers_in_one_place_that_are_on_are_both_seen() -> None:
    document = read(two_layers(HIDDEN, "Winter", off="/OFF []"))
    assert sorted(date_of(table_of(document)).text.split()) == sorted(f"March 2025 {HIDDEN} Winter".split())
    assert not document.notes


@pytest.mark.parametrize("turn", [0, 90, 270])
@pytest.mark.parametrize("box", ["/MediaBox [0 0 595 842] /CropBox [0 662 595 842]", "/MediaBox [0 662 595 842]"])
def test_rows_outside_the_page_box_are_not_on_the_page(box: str, turn: int) -> None:
    document = read(pdf(TABLE, page=f"{box} /Rotate {turn}"))
    table = table_of(document)
    assert {cell.text for cell in table.cells if cell.text} == {*ROWS[0], *ROWS[1]}
    assert [note.code for note in document.notes] == ["text_not_visible"]


def test_a_page_that_shows_a_picture_keeps_its_hidden_text() -> None:
    scan = "q 595 0 0 842 0 0 cm /I0 Do Q"
    data = pdf(f"{scan} 3 Tr {TABLE}", resources="/XObject << /I0 9 0 R >>", more=IMAGE)
    document = read(data)
    assert date_of(table_of(document)).text == "March 2025"
    assert not document.notes


def copies(said: str, at: tuple[float, float], step: float, times: int) -> str:
    """Each letter drawn several times, a step aside, as some programs make letters bold."""
    widths = {"l": 2.22, "i": 2.22, "r": 3.33, " ": 2.78, "t": 2.78}  # of Helvetica at 10 points
    parts: list[str] = []
    x = at[0]
    for letter in said:
        wide = widths.get(letter, 5.56)
        if letter != " ":
            parts += [text(letter, (x + step * time, at[1]), size=10) for time in range(times)]
        x += wide
    return "".join(parts)


@pytest.mark.parametrize(("step", "times"), [(0.3, 2), (0.5, 3), (0.9, 2), (1.0, 3)])
def test_letters_drawn_again_to_look_bold_are_read_once(step: float, times: int) -> None:
    rows = [ROWS[0], ("1", "", "HR", "2025")]
    data = pdf(drawn(rows) + copies("bill all till hill", (154, 666), step, times))
    assert action_of(table_of(read(data))).text == "bill all till hill"


@pytest.mark.parametrize("aside", [(0.0, 0.0), (0.7, -0.7), (1.5, 0.5)])
def test_a_shadow_is_the_same_words_again(aside: tuple[float, float]) -> None:
    shadow = f"q 0.8 0.8 0.8 rg 1 0 0 1 {aside[0]} {aside[1]} cm {TABLE} Q"
    table = table_of(read(pdf(shadow + TABLE)))
    assert [cell.text for cell in table.cells] == [text for row in ROWS for text in row]


@pytest.mark.parametrize("asides", [(0.0, 0.0), (0.0, 0.3), (0.3, 0.3, 0.0)])
def test_words_printed_three_times_or_more_are_the_same_words(asides: tuple[float, ...]) -> None:
    again = "".join(f"q 1 0 0 1 {aside} 0 cm {TABLE} Q " for aside in asides)
    table = table_of(read(pdf(again + TABLE)))
    assert [cell.text for cell in table.cells] == [text for row in ROWS for text in row]


def test_words_said_twice_side_by_side_stay() -> None:
    rows = [ROWS[0], ("1", "that that is is", "HR", "2025")]
    assert action_of(table_of(read(pdf(drawn(rows))))).text == "that that is is"


STRIKES = {
    "rule": "q 0.6 w 505 668.2 m 545 668.2 l S Q",
    "thin bar": "q 0 0 0 rg 505 668 40 0.8 re f Q",
    "bar in colour": "q 1 0 0 rg 505 667.8 40 1.2 re f Q",
}
ANNOTATION = (
    "7 0 obj << /Type /Annot /Subtype /StrikeOut /Rect [505 662 545 675] "
    "/QuadPoints [505 674 545 674 505 664 545 664] >> endobj"
)


@pytest.mark.parametrize("name", [*STRIKES, "annotation"])
def test_words_with_a_line_through_them_stay_printed_and_do_not_count(name: str) -> None:
    if name == "annotation":
        data = pdf(TABLE + text(), page="/Annots [7 0 R]", more=ANNOTATION)
    else:
        data = pdf(TABLE + text() + "\n" + STRIKES[name])
    table = table_of(read(data))
    cell = date_of(table)
    assert (table.rows, table.columns) == (3, 4)
    assert sorted(cell.text.split()) == sorted(["March", "2025", "June", "2023"])
    assert cell.counted.split() == ["March", "2025"]
    assert [kind for *_, kind in cell.uncounted] == ["struck"]


@pytest.mark.parametrize("line", ["q 0.5 w 505 664.8 m 545 664.8 l S Q", "q 0.5 w 505 673.4 m 545 673.4 l S Q"])
def test_words_under_and_over_a_line_count(line: str) -> None:
    cell = date_of(table_of(read(pdf(TABLE + text() + "\n" + line))))
    assert (len(cell.counted.split()), cell.uncounted) == (4, ())


RAISED = (("March 2025", "2", "March 2025"), ("Head of HR", "a", "Head of HR"), ("Ongoing", "*", "Ongoing"))


@pytest.mark.parametrize(("said", "mark", "counted"), RAISED)
def test_a_raised_mark_does_not_count(said: str, mark: str, counted: str) -> None:
    rows = [ROWS[0], ("1", "", "HR", "2025")]
    line = f"BT /F1 10 Tf 1 0 0 1 154 666 Tm ({said}) Tj 4 Ts /F1 6 Tf ({mark}) Tj ET"
    cell = action_of(table_of(read(pdf(drawn(rows) + "\n" + line))))
    assert (cell.text, cell.counted) == (said + mark, counted)
    assert [kind for *_, kind in cell.uncounted] == ["raised"]


@pytest.mark.parametrize(("said", "mark"), [("40 m", "2"), ("10", "3"), ("1", "st")])
def test_powers_and_ordinals_that_are_raised_count(said: str, mark: str) -> None:
    rows = [ROWS[0], ("1", "", "HR", "2025")]
    line = f"BT /F1 10 Tf 1 0 0 1 154 666 Tm ({said}) Tj 4 Ts /F1 6 Tf ({mark}) Tj 0 Ts /F1 10 Tf ( rooms) Tj ET"
    cell = action_of(table_of(read(pdf(drawn(rows) + "\n" + line))))
    assert (cell.counted, cell.uncounted) == (f"{said}{mark} rooms", ())


@pytest.mark.parametrize(("size", "rise", "counted"), [(9, 3.4, "March 2025"), (9, 0.4, "March 20251")])
def test_a_mark_hardly_smaller_than_its_word_is_told_by_how_far_it_is_raised(
    size: float, rise: float, counted: str
) -> None:
    rows = [ROWS[0], ("1", "", "HR", "2025")]
    line = f"BT /F1 10 Tf 1 0 0 1 154 666 Tm (March 2025) Tj {rise} Ts /F1 {size} Tf (1) Tj ET"
    assert action_of(table_of(read(pdf(drawn(rows) + "\n" + line)))).counted == counted


@pytest.mark.parametrize(("said", "rise", "size"), [("st", 4, 6), ("2", -3, 6), ("2", 0, 10)])
def test_ordinals_lowered_and_level_letters_count(said: str, rise: int, size: int) -> None:
    rows = [ROWS[0], ("1", "", "HR", "2025")]
    line = f"BT /F1 10 Tf 1 0 0 1 154 666 Tm (Room 1) Tj {rise} Ts /F1 {size} Tf ({said}) Tj ET"
    assert action_of(table_of(read(pdf(drawn(rows) + "\n" + line)))).uncounted == ()


@pytest.mark.parametrize(("said", "cut"), [("By 31 December 2031", True), ("By December", False)])
def test_a_word_behind_which_the_next_is_clipped_away_is_cut(said: str, cut: bool) -> None:
    rows = [("Ref", "Action", "Owner", "Date"), ("1", "", "Head of HR", "May 2025")]
    data = pdf(drawn(rows) + f"\nq 150 660 80 20 re W n BT /F1 10 Tf 1 0 0 1 154 666 Tm ({said}) Tj ET Q")
    cell = action_of(table_of(read(data)))
    assert (cell.text, cell.cut) == (said.removesuffix(" 2031"), cut)


def test_text_that_runs_over_its_border_is_cut_and_stays_in_its_cell() -> None:
    rows = [("Ref", "Action", "Owner", "Date"), ("1", "", "Head of HR", "May 2025")]
    clip = "q 150 660 150 20 re W n"
    said = "Train all of the staff and of the members of the council in May"
    data = pdf(drawn(rows) + f"\n{clip} BT /F1 10 Tf 1 0 0 1 154 666 Tm ({said}) Tj ET Q")
    document = read(data)
    action, owner = table_of(document).cells[-3:-1]
    assert said.startswith(action.text)
    assert (action.cut, owner.text, owner.cut) == (True, "Head of HR", False)
    assert {note.code for note in document.notes} == {"text_cut", "text_not_visible"}
