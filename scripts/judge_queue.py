"""How many of the wrong values stand in the first fifth of what is worth a look, on made-up plans of many layouts.

    python -m scripts.judge_queue [--plans 2] [--seed 7000]

Every plan is read as its maker gives it, spoilt, as a poor reader of pages would give it, and by a reader that knows
less. A wrong value is held by a look that touches its column, or its row as a whole. The seeds are others than those
that the doubts were fitted on.
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import nullcontext
from dataclasses import dataclass

from extractors.document import Document
from pipeline.counted import counted_document
from pipeline.doubt.facts import DERIVED, VERBATIM
from pipeline.looks.look import Look, looks_of_document
from pipeline.plan_rows import Known, rows_of
from pipeline.read.label_lists import with_label_lists
from pipeline.read.reading import read_document
from schema.rows import ActionRow, DocumentRow
from scripts.fit_doubts import TITLES, How
from scripts.layouts.chance import Chance
from scripts.layouts.families import families, gold_as, make
from scripts.layouts.gold import Row as Gold
from scripts.layouts.poor_reader import knowing_less
from scripts.layouts.scoring import is_right, pair_rows
from scripts.layouts.spoilt import spoil

FIRST = 5  # the first of so many parts


@dataclass(frozen=True, slots=True)
class Plan:
    """What was read of one made-up plan, and which of its values are right."""

    name: str
    how: How
    actions: tuple[ActionRow, ...]
    right: tuple[Mapping[str, bool], ...]  # for each action; only `row` where it is none


@dataclass(frozen=True, slots=True)
class Held:
    """How many wrong values there are, how many of them any look holds, and the first part of the looks."""

    looks: int
    wrong: int
    anywhere: int
    first: int

    @property
    def line(self) -> str:
        """Return a row of a table."""
        shares = (
            self.anywhere / max(1, self.wrong),
            self.first / max(1, self.wrong),
            self.first / max(1, self.anywhere),
        )
        return f"{self.looks} | {self.wrong} | " + " | ".join(f"{share:.0%}" for share in shares)


def read_plans(seeds: range) -> Iterator[Plan]:
    """Read the plans of all families in each way."""
    for family in families().values():
        for seed in seeds:
            made = make(family.name, seed)
            gold = gold_as(made.gold, made.maker)
            for how in TITLES:
                chance = Chance(f"{made.name}/{how}")
                document = spoil(made.document(), chance) if how == "spoilt" else made.document()
                with knowing_less(chance) if how == "less" else nullcontext():
                    yield read_plan(made.name, how, document, gold)


def read_plan(name: str, how: How, document: Document, gold: Sequence[Gold]) -> Plan:
    """Read a document and say of each value whether it is right."""
    document = with_label_lists(document)
    actions = rows_of(document, read_document(counted_document(document)), Known("0" * 16, "plan")).actions
    pairs = {j: gold[i] for i, j in pair_rows(gold, actions)}
    return Plan(name, how, actions, tuple(_right(action, pairs.get(at)) for at, action in enumerate(actions)))


def _right(action: ActionRow, want: Gold | None) -> Mapping[str, bool]:
    if want is None:
        return {"row": False}
    fields = (*VERBATIM[1:], *DERIVED)
    values = {name: [want.get(name), *want.get("accept", {}).get(name, ())] for name in fields}
    return {name: any(is_right(name, one, getattr(action, name)) for one in values[name]) for name in fields}


def held(looks: Sequence[Look], wrong: Iterable[tuple[str, str, str]]) -> Held:
    """Count what looks hold, in their order; a wrong value is its document, action and column."""
    waiting = set(wrong)
    total = len(waiting)
    first, anywhere = 0, 0
    for at, look in enumerate(looks):
        found = {one for one in waiting if one[0] == look.document_id and _touches(look, one[1], one[2])}
        waiting -= found
        anywhere += len(found)
        if at < -(-len(looks) // FIRST):
            first += len(found)
    return Held(len(looks), total, anywhere, first)


def _touches(look: Look, action_id: str, field: str) -> bool:
    return action_id in look.actions and ("row" in look.fields or field in look.fields)


def judge(plans: Sequence[Plan]) -> Held:
    """Count over plans together, as the queue of one run that read them all."""
    looks: list[Look] = []
    wrong: list[tuple[str, str, str]] = []
    for number, plan in enumerate(plans):
        document = DocumentRow(document_id=f"{number}", source=plan.name)
        looks += looks_of_document(document, plan.actions, ())
        wrong += _wrong_of(document.document_id, plan.actions, plan.right)
    return held(sorted((look for look in looks if look.values), key=lambda look: (-look.worth, look.key)), wrong)


def _wrong_of(
    document_id: str, actions: Sequence[ActionRow], right: Sequence[Mapping[str, bool]]
) -> Iterator[tuple[str, str, str]]:
    for action, said in zip(actions, right, strict=True):
        yield from ((document_id, action.action_id, name) for name, ok in said.items() if not ok and name != "start")


def main() -> int:
    """Read, judge, tell."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--plans", type=int, default=2, help="plans of each family (default 2)")
    parser.add_argument("--seed", type=int, default=7000, help="the first seed (default 7000)")
    options = parser.parse_args()
    plans = list(read_plans(range(options.seed, options.seed + options.plans)))
    print("| plans | looks | wrong | in the queue | in its first fifth | of those in the queue |")
    print("| --- | ---: | ---: | ---: | ---: | ---: |")
    for how, title in TITLES.items():
        print(f"| {title.rstrip(':')} | {judge([plan for plan in plans if plan.how == how]).line} |")
    return 0


if __name__ == "__main__":
    sys.exit(main())
