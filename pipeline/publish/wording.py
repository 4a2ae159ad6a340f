"""The words of the template, the same for Word and Excel."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from schema.toml_file import read_toml_file


@dataclass(frozen=True, slots=True)
class Column:
    """One column of the table of actions."""

    name: str
    width: int  # as a share of the others' widths
    kind: str = "text"  # text, date, status
    sheet_only: bool = False  # a heading says it in Word


@dataclass(frozen=True, slots=True)
class Wording:
    """What the template says."""

    title: str
    objective: str
    table: str
    rows: int  # empty rows to begin with
    columns: tuple[Column, ...]
    statuses: tuple[str, ...]
    choose_status: str
    choose_date: str
    how: str
    guidance: tuple[str, ...]


def template_wording(council: str | None, start: date | None, end: date | None) -> Wording:
    """Return the words, with council and period filled in where they are known."""
    told = read_toml_file("pipeline.publish", "template.toml")
    period = f"{start:%B %Y} to {end:%B %Y}" if start and end else told["period"]
    return Wording(
        title=told["title"].format(council=council or told["council"], period=period),
        objective=told["objective"],
        table=told["table"],
        rows=told["rows"],
        columns=tuple(Column(**column) for column in told["column"]),
        statuses=tuple(told["statuses"]),
        choose_status=told["choose_status"],
        choose_date=told["choose_date"],
        how=told["how"],
        guidance=tuple(told["guidance"]),
    )
