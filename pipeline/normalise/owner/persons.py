"""Whether a run of words is a person's name: evidence of each word, added up.

A prefix ("Cllr"), a known forename and an initial speak for a name; words that councils use of posts and services speak
against it, most of all those that name a service or end an owner. How much each says stands in `weights/persons.toml`.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from pipeline.normalise.owner.lexicon import Lexicon
from pipeline.normalise.owner.weights import person_weights
from pipeline.normalise.owner.words import Word

_MOST_WORDS = 5  # of a name, prefix included
_NAME = re.compile(r"(?:Mc|Mac|[A-Z]['’])?[A-ZÀ-Þ][a-zß-ÿ]+(?:[-'’][A-ZÀ-Þ]?[a-zß-ÿ]+)*$")
_CAPITALS = re.compile(r"[A-ZÀ-Þ][A-ZÀ-Þ'’\-]+$")  # a surname behind a forename
_INITIAL = re.compile(r"[A-Z]\.?$")
_INITIALS = re.compile(r"[A-Z]\.?[A-Z]\.?$|(?:[A-Z]\.){1,3}[A-Z]?\.?$")
_OF_A_NAME = re.compile("|".join(pattern.pattern for pattern in (_NAME, _INITIAL, _INITIALS)))
_COMMON_ENDING = re.compile(r"(?:ing|tion|sion|ment|ity|ness|ship|al|ive|ic|ies|s|ers|ance|ence|ble|ful|ed|ory|ary)$")
_LONGEST_INITIALS = 2  # letters of a word that may be initials though the lexicon has it


@dataclass(frozen=True, slots=True)
class Person:
    """A run read as a person's name."""

    member: bool  # a councillor, by the prefix
    guessed: bool  # nothing but the look of the words says so


def looks_like_person(words: Sequence[Word], lexicon: Lexicon) -> Person | None:
    """Read a run of words as a person's name, or give None. Raises nothing."""
    if len(words) > _MOST_WORDS or _names_owner(words[-1], lexicon):
        return None
    prefixed = len(words) > 1 and words[0].keys[0] in lexicon.person_prefixes
    name = words[1:] if prefixed else words
    surname_shouted = len(name) > 1 and _CAPITALS.match(name[-1].text) is not None
    if not all(_may_be_of_a_name(word, lexicon) for word in (name[:-1] if surname_shouted else name)):
        return None
    facts = _facts_alone(name[0], lexicon) if len(words) == 1 else _facts_of_name(name, lexicon)
    facts |= {"prefix"} if prefixed else set()
    weights = person_weights()
    if sum(weights[fact] for fact in facts) < weights["least"]:
        return None
    return Person(words[0].keys[0] in lexicon.member_prefixes, _SAYS_SO.isdisjoint(facts))


_SAYS_SO = frozenset({"prefix", "forename", "forename_or_word", "initial", "initials", "initials_alone"})


def _may_be_of_a_name(word: Word, lexicon: Lexicon) -> bool:
    return _OF_A_NAME.match(word.text) is not None or word.keys[0] in lexicon.particles


def _facts_alone(word: Word, lexicon: Lexicon) -> set[str]:
    if _INITIALS.match(word.text):
        return {"alone", "initials_alone", *(("alone_word",) if word.keys[0] in lexicon.vocabulary else ())}
    return {"alone", "lone_initial" if _INITIAL.match(word.text) else _forename(word, lexicon)}


def _facts_of_name(name: Sequence[Word], lexicon: Lexicon) -> set[str]:
    facts = {_surname(name[-1], lexicon)}
    if len(name) > 1:
        facts.add(_forename(name[0], lexicon))
    if any(_is_owner_word(word, lexicon) for word in name[1:-1]):
        facts.add("middle_word")
    return facts


def _forename(word: Word, lexicon: Lexicon) -> str:
    key = word.keys[0].split("-")[0]
    if word.long is not None:
        return "first_word"
    if key in lexicon.first_names:
        return "forename_or_word" if key in lexicon.names_that_are_words else "forename"
    if _INITIAL.match(word.text):
        return "initial"
    if _INITIALS.match(word.text):
        return "initials"
    if key in lexicon.vocabulary:
        return "first_word"
    return "first_common" if _COMMON_ENDING.search(key) else "first_unknown"


def _surname(word: Word, lexicon: Lexicon) -> str:
    if _INITIAL.match(word.text):
        return "last_initial"
    return "last_word" if _is_owner_word(word, lexicon) else "last_unknown"


def _names_owner(word: Word, lexicon: Lexicon) -> bool:
    """Whether a word ends an owner or names a service, so that it is nobody's surname."""
    return word.long is not None or word.keys in lexicon.heads or word.keys in lexicon.services


def _is_owner_word(word: Word, lexicon: Lexicon) -> bool:
    return len(word.text) > _LONGEST_INITIALS and word.keys[0] in lexicon.vocabulary
