"""What the cells of an action say, where that is not what they print: ticked options, marks that repeat a value,
owners in two languages.

`RawAction.texts` stays as printed; what values are read from is `Said`. An option counts where its box is ticked, a
ditto mark or "as above" stands for the value over it, "as 1.1" for that of the action with this number. Of English
and Welsh or Gaelic the English counts.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from pipeline.fold import fold_space
from pipeline.normalise.languages import english_of, holds_gaelic
from pipeline.normalise.options import ticked_text
from pipeline.read.raw import RawAction, StatusBeside

_IN_ENGLISH = ("owner", "status")  # a date of two languages is read by the reader of dates, as one
_CHOSEN = ("owner", "timescale", "start", "status")  # roles whose cells may offer options
_REPEATED = ("owner", "timescale", "start", "status", "outcome", "progress", "evidence")
_DITTO = re.compile(
    r"[\"\u201c\u201d\u2033\u3003\uff02]{1,2}|(?:,,|''|\u2019\u2019|``)|[-–—]\s*(?:do|ditto|[\"\u201d\u3003])\.?\s*[-–—]|ditto\.?|do\.|"
    r"\(?(?:(?:the\s+)?same\s+)?as\s+(?:above|previous|for\s+(?:the\s+)?(?:action\s+)?above)\)?\.?|\(?see\s+above\)?\.?|"
    r"\(?same(?:\s+(?:as\s+)?above)?\)?\.?|\u2191|fel\s+(?:yr\s+)?uchod\.?",
    re.IGNORECASE,
)
_LIKE = re.compile(
    r"\(?(?:(?:the\s+)?same\s+)?(?:as|see)\s+(?:per\s+|for\s+|in\s+|at\s+)?(?:action\s+|objective\s+|ref(?:erence)?\.?\s+|no\.?\s+|item\s+)?"
    r"(?P<reference>[A-Z]{0,4}\s?\d{1,3}(?:[.\-/]\d{1,3}){0,3}[a-z]?)(?:\s+above|\s+below)?\)?\.?",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Said:
    """What an action's cells say, by role, and by which conventions that was understood."""

    texts: Mapping[str, str]
    flags: tuple[str, ...] = ()
    statuses_beside: tuple[StatusBeside, ...] = ()  # of further columns of states or ratings


def say(actions: Sequence[RawAction], ticked_tables: frozenset[int]) -> list[Said]:
    """Give what each action's cells say; `ticked_tables` are those in which something is ticked by a sign.

    Raises nothing. A mark that repeats nothing stays as it is printed, and names no owner.
    """
    by_reference: dict[str, RawAction] = {}
    for raw in actions:
        if raw.reference is not None:
            by_reference.setdefault(_folded(raw.reference), raw)
    said: list[Said] = []
    for at, raw in enumerate(actions):
        above = said[at - 1].texts if at else {}
        one, crosses = _with_repeated(raw, above, by_reference), raw.place.table in ticked_tables
        beside = tuple([_beside(status, crosses_say_no=crosses) for status in raw.statuses_beside])
        said.append(replace(_in_english(_with_options(one, crosses_say_no=crosses)), statuses_beside=beside))
    return said


def _beside(status: StatusBeside, *, crosses_say_no: bool) -> StatusBeside:
    """What a cell of a further column of states or ratings says: of options the ticked one, of languages English."""
    ticked = ticked_text(status.text, crosses_say_no=crosses_say_no, is_status=True)
    text = status.text if ticked is None else ticked
    return replace(status, text=english_of(text) or text)


def _in_english(said: Said) -> Said:
    """The texts with cells that say one thing in English and in Welsh or Gaelic replaced by the English.

    Where a stroke parts English and Welsh the readers of values find both themselves, and name the mention whole.
    """
    texts = {role: said.texts.get(role, "") for role in _IN_ENGLISH}
    asked = {role: text for role, text in texts.items() if "/" not in text or holds_gaelic(text)}
    english = {role: found for role, text in asked.items() if (found := english_of(text)) is not None}
    return replace(said, texts={**said.texts, **english}) if english else said


def _with_repeated(raw: RawAction, above: Mapping[str, str], by_reference: Mapping[str, RawAction]) -> Said:
    """The texts with marks that repeat a value replaced by what they repeat."""
    filled: dict[str, str] = {}
    for role in _REPEATED:
        text = fold_space(raw.texts.get(role, ""))
        if not text or len(text) > 60:
            continue
        value = None
        if repeats_above(text):
            value = above.get(role)
        elif (like := _LIKE.fullmatch(text)) is not None:
            other = by_reference.get(_folded(like["reference"]))
            value = other.texts.get(role) if other is not None and other is not raw else None
        if value and not _is_mark(value):
            filled[role] = value
    nobody = {"owner": ""} if "owner" not in filled and _is_mark(raw.texts.get("owner", "")) else {}
    return Said({**raw.texts, **filled, **nobody}, ("repeated_value",) if filled else ())


def repeats_above(text: str) -> bool:
    """Tell whether a cell is nothing but a mark that repeats the value over it.

    >>> repeats_above('"'), repeats_above("As above"), repeats_above("As 1.1")
    (True, True, False)
    """
    return _DITTO.fullmatch(fold_space(text)) is not None


def _is_mark(text: str) -> bool:
    """Whether a cell's text is nothing but a mark that repeats a value."""
    folded = fold_space(text)
    return repeats_above(folded) or _LIKE.fullmatch(folded) is not None


def _with_options(said: Said, *, crosses_say_no: bool) -> Said:
    """The texts with cells of options replaced by the words of the ticked ones."""
    chosen: dict[str, str] = {}
    for role in _CHOSEN:
        text = said.texts.get(role)
        if text:
            ticked = ticked_text(text, crosses_say_no=crosses_say_no, is_status=role == "status")
            if ticked is not None:
                chosen[role] = ticked
    if not chosen:
        return said
    flags = {"option_ticked" if text else "no_option_ticked" for text in chosen.values()}
    return replace(said, texts={**said.texts, **chosen}, flags=(*said.flags, *sorted(flags)))


def _folded(reference: str) -> str:
    return re.sub(r"[^0-9a-z]+", ".", reference.casefold()).strip(".")
