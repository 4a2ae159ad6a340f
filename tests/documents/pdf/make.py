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

HERE = Path(__file__).parent
PLAIN = "td,th{border:1px solid #333}"
BARE = ""
LONG = [(f"{at // 5 + 1}.{at % 5 + 1}", *row[1:]) for at, row in enumerate(make.ROWS * 7)]


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
    chromium("chromium-cards.pdf", cards_html(apart=("Action 1.2", "Action 1.3")))
    chromium("chromium-cards-rows.pdf", cards_html(form="rows", lines=4))
    libreoffice("libreoffice-tagged")
