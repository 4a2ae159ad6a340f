"""The groupings over actions: which heading or row is the theme, which the objective below it.

Groupings of one level share a signature (their word, the style of their number, their form). The first that is met is
the highest; one of another signature that follows it directly stands below it.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field

from pipeline.fold import fold, fold_space
from pipeline.normalise.timescale.year_over import names_a_year
from pipeline.read.content import reads_as_timescale
from pipeline.read.structure import (
    GroupLabel,
    is_generic_heading,
    looks_like_title,
    read_group_label,
    read_heading_label,
)

LONGEST_GROUP = 90  # words of a grouping in a table
SENTENCE = 6  # words from which a text with a full stop is a sentence, not a heading
LONGEST_HEADING = 30  # words of a heading that may be a grouping

Signature = tuple[str, str, str]
_CONTINUED = re.compile(r"\s*[(\[-]?\s*(?:continued|cont'?d|cont\.?)\s*[)\]]?\s*$")


def bare_group(text: str) -> str:
    """A grouping folded for comparison, without "(continued)" behind it.

    >>> bare_group("Objective 1 - Homes (continued)")
    'objective 1 - homes'
    """
    return _CONTINUED.sub("", fold(text))


@dataclass(slots=True)
class Group:
    """One grouping; its text may still grow while a page break has cut it."""

    pieces: list[str]
    label: GroupLabel | None
    number: str | None = None  # split off a numbered objective, "1.1"

    @property
    def text(self) -> str:
        """The words of the grouping, white space folded."""
        return fold_space(" ".join(self.pieces))

    @property
    def printed_number(self) -> str | None:
        """The number of the label as printed: "A" of "Priority A: Leading", which is folded to "a" for comparison."""
        if self.label is None:
            return None
        found = re.search(rf"(?<!\w){re.escape(self.label.number)}(?!\w)", self.text, re.IGNORECASE)
        return found[0] if found else self.label.number


def signature_of(text: str, form: str) -> Signature:
    """What groupings of one level have in common; `form` says how the row looks (span, alone, label, heading).

    >>> signature_of("Objective 2: Listen", "span") == signature_of("Objective 10: Learn", "span")
    True
    """
    label = read_heading_label(text) if form == "heading" else read_group_label(text)
    return (label.word, label.style, "" if label.word else form) if label else ("", "", form)


@dataclass(slots=True)
class GroupTrail:
    """The groupings that hold at a place, highest first."""

    signatures: list[Signature] = field(default_factory=list)
    groups: list[Group | None] = field(default_factory=list)
    just_added: bool = False  # no action stands between the last grouping and here

    def add(self, text: str, form: str) -> Group:
        """Enter a grouping at its level; deeper ones end."""
        signature = signature_of(text, form)
        level = self._level(signature)
        group = Group([text], read_group_label(text))
        del self.signatures[level + 1 :]
        del self.groups[level:]
        if level == len(self.signatures):
            self.signatures.append(signature)
        while len(self.groups) < level:
            self.groups.append(None)
        self.groups.append(group)
        self.just_added = True
        return group

    def _level(self, signature: Signature) -> int:
        if signature in self.signatures:
            return self.signatures.index(signature)
        if not self.signatures:
            return 0
        current = len(self.groups) - 1
        if self.just_added and current >= 0:
            return current + 1
        same_form = [
            i for i, known in enumerate(self.signatures) if known[2] == signature[2] and not (known[0] and signature[0])
        ]
        if same_form:
            return same_form[-1]
        if signature[0] and self.signatures[-1][0]:
            return min(len(self.signatures), current + 1)
        return max(len(self.signatures) - 1, 0)

    def action_met(self) -> None:
        """An action stands here: the next new signature is no longer directly below the last grouping."""
        self.just_added = False

    @property
    def current(self) -> list[Group]:
        """The groupings that hold here, highest first."""
        return [group for group in self.groups if group is not None]


def choose_headings(runs: Sequence[Sequence[tuple[str, int | None]]], titles: frozenset[str]) -> list[list[str]]:
    """Choose the headings that group actions, for the run of headings (text, level) before each table of actions.

    A heading counts where it is labelled and numbered ("Priority 1: …"), or where the headings at its place recur: at
    least two tables have one. The plan's title, headings of prose and dates never count, but for
    years that part the tables ("Year 1: 2024/25").
    """
    dated = _dated(runs)
    kept = [[(text, level) for text, level in run if text in dated or _may_group(text, titles)] for run in runs]
    with_headings = sum(bool(run) for run in kept)
    result: list[list[str]] = []
    for run in kept:
        labelled = [text for text, _ in run if read_heading_label(text)]
        if labelled:
            last = signature_of(labelled[-1], "heading")
            outer = [text for text in labelled if signature_of(text, "heading") != last]
            order = [text for text in labelled if text in outer[-1:]] if outer else []
            result.append([*order, labelled[-1]])
        elif run and with_headings >= 2:
            levels = [level for _, level in run if level is not None]
            top = min(levels) if levels else None
            highest = [text for text, level in run if level == top]
            result.append([highest[-1] if highest else run[-1][0]])
        else:
            result.append([])
    return result


def _dated(runs: Sequence[Sequence[tuple[str, int | None]]]) -> frozenset[str]:
    """The headings that name the year of what stands under them, where each of several tables has its own."""
    years = [{text for text, _ in run if names_a_year(text) and not looks_like_title(text)} for run in runs]
    found = frozenset[str]().union(*years)
    return found if len(found) > 1 and sum(bool(run) for run in years) > 1 else frozenset()


def _may_group(text: str, titles: frozenset[str]) -> bool:
    folded = fold(text)
    if not folded or folded in titles or len(folded.split()) > LONGEST_HEADING or is_generic_heading(text):
        return False
    if reads_as_timescale(text) or (
        folded.endswith(".") and len(folded.split()) >= SENTENCE and not read_heading_label(text)
    ):
        return False
    return not looks_like_title(text) or read_heading_label(text) is not None
