"""Coloured bands as edges of a table: a header or a section drawn as a fill, without a rule over it.

Web pages are often printed so: cells have a rule below, headings a ground of their own and no rule. The sides of a band
that is parted into cells then bound rows as rules do. A stripe that holds one text is a heading's box as often, and
tells nothing by itself.
"""

from __future__ import annotations

from collections.abc import Sequence

from extractors.document import Box
from extractors.pdf.boxes import holds_point, shared
from extractors.pdf.columns import has_columns
from extractors.pdf.lines import RuleGroup
from extractors.pdf.page import Fill, Rule, Word
from extractors.pdf.settings import Settings
from extractors.pdf.words import lines_of

_MOST_FILLS = 1_000  # of a page; more are a picture's
_LEAST_HEIGHT = 8.0  # points: what is lower holds no text


def find_bands(
    fills: Sequence[Fill], groups: Sequence[RuleGroup], words: Sequence[Word], settings: Settings
) -> list[RuleGroup]:
    """Give the sides of the bands that are parted into cells, where they lie outside the areas of groups of rules."""
    if not groups or not 1 < len(fills) <= _MOST_FILLS:
        return []
    areas = [group.box for group in groups if group.down]
    return [
        RuleGroup((Rule(band.top, band.x0, band.x1), Rule(band.bottom, band.x0, band.x1)), (), band)
        for band in _stripes(fills, settings)
        if not any(_reaches_into(band, area, settings) for area in areas) and _holds_columns(band, words, settings)
    ]


def _stripes(fills: Sequence[Fill], settings: Settings) -> list[Box]:
    """The stripes that fills of one height make side by side."""
    rows: dict[tuple[int, int], list[Box]] = {}
    for fill in fills:
        if fill.box.bottom - fill.box.top >= _LEAST_HEIGHT:
            rows.setdefault((round(fill.box.top), round(fill.box.bottom)), []).append(fill.box)
    found: list[Box] = []
    for boxes in rows.values():
        boxes.sort()
        stripe = boxes[0]
        for box in boxes[1:]:
            if box.x0 - stripe.x1 > settings.join:
                found.append(stripe)
                stripe = box
            else:
                stripe = stripe._replace(x1=max(stripe.x1, box.x1))
        found.append(stripe)
    return found


def _reaches_into(band: Box, area: Box, settings: Settings) -> bool:
    wide, high = shared(band, area)
    return min(wide, high - settings.snap) > 0


def _holds_columns(band: Box, words: Sequence[Word], settings: Settings) -> bool:
    inside = [word for word in words if holds_point(band, word.x0, word.middle)]
    return any(map(has_columns, lines_of(inside, settings)))
