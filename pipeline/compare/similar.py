"""Who else is doing this: for each action, the nearest actions of other councils.

Likeness is the cosine of TF-IDF vectors over stemmed words and the subjects that they name ("tender" and "suppliers"
name procurement), in which words that stand in very many actions ("review", "staff", "equality") weigh little.
Candidates are those that share one of an action's rarest words, or a pair of them, the rarest first and no more than a
limit, so the work grows with the number of actions and not with its square; texts that are the same are compared once.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from heapq import nsmallest
from itertools import combinations, islice
from math import log, sqrt

from pipeline.compare.wording import is_subject, stems, topics, wording
from pipeline.progress import Tell, quiet
from schema.rows import ActionRow

_TOLD_EVERY = 256  # actions


@dataclass(frozen=True, slots=True)
class SimilarSettings:
    """How far to look, and what to keep."""

    floor: float = 0.35  # cosine, 0 to 1, below which two actions are not similar
    common_share: float = 0.02  # of the texts, from which a word is one that councils use in any action
    common_least: int = 25  # texts that such a word stands in at least: a few texts say nothing of what is common
    common_weight: float = 0.2  # what such a word weighs of what its rareness would give it
    subject_weight: float = 2.0  # what a subject weighs of what its rareness would give it, however common
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
class _Row:
    """What is kept of an action besides its words."""

    action_id: str
    document_id: str
    council: str | None
    text: int | None  # number of its wording; None where that is too short to compare


@dataclass(frozen=True, slots=True)
class _Text:
    """One wording, with all the rows that have it."""

    rows: tuple[_Row, ...]
    weights: Mapping[str, float]  # of length 1


def find_similar(
    rows: Iterable[ActionRow], settings: SimilarSettings = SimilarSettings(), tell: Tell = quiet
) -> Iterator[Similar]:
    """Yield each action's nearest actions of other councils, in the order of the rows, the nearest first.

    Rows without a council count each document as a council of its own. Rows are read once and not kept.
    """
    kept, texts = _weigh(rows, settings)
    keys: list[tuple[str, ...]] = []
    same: dict[str, str] = {}  # one object for each key, of which there are some twenty a text
    for text in texts:
        keys.append(tuple([same.setdefault(key, key) for key in _keys(text, settings)]))
    del same
    shared = Counter(key for found in keys for key in found)
    keys = [tuple([key for key in found if shared[key] > 1]) for found in keys]  # the others fetch nothing
    del shared
    by_key: dict[str, list[int]] = {}
    for number, found in enumerate(keys):
        for key in found:
            by_key.setdefault(key, []).append(number)
    near: dict[int, list[tuple[float, int]]] = {}
    for done, row in enumerate(kept):
        if done % _TOLD_EVERY == 0:
            tell("finding similar actions", done, len(kept))
        if row.text is None:
            continue
        if len(texts[row.text].rows) == 1:
            found_near = _nearest(row.text, texts, keys[row.text], by_key, settings)
        else:
            if row.text not in near:
                near[row.text] = _nearest(row.text, texts, keys[row.text], by_key, settings)
            found_near = near[row.text]
        yield from _other_councils(row, found_near, texts, settings)


def _weigh(rows: Iterable[ActionRow], settings: SimilarSettings) -> tuple[list[_Row], list[_Text]]:
    """Group rows by their wording and weigh the stems of each by how rare they are."""
    kept: list[_Row] = []
    numbers: dict[tuple[str, ...], int] = {}
    same: dict[str, str] = {}  # one object for each stem and for each council
    for row in rows:
        found = tuple([same.setdefault(topic, topic) for topic in topics(stems(wording(row)))])
        enough = len({topic for topic in found if not is_subject(topic)}) >= settings.shortest
        number = numbers.setdefault(found, len(numbers)) if enough else None
        council = row.council and same.setdefault(row.council, row.council)
        document_id = same.setdefault(row.document_id, row.document_id)
        kept.append(_Row(row.action_id, document_id, council, number))
    grouped: list[list[_Row]] = [[] for _ in numbers]
    for one in kept:
        if one.text is not None:
            grouped[one.text].append(one)
    spread = Counter(stem for found in numbers for stem in set(found))
    many = max(settings.common_least, settings.common_share * len(numbers))
    texts = []
    for found, number in numbers.items():
        weights = {
            stem: (1 + log(count))
            * (log((1 + len(numbers)) / (1 + spread[stem])) + 1)
            * _factor(stem, settings, common=spread[stem] > many)
            for stem, count in Counter(found).items()
        }
        length = sqrt(sum(weight * weight for weight in weights.values()))
        texts.append(_Text(tuple(grouped[number]), {stem: weight / length for stem, weight in weights.items()}))
    return kept, texts


def _factor(stem: str, settings: SimilarSettings, *, common: bool) -> float:
    if is_subject(stem):
        return settings.subject_weight
    return settings.common_weight if common else 1.0


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
    """Return the texts at or over the floor, nearest first, the text itself among them."""
    weights = texts[number].weights
    fetched = dict.fromkeys((number,))
    for key in sorted(keys, key=lambda key: (len(by_key[key]), key)):
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
    row: _Row,
    near: Sequence[tuple[float, int]],
    texts: Sequence[_Text],
    settings: SimilarSettings,
) -> Iterator[Similar]:
    """Yield the nearest rows of other councils; one of each council before a second of any."""
    own = row.council or row.document_id
    seen: Counter[str] = Counter()
    found: list[tuple[int, float, str, _Row]] = []
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
