"""Cutting runs of words in which owners stand side by side with no separator ("Housing Team All services")."""

from __future__ import annotations

from pipeline.normalise.owner.classify import Shape, is_acronym, is_tail_word, read_shape
from pipeline.normalise.owner.lexicon import Lexicon
from pipeline.normalise.owner.parts import Chunk
from pipeline.normalise.owner.words import Token

_STRONG = 3
_LONGEST_RUN = 80  # words; a longer run with no separator is prose
_LOOSE_BOARDS = frozenset({"council", "cabinet", "network", "partnership", "commission", "parliament", "association"})


def cut_side_by_side(chunk: Chunk, lexicon: Lexicon) -> list[Chunk]:
    """Cut a run of words in which owners stand side by side with no separator."""
    words = chunk.words
    if not 2 <= len(words) <= _LONGEST_RUN:
        return [chunk]
    if tuple(key for token in words for key in token.keys) in lexicon.collectives_whole:
        return [chunk]
    for at in range(1, len(words)):
        if _may_break(words, at, lexicon):
            left, right = read_shape(words[:at], lexicon), read_shape(words[at:], lexicon)
            if _breaks(words, at, left, right, lexicon):
                cut = words[at].index
                first = Chunk(chunk.sep, tight=chunk.tight, line=chunk.line, relation=chunk.relation)
                second = Chunk(">", relation=chunk.relation)
                first.words, second.words = words[:at], words[at:]
                first.tokens = [token for token in chunk.tokens if token.index < cut]
                second.tokens = [token for token in chunk.tokens if token.index >= cut]
                for inner in chunk.inner:
                    (first if inner and inner[0].index < cut else second).inner.append(inner)
                if second.words and is_tail_word(right) and left.closed:
                    second.sep = "/"
                return [first, *cut_side_by_side(second, lexicon)]
    return [chunk]


def _may_break(words: list[Token], at: int, lexicon: Lexicon) -> bool:
    """A cheap look before the full one: something ends before this word, or something begins with it."""
    before, here = words[at - 1], words[at]
    if before.key in lexicon.small or here.key in lexicon.connectors or _spanned(words, at, lexicon):
        return False
    return (
        (before.keys[-1],) in lexicon.heads
        or before.long is not None
        or here.key in lexicon.quantifiers
        or is_acronym(before, lexicon)
        or lexicon.titles.longest(tuple(k for token in words[at : at + 5] for k in token.keys)) is not None
        or _NAME_END.isdisjoint(before.keys) is False
    )


def _spanned(words: list[Token], at: int, lexicon: Lexicon) -> bool:
    """Whether a known title or subject stands on both sides of this place."""
    start = max(0, at - 3)
    keys = tuple(token.keys[0] if len(token.keys) == 1 else "\0" for token in words[start : at + 4])
    for index in range(at - start):
        for phrases in (lexicon.titles, lexicon.cues):
            found = phrases.longest(keys, index)
            if found is not None and index + found[0] > at - start:
                return True
    return False


_NAME_END = frozenset({"services", "service", "resources", "safety", "care", "health", "development"})


def _breaks(words: list[Token], at: int, left: Shape, right: Shape, lexicon: Lexicon) -> bool:
    if left.modifiers_only or not left.kind:
        return False
    named = left.closed or left.service
    if right.title is not None and named and not left.generic:
        found = lexicon.titles.longest(tuple(k for token in words[at : at + 6] for k in token.keys))
        phrase = tuple(right.title.singular.split())
        tail_too = phrase in lexicon.heads or (phrase[-1:] == ("of",) and phrase[:-1] in lexicon.heads)
        if found is not None and right.subject and (left.closed or not tail_too or phrase[0] in {"head", "deputy"}):
            if left.kind == "person":
                return False
            return not (left.kind == "role" and left.bare_title)
        if left.closed and not left.bare_title and len(phrase) > 1 and left.kind != "person" and not right.subject:
            return right.seniority in {"executive", "member", "assistant_director"} and not left.acronym
    if right.kind == "collective" and right.quantified and (left.closed or left.service):
        return not left.bare_title
    if left.kind == "person":
        return False
    if left.acronym and not left.closed:
        return bool(
            (left.service or not words[at - 1].long)
            and len(left.keys) > 0
            and right.service == "full"
            and (not left.weight or left.function != right.function)
            and (left.service or len(words[0].text) > 3)
        )
    if left.acronym and left.kind == "board":
        if right.keys in lexicon.board_rests or right.keys[:1] in lexicon.board_rests or right.keys[0] in _RESTS:
            return False
        return bool(right.service) or (right.closed and right.kind in {"team", "board"} and right.weight >= _STRONG)
    if left.closed and not left.generic and not left.acronym:
        return _breaks_after_head(left, right)
    if left.closed and left.kind == "collective" and right.service == "acronym":
        return True
    return (
        left.service == "full"
        and right.service == "full"
        and left.function != right.function
        and left.keys[-1] in _NAME_END
        and right.keys[-1] in _NAME_END
    )


_RESTS = frozenset({"steering", "working", "sub", "subgroup", "group", "project", "programme"})


def _breaks_after_head(left: Shape, right: Shape) -> bool:
    if left.title is not None and left.bare_title:
        return False
    if left.title is not None and left.kind == "role":
        # The field after a title may be followed by a post of its own.
        return (
            right.closed
            and right.kind in {"role", "team"}
            and not right.generic
            and bool(
                left.subject
                and right.weight >= _STRONG
                and right.title is None
                and left.weight >= _STRONG
                and left.head == ()
                and right.kind == "role"
                and right.seniority == "officer"
            )
        )
    if right.generic:
        return left.kind == "role" and right.kind == "team" and is_tail_word(right)
    if right.service:
        return left.kind in {"team", "board", "collective"} and (left.kind != "collective" or right.service != "bare")
    if not right.closed:
        return False
    if right.kind in {"collective", "partner"}:
        return right.kind == "collective" or left.kind in {"team", "board"}
    if right.kind == "person":
        return False
    if left.head[-1:] and left.head[-1] in _LOOSE_BOARDS and right.kind == "role":
        return False
    return right.weight >= _STRONG
