"""Similar actions are found in other councils, nearest first, and never in one's own."""

from itertools import pairwise

import pytest

from pipeline.compare.similar import SimilarSettings, find_similar
from pipeline.compare.wording import is_subject, stems, topics
from schema.rows import ActionRow


def rows(*actions: tuple[str | None, str]) -> list[ActionRow]:
    return [
        ActionRow(action_id=f"a{place}", document_id=f"d{council or place}", council=council, action=action)
        for place, (council, action) in enumerate(actions)
    ]


PLANS = rows(
    ("Ashford Vale", "Introduce reverse mentoring for senior managers"),
    ("Ashford Vale", "Introduce reverse mentoring for senior managers and directors"),
    ("Brackenby", "Reverse mentoring scheme introduced for senior managers"),
    ("Brackenby", "Fit hearing loops at reception desks"),
    ("Carrowmere", "Senior managers take part in reverse mentoring"),
    ("Carrowmere", "Publish the gender pay gap"),
    ("Dunholt", "Hearing loops fitted at each reception"),
)


def test_the_nearest_stand_first_and_one_s_own_council_never() -> None:
    found = [one for one in find_similar(PLANS) if one.action_id == "a0"]
    assert [one.other_action_id for one in found] == ["a2", "a4"]
    assert [one.rank for one in found] == [1, 2]
    assert all(first.score >= second.score for first, second in pairwise(found))
    assert all(one.other_council != "Ashford Vale" for one in found)


def test_what_nobody_else_does_has_no_similar_action() -> None:
    assert [one for one in find_similar(PLANS) if one.action_id == "a5"] == []


def test_likeness_goes_both_ways() -> None:
    found = {(one.action_id, one.other_action_id): one.score for one in find_similar(PLANS)}
    assert found["a3", "a6"] == found["a6", "a3"] > 0.45


def test_the_same_words_in_many_councils_score_one_and_are_limited() -> None:
    same = rows(*((f"Council {number}", "Publish the gender pay gap each March") for number in range(30)))
    found = list(find_similar(same, SimilarSettings(most=3)))
    assert len(found) == 90
    assert {one.score for one in found} == {1.0}


def test_another_council_comes_before_a_second_action_of_the_same() -> None:
    plans = rows(
        ("A", "Map the needs of older tenants"),
        ("B", "Map the needs of older tenants"),
        ("B", "Map the needs of older tenants"),
        ("C", "Map the needs of the older tenants well"),
    )
    found = [one.other_council for one in find_similar(plans, SimilarSettings(most=2)) if one.action_id == "a0"]
    assert found == ["B", "C"]


def test_plans_whose_council_is_unknown_are_compared_by_document() -> None:
    plans = rows((None, "Map the needs of older tenants"), (None, "Map the needs of older tenants"))
    assert [(one.action_id, one.other_action_id) for one in find_similar(plans)] == [("a0", "a1"), ("a1", "a0")]


def test_two_runs_give_the_same_rows_in_the_same_order() -> None:
    assert list(find_similar(PLANS)) == list(find_similar(PLANS))


def test_empty_and_short_actions_are_left_out() -> None:
    plans = [*rows(("A", "Ongoing"), ("B", "Ongoing")), ActionRow(action_id="x", document_id="y")]
    assert list(find_similar(plans)) == []


@pytest.mark.parametrize(
    ("name", "count", "least"), [("similar_pairs.toml", 150, 0.9), ("similar_unseen.toml", 144, 0.75)]
)
def test_a_cut_finds_what_people_call_alike_and_little_else(name: str, count: int, least: float) -> None:
    from benchmarks.similar_judging import judge, read_pairs, scores

    pairs = read_pairs(name)
    assert (len(pairs), sum(alike for *_, alike in pairs)) == (count, count // 2)
    precision, recall = judge(SimilarSettings().floor, scores(SimilarSettings(), name), name)
    assert precision > 0.95
    assert recall > least


@pytest.mark.parametrize(
    ("text", "subjects"),
    [
        ("Ask bidders for their policy at tender", ["=procurement"]),
        ("Publish the Modern Slavery statement of our suppliers", ["=modern slavery", "=procurement"]),
        ("Pilot bus travel to work", []),  # no travellers
        ("Promote the design guide", []),
        ("Report progress on the plan", []),
        ("Commission a study of parks", []),
        ("Adapt the plan to new law", []),
        ("Put the report on the website", []),
        ("Stock libraries with books for toddlers", []),
    ],
)
def test_a_subject_is_named_by_its_wordings_and_not_by_words_like_them(text: str, subjects: list[str]) -> None:
    assert [topic for topic in topics(stems(text.lower())) if is_subject(topic)] == subjects


def test_the_wordings_of_subjects_stand_once_and_say_something() -> None:
    from pipeline.lexicon_file import read_lexicon_file

    met: dict[tuple[str, ...], str] = {}
    for entry in read_lexicon_file("pipeline.compare", "subjects.toml")["subject"]:
        for wording in entry["wordings"]:
            phrase = stems(wording)
            assert phrase, wording
            assert met.setdefault(phrase, entry["name"]) == entry["name"], wording


def test_words_of_very_many_actions_weigh_little() -> None:
    others = [("C", f"Review equality every year at {place}") for place in ("ponds", "roads", "bins", "trees", "lidos")]
    plans = rows(("A", "Review equality every year for museums"), ("B", "Review equality every year in parks"), *others)
    assert list(find_similar(plans, SimilarSettings(common_least=100))) != []
    assert list(find_similar(plans, SimilarSettings(common_least=3))) == []


def test_forms_of_a_word_share_a_stem() -> None:
    assert set(stems("policies policy")) == {"polici"}
    assert len(set(stems("train trained training trains"))) == 1
