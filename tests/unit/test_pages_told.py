"""A person who waits for a long file sees which page is being read, also by OCR."""

from __future__ import annotations

import io
import itertools
import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from PIL import Image
from reportlab.pdfgen.canvas import Canvas

import extractors.pdf.reader as reader
from extractors import extract_bytes
from extractors.limits import Limits
from pipeline.batch.limited import Ended, LimitedReader
from pipeline.batch.pages_told import AtPage, page_words, watch_pages
from pipeline.batch.pool import run_units
from pipeline.batch.process import WorkerProcess
from pipeline.batch.run import Listener, RunOptions, run
from pipeline.batch.unit import Unit
from pipeline.cli.run_command import _ScreenTeller
from pipeline.settings import Settings


def pdf(*pages: str) -> bytes:
    """A PDF with a page for each text; one that is empty is a picture."""
    content = io.BytesIO()
    canvas = Canvas(content, pagesize=(300, 200))
    for text in pages:
        if text:
            canvas.drawString(20, 100, text)
        else:
            canvas.drawInlineImage(Image.new("L", (300, 200), 200), 0, 0, 300, 200)
        canvas.showPage()
    canvas.save()
    return content.getvalue()


def watched(data: bytes, seconds: float) -> list[AtPage]:
    """What is told of a file of which each look at the clock is so many seconds after the one before."""
    told: list[AtPage] = []
    unwatch = watch_pages(told.append, clock=itertools.count(0.0, seconds).__next__)
    try:
        extract_bytes(data, Limits())
    finally:
        unwatch()
    return told


def test_every_page_of_a_slow_file_is_told() -> None:
    before = reader.read_page
    assert watched(pdf("one", "two", "three"), 1.0) == [AtPage(1, 3), AtPage(2, 3), AtPage(3, 3)]
    assert reader.read_page is before


def test_a_page_read_from_its_pixels_is_told_as_such(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("extractors.ocr.is_available", lambda: True)
    monkeypatch.setattr("extractors.ocr.load_engine", lambda: lambda pixels: [])
    assert watched(pdf("one", ""), 1.0) == [AtPage(1, 2), AtPage(2, 2), AtPage(2, 2, by_ocr=True)]


def test_a_quick_file_is_not_told_of_and_a_long_one_once_in_a_moment() -> None:
    assert watched(pdf("one", "two", "three"), 0.01) == []
    assert watched(pdf("one", "two", "three", "four"), 0.5) == [AtPage(2, 4), AtPage(4, 4)]


def test_what_a_worker_says_of_its_page_is_no_reply() -> None:
    class Pipes:
        def __init__(self) -> None:
            self.stdin = io.BytesIO()
            lines = ({"at": {"page": 7, "pages": 9, "by_ocr": False}}, {"key": "k"})
            self.stdout = io.BytesIO(b"".join(json.dumps(line).encode() + b"\n" for line in lines))

    told: list[AtPage] = []
    worker: Any = WorkerProcess.__new__(WorkerProcess)
    worker._process, worker._pages, worker.documents = Pipes(), told.append, 0
    assert worker.ask(Unit(Path("a"), "a", Path("out")), 60.0) == {"key": "k"}
    assert told == [AtPage(7, 9)]


def test_pages_come_to_who_drives_the_workers(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def read(self: LimitedReader, unit: Unit) -> Ended:
        self._unit = unit
        self._tell(AtPage(1, 2))
        return Ended(unit, "k")

    monkeypatch.setattr(LimitedReader, "read", read)
    units = [Unit(tmp_path / name, name, tmp_path) for name in ("a", "b")]
    told: list[tuple[str, AtPage]] = []
    ended = run_units(units, 2, Settings(), tmp_path, 2, pages=lambda unit, at: told.append((unit.source, at)))
    assert sorted(one.unit.source for one in ended) == ["a", "b"]
    assert sorted(told, key=lambda one: one[0]) == [("a", AtPage(1, 2)), ("b", AtPage(1, 2))]
    assert len(list(run_units(units, 2, Settings(), tmp_path, 2))) == 2


def test_a_run_asks_for_pages_where_somebody_looks(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[Callable[..., None] | None] = []

    def no_units(*args: Any, **kwargs: Any) -> Any:
        asked.append(kwargs["pages"])
        return iter(())

    monkeypatch.setattr("pipeline.batch.run.run_units", no_units)

    class Looks(Listener):
        wants_pages = True
        said = ""

        def reading(self, source: str, at: AtPage) -> None:
            self.said = page_words(source, at)

    looks = Looks()
    (tmp_path / "plans").mkdir()
    for listener in (looks, Listener()):
        run(RunOptions((tmp_path / "plans",), tmp_path / "out", jobs=1), listener)
    assert asked[0] is not None and asked[-1] is None
    asked[0](Unit(tmp_path / "a.pdf", "a.pdf", tmp_path), AtPage(1, 2))
    assert looks.said == "reading a.pdf, page 1 of 2"


def test_the_bar_says_the_page_until_the_file_is_read() -> None:
    teller = _ScreenTeller("out", [])
    teller.reading("a\x1b[2J.pdf", AtPage(12, 1300))
    assert teller._progress.tasks[0].description == "reading a\\x1b[2J.pdf, page 12 of 1,300"
