"""Names of one council that stand for one owner are united, and near names that do not are left apart."""

from __future__ import annotations

import tomllib
from pathlib import Path
from typing import Any

import pytest

from pipeline.normalise.owner import find_abbreviations, match_owners, parse_owners
from pipeline.plan import finish_owners
from schema.codelists import flags
from schema.rows import ActionRow, OwnerValue

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


def acted(number: int, text: str) -> ActionRow:
    owners = tuple(
        OwnerValue(mention=one.mention, name=one.name, kind=one.kind, function=one.function, seniority=one.seniority)
        for one in parse_owners(text).mentions
    )
    return ActionRow(action_id=str(number), document_id="0" * 16, position=number, owner_text=text, owners=owners)


def test_a_run_unites_by_what_cells_say_and_keeps_the_rule() -> None:
    texts = ["Data Team (was Insight Unit)", "Insight Unit", "Data Team", "Data Team"]
    actions, owners = finish_owners([acted(number, text) for number, text in enumerate(texts)])
    assert [owner.name for owner in owners] == ["Data Team"]
    assert ("owners", "said_former: Insight Unit is Data Team") in {(one.field, one.rule) for one in actions[1].rules}


def test_a_run_doubts_a_name_that_fits_two_others() -> None:
    texts = ["EH Manager", "Environmental Health Manager", "Early Help Manager"]
    actions, _ = finish_owners([acted(number, text) for number, text in enumerate(texts)])
    assert [doubt.code for doubt in actions[0].doubts] == ["owner_close_second"]
    assert actions[1].doubts == ()


def test_a_canonical_name_is_one_of_the_names() -> None:
    mentions = parse_owners("AD:AA%AD%OF").mentions
    matched = match_owners(mentions)
    assert {match.name for match in matched.values()} <= set(matched)
