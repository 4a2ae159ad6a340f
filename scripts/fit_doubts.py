"""Fit how much each fact about a value speaks for its being right, on made-up plans of many layouts.

    python -m scripts.fit_doubts [--plans 8] [--write docs/reliability.md]

Writes `pipeline/doubt/weights.json`. Plans are read as their makers give them; spoilt, as a poor reader of pages would
give them; and by a reader that knows less, as this one knows less of the plans of strangers. The sample plans are read
in the last two ways. Families are left out in five parts to fit on the rest: what is counted of them is
how many of the wrong and of the right values are doubted, and how often rows of a confidence are right.
"""

from __future__ import annotations

import argparse
import json
import sys
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from contextlib import nullcontext
from dataclasses import dataclass, field
from pathlib import Path
from typing import Literal

import numpy as np
import numpy.typing as npt

from extractors import extract
from extractors.document import Document
from pipeline.counted import counted_document
from pipeline.doubt.chances import (
    ALWAYS,
    FOUND,
    WHOLE,
    Weighed,
    Weights,
    chance_of,
    confidence_of,
    facts_of_whole,
    weigh_rows,
)
from pipeline.doubt.doubts import DOUBTED, read_facts
from pipeline.doubt.facts import DERIVED, VERBATIM, Facts, doubt_of_text
from pipeline.plan_rows import Known, rows_of
from pipeline.read.label_lists import with_label_lists
from pipeline.read.reading import read_document
from schema.rows import ActionRow
from scripts.layouts.chance import Chance
from scripts.layouts.families import families, gold_as, make
from scripts.layouts.gold import Row as Gold
from scripts.layouts.poor_reader import knowing_less
from scripts.layouts.scoring import is_right, pair_rows
from scripts.layouts.spoilt import spoil

ROOT = Path(__file__).resolve().parents[1]
TARGET = ROOT / "pipeline" / "doubt" / "weights.json"
PULL = 4.0  # how strongly weights are held at 0
STEPS = 9  # of Newton's method
SMALL = 0.05  # weights below this are left out
LONG = 12  # actions from which the rows of a plan count less each
MOST_ROWS = 8  # rows of one plan that are fitted on
# what may also speak for a value; all other facts can only speak against one
FREE = frozenset(["other_grouping", "grouping_in_column", "grouping_over", "labelled", "seldom"])
MOST = 4.5  # it is no more than this: made-up plans are of the kinds that the reader was made on
EASED = {"objective+": 0.5}  # added for what made-up plans print in more ways than real ones do
STRANGE = 0.3  # odds, as a logarithm, that a value is wrong the more in a plan of strangers than in made-up ones
EMPTY = 2.5  # odds, as a logarithm, that an empty value of which nothing is known is right: made-up plans leave few out
USUAL = 4.0  # the same for a value, where made-up plans have too few wrong ones to tell
FEWEST = 10  # wrong values that it is fitted from
STEPS_OF_CONFIDENCE = 12  # parts of the rows for which it is counted how many are right
READINGS = 2  # of each sample plan
PARTS = 5  # families are left out in so many parts
BEGIN, END = "<!-- doubts: python -m scripts.fit_doubts -->", "<!-- end of doubts -->"
How = Literal["given", "spoilt", "less"]
SHARES: Mapping[How, float] = {"given": 1.0, "spoilt": 0.35, "less": 0.5}  # how much a row counts
TITLES: Mapping[How, str] = {
    "given": "Plans as their makers give them:",
    "spoilt": "Plans whose tables are spoilt:",
    "less": "Plans as they are given, to a reader that knows less:",
}

Numbers = npt.NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Row:
    """One action that was read: its values with their facts, and which of them are right."""

    family: str
    how: How
    values: Mapping[str, Weighed]
    right: Mapping[str, bool]  # only `row` where it is no action
    share: float  # how much it counts: rows of long plans less


def read_rows(document: Document, gold: Sequence[Gold]) -> list[tuple[Mapping[str, Weighed], Mapping[str, bool]]]:
    """Read a document; give the facts of each value of its actions, and whether it is right."""
    document = with_label_lists(document)
    reading = read_document(counted_document(document))
    actions = rows_of(document, reading, Known("0" * 16, "plan")).actions
    pairs = {j: gold[i] for i, j in pair_rows(gold, actions)}
    right = [_right(action, pairs.get(at)) for at, action in enumerate(actions)]
    return [*zip(weigh_rows(actions, reading, {}), right, strict=True)]


def _right(action: ActionRow, want: Gold | None) -> Mapping[str, bool]:
    said = {"row": want is not None}
    if want is not None:
        for name in (*VERBATIM[1:], *DERIVED):
            values = [want.get(name), *want.get("accept", {}).get(name, ())]
            said[name] = any(is_right(name, value, getattr(action, name)) for value in values)
    return said


def rows_of_plans(seeds: range) -> Iterator[Row]:
    """Read the plans of all families as they are given, and every second one in each of the other ways."""
    for family in families().values():
        for seed in seeds:
            made = make(family.name, seed)
            gold = gold_as(made.gold, made.maker)
            hows: tuple[How, How] = ("given", ("spoilt", "less")[seed % 2])
            for how in hows:
                yield from _rows(family.name, made.document(), gold, how, Chance(made.name))


def _rows(family: str, document: Document, gold: Sequence[Gold], how: How, chance: Chance) -> Iterator[Row]:
    """The actions of a document, read in one of the ways."""
    if how == "spoilt":
        document = spoil(document, chance.part(how))
    with knowing_less(chance.part(how)) if how == "less" else nullcontext():
        rows = read_rows(document, gold)
    some = chance.part("rows").some(rows, MOST_ROWS)
    share = SHARES[how] * min(len(rows), LONG) / max(1, len(some))
    for values, right in some:
        yield Row(family, how, values, right, share)


def rows_of_samples(readings: int) -> Iterator[Row]:
    """Read the sample plans as a poor reader would, several times; what is read of them whole is right."""
    for path in sorted((ROOT / "data" / "raw").rglob("*.*")):
        if path.suffix == ".md":
            continue
        document = with_label_lists(extract(path))
        reading = read_document(counted_document(document))
        gold = [_as_gold(action) for action in rows_of(document, reading, Known("0" * 16, "plan")).actions]
        for at in range(readings):
            hows: tuple[How, How] = ("spoilt", "less")
            for how in hows:
                yield from _rows(path.parent.name, document, gold, how, Chance(f"{path.name}/{at}"))


def _as_gold(action: ActionRow) -> Gold:
    """What was read of an action as what is to be read."""
    return {name: getattr(action, name) for name in (*VERBATIM[1:], *DERIVED)}


def weighed_again(row: Row, weights: Weights) -> dict[str, Weighed]:
    """Return the values of a row by other weights: texts, then what is read from them."""
    found: dict[str, Weighed] = {}
    for name, one in row.values.items():
        own = one.own
        if name in DERIVED:
            own = {**own, "text_doubted": doubt_of_text(found[DERIVED[name]].chance)}
        found[name] = one._replace(own=own, chance=chance_of(one.key, weights, one.of_row, own))
    return found


def speaks_before(key: str) -> Mapping[str, float]:
    """What facts are held to speak in a sum before any plan was read."""
    return {name: about.speaks[key] for name, about in read_facts().items() if key in about.speaks}


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
    most: float = MOST,
    before: Mapping[str, float],
) -> dict[str, float]:
    """Return the weights of a logistic regression, by Newton's method.

    `always` fixes what holds without a fact, `most` is what that may be at most; `before` are the weights that others
    are held at, 0 where none is named.
    """
    names = sorted({name for one in facts for name in one} | before.keys())
    known = {name: at for at, name in enumerate(names)}
    given = np.zeros((len(facts), len(names) + 1))
    given[:, -1] = 1.0
    for at, one in enumerate(facts):
        for name, value in one.items():
            given[at, known[name]] = value
    wanted, counts = np.array(right, dtype=float), np.array(shares, dtype=float)
    held = np.diag(np.r_[np.full(len(names), pull), 0.01])
    bound = np.array([name not in FREE for name in names] + [False])
    first = np.array([before.get(name, 0.0) for name in names] + [0.0])
    weights: Numbers = first.copy()
    weights[-1] = always or 0.0
    fixed = np.array([False] * len(names) + [always is not None])
    for _ in range(STEPS):
        chance = 1.0 / (1.0 + np.exp(-np.clip(given @ weights, -30, 30)))
        slope = given.T @ (counts * (chance - wanted)) + held @ (weights - first)
        free = np.flatnonzero(~fixed & ~(bound & (weights >= 0) & (slope < 0)))
        some = given[:, free]
        bend = (some * (counts * np.maximum(chance * (1 - chance), 1e-4))[:, None]).T @ some + held[np.ix_(free, free)]
        weights[free] -= np.clip(np.linalg.solve(bend, slope[free]), -3, 3)
        weights[bound] = np.minimum(weights[bound], 0.0)
        weights[-1] = min(weights[-1], most)
    table = {name: round(float(weights[at]), 2) for name, at in known.items() if abs(weights[at]) >= SMALL}
    return {ALWAYS: round(float(weights[-1]), 2), **table}


def fit_values(rows: Sequence[Row]) -> dict[str, dict[str, float]]:
    """Fit the sums of texts first, then of what is read from them."""
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
            always = EMPTY if key.endswith("-") else USUAL if right.count(False) < FEWEST else None
            weights[key] = fit(given, right, shares, always=always, before=speaks_before(key))
            weights[key][ALWAYS] = round(weights[key][ALWAYS] + EASED.get(key, 0.0) - STRANGE, 2)
    return weights


@dataclass(frozen=True, slots=True)
class LeftOut:
    """A row weighed by what the rows of other families taught."""

    row: Row
    values: Mapping[str, Weighed]


def leave_out(rows: Sequence[Row]) -> list[LeftOut]:
    """Weigh each row by weights that the other families taught."""
    names = sorted({row.family for row in rows})
    found: list[LeftOut] = []
    for part in range(PARTS):
        out = set(names[part::PARTS])
        weights = fit_values([row for row in rows if row.family not in out])
        found += [LeftOut(row, weighed_again(row, weights)) for row in rows if row.family in out]
    return found


def fit_whole(rows: Sequence[LeftOut]) -> dict[str, float]:
    """Fit how sure a row is as a whole, on rows that did not teach the chances of their values."""
    right = [all(one.row.right.values()) for one in rows]
    shares = [one.row.share for one in rows]
    return fit([facts_of_whole(one.values) for one in rows], right, shares, pull=0.1, before={})


@dataclass(slots=True)
class Told:
    """Counts of doubts over rows that taught nothing."""

    counts: dict[str, list[int]] = field(default_factory=lambda: defaultdict(lambda: [0, 0, 0, 0]))
    tenths: dict[int, list[int]] = field(default_factory=lambda: defaultdict(lambda: [0, 0]))

    def add(self, row: Row, values: Mapping[str, Weighed], whole: Weights) -> None:
        """Count one row: the values that are wrong or right, those that are doubted, and how sure the row is."""
        no_row = values["row"].chance < DOUBTED
        for name, right in row.right.items():
            if name == "start" or (right and (name == "row" or not values[name].filled)):
                continue
            for key in (name, "all"):
                self.counts[key][2 * right] += 1
                self.counts[key][2 * right + 1] += no_row or values[name].chance < DOUBTED
        place = self.tenths[min(9, int(10 * confidence_of(values, whole)))]
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


def count_found(rows: Sequence[LeftOut], whole: Weights) -> dict[str, float]:
    """Count how often rows of a chance are right: a share for each of some parts, none lower than the part below."""
    chances = sorted((confidence_of(one.values, whole), all(one.row.right.values()), one.row.share) for one in rows)
    every = sum(share for _, _, share in chances)
    found: dict[str, float] = {}
    part: list[tuple[float, bool, float]] = []
    most = 0.0
    for one in chances:
        part.append(one)
        weight = sum(share for _, _, share in part)
        if weight >= every / STEPS_OF_CONFIDENCE:
            most = max(most, sum(share for _, right, share in part if right) / weight)
            found[f"{sum(chance * share for chance, _, share in part) / weight:.3f}"] = round(most, 3)
            part = []
    return found


def judge(rows: Sequence[LeftOut], whole: Weights) -> dict[How, Told]:
    """Count the doubts of rows that taught nothing."""
    told: dict[How, Told] = {how: Told() for how in SHARES}
    for one in rows:
        told[one.row.how].add(one.row, one.values, whole)
    return told


def main() -> int:
    """Read, fit, write, tell."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--plans", type=int, default=8, help="plans of each family (default 8)")
    parser.add_argument("--seed", type=int, default=1000, help="the first seed (default 1000)")
    parser.add_argument("--write", type=Path, help="put the tables between the marks of this page")
    options = parser.parse_args()
    rows = [*rows_of_plans(range(options.seed, options.seed + options.plans)), *rows_of_samples(READINGS)]
    left_out = leave_out(rows)
    whole = {WHOLE: fit_whole(left_out)}
    whole[FOUND] = count_found(left_out, whole)
    write_weights(fit_values(rows) | whole)
    tell(judge(left_out, whole), options.write)
    return 0


def write_weights(weights: Mapping[str, Mapping[str, float]]) -> None:
    """Write the weights, a line for each column."""
    lines = ",\n".join(f" {json.dumps(key)}: {json.dumps(table)}" for key, table in sorted(weights.items()))
    TARGET.write_text(f"{{\n{lines}\n}}\n", "utf-8")


def tell(told: Mapping[How, Told], page: Path | None) -> None:
    """Print the tables, or put them into a page."""
    parts = [f"{TITLES[how]}\n\n" + "\n".join(one.lines()) for how, one in told.items()]
    text = "\n\n".join(parts)
    if page is None:
        print(text)
        return
    before, _, rest = page.read_text("utf-8").partition(BEGIN)
    page.write_text(f"{before}{BEGIN}\n\n{text}\n\n{END}{rest.partition(END)[2]}", "utf-8")


if __name__ == "__main__":
    sys.exit(main())
