"""Lexicons hold one entry a line: `python -m scripts.lexicon_lines [--check] [FILE…]`.

An array of more than one text is written with each text on a line of its own, so that a change shows as the entries
that came and went, and each can say where it was met: `"lead officer",  # met: trackers of audit committees`. What a
file means stays as it is, comments stay with the entry before them. `--check` writes nothing and fails where a file is
not so; without files it looks at every lexicon but those in `WAITING`, which are being rebuilt.
"""

from __future__ import annotations

import argparse
import re
import sys
import tomllib
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
WAITING = (
    "pipeline/read/",
    "pipeline/normalise/owner/",
    "pipeline/normalise/timescale/",
    "pipeline/normalise/framework/",
)
_ARRAY = re.compile(r"(?m)^(?P<key>[\w\"'-]+) = \[")
_PIECE = re.compile(r"""\s*(?:(?P<text>"(?:[^"\\]|\\.)*"|'[^']*')|(?P<comment>\#[^\n]*)|(?P<mark>,)|(?P<end>\]))""")


def one_a_line(text: str) -> str:
    """Return the text of a TOML file with the entries of each array of texts on lines of their own.

    >>> print(one_a_line('a = ["x", "y"]  # why'))
    a = [  # why
      "x",
      "y",
    ]
    >>> one_a_line('a = ["x"]'), one_a_line("a = [1, 2]")
    ('a = ["x"]', 'a = [1, 2]')
    """
    out: list[str] = []
    at = 0
    for found in _ARRAY.finditer(text):
        if found.start() < at or (read := _entries(text, found.end())) is None:
            continue
        entries, end = read
        if sum(not entry.startswith("#") for entry in entries) < 2:
            continue
        line_end = text.find("\n", end)
        after = text[end : line_end if line_end >= 0 else len(text)].strip()
        lines = [f"{found['key']} = [" + (f"  {after}" if after else ""), *(f"  {entry}" for entry in entries), "]"]
        out += [text[at : found.start()], "\n".join(lines)]
        at = line_end if line_end >= 0 else len(text)
    return "".join([*out, text[at:]])


def _entries(text: str, at: int) -> tuple[list[str], int] | None:
    """Return the lines of an array that begins at a place, and where it ends; None where it holds more than texts."""
    entries: list[str] = []
    while (piece := _PIECE.match(text, at)) is not None:
        fresh = "\n" in text[at : piece.start(piece.lastgroup or 0)]
        at = piece.end()
        if piece["end"]:
            return entries, at
        if piece["text"]:
            entries.append(piece["text"] + ",")
        elif piece["comment"] and entries and not fresh:
            entries[-1] += "  " + piece["comment"]
        elif piece["comment"]:
            entries.append(piece["comment"])
    return None


def lexicons() -> Iterator[Path]:
    """Yield every lexicon that is not waiting."""
    for path in sorted((ROOT / "pipeline").rglob("lexicons/*.toml")):
        if not path.relative_to(ROOT).as_posix().startswith(WAITING):
            yield path


def main(words: list[str]) -> int:
    """Write or check; exit code 1 where --check finds a file that is not so."""
    parser = argparse.ArgumentParser(prog="python -m scripts.lexicon_lines", description=__doc__)
    parser.add_argument("files", nargs="*", type=Path)
    parser.add_argument("--check", action="store_true")
    args = parser.parse_args(words)
    wrong = 0
    for path in args.files or lexicons():
        old = path.read_text("utf-8")
        new = one_a_line(old)
        if new == old:
            continue
        wrong += 1
        if args.check:
            print(f"{path}: holds several entries on a line. Run `make fix`.")
        elif tomllib.loads(new) != tomllib.loads(old):
            raise SystemExit(f"{path}: would come to mean something else; write it by hand.")
        else:
            path.write_text(new, "utf-8")
    return int(args.check and wrong > 0)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
