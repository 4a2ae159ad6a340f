"""Run the Python blocks of README.md over the sample plans and put what they print into the block below each.

The table under "Speed" is taken from benchmarks/RESULTS.md.

python -m scripts.readme           write README.md anew
python -m scripts.readme --check   exit with 1 where it is not current
"""

from __future__ import annotations

import contextlib
import io
import os
import re
import subprocess
import sys
import tempfile
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
RESULTS = ROOT / "benchmarks" / "RESULTS.md"
QUOTED = (
    "document", "pages", "our extraction", "our whole pipeline", "pdfplumber",
    "extraction ÷ pdfplumber", "pipeline ÷ pdfplumber", "our peak MiB",
)  # fmt: skip
_POWERS = re.compile(r"^Cost, (\w+), our (.+): seconds grow as pages to the power of ([\d.]+)\.$", re.MULTILINE)
_SPEED = re.compile(r"(?<=<!-- speed -->\n).*?(?=<!-- /speed -->)", re.DOTALL)
_BLOCKS = re.compile(r"```python\n((?:(?!```).)*)```\n\n```text\n(.*?)```\n", re.DOTALL)


def main() -> int:
    """Write or check; give the exit code."""
    readme = ROOT / "README.md"
    old = readme.read_text("utf-8")
    with tempfile.TemporaryDirectory() as temporary:
        place = Path(temporary)
        tables = place / "data" / "normalised"
        command = [sys.executable, "-m", "pipeline", "run", "data/raw", "--out", str(tables), "--log-json"]
        subprocess.run(command, cwd=ROOT, check=True, stdout=subprocess.DEVNULL)
        new = with_speed(filled(old, place), RESULTS.read_text("utf-8"))
    if "--check" in sys.argv:
        if new != old:
            print("README.md: what its examples print is not current. Run 'make readme'.")
        return int(new != old)
    readme.write_text(new, "utf-8", newline="\n")
    return 0


def filled(text: str, place: Path) -> str:
    """Return the page with the output of each block, run one after another from `place`."""
    names: dict[str, object] = {}

    def run(match: re.Match[str]) -> str:
        printed = io.StringIO()
        with contextlib.redirect_stdout(printed):
            exec(compile(match[1], "README.md", "exec"), names)  # noqa: S102 - our own page
        output = "\n".join(line.rstrip() for line in printed.getvalue().rstrip().splitlines())
        return f"```python\n{match[1]}```\n\n```text\n{output}\n```\n"

    before = Path.cwd()
    os.chdir(place)
    try:
        return _BLOCKS.sub(run, text)
    finally:
        os.chdir(before)


def with_speed(text: str, results: str) -> str:
    """Return the page with the table of the last benchmark, its day and its machine."""
    measured = next(line for line in results.splitlines() if line.startswith("Measured on")).partition(". Made by")[0]
    rows = [line.strip("| ").split(" | ") for line in results.splitlines() if line.startswith("| ")]
    head = next(row for row in rows if row[0] == "document")
    start = rows.index(head) + 2
    stop = next(at for at, row in enumerate(rows[start:], start) if len(row) != len(head))
    places = [head.index(name) for name in QUOTED]
    table = [QUOTED, ["---"] * len(places), *([row[place] for place in places] for row in rows[start:stop])]
    lines = [f"| {' | '.join(row)} |" for row in table]
    powers = [f"{power} ({style}, {tool})" for style, tool, power in _POWERS.findall(results)]
    grows = f"Seconds grow as pages to the power of {', '.join(powers)}."
    return _SPEED.sub(lambda _: "\n".join([f"{measured}.", "", *lines, "", grows, ""]), text)


if __name__ == "__main__":
    sys.exit(main())
