"""Odd files as web sites, scanners, mail programs and broken converters leave them; each small and made in memory.

`ODD` gives the status that a reader gives and words that its sentence must have. `ok` means that the whole
table is read: 12 cells of three rows, or fewer where the file's maker says so.
"""

from __future__ import annotations

import base64
import gzip
import io
import re
import zipfile
import zlib
from collections.abc import Callable, Mapping, Sequence

from reportlab.lib.pdfencrypt import StandardEncryption

from tests.builders import word_xml as w
from tests.builders.bad_files import BadFile, good_docx, good_html, good_pdf, good_xlsx, pdf_of_page

ROWS = (
    ("Ref", "Action", "Owner", "Timescale"),
    ("1", "Train all of the staff", "Head of HR", "March 2025"),
    ("2", "Publish the report", "Policy Manager", "June 2025"),
)
WORD_TABLE = w.table(*(w.texts(*row) for row in ROWS))
TABBED = "\n".join("\t".join(row) for row in ROWS) + "\n"
_EDGES = (50, 150, 300, 450, 545)
_LINE = "BT /F1 10 Tf 1 0 0 1 50 700 Tm (Action) Tj ET"


def drawn(rows: Sequence[Sequence[str]] = ROWS, *, size: float = 10, before: str = "", font: str = "F1") -> str:
    """The content of a page with a ruled table."""
    rules = [f"50 {700 - 20 * at} m 545 {700 - 20 * at} l S" for at in range(len(rows) + 1)]
    rules += [f"{x} 700 m {x} {700 - 20 * len(rows)} l S" for x in _EDGES]
    texts = [
        f"BT {before} /{font} {size} Tf 1 0 0 1 {x + 4} {686 - 20 * at} Tm ({text}) Tj ET"
        for at, row in enumerate(rows)
        for x, text in zip(_EDGES, row, strict=False)
    ]
    return "\n".join(rules + texts)


def pdf_of_pages(*contents: str) -> bytes:
    """A PDF of several pages written by hand; the same content twice is one stream."""
    streams = {content: 1000 + at for at, content in enumerate(dict.fromkeys(contents))}
    kids = " ".join(f"{10 + at} 0 R" for at in range(len(contents)))
    objects = [
        "1 0 obj << /Type /Catalog /Pages 2 0 R >> endobj",
        f"2 0 obj << /Type /Pages /Kids [{kids}] /Count {len(contents)} >> endobj",
        "5 0 obj << /Type /Font /Subtype /Type1 /BaseFont /Helvetica >> endobj",
        *(
            f"{10 + at} 0 obj << /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents {streams[content]} 0 R "
            "/Resources << /Font << /F1 5 0 R >> >> >> endobj"
            for at, content in enumerate(contents)
        ),
        *(f"{number} 0 obj << /Length {len(c)} >> stream\n{c}\nendstream endobj" for c, number in streams.items()),
    ]
    return ("%PDF-1.7\n" + "\n".join(objects) + "\ntrailer << /Root 1 0 R >>\n%%EOF\n").encode("latin-1")


def bomb(mebibytes: int, *, layers: int = 1) -> bytes:
    """A page whose stream unpacks to so much, made in no time: a packed piece that leaves no trace, again and again."""
    packer = zlib.compressobj(9)
    head = packer.compress(b" ") + packer.flush(zlib.Z_FULL_FLUSH)
    piece = packer.compress(b"q Q " * (1 << 18)) + packer.flush(zlib.Z_FULL_FLUSH)
    packed = head + piece * mebibytes
    for _ in range(layers - 1):
        packed = zlib.compress(packed, 9)
    filters = b"[" + b"/FlateDecode " * layers + b"]"
    return pdf_of_page(packed).replace(b"4 0 obj << /Length", b"4 0 obj << /Filter " + filters + b" /Length")


def portfolio(embedded: bytes, name: str, *, content: str = "") -> bytes:
    """A cover page with a file embedded, as Acrobat makes a portfolio."""
    catalog = f"/Type /Catalog /Collection << /View /D >> /Names << /EmbeddedFiles << /Names [({name}) 7 0 R] >> >>"
    more = (
        f"6 0 obj << /Type /EmbeddedFile /Length {len(embedded)} >> stream\n{embedded.decode('latin-1')}\nendstream "
        f"endobj\n7 0 obj << /Type /Filespec /F ({name}) /UF ({name}) /EF << /F 6 0 R >> >> endobj"
    )
    return pdf_of_page(content, more=more).replace(b"/Type /Catalog", catalog.encode("latin-1"), 1)


def without_letters(*, shift: int) -> bytes:
    """A table in a Type 3 font that draws shapes under numbers of its own and names no letter."""
    shapes = [f"{20 + at} 0 obj << /Length 33 >> stream\n600 0 0 0 500 700 d1 0 0 500 300 re f\nendstream endobj"
              for at in range(90)]  # fmt: skip
    procs = " ".join(f"/g{at} {20 + at} 0 R" for at in range(90))
    names = " ".join(f"/g{at}" for at in range(90))
    font = (
        "8 0 obj << /Type /Font /Subtype /Type3 /FontBBox [0 0 600 800] /FontMatrix [0.001 0 0 0.001 0 0] /CharProcs "
        f"<< {procs} >> /Encoding << /Type /Encoding /Differences [33 {names}] >> /FirstChar 33 /LastChar 122 "
        f"/Widths [{'600 ' * 90}] /Resources << >> >> endobj"
    )
    rows = [["".join(_shifted(letter, shift) for letter in text) for text in row] for row in ROWS]
    data = pdf_of_page(drawn(rows, size=6, font="F3"), more="\n".join([*shapes, font]))
    return data.replace(b"/F1 5 0 R", b"/F1 5 0 R /F3 8 0 R")


def _shifted(letter: str, shift: int) -> str:
    return chr(97 + (ord(letter.lower()) - 97 + shift) % 26) if letter.isalpha() else letter


def form() -> bytes:
    """A ruled table with two form fields that somebody filled in, a button and an empty field."""
    fields = ("/FT /Tx /V (Ask the residents)", "/FT /Tx /V (Chief Executive)", "/FT /Btn /V /Yes", "/FT /Tx")
    widgets = [
        f"{10 + at} 0 obj << /Type /Annot /Subtype /Widget {field} /T (f{at}) /Rect [60 {500 - 30 * at} 200 "
        f"{520 - 30 * at}] /P 3 0 R >> endobj"
        for at, field in enumerate(fields)
    ]
    kids = " ".join(f"{10 + at} 0 R" for at in range(len(fields)))
    data = pdf_of_page(drawn(), more="\n".join(widgets))
    data = data.replace(b"/Type /Catalog", f"/Type /Catalog /AcroForm << /Fields [{kids}] >>".encode())
    return data.replace(b"/Contents 4 0 R", f"/Annots [{kids}] /Contents 4 0 R".encode())


def strict(data: bytes) -> bytes:
    """A Word file as Word saves it under "Strict Open XML Document": every name is another."""
    names = (
        (b"http://schemas.openxmlformats.org/wordprocessingml/2006/main", "wordprocessingml/main"),
        (b"http://schemas.openxmlformats.org/officeDocument/2006/relationships", "officeDocument/relationships"),
        (b"http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing", "drawingml/wordprocessingDrawing"),
        (b"http://schemas.openxmlformats.org/drawingml/2006/main", "drawingml/main"),
        (b"http://schemas.openxmlformats.org/officeDocument/2006/math", "officeDocument/math"),
    )
    parts = _unzipped(data)
    for usual, name in names:
        parts = {
            key: part.replace(usual, b"http://purl.oclc.org/ooxml/" + name.encode()) for key, part in parts.items()
        }
    assert any(b"purl.oclc.org/ooxml/wordprocessingml" in part for part in parts.values())
    return _zipped(parts)


def _unzipped(data: bytes) -> dict[str, bytes]:
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def _zipped(parts: Mapping[str, bytes]) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in parts.items():
            archive.writestr(name, content)
    return out.getvalue()


def _xml(encode: Callable[[str], bytes], encoding: str) -> bytes:
    """A Word file whose main part is in another encoding."""
    parts = _unzipped(w.docx(WORD_TABLE.replace("all", "caf\u00e9")))
    text = re.sub(r"^<\?xml[^>]*\?>", "", parts["word/document.xml"].decode())
    return _zipped({**parts, "word/document.xml": encode(f'<?xml version="1.0" encoding="{encoding}"?>{text}')})


def _central(data: bytes, at: int, length: int, value: int) -> bytes:
    """A zip with one field of every entry of its directory changed (APPNOTE 4.3.12)."""
    changed = bytearray(data)
    entry = changed.find(b"PK\x01\x02")
    while entry >= 0:
        changed[entry + at : entry + at + length] = value.to_bytes(length, "little")
        entry = changed.find(b"PK\x01\x02", entry + 1)
    return bytes(changed)


def _sheet(change: Callable[[bytes], bytes]) -> bytes:
    parts = _unzipped(good_xlsx())
    return _zipped({**parts, "xl/worksheets/sheet1.xml": change(parts["xl/worksheets/sheet1.xml"])})


def _shared(change: Callable[[bytes], bytes]) -> bytes:
    """The spreadsheet as Excel writes it: its texts stand in a part of their own and cells name them by number."""
    parts = _unzipped(good_xlsx())
    texts: list[bytes] = []

    def number(found: re.Match[bytes]) -> bytes:
        texts.append(found[1])
        return b't="s"><v>%d</v>' % (len(texts) - 1)

    sheet = re.sub(rb't="inlineStr"><is><t>(.*?)</t></is>', number, parts["xl/worksheets/sheet1.xml"])
    kind = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/sharedStrings"
    more = {
        "xl/worksheets/sheet1.xml": change(sheet),
        "xl/sharedStrings.xml": b'<sst xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main">'
        + b"".join(b"<si><t>%s</t></si>" % text for text in texts)
        + b"</sst>",
        "xl/_rels/workbook.xml.rels": parts["xl/_rels/workbook.xml.rels"].replace(
            b"</Relationships>",
            f'<Relationship Id="rS" Type="{kind}" Target="sharedStrings.xml"/></Relationships>'.encode(),
        ),
        "[Content_Types].xml": parts["[Content_Types].xml"].replace(
            b"</Types>",
            b'<Override PartName="/xl/sharedStrings.xml" ContentType="application/'
            b'vnd.openxmlformats-officedocument.spreadsheetml.sharedStrings+xml"/></Types>',
        ),
    }
    return _zipped({**parts, **more})


def _page(change: str, content: str | None = None, **options: str) -> bytes:
    """The ruled table with entries put into its page's dictionary."""
    data = pdf_of_page(drawn() if content is None else content, **options)
    return data.replace(b"/Type /Page /Parent", f"/Type /Page {change} /Parent".encode())


def _tagged(tree: str, content: str | None = None) -> bytes:
    data = pdf_of_page(drawn() if content is None else content, more=tree)
    return data.replace(b"/Type /Catalog", b"/Type /Catalog /StructTreeRoot 6 0 R /MarkInfo << /Marked true >>")


def _nested(depth: int) -> str:
    body = WORD_TABLE
    for _ in range(depth):
        body = w.table(w.row(w.cell(body + w.para()), w.cell(text="x")))
    return body


_TREE = "\n".join(
    f"{10 + at} 0 obj << /Type /Pages /Parent {9 + at if at else 2} 0 R /Kids [{11 + at} 0 R] /Count 1 >> endobj"
    for at in range(3000)
)
_DOUBLING = "6 0 obj << /Type /StructTreeRoot /K 10 0 R >> endobj\n" + "\n".join(
    f"{10 + at} 0 obj << /Type /StructElem /S /Table /P {9 + at if at else 6} 0 R /Pg 3 0 R /K [{11 + at} 0 R "
    f"{11 + at} 0 R] >> endobj"
    for at in range(28)
)
_LOOP = (
    "6 0 obj << /Type /StructTreeRoot /K 7 0 R >> endobj\n"
    "7 0 obj << /Type /StructElem /S /Table /P 6 0 R /K [7 0 R 7 0 R] >> endobj"
)
_LINKED_LISTS = (
    f'<w:numbering xmlns:w="{w.W_URI}"><w:abstractNum w:abstractNumId="0"><w:numStyleLink w:val="s"/></w:abstractNum>'
    '<w:abstractNum w:abstractNumId="1"><w:styleLink w:val="s"/><w:numStyleLink w:val="s"/></w:abstractNum>'
    '<w:num w:numId="1"><w:abstractNumId w:val="0"/></w:num></w:numbering>'
)
_XFA = b"/Type /Catalog /NeedsRendering true /AcroForm << /Fields [] /XFA 6 0 R >>"
_GRID_LINES = [f"{50 + at * 0.05:.2f} 50 m {50 + at * 0.05:.2f} 750 l S" for at in range(10_000)]
_PICTURE = b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR\0\1\0\0\0\1\0\0\x08\x06\0\0\0" + bytes(30)  # 65536 by 65536
_OK, _NO, _BAD, _NOT = "ok", "no_table", "damaged", "unsupported"

ODD: Mapping[str, Callable[[], BadFile]] = {
    # what a web site served in place of the plan
    "zeros": lambda: BadFile("plan.pdf", bytes(100_000), _NOT, "neither a PDF"),
    "a_web_page_named_pdf": lambda: BadFile("plan.pdf", good_html(), _OK),
    "a_page_that_was_not_found": lambda: BadFile(
        "plan.pdf", b"<!DOCTYPE html><html><body><h1>Page not found</h1></body></html>", _NO, "download"
    ),
    "a_program_named_pdf": lambda: BadFile("plan.pdf", b"MZ\x90\0" + bytes(range(256)) * 9, _NOT, "neither a PDF"),
    "a_packed_pdf": lambda: BadFile("plan.pdf", gzip.compress(good_pdf()), _NOT, "archive"),
    "a_pdf_as_mail_sends_it": lambda: BadFile("plan.pdf", base64.encodebytes(good_pdf()), _NO, "No table"),
    "a_zip_of_a_word_file": lambda: BadFile("plan.docx", _zipped({"plan.docx": good_docx()}), _NOT, "archive"),
    "a_zip_in_zips": lambda: BadFile(
        "plan.zip", _zipped({"a.zip": _zipped({"b.zip": _zipped({"c.pdf": good_pdf()})})}), _NOT, "archive"
    ),
    "much_before_the_pdf": lambda: BadFile("plan.pdf", b"junk " * 1_000 + good_pdf(), _OK),
    "ends_of_file_without_end": lambda: BadFile("plan.pdf", good_pdf() + b"%%EOF\n" * 50_000, _OK),
    "two_pdfs_in_one": lambda: BadFile("plan.pdf", good_pdf() + good_pdf(), _OK),
    "a_table_of_commas": lambda: BadFile("plan.csv", b"Ref,Action,Owner\n1,Train staff,HR\n", _OK),
    # PDFs whose words stand elsewhere
    "a_portfolio": lambda: BadFile(
        "plan.pdf", portfolio(good_pdf(), "plan.pdf"), _NO, "(plan.pdf)", "embedded_document"
    ),
    "a_portfolio_of_a_program": lambda: BadFile(
        "plan.pdf", portfolio(b"MZ", "../../evil.exe"), _NO, "embedded", "embedded_document"
    ),
    "a_plan_with_a_file_attached": lambda: BadFile(
        "plan.pdf", portfolio(b"x", "notes.txt", content=drawn()), _OK, "notes.txt", "embedded_document"
    ),
    "a_form_filled_in": lambda: BadFile("plan.pdf", form(), _OK, "Ask the residents Chief Executive", "form_unread"),
    "text_typed_onto_the_page": lambda: BadFile(
        "plan.pdf",
        _page("/Annots [<< /Type /Annot /Subtype /FreeText /Contents (Also ask residents) /Rect [60 500 200 520] >>]"),
        _OK,
        "Also ask residents",
        "form_unread",
    ),
    "an_xfa_form": lambda: BadFile(
        "plan.pdf",
        pdf_of_page(_LINE, more="6 0 obj << /Length 7 >> stream\n<xdp/> \nendstream endobj").replace(
            b"/Type /Catalog", _XFA
        ),
        _NO,
        "XFA",
        "form_unread",
    ),
    "a_script_and_nothing_else": lambda: BadFile(
        "plan.pdf",
        pdf_of_page("").replace(
            b"/Type /Catalog", b"/Type /Catalog /OpenAction << /S /JavaScript /JS (app.alert(1)) >>"
        ),
        _NO,
        "No table",
    ),
    "letters_without_names": lambda: BadFile("plan.pdf", without_letters(shift=7), _NO, "letters", "text_undecoded"),
    "letters_without_names_numbered_as_ascii": lambda: BadFile("plan.pdf", without_letters(shift=0), _OK),
    # PDFs that lie about their pages
    "rotated_pages_cropped_elsewhere": lambda: BadFile(
        "plan.pdf", _page("/Rotate 90 /CropBox [1000 1000 2000 2000]"), _OK
    ),
    "a_crop_larger_than_its_page": lambda: BadFile("plan.pdf", _page("/Rotate 270 /CropBox [-99 -99 595 9999]"), _OK),
    "a_turn_by_45_degrees": lambda: BadFile("plan.pdf", _page("/Rotate 45"), _OK),
    "a_turn_of_many_degrees": lambda: BadFile("plan.pdf", _page("/Rotate 2147483640"), _OK),
    "a_unit_without_end": lambda: BadFile("plan.pdf", _page("/UserUnit 1e30"), _OK),
    "corners_the_wrong_way_round": lambda: BadFile("plan.pdf", pdf_of_page(drawn(), box="595 842 0 0"), _OK),
    "no_size_at_all": lambda: BadFile("plan.pdf", pdf_of_page(drawn()).replace(b"/MediaBox [0 0 595 842]", b""), _OK),
    "pages_that_share_one_content": lambda: BadFile("plan.pdf", pdf_of_pages(*[drawn()] * 40), _OK),
    "pages_in_pages_in_pages": lambda: BadFile(
        "plan.pdf", pdf_of_page(_LINE, more=_TREE).replace(b"/Kids [3 0 R]", b"/Kids [10 0 R]"), _BAD, "viewer"
    ),
    "parents_that_are_their_own": lambda: BadFile(
        "plan.pdf", pdf_of_page(drawn()).replace(b"/Type /Pages", b"/Type /Pages /Parent 2 0 R"), _OK
    ),
    "objects_that_are_each_other": lambda: BadFile(
        "plan.pdf",
        pdf_of_page("", more="6 0 obj 7 0 R endobj 7 0 obj 6 0 R endobj").replace(b"[3 0 R]", b"6 0 R"),
        _BAD,
        "viewer",
    ),
    "a_length_that_is_the_stream": lambda: BadFile(
        "plan.pdf", re.sub(rb"4 0 obj << /Length \d+", b"4 0 obj << /Length 4 0 R", pdf_of_page(_LINE)), _NO
    ),
    "an_xref_before_itself": lambda: BadFile(
        "plan.pdf",
        b"%PDF-1.4\nxref\n0 1\n0000000000 65535 f \ntrailer<</Root 1 0 R/Prev 9/Size 3>>\nstartxref\n9\n%%EOF",
        _BAD,
        "viewer",
    ),
    "tags_in_a_circle": lambda: BadFile("plan.pdf", _tagged(_LOOP), _OK),
    "tags_that_double_28_times": lambda: BadFile(
        "plan.pdf", _tagged(_DOUBLING, f"/P << /MCID 0 >> BDC {_LINE} EMC {drawn()}"), _OK
    ),
    "a_password_for_its_owner_alone": lambda: BadFile(
        "plan.pdf", good_pdf(encrypt=StandardEncryption("", "owner", strength=128)), _OK
    ),
    "a_version_to_come": lambda: BadFile("plan.pdf", re.sub(rb"%PDF-1\.\d", b"%PDF-9.9", good_pdf()), _OK),
    "content_that_is_its_own_part": lambda: BadFile(
        "plan.pdf",
        pdf_of_page(drawn(), more="6 0 obj [4 0 R 6 0 R] endobj").replace(b"/Contents 4 0 R", b"/Contents 6 0 R"),
        _OK,
    ),
    "a_font_that_is_its_own_part": lambda: BadFile(
        "plan.pdf",
        pdf_of_page(drawn()).replace(b"/Subtype /Type1", b"/Subtype /Type0 /DescendantFonts [5 0 R]"),
        _NO,
    ),
    "names_in_a_circle": lambda: BadFile(
        "plan.pdf",
        pdf_of_page(drawn(), more="7 0 obj << /Kids [7 0 R 7 0 R] >> endobj").replace(
            b"/Type /Catalog", b"/Type /Catalog /Names << /EmbeddedFiles 7 0 R >>"
        ),
        _OK,
    ),
    "20000_attached_files": lambda: BadFile(
        "plan.pdf",
        pdf_of_page(drawn(), more="7 0 obj << /Type /Filespec /F (a) >> endobj").replace(
            b"/Type /Catalog",
            b"/Type /Catalog /Names << /EmbeddedFiles << /Names [" + b"(a) 7 0 R " * 20_000 + b"] >> >>",
        ),
        _OK,
        "and 19997 more",
        "embedded_document",
    ),
    "states_in_states": lambda: BadFile("plan.pdf", pdf_of_page("q " * 50_000 + drawn() + " Q" * 50_000), _OK),
    "a_title_without_end": lambda: BadFile(
        "plan.pdf",
        pdf_of_page(drawn(), more="8 0 obj << /Title (" + "T" * 500_000 + ") /Producer (\x1b[31mx) >> endobj").replace(
            b"/Root 1 0 R", b"/Root 1 0 R /Info 8 0 R"
        ),
        _OK,
    ),
    # PDFs with odd ink
    "text_of_no_size": lambda: BadFile("plan.pdf", pdf_of_page(drawn(size=0)), _NO, "No table"),
    "text_of_a_negative_size": lambda: BadFile("plan.pdf", pdf_of_page(drawn(size=-10)), _OK),
    "text_of_a_huge_size": lambda: BadFile("plan.pdf", pdf_of_page(drawn(size=100_000)), _NO),
    "white_text_on_white": lambda: BadFile("plan.pdf", pdf_of_page("1 1 1 rg " + drawn()), _NO, "nobody sees"),
    "text_that_is_not_drawn": lambda: BadFile("plan.pdf", pdf_of_page(drawn(before="3 Tr")), _NO, "nobody sees"),
    "rules_without_number": lambda: BadFile("plan.pdf", pdf_of_page("\n".join([*_GRID_LINES, _LINE])), _NO),
    "a_grid_of_300_columns": lambda: BadFile(
        "plan.pdf",
        pdf_of_page(
            "\n".join(
                [f"{10 + 6 * at} 10 m {10 + 6 * at} 70 l S" for at in range(301)]
                + [f"10 {10 + 20 * at} m 1810 {10 + 20 * at} l S" for at in range(4)]
                + [f"BT /F1 4 Tf 1 0 0 1 {11 + 6 * at} 35 Tm (x) Tj ET" for at in range(300)]
            ),
            box="0 0 1820 80",
        ),
        _NOT,
        "300 columns",
    ),
    "a_page_of_more_text_than_paper_holds": lambda: BadFile(
        "plan.pdf",
        pdf_of_pages(drawn(), "BT /F1 1 Tf " + "1 0 0 1 50 700 Tm (a) Tj " * 41_000 + "ET", drawn()),
        _OK,
        "41,000 pieces",
        "page_overfull",
    ),
    "nothing_but_a_page_of_more_text_than_paper_holds": lambda: BadFile(
        "plan.pdf",
        pdf_of_page(
            "BT /F1 1 Tf "
            + "".join(f"1 0 0 1 50 {800 - 1.2 * at:.1f} Tm ({'abcd ' * 100}) Tj " for at in range(600))
            + " ET"
        ),
        _NOT,
        "letters",
    ),
    "a_stream_that_unpacks_to_a_gibibyte": lambda: BadFile("plan.pdf", bomb(1024), _NOT, "decompression bomb"),
    "a_bomb_in_a_bomb": lambda: BadFile("plan.pdf", bomb(400, layers=2), _NOT, "decompression bomb"),
    # Word files
    "a_strict_word_file": lambda: BadFile("plan.docx", strict(good_docx()), _OK),
    "a_strict_word_file_of_few_parts": lambda: BadFile("plan.docx", strict(w.docx(WORD_TABLE)), _OK),
    "a_picture_of_four_gigapixels": lambda: BadFile(
        "plan.docx", _zipped({**_unzipped(w.docx(WORD_TABLE)), "word/media/image1.png": _PICTURE}), _OK
    ),
    "styles_in_a_circle": lambda: BadFile(
        "plan.docx",
        w.docx(
            w.para(properties='<w:pStyle w:val="a"/>', text="x") + WORD_TABLE,
            styles=w.styles(
                w.style("a", "paragraph", '<w:basedOn w:val="b"/>'), w.style("b", "paragraph", '<w:basedOn w:val="a"/>')
            ),
        ),
        _OK,
    ),
    "lists_in_a_circle": lambda: BadFile(
        "plan.docx",
        w.docx(
            w.numbered("first", 1) + WORD_TABLE,
            numbering=_LINKED_LISTS,
            styles=w.styles(w.style("s", "numbering", '<w:pPr><w:numPr><w:numId w:val="1"/></w:numPr></w:pPr>')),
        ),
        _OK,
    ),
    "a_span_of_a_billion": lambda: BadFile(
        "plan.docx",
        w.docx(w.table(w.row(w.cell(text="Action", span=1_000_000_000), w.cell(text="Owner")), w.texts("Train", "HR"))),
        _OK,
    ),
    "a_grid_of_many_columns": lambda: BadFile(
        "plan.docx", w.docx(w.table(*(w.texts(*row) for row in ROWS), widths=(1,) * 50_000)), _OK
    ),
    "a_merge_that_never_started": lambda: BadFile(
        "plan.docx",
        w.docx(w.table(*[w.row(w.cell(merge="continue", text="Action"), w.cell(text="Owner"))] * 2)),
        _OK,
    ),
    "tables_in_tables_in_tables": lambda: BadFile("plan.docx", w.docx(_nested(100)), _NOT, "256 elements"),
    "fields_that_never_end": lambda: BadFile(
        "plan.docx", w.docx(w.para('<w:r><w:fldChar w:fldCharType="begin"/></w:r>' * 5_000) + WORD_TABLE), _OK
    ),
    "xml_in_utf_16": lambda: BadFile("plan.docx", _xml(lambda text: text.encode("utf-16"), "utf-16"), _OK),
    "xml_in_cp1252": lambda: BadFile("plan.docx", _xml(lambda text: text.encode("cp1252"), "windows-1252"), _OK),
    "a_letter_that_xml_cannot_hold": lambda: BadFile(
        "plan.docx", w.docx(WORD_TABLE.replace("Train", "Tr\x0bain")), _BAD, "well-formed"
    ),
    "parts_that_are_all_in_one_place": lambda: BadFile("plan.docx", _central(w.docx(WORD_TABLE), 42, 4, 0), _OK),
    "parts_that_say_that_they_are_small": lambda: BadFile(
        "plan.docx", _central(w.docx(WORD_TABLE), 24, 4, 9), _BAD, "fresh"
    ),
    "parts_packed_by_another_method": lambda: BadFile(
        "plan.docx", _central(w.docx(WORD_TABLE), 10, 2, 99), _BAD, "unpacked"
    ),
    "parts_under_a_password": lambda: BadFile(
        "plan.docx", _central(w.docx(WORD_TABLE), 8, 2, 1), "encrypted", "password"
    ),
    "a_word_of_300000_letters": lambda: BadFile(
        "plan.docx", w.docx(w.table(w.texts("Action", "Owner"), w.texts("x" * 300_000, "HR"))), _OK
    ),
    # spreadsheets
    "a_sheet_that_says_it_is_huge": lambda: BadFile(
        "plan.xlsx",
        _sheet(lambda data: re.sub(rb'<dimension ref="[^"]*"', b'<dimension ref="A1:XFD1048576"', data)),
        _OK,
    ),
    "a_formula_without_end": lambda: BadFile(
        "plan.xlsx",
        _sheet(
            lambda data: data.replace(
                b"</sheetData>",
                b'<row r="20"><c r="A20"><f>' + b"SUM(" * 5_000 + b"A1" + b")" * 5_000 + b"</f></c></row></sheetData>",
            )
        ),
        _OK,
    ),
    "a_sheet_with_shared_texts": lambda: BadFile("plan.xlsx", _shared(lambda data: data), _OK),
    "a_text_of_a_number_below_0": lambda: BadFile(
        "plan.xlsx", _shared(lambda data: data.replace(b"<v>1</v>", b"<v>-3</v>")), _BAD, "Excel"
    ),
    "a_text_of_a_number_that_is_not_there": lambda: BadFile(
        "plan.xlsx", _shared(lambda data: data.replace(b"<v>1</v>", b"<v>99999</v>")), _BAD, "Excel"
    ),
    "a_workbook_without_its_sheets": lambda: BadFile(
        "plan.xlsx",
        _zipped({name: part for name, part in _unzipped(good_xlsx()).items() if "worksheets" not in name}),
        _BAD,
        "No sheet",
    ),
    "slides": lambda: BadFile(
        "plan.pptx", _zipped({"[Content_Types].xml": b"<Types/>", "ppt/presentation.xml": b"<p/>"}), _NOT, "slides"
    ),
    # texts
    "a_line_of_a_million_cells": lambda: BadFile("plan.txt", b"a\t" * 1_000_000, _NOT, "cells"),
    "a_line_of_300_cells": lambda: BadFile("plan.txt", b"\t".join([b"a"] * 300) + b"\n", _NOT, "columns"),
    "a_line_of_60_million_letters": lambda: BadFile("plan.txt", b"word " * 12_000_000, _NOT, "characters"),
    "nuls": lambda: BadFile("plan.txt", bytes(5_000), _NOT, "neither"),
    "accents_without_end": lambda: BadFile("plan.txt", TABBED.replace("all", "e" + "\u0301" * 20_000).encode(), _OK),
    "marks_that_turn_the_text_round": lambda: BadFile(
        "plan.txt", TABBED.replace("all", "\u202ella\u202c").encode(), _OK
    ),
    **{
        f"text_in_{encoding}": lambda encoding=encoding, mark=mark: BadFile(  # type: ignore[misc]
            "plan.txt", mark + TABBED.replace("all", "café – £5").encode(encoding), _OK
        )
        for encoding, mark in (
            ("utf-8-sig", b""),
            ("utf-16", b""),
            ("utf-16-le", b""),
            ("utf-16-be", b""),
            ("utf-16-be", b"\xfe\xff"),
            ("utf-32", b""),
            ("cp1252", b""),
        )
    },
    "text_in_latin_1": lambda: BadFile("plan.txt", TABBED.replace("all", "café £5").encode("latin-1"), _OK),
    "text_in_ebcdic": lambda: BadFile("plan.txt", TABBED.encode("cp037"), _NOT, "neither"),
}
