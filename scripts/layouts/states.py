"""States and ratings of invented plans: words, letters and colours, with what they say by the contract."""

from __future__ import annotations

from dataclasses import dataclass

from scripts.layouts.chance import Chance

FILLS = {
    "red": ("#ff0000", "#c00000", "#e06666"),
    "amber": ("#ffc000", "#ffbf00", "#f6b26b"),
    "green": ("#00b050", "#92d050", "#70ad47"),
    "blue": ("#0070c0", "#2e75b6", "#5b9bd5"),
    "grey": ("#a6a6a6", "#bfbfbf", "#808080"),
}
STATES = {
    "complete": ("Complete", "Completed", "Done", "Achieved", "Delivered"),
    "in_progress": ("In progress", "Underway", "On track", "Started"),
    "not_started": ("Not started", "Not yet started"),
    "on_hold": ("On hold", "Paused"),
    "cancelled": ("Withdrawn", "Cancelled"),
    "overdue": ("Overdue",),
    "in_development": ("In development",),
}
_COLOUR_OF = {
    "complete": "blue",
    "in_progress": "green",
    "not_started": "red",
    "on_hold": "grey",
    "cancelled": "grey",
    "overdue": "red",
    "in_development": "amber",
}
MANNERS = ("words", "words_fill", "letter", "letter_fill", "colour", "colour_fill", "fill", "both", "yes_no")


@dataclass(frozen=True, slots=True)
class Standing:
    """A cell of a column of states: its words, its fill, and what they say."""

    text: str = ""
    fill: str | None = None
    state: str | None = None
    rag: str | None = None


UNSAID = Standing()


class Standings:
    """How one plan shows states: it keeps to one manner, one set of words and one set of colours."""

    def __init__(self, chance: Chance, manner: str | None = None) -> None:
        self._chance = chance
        self.manner = manner or chance.pick(MANNERS)
        self._words = {state: chance.pick(forms) for state, forms in STATES.items()}
        self._fills = {colour: chance.pick(forms) for colour, forms in FILLS.items()}

    def draw(self) -> Standing:
        """Draw the standing of one action."""
        chance = self._chance
        state = chance.weighed(
            complete=0.28, in_progress=0.34, not_started=0.16, on_hold=0.06, cancelled=0.03, overdue=0.06,
            in_development=0.07,
        )  # fmt: skip
        colour = _COLOUR_OF[state]
        word, fill = self._words[state], self._fills[colour]
        match self.manner:
            case "words":
                return Standing(word, None, state)
            case "words_fill":
                return Standing(word, fill, state, colour)
            case "letter" | "letter_fill" if colour == "grey":
                return UNSAID
            case "letter":
                return Standing(colour[0].upper(), None, None, colour)
            case "letter_fill":
                return Standing(colour[0].upper(), fill, None, colour)
            case "colour":
                return Standing(colour.capitalize(), None, None, colour)
            case "colour_fill":
                return Standing(colour.capitalize(), fill, None, colour)
            case "fill":
                return Standing("", fill, None, colour)
            case "both":
                return Standing(f"{colour.capitalize()} - {word.lower()}", None, state, colour)
            case _:  # yes_no: what "No" says of the state is left open
                done = state == "complete"
                return Standing("Yes" if done else "No", None, "complete" if done else None)
