"""Files that cannot be read get a row with a status and one sentence, and never an exception."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from pipeline.plan import read_plan
from pipeline.settings import Settings
from tests.builders.bad_files import ALL, BadFile, docx_named_pdf, pdf_named_docx


@pytest.mark.parametrize("make", ALL, ids=lambda make: make.__name__)
def test_a_bad_file_gets_its_status_and_one_sentence(make: Callable[[], BadFile]) -> None:
    bad = make()
    rows = read_plan(Path(bad.name), bad.name, bad.data, Settings())
    assert rows.document.status == bad.status, rows.document.error
    assert rows.document.error
    assert rows.document.error.endswith(".")
    assert "Traceback" not in rows.document.error
    assert not rows.actions


@pytest.mark.parametrize("make", [pdf_named_docx, docx_named_pdf], ids=lambda make: make.__name__)
def test_a_name_that_lies_about_the_format_changes_nothing(make: Callable[[], tuple[str, bytes]]) -> None:
    name, data = make()
    rows = read_plan(Path(name), name, data, Settings())
    assert rows.document.status == "ok"
    assert [row.action for row in rows.actions][:2] == ["Publish the equality report", "Train reception staff"]
