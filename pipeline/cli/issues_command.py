"""`councilplans issues`: what is worth a look, as a table, CSV or JSON."""

from __future__ import annotations

import csv
import json
import sys
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from difflib import get_close_matches
from pathlib import Path
from typing import TYPE_CHECKING, Any

from pipeline.cli.screen import safe, short
from pipeline.store.csv_text import csv_text
from pipeline.store.errors import StoreError

if TYPE_CHECKING:
    from pipeline.looks.look import Look
    from pipeline.looks.queue import Wanted

_COLUMNS = (
    "severity",
    "council",
    "source",
    "page",
    "table",
    "row",
    "action_id",
    "kind",
    "field",
    "read",
    "chance",
    "code",
    "message",
    "printed",
    "values",
    "worth",
)


@dataclass(frozen=True, slots=True)
class Shape:
    """How looks are printed, and how many of them; 0 for all."""

    form: str = "table"  # table, csv, json
    most: int = 40


def print_issues(out: Path, wanted: Wanted, shape: Shape) -> int:
    """Print what is worth a look, most worth first; give the exit code."""
    from pipeline.looks.queue import find_looks

    fault = _unknown(wanted)
    if fault is not None:
        sys.stderr.write(safe(fault) + "\n")
        return 2
    try:
        looks = find_looks(out, wanted)
    except StoreError as error:
        sys.stderr.write(safe(str(error)) + "\n")
        return 2
    shown = looks[: shape.most] if shape.most else looks
    match shape.form:
        case "csv":
            _print_csv(looks)
        case "json":
            for look in looks:
                sys.stdout.write(json.dumps(dict(zip(_COLUMNS, _values(look), strict=True)), ensure_ascii=False) + "\n")
        case _:
            sys.stdout.write("\n".join(_lines(looks, shown, out)) + "\n")
    return 0


def _unknown(wanted: Wanted) -> str | None:
    """Say which column or code that was asked for there is not; None where each is known."""
    from schema.codelists import flags
    from schema.fields import table_fields

    fields = ("row", *(field.name for field in table_fields("actions").fields))
    if wanted.field and wanted.field not in fields:
        return f"--field {wanted.field}: is no column of actions. There are: {', '.join(fields)}."
    if wanted.code and wanted.code not in flags():
        near = get_close_matches(wanted.code, flags(), 3, 0.5)
        meant = f" Is it {' or '.join(near)} that is meant?" if near else ""
        return f"--code {wanted.code}: is no code of the codelist of flags.{meant}"
    return None


def _values(look: Look) -> list[Any]:
    rounded = {"chance": round(look.chance, 3), "worth": round(look.worth, 3)}
    return [rounded.get(name, getattr(look, name)) for name in _COLUMNS]


def _print_csv(looks: Sequence[Look]) -> None:
    writer = csv.writer(sys.stdout, lineterminator="\n")
    writer.writerow(_COLUMNS)
    for look in looks:
        cells = ["" if value is None else str(value) for value in _values(look)]
        writer.writerow(map(csv_text, cells))


def _lines(looks: Sequence[Look], shown: Sequence[Look], out: Path) -> Iterator[str]:
    if not looks:
        yield "Nothing to look at."
        return
    yield _counts(looks)
    for look in shown:
        yield ""
        whose = look.council or "council not known"
        yield f"{look.severity:8} {safe(whose)}: {safe(look.source)}{_place(look)}"
        yield f"         {_what(look)} {safe(look.code)}: {safe(look.message)}"
        if look.printed:
            yield f"         “{short(look.printed, 100)}”{f'  ({look.action_id})' if look.action_id else ''}"
    if len(shown) < len(looks):
        yield ""
        yield f"… and {len(looks) - len(shown)} more; --most 0 for all, --csv for a spreadsheet."
    yield ""
    yield f"Look at them one by one: councilplans review {safe(str(out))} --plans FOLDER"


def _what(look: Look) -> str:
    if not look.field:
        return "the file:"
    many = f" of {len(look.actions)} actions" if len(look.actions) > 1 else ""
    read = f" “{short(look.read, 60)}”" if look.read and look.kind == "value" else ""
    return f"{safe(look.field)}{many}{read}, {look.chance:.0%} right:"


def _place(look: Look) -> str:
    named = (("page", look.page), ("table", look.table), ("row", look.row))
    return "".join(f", {name} {number}" for name, number in named if number is not None)


def _counts(looks: Sequence[Look]) -> str:
    values = sum(look.values for look in looks if look.field)
    councils = len({look.council for look in looks})
    kinds = Counter(look.code for look in looks).most_common(5)
    named = ", ".join(f"{safe(code)} {count:,}" for code, count in kinds)
    return f"{len(looks):,} to look at, {values:,} values in them, {councils:,} councils: {named}"
