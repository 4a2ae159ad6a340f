"""What the Word reader tells of words that are printed and do not count, or that a person does not see."""

from __future__ import annotations

import pytest

from extractors.document import Cell, Document, Table, Uncounted, count_words, table_texts
from extractors.limits import Limits
from extractors.word import read_docx
from tests.builders import word_xml as w

_STYLES = w.styles(
    w.style("Old", "character", "<w:rPr><w:strike/></w:rPr>"),
    w.style("Note", "character", '<w:rPr><w:vertAlign w:val="superscript"/></w:rPr>'),
    w.style("Pale", "character", '<w:rPr><w:color w:val="FFFFFF"/></w:rPr>'),
    w.style("Gone", "paragraph", "<w:rPr><w:dstrike/></w:rPr>"),
)
_UP = '<w:vertAlign w:val="superscript"/>'
_WHITE = '<w:color w:val="FFFFFF"/>'


def read(body: str) -> Document:
    return read_docx(w.docx(body, styles=_STYLES, theme=w.THEME), Limits())


def cell_of(content: str, *, fill: str | None = None) -> tuple[Cell, Table, Document]:
    """The first cell of a table of two, whose words are all carried."""
    document = read(w.table(w.row(w.cell(content, fill=fill), w.cell(text="Head of HR"))))
    (table,) = document.tables
    assert count_words(table_texts(table)) == table.words
    return table.cells[0], table, document


@pytest.mark.parametrize(
    ("content", "printed", "counted"),
    [
        (w.run("March 2025", "<w:strike/>") + w.run(" Sept 2026"), "March 2025 Sept 2026", " Sept 2026"),
        (w.run("two", "<w:dstrike/>") + w.run(" three lifts"), "two three lifts", " three lifts"),
        (w.run("June", '<w:rStyle w:val="Old"/>') + w.run(" July"), "June July", " July"),
        (w.run("June", '<w:rStyle w:val="Old"/><w:strike w:val="0"/>') + w.run(" July"), "June July", "June July"),
        (w.run("March 2025", '<w:strike w:val="0"/>'), "March 2025", "March 2025"),
        (w.run(" ", "<w:strike/>") + w.run("Sept 2026"), "Sept 2026", "Sept 2026"),
        (w.deleted("March 2025") + w.run("Sept 2026"), "Sept 2026", "Sept 2026"),
        (w.run("a ", "<w:strike/>") + w.run("b", "<w:strike/>") + w.run(" c"), "a b c", " c"),
        (w.run("May", "<w:rPrChange><w:rPr><w:strike/></w:rPr></w:rPrChange>"), "May", "May"),
        (w.run("March 2031") + w.run("2", _UP), "March 20312", "March 2031"),
        (w.run("Head of HR") + w.run("a,b", _UP), "Head of HRa,b", "Head of HR"),
        (w.run("Head of HR") + w.run("[3]", '<w:rStyle w:val="Note"/>'), "Head of HR[3]", "Head of HR"),
        (w.run("1") + w.run("st", _UP) + w.run(" May"), "1st May", "1st May"),
        (w.run("40 m") + w.run("2", _UP) + w.run(" hall"), "40 m2 hall", "40 m2 hall"),
        (w.run("CO") + w.run("2", '<w:vertAlign w:val="subscript"/>'), "CO2", "CO2"),
        (w.run("Equalities") + w.run(" Team", _UP), "Equalities Team", "Equalities Team"),
        (w.run("HR") + w.run("1 2", _UP) + w.run(" ICT") + w.run("(a)(b)", _UP), "HR1 2 ICT(a)(b)", "HR ICT"),
        (w.run("HR") + w.run("1", '<w:position w:val="8"/><w:sz w:val="12"/>'), "HR1", "HR"),
    ],
)
def test_struck_words_and_raised_marks_are_printed_and_do_not_count(content: str, printed: str, counted: str) -> None:
    cell, table, document = cell_of(w.para(content))
    assert (cell.text, cell.counted) == (printed, counted)
    assert (table.furniture, document.notes) == ((), ())


def test_lines_of_a_cell_that_are_struck_by_their_style_are_told_by_their_letters() -> None:
    cell, _, _ = cell_of(
        w.para(text="First draft", properties='<w:pStyle w:val="Gone"/>') + w.para(text="Final report")
    )
    assert (cell.text, cell.uncounted) == ("First draft\nFinal report", (Uncounted(0, 11, "struck"),))


@pytest.mark.parametrize(
    ("content", "fill", "printed", "unseen"),
    [
        (w.run("June 2023", _WHITE) + w.run(" March 2025"), None, "March 2025", "June 2023"),
        (w.run("old", '<w:rStyle w:val="Pale"/>') + w.run(" new"), None, "new", "old"),
        (w.run("old", '<w:color w:val="auto" w:themeColor="background1"/>') + w.run(" new"), None, "new", "old"),
        (w.run("old", '<w:color w:val="1F3864"/>') + w.run(" new", _WHITE), "1F3864", "new", "old"),
        (w.run("old", '<w:color w:val="FFFF00"/><w:highlight w:val="yellow"/>') + w.run(" new"), None, "new", "old"),
        (w.run("old", '<w:sz w:val="2"/>') + w.run(" new"), None, "new", "old"),
        (w.run("old", "<w:vanish/>") + w.run("new"), None, "new", "old"),
        (w.run("old", "<w14:textFill><w14:noFill/></w14:textFill>") + w.run(" new"), None, "new", "old"),
        (w.run("a") + w.run("b", _WHITE) + w.run("c"), None, "a c", "b"),
        (w.run("all", _WHITE), "1F3864", "all", None),
        (w.run("all", _WHITE + '<w:shd w:val="clear" w:fill="C00000"/>'), None, "all", None),
        (w.run("all", '<w:color w:val="FFFF00"/>'), None, "all", None),
        (w.run("all", '<w:color w:val="A6A6A6"/>'), None, "all", None),
        (w.run("all", '<w:color w:val="auto"/>'), "000000", "all", None),
        (w.run("all", '<w:sz w:val="10"/>'), None, "all", None),
    ],
)
def test_words_that_leave_no_ink_are_furniture_and_told(
    content: str, fill: str | None, printed: str, unseen: str | None
) -> None:
    cell, table, document = cell_of(w.para(content), fill=fill)
    assert cell.text == printed
    assert [one.text for one in table.furniture] == ([unseen] if unseen else [])
    assert [note.code for note in document.notes] == (["text_not_visible"] if unseen else [])


def test_words_on_a_paragraph_s_own_shade_are_seen() -> None:
    shaded = w.para(w.run("all", _WHITE), properties='<w:shd w:val="clear" w:fill="1F3864"/>')
    assert cell_of(shaded)[0].text == "all"


def test_words_of_a_table_in_a_cell_stand_on_the_inner_cell_s_shade() -> None:
    inner = w.table(w.row(w.cell(w.para(w.run("Step 1", _WHITE)), fill="1F3864"), w.cell(text="May")))
    assert cell_of(inner + w.para())[0].text == "Step 1 May"


@pytest.mark.parametrize(
    ("alternative", "text"),
    [
        ("Green: on track", "Green: on track"),
        ("Tick", "Tick"),
        ("image3.png", ""),
        ("Picture 2", ""),
        ("A traffic light  Description automatically generated", ""),
        ("", ""),
    ],
)
def test_a_picture_alone_in_a_cell_says_what_its_words_say(alternative: str, text: str) -> None:
    drawing = (
        '<w:r><w:drawing><wp:inline><wp:extent cx="9" cy="9"/>'
        f'<wp:docPr id="1" name="Picture 1" descr="{alternative}"/></wp:inline></w:drawing></w:r>'
    )
    assert cell_of(w.para(drawing))[0].text == text
    assert cell_of(w.para(drawing, w.run("Complete")))[0].text == "Complete"
