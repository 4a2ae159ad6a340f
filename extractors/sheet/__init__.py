"""Spreadsheets as a `Document`: one table for each region of filled cells on each visible sheet.

Values are those that were last computed; formulas are never run. Hidden sheets, rows and columns are not read, and
told. A region ends at an empty row or column; rows below a gap of at most two empty rows belong to the region above
where they keep to its columns. A cell alone is a line of text.
"""

from __future__ import annotations

from extractors.sheet.workbook import MEDIA_TYPE, read_xlsx

__all__ = ["MEDIA_TYPE", "read_xlsx"]
