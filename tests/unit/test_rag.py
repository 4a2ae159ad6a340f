"""Ratings are read from letters, words, signs and fills as the cases say."""

import tomllib
from pathlib import Path
from typing import Any

import pytest

from pipeline.normalise.rag import LESS_GOOD_FIRST, parse_lexicon, read_lexicon, read_rag
from schema.codelists import codelists, flags

CASES = tomllib.loads((Path(__file__).parents[1] / "cases" / "rag.toml").read_text("utf-8"))["case"]


@pytest.mark.parametrize("case", CASES, ids=[f"{case.get('text', '')}{case.get('fill', '')}" for case in CASES])
def test_each_case_reads_as_it_says(case: dict[str, Any]) -> None:
    reading = read_rag(case.get("text"), case.get("fill"))
    got = (reading.rag, reading.source, list(reading.flags))
    assert got == (case.get("rag"), case.get("source"), case.get("flags", [])), case["why"]


def test_every_flag_of_the_cases_stands_in_the_codelist() -> None:
    assert {flag for case in CASES for flag in case.get("flags", [])} <= set(flags())


def test_the_ratings_are_those_of_the_codelist() -> None:
    assert set(LESS_GOOD_FIRST) == set(codelists()["rag"].names())


def test_the_ranges_of_two_colours_never_overlap() -> None:
    for red in range(0, 256, 15):
        for green in range(0, 256, 15):
            for blue in range(0, 256, 15):
                fill = f"#{red:02x}{green:02x}{blue:02x}"
                assert len(_colours_of(fill)) <= 1, fill


def _colours_of(fill: str) -> set[str]:
    from pipeline.normalise.rag import measure_fill

    measured = measure_fill(fill)
    assert measured is not None
    return {
        colour.rag
        for colour in read_lexicon().colours
        if any(low <= measured.hue < high for low, high in colour.hues)
        and colour.strength[0] <= measured.strength <= colour.strength[1]
        and colour.brightness[0] <= measured.brightness <= colour.brightness[1]
    }


def test_a_word_under_two_ratings_is_refused_by_name() -> None:
    entry = {"hues": [[0, 1]], "strength": [0, 1], "brightness": [0, 1], "pale": [0, 0], "letters": [], "signs": []}
    data = {
        "colour": [entry | {"rag": "red", "words": ["warm"]}, entry | {"rag": "amber", "words": ["Warm"]}],
        "words": {"before": [], "behind": []},
    }
    with pytest.raises(ValueError, match='"Warm" stands for both red and amber'):
        parse_lexicon(data)
