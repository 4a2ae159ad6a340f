"""Put the rules and flags of timescales, as they are in the code, into the tables of docs/timescales.md.

python -m scripts.timescale_docs           write the tables anew
python -m scripts.timescale_docs --check   exit with 1 where they are not current
"""

from __future__ import annotations

import re
import sys
import tomllib
from pathlib import Path

from pipeline.normalise.timescale import parse_timescale, rules

ROOT = Path(__file__).resolve().parents[1]
PAGE = ROOT / "docs" / "timescales.md"
FLAGS = ROOT / "schema" / "codelists" / "timescale_flags.toml"
_TABLES = re.compile(r"(?<=<!-- (rules|flags) -->\n).*?(?=<!-- /\1 -->)", re.DOTALL)


def main() -> int:
    """Write or check; give the exit code."""
    old = PAGE.read_text("utf-8")
    new = with_tables(old)
    if "--check" in sys.argv:
        return int(new != old)
    PAGE.write_text(new, "utf-8", newline="\n")
    return 0


def with_tables(page: str) -> str:
    """Give the page with its tables as the code has them now."""
    tables = {"rules": _rules(), "flags": _flags()}
    return _TABLES.sub(lambda match: "\n".join(["", *tables[match[1]], "", ""]), page)


def _rules() -> list[str]:
    lines = ["| rule | example | reading | flags |", "| --- | --- | --- | --- |"]
    for rule in rules():
        reading = parse_timescale(rule.example)
        edtfs = [reading.edtf] if reading.edtf else [period.edtf for period in reading.periods]
        said = [*edtfs, "ongoing" if reading.ongoing else None, reading.recurrence, reading.state]
        told = "; ".join(part for part in said if part) or "no days"
        lines.append(f"| `{rule.name}` | {rule.example} | {told} | {', '.join(reading.flags)} |")
    return lines


def _flags() -> list[str]:
    lines = ["| flag | severity | meaning |", "| --- | --- | --- |"]
    for flag in tomllib.loads(FLAGS.read_text("utf-8"))["code"]:
        lines.append(f"| `{flag['code']}` | {flag['severity']} | {flag['meaning']} |")
    return lines


if __name__ == "__main__":
    sys.exit(main())
