"""Encodings, separators, quoting, archives of pages, headers that are lost, letters that have no name."""

from __future__ import annotations

import pytest

from extractors import extract_bytes, kind_of
from extractors.document import Cell, Document, Table, Uncounted, count_words, table_texts
from extractors.encodings import decode
from extractors.errors import DocumentUnreadable
from extractors.limits import Limits
from extractors.lost_letters import fitting_word, mend_lost_letters
from tests.builders.bad_files import good_pdf

SENTENCE = "The council’s “workforce” plan – café staff, £5k • 2031"


def texts(document: Document) -> list[list[str]]:
    (table,) = document.tables
    assert count_words(table_texts(table)) == table.words
    return [[cell.text for cell in table.cells if cell.row == row] for row in range(1, table.rows + 1)]


def read(data: bytes) -> Document:
    return extract_bytes(data, Limits())


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-32", "cp1252", "mac_roman"])
def test_text_is_decoded_by_its_mark_or_by_what_makes_sense(encoding: str) -> None:
    assert decode(SENTENCE.encode(encoding)) == SENTENCE


def test_lines_of_two_encodings_are_each_read_in_their_own() -> None:
    assert decode("Café\n".encode() + "Naïve – £5\n".encode("cp1252") + b"plain\n") == "Café\nNaïve – £5\nplain\n"


@pytest.mark.parametrize(
    ("text", "mended"),
    [
        ("Â£5k", "£5k"),
        ("the councilâ€™s", "the council’s"),
        ("CafÃ©", "Café"),
        ("2031â€“32", "2031–32"),
        ("Château", "Château"),
        ("São Tomé, Ângela", "São Tomé, Ângela"),
        ("Â", "Â"),
    ],
)
def test_letters_that_were_encoded_twice_are_turned_back(text: str, mended: str) -> None:
    assert decode(text.encode()) == mended


QUOTED = 'Ref\tAction\tLead\r\n1\t"Publish data, by sex"\tHR\r\n2\t"Review ""hate crime""\nreporting"\tLegal\r\n'


@pytest.mark.parametrize("encoding", ["utf-8", "utf-16", "cp1252"])
def test_quoted_cells_of_text_with_tabs_are_read_as_a_spreadsheet_writes_them(encoding: str) -> None:
    assert texts(read(QUOTED.encode(encoding))) == [
        ["Ref", "Action", "Lead"],
        ["1", "Publish data, by sex", "HR"],
        ["2", 'Review "hate crime"\nreporting', "Legal"],
    ]


def test_words_in_quotes_in_text_with_tabs_keep_their_quotes() -> None:
    plain = 'Ref\tAction\tLead\n1\t"Nothing about us" campaign\tHR\n2\t"Safe spaces"\tLegal\n'
    assert texts(read(plain.encode()))[1:] == [
        ["1", '"Nothing about us" campaign', "HR"],
        ["2", '"Safe spaces"', "Legal"],
    ]


@pytest.mark.parametrize("first", ["sep=;\n", "SEP=;\r\n", '"sep=;"\n'])
def test_a_first_line_names_the_separator(first: str) -> None:
    data = f"{first}Ref;Action;Lead\n1;Train, test, learn;HR\n2;Publish;Legal\n"
    assert texts(read(data.encode()))[1] == ["1", "Train, test, learn", "HR"]


def test_struck_and_raised_words_of_a_conversion_are_told() -> None:
    row = "1\tTrain <s>some</s> all staff\t<strike>May 2030</strike> May 2031<sup>2</sup>"
    data = f"Ref\tAction\tWhen\n{row}\n2\tPublish\tJune"
    (table,) = read(data.encode()).tables
    cells = {(cell.row, cell.column): cell for cell in table.cells}
    assert (cells[2, 2].text, cells[2, 2].counted) == ("Train some all staff", "Train  all staff")
    assert (cells[2, 3].text, cells[2, 3].counted.strip()) == ("May 2030 May 20312", "May 2031")


PAGE = "<html><head><title>Plan</title></head><body><table><tr><td>Café – £5<td>b<tr><td>c<td>d</table></body></html>"


def archive(page: str, charset: str, letter: str = "") -> bytes:
    body = page.encode(charset).replace(b"=", b"=3D")
    return (
        f"From: <Saved by a browser>\r\n{letter}MIME-Version: 1.0\r\n"
        'Content-Type: multipart/related; type="text/html"; boundary="--x"\r\n\r\n----x\r\n'
        f'Content-Type: text/html; charset="{charset}"\r\nContent-Transfer-Encoding: quoted-printable\r\n\r\n'
    ).encode() + body + b"\r\n----x\r\nContent-Type: text/css\r\n\r\ntd { color: red }\r\n----x--\r\n"  # fmt: skip


@pytest.mark.parametrize("charset", ["utf-8", "windows-1252"])
def test_the_page_of_a_web_archive_is_read(charset: str) -> None:
    data = archive(PAGE, charset)
    assert kind_of(data) == "mail"
    assert texts(read(data)) == [["Café – £5", "b"], ["c", "d"]]


@pytest.mark.parametrize(
    ("link", "hidden"),
    [
        ('<link rel=stylesheet href="http://plan.example/a.css">', True),
        ('<link href="http://plan.example/a.css" media="screen, print" rel=stylesheet>', True),
        ('<link rel=stylesheet media="print" href="http://plan.example/a.css">', False),
        ('<link rel=stylesheet href="http://plan.example/b.css">', False),
        ("", False),
    ],
)
def test_a_style_sheet_in_a_part_of_its_own_is_that_of_the_page_that_links_to_it(link: str, hidden: bool) -> None:
    page = PAGE.replace("</head>", f"{link}</head>").replace("<td>d", "<td>d<span class=o> old</span>")
    data = archive(page, "utf-8").replace(
        b"text/css\r\n\r\ntd { color: red }",
        b"text/css\r\nContent-Location: http://plan.example/a.css\r\n\r\n.o { display: none }",
    )
    assert texts(read(data))[1] == ["c", "d" if hidden else "d old"]


def test_a_saved_letter_is_read_and_a_text_that_begins_like_one_is_none() -> None:
    data = archive(PAGE, "utf-8", "To: a@example.org\r\nSubject: The plan\r\n")
    assert texts(read(data))[1] == ["c", "d"]
    assert kind_of(b"To: all staff\nFrom: the council\n\nWe will train everybody.\n") == "text"


@pytest.mark.parametrize(
    "data",
    [
        PAGE.encode("utf-16"),
        PAGE.replace("<head>", "<head><meta charset=iso-8859-1>").encode("cp1252"),
        PAGE.encode("cp1252"),
        PAGE.encode("mac_roman"),
        b'<?xml version="1.0" encoding="utf-8"?>\n' + PAGE.encode(),
        PAGE.replace("<head>", "<head><meta charset=utf-8>").encode("cp1252"),
    ],
)
def test_pages_are_decoded_as_browsers_do_and_by_what_makes_sense(data: bytes) -> None:
    assert kind_of(data) == "html"
    assert texts(read(data))[0] == ["Café – £5", "b"]


def test_a_part_of_a_page_with_a_table_by_roles_is_a_page() -> None:
    data = b'<div role="table"><div role="row"><span role="cell">a</span><span role="cell">b</span></div></div>'
    assert kind_of(data) == "html"
    assert texts(read(data)) == [["a", "b"]]


@pytest.mark.parametrize("spoil", [lambda data: data.split(b"\n", 1)[1], lambda data: b"%PFD-1.4" + data[8:]])
def test_a_pdf_without_its_header_is_read(spoil: object) -> None:
    data = spoil(good_pdf())  # type: ignore[operator]
    assert b"%PDF-" not in data[:65_536] and kind_of(data) == "pdf"
    assert texts(read(data)) == texts(read(good_pdf()))


def test_text_that_speaks_of_objects_is_no_pdf() -> None:
    assert kind_of(b"startxref and endobj end a PDF, and %%EOF ends it; 1 0 object") == "text"


@pytest.mark.parametrize(
    ("word", "fits"),
    [
        ("pro\ufffdle", "profile"), ("o\ufffdce", "office"), ("O\ufffdcers", "Officers"), ("ac\ufffdon", "action"),
        ("commi\ufffdee", "committee"), ("e\ufffdec\ufffdve", "effective"), ("\ufffdndings", "findings"),
        ("sta\ufffd", "staff"), ("\ufffd", None), ("x\ufffdq", None), ("Br\ufffdton", None),
    ],
)  # fmt: skip
def test_lost_letters_are_put_in_where_one_word_fits(word: str, fits: str | None) -> None:
    assert fitting_word(word) == fits


def test_lost_letters_of_a_document_are_mended_by_its_own_words_and_else_told() -> None:
    cells = (
        Cell(1, 1, "Brifton pro\ufffdle"),
        Cell(1, 2, "old Bri\ufffdon May", uncounted=(Uncounted(0, 3, "struck"), Uncounted(11, 14, "struck"))),
        Cell(2, 1, "caf\ufffd"),
    )
    document = mend_lost_letters(Document("test", (Table(1, 2, 2, cells, 6, "word"),)))
    (table,) = document.tables
    assert [cell.text for cell in table.cells] == ["Brifton profile", "old Brifton May", "caf\ufffd"]
    assert table.cells[1].counted.strip() == "Brifton"
    told = [(note.code, note.row, note.column) for note in document.notes]
    assert told == [("letters_lost", 2, 1), ("letters_mended", None, None)]


def test_a_document_with_all_its_letters_is_handed_on_as_it_is() -> None:
    document = Document("test", (Table(1, 1, 1, (Cell(1, 1, "café"),), 1, "word"),))
    assert mend_lost_letters(document) is document


@pytest.mark.parametrize(
    ("data", "kind"),
    [
        (b"PK\x03\x04" + b"spoilt" * 20, "broken_zip"),
        (b"PK\x03\x04....xl/workbook.xml" + b"spoilt" * 20, "sheet"),
        (b"PK\x03\x04....word/document.xml" + b"spoilt" * 20, "word"),
    ],
)
def test_an_archive_cut_short_is_damaged_and_nothing_to_unpack(data: bytes, kind: str) -> None:
    assert kind_of(data) == kind
    with pytest.raises(DocumentUnreadable) as told:
        read(data)
    assert told.value.status == "damaged"
