"""Uniting one council's owners: which printed names stand for the same post, team or body.

By named levels and never by one ratio. A level gives each name keys, and names of one key are one owner:

`same_folded`   case, quotes, dashes, "&" and "and", full stops, articles
`same_post`     a person's name beside the post is left out
`council_name`  an abbreviation stands for what this council prints, not for what the general list says
`abbreviation`  an abbreviation that nobody expands fits one name of the council, or words inside one
`same_words`    the same words in another order, singular or plural
`same_service`  a service with and without "Team", "Department", "Services", unless a cell names both
`said_former`   a cell gives another name that it had or has: "(formerly ICT Services)"
`less_said`     one name says the other and where it is besides: the place, "Corporate", a bracket, an office
`same_person`   a person named alone, and with one post; two posts of one rank that one person is named with
`small_spelling` one word is a slip of the pen apart (slips.py)

A name that fits two others equally well is left alone and flagged `owner_close_second`. Nothing here ever looks across
councils, and renamed posts that no person ties stay apart: that they are one office only the council knows.

Kind, function and seniority are settled here, from the canonical name, so that every spelling of an owner has the same.
Names are grouped by keys, so a hundred thousand of them are a matter of seconds: no level compares all pairs.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Hashable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import combinations, islice, product
from typing import Literal

from pipeline.fold import fold
from pipeline.normalise.owner.abbreviations import is_short_form
from pipeline.normalise.owner.lexicon import Lexicon, owner_lexicon
from pipeline.normalise.owner.reading import OwnerMention, parse_owners
from pipeline.normalise.owner.shorter import shorter_forms
from pipeline.normalise.owner.slips import find_slips
from pipeline.normalise.owner.words import SMALL_WORDS, plain_keys

Level = Literal[
    "same_text",
    "same_folded",
    "same_post",
    "council_name",
    "abbreviation",
    "same_words",
    "same_service",
    "said_former",
    "less_said",
    "same_person",
    "small_spelling",
]

SCORES: Mapping[Level, float] = {
    "same_text": 1.0,
    "same_folded": 0.98,
    "same_post": 0.95,
    "council_name": 0.9,
    "abbreviation": 0.9,
    "same_words": 0.9,
    "same_service": 0.85,
    "said_former": 0.9,
    "less_said": 0.85,
    "same_person": 0.85,
    "small_spelling": 0.8,
}
_ORDER: tuple[Level, ...] = tuple(SCORES)
_NOT_LETTERS = re.compile(r"[^\w&/+ ]+")
_WITH_PERSON = re.compile(r"(?P<post>.+) \((?P<person>[^()]+)\)$")
_LETTERS_APART = re.compile(r"\b([A-Z])(?: and | & |&)([A-Z])\b")
_LEADING = frozenset({"the", "our", "a", "an", "councils"})  # before a name: "the Council's Disability Forum"
_MOST_WAYS = 12  # in which the abbreviations of one name are read
_LONGEST_NAME = 12  # words of a name inside which an abbreviation is looked for
_PLURAL_FROM = 4  # letters: shorter words keep their s


@dataclass(frozen=True, slots=True)
class OwnerMatch:
    """What a name was matched to: the council's canonical name, the level that decided, its score and flags.

    `kind`, `function` and `seniority` are those of the canonical name.
    """

    name: str
    level: Level
    score: float
    kind: str
    function: str
    seniority: str
    flags: tuple[str, ...] = ()


@dataclass(slots=True)
class _Name:
    """One name as read from cells, with all that is compared."""

    text: str
    kind: str
    function: str
    seniority: str
    post: str  # without the person beside it
    person: str  # key of the person named beside the post, or alone; "" where there is none
    keys: tuple[str, ...]
    readings: Counter[tuple[str, str, str]] = field(default_factory=Counter)
    cells: set[int] = field(default_factory=set)
    in_full: bool = False  # some cell prints it, and not only an abbreviation of it
    shorts: set[str] = field(default_factory=set)  # the abbreviations that cells print for it
    also: set[str] = field(default_factory=set)  # names that cells say it had or has besides

    @property
    def count(self) -> int:
        return self.readings.total()

    @property
    def owner(self) -> str:
        """The post without the person beside it, a person's name where there is no post."""
        return self.post or self.text


def match_owners(mentions: Sequence[OwnerMention], cells: Sequence[int] | None = None) -> dict[str, OwnerMatch]:
    """Match the names of one council's mentions: each `OwnerMention.name` to its canonical name.

    Names in any order, may repeat (repeats count as evidence of which spelling is meant). `cells` are the numbers of
    the cells that the mentions stand in, so that two owners of one cell stay two; without them every mention counts as
    a cell. The canonical name is one that a cell prints in full, without a person, spelt as the lexicon knows it; of
    several the commonest. Raises nothing.
    """
    lexicon = owner_lexicon()
    names = _names(mentions, range(len(mentions)) if cells is None else cells)
    groups = _Groups(names, lexicon)
    for level, keys_of in _LEVELS:
        groups.unite(level, keys_of(groups))
    return groups.matches()


def _names(mentions: Sequence[OwnerMention], cells: Iterable[int]) -> list[_Name]:
    found: dict[str, _Name] = {}
    for mention, cell in zip(mentions, cells, strict=True):
        name = found.get(mention.name)
        if name is None:
            name = found[mention.name] = _name(mention)
        name.readings[mention.kind, mention.function, mention.seniority] += 1
        name.cells.add(cell)
        name.also.update(mention.also)
        if is_short_form(mention.mention):
            name.shorts.update({mention.mention} - {mention.name})
        else:
            name.in_full = True
    return list(found.values())


def _name(mention: OwnerMention) -> _Name:
    text, post, person = mention.name, mention.name, ""
    if mention.kind == "person":
        post, person = "", text
    elif (beside := _WITH_PERSON.match(text)) is not None and mention.kind == "role":
        read = parse_owners(beside["person"]).mentions
        if [one.kind for one in read] == ["person"]:
            post, person = beside["post"], beside["person"]
    return _Name(
        text, mention.kind, mention.function, mention.seniority, post, _person_key(person), plain_keys(post or text)
    )


def _person_key(person: str) -> str:
    prefixes = owner_lexicon().person_prefixes
    return " ".join(key for key in plain_keys(person) if key not in prefixes)


def folded(text: str) -> str:
    """Fold a name: case, quotes, dashes, "&" and "and", full stops and articles make no difference."""
    words = _NOT_LETTERS.sub(" ", fold(text).replace("&", " and ").replace("'", "")).split()
    while len(words) > 1 and words[0] in _LEADING:
        words = words[1:]
    return " ".join(words)


_Keyed = Iterator[tuple[Hashable, int]]  # a key, and the number of a name that has it


class _Groups:
    """Names joined into owners, and by which level each was joined."""

    def __init__(self, names: list[_Name], lexicon: Lexicon) -> None:
        self.names = names
        self.lexicon = lexicon
        self.group_of = list(range(len(names)))
        self.members: dict[int, list[int]] = {number: [number] for number in range(len(names))}
        self.levels: dict[int, Level] = {}
        self.doubtful: set[int] = set()

    def unite(self, level: Level, keyed: _Keyed) -> None:
        """Join names of one key."""
        drawers: dict[Hashable, list[int]] = {}
        for key, number in keyed:
            drawers.setdefault(key, []).append(number)
        for numbers in drawers.values():
            groups = list(dict.fromkeys(self.group_of[number] for number in numbers))
            if len(groups) < 2:
                continue
            if level in _APART_IN_A_CELL and self.in_one_cell(groups):
                self.doubtful.update(number for number in numbers if self.in_one_cell_with(number, groups) is False)
                continue
            for number in numbers[1:]:
                self.join(self.group_of[numbers[0]], self.group_of[number], level)

    def join(self, group: int, other: int, level: Level) -> None:
        """Put two groups together, the smaller into the larger."""
        if group == other:
            return
        keep, gone = sorted((group, other), key=lambda one: (-len(self.members[one]), one))
        for number in self.members.pop(gone):
            self.group_of[number] = keep
            self.members[keep].append(number)
            self.levels.setdefault(number, level)
        for number in self.members[keep]:
            self.levels.setdefault(number, level)

    def in_one_cell(self, groups: Sequence[int]) -> bool:
        """Whether a cell names two of some groups side by side."""
        seen: set[int] = set()
        for group in groups:
            cells = set().union(*(self.names[number].cells for number in self.members[group]))
            if not seen.isdisjoint(cells):
                return True
            seen |= cells
        return False

    def in_one_cell_with(self, number: int, groups: Sequence[int]) -> bool:
        """Whether a cell names a name beside one of some other groups."""
        others = [group for group in groups if group != self.group_of[number]]
        return any(
            not self.names[number].cells.isdisjoint(self.names[other].cells)
            for group in others
            for other in self.members[group]
        )

    def matches(self) -> dict[str, OwnerMatch]:
        """Give each name its canonical one."""
        found: dict[str, OwnerMatch] = {}
        for numbers in self.members.values():
            lead = min(numbers, key=self.rank)
            name = self.canonical(lead, numbers)
            kind, function, seniority = self.settled(lead, numbers)
            for number in numbers:
                text = self.names[number].text
                level = self.levels.get(number, "same_text") if text != name else "same_text"
                flags = ("owner_close_second",) if number in self.doubtful else ()
                found[text] = OwnerMatch(name, level, SCORES[level], kind, function, seniority, flags)
        return found

    def rank(self, number: int) -> tuple[bool, bool, bool, bool, bool, int, int, str]:
        """Order of names that are one owner: the best canonical name first."""
        name = self.names[number]
        known = all(key in self.lexicon.vocabulary for key in name.keys)
        bare = not name.post
        more = name.text.endswith(")")
        return (bare, not name.in_full, bool(name.person), more, not known, -name.count, -len(name.keys), name.text)

    def canonical(self, lead: int, numbers: Sequence[int]) -> str:
        """The canonical name: the lead's, without the person where it has several spellings and one of them is so."""
        name = self.names[lead]
        several = len({self.names[number].person for number in numbers}) > 1
        bare = several and any(self.names[number].text == name.owner for number in numbers)
        return name.owner if bare else name.text

    def settled(self, lead: int, numbers: Sequence[int]) -> tuple[str, str, str]:
        """Kind, function and seniority of an owner: of the canonical name, else the commonest that is said."""
        name = self.names[lead]
        readings = sum((self.names[number].readings for number in numbers), Counter[tuple[str, str, str]]())
        first = name.readings.most_common(1)[0][0]
        if len(readings) == 1:
            return first
        read = parse_owners(name.owner).mentions
        kind, function, seniority = (read[0].kind, read[0].function, read[0].seniority) if len(read) == 1 else first
        if function == "other":
            said = [(number, said) for (_, said, _), number in readings.items() if said != "other"]
            function = max(said)[1] if said else function
        return kind, function, seniority


_APART_IN_A_CELL = frozenset({"same_service", "less_said", "same_person", "small_spelling"})

# -- levels: each yields the keys of names -----------------------------------------------------------------------------


def _by_fold(groups: _Groups) -> _Keyed:
    for number, name in enumerate(groups.names):
        yield (name.kind == "person", folded(name.text)), number


def _by_post(groups: _Groups) -> _Keyed:
    """A post without its holder, and without the statutory office that its holder has too."""
    for number, name in enumerate(groups.names):
        if name.post:
            yield (name.kind, folded(name.post)), number
        if name.kind == "role" and (keys := _without_office(name.keys, groups.lexicon)):
            yield (name.kind, " ".join(keys)), number


def _without_office(keys: tuple[str, ...], lexicon: Lexicon) -> tuple[str, ...]:
    """The keys of a post before "and" and a statutory office, none where there is no such office."""
    ends = (at for at in range(1, len(keys) - 1) if keys[at] == "and" and keys[at + 1 :] in lexicon.statutory)
    return keys[: next(ends, 0)]


def _by_council_name(groups: _Groups) -> _Keyed:
    """An abbreviation that the general list expands, beside the council's own name with these initials."""
    wanted = {short.casefold() for name in groups.names for short in name.shorts}
    printed: dict[str, list[int]] = {}
    for number, name in enumerate(groups.names) if wanted else ():
        for initials in _initials(name.keys) & wanted if name.in_full else ():
            printed.setdefault(initials, []).append(number)
    for number, name in enumerate(groups.names):
        named = [
            one
            for short in name.shorts
            for one in printed.get(short.casefold(), ())
            if (groups.names[one].kind == "role") == (name.kind == "role")  # "HR" is no Head of Revenues
        ]
        alike = [one for one in named if groups.names[one].kind == name.kind]  # one post, and not the team of many
        found = {groups.group_of[one] for one in alike or named} - {groups.group_of[number]}
        if found and (name.in_full or len(found) > 1):
            groups.doubtful.add(number)
        elif found:
            yield ("of", number), number
            yield ("of", number), groups.members[found.pop()][0]


def _by_abbreviation(groups: _Groups) -> _Keyed:
    """An abbreviation that nobody expands, as a name or inside one, beside the words that it stands for."""
    shorts = {number: found for number, name in enumerate(groups.names) if (found := _unknown_shorts(name, groups))}
    wanted = {short.rstrip("s").casefold() for found in shorts.values() for short in found}
    phrases: dict[str, set[tuple[str, ...]]] = {}
    for name in groups.names if wanted else ():
        for phrase in _runs(name.keys):
            for initials in _initials(phrase) & wanted:
                phrases.setdefault(initials, set()).add(_stems(phrase))
    named: dict[Hashable, list[int]] = {}
    for number, name in enumerate(groups.names) if wanted else ():
        named.setdefault(_words_key(name.kind, name.seniority, name.keys), []).append(number)
        named.setdefault(_words_key("", "", name.keys), []).append(number)
        named.setdefault(("core", _core_key(name, name.keys, groups.lexicon)), []).append(number)
    for number, found in shorts.items():
        name = groups.names[number]
        stands_for = {short: phrases.get(short.rstrip("s").casefold(), set()) for short in found}
        if not all(stands_for.values()):
            continue
        others = {other for way in _ways(stands_for) for other in _named_so(name, way, named, groups)}
        if not _one_owner(others, groups):
            groups.doubtful.add(number)
            continue
        for other in others:
            yield ("for", number), number
            yield ("for", number), other


def _ways(stands_for: Mapping[str, set[tuple[str, ...]]]) -> Iterator[Mapping[str, tuple[str, ...]]]:
    """Yield every way to read some abbreviations, each as one of the runs of words that it may stand for."""
    ways = product(*(sorted(runs)[:_MOST_WAYS] for runs in stands_for.values()))
    return (dict(zip(stands_for, way, strict=True)) for way in islice(ways, _MOST_WAYS))


def _named_so(
    name: _Name, way: Mapping[str, tuple[str, ...]], named: Mapping[Hashable, list[int]], groups: _Groups
) -> Sequence[int]:
    """The names that say in full what a name says, its abbreviations read in one way."""
    words = tuple(key for word in _joined(name.text).split() for key in way.get(word) or plain_keys(word))
    loosely = named.get(_words_key("", "", words), ())
    if name.kind == "team" and len(name.keys) == 1:  # what it is nobody says: it was taken for a team
        return loosely
    if _one_owner(loosely, groups):
        core = named.get(("core", _core_key(name, words, groups.lexicon)), ())  # "D&A Team", "Data and Analytics"
        exact = named.get(_words_key(name.kind, name.seniority, words), ())
        return next(filter(None, (exact, loosely, core)), ())
    return named.get(_words_key(name.kind, name.seniority, words), ())


def _one_owner(numbers: Iterable[int], groups: _Groups) -> bool:
    """Whether names are of one group already, or say the same words."""
    names = [(groups.group_of[number], groups.names[number]) for number in numbers]
    told = {_words_key(name.kind, name.seniority, name.keys) for _, name in names}
    return len({group for group, _ in names}) <= 1 or len(told) == 1


def _unknown_shorts(name: _Name, groups: _Groups) -> list[str]:
    words = _joined(name.text).split()
    known = groups.lexicon.vocabulary - groups.lexicon.modifiers  # "Co" is a part of words, "CO" a post
    short = [word for word in words if is_short_form(word) and word.casefold() not in known]
    return short if len(words) <= _LONGEST_NAME and name.kind != "person" else []


def _joined(text: str) -> str:
    """A name with capitals on two sides of an "and" as one short form: "P and P Team" is "PP Team"."""
    return _LETTERS_APART.sub(r"\1\2", text)


def _runs(keys: tuple[str, ...]) -> Iterator[tuple[str, ...]]:
    """Yield every run of two words and more that neither begins nor ends in a small word."""
    large = [at for at, key in enumerate(keys if len(keys) <= _LONGEST_NAME else ()) if key not in SMALL_WORDS]
    yield from (keys[first : last + 1] for first, last in combinations(large, 2) if len(keys[first]) > 1)


def _initials(keys: tuple[str, ...]) -> set[str]:
    return {"".join(key[0] for key in keys), "".join(key[0] for key in keys if key not in SMALL_WORDS)}


def _by_words(groups: _Groups) -> _Keyed:
    for number, name in enumerate(groups.names):
        if name.post:
            yield _words_key(name.kind, name.seniority, name.keys), number
            yield (
                (name.kind, name.seniority, "".join(_stem(key) for key in name.keys if key not in SMALL_WORDS)),
                number,
            )


def _words_key(kind: str, seniority: str, keys: tuple[str, ...]) -> Hashable:
    lexicon = owner_lexicon()
    if kind in _CROWDS:
        plain = lexicon.everyone if lexicon.networks.isdisjoint(keys) else lexicon.everyone | lexicon.staff
        keys = tuple(key for key in keys if _stem(key) not in plain) or keys
    return (kind, seniority, _frame(keys), *sorted(_stem(key) for key in lexicon.same(keys) if key not in SMALL_WORDS))


def _frame(keys: tuple[str, ...]) -> tuple[str, ...]:
    """The first and last word of a post that they frame: "Chief Education Officer" is no "Chief Officer, Education"."""
    ends = keys[:1] + keys[-1:]
    return ends if len(keys) > len(ends) and ends in owner_lexicon().framed else ()


_CROWDS = frozenset({"collective", "partner"})  # kinds of which "all" says nothing more: "Schools", "All schools"


def _stems(keys: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(_stem(key) for key in keys if key not in SMALL_WORDS)


def _stem(key: str) -> str:
    """A word without what makes no other owner of it: the plural, "advisor" for "adviser", "iz" for "is".

    >>> _stem("equalities"), _stem("services"), _stem("advisor"), _stem("business")
    ('equality', 'service', 'adviser', 'business')
    """
    if len(key) < _PLURAL_FROM:
        return key
    if key.endswith("ies"):
        key = key[:-3] + "y"
    elif key.endswith("s") and not key.endswith(("ss", "us", "is")):
        key = key[:-1]
    return "adviser" if key == "advisor" else key.replace("iz", "is")


def _by_service(groups: _Groups) -> _Keyed:
    tails = groups.lexicon.service_tails
    for number, name in enumerate(groups.names):
        if not name.post:
            continue
        keys = [key for key in groups.lexicon.same(name.keys) if key not in SMALL_WORDS]
        core = tuple(sorted(key for key in keys if key not in tails))
        core = tuple(map(_stem, core)) if len(core) > 1 else core  # "Neighbourhoods" is not "Neighbourhood Services"
        says = any(key not in groups.lexicon.modifiers for key in core)
        if says and name.kind in _SERVICE_KINDS:
            yield (name.kind, name.seniority, _frame(name.keys), core), number


_SERVICE_KINDS = frozenset({"team", "role"})


def _by_former(groups: _Groups) -> _Keyed:
    """A name that a cell says an owner had or has besides."""
    named: dict[Hashable, int] = {}
    for number, name in enumerate(groups.names):
        named.setdefault(_words_key("", "", name.keys), number)
    for number, name in enumerate(groups.names):
        for other in name.also:
            key = _words_key("", "", plain_keys(other))
            yield ("also", key), number
            if key in named:
                yield ("also", key), named[key]


def _by_less(groups: _Groups) -> _Keyed:
    """A name that is another's with less said, where it can be that of one owner only."""
    fuller: dict[Hashable, set[int]] = {}
    for number, name in enumerate(groups.names):
        kinds = {groups.names[other].kind for other in groups.members[groups.group_of[number]]}
        if len(kinds) > 1:
            continue  # what it abbreviates is of another kind: "SD Housing" is a post
        for keys in shorter_forms(name.owner, name.kind, name.keys, groups.lexicon):
            fuller.setdefault(_core_key(name, keys, groups.lexicon), set()).add(groups.group_of[number])
    for number, name in enumerate(groups.names) if fuller else ():
        key = _core_key(name, name.keys, groups.lexicon)
        found = fuller.get(key, set()) - {groups.group_of[number]} if name.post else set()
        if len(found) > 1:
            groups.doubtful.add(number)
        elif found:
            yield ("less", key), number
            yield ("less", key), groups.members[next(iter(found))][0]


def _core_key(name: _Name, keys: tuple[str, ...], lexicon: Lexicon) -> Hashable:
    """What a name says without the words that only say that it is a service."""
    said = [key for key in lexicon.same(keys) if key not in SMALL_WORDS]
    core = [key for key in said if key not in lexicon.service_tails] or said
    return (name.kind, name.seniority, _frame(keys), *sorted(map(_stem, core)))


def _by_person(groups: _Groups) -> _Keyed:
    """A person named alone, and with one post; posts of one rank that one person is named with in different cells."""
    posts: dict[str, set[int]] = {}
    for number, name in enumerate(groups.names):
        if name.person and name.post:
            posts.setdefault(name.person, set()).add(groups.group_of[number])
            if " " in name.person:  # a surname alone may be two people's
                yield ("holder", name.person, name.seniority), number
    for number, name in enumerate(groups.names):
        held = set() if name.post else posts.get(name.person, set())
        if len(held) > 1:
            groups.doubtful.add(number)
        elif held:
            yield ("person", number), number
            yield ("person", number), groups.members[next(iter(held))][0]


def _by_spelling(groups: _Groups) -> _Keyed:
    leads = [min(numbers, key=groups.rank) for numbers in groups.members.values()]
    leads = [number for number in leads if groups.names[number].post]
    names = [groups.names[number] for number in leads]
    near = find_slips(names, groups.lexicon)
    # The spelling of known words leads, then the commonest; a name next to two leaders is left alone.
    known = {at: sum(key in groups.lexicon.vocabulary for key in names[at].keys) for at in near}
    leading: set[int] = set()
    for at in sorted(near, key=lambda one: (-known[one], -names[one].count, groups.rank(leads[one]))):
        choices = sorted(near[at] & leading)
        if not choices:
            leading.add(at)
        elif len(choices) == 1:
            yield ("slip", choices[0]), leads[choices[0]]
            yield ("slip", choices[0]), leads[at]
        else:
            groups.doubtful.add(leads[at])


_LEVELS: tuple[tuple[Level, Callable[[_Groups], _Keyed]], ...] = (
    ("same_folded", _by_fold),
    ("same_post", _by_post),
    ("council_name", _by_council_name),
    ("abbreviation", _by_abbreviation),
    ("same_words", _by_words),
    ("same_service", _by_service),
    ("said_former", _by_former),
    ("less_said", _by_less),
    ("same_person", _by_person),
    ("small_spelling", _by_spelling),
)
