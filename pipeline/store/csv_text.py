"""Text from documents in CSV: nothing that a spreadsheet computes or a terminal obeys.

Text that starts with `=`, `+`, `-`, `@`, a tab or a line's end gets an apostrophe before it, as OWASP advises
(https://owasp.org/www-community/attacks/CSV_Injection). A control character is shown by its picture: the escape that
begins a terminal's sequences as `␛`, those of C1 (0x80 to 0x9f), which have none, as `�`.
"""

from __future__ import annotations

import re

FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n", "\uff1d", "\uff0b", "\uff0d", "\uff20")  # full-width forms last
_CONTROLS = re.compile(r"[\x00-\x08\x0b-\x0c\x0e-\x1f\x7f-\x9f]|\r(?!\n)")
CONTROLS = (*range(0x00, 0x09), 0x0B, 0x0C, 0x0D, *range(0x0E, 0x20), *range(0x7F, 0xA0))
"""Every control character that a terminal obeys, by its number; a return is none before a line feed."""
_PICTURES = 0x2400  # of the C0 controls, in their order
_DELETE = 0x7F


def csv_text(text: str) -> str:
    r"""Return text as it stands in a cell of a CSV.

    >>> csv_text("=1+1"), csv_text("a\x1b]0;b\x07"), csv_text("a\x9b2Jb"), csv_text("a\tb\nc")
    ("'=1+1", 'a␛]0;b␇', 'a�2Jb', 'a\tb\nc')
    """
    return "'" + without_controls(text) if text.startswith(FORMULA) else without_controls(text)


def without_controls(text: str) -> str:
    """Return text with pictures in place of control characters; tabs and ends of lines stay."""
    return _CONTROLS.sub(lambda match: picture(ord(match[0])), text)


def picture(number: int) -> str:
    """Return what is shown for a control character."""
    if number == _DELETE:
        return "\u2421"
    return chr(_PICTURES + number) if number < _DELETE else "\ufffd"
