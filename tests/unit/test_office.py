"""Older and open formats through LibreOffice: converted where it is installed, explained where it is not."""

from __future__ import annotations

import subprocess
from pathlib import Path

import pytest

from extractors import office
from extractors.errors import DocumentUnreadable
from extractors.limits import Limits
from tests.builders import word_xml as w

OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
MEDIA_TYPES = {
    "doc": "application/msword",
    "odt": "application/vnd.oasis.opendocument.text",
    "rtf": "application/rtf",
}
needs_libreoffice = pytest.mark.skipif(office.find_libreoffice() is None, reason="LibreOffice is not installed")
BODY = w.table(
    w.texts("Action", "Owner"), w.row(w.cell(text="Train staff"), w.cell(text="HR", fill="00B050")), widths=[4000, 4000]
) + w.para(text="End")


def status_of(data: bytes, suffix: str) -> tuple[str, str]:
    with pytest.raises(DocumentUnreadable) as caught:
        office.read_with_libreoffice(data, suffix, Limits())
    return caught.value.status, caught.value.sentence


def saved_as(suffix: str, tmp_path: Path) -> bytes:
    source = tmp_path / "plan.docx"
    source.write_bytes(w.docx(BODY))
    program = office.find_libreoffice()
    assert program is not None
    profile = (tmp_path / "profile").as_uri()
    subprocess.run(
        [
            program,
            f"-env:UserInstallation={profile}",
            "--headless",
            "--convert-to",
            suffix,
            "--outdir",
            tmp_path,
            source,
        ],
        check=True,
        capture_output=True,
        timeout=120,
    )
    return (tmp_path / f"plan.{suffix}").read_bytes()


@needs_libreoffice
@pytest.mark.parametrize(
    "suffix", [pytest.param("doc", marks=pytest.mark.slow), "odt", pytest.param("rtf", marks=pytest.mark.slow)]
)
def test_older_and_open_formats_give_the_same_cells(suffix: str, tmp_path: Path) -> None:
    document = office.read_with_libreoffice(saved_as(suffix, tmp_path), f".{suffix}", Limits())
    (table,) = document.tables
    assert [(cell.text, cell.fill) for cell in table.cells] == [
        ("Action", None),
        ("Owner", None),
        ("Train staff", None),
        ("HR", "#00b050"),
    ]
    assert document.media_type == MEDIA_TYPES[suffix]


@needs_libreoffice
@pytest.mark.slow
def test_a_file_that_is_cut_short_is_damaged_and_not_read_as_text(tmp_path: Path) -> None:
    data = saved_as("doc", tmp_path)
    assert status_of(data[: len(data) // 2], ".doc")[0] == "damaged"


def test_without_libreoffice_the_sentence_names_it(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(office, "find_libreoffice", lambda: None)
    status, sentence = status_of(b"{\\rtf1 x}", ".rtf")
    assert status == "unsupported"
    assert "LibreOffice" in sentence


def test_locked_files_are_named_before_anything_is_run(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(office, "find_libreoffice", lambda: pytest.fail("was looked for"))
    package = OLE + bytes(1016) + "EncryptedPackage".encode("utf-16-le")
    binary = OLE + bytes(504) + b"\xec\xa5" + bytes(8) + b"\x00\x01" + bytes(100)
    open_document = w.zipped({"mimetype": "x", "META-INF/manifest.xml": "<m><encryption-data/></m>"})
    for data, suffix in ((package, ".doc"), (binary, ".doc"), (open_document, ".odt")):
        assert status_of(data, suffix)[0] == "encrypted"


def test_a_compound_file_of_another_kind_is_not_tried(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(office, "find_libreoffice", lambda: Path("no-such-program"))
    data = OLE + bytes(2040) + "PowerPoint Document".encode("utf-16-le") + bytes(200)
    assert status_of(data, ".doc")[0] == "unsupported"


def test_a_file_over_the_limit_is_not_tried() -> None:
    with pytest.raises(DocumentUnreadable, match="limit"):
        office.read_with_libreoffice(b"{\\rtf1 long}", ".rtf", Limits(max_bytes=3))
