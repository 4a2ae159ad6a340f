"""Splitting an owner cell into its mentions.

The cell is cut at every separator into runs of words (chunks.py); runs that hold several owners side by side are cut
further (side_by_side.py); then each boundary is judged by what stands on its two sides (boundaries.py).
"""

from __future__ import annotations

from pipeline.normalise.owner.abbreviations import Abbreviations
from pipeline.normalise.owner.boundaries import join_chunks
from pipeline.normalise.owner.chunks import Chunker, expand
from pipeline.normalise.owner.classify import read_shape
from pipeline.normalise.owner.lexicon import Lexicon
from pipeline.normalise.owner.parts import Part, Split
from pipeline.normalise.owner.side_by_side import cut_side_by_side
from pipeline.normalise.owner.surname_first import join_surnames
from pipeline.normalise.owner.words import Token, clean, tokenise
from pipeline.normalise.timescale.dates_in_names import find_dates_apart, says_only_when

_LONGEST_TIMESCALE = 200  # characters
_ARTICLES = frozenset({"the", "our", "a", "an"})


def split_cell(text: str, abbreviations: Abbreviations, lexicon: Lexicon) -> Split:
    """Split an owner cell. Total: any text gives a Split, if need be one without parts."""
    text = clean(text)
    tokens = expand(tokenise(text), abbreviations, lexicon)
    split = Split(text, tokens, [], [], [], [])
    tokens = _leave_timescales(split)
    if not tokens:
        return split
    whole = tuple(key for token in tokens if not token.mark for key in token.keys)
    if whole in lexicon.nobody:
        split.nobody += tokens
        if whole in lexicon.unsettled:
            split.flags.append("owner_to_be_confirmed")
        return split
    reader = Chunker(tokens, lexicon, split)
    chunks = [piece for chunk in reader.read(tokens) for piece in cut_side_by_side(chunk, lexicon)]
    for chunk in chunks:
        chunk.shape = read_shape(chunk.words, lexicon)
    split.parts = join_chunks(join_surnames(chunks, lexicon), lexicon)
    for part in split.parts:
        if part.tokens and part.tokens[0] is not tokens[0]:
            _leave_article(part, split)
    if reader.related and any(part.relation == "support" for part in split.parts):
        for part in split.parts:
            part.relation = part.relation or "lead"
    return split


def _leave_timescales(split: Split) -> list[Token]:
    """Give the tokens without those that say when and not who, as a cell from a shifted column does."""
    if len(split.text) <= _LONGEST_TIMESCALE and says_only_when(split.text):
        spans = [(0, len(split.text))]
    else:
        spans = find_dates_apart(split.text)
    if not spans:
        return split.tokens
    kept: list[Token] = []
    number = 0
    for token in split.tokens:
        while number < len(spans) and spans[number][1] <= token.start:
            number += 1
        if number == len(spans) or token.start < spans[number][0]:
            kept.append(token)
            continue
        split.nobody.append(token)
        if kept and not (kept[-1].mark and kept[-1].key == ";"):
            token.mark, token.keys = True, (";",)  # the owners on its two sides stand apart
            kept.append(token)
    split.flags.append("owner_names_time")
    return kept


def _leave_article(part: Part, split: Split) -> None:
    """Leave "the" out of a mention that is not the cell's first: it belongs to the sentence."""
    first = part.chunks[0]
    if len(first.words) > 1 and first.words[0].key in _ARTICLES and first.words[0].text != "A":
        article = first.words.pop(0)
        first.tokens.remove(article)
        split.carriers.append(article)
