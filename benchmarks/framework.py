"""How often an action's module and theme are right: by cues alone, by the classifier alone, by both together.

    python -m benchmarks.framework [--labelled DIR]

Judged on actions written for the purpose: those held out without headings, and those that were written before the
classifier's examples and kept from them. `--labelled` adds plans read by hand, none of which the classifier was fitted
to: a folder of JSON lists of rows with `action`, `outcome`, `theme`, `objective`, `eflg_module` and `eflg_sure`.
"""

from __future__ import annotations

import argparse
import json
import tomllib
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

from pipeline.normalise.framework import Weights, place_action
from pipeline.normalise.framework.classifier import theme_chances
from pipeline.normalise.framework.edition import read_edition

HERE = Path(__file__).parent
NUMBERS = {place.name: place.number for place in (*read_edition().modules, *read_edition().themes)}


@dataclass(frozen=True, slots=True)
class Example:
    """An action with the places that are right, modules alone where a plan was placed by module only."""

    action: str
    places: frozenset[str]
    heading: str | None = None
    outcome: str | None = None
    plan: str = ""


Answer = tuple[str | None, str | None]  # module and theme, by their numbers


FULL, CUES_ALONE = Weights(), Weights(classifier=0.0)


def by_both(example: Example, weights: Weights = FULL) -> Answer:
    """What the program gives."""
    place = place_action(example.action, example.outcome, example.heading, None, weights=weights)
    return NUMBERS.get(place.module or ""), NUMBERS.get(place.theme or "")


def by_cues(example: Example) -> Answer:
    """What the cues and headings give by themselves."""
    return by_both(example, CUES_ALONE)


def by_classifier(example: Example) -> Answer:
    """What the classifier gives by itself, however unlikely."""
    chances = theme_chances(example.action)
    best = max(chances, key=lambda place: chances[place]) if chances else None
    return (best and best[0], best)


WAYS: dict[str, Callable[[Example], Answer]] = {"cues": by_cues, "classifier": by_classifier, "both": by_both}


def read_held_out(path: Path) -> list[Example]:
    """Read examples from a TOML file of themes."""
    themes = tomllib.loads(path.read_text("utf-8"))["themes"]
    return [Example(action, frozenset([theme])) for theme, actions in themes.items() for action in actions]


def read_unseen(path: Path) -> list[Example]:
    """Read examples with headings and further themes that are as good."""
    actions = tomllib.loads(path.read_text("utf-8"))["action"]
    return [Example(a["action"], frozenset([a["theme"], *a.get("also", ())]), a.get("heading")) for a in actions]


def read_labelled(folder: Path) -> list[Example]:
    """Read the rows that a person was sure of."""
    return [
        Example(
            row["action"] or "",
            frozenset([NUMBERS[row["eflg_module"]]]),
            " / ".join(part for part in (row["theme"], row["objective"]) if part),
            row["outcome"],
            path.name,
        )
        for path in sorted(folder.glob("*.actions.json"))
        for row in json.loads(path.read_text("utf-8"))
        if row.get("eflg_sure")
    ]


def report(name: str, examples: Sequence[Example]) -> None:
    """Print for each way how many modules are right, wrong and absent, and how many themes are right."""
    number = len(examples)
    for way, answer in WAYS.items():
        answers = [answer(example) for example in examples]
        pairs = list(zip(examples, answers, strict=True))
        module = sum(any(place[0] == got for place in one.places) for one, (got, _) in pairs)
        absent = sum(got is None for got, _ in answers)
        theme = sum(got in one.places for one, (_, got) in pairs)
        themes = (
            f"  theme {theme / number:.2f}" if any("." in place for one in examples for place in one.places) else ""
        )
        print(
            f"{name:34} {way:10} module {module / number:.2f}  wrong {(number - module - absent) / number:.2f}  "
            f"none {absent / number:.2f}{themes}  of {number}"
        )


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    parser.add_argument("--labelled", type=Path, help="folder of *.actions.json")
    options = parser.parse_args()
    report("held out", read_held_out(HERE / "framework_held_out.toml"))
    for name in ("unseen", "strangers"):
        report(name, read_unseen(HERE / f"framework_{name}.toml"))
    if options.labelled:
        labelled = read_labelled(options.labelled)
        report("labelled plans", labelled)
        report("labelled plans, headings hidden", [Example(e.action, e.places) for e in labelled if e.action])


if __name__ == "__main__":
    main()
