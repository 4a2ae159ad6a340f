"""Splitting an owner cell into its mentions: scan it, find the best cut, and give each part what it shares."""

from __future__ import annotations

import math
import re
from collections.abc import Sequence
from dataclasses import dataclass, field

from pipeline.normalise.owner.abbreviations import Abbreviations
from pipeline.normalise.owner.candidates import find_candidates
from pipeline.normalise.owner.contacts import find_contacts
from pipeline.normalise.owner.cut import Piece, best_cut
from pipeline.normalise.owner.expand import expand
from pipeline.normalise.owner.former import Former, find_formers
from pipeline.normalise.owner.lexicon import Lexicon, owner_lexicon
from pipeline.normalise.owner.runs import Part, Run, first_words
from pipeline.normalise.owner.scan import scan
from pipeline.normalise.owner.shape import Shape, shape_of
from pipeline.normalise.owner.surname_first import join_surnames
from pipeline.normalise.owner.words import Token, clean, tokenise
from pipeline.normalise.timescale.dates_in_names import find_dates_apart, says_only_when

_LONGEST_TIMESCALE = 200  # characters
_INITIALS = 2  # letters
_DIGIT = re.compile(r"\d")


@dataclass(slots=True)
class Split:
    """A cell as split: its cleaned text, its tokens, its parts, and the tokens that are no part of a mention."""

    text: str
    tokens: list[Token]
    parts: list[Part] = field(default_factory=list)
    carriers: list[Token] = field(default_factory=list)
    nobody: list[Token] = field(default_factory=list)
    flags: list[str] = field(default_factory=list)
    margin: float = math.inf  # by how much the cut is better than the next best
    formers: list[Former] = field(default_factory=list)  # brackets that give another name


def split_cell(text: str, abbreviations: Abbreviations, lexicon: Lexicon) -> Split:
    """Split an owner cell. Total: any text gives a Split, if need be one without parts."""
    text = clean(text)
    split = Split(text, expand(tokenise(text), abbreviations, lexicon))
    split.formers = find_formers(text, lexicon)
    tokens = _leave_contacts(split, _leave_timescales(split, _leave_formers(split)))
    whole = tuple(key for token in tokens if not token.mark for key in token.keys)
    if whole in lexicon.nobody:
        split.nobody += tokens
        split.flags += ["owner_to_be_confirmed"] if whole in lexicon.unsettled else []
        return split
    scanned = scan(tokens, lexicon)
    split.carriers += scanned.carriers
    split.nobody += scanned.nobody
    split.flags += scanned.flags
    runs = join_surnames(find_candidates(_with_initials(scanned.runs, lexicon), lexicon), lexicon)
    if not runs:
        return split
    cut = best_cut(runs)
    split.margin = cut.margin
    split.parts = _parts(runs, cut.pieces)
    for part in split.parts:
        if part.tokens[0] is not tokens[0]:
            _leave_article(part, split, lexicon)
    if any(part.relation == "support" for part in split.parts):
        for part in split.parts:
            part.relation = part.relation or "lead"
    return split


def _leave_formers(split: Split) -> list[Token]:
    """Give the tokens without the brackets that give another name."""
    if not split.formers:
        return split.tokens
    kept, left = _part_at(split.tokens, [(former.start, former.end) for former in split.formers])
    split.carriers += left
    return kept


def _leave_timescales(split: Split, tokens: list[Token]) -> list[Token]:
    """Give the tokens without those that say when and not who, as a cell from a shifted column does."""
    if len(split.text) <= _LONGEST_TIMESCALE and says_only_when(split.text):
        spans = [(0, len(split.text))]
    else:
        spans = find_dates_apart(split.text) if _DIGIT.search(split.text) else []
    if not spans:
        return tokens
    kept, left = _part_at(tokens, spans)
    split.nobody += left
    split.flags.append("owner_names_time")
    return kept


def _leave_contacts(split: Split, tokens: list[Token]) -> list[Token]:
    """Give the tokens without addresses and numbers, unless an address is all that names an owner."""
    spans = find_contacts(split.text)
    kept, left = _part_at(tokens, spans) if spans else (tokens, [])
    if not any(c.isalpha() for token in kept for c in token.text):
        return tokens
    split.carriers += left
    return kept


def _part_at(tokens: Sequence[Token], spans: Sequence[tuple[int, int]]) -> tuple[list[Token], list[Token]]:
    """Part the tokens outside some spans of text from those inside; where a span stood the owners stand apart."""
    kept: list[Token] = []
    left: list[Token] = []
    for token in tokens:
        if not any(first <= token.start < last for first, last in spans):
            kept.append(token)
            continue
        left.append(token)
        if kept and not kept[-1].mark:
            kept.append(_bar(token))
    return kept, left


def _bar(token: Token) -> Token:
    """A separator in the place of a token that is left out."""
    bar = Token(";", token.start, token.start, mark=True, space=token.space, line=False)
    bar.index = token.index
    return bar


def _with_initials(runs: list[Run], lexicon: Lexicon) -> list[Run]:
    """Read pairs of capitals as persons where all the cell is such pairs and one is no abbreviation: "SJ / MD"."""
    texts = [" ".join(word.text for word in run.words) for run in runs]
    if not all(len(text) == _INITIALS and text.isupper() for text in texts):
        return runs
    clear = not lexicon.never_initials.isdisjoint(map(str.casefold, texts))
    if not clear and any("person" in shape_of(run.words) for run in runs):
        for word in (word for run in runs for word in run.words):
            word.long, word.source, word.keys = None, None, (word.text.casefold(),)
    return runs


def _parts(runs: Sequence[Run], pieces: Sequence[Piece]) -> list[Part]:
    """Give the parts of a cut, each with what it shares with the one before it."""
    parts: list[Part] = []
    for piece in pieces:
        own = list(runs[piece.first : piece.last])
        relation = next((run.relation for run in own if run.relation), None)
        part = Part(own, piece.rule, relation)
        if parts:
            _SHARES[piece.shares](parts[-1], part)
            _second_surname(parts[-1], part)
        parts.append(part)
    return parts


def _share_nothing(before: Part, part: Part) -> None:
    """Leave a part as it is."""


def _share_title(before: Part, part: Part) -> None:
    """Give a part the plural title that stands before its neighbour."""
    part.flags.append("owner_shared_head")
    if before.shared_title is None:
        shape = shape_of(before.words)
        before.shared_title, before.joint = shape.title, _joint(shape)
        before.drop_title = True
        before.flags.append("owner_shared_head")
    part.shared_title, part.joint = before.shared_title, before.joint


def _joint(shape: Shape) -> str:
    """The word that joins a title to its subject: "for" of "Assistant Directors for Housing"."""
    joint = owner_lexicon().connectors.intersection(shape.keys[shape.title_end - 1 : shape.title_end])
    return "" if "open_title" in shape else "".join(joint)


def _share_subject(before: Part, part: Part) -> None:
    """Give a bare "team" or "manager" the subject of the post or team before it."""
    part.shared_subject = [*first_words(before.words, len(shape_of(before.words).subject))]
    part.flags.append("owner_shared_head")


_SHARES = {None: _share_nothing, "title": _share_title, "subject": _share_subject}


def _second_surname(before: Part, part: Part) -> None:
    """ "Cllrs Bloggs and Doe": an unknown capitalised word after a person is a person too."""
    match part.words:
        case [word] if word.text.istitle():
            part.person = (shape_of([word]).kind, shape_of(before.words).kind) == ("", "person")


def _leave_article(part: Part, split: Split, lexicon: Lexicon) -> None:
    """Leave "the" out of a mention that is not the cell's first: it belongs to the sentence."""
    first = part.runs[0]
    match first.words:
        case [article, _, *_] if article.key in lexicon.articles and article.text != "A":
            first.words.remove(article)
            first.tokens.remove(article)
            split.carriers.append(article)
