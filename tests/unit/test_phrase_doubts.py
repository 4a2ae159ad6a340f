"""What phrases were read with doubt is said, and what is plain is not doubted."""

from __future__ import annotations

import pytest

from pipeline.normalise.owner import find_abbreviations, parse_owners
from pipeline.normalise.timescale import parse_timescale
from schema.codelists import flags


@pytest.mark.parametrize(
    ("text", "fields"),
    [
        ("June 2025 September 2025", {"periods", "due"}),
        ("Sort of June 2026, kippers permitting", {"periods", "due"}),
        ("On track for Sept 2026", set()),
        ("June 2025", set()),
        ("Complete", set()),
        ("Q2 2025/26", set()),
    ],
)
def test_a_timescale_says_which_values_may_be_wrong(text: str, fields: set[str]) -> None:
    doubts = parse_timescale(text).doubts
    assert {doubt.field for doubt in doubts} == fields
    assert all(doubt.chance < 0.8 and doubt.code in flags() for doubt in doubts)


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("Zibblewick", "owner_kind_assumed"),
        ("Grockle Team", "owner_function_unsaid"),
        ("Head of Wimbling", "owner_function_unsaid"),
        ("HR Zibblewick", "owner_kind_assumed"),
        ("Equality for Grockles", "owner_kind_assumed"),
        ("Employee Wellbeing Provision", "owner_kind_assumed"),
        ("Whoever holds the Policy Officer post", "owner_unknown_words"),
        ("Grockle Wimbling Housing Manager", "owner_unknown_words"),
        ("Zibble Quorp Finance Team", "owner_unknown_words"),
        ("ICS Board", "owner_several_meanings"),
        ("PH / Housing", "owner_several_meanings"),
        ("Highways Officer, Electoral Services", "owner_weak_cut"),
        ("Planning Officer, Payroll", "owner_weak_cut"),
        ("Head of Finance, Legal Services", "owner_weak_cut"),
        ("Director of Housing, Payroll", "owner_weak_cut"),
        ("HR Business Partner, Housing Services", "owner_weak_cut"),
        ("Finance Manager, Electoral Services", "owner_weak_cut"),
        ("Housing\nRough Sleeping Team", "owner_weak_cut"),
        ("ICB", None),
        ("Travel Plan Officer, Place", None),
        ("Head of Housing, Estates", None),
        ("Chief Digital Officer, Human Resources", None),
        ("Licensing Manager, Legal Services", None),
        ("Director, Digital Services", None),
        ("Service Manager, Adult Services", None),
        ("Highways Officer, Housing Directorate", None),
        ("Policy, Equalities & Welsh Language Manager", None),
        ("Grockle Housing Manager", None),
        ("Snr HR Adv", None),
        ("Ass Dir Comms", None),
        ("Employee Wellbeing", None),
        ("Equality and Diversity", None),
        ("Assets and Planning", None),
        ("Lead Officer", None),
        ("Leisure Centres", None),
        ("Head of HR", None),
        ("HR and Finance", None),
    ],
)
def test_owners_say_where_they_may_be_wrong(text: str, code: str | None) -> None:
    doubts = parse_owners(text).doubts
    assert [doubt.code for doubt in doubts] == ([code] if code else [])
    assert all(doubt.field == "owners" and doubt.code in flags() for doubt in doubts)


def test_a_weak_cut_is_doubted() -> None:
    reading = parse_owners("Housing\nRough Sleeping Team")
    assert reading.margin < 3
    assert "owner_weak_cut" in {doubt.code for doubt in reading.doubts}


def test_an_abbreviation_of_several_meanings_is_sure_where_the_plan_explains_it() -> None:
    found = find_abbreviations(["The Integrated Care System (ICS) meets."])
    assert parse_owners("ICS Board").doubts
    assert not parse_owners("ICS Board", found).doubts
