"""One entry a line changes how a lexicon looks and nothing of what it means."""

from __future__ import annotations

import tomllib

import tomli_w
from hypothesis import given
from hypothesis import strategies as st

from scripts.lexicon_lines import ROOT, WAITING, lexicons, main, one_a_line

TEXTS = st.text(st.characters(codec="utf-8", exclude_categories=("Cs", "Cc")), max_size=6)


@given(
    st.dictionaries(st.sampled_from("abc"), st.lists(TEXTS | st.sampled_from(('"', "#", "]", "\\", ", ")), max_size=4))
)
def test_what_a_file_means_stays(content: dict[str, list[str]]) -> None:
    for text in (
        tomli_w.dumps(content),
        "".join(f"{key} = {tomli_w.dumps({'x': value})[4:]}" for key, value in content.items()),
    ):
        new = one_a_line(text)
        assert tomllib.loads(new) == content
        assert one_a_line(new) == new


def test_comments_stay_with_the_entry_before_them() -> None:
    text = 'words = [\n  # greetings\n  "hello", "good day",  # met: letters\n  "hi",\n]\n'
    expected = 'words = [\n  # greetings\n  "hello",\n  "good day",  # met: letters\n  "hi",\n]\n'
    assert one_a_line(text) == expected


def test_lexicons_hold_one_entry_a_line_but_for_those_that_wait() -> None:
    assert len(list(lexicons())) >= 4
    assert main(["--check"]) == 0
    assert all((ROOT / folder).is_dir() for folder in WAITING)
