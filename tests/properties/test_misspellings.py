"""What is one letter off a word, against every such string written out."""

from __future__ import annotations

from collections.abc import Iterator

from hypothesis import given
from hypothesis import strategies as st

from pipeline.normalise.spelling import Misspellings

WORDS = ["quarter", "march", "arches", "committee", "abbey", "it's on"]
KNOWN = frozenset({"match", "marsh", "arched", "quarters"})
SLIPS = {"quartly": "quarter"}
LETTERS = "abcdefghijklmnopqrstuvwxyz"


def written_out(words: list[str]) -> Iterator[tuple[str, str]]:
    for word in words:
        for at in range(len(word) + 1):
            head, rest = word[:at], word[at:]
            near = {head + rest[1:], head + rest[1:2] + rest[:1] + rest[2:]}
            near |= {head + letter + rest for letter in LETTERS} | {head + letter + rest[1:] for letter in LETTERS}
            yield from ((slip, word) for slip in near if slip not in KNOWN and len(slip) >= 4)


EXPECTED = dict(written_out(WORDS)) | SLIPS


def test_every_slip_of_a_word_is_known_for_it() -> None:
    told = Misspellings(WORDS, KNOWN, SLIPS)
    assert {slip: told.get(slip) for slip in EXPECTED} == EXPECTED


@given(st.sampled_from([*WORDS, *KNOWN, *SLIPS]), st.data())
def test_nothing_else_is(word: str, data: st.DataObject) -> None:
    letters = list(word)
    for _ in range(data.draw(st.integers(0, 3))):
        at = data.draw(st.integers(0, len(letters)))
        letters[at : at + data.draw(st.integers(0, 2))] = data.draw(
            st.sampled_from(["", "m", "e", "é", "'", "4", "ch"])
        )
    string = "".join(letters)
    assert Misspellings(WORDS, KNOWN, SLIPS).get(string) == EXPECTED.get(string)
