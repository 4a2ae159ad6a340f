"""Rows on disk: the part of each document, the tables made from the parts, their replacement as one set."""
