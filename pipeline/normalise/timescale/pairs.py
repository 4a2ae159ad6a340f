"""Start and end printed in two columns, read as one timescale."""

from __future__ import annotations

from dataclasses import replace

from pipeline.normalise.timescale.edtf import period_edtf, whole_edtf
from pipeline.normalise.timescale.model import Period, PlanPeriod, Timescale, YearOver
from pipeline.normalise.timescale.reading import read_timescale


def timescale_pair(
    start_text: str | None, due_text: str | None, plan: PlanPeriod | None = None, context: tuple[YearOver, ...] = ()
) -> Timescale:
    """Read the cells of a start and an end column as one period, from the first day of one to the last of the other.

    Where only one of them says a date, its own reading stands; an end that comes before its start is flagged
    `range_backwards` and both are kept as they are. An end without a year is the first after the start, and a length
    is counted from it. `plan` and `context` are those of `parse_timescale`.

    >>> pair = timescale_pair("April 2022", "June 2023")
    >>> pair.edtf, pair.periods[0].precision
    ('2022-04/2023-06', 'range')
    """
    start = read_timescale(start_text or "", plan, context)
    due = read_timescale(due_text or "", plan, context)
    if not start.text.strip():
        return due
    if not due.text.strip():
        return _with_flag(start, "start_only") if start.periods else start
    if start.periods and "needs_context" in due.flags and not _names_the_plan(due):
        due = read_timescale(due.text, PlanPeriod(start.start, plan.end if plan else None))
    if not start.periods and any(rule == "duration" for rule, _ in due.readings):
        due = read_timescale(due.text, None)  # a length counts from nothing where the start is not known
    both = Timescale(
        text=f"{start.text} \u2013 {due.text}",
        ongoing=start.ongoing or due.ongoing,
        recurrence=start.recurrence or due.recurrence,
        state=due.state or start.state,
        flags=_united(start.flags, due.flags),
        readings=start.readings + due.readings,
        unread=start.unread + due.unread,
    )
    return _with_periods(both, start, due)


def _names_the_plan(due: Timescale) -> bool:
    """Whether an end names the plan or a year of it, which the start does not move: "Year 2", "end of plan"."""
    return any(rule.startswith("plan_") for rule, _ in due.readings)


def _with_periods(both: Timescale, start: Timescale, due: Timescale) -> Timescale:
    first, last = start.start, due.due
    if first is None or last is None:
        periods = start.periods or due.periods
        both = _with_flag(both, "start_only") if start.periods else both
        return replace(both, periods=periods, edtf=whole_edtf(periods, both.ongoing))
    if last < first:
        periods = start.periods + due.periods
        both = _with_flag(both, "range_backwards")
        return replace(both, periods=periods, edtf=whole_edtf(periods, both.ongoing))
    same = len(start.periods) == len(due.periods) == 1 and (
        (start.periods[0].start, start.periods[0].end) == (due.periods[0].start, due.periods[0].end)
    )
    if same:
        return replace(both, periods=due.periods, edtf=whole_edtf(due.periods, both.ongoing))
    by_years = all(period.precision == "year" for period in start.periods + due.periods)
    edtf = period_edtf(first, last, "range", by_years)
    period = Period(both.text, first, last, "range", edtf)
    return replace(both, periods=(period,), edtf=whole_edtf((period,), both.ongoing))


def _with_flag(timescale: Timescale, code: str) -> Timescale:
    return replace(timescale, flags=_united(timescale.flags, (code,)))


def _united(flags: tuple[str, ...], more: tuple[str, ...]) -> tuple[str, ...]:
    united = tuple(dict.fromkeys(flags + more))
    return tuple(flag for flag in united if flag != "blank") if len(united) > 1 else united
