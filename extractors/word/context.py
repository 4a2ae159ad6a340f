"""What a paragraph must be read against: the document's styles, its printed numbers, its theme colours."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from lxml import etree

from extractors.word.styles import Styles


@dataclass(frozen=True, slots=True)
class Context:
    """The parts of a document that decide how its paragraphs look."""

    styles: Styles
    labels: Mapping[etree._Element, str]  # automatic numbers, by paragraph
    theme: Mapping[str, str]  # colour name -> six hex digits
    unseen: set[etree._Element] = field(default_factory=set)  # runs found to leave no ink, for the count of words
