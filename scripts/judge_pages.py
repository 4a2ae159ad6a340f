"""Read made-up pages of many layouts and say how many of their rows, columns and cells come out, by layout.

    python -m scripts.judge_pages [--pages 10] [--seed 0] [--split judge] [--only WORD] [--misses N] [--save FOLDER]

Pages are PDFs made in memory. Weights may be set on layouts marked `fit`; those marked `judge` are only ever scored.
"""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

from extractors.limits import Limits
from extractors.pdf import read_pdf
from scripts.page_layouts.layouts import LAYOUTS, make
from scripts.page_layouts.scoring import Score, score_page

HEAD = (
    "layout",
    "split",
    "rows",
    "right",
    "whole",
    "joined",
    "lost",
    "tables",
    "rows =",
    "columns =",
    "exact",
    "extra",
    "pairs",
)


def main(arguments: list[str] | None = None) -> int:
    """Print the table of layouts."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--pages", type=int, default=10, help="pages of each layout (default 10)")
    parser.add_argument("--seed", type=int, default=0, help="the first seed; others follow (default 0)")
    parser.add_argument("--split", choices=("fit", "judge"), help="only layouts of this split")
    parser.add_argument("--only", default="", help="only layouts whose name contains this")
    parser.add_argument("--misses", type=int, default=0, help="print the first N misses of each layout")
    parser.add_argument("--save", type=Path, help="write the PDFs into this folder")
    options = parser.parse_args(arguments)
    totals = {"fit": Score(), "judge": Score()}
    print("| " + " | ".join(HEAD) + " |")
    print("| --- | --- " + "| ---: " * (len(HEAD) - 2) + "|")
    for layout in LAYOUTS.values():
        if options.only not in layout.name or options.split not in (None, layout.split):
            continue
        score = Score()
        for seed in range(options.seed, options.seed + options.pages):
            data, gold = make(layout.name, seed)
            if options.save:
                options.save.mkdir(parents=True, exist_ok=True)
                (options.save / f"{layout.name}-{seed}.pdf").write_bytes(data)
            score.add(score_page(f"{layout.name}-{seed}", read_pdf(data, Limits(ocr=False)), gold))
        print(_line(layout.name, layout.split, score))
        for miss in score.misses[: options.misses]:
            print("  ", miss, file=sys.stderr)
        totals[layout.split].add(score)
    for split, score in totals.items():
        if score.files:
            print(_line("all", split, score))
    return 0


def _line(name: str, split: str, score: Score) -> str:
    rows, tables = max(1, score.rows), max(1, score.tables)
    shares = [f"{part / rows:.3f}" for part in (score.right, score.whole, score.joined, score.lost)]
    counts = [f"{part / tables:.2f}" for part in (score.row_counts, score.column_counts, score.exact)]
    cells = [
        name,
        split,
        str(score.rows),
        *shares,
        str(score.tables),
        *counts,
        str(score.extra),
        f"{score.pair_f1:.3f}",
    ]
    return "| " + " | ".join(cells) + " |"


if __name__ == "__main__":
    sys.exit(main())
