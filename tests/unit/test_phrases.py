"""Phrases are found word by word, the longest first, and never across the end of a sentence."""

from pipeline.normalise.phrases import PhraseIndex, split_words

INDEX = PhraseIndex(
    [("pay", 1), ("pay gap", 2), ("gender pay gap", 3), ("procur*", 4), ("gap year", 5), ("king's lynn", 6)]
)


def spans(text: str) -> list[tuple[str, tuple[int, ...]]]:
    words = split_words(text)
    return [(text[words[one.first].start : words[one.last - 1].end], one.values) for one in INDEX.find(words)]


def test_the_longest_phrase_wins_and_none_overlaps() -> None:
    assert spans("Gender pay-gap year") == [("Gender pay-gap", (3,))]


def test_every_phrase_is_given_where_all_are_asked_for() -> None:
    words = split_words("gender pay gap")
    assert sorted(one.values for one in INDEX.find_all(words)) == [(1,), (2,), (3,)]


def test_a_star_takes_any_ending() -> None:
    assert spans("Procurement and procuring") == [("Procurement", (4,)), ("procuring", (4,))]


def test_a_phrase_does_not_cross_a_sentence_or_a_line() -> None:
    assert spans("Fair pay. Gap found") == [("pay", (1,))]
    assert spans("Fair pay\nGap found") == [("pay", (1,))]


def test_possessives_and_curly_quotes_fold_alike_in_phrase_and_text() -> None:
    assert spans("King\u2019s Lynn") == [("King\u2019s Lynn", (6,))]
    assert spans("King's Lynn") == [("King's Lynn", (6,))]


def test_a_full_stop_after_an_abbreviation_ends_nothing() -> None:
    assert [word.opens for word in split_words("St. Helens. End")] == [True, False, True]
