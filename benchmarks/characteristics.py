"""The phrase index against spaCy's PhraseMatcher on the same phrases: the same finds, and how long each takes.

python -m benchmarks.characteristics [--actions N]
"""

from __future__ import annotations

import argparse
import time
import tomllib
from importlib.resources import files
from itertools import product

from pipeline.normalise.phrases import PhraseIndex, split_words

SUBJECTS = [
    "BAME staff",
    "older residents",
    "the gender pay gap",
    "LGBTQ+ colleagues",
    "a deaf applicant",
    "civic pride",
    "plain language",
]
VERBS = ["Review", "Publish", "Consult on", "Train managers about", "Report to cabinet on"]
ENDS = ["by March 2026", "with the unions", "in every directorate", "and act on what is found", "for carers & veterans"]


def make_texts(count: int) -> list[str]:
    """Make so many action-like texts."""
    texts = [f"{verb} {subject} {end}" for verb, subject, end in product(VERBS, SUBJECTS, ENDS)]
    return [texts[place % len(texts)] for place in range(count)]


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    parser.add_argument("--actions", type=int, default=10_000)
    texts = make_texts(parser.parse_args().actions)
    source = files("pipeline.normalise.characteristics") / "lexicons" / "characteristics.toml"
    groups = tomllib.loads(source.read_text("utf-8"))["group"]
    phrases = sorted({phrase for group in groups for phrase in group["named"] if "*" not in phrase})

    started = time.perf_counter()
    index = PhraseIndex((phrase, phrase) for phrase in phrases)
    ready = time.perf_counter() - started
    started = time.perf_counter()
    by_index = []
    for text in texts:
        words = split_words(text)
        by_index.append({(words[one.first].start, words[one.last - 1].end) for one in index.find_all(words)})
    print(f"phrase index:  ready in {ready:.3f} s, {len(texts)} texts in {time.perf_counter() - started:.3f} s")

    started = time.perf_counter()
    import spacy
    from spacy.matcher import PhraseMatcher

    language = spacy.blank("en")
    matcher = PhraseMatcher(language.vocab, attr="LOWER")
    matcher.add("named", [language.make_doc(phrase) for phrase in phrases])
    ready = time.perf_counter() - started
    started = time.perf_counter()
    by_spacy = []
    for text in texts:
        document = language.make_doc(text)
        by_spacy.append(
            {
                (document[first].idx, document[last - 1].idx + len(document[last - 1]))
                for _, first, last in matcher(document)
            }
        )
    print(f"PhraseMatcher: ready in {ready:.3f} s, {len(texts)} texts in {time.perf_counter() - started:.3f} s")

    differing = {text for text, one, other in zip(texts, by_index, by_spacy, strict=True) if one != other}
    print(f"texts with different finds: {len(differing)}")
    for text in sorted(differing)[:5]:
        print("  ", text)


if __name__ == "__main__":
    main()
