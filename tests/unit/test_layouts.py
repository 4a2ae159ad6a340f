"""The generator of layouts: the same plan every time, gold that is printed, documents as the extractors give them."""

from __future__ import annotations

from datetime import date
from functools import cache

import pytest

from extractors import extract_bytes
from extractors.document import Cell, Heading, Paragraph, Table, count_words
from extractors.limits import Limits
from schema.rows import ActionRow, DoubtValue, OwnerValue
from scripts.judge_layouts import main as judge
from scripts.layouts.as_document import MAKERS
from scripts.layouts.as_files import write
from scripts.layouts.families import Made, families, make
from scripts.layouts.gold import flat
from scripts.layouts.judging import read_and_score, read_rows
from scripts.layouts.scoring import FIELDS, fold_value, is_right, score_plan

SEEDS = (1, 2)
NAMES = sorted(families())
PRINTED = ("theme", "objective", "action", "outcome", "evidence", "progress", "owner_text")


@cache
def made(name: str, seed: int) -> Made:
    return make(name, seed)


def printed_text(plan: Made) -> str:
    parts = []
    for block in plan.document("word").blocks:
        match block:
            case Table():
                parts += [cell.text for cell in block.cells]
            case Heading() | Paragraph():
                parts.append(block.text)
    return fold_value(" ".join(flat(part) or "" for part in parts))


@pytest.mark.parametrize("name", NAMES)
def test_the_same_family_and_seed_give_the_same_plan(name: str) -> None:
    first, again = made(name, 1), make(name, 1)
    assert first.blocks == again.blocks
    assert first.gold == again.gold
    assert first.document() == again.document()


@pytest.mark.parametrize("name", NAMES)
def test_every_text_of_the_gold_is_printed(name: str) -> None:
    for seed in SEEDS:
        text = printed_text(made(name, seed))
        words = set(text.split())
        for row in made(name, seed).gold:
            for field in PRINTED:
                told = fold_value(row[field] or "")
                in_parts = field in ("outcome", "action") and set(told.split()) <= words  # they may stand in two rows
                assert told in text or in_parts, (seed, row["position"], field, told)
            for said in row["extras"].values():
                assert fold_value(said) in text


@pytest.mark.parametrize("name", NAMES)
def test_rows_of_gold_are_numbered_and_their_days_in_order(name: str) -> None:
    for seed in SEEDS:
        gold = made(name, seed).gold
        assert [row["position"] for row in gold] == list(range(1, len(gold) + 1))
        for row in gold:
            assert set(FIELDS) <= set(row)
            assert row["action"]
            assert all(date.fromisoformat(one["start"]) <= date.fromisoformat(one["end"]) for one in row["periods"])


@pytest.mark.parametrize("name", NAMES)
def test_a_document_holds_each_word_once_and_no_place_twice(name: str) -> None:
    plan = made(name, 1)
    for table in (table for maker in MAKERS for table in plan.document(maker).tables):
        places = [
            (row, column)
            for cell in table.cells
            for row in range(cell.row, cell.row + cell.row_span)
            for column in range(cell.column, cell.column + cell.column_span)
        ]
        assert len(places) == len(set(places))
        assert all(row <= table.rows and column <= table.columns for row, column in places)
        assert table.words == count_words(cell.text for cell in table.cells)


@pytest.mark.parametrize("maker", MAKERS)
def test_rows_and_columns_are_told_for_each_table_of_rows(maker: str) -> None:
    for name in [name for name in NAMES if families()[name].frame == "rows"][::4]:
        document, told = made(name, 2).told(maker)
        assert len(told) == len(document.tables)
        for table, one in zip(document.tables, told, strict=True):
            assert len(one.labels) in (0, table.rows)
            assert len(one.roles) in (0, table.columns)


def test_a_row_that_a_page_cut_is_told_as_a_rest() -> None:
    plans = [made("rows-pages", seed) for seed in range(6)]
    labels = [label for plan in plans for one in plan.told("ruled")[1] for label in one.labels]
    actions = sum(len(plan.gold) for plan in plans)
    assert labels.count("action") == actions
    assert labels.count("rest") > 0


def as_read(cell: Cell) -> tuple[object, ...]:
    return cell.row, cell.column, cell.row_span, cell.column_span, cell.text, cell.fill, cell.bold, cell.header


@pytest.mark.parametrize("maker", ["word", "web", "sheet", "text"])
@pytest.mark.parametrize("name", ["rows-merged", "rows-two-tiers", "cards"])
def test_a_document_is_what_the_extractor_gives_of_the_file(name: str, maker: str) -> None:
    plan = made(name, 4)
    _, data = write(maker, plan.blocks, plan.title, plan.look)
    extracted, rendered = extract_bytes(data, Limits(), ()), plan.document(maker)
    assert [[as_read(cell) for cell in table.cells] for table in extracted.tables] == [
        [as_read(cell) for cell in table.cells] for table in rendered.tables
    ]
    assert [table.route for table in extracted.tables] == [table.route for table in rendered.tables]


def test_both_splits_hold_families_of_plans_and_of_none() -> None:
    for split in ("fit", "judge"):
        frames = {family.frame for family in families().values() if family.split == split}
        assert {"rows", "cards", "no_plan"} <= frames


def test_a_plan_is_read_and_scored_by_the_command(capsys: pytest.CaptureFixture[str]) -> None:
    assert judge(["--plans", "1", "--only", "rows-plain"]) == 0
    assert "| rows-plain | fit |" in capsys.readouterr().out
    assert judge(["--only", "no such family"]) == 2


def read_row(**values: object) -> ActionRow:
    row = {"action_id": "a", "document_id": "d", "action": "Train all library staff", "confidence": 0.9, **values}
    return ActionRow(**row)  # type: ignore[arg-type]


GOLD = {"position": 1, "action": "Train all library staff", "owners": ["Head of HR"], "accept": {"outcome": ["Fewer"]}}


def test_a_wrong_value_counts_as_doubted_where_a_doubt_names_it() -> None:
    doubt = DoubtValue(field="owners", chance=0.5, code="low_confidence", why="Two readings.")
    wrong = read_row(owners=(OwnerValue(mention="Head of IT", name="Head of IT"),), doubts=(doubt,))
    score = score_plan("p", [GOLD], [wrong])
    assert (score.wrong, score.wrong_doubted, score.rows) == (1, 1, [1, 1, 1])
    assert score.fields["owners"] == [0, 1, 1]


def test_an_accepted_value_is_right_and_a_row_that_is_none_is_wrong() -> None:
    score = score_plan("p", [GOLD], [read_row(outcome="Fewer"), read_row(action="Total 4")])
    assert score.fields["outcome"] == [1, 1, 1]
    assert score.rows == [1, 1, 2]
    assert score.wrong == 2  # the row that is none, and the owner that was not read


def test_values_are_compared_by_meaning() -> None:
    assert is_right("owner_text", "Head of HR / OD", "head of HR/OD")
    assert is_right("extras", {"Cost": "Nil"}, (("Costs", "nil"),))
    assert not is_right("periods", [{"start": "2024-04-01", "end": "2024-04-30"}], ())


def test_records_of_labelled_lines_are_cards_whatever_their_labels_are_called() -> None:
    made = make("list-one-line", 17)  # "In charge: … | By when (delivery window): …"
    assert read_and_score(made).rows_f1 == 1.0


def test_long_texts_that_look_like_owners_are_actions_under_their_quarters() -> None:
    plan = make("period-actions-quarters", 17)
    assert len(read_rows(plan.document(), "plan.pdf")) == len(plan.gold)
