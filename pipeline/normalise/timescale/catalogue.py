"""The rules by name, each with one example that it reads: what `readings` refers to and the docs print."""

from __future__ import annotations

from typing import NamedTuple

from pipeline.normalise.timescale.dates import DATE_RULES
from pipeline.normalise.timescale.numbers import NUMBER_RULES

_REDUCED = frozenset(("year_first_date", "numeric_date", "short_year"))  # read on by a rule for dates


class NamedRule(NamedTuple):
    """A rule, a phrase whose reading names it, and what it does."""

    name: str
    example: str
    about: str


_WALK_RULES = (
    NamedRule("deadline", "by end of March 2023", "an upper bound; the unit named is kept whole"),
    NamedRule("start", "from April 2022", "a start with no end"),
    NamedRule("onwards", "2023/24 onwards", "a start with no end"),
    NamedRule("approximate", "early 2023", "the unit named is kept whole"),
    NamedRule("range", "April 2022 to March 2023", "two dates joined to one period"),
    NamedRule("quarter_with_months", "Q1 April to June 2021", "the months count, a label that does not fit is flagged"),
    NamedRule("number_of_list", "6-12 February 2023", "a bare figure takes its kind from its neighbour"),
    NamedRule("week", "w/c 14 March 2022", "the seven days from, or up to, the day"),
    NamedRule("every", "every November", "a date that comes round"),
    NamedRule("every_event", "each board away day", "comes round with something that has no date"),
    NamedRule("recurrence", "quarterly", "how often"),
    NamedRule("ongoing", "ongoing", "goes on with no end"),
    NamedRule("continuous", "rolling programme", "goes on with no end and no interval"),
    NamedRule("state", "not started", "where the action stands"),
    NamedRule("target", "in place by June 2023", "a state to be reached, so none now"),
    NamedRule("habit", "published annually", "what is done again and again is not done with"),
    NamedRule("revised_date", "June 2022, revised to May 2023", "the new date counts"),
    NamedRule("earlier_date", "May 2023 (was June 2022)", "a date that no longer counts"),
    NamedRule("condition", "March 2023 subject to funding", "depends on what its words say"),
    NamedRule("event", "following the next election", "tied to what its words say"),
    NamedRule("vague", "in due course", "words of time with no bounds"),
    NamedRule("relative", "next year", "a time told from a day that is not said"),
    NamedRule("not_applicable", "N/A", "no timescale"),
    NamedRule("label", "Phase 2: June 2023", "names what the date is for"),
    NamedRule("remark", "March 2023 (lead to report back)", "a bracket that says nothing of time"),
    NamedRule("length", "six month trial from May 2023", "how long something takes that has a date of its own"),
    NamedRule("other_language", "Hydref 2023 / October 2023", "the half in English counts where the Welsh is not read"),
    NamedRule("filler", "in the final months of 2023", "says nothing of time"),
)


def rules() -> tuple[NamedRule, ...]:
    """Give every rule that a reading can name, once, with an example."""
    named: dict[str, NamedRule] = {}
    for rule in (*DATE_RULES, *NUMBER_RULES):
        if rule.name not in _REDUCED:
            named.setdefault(rule.name, NamedRule(rule.name, rule.example, f"`{rule.pattern}`"))
    for walk_rule in _WALK_RULES:
        named.setdefault(walk_rule.name, walk_rule)
    return tuple(named.values())
