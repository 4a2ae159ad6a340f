"""The libraries of the field as oracles: where they can do the same, they find the same."""

from __future__ import annotations

import tomllib
from collections import Counter
from importlib.resources import files
from pathlib import Path

import pytest

from extractors import extract
from pipeline.fold import fold
from pipeline.normalise.phrases import PhraseIndex, split_words

RAW = Path(__file__).resolve().parents[2] / "data" / "raw"
# Every cell drawn with its four rules, and no row cut by a page: what pdfplumber reads right.
RULED = [
    "Thistlebourne Borough Council/action-plan-ruled.pdf",
    "Glenmorrach Council/equality-action-plan-2019-2022.pdf",
    "Llanferwyn County Borough Council/strategic-equality-plan-actions.pdf",
]


@pytest.mark.parametrize("name", RULED)
def test_cells_of_ruled_tables_are_those_that_pdfplumber_finds(name: str) -> None:
    import pdfplumber

    ours = Counter(letters(cell.text) for table in extract(RAW / name).tables for cell in table.cells)
    with pdfplumber.open(RAW / name) as document:
        theirs = Counter(
            letters(text or "")
            for page in document.pages
            for table in page.extract_tables()
            for row in table
            for text in row
        )
    del ours[""], theirs[""]
    assert sum((ours & theirs).values()) >= 0.95 * max(ours.total(), theirs.total())


def letters(text: str) -> str:
    """The letters and digits of a text: line breaks, hyphens and bullets are each library's own affair."""
    return "".join(character for character in fold(text) if character.isalnum())


def test_phrases_of_the_samples_are_those_that_spacy_finds() -> None:
    import spacy
    from spacy.matcher import PhraseMatcher

    source = files("pipeline.normalise.characteristics") / "lexicons" / "characteristics.toml"
    groups = tomllib.loads(source.read_text("utf-8"))["group"]
    phrases = sorted({phrase for group in groups for phrase in group["named"] if phrase.isascii() and phrase.isalpha()})
    index = PhraseIndex((phrase, phrase) for phrase in phrases)
    language = spacy.blank("en")
    matcher = PhraseMatcher(language.vocab, attr="LOWER")
    matcher.add("named", [language.make_doc(phrase) for phrase in phrases])
    texts = [
        cell.text
        for path in sorted(RAW.rglob("*.docx"))
        for table in extract(path).tables
        for cell in table.cells
        if cell.text.isascii() and "-" not in cell.text and "/" not in cell.text
    ]
    found = 0
    for text in texts:
        words = split_words(text)
        ours = {(words[hit.first].start, words[hit.last - 1].end) for hit in index.find_all(words)}
        document = language.make_doc(text)
        theirs = {
            (document[first].idx, document[last - 1].idx + len(document[last - 1]))
            for _, first, last in matcher(document)
        }
        assert ours == theirs, text
        found += len(ours)
    assert found > 10
