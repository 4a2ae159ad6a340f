"""Days as people type them on the command line: "2025-02-01", "1/2/2025", "1 February 2025", "today"."""

from __future__ import annotations

from datetime import date, datetime

from typer import BadParameter

_FORMS = ("%Y-%m-%d", "%d/%m/%Y", "%d.%m.%Y", "%d-%m-%Y", "%d %B %Y", "%d %b %Y")


def parse_day(text: str) -> date:
    """Return the day that a text names, the day before the month as in the UK. Raises BadParameter where it names none.

    >>> parse_day("15/01/2022") == parse_day("2022-01-15") == parse_day("15 January 2022") == date(2022, 1, 15)
    True
    """
    words = " ".join(text.split())
    if words.lower() == "today":
        return date.today()
    for form in _FORMS:
        try:
            return datetime.strptime(words, form).date()
        except ValueError:
            continue
    raise BadParameter(f"{text!r} is no day; write it as 2025-02-01, 1/2/2025, 1 February 2025 or today")
