"""`councilplans corrections`: a workbook of what is doubted, and what was filled in read back."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

from pipeline.cli.screen import safe
from pipeline.corrections.corrections_file import (
    CorrectionsError,
    add_corrections,
    read_corrections,
    read_filled_in,
    write_corrections,
)
from pipeline.store.errors import StoreError

if TYPE_CHECKING:
    from pipeline.looks.queue import Wanted


def write_template(out: Path, file: Path, wanted: Wanted, most: int) -> int:
    """Write a workbook with the doubted values; give the exit code."""
    from pipeline.looks.queue import find_looks
    from pipeline.looks.template import template_workbook
    from pipeline.store.atomic import write_atomically

    try:
        looks = [look for look in find_looks(out, wanted, apart=True) if look.field and look.kind != "column"]
    except StoreError as error:
        return _complain(str(error), 2)
    looks = looks[:most] if most else looks
    try:
        write_atomically(file, template_workbook(looks))
    except OSError as error:
        return _complain(f"{file}: cannot be written ({error.strerror}). Close it elsewhere, or name another.", 2)
    sys.stdout.write(
        f"{len(looks)} lines in {safe(str(file))}. Fill in the column 'correct' ('yes' in 'right' where it is right "
        "as read), then: councilplans corrections add FILE --to PLANS/corrections.csv\n"
    )
    return 0


def add_filled_in(file: Path, to: Path, by: str) -> int:
    """Add what was filled in to a corrections.csv; give the exit code."""
    try:
        found = read_filled_in(file, by=by, when=date.today().isoformat())
        old = read_corrections(to) if to.exists() else ()
    except CorrectionsError as error:
        return _complain(str(error), 2)
    try:
        united = add_corrections(old, found)
        write_corrections(to, united)
    except OSError as error:
        return _complain(f"{to}: cannot be written ({error.strerror}). The corrections there still stand.", 2)
    known = set(old)
    new = sum(one not in known for one in united)
    added = "1 correction" if new == 1 else f"{new} corrections"
    stood = sum(one in known for one in found)
    there = f", {stood} stood there" if stood else ""
    sys.stdout.write(f"{added} added to {safe(str(to))}{there}. Run again to see them in the tables.\n")
    return 0


def send_reply(out: Path, council: str, folder: Path) -> int:
    """Write the page and the sheet for one council; give the exit code."""
    from pipeline.report.reply import make_reply, write_reply

    try:
        made = make_reply(out, council)
        page, sheet = write_reply(made, folder)
    except StoreError as error:
        return _complain(str(error), 2)
    except OSError as error:
        return _complain(f"{folder}: cannot be written ({error.strerror}). Name another with --to.", 2)
    sys.stdout.write(
        f"{safe(str(page))} is what {safe(made.council)} sees, {safe(str(sheet))} what it fills in. When the sheet "
        f"comes back: councilplans corrections add FILE --to PLANS/corrections.csv --by {safe(made.council)!r}\n"
    )
    return 0


def print_learnt(out: Path, paths: Sequence[Path], least: int) -> int:
    """Print what corrections propose for lexicons; give the exit code."""
    from pipeline.looks.learn import learn
    from pipeline.store.read_rows import read_counted, read_rows
    from pipeline.store.standing import check_standing

    try:
        check_standing(out, ("documents", "actions"))
        corrections = [one for path in paths for one in read_corrections(path)]
    except (StoreError, CorrectionsError) as error:
        return _complain(str(error), 2)
    proposals = learn(corrections, read_counted(out, editions=True), read_rows(out, "documents"), least)
    lexicon = ""
    for one in proposals:
        if one.lexicon != lexicon:
            lexicon = one.lexicon
            sys.stdout.write(f"{lexicon}\n")
        sys.stdout.write(f"    {safe(one.entry)}\n")
    if not proposals:
        sys.stdout.write(f"No correction was met in {least} councils or more.\n")
    return 0


def _complain(sentence: str, code: int) -> int:
    sys.stderr.write(safe(sentence) + "\n")
    return code
