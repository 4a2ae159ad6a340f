"""Fit the classifier of framework themes to examples written for it, and show how well it tells what it has not seen.

    python -m scripts.fit_framework [--check]

Writes `pipeline/normalise/framework/weights/themes.json`: words and pairs of words, how rare each is among the
examples, and what each says for each theme. Needs scikit-learn (`make extras`); reading the weights needs numpy alone.
`--check` prints instead how often examples left out (five parts, each told by the other four) are told rightly.
"""

from __future__ import annotations

import argparse
import json
import tomllib
from collections import Counter
from pathlib import Path
from typing import Any

from pipeline.normalise.framework.classifier import features_of

ROOT = Path(__file__).resolve().parents[1]
EXAMPLES = ROOT / "benchmarks" / "framework_examples.toml"
TARGET = ROOT / "pipeline" / "normalise" / "framework" / "weights" / "themes.json"
STRENGTH = 5.0  # how far weights may follow the examples; chosen by `--check`
LEAST_PAIRS = 2  # examples that a pair of words is met in
PARTS = 5


def read_examples() -> tuple[list[str], list[str]]:
    """Return actions, and the theme of each."""
    themes = tomllib.loads(EXAMPLES.read_text("utf-8"))["themes"]
    return [action for actions in themes.values() for action in actions], [t for t, a in themes.items() for _ in a]


def vocabulary(actions: list[str]) -> list[str]:
    """Return the features that are worth a weight: every word, and the pairs met more than once."""
    met = Counter(feature for action in actions for feature in set(features_of(action)))
    return sorted(feature for feature, number in met.items() if " " not in feature or number >= LEAST_PAIRS)


def fit(actions: list[str], themes: list[str]) -> tuple[Any, Any]:
    """Return the fitted vectoriser and regression."""
    from sklearn.feature_extraction.text import TfidfVectorizer
    from sklearn.linear_model import LogisticRegression

    vectors = TfidfVectorizer(analyzer=features_of, sublinear_tf=True, vocabulary=vocabulary(actions))
    model = LogisticRegression(C=STRENGTH, max_iter=400, class_weight="balanced")
    model.fit(vectors.fit_transform(actions), themes)
    return vectors, model


def left_out(actions: list[str], themes: list[str]) -> list[list[float]]:
    """Return the chances of each example's themes, told by the examples of the other parts."""
    found: list[list[float]] = [[] for _ in actions]
    for part in range(PARTS):
        others = [at for at in range(len(actions)) if at % PARTS != part]
        own = range(part, len(actions), PARTS)
        vectors, model = fit([actions[at] for at in others], [themes[at] for at in others])
        for at, row in zip(own, model.predict_proba(vectors.transform([actions[at] for at in own])), strict=True):
            found[at] = row.tolist()
    return found


def main() -> None:
    """Fit and write, or check."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    parser.add_argument("--check", action="store_true", help="print how well examples left out are told")
    options = parser.parse_args()
    actions, themes = read_examples()
    if options.check:
        numbers = sorted(set(themes))
        best = [numbers[row.index(max(row))] for row in left_out(actions, themes)]
        pairs = list(zip(best, themes, strict=True))
        theme, module = (sum(a[:n] == b[:n] for a, b in pairs) / len(pairs) for n in (3, 1))
        print(f"{len(pairs)} examples left out: theme {theme:.3f}, module {module:.3f}")
        return
    vectors, model = fit(actions, themes)
    features = {
        name: [round(float(vectors.idf_[at]), 2), *(round(float(weight), 2) for weight in model.coef_[:, at])]
        for name, at in sorted(vectors.vocabulary_.items())
    }
    head = {"themes": model.classes_.tolist(), "intercept": [round(float(one), 3) for one in model.intercept_]}
    lines = ",\n".join(f"  {json.dumps(name)}: {json.dumps(row)}" for name, row in features.items())
    TARGET.write_text(f'{json.dumps(head)[:-1]}, "features": {{\n{lines}\n}}}}\n', "utf-8")
    print(f"{TARGET.name}: {len(features)} features, {TARGET.stat().st_size // 1024} KB")


if __name__ == "__main__":
    main()
