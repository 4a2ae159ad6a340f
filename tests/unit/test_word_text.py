"""What the Word reader makes of the words of a paragraph: changes, fields, marks, hidden text, numbers."""

from __future__ import annotations

import pytest

from extractors.document import Document, Heading, Paragraph
from extractors.limits import Limits
from extractors.word import read_docx
from tests.builders import word_xml as w


def read(body: str, **parts: object) -> Document:
    return read_docx(w.docx(body, **parts), Limits())


def only_text(*content: str, properties: str = "", **parts: object) -> str:
    (block,) = read(w.para(*content, properties=properties), **parts).blocks
    assert isinstance(block, (Paragraph, Heading))
    return block.text


@pytest.mark.parametrize(
    ("content", "expected"),
    [
        (w.run("Train ") + w.inserted(w.run("all ")) + w.deleted("some ") + w.run("staff"), "Train all staff"),
        ('<w:moveFrom w:id="1">' + w.run("gone ") + "</w:moveFrom>" + w.run("here"), "here"),
        ('<w:moveTo w:id="1">' + w.run("moved ") + "</w:moveTo>" + w.run("in"), "moved in"),
        (w.run("See ") + w.field('HYPERLINK "https://example.org"', w.run("our page")), "See our page"),
        ('<w:fldSimple w:instr=" PAGE ">' + w.run("7") + "</w:fldSimple>", "7"),
        ('<w:hyperlink r:id="rId9">' + w.run("the policy") + "</w:hyperlink>", "the policy"),
        ("<w:smartTag>" + w.run("Leeds") + "</w:smartTag>", "Leeds"),
        (w.control(w.run("Head of HR")), "Head of HR"),
        (w.control(w.inserted(w.control(w.run("Head of HR")))), "Head of HR"),
        ("<w:r><w:t>self</w:t><w:noBreakHyphen/><w:t>assessment</w:t></w:r>", "self-assessment"),
        ("<w:r><w:t>work</w:t><w:softHyphen/><w:t>force</w:t></w:r>", "workforce"),
        (w.run("work\u00adforce"), "workforce"),
        ("<w:r><w:t>a</w:t><w:tab/><w:t>b</w:t></w:r>", "a b"),
        ("<w:r><w:t>a</w:t><w:br/><w:t>b</w:t></w:r>", "a\nb"),
        ('<w:r><w:t>a</w:t><w:br w:type="page"/><w:t>b</w:t></w:r>', "a\nb"),
        (w.run("Q1\u00a02024"), "Q1 2024"),
        ("<w:r><w:t>line\n  of the file</w:t></w:r>", "line of the file"),
        (w.run("seen ") + w.run("hidden ", "<w:vanish/>") + w.run("too"), "seen too"),
        (w.run("seen", '<w:vanish w:val="0"/>'), "seen"),
        (w.run("help") + '<w:r><w:footnoteReference w:id="1"/></w:r>' + w.run("ed"), "helped"),
        ('<w:commentRangeStart w:id="1"/>' + w.run("said") + '<w:r><w:commentReference w:id="1"/></w:r>', "said"),
        ('<w:r><w:sym w:font="Wingdings" w:char="F0FC"/></w:r>', "✓"),
        ('<w:r><w:rPr><w:rFonts w:ascii="Wingdings"/></w:rPr><w:t>ü</w:t></w:r>', "✓"),
        ("<w:r><w:t>Done \uf0fc</w:t></w:r>", "Done ✓"),
        (w.control(w.run("☒"), '<w14:checkbox><w14:checked w14:val="1"/></w14:checkbox>') + w.run(" yes"), "✓ yes"),
        (w.control(w.run("☐"), '<w14:checkbox><w14:checked w14:val="0"/></w14:checkbox>') + w.run(" no"), "☐ no"),
        (
            "<w:r><w:t>a </w:t><mc:AlternateContent><mc:Choice Requires='x'><w:x/></mc:Choice>"
            "<mc:Fallback><w:t>b</w:t></mc:Fallback></mc:AlternateContent></w:r>",
            "a b",
        ),
        ("<w:ruby><w:rt>" + w.run("over") + "</w:rt><w:rubyBase>" + w.run("base") + "</w:rubyBase></w:ruby>", "base"),
        ("<m:oMath><m:r><m:t>x+1</m:t></m:r></m:oMath>", "x+1"),
        ('<w:r><w:fldChar w:fldCharType="begin"/></w:r>' + w.run("a field left open"), "a field left open"),
    ],
)
def test_a_paragraph_reads_as_the_accepted_document_shows_it(content: str, expected: str) -> None:
    assert only_text(content) == expected


def test_the_code_of_a_field_inside_a_code_is_no_text() -> None:
    inner = w.field("MERGEFIELD kind", w.run("council"))
    outer = (
        '<w:r><w:fldChar w:fldCharType="begin"/></w:r><w:r><w:instrText> IF </w:instrText></w:r>'
        + inner
        + '<w:r><w:fldChar w:fldCharType="separate"/></w:r>'
        + w.run("All staff")
        + '<w:r><w:fldChar w:fldCharType="end"/></w:r>'
    )
    assert only_text(outer, w.run(" by May")) == "All staff by May"


@pytest.mark.parametrize(
    ("form", "expected"),
    [
        ('<w:checkBox><w:default w:val="0"/><w:checked/></w:checkBox>', "✓ agreed"),
        ('<w:checkBox><w:default w:val="0"/></w:checkBox>', "☐ agreed"),
        (
            '<w:ddList><w:result w:val="1"/><w:listEntry w:val="Red"/><w:listEntry w:val="Amber"/></w:ddList>',
            "Amber agreed",
        ),
    ],
)
def test_form_fields_show_what_was_chosen(form: str, expected: str) -> None:
    content = (
        f'<w:r><w:fldChar w:fldCharType="begin"><w:ffData>{form}</w:ffData></w:fldChar></w:r>'
        '<w:r><w:instrText> FORM </w:instrText></w:r><w:r><w:fldChar w:fldCharType="end"/></w:r>'
    )
    assert only_text(content, w.run(" agreed")) == expected


def test_the_prompt_of_an_empty_content_control_is_no_text() -> None:
    prompt = w.control(w.run("Click here to enter text.", '<w:rStyle w:val="PlaceholderText"/>'), "<w:showingPlcHdr/>")
    assert only_text(w.run("Owner: "), prompt) == "Owner:"
    grey = w.control(w.run("Tap to enter a date.", '<w:color w:val="808080"/>'), "<w:showingPlcHdr/>")
    assert only_text(w.run("By: "), grey) == "By:"


@pytest.mark.parametrize("look", ["", '<w:color w:val="000000"/>', '<w:color w:val="C00000"/>'])
def test_what_was_typed_into_a_content_control_is_text_though_its_prompt_is_said_to_show(look: str) -> None:
    assert only_text(w.control(w.run("May 2031", look), "<w:showingPlcHdr/>")) == "May 2031"


def test_a_paragraph_whose_mark_is_deleted_is_one_with_the_next() -> None:
    body = w.para(text="Publish the ", properties=w.DELETED_MARK) + w.para(text="report")
    assert [block.text for block in read(body).blocks if isinstance(block, Paragraph)] == ["Publish the report"]


def test_text_hidden_by_its_style_is_dropped() -> None:
    styles = w.styles(w.style("Secret", "character", "<w:rPr><w:vanish/></w:rPr>"))
    assert only_text(w.run("open "), w.run("secret", '<w:rStyle w:val="Secret"/>'), styles=styles) == "open"


def test_a_text_box_is_read_once_and_after_its_paragraph() -> None:
    blocks = read(w.para(w.run("Before"), w.text_box(w.para(text="A note in a box.")))).blocks
    assert [block.text for block in blocks if isinstance(block, Paragraph)] == ["Before", "A note in a box."]


def test_a_table_in_a_text_box_is_a_table() -> None:
    inside = w.table(w.texts("Action", "Owner"), w.texts("Train staff", "HR"))
    document = read(w.para(w.text_box(inside + w.para())))
    assert [len(table.cells) for table in document.tables] == [4]


def test_headings_are_known_by_level_name_and_look() -> None:
    styles = w.styles(
        w.style("Rubrik2", "paragraph", "", name="heading 2"),
        w.style("Own", "paragraph", '<w:basedOn w:val="Rubrik2"/>'),
        w.style("Deep", "paragraph", '<w:pPr><w:outlineLvl w:val="3"/></w:pPr>'),
    )
    body = (
        w.para(text="By name", properties='<w:pStyle w:val="Rubrik2"/>')
        + w.para(text="By base", properties='<w:pStyle w:val="Own"/>')
        + w.para(text="By level", properties='<w:pStyle w:val="Deep"/>')
        + w.para(text="Directly", properties='<w:outlineLvl w:val="0"/>')
        + w.para(w.run("By look", "<w:b/>"))
        + w.para(w.run("This is emphasis, and a sentence.", "<w:b/>"))
        + w.para(text="Unknown style", properties='<w:pStyle w:val="Heading1"/>')
    )
    found = [(block.text, block.level) for block in read(body, styles=styles).blocks if isinstance(block, Heading)]
    assert found == [
        ("By name", 2),
        ("By base", 2),
        ("By level", 4),
        ("Directly", 1),
        ("By look", None),
        ("Unknown style", 1),
    ]


def test_running_headers_and_footers_are_furniture_and_stand_once() -> None:
    section = (
        '<w:sectPr><w:headerReference w:type="default" r:id="rId1"/>'
        '<w:footerReference w:type="default" r:id="rId2"/><w:headerReference w:type="first" r:id="rId3"/></w:sectPr>'
    )
    headers = [
        w.part("w:hdr", w.para(text="Plan")),
        w.part("w:ftr", w.para(text="Page 1")),
        w.part("w:hdr", w.para(text="x")),
    ]
    blocks = read(w.para(text="Body") + section, headers=headers).blocks
    assert [(b.text, b.furniture) for b in blocks if isinstance(b, Paragraph)] == [
        ("Plan", True),
        ("Body", False),
        ("Page 1", True),
    ]


def test_the_title_is_the_file_s_own_and_never_empty() -> None:
    assert read(w.para(text="x"), title="Our plan").title == "Our plan"
    assert read(w.para(text="x"), title="  ").title is None


def numbers(body: str, numbering: str, **parts: object) -> list[str]:
    blocks = read(body, numbering=numbering, **parts).blocks
    return [block.text for block in blocks if isinstance(block, (Paragraph, Heading))]


OUTLINE = w.level(0, "%1.") + w.level(1, "%1.%2") + w.level(2, "(%3)", number="lowerLetter")


def test_levels_count_and_restart_below_a_higher_one() -> None:
    body = "".join(w.numbered("x", 1, level) for level in (0, 1, 1, 2, 0, 1, 2, 2))
    assert numbers(body, w.numbering({1: OUTLINE})) == [
        "1. x", "1.1 x", "1.2 x", "(a) x", "2. x", "2.1 x", "(a) x", "(b) x",
    ]  # fmt: skip


def test_a_level_may_start_late_and_come_before_the_one_above_it() -> None:
    definition = w.level(0, "%1", start=2) + w.level(1, "%1.%2")
    assert numbers(w.numbered("x", 1, 1) + w.numbered("x", 1, 0), w.numbering({1: definition})) == ["2.1 x", "3 x"]


def test_lists_of_one_definition_count_on_unless_they_start_anew() -> None:
    lists = {
        1: '<w:abstractNumId w:val="1"/>',
        2: '<w:abstractNumId w:val="1"/>',
        3: '<w:abstractNumId w:val="1"/><w:lvlOverride w:ilvl="0"><w:startOverride w:val="1"/></w:lvlOverride>',
    }
    body = w.numbered("x", 1) + w.numbered("x", 2) + w.numbered("x", 3) + w.numbered("x", 3)
    assert numbers(body, w.numbering({1: w.level(0, "Action %1")}, lists)) == [
        "Action 1 x", "Action 2 x", "Action 1 x", "Action 2 x",
    ]  # fmt: skip


def test_a_level_that_never_restarts_counts_through() -> None:
    definition = w.level(0, "%1.") + w.level(1, "%2)", more='<w:lvlRestart w:val="0"/>')
    body = "".join(w.numbered("x", 1, level) for level in (0, 1, 0, 1))
    assert numbers(body, w.numbering({1: definition})) == ["1. x", "1) x", "2. x", "2) x"]


def test_numbers_of_a_style_are_printed_and_number_0_turns_them_off() -> None:
    styles = w.styles(
        w.style("Heading1", "paragraph", '<w:pPr><w:numPr><w:numId w:val="1"/></w:numPr></w:pPr>', name="heading 1"),
        w.style("Heading2", "paragraph", '<w:pPr><w:numPr><w:numId w:val="1"/></w:numPr></w:pPr>', name="heading 2"),
    )
    definition = w.level(0, "%1", more='<w:pStyle w:val="Heading1"/>') + w.level(
        1, "%1.%2", more='<w:pStyle w:val="Heading2"/>'
    )
    off = '<w:pStyle w:val="Heading1"/><w:numPr><w:numId w:val="0"/></w:numPr>'
    body = (
        w.para(text="Lead", properties='<w:pStyle w:val="Heading1"/>')
        + w.para(text="People", properties='<w:pStyle w:val="Heading2"/>')
        + w.para(text="Plain", properties=off)
    )
    assert numbers(body, w.numbering({1: definition}), styles=styles) == ["1 Lead", "1.1 People", "Plain"]


@pytest.mark.parametrize(
    ("kind", "expected"),
    [
        ("upperRoman", "IV"), ("lowerLetter", "d"), ("upperLetter", "D"), ("decimalZero", "04"), ("ordinal", "4th"),
        ("ordinalText", "Fourth"), ("cardinalText", "Four"), ("decimalEnclosedCircle", "④"), ("none", ""),
    ],
)  # fmt: skip
def test_number_formats(kind: str, expected: str) -> None:
    assert numbers(w.numbered("x", 1), w.numbering({1: w.level(0, "%1", number=kind, start=4)})) == [
        f"{expected} x".strip()
    ]


def test_bullets_are_marked_but_an_empty_bullet_is_nothing() -> None:
    definition = w.level(0, "\uf0b7", number="bullet")
    assert numbers(w.numbered("one", 1) + w.numbered("", 1), w.numbering({1: definition})) == ["• one"]


def test_deleted_paragraphs_take_no_number() -> None:
    gone = w.para(
        w.deleted("old"), properties=f'<w:numPr><w:ilvl w:val="0"/><w:numId w:val="1"/></w:numPr>{w.DELETED_MARK}'
    )
    body = w.numbered("a", 1) + gone + w.numbered("b", 1)
    assert numbers(body, w.numbering({1: w.level(0, "%1.")})) == ["1. a", "2. b"]
