"""`corrections.csv`: a correction a line, as CSV or as the sheet of a workbook; read whole or not at all.

Columns may stand in any order, parted by commas, semicolons or tabs. Every fault is told with its line and column, and
a file with a fault corrects nothing. Text that a spreadsheet would take for a formula has an apostrophe before it.
"""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import fields
from datetime import date, datetime
from pathlib import Path
from typing import Any

from pipeline.correction import (
    FIELDS,
    NOTHING,
    OF_OWNERS,
    OF_READING,
    ROW_KINDS,
    Correction,
    in_order,
)
from pipeline.settings import SettingsError
from pipeline.store.atomic import write_atomically

COLUMNS = (
    "sha256",
    "files",
    "page",
    "table",
    "row",
    "column",
    "field",
    "printed",
    "read",
    "correct",
    "by",
    "when",
    "why",
)
TOLD_BESIDE = ("council", "source", "doubt", "right")  # columns that a template has besides
_YES = ("yes", "y", "x", "true", "right", "✓", "1")
_NO = ("no", "n", "false", "wrong", "✗", "0")
_NUMBERS = ("page", "table", "row", "column")
_DATES = ("start", "due", "period_start", "period_end")
_FORMULA = ("=", "+", "-", "@")
_DAY = re.compile(r"(\d{1,2})[/.](\d{1,2})[/.](\d{4})")
_HEX = re.compile(r"[0-9a-f]{16,64}")
_NOT_CLOSED = "unexpected end of data"  # what Python's reader says of a quotation mark that is not closed
_SHOWN = 20  # faults that one message tells

Line = tuple[int, Mapping[str, str]]  # number of the line, text by column


class CorrectionsError(SettingsError):
    """A file of corrections that cannot be used; the message names every fault with its line and column."""


def read_corrections(path: Path) -> tuple[Correction, ...]:
    """Read a file of corrections, a workbook or CSV by its name. Raises CorrectionsError."""
    try:
        content = path.read_bytes()
    except OSError as error:
        raise CorrectionsError(f"{path}: cannot be read ({error.strerror}). Name a file that can.") from error
    return parse_corrections(content, origin=str(path))


def parse_corrections(content: bytes, *, origin: str) -> tuple[Correction, ...]:
    """Type the content of a file of corrections, in an order of their own. Raises CorrectionsError.

    >>> parse_corrections(b"files,field,printed,correct\\na.pdf,due,Train staff,2025-03-31\\n", origin="x")[0].correct
    '2025-03-31'
    """
    lines = _workbook_lines(content, origin) if content[:2] == b"PK" else _csv_lines(content, origin)
    faults: list[str] = []
    found: list[tuple[int, Correction]] = []
    for number, line in lines:
        before = len(faults)
        told = {name: _plain(text) for name, text in line.items()}
        faults += [f"line {number}, column '{column}': {fault}" for column, fault in _line_faults(told)]
        if len(faults) == before:
            found.append((number, _typed(told)))
    _refuse([*faults, *_contradictions(found)], origin)
    return in_order(one for _, one in found)


def read_filled_in(path: Path, *, by: str, when: str) -> tuple[Correction, ...]:
    """Read a template that people filled in: lines with something under `correct` or `right`; the others say nothing.

    `right` filled in with yes says that the value is right as read; with no, `correct` has to say what is. `by` and
    `when` hold where a line says neither. Raises CorrectionsError.
    """
    try:
        content = path.read_bytes()
    except OSError as error:
        raise CorrectionsError(f"{path}: cannot be read ({error.strerror}). Name a file that can.") from error
    read = _workbook_lines if content[:2] == b"PK" else _csv_lines
    faults: list[str] = []
    found: list[tuple[int, Correction]] = []
    for number, line in read(content, str(path), TOLD_BESIDE):
        told = {name: _plain(text) for name, text in line.items()}
        before = len(faults)
        faults += [f"line {number}, column '{column}': {fault}" for column, fault in _faults_of_right(told)]
        if told.get("right", "").casefold() in _YES and not told.get("correct"):
            told["correct"] = told.get("read", "")
        if not told.get("correct"):
            continue
        told |= {"by": told.get("by") or by, "when": told.get("when") or when}
        faults += [f"line {number}, column '{column}': {fault}" for column, fault in _line_faults(told)]
        if len(faults) == before:
            found.append((number, _typed(told)))
    _refuse([*faults, *_contradictions(found)], str(path))
    return in_order(one for _, one in found)


def _faults_of_right(told: Mapping[str, str]) -> Iterator[tuple[str, str]]:
    """Yield what cannot be used of the answer whether a value is right as read: the column and the fault."""
    right, correct = told.get("right", "").casefold(), told.get("correct", "")
    if right in _YES and correct and correct != told.get("read"):
        yield "right", "says yes, and 'correct' something else than was read; keep one"
    elif right in _NO and not correct:
        yield "correct", f"is empty, and 'right' says no; write what is right, or {NOTHING} where the plan says nothing"
    elif right and right not in (*_YES, *_NO):
        yield "right", f"'{told['right']:.40}' is neither yes nor no"


def _refuse(faults: Sequence[str], origin: str) -> None:
    if faults:
        more = f"; and {len(faults) - _SHOWN} more" if len(faults) > _SHOWN else ""
        raise CorrectionsError(f"{origin}: {'; '.join(faults[:_SHOWN])}{more}. No correction of this file was applied.")


def corrections_csv(corrections: Iterable[Correction]) -> bytes:
    """Return corrections as the content of a `corrections.csv`, in the order given."""
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\r\n")
    writer.writerow(COLUMNS)
    for one in corrections:
        writer.writerow([_cell(getattr(one, name)) for name in COLUMNS])
    return text.getvalue().encode("utf-8-sig", "replace")


def write_corrections(path: Path, corrections: Iterable[Correction]) -> None:
    """Write a `corrections.csv`: the old one stands until the new one is whole. Raises OSError."""
    write_atomically(path, corrections_csv(corrections))


def add_corrections(old: Iterable[Correction], new: Iterable[Correction]) -> tuple[Correction, ...]:
    """Return corrections with further ones; of two about the same thing the new one stands."""
    united = {one.about: one for one in old}
    united |= {one.about: one for one in new}
    return in_order(united.values())


def _cell(value: Any) -> str:
    text = "" if value is None else str(value).strip()
    return f"'{text}" if text.lstrip("'").startswith(_FORMULA) else text


def _plain(text: str) -> str:
    """The text of a cell, the apostrophe that keeps it from being a formula taken off."""
    text = text.strip()
    return text[1:] if text[:1] == "'" and text.lstrip("'").startswith(_FORMULA) else text


def _csv_lines(content: bytes, origin: str, beside: Sequence[str] = ()) -> Iterator[Line]:
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = content[: error.start].count(b"\n") + 1
        raise CorrectionsError(f"{origin}: line {line} is not UTF-8 text. Save the file as CSV UTF-8.") from error
    head = text.partition("\n")[0]
    delimiter = max(",;\t", key=head.count)
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True)
    rows: list[tuple[int, list[str]]] = []
    begins = 1
    try:
        for row in reader:
            rows.append((begins, row))
            begins = reader.line_num + 1
    except csv.Error as error:
        why = "a quotation mark is not closed" if str(error) == _NOT_CLOSED else error
        raise CorrectionsError(f"{origin}: line {begins} is no CSV ({why}). Correct it there.") from error
    wide = len(rows[0][1]) if rows else 0
    longer = [(at, len(row)) for at, row in rows if any(text.strip() for text in row[wide:])]
    quote = f"a text that holds '{delimiter}' stands in quotation marks"
    _refuse([f"line {at} has {cells} cells and the first line {wide}; {quote}" for at, cells in longer], origin)
    return _lines(rows, origin, beside)


def _workbook_lines(content: bytes, origin: str, beside: Sequence[str] = ()) -> Iterator[Line]:
    import zipfile

    from openpyxl import load_workbook

    try:
        book = load_workbook(io.BytesIO(content), read_only=True, data_only=True)
        sheet = book["corrections"] if "corrections" in book.sheetnames else book.worksheets[0]
        rows = [(at, [_sheet_text(value) for value in row]) for at, row in enumerate(sheet.values, 1)]
    except (OSError, ValueError, KeyError, IndexError, TypeError, zipfile.BadZipFile) as error:
        raise CorrectionsError(f"{origin}: is no workbook that can be read. Save it as .xlsx or as CSV.") from error
    return _lines(rows, origin, beside)


def _sheet_text(value: Any) -> str:
    if isinstance(value, datetime):
        value = value.date()
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, float) and value.is_integer():
        value = int(value)
    return "" if value is None else str(value)


def _lines(rows: Sequence[tuple[int, Sequence[str]]], origin: str, beside: Sequence[str]) -> Iterator[Line]:
    """Yield the lines that hold anything, by the names of the first. Raises CorrectionsError on unknown names."""
    if not rows:
        return
    names = [name.strip().casefold() for name in rows[0][1]]
    unknown = [name for name in names if name and name not in (*COLUMNS, *beside)]
    missing = [name for name in ("field", "correct") if name not in names]
    twice = [name for name in COLUMNS if names.count(name) > 1]
    faults = [f"line 1: '{name}' is no column; expected {', '.join(COLUMNS)}" for name in unknown]
    faults += [f"line 1: the column '{name}' is missing" for name in missing]
    faults += [f"line 1: the column '{name}' stands twice" for name in twice]
    if faults:
        raise CorrectionsError(f"{origin}: {'; '.join(faults)}. No correction of this file was applied.")
    for number, row in rows[1:]:
        line = {name: text for name, text in zip(names, row, strict=False) if name}
        if any(text.strip() for text in line.values()):
            yield number, line


def _line_faults(told: Mapping[str, str]) -> Iterator[tuple[str, str]]:
    """Yield what cannot be used of a line: the column and the fault."""
    field, correct = told.get("field", ""), told.get("correct", "")
    if field not in FIELDS:
        yield "field", f"'{field}' is no field to correct; expected one of {', '.join(FIELDS)}"
    for name in _NUMBERS:
        text = told.get(name, "")
        if text and not (text.isascii() and text.isdigit()):
            yield name, f"'{text}' is no number"
    sha256 = told.get("sha256", "").lower()
    if sha256 and not _HEX.fullmatch(sha256):
        yield "sha256", f"'{sha256:.20}' is no SHA-256; expected 16 to 64 hexadecimal digits"
    if not sha256 and not told.get("files"):
        yield "files", "says no file; write the SHA-256 of its bytes or a glob such as council/*.pdf"
    if told.get("when") and _day(told["when"]) is None:
        yield "when", f"'{told['when']}' is no date; expected YYYY-MM-DD"
    if not correct:
        yield "correct", f"is empty; write what is right, or {NOTHING} where the plan says nothing"
    elif field in FIELDS and (fault := _value_fault(field, correct)):
        yield "correct", fault
    yield from _place_faults(field, told)


def _place_faults(field: str, told: Mapping[str, str]) -> Iterator[tuple[str, str]]:
    """Yield what is missing of a line to find what it is about."""
    if field == "role" and not told.get("printed") and not (told.get("table") and told.get("column")):
        yield "printed", "is empty, and there is no table and column; write the heading of the column"
    if field in OF_OWNERS and not (told.get("read") or told.get("printed")):
        yield "read", "is empty; write the owner's name as it was read"
    if _needs_place(field) and not told.get("printed") and not (told.get("table") and told.get("row")):
        yield "printed", "is empty, and there is no table and row; write the words of the action"


def _needs_place(field: str) -> bool:
    return field in FIELDS and field not in ("council", "plan_title", "period_start", "period_end", "role", *OF_OWNERS)


def _value_fault(field: str, correct: str) -> str | None:
    """What is wrong with a value for a field; None where nothing is."""
    check = _CHECKS.get(field)
    return None if check is None or (correct == NOTHING and field not in OF_READING) else check(correct)


def _fault_of_row(text: str) -> str | None:
    kind, _, words = text.partition(":")
    if kind.strip() not in ROW_KINDS:
        return f"'{text}' is not what a row can be; expected {', '.join(ROW_KINDS)}"
    if kind.strip() == "two" and not words.strip():
        return "says two actions; write 'two: ' and the words with which the second begins"
    return None


def _fault_of_code(codelist: str) -> Callable[[str], str | None]:
    def check(text: str) -> str | None:
        from schema.codelists import codelists

        known = codelists()[codelist].names()
        unknown = [part for part in _parts(text) if part not in known]
        return f"'{unknown[0]}' is no code; expected one of {', '.join(known)}" if unknown else None

    return check


def _fault_of_role(text: str) -> str | None:
    from pipeline.read.columns import EXTRA_ROLES, MAIN_ROLES

    known = (*MAIN_ROLES, *EXTRA_ROLES)
    return None if text in known else f"'{text}' is no role of a column; expected one of {', '.join(known)}"


def _fault_of_date(text: str) -> str | None:
    return None if _day(text) is not None else f"'{text}' is no date; expected YYYY-MM-DD or DD/MM/YYYY"


def _fault_of_bool(text: str) -> str | None:
    return None if text.casefold() in ("yes", "no") else f"'{text}' is neither yes nor no"


def _fault_of_theme(text: str) -> str | None:
    from pipeline.corrections.values import framework_theme

    return None if framework_theme(text) else f"'{text}' is no theme of the framework; write its number, such as 2.1"


def _fault_of_periods(text: str) -> str | None:
    from pipeline.corrections.values import unread_of_timescale

    unread = unread_of_timescale(text)
    if unread is None:
        return f"'{text}' is not understood as a timescale; write it as Q1 2024/25 or 31 March 2025"
    return f"of '{text}' is not understood: {' '.join(unread)}" if unread else None


_CHECKS: Mapping[str, Callable[[str], str | None]] = {
    "row": _fault_of_row,
    "role": _fault_of_role,
    **dict.fromkeys(_DATES, _fault_of_date),
    "ongoing": _fault_of_bool,
    "periods": _fault_of_periods,
    "state": _fault_of_code("state"),
    "rag": _fault_of_code("rag"),
    "recurrence": _fault_of_code("recurrence"),
    "characteristics": _fault_of_code("characteristics"),
    "owner_function": _fault_of_code("owner_functions"),
    "eflg_theme": _fault_of_theme,
}


def value_fault(field: str, correct: str) -> str | None:
    """Return what is wrong with what is said to be right of a field; None where it can be used."""
    if not correct:
        return f"is empty; write what is right, or {NOTHING} where the plan says nothing"
    return _value_fault(field, correct)


def _parts(text: str) -> list[str]:
    return [part.strip() for part in text.split(";") if part.strip()]


def _day(text: str) -> date | None:
    """The day of an ISO date, or of one as British spreadsheets write it."""
    written = _DAY.fullmatch(text)
    try:
        if written:
            return date(int(written[3]), int(written[2]), int(written[1]))
        return date.fromisoformat(text[:10])
    except ValueError:
        return None


def _typed(told: Mapping[str, str]) -> Correction:
    values: dict[str, Any] = {field.name: told.get(field.name, "") for field in fields(Correction)}
    values |= {name: int(told[name]) if told.get(name) else None for name in _NUMBERS}
    values["sha256"] = values["sha256"].lower()
    if values["field"] in _DATES:
        values |= {name: _iso(values[name]) for name in ("read", "correct")}
    values["when"] = _iso(values["when"])
    return Correction(**values)


def _iso(text: str) -> str:
    day = _day(text)
    return day.isoformat() if day else text


def _contradictions(found: Iterable[tuple[int, Correction]]) -> Iterator[str]:
    """Yield the pairs of lines that say different things of the same, neither of them later than the other."""
    met: dict[tuple[Any, ...], tuple[int, Correction]] = {}
    for number, one in found:
        key = (*one.about, one.when)
        before = met.setdefault(key, (number, one))
        if before[1].correct != one.correct:
            yield (
                f"line {number}, column 'correct': '{one.correct:.40}' contradicts line {before[0]}, "
                f"'{before[1].correct:.40}'; keep one, or say 'when' of both"
            )
