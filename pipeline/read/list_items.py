"""One line into an action and its particulars: "Train the wardens (Head of Housing, March 2031)".

The words that say who and when may stand in brackets, behind a dash, in a last sentence, or under labels of their own.
Each way to cut a line is a candidate; what its pieces say for an owner and a date is added up, and the best cut counts.
Words that no piece accounts for stay with the action.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Container, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from typing import NamedTuple

from pipeline.fold import fold, fold_space
from pipeline.lexicon_file import read_lexicon_file
from pipeline.normalise.owner import looks_like_owner
from pipeline.normalise.timescale import find_closing_timescale, find_timescale_in_prose, parse_timescale
from pipeline.read.content import says_when
from pipeline.read.headers import match_heading
from pipeline.read.structure import opens_with_a_verb, split_label, split_reference

MARK = re.compile(r"^\s*(?:[•·▪●◦‣○■□➢➤✓\uf0b7*–—-]\s+|[•·▪●◦‣\uf0b7]|\(?(?:\d{1,2}|[a-z]|[ivx]{1,4})[.)]\s+)")
_BRACKET = re.compile(
    r"\s*[(\[](?P<inner>[^()\[\]]{2,140}(?:\([^()]{1,30}\)[^()\[\]]{0,60})?)[)\]]\s*(?:[;,]\s*(?:and|or)\b|[.;,])?\s*$"
)
_BREAK = re.compile(r"\s+[–—-]\s+|\s*[|\t]\s*|\s*;\s+|(?<=[.!?:])\s+(?=\S)|\n")
_SENTENCE_END = re.compile(r"(?<=[.!])\s+(?=[A-Z])|\n")
_COMMA = re.compile(r",\s+(?=[A-Z])")
_SEPARATOR = re.compile(r"\s*[,;|•·]\s*|\s+[–—/-]\s+|\.\s+|\s*:\s+|\n")
_LABEL = re.compile(r"(?:^|(?<=[\s;,.|/(–—-]))(?P<label>[A-Z][A-Za-z’' ]{1,30}?)\s*(?::|\s[–—-]\s)\s*")
WILL = re.compile(r"\b(?:will|shall)\b", re.IGNORECASE)
_HAPPENED = re.compile(r"(?<!be )\b(?:\w{3,}ed|made|held|met|written|taken)\b", re.IGNORECASE)  # before a date
_ARTICLE = re.compile(r"^the\s+", re.IGNORECASE)
_SURE = 0.8  # weight of a label's wording from which it counts
_OWNER, _OWNER_BESIDE_DATE = 0.8, 0.5  # likeness to an owner from which words are one: alone, and beside a date
_READ = 0.5  # how far words say when from which they may be cut off for that
_LONGEST_TAIL = 24  # words
_WORDS_OF_TAIL = range(1, _LONGEST_TAIL + 1)
_IN_PROSE = 0.6  # what a date counts that stands in the words of the action
_LEAST_WORDS = 2  # of an action
# what a cut costs beside the others, by the marks that make it
_COSTS = {"bracket": 0.0, "label": 0.0, "break": 0.3, "comma": 1.0}  # a comma alone parts who and when only together


class _Wordings(NamedTuple):
    """How sentences say who sees to something (`lexicons/sentences.toml`)."""

    subject: re.Pattern[str]  # an owner before what it will do
    over_a_list: re.Pattern[str]  # what a line says of the list under it
    opening: re.Pattern[str]  # that a body will do what stands below
    promise: re.Pattern[str]  # that it will do what follows
    told: tuple[re.Pattern[str], ...]  # an owner and that it is responsible
    dated: re.Pattern[str]  # when "this" will be done
    everybody: frozenset[str]
    of_orders: frozenset[str]  # what stands behind the verb of an order


@lru_cache(maxsize=1)
def _wordings() -> _Wordings:
    """Read the lexicon that comes with the package."""
    words = read_lexicon_file("pipeline.read", "sentences.toml")
    verbs, behind, before, ourselves, dated = (
        "|".join(map(re.escape, words[key]))
        for key in ("before_a_verb", "behind_owners", "before_owners", "ourselves", "before_dates")
    )
    who = r"(?:the\s+)?(?P<who>(?-i:[A-Z])[^,;:.|\u2013\u2014]{1,60}?)"
    return _Wordings(
        re.compile(rf"{who}\s+(?:{verbs})\s+[a-z]", re.IGNORECASE),
        re.compile(
            rf"(?P<words>[^:.]{{3,90}}?),?(?:\s+(?:{ourselves}))?(?:\s+(?:will|shall)(?: also)?)?:", re.IGNORECASE
        ),
        re.compile(rf"(?:.*\W)?(?:{ourselves})\s+(?:will|shall|are going to)(?: also)?:?", re.IGNORECASE),
        re.compile(rf"(?:{ourselves})\s+(?:will|shall|are going to)\s+[a-z]"),
        (
            re.compile(rf"{who}\s+(?:{behind})\b", re.IGNORECASE),
            re.compile(rf"(?:{before})\s+{who}(?=\s+(?:and|by|in|from|with)\s|[,;:.]|$)", re.IGNORECASE),
        ),
        re.compile(rf"(?:{dated}),?\s+(?P<when>\S.*)", re.IGNORECASE),
        frozenset(words["everybody"]),
        frozenset(words["behind_verbs"]),
    )


@dataclass(frozen=True, slots=True)
class Item:
    """A line as an action with its particulars: the texts by role, and how surely they name somebody and a time."""

    action: str
    parts: tuple[tuple[str, str], ...] = ()  # role, words
    owner: float = 0.0  # 0 to 1
    date: float = 0.0  # 0 to 1

    @property
    def full(self) -> bool:
        """Whether it names both."""
        return bool(self.owner and self.date)

    @property
    def worth(self) -> float:
        """What the particulars say, added up."""
        return self.owner + self.date


@lru_cache(maxsize=4096)
def parse_item(text: str) -> Item:
    """Return the best cut of a line. Total: a line without particulars is an action alone.

    >>> parse_item("Train the wardens (Head of Housing, March 2031).").parts
    (('owner', 'Head of Housing'), ('timescale', 'March 2031'))
    >>> parse_item("Mend the lift. Lead: Estates Manager. By when: 2032").parts
    (('owner', 'Estates Manager'), ('timescale', '2032'))
    >>> parse_item("Ask (as ever) what people need").parts
    ()
    >>> parse_item("Get quotes for a loop. Action: Town Clerk. Due: 30 May 2031").parts
    (('owner', 'Town Clerk'), ('timescale', '30 May 2031'))
    """
    best, most = Item(text), 0.0
    for kind, action, tail in _cuts(text):
        if len(action.split()) < _LEAST_WORDS:
            continue
        ways = (_labelled,) if kind == "label" else (_labelled, _sentence, _in_sentences, _unlabelled)
        found = _first_of(ways, action, tail)
        if found is not None and found.worth - _COSTS[kind] > most:
            best, most = found, found.worth - _COSTS[kind]
    if not best.owner:
        best = _with_subject(best)
    if not best.date:
        best = _with_date_in_prose(best)
    return best


def _cuts(text: str) -> Iterator[tuple[str, str, str]]:
    """The ways to cut a line: by which marks, the action, the tail that holds its particulars."""
    if bracket := _BRACKET.search(text):
        yield "bracket", text[: bracket.start()].rstrip(), bracket["inner"]
    for kind, pattern in (("break", _BREAK), ("comma", _COMMA)):
        for mark in pattern.finditer(text):
            head, tail = (
                _head(text[: mark.start()], mark.group()),
                _without_lone_bracket(text[mark.end() :].strip(" .;,")),
            )
            if 0 < len(tail.split()) <= _LONGEST_TAIL:
                yield kind, head, tail
    labels = [found for found in _LABEL.finditer(text) if found.start() and role_of_label(found["label"])]
    if labels:
        before = text[: labels[0].start()]
        yield "label", _head(before.rstrip(" (\t;,–—-"), before[-1:]), text[labels[0].start() :].strip(" ()")


def _first_of(ways: Iterable[Callable[[str, str], Item | None]], action: str, tail: str) -> Item | None:
    """The cut of a tail by the first of some ways that knows it."""
    return next(filter(None, (way(action, tail) for way in ways)), None)


def _head(text: str, mark: str) -> str:
    """The words before a cut without the marks that lead to it; a line above keeps the full stop that ends it."""
    return text.rstrip() if mark == "\n" else text.rstrip(" .,;:\n")


def role_of_label(label: str) -> str | None:
    """The role that the words of a label name without doubt; None where they name none."""
    said = match_heading(label)
    role, weight = max(said.items(), key=lambda match: match[1], default=("", 0.0))
    return role if weight >= _SURE else None


def _labelled(action: str, tail: str) -> Item | None:
    """The cut of a tail that is labelled from its first word: "Lead: Head of Housing. By when: March 2031"."""
    marks = [(found, role) for found in _LABEL.finditer(tail) if (role := role_of_label(found["label"]))]
    if not marks or marks[0][0].start():
        return None
    ends = [mark.start() for mark, _ in marks[1:]] + [len(tail)]
    parts = {}
    for (mark, role), end in zip(marks, ends, strict=True):
        parts[role] = _without_lone_bracket(tail[mark.end() : end].strip(" .;,|/\n\t–—-"))
    if "owner" not in parts and _names_who(parts.get("action", "")):
        parts = {"owner": parts.pop("action"), **parts}
    if "owner" in parts and "timescale" not in parts:
        parts["owner"], parts["timescale"] = with_date_behind(parts["owner"])
    named = tuple((role, words) for role, words in parts.items() if words)
    roles = {role for role, _ in named}
    if not roles & {"owner", "timescale"}:
        return None
    return Item(action, named, float("owner" in roles), float("timescale" in roles))


def _names_who(words: str) -> bool:
    """Whether the words behind "Action:" say who acts, as minutes write it: "Action: Town Clerk. Completed"."""
    return _is_somebody(_SEPARATOR.split(words, maxsplit=1)[0])


def _without_lone_bracket(text: str) -> str:
    """A text without the brackets at its ends that are closed or opened elsewhere, or that hold it whole."""
    inner = text.strip(" ()[]")
    return inner if all(inner.count(left) == inner.count(right) for left, right in ("()", "[]")) else text


def with_date_behind(who: str) -> tuple[str, str]:
    """Return the words of a labelled owner, and the date that a mark parts from them; "" where none does.

    >>> with_date_behind("Head of HR | By March 2031"), with_date_behind("Head of HR")
    (('Head of HR', 'By March 2031'), ('Head of HR', ''))
    """
    ways = [*_parted(who)]
    if bracket := _BRACKET.search(who):
        ways.append((who[: bracket.start()].strip(), bracket["inner"].strip()))
    dated = ((owner, date) for owner, date in ways if _as_date(date) == 1.0)
    return max(dated, key=lambda one: len(one[1]), default=(who, ""))


def _sentence(action: str, tail: str) -> Item | None:
    """The cut of a tail that tells who sees to it and perhaps by when: "The Town Clerk will arrange this by May"."""
    return _first_of((_by_subject, _told), action, tail)


def _by_subject(action: str, tail: str) -> Item | None:
    return _by_pattern(action, tail, _wordings().subject)


def _told(action: str, tail: str) -> Item | None:
    """The cut of a tail that says that somebody is responsible: "Led by the Town Clerk by May 2031"."""
    found = (_by_pattern(action, tail, pattern) for pattern in _wordings().told)
    return next((item for item in found if item is not None), None)


def _dated(action: str, tail: str) -> Item | None:
    """The cut of a tail that says when "this" will be done: "We will do this by May 2031"."""
    found = _wordings().dated.fullmatch(fold_space(tail).rstrip(" ."))
    if found is None or not _as_date(found["when"]):
        return None
    return Item(action, (("timescale", found["when"]),), date=1.0)


def _in_sentences(action: str, tail: str) -> Item | None:
    """The cut of a tail that says who and when in a sentence each: "We will do this by May. The Clerk is in charge"."""
    said = [_first_of((_dated, _told), action, part) for part in _SENTENCE_END.split(tail.strip())]
    items = [item for item in said if item is not None]
    parts = {role: words for item in items for role, words in item.parts}
    if len(items) != len(said) or not parts:
        return None
    return Item(action, tuple(parts.items()), float("owner" in parts), float("timescale" in parts))


def _by_pattern(action: str, tail: str, pattern: re.Pattern[str]) -> Item | None:
    found = pattern.match(fold_space(tail))
    if found is None or not _is_somebody(found["who"]):
        return None
    told = _with_date_in_prose(Item(tail, (("owner", found["who"]),), 1.0))
    return replace(told, action=action)


def _unlabelled(action: str, tail: str) -> Item | None:
    """The cut of a tail into who and when, in either order, or one of them."""
    whole = fold_space(tail)
    if len(whole.split()) > _LONGEST_TAIL:
        return None
    best, most = None, 0.0
    for owner, date in _divided(whole):
        who, when = _as_owner(owner), _as_date(date)
        if (owner and who < (_OWNER_BESIDE_DATE if when else _OWNER)) or (date and not when):
            continue
        if who + when > most:
            parts = tuple((role, words) for role, words in (("owner", owner), ("timescale", date)) if words)
            best, most = Item(action, parts, who, when), who + when
    return best


def _divided(tail: str) -> Iterator[tuple[str, str]]:
    """The ways to divide a tail into an owner and a date."""
    yield "", tail
    yield tail, ""
    for first, second in _parted(tail):
        yield first, second
        yield second, first


def _parted(tail: str) -> Iterator[tuple[str, str]]:
    """The ways to part a tail in two at a mark."""
    for mark in _SEPARATOR.finditer(tail):
        first, second = tail[: mark.start()].strip(), tail[mark.end() :].strip()
        if first and second:
            yield first, second


def _as_owner(words: str) -> float:
    return looks_like_owner(words) if words else 0.0


@lru_cache(maxsize=4096)
def _as_date(words: str) -> float:
    """How far words say when, 0 to 1: less for each word that no rule of dates reads."""
    if not words or len(words.split()) > _LONGEST_TAIL // 2:
        return 0.0
    reading = parse_timescale(words)
    if not says_when(reading):
        return 0.0
    unread = sum(len(phrase.split()) for phrase in reading.unread)
    read = 1.0 - 2.0 * unread / len(words.split())
    return read if read >= _READ else 0.0


def _with_date_in_prose(item: Item) -> Item:
    """The same cut with the date that stands in the words of the action, which keep it."""
    found = find_timescale_in_prose(item.action) or find_closing_timescale(item.action)
    if found is None:
        return item
    date = item.action[found.start : found.end].strip()
    return Item(item.action, (*item.parts, ("timescale", date)), item.owner, _IN_PROSE)


def _with_subject(item: Item) -> Item:
    """The same cut with the owner that is the subject of the action, whose words keep it: "The Head of HR will …"."""
    found = _wordings().subject.match(bare_action(item.action))
    if found is None or not _is_somebody(found["who"]):
        return item
    return Item(item.action, (("owner", found["who"]), *item.parts), 1.0, item.date)


def _is_somebody(who: str) -> bool:
    """Whether words name an owner, and neither everybody ("We") nor whom an order is about ("Ask our staff")."""
    behind = fold(who).split()[1:]
    if fold(who) in _wordings().everybody:
        return False
    if _wordings().of_orders.intersection(behind[:1]) and opens_with_a_verb(who):
        return False
    return looks_like_owner(who) >= _OWNER


def introduced(text: str) -> tuple[str, str] | None:
    """What a line over a list says of all its items: the role, owner or timescale, and the words; None where it says
    neither.

    >>> introduced("By March 2031 we will:"), introduced("The Head of HR will:"), introduced("Lead officer(s):")
    (('timescale', 'By March 2031'), ('owner', 'Head of HR'), None)
    >>> introduced("These actions were agreed in May 2031:"), introduced("To be completed by May 2031:")
    (None, ('timescale', 'To be completed by May 2031'))
    """
    found = _wordings().over_a_list.fullmatch(fold_space(text))
    if found is None:
        return None
    words = found["words"]
    if _HAPPENED.search(words) is not None:
        return None
    if _as_date(words) == 1.0:
        return "timescale", words
    who = _ARTICLE.sub("", words)
    return ("owner", who) if role_of_label(who) is None and _is_somebody(who) else None


@lru_cache(maxsize=4096)
def particulars(text: str) -> Item | None:
    """What a line says that is nothing but who and when, or one of them; None for a line that says more. A name alone
    may be a caption: who alone counts behind a label, or where it says that somebody is responsible.

    >>> particulars("Lead: Head of HR | By March 2031").parts
    (('owner', 'Head of HR'), ('timescale', 'By March 2031'))
    >>> particulars("We will do this by May 2031. The person in charge is the Head of HR.").parts
    (('timescale', 'by May 2031'), ('owner', 'Head of HR'))
    >>> particulars("(Head of HR, March 2031)").full, particulars("Head of HR will train all managers") is None
    (True, True)
    """
    bare = _without_lone_bracket(fold_space(text).rstrip(" .;,"))
    if MARK.match(text) or split_reference(text)[0] is not None or len(bare.split()) not in _WORDS_OF_TAIL:
        return None
    said = _first_of((_labelled, _told, _in_sentences), "", bare)
    if said is not None or opens_with_a_verb(bare):
        return said
    named = _unlabelled("", bare)
    return None if named is None or not named.date or _is_told_in_full(text) else named


def _is_told_in_full(text: str) -> bool:
    """Whether a line says what, who and when, or closes with who or when in a bracket: an action that needs no other
    line."""
    item = parse_item(text)
    closed = _BRACKET.search(text) is not None and item.action != text
    return closed or (item.full and looks_like_owner(item.action) < _OWNER)


def in_closing_bracket(text: str) -> Mapping[str, str]:
    """Return what the last bracket of a text says, by role, where it says who and perhaps when; empty where not.

    >>> in_closing_bracket("Train the wardens (Head of Housing)"), in_closing_bracket("Ask people (as ever)")
    ({'owner': 'Head of Housing'}, {})
    """
    bracket = _BRACKET.search(text)
    inner = bracket["inner"] if bracket is not None else ""
    match _labelled("", inner) or _unlabelled("", inner):
        case Item(parts=parts, owner=owner) if owner >= _OWNER:
            return dict(parts)
    return {}


def opens_a_list(text: str) -> bool:
    """Whether a line says that what is going to be done stands below it.

    >>> opens_a_list("To achieve this we will:"), opens_a_list("Key actions"), opens_a_list("Our halls:")
    (True, True, False)
    """
    folded = fold_space(text)
    said = match_heading(folded).get("action", 0.0)
    return said >= _SURE or _wordings().opening.fullmatch(folded) is not None


def promises(text: str) -> bool:
    """Tell whether a line begins with what the body itself will do, in any verb.

    >>> promises("We will teach all staff"), promises("We teach all staff")
    (True, False)
    """
    return _wordings().promise.match(fold(text)) is not None


def told_over(item: Item, roles: Container[str]) -> Item:
    """The item with what a line over its list says of it, by role: a time in the words of its action gives way to it
    ("By March 2031 we will: Publish the pay gap each year")."""
    dated = float("timescale" in roles)
    parts = tuple(part for part in item.parts if not (dated and item.date == _IN_PROSE and part[0] == "timescale"))
    return replace(item, parts=parts, owner=max(item.owner, "owner" in roles), date=max(item.date, dated))


def bare_action(text: str) -> str:
    """The words of a line without its mark, its number, and the word that says what it is.

    >>> bare_action("• Action 2.1: Mend the lift"), bare_action("ACTION: Mend the lift"), bare_action("Mend the lift")
    ('Mend the lift', 'Mend the lift', 'Mend the lift')
    """
    bare = split_reference(MARK.sub("", text))[1]
    return split_label(bare)[2]


def says_what_will_be_done(text: str) -> bool:
    """Tell whether a line begins with a verb of plans, or says what something or somebody "will" do or be.

    >>> says_what_will_be_done("Every walk will say how steep it is"), says_what_will_be_done("One in five is ill")
    (True, False)
    """
    return opens_with_a_verb(bare_action(text)) or WILL.search(text) is not None


def items_of(text: str) -> Sequence[str]:
    """The lines of a text that holds a list: those that begin with a mark, each with the lines that go on with it.

    A line in small letters goes on with the sentence above it; one with a capital may say who and when below it.

    >>> items_of("• Mend the lift\\nby spring\\n• Train staff")
    ['• Mend the lift by spring', '• Train staff']
    """
    items: list[str] = []
    for line in filter(str.strip, text.split("\n")):
        if MARK.match(line) or not items:
            items.append(line.strip())
        else:
            own = not line.strip()[0].islower() and particulars(line) is not None
            items[-1] += ("\n" if own else " ") + line.strip()
    return items
