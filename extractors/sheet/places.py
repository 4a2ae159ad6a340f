"""What a sheet shows, cell by cell, in any format of a workbook: the input from which regions are made."""

from __future__ import annotations

import bisect
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from extractors.document import Note, Uncounted

Place = tuple[int, int]  # row and column of a sheet, from 1


@dataclass(frozen=True, slots=True)
class Seen:
    """One cell that a reader sees: words, colour or a border."""

    text: str
    fill: str | None = None
    bold: bool = False
    uncounted: tuple[Uncounted, ...] = ()
    unseen: tuple[str, ...] = ()  # words in it that leave no ink


Places = dict[Place, Seen]
Merges = dict[Place, tuple[int, int]]  # first cell -> rows and columns covered


@dataclass(slots=True)
class SheetContent:
    """All that one sheet shows, and what is to be said of its cells; hidden rows and columns are out of the count."""

    places: Places
    merges: Merges = field(default_factory=dict)
    notes: list[tuple[Place, Note]] = field(default_factory=list)


def without_hidden(
    name: str, content: SheetContent, rows: Iterable[int], columns: Iterable[int]
) -> tuple[SheetContent, Note | None]:
    """Give the content of a sheet as if its hidden rows and columns were not there, and a note of what they held."""
    hidden_rows, hidden_columns = sorted(set(rows)), sorted(set(columns))
    if not hidden_rows and not hidden_columns:
        return content, None
    out_rows, out_columns = frozenset(hidden_rows), frozenset(hidden_columns)

    def moved(place: Place) -> Place:
        row, column = place
        return row - bisect.bisect_left(hidden_rows, row), column - bisect.bisect_left(hidden_columns, column)

    def is_out(place: Place) -> bool:
        return place[0] in out_rows or place[1] in out_columns

    merges: Merges = {}
    first_of: dict[Place, Place] = {}
    for (row, column), (height, width) in content.merges.items():
        shown_rows = [at for at in range(row, row + height) if at not in out_rows]
        shown_columns = [at for at in range(column, column + width) if at not in out_columns]
        if shown_rows and shown_columns:
            first = (shown_rows[0], shown_columns[0])
            first_of[row, column] = first  # the words of a merged cell stay, though its first row is hidden
            merges[moved(first)] = (len(shown_rows), len(shown_columns))
    places: Places = {}
    left_out: list[str] = []
    for place, seen in content.places.items():
        first = first_of.get(place, place)
        if not is_out(first):
            places[moved(first)] = seen
        elif seen.text:
            left_out.append(seen.text)
    notes = [(moved(place), note) for place, note in content.notes if not is_out(place)]
    told = _hidden_note(name, left_out, hidden_rows, hidden_columns) if left_out else None
    return SheetContent(places, merges, notes), told


def _hidden_note(name: str, texts: Sequence[str], rows: Sequence[int], columns: Sequence[int]) -> Note:
    """Say what hidden rows and columns hold."""
    parts = []
    if rows:
        parts.append(f"row{'s' if len(rows) > 1 else ''} {_listed([str(row) for row in rows])}")
    if columns:
        letters = [column_letters(column) for column in columns]
        parts.append(f"column{'s' if len(letters) > 1 else ''} {_listed(letters)}")
    words = "; ".join(f'"{" ".join(text.split())[:40]}"' for text in texts[:3])
    return Note(
        "hidden_cells",
        f"On the sheet {name!r} {' and '.join(parts)} are hidden and were not read ({len(texts)} cells: {words}). "
        "Unhide them if they matter, and run again.",
    )


def _listed(names: Sequence[str]) -> str:
    return ", ".join(names[:8]) + (f" and {len(names) - 8} more" if len(names) > 8 else "")


def column_letters(number: int) -> str:
    """The letters by which a sheet names a column.

    >>> column_letters(1), column_letters(28)
    ('A', 'AB')
    """
    letters = ""
    while number > 0:
        number, rest = divmod(number - 1, 26)
        letters = chr(ord("A") + rest) + letters
    return letters


def column_number(letters: str) -> int:
    """The number of a column, from 1, by its letters."""
    number = 0
    for letter in letters.upper():
        number = number * 26 + ord(letter) - 64
    return number
