"""The counts of docs/reliability.md that are no fuzzing: odd files, steps that fail, words read twice, heavy files.

    python -m scripts.count_reliability [odd] [writing] [words] [heavy] [--write docs/reliability.md]

Without a name all four are counted; heavy files take some minutes, and their rows are printed and not written. What
counts comes from the builders and tests of this repository, so that anyone gets the same.
"""

from __future__ import annotations

import argparse
import io
import re
import subprocess
import sys
import tempfile
from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from contextlib import suppress
from datetime import date
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT / "tests" / "unit"))  # the reader of made-up plans, as the tests name it

import pyarrow.parquet as pq  # noqa: E402
import pytest  # noqa: E402

from benchmarks.bench import whole_run  # noqa: E402
from tests.builders.odd_files import ODD, bomb, drawn, pdf_of_pages  # noqa: E402

_BLOCK = re.compile(r"(<!-- counts: .*? -->\n).*?(<!-- end of counts -->)", re.DOTALL)
COLUMNS = 200
_LINE = "BT /F1 9 Tf 50 700 Td (Line) Tj ET"


def main() -> int:
    """Count what is asked for, print it, and write what is no measure of a machine."""
    parts: Mapping[str, Callable[[], Iterator[str]]] = {
        "odd": odd_files,
        "writing": steps_of_writing,
        "words": words_twice,
        "heavy": heavy_files,
    }
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("parts", nargs="*", choices=[*parts, []], help="what is counted; else all")
    parser.add_argument("--write", type=Path, metavar="FILE", help="put the counts of odd, writing and words in there")
    args = parser.parse_args()
    kept = ["| what | count |", "| --- | --- |"]
    for name in args.parts or parts:
        for line in parts[name]():
            print(line, flush=True)
            kept += [line] if name != "heavy" else []
    if args.write:
        told = f"\nCounted on {date.today():%-d %B %Y}:\n\n" + "\n".join(kept) + "\n\n"
        text = args.write.read_text("utf-8")
        args.write.write_text(_BLOCK.sub(lambda found: found[1] + told + found[2], text), "utf-8")
    return 0


def odd_files() -> Iterator[str]:
    """Every kind of odd file in one run with the options as they come."""
    with tempfile.TemporaryDirectory() as temporary:
        folder, out = Path(temporary) / "in", Path(temporary) / "out"
        folder.mkdir()
        for number, name in enumerate(sorted(ODD)):
            odd = ODD[name]()
            (folder / f"{number:03}{Path(odd.name).suffix}").write_bytes(odd.data)
        command = [sys.executable, "-m", "pipeline", "run", str(folder), "--out", str(out), "--jobs", "1"]
        done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
        rows = pq.read_table(out / "documents.parquet").to_pylist()
        noise = [line for line in done.stderr.splitlines()[1:] if line.strip()]
        silent = [row for row in rows if row["status"] != "ok" and not row["error"]]
        statuses = ", ".join(f"{name} {count}" for name, count in sorted(Counter(r["status"] for r in rows).items()))
    yield f"| kinds of odd file in one run (`tests/builders/odd_files.py`): {statuses} | {len(ODD)} |"
    yield f"| of them with no row; without a sentence; lines of noise on the terminal | {len(ODD) - len(rows)}; {len(silent)}; {len(noise)} |"  # noqa: E501


def steps_of_writing() -> Iterator[str]:
    """Every step of writing tables and a part that can fail, failed in turn; the tests do the same."""
    from pipeline.store.parts import part_path, write_part
    from pipeline.store.tables import write_tables
    from tests.unit.test_machine_faults import (
        ALL,
        Disk,
        councils,
        failing,
        finish_owners,
        one_set,
        store,
    )

    broken = 0
    with tempfile.TemporaryDirectory() as temporary, pytest.MonkeyPatch.context() as patch:
        out = Path(temporary)
        write_tables(out, store(out, "Old"), ALL, finish_owners)
        members, disk = store(out, "New"), Disk()
        tables = one_set(out, disk, lambda: write_tables(out, members, ALL, finish_owners), patch)
        broken += councils(out) != {"New"}
    with tempfile.TemporaryDirectory() as temporary, pytest.MonkeyPatch.context() as patch:
        out = Path(temporary)
        member = store(out, "Old")[0]
        before = part_path(out, member.key).read_bytes()
        parts = 0
        while True:
            disk = Disk(fails_at=parts + 1)
            with pytest.MonkeyPatch.context() as inner:
                failing(disk, inner)
                with suppress(OSError):
                    write_part(out, member.key, _rows(), size=1)
            if not disk.failed:
                break
            parts += 1
            broken += disk.failed[0] != "unlink" and part_path(out, member.key).read_bytes() != before
    yield f"| failures of writing the tables, one at each step; of writing a part | {tables}; {parts} |"
    yield f"| of them after which no whole set of tables, or no whole part, stood | {broken} |"


def _rows() -> Any:
    from pipeline.settings import Settings
    from tests.unit.test_machine_faults import read_plan

    return read_plan(Path("a.txt"), "a.txt", b"council New\naction other | HR", Settings())


def words_twice() -> Iterator[str]:
    """The words of the sample plans' tables, by the reader and by the second one."""
    with tempfile.TemporaryDirectory() as temporary:
        run = [sys.executable, "-m", "pipeline", "run", "data/raw", "--out", temporary, "--quiet"]
        subprocess.run(run, cwd=ROOT, check=True)
        audit = [sys.executable, "-m", "pipeline", "audit", temporary, "--plans", "data/raw"]
        said = subprocess.run(audit, cwd=ROOT, capture_output=True, text=True, check=False).stdout
        documents = pq.read_table(Path(temporary) / "documents.parquet").to_pylist()
    found = re.search(r"(\d+) documents: ([\d,]+) of ([\d,]+) words", said)
    assert found, said
    own, carried = (sum(row[name] or 0 for row in documents) for name in ("words_in_tables", "words_carried"))
    yield f"| words of the tables of the {found[1]} sample plans in cells, read twice | {found[2]} of {found[3]} |"
    yield f"| the same by the reader itself | {carried:,} of {own:,} |"


def heavy_files() -> Iterator[str]:
    """What large and heavy files take: seconds of a whole run and the most memory of the process that reads."""
    yield "| file | ends as | seconds | MiB |"
    yield "| --- | --- | ---: | ---: |"
    for what, name, made in HEAVY:
        with tempfile.TemporaryDirectory() as temporary:
            folder, out = Path(temporary) / "in", Path(temporary) / "out"
            folder.mkdir()
            (folder / name).write_bytes(made())
            seconds, _, peak = whole_run(folder, out, 1)
            (row,) = pq.read_table(out / "documents.parquet").to_pylist()
        why = re.search(r"\(limit (\w+)\)", row["error"] or "")
        yield f"| {what} | `{row['status']}`{f', {why[1]}' if why else ''} | {seconds:.0f} | {peak} |"


def _wide(rows: int) -> list[list[str]]:
    return [["Action", "Lead", *(f"Note {at}" for at in range(2, COLUMNS))]] + [
        [f"Train team {row}", "Head of HR", *(f"note {row} {at}" for at in range(2, COLUMNS))] for row in range(rows)
    ]


def _text() -> bytes:
    return "\n".join("\t".join(row) for row in _wide(500)).encode()


def _workbook() -> bytes:
    from openpyxl import Workbook

    book, content = Workbook(), io.BytesIO()
    for row in _wide(500):
        book.active.append(row)
    book.save(content)
    return content.getvalue()


def _word() -> bytes:
    from docx import Document

    document, content = Document(), io.BytesIO()
    document.add_table(rows=1, cols=1).cell(0, 0).text = "a" * 9_000_000
    document.save(content)
    return content.getvalue()


def _letters() -> bytes:
    line = "BT /F1 1 Tf 1 0 0 1 50 700 Tm (" + "a" * 10_000 + ") Tj ET"
    return pdf_of_pages(drawn(), "\n".join([line] * 200), drawn())


HEAVY: tuple[tuple[str, str, Callable[[], bytes]], ...] = (
    ("PDF of 10,000 pages", "pages.pdf", lambda: pdf_of_pages(*[drawn()] * 10_000)),
    ("PDF of 5,000 pages of 31 rows", "cells.pdf", lambda: pdf_of_pages(*[drawn([("a", "b", "c", "d")] * 31)] * 5_000)),
    ("PDF of 5,000 pages of a line each", "lines.pdf", lambda: pdf_of_pages(*[_LINE] * 5_000)),
    ("table of 200 columns and 500 rows: text", "wide.txt", _text),
    ("table of 200 columns and 500 rows: spreadsheet", "wide.xlsx", _workbook),
    ("page of 2 million letters beside two others", "letters.pdf", _letters),
    ("stream that unpacks to 1 GiB", "bomb.pdf", lambda: bomb(1024)),
    ("one word of 9 million letters in a Word file", "word.docx", _word),
)


if __name__ == "__main__":
    sys.exit(main())
