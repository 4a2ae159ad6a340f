"""What a run of words is: a post, a team, a board, a person, an outside body or many people, and in which field.

The conventions: a title opens a post and its subject follows ("Head of …"); a head word ends a post, a team or a board
("… Officer", "… Team", "… Group"); a service may stand with its name alone ("Housing", "HR"). The function is taken
from the words; of several subjects the first counts, save that a councillor whose portfolio holds equality is counted
under equality, since that is what a reader of these plans looks for. Where no word speaks for a function it is "other".

Each way of being an owner is one small reader in `_READERS`; the first that knows the run says what it is. All that
the solver of cuts asks is a set of facts by name, which stand beside the weights in `weights/cuts.toml`.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from itertools import takewhile

from pipeline.normalise.owner.lexicon import Head, Lexicon, Title, owner_lexicon
from pipeline.normalise.owner.persons import looks_like_person
from pipeline.normalise.owner.weights import derived_facts
from pipeline.normalise.owner.words import Token, Word

STRONG = 3  # loudness from which words speak for a function by themselves

_ACRONYM = re.compile(r"(?=.*[A-Z].*[A-Z])[A-Z0-9&a-z]{2,7}$")
_EQUALITY_SHORT = re.compile(r"[CSPJ]{0,2}ED&?I[SBGFWPNCL]{0,3}$")  # equality, diversity and inclusion
# What an abbreviation that nobody expands is by its letters, kind and function; the first pattern that fits counts.
_SHORTS = (
    # management team, leadership team
    (re.compile(r"[A-Z]{1,4}(?:MT|LT)$"), "board", "chief_executive_leadership"),
    # "EDI" by itself is the field; with more letters it is a group for it
    (re.compile(rf"(?=.{{4}}){_EQUALITY_SHORT.pattern}"), "board", "policy_equalities"),
    (_EQUALITY_SHORT, "team", "policy_equalities"),
    # steering, working, reference group; programme board
    (re.compile(r"[A-Z]{1,5}(?:SG|WG|PB|TG|RG)$"), "board", "other"),
)
_BODY_HEAD = 5  # words of the longest head of an outside body


@dataclass(frozen=True, slots=True)
class Shape:
    """What a run of words looks like as an owner.

    `subject` are the keys that follow a title or stand before a head; `head` the keys of the head word that ends the
    run; `title_end` the number of keys that the title and its joining word take. `weight` says how loudly the words
    speak for `function`, 0 where none does. `facts` name everything that a weight may ask for.
    """

    keys: tuple[str, ...] = ()
    kind: str = ""
    seniority: str = "none"
    function: str = "other"
    weight: int = 0
    head: tuple[str, ...] = ()
    subject: tuple[str, ...] = ()
    title: Title | None = None
    title_end: int = 0
    facts: frozenset[str] = frozenset()

    def __contains__(self, fact: str) -> bool:
        """Whether a fact holds."""
        return fact in self.facts


@dataclass(frozen=True, slots=True)
class _Run:
    """A run of words as the readers see it: `core` are the keys behind "the", "all" and the like."""

    words: tuple[Word, ...]
    keys: tuple[str, ...]
    core: tuple[str, ...]
    quantified: bool
    short: bool  # one word that is an abbreviation, known or not
    welsh: bool
    tail: tuple[tuple[str, ...], Head] | None  # the head word that it ends in
    lexicon: Lexicon

    @property
    def start(self) -> int:
        return len(self.keys) - len(self.core)

    @property
    def strong_kind(self) -> str:
        """The kind of the head that it ends in, "" where that is none or a weak one."""
        return self.tail[1].kind if self.tail is not None and self.tail[1].strong else ""


def shape_of(tokens: Iterable[Token]) -> Shape:
    """Say what a run of tokens is; its separators are passed over, an empty run gives an empty shape."""
    return read_shape(tuple(token.word for token in tokens if not token.mark))


@lru_cache(maxsize=65_536)
def read_shape(words: tuple[Word, ...]) -> Shape:
    """Say what a run of words is. An empty run gives an empty shape."""
    if not words:
        return Shape()
    run = _run(words, owner_lexicon())
    read = next((shape for reader in _READERS if (shape := reader(run)) is not None), Shape(run.keys, subject=run.keys))
    return _finished(read, run)


def is_unknown_short(word: Word, lexicon: Lexicon) -> bool:
    """Whether a word is printed like an abbreviation that nobody expands: capitals, and no known word."""
    text = word.text
    known = word.long is not None or word.keys[0] in lexicon.vocabulary
    return not known and _ACRONYM.match(text) is not None and sum(c.isupper() for c in text) * 2 > len(text)


def find_function(keys: Sequence[str], lexicon: Lexicon, *, member: bool = False) -> tuple[str, int]:
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
        if member and not lexicon.equality_words.isdisjoint(keys[at : at + length]):
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


def _post_or_team(keys: tuple[str, ...], lexicon: Lexicon) -> tuple[tuple[str, ...], Head] | None:
    """The head phrase that ends a run; none where it is a post only by itself: "Benefits and Customer Contact"."""
    tail = find_head(keys, lexicon)
    if tail is None or tail[1].kind != "role":
        return tail
    service = any(keys[at:] in lexicon.services for at in range(1, len(keys) - len(tail[0])))
    return None if service else tail


_INSIDE_NAMES = frozenset({",", "/"})  # separators that a known name holds


def _run(words: tuple[Word, ...], lexicon: Lexicon) -> _Run:
    keys = tuple(key for word in words for key in word.keys if key not in _INSIDE_NAMES)
    leading = list(takewhile(lexicon.leading.__contains__, keys[:-1]))
    quantified = not lexicon.articles.issuperset(leading)
    short = len(words) == 1 and (words[0].long is not None or is_unknown_short(words[0], lexicon))
    tail = _post_or_team(keys, lexicon)
    return _Run(words, keys, keys[len(leading) :], quantified, short, _is_welsh(keys, lexicon), tail, lexicon)


# -- readers: each knows one way of being an owner ---------------------------------------------------------------------


def _person(run: _Run) -> Shape | None:
    person = None if run.welsh else looks_like_person(run.words, run.lexicon)
    if person is None:
        return None
    facts = {"person", "closed", "opens", *(("guessed",) if person.guessed else ())}
    return Shape(run.keys, "person", "member" if person.member else "none", facts=frozenset(facts))


def _mailbox(run: _Run) -> Shape | None:
    if len(run.words) != 1 or "@" not in run.words[0].text:
        return None
    box = run.words[0].text.partition("@")[0]
    keys = tuple(part.casefold() for part in re.split(r"[._+\-]", box) if part)
    function, weight = find_function(keys, run.lexicon)
    kind = "team" if weight >= STRONG else "person"
    return Shape(run.keys, kind, function=function, weight=weight, facts=frozenset({"mailbox", "closed", "opens"}))


def _whole_name(run: _Run) -> Shape | None:
    for keys in (run.keys, run.core):
        if keys in run.lexicon.collectives_whole:
            return Shape(run.keys, "collective", facts=frozenset({"closed", "whole"}))
    if run.core in run.lexicon.boards_whole:
        return Shape(run.keys, "board", facts=frozenset({"closed", "whole"}))
    return None


def _crowd_with_clause(run: _Run) -> Shape | None:
    """Many people, and a clause that says which of them: "staff who recruit", "officers involved in projects"."""
    end = len(run.keys) - (len(run.tail[0]) if run.tail else 0)  # "Staff Working Group" ends in a head: no clause
    at = next((at for at in range(run.start + 1, end) if run.keys[at] in run.lexicon.clauses), 0)
    crowd = find_head(run.keys[run.start : at], run.lexicon) if at else None
    if crowd is None or crowd[1].kind != "collective":
        return None
    function, weight = find_function(run.keys[:at], run.lexicon)
    function = function if weight >= STRONG else "all_services"
    return Shape(run.keys, "collective", function=function, weight=_FIRM, head=crowd[0], facts=frozenset({"closed"}))


_FIRM = 6  # loudness that no words of a clause drown


def _every_holder(run: _Run) -> Shape | None:
    """Every post of a kind, of no field: "every line manager"."""
    if run.keys[0] not in run.lexicon.every_one:
        return None
    head = find_head(run.core, run.lexicon)
    title = run.lexicon.titles.longest(run.core)
    if len(run.core) not in (len(head[0]) if head else 0, title[0] if title else 0):
        return None
    return Shape(run.keys, "collective", head=run.core, facts=frozenset({"closed"}))


def _known_partner(run: _Run) -> Shape | None:
    sort = run.lexicon.partners.get(run.core)
    if sort is None:
        return None
    return Shape(run.keys, "partner", subject=run.keys, facts=frozenset({"closed", "partner", sort}))


def _service(run: _Run) -> Shape | None:
    if run.core not in run.lexicon.services:
        return None
    how = "service_short" if run.short else "service_full" if len(run.core) > 1 else "service_bare"
    facts = {"service", how}
    tail = find_head(run.core, run.lexicon)
    if tail is not None:
        facts.add("weak_head" if not tail[1].strong else "closed" if tail[1].kind in {"team", "board"} else "headed")
    return Shape(run.keys, "team", head=tail[0] if tail else (), subject=run.keys, facts=frozenset(facts))


def _title(run: _Run) -> Shape | None:
    """A title at the start, behind words that only qualify, with or without its subject."""
    keys, lexicon = run.keys, run.lexicon
    at, found = _find_title(run)
    if found is None:
        return None
    size, title = found
    end = at + size
    joined = title.joint
    if not lexicon.connectors.isdisjoint(keys[end : end + 1]):
        joined, end = True, end + 1
    while keys[end : end + 1] in _FILLERS:
        end += 1
    rest = keys[end:]
    loose = bool(rest) and not joined and rest not in lexicon.statutory
    if loose and run.strong_kind:
        return None  # "Chief Executive Support Team": the head says what it is
    facts = {"closed", "opens", "title", "titled" if rest else "bare_title"}
    if title.plural:
        if rest and title.seniority != "none":
            facts.add("plural_title")
        return Shape(keys, "collective", subject=rest, title=title, title_end=end, facts=frozenset(facts))
    head = keys[at:] if not rest and size == 1 else ()
    if head:
        facts.add("head_only")
    return Shape(
        keys, "role", title.seniority, head=head, subject=rest, title=title, title_end=end, facts=frozenset(facts)
    )


_FILLERS = (("the",), ("and",))


def _find_title(run: _Run) -> tuple[int, tuple[int, Title] | None]:
    """Find the title of a run: where it begins, and its number of keys."""
    keys, lexicon = run.keys, run.lexicon
    for at in range(len(keys)):
        found = lexicon.titles.longest(keys, at)
        qualifies = at < run.start or keys[at] in lexicon.modifiers
        if found is not None or not qualifies:
            return at, found
    return 0, None


def _headed_with_field(run: _Run) -> Shape | None:
    """A head word that its field follows: "Service Manager for Adult Social Care", "Department of Finance"."""
    keys, lexicon = run.keys, run.lexicon
    joint = next((at for at in range(1, len(keys) - 1) if keys[at] in lexicon.connectors), 0)
    found = find_head(keys[:joint], lexicon) if joint else None
    if found is None or not found[1].strong:
        return None
    if run.strong_kind and joint < len(run.words[0].keys):
        return None  # "DWP Partnership Manager": the abbreviation of a department before a post
    head = found[1]
    title = Title(head.seniority, False, " ".join(keys[:joint]), True) if head.kind == "role" else None
    facts = frozenset({"closed", "opens", "headed", *(("title", "titled") if title else ())})
    return Shape(
        keys, head.kind, head.seniority, head=found[0], subject=keys, title=title, title_end=joint + 1, facts=facts
    )


def _welsh_opening(run: _Run) -> Shape | None:
    """A Welsh team, board or crowd, whose head word stands first: "Tîm Polisi"."""
    kind = run.lexicon.opening.get(run.keys[0])
    if kind is None or not run.welsh:
        return None
    return Shape(
        run.keys, kind, head=run.keys[:1], subject=run.keys[1:], facts=frozenset({"closed", "opens", "headed"})
    )


def _body_by_start(run: _Run) -> Shape | None:
    """A body told by how its name begins ("University of …"), unless it ends as a post or board of the council does."""
    if len(run.core) < 2 or run.lexicon.body_starts.longest(run.core) is None:
        return None
    if run.strong_kind in _INSIDE:
        return None
    return Shape(run.keys, "partner", subject=run.keys, facts=frozenset({"closed", "partner", "bodies"}))


def _body_by_head(run: _Run) -> Shape | None:
    """A body told by how its name ends ("… Police", "… Housing Association")."""
    core, lexicon = run.core, run.lexicon
    sizes = range(min(_BODY_HEAD, len(core) - 1), 0, -1)
    size = next((size for size in sizes if _is_body_head(core[-size:], lexicon)), 0)
    tail = find_head(core, lexicon)
    if size < (1 if tail is None else len(tail[0])):
        return None  # it ends in no head of a body, or in a longer one of the council's
    if find_function(core[:-size], lexicon)[0] in lexicon.inside_functions:
        return None
    sort = "schools" if lexicon.partners.get(core[-size:]) == "schools" else "bodies"
    facts = frozenset({"closed", "partner", "headed", sort})
    return Shape(run.keys, "partner", head=core[-size:], subject=run.keys, facts=facts)


def _is_body_head(keys: tuple[str, ...], lexicon: Lexicon) -> bool:
    return keys in lexicon.body_heads or (len(keys) > 1 and lexicon.partners.get(keys) == "bodies")


def _each_of_them(run: _Run) -> Shape | None:
    """Every team or board there is: "each directorate", "every service"."""
    if run.tail is None or not run.quantified or run.core != run.tail[0]:
        return None
    many = run.tail[1].kind in _OFTEN_SUBJECTS
    return Shape(run.keys, "collective", head=run.core, facts=frozenset({"closed", "headed"})) if many else None


def _headed(run: _Run) -> Shape | None:
    """A run that ends in a head word: "… Officer", "… Team", "… Group"."""
    if run.tail is None:
        return None
    keys, (words, head), lexicon = run.keys, run.tail, run.lexicon
    subject = keys[: len(keys) - len(words)]
    facts = {"headed"} if subject else set[str]()
    if all(key in lexicon.modifiers for key in subject):
        facts.add("head_only")
    alone = not subject and len(words) == 1 and head.kind in _OFTEN_SUBJECTS
    if not head.strong:
        facts.add("weak_head")
    elif not alone:
        facts.add("closed")
    shape = Shape(keys, head.kind, _seniority(head, run), head=words, subject=subject, facts=frozenset(facts))
    adjust = _BY_HEAD.get(head.kind)
    return shape if adjust is None else adjust(shape, run)


def _seniority(head: Head, run: _Run) -> str:
    """The seniority of a head, or that of the frame that it closes: "Chief Digital and Information Officer"."""
    frame = run.lexicon.framed.get((run.core[0], run.core[-1]), head.seniority)
    return frame if run.lexicon.titles.longest(run.core) is None else head.seniority


def _weak_team(shape: Shape, run: _Run) -> Shape:
    """ "… Services" behind the name of a field is a service's whole name."""
    function, weight = find_function(shape.subject, run.lexicon)
    if "weak_head" not in shape or weight < STRONG or function == "other":
        return shape
    return replace(shape, facts=shape.facts | {"service", "service_full"})


def _one_fields_posts(shape: Shape, run: _Run) -> Shape:
    """A plural post of one field is that field's team ("HR Business Partners"), not a crowd."""
    if shape.head not in run.lexicon.team_posts or run.quantified:
        return shape
    strong = find_function(shape.subject, run.lexicon)[1] >= STRONG
    return replace(shape, kind="team", facts=shape.facts | {"team_posts"}) if strong else shape


def _some_crowd(shape: Shape, run: _Run) -> Shape:
    """Who speaks for a body outside is outside too ("UNISON representatives"); a plural post may be a field's team."""
    outside = run.lexicon.partners.get(shape.subject) == "bodies" and run.lexicon.delegates.issuperset(shape.head)
    return replace(shape, kind="partner") if outside else _one_fields_posts(shape, run)


def _some_council(shape: Shape, run: _Run) -> Shape:
    """ "Youth Council" is the council's own; "Race Equality Council" is a body."""
    if shape.head[-1:] != ("council",) or not shape.subject:
        return shape
    own = not run.lexicon.own_councils.isdisjoint(shape.subject)
    return replace(shape, kind="board" if own else "partner")


_INSIDE = frozenset({"role", "board"})
_OFTEN_SUBJECTS = frozenset({"team", "board"})  # kinds whose head word alone does not stand for a body
_BY_HEAD: dict[str, Callable[[Shape, _Run], Shape]] = {
    "team": _weak_team,
    "collective": _some_crowd,
    "board": _some_council,
}


def _unknown_short(run: _Run) -> Shape | None:
    if not run.short:
        return None
    text = run.words[0].text.rstrip("s")
    kind, function = next((how[1:] for how in _SHORTS if how[0].match(text)), ("team", "other"))
    facts = {"guessed", "unknown_short", *(("closed",) if kind == "board" else ())}
    weight = 0 if function == "other" else STRONG
    return Shape(run.keys, kind, function=function, weight=weight, subject=run.keys, facts=frozenset(facts))


_READERS: tuple[Callable[[_Run], Shape | None], ...] = (
    _mailbox,
    _person,
    _whole_name,
    _crowd_with_clause,
    _every_holder,
    _known_partner,
    _service,
    _title,
    _welsh_opening,
    _headed_with_field,
    _body_by_start,
    _body_by_head,
    _each_of_them,
    _headed,
    _unknown_short,
)

# -- function, seniority of a crowd, and the facts that weights ask for ------------------------------------------------


def _finished(shape: Shape, run: _Run) -> Shape:
    """The shape with its function, the seniority of a crowd, and all its facts."""
    function, weight = _function(shape, run)
    crowd = _of_crowd(run) if shape.kind == "collective" else None
    seniority = shape.seniority
    if crowd is not None:
        seniority, function, weight = crowd, "chief_executive_leadership", STRONG
    facts = _facts(shape, run, function, weight)
    if shape.kind == "collective" and weight < STRONG:
        function, weight = "all_services", STRONG
    title, end = shape.title, shape.title_end
    return Shape(shape.keys, shape.kind, seniority, function, weight, shape.head, shape.subject, title, end, facts)


def _function(shape: Shape, run: _Run) -> tuple[str, int]:
    """The function that a run serves, and how loudly its words say so."""
    if "schools" in shape:
        return "children_education", STRONG
    if shape.kind in _OUTSIDE:
        return _OUTSIDE[shape.kind]
    if "mailbox" in shape:
        return shape.function, shape.weight
    if run.core in run.lexicon.alone:
        return run.lexicon.alone[run.core], STRONG
    if not run.lexicon.staff.isdisjoint(shape.keys) and not run.lexicon.networks.isdisjoint(shape.keys):
        return "hr", STRONG
    found = _of_subject(shape, run) or find_function(shape.keys, run.lexicon, member=shape.seniority == "member")
    if found[1] < STRONG and any(word.long is None and _EQUALITY_SHORT.match(word.text) for word in run.words):
        found = "policy_equalities", STRONG
    return found if found[1] > shape.weight else (shape.function, shape.weight)


def _of_subject(shape: Shape, run: _Run) -> tuple[str, int] | None:
    """The function that the subject of a title says by itself: "Senior Manager - Legal" is no leadership."""
    subject = shape.subject if shape.title is not None else ()
    found = find_function(subject, run.lexicon, member=shape.seniority == "member")
    return found if found[1] >= STRONG else None


_OUTSIDE = {"person": ("other", 0), "partner": ("partnership_external", STRONG)}


def _of_crowd(run: _Run) -> str | None:
    """The seniority of a crowd at the top of the council ("member" or "none"), None for any other crowd."""
    lexicon = run.lexicon
    plain = tuple(key for key in run.keys if key not in lexicon.leading)
    if not lexicon.elected.isdisjoint((plain, run.keys)):
        return "member"
    return "none" if plain in lexicon.leaders else None


def _facts(shape: Shape, run: _Run, function: str, weight: int) -> frozenset[str]:
    facts = {*shape.facts, *_OF_KIND.get(shape.kind, ()), *_OF_SENIORITY.get(shape.seniority, ())}
    facts.update(_facts_of_words(run.keys, run.core, shape.head[-1:]))
    facts.update(name for name, holds in _OF_RUN.items() if holds(shape, run))
    if function in run.lexicon.serving_functions:
        facts.add("serves")
    if weight >= STRONG:
        facts.add("field")
    if "closed" in facts and len(shape.keys) > 1:
        facts.discard("modifiers_only")  # "Chief Executive" is made of words that also qualify
    return _with_derived(frozenset(facts))


_OF_KIND: dict[str, tuple[str, ...]] = {
    "role": ("post",),
    "team": ("team",),
    "board": ("board",),
    "collective": ("many",),
    "": ("unknown",),
}
_OF_SENIORITY: dict[str, tuple[str, ...]] = {
    "member": ("member", "top"),
    "executive": ("top", "executive"),
    "assistant_director": ("top",),
    "head": ("ends_posts",),
    "manager": ("ends_posts",),
    "officer": ("ends_posts", "officer"),
}
_OF_RUN: dict[str, Callable[[Shape, _Run], bool]] = {
    "tail_word": lambda shape, _: len(shape.keys) == len(shape.head) == 1,
    "title_may_end": lambda shape, run: shape.title is not None and _may_end(shape.title, run.lexicon),
    "chief": lambda shape, _: shape.keys[:1] == ("chief",),
    "leads": lambda shape, _: shape.keys[1:][-1:] == ("lead",),
    "chairs": lambda _, run: not run.lexicon.chairs.isdisjoint(run.keys),
    "broad": lambda shape, run: shape.subject in run.lexicon.broad_units,
    "open_title": lambda shape, _: shape.title is not None and shape.title.joint,
    "short": lambda _, run: run.short,
    "quantified": lambda _, run: run.quantified,
    "begins_all": lambda _, run: run.start > 0,
    "one_word": lambda _, run: len(run.words) == 1,
    "welsh": lambda _, run: run.welsh,
}


def _facts_of_words(keys: tuple[str, ...], core: tuple[str, ...], head: tuple[str, ...]) -> set[str]:
    """What the wordings of the lexicon say of a run: by its first and last word, its head, and as a whole."""
    lexicon = owner_lexicon()
    facts = {name for name, words in lexicon.by_last_word.items() if keys[-1] in words}
    facts.update(name for name, words in lexicon.by_head_word.items() if not words.isdisjoint(head))
    facts.update(name for name, phrases in lexicon.by_phrase.items() if not phrases.isdisjoint((keys, core)))
    if keys[0] in lexicon.connectors:
        facts.add("begins_joint")
    if keys[:1] in lexicon.post_ends:
        facts.add("begins_post")
    if keys[:1] in lexicon.board_rests:
        facts.add("board_rest")
    if lexicon.modifiers.issuperset(keys):
        facts.add("modifiers_only")
    return facts


@lru_cache(maxsize=16_384)
def _with_derived(facts: frozenset[str]) -> frozenset[str]:
    """The facts with those that follow from them; few combinations are ever met."""
    known = set(facts)
    for name, ways in derived_facts():
        if any(way.holds(known) for way in ways):
            known.add(name)
    return frozenset(known)


def _may_end(title: Title, lexicon: Lexicon) -> bool:
    """Whether a title may also end a post: "Team Leader", "Director of"."""
    return tuple(title.singular.removesuffix(" of").split()) in lexicon.heads


def _is_welsh(keys: Sequence[str], lexicon: Lexicon) -> bool:
    """Whether most words are Welsh and one at least is no word of an English name."""
    return not lexicon.only_welsh.isdisjoint(keys) and sum(key in lexicon.welsh for key in keys) * 2 > len(keys)
