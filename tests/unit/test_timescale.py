"""Timescales read as the cases say, in their own cells and elsewhere."""

import tomllib
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from pipeline.normalise.timescale import (
    PlanPeriod,
    Timescale,
    YearOver,
    date_lists,
    find_closing_timescale,
    find_timescale_in_prose,
    parse_timescale,
    parse_timescale_series,
    plan_period_from_text,
    read_status,
    rules,
    timescale_pair,
)
from pipeline.normalise.timescale.alphabet import spell
from pipeline.normalise.timescale.clause_rules import CLAUSES, RENAMES, SCOPES, Clause, Rename, Scope
from pipeline.normalise.timescale.clauses import Shape, shape_of
from pipeline.normalise.timescale.date_lists import JOINING, SHARING, Pair
from pipeline.normalise.timescale.lexicon import parse_lexicon, read_lexicon
from pipeline.normalise.timescale.reading import read_afresh, read_tokens
from schema.codelists import codelists, flags
from scripts.timescale_docs import with_tables

CASES = Path(__file__).parents[1] / "cases"


def _load(name: str) -> dict[str, list[dict[str, Any]]]:
    return tomllib.loads((CASES / name).read_text("utf-8"))


WRITTEN_FROM = _load("timescales_rules.toml")["case"]
JUDGING = _load("timescales_judging.toml")["case"]
KINDS = _load("timescales_kinds.toml")["case"]
ELSEWHERE = _load("timescales_elsewhere.toml")
READ = [
    pytest.param(
        case,
        id=f"{case['text']}{' in plan' if 'plan' in case else ''}",
        marks=pytest.mark.xfail(strict=True, reason=case["why"]) if case.get("known_failure") else (),
    )
    for case in WRITTEN_FROM + KINDS + JUDGING
]


def _plan(text: str | None) -> PlanPeriod | None:
    if text is None:
        return None
    start, end = text.split("/")
    return PlanPeriod(date.fromisoformat(start), date.fromisoformat(end))


def _periods(timescale: Timescale) -> list[str]:
    return [f"{period.start}/{period.end} {period.precision}" for period in timescale.periods]


def _agrees(timescale: Timescale, case: dict[str, Any]) -> None:
    assert _periods(timescale) == case.get("periods", []), case.get("why")
    assert timescale.ongoing == case.get("ongoing", False)
    assert timescale.recurrence == case.get("recurrence")
    assert timescale.state == case.get("state")
    assert set(timescale.flags) == set(case.get("flags", []))


@pytest.mark.parametrize("case", READ)
def test_each_phrase_reads_as_its_case_says(case: dict[str, Any]) -> None:
    timescale = parse_timescale(case["text"], _plan(case.get("plan")))
    _agrees(timescale, case)
    assert timescale.edtf == case.get("edtf")
    assert list(timescale.unread) == case.get("unread", [])


@pytest.mark.parametrize("case", ELSEWHERE["prose"], ids=[case["text"] for case in ELSEWHERE["prose"]])
def test_a_timescale_in_prose_is_found_only_where_it_is_explicit(case: dict[str, Any]) -> None:
    found = find_timescale_in_prose(case["text"])
    assert (found and case["text"][found.start : found.end]) == case.get("found")
    assert (found and found.trailing) == case.get("trailing")


@pytest.mark.parametrize("case", ELSEWHERE["closing"], ids=[case["text"] for case in ELSEWHERE["closing"]])
def test_the_last_words_of_an_action_may_say_when_or_how_often(case: dict[str, Any]) -> None:
    found = find_closing_timescale(case["text"])
    assert (found and case["text"][found.start : found.end]) == case.get("found")


@pytest.mark.parametrize("case", ELSEWHERE["plan"], ids=[case["text"] for case in ELSEWHERE["plan"]])
def test_the_plan_period_is_what_the_title_states(case: dict[str, Any]) -> None:
    assert plan_period_from_text(case["text"]) == _plan(case.get("period"))


@pytest.mark.parametrize("case", ELSEWHERE["pair"], ids=[f"{c['start']} | {c['due']}" for c in ELSEWHERE["pair"]])
def test_start_and_end_columns_make_one_timescale(case: dict[str, Any]) -> None:
    _agrees(timescale_pair(case["start"], case["due"], _plan(case.get("plan"))), case)


@pytest.mark.parametrize("case", ELSEWHERE["over"], ids=[f"{c['text']} | {c['over'][0]}" for c in ELSEWHERE["over"]])
def test_a_date_without_a_year_takes_that_of_the_nearest_words_over_it(case: dict[str, Any]) -> None:
    places = [one.partition(": ") for one in case["over"]]
    over = tuple(YearOver(text, place) for place, _, text in places)  # type: ignore[arg-type]
    _agrees(parse_timescale(case["text"], _plan(case.get("plan")), over), case)


@pytest.mark.parametrize("case", ELSEWHERE["status"], ids=[case["text"] for case in ELSEWHERE["status"]])
def test_a_status_cell_gives_the_state_it_says(case: dict[str, Any]) -> None:
    _agrees(read_status(case["text"]), case)


@pytest.mark.parametrize("rule", rules(), ids=[rule.name for rule in rules()])
def test_each_rule_is_named_by_the_reading_of_its_example(rule: Any) -> None:
    assert rule.name in {name for name, _ in parse_timescale(rule.example).readings}


def test_every_flag_of_the_cases_stands_in_the_codelist() -> None:
    named = {flag for case in WRITTEN_FROM + KINDS + JUDGING for flag in case.get("flags", [])}
    assert named <= set(flags())


def test_every_word_for_a_state_or_a_frequency_gives_a_code_of_the_codelist() -> None:
    lists = codelists()
    states = ("DONE", "BID", "DONE_SOFT", "STANDING", "GOING", "BEGUN", "DRAFTING", "NOT_BEGUN", "UNSET", "HALTED")
    wanted = {**dict.fromkeys(states, lists["state"].names()), "RECUR": lists["recurrence"].names()}
    for kind, expected in wanted.items():
        values = {wording.value for wording in _wordings(list(read_lexicon().tree.values())) if wording.kind == kind}
        assert values and values <= set(expected), kind


def test_every_flag_that_a_wording_raises_stands_in_the_codelist() -> None:
    raised = {flag for wording in _wordings(list(read_lexicon().tree.values())) for flag in wording.flags}
    assert raised and raised <= set(flags())


def _wordings(nodes: list[Any]) -> list[Any]:
    found = []
    while nodes:
        node = nodes.pop()
        found += [node.wording] if node.wording else []
        nodes += node.next.values()
    return found


def test_a_phrase_under_two_kinds_is_refused_and_named() -> None:
    data = {
        "wording": [
            {"kind": "FILL", "phrases": ["due"]},
            {"kind": "DEADLINE", "phrases": ["due"]},
        ],
        "real_words": {"months": [], "words": []},
    }
    with pytest.raises(ValueError, match='"due" stands under FILL and DEADLINE'):
        parse_lexicon(data)


def test_a_column_keeps_its_index_and_gives_one_row_a_text() -> None:
    pandas = pytest.importorskip("pandas")
    table = parse_timescale_series(pandas.Series(["May 2025", None, "quarterly"], index=[7, 8, 9]))
    assert list(table.index) == [7, 8, 9]
    assert table.loc[7, "due"] == pandas.Timestamp("2025-05-31")
    assert table["recurrence"].tolist() == [None, None, "quarterly"]
    assert pandas.isna(table.loc[8, "start"])


def test_the_period_keeps_the_words_as_printed() -> None:
    assert parse_timescale("by  Sept.\u00a02025 \u2013 Dec 2025").periods[0].text == "Sept.\u00a02025 \u2013 Dec 2025"


def test_earliest_start_and_latest_end_are_those_of_the_periods() -> None:
    timescale = parse_timescale("May 2026; January 2025")
    assert (timescale.start, timescale.due) == (date(2025, 1, 1), date(2026, 5, 31))


def test_the_docs_hold_the_rules_and_flags_as_they_are() -> None:
    page = (CASES.parents[1] / "docs" / "timescales.md").read_text("utf-8")
    assert with_tables(page) == page, "run `python -m scripts.timescale_docs`"


@pytest.mark.parametrize("clause", CLAUSES, ids=[f"{clause.name}: {clause.example}" for clause in CLAUSES])
def test_each_clause_is_read_in_its_example(clause: Clause) -> None:
    assert clause in [rule for rule, _, _ in _shape(clause.example).clauses]


@pytest.mark.parametrize("scope", SCOPES, ids=[scope.example for scope in SCOPES])
def test_each_event_and_condition_is_read_in_its_example(scope: Scope) -> None:
    assert scope.name in [held.name for held in _shape(scope.example).scopes]


@pytest.mark.parametrize("rename", RENAMES, ids=[rename.example for rename in RENAMES])
def test_each_renaming_is_made_in_its_example(rename: Rename) -> None:
    folded, tokens = read_tokens(rename.example)
    spelt = spell(folded.text, tokens)
    assert rename.where.sub(rename.renamed, spelt) != spelt


@pytest.mark.parametrize("pair", (*SHARING, *JOINING), ids=[pair.name for pair in (*SHARING, *JOINING)])
def test_each_rule_over_neighbours_joins_those_of_its_example(pair: Pair, monkeypatch: pytest.MonkeyPatch) -> None:
    with_it = parse_timescale(pair.example)
    for table in ("SHARING", "JOINING"):
        monkeypatch.setattr(date_lists, table, tuple(one for one in getattr(date_lists, table) if one is not pair))
    assert read_afresh(pair.example, None) != with_it


def _shape(text: str) -> Shape:
    folded, tokens = read_tokens(text)
    return shape_of(spell(folded.text, tokens))
