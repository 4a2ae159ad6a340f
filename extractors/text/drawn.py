"""Tables drawn in text with bars: grids with rules of `+---+` (pandoc, database tools), and Markdown's pipe tables.

A row of a grid reaches from one rule to the next, its lines joined; where only the head is ruled off from the body, as
database tools do, each line is a row unless it goes on with the one above. A rule drawn under some columns only leaves
the others as one cell over both rows. In a pipe table each line is a row. Columns of spaces are not read.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from itertools import pairwise, takewhile

from extractors.document import Cell, Paragraph, Table, count_words
from extractors.line_marks import LIST_MARKS
from extractors.text.marks import take_off_marks

_RULE = re.compile(r"\+(?:[-=:]+\+)+")  # a whole line, or a part of one under some columns
_GRID_LINE = re.compile(r"[|+].*[|+]")
_DELIMITERS = re.compile(r"\|?\s*:?-{2,}:?\s*(?:\|\s*:?-{2,}:?\s*)*\|?")
_BAR = re.compile(r"(?<!\\)\|")
_BULLET = re.compile(rf"(?:[-*{LIST_MARKS}]|\d{{1,2}}[.)])\s")
_STARS = re.compile(r"\*\*(?=\S)(.{1,500}?)(?<=\S)\*\*", re.DOTALL)


@dataclass(slots=True)
class _Drawn:
    """A cell while its lines are gathered; rows and columns from 0, `last` being its last column."""

    row: int
    column: int
    last: int
    lines: list[str] = field(default_factory=list)
    rows: int = 1


def holds_drawn_table(lines: Sequence[str]) -> bool:
    """Tell whether a text has a table of one of the two kinds."""
    return any(_is_grid_top(lines, i) or _is_pipe_head(lines, i) for i in range(len(lines)))


def table_parts(lines: Sequence[str], first_number: int) -> Iterator[Paragraph | Table]:
    """Give paragraphs and tables in order; tables are numbered from `first_number`."""
    number = first_number
    i = 0
    while i < len(lines):
        if _is_grid_top(lines, i):
            end = _end(lines, i, _GRID_LINE.fullmatch)
            own = [line.strip() for line in lines[i:end]]
            drawn, head = _read_grid(own)
            own = [_bare(line) for line in own if not _RULE.fullmatch(line)]
        elif _is_pipe_head(lines, i):
            end = _end(lines, i, _BAR.search)
            own = [lines[i], *lines[i + 2 : end]]
            drawn, head = _read_pipes(own), 1
            own = [_BAR.sub(" ", line) for line in own]
        else:
            marked = take_off_marks(_plain(lines[i]))
            if marked.text:
                yield Paragraph(marked.text, bold=marked.bold)
            i += 1
            continue
        if any(line for cell in drawn for line in cell.lines):
            yield _table(drawn, head, number, count_words(take_off_marks(_plain(line)).text for line in own))
            number += 1
        i = end


def _is_grid_top(lines: Sequence[str], i: int) -> bool:
    """A rule with a line of cells and another rule somewhere below it."""
    if _RULE.fullmatch(lines[i].strip()) is None or i + 2 >= len(lines):
        return False
    if not lines[i + 1].strip().startswith("|"):
        return False
    below = takewhile(_GRID_LINE.fullmatch, (lines[k].strip() for k in range(i + 1, len(lines))))
    return any(map(_RULE.fullmatch, below))


def _is_pipe_head(lines: Sequence[str], i: int) -> bool:
    """A line of two cells or more above a line of as many delimiters."""
    if i + 1 >= len(lines) or "|" not in lines[i] or _DELIMITERS.fullmatch(lines[i + 1].strip()) is None:
        return False
    return len(_pipe_cells(lines[i])) == len(_pipe_cells(lines[i + 1])) >= 2


def _end(lines: Sequence[str], i: int, fits: Callable[[str], object]) -> int:
    """Where the run of lines that fit begins to fail."""
    return next((end for end in range(i + 1, len(lines)) if not fits(lines[end].strip())), len(lines))


def _pipe_cells(line: str) -> list[str]:
    line = line.strip()
    line = line[1:] if line.startswith("|") else line
    line = line[:-1] if line.endswith("|") and not line.endswith("\\|") else line
    return [cell.strip() for cell in _BAR.split(line)]


def _read_pipes(lines: Sequence[str]) -> list[_Drawn]:
    """The cells of a pipe table; a line with more cells than the head keeps what is over in its last one."""
    width = len(_pipe_cells(lines[0]))
    found = []
    for row, line in enumerate(lines):
        cells = _pipe_cells(line)
        cells = [*cells[: width - 1], " ".join(cells[width - 1 :])] if len(cells) > width else cells
        found += [_Drawn(row, column, column, [text]) for column, text in enumerate(cells)]
    return found


def _read_grid(lines: Sequence[str]) -> tuple[list[_Drawn], int]:
    """The cells of a grid, and how many of its rows are its head."""
    edges = sorted({at for line in lines if _RULE.fullmatch(line) for at, sign in enumerate(line) if sign == "+"})
    rules = [i for i, line in enumerate(lines) if _RULE.fullmatch(line)]
    double = next((i for i in rules if "=" in lines[i]), None)
    partly = any(_RULE.search(line) for line in lines if _RULE.fullmatch(line) is None)
    a_line_a_row = len(rules) == 3 and double is None and not partly
    found: list[_Drawn] = []
    open_cells: list[_Drawn] = []
    row = head = 0
    for i, line in enumerate(lines[1:], 1):
        if line.startswith("+") or _RULE.search(line):
            ruled = _ruled(line, edges)
            for cell in open_cells:
                cell.rows += not ruled[cell.column]
            open_cells = [cell for cell in open_cells if not ruled[cell.column]]
            _add_line(line, edges, open_cells, found, row)
            row += 1
            head = row if i == double or (a_line_a_row and i == rules[1]) else head
            continue
        if a_line_a_row and i > rules[1] and open_cells and not _goes_on(line, edges, open_cells):
            open_cells, row = [], row + 1
        open_cells = _add_line(line, edges, open_cells, found, row)
    return found, head


def _ruled(line: str, edges: Sequence[int]) -> list[bool]:
    """For each column, whether a rule is drawn through it here."""
    return [bool(line[a + 1 : b].strip()) and not line[a + 1 : b].strip("-=:+") for a, b in pairwise(edges)]


def _pieces(line: str, edges: Sequence[int]) -> list[tuple[int, int, str]]:
    """The first and last column and the text of each cell on a line, rules left out.

    A line that is not drawn to the rules is one cell across them.
    """
    parts = _BAR.split(line)[1:-1]
    if len(parts) == len(edges) - 1 and line.startswith("|"):
        found = [(column, column, text) for column, text in enumerate(parts)]
    else:
        bars = [k for k, at in enumerate(edges) if line[at : at + 1] in ("|", "+")]
        found = [(a, b - 1, line[edges[a] + 1 : edges[b]]) for a, b in pairwise(bars)]
    if _RULE.search(line):
        found = [piece for piece in found if not piece[2] or piece[2].strip("-=:")]
    bare = _bare(line)
    if [word for *_, text in found for word in text.split()] != bare.split():
        return [(0, len(edges) - 2, bare)]
    return found


def _bare(line: str) -> str:
    """A line without its bars and rules."""
    return _BAR.sub(" ", _RULE.sub(" ", line))


def _add_line(line: str, edges: Sequence[int], open_cells: list[_Drawn], found: list[_Drawn], row: int) -> list[_Drawn]:
    """Give a line's words to the cells that are open, opening those that are not; gives the open cells."""
    cells = {cell.column: cell for cell in open_cells}
    for first, last, text in _pieces(line, edges):
        if first not in cells:
            cells[first] = _Drawn(row, first, last)
            found.append(cells[first])
        cells[first].lines.append(text.strip())
    return list(cells.values())


def _goes_on(line: str, edges: Sequence[int], above: Sequence[_Drawn]) -> bool:
    """Whether a line goes on with the row above it: its first cell is blank, or a text begins in mid-sentence."""
    pieces = _pieces(line, edges)
    if not pieces or not pieces[0][2].strip():
        return True
    said = {cell.column: cell.lines[-1] for cell in above if cell.lines}
    texts = [(text.strip(), said.get(first, "")) for first, _, text in pieces if text.strip()]
    return any(text[0].islower() and before and before[-1] not in ".!?" for text, before in texts)


def _table(drawn: Sequence[_Drawn], head: int, number: int, words: int) -> Table:
    cells = []
    drawn = _one_at_a_place(drawn)
    begun = {(cell.row, cell.column) for cell in drawn}
    taken: set[tuple[int, int]] = set()
    for cell in sorted(drawn, key=lambda one: (one.row, one.column)):
        _keep_apart(cell, begun, taken)
        marked = take_off_marks(_joined(cell.lines))
        plain, bold = _plain(marked.text), marked.bold or _STARS.fullmatch(marked.text) is not None
        cells.append(
            Cell(
                cell.row + 1,
                cell.column + 1,
                plain,
                cell.rows,
                cell.last - cell.column + 1,
                bold=bold,
                header=cell.row < head,
            )
        )
    rows = max(cell.row + cell.row_span - 1 for cell in cells)
    columns = max(cell.column + cell.column_span - 1 for cell in cells)
    return Table(number, rows, columns, tuple(cells), words, route="drawn")


def _one_at_a_place(drawn: Sequence[_Drawn]) -> list[_Drawn]:
    """The cells, those that begin at the same place, where rules are drawn ill, as one."""
    kept: dict[tuple[int, int], _Drawn] = {}
    for cell in drawn:
        first = kept.setdefault((cell.row, cell.column), cell)
        if first is not cell:
            first.lines += cell.lines
    return [*kept.values()]


def _keep_apart(cell: _Drawn, begun: set[tuple[int, int]], taken: set[tuple[int, int]]) -> None:
    """Cut a cell's spans off where another cell begins or reaches; `taken` are the places of the cells before it."""
    across = range(cell.column + 1, cell.last + 1)
    cell.last = next((at - 1 for at in across if (cell.row, at) in begun or (cell.row, at) in taken), cell.last)
    for row in range(cell.row, cell.row + cell.rows):
        places = {(row, column) for column in range(cell.column, cell.last + 1)}
        if row > cell.row and places & begun:
            cell.rows = row - cell.row
            break
        taken |= places


def _joined(lines: Sequence[str]) -> str:
    """The lines of a cell as one text: a bullet or a blank line begins a line, any other goes on."""
    text, fresh = "", True
    for line in lines:
        if not line:
            fresh = True
            continue
        text += ("\n" if fresh or _BULLET.match(line) else " ") + line if text else line
        fresh = False
    return text


def _plain(text: str) -> str:
    """Text without the marks of bold and the strokes before bars."""
    return _STARS.sub(r"\1", text).replace("\\|", "|")
