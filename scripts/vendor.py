"""Fetches the scripts of others that the report carries: `python -m scripts.vendor [--check]`; needs npm and a network.

pipeline/report/vendor/vendor.toml says which package and version they come from, and what they hash to. To take a newer
version change it there, run this, and copy the hashes that it prints. `--check` fetches nothing: it tells whether the
files that lie there are the ones written down.
"""

from __future__ import annotations

import hashlib
import subprocess
import sys
import tarfile
import tempfile
import tomllib
from collections.abc import Iterator
from pathlib import Path
from typing import Any

FOLDER = Path(__file__).resolve().parents[1] / "pipeline" / "report" / "vendor"


def declared() -> list[dict[str, Any]]:
    """Return the entries of vendor.toml, in the order in which a page loads the scripts."""
    entries: list[dict[str, Any]] = tomllib.loads((FOLDER / "vendor.toml").read_text("utf-8"))["script"]
    return entries


def faults() -> Iterator[str]:
    """Yield a sentence for each script that is missing or is not the one written down."""
    for entry in declared():
        path = FOLDER / entry["file"]
        digest = hashlib.sha256(path.read_bytes()).hexdigest() if path.is_file() else "no file"
        if digest != entry["sha256"]:
            yield f"{path.name}: {digest}, expected {entry['sha256']}"
        if not (FOLDER / entry["licence_file"]).is_file():
            yield f"{path.name}: no {entry['licence_file']}"


def fetch(entry: dict[str, Any]) -> None:
    """Put one script and its licence into the folder, from its npm package."""
    with tempfile.TemporaryDirectory() as name:
        package = f"{entry['package']}@{entry['version']}"
        subprocess.run(["npm", "pack", "--silent", package], cwd=name, check=True, capture_output=True)
        (archive,) = Path(name).glob("*.tgz")
        with tarfile.open(archive) as packed:
            for member, target in (("build/" + entry["file"], entry["file"]), ("LICENSE", entry["licence_file"])):
                inside = packed.extractfile(f"package/{member}")
                if inside is None:
                    raise SystemExit(f"{package}: no {member}")
                (FOLDER / target).write_bytes(inside.read())


def main(words: list[str]) -> int:
    """Fetch or check; exit code 1 where a file is not the one written down."""
    if words not in ([], ["--check"]):
        sys.stderr.write("Say nothing or --check.\n")
        return 2
    for entry in declared() if not words else ():
        fetch(entry)
    found = list(faults())
    for fault in found:
        sys.stdout.write(f"FAULT {fault}\n")
    return int(bool(found))


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
