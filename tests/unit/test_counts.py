"""The counts of docs/reliability.md are made by a command, which is in the Makefile and writes where they stand."""

from __future__ import annotations

from pathlib import Path

import pytest

from scripts import count_reliability
from scripts.count_reliability import HEAVY, main

ROOT = Path(__file__).resolve().parents[2]
PAGE = ROOT / "docs" / "reliability.md"


def test_the_page_names_the_command_and_has_a_place_for_its_counts() -> None:
    text = PAGE.read_text("utf-8")
    assert text.count("<!-- counts: python -m scripts.count_reliability ") == 1
    assert "make counts" in text and "\ncounts: " in (ROOT / "Makefile").read_text("utf-8")
    (block,) = [found[0] for found in count_reliability._BLOCK.finditer(text)]
    assert block.count("\n| ") >= 4


def test_what_is_counted_is_written_in_its_place(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(count_reliability, "odd_files", lambda: iter(["| kinds | 7 |"]))
    monkeypatch.setattr(count_reliability, "heavy_files", lambda: iter(["| heavy | 9 s |"]))
    page = tmp_path / "page.md"
    page.write_text("before\n<!-- counts: x -->\nold\n<!-- end of counts -->\nafter\n", "utf-8")
    monkeypatch.setattr("sys.argv", ["count", "odd", "heavy", "--write", str(page)])
    assert main() == 0
    text = page.read_text("utf-8")
    assert "| kinds | 7 |" in text and "old" not in text and "9 s" not in text
    assert text.startswith("before\n") and text.endswith("after\n")


def test_heavy_files_can_be_made() -> None:
    quick = [made for what, _, made in HEAVY if "2 million letters" in what or "1 GiB" in what]
    assert len(quick) == 2 and all(made().startswith(b"%PDF") for made in quick)
