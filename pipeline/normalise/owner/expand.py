"""Tokens with what they stand for: abbreviations in full, slips mended, names of several words held together.

"HR/OD" becomes one token; the "and" of "Learning and Development" stays a word of the name and parts nothing.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from pipeline.normalise.owner.abbreviations import Abbreviations, Expansion
from pipeline.normalise.owner.lexicon import Lexicon, ShortForm, owner_lexicon
from pipeline.normalise.owner.words import Token, plain_keys, word_key

_ANY_WORD = "*"
_WITHIN_NAMES = frozenset({".", "and"})
_BEFORE_FIELDS = frozenset({"-", "("})
_UNCLEAR = "\0"  # stands for a token of several keys where single keys are looked up


def expand(tokens: Sequence[Token], abbreviations: Abbreviations, lexicon: Lexicon) -> list[Token]:
    """Give the tokens of a cell expanded, numbered anew. The tokens themselves are changed."""
    whole = list(_join_broken(tokens, lexicon))
    joined = list(_join_compounds(list(_part_at_dashes(whole, abbreviations, lexicon)), abbreviations, lexicon))
    for at, token in enumerate(joined):
        if token.mark or token.long is not None:
            continue
        if not _expand_one(joined, at, abbreviations, lexicon):
            _mend(token, joined, at, lexicon)
    _hold_names_together(joined, lexicon)
    for index, token in enumerate(joined):
        token.index = index
    return joined


def single_keys(tokens: Sequence[Token]) -> tuple[str, ...]:
    """The keys of tokens, one for each: an expansion of several words is no word of a phrase."""
    return tuple(token.key if len(token.keys) == 1 else _UNCLEAR for token in tokens)


def _join_broken(tokens: Sequence[Token], lexicon: Lexicon) -> Iterator[Token]:
    """Yield the tokens with each word that a line's end breaks as one: "Diver-" over "sity"."""
    at = 0
    while at < len(tokens):
        parts = tokens[at : at + 3]
        if not _is_broken(parts):
            yield tokens[at]
            at += 1
            continue
        whole = _one_word(parts)
        if not _keeps_hyphen(parts, whole.key, lexicon):
            whole.text = parts[0].text + parts[2].text
        yield whole
        at += 3


def _is_broken(parts: Sequence[Token]) -> bool:
    """Whether a word, a hyphen right behind it and small letters on the next line are one word."""
    text = "".join(f" {part.text}" if part.space else part.text for part in parts[1:])
    return parts[-1].line and _PIECES.fullmatch(parts[0].text + text) is not None


_PIECES = re.compile(r"[A-Za-z][a-z]+[-\u2010] [a-z]+")  # what begins a line has white space before it


def _keeps_hyphen(parts: Sequence[Token], whole: str, lexicon: Lexicon) -> bool:
    """Whether the hyphen is the word's own: no known word without it, or one of two known words ("Anti-social")."""
    return whole not in lexicon.vocabulary or lexicon.vocabulary.issuperset((parts[0].key, parts[2].key))


def _part_at_dashes(tokens: Sequence[Token], abbreviations: Abbreviations, lexicon: Lexicon) -> Iterator[Token]:
    """Yield the tokens, a post parted from the field that a dash ties to it: "Director-Housing", no "Vice-Chair"."""
    for token in tokens:
        found = None if token.key in lexicon.vocabulary else _TIED.fullmatch(token.text)
        if found is None:
            yield token
            continue
        first, second = (_keys_in_full(found[side], abbreviations) for side in (1, 3))
        if _ends_post(first, lexicon) and not _are_one(first + second, lexicon) and second in lexicon.services:
            yield from _three_words(token, found)
            continue
        if lexicon.vocabulary.issuperset(second):
            token.keys = first + second
        yield token


def _keys_in_full(text: str, abbreviations: Abbreviations) -> tuple[str, ...]:
    """Return the keys of a word, or of what it is short for."""
    found = abbreviations.find(text)
    return (word_key(text),) if found is None else plain_keys(found.long)


_TIED = re.compile(r"(\w+)([-\u2010\u2011])(\w+)")


def _three_words(token: Token, found: re.Match[str]) -> Iterator[Token]:
    """Yield the two words of a token and the dash between them."""
    at = token.start + found.start(2)
    yield Token(found[1], token.start, at, mark=False, space=token.space, line=token.line)
    yield Token(found[2], at, at + 1, mark=True, space=False, line=False)
    yield Token(found[3], at + 1, token.end, mark=False, space=False, line=False)


def _are_one(keys: tuple[str, ...], lexicon: Lexicon) -> bool:
    """Whether words are a known post, or begin with a known title."""
    return keys in lexicon.heads or lexicon.titles.longest(keys) not in (None, lexicon.titles.longest(keys[:1]))


def _ends_post(keys: tuple[str, ...], lexicon: Lexicon) -> bool:
    """Whether a word is a post by itself, or ends a chief's title ("Exec")."""
    return any(lexicon.heads[post].kind == "role" for post in (keys, ("chief", *keys)) if post in lexicon.heads)


def _join_compounds(tokens: Sequence[Token], abbreviations: Abbreviations, lexicon: Lexicon) -> Iterator[Token]:
    """Yield the tokens with each compound as one: "HR & OD", "Revs & Bens"."""
    own = {short for short, _ in (*abbreviations.document, *abbreviations.council)}
    keys = tuple(token.key for token in tokens)
    at = 0
    while at < len(tokens):
        found = lexicon.compounds.longest(keys, at)
        parts = tokens[at : at + found[0]] if found is not None else ()
        if found is None or any(part.text in own for part in parts):
            letters = _LETTERS.match("".join(token.text for token in tokens[at : at + 3]))
            yield _one_word(tokens[at : at + 3]) if letters else tokens[at]
            at += 3 if letters else 1
            continue
        whole = _one_word(parts)
        whole.text = "".join(f" {part.text}" if part.space else part.text for part in parts).strip()
        whole.long, whole.source, whole.keys = found[1], "lexicon", plain_keys(found[1])
        yield whole
        at += found[0]


_LETTERS = re.compile(r"[A-Z]&[A-Z]$")  # "D&A Team": the initials of a name, and never two owners


def _one_word(parts: Sequence[Token]) -> Token:
    """Return tokens side by side as one word."""
    text = "".join(part.text for part in parts)
    return Token(text, parts[0].start, parts[-1].end, mark=False, space=parts[0].space, line=parts[0].line)


def _expand_one(tokens: Sequence[Token], at: int, abbreviations: Abbreviations, lexicon: Lexicon) -> bool:
    """Give an abbreviation its long form; whether it is one."""
    expansion = None if _in_welsh(tokens, at, lexicon) else _expansion(tokens, at, abbreviations, lexicon)
    if expansion is None:
        return False
    token = tokens[at]
    token.long, token.source, token.keys = expansion.long, expansion.source, plain_keys(expansion.long)
    return True


def _expansion(tokens: Sequence[Token], at: int, abbreviations: Abbreviations, lexicon: Lexicon) -> Expansion | None:
    """Find what a word stands for: by itself, else by the words beside it."""
    token = tokens[at]
    found = abbreviations.find(token.text)
    if found is None:
        forms = (form for form in lexicon.beside.get(token.key, ()) if _stands(form, tokens, at, abbreviations))
        return next((Expansion(form.long, "lexicon") for form in forms), None)
    if found.source != "lexicon" or token.key not in lexicon.with_field or not _has_field(tokens, at):
        return found
    return Expansion(lexicon.with_field[token.key], "lexicon")


def _in_welsh(tokens: Sequence[Token], at: int, lexicon: Lexicon) -> bool:
    """Whether a word behind a Welsh one is Welsh too: "Pennaeth AD" is the head of Adnoddau Dynol."""
    return tokens[at].key in lexicon.welsh and _key_before(tokens, at) in lexicon.only_welsh


def _key_before(tokens: Sequence[Token], at: int) -> str:
    """The key of the token before a place, "" before the first."""
    return tokens[at - 1].key if at else ""


def _stands(form: ShortForm, tokens: Sequence[Token], at: int, abbreviations: Abbreviations) -> bool:
    """Whether a short form has a word beside it that makes its meaning plain."""
    sides = ((range(at + 1, len(tokens)), form.before), (range(at - 1, -1, -1), form.behind))
    return any(_is_one_of(_next_beside(tokens, places), words, abbreviations) for places, words in sides)


def _next_beside(tokens: Sequence[Token], places: range) -> Token | None:
    """The first token of the same name at some places: over a full stop or an "and", which part no name."""
    return next((tokens[place] for place in places if tokens[place].key not in _WITHIN_NAMES), None)


def _is_one_of(token: Token | None, words: frozenset[str], abbreviations: Abbreviations) -> bool:
    if token is None or token.mark:
        return False
    return token.key in words or (_ANY_WORD in words and _is_known(token, abbreviations))


def _is_known(token: Token, abbreviations: Abbreviations) -> bool:
    """Whether a word is one of owners, in full or short."""
    return token.key in owner_lexicon().in_full_or_short or abbreviations.find(token.text) is not None


def _has_field(tokens: Sequence[Token], at: int) -> bool:
    """Whether a field follows a post's abbreviation: a word, or a word behind a dash or in a bracket."""
    following = next((token for token in tokens[at + 1 : at + 3] if token.key not in _BEFORE_FIELDS), None)
    return following is not None and following.goes_on and following.text[:1].isupper()


def _mend(token: Token, tokens: Sequence[Token], at: int, lexicon: Lexicon) -> None:
    """Give a word spelt wrong the right spelling, in letters of the same size. A verb ("HR to advise") is no slip."""
    right = lexicon.misspelt.get(token.key)
    verb = token.text.islower() and _key_before(tokens, at) in lexicon.modals
    if right is None or verb:
        return
    token.mended = True
    token.keys = (right,)
    token.long = right.upper() if token.text.isupper() else right.title() if token.text[:1].isupper() else right


def _hold_names_together(tokens: Sequence[Token], lexicon: Lexicon) -> None:
    """Make the separators inside a known name words of it: "Learning and Development"."""
    keys = single_keys(tokens)
    at = 0
    while at < len(tokens):
        size = _known_name(tokens, keys, at, lexicon)
        for token in tokens[at : at + size]:
            token.held = True
        for token in tokens[at + 1 : at + size]:
            token.line = token.mark = False
        at += max(size, 1)


def _known_name(tokens: Sequence[Token], keys: tuple[str, ...], at: int, lexicon: Lexicon) -> int:
    """The number of tokens of the known name that begins at a place, 0 where none does."""
    found = None if tokens[at].mark else lexicon.glued.longest(keys, at)
    if found is None or _parts_two_posts(tokens, at, found[0], lexicon):
        return 0
    return found[0]


def _parts_two_posts(tokens: Sequence[Token], at: int, size: int, lexicon: Lexicon) -> bool:
    """Whether a line ends inside a known name, a titled post before it and a post behind it.

    "Head of Workforce" over "Equality Lead" is no post of workforce equality.
    """
    inside = next((place for place in range(at + 1, at + size) if tokens[place].line), None)
    if inside is None:
        return False
    first = max((place for place in range(at + 1) if tokens[place].line), default=0)
    last = next((place for place in range(inside + 1, len(tokens)) if tokens[place].line), len(tokens))
    left, right = single_keys(tokens[first:inside]), single_keys(tokens[inside:last])
    title, head = lexicon.titles.longest(left), lexicon.heads.get(tuple(right[-1:]))
    if title is None or head is None or left[-1] in lexicon.small:
        return False
    return len(right) > 1 and head.kind == "role"
