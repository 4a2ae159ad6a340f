"""The colour that a reader sees behind words: shading, patterns, theme colours with tint and shade.

Source: ECMA-376 17.3.5 (shd), 17.18.78 (patterns), 20.1.6.2 (colour scheme); tint and shade act on the lightness.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Final

from lxml import etree

from extractors.theme import channels, read_scheme, scale_lightness
from extractors.word.names import VAL, W

_HEX: Final = re.compile(r"[0-9A-Fa-f]{6}")
_PERCENT: Final = re.compile(r"pct(\d{1,3})")
_THEME_NAMES: Final = {
    "dark1": "dk1",
    "light1": "lt1",
    "dark2": "dk2",
    "light2": "lt2",
    "hyperlink": "hlink",
    "followedHyperlink": "folHlink",
}
_MAPPED: Final = {  # names that settings.xml maps to the scheme's -> (attribute there, usual slot)
    "background1": ("bg1", "lt1"),
    "text1": ("t1", "dk1"),
    "background2": ("bg2", "lt2"),
    "text2": ("t2", "dk2"),
}
_HIGHLIGHTS: Final = {
    "black": "#000000",
    "blue": "#0000ff",
    "cyan": "#00ffff",
    "green": "#00ff00",
    "magenta": "#ff00ff",
    "red": "#ff0000",
    "yellow": "#ffff00",
    "darkBlue": "#000080",
    "darkCyan": "#008080",
    "darkGreen": "#008000",
    "darkMagenta": "#800080",
    "darkRed": "#800000",
    "darkYellow": "#808000",
    "darkGray": "#808080",
    "lightGray": "#c0c0c0",
}
_STRIPES: Final = 0.5  # share of a striped or crossed pattern that is ink
_THIN_STRIPES: Final = 0.25
_CACHE_TOLERANCE: Final = 4  # steps of 255 by which Word's own rounding of tints differs from ours


def read_theme(theme: etree._Element | None, settings: etree._Element | None) -> dict[str, str]:
    """Theme colour names as Word documents use them ("accent1", "background1") -> six hex digits."""
    slots = read_scheme(theme)
    colours = {name: slots[name] for name in slots if name.startswith("accent")}
    colours |= {name: slots[slot] for name, slot in _THEME_NAMES.items() if slot in slots}
    mapping = None if settings is None else settings.find(W + "clrSchemeMapping")
    for name, (attribute, usual) in _MAPPED.items():
        chosen = None if mapping is None else mapping.get(W + attribute)
        slot = _THEME_NAMES.get(chosen or "", chosen or usual)
        if slot in slots:
            colours[name] = slots[slot]
    return colours


def _lightened(digits: str, tint: str | None, shade: str | None) -> str:
    """A theme colour with its tint (towards white) or shade (towards black), both "00" to "FF"."""
    try:
        if shade:
            digits = scale_lightness(digits, int(shade, 16) / 255)
        if tint:
            part = int(tint, 16) / 255
            digits = scale_lightness(digits, part, 1 - part)
    except ValueError:
        return digits
    return digits.lower()


def _colour(shd: etree._Element, prefix: str, plain: str, theme: Mapping[str, str]) -> str | None:
    """One colour of a shading; None where it is automatic. Word stores the theme colour's result beside its name."""
    stored = shd.get(W + plain) or ""
    stored = stored.lstrip("#").lower() if _HEX.fullmatch(stored.lstrip("#")) else ""
    base = theme.get(shd.get(W + prefix) or "")
    if base is None:
        return stored or None
    computed = _lightened(base, shd.get(W + prefix + "Tint"), shd.get(W + prefix + "Shade"))
    if stored and all(
        abs(a - b) <= _CACHE_TOLERANCE for a, b in zip(channels(stored), channels(computed), strict=True)
    ):
        return stored
    return computed


def _ink(pattern: str) -> float:
    """The share of the area that a pattern draws in its own colour over the fill."""
    if pattern in {"clear", "", "nil"}:
        return 0.0
    if pattern == "solid":
        return 1.0
    if match := _PERCENT.fullmatch(pattern):
        return min(100, int(match[1])) / 100
    return _THIN_STRIPES if pattern.startswith("thin") else _STRIPES


def read_shade(shd: etree._Element | None, theme: Mapping[str, str]) -> str | None:
    """The colour of a `w:shd` as "#rrggbb"; "" where it says that there is none, None where there is no `w:shd`.

    White counts as none: it cannot be told from the page.
    """
    if shd is None:
        return None
    pattern = shd.get(VAL) or "clear"
    if pattern == "nil":
        return ""
    fill = _colour(shd, "themeFill", "fill", theme)
    ink = _ink(pattern)
    if ink:
        over = channels(_colour(shd, "themeColor", "color", theme) or "000000")
        under = channels(fill or "ffffff")
        mixed = (round(a * ink + b * (1 - ink)) for a, b in zip(over, under, strict=True))
        fill = "".join(f"{channel:02x}" for channel in mixed)
    return "" if fill in {None, "ffffff"} else f"#{fill}"


def read_colour(element: etree._Element, theme: Mapping[str, str]) -> str | None:
    """The colour of letters (`w:color`) as "#rrggbb"; None for automatic."""
    base = theme.get(element.get(W + "themeColor") or "")
    digits = (element.get(VAL) or "").lower()
    if base is not None:
        digits = _lightened(base, element.get(W + "themeTint"), element.get(W + "themeShade"))
    return f"#{digits}" if _HEX.fullmatch(digits) else None


def read_highlight(name: str | None) -> str | None:
    """The colour of a text highlighter by its name in the file; None for none, white or an unknown name."""
    return _HIGHLIGHTS.get(name or "")
