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

from pipeline.cli.review_line import review_line
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
    "files",
)
_NAMED = 4  # councils or files that are named of those that one thing holds of


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
    match shape.form:
        case "csv":
            _print_csv(looks)
        case "json":
            for look in looks:
                sys.stdout.write(json.dumps(dict(zip(_COLUMNS, _values(look), strict=True)), ensure_ascii=False) + "\n")
        case _:
            sys.stdout.write("\n".join(_lines(looks, shape.most, out)) + "\n")
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
    rounded = {
        "chance": round(look.chance, 3) if look.values else None,
        "worth": round(look.worth, 3),
        "files": "; ".join(look.files or (look.source,)),
    }
    return [rounded.get(name, getattr(look, name)) for name in _COLUMNS]


def _print_csv(looks: Sequence[Look]) -> None:
    writer = csv.writer(sys.stdout, lineterminator="\n")
    writer.writerow(_COLUMNS)
    for look in looks:
        cells = ["" if value is None else str(value) for value in _values(look)]
        writer.writerow(map(csv_text, cells))


def _same(looks: Sequence[Look]) -> list[list[Look]]:
    """Return looks with those of files together that say the same of several councils."""
    entries: dict[tuple[str, ...], list[Look]] = {}
    for look in looks:
        key = (look.key,) if look.kind != "issue" else (look.severity, look.code, look.message)
        entries.setdefault(key, []).append(look)
    return list(entries.values())


def _lines(looks: Sequence[Look], most: int, out: Path) -> Iterator[str]:
    if not looks:
        yield "Nothing to look at."
        return
    yield _counts(looks)
    entries = _same(looks)
    for same in entries[:most] if most else entries:
        yield ""
        yield from _of_several(same) if len(same) > 1 or same[0].files else _of_one(same[0])
    left = sum(map(len, entries[most:])) if most else 0
    if left:
        yield ""
        yield f"… and {left:,} more; --most 0 for all, --csv for a spreadsheet."
    yield ""
    yield f"Look at them one by one: {review_line(str(out))}"


def _of_one(look: Look) -> Iterator[str]:
    whose = look.council or "council not known"
    yield f"{look.severity:8} {safe(whose)}: {safe(look.source)}{_place(look)}"
    yield f"         {_what(look)} {safe(look.code)}: {safe(look.message)}"
    if look.printed:
        yield f"         “{short(look.printed, 100)}”{f'  ({look.action_id})' if look.action_id else ''}"


def _of_several(same: Sequence[Look]) -> Iterator[str]:
    """Yield what is said alike of several files, once, with the councils or files that it is said of."""
    first, files = same[0], sum(len(look.files or (look.source,)) for look in same)
    councils = Counter({look.council or look.source: 0 for look in same})
    for look in same:
        councils[look.council or look.source] += len(look.files or (look.source,))
    named = [safe(name) + (f" ({count})" if count > 1 else "") for name, count in councils.items()]
    more = f" and {len(named) - _NAMED} more" if len(named) > _NAMED else ""
    yield f"{first.severity:8} {files:,} files: {'; '.join(named[:_NAMED])}{more}"
    yield f"         the files: {safe(first.code)}: {safe(first.message)}"


def _what(look: Look) -> str:
    if not look.field:
        return "the file:"
    many = f" of {len(look.actions)} actions" if len(look.actions) > 1 else ""
    read = f" “{short(look.read, 60)}”" if look.read and look.kind == "value" else ""
    right = f", {look.chance:.0%} right" if look.values else ""
    return f"{safe(look.field)}{many}{read}{right}:"


def _place(look: Look) -> str:
    named = (("page", look.page), ("table", look.table), ("row", look.row))
    return "".join(f", {name} {number}" for name, number in named if number is not None)


def _counts(looks: Sequence[Look]) -> str:
    values = sum(look.values for look in looks)
    councils = len({look.council for look in looks})
    kinds = Counter(look.code for look in looks).most_common(5)
    named = ", ".join(f"{safe(code)} {count:,}" for code, count in kinds)
    return f"{len(looks):,} to look at, {values:,} doubted values in them, {councils:,} councils: {named}"
