"""Read made-up plans of many layouts and say how many of their actions and values are read rightly, by family.

    python -m scripts.judge_layouts [--plans 20] [--seed 0] [--split judge] [--only WORD] [--misses N] [--silent N]
    python -m scripts.judge_layouts --files 2            # as real files, by the program that wrote them
    python -m scripts.judge_layouts --write docs/layouts.md

Plans are rendered straight into `Document` values, so what is judged is the reading, not the extractors; `--files` also
writes a few of them as files and reads those. Families of the split `fit` may have had a part in setting weights; those
of `judge` have not. The same plans and seed give the same table.
"""

from __future__ import annotations

import argparse
import sys
import time
from pathlib import Path

from scripts.layouts.families import Family
from scripts.layouts.judging import families_of, judge_family, judge_makers, judge_no_plan
from scripts.layouts.scoring import Score

OPENING = """# Layouts that the reader is judged on

`python -m scripts.judge_layouts` makes plans of invented bodies in many layouts, reads them and compares the rows with
those that the plans were made from. Each family fixes a few things and leaves the rest to chance: wording and order of
columns, merges, bands, tiers of headings, marks of heading rows, page ends, blank cells, other tables beside. Weights
may be set on families marked `fit`; those marked `judge` are only ever scored, and of the odd wordings of headings they
draw from another half. Documents are made in memory, so that the table judges the reading of tables, not the extraction
from files.

`rows` and `fields` are F1 of the actions and of all their values; `least` is the lowest `fields` of one plan.
`wrong doubted` is the share of the wrong values that the row's doubts name, `right doubted` that of the right ones. In
the families without a plan, `rows` is the share of documents in which no action was found.
"""
FILES = """## The same plans as files

A few families written by python-docx, openpyxl, ReportLab (with and without rules), WeasyPrint, LibreOffice and
Chromium, so that extraction has its part. A program that is not installed is left out.
"""


def main(arguments: list[str] | None = None) -> int:
    """Print the table of families, and of files where they are asked for; write the page."""
    options = _parser().parse_args(arguments)
    began = time.perf_counter()
    families = families_of(options.split, options.only)
    if not families:
        print(f"No family is called {options.only!r}. Look into scripts/layouts/families.toml.", file=sys.stderr)
        return 2
    seeds = range(options.seed, options.seed + options.plans)
    parts = [_families_part(families, seeds, options)]
    if options.write or any(family.frame == "no_plan" for family in families):
        parts.append(_no_plan_part(options.seed))
    if options.files:
        parts.append(f"{FILES}\n{_files_part(range(options.seed, options.seed + options.files), options.misses)}")
    text = "\n\n".join(parts)
    print(text)
    if options.write:
        told = f"{options.plans} plans of each family, seeds {seeds.start} to {seeds.stop - 1}."
        options.write.write_text(f"{OPENING}\n{told}\n\n{text}\n", "utf-8", newline="\n")
    print(f"{time.perf_counter() - began:.0f} s", file=sys.stderr)
    return 0


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--plans", type=int, default=20, help="plans of each family (default 20)")
    parser.add_argument("--seed", type=int, default=0, help="the first seed; others follow (default 0)")
    parser.add_argument("--split", choices=("fit", "judge"), help="only families of this split")
    parser.add_argument("--only", default="", help="only families whose name contains this")
    parser.add_argument("--files", type=int, default=0, help="also read so many plans of some families as real files")
    parser.add_argument("--misses", type=int, default=0, help="print the first N misses of each family")
    parser.add_argument("--silent", type=int, default=0, help="print the first N wrong values that nothing doubts")
    parser.add_argument("--write", type=Path, help="write the page with the tables to this file")
    return parser


def _families_part(families: list[Family], seeds: range, options: argparse.Namespace) -> str:
    """The table of families, a line for each split, and how often rows of a confidence are right."""
    lines = [
        "| Family | Split | What it probes | Actions | rows | fields | least | wrong doubted | right doubted |",
        "| --- | --- | --- | ---: | ---: | ---: | ---: | ---: | ---: |",
    ]
    totals: dict[str, Score] = {}
    for family in families:
        score, least = judge_family(family, seeds)
        lines.append(_line(f"{family.name} | {family.split} | {family.about}", score, f"{least:.2f}"))
        totals.setdefault(family.split, Score()).add(score)
        for line in score.misses[: options.misses]:
            print("  miss:", line, file=sys.stderr)
        for line in score.silent[: options.silent]:
            print("  silent:", line, file=sys.stderr)
    lines += [_line(f"all | {split} |", score, "") for split, score in sorted(totals.items())]
    told = [f"{split}: {_tenths(score)}" for split, score in sorted(totals.items())]
    return "\n".join(lines) + "\n\nRows wholly right, by confidence in tenths:\n\n- " + "\n- ".join(told)


def _no_plan_part(seed: int) -> str:
    kinds = judge_no_plan(seed)
    found = sorted(kind for kind, empty in kinds.items() if not empty)
    told = f" Actions were found in: {', '.join(found)}." if found else ""
    none = f"{len(kinds) - len(found)} of {len(kinds)} kinds of table that are no plan"
    return f"Each alone in a document, {none} gave no action.{told}"


def _files_part(seeds: range, misses: int) -> str:
    lines = ["| Maker | Files | Actions | rows | fields |", "| --- | ---: | ---: | ---: | ---: |"]
    for maker, score in judge_makers(seeds):
        if score is None:
            print(f"{maker}: its program is not installed, so its files are left out.", file=sys.stderr)
            continue
        counts = f"{score.plans} | {score.rows[1]}"
        lines.append(f"| {maker} | {counts} | {score.rows_f1:.3f} | {score.fields_f1:.3f} |")
        for line in score.misses[:misses]:
            print("  miss:", line, file=sys.stderr)
    return "\n".join(lines)


def _line(name: str, score: Score, least: str) -> str:
    rows = score.rows_f1 if score.rows[1] else score.empty_plans / max(1, score.without)
    fields = f"{score.fields_f1:.3f}" if score.rows[1] else ""
    doubts = [_share(score.wrong_doubted, score.wrong), _share(score.right_doubted, score.right)]
    return f"| {name} | {score.rows[1]} | {rows:.3f} | {fields} | {least} | {' | '.join(doubts)} |"


def _share(part: int, whole: int) -> str:
    return f"{part / whole:.0%}" if whole else ""


def _tenths(score: Score) -> str:
    told = [f"{at / 10:.1f} {right / rows:.0%} of {rows}" for at, (rows, right) in enumerate(score.tenths) if rows]
    return "; ".join(told)


if __name__ == "__main__":
    sys.exit(main())
