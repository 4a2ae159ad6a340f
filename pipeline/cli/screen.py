"""Text from documents on a terminal: shown as text, whatever escape sequences or direction marks it holds."""

from __future__ import annotations

import re
import shlex
import sys

_UNSAFE = re.compile(
    r"[\x00-\x08\x0b-\x1f\x7f-\x9f]"  # control characters, the escape among them; tab and line feed are handled below
    r"|[\u200e\u200f\u202a-\u202e\u2066-\u2069]"  # direction marks, which can make text read as other text
    r"|[\u2028\u2029\ud800-\udfff]"
)
_BREAK = re.compile(r"\r\n|\n|\t")


def safe(text: str) -> str:
    r"""Return text on one line with every character that steers a terminal written out.

    >>> safe("Head of \x1b[31mHR\nand OD")
    'Head of \\x1b[31mHR and OD'
    """
    return _UNSAFE.sub(
        lambda match: _written_out(match[0]), text.replace("\r\n", " ").replace("\n", " ").replace("\t", " ")
    )


def typed(path: str) -> str:
    """Return a path as it is typed on a command line, in quotes where it needs them.

    >>> typed("my tables"), typed("tables")
    ("'my tables'", 'tables')
    """
    return safe(shlex.quote(path))


def begin(sentence: str) -> None:
    """Say on standard error what begins, before what it needs is loaded: nobody waits before an empty screen."""
    sys.stderr.write(safe(sentence) + "\n")
    sys.stderr.flush()


def short(text: str, most: int) -> str:
    """Return safe text of at most `most` characters, an ellipsis where it was cut."""
    text = safe(text)
    return text if len(text) <= most else text[: most - 1] + "…"


def _written_out(character: str) -> str:
    number = ord(character)
    return f"\\x{number:02x}" if number < 256 else f"\\u{number:04x}"
