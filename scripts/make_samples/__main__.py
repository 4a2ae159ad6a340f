"""Write the sample plans and the rows expected of them: `python -m scripts.make_samples [NAME…]`.

Where LibreOffice or Chromium is not installed, the committed file stays as it is and a line says so.
"""

from __future__ import annotations

import argparse
import json
import sys
from pathlib import Path
from typing import Any

from scripts.make_samples.expected import expected_actions
from scripts.make_samples.plans import Plan, Readings, read_readings
from scripts.make_samples.samples import SAMPLES, Sample, load

ROOT = Path(__file__).resolve().parents[2]
RAW = ROOT / "data" / "raw"
GOLDEN = ROOT / "tests" / "golden"

README = """# Sample plans

Plans of {councils} councils and other bodies that do not exist, written for this project in the manner of the field and
saved by the programs that councils use. Each probes something that real plans do. Put plans of your own beside them, a
folder for each council: `data/raw/<council>/<file>`.

| Council | File | Made by | Actions | What it probes |
| --- | --- | --- | --- | --- |
{rows}

`python -m scripts.make_samples` writes the files, the expected rows in `tests/golden/` and this page. The content is
in `scripts/make_samples/content/`, the layouts in `scripts/make_samples/samples.py`. Dates and identifiers inside the
files are fixed, so a second run gives the same bytes; another version of a producer may give others. Where LibreOffice
or Chromium is not installed, the committed file is left as it is.
"""


def main(arguments: list[str] | None = None) -> int:
    """Write the samples whose name holds one of the given words; all where none is given."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("names", nargs="*", help="only samples whose name contains one of these")
    parser.add_argument("--expected-only", action="store_true", help="write the expected rows and leave the files")
    options = parser.parse_args(arguments)
    readings = read_readings()
    (ROOT / "docs" / "sample-plans.md").write_text(readme(), "utf-8", newline="\n")
    for sample in SAMPLES:
        if options.names and not any(name in sample.stem for name in options.names):
            continue
        plan = load(sample)
        if not options.expected_only:
            _write_file(sample, plan)
        _write_expected(sample, plan, readings)
    return 0


def readme() -> str:
    """The page that says what each sample is, from the list of samples."""
    rows = []
    for sample in SAMPLES:
        plan = load(sample)
        rows.append(f"| {plan.council} | `{sample.file}` | {sample.producer} | {len(plan.actions)} | {sample.probes} |")
    return README.format(rows="\n".join(rows), councils=len({load(sample).council for sample in SAMPLES}))


def _write_file(sample: Sample, plan: Plan) -> None:
    path = RAW / plan.council / sample.file
    try:
        data = sample.make(plan)
    except FileNotFoundError as missing:
        print(f"{path.relative_to(ROOT)}: {missing} is not installed, so the committed file is left as it is.")
        return
    path.parent.mkdir(parents=True, exist_ok=True)
    same = path.exists() and path.read_bytes() == data
    path.write_bytes(data)
    print(f"{path.relative_to(ROOT)}: {len(data):,} bytes, {'unchanged' if same else 'written'}")


def expected_of(sample: Sample, plan: Plan, readings: Readings) -> dict[str, Any]:
    """What the file of expected rows of a sample holds."""
    return {
        "source": f"{plan.council}/{sample.file}",
        "producer": sample.producer,
        "probes": sample.probes,
        "council": plan.council if plan.listed else None,
        "title": plan.title,
        "period": list(plan.period) if plan.period else None,
        "actions": expected_actions(plan, readings, sample.changes),
    }


def _write_expected(sample: Sample, plan: Plan, readings: Readings) -> None:
    expected = expected_of(sample, plan, readings)
    path = GOLDEN / f"{sample.stem}.json"
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(json.dumps(expected, indent=1, ensure_ascii=False) + "\n", "utf-8", newline="\n")


if __name__ == "__main__":
    sys.exit(main())
