"""Which values of an action are doubted, by which evidence, with which sentence."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import pytest

from extractors.document import Cell, Document, Table, count_words
from pipeline.doubt import doubt_rows
from pipeline.doubt.chances import ALWAYS, FOUND, OWN_CODES, WHOLE, read_weights, weigh_rows
from pipeline.doubt.doubts import DOUBTED, read_facts
from pipeline.doubt.facts import DERIVED, VERBATIM, shape_of
from pipeline.plan_rows import Known, rows_of
from pipeline.read.reading import read_document
from schema.codelists import flag
from schema.rows import PlanRows

HEADINGS = ("Ref", "Action", "Lead officer", "By when", "Outcome")
ROWS = (
    ("1.1", "Train all front line staff in equality", "Head of HR", "March 2032", "Staff are confident"),
    ("1.2", "Publish the workforce profile each year", "Head of HR", "January 2031", "Gaps are known"),
    ("1.3", "Offer apprenticeships to care leavers", "Head of HR", "June 2031", "Starts are counted"),
    ("1.4", "Rewrite the letters that tenants get", "Housing Manager", "May 2031", "Letters are understood"),
)


def document_of(
    rows: Sequence[Sequence[str]], *, confidence: float = 1.0, exact_rows: bool = True, exact_spans: bool = True
) -> Document:
    lines = [HEADINGS, *rows]
    cells = tuple(Cell(r, c, text, header=r == 1) for r, line in enumerate(lines, 1) for c, text in enumerate(line, 1))
    words = count_words(cell.text for cell in cells)
    table = Table(1, len(lines), len(HEADINGS), cells, words, "word", confidence=confidence)
    return Document("application/pdf", (replace(table, exact_rows=exact_rows, exact_spans=exact_spans),))


def plan_of(rows: Sequence[Sequence[str]], **about: float) -> PlanRows:
    document = document_of(rows, **about)  # type: ignore[arg-type]
    return rows_of(document, read_document(document), Known("0" * 16, "plan.pdf"))


def doubted(plan: PlanRows) -> list[list[str]]:
    return [[doubt.field for doubt in action.doubts] for action in plan.actions]


def with_row(at: int, **changes: str) -> list[tuple[str, ...]]:
    places = {"reference": 0, "action": 1, "owner": 2, "date": 3, "outcome": 4}
    rows = [list(row) for row in ROWS]
    for name, text in changes.items():
        rows[at][places[name]] = text
    return [tuple(row) for row in rows]


def test_a_plain_plan_is_hardly_doubted() -> None:
    plan = plan_of(ROWS)
    assert doubted(plan) == [[], [], [], []]
    assert all(action.confidence > DOUBTED for action in plan.actions)


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        pytest.param({"owner": ""}, "owner_text", id="a hole where the other rows are filled"),
        pytest.param({"owner": "", "date": ""}, "timescale_text", id="neither who nor when"),
        pytest.param(
            {"date": "as the new system is brought in by the supplier"}, "periods", id="words that say no date"
        ),
    ],
)
def test_a_value_unlike_those_of_the_other_rows_is_doubted_more(changes: dict[str, str], field: str) -> None:
    usual, odd = plan_of(ROWS), plan_of(with_row(1, **changes))

    def chance(plan: PlanRows) -> float:
        return next((doubt.chance for doubt in plan.actions[1].doubts if doubt.field in (field, "row")), 1.0)

    assert chance(odd) <= chance(usual)
    assert odd.actions[1].confidence < usual.actions[1].confidence


def test_rows_of_a_grid_that_was_found_by_its_look_are_less_sure() -> None:
    loose = plan_of(ROWS, confidence=0.7, exact_rows=False, exact_spans=False)
    assert max(action.confidence for action in loose.actions) < min(a.confidence for a in plan_of(ROWS).actions)


def test_what_is_read_from_a_doubted_text_is_doubted() -> None:
    weights = {
        "owner_text+": {ALWAYS: 0.0},
        "owners+": {ALWAYS: 3.0, "text_doubted": -2.0},
        WHOLE: {ALWAYS: 2.0, "sum": -1.0},
    }
    actions = tuple(replace(action, doubts=()) for action in plan_of(ROWS).actions)
    first = doubt_rows(actions, read_document(document_of(ROWS)), weights)[0]
    assert {doubt.field: (doubt.chance, doubt.code) for doubt in first.doubts} == {
        "owner_text": (0.5, first.doubts[0].code),
        "owners": (0.731, "text_unsure"),
    }


def test_every_fact_has_a_sentence_and_every_weight_a_fact() -> None:
    plan = plan_of(with_row(1, owner="", date="when the board has met twice"))
    document = read_document(Document("application/pdf", ()))
    assert not [*weigh_rows((), document, {})]
    told = read_facts()
    assert {one.code for one in told.values()} == OWN_CODES
    assert all(one.why.endswith(".") for one in told.values())
    assert all(flag(code).message and flag(code).severity == "warning" for code in OWN_CODES)
    names = {name for key, table in read_weights().items() if key != FOUND for name in table}
    assert names - {ALWAYS, "sum", "least", "second", "theme", "objective"} <= told.keys()
    fields = {key.rstrip("+-") for key in read_weights()} - {WHOLE, FOUND}
    assert fields <= {*VERBATIM, *DERIVED}
    assert plan.actions


def test_the_doubts_of_an_action_are_an_issue_for_each_thing_they_are_about() -> None:
    plan = plan_of(with_row(1, owner="", date="", outcome=""), confidence=0.6, exact_rows=False)
    action = plan.actions[1]
    codes = [doubt.code for doubt in action.doubts]
    issues = [issue for issue in plan.issues if issue.action_id == action.action_id and issue.code in OWN_CODES]
    assert codes
    assert sorted(issue.code for issue in issues) == sorted({*codes} & OWN_CODES)
    assert all(issue.message.startswith("In doubt: ") for issue in issues)


def test_shapes_tell_how_a_value_is_written() -> None:
    assert shape_of("31/03/2031") == shape_of("1/4/2032") != shape_of("March 2031")
