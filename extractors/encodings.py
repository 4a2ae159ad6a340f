"""From bytes to text: by the mark at their start, else as UTF-8, else by the older encoding whose letters make sense.

Files that were put together from several sources hold lines in two encodings; each line is then read in its own. Text
that was UTF-8, was read as Windows-1252 and saved again ("â€™" for "’") is turned back, letter by letter.
"""

from __future__ import annotations

import re
from functools import lru_cache
from typing import Final

UTF32_MARKS: Final = (b"\xff\xfe\0\0", b"\0\0\xfe\xff")
UTF16_MARKS: Final = (b"\xff\xfe", b"\xfe\xff")
_OLDER: Final = ("cp1252", "mac_roman", "cp850")  # the usual one first; of equals it is taken
_EXPECTED: Final = frozenset("‘’“”–—•…£€©®°½¼¾·\u00a0éèêëáàâäíìîïóòôöúùûüñçœæøåß§±×²³¹ŵŷ✓☐●■™†")
_SELDOM: Final = -1.0
_LOOKED_AT: Final = 200_000  # bytes
_TWICE: Final = re.compile(
    "[\u00c2\u00c3\u00e2\u00c5\u00f0][\u0080-\u00bf\u0152\u0153\u0160\u0161\u0178\u017d\u017e\u0192\u02c6\u02dc"
    "\u2013-\u2026\u2030\u2039\u203a\u20ac\u2122]{1,3}"
)


def unmarked_utf16(head: bytes) -> str | None:
    """The encoding of UTF-16 without its mark: every second byte of western text is NUL, and none between them."""
    for start, encoding in ((1, "utf-16-le"), (0, "utf-16-be")):
        high, low = head[start::2], head[1 - start :: 2]
        if len(head) >= 8 and high.count(0) >= 0.8 * len(high) and 0 not in low and min(low, default=0) >= 9:
            return encoding
    return None


def decode(data: bytes) -> str:
    """Decode bytes that hold text. Total: bytes that no encoding explains become U+FFFD.

    >>> decode("Café – £5k".encode("utf-16")), decode("Café – £5k".encode("mac_roman"))
    ('Café – £5k', 'Café – £5k')
    """
    if data.startswith(UTF32_MARKS):
        return data.decode("utf-32", errors="replace")
    if data.startswith(UTF16_MARKS):
        return data.decode("utf-16", errors="replace")
    if (encoding := unmarked_utf16(data[:65536])) is not None:
        return data.decode(encoding, errors="replace")
    try:
        return mend_twice(data.decode("utf-8-sig"))
    except UnicodeDecodeError:
        return _of_older(data)


def _of_older(data: bytes) -> str:
    """Decode what is not UTF-8 throughout: line by line where most lines are, else by one older encoding."""
    lines = [line for line in re.split(rb"(?<=\n)|(?<=\r)(?!\n)", data) if not line.isascii()]
    valid = sum(_is_utf8(line) for line in lines)
    older = likeliest(b"".join(line for line in lines if not _is_utf8(line)))
    if not valid:
        return data.decode(older, errors="replace")
    return "".join(
        line.decode("utf-8" if _is_utf8(line) else older, errors="replace")
        for line in re.split(rb"(?<=\n)|(?<=\r)(?!\n)", data.removeprefix(b"\xef\xbb\xbf"))
    )


def _is_utf8(line: bytes) -> bool:
    try:
        line.decode("utf-8")
    except UnicodeDecodeError:
        return False
    return True


def likeliest(data: bytes) -> str:
    """Choose the older encoding in which the letters beyond ASCII are those that English text holds.

    >>> likeliest("the “workforce” plan".encode("cp1252")), likeliest("Café’s".encode("mac_roman"))
    ('cp1252', 'mac_roman')
    """
    letters = bytes(byte for byte in data[:_LOOKED_AT] if byte >= 0x80)
    scores = {encoding: sum(map(_score(encoding).__getitem__, letters)) for encoding in _OLDER}
    return max(_OLDER, key=lambda encoding: scores[encoding])


@lru_cache(maxsize=len(_OLDER))
def _score(encoding: str) -> dict[int, float]:
    """How well each byte beyond ASCII fits English text in an encoding."""
    found = {}
    for byte in range(0x80, 0x100):
        letter = bytes((byte,)).decode(encoding, errors="replace")
        found[byte] = 1.0 if letter in _EXPECTED else _SELDOM
    return found


def mend_twice(text: str) -> str:
    """Turn back letters of UTF-8 that were taken for Windows-1252; what does not turn back stays.

    >>> mend_twice("the councilâ€™s plan â€“ Â£5k"), mend_twice("Ângela"), mend_twice("Â£5 and Ã")
    ('the council’s plan – £5k', 'Ângela', '£5 and Ã')
    """
    if text.isascii() or _TWICE.search(text) is None:
        return text

    def turned(found: re.Match[str]) -> str:
        try:
            raw = b"".join(_byte(letter) for letter in found[0])
            letter = raw.decode("utf-8")
        except (UnicodeDecodeError, UnicodeEncodeError):
            return found[0]
        return letter if letter in _EXPECTED else found[0]

    return _TWICE.sub(turned, text)


def _byte(letter: str) -> bytes:
    """The byte of a letter in Windows-1252, whose five empty places stand for themselves."""
    return bytes((ord(letter),)) if 0x80 <= ord(letter) < 0xA0 else letter.encode("cp1252")
