"""Reading the TOML files of wordings that lie in a `lexicons` folder beside the module that uses them."""

from __future__ import annotations

from typing import Any

from schema.toml_file import read_toml_file


class LexiconError(ValueError):
    """A lexicon that contradicts itself or a codelist; the message names every fault that was found."""


def read_lexicon_file(package: str, name: str) -> dict[str, Any]:
    """Return the contents of a lexicon that comes with a package.

    >>> sorted(read_lexicon_file("pipeline.compare", "small_words.toml"))
    ['words']
    """
    return read_toml_file(package, f"lexicons/{name}")
