"""Choices by seed: the same seed and name give the same stream, whatever else was drawn before."""

from __future__ import annotations

import random
from collections.abc import Sequence
from typing import TypeVar

T = TypeVar("T")


class Chance:
    """A stream of choices; `part` opens another that does not disturb this one."""

    def __init__(self, seed: str) -> None:
        self.seed = seed
        self._random = random.Random(seed)  # noqa: S311 - made-up text

    def part(self, name: str) -> Chance:
        """Give the stream of a part, the same however much was drawn from this one."""
        return Chance(f"{self.seed}/{name}")

    def pick(self, options: Sequence[T]) -> T:
        """Give one of the options, each as likely."""
        return options[int(self._random.random() * len(options))]

    def weighed(self, **options: float) -> str:
        """Give the name of one of the options, as likely as its weight says."""
        return self._random.choices(list(options), list(options.values()))[0]

    def maybe(self, likely: float) -> bool:
        """Tell whether something of that likelihood (0 to 1) happens."""
        return self._random.random() < likely

    def number(self, least: int, most: int) -> int:
        """Give a whole number, both ends included."""
        return self._random.randint(least, most)

    def some(self, options: Sequence[T], count: int) -> list[T]:
        """Give so many different options in the order in which they stand; all where there are fewer."""
        count = min(count, len(options))
        return [options[i] for i in sorted(self._random.sample(range(len(options)), count))]

    def shuffled(self, options: Sequence[T]) -> list[T]:
        """Give the options in another order."""
        return self._random.sample(list(options), len(options))
