"""Reads plain-text conversions: tab-separated table rows among paragraphs, some with marks of the original."""

from extractors.text.reader import read_text

__all__ = ["read_text"]
