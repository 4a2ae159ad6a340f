"""Plans in the forms of each sector: headings, groupings and makers as its bodies have them."""

from __future__ import annotations

from scripts.make_samples.blocks import HEADER_FILL, THEME_FILL, Cell, Table
from scripts.make_samples.layouts import Column, action_rows, header_rows, one_table, opening, table_for_each_theme
from scripts.make_samples.plans import Plan
from scripts.make_samples.writers import chromium, libreoffice, python_docx, reportlab_pdf, weasy, workbook
from scripts.make_samples.writers.html import to_html


def _with_themes_merged(plan: Plan, heading: str, width: float, columns: tuple[Column, ...]) -> Table:
    """One table whose first column holds the themes, each merged over its rows."""
    head = (Cell(heading, bold=True, fill=HEADER_FILL, header=True), *header_rows(columns)[0])
    rows = [head]
    for group in plan.groups:
        first, *others = action_rows(group, columns)
        rows.append((Cell(str(group.theme), row_span=len(group.actions), fill=THEME_FILL), *first))
        rows.extend(others)
    return Table(tuple(rows), (width, *(column.width for column in columns)), 1)


def section_75(plan: Plan) -> bytes:
    """Northern Ireland: the inequality, the action measure, its indicator, timescale and ownership."""
    columns = (
        Column("Key inequality", "Key inequality", 22),
        Column("Action Measure", "action", 26),
        Column("Performance Indicator and Target", "outcome", 24),
        Column("Timescale", "timescale_text", 12),
        Column("Ownership", "owner_text", 16),
    )
    return python_docx.write_docx([*opening(plan), one_table(plan, columns)], plan.title, author=plan.council)


def welsh(plan: Plan) -> bytes:
    """Wales: headings in both languages, the objective merged over its actions."""
    columns = (
        Column("Amcan / Objective", "objective", 18),
        Column("Cam gweithredu / Action", "action", 28),
        Column("Mesur / Measure", "outcome", 22),
        Column("Arweinydd / Lead", "owner_text", 17),
        Column("Erbyn pryd / By when", "timescale_text", 13),
    )
    docx = python_docx.write_docx([*opening(plan), one_table(plan, columns)], plan.title, author=plan.council)
    return libreoffice.docx_to_pdf(docx)


def scottish(plan: Plan) -> bytes:
    """Scotland: the equality outcome merged over its outputs, and which part of the duty each serves."""
    columns = (
        Column("Output", "action", 28),
        Column("General duty", "General duty", 9),
        Column("Lead", "owner_text", 16),
        Column("By when", "timescale_text", 12),
        Column("Measure", "outcome", 20),
    )
    table = _with_themes_merged(plan, "Equality Outcome", 20, columns)
    return weasy.html_to_pdf(to_html([*opening(plan), table], plan.title, landscape=True), tagged=True)


def framework(plan: Plan) -> bytes:
    """The Equality Framework: modules in bands, a theme over its rows, evidence, area for improvement, action."""
    columns = (
        Column("Theme", "objective", 18),
        Column("Level now", "Level now", 11),
        Column("Evidence", "evidence", 24),
        Column("Area for improvement", "Area for improvement", 24),
        Column("Action", "action", 28),
        Column("Lead", "owner_text", 16),
        Column("Target date", "timescale_text", 13),
    )
    return workbook.write_xlsx([*opening(plan), one_table(plan, columns)], plan.title)


def race_and_disability_standard(plan: Plan) -> bytes:
    """A trust: the indicator merged over its actions, the rating a letter on its colour."""
    columns = (
        Column("Action", "action", 26),
        Column("Lead", "owner_text", 16),
        Column("Timescale", "timescale_text", 13),
        Column("Progress", "progress", 20),
        Column("RAG", "rag", 7, show="letter_fill"),
    )
    table = _with_themes_merged(plan, "Indicator", 18, columns)
    return reportlab_pdf.write_pdf([*opening(plan), table], plan.title, author=plan.council, landscape=True)


def project(plan: Plan) -> bytes:
    """The export of a project program: summary tasks over their tasks, durations, start and finish, resource names."""
    columns = (
        Column("ID", "reference", 6),
        Column("Task Name", "action", 40),
        Column("Duration", "Duration", 12),
        Column("Start", "start", 13),
        Column("Finish", "due", 13),
        Column("% Complete", "status_text", 12),
        Column("Resource Names", "owner_text", 22),
    )
    rows = list(header_rows(columns, fill=None))
    summaries = (
        ("1", "Surveys", "60 days", "03/06/2024", "23/08/2024", "73%", ""),
        ("4", "Works", "95 days", "02/09/2024", "10/01/2025", "0%", ""),
    )
    for summary, group in zip(summaries, plan.groups, strict=True):
        rows.append(tuple(Cell(text, bold=True) for text in summary))
        rows.extend(action_rows(group, columns))
    table = Table(tuple(rows), tuple(column.width for column in columns), 1)
    return workbook.write_xlsx([*opening(plan), table], plan.title)


def school(plan: Plan) -> bytes:
    """A school: a table for each aim of the law, its targets over the strategies."""
    columns = (
        Column("Targets", "objective", 20),
        Column("Strategies", "action", 28),
        Column("Outcome", "outcome", 24),
        Column("Timeframe", "timescale_text", 13),
        Column("Responsibility", "owner_text", 15),
    )
    blocks = [*opening(plan), *table_for_each_theme(plan, columns)]
    return python_docx.write_docx(blocks, plan.title, author=plan.council)


def scrutiny_tracker(plan: Plan) -> bytes:
    """A tracker: the recommendation, the action that was agreed, and where it stands."""
    columns = (
        Column("Rec", "reference", 6),
        Column("Recommendation", "Recommendation", 30),
        Column("Priority", "Priority", 9),
        Column("Agreed action", "action", 34),
        Column("Responsible officer", "owner_text", 20),
        Column("Target date", "timescale_text", 14),
        Column("Update", "progress", 30),
        Column("Status", "status_text", 13),
    )
    return workbook.write_xlsx([*opening(plan), one_table(plan, columns)], plan.title)


def fire(plan: Plan) -> bytes:
    """A fire authority: workstreams in bands, deliverables, milestones and a rating of four colours."""
    columns = (
        Column("Ref", "reference", 6),
        Column("Deliverable", "action", 32),
        Column("Strategic lead", "owner_text", 18),
        Column("Milestone date", "timescale_text", 14),
        Column("BRAG", "rag", 8, show="letter_fill"),
        Column("Benefit", "outcome", 22),
    )
    return chromium.html_to_pdf(to_html([*opening(plan), one_table(plan, columns)], plan.title))
