"""Corrections by people: the file, where each finds its place, what it changes, what is told of it."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path

import pytest

from extractors.document import Document, Heading, Table
from pipeline.corrected_owners import correct_owners, corrections_of
from pipeline.correction import NOTHING, Correction, for_file
from pipeline.corrections.apply import ToldReading, correct_rows, correct_texts
from pipeline.corrections.corrections_file import (
    CorrectionsError,
    add_corrections,
    corrections_csv,
    parse_corrections,
)
from pipeline.corrections.document import corrected_rows
from pipeline.corrections.values import shown_value, with_value
from pipeline.fold import fold
from pipeline.looks.look import words_of
from pipeline.plan import finish_owners
from pipeline.plan_rows import Known
from pipeline.read.reading import read_document
from pipeline.read.told import Told
from pipeline.settings import Settings, correction_entries
from schema.rows import ActionRow, DoubtValue, PlanRows
from scripts.layouts.families import make
from tests.builders.tables import document, table

HEAD = ["Action", "Lead officer", "Timescale", "Outcome"]
ROWS = [
    ["Train all staff in deaf awareness", "Head of HR", "March 2031", "All staff trained"],
    ["Map seats along the river walk", "Parks Manager", "Once the lease ends", "Map on the website"],
    ["Hold a fair for young carers", "Youth Team", "June 2031", "Fair held"],
]
PLAN = document(Heading("Equality Action Plan 2030-2034", 1), table([HEAD, *ROWS]))
KNOWN = Known("0" * 16, "plan.docx")


def read(*corrections: Correction, plan: Document = PLAN, known: Known = KNOWN) -> PlanRows:
    return corrected_rows(plan, known, corrections)


def of(rows: PlanRows, at: int = 1) -> ActionRow:
    return rows.actions[at]


def correction(field: str, correct: str, printed: str = ROWS[1][0], **more: object) -> Correction:
    return Correction(field=field, correct=correct, printed=printed, **more)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("field", "correct", "shown"),
    [
        ("action", "Map benches along the river", "Map benches along the river"),
        ("theme", "Outdoors", "Outdoors"),
        ("outcome", NOTHING, NOTHING),
        ("owners", "Parks Manager; Rangers", "Parks Manager; Rangers"),
        ("periods", "Spring 2031", "2031-03-01 to 2031-05-31"),
        ("periods", "2031-03-01 to 2031-05-31; annual", "2031-03-01 to 2031-05-31; annual"),
        ("periods", "ongoing", "ongoing"),
        ("due", "2031-05-31", "2031-05-31"),
        ("start", "2031-03-01", "2031-03-01"),
        ("ongoing", "yes", "yes"),
        ("state", "complete", "complete"),
        ("rag", "red", "red"),
        ("characteristics", "age; disability", "age; disability"),
        ("eflg_theme", "1.3", "Effective community engagement"),
    ],
)
def test_a_value_is_put_right_and_its_row_says_so(field: str, correct: str, shown: str) -> None:
    rows = read(correction(field, correct, by="A. Reader", when="2031-01-05", why="seen on the page"))
    assert shown_value(of(rows), field) == shown
    assert of(rows).corrected == (field,)
    assert any(rule.field == field and "A. Reader on 2031-01-05" in rule.rule for rule in of(rows).rules)
    # what is said of one row bears on how likely another is right
    assert replace(of(rows, 0), confidence=1.0, doubts=()) == replace(of(read(), 0), confidence=1.0, doubts=())
    said = [{issue.code for issue in one.issues if issue.action_id == of(rows).action_id} for one in (rows, read())]
    assert said[0] <= said[1]


def test_a_theme_that_was_second_is_not_given_twice() -> None:
    both = replace(of(read()), eflg_theme="Service delivery", eflg_theme_2="Workforce diversity", eflg_score_2=0.3)
    right = with_value(both, "eflg_theme", "4.1", None)
    assert (right.eflg_theme, right.eflg_theme_2, right.eflg_score_2) == ("Workforce diversity", None, None)
    other = with_value(both, "eflg_theme", "1.3", None)
    assert other.eflg_theme_2 == "Workforce diversity"


def test_values_are_read_from_the_right_words() -> None:
    rows = read(correction("timescale_text", "Spring 2031"), correction("owner_text", "Head of Parks and Rangers Team"))
    assert of(rows).due == date(2031, 5, 31)
    assert of(rows).timescale_text == "Spring 2031"
    assert len(of(rows).owners) == 2


def test_what_was_found_right_stays_when_another_version_reads_otherwise() -> None:
    same = correction("outcome", "Map on the website", read="Map on the website")
    assert of(read(same)).corrected == ()
    assert any(rule.rule.startswith("found right") for rule in of(read(same)).rules)
    kept = correction("outcome", "A map in the library", read="A map in the library")
    assert of(read(kept)).outcome == "A map in the library"
    assert of(read(kept)).corrected == ("outcome",)


def test_a_settled_value_is_doubted_no_more() -> None:
    plain = of(read())
    settled = of(read(correction("periods", "Spring 2031")))
    assert not [doubt for doubt in settled.doubts if doubt.field in ("periods", "due", "timescale_text")]
    assert settled.confidence >= plain.confidence


def test_a_correction_finds_its_words_when_rows_have_moved() -> None:
    moved = document(Heading("Plan", 1), table([HEAD, ROWS[2], ["Open a new hub", "Estates", "2031", "Hub"], ROWS[1]]))
    rows = read(correction("due", "2031-05-31", table=1, row=3), plan=moved)
    assert [action.due == date(2031, 5, 31) for action in rows.actions] == [False, False, True]


def test_of_two_rows_with_the_same_words_the_place_decides() -> None:
    twice = document(table([HEAD, ROWS[1], ROWS[1]]))
    rows = read(correction("state", "complete", table=1, row=3), plan=twice)
    assert [action.state for action in rows.actions] == [None, "complete"]
    lost = read(correction("state", "complete"), plan=twice)
    assert [issue.code for issue in lost.issues if issue.code == "correction_lost"] == ["correction_lost"]


@pytest.mark.parametrize("field", ["outcome", "due", "row", "role"])
def test_a_correction_without_a_place_is_told(field: str) -> None:
    value = {"due": "2031-01-01", "row": "none", "role": "owner"}.get(field, "Anything")
    (issue,) = [
        issue
        for issue in read(correction(field, value, printed="Words that stand nowhere at all", by="A. Reader")).issues
        if issue.code == "correction_lost"
    ]
    assert issue.severity == "warning"
    assert issue.verbatim == "Words that stand nowhere at all"
    assert "A. Reader" in issue.message


@pytest.mark.parametrize(
    ("field", "correct", "printed"),
    [
        ("outcome", "Map on the website", ROWS[1][0]),
        ("due", "2031-03-31", ROWS[0][0]),
        ("role", "owner", "Lead officer"),
        ("row", "action", ROWS[0][0]),
    ],
)
def test_what_is_read_so_anyway_is_told(field: str, correct: str, printed: str) -> None:
    issues = read(correction(field, correct, printed=printed)).issues
    assert [issue.severity for issue in issues if issue.code == "correction_not_needed"] == ["info"]


def test_a_column_plays_the_role_that_a_person_gave_it() -> None:
    odd = document(table([["Action", "Zephyr", "Outcome"], *[[row[0], row[1], row[3]] for row in ROWS]]))
    rows = read(correction("role", "progress", printed="Zephyr"), plan=odd)
    assert of(rows).progress == "Parks Manager"
    assert of(rows).owner_text is None
    assert "progress" in of(rows).corrected


def test_a_column_without_a_heading_plays_the_role_that_a_person_gave_it_by_its_place() -> None:
    bare = document(table([[f"1.{n}", *row[:2], "March 2031", row[3]] for n, row in enumerate(ROWS, 1)]))
    told = Correction("role", "progress", files="plan.docx", table=1, column=5)
    assert of(read(plan=bare)).progress is None
    assert of(read(told, plan=bare)).progress == "Map on the website"
    assert of(read(told, plan=bare)).owner_text == "Parks Manager"
    assert "progress" in of(read(told, plan=bare)).corrected
    for lost in (replace(told, table=2), replace(told, column=6)):
        assert "correction_lost" in {issue.code for issue in read(lost, plan=bare).issues}


@pytest.mark.parametrize(
    ("field", "said", "was", "told"),
    [
        ("eflg_theme", "1.3", "Effective community engagement", []),  # the theme by its number
        ("eflg_theme", "1.3", "", ["correction_not_needed"]),
        ("eflg_theme", "1.3", "Service delivery", ["correction_not_needed"]),
        ("owner_text", "Parks Manager", "Park Manager", ["correction_not_needed"]),
        ("action", ROWS[1][0], ROWS[1][0], []),
    ],
)
def test_what_stands_as_a_person_says_is_doubted_no_more(field: str, said: str, was: str, told: list[str]) -> None:
    first = read(correction("eflg_theme", "1.3"))
    doubt = DoubtValue(field=field, chance=0.5, code="text_unsure", why="Why.")
    actions = tuple(replace(one, doubts=(doubt,), corrected=(), rules=()) for one in first.actions)
    reading = read_document(PLAN)
    texts = correct_texts(reading, [correction(field, said, read=was)])
    rows = correct_rows(replace(first, actions=actions, issues=()), ToldReading(Told()), texts, reading.actions, ())
    assert (of(rows).doubts, of(rows).corrected) == ((), ())
    assert [issue.code for issue in rows.issues] == told


def test_two_columns_cannot_both_be_what_only_one_can_be() -> None:
    odd = document(table([["Action", "Zephyr", "Zephyr"], *[[row[0], row[1], row[3]] for row in ROWS]]))
    assert len(read(correction("role", "owner", printed="Zephyr"), plan=odd).actions) == 3


@pytest.mark.parametrize(
    ("kind", "actions"),
    [
        ("none", [ROWS[0][0], ROWS[2][0]]),
        ("above", [f"{ROWS[0][0]} {ROWS[1][0]}", ROWS[2][0]]),
        ("two: seats along", [ROWS[0][0], "Map", "seats along the river walk", ROWS[2][0]]),
        ("one", [row[0] for row in ROWS]),
    ],
)
def test_a_row_is_what_a_person_said(kind: str, actions: list[str]) -> None:
    rows = read(correction("row", kind, table=1, row=3))
    assert [action.action for action in rows.actions] == actions


def test_a_row_that_is_not_as_a_person_said_is_told_once_as_lost() -> None:
    rows = read(correction("row", "two: words that are not there", table=1, row=3))
    assert [issue.code for issue in rows.issues if issue.code.startswith("correction")] == ["correction_lost"]
    assert of(rows).corrected == ()


def test_every_word_stays_in_the_ledger_whatever_is_corrected() -> None:
    rows = read(correction("row", "none", table=1, row=3), correction("action", "Other", printed=ROWS[0][0]))
    assert [cell.text for cell in rows.cells] == [cell.text for cell in read().cells]
    assert rows.document.words_in_tables == rows.document.words_carried


def test_council_title_and_period_of_a_document() -> None:
    rows = read(
        Correction("council", "Eastmere City Council"),
        Correction("plan_title", "Fair for all"),
        Correction("period_end", "2033-03-31"),
    )
    assert rows.document.council == "Eastmere City Council"
    assert rows.document.title == "Fair for all"
    assert rows.document.period_end == date(2033, 3, 31)
    assert rows.document.period_start == read().document.period_start
    assert "council" in of(rows).corrected


def finished(*corrections: Correction, plan: PlanRows | None = None) -> tuple[list[str], list[str]]:
    before = (plan or read()).actions
    matched, _ = finish_owners(before)
    actions, owners, issues = correct_owners(before, matched, corrections, frozenset())
    assert all(owner.actions == sum(o.name == owner.name for a in actions for o in a.owners) for owner in owners)
    return [owner.name for action in actions for owner in action.owners], [issue.code for issue in issues]


def test_owners_are_united_renamed_and_parted() -> None:
    one = Correction("owner_name", "Parks and Youth", read="Youth Team")
    other = Correction("owner_name", "Youth Team", read="Parks Manager")
    assert finished(one, other) == (finished()[0][:1] + ["Parks and Youth"] * 2, [])
    assert finished(other, one) == finished(one, other)
    assert finished(Correction("owner_name", "Young People", printed="Youth Team", read="Any"))[0][2] == "Young People"
    assert finished(Correction("owner_name", "X", read="Nobody here"))[1] == ["correction_lost"]
    assert finished(Correction("owner_name", "Youth Team", read="Youth Club"))[1] == ["correction_not_needed"]


def test_owners_that_were_corrected_in_an_action_stay_as_they_were_there() -> None:
    plan = read(correction("owners", "HR"))
    assert "HR" in finished(plan=plan)[0]


def test_corrections_of_owners_hold_for_the_council_of_their_file() -> None:
    by_glob = Correction("owner_name", "A", files="north/*", read="B")
    by_bytes = Correction("owner_name", "A", sha256="ab" * 32, read="B")
    assert corrections_of([by_glob, by_bytes], [("north/plan.pdf", "0" * 16)]) == (
        Correction("owner_name", "A", read="B"),
    )
    assert corrections_of([by_bytes], [("x.pdf", "ab" * 8)])
    assert not corrections_of([by_glob, by_bytes], [("south/plan.pdf", "0" * 16)])


def test_a_file_is_found_by_its_bytes_or_by_its_name() -> None:
    by_bytes = Correction("due", "2031-01-01", sha256="ab" * 32, files="old.pdf", printed="x")
    by_glob = Correction("state", "complete", files="north/*", printed="x")
    settings = Settings(sources=correction_entries([by_bytes, by_glob]))

    def held(source: str, content: str) -> list[str]:
        return [one.field for one in for_file(settings.about(source).corrections, content)]

    assert held("new.pdf", "ab" * 32) == ["due"]
    assert held("old.pdf", "cd" * 32) == ["due"]
    assert held("north/a.pdf", "cd" * 32) == ["state"]
    assert held("south/a.pdf", "cd" * 32) == []


HEADING = "files,page,table,row,field,printed,correct,when\n"


@pytest.mark.parametrize(
    ("line", "told"),
    [
        ("a.pdf,,,,colour,x,red,", "line 2, column 'field': 'colour' is no field"),
        ("a.pdf,one,,,action,x,Do,", "line 2, column 'page': 'one' is no number"),
        ("a.pdf,,,,due,x,soon,", "line 2, column 'correct': 'soon' is no date"),
        ("a.pdf,,,,due,x,2031-02-30,", "line 2, column 'correct': '2031-02-30' is no date"),
        ("a.pdf,,,,state,x,finished,", "line 2, column 'correct': 'finished' is no code"),
        ("a.pdf,,,,periods,x,when ready,", "line 2, column 'correct': 'when ready' is not understood"),
        (
            "a.pdf,,,,periods,x,monthly weather allowing,",
            "line 2, column 'correct': of 'monthly weather allowing' is not",
        ),
        ("a.pdf,,,,periods,x,six_monthly changed,", "line 2, column 'correct': of 'six_monthly changed' is not"),
        ("a.pdf,,,,action,x,Do this, and that,2031-01-01", "line 2 has 9 cells and the first line 8; a text"),
        ('a.pdf,,,,action,x,"Do this,', "line 2 is no CSV (a quotation mark is not closed)"),
        ("a.pdf,,,,row,x,two,", "line 2, column 'correct': says two actions"),
        ("a.pdf,,,,role,Lead,boss,", "line 2, column 'correct': 'boss' is no role"),
        ("a.pdf,,,,role,,owner,", "line 2, column 'printed': is empty"),
        ("a.pdf,,,,action,x,,", "line 2, column 'correct': is empty"),
        ("a.pdf,,,,action,,Do,", "line 2, column 'printed': is empty"),
        (",,,,action,x,Do,", "line 2, column 'files': says no file"),
        ("a.pdf,,,,action,x,Do,yesterday", "line 2, column 'when': 'yesterday' is no date"),
        ("a.pdf,,,,ongoing,x,maybe,", "line 2, column 'correct': 'maybe' is neither yes nor no"),
        ("a.pdf,,,,eflg_theme,x,9.9,", "line 2, column 'correct': '9.9' is no theme"),
        ("a.pdf,,,,action,x,One,\na.pdf,,,,action,x,Two,", "line 3, column 'correct': 'Two' contradicts line 2"),
    ],
)
def test_a_fault_names_its_line_and_column_and_nothing_is_applied(line: str, told: str) -> None:
    good = "a.pdf,,,,action,y,Right,\n"
    with pytest.raises(CorrectionsError) as raised:
        parse_corrections(f"{HEADING}{line}\n{good}".encode(), origin="corrections.csv")
    assert f"corrections.csv: {told}" in str(raised.value)
    assert "No correction of this file was applied" in str(raised.value) or "is no CSV" in told


@pytest.mark.parametrize(
    ("content", "told"),
    [
        (b"field,correct,colour\n", "'colour' is no column"),
        (b"field,page\n", "the column 'correct' is missing"),
        (b"field,field,correct\n", "the column 'field' stands twice"),
        (b"field,correct\n\xff\xfe", "line 2 is not UTF-8"),
        (b"PK\x03\x04 no workbook", "is no workbook"),
    ],
)
def test_a_file_of_another_shape_is_refused(content: bytes, told: str) -> None:
    with pytest.raises(CorrectionsError, match=told):
        parse_corrections(content, origin="x")


@pytest.mark.parametrize("mark", [",", ";", "\t"])
def test_spreadsheets_may_part_cells_as_they_do(mark: str) -> None:
    text = f"Field{mark}correct{mark}files{mark}printed\r\ndue{mark}31/03/2031{mark}a.pdf{mark}x\r\n\r\n"
    (one,) = parse_corrections(text.encode("utf-8-sig"), origin="x")
    assert one.correct == "2031-03-31"


def test_a_later_line_counts_and_a_file_survives_being_written() -> None:
    first = Correction("action", "=1+1", files="a.pdf", printed="-x, “y”\nz", when="2031-01-01", by="@me")
    later = Correction("action", "Two", files="a.pdf", printed="-x, “y”\nz", when="2031-02-01")
    content = corrections_csv([first, later])
    assert b"'=1+1" in content
    assert parse_corrections(content, origin="x") == (first, later)
    assert add_corrections([first], [later]) == (later,)


def test_a_workbook_is_read_as_a_csv_is(tmp_path: Path) -> None:
    from openpyxl import Workbook

    book = Workbook()
    assert book.active is not None
    book.active.append(["files", "field", "printed", "correct", "page"])
    book.active.append(["a.pdf", "due", "x", date(2031, 3, 31), 2])
    book.save(tmp_path / "c.xlsx")
    (one,) = parse_corrections((tmp_path / "c.xlsx").read_bytes(), origin="x")
    assert (one.correct, one.page) == ("2031-03-31", 2)


PLANS = {
    "north/plan.txt": "Action\tOwner\tTimescale\nTrain all staff in deaf awareness\tHead of HR\tMarch 2031\n"
    "Map seats along the river walk\tParks Manager\tOnce the lease ends\n",
    "south/plan.txt": "Action\tOwner\tTimescale\nHold a fair for young carers\tYouth Team\tJune 2031\n"
    "Open a hub by the station\tEstates\tJuly 2031\n",
}


def run_over(folder: Path, *corrections: Correction) -> tuple[int, list[ActionRow], tuple[str, ...]]:
    """Run over the plans with a corrections.csv; gives files read anew, the actions and what was told."""
    from pipeline.batch.run import RunOptions, run
    from pipeline.store.read_rows import read_rows

    for name, text in PLANS.items():
        (folder / "plans" / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / "plans" / name).write_text(text)
    (folder / "plans" / "corrections.csv").write_bytes(corrections_csv(corrections))
    summary = run(RunOptions((folder / "plans",), folder / "tables", jobs=1))
    return summary.files - summary.reused, list(read_rows(folder / "tables", "actions")), summary.remarks


def test_a_run_applies_them_and_reads_again_only_what_they_touch(tmp_path: Path) -> None:
    assert run_over(tmp_path)[0] == 2
    due = correction("due", "2031-05-31", files="north/*", by="A. Reader")
    anew, actions, remarks = run_over(tmp_path, due)
    assert (anew, remarks) == (1, ())
    assert [action.corrected for action in actions] == [(), ("due",), (), ()]
    name = Correction("owner_name", "Young People", files="south/*", read="Youth Team")
    anew, actions, _ = run_over(tmp_path, due, name)
    assert anew == 0
    assert [owner.name for owner in actions[2].owners] == ["Young People"]
    assert actions[2].corrected == ("owners",)
    elsewhere = Correction("due", "2031-05-31", files="west/*", printed="x")
    anew, again, remarks = run_over(tmp_path, due, name, elsewhere)
    assert (anew, again) == (0, actions)
    assert remarks == ("1 correction is about files that are not among those read (west/*)",)
    assert run_over(tmp_path)[1][1].corrected == ()


def test_a_fault_stops_the_run_before_anything_is_read(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    from pipeline.cli.run_command import Wanted, run_plans

    run_over(tmp_path)
    before = (tmp_path / "tables" / "actions.parquet").read_bytes()
    (tmp_path / "plans" / "corrections.csv").write_text(f"{HEADING}north/*,,,,due,x,soon,\n")
    wanted = Wanted((str(tmp_path / "plans"),), str(tmp_path / "tables"), quiet=True)
    assert run_plans(wanted) == 2
    assert "line 2, column 'correct'" in capsys.readouterr().err
    assert (tmp_path / "tables" / "actions.parquet").read_bytes() == before


def test_explain_says_who_corrected_what(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    from pipeline.cli.explain_command import explain_action

    due = correction("due", "2031-05-31", files="north/*", by="A. Reader", when="2031-06-01")
    action = run_over(tmp_path, due)[1][1]
    assert explain_action(action.action_id, tmp_path / "tables") == 0
    assert "due was corrected by A. Reader on 2031-06-01" in capsys.readouterr().out


def doubted(*doubts: tuple[str, str]) -> ActionRow:
    from schema.rows import DoubtValue

    return ActionRow(
        action_id="a",
        document_id="0" * 16,
        flags=("bare_year_quarter",),
        confidence=0.4,
        doubts=tuple(DoubtValue(field=field, chance=0.5, code=code, why="Why.") for field, code in doubts),
    )


@pytest.mark.parametrize(
    ("field", "of_column", "left", "flags"),
    [
        ("timescale_text", True, [("row", "table_unsure"), ("due", "text_unsure")], ("bare_year_quarter",)),
        ("periods", False, [("row", "table_unsure")], ()),
        ("row", False, [("periods", "column_unsure"), ("due", "text_unsure")], ("bare_year_quarter",)),
    ],
)
def test_who_names_a_column_or_a_row_settles_that_and_no_more(
    field: str, of_column: bool, left: list[tuple[str, str]], flags: tuple[str, ...]
) -> None:
    from pipeline.corrections.apply import _settled

    action = doubted(("row", "table_unsure"), ("periods", "column_unsure"), ("due", "text_unsure"))
    after, _ = _settled(action, correction(field, "x", read="x"), changed=False, of_column=of_column)
    assert [(doubt.field, doubt.code) for doubt in after.doubts] == left
    assert after.flags == flags
    assert after.confidence >= action.confidence


def _with_unknown_headings(plan: Document, known: tuple[str, ...]) -> Document:
    """The plan as a lexicon sees it that does not know some headings: they are in words of no language."""
    blocks = []
    for block in plan.blocks:
        if isinstance(block, Table):
            cells = tuple(
                replace(cell, text=f"Qu{cell.column}zzle") if fold(cell.text) in known else cell for cell in block.cells
            )
            block = replace(block, cells=cells)
        blocks.append(block)
    return replace(plan, blocks=tuple(blocks))


def test_two_hundred_corrections_hold_or_are_told_when_another_lexicon_reads_the_plans() -> None:
    count, kept = 0, 0
    for family in ("rows-plain", "rows-merged", "cards", "sector-school", "sector-welsh"):
        for seed in range(2):
            made = make(family, seed)
            plan = made.document()
            said = []
            for action in read(plan=plan).actions:
                count += 1
                place = {"table": action.table, "row": action.row}
                due = date(2033, 1, 1) + timedelta(days=count)
                words = {"outcome": f"Outcome {count}", "owners": f"Team {count}", "due": due.isoformat()}
                said += [correction(field, text, words_of(action), **place) for field, text in words.items()]
            headings = {fold(cell.text) for table in plan.tables for cell in table.cells if cell.row == 1}
            blind = _with_unknown_headings(plan, tuple(sorted(headings))[::2])
            after = read(*said, plan=blind)
            assert after.actions, made.name
            for one in said:
                shown = any(shown_value(action, one.field) == one.correct for action in after.actions)
                named = any(f"= “{one.correct}”" in issue.message for issue in after.issues)
                kept += shown
                assert shown or named, (made.name, one)
    assert 3 * count >= 200
    assert kept > 0.8 * 3 * count
