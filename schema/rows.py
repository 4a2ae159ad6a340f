"""The rows of the six tables as Python values: what the reader makes and the store writes.

Names are those of the Parquet columns, in the order of the columns. `None` means that the plan does not say. What each
column means, and its Arrow type, stands in `schema.fields`; what a row must satisfy, in `schema.checks`.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Literal

Status = Literal["ok", "no_table", "encrypted", "damaged", "unsupported", "timed_out", "failed"]
Severity = Literal["info", "warning", "error"]
Responsible = Literal["publisher", "reader"]
BoundingBox = tuple[float, float, float, float]  # x0, top, x1, bottom in points


@dataclass(frozen=True, slots=True, kw_only=True)
class PeriodValue:
    """Days that a timescale names, both ends included; `text` is the words read, as printed."""

    text: str
    start: date
    end: date
    precision: str  # codelist `precision`
    edtf: str | None = None  # Extended Date/Time Format of the period


@dataclass(frozen=True, slots=True, kw_only=True)
class OwnerValue:
    """One owner that an action names; `mention` as printed, `name` canonical with abbreviations expanded."""

    mention: str
    name: str
    kind: str | None = None  # codelist `owner_kinds`
    function: str | None = None  # codelist `owner_functions`
    seniority: str | None = None  # codelist `owner_seniority`
    relation: str | None = None  # codelist `relation`; None where the plan does not tell lead from support
    score: float = 1.0  # 0 to 1: how sure the canonical name is


@dataclass(frozen=True, slots=True, kw_only=True)
class DoubtValue:
    """One value of an action that may be wrong; `chance` (0 to 1) is how likely it is right, below 0.8."""

    field: str  # a column of actions; `row` where it may be no action at all
    chance: float
    code: str  # codelist `flags`
    why: str  # one sentence


@dataclass(frozen=True, slots=True, kw_only=True)
class RuleValue:
    """By which rule or evidence one value of an action was read: `Q3 2024/25` by `quarter year_pair`."""

    field: str  # a column of actions
    rule: str


@dataclass(frozen=True, slots=True, kw_only=True)
class DocumentRow:
    """One input file, whatever became of it."""

    document_id: str  # first 16 hex digits of the file's SHA-256
    source: str
    council: str | None = None
    council_code: str | None = None
    title: str | None = None
    period_start: date | None = None
    period_end: date | None = None
    media_type: str | None = None
    pages: int | None = None
    plan_id: str | None = None  # document_id of the file that speaks for the plan
    edition: int | None = None  # year in which the plan's period starts
    copy_of: str | None = None  # document_id that figures count in place of this one
    superseded_by: str | None = None  # document_id of the council's next edition
    council_type: str | None = None
    region: str | None = None
    nation: str | None = None
    groups: tuple[str, ...] = ()
    url: str | None = None  # where it was fetched
    retrieved: date | None = None
    status: Status = "ok"
    error: str | None = None
    actions: int = 0
    words_in_tables: int = 0
    words_carried: int = 0
    words_near_tables: int = 0  # may belong to a table and are in no cell
    seconds: float | None = None
    version: str | None = None
    tables: int = 0  # tables found, action plan or not
    routes: tuple[str, ...] = ()  # how the tables were found: tags, lines, word, text, …; sorted, each once
    producer: str | None = None
    flags: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class ActionRow:
    """One action of a plan."""

    action_id: str
    document_id: str
    council: str | None = None
    council_code: str | None = None
    plan_title: str | None = None
    position: int = 1
    theme: str | None = None
    objective: str | None = None
    reference: str | None = None
    action: str | None = None
    outcome: str | None = None
    evidence: str | None = None
    progress: str | None = None
    owner_text: str | None = None
    timescale_text: str | None = None
    status_text: str | None = None
    owners: tuple[OwnerValue, ...] = ()
    periods: tuple[PeriodValue, ...] = ()
    start: date | None = None
    due: date | None = None
    ongoing: bool = False
    recurrence: str | None = None
    state: str | None = None
    rag: str | None = None
    characteristics: tuple[str, ...] = ()
    eflg_module: str | None = None
    eflg_theme: str | None = None
    eflg_score: float | None = None
    eflg_theme_2: str | None = None
    eflg_score_2: float | None = None
    extras: tuple[tuple[str, str], ...] = ()  # (printed header, text); a header printed twice is numbered by the reader
    page: int | None = None
    table: int | None = None
    row: int | None = None
    confidence: float = 1.0
    doubts: tuple[DoubtValue, ...] = ()
    flags: tuple[str, ...] = ()
    corrected: tuple[str, ...] = ()
    rules: tuple[RuleValue, ...] = ()
    timescale_edtf: str | None = None  # the whole timescale cell in Extended Date/Time Format


@dataclass(frozen=True, slots=True, kw_only=True)
class CellRow:
    """One cell of a source table; words inside a table's area that are not the table's have row and column 0."""

    document_id: str
    page: int | None = None
    table: int
    row: int
    column: int
    row_span: int = 1
    column_span: int = 1
    text: str = ""
    fill: str | None = None
    bbox: BoundingBox | None = None
    role: str | None = None  # codelist `roles`
    action_id: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class IssueRow:
    """One thing that a person should look at; `code` is from the codelist of flags."""

    document_id: str
    action_id: str | None = None
    page: int | None = None
    table: int | None = None
    row: int | None = None
    column: int | None = None
    code: str
    severity: Severity = "warning"
    responsible: Responsible = "reader"
    verbatim: str | None = None
    message: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class OwnerRow:
    """One canonical owner of a council, with the spellings met and the number of actions that name it."""

    council: str | None = None
    name: str
    kind: str | None = None
    function: str | None = None
    seniority: str | None = None
    mentions: tuple[str, ...] = ()
    actions: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class ChangeRow:
    """One thing that changed from one edition of a council's plan to the next."""

    council: str | None = None
    council_code: str | None = None
    old_document_id: str
    new_document_id: str
    old_edition: int | None = None
    new_edition: int | None = None
    kind: str  # codelist `edition_changes`
    old_action_id: str | None = None
    new_action_id: str | None = None
    action: str | None = None
    before: str | None = None
    after: str | None = None
    days: int | None = None  # by which the due date moved, later counted positive
    likeness: float | None = None  # 0 to 1


@dataclass(frozen=True, slots=True)
class PlanRows:
    """What one document gives: its own row and the rows of its actions, cells and issues."""

    document: DocumentRow
    actions: tuple[ActionRow, ...] = ()
    cells: tuple[CellRow, ...] = ()
    issues: tuple[IssueRow, ...] = ()


Row = DocumentRow | ActionRow | CellRow | IssueRow | OwnerRow | ChangeRow
