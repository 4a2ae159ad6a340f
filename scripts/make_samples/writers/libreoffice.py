"""Tagged PDFs made by LibreOffice from a Word file."""

from __future__ import annotations

import os
import shutil
import subprocess
import tempfile
from pathlib import Path

from scripts.make_samples.writers.stamps import EPOCH, fix_pdf

_FILTER = (
    'pdf:writer_pdf_Export:{"UseTaggedPDF":{"type":"boolean","value":"%s"},'
    '"ExportBookmarks":{"type":"boolean","value":"false"}}'
)


def soffice() -> str | None:
    """The LibreOffice program, None where it is not installed."""
    return shutil.which("soffice") or shutil.which("libreoffice")


def docx_to_pdf(docx: bytes, *, tagged: bool = True) -> bytes:
    """Give the PDF that LibreOffice prints of a Word file; raises CalledProcessError where it fails."""
    program = soffice()
    if program is None:
        raise FileNotFoundError("soffice")
    with tempfile.TemporaryDirectory() as folder:
        source = Path(folder, "plan.docx")
        source.write_bytes(docx)
        subprocess.run(
            [
                program,
                f"-env:UserInstallation={Path(folder, 'profile').as_uri()}",
                "--headless",
                "--convert-to",
                _FILTER % str(tagged).lower(),
                "--outdir",
                folder,
                str(source),
            ],
            check=True,
            capture_output=True,
            timeout=180,
            env={**os.environ, "SOURCE_DATE_EPOCH": EPOCH, "TZ": "UTC"},
        )
        return fix_pdf(Path(folder, "plan.pdf").read_bytes())
