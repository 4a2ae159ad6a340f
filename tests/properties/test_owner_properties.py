"""What holds for every owner cell, whatever stands in it."""

from __future__ import annotations

import re

from hypothesis import example, given, settings
from hypothesis import strategies as st

from pipeline.fold import fold, fold_space
from pipeline.normalise.owner import find_abbreviations, looks_like_owner, match_owners, parse_owners

HEADS = ["Head of {}", "Director of {}", "{} Manager", "{} Officer", "{} Team", "{} Board", "Cabinet Member for {}"]
FIELDS = ["Parks", "Housing", "Procurement", "Licensing", "Communications", "Public Health", "Human Resources"]
OWNERS = st.builds(lambda head, field: head.format(field), st.sampled_from(HEADS), st.sampled_from(FIELDS))
SEPARATORS = st.sampled_from(["/", " / ", "; ", "\n", ", ", " and ", " & ", " + ", "\n• "])
# fmt: off
WORDS = st.sampled_from(
    [
        "Head",
        "of",
        "and",
        "&",
        "/",
        ",",
        ";",
        ":",
        "(",
        ")",
        "\n",
        "-",
        "the",
        "HR",
        "OD",
        "team",
        "Team",
        "manager",
        "Manager",
        "Officers",
        "Lead:",
        "Supported",
        "by",
        "with",
        "Cllr",
        "JS",
        "Jane",
        "Housing",
        "Equality",
        "Services",
        "services",
        "Board",
        "TBC",
        "n/a",
        "All",
        "staff",
        "+",
        "•",
        "1.",
        "Policy",
        "to",
        "lead",
        "(lead)",
        "Director",
        "AD",
    ]
)
# fmt: on
MESSY = st.one_of(st.text(max_size=80), st.lists(WORDS, max_size=14).map(" ".join))


@settings(max_examples=300, deadline=None)
@given(MESSY)
@example("(")
@example("/")
@example("and and and")
@example("Heads of")
@example("((Lead)")
@example("Lead: Support:")
@example("HR/\u00ad\u200bOD\r\n\u2028x")
def test_any_text_gives_a_reading_with_scores_and_kinds(text: str) -> None:
    reading = parse_owners(text)
    assert reading.text == text
    for mention in reading.mentions:
        assert 0 < mention.score <= 1
        assert mention.kind in {"role", "team", "board", "person", "partner", "collective"}
        assert mention.mention and mention.name
        assert mention.mention == fold_space(mention.mention)


@settings(max_examples=300, deadline=None)
@given(MESSY)
def test_every_word_of_a_cell_is_read_filler_or_named_as_unread(text: str) -> None:
    reading = parse_owners(text)
    words = re.findall(r"[^\W_]+", fold_space(text))
    pieces = re.findall(r"[^\W_]+", " ".join(piece.text for piece in reading.readings))
    assert sorted(pieces) == sorted(words)
    assert any(piece.read_as == "unread" for piece in reading.readings) == ("owner_unread_words" in reading.flags)


@settings(max_examples=200, deadline=None)
@given(MESSY)
def test_no_mention_holds_a_word_that_the_cell_does_not(text: str) -> None:
    printed = re.findall(r"[^\W_]+", fold_space(text))
    for mention in parse_owners(text).mentions:
        for word in re.findall(r"[^\W_]+", mention.mention):
            assert word in printed


@settings(max_examples=200, deadline=None)
@given(st.lists(OWNERS, min_size=1, max_size=4, unique=True), SEPARATORS)
def test_owners_with_a_head_of_their_own_read_back_from_any_separator(owners: list[str], separator: str) -> None:
    assert [mention.mention for mention in parse_owners(separator.join(owners)).mentions] == owners


@settings(max_examples=150, deadline=None)
@given(OWNERS)
def test_reading_a_mention_again_gives_the_mention(owner: str) -> None:
    (first,) = parse_owners(owner).mentions
    (again,) = parse_owners(first.mention).mentions
    assert again == first


@settings(max_examples=150, deadline=None)
@given(OWNERS)
def test_case_and_wrapping_do_not_change_what_an_owner_is(owner: str) -> None:
    (plain,) = parse_owners(owner).mentions
    for other in (owner.upper(), owner.lower(), owner.replace(" ", "  ")):
        (mention,) = parse_owners(other).mentions
        assert (mention.kind, mention.function, mention.seniority) == (plain.kind, plain.function, plain.seniority)
        assert fold(mention.name) == fold(plain.name)


@settings(max_examples=100, deadline=None)
@given(st.lists(MESSY, max_size=12))
def test_every_name_is_matched_to_a_name_that_stands_among_them(cells: list[str]) -> None:
    mentions = [mention for cell in cells for mention in parse_owners(cell).mentions]
    matched = match_owners(mentions)
    assert set(matched) == {mention.name for mention in mentions}
    for match in matched.values():
        assert matched[match.name].name == match.name
        assert 0 <= match.score <= 1


@settings(max_examples=100, deadline=None)
@given(st.lists(OWNERS, max_size=8))
def test_the_order_of_mentions_does_not_change_the_matching(cells: list[str]) -> None:
    mentions = [mention for cell in cells for mention in parse_owners(cell).mentions]
    turned = list(reversed(mentions))
    assert match_owners(mentions) == match_owners(turned)


@settings(max_examples=200, deadline=None)
@given(MESSY)
def test_the_look_of_a_cell_is_a_score_and_abbreviations_are_found_in_any_text(text: str) -> None:
    assert 0 <= looks_like_owner(text) <= 1
    for short, long in find_abbreviations([text]).document:
        assert short and long
