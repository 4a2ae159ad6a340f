"""Trouble of ours with the output folder: an exception whose message says what to do."""

from __future__ import annotations


class StoreError(Exception):
    """The output folder cannot be used as it is; the tables that stood there still stand."""


class StoreAway(StoreError, OSError):
    """A store of objects cannot be reached or does not answer: says nothing of the one file that was asked for."""
