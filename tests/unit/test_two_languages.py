"""Plans that print English beside Welsh or Gaelic: one owner, one action, and the English words are the value."""

from __future__ import annotations

import tomllib
from pathlib import Path
from typing import Any

import pytest

from pipeline.normalise.languages import english_of, is_in_other_language, say_one_thing
from pipeline.plan_rows import Known, rows_of
from pipeline.read.reading import read_document
from schema.rows import ActionRow
from tests.builders.tables import document, table

CASES: list[dict[str, Any]] = tomllib.loads((Path(__file__).parents[1] / "cases/two_languages.toml").read_text())[
    "case"
]
HEADER = ["Cyf / Ref", "Cam gweithredu / Action", "Swyddog / Lead officer", "Amserlen / Timescale", "Statws / Status"]
PLAN = [
    ("1.1", "Hyfforddi ein staff", "Train our staff", "Pennaeth Cyllid", "Head of Finance", "Medi 2031",
     "September 2031",
     "Ar y gweill", "In progress"),
    ("1.2", "Creu llyfrgell newydd", "Open a new library", "Rheolwr Llyfrgelloedd", "Libraries Manager", "Mehefin 2032",
     "June 2032", "Heb ddechrau", "Not started"),
]  # fmt: skip

_BESIDE = ["Rheolwr Chwaraeon\nSports Manager", "Mai 2031\nMay 2031", "Ar y gweill\nIn progress"]


def actions(joint: str, *, english_first: bool = False) -> list[ActionRow]:
    def both(pair: tuple[str, str]) -> str:
        return joint.join(reversed(pair) if english_first else pair)

    rows = [[row[0], *(both((row[at], row[at + 1])) for at in range(1, 9, 2))] for row in PLAN]
    plan = document(table([HEADER, *rows]))
    return list(rows_of(plan, read_document(plan), Known("0" * 16, "plan.docx")).actions)


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["why"])
def test_of_one_thing_said_in_two_languages_the_english_counts(case: dict[str, Any]) -> None:
    assert english_of(case["text"]) == case.get("english")


@pytest.mark.parametrize("joint", [" / ", "\n", " | ", " – ", " "])
@pytest.mark.parametrize("english_first", [False, True])
def test_a_row_in_two_languages_is_one_action_with_one_owner(joint: str, english_first: bool) -> None:
    found = actions(joint, english_first=english_first)
    assert [[owner.name for owner in action.owners] for action in found] == [["Head of Finance"], ["Libraries Manager"]]
    assert [str(action.due) for action in found] == ["2031-09-30", "2032-06-30"]
    assert [action.state for action in found] == ["in_progress", "not_started"]
    assert found[0].action is not None
    assert "Train our staff" in found[0].action
    assert "Hyfforddi" in found[0].action
    assert "Pennaeth" in (found[0].owner_text or "")


def test_what_stands_beside_an_action_tells_that_its_lines_say_it_twice() -> None:
    """The Welsh of the action has no word that is known."""
    rows = [["1.1", "Gwersi nofio rhad\nOffer cheap swimming lessons", *_BESIDE]]
    plan = document(table([HEADER, *rows]))
    (found,) = rows_of(plan, read_document(plan), Known("0" * 16, "plan.docx")).actions
    assert ([owner.name for owner in found.owners], str(found.due)) == (["Sports Manager"], "2031-05-31")


def test_gaelic_under_english_is_said_twice_too() -> None:
    rows = [
        ["2.1", "Add Gaelic signs to the library\nCuir soidhnichean Gàidhlig san leabharlann",
         "Libraries Manager\nManaidsear nan Leabharlannan", "May 2031\nAn Cèitean 2031",
         "In progress\nA' dol air adhart"],
        ["2.2", "Hold a pupils' day\nCùm latha nan sgoilearan",
         "Education Officer / Oifigear Foghlaim", "Autumn 2031 / Foghar 2031", "Complete / Crìochnaichte"],
    ]  # fmt: skip
    plan = document(table([HEADER, *rows]))
    found = rows_of(plan, read_document(plan), Known("0" * 16, "plan.docx")).actions
    assert [[owner.name for owner in action.owners] for action in found] == [
        ["Libraries Manager"],
        ["Education Officer"],
    ]
    assert [str(action.due) for action in found] == ["2031-05-31", "2031-11-30"]
    assert [action.state for action in found] == ["in_progress", "complete"]


def test_lines_of_one_language_are_several_actions_where_they_are_in_step() -> None:
    rows = [
        ["1.1", "Train all our staff\nOpen a new library", "HR Manager\nLibraries Manager", "May 2031\nJune 2032", ""]
    ]
    plan = document(table([HEADER, *rows]))
    found = rows_of(plan, read_document(plan), Known("0" * 16, "plan.docx")).actions
    assert [action.action for action in found] == ["Train all our staff", "Open a new library"]


def test_welsh_is_told_by_words_and_spelling() -> None:
    assert is_in_other_language("Cyhoeddi adroddiad bwlch cyflog")
    assert not is_in_other_language("Publish the pay gap report of the Llandrillo office")
    assert say_one_thing(["Cyhoeddi", "Hyfforddi", "Publish", "Train"])
    assert not say_one_thing(["Cyhoeddi", "Publish", "Train"])
