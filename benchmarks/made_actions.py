"""Made-up plans of many actions, for measuring how the tables and the report grow.

Wordings are the examples of `benchmarks.framework` with a number added; dates run over seven years; owners, themes,
states, ratings and characteristics differ, and some are not given. The same number gives the same plan.
"""

from __future__ import annotations

import random
from datetime import date
from functools import lru_cache

from benchmarks.wordings import read_wordings
from pipeline.normalise.framework.edition import Theme, read_edition
from pipeline.normalise.timescale.calendar_units import months_from
from schema.rows import ActionRow, CellRow, DocumentRow, OwnerValue, PeriodValue, PlanRows

YEARS = range(2020, 2027)
_POSTS = (
    ("Head of Human Resources", "hr", "head"),
    ("HR Manager", "hr", "manager"),
    ("Equalities Officer", "policy_equalities", "officer"),
    ("Policy Manager", "policy_equalities", "manager"),
    ("Monitoring Officer", "democratic_legal", "director"),
    ("Communications Manager", "communications", "manager"),
    ("Community Safety Manager", "community_safety", "manager"),
    ("Head of Customer Services", "customer_services", "head"),
    ("Head of Procurement", "procurement", "head"),
    ("Director of Housing", "housing", "director"),
    ("Director of Public Health", "public_health", "director"),
    ("Head of Planning", "planning_infrastructure", "head"),
    ("Chief Executive", "chief_executive_leadership", "executive"),
)
_STATES = (None, None, None, "not_started", "in_progress", "in_progress", "complete", "cancelled")
_RATINGS = (None, None, None, "red", "amber", "green", "green", "blue")
_CHARACTERISTICS = ("age", "disability", "race", "sex", "religion_belief", "sexual_orientation")


def made_plan(number: int, source: str, council: str, *, actions: int, left_out: int = 0) -> PlanRows:
    """Return the rows of one document; the theme at place `left_out` has none of its actions."""
    document_id = f"{number:016x}"
    chance = random.Random(number)  # noqa: S311 (no secret)
    rows = tuple(_action(document_id, council, row, chance, left_out) for row in range(1, actions + 1))
    cells = tuple(
        CellRow(
            document_id=document_id, table=1, row=one.position, column=2, text=one.action or "", role="action",
            action_id=one.action_id,
        )
        for one in rows
    )  # fmt: skip
    document = DocumentRow(
        document_id=document_id,
        source=source,
        council=council,
        title=f"Equality action plan {number}",
        period_start=date(YEARS.start, 4, 1),
        period_end=date(YEARS.stop, 3, 31),
        media_type="application/pdf",
        actions=actions,
    )
    return PlanRows(document, rows, cells)


def _action(document_id: str, council: str, row: int, chance: random.Random, left_out: int) -> ActionRow:
    theme = _themes()[(left_out + chance.randrange(1, 18)) % 18] if chance.random() < 0.9 else None
    due = months_from(chance.choice(YEARS), chance.randint(1, 12), 1)[1] if chance.random() < 0.8 else None
    post = chance.choice(_POSTS) if chance.random() < 0.9 else None
    named = (
        OwnerValue(mention=post[0], name=post[0], kind="role", function=post[1], seniority=post[2]) if post else None
    )
    return ActionRow(
        action_id=f"{document_id}-t1r{row}",
        document_id=document_id,
        council=council,
        position=row,
        objective=theme and theme.covers,
        reference=f"{row // 8}.{row % 8}",
        action=f"{chance.choice(_wordings())} (step {row} of {chance.randint(1, 99_999)})",
        outcome=f"Report {chance.randint(1, 999)} agreed by the board" if chance.random() < 0.7 else None,
        owner_text=post and post[0],
        timescale_text=f"{due:%B %Y}" if due else "Ongoing",
        owners=(named,) if named else (),
        periods=(PeriodValue(text=f"{due:%B %Y}", start=due.replace(day=1), end=due, precision="month"),)
        if due
        else (),
        start=due and due.replace(day=1),
        due=due,
        ongoing=due is None,
        state=chance.choice(_STATES),
        rag=chance.choice(_RATINGS),
        characteristics=(chance.choice(_CHARACTERISTICS),) if chance.random() < 0.4 else (),
        eflg_module=theme and _module(theme),
        eflg_theme=theme and theme.name,
        eflg_score=0.8 if theme else None,
        page=1 + row // 12,
        table=1,
        row=row,
    )


@lru_cache(maxsize=1)
def _themes() -> tuple[Theme, ...]:
    return tuple(read_edition().themes)


@lru_cache(maxsize=18)
def _module(theme: Theme) -> str:
    return read_edition().module(theme.number.partition(".")[0]).name


@lru_cache(maxsize=1)
def _wordings() -> tuple[str, ...]:
    return tuple(read_wordings())
