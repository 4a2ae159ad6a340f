"""The regions of a sheet: filled cells that touch, as tables; a cell alone as a line of text."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from typing import Final

from extractors.document import Block, Cell, Heading, Note, Paragraph, Table, count_words
from extractors.errors import DocumentUnreadable
from extractors.limits import Limits
from extractors.marked import unseen_note
from extractors.sheet.places import Merges, Place, Places, SheetContent

_GAP: Final = 2  # empty rows that a table may have inside it
_NEIGHBOURS: Final = 32  # regions before one that are looked at for the one it continues


def as_blocks(content: SheetContent, first_number: int, limits: Limits) -> tuple[list[Block], list[Note]]:
    """Give the blocks of a sheet in order, and what is to be said of their cells; tables count from `first_number`.

    Raises `DocumentUnreadable` for a table of more columns than the limits allow.
    """
    columns_of: dict[int, list[int]] = {}
    for row, column in sorted(content.places):
        columns_of.setdefault(row, []).append(column)
    said = dict(content.notes)
    blocks: list[Block] = []
    notes: list[Note] = []
    number = first_number
    for region in _regions(content.places, content.merges):
        if region.right - region.left >= limits.max_columns:
            raise DocumentUnreadable(
                "unsupported", f"A table of the spreadsheet has more than {limits.max_columns:,} columns, the limit."
            )
        block, inside = _as_block(region, content, columns_of, number)
        blocks.append(block)
        if not isinstance(block, Table):
            continue
        number += 1
        unseen = [words for place in inside for words in content.places[place].unseen]
        notes += [unseen_note(unseen, block.number)] if unseen else []
        notes += [
            replace(said[place], table=block.number, row=place[0] - region.top + 1, column=place[1] - region.left + 1)
            for place in inside
            if place in said
        ]
    return blocks, notes


@dataclass(slots=True)
class _Region:
    """A rectangle of cells, edges included."""

    top: int
    left: int
    bottom: int
    right: int


def _regions(places: Places, merges: Merges) -> list[_Region]:
    """The regions of cells that touch, from top to bottom, then left to right."""
    spans = {place: merges.get(place, (1, 1)) for place in places}
    rows: dict[int, list[tuple[int, int]]] = {}
    for (row, column), (height, width) in spans.items():
        for covered in range(row, row + height):
            rows.setdefault(covered, []).append((column, column + width - 1))
    regions: list[_Region] = []
    open_regions: list[_Region] = []
    for row in sorted(rows):
        open_regions = [region for region in open_regions if region.bottom >= row - 1]
        for left, right in _runs(rows[row]):
            touching = [region for region in open_regions if region.left <= right + 1 and left <= region.right + 1]
            merged = _Region(row, left, row, right)
            for region in touching:
                merged = _Region(
                    min(merged.top, region.top), min(merged.left, region.left), row, max(merged.right, region.right)
                )
                open_regions.remove(region)
                regions.remove(region)
            open_regions.append(merged)
            regions.append(merged)
    regions.sort(key=lambda region: (region.top, region.left))
    return _joined(regions, places)


def _runs(spans: Iterable[tuple[int, int]]) -> Iterator[tuple[int, int]]:
    """Columns that lie side by side, as first and last."""
    first = last = 0
    for left, right in sorted(spans):
        if first and left <= last + 1:
            last = max(last, right)
        else:
            if first:
                yield first, last
            first, last = left, right
    if first:
        yield first, last


def _joined(regions: list[_Region], places: Places) -> list[_Region]:
    """Join a region to the one above it across a small gap where it keeps to its columns and has more than one."""
    joined: list[_Region] = []
    for region in regions:
        above = next((near for near in reversed(joined[-_NEIGHBOURS:]) if _continues(near, region)), None)
        if above is None or _is_headed(region, places):
            joined.append(region)
        else:
            above.bottom = region.bottom
    return joined


def _is_headed(region: _Region, places: Places) -> bool:
    """True where the first full row of a region is bold throughout and the row below is not: a table of its own."""
    bold: list[bool] = []
    for row in range(region.top, region.bottom + 1):
        seen = [places.get((row, column)) for column in range(region.left, region.right + 1)]
        printed = [cell for cell in seen if cell is not None and cell.text]
        if len(printed) >= 2:
            bold.append(all(cell.bold for cell in printed))
        if len(bold) == 2:
            break
    return bold == [True, False]


def _continues(above: _Region, region: _Region) -> bool:
    return (
        above.right > above.left
        and region.right > region.left
        and above.left <= region.left
        and region.right <= above.right
        and 0 < region.top - above.bottom - 1 <= _GAP
    )


def _as_block(
    region: _Region, content: SheetContent, columns_of: dict[int, list[int]], number: int
) -> tuple[Block, list[Place]]:
    """A region as a table, or as a line of text where it is a single cell; and its places."""
    places, merges = content.places, content.merges
    inside = [
        (row, column)
        for row in range(region.top, region.bottom + 1)
        for column in columns_of.get(row, ())
        if region.left <= column <= region.right
    ]
    covered: dict[Place, Place] = {}
    for place in inside:
        height, width = merges.get(place, (1, 1))
        for row in range(place[0], place[0] + height):
            for column in range(place[1], place[1] + width):
                if (row, column) != place and (height, width) != (1, 1):
                    covered[row, column] = place
    firsts = [place for place in inside if place not in covered]
    texts = {place: places[place].text for place in firsts}
    for place, first in covered.items():  # words under a merged cell are not shown, but they are in the file
        if place in places and places[place].text:
            texts[first] = f"{texts[first]}\n{places[place].text}".strip()
    if len(firsts) == 1:
        seen = places[firsts[0]]
        text = texts[firsts[0]]
        if seen.bold and text:
            return Heading(text, uncounted=seen.uncounted), inside
        return Paragraph(text, bold=seen.bold, uncounted=seen.uncounted), inside
    cells = tuple(
        Cell(
            row=place[0] - region.top + 1,
            column=place[1] - region.left + 1,
            text=texts[place],
            row_span=min(merges.get(place, (1, 1))[0], region.bottom - place[0] + 1),
            column_span=min(merges.get(place, (1, 1))[1], region.right - place[1] + 1),
            fill=places[place].fill,
            bold=places[place].bold,
            uncounted=places[place].uncounted,
        )
        for place in firsts
    )
    unseen = tuple(Cell(0, 0, words) for place in inside for words in places[place].unseen)
    table = Table(
        number=number,
        rows=region.bottom - region.top + 1,
        columns=region.right - region.left + 1,
        cells=cells,
        words=count_words(text for place in inside for text in (places[place].text, *places[place].unseen)),
        route="sheet",
        furniture=unseen,
        exact_spans=False,  # authors of sheets seldom merge the cells of a title
    )
    return table, inside
