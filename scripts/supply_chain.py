"""What the program is made of: `python -m scripts.supply_chain sbom|licences`, from the metadata of installed packages.

The list of parts is CycloneDX 1.6 JSON. The licence check fails where a package that the program needs to run is under
the GPL or AGPL and under nothing else; packages for development alone are told and do not fail it. Names, versions and
hashes are those of the lock files, which say what is installed.
"""

from __future__ import annotations

import json
import re
import sys
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from importlib.metadata import Distribution, PackageNotFoundError, distribution
from pathlib import Path
from typing import Any

from packaging.requirements import Requirement

from scripts import vendor

ROOT = Path(__file__).resolve().parents[1]
PROGRAM = "councilplans"
EXTRAS = ("", "dask", "fetch", "ocr", "pandas", "review")  # for users; the others are for work on the program
_LOCKS = ("requirements.lock", "requirements-extras.lock")
_LOCKED = re.compile(r"^([A-Za-z0-9._-]+)==(\S+)((?:.*\\\n?|\s+--hash=\S+)*)", re.MULTILINE)
_HASH = re.compile(r"--hash=sha256:([0-9a-f]{64})")
_STRONG = re.compile(r"(?<!L)(?<!Lesser )\bA?GPL|(?<!Lesser )General Public License", re.IGNORECASE)
_LESSER = re.compile(r"\bLGPL|Lesser General Public|Library General Public", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Package:
    """One locked package; `licences` as it says itself, empty where it is not installed here."""

    name: str
    version: str
    hashes: tuple[str, ...]
    licences: tuple[str, ...]
    installed: bool
    needed_to_run: bool


def folded(name: str) -> str:
    """Return a package's name as PEP 503 compares it."""
    return re.sub(r"[-_.]+", "-", name).lower()


def locked_packages() -> list[Package]:
    """Return every package of the lock files, each once, by name."""
    needed = needed_to_run()
    found: dict[str, Package] = {}
    for lock in _LOCKS:
        for match in _LOCKED.finditer((ROOT / lock).read_text("utf-8")):
            name, version = folded(match[1]), match[2]
            known = _installed(name)
            if known is not None and known.version != version and name in found:
                continue
            hashes = tuple(_HASH.findall(match[3]))
            licences = licences_of(known) if known is not None else ()
            found[name] = Package(name, version, hashes, licences, known is not None, name in needed)
    return [found[name] for name in sorted(found)]


def needed_to_run() -> set[str]:
    """Return the names of all packages that the program needs on this system, with what those need."""
    needed: set[str] = set()
    waiting = [(PROGRAM, extra) for extra in EXTRAS]
    seen: set[tuple[str, str]] = set()
    while waiting:
        name, extra = waiting.pop()
        if (name, extra) in seen or (known := _installed(name)) is None:
            continue
        seen.add((name, extra))
        needed.add(name)
        for text in known.requires or ():
            wanted = Requirement(text)
            if wanted.marker is None or wanted.marker.evaluate({"extra": extra}):
                waiting += [(folded(wanted.name), inner) for inner in ("", *wanted.extras)]
    return needed - {PROGRAM}


def licences_of(known: Distribution) -> tuple[str, ...]:
    """Return what a package says of its licence: expression, classifiers, else its field of free text, cut short."""
    told: Any = known.metadata
    expression = told.get("License-Expression")
    if expression:
        return (str(expression),)
    classifiers = [entry.split(" :: ")[-1] for entry in told.get_all("Classifier") or () if entry.startswith("License")]
    classifiers = [entry for entry in classifiers if entry != "OSI Approved"]
    free = str(told.get("License") or "").strip().split("\n")[0][:80]
    return tuple(classifiers) or ((free,) if free else ())


def is_strong_copyleft(licences: Iterable[str]) -> bool:
    """Whether every licence that is offered is the GPL or the AGPL; a choice that has another is none.

    >>> is_strong_copyleft(["AGPL-3.0-only"]), is_strong_copyleft(["MIT OR GPL-2.0-only"])
    (True, False)
    >>> is_strong_copyleft(["GNU Lesser General Public License v3 (LGPLv3)"]), is_strong_copyleft([])
    (False, False)
    """
    offered = [choice for licence in licences for choice in re.split(r"\bOR\b", licence)]
    return bool(offered) and all(_STRONG.search(choice) and not _LESSER.search(choice) for choice in offered)


def _installed(name: str) -> Distribution | None:
    try:
        return distribution(name)
    except PackageNotFoundError:
        return None


def sbom(packages: Iterable[Package], scripts: Iterable[dict[str, Any]] = ()) -> dict[str, Any]:
    """Return the list of parts as CycloneDX 1.6, scripts of `vendor.toml` among them; equal parts, equal bytes."""
    return {
        "bomFormat": "CycloneDX",
        "specVersion": "1.6",
        "version": 1,
        "metadata": {"component": {"type": "application", "name": PROGRAM, "version": distribution(PROGRAM).version}},
        "components": [*map(_component, packages), *map(_script, scripts)],
    }


def _script(entry: dict[str, Any]) -> dict[str, Any]:
    purl = f"pkg:npm/{entry['package']}@{entry['version']}"
    return {
        "type": "library",
        "bom-ref": purl,
        "name": entry["package"],
        "version": entry["version"],
        "purl": purl,
        "scope": "required",
        "licenses": [{"license": {"name": entry["licence"]}}],
        "hashes": [{"alg": "SHA-256", "content": entry["sha256"]}],
    }


def _component(package: Package) -> dict[str, Any]:
    purl = f"pkg:pypi/{package.name}@{package.version}"
    component: dict[str, Any] = {
        "type": "library",
        "bom-ref": purl,
        "name": package.name,
        "version": package.version,
        "purl": purl,
        "scope": "required" if package.needed_to_run else "excluded",
    }
    if package.licences:
        component["licenses"] = [{"license": {"name": licence}} for licence in package.licences]
    if package.hashes:  # of the files that the lock allows, of which one is installed
        component["properties"] = [{"name": "locked:sha256", "value": digest} for digest in package.hashes]
    return component


def licence_lines(packages: Iterable[Package]) -> Iterator[tuple[bool, str]]:
    """Yield each package to look at: whether it fails the check, and a line about it."""
    for package in packages:
        told = "; ".join(package.licences)
        if package.installed and not package.licences:
            yield package.needed_to_run, f"{package.name} {package.version}: says nothing of its licence"
        elif is_strong_copyleft(package.licences):
            where = "needed to run" if package.needed_to_run else "for development alone"
            yield package.needed_to_run, f"{package.name} {package.version} ({where}): {told}"


def main(words: list[str]) -> int:
    """Print the list of parts, or check the licences; exit code 1 where a package may not be there."""
    packages = locked_packages()
    if words == ["sbom"]:
        sys.stdout.write(json.dumps(sbom(packages, vendor.declared()), indent=1) + "\n")
        return 0
    if words != ["licences"]:
        sys.stderr.write("Say sbom or licences.\n")
        return 2
    lines = list(licence_lines(packages))
    for fails, line in lines:
        sys.stdout.write(f"{'FAILS' if fails else 'note '}  {line}\n")
    failing = sum(fails for fails, _ in lines)
    needed = sum(package.needed_to_run for package in packages)
    sys.stdout.write(
        f"{len(packages)} locked packages, {needed} needed to run; {failing} with a licence that may not be there\n"
    )
    return int(failing > 0)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
