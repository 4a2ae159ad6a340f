"""What print puts before an item of a list and behind a sentence, in whatever format: so that neither is a heading."""

from __future__ import annotations

from typing import Final

LIST_MARKS: Final = "•▪●◦‣➢❖■□○∙·"
LONGEST_HEADING: Final = 120  # characters; a longer line in bold is emphasis
_CLAUSE_ENDS: Final = (".", ";", ",")


def begins_item(text: str) -> bool:
    """Whether a text begins with a mark of a list, a hyphen among them.

    >>> begins_item("• Train staff"), begins_item("- Train staff"), begins_item("2. Train staff")
    (True, True, False)
    """
    return text.startswith((*LIST_MARKS, "-"))


def ends_clause(text: str) -> bool:
    """Whether a text ends as a sentence, a clause or an item of a list does, and a heading does not.

    >>> ends_clause("We train staff."), ends_clause("Our aims:"), ends_clause("Our services")
    (True, False, False)
    """
    return text.rstrip().endswith(_CLAUSE_ENDS)
