"""What a column heading says: the roles that its wording may stand for, each with a weight from 0 to 1.

The wordings are data (`lexicons/header_roles.toml`). Weighing a heading against the cells below it, and one column
against another, is left to `columns`.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from functools import lru_cache
from itertools import chain, pairwise, product
from typing import Any

from rapidfuzz import fuzz, process

from pipeline.fold import fold
from pipeline.lexicon_file import read_lexicon_file

SPELLING_FLOOR = 88.0  # likeness (0-100) from which another spelling counts as the heading
SAME_WORD = 60.0  # likeness from which two words of such headings are one
RUN_TOGETHER = 94.0  # likeness of two headings without their spaces, where one has more words
LONGEST_HEADING = 14  # words; longer texts are no column headings
_UNFINISHED = (" will", " we")  # a heading that ends so says nothing of one that goes on
_OTHER_ORDER = 0.95  # weight of a known heading whose words stand in another order
_JOINING = frozenset(("and", "&", "+", "/"))  # between two headings in one cell
_ASKED = 0.6  # weight of a role that only the kind of question tells
_ASKED_IN_FULL = 0.9  # the same where the words that end it tell too: "What we have agreed to do"
_FOR_READERS = 0.9  # weight of a known heading that says whom it is told too
_HELPING = frozenset(("do", "does", "did"))  # verbs that only ask, before the subject of the question
_SUBJECTS = frozenset(("we", "you", "they", "it"))

_DATED = re.compile(
    r"\b(?:(?:19|20)\d\d(?:\s*[-/]\s*(?:(?:19|20)\d\d|\d\d))?|q[1-4]|year\s+\d|"
    r"(?:jan|feb|mar|apr|may|jun|jul|aug|sep|sept|oct|nov|dec)[a-z]*(?=\s+(?:19|20)?\d\d\b)|"
    r"(?:spring|summer|autumn|winter)(?: term)?(?=\s+(?:19|20)?\d\d\b)|\d{1,2}(?:st|nd|rd|th)?(?=\s))(?!\w)"
)
_NUMBER = re.compile(r"\s[a-z]{0,2}\d{1,3}(?: \d{1,3})*[a-z]?$")  # the label of a record: "action b2", "action 1 2"
_BRACKETED = re.compile(r"\([^()]*\)")
_EDGE_WORDS = re.compile(
    r"^(?:the|our|your|a|an|by|for|of|in|at|as at|to|from)\s+|\s+(?:the|for|of|in|at|as at|to|from|by|as of|since)$"
)
_TOLD = (
    re.compile(r"(?P<account>.+?) (?:for|to) (?:.+ )?(?P<reader>\S+)"),
    re.compile(r"(?:.+ )?(?P<reader>\S+) (?P<account>\S+)"),
)
_PLAIN = re.compile(r"[a-z]+(?: [a-z]+)*")  # as most headings of the lexicon are
_PUNCTUATION = re.compile(r"[?!*:;.,\"“”]+")
_JOINT = re.compile(r" ?([/-]) ?")
_CONTRACTED = {"'ll": " will", "'ve": " have", "'re": " are"}
_CONTRACTION = re.compile(r"(?<=[a-z])(?:'ll|'ve|'re)\b")


class LexiconError(ValueError):
    """A lexicon that contradicts itself; the message names every fault that was found."""


@dataclass(frozen=True, slots=True)
class Question:
    """A heading put as a question: its first word, the words of which one stands behind it, and those that end it and
    leave little doubt."""

    begins: str
    holds: frozenset[str]
    role: str
    ends: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class HeaderLexicon:
    """Folded headings with the roles they stand for; an empty mapping says that a heading is known to have none."""

    roles: Mapping[str, Mapping[str, float]]
    by_first: Mapping[str, tuple[str, ...]]  # headings of four letters or more by their first word
    questions: tuple[Question, ...] = ()
    by_words: Mapping[tuple[str, ...], str] = field(default_factory=dict)  # headings by their words, sorted
    revised: tuple[frozenset[str], frozenset[str]] = (
        frozenset(),
        frozenset(),
    )  # words before and behind a date's heading
    again: frozenset[str] = frozenset()  # words before these, which say that it was revised more than once
    readers: frozenset[str] = frozenset()  # those to whom progress is told


def parse_lexicon(data: Mapping[str, Any], origin: str) -> HeaderLexicon:
    """Build the lexicon from parsed TOML; raise LexiconError naming every heading that stands in two places."""
    roles: dict[str, dict[str, float]] = {}
    owner: dict[str, str] = {}
    faults: list[str] = []

    def claim(heading: str, place: str, weights: dict[str, float]) -> None:
        key = fold_heading(heading)
        if (other := owner.setdefault(key, place)) != place:
            faults.append(f'"{heading}" stands under both {other} and {place}. Keep it under one.')
        roles[key] = weights

    for role, headings in data.get("role", {}).items():
        for heading in headings:
            claim(heading, role, {role: 1.0})
    for heading, weights in data.get("ambiguous", {}).items():
        claim(heading, "ambiguous", dict(weights))
    for heading in data.get("not_a_role", {}):
        claim(heading, "not_a_role", {})
    if faults:
        raise LexiconError(f"{origin}: " + " ".join(faults))
    by_first: dict[str, list[str]] = {}
    for heading in roles:
        if len(heading) >= 4:
            by_first.setdefault(heading.partition(" ")[0], []).append(heading)
    questions = tuple(
        Question(
            begins, frozenset(entry["holds"]), entry["role"], tuple(f" {words}" for words in entry.get("ends", ()))
        )
        for entry in data.get("question", ())
        for begins in entry["begins"]
    )
    words = data.get("revised", {})
    revised = (frozenset(words.get("before", ())), frozenset(words.get("behind", ())))
    again = frozenset(words.get("again", ()))
    firsts = {first: tuple(headings) for first, headings in by_first.items()}
    by_words = {_sorted_words(heading): heading for heading in roles}
    readers = frozenset(data.get("told", {}).get("readers", ()))
    return HeaderLexicon(roles, firsts, questions, by_words, revised, again, readers)


@lru_cache(maxsize=1)
def read_lexicon() -> HeaderLexicon:
    """Read the lexicon that comes with the package."""
    return parse_lexicon(read_lexicon_file("pipeline.read", "header_roles.toml"), origin="header_roles.toml")


@lru_cache(maxsize=4096)
def fold_heading(text: str) -> str:
    """A heading folded for comparison: punctuation gone, slashes and ampersands alike, contractions in full.

    >>> fold_heading("By When ?"), fold_heading("What we’ll do")
    ('by when', 'what we will do')
    """
    if _PLAIN.fullmatch(text):
        return text
    text = _PUNCTUATION.sub(" ", fold(text)).replace("&", " and ")
    text = _CONTRACTION.sub(lambda found: _CONTRACTED[found.group()], text)
    return _JOINT.sub(r"\1", " ".join(text.split())).strip(" -/")


def _variants(heading: str) -> list[tuple[str, float]]:
    """The heading as it is, then with what may be set aside: brackets, dates, a number, small words at its ends."""
    found = [(heading, 1.0)]
    for weight, change in ((0.95, _BRACKETED), (0.95, _DATED), (0.95, _NUMBER)):
        stripped = re.sub(r"\s+", " ", change.sub(" ", found[-1][0])).strip(" -/")
        if stripped and stripped != found[-1][0]:
            found.append((stripped, weight))
    text = found[-1][0]
    if len(text.split()) > 2 * LONGEST_HEADING:
        return found  # no heading, and each of many small words would be a variant
    while (shorter := _EDGE_WORDS.sub("", text).strip(" -/")) != text and shorter:
        text = shorter
        found.append((text, 0.9))
    return found


@lru_cache(maxsize=4096)
def match_heading(text: str) -> Mapping[str, float]:
    """Give the roles that a heading may stand for, each with its weight; empty where it is none that is known.

    >>> sorted(match_heading("Lead Officer:").items())
    [('owner', 1.0)]
    >>> dict(match_heading("Population, mid-year estimate"))
    {}
    """
    heading = fold_heading(text)
    if not heading or len(heading.split()) > LONGEST_HEADING:
        return {}
    known = read_lexicon()
    lexicon = known.roles
    variants = _variants(heading)
    for variant, weight in variants:
        if variant in lexicon:
            return {role: weight * value for role, value in lexicon[variant].items()}
    if not any(map(str.isalpha, heading)):
        return {}
    if asked := _behind_a_label(text):
        return asked
    if found := lexicon.get(known.by_words.get(_sorted_words(heading), "")):
        return {role: _OTHER_ORDER * value for role, value in found.items()}
    for variant, weight in variants:
        if len(variant) >= 5:
            near = process.extractOne(
                variant, _as_long_as(len(variant)), scorer=fuzz.ratio, score_cutoff=SPELLING_FLOOR
            )
            if near is not None and _is_spelling(variant, near[0]):
                return {role: weight * value * near[1] / 100 for role, value in lexicon[near[0]].items()}
    return (
        _of_two_languages(heading, lexicon)
        or _run_together(heading, lexicon)
        or _for_readers([variant for variant, _ in variants], known)
        or _greatest(_asked(heading), _contained(heading, known))
    )


def _behind_a_label(text: str) -> Mapping[str, float]:
    """What a label and the question behind it say together: "Time-bound: by when?"."""
    label, _, rest = text.partition(":")
    if not (rest.rstrip().endswith("?") and stands_in_lexicon(label)):
        return {}
    return _greatest(match_heading(label), match_heading(rest))


@lru_cache(maxsize=256)
def _as_long_as(letters: int) -> tuple[str, ...]:
    """The headings of the lexicon that may be another spelling of one of so many letters: the likeness is twice the
    letters in common to the letters of both."""
    shortest = SPELLING_FLOOR / (200.0 - SPELLING_FLOOR)  # as a share of the longer
    known = read_lexicon().roles
    return tuple(one for one in known if min(len(one), letters) >= shortest * max(len(one), letters))


def _greatest(*said: Mapping[str, float]) -> Mapping[str, float]:
    """The greater weight of each role."""
    return {role: max(one.get(role, 0.0) for one in said) for role in dict.fromkeys(chain.from_iterable(said))}


def _sorted_words(heading: str) -> tuple[str, ...]:
    return tuple(sorted(heading.split()))


def _is_spelling(heading: str, known: str) -> bool:
    """Whether a heading is a known one in another spelling, and not one with another word in it ("how we will do it",
    "how we will judge it")."""
    words, others = heading.split(), known.split()
    if len(words) == len(others):
        return all(fuzz.ratio(*pair) >= SAME_WORD for pair in zip(words, others, strict=True))
    return fuzz.ratio("".join(words), "".join(others)) >= RUN_TOGETHER


@lru_cache(maxsize=4096)
def is_known_to_be_none(text: str) -> bool:
    """Whether the lexicon has a heading as one that names no role.

    >>> is_known_to_be_none("Telephone"), is_known_to_be_none("Lead officer"), is_known_to_be_none("Bright ideas")
    (True, False, False)
    """
    found = _entry(text)
    return found is not None and not read_lexicon().roles[found]


def stands_in_lexicon(text: str) -> bool:
    """Whether the lexicon has a heading as a whole, whatever role it names, if any.

    >>> stands_in_lexicon("Lead officer:"), stands_in_lexicon("Priority"), stands_in_lexicon("Bright ideas")
    (True, True, False)
    """
    return _entry(text) is not None


def _entry(text: str) -> str | None:
    lexicon = read_lexicon().roles
    return next((variant for variant, _ in _variants(fold_heading(text)) if variant in lexicon), None)


def names_a_revised_date(text: str) -> bool:
    """Tell whether a heading is that of a date which takes the place of another.

    >>> names_a_revised_date("Revised target date"), names_a_revised_date("Revised actions")
    (True, False)
    """
    said = _what_is_revised(text)
    return max(said, key=said.__getitem__, default="") == "timescale"


def may_name_a_revised_date(text: str) -> bool:
    """Tell whether a heading is that of what takes the place of another, which may be a date: "Revised target"."""
    return "timescale" in _what_is_revised(text)


@lru_cache(maxsize=1024)
def _what_is_revised(text: str) -> Mapping[str, float]:
    """The roles of a heading without the word that says it takes the place of another; none where it has none."""
    words = _PUNCTUATION.sub(" ", _BRACKETED.sub(lambda match: f" {match[0][1:-1]} ", fold_heading(text))).split()
    before, behind = read_lexicon().revised
    words = words[not read_lexicon().again.isdisjoint(words[:1]) :]
    if not 2 <= len(words) <= LONGEST_HEADING:
        return {}
    if words[0] in before:
        return match_heading(" ".join(words[1:]))
    return match_heading(" ".join(words[:-1])) if words[-1] in behind else {}


def _of_two_languages(heading: str, lexicon: Mapping[str, Mapping[str, float]]) -> Mapping[str, float]:
    """The roles of a heading printed in two languages ("Canlyniad / Outcome"): those of the half that is known.

    Where both halves are known, they must agree; a heading that names two things ("Lead/Deadline") is none of these.
    """
    halves = [half.strip() for half in re.split(r"[/|]", heading)]
    known = [roles for half in halves if (roles := lexicon.get(half))]
    if len(halves) != 2 or len({frozenset(roles) for roles in known}) != 1:
        return {}
    return {role: 0.95 * value for role, value in known[0].items()}


def _run_together(heading: str, lexicon: Mapping[str, Mapping[str, float]]) -> Mapping[str, float]:
    """The roles of two headings run together ("Outcome Timescale", "By whom and when"), one of which is that of the
    dates; first day and last joined are a timescale."""
    words = heading.replace("/", " / ").split()
    for cut in range(1, len(words)):
        joined = words[cut] in _JOINING
        halves = [lexicon.get(" ".join(part), {}) for part in (words[:cut], words[cut + joined :])]
        sure = [next((role for role, weight in half.items() if weight >= 1.0), None) for half in halves]
        if None in sure or sure[0] == sure[1] or "timescale" not in sure:
            continue
        roles = {"timescale"} if joined and "start" in sure else sure
        return {role: 0.85 for role in roles if role is not None}
    return {}


def _asked(heading: str) -> Mapping[str, float]:
    """The role of a heading that asks a question in words of its own; the first kind of question that fits counts."""
    first, *rest = heading.split()
    asked = [word for word, after in pairwise([*rest, ""]) if not (word in _HELPING and after in _SUBJECTS)]
    for question in read_lexicon().questions:
        if first == question.begins and not question.holds.isdisjoint(asked):
            return {question.role: _ASKED_IN_FULL if heading.endswith(question.ends) else _ASKED}
    return {}


def _for_readers(variants: Iterable[str], lexicon: HeaderLexicon) -> Mapping[str, float]:
    """The weight of progress where a heading of it says whom it is told: "Update for the Equality Board", "Board
    update"."""
    told = [found for variant, form in product(variants, _TOLD) if (found := form.fullmatch(variant))]
    accounts = (lexicon.roles.get(found["account"], {}) for found in told if found["reader"] in lexicon.readers)
    most = max((roles.get("progress", 0.0) for roles in accounts), default=0.0)
    return {"progress": _FOR_READERS * most} if most else {}


def _contained(heading: str, lexicon: HeaderLexicon) -> Mapping[str, float]:
    """The roles of the longest known headings that stand as whole words inside a longer one."""
    padded = f" {heading.replace('/', ' / ')} "
    best: dict[str, float] = {}
    known_none = 0
    asks = {question.begins for question in lexicon.questions}  # alone they head a column: "What", "Who", "When"
    for known in {known for word in padded.split() for known in lexicon.by_first.get(word, ())}:
        if f" {known} " not in padded or known.endswith(_UNFINISHED) or known in asks:
            continue
        roles = lexicon.roles[known]
        words = known.split()
        whole = len(words) / len(heading.split())
        at_edge = padded.startswith(f" {known} ") or padded.endswith(f" {known} ")
        weight = 0.5 + 0.35 * whole if len(words) > 1 else (0.35 + 0.35 * whole if at_edge else 0.0)
        if not roles:
            known_none = max(known_none, len(words))
        for role, value in roles.items():
            best[role] = max(best.get(role, 0.0), weight * value)
    return {} if known_none > 1 else best
