"""The groupings over actions: which heading or row is the theme, which the objective below it.

Groupings of one level share a signature (their word, the style of their number, their form). The first that is met is
the highest; one of another signature that follows it directly stands below it.
"""

from __future__ import annotations

import math
import re
from collections import Counter
from collections.abc import Callable, Container, Sequence
from dataclasses import dataclass, field

from pipeline.fold import fold, fold_space
from pipeline.normalise.council.bodies import is_the_name_of_a_body
from pipeline.normalise.council.register import read_register
from pipeline.normalise.timescale import parse_timescale
from pipeline.normalise.timescale.year_over import names_a_year
from pipeline.read.content import reads_as_timescale
from pipeline.read.headers import match_heading
from pipeline.read.structure import (
    GroupLabel,
    counts_a_grouping,
    is_appended,
    is_generic_heading,
    is_reference,
    looks_like_title,
    names_a_grouping,
    only_counts_an_appendix,
    read_group_label,
    read_heading_label,
    word_of,
)

LONGEST_GROUP = 90  # words of a grouping in a table, or of one that a label counts
SENTENCE = 6  # words from which a text with a full stop is a sentence, not a heading
LONGEST_HEADING = 30  # words of a heading that may be a grouping
_SEVERAL = 3  # words of a heading that is worded as that of a column: "Outcomes" may group too
_WORDED = 0.75  # weight of such a wording

Signature = tuple[str, str, str]
_CAPTION = re.compile(r"(?:table|figure|chart)\s+\d+")
_FIGURE = re.compile(
    r"[£€]?\d[\d,.]*(?:\s?(?:%|per cent|k|m|bn|million|billion|x|×|times)?\+?|\s(?:in|out of)\s\d[\d,]*)"
)
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
    outline: int | None = None  # the level of a heading, 1 for the highest, where the document says it
    owner: str | None = None  # who leads it, as its own cell says in a line behind its name

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
    label = read_heading_label(text)
    return (label.word, label.style, "" if label.word else form) if label else ("", "", form)


@dataclass(slots=True)
class GroupTrail:
    """The groupings that hold at a place, highest first."""

    signatures: list[Signature] = field(default_factory=list)
    groups: list[Group | None] = field(default_factory=list)
    just_added: bool = False  # no action stands between the last grouping and here

    def add(self, text: str, form: str, outline: int | None = None) -> Group:
        """Enter a grouping at its level; deeper ones end. Without a label a heading stands by its outline level."""
        signature = signature_of(text, form)
        level = self._level(signature)
        if outline is not None and signature[:2] == ("", ""):
            signature = ("", "", f"{form} {outline}")
            level = sum(depth(group.outline) < outline for group in self.current)
        group = Group([text], read_group_label(text), outline=outline)
        if len(self.groups) <= level < len(self.signatures):
            self.signatures[level] = signature  # nothing holds there: another kind of grouping takes its place
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
            i for i, known in enumerate(self.signatures) if known[2] == signature[2] and "" in (known[0], signature[0])
        ]
        if same_form:
            return same_form[-1]
        if signature[0] and self.signatures[-1][0]:
            return min(len(self.signatures), current + 1)
        return max(len(self.signatures) - 1, 0)

    def end(self, outline: int) -> None:
        """Let the headings of a level of the outline end, and those below it: another of that level groups nothing."""
        kept = [group for group in self.groups if group is None or depth(group.outline) < outline]
        if len(kept) < len(self.groups):
            self.groups, self.just_added = kept, False

    def action_met(self) -> None:
        """An action stands here: the next new signature is no longer directly below the last grouping."""
        self.just_added = False

    @property
    def current(self) -> list[Group]:
        """The groupings that hold here, highest first."""
        return [group for group in self.groups if group is not None]


def depth(level: int | None) -> float:
    """How deep a heading of a level stands: where nobody knows the level, below all that have one."""
    return math.inf if level is None else level


Run = Sequence[tuple[str, int | None]]
"""Headings with their levels, in order."""


def choose_headings(runs: Sequence[Run], titles: frozenset[str]) -> list[list[tuple[str, int | None]]]:
    """Choose the headings that group actions, for the run of headings (text, level) before each table of actions.

    A heading counts where it is labelled and numbered ("Priority 1: …"), or where the headings at its place recur: at
    least two tables have one. Of those without a label the highest counts, and any other of a level at which headings
    come again over other tables. The plan's title, headings of prose and dates never count, but for
    years that part the tables ("Year 1: 2024/25").
    """
    parts = _that_part(runs, _is_dated) | _that_part(runs, _is_numbered_title)
    tables = Counter(text for run in runs for text in {text for text, _ in run})
    over_several = parts | {text for text, number in tables.items() if number > 1}
    holding = [_that_hold(run, titles, over_several) for run in runs]
    kept = [[one for one in run if one[0] in parts or may_group(one[0], titles)] for run in holding]
    with_headings = sum(bool(run) for run in kept)
    again = _levels_that_come_again(kept)
    over = Counter(level for run in kept for level in {level for _, level in run})
    usual = frozenset(level for level, tables in over.items() if tables > 1)  # over two tables or more
    result: list[list[tuple[str, int | None]]] = []
    for run in kept:
        labelled = _labelled(run)
        if not labelled and with_headings < 2:
            result.append([])
            continue
        highest = [] if labelled else _highest([one for one in run if one[1] in usual] or run)
        outline = [one for one in _last_of_each_level(run) if one[1] in again and not read_heading_label(one[0])]
        result.append([one for one in run if one in (*labelled, *highest, *outline)])
    return result


def _that_hold(run: Run, titles: frozenset[str], elsewhere: Container[str]) -> Run:
    """The headings of a run without those that a heading which groups nothing has ended: "3. Action plan" ends
    "2. Legislation", "Action plan" what has no label and is of its level or below, where no other table is headed so,
    and an appendix all that was before it."""
    begin = next((at for at in range(len(run) - 1, -1, -1) if is_appended(run[at][0])), 0)
    run = run[begin:]
    for at in range(len(run) - 1, -1, -1):
        text, level = run[at]
        if level is not None and text not in elsewhere and not may_group(text, titles):
            kept = [one for one in run[:at] if depth(one[1]) < level or read_heading_label(one[0])]
            run = [*kept, *run[at:]]
            break
    labels = [read_heading_label(text) for text, _ in run]
    kinds = [label.signature if label is not None else None for label in labels]
    last = {
        kind: at for at, (kind, (text, _)) in enumerate(zip(kinds, run, strict=True)) if not may_group(text, titles)
    }
    last[None] = 0  # what has no label ends nothing
    return [one for at, (one, kind) in enumerate(zip(run, kinds, strict=True)) if at >= last.get(kind, 0)]


def _labelled(run: Run) -> list[tuple[str, int | None]]:
    """The last labelled heading of a run, and the last labelled otherwise, which stands over it."""
    labelled = [one for one in run if read_heading_label(one[0])]
    if not labelled:
        return []
    last = signature_of(labelled[-1][0], "heading")
    outer = [one for one in labelled if signature_of(one[0], "heading") != last]
    return [*outer[-1:], labelled[-1]]


def _highest(run: Run) -> list[tuple[str, int | None]]:
    """The last of the highest headings of a run; where no level is known, its last."""
    top = min((level for _, level in run if level is not None), default=None)
    return [one for one in run if one[1] == top][-1:]


def _last_of_each_level(run: Run) -> list[tuple[str, int | None]]:
    """The headings of a run that hold at its end: a heading ends those of its level and below; one whose level nobody
    knows stands below those that have one."""
    held: list[tuple[str, int | None]] = []
    for text, level in run:
        held = [one for one in held if depth(one[1]) < depth(level)]
        held.append((text, level))
    return held


def _levels_that_come_again(runs: Sequence[Run]) -> frozenset[int | None]:
    """The levels at which two tables or more have headings of their own, none of them labelled."""
    texts: dict[int | None, set[str]] = {}
    for run in runs:
        for text, level in _last_of_each_level(run):
            if not read_heading_label(text):
                texts.setdefault(level, set()).add(fold(text))
    return frozenset(level for level, found in texts.items() if len(found) > 1)


def _that_part(runs: Sequence[Run], is_one: Callable[[str], bool]) -> frozenset[str]:
    """The headings of a kind, where each of several tables has its own: one alone is over the whole plan."""
    own = [{text for text, _ in run if is_one(text)} for run in runs]
    found = frozenset[str]().union(*own)
    return found if len(found) > 1 and sum(map(bool, own)) > 1 else frozenset()


def _is_dated(text: str) -> bool:
    """Whether a heading names the year of what stands under it."""
    return names_a_year(text) and not looks_like_title(text)


def _is_numbered_title(text: str) -> bool:
    """Whether a heading is the title of a plan behind a number: "3. Workforce action plan"."""
    match read_heading_label(text):
        case GroupLabel(word=""):
            return looks_like_title(text)
    return False


def _heads_a_column(text: str) -> bool:
    """Whether a heading of several words is worded as that of a column ("What we will do next", "Where we are now")."""
    if len(text.split()) < _SEVERAL or read_heading_label(text):
        return False
    said = match_heading(text)
    return max((weight for role, weight in said.items() if role not in ("theme", "objective")), default=0.0) >= _WORDED


def _is_bare_number(text: str) -> bool:
    return is_reference(text) and not counts_a_grouping(text)


def _says_when(text: str) -> bool:
    """Whether a text is hardly more than a timescale: "Every child can thrive" and "Task group A: Digital exclusion
    (Cabinet, May 2031)" may group."""
    if not reads_as_timescale(text):
        return False
    reading = parse_timescale(text)
    unread = sum(len(words.split()) for words in reading.unread)
    return 2 * unread < len(text.split()) and "event_relative" not in reading.flags


def _is_a_figure(text: str) -> bool:
    """Whether a text is a figure that a page shows large: "72%", "140+", "1 in 9"."""
    return _FIGURE.fullmatch(fold(text)) is not None


def _says_several_things(text: str) -> bool:
    """Whether a text says of the plan what it is ("Approved by: Cabinet Date: 8 July"). In a title in two languages
    each has a label; that of a grouping says nothing ("Section C: Students: access")."""
    label, _, rest = fold(text).partition(": ")
    said = rest if read_group_label(label) is not None else fold(text)
    return max(half.count(": ") for half in said.split(" / ")) > 1


def _names_a_body(text: str) -> bool:
    """Whether a text is the name of who publishes the plan and no more: "Alder District Council"."""
    return is_the_name_of_a_body(text, read_register())


def _is_caption(text: str) -> bool:
    return _CAPTION.match(fold(text)) is not None


def _introduces_a_list(text: str) -> bool:
    """Whether a text ends as what stands before a list ("Good decisions need data. This year we will:")."""
    return text.rstrip().endswith(":") and ". " in text


def _is_a_sentence(text: str) -> bool:
    """Whether a text ends as a sentence and has no label of a grouping."""
    if not text.rstrip().endswith("."):
        return False
    return len(text.split()) >= SENTENCE and not any(label(text) for label in (read_heading_label, names_a_grouping))


_NO_GROUPINGS: tuple[Callable[[str], bool], ...] = (
    is_generic_heading, _names_a_body, _says_when, _heads_a_column, _is_bare_number, _is_a_figure, _says_several_things,
    _is_caption, _introduces_a_list, _is_a_sentence, only_counts_an_appendix,
)  # fmt: skip


def only_its_date_keeps_it_out(text: str, titles: frozenset[str]) -> bool:
    """Tell whether a heading would group actions if it named no date: "New commitments for 2031/32"."""
    others = (is_none for is_none in _NO_GROUPINGS if is_none is not _says_when)
    return _says_when(text) and fold(text) not in titles and not any(is_none(text) for is_none in others)


def may_group(text: str, titles: frozenset[str]) -> bool:
    """Whether a heading may group actions; `titles` are those of the plan, folded."""
    folded = fold(text)
    longest = LONGEST_GROUP if counts_a_grouping(text) else LONGEST_HEADING
    if not 0 < len(folded.split()) <= longest or folded in titles:
        return False
    if any(is_none(text) for is_none in _NO_GROUPINGS):
        return False
    return not looks_like_title(text) or bool(word_of(read_heading_label(text)))
