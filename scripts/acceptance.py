"""The acceptance run: read a folder of plans twice, score the rows, and fail under the thresholds below.

    python scripts/acceptance.py --plans FOLDER --score SCORE.PY [--keep DIR]

The style of a document is the word before its ending (`NAME.pdf-ruled.pdf`), `text` for a `.txt`. SCORE.PY takes a
folder of tables and `--json` and prints `rows`, `fields` and `by_document` with an `f1` each.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import subprocess
import sys
import tempfile
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq


@dataclass(frozen=True)
class Floors:
    """F1 that a group of styles must reach together, and each of its documents alone."""

    styles: tuple[str, ...]
    rows: float
    fields: float
    rows_each: float
    fields_each: float


GROUPS = (
    Floors(("text", "docx-plain", "pdf-lo", "pdf-ruled"), rows=0.98, fields=0.95, rows_each=0.90, fields_each=0.85),
)
STATUS_OF_STYLE = {"pdf-locked": "encrypted"}
TABLES = ("documents", "actions", "cells", "issues", "owners")


def main() -> int:
    """Run, score and compare; print every fault and give the exit code."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--plans", type=Path, required=True)
    parser.add_argument("--score", type=Path, required=True)
    parser.add_argument("--keep", type=Path, help="folder to leave the tables in")
    args = parser.parse_args()
    with tempfile.TemporaryDirectory() as temporary:
        folder = args.keep or Path(temporary)
        once, again = folder / "once", folder / "again"
        for out in (once, again):
            read_plans(args.plans, out)
        faults = find_faults(once, again, args.score, folder)
    for fault in faults:
        print(f"FAULT {fault}")
    print("acceptance: " + (f"{len(faults)} faults" if faults else "all thresholds hold"))
    return int(bool(faults))


def read_plans(plans: Path, out: Path) -> None:
    subprocess.run([sys.executable, "-m", "pipeline", "run", str(plans), "--out", str(out), "--quiet"], check=True)


def find_faults(once: Path, again: Path, score: Path, folder: Path) -> list[str]:
    faults = [
        f"{name}.parquet differs between two runs" for name in TABLES if digest(once, name) != digest(again, name)
    ]
    documents = pq.read_table(once / "documents.parquet").to_pylist()
    for document in documents:
        source, carried, there = document["source"], document["words_carried"], document["words_in_tables"]
        if carried != there:
            faults.append(f"{source}: {carried} words carried of {there}")
        wanted = STATUS_OF_STYLE.get(style_of(source))
        if wanted and document["status"] != wanted:
            faults.append(f"{source}: status {document['status']}, expected {wanted}")
    for number, floors in enumerate(GROUPS):
        faults += group_faults(once, folder / f"judged-{number}", score, floors)
    print_other_styles(once, folder / "others", score, sorted({style_of(d["source"]) for d in documents}))
    return faults


def group_faults(tables: Path, judged: Path, score: Path, floors: Floors) -> list[str]:
    result = scored(tables, judged, score, floors.styles)
    name = ", ".join(floors.styles)
    rows, fields = result["rows"]["f1"], result["fields"]["f1"]
    print(f"{name}: {result['documents']} documents, rows F1 {rows:.4f}, fields F1 {fields:.4f}")
    faults = [] if result["documents"] else [f"{name}: no document to judge"]
    for figure, least, each in (("rows", floors.rows, floors.rows_each), ("fields", floors.fields, floors.fields_each)):
        if result[figure]["f1"] < least:
            faults.append(f"{name}: {figure} F1 {result[figure]['f1']:.4f}, expected at least {least}")
        for source, of_document in result["by_document"].items():
            if of_document[figure]["f1"] < each:
                faults.append(f"{source}: {figure} F1 {of_document[figure]['f1']:.4f}, expected at least {each}")
    return faults


def print_other_styles(tables: Path, folder: Path, score: Path, styles: list[str]) -> None:
    judged = {style for floors in GROUPS for style in floors.styles}
    for style in styles:
        if style not in judged and style not in STATUS_OF_STYLE:
            result = scored(tables, folder / style, score, (style,))
            rows, fields = result["rows"]["f1"], result["fields"]["f1"]
            print(
                f"{style}: {result['documents']} documents, rows F1 {rows:.4f}, fields F1 {fields:.4f} (no threshold)"
            )


def scored(tables: Path, folder: Path, score: Path, styles: tuple[str, ...]) -> dict[str, Any]:
    """Score the documents of some styles alone."""
    folder.mkdir(parents=True, exist_ok=True)
    documents = pq.read_table(tables / "documents.parquet")
    wanted = pa.array([style_of(source.as_py()) in styles for source in documents["source"]])
    documents = documents.filter(wanted)
    actions = pq.read_table(tables / "actions.parquet")
    actions = actions.filter(pc.is_in(actions["document_id"], value_set=documents["document_id"].combine_chunks()))
    pq.write_table(documents, folder / "documents.parquet")
    pq.write_table(actions, folder / "actions.parquet")
    done = subprocess.run(
        [sys.executable, str(score), str(folder), "--json"], check=True, capture_output=True, text=True
    )
    result: dict[str, Any] = json.loads(done.stdout)
    return result


def style_of(source: str) -> str:
    """Give the style of a document from its name.

    >>> style_of("a/plan.pdf-ruled.pdf"), style_of("text/plan.txt")
    ('pdf-ruled', 'text')
    """
    return "text" if source.endswith(".txt") else source.rsplit(".", 2)[-2]


def digest(folder: Path, name: str) -> str:
    with (folder / f"{name}.parquet").open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


if __name__ == "__main__":
    sys.exit(main())
