"""Characters that only a symbol font makes readable: ticks, boxes, arrows and bullets as Unicode.

Source: the fonts' published encodings (Wingdings, Wingdings 2, Webdings, Symbol). Every way of showing a box or mark as
chosen is given as "✓", so that what a form says can be read.
"""

from __future__ import annotations

from typing import Final

TICK: Final = "✓"
EMPTY_BOX: Final = "☐"
_UNKNOWN: Final = "\ufffd"
_PRIVATE: Final = 0xF000  # symbol fonts live at U+F020 to U+F0FF

_WINGDINGS: Final = {
    0x6C: "●", 0x6E: "■", 0x6F: EMPTY_BOX, 0x70: EMPTY_BOX, 0x71: EMPTY_BOX, 0x72: EMPTY_BOX, 0x73: "◆", 0x74: "◆",
    0x75: "◆", 0x76: "❖", 0x77: "◆", 0x9E: "•", 0x9F: "•", 0xA0: "▪", 0xA1: "○", 0xA4: "◉", 0xA7: "▪", 0xA8: EMPTY_BOX,
    0xAB: "★", 0xB6: "★", 0xD8: "➢", 0xDF: "←", 0xE0: "→", 0xE1: "↑", 0xE2: "↓", 0xE7: "←", 0xE8: "→", 0xE9: "↑",
    0xEA: "↓", 0x78: "☒", 0xEF: "⇦", 0xF0: "⇨", 0xF1: "⇧", 0xF2: "⇩", 0xFB: "✗", 0xFC: TICK, 0xFD: "☒", 0xFE: TICK,
    0x4A: "☺", 0x4B: "😐", 0x4C: "☹", 0x43: "👍", 0x44: "👎",
}  # fmt: skip
_WINGDINGS_2: Final = {
    0x4F: "✗", 0x50: TICK, 0x51: "☒", 0x52: TICK, 0x53: "☒", 0x54: "☒", 0x95: "•", 0x96: "●", 0x97: "●", 0x98: "●",
    0xA2: "■", 0xA3: EMPTY_BOX, 0xA4: EMPTY_BOX, 0xA5: EMPTY_BOX,
}  # fmt: skip
_WEBDINGS: Final = {0x61: TICK, 0x63: EMPTY_BOX, 0x67: "■", 0x6E: "●", 0x72: "✗", 0x34: "▶", 0x33: "◀"}
_SYMBOL: Final = {
    0xB7: "•", 0xA3: "≤", 0xB3: "≥", 0xB1: "±", 0xB4: "×", 0xB8: "÷", 0xB9: "≠", 0xBB: "≈", 0xAB: "↔", 0xAC: "←",
    0xAD: "↑", 0xAE: "→", 0xAF: "↓", 0xB0: "°", 0xA7: "♣", 0xA8: "♦", 0xA9: "♥", 0xAA: "♠", 0xD6: "√", 0xDB: "⇔",
    0xDE: "⇒", 0xBC: "…", 0xA5: "∞", 0xB2: "″", 0xA2: "′", 0xD2: "®", 0xD3: "©", 0xD4: "™", 0xE2: "®", 0xE3: "©",
    0xE4: "™", 0x61: "α", 0x62: "β", 0x67: "γ", 0x64: "δ", 0x6D: "μ", 0x70: "π", 0x44: "Δ", 0x53: "Σ", 0x57: "Ω",
    0x2D: "−",
}  # fmt: skip
_FONTS: Final = {"wingdings": _WINGDINGS, "wingdings 2": _WINGDINGS_2, "webdings": _WEBDINGS, "symbol": _SYMBOL}


def is_symbol_font(font: str | None) -> bool:
    """True for a font whose letters are pictures."""
    return (font or "").strip().lower() in _FONTS


def read_symbol(font: str | None, code: int) -> str:
    """The character that a symbol font shows for a code; U+FFFD where it is not known.

    >>> read_symbol("Wingdings", 0xF0FC), read_symbol("Symbol", 0xB7)
    ('✓', '•')
    """
    if code in (0x20, _PRIVATE + 0x20):
        return " "
    if code >= _PRIVATE:
        table = _FONTS.get((font or "").strip().lower())
        code -= _PRIVATE
        if not 0 <= code <= 0xFF:
            return _UNKNOWN
        if table is None:  # a private character with no font to say what it shows: Wingdings is the usual one
            return _WINGDINGS.get(code) or _SYMBOL.get(code) or _UNKNOWN
        found = table.get(code)
        return found if found is not None else (chr(code) if table is _SYMBOL and 0x20 <= code < 0x7F else _UNKNOWN)
    table = _FONTS.get((font or "").strip().lower())
    if table is None:
        return chr(code) if 0x20 <= code < 0xD800 else _UNKNOWN
    found = table.get(code)
    return found if found is not None else (chr(code) if table is _SYMBOL and 0x20 <= code < 0x7F else _UNKNOWN)


def read_symbols(font: str | None, text: str) -> str:
    """Text typed in a symbol font as the reader sees it; spaces stay."""
    return "".join(character if character.isspace() else read_symbol(font, ord(character)) for character in text)


def read_private(text: str) -> str:
    """Text in an ordinary font with the private characters of symbol fonts in it turned readable."""
    return "".join(read_symbol(None, ord(c)) if "\uf020" <= c <= "\uf0ff" else c for c in text)
