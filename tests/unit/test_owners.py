"""Owner cells: split, named in full, classified, matched, and told from other columns."""

from __future__ import annotations

import tomllib
from pathlib import Path
from typing import Any

import pytest

from pipeline.normalise.owner import (
    Abbreviations,
    OwnerMention,
    find_abbreviations,
    looks_like_owner,
    match_owners,
    parse_owner_series,
    parse_owners,
)
from pipeline.normalise.owner.lexicon import LexiconError, owner_lexicon, parse_lexicon, pluralise
from schema.codelists import codelists

CASES = Path(__file__).parents[1] / "cases"


def cases(name: str) -> list[Any]:
    found = []
    for case in tomllib.loads((CASES / name).read_text("utf-8"))["case"]:
        failure = case.get("known_failure")
        marks = [pytest.mark.xfail(strict=True, reason=failure)] if failure else []
        found.append(pytest.param(case, id=case["text"].replace("\n", "|")[:60] or "empty", marks=marks))
    return found


def as_written(mention: OwnerMention) -> str:
    said = f"{mention.mention} | {mention.kind} {mention.function} {mention.seniority}"
    return f"{said} {mention.relation}" if mention.relation else said


@pytest.mark.parametrize("case", cases("owners_rules.toml"))
def test_a_cell_that_a_rule_was_written_from_reads_as_it_should(case: dict[str, object]) -> None:
    check(case)


@pytest.mark.parametrize("case", cases("owners_judging.toml"))
def test_a_cell_that_judges_the_rules_reads_as_it_should(case: dict[str, object]) -> None:
    check(case)


KINDS = tomllib.loads((CASES / "owner_functions.toml").read_text("utf-8"))["case"]


@pytest.mark.parametrize(("text", "codes"), [(text, case["codes"]) for case in KINDS for text in case["texts"]])
def test_the_words_of_an_owner_say_what_it_is_and_serves(text: str, codes: str) -> None:
    (mention,) = parse_owners(text).mentions
    assert f"{mention.kind} {mention.function} {mention.seniority}" == codes


def check(case: dict[str, object]) -> None:
    reading = parse_owners(str(case["text"]))
    assert [as_written(mention) for mention in reading.mentions] == case["owners"], case["why"]
    if "names" in case:
        assert [mention.name for mention in reading.mentions] == case["names"], case["why"]
    for flag in case.get("flags", []):  # type: ignore[attr-defined]
        assert flag in reading.flags


def test_every_code_and_flag_that_a_reading_uses_is_in_its_codelist() -> None:
    texts = [case.values[0]["text"] for name in ("owners_rules", "owners_judging") for case in cases(f"{name}.toml")]  # type: ignore[attr-defined]
    for text in texts:
        reading = parse_owners(text)
        for mention in reading.mentions:
            assert mention.kind in codelists()["owner_kinds"]
            assert mention.function in codelists()["owner_functions"]
            assert mention.seniority in codelists()["owner_seniority"]
            assert all(flag in codelists()["flags"] for flag in mention.flags)
        assert all(flag in codelists()["flags"] for flag in reading.flags)


def test_every_function_of_the_lexicon_is_in_the_codelist_and_the_other_way_about() -> None:
    spoken_for = {cue.function for _, cue in owner_lexicon().cues.entries()}
    assert spoken_for == set(codelists()["owner_functions"].names())


def test_a_documents_own_definition_comes_before_the_councils_list_and_the_lexicon() -> None:
    found = find_abbreviations(["The Harbour Resilience (HR) group met."]).with_council(
        {"HR": "Hill Rangers", "QZ": "Quay Zone"}
    )
    (mention,) = parse_owners("HR Manager", found).mentions
    assert (mention.name, mention.expansion_source) == ("Harbour Resilience Manager", "document")
    (mention,) = parse_owners("QZ Manager", found).mentions
    assert (mention.name, mention.expansion_source) == ("Quay Zone Manager", "council")
    (mention,) = parse_owners("ICT Manager", found).mentions
    assert mention.expansion_source == "lexicon"
    (mention,) = parse_owners("QQZZ Manager", found).mentions
    assert (mention.name, mention.expansion_source) == ("QQZZ Manager", None)


@pytest.mark.parametrize(
    ("text", "short", "long"),
    [
        ("The Town Fairness and Inclusion Forum (TFIF) meets.", "TFIF", "Town Fairness and Inclusion Forum"),
        ("Our STEP (Staff Training and Education Panel) helps.", "STEP", "Staff Training and Education Panel"),
        (
            "led by the Quality, Diversity & Inclusion Steering Group (“QDIS”)",
            "QDIS",
            "Quality, Diversity & Inclusion Steering Group",
        ),
        ("PRAG - Parks and Recreation Advisory Group", "PRAG", "Parks and Recreation Advisory Group"),
    ],
)
def test_definitions_in_prose_are_found(text: str, short: str, long: str) -> None:
    assert dict(find_abbreviations([text]).document) == {short: long}


@pytest.mark.parametrize(
    "text", ["in the year (2030)", "the group (lead)", "Head of Parks (see page 4)", "a plan (ABC)", ""]
)
def test_brackets_that_define_nothing_are_left_alone(text: str) -> None:
    assert find_abbreviations([text]).document == ()


def test_a_board_named_by_the_documents_abbreviation_is_a_board() -> None:
    found = find_abbreviations(["The Town Fairness and Inclusion Forum (TFIF) meets."])
    board, team = parse_owners("TFIF Corporate Governance", found).mentions
    assert (board.kind, board.function, board.name) == (
        "board",
        "policy_equalities",
        "Town Fairness and Inclusion Forum",
    )
    assert team.mention == "Corporate Governance"


def mentions_of(*cells: str) -> list[OwnerMention]:
    return [mention for cell in cells for mention in parse_owners(cell).mentions]


@pytest.mark.parametrize(
    ("one", "other", "level"),
    [
        ("Head of Parks", "HEAD OF  PARKS.", "same_folded"),
        ("The Parks Team", "Parks team", "same_folded"),
        ("QPF", "Quay Planning Forum", "abbreviation"),
        ("Head of Parks", "Joan Sample, Head of Parks", "same_post"),
        ("Head of Parks", "Head of Parks (Joan Sample)", "same_post"),
        ("Head of Legal", "Head of Legal/Monitoring Officer", "same_post"),
        ("Parks and Waste Manager", "Waste and Parks Manager", "same_words"),
        ("Director of Parks", "Parks Director", "same_words"),
        ("Assistant Director (Parks)", "Assistant Director - Parks", "same_folded"),
        ("All managers", "Managers", "same_words"),
        ("Equality Adviser", "Equality Advisor", "same_words"),
        ("Headteachers", "Head teachers", "same_words"),
        ("Pennaeth Tai / Head of Housing", "Head of Housing", "same_text"),
        ("Parks", "Parks Team", "same_service"),
        ("Parks Service", "Parks Department", "same_service"),
        ("Joan Sample, Head of Parks", "Joan Sample", "same_person"),
        ("Cllr Sample (Cabinet Member for Parks)", "Cllr Sample", "same_person"),
        ("QPF Manager", "Quay Parks Forum Manager", "abbreviation"),
        ("Communications Team", "Comunications Team", "small_spelling"),
        ("Equality Panel", "Equalities Panel", "same_words"),
        ("Procurement Officer", "Procurment Officer", "small_spelling"),
    ],
)
def test_two_spellings_of_one_owner_are_matched_at_a_named_level(one: str, other: str, level: str) -> None:
    matched = match_owners(mentions_of(one, one, other))
    assert len({match.name for match in matched.values()}) == 1
    if len(matched) > 1:
        assert level in {match.level for match in matched.values()}


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Assistant Director Housing", "Assistant Director Planning"),
        ("Head of Parks", "Deputy Head of Parks"),
        ("Parks Manager", "Parks Team"),
        ("Head of Adult Services", "Head of Customer Services"),
        ("Planning Team", "Training Team"),
        ("QX", "QZ"),
        ("Area 1 Manager", "Area 2 Manager"),
        ("Ashdon Team", "Ashton Team"),
        ("Neighbourhoods", "Neighbourhood Services"),
        ("Parks Team", "Parks Board"),
        ("Head of HR", "Head of People"),
        ("Parks Officer", "Senior Parks Officer"),
        ("Corporate Services", "Corporate Team"),
        ("Joan Sample", "John Sample"),
    ],
)
def test_two_different_owners_stay_apart(one: str, other: str) -> None:
    matched = match_owners(mentions_of(one, other))
    assert len({match.name for match in matched.values()}) == 2


def test_a_close_second_is_a_flag_and_not_a_guess() -> None:
    matched = match_owners(mentions_of("QPF", "Quay Planning Forum", "Quarry Parks Forum"))
    assert matched["QPF"].name == "QPF"
    assert matched["QPF"].flags == ("owner_close_second",)


def test_the_canonical_name_is_spelt_right_where_the_lexicon_knows_the_word() -> None:
    matched = match_owners(mentions_of("Procurment Team", "Procurment Team", "Procurement Team"))
    assert {match.name for match in matched.values()} == {"Procurement Team"}


def test_the_canonical_name_is_the_full_form_of_an_abbreviation() -> None:
    matched = match_owners(mentions_of("QPF", "QPF", "QPF", "Quay Planning Forum"))
    assert matched["QPF"].name == "Quay Planning Forum"


def test_a_service_and_its_team_stay_two_where_a_cell_names_both() -> None:
    cells = ["Parks, Parks Team", "Parks", "Parks Team"]
    mentions = [(mention, number) for number, cell in enumerate(cells) for mention in parse_owners(cell).mentions]
    matched = match_owners([mention for mention, _ in mentions], [number for _, number in mentions])
    assert {name: match.name for name, match in matched.items()} == {"Parks": "Parks", "Parks Team": "Parks Team"}


def test_an_abbreviation_stands_for_what_the_council_prints() -> None:
    matched = match_owners(mentions_of("SLT", "Strategic Leadership Team", "HR"))
    assert matched["Senior Leadership Team"].name == "Strategic Leadership Team"
    assert matched["Senior Leadership Team"].level == "council_name"


def test_an_abbreviation_that_fits_several_printed_names_keeps_its_own_and_is_flagged() -> None:
    matched = match_owners(mentions_of("EMT", "Executive Management Team", "Extended Management Team"))
    assert matched["Executive Management Team"].name == "Executive Management Team"
    assert matched["Executive Management Team"].flags == ("owner_close_second",)


def test_a_person_with_two_posts_is_left_alone() -> None:
    matched = match_owners(mentions_of("Joan Sample (Head of Parks)", "Joan Sample (Head of Waste)", "Joan Sample"))
    assert matched["Joan Sample"].name == "Joan Sample"
    assert matched["Joan Sample"].flags == ("owner_close_second",)


def test_every_spelling_of_an_owner_has_the_function_of_its_canonical_name() -> None:
    spellings = ("Policy and Performance Team", "Policy and Performance Team", "Performance and Policy Team")
    matched = match_owners(mentions_of(*spellings, "QPF", "Quay Parks Forum"))
    assert {matched[name].function for name in spellings} == {"policy_equalities"}
    assert {matched[name].function for name in ("QPF", "Quay Parks Forum")} == {"planning_infrastructure"}
    assert {matched[name].kind for name in ("QPF", "Quay Parks Forum")} == {"board"}


def test_no_mentions_give_no_matches() -> None:
    assert match_owners([]) == {}


@pytest.mark.parametrize(
    "text",
    [
        "Head of Parks",
        "HR",
        "HR/OD & Legal",
        "All services",
        "Parks Team\nWaste Team",
        "Police",
        "Cabinet Member for Parks",
    ],
)
def test_owner_cells_look_like_owners(text: str) -> None:
    assert looks_like_owner(text) >= 0.8


@pytest.mark.parametrize(
    "text",
    [
        "",
        None,
        "TBC",
        "Q3 2030",
        "March 2030",
        "Publish a report on the workforce every year",
        "Training delivered to all managers",
        "Increase in the number of complaints resolved",
        "Green",
    ],
)
def test_other_cells_do_not_look_like_owners(text: str | None) -> None:
    assert looks_like_owner(text) <= 0.3


def test_a_column_gives_a_row_for_each_mention_under_the_index_of_its_cell() -> None:
    import pandas

    series = pandas.Series(["Head of Parks", None, "TBC", "Parks Team/HR", 7], index=list("abcde"))
    frame = parse_owner_series(series)
    assert list(frame.index) == ["a", "d", "d"]
    assert list(frame["mention"]) == ["Head of Parks", "Parks Team", "HR"]
    assert list(frame["position"]) == [1, 1, 2]


def test_a_column_without_owners_gives_a_frame_with_the_same_columns() -> None:
    import pandas

    assert list(parse_owner_series(pandas.Series([], dtype=str)).columns)[:2] == ["position", "mention"]


def test_a_lexicon_that_claims_a_phrase_twice_is_refused_by_name() -> None:
    import copy

    from pipeline.normalise.owner import lexicon as module

    tables = {path.stem: tomllib.loads(path.read_text("utf-8")) for path in module._FOLDER.glob("*.toml")}
    clashing = copy.deepcopy(tables)
    clashing["functions"]["housing"]["cues"].append("payroll")
    with pytest.raises(LexiconError, match="payroll"):
        parse_lexicon(clashing)


def test_plurals_are_made_at_the_head_noun() -> None:
    assert [pluralise(word) for word in ("head of service", "secretary", "branch")] == [
        "heads of service",
        "secretaries",
        "branches",
    ]


def test_the_lexicon_stands_behind_an_empty_list() -> None:
    assert Abbreviations().find("ADs").long == "Assistant Directors"  # type: ignore[union-attr]
    assert Abbreviations().find("qqq") is None
