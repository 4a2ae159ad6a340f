"""What holds of every text: readings are total, point into the text, and do not change with case or white space."""

from itertools import pairwise

from hypothesis import given, settings
from hypothesis import strategies as st

from pipeline.compare.diff import diff_plans
from pipeline.compare.similar import find_similar
from pipeline.normalise.characteristics import characteristic_codes, find_characteristics
from pipeline.normalise.council import match_council
from pipeline.normalise.framework import place_action
from pipeline.normalise.framework.edition import read_edition
from pipeline.normalise.phrases import split_words
from pipeline.normalise.rag import LESS_GOOD_FIRST, read_rag
from schema.codelists import flags
from schema.rows import ActionRow

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


@given(st.lists(st.one_of(st.none(), TEXTS), min_size=4, max_size=4), st.lists(TEXTS, max_size=3))
def test_any_action_has_a_module_of_the_edition_or_the_flag(texts: list[str | None], headings: list[str]) -> None:
    place = place_action(texts[0], texts[1], texts[2], texts[3], headings)
    assert place.module in {None, *(module.name for module in read_edition().modules)}
    assert place.theme is None or place.theme in {theme.name for theme in read_edition().themes}
    assert (place.module is None) == ("eflg_unsure" in place.flags)
    assert place.score is None or 0 <= place.score <= 1


ROWS = st.lists(st.tuples(st.sampled_from(["A", "B", None]), st.one_of(st.none(), TEXTS)), max_size=6).map(
    lambda pairs: [
        ActionRow(action_id=f"a{place}", document_id=f"d{council}", council=council, action=action)
        for place, (council, action) in enumerate(pairs)
    ]
)


@settings(max_examples=50)
@given(ROWS, ROWS)
def test_every_action_of_two_versions_is_paired_once_or_added_or_dropped(
    old: list[ActionRow], new: list[ActionRow]
) -> None:
    diff = diff_plans(old, new)
    assert len(diff.pairs) + len(diff.of("dropped")) == len(old)
    assert len(diff.pairs) + len(diff.of("added")) == len(new)


@settings(max_examples=50)
@given(ROWS)
def test_a_plan_does_not_differ_from_itself_in_dates_owners_or_ratings(rows: list[ActionRow]) -> None:
    kinds = {change.kind for change in diff_plans(rows, rows).changes}
    assert kinds <= {"added", "dropped"}  # a row without words cannot be paired


@settings(max_examples=50)
@given(ROWS)
def test_similar_actions_are_of_other_councils_and_scored(rows: list[ActionRow]) -> None:
    by_id = {row.action_id: row for row in rows}
    for one in find_similar(rows):
        assert 0 < one.score <= 1
        own, other = by_id[one.action_id], by_id[one.other_action_id]
        assert (own.council or own.document_id) != (other.council or other.document_id)
