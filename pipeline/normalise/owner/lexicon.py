"""The owner lexicon: wordings of local government, read from the TOML files beside this module.

Phrases are kept in the trees of `phrases`: one look decides whether a known phrase starts at a word. This does the
work of spaCy's phrase rulers on the same lexicon; it was chosen over them because start-up is a few milliseconds and
a million cells are a matter of minutes, and both give the same longest match.
"""

from __future__ import annotations

import tomllib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any, NamedTuple

from pipeline.normalise.owner.words import phrase_keys, plain_keys, word_key
from pipeline.normalise.phrases import PhraseTree
from pipeline.normalise.spelling import misspellings

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


@dataclass(frozen=True, slots=True)
class Lexicon:
    """All wordings, ready for looking up. Built once; never changed."""

    titles: PhraseTree[Title]
    heads: Mapping[tuple[str, ...], Head]
    longest_head: int
    cues: PhraseTree[Cue]
    services: Mapping[tuple[str, ...], str]
    partners: Mapping[tuple[str, ...], str]  # body, sector or school
    body_heads: Mapping[tuple[str, ...], str]
    body_starts: PhraseTree[str]
    capitals: Mapping[str, str]
    any_case: Mapping[str, str]
    compounds: PhraseTree[str]
    with_field: Mapping[str, str]  # what an abbreviation stands for where a field follows
    glued: PhraseTree[bool]  # names that hold "and", a comma or a line break
    before: PhraseTree[str]  # "support", "lead" or ""
    after: PhraseTree[str]
    labels: Mapping[tuple[str, ...], str]
    marks: Mapping[tuple[str, ...], str]
    nobody: frozenset[tuple[str, ...]]
    unsettled: frozenset[tuple[str, ...]]
    statutory: frozenset[tuple[str, ...]]
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
    holders: frozenset[str]
    dangling: frozenset[str]
    connectors: frozenset[str]
    small: frozenset[str]
    names: Mapping[str, str]
    starts: Mapping[str, str]
    person_prefixes: frozenset[str]
    first_names: frozenset[str]
    names_that_are_words: frozenset[str]
    prose: frozenset[str]
    vocabulary: frozenset[str]
    misspelt: Mapping[str, str]  # key of a word spelt wrong: the word


class LexiconError(ValueError):
    """The lexicon contradicts itself; the message lists every clash."""


@lru_cache(maxsize=1)
def owner_lexicon() -> Lexicon:
    """The lexicon that ships with the program. Raises LexiconError where its files contradict each other."""
    return parse_lexicon({path.stem: tomllib.loads(path.read_text("utf-8")) for path in sorted(_FOLDER.glob("*.toml"))})


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
    heads, functions, partners = tables["heads"], tables["functions"], tables["partners"]
    phrases, names, short = tables["phrases"], tables["names"], tables["abbreviations"]
    services, cues = _read_functions(functions)
    bodies = {plain_keys(p): sort for sort in ("sectors", "bodies", "schools") for p in partners[sort]}
    titles = _read_titles(heads["titles"])
    head_words = _read_heads(heads)
    glued = {
        keys: True
        for phrase in (
            *(p for part in functions.values() for use in ("services", "cues", "firm") for p in part.get(use, ())),
            *(p for part in heads["titles"].values() for p in part),
            *(pluralise(p) for part in heads["titles"].values() for p in part),
            *partners["bodies"],
            *partners["sectors"],
            *partners["schools"],
            *phrases["one_name"],
        )
        if len(keys := phrase_keys(phrase)) > 1
    }
    before = {phrase_keys(p): "" for p in phrases["carriers_before"]}
    before |= {phrase_keys(p): "support" for p in phrases["support_before"]}
    before |= {phrase_keys(p): "lead" for p in phrases["lead_before"]}
    after = {phrase_keys(p): "" for p in phrases["carriers_after"]}
    after |= {phrase_keys(p): "support" for p in phrases["support_after"]}
    capitals = dict(short["capitals"])
    any_case = {word_key(k) if "&" not in k else k: v for k, v in short["any_case"].items()}
    twice = sorted(set(map(str.casefold, capitals)) & set(any_case))
    if twice:
        raise LexiconError(f"abbreviations.toml: {', '.join(twice)} stand under capitals and any_case. Keep one.")
    words: set[str] = set()
    for group in (services, dict(cues), bodies, head_words, dict.fromkeys(glued)):
        for keys in group:
            words.update(keys)
    for title in titles:
        words.update(title)
    for long in (*capitals.values(), *any_case.values()):
        words.update(plain_keys(long))
    for use in ("modifiers", "determiners", "quantifiers", "dangling", "connectors", "small"):
        for p in phrases[use]:
            words.update(plain_keys(p))
    return Lexicon(
        titles=PhraseTree(titles.items()),
        heads=head_words,
        longest_head=max(len(keys) for keys in head_words),
        cues=PhraseTree(cues.items()),
        services=services,
        partners=bodies,
        body_heads={plain_keys(p): p for p in partners["body_heads"]},
        body_starts=PhraseTree((plain_keys(p), p) for p in partners["body_starts"]),
        capitals=capitals,
        any_case=any_case,
        with_field={word_key(k): v for k, v in short["with_field"].items()},
        compounds=PhraseTree((phrase_keys(k), v) for k, v in short["compounds"].items()),
        glued=PhraseTree(glued.items()),
        before=PhraseTree(before.items()),
        after=PhraseTree(after.items()),
        labels={plain_keys(p): "support" for p in phrases["support_labels"]}
        | {plain_keys(p): "lead" for p in phrases["lead_labels"]},
        marks={plain_keys(p): "support" for p in phrases["support_marks"]}
        | {plain_keys(p): "lead" for p in phrases["lead_marks"]},
        nobody=_phrase_set(phrases["nobody"]),
        unsettled=_phrase_set(phrases["unsettled"]),
        statutory=_phrase_set(heads["statutory"]["offices"]),
        boards_whole=_phrase_set(heads["boards"]["whole"]),
        board_rests=_phrase_set(heads["boards"]["rests"]),
        collectives_whole=_phrase_set(heads["collectives"]["whole"]),
        also_subjects=_phrase_set(partners["also_subjects"]),
        leaders=_phrase_set(heads["collectives"]["leaders"]),
        elected=_phrase_set(heads["collectives"]["elected"]),
        team_posts=_phrase_set(heads["collectives"]["team_posts"]),
        modifiers=_word_set(phrases["modifiers"]),
        determiners=_word_set(phrases["determiners"]),
        quantifiers=_word_set(phrases["quantifiers"]),
        holders=_word_set(phrases["holders"]),
        dangling=_word_set(phrases["dangling"]),
        connectors=_word_set(phrases["connectors"]),
        small=_word_set(phrases["small"]),
        names={" ".join(plain_keys(k)): v for k, v in names["names"].items()},
        starts={" ".join(plain_keys(k)): v for k, v in names["starts"].items()},
        person_prefixes=_word_set(names["people"]["prefixes"]),
        first_names=_word_set(names["people"]["first_names"]),
        names_that_are_words=_word_set(names["people"]["also_words"]),
        prose=_word_set(phrases["prose"]),
        vocabulary=frozenset(words),
        misspelt=_read_spelling(tables["spelling"], words),
    )


def _read_spelling(table: Mapping[str, Any], vocabulary: set[str]) -> dict[str, str]:
    known = vocabulary | set(table["real_words"])
    return dict(misspellings(table["words"], known)) | dict(table["slips"])


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
        for use, phrases in uses.items():
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


def _read_titles(tables: Mapping[str, list[str]]) -> dict[tuple[str, ...], Title]:
    titles: dict[tuple[str, ...], Title] = {}
    for seniority, phrases in tables.items():
        for phrase in phrases:
            joint = phrase.rsplit(" ", 1)[-1] in {"of", "for", "the"}
            titles[plain_keys(pluralise(phrase))] = Title(seniority, True, phrase, joint)
            titles[plain_keys(phrase)] = Title(seniority, False, phrase, joint)
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
            heads[plain_keys(pluralise(phrase))] = Head("collective", "none", True, True)
            heads[plain_keys(phrase)] = Head("role", seniority, False, True)
    del heads[plain_keys("partnerships")]  # a subject ("Head of Policy and Partnerships"), not a body
    return heads
