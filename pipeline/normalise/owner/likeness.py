"""Whether a cell reads like an owner cell: a cheap score for telling columns apart."""

from __future__ import annotations

import re
from functools import lru_cache

from pipeline.normalise.owner.abbreviations import Abbreviations
from pipeline.normalise.owner.expand import expand
from pipeline.normalise.owner.lexicon import Lexicon, owner_lexicon
from pipeline.normalise.owner.shape import STRONG, Shape, shape_of
from pipeline.normalise.owner.words import Token, clean, plain_keys, tokenise

_CUT = re.compile(r"[/&+,;|\n•·▪●]|\band\b", re.IGNORECASE)
_LONGEST = 400  # characters: an owner cell is a list of names, not prose
_LONGEST_NAME = 12  # words
_SHORT = 4  # words: of so few even a word of prose may be part of a name
_PARTICIPLE = re.compile(r".{4,}ed")  # shorter words in -ed count for none
_NOTHING = Abbreviations()


def says_a_relation(label: str) -> bool:
    """Tell whether a label says only how the owners behind it take part: "Lead", "Supported by".

    >>> says_a_relation("Lead"), says_a_relation("Support"), says_a_relation("Cost")
    (True, True, False)
    """
    return plain_keys(label) in owner_lexicon().labels


@lru_cache(maxsize=16384)
def looks_like_owner(text: str | None) -> float:
    """Score from 0 to 1 for how much a cell's text reads like a post, team, board, body or abbreviation of one.

    Empty cells and cells that name nobody score 0, as does prose. Raises nothing.

    >>> looks_like_owner("Head of Housing") > 0.9
    True
    >>> looks_like_owner("Publish the workforce profile each year on the website") < 0.3
    True
    """
    if not text or len(text) > _LONGEST:
        return 0.0
    lexicon = owner_lexicon()
    scores: list[tuple[float, int]] = []
    for piece in _CUT.split(clean(text)):
        tokens = [token for token in tokenise(piece) if not token.mark]
        if any(c.isalpha() for token in tokens for c in token.text):
            scores.append((_score(expand(tokens, _NOTHING, lexicon), lexicon), len(tokens)))
    words = sum(size for _, size in scores)
    return round(sum(score * size for score, size in scores) / words, 3) if words else 0.0


def _score(tokens: list[Token], lexicon: Lexicon) -> float:
    if tuple(key for token in tokens for key in token.keys) in lexicon.nobody:
        return 0.0
    shape = shape_of(tokens)
    prose = sum(token.key in lexicon.prose or _is_participle(token.key, lexicon) for token in tokens)
    if prose and not _holds_prose(shape, len(tokens), prose):
        return max(0.0, 0.2 - 0.1 * prose)
    if len(tokens) > _LONGEST_NAME:
        return 0.1
    if shape.kind and "guessed" not in shape:
        return 0.6 if _runs_on(tokens) else 1.0
    if shape.kind == "person" or "short" in shape:
        return 0.5
    if shape.weight >= STRONG:
        return 0.6 if len(tokens) <= _SHORT else 0.3
    return 0.1 if len(tokens) >= _SHORT else 0.2


def _holds_prose(shape: Shape, size: int, prose: int) -> bool:
    """Whether an owner's name may hold a word of prose: behind a title, and once in a short name with a head."""
    return shape.title is not None or (prose == 1 and size <= _SHORT and "closed" in shape)


def _runs_on(tokens: list[Token]) -> bool:
    """Whether words begin small and are many: rather the rest of a sentence."""
    return len(tokens) > _SHORT and tokens[0].text[:1].islower()


def _is_participle(key: str, lexicon: Lexicon) -> bool:
    """A word in -ed that no name of an owner holds ("delivered", "trained"): the words are prose."""
    return _PARTICIPLE.fullmatch(key) is not None and key not in lexicon.vocabulary
