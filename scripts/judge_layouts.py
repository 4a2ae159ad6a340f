"""Read made-up plans of many layouts and say how many of their actions and values are read rightly, by family.

    python -m scripts.judge_layouts [--plans 20] [--seed 0] [--split judge] [--only WORD] [--misses N] [--silent N]
    python -m scripts.judge_layouts --write docs/layouts.md

Plans are rendered straight into `Document` values, so what is judged is the reading, not the extractors. Families of
the split `fit` may have had a part in setting weights; those of `judge` have not. The same plans and seed give the same
table.
"""

from __future__ import annotations

import argparse
import sys
import time
from collections.abc import Iterable
from pathlib import Path

from pipeline.plan import rows_of_document
from pipeline.settings import Settings
from scripts.layouts.families import Family, Made, families, make
from scripts.layouts.scoring import Score, score_plan

OPENING = """# Layouts that the reader is judged on

`python -m scripts.judge_layouts` makes plans of invented bodies in many layouts, reads them and compares the rows with
those that the plans were made from. Each family fixes a few things and leaves the rest to chance: wording and order of
columns, merges, bands, tiers of headings, marks of heading rows, page ends, blank cells, other tables beside. Weights
may be set on families marked `fit`; those marked `judge` are only ever scored. Documents are made in memory, so that
the table judges the reading of tables, not the extraction from files.

`rows` and `fields` are F1 of the actions and of all their values; `least` is the lowest `fields` of one plan.
`wrong doubted` is the share of the wrong values that the row's doubts name, `right doubted` that of the right ones. In
the families without a plan, `rows` is the share of documents in which no action was found.
"""


def judge(family: Family, seeds: Iterable[int]) -> tuple[Score, float]:
    """Score a family over seeds; also the lowest F1 of the fields of one plan."""
    total, least = Score(), 1.0
    for seed in seeds:
        score = read_and_score(make(family.name, seed))
        least = min(least, score.fields_f1 if score.rows[1] else float(score.empty_plans))
        total.add(score)
    return total, least


def read_and_score(made: Made) -> Score:
    """Read a made-up plan and compare what was read with what it was made from."""
    rows = rows_of_document(made.document(), Path(f"{made.name}.pdf"), f"{made.name}.pdf", "0" * 16, Settings())
    return score_plan(made.name, made.gold, rows.actions)


def main(arguments: list[str] | None = None) -> int:
    """Print the table of families."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--plans", type=int, default=20, help="plans of each family (default 20)")
    parser.add_argument("--seed", type=int, default=0, help="the first seed; others follow (default 0)")
    parser.add_argument("--split", choices=("fit", "judge"), help="only families of this split")
    parser.add_argument("--only", default="", help="only families whose name contains this")
    parser.add_argument("--misses", type=int, default=0, help="print the first N misses of each family")
    parser.add_argument("--silent", type=int, default=0, help="print the first N wrong values that nothing doubts")
    parser.add_argument("--write", type=Path, help="write the page with the table to this file")
    options = parser.parse_args(arguments)
    lines, totals = [], {"fit": Score(), "judge": Score()}
    began, count = time.perf_counter(), 0
    for family in families().values():
        if options.only not in family.name or options.split not in (None, family.split):
            continue
        score, least = judge(family, range(options.seed, options.seed + options.plans))
        lines.append(_line(family.name, family.split, family.about, score, f"{least:.2f}"))
        totals[family.split].add(score)
        count += score.plans
        for line in score.misses[: options.misses]:
            print("  miss:", line, file=sys.stderr)
        for line in score.silent[: options.silent]:
            print("  silent:", line, file=sys.stderr)
    head = "| Family | Split | What it probes | Actions | rows | fields | least | wrong doubted | right doubted |"
    table = [head, "| --- | --- | --- | ---: | ---: | ---: | ---: | ---: | ---: |", *lines]
    table += [_line("all", split, "", score, "") for split, score in totals.items() if score.plans]
    page = "\n".join(table)
    if options.write:
        told = f"{options.plans} plans of each family, seeds {options.seed} to {options.seed + options.plans - 1}."
        options.write.write_text(f"{OPENING}\n{told}\n\n{page}\n\n{_tenths(totals['judge'])}\n", "utf-8", newline="\n")
    print(page)
    print(_tenths(totals["judge"]) if totals["judge"].plans else _tenths(totals["fit"]))
    print(f"{count} plans in {time.perf_counter() - began:.0f} s", file=sys.stderr)
    return 0


def _line(name: str, split: str, about: str, score: Score, least: str) -> str:
    rows = score.rows_f1 if score.rows[1] else score.empty_plans / max(1, score.without)
    fields = f"{score.fields_f1:.3f}" if score.rows[1] else ""
    doubts = [_share(score.wrong_doubted, score.wrong), _share(score.right_doubted, score.right)]
    return f"| {name} | {split} | {about} | {score.rows[1]} | {rows:.3f} | {fields} | {least} | {' | '.join(doubts)} |"


def _share(part: int, whole: int) -> str:
    return f"{part / whole:.0%}" if whole else ""


def _tenths(score: Score) -> str:
    """How often rows of a confidence are wholly right."""
    told = [f"{at / 10:.1f}: {right / rows:.0%} of {rows}" for at, (rows, right) in enumerate(score.tenths) if rows]
    return "Rows wholly right, by confidence in tenths: " + "; ".join(told) + "."


if __name__ == "__main__":
    sys.exit(main())
