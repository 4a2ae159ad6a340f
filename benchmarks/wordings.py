"""The actions written for this purpose, without their themes: what made-up actions are made from."""

from __future__ import annotations

import tomllib
from pathlib import Path

from pipeline.normalise.framework.classifier import NO_THEME


def read_wordings() -> list[str]:
    """Read every action of the examples of the framework."""
    told = tomllib.loads((Path(__file__).parent / "framework_examples.toml").read_text("utf-8"))
    return [action for theme, actions in told["themes"].items() if theme != NO_THEME for action in actions]
