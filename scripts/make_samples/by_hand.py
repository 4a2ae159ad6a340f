"""The samples written as raw Word XML: what the accepted text of each cell is, and with which marks Word holds it."""

from __future__ import annotations

from scripts.make_samples.blocks import RAG_FILLS
from scripts.make_samples.plans import Plan
from scripts.make_samples.writers import word_xml as word

# A phrase of the content and the XML that holds it; the phrase is what a reader of the finished page sees.
_MARKS = {
    "twice a year": word.deleted("once a year") + word.inserted("twice a year"),
    "the record through a twenty-minute film": word.deleted("the form")
    + word.inserted("the record")
    + word.run(" through a twenty\u2011minute film"),
    "low-level counters": word.run("low\u2011level counters"),
    "careers in local government": word.link("careers in local government"),
    "self-help group": word.run("self-help ") + word.control(word.run("group"), "Group"),
    "March 2024 and March 2025": word.control(word.run("March 2024 and March 2025"), "Date"),
    "clear signs, with pictures,": word.run("clear signs,\u00a0with pic\u00adtures,"),
    "Q1 2024/25": word.field('QUOTE "Q1 2024/25"', "Q1 2024/25"),
    "on-line service": word.run("on\u2011line service") + word.footnote_mark(),
    "assistive technology": word.link("assistive technology"),
    "January 2025": word.run("January 2025") + word.comment_mark(),
    "80 pupils": word.deleted("60 pupils") + word.inserted("80 pupils"),
}


def ashcombe(plan: Plan) -> bytes:
    """Automatic numbers, merged objectives, content controls, tracked changes, ratings as shades only."""
    widths = (3000, 900, 5600, 2600, 1900, 838)
    heads = ("Objective", "Ref", "Action", "Lead", "Timescale", "RAG")
    rows = [
        word.row(
            (word.cell(word.paragraph(word.run(h)), width=w) for h, w in zip(heads, widths, strict=True)), header=True
        )
    ]
    theme = None
    for group in plan.groups:
        if group.theme != theme:
            theme = group.theme
            title = str(theme).split(": ", 1)[1]
            number = word.paragraph(word.run(title, bold=True), level=0)
            rows.append(word.row([word.cell(number, width=sum(widths), across=6, fill="#D9E2F3", theme="accent1")]))
        for index, action in enumerate(group.actions):
            printed = action.printed
            objective = word.paragraph(word.run(str(group.objective))) if index == 0 else ""
            lines = printed["owner_text"].split("\n")
            cells = [
                word.cell(objective, width=widths[0], merge="restart" if index == 0 else "continue"),
                word.cell(word.paragraph("", level=1), width=widths[1]),
                word.cell(word.paragraph(_marked(printed["action"])), width=widths[2]),
                word.cell(*(word.paragraph(word.run(line)) for line in lines), width=widths[3]),
                word.cell(word.paragraph(_marked(printed["timescale_text"])), width=widths[4]),
                word.cell(width=widths[5], fill=RAG_FILLS[printed["rag"]]),
            ]
            if printed["reference"] == "2.2":  # a cell chosen from a list
                cells[3] = word.control(cells[3], "Lead")
            made = word.row(cells)
            rows.append(word.control(made, "Action") if printed["reference"] == "3.1" else made)
        if group.actions[-1].printed["reference"] == "2.3":  # taken out in the last revision, and still in the file
            gone = ("", "", "Write to all groups about insurance", "Insurance Officer", "May 2023", "")
            merges = ("continue", None, None, None, None, None)
            rows.append(
                word.row(
                    (
                        word.cell(word.paragraph(word.deleted(text) if text else ""), width=width, merge=merge)
                        for text, width, merge in zip(gone, widths, merges, strict=True)
                    ),
                    gone=True,
                )
            )
    body = word.paragraph(word.run(plan.title), style="Title")
    body += "".join(word.paragraph(word.run(text)) for text in plan.intro)
    body += word.table(widths, rows) + word.paragraph("")
    levels = word.numbering(("Priority %1:", "%1.%2"))
    return word.write_package(body, plan.title, author=plan.council, numbering_part=levels)


def aldermoor(plan: Plan) -> bytes:
    """Numbered headings over a table each, rows that start late, a nested table, the owner merged over the group."""
    widths = (2600, 5200, 3600, 1900, 1538)
    heads = ("Lead", "What we will do", "What success looks like", "Timescale", "Status")
    body = word.paragraph(word.run(plan.title), style="Title")
    body += "".join(word.paragraph(word.run(text)) for text in plan.intro)
    body += word.text_box("This plan is looked at every six months by the Equality Board.")
    for number, group in enumerate(plan.groups, start=1):
        body += word.paragraph(word.run(str(group.theme).split(". ", 1)[1]), style="Heading1")
        rows = [
            word.row(
                (word.cell(word.paragraph(word.run(h)), width=w) for h, w in zip(heads, widths, strict=True)),
                header=True,
            )
        ]
        for index, action in enumerate(group.actions):
            printed = action.printed
            cells = [
                word.cell(word.paragraph(_marked(printed["action"])), width=widths[1]),
                word.cell(*_outcome(printed["outcome"], widths[2]), width=widths[2]),
                word.cell(word.paragraph(_marked(printed["timescale_text"])), width=widths[3]),
                word.cell(word.paragraph(word.run(printed["status_text"])), width=widths[4]),
            ]
            if number == 3 and index > 0:  # the column of leads ends with the first row: later rows start late
                rows.append(word.row(cells, before=1, before_width=widths[0]))
                continue
            lead = word.paragraph(word.run(str(group.lead))) if index == 0 else ""
            merge = None if number == 3 else ("restart" if index == 0 else "continue")
            rows.append(word.row([word.cell(lead, width=widths[0], merge=merge), *cells]))
        body += word.table(widths, rows) + word.paragraph("")
    levels = word.numbering(("%1.", "%1.%2"))
    return word.write_package(body, plan.title, author=plan.council, numbering_part=levels, heading_numbering=True)


def _outcome(text: str, width: int) -> list[str]:
    """One line is a paragraph; several lines are the rows of a table inside the cell."""
    lines = text.split("\n")
    if len(lines) == 1:
        return [word.paragraph(_marked(text))]
    rows = [word.row([word.cell(word.paragraph(word.run(line)), width=width - 300)]) for line in lines]
    return [word.table([width - 300], rows), "<w:p/>"]


def _marked(text: str) -> str:
    """Runs of the text, the marked phrases in their own XML."""
    for phrase, xml in _MARKS.items():
        before, found, after = text.partition(phrase)
        if found:
            return (word.run(before) if before else "") + xml + (word.run(after) if after else "")
    return word.run(text)
