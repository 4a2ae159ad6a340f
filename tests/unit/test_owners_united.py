"""Names of one council that stand for one owner are united, and near names that do not are left apart."""

from __future__ import annotations

import tomllib
from pathlib import Path
from typing import Any

import pytest

from pipeline.normalise.owner import find_abbreviations, match_owners, parse_owners
from schema.codelists import flags

CASES = tomllib.loads((Path(__file__).parents[1] / "cases" / "owners_united.toml").read_text("utf-8"))["case"]


@pytest.mark.parametrize("case", CASES, ids=[case["why"] for case in CASES])
def test_names_are_united_as_the_case_says(case: dict[str, Any]) -> None:
    cells = [*case.get("cells", ()), *(text for one in case["one"] for text in one)]
    abbreviations = find_abbreviations(cells)
    read = [parse_owners(text, abbreviations).mentions for text in cells]
    numbers = [number for number, mentions in enumerate(read) for _ in mentions]
    matched = match_owners([mention for mentions in read for mention in mentions], numbers)
    names = [{matched[parse_owners(text, abbreviations).mentions[0].name].name for text in one} for one in case["one"]]
    assert all(len(one) == 1 for one in names), names
    assert len(set.union(*names)) == len(names), names
    assert all(set(match.flags) <= set(flags()) for match in matched.values())


def test_the_other_name_stands_beside_the_mention_and_not_in_its_name() -> None:
    (mention,) = parse_owners("Insight Team (was Research and Information)").mentions
    assert (mention.name, mention.also) == ("Insight Team", ("Research and Information",))
    (plain,) = parse_owners("Insight Team (Research and Information)").mentions
    assert plain.also == ()
