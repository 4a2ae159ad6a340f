"""`councilplans template`: write the template of an action plan."""

from __future__ import annotations

import sys
from datetime import date
from pathlib import Path

from pipeline.cli.screen import safe
from pipeline.publish.wording import template_wording

_NAMES = {"docx": Path("action-plan.docx"), "xlsx": Path("action-plan.xlsx")}


def write_template(
    kind: str, file: Path | None, council: str | None, period: tuple[date | None, date | None], *, force: bool
) -> int:
    """Write the template, `kind` docx or xlsx, and give the exit code."""
    file = file or _NAMES[kind]
    if file.exists() and not force:
        return _refuse(f"{file}: is there already. Name another with --out, or give --force to write over it.", 2)
    wording = template_wording(council, *period)
    if kind == "docx":
        from pipeline.publish.word_template import word_template as make
    else:
        from pipeline.publish.sheet_template import sheet_template as make
    from pipeline.store.atomic import write_atomically

    try:
        write_atomically(file, make(wording))
    except OSError as error:
        return _refuse(f"{file}: cannot be written ({error.strerror or error}).", 3)
    sys.stdout.write(f"{safe(str(file))}: {len(wording.guidance)} lines in it say how to fill it in.\n")
    return 0


def _refuse(sentence: str, code: int) -> int:
    sys.stderr.write(safe(sentence) + "\n")
    return code
