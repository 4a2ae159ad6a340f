"""Files made by LibreOffice: PDFs printed from a Word file, Word files saved from a web page."""

from __future__ import annotations

import os
import shutil
import subprocess
import tempfile
from pathlib import Path

from scripts.make_samples.writers.stamps import EPOCH, fix_pdf, fix_zip

_FILTER = (
    'pdf:writer_pdf_Export:{"UseTaggedPDF":{"type":"boolean","value":"%s"},'
    '"ExportBookmarks":{"type":"boolean","value":"false"}}'
)


def soffice() -> str | None:
    """The LibreOffice program, None where it is not installed."""
    return shutil.which("soffice") or shutil.which("libreoffice")


def docx_to_pdf(docx: bytes, *, tagged: bool = True) -> bytes:
    """Return the PDF that LibreOffice prints of a Word file; raises CalledProcessError where it fails."""
    return fix_pdf(_convert(docx, "plan.docx", _FILTER % str(tagged).lower(), "plan.pdf"))


def html_to_docx(html: str) -> bytes:
    """Return the Word file that LibreOffice saves of a web page."""
    made = _convert(html.encode("utf-8"), "plan.html", "docx:MS Word 2007 XML", "plan.docx", "HTML (StarWriter)")
    return fix_zip(made)


def _convert(data: bytes, name: str, target: str, result: str, reader: str | None = None) -> bytes:
    program = soffice()
    if program is None:
        raise FileNotFoundError("soffice")
    with tempfile.TemporaryDirectory() as folder:
        source = Path(folder, name)
        source.write_bytes(data)
        subprocess.run(
            [
                program,
                f"-env:UserInstallation={Path(folder, 'profile').as_uri()}",
                "--headless",
                *([f"--infilter={reader}"] if reader else []),
                "--convert-to",
                target,
                "--outdir",
                folder,
                str(source),
            ],
            check=True,
            capture_output=True,
            timeout=180,
            env={**os.environ, "SOURCE_DATE_EPOCH": EPOCH, "TZ": "UTC"},
        )
        return Path(folder, result).read_bytes()
