"""The expected rows and the page about the samples are those that the program writes from the content."""

from __future__ import annotations

import json

import pytest

from scripts.make_samples.__main__ import GOLDEN, ROOT, expected_of, readme
from scripts.make_samples.plans import read_readings
from scripts.make_samples.samples import SAMPLES, Sample, load


@pytest.mark.parametrize("sample", SAMPLES, ids=lambda sample: sample.stem)
def test_expected_rows_are_those_of_the_content(sample: Sample) -> None:
    committed = json.loads((GOLDEN / f"{sample.stem}.json").read_text("utf-8"))
    assert committed == json.loads(json.dumps(expected_of(sample, load(sample), read_readings())))


def test_the_page_about_the_samples_is_current() -> None:
    assert (ROOT / "docs" / "sample-plans.md").read_text("utf-8") == readme()


def test_every_phrase_with_a_reading_is_used() -> None:
    used: set[str] = set()
    for sample in SAMPLES:
        for action in load(sample).actions:
            used.update(" ".join(value.split()) for value in action.printed.values())
            used.update(action.printed.get("ticks", "").split())
    readings = read_readings()
    assert not set(readings.timescales) - used
    assert not set(readings.owners) - used
