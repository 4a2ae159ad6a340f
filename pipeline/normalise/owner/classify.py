"""What a run of words is: a post, a team, a board, a person, an outside body or many people, and in which field.

The conventions: a title opens a post and its subject follows ("Head of …"); a head word ends a post, a team or a board
("… Officer", "… Team", "… Group"); a service may stand with its name alone ("Housing", "HR"). The function is taken
from the words; of several subjects the first counts, save that a councillor whose portfolio holds equality is counted
under equality, since that is what a reader of these plans looks for. Where no word speaks for a function it is "other".
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from pipeline.normalise.owner.lexicon import Head, Lexicon, Title
from pipeline.normalise.owner.words import Token

_INITIALS = re.compile(r"[A-Z](?:\.?[A-Z])$|(?:[A-Z]\.){1,3}[A-Z]?\.?$")
_INITIAL = re.compile(r"[A-Z](?:\.?[A-Z])?\.?$")
_ONE_INITIAL = re.compile(r"[A-Z]\.?$")
_NAME = re.compile(r"(?:[A-Z][a-z]+|Mc[A-Z][a-z]+|O['’][A-Z][a-z]+)(?:[-'’][A-Z]?[a-z]+)*$")
_ACRONYM = re.compile(r"(?=.*[A-Z].*[A-Z])[A-Z0-9&a-z]{2,7}$")
_COMMON_ENDING = re.compile(r"(?:ing|tion|sion|ment|ity|ness|ship|al|ive|ic|ies|s|ers|ance|ence|ble|ful|ed|ory|ary)$")
_EQUALITY = frozenset(["equality", "equalities", "diversity", "inclusion", "inclusive", "equity", "fairness"])
_LEADERSHIP_SHORT = re.compile(r"[A-Z]{1,4}(?:MT|LT)$")  # management team, leadership team
_BOARD_SHORT = re.compile(r"[A-Z]{1,5}(?:SG|WG|PB|TG|RG)$")  # steering, working, reference group; programme board
_EQUALITY_SHORT = re.compile(r"[CSPJ]{0,2}ED&?I[SBGFWPNCL]{0,3}$")  # a group for equality, diversity and inclusion
_STAFF = frozenset({"staff", "employee", "employees"})
_NETWORKS = frozenset({"network", "networks"})
_STRONG = 3


class Shape:
    """What a run of words looks like as an owner.

    `closed`: it is complete in itself (a post, a team with its head, a board, a body). `opens`: its first words begin
    a new owner. `generic`: a head word and nothing else. `service`: "acronym", "full" (several words) or "bare" (one
    word) where the whole is a service's known name, else "". `subject`: the keys that follow a title or stand before
    a head.
    """

    __slots__ = (
        "acronym",
        "closed",
        "function",
        "generic",
        "guessed",
        "head",
        "keys",
        "kind",
        "modifiers_only",
        "opens",
        "partner",
        "quantified",
        "seniority",
        "service",
        "subject",
        "title",
        "title_end",
        "weak",
        "weight",
    )

    def __init__(self, keys: tuple[str, ...]) -> None:
        self.keys = keys
        self.kind = ""
        self.seniority = "none"
        self.title: Title | None = None
        self.title_end = 0
        self.head: tuple[str, ...] = ()
        self.subject: tuple[str, ...] = keys
        self.closed = False
        self.opens = False
        self.generic = False
        self.service = ""
        self.partner = ""
        self.acronym = False
        self.quantified = False
        self.modifiers_only = False
        self.guessed = False
        self.weak = False
        self.function = "other"
        self.weight = 0

    @property
    def bare_title(self) -> bool:
        """A title that still lacks its subject: "Assistant Director", "Corporate Manager"."""
        return self.title is not None and not self.subject

    @property
    def is_post(self) -> bool:
        """One post that one person holds."""
        return self.kind == "role"


def read_shape(tokens: Sequence[Token], lexicon: Lexicon) -> Shape:
    """Say what a run of words is. `tokens` are words (and "and" inside a name); an empty run gives an empty shape."""
    words = [token for token in tokens if not token.mark]
    keys = tuple(key for token in tokens if not token.mark or token.key == "and" for key in token.keys)
    shape = Shape(keys)
    if not words:
        return shape
    shape.acronym = len(words) == 1 and (words[0].long is not None or is_acronym(words[0], lexicon))
    member = _read_person(words, lexicon, shape)
    if shape.kind == "person":
        shape.closed = shape.opens = True
        shape.seniority = "member" if member else "none"
        return shape
    _read_kind(shape, words, lexicon)
    if shape.closed and len(keys) > 1:
        shape.modifiers_only = False  # "Chief Executive" is made of words that also qualify
    _read_function(shape, words, lexicon)
    return shape


def is_acronym(token: Token, lexicon: Lexicon) -> bool:
    """Whether a word is printed like an abbreviation that the lexicon does not know: capitals, no known word."""
    text = token.text
    return (
        token.long is None
        and _ACRONYM.match(text) is not None
        and sum(c.isupper() for c in text) * 2 > len(text)
        and token.key not in lexicon.vocabulary
        and not text.isdigit()
    )


def find_function(keys: tuple[str, ...], lexicon: Lexicon, member: bool = False) -> tuple[str, int]:
    """The function that words speak for and how loudly (0 where none does): the loudest, of equals the first."""
    best, loudest = "other", 0
    at, size = 0, len(keys)
    while at < size:
        found = lexicon.cues.longest(keys, at)
        if found is None:
            at += 1
            continue
        length, cue = found
        if cue.weight > loudest:
            best, loudest = cue.function, cue.weight
        if member and cue.function == "policy_equalities" and not _EQUALITY.isdisjoint(keys[at : at + length]):
            return "policy_equalities", 5
        at += length
    return best, loudest


def find_head(keys: tuple[str, ...], lexicon: Lexicon) -> tuple[tuple[str, ...], Head] | None:
    """The longest head phrase that ends a run of keys, or None."""
    for size in range(min(lexicon.longest_head, len(keys)), 0, -1):
        head = lexicon.heads.get(keys[-size:])
        if head is not None:
            return keys[-size:], head
    return None


def is_tail_word(shape: Shape) -> bool:
    """Whether it is one head word and nothing else: "team", "manager"."""
    return shape.generic and len(shape.keys) == len(shape.head) == 1


def _read_person(words: list[Token], lexicon: Lexicon, shape: Shape) -> bool:
    """Mark the shape as a person where the words are a name; say whether it is a councillor's."""
    keys = [token.key for token in words]
    if keys[0] in lexicon.person_prefixes and len(words) > 1:
        rest = words[1:]
        named = all(_NAME.match(t.text) or _INITIAL.match(t.text) for t in rest)
        if len(rest) <= 4 and named and not any(t.key in lexicon.vocabulary for t in rest if len(t.key) > 2):
            shape.kind = "person"
            return keys[0] in {"cllr", "councillor", "alderman", "cllrs", "councillors"}
        return False
    if len(words) > 4:
        return False
    first = words[0]
    if len(words) == 1:
        initials = first.long is None and _INITIALS.match(first.text) is not None
        given = (
            first.key in lexicon.first_names
            and first.key not in lexicon.names_that_are_words
            and _NAME.match(first.text) is not None
        )
        if (initials or given) and first.key not in lexicon.vocabulary:
            shape.kind = "person"
        return False
    if len(words) == 2 and first.key in lexicon.first_names and _ONE_INITIAL.match(words[1].text):
        shape.kind = "person"  # "Kate B"
        return False
    if not all(_NAME.match(t.text) or _INITIAL.match(t.text) for t in words) or not _NAME.match(words[-1].text):
        return False
    if len(words) == 2 and first.key in lexicon.first_names and first.key not in lexicon.names_that_are_words:
        # A surname may be a word of the lexicon ("Green"), but not one that names or ends an owner.
        last = (words[1].key,)
        if words[1].long is None and last not in lexicon.heads and last not in lexicon.services:
            shape.kind = "person"
            return False
    if len(words) == 2 and _ONE_INITIAL.match(first.text) and not _names_a_field(words[1], lexicon):
        shape.kind = "person"  # "J. Green"
        return False
    if any(t.key in lexicon.vocabulary or t.long for t in words[1:] if len(t.text) > 2):
        return False
    if keys[0] in lexicon.first_names or (_INITIAL.match(first.text) and first.long is None):
        shape.kind = "person"
    elif first.key not in lexicon.vocabulary and not any(_COMMON_ENDING.search(t.key) for t in words[:1]):
        shape.kind = "person"
        shape.guessed = True
    return False


def _names_a_field(token: Token, lexicon: Lexicon) -> bool:
    return token.long is not None or (token.key,) in lexicon.heads or (token.key,) in lexicon.services


def _read_kind(shape: Shape, words: list[Token], lexicon: Lexicon) -> None:
    keys = shape.keys
    start = 0
    while start < len(keys) - 1 and (keys[start] in lexicon.determiners or keys[start] in lexicon.quantifiers):
        shape.quantified = shape.quantified or (keys[start] not in {"the", "our", "a", "an"})
        start += 1
    core = keys[start:]
    shape.opens = start > 0
    shape.modifiers_only = all(key in lexicon.modifiers for key in keys)
    if keys in lexicon.collectives_whole or core in lexicon.collectives_whole:
        _close(shape, "collective")
        return
    if core in lexicon.boards_whole:
        _close(shape, "board")
        return
    if core in lexicon.partners and not (shape.acronym and core in lexicon.services):
        _close(shape, "partner")
        shape.partner = lexicon.partners[core]
        return
    if core in lexicon.services:
        shape.kind = "team"
        shape.service = "acronym" if shape.acronym else "full" if len(core) > 1 else "bare"
        tail = find_head(core, lexicon)
        shape.weak = tail is not None and not tail[1].strong
        shape.closed = tail is not None and tail[1].strong and tail[1].kind in {"team", "board"}
        shape.head = tail[0] if tail else ()
        return
    if _read_title(shape, start, lexicon):
        return
    if _read_outside_body(shape, core, lexicon):
        return
    tail = find_head(keys, lexicon)
    if tail is not None:
        _read_tail(shape, tail, lexicon)
        return
    if shape.acronym:
        _read_unknown_acronym(shape, words[0].text)


def _close(shape: Shape, kind: str) -> None:
    shape.kind = kind
    shape.closed = True


def _read_title(shape: Shape, start: int, lexicon: Lexicon) -> bool:
    keys = shape.keys
    at = 0
    while True:
        found = lexicon.titles.longest(keys, at)
        if found is not None or at + 1 >= len(keys) or (keys[at] not in lexicon.modifiers and at >= start):
            break
        at += 1
    if found is None:
        # A post's head word may also be followed by its field: "Service Manager for Adult Social Care".
        for at in range(len(keys) - 2):
            if keys[at + 1] in lexicon.connectors:
                head = find_head(keys[: at + 1], lexicon)
                if head is None or not head[1].strong:
                    return False
                role = head[1].kind == "role"
                shape.kind = head[1].kind
                shape.seniority = head[1].seniority
                shape.head = head[0]
                shape.subject = keys
                shape.closed = shape.opens = True
                if role:
                    shape.title = Title(head[1].seniority, False, " ".join(keys[: at + 1]), True)
                    shape.title_end = at + 2
                return True
        return False
    size, title = found
    end = at + size
    joined = title.joint
    if not joined and end < len(keys) and keys[end] in lexicon.connectors:
        joined = True
        end += 1
    while end < len(keys) and keys[end] in {"the", "and"}:
        end += 1
    rest = keys[end:]
    if rest and not joined and keys[end:] not in lexicon.statutory:
        tail = find_head(keys, lexicon)
        if tail is not None and tail[1].strong:
            return False
    if title.plural:
        _close(shape, "collective")
    else:
        _close(shape, "role")
        shape.seniority = title.seniority
    shape.title = title
    shape.title_end = end
    shape.subject = rest
    shape.opens = True
    if not rest and size == 1:
        shape.generic = True
        shape.head = keys[at:]
    return True


def _read_outside_body(shape: Shape, core: tuple[str, ...], lexicon: Lexicon) -> bool:
    if lexicon.body_starts.longest(core) is not None and len(core) > 1 and not _is_own(core, lexicon):
        _close(shape, "partner")
        shape.partner = "body"
        return True
    for size in range(min(5, len(core) - 1), 0, -1):
        head = core[-size:]
        known = size > 1 and lexicon.partners.get(head) == "bodies"
        if head not in lexicon.body_heads and not known:
            continue
        own = find_head(core, lexicon)
        if own is not None and len(own[0]) > size:
            return False
        if find_function(core[:-size], lexicon)[0] in {"hr", "finance", "procurement", "ict_digital"}:
            return False
        _close(shape, "partner")
        shape.partner = "schools" if lexicon.partners.get(head) == "schools" else "bodies"
        shape.head = head
        return True
    return False


def _is_own(core: tuple[str, ...], lexicon: Lexicon) -> bool:
    tail = find_head(core, lexicon)
    return tail is not None and tail[1].strong and tail[1].kind in {"role", "board"}


def _read_tail(shape: Shape, tail: tuple[tuple[str, ...], Head], lexicon: Lexicon) -> None:
    keys = shape.keys
    shape.head, head = tail
    shape.subject = keys[: len(keys) - len(shape.head)]
    shape.generic = all(key in lexicon.modifiers for key in shape.subject)
    shape.kind = head.kind
    shape.seniority = head.seniority
    # A head word alone ("Partnership & Engagement Manager") does not stand for a body.
    alone = head.kind in {"team", "board"} and not shape.subject and len(shape.head) == 1
    shape.closed = head.strong and not alone
    shape.weak = not head.strong
    if head.kind == "team" and not head.strong:
        function, weight = find_function(shape.subject, lexicon)
        if weight >= _STRONG and function != "other":
            shape.service = "full"
    if head.kind == "collective" and shape.head in lexicon.team_posts:
        subject = tuple(key for key in shape.subject if key not in lexicon.quantifiers)
        if not shape.quantified and find_function(subject, lexicon)[1] >= _STRONG:
            shape.kind = "team"
    if head.kind == "board" and shape.head[-1:] == ("council",) and shape.subject:
        own = {"youth", "full", "joint", "county", "borough", "city", "district"}
        shape.kind = "board" if own & set(shape.subject) else "partner"
    if shape.kind == "collective" and shape.head in {("network",), ("networks",)}:
        shape.seniority = "none"


def _read_unknown_acronym(shape: Shape, text: str) -> None:
    shape.kind = "team"
    shape.guessed = True
    text = text.rstrip("s")
    equality = _EQUALITY_SHORT.match(text) is not None
    if equality:
        shape.function, shape.weight = "policy_equalities", _STRONG
    if _LEADERSHIP_SHORT.match(text):
        _close(shape, "board")
        shape.function, shape.weight = "chief_executive_leadership", _STRONG
    elif _BOARD_SHORT.match(text) or (equality and len(text) > 3):
        _close(shape, "board")


def _read_function(shape: Shape, words: list[Token], lexicon: Lexicon) -> None:
    if shape.kind == "partner":
        shape.function = "children_education" if shape.partner == "schools" else "partnership_external"
        shape.weight = _STRONG
        return
    member = shape.seniority == "member"
    function, weight = find_function(shape.keys, lexicon, member)
    if weight < _STRONG and any(t.long is None and _EQUALITY_SHORT.match(t.text) for t in words):
        function, weight = "policy_equalities", _STRONG
    if weight > shape.weight:
        shape.function, shape.weight = function, weight
    if not _STAFF.isdisjoint(shape.keys) and not _NETWORKS.isdisjoint(shape.keys):
        shape.function, shape.weight = "hr", _STRONG
    if shape.kind != "collective":
        return
    plain = tuple(key for key in shape.keys if key not in lexicon.quantifiers and key not in lexicon.determiners)
    if plain in lexicon.elected or shape.keys in lexicon.elected:
        shape.seniority = "member"
        shape.function, shape.weight = "chief_executive_leadership", _STRONG
    elif plain in lexicon.leaders:
        shape.function, shape.weight = "chief_executive_leadership", _STRONG
    elif shape.weight < _STRONG:
        shape.function, shape.weight = "all_services", _STRONG
