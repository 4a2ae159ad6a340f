"""The acceptance run: read a folder of plans, score the rows, and fail under the thresholds below.

Plans with a text layer are read twice, and the two sets of tables must be the same bytes; scanned ones are read once,
and only where the extra `ocr` is installed.

    python scripts/acceptance.py --plans FOLDER --score SCORE.PY [--others FOLDER] [--keep DIR]

`--others` is a folder of plans that the program was not built on: `files/`, and beside it `gold` folders.

The style of a document is the word before its ending (`NAME.pdf-ruled.pdf`), `text` for a `.txt`. SCORE.PY takes a
folder of tables and `--json` and prints `rows`, `fields` and `by_document` with an `f1` each.
"""

from __future__ import annotations

import argparse
import hashlib
import importlib.util
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


# Only ever raised.
GROUPS = (
    Floors(("text", "docx-plain", "pdf-lo", "pdf-ruled"), rows=0.995, fields=0.995, rows_each=0.98, fields_each=0.98),
    Floors(
        ("docx-hard", "pdf-furniture", "pdf-hlines", "pdf-partial"),
        rows=0.995,
        fields=0.995,
        rows_each=0.98,
        fields_each=0.98,
    ),
)
SCANS = Floors(("pdf-scanned",), rows=0.98, fields=0.96, rows_each=0.95, fields_each=0.93)
OTHERS = Floors((), rows=0.995, fields=0.995, rows_each=0.0, fields_each=0.0)
OTHERS_IN_TEXT = 0.90  # rows and fields of each plan of others that is no PDF
STATUS_OF_STYLE = {"pdf-locked": "encrypted"}
TABLES = ("documents", "actions", "cells", "issues", "owners")


def main() -> int:
    """Run, score and compare; print every fault and give the exit code."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--plans", type=Path, required=True)
    parser.add_argument("--score", type=Path, required=True)
    parser.add_argument("--others", type=Path)
    parser.add_argument("--keep", type=Path, help="folder to leave the tables in")
    args = parser.parse_args()
    with tempfile.TemporaryDirectory() as temporary:
        folder = args.keep or Path(temporary)
        once, again = folder / "once", folder / "again"
        files = sorted(path for path in args.plans.rglob("*") if path.is_file())
        scans = [path for path in files if style_of(path.name) in SCANS.styles]
        for out in (once, again):
            read_plans([path for path in files if path not in scans], out)
        faults = find_faults(once, again, args.score, folder)
        if importlib.util.find_spec("rapidocr") is None:
            print("scans: not read, for the extra `ocr` is not installed")
        elif scans:
            read_plans(scans, folder / "scans")
            faults += group_faults(folder / "scans", folder / "judged-scans", args.score, SCANS)
        if args.others is not None:
            read_plans([args.others / "files"], folder / "others")
            faults += other_faults(folder / "others", args.score, sorted(args.others.glob("gold*")))
    for fault in faults:
        print(f"FAULT {fault}")
    print("acceptance: " + (f"{len(faults)} faults" if faults else "all thresholds hold"))
    return int(bool(faults))


def read_plans(plans: list[Path], out: Path) -> None:
    command = [sys.executable, "-m", "pipeline", "run", *map(str, plans), "--out", str(out), "--quiet"]
    subprocess.run([*command, "--timeout", "1800"], check=True)


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


def other_faults(tables: Path, score: Path, golds: list[Path]) -> list[str]:
    """What falls short in the plans of others."""
    result = judge(tables, score, golds)
    rows, fields = result["rows"]["f1"], result["fields"]["f1"]
    print(f"plans of others: {result['documents']} documents, rows F1 {rows:.4f}, fields F1 {fields:.4f}")
    faults = []
    for figure, least in (("rows", OTHERS.rows), ("fields", OTHERS.fields)):
        if result[figure]["f1"] < least:
            faults.append(f"plans of others: {figure} F1 {result[figure]['f1']:.4f}, expected at least {least}")
        for source, of_document in result["by_document"].items():
            found = of_document[figure]["f1"]
            if not source.endswith(".pdf") and found < OTHERS_IN_TEXT:
                faults.append(f"{source}: {figure} F1 {found:.4f}, expected at least {OTHERS_IN_TEXT}")
    return faults


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
    return judge(folder, score, [])


def judge(tables: Path, score: Path, golds: list[Path]) -> dict[str, Any]:
    """Score a folder of tables against the gold of some folders, the scorer's own where none is named."""
    named = [word for gold in golds for word in ("--gold", str(gold))]
    command = [sys.executable, str(score), str(tables), "--json", *named]
    done = subprocess.run(command, check=True, capture_output=True, text=True)
    result: dict[str, Any] = json.loads(done.stdout)
    return result


def style_of(source: str) -> str:
    """Return the style of a document from its name.

    >>> style_of("a/plan.pdf-ruled.pdf"), style_of("text/plan.txt")
    ('pdf-ruled', 'text')
    """
    return "text" if source.endswith(".txt") else source.rsplit(".", 2)[-2] if source.count(".") > 1 else ""


def digest(folder: Path, name: str) -> str:
    with (folder / f"{name}.parquet").open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


if __name__ == "__main__":
    sys.exit(main())
