"""Every sample plan, read from file to rows, gives the rows that its author meant.

The expected rows were written from the content that each producer was given. `python -m scripts.make_samples` writes
them and the files; a difference is read before it is committed.
"""

from __future__ import annotations

import json
from functools import cache
from pathlib import Path
from typing import Any

import pytest

from pipeline.plan import read_plan
from pipeline.settings import Settings
from tests.golden.likeness import comparable, differences

ROOT = Path(__file__).resolve().parents[2]
RAW = ROOT / "data" / "raw"
GOLDEN = Path(__file__).parent
SAMPLES = sorted(path.stem for path in GOLDEN.glob("*.json"))
MISREAD: dict[str, str] = {}  # forms that the reader does not read rightly yet; a fix shows itself


def expected_of(sample: str) -> dict[str, Any]:
    loaded: dict[str, Any] = json.loads((GOLDEN / f"{sample}.json").read_text("utf-8"))
    return loaded


@cache
def rows_of(sample: str) -> Any:
    source = expected_of(sample)["source"]
    path = RAW / source
    return read_plan(path, source, path.read_bytes(), Settings())


def test_every_file_of_data_raw_has_its_expected_rows() -> None:
    files = {path.relative_to(RAW).as_posix() for path in RAW.rglob("*") if path.is_file() and path.name != "README.md"}
    assert files == {expected_of(sample)["source"] for sample in SAMPLES}


def with_misread(sample: str) -> Any:
    reason = MISREAD.get(sample)
    return pytest.param(sample, marks=pytest.mark.xfail(reason=reason, strict=True) if reason else ())


@pytest.mark.parametrize("sample", [with_misread(sample) for sample in SAMPLES])
def test_sample_gives_the_rows_that_its_author_meant(sample: str) -> None:
    expected, found = expected_of(sample)["actions"], rows_of(sample).actions
    faults = []
    if len(expected) != len(found):
        wanted = [comparable("action", row.get("action")) for row in expected]
        have = [comparable("action", row.action) for row in found]
        faults.append(f"expected {len(expected)} actions, found {len(found)}")
        faults += [f"not found: {text}" for text in wanted if text not in have]
        faults += [f"no action of the plan: {text}" for text in have if text not in wanted]
    else:
        for position, (want, row) in enumerate(zip(expected, found, strict=True), start=1):
            faults += [f"row {position} {line}" for line in differences(want, row)]
    assert not faults, "\n".join([f"{sample}: {len(faults)} differences", *faults[:40]])


@pytest.mark.parametrize("sample", SAMPLES)
def test_sample_loses_no_word_of_its_tables(sample: str) -> None:
    document = rows_of(sample).document
    assert document.status == "ok"
    assert document.words_in_tables == document.words_carried > 0


@pytest.mark.parametrize("sample", SAMPLES)
def test_sample_is_known_by_its_folder_and_its_title(sample: str) -> None:
    expected, document = expected_of(sample), rows_of(sample).document
    assert document.council == expected["council"]
    assert document.council_code is None  # no such council is in the register
    if expected["period"]:
        assert [document.period_start.isoformat(), document.period_end.isoformat()] == expected["period"]


def test_a_plan_in_eight_makes_gives_the_same_actions() -> None:
    makes = [sample for sample in SAMPLES if sample.startswith("thistlebourne.")]
    assert len(makes) == 8
    first, *others = [
        [
            {
                field: comparable(field, getattr(row, field))
                for field in ("theme", "objective", "reference", "action", "outcome")
            }
            | {field: comparable(field, getattr(row, field)) for field in ("owner_text", "owners", "periods", "state")}
            for row in rows_of(sample).actions
        ]
        for sample in makes
    ]
    assert len(first) == len(expected_of(makes[0])["actions"])
    for other in others:
        assert other == first
