"""Words into lines, lines into a cell's text: which line break the author made, which hyphen the word needs.

A line break is the author's where the next line's first word would have fitted on the line before, where a list item
starts, or where the leading is wider than between the wrapped lines of the table. All other line breaks become one
space.
"""

from __future__ import annotations

import itertools
import re
from bisect import bisect_left, bisect_right
from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache
from math import inf
from operator import attrgetter
from typing import NamedTuple

from extractors.common_words import is_common
from extractors.pdf.page import Word
from extractors.pdf.settings import Settings

BULLET = re.compile(r"^[•▪●◦‣➢✓❖■□○·∙–*o-]$|^[•▪●◦‣➢❖■□○∙](?=\w)")
_PHRASE_GAP = 0.62  # letter sizes: a wider gap ends a phrase
_COLUMN_GAP = (
    0.4  # letter sizes: the same before a word that starts where a column's text does; spaces are 0.25 to 0.35
)
_AT_START = 1.0  # points
_BULLET_GAP = 24.0  # points between a bullet and its text, at most
_SOFT_HYPHEN = "\u00ad"
_HYPHENS = ("-", "\u2010", _SOFT_HYPHEN)
_LINE_END_HYPHEN = re.compile(r"[^\W\d_][-\u2010]$")
_HYPHEN_AT_END = re.compile(r"[^\W_][-\u2010]$")
_ENDS_IN_CAPITALS = re.compile(r"[A-Z]{2}$")  # an abbreviation, which no maker breaks
_ENDS_IN_DASH = re.compile(r"[^\W_][\u2013\u2014]$")  # "Apr–", wrapped before "Jun": no space stood before it
_BETWEEN_HALVES = frozenset(["and", "or", "to", "a", "nor"])
_SPLIT = re.compile(r"[^\w'’]+")
# first parts that English writes with a hyphen before a whole word
_PREFIXES = frozenset(
    [
        "all",
        "anti",
        "bi",
        "by",
        "co",
        "counter",
        "cross",
        "cyber",
        "de",
        "dis",
        "double",
        "e",
        "ex",
        "extra",
        "face",
        "five",
        "follow",
        "four",
        "full",
        "half",
        "high",
        "hyper",
        "ill",
        "in",
        "inter",
        "intra",
        "large",
        "life",
        "long",
        "low",
        "macro",
        "mass",
        "mid",
        "micro",
        "mini",
        "multi",
        "near",
        "neo",
        "non",
        "off",
        "on",
        "one",
        "open",
        "out",
        "over",
        "part",
        "peer",
        "per",
        "post",
        "pre",
        "pro",
        "pseudo",
        "quasi",
        "re",
        "ready",
        "real",
        "self",
        "semi",
        "short",
        "single",
        "six",
        "sub",
        "super",
        "step",
        "ten",
        "third",
        "three",
        "trans",
        "two",
        "ultra",
        "un",
        "under",
        "up",
        "well",
        "wide",
        "wheel",
        "work",
        "year",
        "zero",
    ]
)
_ALWAYS_JOINED = frozenset(
    [
        "de",
        "dis",
        "in",
        "inter",
        "intra",
        "micro",
        "off",
        "out",
        "over",
        "per",
        "pre",
        "pro",
        "re",
        "sub",
        "super",
        "trans",
        "un",
        "up",
        "wheel",
        "work",
        "ready",
    ]
)


_HYPHENED_PREFIXES = _PREFIXES - _ALWAYS_JOINED
_NO_WORDS = frozenset(["con", "de", "dis", "per", "pro", "re", "un"])  # what follows them is joined, a word or not


class Line(NamedTuple):
    """Words of one printed line from left to right."""

    words: tuple[Word, ...]
    x0: float
    top: float
    x1: float
    bottom: float
    base: float
    size: float

    @property
    def text(self) -> str:
        """The line's words parted by single spaces."""
        return " ".join([word.text for word in self.words])  # a list: many times a page, and joined twice as fast


def bold_share(words: Sequence[Word]) -> float:
    """Return the share of some words that are in bold, 0 to 1; there is at least one."""
    return sum([word.bold for word in words]) / len(words)


@dataclass(frozen=True, slots=True)
class Hyphenation:
    """Which words the document writes in one piece and which with a hyphen, folded to lower case."""

    whole: frozenset[str] = frozenset()
    hyphenated: frozenset[str] = frozenset()


def learn_hyphenation(words: Iterable[str], known: Hyphenation | None = None) -> Hyphenation:
    """Collect a document's words, as evidence for words broken at a line's end; `known` was learnt before."""
    whole: set[str] = set(known.whole) if known else set()
    hyphenated: set[str] = set(known.hyphenated) if known else set()
    for word in set(words):
        if word.isalpha():
            if len(word) > 3:
                whole.add(word.casefold())
            continue
        for part in _SPLIT_KEEPING_HYPHENS.split(word.casefold()):
            if "-" in part.strip("-"):
                hyphenated.add(part.strip("-"))
            elif len(part) > 3 and not part.endswith("-"):
                whole.add(part)
    return Hyphenation(frozenset(whole), frozenset(hyphenated))


_SPLIT_KEEPING_HYPHENS = re.compile(r"[^\w'’-]+")


def join_hyphenated(before: str, after: str, known: Hyphenation) -> str:
    """Join the two parts of a word broken after a hyphen; `before` ends with the hyphen.

    >>> join_hyphenated("multi-", "agency", Hyphenation())
    'multi-agency'
    >>> join_hyphenated("organi-", "sation", Hyphenation(whole=frozenset({"organisation"})))
    'organisation'
    >>> join_hyphenated("LGBT-", "inclusive", Hyphenation())
    'LGBT-inclusive'
    """
    if before.endswith(_SOFT_HYPHEN):
        return before[:-1] + after
    stem, lead = before[:-1], after[:1]
    if not lead.islower() or _ENDS_IN_CAPITALS.search(stem) is not None:
        return before + after
    halves = _Halves(_SPLIT.split(stem.casefold())[-1], _SPLIT.split(after.casefold())[0], known)
    joins = next((rule.joins for rule in _HYPHEN_RULES if rule.holds(halves)), False)
    return stem + after if joins else before + after


class _Halves(NamedTuple):
    """The two parts of a word broken after a hyphen, folded, and the words that the document writes."""

    left: str
    right: str
    known: Hyphenation

    @property
    def open_as_joined(self) -> bool:
        """Whether the first part is a prefix that is mostly joined to what follows it."""
        return self.left in _ALWAYS_JOINED and len(self.right) > 3


def _is_prefix_of_word(halves: _Halves) -> bool:
    """Whether what follows a prefix that is else joined is a word by itself."""
    left, right, known = halves
    if not halves.open_as_joined:
        return False
    return right in known.whole or (left not in _NO_WORDS and is_common(right))


class _HyphenRule(NamedTuple):
    """When two parts are joined, or keep their hyphen; the first rule that holds decides."""

    name: str
    holds: Callable[[_Halves], bool]
    joins: bool


_HYPHEN_RULES = (
    _HyphenRule("written_so", lambda of: f"{of.left}-{of.right}" in of.known.hyphenated, joins=False),
    _HyphenRule("written_whole", lambda of: of.left + of.right in of.known.whole, joins=True),
    _HyphenRule("torn", lambda of: _is_torn(of.left, of.right), joins=True),  # organi-sation
    _HyphenRule("prefix", lambda of: of.left in _HYPHENED_PREFIXES, joins=False),  # multi-agency
    _HyphenRule("two_words", lambda of: {of.left, of.right} <= of.known.whole, joins=False),
    _HyphenRule("before_a_word", _is_prefix_of_word, joins=False),  # in-depth, work-based
    _HyphenRule("joined_prefix", lambda of: of.open_as_joined, joins=True),
    _HyphenRule("no_word", lambda of: any(map(_cannot_stand_alone, of[:2])), joins=True),  # employ-ment
    # the page holds the right part as a word of its own line: adminis-trative
    _HyphenRule("tail", lambda of: of.left not in of.known.whole and _is_tail(of.right), joins=True),
)


def _is_torn(left: str, right: str) -> bool:
    """Whether two parts are one common word in one piece."""
    return min(len(left), len(right)) > 1 and is_common(left + right)


def _goes_over_hyphen(last: str, below: Line) -> bool:
    """Whether a line goes on from a word that ends in a hyphen: "work-", "force"; "2025-", "26".

    "Short- and" goes on with a space.
    """
    first = below.words[0].text
    if not _HYPHEN_AT_END.search(last) or first.casefold() in _BETWEEN_HALVES:
        return False
    goes_on = first[:1].isdigit() if last[-2].isdigit() else first[:1].islower()
    return goes_on and not starts_item(below)


def _may_go_over_hyphen(last: str, below: Line) -> bool:
    """Whether a line goes on from a word that ends in a hyphen where the author broke no line: "Anti-", "Racism"."""
    if last.endswith(_SOFT_HYPHEN):
        return True
    return _LINE_END_HYPHEN.search(last) is not None and below.words[0].text[:1].isalnum()


_ENDINGS = frozenset(
    [
        "ability",
        "able",
        "ably",
        "age",
        "agement",
        "ality",
        "ally",
        "ance",
        "ances",
        "ation",
        "ational",
        "ations",
        "ative",
        "bility",
        "ble",
        "cation",
        "cations",
        "cies",
        "cil",
        "cils",
        "cing",
        "cy",
        "dence",
        "ded",
        "ders",
        "ding",
        "ence",
        "ences",
        "ency",
        "ent",
        "ently",
        "ering",
        "ers",
        "ery",
        "ful",
        "fully",
        "ging",
        "hood",
        "ible",
        "ies",
        "ification",
        "ing",
        "ingly",
        "ings",
        "ised",
        "ises",
        "ising",
        "isation",
        "isations",
        "ission",
        "issions",
        "ities",
        "ition",
        "itions",
        "ity",
        "ive",
        "ively",
        "ives",
        "ization",
        "less",
        "lity",
        "ly",
        "ment",
        "mental",
        "mentation",
        "ments",
        "ness",
        "ning",
        "nities",
        "nity",
        "ons",
        "ously",
        "ployed",
        "ployee",
        "ployees",
        "ployer",
        "ployment",
        "ries",
        "ry",
        "sation",
        "sations",
        "sing",
        "sion",
        "sional",
        "sions",
        "ship",
        "ships",
        "sive",
        "sure",
        "sures",
        "tance",
        "tation",
        "tations",
        "ted",
        "ter",
        "ters",
        "tial",
        "tially",
        "tice",
        "tices",
        "tics",
        "ties",
        "ting",
        "tion",
        "tional",
        "tions",
        "tive",
        "tives",
        "tunities",
        "tunity",
        "ture",
        "tures",
        "ty",
        "menting",
        "mented",
        "munities",
        "munity",
        "nals",
        "nalities",
        "onal",
        "onally",
        "onals",
        "ional",
        "portunities",
        "teristics",
        "ution",
        "utions",
        "vices",
        "velop",
        "velopment",
    ]
)


_LONG_ENDINGS = "|".join(sorted(ending for ending in _ENDINGS if len(ending) >= 5))
_TAIL = re.compile(rf"(?!stations?$)[^aeiouy]{{2,}}(?:{_LONG_ENDINGS})")
_NO_WORD = re.compile(rf"[^aeiouy]*|.|{'|'.join(sorted(_ENDINGS))}")  # no vowel, one letter, or a bare ending


def _is_tail(part: str) -> bool:
    """Whether a part is a long ending after consonants alone, as in adminis-trative, and so hardly a word by itself."""
    return _TAIL.fullmatch(part) is not None


def _cannot_stand_alone(part: str) -> bool:
    """Whether a part is no English word by itself: no vowel, one letter, or a bare ending."""
    return _NO_WORD.fullmatch(part) is not None


def lines_of(words: Sequence[Word], settings: Settings) -> list[Line]:
    """Group level words into lines from top to bottom, each from left to right."""
    if not words:
        return []
    ordered = sorted(words, key=_BASE_THEN_X)
    if ordered[0].base == ordered[-1].base:
        return [_line_of(ordered)]
    found: list[list[Word]] = []
    base = size = 0.0
    share = 1 - settings.line_overlap
    for word in ordered:
        if found and word.base - base <= share * (size if size < word.size else word.size):
            found[-1].append(word)
            if word.size > size:  # a superscript does not move the line
                base, size = word.base, word.size
        else:
            found.append([word])
            base, size = word.base, word.size
    return [_line_of(group) for group in found]


_BASE_THEN_X = attrgetter("base", "x0")
_X = attrgetter("x0")


def _line_of(words: list[Word]) -> Line:
    word = words[0]
    if len(words) == 1:
        return Line((word,), word.x0, word.top, word.x1, word.bottom, word.base, word.size)
    words.sort(key=_X)
    first = longest = words[0]
    text, x0, top, x1, bottom = first[:5]
    most = len(text)
    for word in words:  # in one loop, as there are thousands of lines and parts of lines on some pages
        text, _, own_top, own_x1, own_bottom = word[:5]
        if len(text) > most:  # the longest word tells the line's letters: bullets and raised numbers are set in others
            longest, most = word, len(text)
        top = own_top if own_top < top else top  # `min` and `max` would take three times as long
        x1 = own_x1 if own_x1 > x1 else x1
        bottom = own_bottom if own_bottom > bottom else bottom
    return Line(tuple(words), x0, top, x1, bottom, longest.base, longest.size)


@lru_cache(maxsize=1024)  # several steps ask for the same parts of a page's lines
def split_line(line: Line, gap: float) -> tuple[Line, ...]:
    """Split a line where the white space between two words is wider than `gap` points; a bullet stays with its text."""
    words = line.words
    cuts = [at for at, (before, word) in enumerate(itertools.pairwise(words), 1) if word.x0 - before.x1 > gap]
    kept: list[int] = []
    start = 0
    for at in cuts:
        if at - start > 1 or not _is_bullet_of(words[start], words[at]):
            kept.append(at)
            start = at
    return _cut_at(line, kept)


def split_phrases(line: Line, starts: Sequence[float] = ()) -> Sequence[Line]:
    """Split a line where no space between words is so wide; less will do where text of a column starts (`starts`)."""
    parts = split_line(line, _PHRASE_GAP * line.size)
    if not starts:
        return parts
    gap = _COLUMN_GAP * line.size
    return [phrase for part in parts for phrase in _cut_at(part, _at_starts(part.words, gap, starts))]


def _at_starts(words: Sequence[Word], gap: float, starts: Sequence[float]) -> list[int]:
    """The places of words behind a gap that begin where text of a column starts."""
    return [
        at
        for at, (before, word) in enumerate(itertools.pairwise(words), 1)
        if word.x0 - before.x1 > gap and any(abs(word.x0 - start) <= _AT_START for start in starts)
    ]


def _cut_at(line: Line, cuts: Sequence[int]) -> tuple[Line, ...]:
    """Cut a line before some of its words; itself where there are none."""
    if not cuts:
        return (line,)
    words = line.words
    return tuple([_line_of([*words[start:end]]) for start, end in itertools.pairwise([0, *cuts, len(words)])])


def split_at(line: Line, edges: Sequence[float]) -> tuple[Line, ...]:
    """Split a line where a space as wide as between phrases stands, or one wider than within them over an edge.

    The edges rise.
    """
    least = _PHRASE_GAP * line.size, _COLUMN_GAP * line.size  # where no edge is over the space, and where one is
    cuts = [
        at
        for at, (before, word) in enumerate(itertools.pairwise(line.words), 1)
        if word.x0 - before.x1 > least[bisect_left(edges, word.x0) > bisect_right(edges, before.x1)]
    ]
    return _cut_at(line, cuts)


def extents_of(parts: Iterable[Line], apart: float = 0.0) -> list[tuple[float, float]]:
    """How far texts reach from left to right, as one where they overlap or stand no more than `apart` points apart."""
    found: list[tuple[float, float]] = []
    for part in sorted(parts, key=lambda part: part.x0):
        if found and part.x0 <= found[-1][1] + apart:
            found[-1] = (found[-1][0], max(found[-1][1], part.x1))
        else:
            found.append((part.x0, part.x1))
    return found


def _is_bullet_of(before: Word, word: Word) -> bool:
    """Whether a word is the bullet of the text after it, and not a tick or a dash in a column of its own."""
    return (
        BULLET.match(before.text) is not None
        and word.x0 - before.x1 <= max(_BULLET_GAP, 2.5 * word.size)
        and not BULLET.match(word.text)
    )


def usual_leading(columns: Iterable[Sequence[Line]]) -> dict[int, float]:
    """Give the distance in points between the baselines of wrapped lines, for each letter size in half points."""
    counts: dict[int, Counter[float]] = {}
    for lines in columns:
        for above, below in itertools.pairwise(lines):
            pitch = below.base - above.base
            size = min(above.size, below.size)
            if 0.8 * size <= pitch <= 1.9 * size and abs(above.size - below.size) < 0.6:
                counts.setdefault(round(2 * size), Counter())[round(2 * pitch) / 2] += 1
    usual: dict[int, float] = {}
    for size, counter in counts.items():
        most = max(counter.values())
        usual[size] = min(pitch for pitch, times in counter.items() if times >= max(1, most / 4))
    return usual


@dataclass(frozen=True, slots=True)
class Measure:
    """How far the lines of a column run: `right` is where a line must end at the latest, None where unknown."""

    left: float
    right: float | None
    leading: dict[int, float]


def text_of(lines: Sequence[Line], measure: Measure, known: Hyphenation, settings: Settings) -> tuple[str, int]:
    """Give a cell's text and how many words were joined at a line's end (each of them two on the page)."""
    text, joined = "", 0
    for index, line in enumerate(lines):
        words = line.text
        if index == 0:
            text = words
            continue
        between = _between(lines[index - 1], line, measure, known, settings)
        if between is None:
            head, blank, tail = words.partition(" ")
            start = max(text.rfind(" "), text.rfind("\n")) + 1
            text = text[:start] + join_hyphenated(text[start:], head, known) + blank + tail
        else:
            text += between + words
        joined += not between
    return text, joined


def _between(above: Line, below: Line, measure: Measure, known: Hyphenation, settings: Settings) -> str | None:
    """What stands between two lines of a text: a line break, a space, nothing in a word; None where a hyphen does."""
    last = above.words[-1].text
    hyphened = last.endswith(_HYPHENS)
    if hyphened and _goes_over_hyphen(last, below):
        return None
    if is_author_break(above, below, measure, settings):
        return "\n"
    if hyphened and _may_go_over_hyphen(last, below):
        return None
    return "" if _ENDS_IN_DASH.search(last) or _is_broken(above, below, measure, known) else " "


def _is_broken(above: Line, below: Line, measure: Measure, known: Hyphenation) -> bool:
    """Whether the producer broke a word that is wider than its cell, without a hyphen.

    Such a word mostly stands alone on its line and fills it; and what goes on below is no word, or the two are one that
    the document uses elsewhere.
    """
    if measure.right is None or measure.right - above.x1 > 0.6 * above.size:
        return False
    left, right = above.words[-1].text, below.words[0].text
    if len(above.words) > 1:  # a word broken after others: only where its end is none and the document writes it whole
        return len(right) > 2 and _cannot_stand_alone(right) and (left + right).casefold() in known.whole
    if len(below.words) == 1 and _BROKEN_NUMBER.search(f"{left} {right}"):
        return True
    right = right.rstrip(".,;:)")
    if (left.rpartition("/")[2] + right).casefold() in _CALENDAR:
        return True
    return _BROKEN_WORD.fullmatch(f"{left} {right}") is not None and _are_one_word(left, right, known)


def _are_one_word(left: str, right: str, known: Hyphenation) -> bool:
    """Whether two parts are one word of the document, or the second is none by itself."""
    if not (left[-1] + right).islower():
        return False
    if right in _SHORT_WORDS:
        return False
    return (left + right).casefold() in known.whole or _cannot_stand_alone(right)


# two parts with a space between them: a date; a sum of money or a number that lacks some of its last three digits
_BROKEN_NUMBER = re.compile(r"/\S*\d \d{1,3}$|\d,\d \d\d$|\d,\d\d \d$")
_BROKEN_WORD = re.compile(r"\S{3,}[^\W\d_] [^\W\d_]+")
_CALENDAR = frozenset(
    [
        "january",
        "february",
        "april",
        "august",
        "september",
        "october",
        "november",
        "december",
        "spring",
        "summer",
        "autumn",
        "winter",
    ]
)

_SHORT_WORDS = frozenset(
    ["a", "and", "as", "at", "by", "for", "in", "is", "of", "on", "or", "out", "the", "to", "up", "with"]
)


def is_author_break(above: Line, below: Line, measure: Measure, settings: Settings) -> bool:
    """Whether the author, and not the width of the column, ended the line `above`."""
    if starts_item(below):
        return True
    usual = measure.leading.get(round(2 * min(above.size, below.size)), inf)
    pitch = below.base - above.base
    if pitch > usual + max(1.2, settings.leading_slack * below.size):
        return True
    if abs(above.size - below.size) > 1.5:
        return True
    if measure.right is None:
        return False
    first = below.words[0]
    space = 0.28 * above.size
    used = above.x1 - above.x0 + space + first.x1 - first.x0
    return used + settings.fit_slack <= measure.right - min(above.x0, below.x0)


def starts_item(line: Line) -> bool:
    """Whether a line starts with a bullet."""
    first = line.words[0].text
    if not BULLET.match(first):
        return False
    if first not in _AFTER_SIGN:
        return True
    least = _AFTER_SIGN[first] * line.size
    return any(after.x0 - sign.x1 > least for sign, after in itertools.pairwise(line.words[:2]))


# signs that are words too, and how wide a gap behind them, in letter sizes, makes them bullets
_AFTER_SIGN = {"–": inf, "-": 0.5, "*": 0.5, "o": -inf}
