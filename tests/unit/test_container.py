"""The Containerfile, which no test builds: what it copies is there, and what it installs is locked and complete."""

from __future__ import annotations

import re
import tomllib
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
LINES = (ROOT / "Containerfile").read_text("utf-8").replace("\\\n", " ").splitlines()


def locked(name: str) -> dict[str, str]:
    """Package and version of each line of a lock."""
    text = (ROOT / name).read_text("utf-8")
    return {match[1].lower(): match[2] for match in re.finditer(r"(?m)^([\w.-]+)==([^ ;\\]+)", text)}


def test_what_is_copied_is_there_and_not_ignored() -> None:
    copied = [word for line in LINES if line.startswith("COPY") and "--from" not in line for word in line.split()[1:-1]]
    assert all((ROOT / name).exists() for name in copied)
    ignored = (ROOT / ".dockerignore").read_text("utf-8").split()
    assert ignored[0] == "*" and {f"!{name}" for name in copied} <= set(ignored)
    packages = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["tool"]["setuptools"]["packages"]["find"]
    assert {name.rstrip("*") for name in packages["include"]} <= set(copied)


def test_it_runs_without_root_and_says_where() -> None:
    user = [line.split()[1] for line in LINES if line.startswith("USER")]
    (made,) = re.findall(r"useradd .*--uid (\d+)", "\n".join(LINES))
    assert user == [made] and int(made) > 0  # a number, so that a host knows without the image that it is not root
    assert any(line.startswith("ENTRYPOINT") for line in LINES)


def test_its_lock_holds_what_a_run_with_ocr_needs_in_the_versions_that_are_tested() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]
    wanted = [
        *project["dependencies"],
        *(one for name in ("dask", "fetch", "ocr") for one in project["optional-dependencies"][name]),
    ]
    run = locked("requirements-run.lock")
    assert {re.split(r"[\[<>=]", one)[0].lower() for one in wanted} <= set(run)
    tested = {**locked("requirements-extras.lock"), **locked("requirements.lock")}
    assert {name: version for name, version in run.items() if tested.get(name) != version} == {}
