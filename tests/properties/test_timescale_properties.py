"""What holds of every reading of a timescale, whatever the text."""

import itertools
from datetime import date, timedelta

from edtf import parse_edtf
from hypothesis import given, settings
from hypothesis import strategies as st

from pipeline.normalise.timescale import PlanPeriod, find_timescale_in_prose, parse_timescale, plan_period_from_text
from pipeline.normalise.timescale.tokens import fold_text

DAYS = st.dates(date(2010, 1, 1), date(2040, 12, 31))
YEARS = st.integers(2010, 2040)
PIECES = st.sampled_from(
    [
        "Q1",
        "Q3",
        "2022",
        "2023/24",
        "2019-21",
        "March",
        "Sept.",
        "31",
        "1st",
        "by",
        "from",
        "to",
        "-",
        "–",
        "/",
        "&",
        ",",
        ";",
        "and",
        "then",
        "ongoing",
        "annually",
        "every",
        "two",
        "years",
        "months",
        "within",
        "Year",
        "3",
        "TBC",
        "complete",
        "(Cabinet)",
        "funding",
        "was",
        "now",
        "until",
        "spring",
        "term",
        "w/c",
        "before",
        "22",
        "'22",
        "after",
        "adoption",
        "*",
        "¹",
        "each",
        "early",
        "plan",
        "FY",
        "half",
        "Census",
        "end of",
        "subject to",
        "\n",
    ]
)
PHRASES = st.lists(PIECES, max_size=12).map(" ".join)
PLANS = st.none() | st.builds(
    lambda day, years: PlanPeriod(day, day + timedelta(days=365 * years)), DAYS, st.integers(1, 9)
)


@given(st.text(max_size=200) | PHRASES, PLANS)
@settings(max_examples=400, deadline=None)
def test_any_text_gives_a_timescale(text: str, plan: PlanPeriod | None) -> None:
    timescale = parse_timescale(text, plan)
    assert timescale.text == text
    assert len(set(timescale.flags)) == len(timescale.flags)
    assert bool(timescale.unread) == ("unread_words" in timescale.flags)
    for period in timescale.periods:
        assert period.start <= period.end
        assert period.text in text
        assert parse_edtf(period.edtf) is not None
    find_timescale_in_prose(text, plan)
    plan_period_from_text(text)


@given(PHRASES)
@settings(max_examples=200, deadline=None)
def test_what_is_found_in_prose_stands_there(phrase: str) -> None:
    text = f"Work with partners {phrase} on this"
    found = find_timescale_in_prose(text)
    if found is not None:
        assert found.timescale.text == text[found.start : found.end]
        assert found.timescale.periods


@given(DAYS)
def test_a_day_reads_back_in_every_form(day: date) -> None:
    for form in ("{0:%d %B %Y}", "{0:%d/%m/%Y}", "{0:%Y-%m-%d}", "{0.day} {0:%b} {0:%Y}", "{0:%A} {0:%d %B %Y}"):
        (period,) = parse_timescale(form.format(day)).periods
        assert (period.start, period.end, period.precision) == (day, day, "day")


@given(DAYS)
def test_a_month_contains_its_days(day: date) -> None:
    for form in ("{0:%B %Y}", "{0:%b-%y}", "{0:%m/%Y}", "{0:%Y-%m}", "by end of {0:%B %Y}"):
        if form == "{0:%Y-%m}" and day.month == day.year % 100 + 1:
            continue  # "2010-11" is a financial year
        if form == "{0:%Y-%m}" and day.month > day.year % 100:
            continue  # "2010-12" may be three years
        (period,) = parse_timescale(form.format(day)).periods
        assert period.start <= day <= period.end
        assert period.precision == "month"


@given(YEARS)
def test_the_quarters_tile_the_financial_year(first: int) -> None:
    year = parse_timescale(f"{first}/{(first + 1) % 100:02}").periods[0]
    quarters = [parse_timescale(f"Q{n} {first}/{(first + 1) % 100:02}").periods[0] for n in range(1, 5)]
    assert (quarters[0].start, quarters[-1].end) == (year.start, year.end)
    for earlier, later in itertools.pairwise(quarters):
        assert later.start == earlier.end + timedelta(days=1)


@given(st.tuples(DAYS, DAYS).map(sorted))
def test_a_range_of_months_runs_from_its_first_day_to_its_last(days: list[date]) -> None:
    first, last = days
    if (first.year, first.month) == (last.year, last.month):
        return
    (period,) = parse_timescale(f"{first:%B %Y} to {last:%b %Y}").periods
    assert period.start == first.replace(day=1)
    assert period.end.replace(day=1) == last.replace(day=1)
    assert (period.end + timedelta(days=1)).day == 1


@given(st.text(max_size=100))
def test_folding_twice_is_folding_once(text: str) -> None:
    once = fold_text(text).text
    assert fold_text(once).text == once


@given(st.text(alphabet="bcdfghjkl", min_size=4, max_size=9), YEARS)
def test_a_word_that_is_not_known_is_named_as_unread(word: str, year: int) -> None:
    timescale = parse_timescale(f"{word} {year}")
    assert word in timescale.unread


def test_very_long_text_is_read_in_one_pass() -> None:
    assert parse_timescale("March 2022, " * 1000).due == date(2022, 3, 31)
    assert parse_timescale("x" * 10_000).unread
