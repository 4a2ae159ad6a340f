"""`python -m tests.fuzz`: mutated files through the real worker processes until the time is up.

Every input must end in a part with a status of its own. What counts as a finding: an exception of the reader or a
process that died (status `failed`), a time limit met, an input with no part, and words counted in the source that are
not the words carried where no issue says so: in a broken file they may differ, and the run tells. Findings are written
to a folder, one file each, under the number that makes them again.
"""

from __future__ import annotations

import argparse
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from extractors.limits import Limits
from pipeline.batch.pool import run_units
from pipeline.batch.unit import Unit
from pipeline.settings import Settings
from pipeline.store.parts import read_part
from tests.fuzz.mutate import mutate
from tests.fuzz.seeds import Seed, seed_files

_BATCH = 200  # inputs for which one set of worker processes is started
_SECONDS_EACH = 20.0  # time limit for one input; a good sample takes 0.02 to 0.3 s


@dataclass(slots=True)
class Tally:
    """What became of the inputs."""

    tried: int = 0
    missing: int = 0  # inputs with no part: none may be
    by_status: Counter[tuple[str, str]] = field(default_factory=Counter)  # (kind of file, status)
    findings: list[tuple[int, str, str]] = field(default_factory=list)  # (number, status, sentence)
    words_differ: int = 0

    @property
    def sound(self) -> bool:
        """Tell whether nothing was found."""
        return not self.findings and not self.missing


def fuzz(
    seeds: Sequence[Seed], *, first: int, inputs: int | None, seconds: float, folder: Path, jobs: int, keep: Path | None
) -> Tally:
    """Read mutated files numbered from `first` until `inputs` of them are read or the time is up."""
    end = time.monotonic() + seconds
    tally = Tally()
    number = first
    while time.monotonic() < end and (inputs is None or tally.tried < inputs):
        size = _BATCH if inputs is None else min(_BATCH, inputs - tally.tried)
        with tempfile.TemporaryDirectory(dir=folder) as name:
            _one_batch(seeds, range(number, number + size), Path(name), end, jobs, keep, tally)
        number += size
    return tally


def _one_batch(
    seeds: Sequence[Seed], numbers: range, folder: Path, end: float, jobs: int, keep: Path | None, tally: Tally
) -> None:
    units = list(_units(seeds, numbers, folder))
    # one page recognised from its pixels takes the time of a hundred inputs
    settings = Settings(limits=Limits(ocr=False), timeout=_SECONDS_EACH, max_memory_bytes=3 * 1024**3)
    running = run_units([unit for _, unit in units], len(units), settings, folder, jobs)
    kinds = {unit.source: seed.kind for seed, unit in units}
    for ended in running:
        part = read_part(ended.unit.out, ended.key)
        tally.tried += 1
        number = int(ended.unit.path.stem)
        if part is None:
            tally.missing += 1
            continue
        head = part.head
        tally.by_status[kinds[ended.unit.source], head.status] += 1
        differ = head.words_in_tables != head.words_carried
        tally.words_differ += differ
        if head.status in ("failed", "timed_out") or (differ and "words_lost" not in head.codes):
            told = head.error or f"{head.words_carried} of {head.words_in_tables} words carried"
            tally.findings.append((number, "words differ" if differ else head.status, told))
            if keep is not None:
                keep.mkdir(parents=True, exist_ok=True)
                (keep / ended.unit.path.name).write_bytes(ended.unit.path.read_bytes())
        if time.monotonic() > end:
            running.close()  # type: ignore[attr-defined]
            return


def _units(seeds: Sequence[Seed], numbers: range, folder: Path) -> Iterator[tuple[Seed, Unit]]:
    for number in numbers:
        seed = seeds[number % len(seeds)]
        others = [other.data for other in seeds if other.kind == seed.kind]
        path = folder / f"{number:08}{seed.suffix}"
        path.write_bytes(mutate(seed.data, number, others))
        yield seed, Unit(path, path.name, folder)


def _report(tally: Tally, seconds: float) -> Iterator[str]:
    yield f"{tally.tried} inputs in {seconds:.0f} s; {tally.missing} of them have no row"
    for kind in sorted({kind for kind, _ in tally.by_status}):
        counts = sorted((status, count) for (of, status), count in tally.by_status.items() if of == kind)
        yield f"  {kind:5} " + ", ".join(f"{count} {status}" for status, count in counts)
    yield f"{len(tally.findings)} findings; in {tally.words_differ} inputs the words counted and carried differ"
    for number, status, sentence in tally.findings[:50]:
        yield f"  {number:08} {status}: {sentence}"


def main() -> int:
    """Run by the options of the command line; exit code 1 where something was found."""
    parser = argparse.ArgumentParser(prog="python -m tests.fuzz", description="Reads mutated files until time is up.")
    parser.add_argument("--minutes", type=float, default=5.0)
    parser.add_argument("--inputs", type=int, default=None, help="stop after so many")
    parser.add_argument("--first", type=int, default=0, help="number of the first input")
    parser.add_argument("--jobs", type=int, default=1)
    parser.add_argument("--keep", type=Path, default=None, help="folder for inputs that were found out")
    wanted = parser.parse_args()
    began = time.monotonic()
    with tempfile.TemporaryDirectory(prefix="councilplans-fuzz-") as name:
        tally = fuzz(
            seed_files(),
            first=wanted.first,
            inputs=wanted.inputs,
            seconds=wanted.minutes * 60,
            folder=Path(name),
            jobs=wanted.jobs,
            keep=wanted.keep,
        )
    sys.stdout.write("\n".join(_report(tally, time.monotonic() - began)) + "\n")
    return 0 if tally.sound else 1


if __name__ == "__main__":
    sys.exit(main())
