"""The choices of a plan in rows; None leaves one to chance."""

from __future__ import annotations

from dataclasses import dataclass

GROUPS = ("bands", "headings", "boxes", "merged", "first_only", "repeated")
INNER = ("bands", "merged", "first_only", "parents")  # parents: numbered actions that hold the detailed ones
IN_COLUMNS = ("merged", "first_only", "repeated")
APART = ("headings", "boxes")  # a table for each of them


@dataclass(frozen=True, slots=True)
class RowsWays:
    """How rows are laid out."""

    # columns
    roles: tuple[str, ...] | None = None  # after reference and groupings, in order
    wanted: tuple[str, ...] = ()  # that must be there
    without: tuple[str, ...] = ()
    most: int = 8
    reference: str | None = None  # column, inline, none
    change: bool = False  # the columns of each table are drawn anew
    series: tuple[str, ...] = ()  # headings of progress columns, oldest first
    ratings: tuple[str, ...] = ()  # headings of columns of states, oldest first
    ticked: tuple[str, ...] = ()  # headings of columns with ticks that are no dates: the characteristics
    empty: int = 0  # columns without heading or words

    # groupings
    groups: str | None = None  # how the highest is printed: one of GROUPS
    inner: str | None = None  # how the one below it is printed: one of INNER
    lead_line: bool = False  # a line over each table says who owns all of it
    year_over: bool = False  # the tables are those of years; their dates have none
    share_owner: bool = False  # the owner is said once for a group
    share_evidence: bool = False  # what is in place is said once for two actions

    # headings
    marked: bool | None = None  # the file marks heading rows
    header: str = "first"  # first, once (in the first table alone), each (under each band), again (by hand), none
    band_first: bool = False  # the first band stands over the heading row
    tiers: bool | None = None  # an upper row of headings
    over: tuple[tuple[str, str, str], ...] = ()  # its headings: the words, the first and the last role below them
    title_row: bool | None = None  # the title stands in the table over the headings

    # other rows
    adds: bool = False  # some actions reach over two rows, each with a measure of its own
    cut_by_hand: bool = False  # some actions are broken in the middle of a sentence and go on in the next row
    remarks: bool = False  # sentences across the table between the actions
    updates: bool = False  # the progress stands across the table below its action
    continued: bool = False  # bands come again, "(continued)"
    footnotes: bool | None = None
    total: bool = False
    blank_rows: bool | None = None
    dash: bool | None = None  # empty cells are printed as a dash
