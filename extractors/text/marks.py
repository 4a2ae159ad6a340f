"""The marks that converters leave in text: `<b>`, `<a>`, `<s>`, `<ul>`/`<li>`, `<br>`, `[bookmark: …]`, entities.

Marks are not words: they are taken off, and what they say (bold, struck, raised, a list item, a line break) is kept.
"""

from __future__ import annotations

import html
import re
from dataclasses import dataclass

from extractors.document import Uncounted
from extractors.marked import mark, take_off, without_marks

_BOOKMARK = re.compile(r"\[(?:bookmark|anchor):[^\]\n]{0,200}\]")
_IMAGE = re.compile(r"!\[[^\]\n]{0,200}\]\([^)\n]{0,500}\)")
_BREAK = re.compile(r"<br\s*/?>|</p>|</div>|</?[uo]l[^<>]{0,200}>|</li>", re.IGNORECASE)
_ITEM = re.compile(r"<li(?:\s[^<>]{0,200})?>\s*[•·▪●◦‣\uf0b7]?\s*", re.IGNORECASE)
# what stands between a mark and its end holds no such mark again, so that a mark without end costs no second look
_BOLD = re.compile(r"<(?:b|strong)(?:\s[^<>]{0,200})?>(?:[^<]++|<(?!/?(?:b|strong)\b))*+</(?:b|strong)>", re.IGNORECASE)
_TAG = re.compile(
    r"</?(?:a|abbr|b|big|cite|code|del|div|em|font|h[1-6]|i|img|li|mark|ol|p|s|small|span|strike|strong|sub|sup|td|th|tr|tt|u|ul)"
    r"(?:\s[^<>]{0,500})?/?>",
    re.IGNORECASE,
)
_STARRED = re.compile(r"\*\*(?=[^\s*])(?P<words>[^*\n]{1,300})(?<=\S)\*\*")  # Markdown's "**Lead:** HR"
_SPACES = re.compile(r"[^\S\n]+")
_HARD_HYPHEN = re.compile(r"(?<=[a-z])- (?=[a-z]{3,})(?!(?:and|or|to)\b)")


_STRUCK = re.compile(r"<(s|strike|del)(?:\s[^<>]{0,200})?>((?:[^<]++|<(?!/?(?:s|strike|del)\b))*+)</\1>", re.IGNORECASE)
_RAISED = re.compile(r"<sup(?:\s[^<>]{0,200})?>((?:[^<]++|<(?!/?sup\b))*+)</sup>", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Unmarked:
    """A text without its marks; `bold` is true where every word of it was marked bold."""

    text: str
    bold: bool
    uncounted: tuple[Uncounted, ...] = ()  # letters of it that were marked as struck or raised


def take_off_marks(text: str, *, join: bool = False) -> Unmarked:
    """Take the marks off a piece of text, keeping its words, line breaks and list items; `join` broken words.

    >>> take_off_marks('Aims: <ul style="x"> <li>• First</li> <li>Second</li> </ul>').text
    'Aims:\\n• First\\n• Second'
    >>> take_off_marks("<b>Objective 1</b>").bold
    True
    >>> take_off_marks("**Lead:** HR").text, take_off_marks("**Homes**").bold, take_off_marks("by 2031**").text
    ('Lead: HR', True, 'by 2031**')
    """
    text = _STARRED.sub(r"<b>\g<words></b>", text)
    text = _BOOKMARK.sub("", text)
    text = _IMAGE.sub("", text)
    has_bold = bool(_BOLD.search(text))
    outside = _TAG.sub("", _BREAK.sub("", _BOLD.sub("", text))) if has_bold else ""
    text = _ITEM.sub("\n• ", text)
    text = _BREAK.sub("\n", text)
    if "<s" in text or "<d" in text or "<S" in text or "<D" in text:
        text = without_marks(text)
        text = _STRUCK.sub(lambda found: mark(_TAG.sub("", found[2]), "struck"), text)
        text = _RAISED.sub(lambda found: mark(_TAG.sub("", found[1]), "raised"), text)
    text = html.unescape(_TAG.sub("", text))
    lines = (_SPACES.sub(" ", line).strip() for line in text.split("\n"))
    text = "\n".join(line for line in lines if line)
    plain = take_off(join_broken_words(text) if join else text)
    return Unmarked(plain.text, has_bold and not outside.strip(), plain.uncounted)


def join_broken_words(text: str) -> str:
    """Close the gap that a wrapped line left after a hyphen inside a word ("self- assessment"), the hyphen kept.

    >>> join_broken_words("a self- assessment of pre- and post-natal care")
    'a self-assessment of pre- and post-natal care'
    """
    return _HARD_HYPHEN.sub("-", text)
