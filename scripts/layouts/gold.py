"""The rows that a careful reader writes down, made from what a frame printed of each action.

The shape is that of a golden file: the values of the contract, `optional` for a row that may be counted or not, and
`accept` with other values of a field that are as good.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import combinations
from typing import Any, Literal

from scripts.layouts.content import Item, Label
from scripts.layouts.owners import Owner
from scripts.layouts.states import Standing
from scripts.layouts.whens import When

Row = dict[str, Any]
Keeping = Literal["kept", "may", "might"]  # always among the further columns; there unless read otherwise; not there
TEXTS = ("action", "outcome", "evidence", "progress")
_MARK = re.compile(r"^\s*•\s*", re.MULTILINE)
_BARE_NUMBER = re.compile(r"[\d.]+[a-z]?$")
_ALSO = {
    "comment": ("progress",),
    "baseline": ("evidence",),
    "recommendation": ("objective",),
    "link": ("objective", "theme"),
}
_MOST_LOOSE = 4  # columns of which each may stand in extras or not; their subsets are listed


@dataclass(frozen=True, slots=True)
class Said:
    """One thing that is printed of an action: the role it plays, its heading, and its words.

    `unsure` says that an honest reader may as well keep it among the further columns; `others` are fields that one may
    put it in instead.
    """

    role: str
    heading: str
    text: str
    unsure: bool = False
    value: Owner | When | Standing | None = None
    end: When | None = None  # of a start column, what the finish column says
    others: tuple[str, ...] = ()
    whole: str | None = None  # all that stands in the cell, where the words are a part of it


@dataclass(slots=True)
class _Draft:
    values: Row
    accept: dict[str, list[Any]] = field(default_factory=dict)
    further: list[tuple[str, str, Keeping]] = field(default_factory=list)
    ticked: list[str] = field(default_factory=list)  # headings of ticks that a reader may leave out together

    def take(self, name: str, *values: Any) -> None:
        """Accept further values of a field."""
        known = self.accept.setdefault(name, [])
        known.extend(value for value in values if value not in known and value != self.values.get(name))

    def settle_extras(self) -> None:
        """Give `extras`, and each way in which its loose columns may stand there or not."""
        firm = {heading: text for heading, text, keeping in self.further if keeping == "kept"}
        loose = [(heading, text) for heading, text, keeping in self.further if keeping != "kept"][:_MOST_LOOSE]
        self.values["extras"] = {heading: text for heading, text, keeping in self.further if keeping != "might"}
        for count in range(len(loose) + 1):
            for some in combinations(loose, count):
                told = {**firm, **dict(some)}
                self.take(
                    "extras", told, {heading: text for heading, text in told.items() if heading not in self.ticked}
                )


def flat(text: str | None) -> str | None:
    """Fold white space and drop the marks of list items; None for nothing."""
    return " ".join(_MARK.sub("", text or "").split()) or None


def gold_row(
    position: int,
    said: Sequence[Said],
    *,
    theme: Label | None = None,
    objective: Label | None = None,
    reference: str | None = None,
    accept: Mapping[str, Iterable[Any]] | None = None,
    optional: bool = False,
) -> Row:
    """Make the row of one action from what is printed of it."""
    draft = _Draft(
        {
            "position": position, "theme": theme.printed if theme else None,
            "objective": objective.printed if objective else None, "reference": reference or None, "action": None,
            "outcome": None, "evidence": None, "progress": None, "owner_text": None, "owners": [],
            "timescale_text": None, "periods": [], "start": None, "due": None, "ongoing": False, "recurrence": None,
            "state": None, "rag": None, "status_text": None,
        }
    )  # fmt: skip
    for name, label in (("theme", theme), ("objective", objective)):
        if label:
            draft.take(name, *label.forms)
    _accept_references(draft, reference, [label for label in (objective, theme) if label])
    for one in said:
        _enter(draft, one)
    draft.settle_extras()
    for name, values in (accept or {}).items():
        draft.take(name, *values)
    return {**draft.values, "optional": optional, "accept": {name: v for name, v in draft.accept.items() if v}}


def _accept_references(draft: _Draft, reference: str | None, labels: list[Label]) -> None:
    """A printed number with or without its word; with no number of its own, that of the grouping over it."""
    if reference:
        draft.take("reference", *_BARE_NUMBER.findall(reference)[:1])
        return
    for label in labels:
        if label.number:
            draft.take("reference", label.number, f"{label.word} {label.number}".strip())


def _enter(draft: _Draft, one: Said) -> None:
    if one.whole:
        draft.take({"owner": "owner_text", "when": "timescale_text"}.get(one.role, one.role), flat(one.whole))
    match one.value:
        case Owner() if one.role == "support":
            _enter_support(draft, one, one.value)
        case Owner():
            _enter_owner(draft, one, one.value)
        case When() if one.end is not None:
            _enter_pair(draft, one.value, one.end)
        case When():
            _enter_when(draft, one, one.value)
        case Standing() if one.role == "rating":
            _enter_rating(draft, one, one.value)
        case Standing():
            _enter_standing(draft, one, one.value)
        case None:
            _enter_text(draft, one)


def _enter_text(draft: _Draft, one: Said) -> None:
    text = flat(one.text)
    if text is None:
        return
    if one.role == "tick":
        draft.further.append((one.heading, text, "kept"))
        draft.ticked.append(one.heading)
    elif one.role == "series":  # the latest that says something is the progress; each stays under its own heading
        draft.values["progress"] = text
        draft.further.append((one.heading, text, "kept"))
    elif one.role == "goal":  # what a row is for: a grouping of its own, or the outcome that is wanted
        draft.values["objective"] = text
        draft.take("objective", None)
        draft.take("outcome", text)
        if draft.values["theme"] is None:
            draft.take("theme", text)
        draft.further.append((one.heading, text, "might"))
    elif one.role not in TEXTS:
        draft.further.append((one.heading, text, "may" if one.others else "kept"))
        for other in one.others:
            draft.take(other, text)
    elif draft.values[one.role] is None:
        draft.values[one.role] = text
        if one.unsure:
            draft.take(one.role, None)
            draft.further.append((one.heading, text, "might"))
    else:  # a second column of the same meaning: the first keeps the field, and a reader may join the two
        draft.take(one.role, text, f"{draft.values[one.role]} {text}")
        draft.further.append((one.heading, text, "may"))
        draft.further.append((one.heading + " (other)", str(draft.values[one.role]), "might"))


def _enter_owner(draft: _Draft, one: Said, owner: Owner) -> None:
    text = flat(one.text)
    draft.values["owner_text"], draft.values["owners"] = text, list(owner.mentions)
    for name, values in owner.accept.items():
        draft.take(name, *values)
    if one.unsure and text:
        draft.take("owner_text", None)
        draft.take("owners", [])
        draft.further.append((one.heading, text, "might"))


def _enter_support(draft: _Draft, one: Said, owner: Owner) -> None:
    """Those who help stand among the further columns; a reader may count them as owners too."""
    text = flat(one.text)
    if text is None:
        return
    draft.further.append((one.heading, text, "may"))
    known = draft.values["owners"]
    draft.take("owners", [*known, *owner.mentions])
    if draft.values["owner_text"]:
        draft.take("owner_text", f"{draft.values['owner_text']} {text}")


def _enter_when(draft: _Draft, one: Said, when: When) -> None:
    values = draft.values
    values["timescale_text"] = flat(one.text)
    values["periods"] = [{"start": str(first), "end": str(last)} for first, last in when.periods]
    values["start"], values["due"] = _iso(when.start), _iso(when.due)
    values["ongoing"], values["recurrence"] = when.ongoing, when.recurrence
    values["state"] = values["state"] or when.state
    for name, accepted in when.accept.items():
        draft.take(name, *accepted)


def _enter_pair(draft: _Draft, start: When, end: When) -> None:
    values = draft.values
    parts = [part for part in (start.text, end.text) if part]
    values["timescale_text"] = " – ".join(parts) or None
    draft.take("timescale_text", *(joint.join(parts) for joint in (" ", " to ", " / ", "; ")), end.text or None)
    apart = [{"start": str(first), "end": str(last)} for first, last in (*start.periods, *end.periods)]
    values["periods"] = apart
    if start.start and end.due:
        values["periods"] = [{"start": str(start.start), "end": str(end.due)}]
        draft.take("periods", apart)
    days = [day for when in (start, end) for day in (when.start, when.due) if day]
    values["start"], values["due"] = _iso(min(days, default=None)), _iso(max(days, default=None))
    values["ongoing"] = start.ongoing or end.ongoing


def _enter_standing(draft: _Draft, one: Said, standing: Standing) -> None:
    text = flat(one.text)
    draft.values["status_text"] = text
    draft.values["state"] = standing.state or draft.values["state"]
    draft.values["rag"] = standing.rag
    if standing.rag == "grey" and standing.fill:  # a grey cell may be a rating or only greyed out
        draft.take("rag", None)
    if text and one.heading.casefold().startswith(("progress", "update")):
        draft.take("progress", text)
    if text in ("Yes", "No"):
        draft.take("state", None, "complete", "not_started", "in_progress")
        draft.further.append((one.heading, text, "might"))


def _enter_rating(draft: _Draft, one: Said, standing: Standing) -> None:
    """One of several columns of states: the latest that says something counts, each stays under its own heading."""
    if standing.state or standing.rag:
        draft.values["state"], draft.values["rag"] = standing.state, standing.rag
        draft.values["status_text"] = flat(one.text)
    if one.text:
        draft.further.append((one.heading, one.text, "may"))


def _iso(day: Any) -> str | None:
    return day.isoformat() if day else None


def said_of(item: Item, role: str, heading: str, *, unsure: bool = False) -> Said:
    """What a column of a role prints of an action."""
    match role:
        case "owner":
            return Said(role, heading, item.owner.text, unsure, item.owner)
        case "when":
            return Said(role, heading, item.when.text, unsure, item.when)
        case "support":
            return Said(role, heading, item.support.text, value=item.support)
        case "start":
            return Said(role, heading, item.start.text, unsure, item.start, item.finish)
        case "status":
            return Said(role, heading, item.standing.text, unsure, item.standing)
        case "outcome" | "evidence" | "progress" | "action":
            return Said(role, heading, getattr(item, role), unsure)
        case _:
            if role == "output":  # a second measure beside the first
                return Said("outcome", heading, item.further[role])
            others = _ALSO.get(role, ())
            return Said(role, heading, item.further[role], others=others)
