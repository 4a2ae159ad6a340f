"""From the text of a timescale to tokens: words by their meaning, numbers by their length, signs by their kind.

The text is brought to lower case with dashes, quotes and digits of one form, character by character, so that every
token keeps its place in the text as printed. Which words mean what is the lexicon's; how tokens make dates is the
grammar's.
"""

from __future__ import annotations

import re
import unicodedata
from typing import Any, NamedTuple

from pipeline.normalise.timescale.lexicon import Lexicon, Node

_SCAN = re.compile(r"([^\W\d_]+(?:'[^\W\d_]+)*)|(\d+)|(\n)|([^\w\s]|_)")
_BEFORE_QUARTER = frozenset(("q", "qtr", "quarter"))
_QUARTER_YEAR = re.compile(r"[1-4]20\d\d")
_ORDINALS = frozenset(("st", "nd", "rd", "th", "af", "il", "ydd", "ed", "fed", "eg", "ain"))  # English, Welsh
_SIGNS = {
    "-": "DASH",
    "/": "SLASH",
    ".": "DOT",
    ",": "COMMA",
    ";": "SEMI",
    ":": "COLON",
    "&": "AND",
    "+": "PLUS",
    "(": "OPEN",
    ")": "CLOSE",
    "[": "OPEN",
    "]": "CLOSE",
    "'": "QUOTE",
    "%": "PERCENT",
    "\n": "NEWLINE",
    "|": "SEMI",
    "\u2022": "SEMI",
    "\u00b7": "SEMI",
    "\u25aa": "SEMI",
    "\u25cf": "SEMI",
    "?": "QUERY",
    "~": "APPROX",
    "\u2248": "APPROX",
}
_SHORTENED = frozenset(
    ("MONTH", "QUARTER", "YEAR_WORD", "MONTH_WORD", "WEEK_WORD", "APPROX", "WEEKDAY", "FY", "LABEL", "ORD")
)
_DASHES = "\u2010\u2011\u2012\u2013\u2014\u2015\u2212\u2192"
_QUOTES = "\u2018\u2019\u201b\u2032`\u00b4"
_DOUBLE = '\u201c\u201d\u201e\u2033"'
_INVISIBLE = re.compile(r"[\u00ad\u200b-\u200f\u202a-\u202e\u2060-\u2064\u2066-\u2069\ufe0e\ufe0f\ufeff]")
_FIXED = {
    **dict.fromkeys(_DASHES, "-"),
    **dict.fromkeys(_QUOTES, "'"),
    **dict.fromkeys(_DOUBLE, "*"),  # double quotes stand for nothing
    "\r": "\n",
    "\u2028": "\n",
    "\u2029": "\n",
    "\u2044": "/",
    "\u00bd": "half",
}
_MONTHS = "jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec"
_MISREAD = re.compile(
    r"(?<![^\W_])(?:(?:19|2[0Oo])[\dOoIl]{2}(?![^\W_])"  # 2O26
    rf"|[\dl][\dOoIl]?(?=\s?(?i:{_MONTHS})|[/.-][\dOoIl]{{1,2}}[/.-])"  # 3l March; "Phase I May" is none
    r"|[Qq]l(?=\s))"
)
_RUN_TOGETHER = re.compile(r"\d(?:st|nd|rd|th)[a-z]|(?:q|qtr|quarter)[1-4]20\d\d")
_MAY_NAME = frozenset(("REFERENCE", "WORD", "AND", "TO", "DOT", "DASH", "SLASH"))  # before a figure that is no date
_FIGURES = str.maketrans("OoIl", "0011")
_CURRENCIES = frozenset("\u00a3$\u20ac")  # "£2024" is a sum of money
_Raw = tuple[int | None, str, int, int]  # group of the scan, word, first and one past the last character
FIRST_YEAR, LAST_YEAR = 1950, 2099  # what counts as a year written in full


class Token(NamedTuple):
    """One piece of the text: its kind, what it stands for, its place, the rule that made it ("" for the lexicon)."""

    kind: str
    value: Any
    start: int
    end: int
    rule: str = ""
    flags: tuple[str, ...] = ()


class Folded(NamedTuple):
    """Text folded for reading; `places` leads each character back to the text as printed (None where they agree)."""

    text: str
    places: list[int] | None

    def printed(self, start: int, end: int) -> tuple[int, int]:
        """Give the place in the text as printed of the folded words from `start` to `end`."""
        return (start, end) if self.places is None else (self.places[start], self.places[end - 1] + 1)


def mend_figures(text: str) -> str:
    """Put figures in the place of the letters that a scan takes them for, in dates alone; places stay as they are.

    >>> mend_figures("Ql 2O25/26, 3l March"), mend_figures("Objective l")
    ('Q1 2025/26, 31 March', 'Objective l')
    """
    return _MISREAD.sub(lambda match: match[0].translate(_FIGURES), text)


def fold_text(text: str) -> Folded:
    """Give the text in lower case with signs of one form.

    >>> fold_text("Apr \\u2013 Jun").text
    'apr - jun'
    """
    if text.isascii():
        return Folded(text.lower(), None)
    parts: list[str] = []
    places: list[int] = []
    for place, character in enumerate(text):
        folded = _fold_character(character)
        parts.append(folded)
        places.extend([place] * len(folded))
    places.append(len(text))
    return Folded("".join(parts), places)


def _fold_character(character: str) -> str:
    if character in _FIXED:
        return _FIXED[character]
    if character.isascii():
        return character.lower()
    if _INVISIBLE.match(character):
        return ""
    if unicodedata.category(character) in ("No", "Sk"):
        return "*"  # raised footnote numbers must not run into the year before them
    folded = "".join(_FIXED.get(part, part) for part in unicodedata.normalize("NFKC", character)).lower()
    if folded.isdecimal():
        return "".join(str(unicodedata.decimal(digit)) for digit in folded)
    return " " if folded.isspace() else folded


def is_run_together(text: str) -> bool:
    """Tell whether a folded text has lost a space that `tokenise` can part again: "31stmarch", "q32025/26"."""
    return _RUN_TOGETHER.search(text) is not None


def tokenise(text: str, lexicon: Lexicon, *, part: bool = False) -> list[Token]:
    """Give the tokens of a folded text, in order; `part` asks to part what lost its space."""
    raw = [(match.lastindex, match[0], match.start(), match.end()) for match in _SCAN.finditer(text)]
    tree = lexicon.tree
    if part:
        raw = _part_run_together(raw, tree)
    mended = _mend_spelling(raw, lexicon)
    tokens: list[Token] = []
    i, count = 0, len(raw)
    while i < count:
        group, word, start, end = raw[i]
        i += 1
        if group == 1:
            node = tree.get(word)
            if node is not None:
                last = i
                flags: tuple[str, ...] = ()
                wording = node.wording
                if node.next:
                    wording, last, flags = _longest(node, raw, i, tree)
                if wording is not None and wording.kind == "MONTH" and last == i and _goes_on(word, raw, i, tree):
                    wording = None  # "Mar ch": the short form is half of the whole name
                if wording is not None:
                    if mended and not mended.isdisjoint(range(i - 1, last)):
                        flags = (*flags, "typo_normalised")
                    tokens.append(
                        Token(wording.kind, wording.value, start, raw[last - 1][3], "", wording.flags + flags)
                    )
                    i = last
                    continue
            i = _unknown(tokens, raw, i - 1, tree)
        elif group == 2:
            length = end - start
            if (tokens and (_is_money(tokens[-1], start) or _is_named_by(tokens, start))) or _is_numbered(raw, i):
                tokens.append(Token("WORD", word, start, end))
            elif length <= 2:
                if i < count and raw[i][2] == end and raw[i][1] in _ORDINALS:
                    tokens.append(Token("ORD", int(word), start, raw[i][3]))
                    i += 1
                else:
                    tokens.append(Token("NUM", int(word), start, end))
            elif length == 4 and FIRST_YEAR <= int(word) <= LAST_YEAR:
                tokens.append(Token("YEAR", int(word), start, end))
            else:
                tokens.append(Token("WORD", word, start, end))
        elif word == "." and tokens and tokens[-1].end == start and tokens[-1].kind in _SHORTENED:
            continue  # "Sept. 2021", "Qtr. 1"
        else:
            tokens.append(Token(_SIGNS.get(word, "MARK"), word, start, end))
    if any(token.kind == "PERHAPS_MONTH" for token in tokens):
        kinds = ["", "", *(token.kind for token in tokens), "", ""]
        return [_sure(token, text, kinds[k : k + 5]) for k, token in enumerate(tokens)]
    return tokens


def _sure(token: Token, text: str, kinds: list[str]) -> Token:
    """A word that is a month only behind a day or joined to another month by a sign, and a word elsewhere.

    `kinds` are those of the token and the two before and behind it.
    """
    match kinds:
        case [_, _, kind, _, _] if kind != "PERHAPS_MONTH":
            return token
        case [_, "NUM" | "ORD", _, _, _] | ["MONTH", "DASH" | "SLASH", _, _, _] | [_, _, _, "DASH" | "SLASH", "MONTH"]:
            return token._replace(kind="MONTH")
    return token._replace(kind="WORD", value=text[token.start : token.end])


def _part_run_together(raw: list[_Raw], tree: Any) -> list[_Raw]:
    """Part what lost its space: "31stMarch", "Q32025/26"."""
    parted: list[_Raw] = []
    for group, word, start, end in raw:
        before = parted[-1] if parted and parted[-1][3] == start else None
        if group == 1 and before is not None and before[0] == 2 and word[:2] in _ORDINALS and len(word) > 2:
            node = tree.get(word[2:])
            if node is not None and node.wording is not None and node.wording.kind == "MONTH":
                parted += [(1, word[:2], start, start + 2), (1, word[2:], start + 2, end)]
                continue
        if group == 2 and before is not None and before[1] in _BEFORE_QUARTER and _QUARTER_YEAR.fullmatch(word):
            parted += [(2, word[0], start, start + 1), (2, word[1:], start + 1, end)]
            continue
        parted.append((group, word, start, end))
    return parted


def _mend_spelling(raw: list[_Raw], lexicon: Lexicon) -> set[int]:
    """Put the right spelling in the place of words spelt wrong; give the numbers of those words."""
    mended: set[int] = set()
    for i, (group, word, start, end) in enumerate(raw):
        right = lexicon.misspelt.get(word) if group == 1 else None
        if right is None or (right in lexicon.months and len(word) <= 6 and (i + 1 == len(raw) or raw[i + 1][0] != 2)):
            continue
        raw[i] = (group, right, start, end)
        mended.add(i)
    return mended


def _goes_on(word: str, raw: list[_Raw], i: int, tree: Any) -> bool:
    """Tell whether the next word, no word of its own, makes a longer month's name with this one: "Sep- tember"."""
    rest = next((piece for piece in raw[i : i + 3] if piece[1] not in "-\n"), None)
    if rest is None or rest[0] != 1 or rest[1] in tree:
        return False
    node = tree.get(word + rest[1])
    return node is not None and node.wording is not None and node.wording.kind == "MONTH"


def _is_named_by(tokens: list[Token], start: int) -> bool:
    """Tell whether a figure belongs to the word before it, alone or with others: page 2024, pages 20-21, room 1/12.

    "Section 2 - 2024/25" has spaces: there the sign parts what belongs to the word from the date.
    """
    if not tokens or tokens[-1].kind not in _MAY_NAME:
        return False
    tight = True
    for token in reversed(tokens[-6:]):
        if token.kind == "REFERENCE":
            return True
        tight = tight and token.end == start
        if tight and token.kind == "WORD" and token.value.isalpha() and token is not tokens[-1]:
            return True  # "EQIA/2024/05"
        joins = token.kind in ("AND", "TO", "DOT") or (token.kind in ("DASH", "SLASH") and token.end == start)
        if not joins and not (token.kind == "WORD" and token.value.isdecimal()):
            return False
        start = token.start
    return False


def _is_numbered(raw: list[_Raw], i: int) -> bool:
    """Tell whether a year only opens a number: 2024/0567."""
    if i + 1 >= len(raw) or raw[i][1] not in "/-" or raw[i + 1][0] != 2:
        return False
    tight = raw[i - 1][3] == raw[i][2] and raw[i][3] == raw[i + 1][2]
    return tight and len(raw[i + 1][1]) > 2 and not FIRST_YEAR <= int(raw[i + 1][1][:9]) <= LAST_YEAR


def _is_money(before: Token, start: int) -> bool:
    return before.kind == "MARK" and before.end == start and before.value in _CURRENCIES


def _longest(node: Node, raw: list[_Raw], i: int, tree: Any) -> tuple[Any, int, tuple[str, ...]]:
    """Walk the tree on from a first word; give the longest phrase, where it ends, and the flag for a broken hyphen."""
    best, last, flags, broken = node.wording, i, (), False
    best_flags: tuple[str, ...] = flags
    count = len(raw)
    while i < count:
        _, word, _, end = raw[i]
        following = node.next.get(word)
        if following is None and word == "-" and i + 1 < count and _joins(raw, i, tree):
            following = node.next.get(raw[i + 1][1])  # "on-going"; "on- going" is a broken hyphen
            broken = broken or raw[i + 1][2] > end
            i += 1
        if following is None and word == "." and len(raw[i - 1][1]) == 1 and i + 1 < count:
            following = node.next.get(raw[i + 1][1])  # "t.b.c."
            i += 1
        if following is None and word == "\n" and i + 1 < count:
            following = node.next.get(raw[i + 1][1])
            i += 1
        if following is None:
            break
        node = following
        i += 1
        if node.wording is not None:
            best, last, best_flags = node.wording, i, ("typo_normalised",) if broken else ()
    return best, last, best_flags


def _joins(raw: list[_Raw], i: int, tree: Any) -> bool:
    """Whether a hyphen joins the words beside it: it stands at the first, or they are one word ("On - going")."""
    return raw[i - 1][3] == raw[i][2] or raw[i - 1][1] + raw[i + 1][1] in tree


def _unknown(
    tokens: list[Token],
    raw: list[_Raw],
    i: int,
    tree: Any,
) -> int:
    """Add the token of a word that is not in the lexicon: a word broken in two, or unknown."""
    _, word, start, end = raw[i]
    count = len(raw)
    for skip in (1, 2, 3):  # "Septem ber", "Decem- ber", and a hyphen with a line break
        j = i + skip
        if j < count and raw[j][0] == 1 and all(raw[between][1] in "-\n" for between in range(i + 1, j)):
            node = tree.get(word + raw[j][1])
            if node is not None and node.wording is not None and len(word) > 1:
                wording = node.wording
                tokens.append(
                    Token(wording.kind, wording.value, start, raw[j][3], "", (*wording.flags, "typo_normalised"))
                )
                return j + 1
    tokens.append(Token("WORD", word, start, end))
    return i + 1
