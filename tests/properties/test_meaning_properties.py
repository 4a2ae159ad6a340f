"""What holds of every text: readings are total, point into the text, and do not change with case or white space."""

from itertools import pairwise

from hypothesis import given, settings
from hypothesis import strategies as st

from pipeline.normalise.characteristics import characteristic_codes, find_characteristics
from pipeline.normalise.council import match_council
from pipeline.normalise.phrases import split_words
from pipeline.normalise.rag import LESS_GOOD_FIRST, read_rag
from schema.codelists import flags

PIECES = st.sampled_from(
    [
        "race",
        "BAME",
        "pay gap",
        "gender",
        "Leeds",
        "City Council",
        "LB of",
        "Camden",
        "Amber",
        "/",
        "R",
        "&",
        "-",
        "\n",
        ". ",
        "the",
        "🔴",
        "é",
    ]
)
TEXTS = st.one_of(st.text(max_size=60), st.lists(PIECES, max_size=8).map(" ".join))
FILLS = st.one_of(st.none(), st.text(max_size=8), st.integers(0, 0xFFFFFF).map(lambda number: f"#{number:06x}"))


@given(TEXTS)
def test_words_stand_where_they_say(text: str) -> None:
    words = split_words(text)
    assert all(text[word.start : word.end] == word.printed and word.text for word in words)
    assert all(first.end <= second.start for first, second in pairwise(words))


@given(st.lists(st.one_of(st.none(), TEXTS), max_size=3))
def test_characteristics_point_at_their_words(texts: list[str | None]) -> None:
    hits = find_characteristics(texts)
    assert all((texts[hit.text_index] or "")[hit.start : hit.end] == hit.words for hit in hits)
    assert set(characteristic_codes(hits)) <= {hit.code for hit in hits}


@given(TEXTS)
def test_wider_white_space_names_the_same_characteristics(text: str) -> None:
    wide = text.replace(" ", "  ")
    assert characteristic_codes(find_characteristics([wide])) == characteristic_codes(find_characteristics([text]))


@given(st.one_of(st.none(), TEXTS), FILLS)
def test_any_cell_gives_a_rating_of_the_codelist_or_none(text: str | None, fill: str | None) -> None:
    reading = read_rag(text, fill)
    assert reading.rag is None or reading.rag in LESS_GOOD_FIRST
    assert (reading.rag is None) == (reading.source is None)
    assert set(reading.flags) <= set(flags())


@settings(max_examples=50)
@given(st.lists(TEXTS, max_size=3), st.one_of(st.none(), TEXTS), st.lists(TEXTS, max_size=2))
def test_any_names_give_a_council_with_a_score_or_a_reason(
    folders: list[str], title: str | None, texts: list[str]
) -> None:
    match = match_council(folders, title, texts, None)
    assert 0 <= match.score <= 1
    assert match.name is not None or match.flags
    assert match.gss_code is None or match.name is not None
    assert set(match.flags) <= set(flags())
