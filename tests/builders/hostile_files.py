"""Files made to harm: bombs, loops, lies about sizes, paths that lead out. Each small itself and made in memory.

`ALL` gives the status that a reader gives, and `words` that must be in its cells where it can be read.
"""

from __future__ import annotations

import io
import warnings
import zipfile
import zlib
from collections.abc import Callable, Mapping

from tests.builders import word_xml as w
from tests.builders.bad_files import BadFile, good_docx, good_pdf, pdf_of_page

_LINE = "BT /F1 10 Tf 1 0 0 1 50 700 Tm (Action) Tj ET"
_TABLE = w.table(w.texts("Action", "Owner"), w.texts("Train staff", "Head of HR"))
_FLATE = b"4 0 obj << /Filter /FlateDecode /Length"


def _parts(body: str = _TABLE, **more: str | bytes) -> dict[str, bytes]:
    parts: Mapping[str, str | bytes] = {**w.parts_of(body), **more}
    return {name: part.encode() if isinstance(part, str) else part for name, part in parts.items()}


def _zip(parts: Mapping[str, bytes], *extra: tuple[str, bytes]) -> bytes:
    out = io.BytesIO()
    with warnings.catch_warnings(), zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        warnings.simplefilter("ignore")
        for name, content in (*parts.items(), *extra):
            archive.writestr(name, content)
    return out.getvalue()


def _main(change: Callable[[bytes], bytes]) -> bytes:
    parts = _parts()
    return _zip({**parts, "word/document.xml": change(parts["word/document.xml"])})


def _packed(content: bytes, **options: str) -> bytes:
    return pdf_of_page(zlib.compress(content, 9), **options).replace(b"4 0 obj << /Length", _FLATE)


def _nested_forms(depth: int) -> str:
    objects = []
    for number in range(6, 6 + depth):
        inner = "/X Do /X Do"
        objects.append(
            f"{number} 0 obj << /Type /XObject /Subtype /Form /BBox [0 0 600 800] /Resources << /XObject << "
            f"/X {number + 1} 0 R >> >> /Length {len(inner)} >> stream\n{inner}\nendstream endobj"
        )
    return "\n".join(objects)


_XOBJECT = "/XObject << /X 6 0 R >>"
_IMAGE = (
    "6 0 obj << /Type /XObject /Subtype /Image /Width 40000 /Height 40000 /BitsPerComponent 8 /ColorSpace /DeviceRGB "
    "/Length 4 >> stream\nabcd\nendstream endobj"
)
_SELF = (
    "6 0 obj << /Type /XObject /Subtype /Form /BBox [0 0 600 800] /Resources << /XObject << /X 6 0 R >> >> /Length 5 "
    ">> stream\n/X Do\nendstream endobj"
)
_CYCLE = (
    b"%PDF-1.7\n1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj\n2 0 obj<</Type/Pages/Kids[2 0 R 3 0 R]/Count 2>>endobj\n"
    b"3 0 obj<</Type/Pages/Parent 2 0 R/Kids[2 0 R]/Count 1>>endobj\ntrailer<</Root 1 0 R>>"
)
_ENTITIES = b'<!DOCTYPE x [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;">]>'
_OUTSIDE = b'<!DOCTYPE x [<!ENTITY a SYSTEM "file:///etc/passwd">]>'

ALL: Mapping[str, Callable[[], BadFile]] = {
    "pages_of_no_size": lambda: BadFile("a.pdf", pdf_of_page(_LINE, box="0 0 0 0"), "no_table"),
    "pages_of_a_huge_size": lambda: BadFile("a.pdf", pdf_of_page(_LINE, box="0 0 1e9 1e9"), "no_table"),
    "pages_of_a_size_that_is_no_number": lambda: BadFile("a.pdf", pdf_of_page(_LINE, box="0 0 NaN inf"), "no_table"),
    "matrices_that_are_no_numbers": lambda: BadFile(
        "a.pdf", pdf_of_page(f"NaN 0 0 NaN 0 0 cm 1e400 0 0 1e400 0 0 cm {_LINE} 0 0 9 9 re f"), "no_table"
    ),
    "a_font_that_is_missing": lambda: BadFile("a.pdf", pdf_of_page(_LINE.replace("/F1", "/F9")), "no_table"),
    "pages_that_hold_each_other": lambda: BadFile("a.pdf", _CYCLE, "damaged"),
    "a_form_that_holds_itself": lambda: BadFile(
        "a.pdf", pdf_of_page("/X Do", resources=_XOBJECT, more=_SELF), "no_table"
    ),
    "forms_that_hold_two_of_each_other": lambda: BadFile(
        "a.pdf", pdf_of_page("/X Do", resources=_XOBJECT, more=_nested_forms(12)), "no_table"
    ),
    "a_stream_that_unpacks_to_much": lambda: BadFile("a.pdf", _packed(b"q Q " * 5_000_000), "no_table"),
    "a_picture_of_a_gigapixel": lambda: BadFile(
        "a.pdf", pdf_of_page("600 0 0 800 0 0 cm /X Do", resources=_XOBJECT, more=_IMAGE), "no_table"
    ),
    "a_page_count_that_is_a_lie": lambda: BadFile(
        "a.pdf", pdf_of_page(_LINE).replace(b"/Count 1", b"/Count 2000000000"), "no_table"
    ),
    "one_page_twenty_thousand_times": lambda: BadFile(
        "a.pdf",
        pdf_of_page(_LINE).replace(b"/Kids [3 0 R] /Count 1", b"/Kids [" + b"3 0 R " * 20_000 + b"] /Count 20000"),
        "unsupported",
    ),
    "arrays_in_arrays": lambda: BadFile("a.pdf", pdf_of_page(_LINE + "[" * 50_000), "no_table"),
    "a_part_that_unpacks_to_much": lambda: BadFile(
        "a.docx", _zip(_parts(), ("word/media/a.bin", bytes(530_000_000))), "unsupported"
    ),
    "xml_in_xml": lambda: BadFile(
        "a.docx", _main(lambda xml: xml.replace(b"<w:body>", b"<w:body>" + b"<w:sdt>" * 5_000)), "unsupported"
    ),
    "entities_in_entities": lambda: BadFile("a.docx", _main(lambda xml: _ENTITIES + xml), "damaged"),
    "an_entity_that_is_a_file": lambda: BadFile(
        "a.docx", _main(lambda xml: _OUTSIDE + xml.replace(b"Train", b"&a;")), "damaged"
    ),
    "a_document_with_no_main_part": lambda: BadFile(
        "a.docx", _zip({k: v for k, v in _parts().items() if k != "word/document.xml"}), "damaged"
    ),
    "two_main_parts_that_differ": lambda: BadFile(
        "a.docx", _zip(_parts(), ("word/document.xml", b"<other/>")), "damaged"
    ),
    "a_table_of_too_many_columns": lambda: BadFile(
        "a.docx", _zip(_parts(w.table(w.texts(*["a"] * 300), w.texts(*["b"] * 300)))), "unsupported"
    ),
    "a_text_of_too_many_cells": lambda: BadFile("a.txt", b"\t" * 600_000, "unsupported"),
    "text_of_zero_bytes": lambda: BadFile("a.txt", b"a\tb\0\n", "unsupported"),
    "html_of_a_huge_span": lambda: BadFile(
        "a.html", b"<html><table><tr><td colspan=99999999 rowspan=99999999>a<td>b</table>", "unsupported"
    ),
}
"""Files that give nothing, or as little as their status says."""

READABLE: Mapping[str, Callable[[], bytes]] = {
    "a_wrong_place_of_the_xref": lambda: good_pdf().replace(b"startxref\n", b"startxref\n9"),
    "bytes_before_the_pdf": lambda: b"HTTP/1.1 200 OK\r\n\r\n" + good_pdf(),
    "bytes_after_the_pdf": lambda: good_pdf() + b"\0" * 5000,
    "a_word_file_with_macros": lambda: _zip(_parts(), ("word/vbaProject.bin", b"x" * 100)),
    "a_word_file_with_no_content_types": lambda: _zip({k: v for k, v in _parts().items() if "Types" not in k}),
    "a_word_file_with_no_relations": lambda: _zip({k: v for k, v in _parts().items() if ".rels" not in k}),
    "paths_that_lead_out_of_the_archive": lambda: _zip(
        _parts(), ("../../evil.txt", b"x"), ("/evil.txt", b"x"), ("C:\\evil.txt", b"x")
    ),
    "a_part_twice_with_the_same_bytes": lambda: _zip(_parts(), ("word/document.xml", _parts()["word/document.xml"])),
    "strict_names": lambda: _main(lambda xml: xml.replace(w.W_URI.encode(), w.STRICT_URI.encode())),
    "a_good_word_file": good_docx,
}
"""Odd files from which the table is read all the same."""
