"""How often an action's module is right: by the program's cues, and by a small text classifier trained on our examples.

    python -m benchmarks.framework [--labelled DIR]

Without options both are judged on actions written for the purpose, without headings: those that the classifier is
trained on (by leaving one in five out in turn) and those held out. `--labelled` adds plans read by hand: a folder of
JSON lists of rows with `action`, `outcome`, `theme`, `objective`, `eflg_module` and `eflg_sure`.
"""

from __future__ import annotations

import argparse
import json
import math
import tomllib
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path

from pipeline.normalise.framework import place_action
from pipeline.normalise.framework.edition import read_edition
from pipeline.normalise.phrases import split_words

HERE = Path(__file__).parent
FOLDS = 5


@dataclass(frozen=True, slots=True)
class Example:
    """An action with its right module; headings and outcome where a plan has them."""

    action: str
    module: str  # number
    headings: str = ""
    outcome: str = ""


class NaiveBayes:
    """Multinomial naive Bayes over words and pairs of words, with add-one smoothing."""

    def __init__(self, examples: Iterable[Example]) -> None:
        self.counts: dict[str, Counter[str]] = {}
        self.modules: Counter[str] = Counter()
        for example in examples:
            self.modules[example.module] += 1
            self.counts.setdefault(example.module, Counter()).update(features(example.action))
        self.vocabulary = len({word for counts in self.counts.values() for word in counts})

    def predict(self, example: Example) -> str:
        """Return the likeliest module."""
        words = [*features(example.action), *features(example.outcome), *features(example.headings)]

        def likelihood(module: str) -> float:
            counts = self.counts[module]
            total = sum(counts.values()) + self.vocabulary
            return math.log(self.modules[module]) + sum(math.log((counts[word] + 1) / total) for word in words)

        return max(sorted(self.modules), key=likelihood)


def features(text: str) -> list[str]:
    """Words shortened to their first six letters, and pairs of neighbours."""
    words = [word.text[:6] for word in split_words(text)]
    return [*words, *(f"{first} {second}" for first, second in pairwise(words))]


def by_cues(example: Example) -> str | None:
    """The module that the program gives."""
    name = place_action(example.action, example.outcome, example.headings, None).module
    return next((module.number for module in read_edition().modules if module.name == name), None)


def read_examples(path: Path) -> list[Example]:
    """Read examples from a TOML file of themes."""
    themes = tomllib.loads(path.read_text("utf-8"))["themes"]
    return [Example(action, theme[0]) for theme, actions in themes.items() for action in actions]


def read_labelled(folder: Path) -> list[Example]:
    """Read the rows that a person was sure of."""
    number = {module.name: module.number for module in read_edition().modules}
    return [
        Example(
            row["action"] or "",
            number[row["eflg_module"]],
            " / ".join(part for part in (row["theme"], row["objective"]) if part),
            row["outcome"] or "",
        )
        for path in sorted(folder.glob("*.actions.json"))
        for row in json.loads(path.read_text("utf-8"))
        if row.get("eflg_sure")
    ]


def report(name: str, examples: Sequence[Example], answers: Sequence[str | None]) -> None:
    """Print how many answers are right, wrong and absent."""
    right = sum(example.module == answer for example, answer in zip(examples, answers, strict=True))
    absent = sum(answer is None for answer in answers)
    print(
        f"{name:58} right {right / len(examples):.3f}  wrong {(len(examples) - right - absent) / len(examples):.3f}  "
        f"none {absent / len(examples):.3f}  of {len(examples)}"
    )


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    parser.add_argument("--labelled", type=Path, help="folder of *.actions.json")
    options = parser.parse_args()
    examples = read_examples(HERE / "framework_examples.toml")
    held_out = read_examples(HERE / "framework_held_out.toml")
    trained = NaiveBayes(examples)
    folds: list[str | None] = [""] * len(examples)
    for fold in range(FOLDS):
        model = NaiveBayes(example for place, example in enumerate(examples) if place % FOLDS != fold)
        for place in range(fold, len(examples), FOLDS):
            folds[place] = model.predict(examples[place])
    report("cues, own examples (seen while the cues were widened)", examples, [by_cues(one) for one in examples])
    report("classifier, own examples, one in five left out", examples, folds)
    report("cues, held-out examples", held_out, [by_cues(one) for one in held_out])
    report("classifier, held-out examples", held_out, [trained.predict(one) for one in held_out])
    if options.labelled:
        labelled = read_labelled(options.labelled)
        report("cues, labelled plans", labelled, [by_cues(one) for one in labelled])
        report("classifier, labelled plans", labelled, [trained.predict(one) for one in labelled])
        bare = [Example(one.action, one.module) for one in labelled if one.action]
        report("cues, labelled plans, headings hidden", bare, [by_cues(one) for one in bare])
        report("classifier, labelled plans, headings hidden", bare, [trained.predict(one) for one in bare])


if __name__ == "__main__":
    main()
