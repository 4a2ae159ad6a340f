"""From a printed owner cell to its mentions: split, named in full and classified, each with its rule and flags."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from itertools import groupby
from math import inf
from operator import itemgetter

from pipeline.fold import fold_space
from pipeline.normalise.doubt import Doubt, Suspicion, doubts_of_flags
from pipeline.normalise.owner.abbreviations import Abbreviations, Source
from pipeline.normalise.owner.former import find_formers
from pipeline.normalise.owner.lexicon import Lexicon, owner_lexicon
from pipeline.normalise.owner.naming import name_of
from pipeline.normalise.owner.parts import shape_of_part
from pipeline.normalise.owner.runs import Part, first_words
from pipeline.normalise.owner.shape import STRONG, Shape, is_unknown_short, shape_of
from pipeline.normalise.owner.split import Split, split_cell
from pipeline.normalise.owner.words import Token, clean

_LETTER = re.compile(r"[^\W\d_]")


@dataclass(frozen=True, slots=True)
class OwnerMention:
    """One owner named in a cell.

    `mention` is as printed with white space folded; `name` is the same in full, abbreviations expanded. `kind`,
    `function` and `seniority` are codes of the codelists. `relation` is "lead" or "support" where the cell says which.
    `score` is 0 to 1. `rule` names the decision that cut the mention out. `expansion_source` says where an expansion
    in the name came from, None where nothing was expanded.
    """

    mention: str
    name: str
    kind: str
    function: str
    seniority: str
    relation: str | None
    score: float
    rule: str
    expansion_source: Source | None
    flags: tuple[str, ...]
    also: tuple[str, ...] = ()  # names that the cell says it had or has besides
    suspects: tuple[str, ...] = ()  # why its function may be another: codes of doubts, no flags


@dataclass(frozen=True, slots=True)
class OwnerPiece:
    """A stretch of the cell and what it was read as: `mention`, `carrier` (words around owners), `nobody`, `unread`."""

    text: str
    read_as: str
    rule: str


@dataclass(frozen=True, slots=True)
class OwnerReading:
    """What a whole cell says: its mentions in reading order, its flags, and how each stretch of it was read."""

    text: str
    mentions: tuple[OwnerMention, ...] = ()
    flags: tuple[str, ...] = ()
    readings: tuple[OwnerPiece, ...] = ()
    margin: float = inf  # by how much the division into owners is better than the next best

    @property
    def doubts(self) -> tuple[Doubt, ...]:
        """The owners as a whole where they may be wrong: a weak cut, words unread, a guess."""
        suspects = [code for mention in self.mentions for code in mention.suspects]
        weak = () if self.margin >= _WEAK_CUT else ("owner_weak_cut",)
        return doubts_of_flags((*self.flags, *weak, *suspects), _SUSPICIONS)


_WEAK_CUT = 3.0  # margin below which another division is nearly as good: a weight of a single reason
_SUSPICIONS = {
    "owner_weak_cut": Suspicion(("owners",), 0.7, "The cell can nearly as well be divided in another way."),
    "owner_unread_words": Suspicion(("owners",), 0.6, "Words of the owner cell were not read."),
    "owner_kind_assumed": Suspicion(("owners",), 0.7, "No word says whether this is a post, a team or a person."),
    "owner_unknown_abbreviation": Suspicion(
        ("owners",), 0.75, "An abbreviation of the cell is not explained anywhere."
    ),
    "owner_function_unsaid": Suspicion(("owners",), 0.7, "No known word says what part of the council it serves."),
    "owner_unknown_words": Suspicion(
        ("owners",), 0.6, "Several words of an owner's name are in no list of such words."
    ),
    "owner_several_meanings": Suspicion(
        ("owners",), 0.75, "An abbreviation of the cell has several meanings in the sector."
    ),
    "owner_surname_first": Suspicion(("owners",), 0.75, "A surname and a forename may be two people."),
}
_NOTHING_KNOWN = Abbreviations()


def parse_owners(text: str | None, abbreviations: Abbreviations | None = None) -> OwnerReading:
    """Read an owner cell. Total: any text gives a reading, if need be one without mentions. Raises nothing.

    >>> [m.mention for m in parse_owners("HR/OD and Equalities Team").mentions]
    ['HR/OD', 'Equalities Team']
    >>> [m.name for m in parse_owners("Head of HR").mentions]
    ['Head of Human Resources']
    >>> parse_owners("TBC").mentions
    ()
    """
    if not text:
        return OwnerReading("")
    return _read(text, abbreviations or _NOTHING_KNOWN)


@lru_cache(maxsize=4096)
def _read(text: str, abbreviations: Abbreviations) -> OwnerReading:
    lexicon = owner_lexicon()
    split = split_cell(text, abbreviations, lexicon)
    mentions: list[OwnerMention] = []
    owner_of: dict[int, tuple[str, str]] = {}
    dropped = {token.index for token in (*split.carriers, *split.nobody)}
    for part in split.parts:
        mention = _mention(part, split, lexicon, dropped)
        if mention is None:
            split.carriers += part.tokens
            continue
        mention = _with_formers(mention, part, split)
        mentions.append(mention)
        for token in part.tokens:
            owner_of[token.index] = ("mention", mention.rule)
    flags = [*split.flags, *(flag for mention in mentions for flag in mention.flags)]
    pieces = _pieces(split, owner_of)
    if any(piece.read_as == "unread" for piece in pieces):
        flags.append("owner_unread_words")
    return OwnerReading(text, tuple(mentions), tuple(dict.fromkeys(flags)), pieces, split.margin)


def _pieces(split: Split, owner_of: dict[int, tuple[str, str]]) -> tuple[OwnerPiece, ...]:
    """Every word of the cell in order, in runs that were read alike. Separators belong to no run."""
    role_of: dict[int, tuple[str, str]] = {token.index: ("nobody", "no_owner") for token in split.nobody}
    role_of.update((token.index, ("carrier", "phrase")) for token in split.carriers)
    role_of.update(owner_of)
    part_of = {token.index: number for number, part in enumerate(split.parts) for token in part.tokens}
    told = (
        (role, part_of.get(token.index), token)
        for token in split.tokens
        if (role := role_of.get(token.index) or _role_outside(token, split.text)) is not None
    )
    pieces: list[OwnerPiece] = []
    for ((read_as, rule), _), run in groupby(told, key=itemgetter(0, 1)):
        tokens = [token for _, _, token in run]
        pieces.append(OwnerPiece(fold_space(split.text[tokens[0].start : tokens[-1].end]), read_as, rule))
    return tuple(pieces)


def _role_outside(token: Token, text: str) -> tuple[str, str] | None:
    """What a token is that stands in no owner; None for a separator without letters and figures."""
    if not token.mark:
        return "unread", "unread"
    if not any(c.isalnum() for c in text[token.start : token.end]):
        return None
    return "carrier", "bullet" if token.key == "*" else "and"


def _mention(part: Part, split: Split, lexicon: Lexicon, dropped: set[int]) -> OwnerMention | None:
    """Read one part; `dropped` holds the numbers of the tokens that are left out of mentions, and is added to."""
    if part.drop_title:
        title = _drop_title(part)
        split.carriers += title
        dropped.update(token.index for token in title)
    tokens = sorted(part.tokens, key=lambda token: token.index)
    if not any(_LETTER.search(token.text) for token in tokens):
        return None
    shape = shape_of_part(part)
    flags = [*part.flags, *_flags(part, shape, lexicon)]
    sources = [token.source for token in tokens if token.source is not None]
    return OwnerMention(
        mention=_printed(split, tokens, dropped),
        name=name_of(part, shape, lexicon),
        kind=shape.kind or "team",
        function=shape.function,
        seniority=shape.seniority,
        relation=part.relation,
        score=_score(shape, flags),
        rule=part.rule,
        expansion_source="document" if "document" in sources else _first(sources),
        flags=tuple(dict.fromkeys(flags)),
        suspects=(*_suspects(shape, len(part.runs) > 1, lexicon), *_unclear(tokens, lexicon)),
    )


def told_besides(text: str, mention: str) -> tuple[str, ...]:
    """Return the other names that an owner cell gives, in brackets, of one of its mentions.

    >>> told_besides("Insight Team (was Research Unit)", "Insight Team")
    ('Research Unit',)
    """
    if not mention:
        return ()
    text = clean(text)
    found = find_formers(text, owner_lexicon())
    also = [one.name for one in found if fold_space(text[: one.start]).endswith(mention)]
    return tuple(other.name for name in also for other in parse_owners(name).mentions[:1])


def _with_formers(mention: OwnerMention, part: Part, split: Split) -> OwnerMention:
    """A mention with the other names that brackets right behind it give."""
    if not split.formers:
        return mention
    end = max(token.end for token in part.tokens)
    also = [one.name for one in split.formers if one.start >= end and not split.text[end : one.start].strip()]
    names = [other.name for text in also for other in parse_owners(text).mentions[:1]]
    return replace(mention, also=tuple(names))


def _first(sources: Sequence[str]) -> Source | None:
    return next(iter(sources), None)  # type: ignore[arg-type]


def _flags(part: Part, shape: Shape, lexicon: Lexicon) -> Iterable[str]:
    if "guessed" in shape or (not shape.kind and shape.weight < STRONG):
        yield "owner_kind_assumed"
    if any(run.surname_first for run in part.runs):
        yield "owner_surname_first"
    if any(token.mended for token in part.tokens):
        yield "typo_normalised"
    if shape.kind not in _NAMED_IN_CAPITALS and any(is_unknown_short(token.word, lexicon) for token in part.words):
        yield "owner_unknown_abbreviation"


def _suspects(shape: Shape, joined: bool, lexicon: Lexicon) -> Iterable[str]:
    """Yield why a mention may be another: no word says its function or its kind, or several words are unknown."""
    unknown = set(shape.keys) - lexicon.vocabulary
    match shape.kind:
        case "" if unknown or not joined:  # known fields with an "and" between them are a team
            yield "owner_kind_assumed"
        case "role" | "team" | "board":
            if shape.weight == 0 and _NO_SUBJECT.isdisjoint(shape.facts):
                yield "owner_function_unsaid"
            if len(unknown) >= _SEVERAL:
                yield "owner_unknown_words"


def _unclear(tokens: Iterable[Token], lexicon: Lexicon) -> Iterable[str]:
    """Yield the doubt of an abbreviation that the lexicon expands and that has a second meaning in the sector."""
    if any(token.source == "lexicon" and token.text in lexicon.several for token in tokens):
        yield "owner_several_meanings"


_SEVERAL = 2  # unknown words of a name: one is often a place or the name of a programme
_NO_SUBJECT = frozenset({"head_only", "bare_title"})  # nothing is there that could say it
_NAMED_IN_CAPITALS = frozenset({"person", "partner"})


def _drop_title(part: Part) -> Sequence[Token]:
    """Leave a shared plural head out of the first mention ("Heads of Housing" is "Housing"); give its words."""
    title = first_words(part.words, shape_of(part.words).title_end)
    for run in part.runs:
        run.words = [token for token in run.words if token not in title]
        run.tokens = [token for token in run.tokens if token not in title]
    part.runs = [run for run in part.runs if run.tokens]
    return title


def _printed(split: Split, tokens: Sequence[Token], dropped: set[int]) -> str:
    """The words as printed. Separators between a mention's own runs are printed too; what was dropped is not."""
    runs: list[str] = []
    start = tokens[0].start
    end = tokens[0].end
    position = tokens[0].index
    for token in tokens[1:]:
        between = range(position + 1, token.index)
        if any(index in dropped for index in between):
            runs.append(split.text[start:end])
            start = token.start
        end, position = token.end, token.index
    runs.append(split.text[start:end])
    return fold_space(" ".join(runs)).strip(" ,;:/&+|*•")


_DEDUCTIONS = {
    "owner_kind_assumed": 0.3,
    "owner_unknown_abbreviation": 0.1,
}


def _score(shape: Shape, flags: Sequence[str]) -> float:
    """How surely the words are an owner of that kind: less for a guess and for words that say no function."""
    score = 1.0 - sum(_DEDUCTIONS.get(flag, 0.0) for flag in flags)
    score -= 0.1 if not shape.kind else 0.0
    score -= 0.1 if shape.weight == 0 else 0.05 if shape.weight < STRONG else 0.0
    return round(max(score, 0.1), 2)
