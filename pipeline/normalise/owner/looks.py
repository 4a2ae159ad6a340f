"""Whether a cell reads like an owner cell: a cheap score for telling columns apart."""

from __future__ import annotations

import re
from functools import lru_cache

from pipeline.normalise.owner.abbreviations import Abbreviations
from pipeline.normalise.owner.classify import find_head, read_shape
from pipeline.normalise.owner.lexicon import Lexicon, owner_lexicon
from pipeline.normalise.owner.words import clean, tokenise

_CUT = re.compile(r"[/&+,;|\n•·▪●]|\band\b", re.IGNORECASE)
_LONGEST = 400  # characters: an owner cell is a list of names, not prose
_NOTHING = Abbreviations()


@lru_cache(maxsize=16384)
def looks_like_owner(text: str | None) -> float:
    """Score from 0 to 1 for how much a cell's text reads like a post, team, board, body or abbreviation of one.

    Empty cells and cells that name nobody score 0, as does prose. Raises nothing.

    >>> looks_like_owner("Head of Housing") > 0.9
    True
    >>> looks_like_owner("Publish the workforce profile each year on the website") < 0.3
    True
    """
    if not text or not text.strip():
        return 0.0
    if len(text) > _LONGEST:
        return 0.0
    lexicon = owner_lexicon()
    scores: list[tuple[float, int]] = []
    for piece in _CUT.split(clean(text)):
        tokens = [token for token in tokenise(piece) if not token.mark]
        if not tokens or not any(c.isalpha() for token in tokens for c in token.text):
            continue
        scores.append((_score(piece, lexicon), len(tokens)))
    if not scores:
        return 0.0
    words = sum(size for _, size in scores)
    return round(sum(score * size for score, size in scores) / words, 3)


def _score(piece: str, lexicon: Lexicon) -> float:
    tokens = [token for token in tokenise(piece) if not token.mark]
    for token in tokens:
        expansion = _NOTHING.find(token.text)
        if expansion is not None:
            token.long = expansion.long
            token.keys = tuple(word.key for word in tokenise(expansion.long) if not word.mark)
    keys = tuple(key for token in tokens for key in token.keys)
    if keys in lexicon.nobody:
        return 0.0
    shape = read_shape(tokens, lexicon)
    verbs = sum(token.key in lexicon.prose or _is_participle(token.key, lexicon) for token in tokens)
    if verbs and not (shape.title is not None or (shape.closed and len(tokens) <= 4 and verbs == 1)):
        return max(0.0, 0.2 - 0.1 * verbs)
    if len(tokens) > 12:
        return 0.1
    if shape.kind and not shape.guessed:
        lower = tokens[0].text[:1].islower() and len(tokens) > 4
        return 0.6 if lower else 1.0
    if shape.kind == "person" or shape.acronym:
        return 0.5
    if find_head(keys, lexicon) is not None or shape.weight >= 3:
        return 0.6 if len(tokens) <= 4 else 0.3
    return 0.1 if len(tokens) > 3 else 0.2


def _is_participle(key: str, lexicon: Lexicon) -> bool:
    """A word in -ed that no name of an owner holds ("delivered", "trained"): the words are prose."""
    return len(key) > 5 and key.endswith("ed") and key not in lexicon.vocabulary
