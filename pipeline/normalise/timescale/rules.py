"""What a rule of the grammar is, and the walk that applies a table of rules to a row of tokens.

A pattern is a row of token kinds; `A|B` takes either, `A?` may be missing, and a name in `CLASSES` stands for several
kinds. A table of rules is compiled to a tree of kinds, so that all its rules are tried in one walk along the tokens:
the longest that fits wins, and a rule may refuse what its pattern lets through.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from itertools import product
from typing import Any, NamedTuple

from pipeline.normalise.timescale.tokens import Token

Made = tuple[str, Any, tuple[str, ...]]  # kind, value and flags of the token that a rule makes
Build = Callable[[Sequence[Token], int, int], Made | None]  # tokens, first, one past the last

CLASSES = {
    "SPAN_WORD": "YEAR_WORD|MONTH_WORD|WEEK_WORD|DAY_WORD",
    "TURN_WORD": "YEAR_WORD|MONTH_WORD|WEEK_WORD|DAY_WORD|QUARTER|TERM|FY|AY|CY|MUNI",
    "ANY_YEAR": "YEAR|PAIR|SHORT_YEAR|NUM",
    "FULL_YEAR": "YEAR|PAIR",
    "STATE_WORD": "BID|DONE|DONE_SOFT|GOING|BEGUN",
    "JOINT": "OF|IN|COMMA|DASH|COLON|SLASH",
}


class Rule(NamedTuple):
    """One rule: the kinds of token it takes in a row, what it makes of them, and a phrase that it reads."""

    name: str
    pattern: str
    build: Build
    example: str


class Branch:
    """One step of the tree of kinds; `rules` are those whose pattern ends here."""

    __slots__ = ("next", "rules")

    def __init__(self) -> None:
        self.next: dict[str, Branch] = {}
        self.rules: list[Rule] = []


def compile_rules(rules: Sequence[Rule]) -> dict[str, Branch]:
    """Give the tree of a table of rules; of two rules with one pattern the earlier is tried first."""
    root = Branch()
    for rule in rules:
        for kinds in expand(rule.pattern):
            branch = root
            for kind in kinds:
                branch = branch.next.setdefault(kind, Branch())
            if rule not in branch.rules:
                branch.rules.append(rule)
    return root.next


def expand(pattern: str) -> list[tuple[str, ...]]:
    """Give every row of kinds that a pattern stands for.

    >>> expand("NUM TERM? FULL_YEAR")
    [('NUM', 'TERM', 'YEAR'), ('NUM', 'TERM', 'PAIR'), ('NUM', 'YEAR'), ('NUM', 'PAIR')]
    """
    choices: list[tuple[str, ...]] = []
    for part in pattern.split():
        name = part.removesuffix("?")
        kinds = tuple(kind for word in name.split("|") for kind in CLASSES.get(word, word).split("|"))
        choices.append((*kinds, "") if part.endswith("?") else kinds)
    return [tuple(kind for kind in row if kind) for row in product(*choices)]


def apply_rules(tree: dict[str, Branch], tokens: list[Token]) -> list[Token]:
    """Give the tokens with every row that a rule reads put together to one."""
    result: list[Token] = []
    i, count = 0, len(tokens)
    while i < count:
        branch = tree.get(tokens[i].kind)
        if branch is None:
            result.append(tokens[i])
            i += 1
            continue
        ends: list[tuple[int, list[Rule]]] = []
        j = i + 1
        while True:
            if branch.rules:
                ends.append((j, branch.rules))
            if j == count:
                break
            following = branch.next.get(tokens[j].kind)
            if following is None:
                break
            branch = following
            j += 1
        token, i = _make(tokens, i, ends)
        result.append(token)
    return result


def _make(tokens: list[Token], i: int, ends: list[tuple[int, list[Rule]]]) -> tuple[Token, int]:
    """Give the token of the longest rule that does not refuse and where it ends, else the token at `i` as it is."""
    for j, rules in reversed(ends):
        for rule in rules:
            made = rule.build(tokens, i, j)
            if made is not None:
                flags = made[2]
                for token in tokens[i:j]:
                    if token.flags and token.flags[0] not in flags:
                        flags = (*flags, *token.flags)
                return Token(made[0], made[1], tokens[i].start, tokens[j - 1].end, rule.name, flags), j
    return tokens[i], i + 1
