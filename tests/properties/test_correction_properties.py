"""Corrections twice are corrections once, in any order; any text survives the file."""

from __future__ import annotations

from hypothesis import given, settings
from hypothesis import strategies as st

from extractors.document import Heading
from pipeline.correction import Correction, in_order
from pipeline.corrections.corrections_file import CorrectionsError, corrections_csv, parse_corrections
from pipeline.corrections.document import corrected_rows
from pipeline.plan_rows import Known
from tests.builders.tables import document, table

TEXTS = ["Train all staff", "Map the seats by the river", "Hold a fair", "Open a hub for young people"]
PLAN = document(
    Heading("Action plan 2030-2034", 1),
    table(
        [
            ["Action", "Owner", "Timescale", "Status"],
            *[[text, f"Team {i}", "March 2031", "Open"] for i, text in enumerate(TEXTS)],
        ]
    ),
)
KNOWN = Known("0" * 16, "plan.docx")

printed = st.sampled_from([*TEXTS, "Words that stand nowhere in it", ""])
whens = st.sampled_from(["", "2031-01-01", "2031-02-01"])
rows = st.sampled_from([None, 2, 3, 9])


def corrections() -> st.SearchStrategy[Correction]:
    def some(field: str, correct: st.SearchStrategy[str]) -> st.SearchStrategy[Correction]:
        return st.builds(Correction, st.just(field), correct, table=st.just(1), row=rows, printed=printed, when=whens)

    return st.one_of(
        some("action", st.sampled_from(["Do this", "Do that", "(none)"])),
        some("outcome", st.just("All done")),
        some("owners", st.sampled_from(["Head of HR", "A; B", "(none)"])),
        some("due", st.sampled_from(["2031-01-01", "2032-01-01", "(none)"])),
        some("start", st.sampled_from(["2030-01-01", "(none)"])),
        some("periods", st.sampled_from(["Q1 2031/32", "ongoing", "2031-01-01 to 2031-02-01"])),
        some("state", st.sampled_from(["complete", "on_hold"])),
        some("row", st.sampled_from(["none", "above", "action", "one", "two: seats"])),
    )


@settings(deadline=None, max_examples=60)
@given(st.lists(corrections(), max_size=6), st.randoms())
def test_corrections_twice_and_in_any_order_are_corrections_once(some: list[Correction], chance) -> None:  # type: ignore[no-untyped-def]
    once = corrected_rows(PLAN, KNOWN, some)
    again = [*some, *some]
    chance.shuffle(again)
    assert corrected_rows(PLAN, KNOWN, again) == once
    assert [cell.text for cell in once.cells] == [cell.text for table in PLAN.tables for cell in table.cells]


@settings(deadline=None)
@given(st.text(max_size=30), st.text(max_size=30))
def test_any_text_survives_the_file_or_is_refused(words: str, why: str) -> None:
    one = Correction("action", words, files="a.pdf", printed="x", why=why)
    try:
        (back,) = parse_corrections(corrections_csv([one]), origin="x")
    except CorrectionsError:
        assert not words.strip()
        return
    assert in_order([back])[0].correct.split() == words.encode("utf-8", "replace").decode().split()
