"""Tables of invented councils, written as a run writes them: what tests of the report and the database start from.

Two of the texts are hostile: markup, handlers, formulas, text that runs right to left, words with no end.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import date
from pathlib import Path

import pyarrow.parquet as pq

from pipeline.compare.editions import edition_changes
from schema.arrow import to_arrow
from schema.checks import find_faults
from schema.rows import (
    ActionRow,
    CellRow,
    ChangeRow,
    DocumentRow,
    DoubtValue,
    IssueRow,
    OwnerRow,
    OwnerValue,
    PeriodValue,
    PlanRows,
    Row,
    RuleValue,
)

SCRIPT = "<script>alert(1)</script><img src=x onerror=alert(2)>"
HANDLER = '" onmouseover="alert(3)" x=\''
FORMULA = "=1+1"
RIGHT_TO_LEFT = "\u202eevil\u202c שלום عربى"
LONG = "Verylongword" * 60
BREAKS = "one\u2028two\u2029three </script><!-- {{ 7*7 }}"
HOSTILE = (SCRIPT, HANDLER, FORMULA, RIGHT_TO_LEFT, LONG, BREAKS)

ALDER, BIRCH, CEDAR = "Aldermere Borough Council", "Birchester City Council", "Cedarhithe & <b>Marsh</b> Council"
UNREAD = "Dunmarsh District Council"
PROCUREMENT = ("Responsive services and customer care", "Commissioning and procuring services")
WORKFORCE = ("Diverse and engaged workforce", "Workforce diversity")
HATE_CRIME = ("Understanding and working with your communities", "Fostering good community relations")
DROPPED = "Open a fund for staff in hardship"
DISTRICT, COASTAL = "Non-metropolitan district", ("Coast",)
PEERS: dict[str, tuple[str | None, str | None, str | None, tuple[str, ...]]] = {
    ALDER: (DISTRICT, "East Midlands", "England", COASTAL),
    BIRCH: ("Metropolitan district", "West Midlands", "England", ()),
    CEDAR: (DISTRICT, "South East", "England", COASTAL),
}
SAME = "Publish the names of community groups that meet in council buildings each spring"


def write_tables(out: Path, *, plans_copies: int = 0, only: Sequence[str | None] | None = None) -> None:
    """Write the tables into `out`, of unread files of the councils in `only` where that is given.

    `plans_copies` adds so many further councils with the first one's actions.
    """
    plans = [*_plans(), *_copies(plans_copies)]
    if only is not None:
        plans = [plan for plan in plans if plan.document.council in only and plan.document.status != "ok"]
    for plan in plans:
        assert find_faults(plan) == []
    plans.sort(key=lambda plan: (plan.document.council is None, plan.document.council or "", plan.document.source))
    out.mkdir(parents=True, exist_ok=True)
    _write(out, "documents", [plan.document for plan in plans])
    _write(out, "actions", [row for plan in plans for row in plan.actions])
    _write(out, "cells", [row for plan in plans for row in plan.cells])
    _write(out, "issues", [row for plan in plans for row in plan.issues])
    _write(out, "changes", _changes(plans))
    _write(out, "owners", _owners(row for plan in plans for row in plan.actions))


def _write(out: Path, name: str, rows: Sequence[Row]) -> None:
    table = to_arrow(name, rows)
    table = table.replace_schema_metadata({**(table.schema.metadata or {}), b"generation": b"made-1"})
    pq.write_table(table, out / f"{name}.parquet")


def _plans() -> Iterable[PlanRows]:
    yield _plan(
        "a" * 16,
        ALDER,
        f"{ALDER}/plan 2024.pdf",
        [
            (
                "Ask bidders how they treat their staff",
                PROCUREMENT,
                _owner("Head of Procurement", "procurement", "head"),
                date(2025, 5, 31),
                None,
                "amber",
                ("race", "disability"),
                1,
            ),
            (
                SAME,
                HATE_CRIME,
                _owner("Community Cohesion Officer", "community_engagement", "officer"),
                date(2025, 6, 30),
                "in_progress",
                "green",
                ("religion_belief",),
                1,
            ),
            (
                "Hold open evenings for people new to public office",
                WORKFORCE,
                None,
                date(2024, 9, 30),
                "complete",
                "blue",
                (),
                2,
            ),
            (
                "Recruit apprentices from under-represented groups",
                WORKFORCE,
                _owner("HR Manager", "hr", "manager"),
                date(2024, 12, 31),
                "not_started",
                "red",
                ("age",),
                2,
            ),
            (
                "Keep the staff networks going",
                WORKFORCE,
                _owner("HR Manager", "hr", "manager"),
                None,
                None,
                None,
                (),
                3,
            ),
        ],
        period=(date(2024, 4, 1), date(2027, 3, 31)),
    )
    yield _plan(
        "b" * 16,
        BIRCH,
        f"{BIRCH}/plan.docx",
        [
            (
                SAME,
                HATE_CRIME,
                _owner("Equalities Team", "policy_equalities", "none", kind="team"),
                date(2026, 3, 31),
                None,
                None,
                (),
                None,
            ),
            (
                "Offer interview practice",
                WORKFORCE,
                _owner("HR Manager", "hr", "manager"),
                date(2025, 5, 1),
                "cancelled",
                None,
                ("sex",),
                None,
            ),
            (
                "Something that no theme fits",
                None,
                _owner("Clerk", "democratic_legal", "officer"),
                date(2025, 4, 30),
                None,
                None,
                (),
                None,
            ),
        ],
    )
    yield _plan(
        "9" * 16,
        BIRCH,
        f"{BIRCH}/plan of 2021.docx",
        [
            (SAME, HATE_CRIME, _owner("Clerk", "democratic_legal", "officer"), date(2023, 3, 31), None, None, (), None),
            (DROPPED, WORKFORCE, _owner("HR Manager", "hr", "manager"), date(2022, 3, 31), None, None, (), None),
        ],
        period=(date(2021, 4, 1), date(2024, 3, 31)),
        superseded_by="b" * 16,
    )
    yield _plan(
        "c" * 16,
        CEDAR,
        "cedar/plan.txt",
        [(text, WORKFORCE, _owner(text, "hr", "head"), date(2025, 6, 15), None, None, (), None) for text in HOSTILE],
        hostile=True,
    )
    yield _unread("d" * 16, UNREAD, "dunmarsh/locked.pdf", "encrypted", "The file needs a password. <i>Give</i> one.")
    yield _unread("e" * 16, None, "notes.md", "no_table", "No table was found.")
    yield PlanRows(
        DocumentRow(
            document_id="a" * 16, source=f"{ALDER}/z copy.pdf", council=ALDER, status="ok", actions=0,
            plan_id="a" * 16, copy_of="a" * 16,
            media_type="application/pdf", flags=("duplicate_document",),
        )
    )  # fmt: skip
    yield _plan("f" * 16, None, "loose.pdf", [("Review the car park", None, None, None, None, None, (), 1)])


def _changes(plans: Iterable[PlanRows]) -> list[ChangeRow]:
    actions = {plan.document.document_id: plan.actions for plan in plans}
    return [
        change
        for plan in plans
        if plan.document.superseded_by in actions
        for change in edition_changes(plan.actions, actions[plan.document.superseded_by], plan.document.edition, 2024)
    ]


def _copies(number: int) -> Iterable[PlanRows]:
    (first, *_) = _plans()
    for copy in range(number):
        identity = f"{copy:016x}"
        council = f"Council number {copy:03d}"
        document = replace(
            first.document, document_id=identity, plan_id=identity, council=council, source=f"{council}/plan.pdf"
        )
        actions = tuple(
            replace(row, document_id=identity, action_id=f"{identity}-{row.position}", council=council)
            for row in first.actions
        )
        yield PlanRows(document, actions)


def _owner(name: str, function: str, seniority: str, kind: str = "role") -> OwnerValue:
    return OwnerValue(mention=name, name=name, kind=kind, function=function, seniority=seniority)


def _plan(  # type: ignore[no-untyped-def]
    identity: str,
    council: str | None,
    source: str,
    rows,
    *,
    period=(None, None),
    hostile: bool = False,
    superseded_by: str | None = None,
) -> PlanRows:
    title = SCRIPT if hostile else f"Plan of {council or 'nobody'}"
    actions = tuple(
        ActionRow(
            action_id=f"{identity}-{place}",
            document_id=identity,
            council=council,
            plan_title=title,
            position=place,
            theme=text if hostile else "Our people and places",
            objective=HANDLER if hostile else None,
            reference=f"1.{place}",
            action=text,
            outcome=text if hostile else "More people take part",
            progress=SCRIPT if hostile else None,
            owner_text=owner.mention if owner else None,
            timescale_text=text if hostile else due and f"{due:%B %Y}",
            status_text=text if hostile else None,
            owners=(owner,) if owner else (),
            periods=(PeriodValue(text="x", start=due.replace(day=1), end=due, precision="month"),) if due else (),
            start=due and due.replace(day=1),
            due=due,
            ongoing=due is None,
            state=state,
            rag=rag,
            characteristics=characteristics,
            eflg_module=place_in and place_in[0],
            eflg_theme=place_in and place_in[1],
            eflg_theme_2=PROCUREMENT[1] if text == "Offer interview practice" else None,
            eflg_score=0.8 if place_in else None,
            extras=((SCRIPT, HANDLER),) if hostile else (("Cost", "None"),),
            page=page,
            table=1,
            row=place + 1,
            flags=("owner_missing",) if owner is None else (),
            doubts=(
                DoubtValue(field="due", chance=0.4, code="due_before_start", why="Why."),
                DoubtValue(field="periods", chance=0.6, code="due_before_start", why="Why."),
            )
            if rag == "amber"
            else (),
            corrected=("owners",) if rag == "green" else (),
            rules=(RuleValue(field="owners", rule="corrected by A. Reader"),) if rag == "green" else (),
        )
        for place, (text, place_in, owner, due, state, rag, characteristics, page) in enumerate(rows, 1)
    )
    cells = tuple(
        CellRow(document_id=identity, page=row.page, table=1, row=row.row or 1, column=1, text=row.action or "",
                role="action", action_id=row.action_id)
        for row in actions
    )  # fmt: skip
    issues = tuple(
        IssueRow(document_id=identity, action_id=row.action_id, code="owner_missing", severity="info",
                 responsible="publisher", message="No owner.")
        for row in actions
        if not row.owners
    )  # fmt: skip
    kind, region, nation, groups = PEERS.get(council or "", (None, None, None, ()))
    document = DocumentRow(
        document_id=identity,
        source=source,
        council_type=kind,
        region=region,
        nation=nation,
        groups=groups,
        council=council,
        title=title,
        period_start=period[0],
        period_end=period[1],
        media_type="application/pdf" if source.endswith(".pdf") else "text/plain",
        plan_id=identity,
        edition=period[0].year if period[0] else None,
        superseded_by=superseded_by,
        status="ok",
        actions=len(actions),
        words_in_tables=10,
        words_carried=10,
        tables=1,
    )
    return PlanRows(document, actions, cells, issues)


def _unread(identity: str, council: str | None, source: str, status: str, error: str) -> PlanRows:
    return PlanRows(
        DocumentRow(document_id=identity, source=source, council=council, status=status, error=error)  # type: ignore[arg-type]
    )


def _owners(actions: Iterable[ActionRow]) -> list[OwnerRow]:
    met: dict[tuple[str | None, str], list[OwnerValue]] = {}
    for action in actions:
        for owner in action.owners:
            met.setdefault((action.council, owner.name), []).append(owner)
    return [
        OwnerRow(
            council=council,
            name=name,
            kind=found[0].kind,
            function=found[0].function,
            seniority=found[0].seniority,
            mentions=(name,),
            actions=len(found),
        )
        for (council, name), found in sorted(met.items(), key=lambda pair: (pair[0][0] or "", pair[0][1]))
    ]
