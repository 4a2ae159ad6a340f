"""From a plan's content to the blocks that a writer draws: which columns, in which order, with which rows between."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from scripts.make_samples.blocks import HEADER_FILL, RAG_FILLS, THEME_FILL, Block, Cell, Heading, Paragraph, Table
from scripts.make_samples.plans import Action, Group, Plan

RAG_LETTERS = {"red": "R", "amber": "A", "green": "G", "blue": "B"}


@dataclass(frozen=True, slots=True)
class Column:
    """One printed column: its heading, the field that fills it, its share of the width.

    `over` is a second heading printed above this one and shared with neighbours of the same `over`. `show` says how a
    rating is printed; `once` merges the cell over the group (`objective`, `lead`).
    """

    heading: str
    field: str
    width: float
    over: str | None = None
    show: Literal["text", "fill", "letter", "letter_fill", "word"] = "text"


def opening(plan: Plan) -> list[Block]:
    """The title and the introduction."""
    return [Heading(plan.title, 1), *(Paragraph(text) for text in plan.intro)]


def header_rows(columns: Sequence[Column], fill: str | None = HEADER_FILL) -> list[tuple[Cell, ...]]:
    """One row of headings, or two where some columns stand under a shared heading."""

    def head(text: str, across: int = 1, down: int = 1) -> Cell:
        return Cell(text, across, down, bold=True, fill=fill, header=True)

    if not any(column.over for column in columns):
        return [tuple(head(column.heading) for column in columns)]
    top: list[Cell] = []
    bottom: list[Cell] = []
    previous: str | None = None
    for column in columns:
        if column.over is None:
            top.append(head(column.heading, down=2))
        else:
            bottom.append(head(column.heading))
            if column.over == previous:
                top[-1] = head(column.over, across=top[-1].column_span + 1)
            else:
                top.append(head(column.over))
        previous = column.over
    return [tuple(top), tuple(bottom)]


def band(text: str, across: int, fill: str | None = THEME_FILL) -> tuple[Cell, ...]:
    """A row of one cell over all columns."""
    return (Cell(text, across, bold=True, fill=fill),)


def action_rows(group: Group, columns: Sequence[Column], *, merge: bool = True) -> list[tuple[Cell, ...]]:
    """The rows of a group; what the group says once is one merged cell, or blank below its first row."""
    rows = []
    for index, action in enumerate(group.actions):
        cells = []
        for column in columns:
            shared = _said_once(group, column.field)
            if shared is None:
                cells.append(_cell(action, column))
            elif index == 0:
                cells.append(Cell(shared, row_span=len(group.actions) if merge else 1))
            elif not merge:
                cells.append(Cell(""))
        rows.append(tuple(cells))
    return rows


def one_table(plan: Plan, columns: Sequence[Column], *, merge: bool = True, header: bool = True) -> Table:
    """All groups in one table, a band over each new theme."""
    rows = header_rows(columns) if header else []
    heads = len(rows)
    theme: str | None = None
    for group in plan.groups:
        if group.theme is not None and group.theme != theme:
            rows.append(band(group.theme, len(columns)))
        theme = group.theme
        rows.extend(action_rows(group, columns, merge=merge))
    return Table(tuple(rows), tuple(column.width for column in columns), heads)


def table_for_each_theme(plan: Plan, columns: Sequence[Column], *, merge: bool = True) -> list[Block]:
    """A heading and a table for each theme."""
    found: list[Block] = []
    themes = list(dict.fromkeys(group.theme for group in plan.groups))
    for theme in themes:
        groups = [group for group in plan.groups if group.theme == theme]
        if theme:
            found.append(Heading(theme, 2))
        found.extend(Paragraph(group.note) for group in groups if group.note)
        heads = header_rows(columns)
        rows = heads + [row for group in groups for row in action_rows(group, columns, merge=merge)]
        found.append(Table(tuple(rows), tuple(column.width for column in columns), len(heads)))
    return found


def plain_table(rows: Sequence[tuple[str, ...]], widths: tuple[float, ...], heads: tuple[str, ...]) -> Table:
    """A table that is no action plan."""
    head = tuple(Cell(text, bold=True, header=True) for text in heads)
    return Table((head, *(tuple(Cell(text) for text in row) for row in rows)), widths)


def _said_once(group: Group, field: str) -> str | None:
    if field == "objective" and group.objective:
        return f"{group.objective_reference or ''} {group.objective}".strip()
    if field == "owner_text":
        return group.lead
    return None


def _cell(action: Action, column: Column) -> Cell:
    value = action.printed.get(column.field, "")
    if column.field == "rag" and value:
        fill = RAG_FILLS[value] if column.show in ("fill", "letter_fill") else None
        text = {"fill": "", "word": value.capitalize()}.get(column.show, RAG_LETTERS.get(value, ""))
        return Cell(text, fill=fill)
    if column.field.startswith("tick:"):
        year = column.field.removeprefix("tick:")
        return Cell("\u2713" if year in action.printed["ticks"].split() else "")
    return Cell(value)
