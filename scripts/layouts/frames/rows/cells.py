"""What the cells of an action print, and what they say of it."""

from __future__ import annotations

from dataclasses import dataclass, replace

from scripts.layouts.chance import Chance
from scripts.layouts.content import Content, Item
from scripts.layouts.frames.rows.heads import heading_of
from scripts.layouts.frames.rows.ways import RowsWays
from scripts.layouts.gold import Said, said_of
from scripts.layouts.headings import Headings
from scripts.layouts.states import UNSAID
from scripts.make_samples.blocks import Cell

UNSURE = ("outcome", "evidence", "progress", "gap")  # under no words an honest reader keeps these apart
DASHED = ("owner", "when", "outcome", "evidence", "progress")
DETAILS = ("owner", "when", "outcome")  # what a column of labelled lines holds
JOINTS = (" ", " ", ". ", ": ", " - ", ") ")


@dataclass(frozen=True, slots=True)
class InGroup:
    """Where an action stands: its place and number within the theme, and within the objective."""

    done: int
    total: int
    at: int
    count: int


@dataclass(slots=True)
class CellPrinter:
    """Prints the cells of one plan's actions."""

    content: Content
    chance: Chance
    ways: RowsWays
    inline: str | None  # what joins number and action in one cell; None where the number stands elsewhere
    dash: bool  # empty cells are printed as a dash
    joint: str  # between owner and date in one cell
    tick: str = "✓"

    def cell(self, item: Item, role: str, headings: Headings, place: InGroup) -> tuple[Cell | None, tuple[Said, ...]]:
        """The cell of a role, None where a merged cell above reaches over it; and what it says."""
        heading = heading_of(headings, role)
        kind = role.partition(":")[0]
        match kind:
            case "reference":
                return Cell(item.reference), ()
            case "action":
                text = item.action if self.inline is None else f"{item.reference}{self.inline}{item.action}"
                return Cell(text), (Said("action", heading, item.action),)
            case "status":
                return Cell(item.standing.text, fill=item.standing.fill), (said_of(item, role, heading),)
            case "due":
                return Cell(item.finish.text), ()
            case "empty":
                return Cell(""), ()
            case "tick":
                return self._tick(item, heading)
            case "details":
                return self._details(item, headings)
            case "year":
                return Cell(item.when.parts[1]), ()
            case "quarter" | "month":
                return Cell(item.when.parts[0]), (said_of(item, "when", heading),)
            case "owner_when":
                return self._two_in_one(item, heading)
            case "series":
                return self._of_series(item, heading)
            case "rating":
                return self._of_ratings(item, heading)
            case "owner" if self.ways.share_owner:
                return self._shared(said_of(item, role, heading), place.at == 0, place.count)
            case "evidence" if self.ways.share_evidence:
                return self._shared(said_of(item, role, heading), place.at % 2 == 0, min(2, place.count - place.at))
        unsure = role in headings.made_up and role in UNSURE
        one = said_of(item, role, heading, unsure=unsure)
        return Cell(one.text or ("-" if self.dash and role in DASHED else "")), (one,)

    def _shared(self, one: Said, first: bool, reach: int) -> tuple[Cell | None, tuple[Said, ...]]:
        """A cell that is said once and merged over some rows."""
        return (Cell(one.text, row_span=reach) if first else None), (one,)

    def _two_in_one(self, item: Item, heading: str) -> tuple[Cell, tuple[Said, ...]]:
        """One column for who and when; a reader may keep the whole text for each of the two."""
        text = self.joint.join(part for part in (item.owner.text, item.when.text) if part)
        owner, when = said_of(item, "owner", heading), said_of(item, "when", heading)
        return Cell(text), (replace(owner, whole=text), replace(when, whole=text))

    def _details(self, item: Item, headings: Headings) -> tuple[Cell, tuple[Said, ...]]:
        """One column for all that is said of an action, each thing on a line of its own behind its label."""
        told = [said_of(item, role, headings.of(role)) for role in DETAILS]
        lines = [f"{one.heading}{'' if one.heading.endswith('?') else ':'} {one.text}" for one in told if one.text]
        text = "\n".join(line.replace("\n", ", ") for line in lines)
        return Cell(text), tuple(replace(one, text=one.text.replace("\n", ", "), whole=text) for one in told)

    def _tick(self, item: Item, heading: str) -> tuple[Cell, tuple[Said, ...]]:
        """A tick where the action serves the group that the column is for."""
        text = self.tick if self.chance.part(f"{heading}/{item.action}").maybe(0.3) else ""
        return Cell(text), (Said("tick", heading, text),)

    def _of_series(self, item: Item, heading: str) -> tuple[Cell, tuple[Said, ...]]:
        """One of the columns of progress; the later ones are often still empty."""
        at = self.ways.series.index(heading)
        told = self.chance.part(f"series/{item.reference}/{item.action}").number(0, len(self.ways.series))
        text = self.content.wording("progress") if at < told else ""
        return Cell(text), (Said("series", heading, text),)

    def _of_ratings(self, item: Item, heading: str) -> tuple[Cell, tuple[Said, ...]]:
        """One of the columns of states; the later ones are often still empty."""
        at = self.ways.ratings.index(heading)
        told = self.chance.part(f"ratings/{item.reference}/{item.action}").number(1, len(self.ways.ratings))
        standing = self.content.standings.draw() if at < told else UNSAID
        return Cell(standing.text, fill=standing.fill), (Said("rating", heading, standing.text, value=standing),)


def cut_action(cell: Cell) -> tuple[Cell, str]:
    """Break the words of an action's cell in the middle of a sentence: the first part, and what goes on below."""
    words = cell.text.split(" ")
    middle = len(words) // 2
    while middle < len(words) - 1 and not words[middle][:1].islower():
        middle += 1
    return replace(cell, text=" ".join(words[:middle])), " ".join(words[middle:])
