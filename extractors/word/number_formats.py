"""Numbers as lists print them: decimals, letters, Roman numerals, ordinals, words.

Source: ECMA-376 17.18.59 (ST_NumberFormat). A format that no English plan uses is printed in Arabic numerals.
"""

from __future__ import annotations

from typing import Final

_ROMAN: Final = (
    (1000, "m"), (900, "cm"), (500, "d"), (400, "cd"), (100, "c"), (90, "xc"),
    (50, "l"), (40, "xl"), (10, "x"), (9, "ix"), (5, "v"), (4, "iv"), (1, "i"),
)  # fmt: skip
_UNITS: Final = (
    "zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve",
    "thirteen", "fourteen", "fifteen", "sixteen", "seventeen", "eighteen", "nineteen",
)  # fmt: skip
_TENS: Final = ("twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety")
_IRREGULAR: Final = {
    "one": "first",
    "two": "second",
    "three": "third",
    "five": "fifth",
    "eight": "eighth",
    "nine": "ninth",
    "twelve": "twelfth",
}
_CHICAGO: Final = "*†‡§"


def _roman(value: int) -> str:
    """Lower-case Roman numerals.

    >>> _roman(14)
    'xiv'
    """
    text = ""
    for size, letters in _ROMAN:
        text += letters * (value // size)
        value %= size
    return text


def _letters(value: int) -> str:
    """Letters as Word counts them: z, then aa, bb, cc.

    >>> _letters(3), _letters(28)
    ('c', 'bb')
    """
    return chr(ord("a") + (value - 1) % 26) * ((value - 1) // 26 + 1)


def _words(value: int) -> str:
    """A number below a hundred in words; a larger one in numerals."""
    if value < 20:
        return _UNITS[value]
    if value < 100:
        tens = _TENS[value // 10 - 2]
        return tens if value % 10 == 0 else f"{tens}-{_UNITS[value % 10]}"
    return str(value)


def _ordinal_words(value: int) -> str:
    if value >= 100:
        return _ordinal(value)
    head, dash, last = _words(value).rpartition("-")
    regular = f"{last[:-1]}ieth" if last.endswith("y") else f"{last}th"
    return f"{head}{dash}{_IRREGULAR.get(last, regular)}"


def _ordinal(value: int) -> str:
    """1st, 2nd, 3rd, 4th, 11th.

    >>> _ordinal(22), _ordinal(112)
    ('22nd', '112th')
    """
    ending = "th" if value % 100 in (11, 12, 13) else {1: "st", 2: "nd", 3: "rd"}.get(value % 10, "th")
    return f"{value}{ending}"


def format_number(value: int, number_format: str, custom_format: str | None = None) -> str:
    """A value from 0 as its list prints it; "" for the format `none`.

    >>> format_number(4, "upperRoman"), format_number(2, "lowerLetter"), format_number(7, "decimalZero")
    ('IV', 'b', '07')
    """
    if number_format == "none":
        return ""
    if number_format == "custom" and custom_format:
        return str(value).zfill(len(custom_format.split(",")[0].strip()))
    if number_format == "decimalZero":
        return f"{value:02d}"
    if number_format == "ordinal":
        return _ordinal(value)
    if number_format == "cardinalText":
        return _words(value).capitalize()
    if number_format == "ordinalText":
        return _ordinal_words(value).capitalize()
    if number_format == "numberInDash":
        return f"- {value} -"
    if number_format == "decimalEnclosedParen":
        return f"({value})"
    if number_format == "decimalEnclosedFullstop":
        return f"{value}."
    if number_format == "hex":
        return f"{value:X}"
    if 1 <= value <= 3999:
        if number_format in {"upperRoman", "lowerRoman"}:
            roman = _roman(value)
            return roman.upper() if number_format == "upperRoman" else roman
        if number_format in {"upperLetter", "lowerLetter"}:
            letters = _letters(value)
            return letters.upper() if number_format == "upperLetter" else letters
        if number_format == "chicago":
            return _CHICAGO[(value - 1) % 4] * ((value - 1) // 4 + 1)
    if number_format.startswith("decimalEnclosedCircle") and 1 <= value <= 20:
        return chr(0x2460 + value - 1)
    return str(value)
