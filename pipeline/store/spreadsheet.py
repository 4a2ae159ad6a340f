"""Tables for people with a spreadsheet, as CSV and XLSX: nothing in a plan becomes a formula there.

Text that starts with `=`, `+`, `-`, `@`, a tab or a carriage return gets an apostrophe before it in CSV, as OWASP
advises (https://owasp.org/www-community/attacks/CSV_Injection); in XLSX every text is a string cell, and such a one is
marked as quoted. Lists are joined by "; ", extras as "header: text". Characters that XML cannot hold are left out of
XLSX, and a text too long for one of its cells (32,767 characters) is cut there with an ellipsis: Parquet has it whole.
"""

from __future__ import annotations

import csv
import re
import zipfile
from collections.abc import Sequence
from datetime import date, datetime
from pathlib import Path
from typing import Any

from schema.fields import ACTIONS, TableFields, table_fields
from schema.rows import DoubtValue, OwnerValue, PeriodValue, Row, RuleValue

_FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n", "\uff1d", "\uff0b", "\uff0d", "\uff20")  # full-width forms last
_NOT_XML = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff\ud800-\udfff]")
_LONGEST = 32_767  # characters in a cell of XLSX
_MOST_ROWS = 1_048_576  # rows in a sheet of XLSX
_WIDE = {"action", "outcome", "evidence", "progress", "objective", "theme", "extras", "message", "error", "verbatim"}
_FIXED_TIME = (2000, 1, 1, 0, 0, 0)  # in place of the clock, so that the same rows give the same bytes
SHEETS = ("actions", "documents", "owners", "issues")

Plain = str | int | float | bool | date | None


class ActionsCsv:
    """`actions.csv`: UTF-8 with a byte order mark, as spreadsheets expect it, lines and quotes by RFC 4180."""

    def __init__(self, path: Path) -> None:
        self._file = path.open("w", encoding="utf-8-sig", newline="", errors="replace")
        self._writer = csv.writer(self._file, lineterminator="\r\n")
        self._writer.writerow([field.name for field in ACTIONS.fields])

    def write(self, table: str, rows: Sequence[Row]) -> None:
        """Append rows of actions; other tables are left out."""
        if table == ACTIONS.name:
            for row in rows:
                self._writer.writerow([_csv_cell(value) for value in flat(ACTIONS, row)])

    def close(self) -> None:
        """Finish the file."""
        self._file.close()

    discard = close


class PlansXlsx:
    """`actions.xlsx`: a sheet for each table but cells, heading frozen, with a filter; dates are dates."""

    def __init__(self, path: Path) -> None:
        from openpyxl import Workbook

        self._path = path
        self._book = Workbook(write_only=True)
        self._sheets = {name: _Sheet(self._book, table_fields(name)) for name in SHEETS}

    def write(self, table: str, rows: Sequence[Row]) -> None:
        """Append rows to the sheet of their table."""
        if table in self._sheets:
            self._sheets[table].write(rows)

    def close(self) -> None:
        """Finish the file."""
        for sheet in self._sheets.values():
            sheet.close()
        self._book.properties.created = datetime(*_FIXED_TIME)
        self._book.save(self._path)
        _without_clock(self._path)

    def discard(self) -> None:
        """Leave the file unwritten."""
        self._book.close()


class _Sheet:
    """One table's sheet; rows past the most that a sheet holds go on in a further one."""

    def __init__(self, book: Any, table: TableFields) -> None:
        self._book = book
        self._table = table
        self._part = 0
        self._open()

    def _open(self) -> None:
        from openpyxl.styles import Font
        from openpyxl.utils import get_column_letter

        self._part += 1
        self._sheet = self._book.create_sheet(
            self._table.name if self._part == 1 else f"{self._table.name} {self._part}"
        )
        self._sheet.freeze_panes = "A2"
        self._last_column = get_column_letter(len(self._table.fields))
        for number, field in enumerate(self._table.fields, 1):
            self._sheet.column_dimensions[get_column_letter(number)].width = 60 if field.name in _WIDE else 18
        heading = [xlsx_cell(self._sheet, field.name) for field in self._table.fields]
        for cell in heading:
            cell.font = Font(bold=True)
        self._sheet.append(heading)
        self._rows = 1

    def write(self, rows: Sequence[Row]) -> None:
        for row in rows:
            if self._rows == _MOST_ROWS:
                self.close()
                self._open()
            self._sheet.append([xlsx_cell(self._sheet, value) for value in flat(self._table, row)])
            self._rows += 1

    def close(self) -> None:
        self._sheet.auto_filter.ref = f"A1:{self._last_column}{self._rows}"


def flat(table: TableFields, row: Row) -> list[Plain]:
    """Return one row's values in the order of the table's columns, each a single value."""
    return [_flat_value(getattr(row, field.name)) for field in table.fields]


def _flat_value(value: Any) -> Plain:
    if not isinstance(value, tuple):
        return value  # type: ignore[no-any-return]
    return "; ".join(_item(item) for item in value) or None


def _item(item: Any) -> str:
    match item:
        case OwnerValue():
            return item.name
        case PeriodValue():
            return f"{item.start} to {item.end}"
        case DoubtValue():
            return f"{item.field} ({item.chance:.0%}): {item.why}"
        case RuleValue():
            return f"{item.field} by {item.rule}"
        case (header, text):
            return f"{header}: {text}"
        case _:
            return str(item)


def _csv_cell(value: Plain) -> str:
    if value is None:
        return ""
    if isinstance(value, bool):
        return "true" if value else "false"
    text = str(value)
    return f"'{text}" if isinstance(value, str) and text.startswith(_FORMULA) else text


def xlsx_cell(sheet: Any, value: Any) -> Any:
    """Return a value as a cell of a sheet that is being written: text is text, whatever it starts with."""
    from openpyxl.cell import WriteOnlyCell

    if not isinstance(value, str):
        cell = WriteOnlyCell(sheet, value=value)
        if isinstance(value, date):
            cell.number_format = "yyyy-mm-dd"
        return cell
    text = _NOT_XML.sub("", value)
    cell = WriteOnlyCell(sheet, value=text if len(text) <= _LONGEST else text[: _LONGEST - 1] + "…")
    cell.data_type = "s"  # never a formula or an error, whatever it starts with
    if text.startswith(_FORMULA):
        cell.quotePrefix = True
    return cell


def _without_clock(path: Path) -> None:
    """Write the workbook's zip again with one fixed time throughout: openpyxl puts the clock into every entry."""
    fixed = path.with_suffix(".fixed")
    with zipfile.ZipFile(path) as old, zipfile.ZipFile(fixed, "w", zipfile.ZIP_DEFLATED) as new:
        for name in old.namelist():
            content = old.read(name)
            if name == "docProps/core.xml":
                content = re.sub(rb"(<dcterms:modified[^>]*>)[^<]*", rb"\g<1>2000-01-01T00:00:00Z", content)
            new.writestr(zipfile.ZipInfo(name, date_time=_FIXED_TIME), content, zipfile.ZIP_DEFLATED)
    fixed.replace(path)
