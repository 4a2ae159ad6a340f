"""What is parsed of a TOML file is kept beside the byte code, and counts only for the file that it was made from."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from schema.toml_file import read_kept


@pytest.fixture
def kept(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Iterator[Path]:
    """A lexicon of one word in a folder where byte code may be written."""
    monkeypatch.setattr(sys, "dont_write_bytecode", False)
    monkeypatch.setattr(sys, "pycache_prefix", None)
    path = tmp_path / "words.toml"
    path.write_text('words = ["one"]\n', "utf-8")
    yield path


def _beside(path: Path) -> list[Path]:
    return sorted((path.parent / "__pycache__").glob("*"))


def test_what_was_parsed_is_kept_and_read_again(kept: Path) -> None:
    assert read_kept(kept) == {"words": ["one"]}
    (place,) = _beside(kept)
    place.write_bytes(place.read_bytes().replace(b"one", b"two"))
    assert read_kept(kept) == {"words": ["two"]}


def test_each_reading_gives_content_of_its_own(kept: Path) -> None:
    read_kept(kept)["words"].append("more")
    read_kept(kept)["words"].append("more")
    assert read_kept(kept) == {"words": ["one"]}


def test_a_file_that_changed_is_parsed_again(kept: Path) -> None:
    read_kept(kept)
    kept.write_text('words = ["six"]\n', "utf-8")
    os.utime(kept, ns=(1, 1))
    assert read_kept(kept) == {"words": ["six"]}
    assert len(_beside(kept)) == 1


@pytest.mark.parametrize("left", [0, 10, 40, -1])
def test_what_is_damaged_counts_as_not_kept(kept: Path, left: int) -> None:
    read_kept(kept)
    (place,) = _beside(kept)
    place.write_bytes(place.read_bytes()[:left])
    assert read_kept(kept) == {"words": ["one"]}


def test_nothing_is_written_where_python_writes_no_byte_code(kept: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "dont_write_bytecode", True)
    assert read_kept(kept) == {"words": ["one"]}
    assert not _beside(kept)


def test_byte_code_that_goes_elsewhere_takes_it_along(
    kept: Path, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setattr(sys, "pycache_prefix", str(tmp_path / "elsewhere"))
    assert read_kept(kept) == {"words": ["one"]}
    assert not _beside(kept)
    assert len([*(tmp_path / "elsewhere").rglob("*.parsed")]) == 1


def test_a_folder_that_cannot_be_written_to_is_no_trouble(kept: Path) -> None:
    (kept.parent / "__pycache__").write_text("a file where the folder would be", "utf-8")
    assert read_kept(kept) == {"words": ["one"]}
    assert read_kept(kept) == {"words": ["one"]}


def test_days_are_read_and_not_kept(kept: Path) -> None:
    kept.write_text("day = 2031-03-01\n", "utf-8")
    assert str(read_kept(kept)["day"]) == "2031-03-01"
    assert not _beside(kept)
