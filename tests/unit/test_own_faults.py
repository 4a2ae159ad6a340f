"""A fault of this program is told as such: status `failed` with an issue, and never as damage of the file."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from extractors import extract_bytes
from extractors.errors import DocumentUnreadable
from extractors.limits import Limits
from pipeline.plan import read_plan
from pipeline.settings import Settings
from tests.builders.bad_files import good_docx, good_html, good_pdf, good_xlsx

READERS: tuple[tuple[Callable[[], bytes], str], ...] = (
    (good_pdf, "extractors.pdf.reader._read"),
    (good_docx, "extractors.word.read_blocks"),
    (good_xlsx, "extractors.sheet.read_xlsx"),
    (good_html, "extractors.html.read_html"),
    (lambda: b"a\tb\n", "extractors.text.read_text"),
)


@pytest.mark.parametrize(("make", "place"), READERS, ids=[place for _, place in READERS])
@pytest.mark.parametrize("fault", [IndexError("list index out of range"), AssertionError(), RecursionError("deep")])
def test_an_exception_of_a_reader_is_not_damage_of_the_file(
    make: Callable[[], bytes], place: str, fault: Exception, monkeypatch: pytest.MonkeyPatch
) -> None:
    def stop(*_: object) -> None:
        raise fault

    monkeypatch.setattr(place, stop)
    if place.startswith("extractors.word") and isinstance(fault, RecursionError):
        pytest.skip("the Word reader knows what nesting is")
    with pytest.raises(DocumentUnreadable) as told:
        extract_bytes(make(), Limits())
    assert told.value.status == "failed"
    assert type(fault).__name__ in told.value.sentence
    rows = read_plan(Path("plan"), "plan", make(), Settings())
    assert rows.document.status == "failed"
    assert [issue.code for issue in rows.issues] == ["reader_error"]


def test_memory_that_ran_out_is_left_to_the_one_who_knows_the_limit(monkeypatch: pytest.MonkeyPatch) -> None:
    def stop(*_: object) -> None:
        raise MemoryError

    monkeypatch.setattr("extractors.pdf.reader._read", stop)
    with pytest.raises(MemoryError):
        extract_bytes(good_pdf(), Limits())
