"""Actions are placed in the framework as the cases say, and every answer can be explained."""

import tomllib
from pathlib import Path
from typing import Any

import pytest

from pipeline.normalise.framework import place_action
from pipeline.normalise.framework.classifier import theme_chances
from pipeline.normalise.framework.cues import parse_lexicon
from pipeline.normalise.framework.edition import parse_edition, read_edition
from pipeline.normalise.framework.headings import find_named_modules
from schema.codelists import flags

CASES = tomllib.loads((Path(__file__).parents[1] / "cases" / "framework.toml").read_text("utf-8"))["case"]


@pytest.mark.parametrize("case", CASES, ids=[case["why"] for case in CASES])
def test_each_case_is_placed_as_it_says(case: dict[str, Any]) -> None:
    place = place_action(case.get("action"), None, case.get("heading"), None)
    assert place.module == case.get("module")
    if "theme" in case:
        assert place.theme == case["theme"]
    if "flags" in case:
        assert set(case["flags"]) <= set(place.flags)
    assert (place.module is None) == ("eflg_unsure" in place.flags)
    assert set(place.flags) <= set(flags())


def test_the_edition_has_four_modules_and_eighteen_themes() -> None:
    edition = read_edition()
    assert [module.number for module in edition.modules] == ["1", "2", "3", "4"]
    assert len(edition.themes) == len({theme.name for theme in edition.themes}) == 18


@pytest.mark.parametrize("name", read_edition().names, ids=lambda name: f"{name.edition} {name.name}")
def test_a_module_is_known_by_its_name_in_every_edition(name: Any) -> None:
    assert find_named_modules(f"Section 3: {name.name.upper()}")[0].module == name.module


def test_the_evidence_names_the_words_and_where_they_stood() -> None:
    place = place_action("Set up staff networks", "Networks meet", "Diverse and engaged workforce", None)
    assert ("action: 4.2", "staff networks", 4.0) in place.evidence
    assert ("theme heading: 4", "Diverse and engaged workforce", 7.0) in place.evidence
    assert [weight for _, _, weight in place.evidence] == sorted((w for _, _, w in place.evidence), reverse=True)


def test_a_score_is_higher_where_heading_and_words_agree() -> None:
    alone = place_action("Set up staff networks", None, None, None)
    agreed = place_action("Set up staff networks", None, "Diverse and engaged workforce", None)
    assert alone.score is not None and agreed.score is not None and agreed.score > alone.score


def test_a_second_theme_is_given_where_two_are_close() -> None:
    place = place_action("Procurement and translation", None, None, None)
    assert {place.theme, place.second} == {
        "Commissioning and procuring services",
        "Service delivery",
    }
    assert "eflg_second_theme" in place.flags


def test_headings_of_the_document_help_only_where_they_name_one_module() -> None:
    one = place_action("Meet often", None, None, None, ["Introduction", "Diverse and engaged workforce"])
    two = place_action(
        "Meet often", None, None, None, ["Diverse and engaged workforce", "Responsive services and customer care"]
    )
    assert one.evidence[0][0] == "document: 4"
    assert (two.module, two.theme, two.flags) == (None, None, ("eflg_unsure",))


def test_a_text_of_no_known_word_says_nothing() -> None:
    place = place_action("Xyzzy plugh", None, None, None)
    assert (place.module, place.theme, place.score, place.flags) == (None, None, None, ("eflg_unsure",))


@pytest.mark.parametrize(
    ("action", "heading", "fields"),
    [
        pytest.param("Xyzzy plugh", None, ["eflg_module", "eflg_theme"], id="no known word"),
        pytest.param("Meet often", None, ["eflg_module", "eflg_theme"], id="words that fit every module"),
        pytest.param("Meet often", "Diverse and engaged workforce", ["eflg_theme"], id="a module, and no theme of it"),
        pytest.param("Mend the roof of the depot", None, [], id="work of no theme"),
    ],
)
def test_what_is_left_open_is_doubted_unless_the_work_is_of_no_theme(
    action: str, heading: str | None, fields: list[str]
) -> None:
    assert [doubt.field for doubt in place_action(action, None, heading, None).doubts] == fields


def test_a_place_that_is_not_likely_is_doubted_and_a_plain_one_is_not() -> None:
    close = place_action("Improve the training that contractors give", None, None, None)
    assert {(doubt.field, doubt.code) for doubt in close.doubts} >= {("eflg_module", "eflg_close")}
    assert all(doubt.chance < 0.8 for doubt in close.doubts)
    assert place_action("Publish the gender pay gap", None, None, None).doubts == ()


def test_what_the_classifier_says_is_shown_and_its_chances_are_one_in_all() -> None:
    chances = theme_chances("Let gritters see a nurse at work")
    assert sum(chances.values()) == pytest.approx(1.0) and max(chances, key=lambda place: chances[place]) == "4.5"
    place = place_action("Let gritters see a nurse at work", None, None, None)
    assert any(words == "its words as a whole" for _, words, _ in place.evidence)


def test_a_cue_for_no_place_and_a_theme_of_no_module_are_refused() -> None:
    with pytest.raises(ValueError, match=r"no place 9\.9"):
        parse_lexicon({"weights": {}, "cue": [{"place": "9.9"}]}, read_edition())
    with pytest.raises(ValueError, match=r"of no module or theme: 7\.1"):
        parse_edition(
            {
                "edition": "x",
                "module": [{"number": "1", "name": "One"}],
                "theme": [{"number": "7.1", "name": "Seven", "covers": ""}],
                "heading": [],
            }
        )
