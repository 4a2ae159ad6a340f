"""Bodies that name themselves on the first page are found with their kind; those that are only mentioned are not."""

from __future__ import annotations

import pytest

from pipeline.normalise.council import Where, match_council

TITLE: tuple[str, Where] = ("Equality Action Plan 2031 to 2035", "title")


def body(*lines: tuple[str, Where]) -> tuple[str | None, str | None]:
    texts = [text for text, where in lines if where in ("line", "title")]
    match = match_council([], TITLE[0], texts, lines=[TITLE, *lines])
    return match.name, match.kind


@pytest.mark.parametrize(
    ("lines", "name", "kind"),
    [
        ([("Merewick and Tolland District Council", "line")], "Merewick and Tolland District Council", "Council"),
        ([("Cyngor Sir Merewick / Merewick County Council", "line")], "Merewick County Council", "Council"),
        ([("Merewick Council: our plan", "line")], "Merewick Council", "Council"),
        (
            [("Merewick Fire and Rescue Service. Version 2, June 2031", "line")],
            "Merewick Fire and Rescue Service",
            "Fire and rescue",
        ),
        ([("MEREWICK FIRE & RESCUE AUTHORITY", "line")], "Merewick Fire & Rescue Authority", "Fire and rescue"),
        ([("Tolland Constabulary", "line")], "Tolland Constabulary", "Police"),
        (
            [("Office of the Police and Crime Commissioner for Tolland", "line")],
            "Office of the Police and Crime Commissioner for Tolland",
            "Police",
        ),
        (
            [("Merewick Valley NHS Foundation Trust is committed to fair care.", "line")],
            "Merewick Valley NHS Foundation Trust",
            "National Health Service",
        ),
        ([("University of Merewick", "line")], "University of Merewick", "University or college"),
        (
            [("Merewick and Fens Combined Authority. Each objective has a sheet.", "line")],
            "Merewick and Fens Combined Authority",
            "Combined authority",
        ),
        ([("Merewick Town Council", "line")], "Merewick Town Council", "Town or parish council"),
        (
            [("Merewick National Park Authority - Equality scheme", "running")],
            "Merewick National Park Authority",
            "Other public body",
        ),
        ([("Merewick City Council", "author")], "Merewick City Council", "Council"),
        (
            [("Merewick City Council", "author"), ("Alder Borough Council", "running")],
            "Alder Borough Council",
            "Council",
        ),
        (
            [("Published by Merewick Borough Council, June 2031", "line")],
            "Merewick Borough Council",
            "Council",
        ),
        (
            [("At Merewick University we want all to thrive.", "line")],
            "Merewick University",
            "University or college",
        ),
        ([("Equality plan of Merewick Port Authority", "line")], "Merewick Port Authority", "Other public body"),
    ],
)
def test_a_body_that_names_itself_is_found(lines: list[tuple[str, Where]], name: str, kind: str) -> None:
    assert body(*lines) == (name, kind)


@pytest.mark.parametrize(
    "line",
    [
        "We will work with Tolland Police and Merewick Fire and Rescue Service.",
        "The Council will ask the Youth Council, and our staff, what matters to them.",
        "This plan was written by the Equality Team.",
        "The police and the university were asked.",
        "Our plan was checked in a visit to Merewick City Council",
        "Our partners include Leeds City Council.",
        "Partners: Kent County Council, Swale Borough Council, NHS Kent and Medway",
        "We are joined by Leeds City Council",
        "Borough Council",
        "Town Council",
        "Jane Doe, Policy Officer",
        "Fire and Rescue Service",
    ],
)
def test_a_body_that_is_only_mentioned_is_none(line: str) -> None:
    assert body((line, "line")) == (None, None)


def test_a_council_of_the_register_is_itself() -> None:
    match = match_council([], TITLE[0], ["Leeds City Council"], lines=[TITLE, ("Leeds City Council", "line")])
    assert (match.name, match.kind) == ("Leeds City Council", None)
    assert match.gss_code is not None


def test_a_council_mentioned_beside_the_body_itself_does_not_count() -> None:
    lines: list[tuple[str, Where]] = [("Merewick Fire and Rescue Service", "line")]
    texts = ["Merewick Fire and Rescue Service", "Leeds City Council will lend us its rooms."]
    assert match_council([], TITLE[0], texts, lines=[TITLE, *lines]).name == "Merewick Fire and Rescue Service"


def test_two_bodies_alike_are_none() -> None:
    assert body(("Merewick District Council", "line"), ("Tolland District Council", "line")) == (None, None)


def test_a_council_in_a_cell_is_a_mention() -> None:
    match = match_council(
        [], TITLE[0], [], cells=["Ask Leeds City Council to present its work.", "Write to ministers."]
    )
    assert match.name is None
