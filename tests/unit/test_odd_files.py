"""Odd files end in a row with a true status and a sentence that helps, or are read; one run takes them all quietly."""

from __future__ import annotations

import os
import socket
import subprocess
import sys
import time
from pathlib import Path

import pyarrow.parquet as pq
import pytest

from extractors import ocr
from extractors.errors import DocumentUnreadable
from extractors.limits import Limits
from extractors.pdf import read_pdf, render_page
from extractors.pdf.page import PageObjects
from extractors.pdf.pdfium import open_page, open_pdf
from extractors.pdf.read_page import read_page
from extractors.pdf.settings import DEFAULTS
from extractors.pdf.streams import refuse_bombs
from pipeline.audit.second_reader import words_of_pdf
from pipeline.batch.run import Listener, RunOptions, run
from pipeline.plan import read_plan
from pipeline.settings import Settings
from tests.builders.bad_files import good_pdf, pdf_of_page
from tests.builders.odd_files import ODD, ROWS, TABBED, bomb, drawn, pdf_of_pages

ROOT = Path(__file__).resolve().parents[2]
PLAIN = Settings(limits=Limits(ocr=False))
SECONDS = 20  # far above what any takes here


@pytest.mark.parametrize("name", ODD)
def test_an_odd_file_has_a_true_status_and_a_sentence_that_helps(name: str) -> None:
    odd = ODD[name]()
    began = time.perf_counter()
    rows = read_plan(Path(odd.name), odd.name, odd.data, PLAIN)
    assert time.perf_counter() - began < SECONDS
    assert rows.document.status == odd.status, rows.document.error
    assert rows.document.words_carried == rows.document.words_in_tables
    if rows.document.status == "ok":
        assert len(rows.cells) >= 3
        assert rows.document.error is None
    else:
        assert rows.document.error is not None
        assert rows.document.error.endswith(".")
    told = [rows.document.error or "", *(issue.message for issue in rows.issues)]
    assert any(odd.says in sentence for sentence in told), told
    assert not odd.code or odd.code in {issue.code for issue in rows.issues}


def test_one_run_takes_every_odd_file_and_says_nothing_but_what_became_of_them(tmp_path: Path) -> None:
    (tmp_path / "in").mkdir()
    heavy = {"a_line_of_60_million_letters", "a_word_of_300000_letters", "letters_without_names"}
    for number, name in enumerate(sorted(ODD.keys() - heavy)):
        odd = ODD[name]()
        (tmp_path / "in" / f"{number}{Path(odd.name).suffix}").write_bytes(odd.data)
    done = subprocess.run(
        [sys.executable, "-m", "pipeline", "run", str(tmp_path / "in"), "--out", str(tmp_path / "out"), "--jobs", "1"],
        cwd=ROOT, capture_output=True, text=True, timeout=120, check=False,
    )  # fmt: skip
    assert done.returncode == 0
    assert done.stderr.split("\n", 1)[0].startswith("Looking for plans")
    assert not done.stderr.split("\n", 1)[1].strip()
    documents = pq.read_table(tmp_path / "out" / "documents.parquet").to_pylist()
    assert len(documents) == len(ODD) - len(heavy)
    assert "failed" not in {row["status"] for row in documents}
    assert all(row["error"] for row in documents if row["status"] != "ok")


def test_the_issue_of_a_page_names_the_page_and_what_is_wrong_with_it() -> None:
    odd = ODD["a_page_of_more_text_than_paper_holds"]()
    rows = read_plan(Path(odd.name), odd.name, odd.data, PLAIN)
    (issue,) = [issue for issue in rows.issues if issue.code == "page_overfull"]
    assert issue.page == 2
    assert {cell.page for cell in rows.cells} == {1, 3}


def test_letters_beyond_a_limit_that_was_set_leave_the_page_out() -> None:
    document = read_pdf(pdf_of_pages(drawn(), drawn(drawn_rows(40))), Limits(ocr=False, max_page_letters=300))
    assert [table.page for table in document.tables] == [1]
    assert [note.code for note in document.notes] == ["page_overfull"]


def drawn_rows(count: int) -> list[list[str]]:
    return [[str(row), "Train all of the staff", "Head of HR", "March 2025"] for row in range(count)]


def test_a_page_too_large_to_be_drawn_is_not_drawn(monkeypatch: pytest.MonkeyPatch) -> None:
    image = (
        "6 0 obj << /Type /XObject /Subtype /Image /Width 1 /Height 1 /BitsPerComponent 8 /ColorSpace /DeviceGray "
        "/Length 1 >> stream\na\nendstream endobj"
    )
    data = pdf_of_page(
        "14400 0 0 14400 0 0 cm /X Do", box="0 0 14400 14400", resources="/XObject << /X 6 0 R >>", more=image
    )

    def draw(*_: object, **__: object) -> None:
        raise AssertionError("the page was drawn")

    monkeypatch.setattr(ocr, "is_available", lambda: True)
    monkeypatch.setattr("pypdfium2.PdfPage.render", draw)
    (note,) = read_pdf(data, Limits()).notes
    assert note.code == "page_too_large"
    assert "80,000,000 pixels" in note.message
    with pytest.raises(DocumentUnreadable, match="80,000,000 pixels"):
        render_page(data, 1, 2.0)
    with pytest.raises(DocumentUnreadable, match="decompression bomb"):
        render_page(bomb(1024), 1, 2.0)


def seen_as(monkeypatch: pytest.MonkeyPatch, objects: PageObjects) -> None:
    """Let OCR be there and see one thing on every page."""
    monkeypatch.setattr(ocr, "is_available", lambda: True)
    monkeypatch.setattr(ocr, "load_engine", lambda: lambda _: [])
    monkeypatch.setattr(ocr, "read_pixels", lambda *_: objects)


def test_text_in_fonts_without_letters_is_read_from_the_pixels(monkeypatch: pytest.MonkeyPatch) -> None:
    printed = pdf_of_page(drawn())
    with open_pdf(printed) as document, open_page(document, 0) as page:
        seen_as(monkeypatch, read_page(page, 1, {}, DEFAULTS))
    odd = ODD["letters_without_names"]()
    rows = read_plan(Path(odd.name), odd.name, odd.data, Settings())
    assert [cell.text for cell in rows.cells] == [text for row in ROWS for text in row]
    assert "ocr" in {issue.code for issue in rows.issues}
    assert "text_undecoded" not in {issue.code for issue in rows.issues}
    assert not list(words_of_pdf(odd.data, rows.cells, only_known=True)), "there is no text to read a second time"
    assert list(words_of_pdf(odd.data, rows.cells))


def test_where_ocr_sees_no_table_the_sentence_says_so(monkeypatch: pytest.MonkeyPatch) -> None:
    seen_as(monkeypatch, PageObjects(1, 595, 842, (), (), ()))
    image = (
        "6 0 obj << /Type /XObject /Subtype /Image /Width 1 /Height 1 /BitsPerComponent 8 /ColorSpace /DeviceGray "
        "/Length 1 >> stream\na\nendstream endobj"
    )
    data = pdf_of_page("595 0 0 842 0 0 cm /X Do", resources="/XObject << /X 6 0 R >>", more=image)
    rows = read_plan(Path("a.pdf"), "a.pdf", data, Settings())
    assert rows.document.status == "no_table"
    assert "OCR" in (rows.document.error or "")


def test_a_bomb_is_refused_in_little_time_and_memory_and_a_large_picture_is_not() -> None:
    began = time.perf_counter()
    with pytest.raises(DocumentUnreadable, match="131,072,000"):
        refuse_bombs(bomb(1024), Limits())
    assert time.perf_counter() - began < 5
    picture = bomb(300).replace(b"/Filter", b"/Subtype /Image /Filter")
    refuse_bombs(picture, Limits())
    refuse_bombs(good_pdf(), Limits())


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no such files")
def test_what_is_no_file_and_what_changes_under_way_has_its_row(tmp_path: Path) -> None:
    folder = tmp_path / "in"
    folder.mkdir()
    for name in (
        "changes.txt",
        "goes.txt",
        "x" * 250 + ".txt",
        "\u202egpj.txt",
        "%s%n{0}.txt",
        "[red]x.txt",
        "-rf.txt",
    ):
        (folder / name).write_text(TABBED, "utf-8")
    (Path(os.fsdecode(os.fsencode(folder) + b"/\xff\xfe.txt"))).write_text(TABBED, "utf-8")
    os.mkfifo(folder / "pipe.pdf")
    with socket.socket(socket.AF_UNIX) as plug:
        here = Path.cwd()
        os.chdir(folder)  # a socket's path is short
        plug.bind("socket.pdf")
        os.chdir(here)
    (folder / "round.pdf").symlink_to("about.pdf")
    (folder / "about.pdf").symlink_to("round.pdf")
    (folder / "gone.pdf").symlink_to("nothing.pdf")
    (folder / "itself").symlink_to(".")
    (folder / "zeros.txt").symlink_to("/dev/zero")

    class Meddler(Listener):
        def started(self, total: int, reused: int, sizes: int) -> None:
            (folder / "changes.txt").write_text(TABBED.replace("Publish", "Withdraw"), "utf-8")
            (folder / "goes.txt").unlink()

    summary = run(RunOptions((folder,), tmp_path / "out", jobs=1), Meddler())
    documents = pq.read_table(tmp_path / "out" / "documents.parquet").to_pylist()
    failed = {row["source"]: row["error"] for row in documents if row["status"] == "failed"}
    assert failed.keys() == {"pipe.pdf", "socket.pdf", "round.pdf", "about.pdf", "gone.pdf", "zeros.txt", "goes.txt"}
    assert all(error and error.endswith(".") for error in failed.values())
    assert summary.statuses == {"ok": 7, "failed": 7}
    assert "itself" in summary.remarks[0]
    texts = set(pq.read_table(tmp_path / "out" / "cells.parquet")["text"].to_pylist())
    assert {"Withdraw the report", "Publish the report"} <= texts
