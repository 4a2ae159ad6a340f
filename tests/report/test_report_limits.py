"""A report over more than it can hold: lists are cut and say so, and nothing is left out silently."""

from __future__ import annotations

import json
import re
from collections import Counter
from itertools import groupby
from operator import attrgetter
from pathlib import Path

import duckdb
import pyarrow.parquet as pq

from pipeline.compare.quality import check_plan
from pipeline.report.limits import ReportLimits, share_out
from pipeline.report.quality_sums import QualitySums
from pipeline.report.write import write_report
from pipeline.store.database import connect
from pipeline.store.similar_table import ensure_similar, known_similar
from schema.arrow import from_arrow
from schema.rows import ActionRow
from tests.report.conftest import COPIES, TODAY
from tests.report.made_tables import ALDER, SAME, write_tables


def data_of(report: Path, name: str) -> dict[str, object]:
    text = (report / "data" / f"{name}.js").read_text("ascii").partition("(")[2].partition(",")[2]
    return json.loads(text.strip().removesuffix(");"))  # type: ignore[no-any-return]


def items(report: Path, name: str) -> list[dict[str, object]]:
    return data_of(report, name)["actions"]  # type: ignore[return-value]


def words(page: Path) -> str:
    return " ".join(re.sub(r"<[^>]+>", "", page.read_text("utf-8")).split())


def test_a_list_over_councils_that_is_cut_holds_some_of_each_and_says_how_many_of_how_many(cut: Path) -> None:
    held = Counter(item["council"] for item in items(cut, "theme-4.1"))
    assert held == dict.fromkeys(held, 1)
    assert len(held) == COPIES + 3  # ALDER and its copies, and the two others with actions on the theme
    note = str(data_of(cut, "theme-4.1")["note"])
    assert note.startswith("This list holds 6 of 19 actions, the first 1 of each council at most")
    assert "actions.parquet" in note
    assert "councilplans db" in note


def test_a_council_s_own_list_that_is_cut_says_so_and_its_page_counts_every_action(cut: Path) -> None:
    data = data_of(cut, "council-aldermere-borough-council")
    assert [item["id"] for item in data["actions"]] == [f"{'a' * 16}-{place}" for place in (1, 2, 3)]  # type: ignore[attr-defined]
    assert str(data["note"]).startswith("This list holds 3 of 5 actions, the first 3 of each plan at most")
    assert 'id="figure-actions">5<' in (cut / "councils" / "aldermere-borough-council.html").read_text("utf-8")


def test_a_list_with_room_for_all_of_its_actions_has_no_note(cut: Path, report: Path) -> None:
    assert "note" not in data_of(cut, "theme-3.1")
    assert not [path.name for path in (report / "data").glob("*.js") if "note" in data_of(report, path.stem)]


def test_every_list_keeps_to_the_limit(cut: Path) -> None:
    names = [path.stem for path in (cut / "data").glob("*.js") if path.stem not in ("meanings", "councils")]
    for name in names:
        assert len(items(cut, name)) <= (3 if name.startswith("council-") else 10), name


def test_figures_count_what_lists_leave_out(cut: Path) -> None:
    assert f'id="figure-actions" data-figure="actions">{15 + 5 * COPIES}<' in (cut / "index.html").read_text("utf-8")
    ((number,),) = duckdb.execute(
        f"select count(*) from '{cut.parent.as_posix()}/actions.parquet' where due between '2025-04-01' and "
        "'2025-06-30' and coalesce(state, '') not in ('complete', 'cancelled')"
    ).fetchall()
    assert number > 12
    assert "More, with filters" in words(cut / "index.html")
    assert f"{number} actions not said to be complete fall due in the quarter" in words(cut / "index.html")
    assert f": {number} open actions." in words(cut / "deadlines.html")
    assert (cut / "index.html").read_text("utf-8").count('<td data-sort="2025-') == 12


def test_similar_actions_are_left_out_above_the_limit_and_the_pages_say_how_to_have_them(cut: Path) -> None:
    assert known_similar(cut.parent) is None
    for page in ("index.html", "similar.html"):
        told = words(cut / page)
        assert f"Similar actions were not looked for: there are {15 + 5 * COPIES} actions" in told
        assert "up to 5" in told
        assert "councilplans similar" in told
    assert not [item for item in items(cut, "council-aldermere-borough-council") if "near" in item]


def test_similar_actions_that_were_made_by_command_are_shown_above_the_limit(tmp_path: Path) -> None:
    write_tables(tmp_path)
    path = ensure_similar(tmp_path)
    report = write_report(tmp_path, limits=ReportLimits(similar=5)).parent
    assert SAME in words(report / "similar.html")
    near = [item["id"] for item in items(report, "council-aldermere-borough-council") if "near" in item]
    assert near == [f"{'a' * 16}-2"]
    table = pq.read_table(path)
    pq.write_table(table.replace_schema_metadata({b"generation": b"older"}), path)  # of other tables
    report = write_report(tmp_path, limits=ReportLimits(similar=5)).parent
    assert "were not looked for" in words(report / "similar.html")
    assert SAME not in words(report / "similar.html")


def test_the_page_of_quality_adds_up_plans_by_council_where_there_are_many(cut: Path, report: Path) -> None:
    assert "Share of actions that pass each check, by council" in words(cut / "quality.html")
    assert f"There are {4 + COPIES} plans; over 2, this page adds up those of a council" in words(cut / "quality.html")
    assert "Share of actions that pass each check, by plan" in words(report / "quality.html")
    rows = "<tr data-council"
    assert (cut / "quality.html").read_text("utf-8").count(rows) == 4 + COPIES


def test_sums_of_quality_are_those_of_the_findings(tmp_path: Path) -> None:
    write_tables(tmp_path)
    actions: list[ActionRow] = list(from_arrow("actions", pq.read_table(tmp_path / "actions.parquet")))
    findings = [
        finding for _, plan in groupby(actions, key=attrgetter("document_id")) for finding in check_plan([*plan], TODAY)
    ]
    by_plan, by_council = QualitySums(by_plan=True), QualitySums(by_plan=False)
    for finding in findings:
        by_plan.add("any", [finding])
        by_council.add("all", [finding])
    for finding in findings:
        tally = by_plan.rows[finding.document_id][finding.code]
        assert (tally.total, tally.passed, tally.share) == (finding.total, finding.passed, finding.share)
        check = next((one for one in by_plan.checks() if one.code == finding.code), None)
        assert check is None or tally.ok(check) == finding.ok
    for code, tally in by_council.rows["all"].items():
        of_code = [one for one in findings if one.code == code]
        assert tally.total == sum(one.total for one in of_code)
        assert tally.passed == sum(one.passed for one in of_code)
        assert tally.below == sum(not one.ok for one in of_code)
    assert by_plan.absent("a" * 16) == []


def test_room_is_shared_so_that_the_sum_fits_and_no_more_would() -> None:
    counts = [500, 3, 40, 1]
    share = share_out(counts, 100)
    assert share.each is not None
    assert share.shown == sum(min(count, share.each) for count in counts) <= 100
    assert sum(min(count, share.each + 1) for count in counts) > 100
    assert share_out(counts, 544).each is None
    assert share_out([], 5).shown == 0


def test_the_database_spills_to_a_folder_that_is_gone_in_the_end(tmp_path: Path) -> None:
    write_tables(tmp_path)
    with connect(tmp_path) as connection:
        ((folder, memory),) = connection.execute(
            "select current_setting('temp_directory'), current_setting('memory_limit')"
        ).fetchall()
        assert Path(folder).is_dir()
        assert "MiB" in memory
    assert not Path(folder).exists()


def test_a_report_tells_what_it_is_doing(tmp_path: Path) -> None:
    write_tables(tmp_path)
    told: list[tuple[str, int, int]] = []
    write_report(tmp_path, tell=lambda *progress: told.append(progress))
    assert list(dict.fromkeys(step for step, _, _ in told)) == [
        "reading actions", "finding similar actions", "counting for the figures", "writing actions", "writing pages",
    ]  # fmt: skip
    assert [(done, total) for step, done, total in told if step == "writing actions"][-1] == (15, 15)
    assert ALDER in words(tmp_path / "report" / "index.html")
