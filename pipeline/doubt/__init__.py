"""How likely each value of a row is right: facts, weights, chances, and the doubts that are told."""

from pipeline.doubt.chances import OWN_CODES
from pipeline.doubt.doubts import doubt_rows

__all__ = ["OWN_CODES", "doubt_rows"]
