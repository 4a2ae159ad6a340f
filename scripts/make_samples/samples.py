"""The list of sample plans: what each probes, its content, its layout and the producer that writes it."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import Any

from scripts.make_samples import by_hand, sectors
from scripts.make_samples.blocks import Block, Cell, Heading, PageBreak, Table
from scripts.make_samples.layouts import Column, band, one_table, opening, plain_table, table_for_each_theme
from scripts.make_samples.plans import Plan, read_plan_content
from scripts.make_samples.writers import chromium, libreoffice, plain_text, python_docx, reportlab_pdf, weasy
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


def thistlebourne_web(plan: Plan) -> bytes:
    """As printed from a page whose style sheet draws no rules but shades every other row."""
    css = "td, th { border: none; } tbody tr:nth-child(even) td { background: #F2F2F2; }"
    html = to_html(thistlebourne_blocks(plan), plan.title, landscape=True, css=css)
    return chromium.html_to_pdf(html, tagged=False)


def thistlebourne_watermark(plan: Plan) -> bytes:
    """With horizontal rules only and a watermark over the table."""
    css = (
        "td, th { border: none; border-bottom: 0.75pt solid #777; }"
        "body::before { content: 'DRAFT'; position: fixed; top: 30%; left: 20%; font-size: 110pt; color: #EEEEEE;"
        " transform: rotate(-35deg); z-index: -1; }"
    )
    html = to_html(thistlebourne_blocks(plan), plan.title, size=9, css=css)
    return weasy.html_to_pdf(html, tagged=False)


def thistlebourne_turned(plan: Plan) -> bytes:
    """On turned pages, with dashed rules and the header printed once."""
    return reportlab_pdf.write_pdf(
        thistlebourne_blocks(plan),
        plan.title,
        author=plan.council,
        look=Look(rules="dashed", size=13, fills=False, repeat_header=False),
        turned=True,
        footer="Thistlebourne: a borough for all",
    )


def thistlebourne_saved(plan: Plan) -> bytes:
    """As Word saved by LibreOffice from a web page."""
    return libreoffice.html_to_docx(to_html(thistlebourne_blocks(plan), plan.title))


def llanferwyn(plan: Plan) -> bytes:
    """A column for each year, ticked; no tags."""
    years = ("2022/23", "2023/24", "2024/25")
    columns = (
        Column("Ref", "reference", 6),
        Column("Action", "action", 36),
        Column("Responsible", "owner_text", 20),
        *(Column(year, f"tick:{year}", 8) for year in years),
        Column("Measure of success", "outcome", 24),
    )
    css = "td:nth-child(4), td:nth-child(5), td:nth-child(6) { text-align: center; font-family: 'DejaVu Sans'; }"
    html = to_html([*opening(plan), one_table(plan, columns)], plan.title, css=css)
    return weasy.html_to_pdf(html, tagged=False)


def wrenholme(plan: Plan) -> bytes:
    """Tables that are no plan beside the plan, headings of columns that change from section to section."""
    contents = [("Introduction", "1"), ("Our county in figures", "1"), ("The plan", "2"), ("Contacts", "3")]
    figures = [
        ("Residents", "614,300", "589,800"),
        ("Aged 65 or over", "23.1%", "19.4%"),
        ("Disabled under the Equality Act", "18.7%", "17.2%"),
        ("Main language not English", "6.4%", "4.1%"),
    ]
    contacts = [
        ("Equality and Inclusion Team", "equality@wrenholme.example", "01632 960101"),
        ("Customer Relations", "relations@wrenholme.example", "01632 960102"),
    ]
    blocks: list[Block] = [
        *opening(plan),
        Heading("Contents", 2),
        plain_table(contents, (85, 15), ("Section", "Page")),
        Heading("Our county in figures", 2),
        plain_table(figures, (50, 25, 25), ("", "Census 2021", "Census 2011")),
        PageBreak(),
        Heading("The plan", 1),
    ]
    wordings = (
        (
            "What do we have in place?",
            "What are the gaps and what will we do?",
            "By when",
            "Responsible officer",
            "RAG",
        ),
        ("Evidence", "Actions needed", "Timescale", "By whom", "RAG rating"),
        ("Where are we now?", "What do we need to do?", "Completion date", "Lead", "Status"),
    )
    for heads, group in zip(wordings, plan.groups, strict=True):
        fields = ("evidence", "action", "timescale_text", "owner_text", "rag")
        columns = tuple(
            Column(head, name, width, show="letter_fill")
            for head, name, width in zip(heads, fields, (34, 34, 13, 16, 9), strict=True)
        )
        section = Plan(plan.name, plan.council, plan.title, None, (), (group,))
        blocks += table_for_each_theme(section, columns)
    blocks += [Heading("Contacts", 1), plain_table(contacts, (40, 35, 25), ("Team", "Email", "Telephone"))]
    return python_docx.write_docx(blocks, plan.title, author=plan.council, landscape=True, footer=plan.title)


def ravensmoor(plan: Plan) -> bytes:
    """A plain-text conversion."""
    columns = (
        Column("", "reference", 1),
        Column("Action", "action", 1),
        Column("Target date", "timescale_text", 1),
        Column("Success measure", "outcome", 1),
        Column("Lead", "owner_text", 1),
    )
    return plain_text.write_text([*opening(plan), one_table(plan, columns)], page_after=4, cut_row=7)


def harrowick(plan: Plan) -> bytes:
    """Tables without a header row under headings."""
    columns = (
        Column("", "reference", 6),
        Column("", "action", 54),
        Column("", "owner_text", 22),
        Column("", "timescale_text", 18),
    )
    blocks = opening(plan)
    for group in plan.groups:
        section = Plan(plan.name, plan.council, plan.title, None, (), (group,))
        table = one_table(section, columns, header=False)
        blocks += [Heading(str(group.theme), 2), Table(table.rows[1:], table.widths, 0)]
    return python_docx.write_docx(blocks, plan.title, author=plan.council)


def harrowick_pairs(plan: Plan) -> bytes:
    """Two actions in one cell, with two owners and two dates beside them in the same order."""
    heads = (("Objective", 24), ("Actions", 40), ("Lead officers", 22), ("Timescale", 14))
    rows: list[tuple[Cell, ...]] = [tuple(Cell(head, bold=True, fill="#404040", header=True) for head, _ in heads)]
    theme = None
    for group in plan.groups:
        if group.theme != theme:
            theme = group.theme
            rows.append(band(str(theme), len(heads)))
        several = len(group.actions) > 1
        printed = [action.printed for action in group.actions]
        rows.append(
            (
                Cell(f"{group.objective_reference} {group.objective}"),
                Cell("\n".join(("• " if several else "") + values["action"] for values in printed)),
                Cell("\n".join(values["owner_text"] for values in printed)),
                Cell("\n".join(values["timescale_text"] for values in printed)),
            )
        )
    table = Table(tuple(rows), tuple(width for _, width in heads), 1)
    html = to_html([*opening(plan), table], plan.title)
    return chromium.html_to_pdf(html)


def _either_grouping(content: str) -> dict[int, dict[str, Any]]:
    """The one grouping of a plan stands in a column: a reader may call it theme or objective, and take its number."""
    accept: dict[int, dict[str, Any]] = {}
    for position, action in enumerate(read_plan_content(content).actions, start=1):
        label = str(action.theme).partition(":")[0]
        numbers = [label.rpartition(" ")[2], label]
        accept[position] = {"theme": [None], "objective": [action.theme], "reference": numbers}
    return accept


HYPHENATION = tuple(
    (word.replace("|", ""), word)
    for word in (
        "communi|cations", "corre|spondence", "organi|sations", "prefer|ences", "inter|pretation", "Commu|nications",
        "repre|sentation", "anony|mous", "Anony|mous", "appli|cations", "adminis|trative", "profes|sional",
        "appren|ticeships", "throughout", "occupa|tional", "Occupa|tional", "appoint|ments", "Appoint|ments",
        "under|standing", "neuro|diversity", "programme", "super|visors", "Demon|stration", "Organi|sational",
        "Develop|ment", "partici|patory", "budget|ing", "commu|nities", "intergener|ational", "conver|sation",
        "Infor|mation", "Manage|ment", "Partner|ships", "partner|ship", "Repre|sentation", "Conver|sations",
        "custo|mers",
    )
)  # fmt: skip


def dunlaverock(plan: Plan) -> bytes:
    """A landscape page stored upright and turned, with columns so narrow that words are broken."""
    columns = (
        Column("Ref", "reference", 7),
        Column("Current position", "evidence", 17),
        Column("Action", "action", 20),
        Column("Lead officer", "owner_text", 15),
        Column("Target", "timescale_text", 13),
        Column("Success criteria", "outcome", 17),
    )
    return reportlab_pdf.write_pdf(
        [*opening(plan), one_table(plan, columns)],
        plan.title,
        author=plan.council,
        look=Look(size=13, hyphenation=HYPHENATION, margin=70),
        turned=True,
        footer="Mainstreaming Equality 2023-24",
    )


def ballykeel(plan: Plan) -> bytes:
    """Dates in the sentences and in no column; a header of two rows."""
    columns = (
        Column("What we will do", "action", 46),
        Column("Performance indicator", "outcome", 30, over="How we will check"),
        Column("Reporting officer", "owner_text", 24, over="How we will check"),
    )
    blocks = [*opening(plan), *table_for_each_theme(plan, columns)]
    return libreoffice.docx_to_pdf(python_docx.write_docx(blocks, plan.title, author=plan.council))


def glenmorrach(plan: Plan) -> bytes:
    """Start and end in two columns under a shared heading, a column that nobody expects, printed without tags."""
    columns = (
        Column("No", "reference", 5),
        Column("Action", "action", 32),
        Column("Responsible officer", "owner_text", 17),
        Column("Start", "start", 10, over="Timescale"),
        Column("End", "due", 11, over="Timescale"),
        Column("Resources", "Resources", 14),
        Column("Status", "status_text", 11),
    )
    html = to_html([*opening(plan), one_table(plan, columns)], plan.title, landscape=True)
    return chromium.html_to_pdf(html, tagged=False)


def pendrith(plan: Plan) -> bytes:
    """Rules round the table and under the header only, shaded bands, rows cut by the page, header not repeated."""
    columns = (
        Column("Action we will take", "action", 30),
        Column("Outcome", "outcome", 26),
        Column("Lead", "owner_text", 18),
        Column("Deadline", "timescale_text", 14),
        Column("Cost", "Cost", 12),
    )
    return reportlab_pdf.write_pdf(
        [*opening(plan), one_table(plan, columns)],
        plan.title,
        author=plan.council,
        look=Look(rules="outer", repeat_header=False, size=11.2),
        header=f"{plan.council} - Race and Faith Board",
        footer="Action plan",
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
        "one plan in eight makes: Word",
        thistlebourne_docx,
    ),
    Sample(
        "thistlebourne",
        "action-plan-tagged.pdf",
        "LibreOffice, tagged",
        "the same plan: tagged PDF",
        thistlebourne_tagged,
    ),
    Sample(
        "thistlebourne",
        "action-plan-ruled.pdf",
        "ReportLab, ruled",
        "the same plan: ruled PDF without tags",
        thistlebourne_ruled,
    ),
    Sample(
        "thistlebourne",
        "action-plan-borderless.pdf",
        "ReportLab, no rules",
        "the same plan: PDF with neither rules nor shades",
        thistlebourne_borderless,
    ),
    Sample(
        "thistlebourne",
        "action-plan-web.pdf",
        "Chromium, no tags",
        "the same plan without rules, every other row shaded, landscape",
        thistlebourne_web,
    ),
    Sample(
        "thistlebourne",
        "action-plan-watermark.pdf",
        "WeasyPrint, no tags",
        "the same plan with horizontal rules only and a watermark over the table",
        thistlebourne_watermark,
    ),
    Sample(
        "thistlebourne",
        "action-plan-turned.pdf",
        "ReportLab, dashed rules",
        "the same plan on pages turned by /Rotate 90, dashed rules, header not repeated",
        thistlebourne_turned,
    ),
    Sample(
        "thistlebourne",
        "action-plan-saved.docx",
        "LibreOffice, Word",
        "the same plan as Word saved by LibreOffice from a web page",
        thistlebourne_saved,
    ),
    Sample(
        "llanferwyn",
        "strategic-equality-plan-actions.pdf",
        "WeasyPrint, no tags",
        "a column for each year with ticks in place of dates",
        llanferwyn,
    ),
    Sample(
        "ashcombe",
        "equality-delivery-plan.docx",
        "Word XML by hand",
        "automatic numbers, merged cells, content controls, tracked changes, a deleted row, ratings as shades only",
        by_hand.ashcombe,
    ),
    Sample(
        "aldermoor",
        "equality-objectives-year-one.docx",
        "Word XML by hand",
        "numbered headings over one table each, owner merged over a group, rows that start late, a nested table, a "
        "text box, a footnote, a comment, a style that shades the header",
        by_hand.aldermoor,
        {"accept_rows": {8: {"owner_text": [None], "owners": [[]]}}},  # its row starts late, with no cell for the lead
    ),
    Sample(
        "wrenholme",
        "equality-improvement-plan.docx",
        "python-docx",
        "contents, census figures and contacts beside the plan; column headings that differ from section to section",
        wrenholme,
        {"rag": "letter"},
    ),
    Sample(
        "ravensmoor",
        "corporate-equality-action-plan.txt",
        "plain-text conversion",
        "tab-separated text with HTML marks, page numbers and repeated headers between rows, a column without heading",
        ravensmoor,
    ),
    Sample(
        "harrowick",
        "inclusion-plan.docx",
        "python-docx",
        "tables without a header row",
        harrowick,
    ),
    Sample(
        "harrowick_pairs",
        "workforce-inclusion-actions.pdf",
        "Chromium, tagged",
        "two actions in one cell with two owners and two dates in the same order beside them",
        harrowick_pairs,
    ),
    Sample(
        "dunlaverock",
        "mainstreaming-equality.pdf",
        "ReportLab, ruled",
        "a page turned by /Rotate 90, narrow columns with words broken by hyphens",
        dunlaverock,
    ),
    Sample(
        "ballykeel",
        "equality-and-disability-measures.pdf",
        "LibreOffice, tagged",
        "dates inside the sentences and in no column, a header of two rows, a heading and a table for each theme",
        ballykeel,
        {"prose": True},
    ),
    Sample(
        "glenmorrach",
        "equality-action-plan-2019-2022.pdf",
        "Chromium, no tags",
        "start and end in two columns under one heading, a further column, landscape, no tags",
        glenmorrach,
    ),
    Sample(
        "pendrith",
        "race-and-faith-action-plan.pdf",
        "ReportLab, outer rules",
        "rules round the table only, shaded bands, rows cut by the page, header not repeated, a further column",
        pendrith,
    ),
    Sample(
        "glenravel",
        "section-75-action-plan.docx",
        "python-docx",
        "Northern Ireland: action measures with indicators and ownership, the inequality that each answers",
        sectors.section_75,
    ),
    Sample(
        "dyffrynllwyd",
        "strategic-equality-plan.pdf",
        "LibreOffice, tagged",
        "Wales: headings in two languages, long-term aims in bands, objectives merged over their actions",
        sectors.welsh,
    ),
    Sample(
        "inverlarrick",
        "equality-outcomes-delivery.pdf",
        "WeasyPrint, PDF/UA-1",
        "Scotland: equality outcomes merged over their outputs, the part of the duty that each serves",
        sectors.scottish,
        {"accept_rows": _either_grouping("inverlarrick")},
    ),
    Sample(
        "wexcombe",
        "framework-improvement-plan.xlsx",
        "openpyxl",
        "an improvement plan by the Equality Framework: modules, themes, level, evidence, area for improvement",
        sectors.framework,
    ),
    Sample(
        "marrow_vale",
        "wres-wdes-action-plan.pdf",
        "ReportLab, ruled",
        "a trust's plan for the race and disability standards: indicators merged, ratings as letters on colours",
        sectors.race_and_disability_standard,
        {"rag": "letter"},
    ),
    Sample(
        "coldharbour",
        "accessible-buildings-schedule.xlsx",
        "openpyxl",
        "the export of a project program: summary tasks, durations, start and finish, percentages, resource names",
        sectors.project,
        {"accept": {"state": [None]}},
    ),
    Sample(
        "st_aldate",
        "accessibility-plan.docx",
        "python-docx",
        "a school's accessibility plan: a table for each aim, targets over strategies",
        sectors.school,
    ),
    Sample(
        "stennick",
        "scrutiny-tracker.xlsx",
        "openpyxl",
        "a tracker of scrutiny recommendations: the recommendation beside the action that was agreed",
        sectors.scrutiny_tracker,
    ),
    Sample(
        "ulverthorpe",
        "edi-delivery-plan.pdf",
        "Chromium, tagged",
        "a fire authority's plan: workstreams, deliverables, milestones, a rating of four colours",
        sectors.fire,
        {"rag": "letter"},
    ),
)


def load(sample: Sample) -> Plan:
    """The content of a sample."""
    return read_plan_content(sample.content)
