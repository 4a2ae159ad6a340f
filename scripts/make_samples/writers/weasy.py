"""PDFs made by WeasyPrint from a web page: tagged (PDF/UA-1) or without tags."""

from __future__ import annotations

from scripts.make_samples.writers.stamps import fix_pdf


def html_to_pdf(html: str, *, tagged: bool) -> bytes:
    """Lay a page out and give the PDF, with a fixed identifier."""
    from weasyprint import HTML

    options = {"pdf_variant": "pdf/ua-1"} if tagged else {}
    data = HTML(string=html).write_pdf(pdf_identifier=b"councilplans-sample", **options)
    assert data is not None
    return fix_pdf(data)
