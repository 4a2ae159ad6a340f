"""The colours of an Office theme, and lighter and darker shades of them: shared by Word files and spreadsheets.

Source: ECMA-376 20.1.6.2 (colour scheme); shades change the lightness in the HSL model.
"""

from __future__ import annotations

import colorsys
import re
from typing import Final

from lxml import etree

_A: Final = "{http://schemas.openxmlformats.org/drawingml/2006/main}"
_HEX: Final = re.compile(r"[0-9A-Fa-f]{6}")
_SLOTS: Final = (
    "dk1", "lt1", "dk2", "lt2", "accent1", "accent2", "accent3", "accent4", "accent5", "accent6", "hlink", "folHlink",
)  # fmt: skip


def read_scheme(theme: etree._Element | None) -> dict[str, str]:
    """The slots of a theme's colour scheme ("dk1", "accent1") -> six hex digits; empty where there is none."""
    scheme = None if theme is None else theme.find(f".//{_A}clrScheme")
    slots: dict[str, str] = {}
    for slot in _SLOTS:
        holder = None if scheme is None else scheme.find(_A + slot)
        colour = None if holder is None else next(iter(holder), None)
        digits = "" if colour is None else (colour.get("lastClr") or colour.get("val") or "")
        if _HEX.fullmatch(digits):
            slots[slot] = digits.lower()
    return slots


def channels(digits: str) -> tuple[int, int, int]:
    """Red, green and blue, 0 to 255, of six hex digits."""
    return int(digits[0:2], 16), int(digits[2:4], 16), int(digits[4:6], 16)


def scale_lightness(digits: str, factor: float, offset: float = 0.0) -> str:
    """A colour whose lightness (0 to 1) is multiplied and moved; six hex digits in and out.

    >>> scale_lightness("4472c4", 0.2, 0.8)
    'd9e2f3'
    """
    red, green, blue = channels(digits)
    hue, light, saturation = colorsys.rgb_to_hls(red / 255, green / 255, blue / 255)
    mixed = colorsys.hls_to_rgb(hue, min(1.0, max(0.0, light * factor + offset)), saturation)
    return "".join(f"{min(255, max(0, int(channel * 255 + 1e-6))):02x}" for channel in mixed)
