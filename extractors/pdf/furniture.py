"""Running headers, footers and page numbers: lines in the page's margins that return from page to page.

A header row that a table repeats on every page also returns; it is told apart by standing in a table: it has several
columns, or rules above and below it. So does a label ("Lead officer", "Action 7") with which several pages happen to
begin; it is told apart by its like between the margins. What the tags of a PDF give a place in the running text, and do
not set aside, is furniture only where most pages have it.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from extractors.document import Box
from extractors.pdf.boxes import holds
from extractors.pdf.page import PageObjects, Word
from extractors.pdf.settings import Settings
from extractors.pdf.tags import NOWHERE, MarkPlace
from extractors.pdf.words import Line, lines_of, split_line

_NUMBER = re.compile(r"\d+")
_PAGE_NUMBER = re.compile(
    r"^(?:page|p\.?|pg\.?)?\s*[-–|]?\s*(?:\d{1,4}|[ivxlc]{1,6})\s*(?:(?:of|[/|])\s*\d{1,4})?\s*[-–|]?$", re.IGNORECASE
)

_LETTERS = re.compile(r"[^\W\d_]{3}")
_HEADER_ROW = 3  # texts side by side that are a table's header, unless they are numbered

Key = tuple[str, int]
Look = tuple[str, float, bool, int]  # words with numbers made alike, letter size, whether bold, left edge


def margin_lines(page: PageObjects, settings: Settings) -> list[Line]:
    """Give the lines in the top and bottom margins of a page, split where wide white space parts them."""
    return _lines_where(page, settings, in_margins=True)


def _lines_where(page: PageObjects, settings: Settings, *, in_margins: bool) -> list[Line]:
    """The lines in the margins of a page or between them, split where wide white space parts them."""
    top, bottom = settings.margin * page.height, page.height - settings.margin * page.height
    level = (word for word in page.words if word.angle == 0)
    words = [word for word in level if (top <= word.middle <= bottom) is not in_margins]
    return [part for line in lines_of(words, settings) for part in split_line(line, 2.5 * line.size)]


def is_page_number(text: str) -> bool:
    """Whether a line says which page this is ("Page 3 of 8"); a figure alone may be anything.

    >>> is_page_number("Page 3 of 8"), is_page_number("Page 3 | 8"), is_page_number("Page turner")
    (True, True, False)
    """
    return text[:1].isalpha() and " " in text and _PAGE_NUMBER.match(text) is not None


def key_of(line: Line) -> Key:
    """What returns from page to page: the words with numbers made alike, and the height on the page."""
    return _NUMBER.sub("#", line.text), round(line.base / 4)


def look_of(line: Line) -> Look:
    """How a line looks wherever it stands: a running header is not set as the labels of a form are."""
    bold = all(word.bold for word in line.words)
    return _NUMBER.sub("#", line.text), round(2 * line.size) / 2, bold, round(line.x0 / 4)


@dataclass(slots=True)
class LinesMet:
    """The lines of the pages met so far: on how many pages one stands in the margins, how many between them look so."""

    settings: Settings
    pages: int = 0
    returning: Counter[Key] = field(default_factory=Counter)
    between: Counter[Look] = field(default_factory=Counter)
    uncounted: Sequence[PageObjects] = ()  # pages whose lines between the margins nobody has asked about

    def add(self, pages: Sequence[PageObjects], margins: Sequence[Sequence[Line]]) -> None:
        """Count the lines of further pages; `margins` are those of each page's margins."""
        self._count_between()  # what came before is not kept: a document may be long
        self.uncounted = pages
        self.pages += len(pages)
        for page, lines in zip(pages, margins, strict=True):
            self.returning.update({key_of(line) for line in lines})
            self.returning.update({(key_of(line)[0], edge) for line in lines if (edge := _edge(line, lines, page))})

    def _count_between(self) -> None:
        for page in self.uncounted:
            self.between.update(map(look_of, _lines_where(page, self.settings, in_margins=False)))
        self.uncounted = ()

    def times(self, line: Line, edge: int) -> int:
        """On how many pages a line of the margins returns; `edge` says whether it is the first or last of its page."""
        key, row = key_of(line)
        times = sum(self.returning[key, row + shift] for shift in (-1, 0, 1))
        return max(times, self.returning[key, edge]) if edge else times

    def times_between(self, line: Line) -> int:
        """How many lines between the margins are the same to look at."""
        self._count_between()
        text, size, bold, left = look_of(line)
        return sum(
            self.between[text, size + more, bold, left + aside] for more in (-0.5, 0, 0.5) for aside in (-1, 0, 1)
        )


def _edge(line: Line, lines: Sequence[Line], page: PageObjects) -> int:
    """-1 for the first line of a page, -2 for its last, which may stand at any height; 0 for all others."""
    bases = [other.base for other in lines]
    edge, inside = (-1, line.base - min(bases)) if line.base < page.height / 2 else (-2, max(bases) - line.base)
    return edge if inside <= 2 else 0


def find_furniture(
    page: PageObjects, lines: Sequence[Line], met: LinesMet, marks: Mapping[int, MarkPlace], settings: Settings
) -> frozenset[Word]:
    """Give the words of a page that are running header, footer or page number; `lines` are those of its margins, and
    `marks` say where the page's tags place its words."""
    if not lines:
        return frozenset()
    ruled = _ruled_span(page)
    columns_at = Counter(round(line.base / 2) for line in lines)
    found: list[Word] = []
    for line in lines:
        if _is_in_table(line, ruled):
            continue
        edge = _edge(line, lines, page)
        times = met.times(line, edge)
        if _PAGE_NUMBER.match(line.text):
            alone = "page" not in line.text.casefold()  # a figure alone may be anything
            enough = times >= (min(settings.least_repeats, met.pages) if alone else 1)
            is_furniture = bool(edge) and enough and not (alone and met.times_between(line) > times)
        else:
            is_header_row = columns_at[round(line.base / 2)] >= _HEADER_ROW and not _NUMBER.search(line.text)
            least = _least_repeats(line, met, marks, settings)
            is_furniture = not is_header_row and _returns(line, times, least, met)
        if is_furniture:
            found.extend(line.words)
    return frozenset(found)


def _is_in_table(line: Line, ruled: Box | None) -> bool:
    """Whether a line stands between the rules of its page."""
    y = line.base - 0.3 * line.size
    return ruled is not None and holds(ruled, Box(line.x0, y, line.x1, y))


def _least_repeats(line: Line, met: LinesMet, marks: Mapping[int, MarkPlace], settings: Settings) -> float:
    """On how many pages a line of the margins must return to be furniture."""
    if marks.get(line.words[0].mark, NOWHERE).role:
        return max(settings.least_tagged_repeats, settings.tagged_repeats * met.pages)
    return max(settings.least_repeats, 0.3 * met.pages)


def _returns(line: Line, times: int, least: float, met: LinesMet) -> bool:
    """Whether a line of the margins returns on enough pages, and is no label on which these happen to begin or end."""
    if times < least or not _LETTERS.search(line.text):
        return False
    return met.times_between(line) <= times


def _ruled_span(page: PageObjects) -> Box | None:
    """The area between rules that run over a good part of the page; None where there are none."""
    if len(page.across) < 2:
        return None
    left = min([rule.start for rule in page.across] + [rule.at for rule in page.down]) - 2
    right = max([rule.end for rule in page.across] + [rule.at for rule in page.down]) + 2
    tops = [rule.at for rule in page.across]
    return Box(left, min(tops), right, max(tops)) if right - left > 0.3 * page.width else None
