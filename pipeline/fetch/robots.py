"""What a server's robots.txt asks of us (RFC 9309): the longest rule that fits a path counts, `allow` where two tie."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from urllib.parse import quote, unquote

NAME = "councilplans"  # the name by which a robots.txt can speak to us
MOST_BYTES = 512 * 1024  # RFC 9309 asks for 500 KiB at least
_LONGEST_DELAY = 30.0  # seconds between two requests that a server may ask for


@dataclass(frozen=True, slots=True)
class Robots:
    """The rules that hold for us; none allows everything."""

    rules: tuple[tuple[str, bool], ...] = ()  # (pattern of a path, whether it is allowed)
    delay: float = 0.0  # seconds between two requests

    def allows(self, target: str) -> bool:
        """Whether a path with its query may be asked for."""
        path = _plain(target)
        fitting = [(len(rule), allowed) for rule, allowed in self.rules if _pattern(rule).match(path)]
        return max(fitting, default=(0, True))[1]


def parse_robots(text: str, name: str = NAME) -> Robots:
    """Read the group of a robots.txt that speaks to us by name, else the one for everybody.

    >>> robots = parse_robots("User-agent: *\\nDisallow: /private\\nAllow: /private/plan.pdf$")
    >>> robots.allows("/private/x"), robots.allows("/private/plan.pdf"), robots.allows("/")
    (False, True, True)
    """
    groups: dict[str, list[tuple[str, str]]] = {}
    names: list[str] = []
    naming = False
    for key, value in _lines(text):
        if key == "user-agent":
            names = [*names, value.lower()] if naming else [value.lower()]
            groups.setdefault(names[-1], [])
        else:
            for one in names:
                groups[one].append((key, value))
        naming = key == "user-agent"
    own = next((groups[one] for one in groups if one.split("/")[0] == name), None)
    lines = groups.get("*", []) if own is None else own
    rules = tuple((_plain(value), key == "allow") for key, value in lines if key in ("allow", "disallow") and value)
    return Robots(rules, next((_seconds(value) for key, value in lines if key == "crawl-delay"), 0.0))


def _lines(text: str) -> Iterator[tuple[str, str]]:
    for line in text.lstrip("\ufeff").splitlines():
        key, colon, value = line.split("#", 1)[0].partition(":")
        if colon:
            yield key.strip().lower(), value.strip()


def _plain(path: str) -> str:
    """Return a path in one spelling, whatever of it was written as percent signs."""
    return quote(unquote(path), safe="/?=&*$;:@+,!~'()")


@lru_cache(maxsize=4096)  # each address of a host is held to all of its rules
def _pattern(rule: str) -> re.Pattern[str]:
    body, end = (rule[:-1], r"\Z") if rule.endswith("$") else (rule, "")
    pieces = [re.escape(piece) for piece in re.sub(r"\*+", "*", body).split("*")]
    # Each piece is taken where it stands first, so that no pattern makes the match slow.
    first, *rest = pieces
    if end and rest:
        return re.compile(first + "".join(f"(?>.*?{piece})" for piece in rest[:-1]) + f".*{rest[-1]}{end}")
    return re.compile(first + "".join(f"(?>.*?{piece})" for piece in rest) + end)


def _seconds(value: str) -> float:
    try:
        return min(max(float(value), 0.0), _LONGEST_DELAY)
    except ValueError:
        return 0.0
