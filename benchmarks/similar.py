"""How long it takes to find similar actions among many: made-up actions of made-up councils.

python -m benchmarks.similar [--actions N]
"""

from __future__ import annotations

import argparse
import random
import time
from pathlib import Path

from benchmarks.wordings import read_wordings
from pipeline.compare.similar import find_similar
from schema.rows import ActionRow

HERE = Path(__file__).parent
PER_COUNCIL = 200


def make_rows(count: int, seed: int = 4) -> list[ActionRow]:
    """Make actions by changing words of the examples: some nearly the same, some far from all."""
    chance = random.Random(seed)  # noqa: S311 (no secret)
    examples = read_wordings()
    words = sorted({word for example in examples for word in example.split()})
    rows = []
    for number in range(count):
        action = chance.choice(examples).split()
        for _ in range(chance.randint(0, 5)):
            action[chance.randrange(len(action))] = chance.choice(words)
        council = f"Council {number // PER_COUNCIL}"
        rows.append(ActionRow(action_id=f"a{number}", document_id=council, council=council, action=" ".join(action)))
    return rows


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    parser.add_argument("--actions", type=int, default=10_000)
    rows = make_rows(parser.parse_args().actions)
    started = time.perf_counter()
    found = sum(1 for _ in find_similar(rows))
    print(f"{len(rows)} actions: {found} similar actions found in {time.perf_counter() - started:.1f} s")


if __name__ == "__main__":
    main()
