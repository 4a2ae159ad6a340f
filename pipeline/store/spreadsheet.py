"""Tables for people with a spreadsheet, as CSV and XLSX: nothing in a plan becomes a formula there.

In CSV that is the work of `csv_text`; in XLSX every text is a string cell, and one that starts like a formula is marked
as quoted. Lists are joined by "; ", extras as "header: text". Characters that XML cannot hold are left out of XLSX, and
a text too long for one of its cells (32,767 characters) is cut there with an ellipsis: Parquet has it whole.
"""

from __future__ import annotations

import csv
import re
import zipfile
from collections.abc import Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path
from typing import Any

from pipeline.store.csv_text import FORMULA, csv_text
from schema.fields import ACTIONS, TableFields, table_fields
from schema.rows import ActionRow, DocumentRow, DoubtValue, OwnerValue, PeriodValue, Row, RuleValue

_NOT_XML = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff\ud800-\udfff]")
_LONGEST = 32_767  # characters in a cell of XLSX
_A4 = 9  # as the format numbers papers
_MOST_ROWS = 1_048_576  # rows in a sheet of XLSX
_WIDE = {
    "before",
    "after",
    "action",
    "outcome",
    "evidence",
    "progress",
    "objective",
    "theme",
    "extras",
    "message",
    "error",
    "verbatim",
}
_FIXED_TIME = (2000, 1, 1, 0, 0, 0)  # in place of the clock, so that the same rows give the same bytes
_NARROW = {"reference", "due", "start", "end", "state", "rag", "precision", "severity", "actions", "days", "status"}
_TEXTS = {"council", "owners", "owner", "file", "source", "name", "mentions", "timescale_text", "title", "mention"}
SHEETS = ("actions", "documents", "owners", "issues", "changes")
"""The tables that go into the workbook; the owners and periods of actions have sheets besides."""

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


@dataclass(frozen=True, slots=True)
class SheetForm:
    """How one sheet looks: its columns in order, what is in view when a reader scrolls, what is printed."""

    name: str
    columns: tuple[str, ...]
    frozen: str  # cell above and left of which headings and columns stay in view
    printed: int  # columns that are printed, from the first; the rest are for programs


def _sheet_forms() -> tuple[SheetForm, ...]:
    def rest(table: str, first: tuple[str, ...]) -> tuple[str, ...]:
        return tuple(field.name for field in table_fields(table).fields if field.name not in first)

    read = ("council", "reference", "action", "owners", "due", "timescale_text", "state", "rag", "outcome")
    grouped = ("theme", "objective", "progress", "eflg_theme", "characteristics", "file")
    documents = ("source", "council", "title", "status", "actions", "error")
    found = ("file", "severity", "code", "message", "verbatim")
    return (
        SheetForm("actions", (*read, *grouped, *rest("actions", (*read, *grouped))), "C2", len(read)),
        SheetForm(
            "action owners",
            ("council", "action", "owner", "kind", "function", "seniority", "relation", "mention", "file", "action_id"),
            "B2",
            8,
        ),
        SheetForm(
            "action periods",
            ("council", "action", "start", "end", "precision", "text", "file", "action_id"),
            "B2",
            6,
        ),
        SheetForm("documents", (*documents, *rest("documents", documents)), "B2", len(documents)),
        SheetForm("owners", tuple(field.name for field in table_fields("owners").fields), "C2", 7),
        SheetForm("issues", (*found, *rest("issues", found)), "B2", len(found)),
        SheetForm("changes", tuple(field.name for field in table_fields("changes").fields), "B2", 11),
    )


class PlansXlsx:
    """`actions.xlsx`: a sheet for each table but cells, and for each list; what people read comes first.

    Headings are frozen and have a filter, dates are dates, the file of each action is named. Documents must be written
    before what was read from them.
    """

    def __init__(self, path: Path) -> None:
        from openpyxl import Workbook

        self._path = path
        self._book = Workbook(write_only=True)
        self._sheets = {form.name: _Sheet(self._book, form) for form in _sheet_forms()}
        self._files: dict[str, str] = {}  # source by document_id; the first of files with the same bytes

    def write(self, table: str, rows: Sequence[Row]) -> None:
        """Append rows to the sheet of their table, and of its lists."""
        for row in rows:
            match row:
                case DocumentRow():
                    self._files.setdefault(row.document_id, row.source)
                case ActionRow():
                    self._write_lists(row)
                case _:
                    pass
            if table in self._sheets:
                self._sheets[table].write({**_named(table, row), "file": self._file(row)})

    def _file(self, row: Row) -> str | None:
        return self._files.get(getattr(row, "document_id", ""))

    def _write_lists(self, row: ActionRow) -> None:
        told = {
            "council": row.council,
            "action": row.action or row.outcome or row.objective,
            "file": self._file(row),
            "action_id": row.action_id,
        }
        for owner in row.owners:
            self._sheets["action owners"].write(
                {
                    **told,
                    "owner": owner.name,
                    "kind": owner.kind,
                    "function": owner.function,
                    "seniority": owner.seniority,
                    "relation": owner.relation,
                    "mention": owner.mention,
                }
            )
        for period in row.periods:
            self._sheets["action periods"].write(
                {
                    **told,
                    "start": period.start,
                    "end": period.end,
                    "precision": period.precision,
                    "text": period.text,
                }
            )

    def close(self) -> None:
        """Finish the file."""
        for sheet in self._sheets.values():
            sheet.close()
        self._book.properties.created = datetime(*_FIXED_TIME)
        self._book.save(self._path)
        _without_clock(self._path)

    def discard(self) -> None:
        """Leave the file unwritten."""
        for sheet in self._book.worksheets:
            with suppress(OSError):
                sheet.close()  # else its half-written XML complains when it is collected
        self._book.close()


class _Sheet:
    """One sheet; rows past the most that a sheet holds go on in a further one."""

    def __init__(self, book: Any, form: SheetForm) -> None:
        from openpyxl.styles import Alignment

        self._book = book
        self._form = form
        self._part = 0
        self._wrapped = Alignment(wrap_text=True, vertical="top")
        self._open()

    def _open(self) -> None:
        from openpyxl.styles import Font
        from openpyxl.utils import get_column_letter

        form = self._form
        self._part += 1
        sheet = self._sheet = self._book.create_sheet(form.name if self._part == 1 else f"{form.name} {self._part}")
        sheet.freeze_panes = form.frozen
        sheet.page_setup.orientation = "landscape"
        sheet.page_setup.paperSize = _A4
        sheet.page_setup.fitToHeight = 0  # as many pages as it takes, each as wide as the columns that are printed
        sheet.sheet_properties.pageSetUpPr.fitToPage = True
        sheet.print_title_rows = "1:1"
        self._last_column = get_column_letter(len(form.columns))
        self._last_printed = get_column_letter(form.printed)
        for number, name in enumerate(form.columns, 1):
            sheet.column_dimensions[get_column_letter(number)].width = _width(name)
        heading = [xlsx_cell(sheet, name) for name in form.columns]
        for cell in heading:
            cell.font = Font(bold=True)
        sheet.append(heading)
        self._rows = 1

    def write(self, row: Mapping[str, Plain]) -> None:
        if self._rows == _MOST_ROWS:
            self.close()
            self._open()
        cells = [xlsx_cell(self._sheet, row.get(name)) for name in self._form.columns]
        for cell in cells[: self._form.printed]:
            cell.alignment = self._wrapped
        self._sheet.append(cells)
        self._rows += 1

    def close(self) -> None:
        self._sheet.auto_filter.ref = f"A1:{self._last_column}{self._rows}"
        self._sheet.print_area = f"A1:{self._last_printed}{self._rows}"


def _width(name: str) -> int:
    """Return the width of a column in letters, by what stands in it."""
    if name in _WIDE:
        return 60 if name in ("action", "message") else 42
    if name in _NARROW:
        return 12
    return 28 if name in _TEXTS else 18


def _named(table: str, row: Row) -> dict[str, Plain]:
    fields = table_fields(table)
    return dict(zip((field.name for field in fields.fields), flat(fields, row), strict=True))


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
    return csv_text(value) if isinstance(value, str) else str(value)


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
    if text.startswith(FORMULA):
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
