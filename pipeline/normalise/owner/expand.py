"""Tokens with what they stand for: abbreviations in full, slips mended, names of several words held together.

"HR/OD" becomes one token; the "and" of "Learning and Development" stays a word of the name and parts nothing.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from pipeline.normalise.owner.abbreviations import Abbreviations
from pipeline.normalise.owner.lexicon import Lexicon, ShortForm, owner_lexicon
from pipeline.normalise.owner.words import Token, plain_keys

_ANY_WORD = "*"
_UNCLEAR = "\0"  # stands for a token of several keys where single keys are looked up


def expand(tokens: Sequence[Token], abbreviations: Abbreviations, lexicon: Lexicon) -> list[Token]:
    """Give the tokens of a cell expanded, numbered anew. The tokens themselves are changed."""
    joined = list(_join_compounds(tokens, abbreviations, lexicon))
    for at, token in enumerate(joined):
        if token.mark or token.long is not None:
            continue
        if not _expand_one(token, joined, at, abbreviations, lexicon):
            _mend(token, joined, at, lexicon)
    _hold_names_together(joined, lexicon)
    for index, token in enumerate(joined):
        token.index = index
    return joined


def single_keys(tokens: Sequence[Token]) -> tuple[str, ...]:
    """The keys of tokens, one for each: an expansion of several words is no word of a phrase."""
    return tuple(token.key if len(token.keys) == 1 else _UNCLEAR for token in tokens)


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
        whole.text = "".join(
            part.text if not number or not part.space else f" {part.text}" for number, part in enumerate(parts)
        )
        whole.long, whole.source, whole.keys = found[1], "lexicon", plain_keys(found[1])
        yield whole
        at += found[0]


_LETTERS = re.compile(r"[A-Z]&[A-Z]$")  # "D&A Team": the initials of a name, and never two owners


def _one_word(parts: Sequence[Token]) -> Token:
    """Return tokens side by side as one word."""
    text = "".join(part.text for part in parts)
    return Token(text, parts[0].start, parts[-1].end, mark=False, space=parts[0].space, line=parts[0].line)


def _expand_one(token: Token, tokens: Sequence[Token], at: int, abbreviations: Abbreviations, lexicon: Lexicon) -> bool:
    """Give an abbreviation its long form; whether it is one."""
    if _in_welsh(tokens, at, lexicon):
        return False
    expansion = abbreviations.find(token.text)
    if expansion is not None:
        token.long, token.source = expansion.long, expansion.source
        if expansion.source == "lexicon" and token.key in lexicon.with_field and _has_field(tokens, at):
            token.long = lexicon.with_field[token.key]
    else:
        token.long = next(
            (form.long for form in lexicon.beside.get(token.key, ()) if _stands(form, tokens, at, abbreviations)), None
        )
        token.source = None if token.long is None else "lexicon"
    if token.long is None:
        return False
    token.keys = plain_keys(token.long)
    return True


def _in_welsh(tokens: Sequence[Token], at: int, lexicon: Lexicon) -> bool:
    """Whether a word behind a Welsh one is Welsh too: "Pennaeth AD" is the head of Adnoddau Dynol."""
    before = tokens[at - 1].key if at and not tokens[at - 1].mark else ""
    return before in lexicon.welsh and before not in lexicon.vocabulary and tokens[at].key in lexicon.welsh


def _stands(form: ShortForm, tokens: Sequence[Token], at: int, abbreviations: Abbreviations) -> bool:
    """Whether a short form has a word beside it that makes its meaning plain."""
    sides = ((_word_beside(tokens, at, 1), form.before), (_word_beside(tokens, at, -1), form.behind))
    return any(_is_one_of(token, words, abbreviations) for token, words in sides)


def _word_beside(tokens: Sequence[Token], at: int, step: int) -> Token | None:
    """The next word of the same name: behind a full stop or an "and", but over no other separator."""
    at += step
    while 0 <= at < len(tokens) and tokens[at].mark and tokens[at].key in {".", "and"}:
        at += step
    return tokens[at] if 0 <= at < len(tokens) and not tokens[at].mark else None


def _is_one_of(token: Token | None, words: frozenset[str], abbreviations: Abbreviations) -> bool:
    if token is None or not words:
        return False
    return token.key in words or (_ANY_WORD in words and _is_known(token, abbreviations))


def _is_known(token: Token, abbreviations: Abbreviations) -> bool:
    """Whether a word is one of owners, in full or short."""
    lexicon = owner_lexicon()
    known = token.long is not None or token.key in lexicon.vocabulary or token.key in lexicon.beside
    return known or abbreviations.find(token.text) is not None


def _has_field(tokens: Sequence[Token], at: int) -> bool:
    """Whether a field follows a post's abbreviation: a word, or a word behind a dash or in a bracket."""
    following = tokens[at + 1 : at + 3]
    if following and following[0].key in {"-", "("}:
        following = following[1:]
    return bool(following) and following[0].text[:1].isupper() and not following[0].line and not following[0].mark


def _mend(token: Token, tokens: Sequence[Token], at: int, lexicon: Lexicon) -> None:
    """Give a word spelt wrong the right spelling, in letters of the same size. A verb ("HR to advise") is no slip."""
    right = lexicon.misspelt.get(token.key)
    verb = at > 0 and tokens[at - 1].key in lexicon.modals and token.text.islower()
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
        found = None if tokens[at].mark else lexicon.glued.longest(keys, at)
        found = None if found is not None and _parts_two_posts(tokens, at, found[0], lexicon) else found
        for number, inside in enumerate(tokens[at : at + found[0]] if found is not None else ()):
            inside.held = True
            inside.line = inside.line and number == 0
            inside.mark = inside.mark and number == 0
        at += found[0] if found is not None else 1


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
    return title[0] < len(left) and len(right) > 1 and head.kind == "role"
