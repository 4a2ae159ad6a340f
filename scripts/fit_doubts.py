"""Fit how much each fact about a value speaks for its being right, on made-up plans of many layouts.

    python -m scripts.fit_doubts [--plans 4] [--judge] [--write docs/reliability.md]

Writes `pipeline/doubt/weights.json`. Every plan is read twice: as its maker gives it, and spoilt, as a poor reader
of pages would give it. `--judge` leaves families out in five parts, fits on the rest, and tells how many of the wrong
and of the right values are doubted in those left out, and how often rows of a confidence are right.
"""

from __future__ import annotations

import argparse
import json
import sys
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path

import numpy as np
import numpy.typing as npt

from extractors.document import Document
from pipeline.counted import counted_document
from pipeline.doubt.chances import (
    ALWAYS,
    GROUPINGS,
    WHOLE,
    Weighed,
    Weights,
    chance_of,
    confidence_of,
    facts_of_whole,
    weigh_rows,
)
from pipeline.doubt.doubts import DOUBTED, read_facts
from pipeline.doubt.facts import DERIVED, VERBATIM, Facts
from pipeline.plan_rows import Known, rows_of
from pipeline.read.label_lists import with_label_lists
from pipeline.read.raw import PlanReading
from pipeline.read.reading import read_document
from schema.rows import ActionRow
from scripts.layouts.chance import Chance
from scripts.layouts.families import families, gold_as, make
from scripts.layouts.gold import Row as Gold
from scripts.layouts.scoring import is_right, pair_rows
from scripts.layouts.spoilt import spoil

TARGET = Path(__file__).resolve().parents[1] / "pipeline" / "doubt" / "weights.json"
PULL = 4.0  # how strongly weights are held at 0
STEPS = 12  # of Newton's method
SMALL = 0.05  # weights below this are left out
SPOILT = 0.35  # how much a row of a spoilt plan counts
LONG = 12  # actions from which the rows of a plan count less each
# what may also speak for a value; all other facts can only speak against one
FREE = frozenset(["other_grouping", "grouping_in_column", "grouping_over", "seldom"])
EASED = {"theme": 1.5, "objective": 1.5}  # added for those that made-up plans print in more ways than real ones do
EMPTY = 2.5  # odds, as a logarithm, that an empty value of which nothing is known is right: made-up plans leave few out
FEWEST = 10  # wrong values that a sum is fitted from
PARTS = 5  # families are left out in so many parts
BEGIN, END = "<!-- doubts: python -m scripts.fit_doubts -->", "<!-- end of doubts -->"
TITLES = {False: "Plans as their makers give them:", True: "Plans whose tables are spoilt:"}

Numbers = npt.NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Plan:
    """What was read of one made-up plan, and which of its values are right."""

    name: str
    split: str
    spoilt: bool
    actions: tuple[ActionRow, ...]
    reading: PlanReading
    right: tuple[Mapping[str, bool], ...]  # for each action; only `row` where it is none


def read_plan(
    document: Document, gold: Sequence[Gold]
) -> tuple[tuple[ActionRow, ...], PlanReading, list[dict[str, bool]]]:
    """Read a document and say of each value whether it is right."""
    document = with_label_lists(document)
    reading = read_document(counted_document(document))
    actions = rows_of(document, reading, Known("0" * 16, "plan")).actions
    pairs = {j: gold[i] for i, j in pair_rows(gold, actions)}
    right: list[dict[str, bool]] = []
    for at, action in enumerate(actions):
        want = pairs.get(at)
        said = {"row": want is not None}
        if want is not None:
            for name in (*VERBATIM[1:], *DERIVED):
                values = [want.get(name), *want.get("accept", {}).get(name, ())]
                said[name] = any(is_right(name, value, getattr(action, name)) for value in values)
        right.append(said)
    return actions, reading, right


def read_plans(seeds: range) -> Iterator[Plan]:
    """Read the plans of all families, as they are and spoilt."""
    for family in families().values():
        for seed in seeds:
            made = make(family.name, seed)
            document = made.document()
            for spoilt in (False, True):
                if spoilt:
                    document = spoil(document, Chance(f"{made.name}/spoilt"))
                actions, reading, right = read_plan(document, gold_as(made.gold, made.maker))
                yield Plan(made.name, family.split, spoilt, actions, reading, tuple(right))


@dataclass(frozen=True, slots=True)
class Row:
    """One action that was read: its values with their facts, and which of them are right."""

    family: str
    spoilt: bool
    values: Mapping[str, Weighed]
    right: Mapping[str, bool]
    share: float  # how much it counts: long plans and spoilt ones less


def rows_of_plans(plans: Sequence[Plan]) -> list[Row]:
    """Return the actions of plans with the facts of their values."""
    found: list[Row] = []
    for plan in plans:
        share = min(1.0, LONG / max(1, len(plan.actions))) * (SPOILT if plan.spoilt else 1.0)
        family = plan.name.rsplit("-", 1)[0]
        weighed = weigh_rows(plan.actions, plan.reading, {})
        found += [Row(family, plan.spoilt, row, said, share) for row, said in zip(weighed, plan.right, strict=True)]
    return found


def weighed_again(row: Row, weights: Weights) -> dict[str, Weighed]:
    """Return the values of a row by other weights: texts, then what is read from them."""
    found: dict[str, Weighed] = {}
    for name, one in row.values.items():
        own = one.own
        if name in DERIVED:
            own = {**own, "text_doubted": 1.0 - found[DERIVED[name]].chance}
        found[name] = replace(one, own=own, chance=chance_of(one.key, weights, one.of_row, own))
    return found


def bears_on(fact: str, field_: str) -> bool:
    """Whether a fact bears on a column."""
    only = read_facts()[fact].only
    return not only or field_ in only


def fit(
    facts: Sequence[Facts],
    right: Sequence[bool],
    shares: Sequence[float],
    *,
    pull: float = PULL,
    always: float | None = None,
) -> dict[str, float]:
    """Return the weights of a logistic regression, by Newton's method; `always` fixes what holds without a fact."""
    names = sorted({name for one in facts for name in one})
    known = {name: at for at, name in enumerate(names)}
    given = np.zeros((len(facts), len(names) + 1))
    given[:, -1] = 1.0
    for at, one in enumerate(facts):
        for name, value in one.items():
            given[at, known[name]] = value
    wanted, counts = np.array(right, dtype=float), np.array(shares, dtype=float)
    held = np.diag(np.r_[np.full(len(names), pull), 0.01])
    bound = np.array([name not in FREE for name in names] + [False])
    weights: Numbers = np.zeros(len(names) + 1)
    weights[-1] = always or 0.0
    fixed = np.array([False] * len(names) + [always is not None])
    for _ in range(STEPS):
        chance = 1.0 / (1.0 + np.exp(-np.clip(given @ weights, -30, 30)))
        slope = given.T @ (counts * (chance - wanted)) + held @ weights
        free = np.flatnonzero(~fixed & ~(bound & (weights >= 0) & (slope < 0)))
        some = given[:, free]
        bend = (some * (counts * np.maximum(chance * (1 - chance), 1e-4))[:, None]).T @ some + held[np.ix_(free, free)]
        weights[free] -= np.clip(np.linalg.solve(bend, slope[free]), -3, 3)
        weights[bound] = np.minimum(weights[bound], 0.0)
    table = {name: round(float(weights[at]), 2) for name, at in known.items() if abs(weights[at]) >= SMALL}
    return {ALWAYS: round(float(weights[-1]), 2), **table}


def fit_all(rows: Sequence[Row]) -> dict[str, dict[str, float]]:
    """Fit the sums of texts first, then of what is read from them, then of whole rows."""
    weights: dict[str, dict[str, float]] = {}
    for stage in (VERBATIM, tuple(DERIVED)):
        taught: dict[str, list[tuple[Facts, bool, float]]] = defaultdict(list)
        for row in rows:
            values = weighed_again(row, weights)
            for name in stage:
                if name in row.right:
                    facts = {fact: value for fact, value in values[name].facts.items() if bears_on(fact, name)}
                    taught[values[name].key].append((facts, row.right[name], row.share))
        for key, examples in sorted(taught.items()):
            given, right, shares = zip(*examples, strict=True)
            if right.count(False) >= FEWEST:
                weights[key] = fit(given, right, shares, always=EMPTY if key.endswith("-") else None)
    for key, table in weights.items():
        table[ALWAYS] = round(table[ALWAYS] + EASED.get(key.rstrip("+-"), 0.0), 2)
    wholes = [facts_of_whole(weighed_again(row, weights)) for row in rows]
    whole = [all(ok for name, ok in row.right.items() if name not in GROUPINGS) for row in rows]
    weights[WHOLE] = fit(wholes, whole, [row.share for row in rows], pull=0.1)
    return weights


@dataclass(slots=True)
class Told:
    """Counts of doubts over rows that taught nothing."""

    counts: dict[str, list[int]] = field(default_factory=lambda: defaultdict(lambda: [0, 0, 0, 0]))
    tenths: dict[int, list[int]] = field(default_factory=lambda: defaultdict(lambda: [0, 0]))

    def add(self, row: Row, weights: Weights) -> None:
        """Count one row: the values that are wrong or right, those that are doubted, and how sure the row is."""
        values = weighed_again(row, weights)
        no_row = values["row"].chance < DOUBTED
        for name, right in row.right.items():
            if name == "start" or (right and (name == "row" or not values[name].filled)):
                continue
            for key in (name, "all"):
                self.counts[key][2 * right] += 1
                self.counts[key][2 * right + 1] += no_row or values[name].chance < DOUBTED
        place = self.tenths[min(9, int(10 * confidence_of(values, weights)))]
        place[0] += 1
        place[1] += all(row.right.values())

    def lines(self) -> Iterator[str]:
        """Yield the tables, by column and by tenth of confidence."""
        yield "| Column | Wrong | doubted | Right | doubted |"
        yield "| --- | ---: | ---: | ---: | ---: |"
        for key, (wrong, known, right, feared) in sorted(
            self.counts.items(), key=lambda one: (one[0] == "all", one[0])
        ):
            yield f"| {key} | {wrong} | {known / max(1, wrong):.0%} | {right} | {feared / max(1, right):.1%} |"
        yield ""
        yield "| Confidence | Rows | wholly right |"
        yield "| --- | ---: | ---: |"
        for at, (number, right) in sorted(self.tenths.items()):
            yield f"| {at / 10:.1f} to {(at + 1) / 10:.1f} | {number} | {right / number:.0%} |"


def judge(rows: Sequence[Row]) -> dict[bool, Told]:
    """Count the doubts of each family by weights that the others taught: plans as they are, and spoilt ones."""
    told = {False: Told(), True: Told()}
    names = sorted({row.family for row in rows})
    for part in range(PARTS):
        out = set(names[part::PARTS])
        weights = fit_all([row for row in rows if row.family not in out])
        for row in rows:
            if row.family in out:
                told[row.spoilt].add(row, weights)
    return told


def main() -> int:
    """Read, fit, write, tell."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--plans", type=int, default=4, help="plans of each family (default 4)")
    parser.add_argument("--seed", type=int, default=1000, help="the first seed (default 1000)")
    parser.add_argument("--judge", action="store_true", help="also count doubts over families left out")
    parser.add_argument("--write", type=Path, help="put the tables of --judge between the marks of this page")
    options = parser.parse_args()
    rows = rows_of_plans(list(read_plans(range(options.seed, options.seed + options.plans))))
    write_weights(fit_all(rows))
    if options.judge or options.write:
        tell(judge(rows), options.write)
    return 0


def write_weights(weights: Mapping[str, Mapping[str, float]]) -> None:
    """Write the weights, a line for each column."""
    lines = ",\n".join(f" {json.dumps(key)}: {json.dumps(table)}" for key, table in sorted(weights.items()))
    TARGET.write_text(f"{{\n{lines}\n}}\n", "utf-8")


def tell(told: Mapping[bool, Told], page: Path | None) -> None:
    """Print the tables, or put them into a page."""
    parts = [f"{TITLES[spoilt]}\n\n" + "\n".join(one.lines()) for spoilt, one in told.items()]
    text = "\n\n".join(parts)
    if page is None:
        print(text)
        return
    before, _, rest = page.read_text("utf-8").partition(BEGIN)
    page.write_text(f"{before}{BEGIN}\n\n{text}\n\n{END}{rest.partition(END)[2]}", "utf-8")


if __name__ == "__main__":
    sys.exit(main())
