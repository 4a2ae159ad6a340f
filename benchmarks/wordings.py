"""The actions written for this purpose, without their themes: what made-up actions are made from."""

from __future__ import annotations

import tomllib
from pathlib import Path


def read_wordings() -> list[str]:
    """Read every action of the examples of the framework."""
    told = tomllib.loads((Path(__file__).parent / "framework_examples.toml").read_text("utf-8"))
    return [action for actions in told["themes"].values() for action in actions]
