"""Made-up plans read and scored: from documents in memory, from real files, and the tables that are no plan."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from pathlib import Path

from extractors import extract_bytes
from extractors.document import Document
from extractors.errors import DocumentUnreadable
from pipeline.plan import rows_of_document
from pipeline.settings import Settings
from schema.rows import ActionRow
from scripts.layouts.as_files import WRITERS, write
from scripts.layouts.families import Family, Made, families, gold_as, make
from scripts.layouts.others import tables_for
from scripts.layouts.scoring import Score, score_plan

# One family for each frame, and those whose rows a page or a producer may spoil.
AS_FILES = (
    "rows-plain", "rows-odd-words", "rows-merged", "rows-two-tiers", "rows-bands-in-bands", "rows-pages", "rows-adds",
    "cards", "cards-two-across", "period-ticks", "period-shades", "across", "list-labels", "no-plan",
)  # fmt: skip


def read_rows(document: Document, name: str) -> tuple[ActionRow, ...]:
    """The actions that the reader finds in a document."""
    return rows_of_document(document, Path(name), name, "0" * 16, Settings()).actions


def read_and_score(made: Made) -> Score:
    """Read a made-up plan from memory and compare what was read with what it was made from."""
    return score_plan(made.name, made.gold, read_rows(made.document(), f"{made.name}.pdf"))


def judge_family(family: Family, seeds: Iterable[int]) -> tuple[Score, float]:
    """Score a family over seeds; also the lowest F1 of the fields of one plan."""
    total, least = Score(), 1.0
    for seed in seeds:
        score = read_and_score(make(family.name, seed))
        least = min(least, score.fields_f1 if score.rows[1] else float(score.empty_plans))
        total.add(score)
    return total, least


def judge_makers(seeds: range) -> Iterator[tuple[str, Score | None]]:
    """Write, extract and score the families of `AS_FILES` by every maker; None where its program is not installed."""
    for maker in WRITERS:
        total = Score()
        try:
            for name in AS_FILES:
                for seed in seeds:
                    total.add(_file_score(make(name, seed), maker))
        except FileNotFoundError:
            yield maker, None
        else:
            yield maker, total


def _file_score(made: Made, maker: str) -> Score:
    ending, data = write(maker, made.blocks, made.title, made.look)
    try:
        rows = read_rows(extract_bytes(data, Settings().limits, ()), f"{made.name}.{ending}")
    except DocumentUnreadable:
        rows = ()
    return score_plan(f"{made.name}.{maker}", gold_as(made.gold, maker), rows)


def judge_no_plan(seed: int) -> dict[str, bool]:
    """For each kind of table that is no plan, whether no action was found in a document that holds it alone."""
    kinds: dict[str, bool] = {}
    for split, name in (("fit", "no-plan"), ("judge", "no-plan-unseen")):
        for table in tables_for(split):
            made = make(name, seed, kind=table["name"], tables=(1, 1), alone=True)
            found = read_rows(made.document(), made.name)
            kinds[table["name"]] = kinds.get(table["name"], True) and not found
    return kinds


def families_of(split: str | None, only: str) -> list[Family]:
    """The families of a split (of both for None) whose name contains a word."""
    return [one for one in families().values() if only in one.name and split in (None, one.split)]
