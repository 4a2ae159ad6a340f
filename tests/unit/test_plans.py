"""Which files are one plan, and which plan follows which: evidence case by case, and sets of files as a whole."""

from __future__ import annotations

import random
import tomllib
from collections.abc import Callable, Sequence
from dataclasses import fields, replace
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pipeline.compare import plans as module
from pipeline.compare.one_plan import (
    COMPARED,
    CopyFacts,
    EditionFacts,
    SaidActions,
    Weights,
    actions_in_common,
    compare_periods,
    compare_titles,
    copy_weights,
    edition_weights,
    judge_copy,
    judge_edition,
    most_in_common,
)
from pipeline.compare.pairs import pair_actions
from pipeline.compare.plans import DocumentPlan, PlanFile, Plans, SaidOfPlan, find_plans
from pipeline.compare.sketch import Sketch, shared, sketch_of
from schema.rows import ActionRow

CASES = Path(__file__).resolve().parents[1] / "cases"


def read_cases(name: str) -> list[dict[str, Any]]:
    return list(tomllib.loads((CASES / name).read_text("utf-8"))["case"])


def facts_of(kind: Any, case: dict[str, Any]) -> Any:
    return kind(**{field.name: case[field.name] for field in fields(kind) if field.name in case})


JUDGES: list[tuple[str, str, Any, Callable[..., Any], Callable[[], Weights]]] = [
    ("one_plan.toml", "one_plan", CopyFacts, judge_copy, copy_weights),
    ("editions.toml", "edition", EditionFacts, judge_edition, edition_weights),
]
EVERY = [
    pytest.param(key, kind, judge, weights, case, id=f"{name}: {case['why']}")
    for name, key, kind, judge, weights in JUDGES
    for case in read_cases(name)
]


@pytest.mark.parametrize(("key", "kind", "judge", "weights", "case"), EVERY)
def test_evidence_decides_as_a_person_would(key: str, kind: Any, judge: Any, weights: Any, case: Any) -> None:
    facts = facts_of(kind, case)
    assert judge(facts).yes is case[key]
    for name in case["needs"]:
        assert judge(facts, weights().without(name)).yes is not case[key], name


@pytest.mark.parametrize(("name", "weights"), [(name, weights) for name, _, _, _, weights in JUDGES])
def test_every_weight_has_a_case_that_comes_out_otherwise_without_it(name: str, weights: Any) -> None:
    needed = {need for case in read_cases(name) for need in case["needs"]}
    assert needed == set(weights().speaks)


@pytest.mark.parametrize(
    ("one", "other", "expected"),
    [
        ("Appendix 1: Equality Action Plan 1 (2021-2022)", "Equality Action Plan", "same"),
        ("Equality, Diversity and Inclusion Action Plan 2024-28", "Equality Action Plan 2020-24", "like"),
        ("Race Equality Action Plan", "Tenant involvement strategy", "other"),
        ("2021", "Equality Action Plan", "unknown"),
    ],
)
def test_titles_are_held_against_each_other_numbers_apart(one: str, other: str, expected: str) -> None:
    assert compare_titles(one, other) == compare_titles(other, one) == expected


def test_periods_are_held_against_each_other_by_their_years() -> None:
    def years(first: int, last: int) -> tuple[date, date]:
        return date(first, 4, 1), date(last, 3, 31)

    assert compare_periods(years(2021, 2024), years(2021, 2024)) == "same"
    assert compare_periods(years(2021, 2024), years(2021, 2025)) == "like"
    assert compare_periods(years(2021, 2024), years(2024, 2028)) == "other"
    assert compare_periods(years(2021, 2024), (None, None)) == "unknown"


VERBS = ("Publish", "Review", "Train", "Report on", "Set up", "Consult on", "Audit", "Promote", "Map", "Widen")
THINGS = (
    "the gender pay gap", "managers in inclusive recruitment", "equality impact assessments", "a staff network",
    "hate crime reporting centres", "accessible formats for letters", "procurement clauses on equality",
    "translation services", "the complaints process", "apprenticeships for care leavers",
)  # fmt: skip


def actions(seed: int, count: int = 20, **values: Any) -> tuple[ActionRow, ...]:
    """Make the actions of one plan; the same seed gives the same."""
    chance = random.Random(seed)
    rows = []
    for place in range(count):
        one, other = chance.choice(THINGS), chance.choice(THINGS)
        words = f"{chance.choice(VERBS)} {one} with {other} in area {chance.randint(1, 999)}"
        due = date(chance.randint(2021, 2024), chance.randint(1, 12), 28)
        told = {"due": due, "start": due, "timescale_text": f"{due:%B %Y}", **values}
        rows.append(ActionRow(action_id=f"{seed}-{place}", document_id="d", position=place + 1, action=words, **told))
    return tuple(rows)


class Shelf:
    """Files of a made-up set, with the rows that are read of them."""

    def __init__(self) -> None:
        self.files: list[PlanFile] = []
        self.rows: dict[str, tuple[ActionRow, ...]] = {}
        self.read: list[str] = []

    def put(self, source: str, council: str | None, rows: Sequence[ActionRow], **values: Any) -> None:
        told = {"title": "Equality Action Plan", "first": None, "last": None, "routes": ("lines",), **values}
        sketch = sketch_of(rows)
        said = told.pop("said", SaidOfPlan())
        self.files.append(
            PlanFile(
                key=source, document_id=source, source=source, council=council, actions=len(rows), values=len(rows) * 4,
                sketch=sketch, said=said, **told,
            )
        )  # fmt: skip
        self.rows[source] = tuple(rows)

    def found(self) -> Plans:
        def read(key: str) -> Sequence[ActionRow]:
            self.read.append(key)
            return self.rows[key]

        return find_plans(
            sorted(self.files, key=lambda one: (one.council is None, one.council or "", one.source)), read
        )

    def told(self) -> dict[str, DocumentPlan]:
        found = self.found()
        return {one.source: found.of(one.document_id, one.first, actions=True) for one in self.files}


def years(first: int, last: int) -> dict[str, date]:
    return {"first": date(first, 4, 1), "last": date(last, 3, 31)}


def copies(told: dict[str, DocumentPlan]) -> dict[str, str | None]:
    return {source: one.copy_of for source, one in told.items()}


def test_one_plan_in_three_formats_is_counted_once_by_the_surest_route() -> None:
    shelf = Shelf()
    rows = actions(1)
    for source, route in (("a.pdf", "hlines"), ("b.docx", "word"), ("c.txt", "text")):
        shelf.put(source, "A Council", rows, routes=(route,))
    told = shelf.told()
    assert copies(told) == {"a.pdf": "b.docx", "b.docx": None, "c.txt": "b.docx"}
    assert {one.plan_id for one in told.values()} == {"b.docx"}
    found = shelf.found()
    assert (found.plans, found.files, found.copies) == (1, 3, 2)
    assert [(one.source, one.copies) for one in found.copied] == [("b.docx", ("c.txt", "a.pdf"))]
    assert [issue.code for issue in found.issues("a.pdf")] == ["copy_of_plan"]


def test_a_file_that_lost_rows_does_not_speak_for_the_plan_though_its_route_is_surer() -> None:
    shelf = Shelf()
    rows = actions(1)
    shelf.put("a.docx", "A Council", rows[:12], routes=("word",))
    shelf.put("b.pdf", "A Council", rows, routes=("lines",))
    assert copies(shelf.told()) == {"a.docx": "b.pdf", "b.pdf": None}


def test_a_file_without_a_title_does_not_speak_for_a_plan_though_its_route_is_surer() -> None:
    shelf = Shelf()
    shelf.put("plan.csv", "A Council", actions(1), routes=("sheet",), title=None)
    shelf.put("plan.pdf", "A Council", actions(1), routes=("lines",))
    assert copies(shelf.told()) == {"plan.csv": "plan.pdf", "plan.pdf": None}


def test_a_misread_letter_here_and_there_does_not_make_another_plan() -> None:
    shelf = Shelf()
    rows = actions(2)
    scan = [replace(row, action=(row.action or "").replace("e", "c", 1)) for row in rows]
    shelf.put("plan.docx", "A Council", rows)
    shelf.put("scan.pdf", "A Council", scan, routes=("ocr",))
    assert copies(shelf.told())["scan.pdf"] == "plan.docx"


def test_rows_whose_columns_were_taken_for_others_are_the_same_rows() -> None:
    rows = [replace(row, outcome=f"{place} residents say that it helped them") for place, row in enumerate(actions(3))]
    turned = [replace(row, action=row.outcome, outcome=None, extras=(("Action", row.action or ""),)) for row in rows]
    assert actions_in_common(rows, turned) == (20, 1.0)


def test_files_are_held_against_each_other_by_the_columns_that_are_read_for_it() -> None:
    def read(row: ActionRow) -> ActionRow:
        return ActionRow(**{name: getattr(row, name) for name in COMPARED})

    rows = [
        replace(row, reference=f"{n}", outcome=f"Outcome {n}", evidence="Done", theme="One", extras=(("Cost", f"{n}"),))
        for n, row in enumerate(actions(3, owner_text="Head of HR", state="complete", progress="On track"))
    ]
    other = [replace(row, due=date(2031, 3, 31), action=(row.action or "").replace("e", "c", 1)) for row in rows[5:]]
    assert actions_in_common(rows, other) == actions_in_common([*map(read, rows)], [*map(read, other)]) == (15, 0.0)


def test_plans_whose_numbers_tell_them_apart_are_not_paired_action_by_action(monkeypatch: pytest.MonkeyPatch) -> None:
    paired: list[int] = []

    def count(one: Sequence[ActionRow], other: Sequence[ActionRow]) -> tuple[int, float | None]:
        paired.append(len(one))
        return actions_in_common(one, other)

    monkeypatch.setattr(module, "actions_in_common", count)
    shelf = Shelf()
    rows = actions(1)
    for wave in range(3):
        numbered = [
            replace(row, action=f"{row.action} (step {place} of {900 + wave})") for place, row in enumerate(rows)
        ]
        shelf.put(f"{wave}.pdf", "A Council", numbered)
    assert set(copies(shelf.told()).values()) == {None}
    assert not paired
    shelf.put("again.docx", "A Council", numbered, routes=("word",))
    assert copies(shelf.told())["2.pdf"] == "again.docx"
    assert paired


numbers = st.lists(st.sampled_from(["", "1", "2", "1 2", "2 1"]), min_size=1, max_size=12)


@settings(max_examples=60, deadline=None)
@given(numbers, numbers, st.booleans())
def test_no_more_actions_are_found_in_both_than_the_numbers_allow(
    one: list[str], other: list[str], turned: bool
) -> None:
    mine = [ActionRow(document_id="a", action_id=f"a{n}", action=f"Train staff {said}") for n, said in enumerate(one)]
    theirs = [
        ActionRow(document_id="b", action_id=f"b{n}", action=f"Train staff {said}") for n, said in enumerate(other)
    ]
    if turned:
        theirs = [replace(row, outcome=row.action, action=None) for row in theirs]
    pairs, _ = actions_in_common(mine, theirs)
    assert pairs <= most_in_common(SaidActions.of(mine), SaidActions.of(theirs))


@pytest.mark.parametrize("actions_of_longer", [4, 20, 200])
def test_more_actions_in_both_never_speak_against_one_plan(actions_of_longer: int) -> None:
    for shorter in range(1, actions_of_longer + 1):
        sums = [judge_copy(CopyFacts(n / actions_of_longer, n / shorter, n, 1.0)).sum for n in range(shorter + 1)]
        assert sums == sorted(sums)


def test_a_file_without_a_council_is_a_copy_of_the_plan_of_a_council_that_it_holds() -> None:
    shelf = Shelf()
    rows = actions(4)
    shelf.put("named.pdf", "A Council", rows)
    shelf.put("a-nameless.docx", None, rows, routes=("word",))
    shelf.put("other.pdf", "B Council", actions(5))
    told = shelf.told()
    assert copies(told) == {"named.pdf": None, "a-nameless.docx": "named.pdf", "other.pdf": None}
    assert shelf.found().plans == 2


def test_files_without_a_council_are_copies_of_each_other() -> None:
    shelf = Shelf()
    for source in ("x.pdf", "y.docx"):
        shelf.put(source, None, actions(6))
    shelf.put("z.pdf", None, actions(7))
    assert copies(shelf.told()) == {"x.pdf": None, "y.docx": "x.pdf", "z.pdf": None}


def test_two_councils_never_have_one_plan() -> None:
    shelf = Shelf()
    shelf.put("a.pdf", "A Council", actions(8))
    shelf.put("b.pdf", "B Council", actions(8))
    assert copies(shelf.told()) == {"a.pdf": None, "b.pdf": None}


def test_plans_of_numbered_steps_differ_by_their_numbers() -> None:
    shelf = Shelf()
    for source, shift in (("a.pdf", 0), ("b.pdf", 5000)):
        rows = [
            replace(row, action=f"Hold the equality forum, meeting {place + shift}")
            for place, row in enumerate(actions(9))
        ]
        shelf.put(source, "A Council", rows)
    assert copies(shelf.told()) == {"a.pdf": None, "b.pdf": None}


def test_three_editions_follow_each_other_and_the_latest_counts() -> None:
    shelf = Shelf()
    shelf.put("2018.pdf", "A Council", actions(10), title="Equality Plan 2018-21", **years(2018, 2021))
    shelf.put("2021.pdf", "A Council", actions(11), title="Inclusion Strategy 2021-24", **years(2021, 2024))
    shelf.put("2024.pdf", "A Council", actions(12), title="Equality Plan 2024-28", **years(2024, 2028))
    shelf.put("2021.docx", "A Council", actions(11), title="Inclusion Strategy 2021-24", **years(2021, 2024))
    told = shelf.told()
    assert {source: one.superseded_by for source, one in told.items()} == {
        "2018.pdf": "2021.docx",
        "2021.pdf": "2024.pdf",
        "2021.docx": "2024.pdf",
        "2024.pdf": None,
    }
    assert {source: one.edition for source, one in told.items()} == {
        "2018.pdf": 2018,
        "2021.pdf": 2021,
        "2021.docx": 2021,
        "2024.pdf": 2024,
    }


def test_a_plan_of_one_subject_stands_beside_the_plan_of_everything() -> None:
    shelf = Shelf()
    shelf.put("all.pdf", "A Council", actions(13), title="Equality Action Plan 2020-24", **years(2020, 2024))
    shelf.put("race.pdf", "A Council", actions(14), title="Race Equality Action Plan 2024-28", **years(2024, 2028))
    assert {one.superseded_by for one in shelf.told().values()} == {None}


def test_what_sources_toml_says_goes_before_evidence() -> None:
    shelf = Shelf()
    rows = actions(15)
    shelf.put("a.pdf", "A Council", rows, said=SaidOfPlan(plan="one"))
    shelf.put("b.pdf", "A Council", rows, said=SaidOfPlan(plan="two"))
    shelf.put("c.pdf", "A Council", actions(16), said=SaidOfPlan(plan="two", counts=True, edition=2030))
    told = shelf.told()
    assert copies(told) == {"a.pdf": None, "b.pdf": "c.pdf", "c.pdf": None}
    assert (told["b.pdf"].edition, told["a.pdf"].edition) == (2030, None)


@pytest.mark.parametrize(("old", "new", "follows"), [("x", "x", True), ("x", "y", False), ("x", None, False)])
def test_a_series_in_sources_toml_says_which_plans_are_editions(old: str, new: str | None, follows: bool) -> None:
    shelf = Shelf()
    shelf.put("2020.pdf", "A Council", actions(17), title="Race plan", said=SaidOfPlan(series=old, edition=2020))
    shelf.put("2024.pdf", "A Council", actions(18), title="Tenants", said=SaidOfPlan(series=new, edition=2024))
    assert (shelf.told()["2020.pdf"].superseded_by == "2024.pdf") is follows


def test_a_file_without_a_council_that_counts_takes_the_place_of_the_one_that_spoke() -> None:
    shelf = Shelf()
    shelf.put("2018.pdf", "A Council", actions(19), **years(2018, 2021))
    shelf.put("2021.pdf", "A Council", actions(20), **years(2021, 2024))
    shelf.put("2021.docx", None, actions(20), said=SaidOfPlan(counts=True), **years(2021, 2024))
    told = shelf.told()
    assert copies(told) == {"2018.pdf": None, "2021.pdf": "2021.docx", "2021.docx": None}
    assert told["2018.pdf"].superseded_by == "2021.docx"
    assert shelf.found().superseded == 1


def test_a_doubtful_copy_is_told() -> None:
    shelf = Shelf()
    rows = actions(21, 30)
    shelf.put("a.pdf", "A Council", rows, title="Plan for everyone")
    shelf.put("b.pdf", "A Council", [*rows[:10], *actions(22, 5)], title="Quite another charter")
    found = shelf.found()
    assert [issue.code for issue in found.issues("b.pdf")] == ["copy_doubtful"]
    assert found.copies == 0


def test_the_order_of_files_does_not_matter() -> None:
    shelf = Shelf()
    for seed, council in ((30, "A Council"), (31, "A Council"), (32, None), (33, "B Council")):
        for kind in ("pdf", "docx", "txt"):
            shelf.put(f"{seed}.{kind}", council, actions(seed), **years(2000 + seed, 2003 + seed))
    told = shelf.told()
    for seed in range(5):
        random.Random(seed).shuffle(shelf.files)
        assert shelf.told() == told


def test_rows_are_read_of_files_alone_that_are_much_alike() -> None:
    shelf = Shelf()
    for seed in range(40, 60):
        shelf.put(f"{seed}.pdf", "A Council", actions(seed))
    shelf.put("again.pdf", "A Council", actions(40))
    shelf.found()
    assert set(shelf.read) == {"40.pdf", "again.pdf"}


def test_hundreds_of_plans_are_not_each_held_against_all_others(monkeypatch: pytest.MonkeyPatch) -> None:
    compared = []
    real = module.shared

    def counted(one: Sketch, other: Sketch) -> float:
        compared.append(1)
        return real(one, other)

    monkeypatch.setattr(module, "shared", counted)
    shelf = Shelf()
    for seed in range(300):
        shelf.put(f"{seed:03}.pdf", None, actions(seed, 8))
    assert shelf.found().plans == 300
    assert len(compared) <= 300 * module._MOST_NEAR


@settings(max_examples=15, deadline=None)
@given(st.integers(0, 10_000), st.integers(15, 40), st.floats(0.3, 1))
def test_a_sketch_tells_how_much_two_documents_share(seed: int, count: int, kept: float) -> None:
    rows = actions(seed, count)
    whole, part, other = sketch_of(rows), sketch_of(rows[: round(kept * count)]), sketch_of(actions(seed + 1, count))
    assert shared(whole, whole) == 1.0
    assert shared(whole, part) == shared(part, whole) > 0.5
    assert shared(whole, other) < 0.5


def test_many_actions_are_paired_as_few_are(monkeypatch: pytest.MonkeyPatch) -> None:
    old = actions(70, 60)
    new = [replace(row, action=f"{row.action} and beyond") for row in old[10:]] + list(actions(71, 10))
    whole = pair_actions(old, new)
    assert len(whole) >= 50
    monkeypatch.setattr("pipeline.compare.pairs._ALL_PAIRS", 0)
    assert pair_actions(old, new) == whole
