"""The numbers that Word prints and the text does not hold: "1.1", "Action 7", "a)", and the marks of bullets.

Numbers are counted over the whole document in one pass, in document order, and kept by paragraph; who reads a
paragraph then looks its label up. Source: ECMA-376 17.9.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Final

from lxml import etree

from extractors.word.names import (
    ALTERNATE,
    CHOICE,
    FALLBACK,
    PPR,
    REMOVED,
    RPR,
    TR,
    TRPR,
    VAL,
    P,
    W,
    child_value,
    chosen_alternative,
    is_on,
    whole,
)
from extractors.word.number_formats import format_number
from extractors.word.styles import Styles

BULLET: Final = "•"
_LEVELS: Final = 9
_PLACEHOLDER: Final = re.compile(r"%([1-9])")


@dataclass(frozen=True, slots=True)
class Level:
    """One level of a list as defined."""

    start: int = 1
    number_format: str = "decimal"
    custom_format: str | None = None  # "001, 002, 003, ..."
    text: str = ""  # "%1.%2"
    suffix: str = "tab"  # tab, space, nothing
    restart: int | None = None  # count again after a number of this level (from 1); 0 is never; None is any above
    legal: bool = False  # all levels in Arabic numerals
    style: str | None = None  # the paragraph style that this level belongs to
    hidden: bool = False


@dataclass(frozen=True, slots=True)
class List:
    """One `w:num`: its definition and what it changes of it."""

    family: str  # the abstract definition whose counters it shares
    levels: Mapping[int, Level]
    starts: Mapping[int, int]  # level -> the value at which this list starts anew


@dataclass(slots=True)
class _Counter:
    """How far one family of lists has counted."""

    values: list[int | None] = field(default_factory=lambda: [None] * _LEVELS)
    started: set[tuple[str, int]] = field(default_factory=set)


def _read_level(lvl: etree._Element) -> Level:
    number = lvl.find(W + "numFmt")
    if number is None:  # newer formats stand in mc:AlternateContent, custom first
        alternate = lvl.find(ALTERNATE)
        number = None if alternate is None else next(alternate.iter(W + "numFmt"), None)
    run = lvl.find(RPR)
    restart = child_value(lvl, "lvlRestart")
    start = child_value(lvl, "start")
    return Level(
        start=0 if start is None else whole(start),
        number_format="decimal" if number is None else number.get(VAL) or "decimal",
        custom_format=None if number is None else number.get(W + "format"),
        text=child_value(lvl, "lvlText") or "",
        suffix=child_value(lvl, "suff") or "tab",
        restart=None if restart is None else whole(restart, 0, _LEVELS),
        legal=bool(is_on(lvl.find(W + "isLgl"))),
        style=child_value(lvl, "pStyle"),
        hidden=bool(run is not None and is_on(run.find(W + "vanish"))),
    )


def _levels(definition: etree._Element) -> dict[int, Level]:
    return {
        whole(lvl.get(W + "ilvl")): _read_level(lvl)
        for lvl in definition.iterchildren(W + "lvl")
        if whole(lvl.get(W + "ilvl")) < _LEVELS
    }


def read_lists(root: etree._Element | None) -> dict[str, List]:
    """The lists of numbering.xml by their `numId`; a definition that points to a list style is followed."""
    if root is None:
        return {}
    definitions = {a.get(W + "abstractNumId") or "": a for a in root.iterchildren(W + "abstractNum")}
    by_style_link = {link: key for key, a in definitions.items() if (link := child_value(a, "styleLink")) is not None}
    levels_of: dict[str, dict[int, Level]] = {key: _levels(a) for key, a in definitions.items()}
    lists: dict[str, List] = {}
    for num in root.iterchildren(W + "num"):
        family = child_value(num, "abstractNumId") or ""
        definition = definitions.get(family)
        if definition is None:
            continue
        link = child_value(definition, "numStyleLink")
        if link is not None and not levels_of[family]:
            family = by_style_link.get(link, family)
        levels = dict(levels_of[family])
        starts: dict[int, int] = {}
        for override in num.iterchildren(W + "lvlOverride"):
            level = whole(override.get(W + "ilvl"))
            own = override.find(W + "lvl")
            if level >= _LEVELS:
                continue
            if own is not None:
                levels[level] = _read_level(own)
                starts[level] = levels[level].start
            if (start := child_value(override, "startOverride")) is not None:
                starts[level] = whole(start)
        lists[num.get(W + "numId") or ""] = List(family, levels, starts)
    return lists


def _count(counter: _Counter, num_id: str, one: List, level: int) -> None:
    """Count one paragraph at a level: it goes up by one or starts, the levels below it start again.

    A level above it that no paragraph has used counts as used once: "1.1" may come first, the next "1." is then "2.".
    """
    definition = one.levels.get(level, Level())
    value = counter.values[level]
    if level in one.starts and (num_id, level) not in counter.started:
        counter.started.add((num_id, level))
        value = one.starts[level]
    else:
        value = definition.start if value is None else value + 1
    counter.values[level] = value
    for above in range(level):
        if counter.values[above] is None:
            counter.values[above] = one.starts.get(above, one.levels.get(above, Level()).start)
    for below in range(level + 1, _LEVELS):
        restart = one.levels.get(below, Level()).restart
        if restart is None or (restart > 0 and level < restart):
            counter.values[below] = None


def _label(counter: _Counter, one: List, level: int) -> str:
    """The label as printed, ready to stand before the text; "" where the level prints nothing."""
    definition = one.levels.get(level, Level())
    if definition.hidden:
        return ""
    if definition.number_format == "bullet":
        return f"{BULLET} " if definition.text.strip() else ""

    def number(match: re.Match[str]) -> str:
        at = int(match[1]) - 1
        of = one.levels.get(at, Level())
        value = counter.values[at] if at <= level else None
        value = one.starts.get(at, of.start) if value is None else value
        kind = "decimal" if definition.legal and of.number_format not in {"none", "decimalZero"} else of.number_format
        return format_number(value, kind, of.custom_format)

    text = " ".join(_PLACEHOLDER.sub(number, definition.text).split())
    return text if not text or definition.suffix == "nothing" else f"{text} "


def _is_read(paragraph: etree._Element) -> bool:
    """False for a paragraph that accepting the changes takes away, or that stands in a branch not read."""
    for ancestor in paragraph.iterancestors():
        tag = ancestor.tag
        if tag in REMOVED:
            return False
        if tag == TR:
            row = ancestor.find(TRPR)
            if row is not None and (row.find(W + "del") is not None or is_on(row.find(W + "hidden"))):
                return False
        elif tag in (CHOICE, FALLBACK):
            alternate = ancestor.getparent()
            if alternate is not None and chosen_alternative(alternate) is not ancestor:
                return False
    return True


def number_paragraphs(body: etree._Element, lists: Mapping[str, List], styles: Styles) -> dict[etree._Element, str]:
    """The label of every numbered paragraph, in one pass over the document; others have no entry."""
    if not lists:
        return {}
    labels: dict[etree._Element, str] = {}
    counters: dict[str, _Counter] = {}
    style_levels = {
        (num_id, level.style): at
        for num_id, one in lists.items()
        for at, level in one.levels.items()
        if level.style is not None
    }
    for paragraph in body.iter(P):
        properties = paragraph.find(PPR)
        style_id = child_value(properties, "pStyle")
        style = styles.of_paragraph(style_id)
        own = None if properties is None else properties.find(W + "numPr")
        num_id = child_value(own, "numId") or style.num_id
        one = lists.get(num_id or "")
        if one is None or num_id is None:
            continue
        stated = child_value(own, "ilvl")
        if stated is not None:
            level = whole(stated)
        elif child_value(own, "numId") is None and style_id is not None:
            level = style_levels.get((num_id, style_id), style.num_level or 0)
        else:
            level = 0
        level = min(level, _LEVELS - 1)
        mark = None if properties is None else properties.find(RPR)
        gone = mark is not None and any(mark.find(name) is not None for name in REMOVED)
        if gone or (mark is not None and is_on(mark.find(W + "vanish"))) or not _is_read(paragraph):
            continue
        counter = counters.setdefault(one.family, _Counter())
        _count(counter, num_id, one, level)
        if label := _label(counter, one, level):
            labels[paragraph] = label
    return labels
