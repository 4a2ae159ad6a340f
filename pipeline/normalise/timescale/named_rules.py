"""The rules by name, each with one example that it reads: what `readings` refers to and the docs print."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from pipeline.normalise.timescale.clause_rules import CLAUSES, RENAMES, SCOPES
from pipeline.normalise.timescale.date_lists import JOINING
from pipeline.normalise.timescale.dates import DATE_RULES
from pipeline.normalise.timescale.numbers import NUMBER_RULES

_READ_ON = frozenset(("year_first_date", "numeric_date", "short_year", "date", "unread"))  # by a rule for dates


class NamedRule(NamedTuple):
    """A rule, a phrase whose reading names it, and what it does."""

    name: str
    example: str
    about: str


def rules() -> tuple[NamedRule, ...]:
    """Give every rule that a reading can name, once, with an example."""
    named: dict[str, NamedRule] = {}
    for rule in _all_rules():
        if rule.name not in _READ_ON:
            named.setdefault(rule.name, rule)
    return tuple(named.values())


def _all_rules() -> Iterator[NamedRule]:
    for rule in (*DATE_RULES, *NUMBER_RULES):
        yield NamedRule(rule.name, rule.example, f"`{rule.pattern}`")
    for scope in SCOPES:
        yield NamedRule(scope.name, scope.example, scope.about)
    for clause in sorted(CLAUSES, key=lambda clause: not clause.about):  # the one that says what the name stands for
        yield NamedRule(clause.name, clause.example, clause.about)
    yield NamedRule("number_of_list", RENAMES[0].example, "a bare figure takes its kind from its neighbour")
    for pair in JOINING:
        if pair.about:
            yield NamedRule(pair.name, pair.example, pair.about)
    yield NamedRule(
        "other_language", "Hydref 2023 / October 2023", "the half in English counts where the Welsh is not read"
    )
