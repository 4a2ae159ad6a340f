"""Fit what single words of a heading say about the role of its column, from the headings that the lexicon knows.

    python -m scripts.fit_headings [--check]

Writes `pipeline/read/weights/heading_words.json`: for each word, beginning of a word and pair of words the logarithm of
how much likelier it makes each role. A multinomial logistic regression, fitted by gradient; `--check` prints instead
how well headings that were left out are told (five parts, each judged by what the other four teach).
"""

from __future__ import annotations

import argparse
import json
import tomllib
from collections import Counter
from collections.abc import Sequence
from pathlib import Path

import numpy as np
import numpy.typing as npt

from pipeline.read.headers import fold_heading
from pipeline.read.heading_words import NO_ROLE, features_of

ROOT = Path(__file__).resolve().parents[1] / "pipeline" / "read"
LEXICON = ROOT / "lexicons" / "header_roles.toml"
TARGET = ROOT / "weights" / "heading_words.json"
STEPS, RATE, PULL, DECAY = 400, 2.0, 0.9, 0.002  # of the gradient; chosen by `--check`
LEAST = 2  # headings that a feature is met in
SMALL = 0.05  # weights below this are left out

Example = tuple[frozenset[str], dict[str, float]]
Numbers = npt.NDArray[np.float64]


def examples() -> list[Example]:
    """The headings of the lexicon, as features, with the share of each role."""
    data = tomllib.loads(LEXICON.read_text("utf-8"))
    found: dict[str, dict[str, float]] = {}
    for role, headings in data["role"].items():
        found |= {fold_heading(heading): {role: 1.0} for heading in headings}
    found |= {fold_heading(heading): {NO_ROLE: 1.0} for heading in data["not_a_role"]}
    for heading, weights in data["ambiguous"].items():
        total = sum(weights.values())
        found[fold_heading(heading)] = {role: weight / total for role, weight in weights.items()} or {NO_ROLE: 1.0}
    return [(frozenset(features_of(heading)), roles) for heading, roles in found.items()]


def fit(taught: Sequence[Example], roles: Sequence[str]) -> dict[str, list[float]]:
    """Return the weight of each feature for each role; "" holds what is said without any."""
    count = Counter(feature for features, _ in taught for feature in features)
    known = {feature: at for at, feature in enumerate(f for f in sorted(count) if count[f] >= LEAST)}
    given = np.zeros((len(taught), len(known) + 1))
    wanted = np.zeros((len(taught), len(roles)))
    for at, (features, share) in enumerate(taught):
        met = [known[feature] for feature in features if feature in known]
        given[at, met] = 1.0 / np.sqrt(max(1, len(met)))
        given[at, -1] = 1.0
        for role, weight in share.items():
            wanted[at, roles.index(role)] = weight
    weights: Numbers = np.zeros((given.shape[1], len(roles)))
    speed: Numbers = np.zeros_like(weights)
    held = np.r_[np.ones(len(known)), 0.0][:, None] * DECAY * 10 / len(taught)
    for _ in range(STEPS):
        sums = given @ weights
        chance = np.exp(sums - sums.max(axis=1, keepdims=True))
        chance /= chance.sum(axis=1, keepdims=True)
        speed = PULL * speed - RATE * (given.T @ (chance - wanted) / len(taught) + held * weights)
        weights += speed
    rows = {feature: weights[at] for feature, at in known.items()} | {"": weights[-1]}
    return {feature: [round(float(w), 2) for w in row] for feature, row in rows.items() if np.abs(row).max() >= SMALL}


def check(taught: Sequence[Example], roles: Sequence[str]) -> None:
    """Print how often the likeliest role of a heading that was left out is right, by how likely it was."""
    order = np.random.default_rng(1).permutation(len(taught))
    told: list[tuple[float, bool]] = []
    for part in range(5):
        out = set(order[part::5].tolist())
        table = fit([one for at, one in enumerate(taught) if at not in out], roles)
        for at in sorted(out):
            features, share = taught[at]
            met = [np.array(table[feature]) for feature in features if feature in table]
            sums = np.array(table[""]) + sum(met, np.zeros(len(roles))) / np.sqrt(max(1, len(met)))
            chance = np.exp(sums - sums.max())
            chance /= chance.sum()
            told.append((float(chance.max()), roles[int(chance.argmax())] in share))
    told.sort()
    print(f"{len(told)} headings, right {np.mean([right for _, right in told]):.3f}")
    for part in np.array_split(np.array(told), 5):
        print(f"  likeliest role {part[:, 0].mean():.2f} likely, right {part[:, 1].mean():.2f}")


def main() -> None:
    """Fit and write, or check."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--check", action="store_true")
    taught = examples()
    roles = sorted({role for _, share in taught for role in share})
    if parser.parse_args().check:
        check(taught, roles)
        return
    table = fit(taught, roles)
    lines = ",\n".join(f" {json.dumps(feature)}: {json.dumps(row)}" for feature, row in sorted(table.items()))
    TARGET.write_text(f'{{"roles": {json.dumps(roles)},\n"words": {{\n{lines}\n}}}}\n', "utf-8")


if __name__ == "__main__":
    main()
