"""Characteristics are found as the cases say, with the words that name them."""

import tomllib
from pathlib import Path
from typing import Any

import pytest

from pipeline.lexicon_file import LexiconError
from pipeline.normalise.characteristics import (
    characteristic_codes,
    find_characteristics,
    parse_lexicon,
)

CASES = tomllib.loads((Path(__file__).parents[1] / "cases" / "characteristics.toml").read_text("utf-8"))["case"]
PARAMETERS = [
    pytest.param(case, id=case["text"], marks=[pytest.mark.xfail(strict=True)] if case.get("xfail") else [])
    for case in CASES
]


@pytest.mark.parametrize("case", PARAMETERS)
def test_each_case_reads_as_it_says(case: dict[str, Any]) -> None:
    hits = find_characteristics([case["text"]])
    assert list(characteristic_codes(hits)) == case["codes"], case["why"]
    if "implied" in case:
        assert sorted({hit.code for hit in hits if hit.strength == "implied"}) == case["implied"]


def test_a_hit_gives_the_words_as_printed_and_their_place() -> None:
    texts = [None, "For LGBT+ and Disabled staff"]
    hits = find_characteristics(texts)
    assert [(hit.code, hit.words, hit.text_index) for hit in hits] == [
        ("sexual_orientation", "LGBT", 1),
        ("gender_reassignment", "LGBT", 1),
        ("disability", "Disabled", 1),
    ]
    for hit in hits:
        assert (texts[hit.text_index] or "")[hit.start : hit.end] == hit.words


def test_no_text_gives_nothing() -> None:
    assert find_characteristics([]) == find_characteristics([None, ""]) == ()


def test_a_lexicon_that_contradicts_itself_is_refused_with_every_fault_named() -> None:
    data = {"group": [{"codes": ["sex", "hue"], "named": ["boat race"]}], "traps": {"phrases": ["Boat race"]}}
    with pytest.raises(LexiconError, match=r'"hue" is no code.*"Boat race" stands both as a trap and under sex/hue'):
        parse_lexicon(data, ["sex"])
