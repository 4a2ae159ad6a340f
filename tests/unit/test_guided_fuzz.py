"""The targets of the guided fuzzer take what they are meant to take, and the script says what it needs."""

from __future__ import annotations

import importlib.util

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from tests.fuzz import guided

WORDS = st.sampled_from(
    ["Q3", "2024/25", "by", "end of", "HR", "Head of", "/", "&", ",", "\t", "\n", "<b>", "-", "and", "x"]
)
TEXT = st.lists(st.one_of(WORDS, st.text(max_size=6)), max_size=12).map(" ".join)


@pytest.mark.parametrize("name", guided.PARSERS)
@settings(max_examples=60, deadline=None)
@given(text=TEXT)
@example(text="")
@example(text="\u0660\u0661/\u0662\u0664")
def test_a_target_takes_any_text(name: str, text: str) -> None:
    guided.PARSERS[name](text)


def test_a_target_that_is_not_there_is_wrong_use_and_without_atheris_the_script_says_what_to_install(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    with pytest.raises(SystemExit):
        guided.main(["cells"])
    monkeypatch.setattr(importlib.util, "find_spec", lambda _: None)
    assert guided.main(["owners"]) == 3
    assert "pip install atheris" in capsys.readouterr().err
