"""Sentences of invented plans, from patterns and lists that are data: actions, outcomes, progress, what is in place."""

from __future__ import annotations

import re
import tomllib
from functools import lru_cache
from pathlib import Path
from typing import Any

from scripts.layouts.chance import Chance

WORDS = Path(__file__).parent / "words"
_SLOT = re.compile(r"\{(\w+)\}")
_VOICES = {"order": 0.64, "will": 0.1, "to": 0.08, "noun": 0.08, "ing": 0.06, "body": 0.04}
_DOUBLED = ("Map", "Set", "Embed")  # verbs whose last letter is doubled
_TRIES = 12  # drawings before a sentence that was used before is used again


@lru_cache(maxsize=8)
def words(name: str) -> dict[str, Any]:
    """Read `words/<name>.toml`."""
    return tomllib.loads((WORDS / f"{name}.toml").read_text("utf-8"))


def gerund(verb: str) -> str:
    """Give the -ing form of a verb of the lists.

    >>> gerund("Review"), gerund("Produce"), gerund("Map")
    ('Reviewing', 'Producing', 'Mapping')
    """
    if verb in _DOUBLED:
        return f"{verb}{verb[-1]}ing"
    return f"{verb.removesuffix('e')}ing"


class Wording:
    """The sentences of one plan; none is given twice while others are left."""

    def __init__(self, chance: Chance, body: str) -> None:
        self._chance = chance
        self._body = body
        self._used: set[str] = set()
        self._voice = chance.part("voice").weighed(**_VOICES)

    def action(self) -> str:
        """Give an action in the voice of the plan: an order, what "we will" do, a noun, …"""
        if self._voice == "noun" and self._chance.maybe(0.8):
            return self("action_noun")
        text = self("action")
        verb, _, rest = text.partition(" ")
        low = f"{verb.lower()} {rest}"
        match self._voice:
            case "will":
                return f"We will {low}"
            case "body":
                return f"The {self._body} will {low}"
            case "to":
                return f"To {low}"
            case "ing" if not rest.startswith("up ") and verb.isalpha():
                return f"{gerund(verb)} {rest}"
            case _:
                return text

    def __call__(self, kind: str) -> str:
        """Give a sentence of a kind (`action`, `outcome`, …), one that this plan does not have yet."""
        text = ""
        for _ in range(_TRIES):
            text = self.filled(self._chance.pick(words("sentences")[kind]))
            if text not in self._used:
                break
        self._used.add(text)
        return text

    def again(self, kind: str) -> str:
        """Give a sentence of a kind that other rows may have too: a rating, a budget, a link."""
        return self.filled(self._chance.pick(words("sentences")[kind]))

    def filled(self, pattern: str) -> str:
        """Give a pattern with its slots filled; a slot with a capital opens with one."""
        chance, lists = self._chance, words("sentences")

        def slot(match: re.Match[str]) -> str:
            name = match[1]
            match name:
                case "n":
                    return str(chance.number(2, 24))
                case "p":
                    return str(chance.number(5, 95))
                case "d":
                    return str(chance.number(1, 6))
                case "body":
                    return self._body
            if name[0].isupper():
                text: str = self.filled(chance.pick(lists[name.lower()]))
                return text[0].upper() + text[1:]
            return self.filled(chance.pick(lists[name]))

        return _SLOT.sub(slot, pattern)
