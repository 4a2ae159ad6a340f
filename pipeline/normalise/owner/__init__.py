"""Owners: who answers for an action, split, named in full, classified and matched within one council.

parse_owners         an owner cell to its mentions
find_abbreviations   what a document's own prose says its abbreviations stand for
match_owners         one council's names to each other, by named levels
parse_owner_series   the same for a pandas column
looks_like_owner     a cheap score for telling an owner column from others
"""

from pipeline.normalise.owner.abbreviations import Abbreviations, Expansion, find_abbreviations
from pipeline.normalise.owner.likeness import looks_like_owner, says_a_relation
from pipeline.normalise.owner.reading import OwnerMention, OwnerPiece, OwnerReading, parse_owners
from pipeline.normalise.owner.series import parse_owner_series
from pipeline.normalise.owner.unite import OwnerMatch, match_owners

__all__ = [
    "Abbreviations",
    "Expansion",
    "OwnerMatch",
    "OwnerMention",
    "OwnerPiece",
    "OwnerReading",
    "find_abbreviations",
    "looks_like_owner",
    "match_owners",
    "parse_owner_series",
    "parse_owners",
    "says_a_relation",
]
