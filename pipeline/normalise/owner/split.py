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
from pipeline.normalise.owner.runs import Part, Run
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
        if part.tokens and part.tokens[0] is not tokens[0]:
            _leave_article(part, split, lexicon)
    if scanned.related and any(part.relation == "support" for part in split.parts):
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
    number = 0
    for token in tokens:
        while number < len(spans) and spans[number][1] <= token.start:
            number += 1
        if number == len(spans) or token.start < spans[number][0]:
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
    words = [run.words[0] for run in runs if len(run.words) == 1]
    pairs = all(len(word.text) == _INITIALS and word.text.isupper() for word in words)
    unknown = any("person" in shape_of([word]) for word in words)
    clear = any(word.text.casefold() in lexicon.never_initials for word in words)
    if len(words) == len(runs) and pairs and unknown and not clear:
        for word in words:
            word.long, word.source, word.keys = None, None, (word.text.casefold(),)
    return runs


def _parts(runs: Sequence[Run], pieces: Sequence[Piece]) -> list[Part]:
    """Give the parts of a cut, each with what it shares with the one before it."""
    parts: list[Part] = []
    for piece in pieces:
        own = list(runs[piece.first : piece.last])
        relation = next((run.relation for run in own if run.relation), None)
        part = Part(own, piece.rule, relation)
        before = parts[-1] if parts else None
        if before is not None and piece.shares is not None:
            _SHARES[piece.shares](before, part)
        if before is not None:
            _second_surname(before, part)
        parts.append(part)
    return parts


def _share_title(before: Part, part: Part) -> None:
    """Give a part the plural title that stands before its neighbour."""
    part.flags.append("owner_shared_head")
    if before.shared_title is None:
        shape = first_shape(before)
        before.shared_title = shape.title
        before.joint = "" if shape.title is None or shape.title.joint else _joint(shape.keys[: shape.title_end])
        before.drop_title = True
        before.flags.append("owner_shared_head")
    part.shared_title, part.joint = before.shared_title, before.joint


def _joint(title: Sequence[str]) -> str:
    """The word that joins a title to its subject: "for" of "Assistant Directors for Housing"."""
    return title[-1] if title and title[-1] in owner_lexicon().connectors else ""


def _share_subject(before: Part, part: Part) -> None:
    """Give a bare "team" or "manager" the subject of the post or team before it."""
    left = len(first_shape(before).subject)
    taken: list[Token] = []
    for token in before.words:
        if left <= 0:
            break
        taken.append(token)
        left -= len(token.keys)
    part.shared_subject = taken
    part.flags.append("owner_shared_head")


_SHARES = {"title": _share_title, "subject": _share_subject}


def first_shape(part: Part) -> Shape:
    """The shape of a part's words."""
    return shape_of(part.words)


def _second_surname(before: Part, part: Part) -> None:
    """ "Cllrs Bloggs and Doe": an unknown capitalised word after a person is a person too."""
    unknown = len(part.words) == 1 and part.words[0].text.istitle() and not shape_of(part.words).kind
    if unknown and shape_of(before.words).kind == "person":
        part.person = True


def _leave_article(part: Part, split: Split, lexicon: Lexicon) -> None:
    """Leave "the" out of a mention that is not the cell's first: it belongs to the sentence."""
    first = part.runs[0]
    if len(first.words) > 1 and first.words[0].key in lexicon.articles and first.words[0].text != "A":
        article = first.words.pop(0)
        first.tokens.remove(article)
        split.carriers.append(article)
