"""Options with boxes ("☐ Not started ☑ In progress"): which are ticked, and what a mark alone in a cell says.

A box may be a letter of a symbol font, typed in brackets, a control of a form or drawn as lines: the readers give them
all as such letters. A filled disc or square is a ticked one only beside empty ones of its kind. A cross is a tick
among empty boxes, and says no among ticks. White boxes and circles are often bullets, so they are options only beside
a ticked one, or where the cell is one that holds a status.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache
from typing import Literal

MarkKind = Literal["empty", "hollow", "tick", "cross", "filled"]

_LETTERS: dict[MarkKind, str] = {
    "empty": "☐\U0001f78e\U0001f78f\u2b1c\ue003",
    "hollow": "□▢◻◽○◯❍❏❐❑❒⚪⭘\u26aa",
    "tick": "☑✓✔\U0001f5f9\U0001f5f8✅√",
    "cross": "☒✗✘✕✖❌❎☓\U0001f5f5\U0001f5f7⊠",
    "filled": "■▣◼◾●◉⬤⚫◙⊗⦿⚉",
}
_TYPED = re.compile(
    r"\[(?P<box>[ _\u00a0]{0,3}|[xX✓✔√*])\]|\((?P<round>[ _\u00a0]{0,3}|[•●*xX✓✔√])\)|<(?P<angle>[ _]|[xX])>"
)
_KIND_OF: dict[str, MarkKind] = {letter: kind for kind, letters in _LETTERS.items() for letter in letters}
_MARK = re.compile(f"{_TYPED.pattern}|(?P<letter>[{''.join(_KIND_OF)}])[\ufe0e\ufe0f]?")
_ALONE = re.compile(r"[xX✗✘]")
_BETWEEN = " \t\n\u00a0/|,;·•–—-"
_LONGEST = 8  # words of an option; longer ones are items of a list with boxes for bullets
_PROMPT = re.compile(
    r"(?:please\s+)?(?:choose|select|pick)\s+(?:an?\s+)?(?:item|option|value|status|date|answer|rating|(?:building\s+)?block|one|"
    r"from\s+(?:the\s+)?(?:drop.?down\s*)?(?:list|menu)?)\.?|-+\s*(?:please\s+)?(?:choose|select)\s*-+|"
    r"(?:please\s+)?(?:click|tap)(?:\s+or\s+(?:tap|click))?(?:\s+here)?\s+to\s+(?:enter|add|type)\b[^.]{0,30}\.?|"
    r"(?:enter|type|insert)\s+(?:text|date|a\s+date|name)(?:\s+here)?\.?|dd?[/.-]mm?[/.-]yy(?:yy)?|\[[^\]]{0,20}\bhere\]",
    re.IGNORECASE,
)  # what forms show before anybody fills them in


@dataclass(frozen=True, slots=True)
class Option:
    """One option: its words, and whether its box is ticked."""

    text: str
    ticked: bool


@dataclass(frozen=True, slots=True)
class _Mark:
    kind: MarkKind
    start: int
    end: int


def _marks(text: str) -> list[_Mark]:
    found: list[_Mark] = []
    for match in _MARK.finditer(text):
        if match["letter"] is not None:
            kind = _KIND_OF[match["letter"]]
        else:
            inside = (match["box"] or match["round"] or match["angle"] or "").strip(" _\u00a0")
            kind = "tick" if inside else "empty"
        found.append(_Mark(kind, match.start(), match.end()))
    return found


def read_options(text: str, *, crosses_say_no: bool = False, is_status: bool = False) -> tuple[Option, ...]:
    """Read a cell of options; empty where it holds none, as most cells do. Raises nothing.

    `crosses_say_no`: ticks stand elsewhere in the table, so that a cross without empty boxes is none; `is_status`: the
    cell holds a status, so that hollow boxes are options though none is ticked.

    >>> [option.text for option in read_options("☐ Not started ☑ In progress ☐ Complete") if option.ticked]
    ['In progress']
    >>> read_options("□ Publish the data □ Train the staff")
    ()
    """
    if text.isascii() and "[" not in text and "(" not in text and "<" not in text:
        return ()
    return _options(text, crosses_say_no, is_status)


@lru_cache(maxsize=4096)
def _options(text: str, crosses_say_no: bool, is_status: bool) -> tuple[Option, ...]:
    marks = _marks(text)
    kinds = {mark.kind for mark in marks}
    boxes = "empty" in kinds or ("hollow" in kinds and (is_status or bool(kinds & {"tick", "cross", "filled"})))
    if not boxes and not kinds & {"tick", "cross"}:
        return ()
    if not boxes:
        marks = [mark for mark in marks if mark.kind != "filled"]
    if kinds <= {"tick"} and any(text[mark.start] in "([<" for mark in marks):
        return ()  # "(x)" alone is a note's mark
    items = _items(text, marks)
    if items is None or any(len(words.split()) > _LONGEST for words in items):
        return ()
    no_cross = "tick" in kinds or (crosses_say_no and "empty" not in kinds)
    ticked = {"empty": False, "hollow": False, "tick": True, "cross": not no_cross, "filled": boxes}
    return tuple(Option(words, ticked[mark.kind]) for words, mark in zip(items, marks, strict=True))


def _items(text: str, marks: list[_Mark]) -> list[str] | None:
    """The words of each mark: those behind it, or those before it where the text ends in a mark; None without words."""
    first, last = text[: marks[0].start].strip(_BETWEEN), text[marks[-1].end :].strip(_BETWEEN)
    if first and not last:
        starts = [0, *(mark.end for mark in marks[:-1])]
        items = [text[start : mark.start] for start, mark in zip(starts, marks, strict=True)]
    else:
        ends = [*(mark.start for mark in marks[1:]), len(text)]
        items = [text[mark.end : end] for mark, end in zip(marks, ends, strict=True)]
        if first and not first.endswith((":", "?")):
            return None
    found = [" ".join(item.strip(_BETWEEN).split()) for item in items]
    return found if all(found) else None


def ticked_text(text: str, *, crosses_say_no: bool = False, is_status: bool = False) -> str | None:
    """Give the words of the ticked options of a cell; "" where none is ticked, None where it holds no options.

    >>> ticked_text("[x] 2031/32 [ ] 2032/33 [x] 2033/34"), ticked_text("☐ Complete"), ticked_text("Complete")
    ('2031/32, 2033/34', '', None)
    """
    options = read_options(text, crosses_say_no=crosses_say_no, is_status=is_status)
    if not options:
        return None
    return ", ".join(option.text for option in options if option.ticked)


def says_ticks_by_sign(text: str) -> bool:
    """Whether a cell ticks something with a sign and has no empty boxes, so that crosses beside it say no."""
    if text.isascii():
        return False
    kinds = {mark.kind for mark in _marks(text)}
    return "tick" in kinds and "empty" not in kinds


def mark_alone(text: str) -> MarkKind | None:
    """Tell which mark is all that a cell holds; None where it holds something else.

    >>> mark_alone("✗"), mark_alone("[ ]"), mark_alone("x"), mark_alone("✓ Done")
    ('cross', 'empty', 'cross', None)
    """
    text = text.strip()
    if not text or len(text) > 5:
        return None
    if _ALONE.fullmatch(text):
        return "cross"
    found = _MARK.fullmatch(text)
    return _marks(text)[0].kind if found else None


def is_prompt(text: str) -> bool:
    """Whether a cell holds no more than what a form shows before anybody fills it in.

    >>> is_prompt("Choose an item."), is_prompt("Choose a supplier for the lifts in the civic centre and the library")
    (True, False)
    """
    return len(text) <= 60 and _PROMPT.fullmatch(text.strip()) is not None
