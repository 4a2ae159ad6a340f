"""The owner lexicon: wordings of local government, read from the TOML files beside this module.

Phrases are kept in the trees of `phrases`: one look decides whether a known phrase starts at a word. This does the
work of spaCy's phrase rulers on the same lexicon; it was chosen over them because start-up is a few milliseconds and
a million cells are a matter of minutes, and both give the same longest match.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property, lru_cache
from pathlib import Path
from typing import Any, NamedTuple

from pipeline.normalise.owner.words import phrase_keys, plain_keys, word_key
from pipeline.normalise.phrases import PhraseTree
from pipeline.normalise.spelling import Misspellings
from schema.toml_file import read_kept

_FOLDER = Path(__file__).parent / "lexicons"
_JOINTS = frozenset({"of", "for", "to", "with"})


class Head(NamedTuple):
    """A head word: what it makes of the words before it."""

    kind: str  # role, team, board, collective
    seniority: str
    plural: bool
    strong: bool  # False for "services" and the like, which also end the subject of a post


class Title(NamedTuple):
    """A title that stands before its subject."""

    seniority: str
    plural: bool
    singular: str  # "head of" for "heads of"
    joint: bool  # ends in "of" or "for": a subject must follow


class Cue(NamedTuple):
    """A function that a phrase speaks for, and how loudly (5 firm to 1 faint)."""

    function: str
    weight: int


class Carrier(NamedTuple):
    """A phrase before owners that is no owner: "supported by"."""

    relation: str  # "support", "lead" or "" of the owners behind it
    anywhere: bool  # False where it counts only with nothing before it in its run
    never_before: Collection[str]  # words with which it is part of a name


class ShortForm(NamedTuple):
    """What a short form stands for beside some words: "Off" behind "Policy". "*" is any word of an owner."""

    long: str
    before: frozenset[str]
    behind: frozenset[str]


@dataclass(frozen=True)
class Lexicon:
    """All wordings, ready for looking up. Built once; never changed."""

    titles: PhraseTree[Title]
    heads: Mapping[tuple[str, ...], Head]
    longest_head: int
    opening: Mapping[str, str]  # Welsh words that open an owner: the kind they make
    cues: PhraseTree[Cue]
    services: Mapping[tuple[str, ...], str]
    partners: Mapping[tuple[str, ...], str]  # bodies, sectors or schools
    body_heads: frozenset[tuple[str, ...]]
    body_starts: PhraseTree[str]
    alone: Mapping[tuple[str, ...], str]  # posts that say a function only by themselves
    several: frozenset[str]  # abbreviations with a second meaning in the sector
    capitals: Mapping[str, str]
    any_case: Mapping[str, str]
    beside: Mapping[str, tuple[ShortForm, ...]]
    compounds: PhraseTree[str]
    kept: frozenset[str]  # abbreviations that stay in the names of bodies
    with_field: Mapping[str, str]  # what an abbreviation stands for where a field follows
    glued: PhraseTree[bool]  # names that hold "and", a comma or a line break
    before: PhraseTree[Carrier]
    after: PhraseTree[str]  # the relation that a phrase behind an owner gives it, or ""
    labels: Mapping[tuple[str, ...], str]
    marks: Mapping[tuple[str, ...], str]
    nobody: frozenset[tuple[str, ...]]
    unsettled: frozenset[tuple[str, ...]]
    statutory: frozenset[tuple[str, ...]]
    monitoring: frozenset[tuple[str, ...]]  # those among them that no chief executive may hold
    sole: frozenset[tuple[str, ...]]  # posts of one word that a body has one of
    framed: Mapping[tuple[str, str], str]  # seniority of a post by its first and last word
    boards_whole: frozenset[tuple[str, ...]]
    board_rests: frozenset[tuple[str, ...]]
    collectives_whole: frozenset[tuple[str, ...]]
    also_subjects: frozenset[tuple[str, ...]]  # bodies that are also the subject of a post
    leaders: frozenset[tuple[str, ...]]
    elected: frozenset[tuple[str, ...]]
    team_posts: frozenset[tuple[str, ...]]
    modifiers: frozenset[str]
    determiners: frozenset[str]
    quantifiers: frozenset[str]
    dangling: frozenset[str]
    ranks: frozenset[str]  # before the title that somebody has below another: "Deputy"
    connectors: frozenset[str]
    small: frozenset[str]
    prose: frozenset[str]
    every_one: frozenset[str]  # before a post of no field: all of its holders
    clauses: frozenset[str]  # behind many people: which of them
    articles: frozenset[str]
    particles: frozenset[str]
    chairs: frozenset[str]  # words of titles that a board follows
    loose_boards: frozenset[str]
    own_councils: frozenset[str]
    departments: frozenset[str]
    work_heads: frozenset[str]  # heads of posts that also say what is done there
    places: frozenset[str]  # words that say where, in a bracket behind posts
    serving_functions: frozenset[str]  # fields in which a service has posts of its own
    serving_heads: frozenset[str]  # heads of posts that serve the unit behind them
    broad_units: frozenset[tuple[str, ...]]  # directorates by their names alone
    name_ends: frozenset[str]
    service_tails: frozenset[str]
    reaches: frozenset[tuple[str, ...]]  # words that say how far an owner reaches, and not which it is
    besides: frozenset[tuple[str, ...]]  # what a bracket says of a post without making it another
    formers: tuple[str, ...]  # words at the beginning of a bracket that gives another name
    everyone: frozenset[str]
    same_phrases: PhraseTree[tuple[str, ...]]  # wordings of one service
    staff: frozenset[str]
    networks: frozenset[str]
    equality_words: frozenset[str]
    inside_functions: frozenset[str]
    delegates: frozenset[str]  # heads of those who speak for others
    modals: frozenset[str]
    never_initials: frozenset[str]
    welsh: frozenset[str]
    names: Mapping[str, str]
    starts: Mapping[str, str]
    person_prefixes: frozenset[str]
    member_prefixes: frozenset[str]
    first_names: frozenset[str]
    names_that_are_words: frozenset[str]
    vocabulary: frozenset[str]
    misspelt: Misspellings

    def same(self, keys: tuple[str, ...]) -> tuple[str, ...]:
        """The keys of a name with each wording that says the same as another replaced by that."""
        found: list[str] = []
        at = 0
        while at < len(keys):
            size, other = self.same_phrases.longest(keys, at) or (1, keys[at : at + 1])
            found += other
            at += size
        return tuple(found)

    @cached_property
    def only_welsh(self) -> frozenset[str]:
        """Welsh words that are no English words of owners."""
        return self.welsh - self.vocabulary

    @cached_property
    def in_full_or_short(self) -> frozenset[str]:
        """Words of owners, and short forms that stand for one beside some words."""
        return self.vocabulary.union(self.beside)

    @cached_property
    def leading(self) -> frozenset[str]:
        """Words before an owner that are no part of its name: "the", "all"."""
        return self.determiners | self.quantifiers

    @cached_property
    def owner_ends(self) -> frozenset[str]:
        """Words in which an owner may end."""
        return self.name_ends.union(*(keys for keys in self.heads if len(keys) == 1))

    @cached_property
    def name_starts(self) -> frozenset[str]:
        """Words that begin a person's name wherever they stand before a capital: forenames and prefixes."""
        return (self.first_names - self.names_that_are_words) | self.person_prefixes

    @cached_property
    def post_ends(self) -> frozenset[tuple[str, ...]]:
        """Words that end posts below the heads of service: "manager", "officer"."""
        return frozenset(keys for keys, head in self.heads.items() if head.seniority in _BELOW_HEADS)

    @cached_property
    def only_in_names(self) -> frozenset[str]:
        """Words of owners that prose seldom holds: no verbs."""
        return self.vocabulary - self.prose

    @cached_property
    def by_last_word(self) -> Mapping[str, frozenset[str]]:
        """Facts that a run's last word says, each with the words that say it."""
        return {
            "ends_joint": self.connectors,
            "dangling": self.dangling,
            "ends_in_rank": self.ranks,
            "name_end": self.name_ends,
            "board_end": frozenset(keys[-1] for keys, head in self.heads.items() if head.kind == "board"),
            "ends_department": self.departments,
        }

    @cached_property
    def by_head_word(self) -> Mapping[str, frozenset[str]]:
        """Facts that the last word of a run's head says."""
        return {
            "loose_board": self.loose_boards,
            "department": self.departments,
            "names_work": self.work_heads,
            "serves": self.serving_heads,
        }

    @cached_property
    def by_phrase(self) -> Mapping[str, frozenset[tuple[str, ...]]]:
        """Facts that a run says as a whole."""
        return {
            "statutory": self.statutory,
            "monitors": self.monitoring,
            "sole": self.sole,
            "mark": frozenset(self.marks),
            "also_subject": self.also_subjects,
            "board_rest": self.board_rests,
            "broad": self.broad_units,
        }


class LexiconError(ValueError):
    """The lexicon contradicts itself; the message lists every clash."""


@lru_cache(maxsize=1)
def owner_lexicon() -> Lexicon:
    """The lexicon that ships with the program. Raises LexiconError where its files contradict each other."""
    return parse_lexicon({path.stem: read_kept(path) for path in sorted(_FOLDER.glob("*.toml"))})


def pluralise(phrase: str) -> str:
    """The plural of a phrase's head noun: the word before "of" or "for", else the last.

    >>> pluralise("head of service"), pluralise("deputy"), pluralise("business partner")
    ('heads of service', 'deputies', 'business partners')
    """
    words = phrase.split()
    at = next((index for index, word in enumerate(words) if index and word in _JOINTS), len(words)) - 1
    word = words[at]
    if word.endswith("y") and word[-2:-1] not in "aeiou":
        word = word[:-1] + "ies"
    elif word.endswith(("s", "x", "ch", "sh")):
        word += "es"
    else:
        word += "s"
    return " ".join([*words[:at], word, *words[at + 1 :]])


def parse_lexicon(tables: Mapping[str, Mapping[str, Any]]) -> Lexicon:
    """Turn the tables of the TOML files into a Lexicon. Raises LexiconError, naming every phrase claimed twice."""
    heads, functions, partners, welsh = tables["heads"], tables["functions"], tables["partners"], tables["welsh"]
    phrases, names, short, single = tables["phrases"], tables["names"], tables["abbreviations"], tables["words"]
    services, cues = _read_functions(functions)
    titles, head_words = _read_titles(heads["titles"]), _read_heads(heads)
    english = _english((services, cues, head_words, titles), phrases)
    cues |= {plain_keys(p): Cue(function, 4) for function, subjects in welsh["subjects"].items() for p in subjects}
    bodies = {plain_keys(p): sort for sort in ("sectors", "bodies", "schools") for p in partners[sort]}
    glued = _read_glued(tables)
    capitals = dict(short["capitals"])
    any_case = {word_key(k) if "&" not in k else k: v for k, v in short["any_case"].items()}
    twice = sorted(set(map(str.casefold, capitals)) & set(any_case))
    if twice:
        raise LexiconError(f"abbreviations.toml: {', '.join(twice)} stand under capitals and any_case. Keep one.")
    vocabulary = {
        key for group in (services, dict(cues), bodies, head_words, titles, glued) for keys in group for key in keys
    }
    vocabulary.update(key for long in (*capitals.values(), *any_case.values()) for key in plain_keys(long))
    qualifying = ("modifiers", "determiners", "quantifiers", "dangling", "connectors", "small")
    vocabulary.update(key for use in qualifying for phrase in phrases[use] for key in plain_keys(phrase))
    vocabulary -= (welsh_words := _welsh_words(welsh)) - english
    return Lexicon(
        titles=PhraseTree((titles | _read_titles(welsh["titles"])).items()),
        heads=head_words,
        longest_head=max(len(keys) for keys in head_words),
        opening={word_key(word): kind for kind, words in welsh["opening"].items() for word in words},
        cues=PhraseTree(cues.items()),
        services=services,
        alone={plain_keys(p): part for part, uses in functions.items() for p in uses.get("alone", ())},
        partners=bodies,
        body_heads=_phrase_set(partners["body_heads"]),
        body_starts=PhraseTree((plain_keys(p), p) for p in partners["body_starts"]),
        capitals=capitals,
        several=frozenset(short["several"]["shorts"]),
        any_case=any_case,
        beside=_read_beside(short["beside"]["forms"]),
        compounds=PhraseTree((phrase_keys(k), v) for k, v in short["compounds"].items()),
        kept=frozenset(short["kept"]["in_bodies"]),
        with_field={word_key(k): v for k, v in short["with_field"].items()},
        glued=PhraseTree(glued.items()),
        before=PhraseTree(_read_carriers(phrases).items()),
        after=PhraseTree(_by_relation(phrases, {"carriers_after": "", "support_after": "support"}).items()),
        labels={plain_keys(p): "support" for p in phrases["support_labels"]}
        | {plain_keys(p): "lead" for p in phrases["lead_labels"]},
        marks={plain_keys(p): "support" for p in phrases["support_marks"]}
        | {plain_keys(p): "lead" for p in phrases["lead_marks"]},
        nobody=_phrase_set(phrases["nobody"]),
        unsettled=_phrase_set(phrases["unsettled"]),
        statutory=_phrase_set(heads["statutory"]["offices"]),
        monitoring=_phrase_set(heads["statutory"]["monitoring"]),
        sole=_phrase_set(heads["sole"]["posts"]),
        framed={(post["first"], post["last"]): post["seniority"] for post in heads["framed"]["posts"]},
        boards_whole=_phrase_set(heads["boards"]["whole"]),
        board_rests=_phrase_set(heads["boards"]["rests"]),
        collectives_whole=_phrase_set(heads["collectives"]["whole"]),
        also_subjects=_phrase_set(partners["also_subjects"]),
        leaders=_phrase_set(heads["collectives"]["leaders"]),
        elected=_phrase_set(heads["collectives"]["elected"]),
        team_posts=_phrase_set(heads["collectives"]["team_posts"]),
        welsh=welsh_words,
        reaches=_phrase_set(single["reaches"]),
        serving_functions=frozenset(single["serving_functions"]),
        broad_units=_phrase_set(single["broad_units"]),
        besides=_phrase_set(single["besides"]) | _phrase_set(heads["statutory"]["offices"]),
        formers=tuple(single["formers"]),
        names={" ".join(plain_keys(k)): v for k, v in names["names"].items()},
        same_phrases=PhraseTree((plain_keys(k), plain_keys(v)) for k, v in names["same"].items()),
        starts={" ".join(plain_keys(k)): v for k, v in names["starts"].items()},
        person_prefixes=_word_set(names["people"]["prefixes"]),
        first_names=_word_set(names["people"]["first_names"]),
        names_that_are_words=_word_set(names["people"]["also_words"]),
        vocabulary=frozenset(vocabulary),
        misspelt=_read_spelling(tables["spelling"], vocabulary),
        **{use: _word_set(phrases[use]) for use in _PHRASE_WORDS},
        **{use: _word_set(single[use]) for use in _SINGLE_WORDS},
    )


_PHRASE_WORDS = (
    *("modifiers", "determiners", "quantifiers", "dangling", "connectors", "small"),
    "prose",
    "ranks",
    "every_one",
    "clauses",
)
_SINGLE_WORDS = (
    "articles",
    "particles",
    "member_prefixes",
    "chairs",
    "loose_boards",
    "own_councils",
    "departments",
    "work_heads",
    "places",
    "serving_heads",
    "name_ends",
    "service_tails",
    "everyone",
    "staff",
    "networks",
    "equality_words",
    "inside_functions",
    "delegates",
    "modals",
    "never_initials",
)


def _read_glued(tables: Mapping[str, Mapping[str, Any]]) -> dict[tuple[str, ...], bool]:
    """Names of several words that no separator inside them parts."""
    titles, partners = tables["heads"]["titles"], tables["partners"]
    phrases = [
        *(
            p
            for part in tables["functions"].values()
            for use in ("services", "cues", "firm")
            for p in part.get(use, ())
        ),
        *(form for part in titles.values() for p in part for form in (p, pluralise(p))),
        *(p for sort in ("bodies", "sectors", "schools") for p in partners[sort]),
        *tables["phrases"]["one_name"],
    ]
    return {keys: True for phrase in phrases if len(keys := phrase_keys(phrase)) > 1}


def _read_carriers(phrases: Mapping[str, Any]) -> dict[tuple[str, ...], Carrier]:
    relations = {"carriers_before": "", "support_before": "support", "lead_before": "lead"}
    start_only = {phrase_keys(phrase) for phrase in phrases["start_only"]}
    never_before: dict[tuple[str, ...], Collection[str]] = {("with",): _word_set(phrases["not_after_with"])}
    found = _by_relation(phrases, relations)
    return {
        keys: Carrier(relation, keys not in start_only, never_before.get(keys, ())) for keys, relation in found.items()
    }


def _by_relation(phrases: Mapping[str, Any], relations: Mapping[str, str]) -> dict[tuple[str, ...], str]:
    return {phrase_keys(phrase): relation for use, relation in relations.items() for phrase in phrases[use]}


def _read_beside(forms: Iterable[Mapping[str, Any]]) -> dict[str, tuple[ShortForm, ...]]:
    found: dict[str, tuple[ShortForm, ...]] = {}
    for form in forms:
        read = ShortForm(form["long"], frozenset(form.get("next", ())), frozenset(form.get("last", ())))
        found[form["short"]] = (*found.get(form["short"], ()), read)
    return found


def _welsh_words(welsh: Mapping[str, Mapping[str, list[str]]]) -> frozenset[str]:
    groups = (
        *welsh["titles"].values(),
        *welsh["opening"].values(),
        *welsh["subjects"].values(),
        welsh["words"]["words"],
    )
    return frozenset(key for group in groups for phrase in group for key in plain_keys(phrase))


def _english(groups: Iterable[Iterable[tuple[str, ...]]], phrases: Mapping[str, Any]) -> set[str]:
    """The words of English owners, of which some are Welsh words too ("data", "staff", "panel", "a")."""
    qualifying = ("modifiers", "determiners", "quantifiers", "small")
    words = {key for group in groups for keys in group for key in keys}
    return words | {key for use in qualifying for phrase in phrases[use] for key in plain_keys(phrase)}


def _read_spelling(table: Mapping[str, Any], vocabulary: set[str]) -> Misspellings:
    return Misspellings(table["words"], vocabulary | set(table["real_words"]), table["slips"])


def _phrase_set(phrases: Iterable[str]) -> frozenset[tuple[str, ...]]:
    return frozenset(plain_keys(phrase) for phrase in phrases)


def _word_set(phrases: Iterable[str]) -> frozenset[str]:
    return frozenset(keys[0] for phrase in phrases if len(keys := plain_keys(phrase)) == 1)


def _read_functions(
    tables: Mapping[str, Mapping[str, list[str]]],
) -> tuple[dict[tuple[str, ...], str], dict[tuple[str, ...], Cue]]:
    services: dict[tuple[str, ...], str] = {}
    cues: dict[tuple[str, ...], Cue] = {}
    clashes: list[str] = []
    weights = {"firm": 5, "services": 4, "cues": 4, "weak": 2, "faint": 1}
    for function, uses in tables.items():
        for use, phrases in ((use, uses[use]) for use in uses if use in weights):
            for phrase in phrases:
                keys = plain_keys(phrase)
                known = cues.get(keys)
                if known is not None and known.function != function:
                    clashes.append(f'"{phrase}" stands under both {known.function} and {function}')
                cues[keys] = Cue(function, max(weights[use], known.weight if known else 0))
                if use == "services":
                    services[keys] = function
    if clashes:
        raise LexiconError("functions.toml: " + "; ".join(clashes) + ". Keep each under one.")
    return services, cues


_BELOW_HEADS = frozenset({"manager", "officer"})
_SCOTTISH = re.compile(r"\bdeputy\b")


def _read_titles(tables: Mapping[str, list[str]]) -> dict[tuple[str, ...], Title]:
    titles: dict[tuple[str, ...], Title] = {}
    for seniority, phrases in tables.items():
        for phrase in phrases:
            joint = phrase.rsplit(" ", 1)[-1] in {"of", "for", "the"}
            for form in (phrase, _SCOTTISH.sub("depute", phrase)):
                titles[plain_keys(pluralise(form))] = Title(seniority, True, form, joint)
                titles[plain_keys(form)] = Title(seniority, False, form, joint)
    return titles


def _read_heads(tables: Mapping[str, Any]) -> dict[tuple[str, ...], Head]:
    heads: dict[tuple[str, ...], Head] = {}
    # Later entries win: a plural that has its own entry as a collective is one.
    for kind, use, strong in (("team", "weak", False), ("team", "strong", True), ("board", "strong", True)):
        for phrase in tables[f"{kind}s"][use]:
            if strong and not phrase.endswith("s"):
                heads[plain_keys(pluralise(phrase))] = Head("collective", "none", True, True)
            heads[plain_keys(phrase)] = Head(kind, "none", False, strong)
    for phrase in tables["collectives"]["heads"]:
        keys = plain_keys(phrase)
        weak = keys in heads and not heads[keys].strong
        if not weak:
            heads[keys] = Head("collective", "none", not phrase.endswith("k"), True)
    for seniority, phrases in tables["posts"].items():
        for phrase in phrases:
            for form in (phrase, _SCOTTISH.sub("depute", phrase)):
                heads[plain_keys(pluralise(form))] = Head("collective", "none", True, True)
                heads[plain_keys(form)] = Head("role", seniority, False, True)
    del heads[plain_keys("partnerships")]  # a subject ("Head of Policy and Partnerships"), not a body
    return heads
