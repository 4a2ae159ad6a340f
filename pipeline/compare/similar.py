"""Who else is doing this: for each action, the nearest actions of other councils.

Likeness is the cosine of TF-IDF vectors over stemmed words. Candidates are those that share one of an action's rarest
words, or a pair of them, the rarest first and no more than a limit, so the work grows with the number of actions and
not with its square; texts that are the same are compared once.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from heapq import nsmallest
from itertools import combinations, islice
from math import log, sqrt

from pipeline.compare.wording import stems, wording
from schema.rows import ActionRow


@dataclass(frozen=True, slots=True)
class SimilarSettings:
    """How far to look, and what to keep."""

    floor: float = 0.45  # cosine, 0 to 1, below which two actions are not similar
    most: int = 5  # similar actions kept for each action
    rarest: int = 6  # of an action's words, so many of the rarest, and their pairs, fetch candidates
    candidates: int = 250  # texts that an action is compared with at most
    shortest: int = 3  # different stems that an action must have to be compared


@dataclass(frozen=True, slots=True)
class Similar:
    """Two similar actions of different councils; `rank` is 1 for the nearest."""

    action_id: str
    council: str | None
    other_action_id: str
    other_council: str | None
    score: float  # 0 to 1
    rank: int


@dataclass(frozen=True, slots=True)
class _Text:
    """One wording, with all the rows that have it."""

    rows: tuple[ActionRow, ...]
    weights: Mapping[str, float]  # of length 1


def find_similar(rows: Iterable[ActionRow], settings: SimilarSettings = SimilarSettings()) -> Iterator[Similar]:
    """Give each action's nearest actions of other councils, in the order of the rows, the nearest first.

    Rows without a council count each document as a council of its own.
    """
    rows = list(rows)
    texts = _weigh(rows, settings)
    keys = [_keys(text, settings) for text in texts]
    shared = Counter(key for found in keys for key in found)
    by_key: dict[str, list[int]] = {}
    for number, found in enumerate(keys):
        for key in found:
            if shared[key] > 1:
                by_key.setdefault(key, []).append(number)
    of_row = {row.action_id: number for number, text in enumerate(texts) for row in text.rows}
    near: dict[int, list[tuple[float, int]]] = {}
    for row in rows:
        place = of_row.get(row.action_id)
        if place is None:
            continue
        if place not in near:
            near[place] = _nearest(place, texts, keys[place], by_key, settings)
        yield from _other_councils(row, near[place], texts, settings)


def _weigh(rows: Sequence[ActionRow], settings: SimilarSettings) -> list[_Text]:
    """Group rows by their wording and weigh the stems of each by how rare they are."""
    grouped: dict[tuple[str, ...], list[ActionRow]] = {}
    for row in rows:
        found = stems(wording(row))
        if len(set(found)) >= settings.shortest:
            grouped.setdefault(found, []).append(row)
    spread = Counter(stem for found in grouped for stem in set(found))
    texts = []
    for found, group in grouped.items():
        weights = {
            stem: (1 + log(count)) * (log((1 + len(grouped)) / (1 + spread[stem])) + 1)
            for stem, count in Counter(found).items()
        }
        length = sqrt(sum(weight * weight for weight in weights.values()))
        texts.append(_Text(tuple(group), {stem: weight / length for stem, weight in weights.items()}))
    return texts


def _keys(text: _Text, settings: SimilarSettings) -> tuple[str, ...]:
    """The words that fetch candidates: an action's weightiest stems and their pairs."""
    heavy = sorted(nsmallest(settings.rarest, text.weights, key=lambda stem: (-text.weights[stem], stem)))
    return (*heavy, *(f"{one} {other}" for one, other in combinations(heavy, 2)))


def _nearest(
    number: int,
    texts: Sequence[_Text],
    keys: Sequence[str],
    by_key: Mapping[str, Sequence[int]],
    settings: SimilarSettings,
) -> list[tuple[float, int]]:
    """Give the texts at or over the floor, nearest first, the text itself among them."""
    weights = texts[number].weights
    fetched = dict.fromkeys((number,))
    for key in sorted((key for key in keys if key in by_key), key=lambda key: (len(by_key[key]), key)):
        room = settings.candidates - len(fetched)
        if room <= 0:
            break
        fetched.update(dict.fromkeys(islice((other for other in by_key[key] if other not in fetched), room)))
    found = []
    for other in fetched:
        theirs = texts[other].weights
        score = sum(weight * theirs[stem] for stem, weight in weights.items() if stem in theirs)
        if score >= settings.floor:
            found.append((min(score, 1.0), other))
    return nsmallest(settings.most * 8, found, key=lambda pair: (-pair[0], pair[1]))


def _other_councils(
    row: ActionRow,
    near: Sequence[tuple[float, int]],
    texts: Sequence[_Text],
    settings: SimilarSettings,
) -> Iterator[Similar]:
    """Give the nearest rows of other councils; one of each council before a second of any."""
    own = row.council or row.document_id
    seen: Counter[str] = Counter()
    found: list[tuple[int, float, str, ActionRow]] = []
    for score, other in near:
        for candidate in texts[other].rows[: settings.most * 8]:
            council = candidate.council or candidate.document_id
            if council == own:
                continue
            found.append((seen[council], -score, candidate.action_id, candidate))
            seen[council] += 1
    chosen = sorted(nsmallest(settings.most, found, key=lambda one: one[:3]), key=lambda one: one[1:3])
    for rank, (_, negative, _, candidate) in enumerate(chosen, 1):
        yield Similar(row.action_id, row.council, candidate.action_id, candidate.council, round(-negative, 4), rank)
