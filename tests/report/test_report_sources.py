"""Links from the report to the plans: none to what is not there, cannot be followed or lies elsewhere."""

from __future__ import annotations

from pathlib import Path

import pytest

from pipeline.report.sources import SourceLinks


@pytest.mark.parametrize("source", ["loop.pdf", "gone.pdf", "../outside.pdf", "a\0b.pdf", "x" * 5000])
def test_a_file_that_cannot_be_linked_has_no_link(source: str, tmp_path: Path) -> None:
    plans = tmp_path / "plans"
    plans.mkdir()
    (plans / "loop.pdf").symlink_to("loop.pdf")
    (tmp_path / "outside.pdf").write_bytes(b"")
    assert SourceLinks(plans, tmp_path / "pages").find(source) is None


def test_a_file_that_is_there_has_a_link_from_the_pages(tmp_path: Path) -> None:
    (tmp_path / "plans").mkdir()
    (tmp_path / "plans" / "a plan.pdf").write_bytes(b"")
    assert SourceLinks(tmp_path / "plans", tmp_path / "pages").find("a plan.pdf") == "../plans/a%20plan.pdf"
