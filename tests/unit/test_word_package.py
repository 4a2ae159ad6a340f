"""Broken, locked and harmful Word packages: each ends in a status and a sentence, or is read as far as it goes."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Callable

import pytest

from extractors.document import Document
from extractors.errors import DocumentUnreadable
from extractors.limits import Limits
from extractors.word import read_docx
from tests.builders import word_xml as w

BODY = w.table(w.texts("Action", "Owner"), w.texts("Train staff", "HR"))


def status_of(data: bytes, limits: Limits | None = None) -> tuple[str, str]:
    with pytest.raises(DocumentUnreadable) as caught:
        read_docx(data, limits or Limits())
    return caught.value.status, caught.value.sentence


def changed(name: str, change: Callable[[str], str]) -> bytes:
    parts = w.parts_of(BODY)
    parts[name] = change(parts[name])
    return w.zipped(parts)


def without(*names: str) -> bytes:
    return w.zipped({name: part for name, part in w.parts_of(BODY).items() if name not in names})


def texts_of(document: Document) -> list[str]:
    return [cell.text for table in document.tables for cell in table.cells]


@pytest.mark.parametrize(
    "data",
    [
        without("[Content_Types].xml"),
        without("_rels/.rels"),
        without("word/_rels/document.xml.rels", "_rels/.rels", "[Content_Types].xml"),
        changed("_rels/.rels", lambda part: part.replace("word/document.xml", "/word/document.xml")),
        changed("[Content_Types].xml", lambda part: part.replace("document.main+xml", "wrong")),
        changed("[Content_Types].xml", lambda part: part.replace("document.main", "template.main")),
        changed("word/document.xml", lambda part: part.replace(w.W_URI, w.STRICT_URI)),
        w.zipped({name.upper(): part for name, part in w.parts_of(BODY).items()}),
        w.zipped({name.replace("/", "\\"): part for name, part in w.parts_of(BODY).items()}),
        w.zipped(w.parts_of(BODY) | {"word/vbaProject.bin": b"macro"}),
        w.zipped(w.parts_of(BODY) | {"../../outside.txt": "x", "/etc/outside": "x"}),
        w.zipped(w.parts_of(BODY) | {"no-name": ""}).replace(b"no-name", b"\0o-name"),
        w.zipped(w.parts_of(BODY, styles="<broken", numbering="<w:numbering", theme="")),
    ],
)
def test_a_package_with_odd_parts_is_read_as_far_as_it_goes(data: bytes) -> None:
    assert texts_of(read_docx(data, Limits())) == ["Action", "Owner", "Train staff", "HR"]


@pytest.mark.parametrize(
    ("data", "status"),
    [
        (b"", "damaged"),
        (b"PK\x03\x04 and no more", "damaged"),
        (w.docx(BODY)[:700], "damaged"),
        (without("word/document.xml"), "damaged"),
        (changed("word/document.xml", lambda part: part[:-40]), "damaged"),
        (changed("word/document.xml", lambda part: "<x/>"), "unsupported"),
        (changed("word/document.xml", lambda part: f"{'<w:p>' * 400}"), "damaged"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(2000), "unsupported"),
    ],
)
def test_a_broken_package_says_so(data: bytes, status: str) -> None:
    assert status_of(data)[0] == status


def test_a_password_is_named() -> None:
    data = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(1000) + "EncryptedPackage".encode("utf-16-le") + bytes(100)
    status, sentence = status_of(data)
    assert status == "encrypted"
    assert "password" in sentence


def test_a_zip_bomb_is_refused_before_it_is_unpacked() -> None:
    data = w.zipped(w.parts_of(BODY) | {"word/media/image1.png": bytes(3_000_000)})
    status, sentence = status_of(data, Limits(max_unpacked_bytes=1_000_000))
    assert status == "unsupported"
    assert "1,000,000" in sentence


def test_two_different_parts_of_one_name_are_refused_and_two_alike_are_not() -> None:
    parts = w.parts_of(BODY)

    def twice(second: str) -> bytes:
        buffer = io.BytesIO(w.zipped(parts))
        with pytest.warns(UserWarning, match="Duplicate"), zipfile.ZipFile(buffer, "a") as archive:
            archive.writestr("word/document.xml", second)
        return buffer.getvalue()

    assert texts_of(read_docx(twice(parts["word/document.xml"]), Limits()))
    status, sentence = status_of(twice(parts["word/document.xml"].replace("staff", "nobody")))
    assert status == "damaged"
    assert "twice" in sentence


@pytest.mark.parametrize("encoding", ["utf-8", "utf-16"])
def test_entities_are_refused_in_any_encoding(encoding: str) -> None:
    parts: dict[str, str | bytes] = dict(w.parts_of(BODY))
    bomb = '<!DOCTYPE x [<!ENTITY a SYSTEM "file:///etc/passwd">]>' + str(parts["word/document.xml"]).replace(
        "staff", "&a;"
    )
    parts["word/document.xml"] = bomb.encode(encoding)
    assert status_of(w.zipped(parts))[0] == "damaged"


def test_an_embedded_document_is_noted() -> None:
    (note,) = read_docx(w.docx(BODY + '<w:altChunk r:id="rId9"/>'), Limits()).notes
    assert note.code == "embedded_document"


def test_tables_inside_tables_end_somewhere() -> None:
    body = w.table(w.texts("a", "b"))
    for _ in range(55):
        body = w.table(w.row(w.cell(body + w.para()), w.cell(text="x")))
    (table,) = read_docx(w.docx(body), Limits()).tables
    assert table.words == 57
