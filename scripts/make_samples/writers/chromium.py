"""PDFs printed from a web page by Chromium, as a council's web team does from the browser."""

from __future__ import annotations

import shutil
import subprocess
import tempfile
from pathlib import Path

from scripts.make_samples.writers.stamps import fix_pdf


def chromium() -> str | None:
    """The browser, None where none is installed."""
    names = ("chromium", "chromium-browser", "google-chrome", "chrome")
    return next((found for name in names if (found := shutil.which(name))), None)


def html_to_pdf(html: str, *, tagged: bool = True) -> bytes:
    """Print a page to PDF; raises CalledProcessError where the browser fails."""
    program = chromium()
    if program is None:
        raise FileNotFoundError("chromium")
    with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as folder:
        page, pdf = Path(folder, "plan.html"), Path(folder, "plan.pdf")
        page.write_text(html, "utf-8")
        subprocess.run(
            [
                program,
                "--headless",
                "--no-sandbox",
                "--disable-gpu",
                f"--user-data-dir={Path(folder, 'profile')}",
                "--no-pdf-header-footer",
                *([] if tagged else ["--disable-pdf-tagging"]),
                f"--print-to-pdf={pdf}",
                page.as_uri(),
            ],
            check=True,
            capture_output=True,
            timeout=120,
        )
        return fix_pdf(pdf.read_bytes())
