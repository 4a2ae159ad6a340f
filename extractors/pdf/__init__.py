"""Reads a PDF into a `Document`: tags first, then rules, then white space, and pixels where there is no text."""

from __future__ import annotations

from extractors.pdf.reader import read_pdf, render_page

__all__ = ["read_pdf", "render_page"]
