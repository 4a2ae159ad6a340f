"""Run the Python blocks of README.md over the sample plans and put what they print into the block below each.

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
_BLOCKS = re.compile(r"```python\n(.*?)```\n\n```text\n(.*?)```\n", re.DOTALL)


def main() -> int:
    """Write or check; give the exit code."""
    readme = ROOT / "README.md"
    old = readme.read_text("utf-8")
    with tempfile.TemporaryDirectory() as temporary:
        place = Path(temporary)
        tables = place / "data" / "normalised"
        command = [sys.executable, "-m", "pipeline", "run", "data/raw", "--out", str(tables), "--log-json"]
        subprocess.run(command, cwd=ROOT, check=True, stdout=subprocess.DEVNULL)
        new = filled(old, place)
    if "--check" in sys.argv:
        if new != old:
            print("README.md: what its examples print is not current. Run 'make readme'.")
        return int(new != old)
    readme.write_text(new, "utf-8", newline="\n")
    return 0


def filled(text: str, place: Path) -> str:
    """Give the page with the output of each block, run one after another from `place`."""
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


if __name__ == "__main__":
    sys.exit(main())
