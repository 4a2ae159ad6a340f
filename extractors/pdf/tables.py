"""Finds the tables of one page by geometry: rules first, then horizontal rules alone, then white space."""

from __future__ import annotations

from collections.abc import Sequence
from statistics import median

from extractors.document import Box
from extractors.pdf.cells import Part, is_watermark, read_part
from extractors.pdf.hlines import grid_from_rules_across, stack_groups, without_underlines
from extractors.pdf.lines import Grid, RuleGroup, grid_of, group_rules
from extractors.pdf.page import PageObjects, Word
from extractors.pdf.settings import Settings
from extractors.pdf.words import Hyphenation


def find_parts(page: PageObjects, furniture: frozenset[Word], known: Hyphenation, settings: Settings) -> list[Part]:
    """Give the tables standing on a page from top to bottom, as the page's own geometry shows them."""
    if not page.words:
        return []
    size = median([word.size for word in page.words])
    text = [word for word in page.words if word not in furniture and not is_watermark(word, size)]
    groups = without_underlines(group_rules(page, settings), text)
    groups = [group for group in groups if not _frames_page(group, page)]
    parts: list[Part] = []
    for group in stack_groups(groups, text, settings):
        grid = _grid(group, page, text, settings)
        if grid is None or any(_inside(grid.box, part.box) for part in parts):
            continue
        part = read_part(page, grid, furniture, known, settings)
        if part is not None and _worth_keeping(part):
            parts = [other for other in parts if not _inside(other.box, grid.box)]
            parts.append(part)
    return sorted(parts, key=lambda part: (part.box.top, part.box.x0))


def _grid(group: RuleGroup, page: PageObjects, words: Sequence[Word], settings: Settings) -> Grid | None:
    box = group.box
    uprights = [
        rule for rule in group.down if box.x0 + settings.smallest_side < rule.at < box.x1 - settings.smallest_side
    ]
    if uprights:
        return grid_of(group, settings)
    if not group.across:
        return None
    return grid_from_rules_across(group, page, words, settings, limits=(0.0, page.height))


def _frames_page(group: RuleGroup, page: PageObjects) -> bool:
    """Whether a group is a frame round the whole page."""
    box = group.box
    return (
        len(group.across) <= 2
        and len(group.down) <= 2
        and (box.x1 - box.x0) * (box.bottom - box.top) > 0.8 * page.width * page.height
    )


def _inside(inner: Box, outer: Box) -> bool:
    return (
        inner.x0 >= outer.x0 - 3
        and inner.x1 <= outer.x1 + 3
        and inner.top >= outer.top - 3
        and inner.bottom <= outer.bottom + 3
    )


def _worth_keeping(part: Part) -> bool:
    """Whether cells hold words in at least two columns, or a single row at least two cells."""
    filled = [cell for cell in part.cells if cell.text]
    return len({cell.column for cell in filled}) >= 2 or (
        len(part.cells) > 2 and len(filled) >= 1 and part.columns >= 2
    )
