"""Verbatim text to values: one module a value, each reading with its rule and flags."""
