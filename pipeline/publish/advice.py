"""What would make a draft clearer, for the person who writes it: sentences of theirs, each with the places it is about.

Pure: the rows that were read from the draft, and the document for what rows do not tell (marked header rows).
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cache

from extractors.document import Document, Table
from pipeline.compare.quality import check_plan, read_checks
from pipeline.read.headers import match_heading
from schema.rows import ActionRow, PlanRows
from schema.toml_file import read_toml_file

_REPEATED = frozenset({"action", "owner", "timescale", "status", "outcome"})  # roles whose cells should not be merged
_MARKS_HEADERS = frozenset({"word", "html"})  # ways to a table whose format can mark its header row
_NEEDS_DAY = "not_overdue"
_HEADINGS_ALONE = "no_rows"
_HEADED = frozenset({"action", "outcome", "owner", "timescale", "status"})  # roles whose headings head a plan
_SURE_HEADING = 0.9  # weight from which a heading speaks for a role
_LEAST_HEADED = 3  # of those roles, action among them
_WORDS = 60  # characters of an action by which it is named


@dataclass(frozen=True, slots=True)
class Place:
    """Where something stands in the draft, and the words there."""

    page: int | None
    reference: str | None
    words: str


@dataclass(frozen=True, slots=True)
class Advice:
    """One thing that would make the draft clearer; `name` is that of a check or an entry of advice.toml."""

    name: str
    sentence: str
    places: tuple[Place, ...] = ()


@dataclass(frozen=True, slots=True)
class Advised:
    """What is said of a draft: what to change, and what is good as it is (meanings of the checks that are passed)."""

    advice: tuple[Advice, ...]
    good: tuple[str, ...]


def advise(document: Document, rows: PlanRows, today: date | None) -> Advised:
    """Return what would make a draft clearer. `today` is the day that overdue is reckoned from; None: it is not."""
    by_id = {action.action_id: action for action in rows.actions}
    wanted = {check.code: check.meaning for check in read_checks() if today or check.code != _NEEDS_DAY}
    findings = [one for one in check_plan(rows.actions, today or date.min) if one.code in wanted]
    missing = {one.code.removesuffix("_column") for one in findings if one.code.endswith("_column") and not one.ok}
    asked = [
        Advice(one.code, one.message, () if one.code.endswith("_column") else _places(by_id, one.failing))
        for one in findings
        if one.failing and not _said_by_column(one.code, missing)
    ]
    seen = _seen(document, rows)
    said = [Advice(name, sentence, places) for name, sentence, codes in _entries() if (places := _flagged(rows, codes))]
    if _HEADINGS_ALONE in seen:
        said = [one for one in said if one.name != "no_table"]
    own = [Advice(name, sentence, seen[name]) for name, sentence, _ in _entries() if name in seen]
    good = [wanted[one.code] for one in findings if not one.failing and one.total and not one.code.endswith("_column")]
    return Advised((*own, *asked, *said), tuple(good))


def _said_by_column(code: str, missing: Iterable[str]) -> bool:
    """Whether a check of each action says again that the plan has no such column at all."""
    stems = {"owner": "owner", "timescale": "date", "outcome": "outcome"}
    return any(code == f"{stems[name]}_given" for name in missing)


@cache
def _entries() -> tuple[tuple[str, str, tuple[str, ...]], ...]:
    """Name, sentence and flags of each entry, in order."""
    told = read_toml_file("pipeline.publish", "advice.toml")
    return tuple((entry["name"], entry["say"], tuple(entry["codes"])) for entry in told["advice"])


def advice_codes() -> tuple[str, ...]:
    """Return every flag that has a sentence for authors."""
    return tuple(code for _, _, codes in _entries() for code in codes)


def _flagged(rows: PlanRows, codes: Sequence[str]) -> tuple[Place, ...]:
    """Return the places that carry one of some flags: actions, then issues about no action."""
    found = [_place(action, _speaks_of(action, codes)) for action in rows.actions if set(codes) & {*action.flags}]
    found += [
        Place(issue.page, None, issue.verbatim or "")
        for issue in rows.issues
        if issue.code in codes and issue.action_id is None
    ]
    return tuple(dict.fromkeys(found))


def _speaks_of(action: ActionRow, codes: Sequence[str]) -> str:
    """The words that a flag is about."""
    (first,) = [code for code in codes if code in action.flags][:1]
    text = {"owner": action.owner_text, "rag": action.status_text, "state": action.status_text}.get(first.split("_")[0])
    return text or action.timescale_text or action.action or ""


def _places(by_id: Mapping[str, ActionRow], ids: Iterable[str]) -> tuple[Place, ...]:
    return tuple(_place(by_id[one], by_id[one].action or by_id[one].outcome or "") for one in ids)


def _place(action: ActionRow, words: str) -> Place:
    return Place(action.page, action.reference, words if len(words) <= _WORDS else words[: _WORDS - 1] + "…")


def _seen(document: Document, rows: PlanRows) -> dict[str, tuple[Place, ...]]:
    """Return what is seen in the file itself, by the names of its sentences."""
    found = dict(_of_tables(document, rows))
    row = rows.document
    if not rows.actions and any(_headings_alone(table) for table in document.tables):
        found[_HEADINGS_ALONE] = ()
    if rows.actions and not row.title:
        found["no_title"] = ()
    if rows.actions and row.period_start is None:
        found["no_period"] = ()
    return found


def _headings_alone(table: Table) -> bool:
    """Whether a table has the headings of a plan and nothing under them: a template that nobody filled in."""
    printed = [cell for cell in table.cells if cell.counted.strip()]
    last = max((cell.row for cell in printed), default=0)
    headings = [match_heading(cell.text) for cell in printed if cell.row == last]
    roles = {role for heading in headings for role, weight in heading.items() if weight >= _SURE_HEADING}
    return "action" in roles and len(roles & _HEADED) >= _LEAST_HEADED


def _of_tables(document: Document, rows: PlanRows) -> Iterator[tuple[str, tuple[Place, ...]]]:
    plans = {action.table for action in rows.actions}
    tables = [table for table in document.tables if table.number in plans]
    if any(table.route in _MARKS_HEADERS and not any(cell.header for cell in table.cells) for table in tables):
        yield "no_header", ()
    if document.media_type == "application/pdf" and any(table.route != "tags" for table in tables):
        yield "no_tags", ()
    merged: defaultdict[str, list[Place]] = defaultdict(list)
    printed = {table.number for table in document.tables}  # those made of lists have no cells that anybody merged
    for cell in rows.cells:
        if cell.role in _REPEATED and cell.row_span > 1 and cell.action_id and cell.table in printed:
            merged["merged"].append(Place(cell.page, None, cell.text[:_WORDS]))
    yield from ((name, tuple(places)) for name, places in merged.items())
