"""Prints the sample plan with Chromium and LibreOffice: `python -m tests.documents.pdf.make` (both must be installed).

The PDFs are kept in the repository, because tests run where neither is: they probe the tags of producers that tests
cannot call.
"""

from __future__ import annotations

import subprocess
import tempfile
from pathlib import Path

from docx import Document
from docx.enum.section import WD_ORIENT
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Cm

from tests.builders import pdf as make
from tests.builders.cards import cards_html
from tests.builders.panels import panels_html

HERE = Path(__file__).parent
PLAIN = "td,th{border:1px solid #333}"
BARE = ""
LONG = [(f"{at // 5 + 1}.{at % 5 + 1}", *row[1:]) for at, row in enumerate(make.ROWS * 7)]
PLEDGES = [
    ("1.1", "Hold a welcome event in each ward so that newcomers meet their neighbours", "Neighbours know each other",
     "Head of Communities", "May 2031"),
    ("1.2", "Train front desk staff", "More people report what happens to them, and fewer have to tell it twice",
     "Safety Lead", "2031/32"),
    ("1.3", "Give grants to groups led by disabled residents and by older residents in the north of the town",
     "Forty groups funded", "Grants Team", "Every spring"),
]  # fmt: skip
YEARS = ("2031/32", "2032/33")
ROADMAP = [
    ("Homes", "#1d4e89", [
        ("H1", "Look at who waits longest for adaptations", "Head of Homes", (0, 1), "Waits are even"),
        ("H2", "Build one home in twenty for wheelchairs", "New Homes", tuple(range(8)), "Thirty homes"),
    ]),
    ("Voice", "#2a9d8f", [
        ("V1", "Fill the gaps in what we know about tenants", "Insight", (1, 2, 3, 6), "Four in five known"),
        ("V2", "Publish who is content with us, and who is not", "Insight", (3, 4), ""),
    ]),
]  # fmt: skip
_ZEBRA = (
    "body{font:11px 'DejaVu Sans'}table{border-collapse:collapse}td,th{padding:7px;text-align:left;vertical-align:top}"
    "th,div{background:#245;color:#fff}tr:nth-child(even) td{background:#eef}td:first-child{vertical-align:middle}"
    "p{opacity:.8;padding:9px}span{display:inline-block;background:#a31;color:#fff;border-radius:50%;width:26px;"
    "line-height:26px;text-align:center}"
)
_QUARTERS = (
    "@page{size:A4 landscape}body{font:10px 'DejaVu Sans'}table{border-collapse:collapse}td,th{padding:5px;"
    "text-align:left;border-bottom:1px solid #ccc}.q{width:20px;padding:3px 0;text-align:center}"
    "tbody tr:nth-child(5){break-before:page}"
)


def pledges() -> str:
    """A band with a line that shows through, and striped rows whose numbers stand in circles, in the middle of their
    rows, under no heading."""
    head = "".join(f"<th>{text}" for text in ("", "Our pledge", "What will be different", "Who answers", "By when"))
    rows = "".join(f"<tr><td><span>{ref}</span>" + "".join(f"<td>{x}" for x in rest) for ref, *rest in PLEDGES)
    return (
        f"<!doctype html><html lang=en><title>Merewick for everyone</title><style>{_ZEBRA}</style><div><p>AIM 1</p>"
        f"<h2>A town that welcomes everyone</h2></div><table><thead><tr>{head}<tbody>{rows}</table>"
    )


def roadmap() -> str:
    """Headings of years over quarters, one of them empty, over shaded cells without words, on two pages."""
    tall = "<th rowspan=2>{}".format
    years = "".join(f"<th colspan=4>{year}" for year in YEARS)
    quarters = "".join(f"<th class=q>Q{at % 4 + 1}" for at in range(4 * len(YEARS)))
    rows = ""
    for name, colour, commitments in ROADMAP:
        rows += f"<tr><td colspan=12 style='background:{colour};color:#fff'>{name}"
        for ref, text, lead, shaded, outcome in commitments:
            fills = (f" style='background:{colour}'" * (at in shaded) for at in range(4 * len(YEARS)))
            cells = "".join(f"<td class=q{fill}>" for fill in fills)
            rows += f"<tr><td>{ref}<td>{text}<td>{lead}{cells}<td>{outcome}"
    return (
        f"<!doctype html><html lang=en><title>Merewick Homes</title><style>{_QUARTERS}</style><h1>Our roadmap</h1>"
        f"<table><thead><tr>{tall('')}{tall('Our commitment')}{tall('Led by')}{years}"
        f"{tall('We will have succeeded when')}<tr>{quarters}<tbody>{rows}</table>"
    )


def chromium(name: str, page: str) -> None:
    with tempfile.TemporaryDirectory() as folder:
        source = Path(folder) / "plan.html"
        source.write_text(page, "utf-8")
        subprocess.run(
            ["chromium", "--headless", "--no-sandbox", "--no-pdf-header-footer", f"--print-to-pdf={HERE / name}",
             str(source)],
            check=True, capture_output=True,
        )  # fmt: skip


def libreoffice(name: str) -> None:
    document = Document()
    section = document.sections[0]
    section.orientation = WD_ORIENT.LANDSCAPE
    section.page_width, section.page_height = Cm(29.7), Cm(21)
    document.add_heading("Merewick equality plan", 1)
    document.add_paragraph("What we will do.")
    table = document.add_table(rows=1, cols=len(make.HEADER), style="Table Grid")
    table.rows[0]._tr.get_or_add_trPr().append(OxmlElement("w:tblHeader"))
    for cell, text in zip(table.rows[0].cells, make.HEADER, strict=True):
        cell.paragraphs[0].add_run(text).bold = True
    for row in LONG:
        cells = table.add_row().cells
        for cell, text in zip(cells, row, strict=True):
            cell.text = text
        if row[-1] in make.FILLS:
            shade = OxmlElement("w:shd")
            shade.set(qn("w:val"), "clear")
            shade.set(qn("w:fill"), make.FILLS[row[-1]][1:])
            cells[-1]._tc.get_or_add_tcPr().append(shade)
    with tempfile.TemporaryDirectory() as folder:
        source = Path(folder) / f"{name}.docx"
        document.save(str(source))
        options = '{"UseTaggedPDF":{"type":"boolean","value":"true"}}'
        subprocess.run(
            ["soffice", "--headless", "--convert-to", f"pdf:writer_pdf_Export:{options}", "--outdir", str(HERE),
             str(source)],
            check=True, capture_output=True,
        )  # fmt: skip


if __name__ == "__main__":
    chromium("chromium-ruled.pdf", make.plan_html(PLAIN, LONG))
    chromium("chromium-bare.pdf", make.plan_html(BARE, LONG))
    chromium("chromium-pledges.pdf", pledges())
    chromium("chromium-roadmap.pdf", roadmap())
    chromium("chromium-cards.pdf", cards_html(apart=("Action 1.2", "Action 1.3")))
    chromium("chromium-cards-rows.pdf", cards_html(form="rows", lines=4))
    chromium("chromium-panels.pdf", panels_html())
    chromium("chromium-panels-left.pdf", panels_html(form="left", tag="div"))
    chromium("chromium-panels-pairs.pdf", panels_html(form="pairs abreast", tag="div"))
    chromium("chromium-panels-abreast.pdf", panels_html(form="cards abreast"))
    libreoffice("libreoffice-tagged")
