"""The list of sample plans: what each probes, its content, its layout and the producer that writes it."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import Any

from scripts.make_samples.blocks import Block
from scripts.make_samples.layouts import Column, one_table, opening, table_for_each_theme
from scripts.make_samples.plans import Plan, read_plan_content
from scripts.make_samples.writers import chromium, libreoffice, python_docx, reportlab_pdf, weasy
from scripts.make_samples.writers.html import to_html
from scripts.make_samples.writers.reportlab_pdf import Look


@dataclass(frozen=True, slots=True)
class Sample:
    """One file under data/raw and how it is made.

    `changes` says where the layout prints other than the content holds (see `expected_actions`).
    """

    content: str  # name of the content file
    file: str
    producer: str
    probes: str
    make: Callable[[Plan], bytes]
    changes: dict[str, Any] = field(default_factory=dict)

    @property
    def stem(self) -> str:
        """Name of the file of expected rows."""
        return f"{self.content}.{self.file}"


def marlowe_vale(plan: Plan) -> bytes:
    """Theme bands in one table, reference column, header repeated over the page."""
    columns = (
        Column("Ref", "reference", 7),
        Column("Action", "action", 34),
        Column("Success measure", "outcome", 28),
        Column("Lead officer", "owner_text", 20),
        Column("Timescale", "timescale_text", 14),
    )
    blocks = [*opening(plan), one_table(plan, columns)]
    return libreoffice.docx_to_pdf(python_docx.write_docx(blocks, plan.title, author=plan.council, footer=plan.council))


def eastmere(plan: Plan) -> bytes:
    """A table under each heading, columns in another order, the rating a colour and nothing else."""
    columns = (
        Column("By when", "timescale_text", 13),
        Column("By whom", "owner_text", 17),
        Column("What we will do", "action", 34),
        Column("How we will know", "outcome", 28),
        Column("RAG", "rag", 8, show="fill"),
    )
    return chromium.html_to_pdf(to_html([*opening(plan), *table_for_each_theme(plan, columns)], plan.title))


def penhallow(plan: Plan) -> bytes:
    """Horizontal rules only, no owner, start and finish under a shared heading."""
    columns = (
        Column("No.", "reference", 6),
        Column("Activity", "action", 38),
        Column("Start", "start", 12, over="Timetable"),
        Column("Finish", "due", 12, over="Timetable"),
        Column("Measure of success", "outcome", 32),
    )
    return reportlab_pdf.write_pdf(
        [*opening(plan), one_table(plan, columns)],
        plan.title,
        author=plan.council,
        look=Look(rules="horizontal", fills=False),
        footer=f"{plan.council} | Delivery Plan",
    )


def cairnlochty(plan: Plan) -> bytes:
    """Numbered objectives that hold several actions, the owner stated once for each."""
    columns = (
        Column("Commitment", "objective", 22),
        Column("Detailed actions", "action", 32),
        Column("Owner", "owner_text", 16),
        Column("Timescale", "timescale_text", 12),
        Column("Measure", "outcome", 22),
    )
    html = to_html([*opening(plan), one_table(plan, columns)], plan.title, landscape=True)
    return weasy.html_to_pdf(html, tagged=True)


def saltmarsh(plan: Plan) -> bytes:
    """Many landscape pages, ruled, with running header, footer and page number; rows cut by the page."""
    columns = (
        Column("Ref", "reference", 6),
        Column("Action", "action", 26),
        Column("Success measure", "outcome", 18),
        Column("Lead", "owner_text", 14),
        Column("By when", "timescale_text", 11),
        Column("Progress to date", "progress", 25),
        Column("RAG", "rag", 6, show="letter_fill"),
    )
    return reportlab_pdf.write_pdf(
        [*opening(plan), one_table(plan, columns)],
        plan.title,
        author=plan.council,
        look=Look(size=10.5),
        landscape=True,
        header=plan.council,
        footer="Equality, Diversity and Inclusion Strategy 2023-2027 - Appendix B",
    )


def stourbeck(plan: Plan) -> bytes:
    """No rules and no shades over several pages, the header printed once, rows cut by the page."""
    columns = (
        Column("What we will do", "action", 36),
        Column("Who", "owner_text", 18),
        Column("When", "timescale_text", 14),
        Column("How we will measure it", "outcome", 32),
    )
    return reportlab_pdf.write_pdf(
        [*opening(plan), one_table(plan, columns)],
        plan.title,
        author=plan.council,
        look=Look(rules="none", fills=False, repeat_header=False, size=12.5, font="Times-Roman", margin=72),
    )


THISTLEBOURNE = (
    Column("Ref", "reference", 7),
    Column("Action", "action", 29),
    Column("Responsible officer", "owner_text", 20),
    Column("Target date", "timescale_text", 13),
    Column("Outcome", "outcome", 24),
    Column("Status", "status_text", 14),
)


def thistlebourne_blocks(plan: Plan) -> Sequence[Block]:
    """The one table that all makes of this plan draw."""
    return [*opening(plan), one_table(plan, THISTLEBOURNE)]


def thistlebourne_docx(plan: Plan) -> bytes:
    """As Word."""
    return python_docx.write_docx(thistlebourne_blocks(plan), plan.title, author=plan.council)


def thistlebourne_tagged(plan: Plan) -> bytes:
    """As tagged PDF."""
    return libreoffice.docx_to_pdf(thistlebourne_docx(plan))


def thistlebourne_ruled(plan: Plan) -> bytes:
    """As ruled PDF."""
    return reportlab_pdf.write_pdf(thistlebourne_blocks(plan), plan.title, author=plan.council)


def thistlebourne_borderless(plan: Plan) -> bytes:
    """As PDF without any rule or shade."""
    return reportlab_pdf.write_pdf(
        thistlebourne_blocks(plan), plan.title, author=plan.council, look=Look(rules="none", fills=False)
    )


SAMPLES = (
    Sample(
        "marlowe_vale",
        "equality-action-plan-2024-27.pdf",
        "LibreOffice, tagged",
        "theme rows over all columns, a reference column, list items, a header repeated over the page",
        marlowe_vale,
    ),
    Sample(
        "eastmere",
        "fair-city-inclusion-plan.pdf",
        "Chromium, tagged",
        "a heading and a table for each theme, dates and owners first, the rating shown by colour alone",
        eastmere,
        {"drop": ["status_text"]},
    ),
    Sample(
        "penhallow",
        "psed-delivery-plan.pdf",
        "ReportLab, horizontal rules only",
        "no owner column, start and finish in two columns, a header of two rows, running footer",
        penhallow,
    ),
    Sample(
        "cairnlochty",
        "equality-outcomes-actions.pdf",
        "WeasyPrint, PDF/UA-1",
        "numbered objectives that hold several actions in a merged first column, the owner stated once for a group",
        cairnlochty,
    ),
    Sample(
        "saltmarsh",
        "edi-strategy-full-action-plan.pdf",
        "ReportLab, ruled",
        "84 actions over many landscape pages, header repeated, rows cut by the page, running header and footer",
        saltmarsh,
        {"rag": "letter"},
    ),
    Sample(
        "stourbeck",
        "equality-commitments.pdf",
        "ReportLab, no rules",
        "neither rules nor shades over several pages, header printed once only, rows cut by the page, no references",
        stourbeck,
    ),
    Sample(
        "thistlebourne",
        "action-plan-word.docx",
        "python-docx",
        "one plan in four makes: Word",
        thistlebourne_docx,
    ),
    Sample(
        "thistlebourne",
        "action-plan-tagged.pdf",
        "LibreOffice, tagged",
        "one plan in four makes: tagged PDF",
        thistlebourne_tagged,
    ),
    Sample(
        "thistlebourne",
        "action-plan-ruled.pdf",
        "ReportLab, ruled",
        "one plan in four makes: ruled PDF without tags",
        thistlebourne_ruled,
    ),
    Sample(
        "thistlebourne",
        "action-plan-borderless.pdf",
        "ReportLab, no rules",
        "one plan in four makes: PDF with neither rules nor shades",
        thistlebourne_borderless,
    ),
)


def load(sample: Sample) -> Plan:
    """The content of a sample."""
    return read_plan_content(sample.content)
