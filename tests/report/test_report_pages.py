"""The report's files: figures, links, safety of texts, replacement as a whole."""

from __future__ import annotations

import json
import re
import shutil
from datetime import date
from html.parser import HTMLParser
from pathlib import Path
from urllib.parse import unquote

import duckdb
import pytest
from typer.testing import CliRunner

from pipeline.cli.app import app
from pipeline.report.labels import file_names, words
from pipeline.report.pages import heat_class, percent
from pipeline.report.quarters import Quarter, quarter_of
from pipeline.report.script_data import script_json
from pipeline.report.write import write_report
from pipeline.store.errors import StoreError
from schema.codelists import codelists
from tests.report.made_tables import ALDER, BIRCH, HOSTILE, LONG, PROCUREMENT, SAME, UNREAD, write_tables


class Page(HTMLParser):
    """Elements, addresses and texts of a page, read as a browser reads them."""

    def __init__(self, path: Path) -> None:
        super().__init__()
        self.tags: list[tuple[str, dict[str, str | None]]] = []
        self.by_id: dict[str, str] = {}
        self.text = ""
        self._inside: list[str] = []
        self._open: list[str] = []
        self.feed(path.read_text("utf-8"))

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        told = dict(attrs)
        self.tags.append((tag, told))
        if told.get("id"):
            self._open.append(str(told["id"]))

    def handle_data(self, data: str) -> None:
        self.text += data
        if self._open:
            self.by_id.setdefault(self._open[-1], "")
            self.by_id[self._open[-1]] += data


def counted_actions(tables: Path) -> str:
    """The actions that comparisons count, as a query over the Parquet files."""
    folder = tables.as_posix()
    return (
        f"(from '{folder}/actions.parquet' semi join (from '{folder}/documents.parquet' "
        "where copy_of is null and superseded_by is null) using (document_id))"
    )


def pages(report: Path) -> list[Path]:
    found = sorted(report.rglob("*.html"))
    assert found
    return found


def data_of(path: Path) -> dict[str, object]:
    name, _, rest = path.read_text("ascii").partition("(")[2].partition(",")
    assert json.loads(name) == path.stem
    return json.loads(rest.strip().removesuffix(");"))  # type: ignore[no-any-return]


def figure(report: Path, name: str) -> int:
    found = re.search(rf'id="{name}"[^>]*>(?:<a [^>]*>)?([\d,]+)', (report / "index.html").read_text("utf-8"))
    assert found
    return int(found[1].replace(",", ""))


def test_figures_on_the_first_page_equal_queries_over_the_parquet(report: Path, tables: Path) -> None:
    actions = counted_actions(tables)

    def one(query: str) -> int:
        ((number,),) = duckdb.execute(query.replace("@", f"{tables.as_posix()}/")).fetchall()
        return int(number)

    assert figure(report, "figure-actions") == one(f"select count(*) from {actions}") == 15
    assert figure(report, "figure-plans") == one(f"select count(distinct document_id) from {actions}") == 4
    named = one(f"select count(distinct council) from {actions}")
    nameless = one(f"select count(distinct document_id) from {actions} where council is null")
    assert figure(report, "figure-councils") == named + nameless == 4
    assert figure(report, "figure-not-read") == one("select count(*) from '@documents.parquet' where status <> 'ok'")
    late = f"select count(*) from {actions} where due < date '2025-02-01' and not ongoing and "
    assert figure(report, "figure-overdue") == one(late + "state = 'not_started' and rag = 'red'") == 1
    assert figure(report, "figure-passed") == one(late + "state is null and rag is null") == 0


def test_the_heat_map_holds_every_count_of_the_parquet(report: Path, tables: Path) -> None:
    text = (report / "framework.html").read_text("utf-8")
    found = re.search(r'<script type="application/json">(.*?)</script>', text, re.DOTALL)
    assert found
    spec = json.loads(found[1])
    shown = {(one["row"], one["column"].partition(" ")[2]): one["actions"] for one in spec["datasets"]["rows"]}
    query = f"""
        select council, eflg_theme, count(*) from {counted_actions(tables)}
        where council is not null and eflg_theme is not null group by all
    """
    counted = {(council, theme): count for council, theme, count in duckdb.execute(query).fetchall()}
    assert {key: count for key, count in shown.items() if count} == counted
    assert len(shown) == 4 * 18


def test_the_page_names_the_councils_with_no_action_on_a_theme(report: Path) -> None:
    text = (report / "index.html").read_text("utf-8")
    row = next(row for row in re.findall(r"<tr.*?</tr>", text, re.DOTALL) if 'data-theme="3.1"' in row)
    assert PROCUREMENT[1] in row
    assert BIRCH in row
    assert "Cedarhithe &amp; &lt;b&gt;Marsh" in row
    assert ALDER not in row
    assert UNREAD not in row  # its file could not be read: that is not the same as having no action


def test_the_page_names_what_falls_due_next_quarter_and_who_owns_it(report: Path) -> None:
    page = Page(report / "index.html")
    assert "Next quarter: Q1 2025/26 (Apr–Jun 2025)" in page.text
    assert "Ask bidders how they treat their staff" in page.text
    assert "Head of Procurement" in page.text
    assert "9 actions" in page.by_id["next-quarter"]  # 2 of Aldermere, 1 of Birchester, 6 of Cedarhithe; 1 is cancelled


def test_the_page_shows_where_two_councils_do_the_same_thing(report: Path, tables: Path) -> None:
    text = (report / "similar.html").read_text("utf-8")
    row = next(row for row in re.findall(r"<tr[ >].*?</tr>", text, re.DOTALL) if SAME in row)
    assert row.count(SAME) == 2
    assert ALDER in row
    assert BIRCH in row
    assert (tables / "similar.parquet").exists()


def test_without_a_day_nothing_is_reckoned_from_today(tmp_path: Path, tables: Path) -> None:
    out = tmp_path / "tables"
    shutil.copytree(tables, out, ignore=shutil.ignore_patterns("report"))
    text = Page(write_report(out)).text
    assert "Next quarter" not in text
    assert "Overdue" not in text
    assert "Q4 2025/26" in text
    assert "Not overdue" not in (out / "report" / "quality.html").read_text("utf-8").partition("<table")[2]


def test_text_of_a_plan_is_neither_markup_nor_script_in_any_page(report: Path) -> None:
    for path in pages(report):
        page = Page(path)
        scripts = [told for tag, told in page.tags if tag == "script"]
        assert all(told.get("src") or told.get("type") == "application/json" for told in scripts)
        assert not [name for _, told in page.tags for name in told if name.startswith("on")]
        assert not [tag for tag, _ in page.tags if tag in ("img", "b", "i", "iframe", "object")]
        assert "49" not in re.findall(r"three [^<]{0,60}", page.text)


def test_data_files_hold_each_text_as_it_was_and_nothing_that_ends_a_script(report: Path) -> None:
    files = sorted((report / "data").glob("*.js"))
    assert files
    for path in files:
        content = path.read_bytes()
        assert not re.search(rb"[<>&\x80-\xff]", content)
    ((name, data),) = [(path.name, data_of(path)) for path in files if path.name.startswith("council-cedarhithe")]
    assert name
    actions = data["actions"]
    assert isinstance(actions, list)
    assert [action["action"] for action in actions] == list(HOSTILE)


@pytest.mark.parametrize("text", [*HOSTILE, "\ud800", "\x00\x1b", "]]>", "${1}"])
def test_script_json_gives_back_the_text(text: str) -> None:
    told = script_json({"x": text})
    assert json.loads(told) == {"x": text}
    assert not re.search(r"[<>&\u2028\u2029]", told)


def test_every_link_and_file_that_a_page_names_is_there(report: Path, tables: Path) -> None:
    outside = set()
    for path in pages(report):
        for tag, told in Page(path).tags:
            address = told.get("href") or (told.get("src") if tag == "script" else None)
            if not address or address.startswith("#"):
                continue
            assert not re.match(r"[a-z]+:", address), address
            target = (path.parent / unquote(address.partition("#")[0])).resolve()
            assert target.is_file(), (path.name, address)
            if not target.is_relative_to(report.resolve()):
                outside.add(target)
    assert outside == {(tables.parent / "raw" / ALDER / "plan 2024.pdf").resolve()}


def test_an_action_links_to_the_page_of_its_pdf(report: Path) -> None:
    data = data_of(report / "data" / "council-aldermere-borough-council.js")
    (plan,) = data["plans"]  # type: ignore[misc]
    assert plan == {
        "title": f"Plan of {ALDER}",
        "source": f"{ALDER}/plan 2024.pdf",
        "href": "../../../raw/Aldermere%20Borough%20Council/plan%202024.pdf",
        "paged": True,
    }


def test_lists_over_councils_hold_every_action_once(report: Path, tables: Path) -> None:
    def ids(pattern: str) -> list[str]:
        lists = [data_of(path)["actions"] for path in sorted((report / "data").glob(pattern))]
        return sorted(item["id"] for actions in lists for item in actions)  # type: ignore[attr-defined]

    parquet = counted_actions(tables)
    every = sorted(row[0] for row in duckdb.execute(f"select action_id from {parquet}").fetchall())
    dated = sorted(
        row[0] for row in duckdb.execute(f"select action_id from {parquet} where due is not null").fetchall()
    )
    assert ids("theme-*.js") == ids("council-*.js") == every
    assert ids("quarter-*.js") == dated


def test_the_report_names_no_address_on_the_network(report: Path) -> None:
    for path in [*pages(report), *(report / "assets").glob("report.*")]:
        assert "http" not in path.read_text("utf-8").replace("http-equiv", ""), path.name


def test_the_same_tables_give_the_same_bytes(tables: Path, report: Path, tmp_path: Path) -> None:
    out = tmp_path / "normalised"
    shutil.copytree(tables, out, ignore=shutil.ignore_patterns("report"))
    shutil.copytree(tables.parent / "raw", tmp_path / "raw")
    again = write_report(out, today=date(2025, 2, 1)).parent
    names = sorted(path.relative_to(report).as_posix() for path in report.rglob("*") if path.is_file())
    assert names == sorted(path.relative_to(again).as_posix() for path in again.rglob("*") if path.is_file())
    assert all((report / name).read_bytes() == (again / name).read_bytes() for name in names)


def test_a_report_is_replaced_and_another_folder_of_that_name_is_left_alone(tmp_path: Path) -> None:
    write_tables(tmp_path)
    write_report(tmp_path)
    stale = tmp_path / "report" / "councils" / "gone.html"
    stale.write_text("old", "utf-8")
    write_report(tmp_path)
    assert not stale.exists()
    shutil.rmtree(tmp_path / "report")
    (tmp_path / "report").mkdir()
    (tmp_path / "report" / "mine.txt").write_text("mine", "utf-8")
    with pytest.raises(StoreError, match="Move it away"):
        write_report(tmp_path)
    assert (tmp_path / "report" / "mine.txt").read_text("utf-8") == "mine"
    assert [path.name for path in tmp_path.glob(".report*")] == []


def test_a_run_that_gave_no_actions_still_has_a_report_that_says_why(tmp_path: Path) -> None:
    write_tables(tmp_path, only=(UNREAD, None))
    page = Page(write_report(tmp_path, today=date(2025, 2, 1)))
    assert "The file needs a password. <i>Give</i> one." in page.text
    assert "No action has a due date." in page.text


def test_a_run_says_that_the_report_is_of_earlier_tables(tmp_path: Path) -> None:
    from pipeline.store.report_standing import out_of_date

    plans, out = tmp_path / "plans", tmp_path / "tables"
    plans.mkdir()

    def run(name: str) -> str:
        (plans / name).write_text("Action\tOwner\tBy when\nHold a forum\tHead of HR\tMay 2025\n", "utf-8")
        done = CliRunner().invoke(app, ["run", str(plans), "--out", str(out), "--quiet", "--jobs", "1"])
        assert done.exit_code == 0, done.output
        return done.output

    assert "report" not in run("a.txt")  # there is none
    write_report(out, today=date(2025, 2, 1))
    assert out_of_date(out) is None
    assert "is of earlier tables; councilplans report" in run("b.txt")
    assert "--date 2025-02-01" in (out_of_date(out) or "")
    write_report(out, plans=plans)
    assert out_of_date(out) is None
    run("c.txt")
    assert f" --plans {plans} brings" in (out_of_date(out) or "")  # else its links to the plans would go


def test_the_report_of_an_empty_folder_says_so(tmp_path: Path) -> None:
    (tmp_path / "plans").mkdir()
    done = CliRunner().invoke(app, ["run", str(tmp_path / "plans"), "--out", str(tmp_path / "out"), "--jobs", "1"])
    assert done.exit_code == 0, done.output
    report = write_report(tmp_path / "out", today=date(2025, 2, 1)).parent
    text = Page(report / "index.html").text
    assert "There was no file to read" in text
    assert "Every file gave actions" not in text
    assert "every council has one" not in text.lower()
    assert "nothing to compare" in Page(report / "framework.html").text


def test_a_theme_page_tells_who_names_it_in_an_action_placed_elsewhere(tmp_path: Path) -> None:
    write_tables(tmp_path)
    text = Page(write_report(tmp_path).parent / "themes" / "theme-3.1.html")
    assert "Names it, placed elsewhere" in text.text
    assert text.by_id["also"].strip() == "1"
    assert BIRCH in text.by_id["names-elsewhere"]


def test_missing_tables_are_named(tmp_path: Path) -> None:
    with pytest.raises(StoreError, match=r"actions\.parquet"):
        write_report(tmp_path)


def test_many_councils_give_pages_of_bounded_size(tmp_path: Path) -> None:
    write_tables(tmp_path, plans_copies=120)
    report = write_report(tmp_path).parent
    names = {path.stem for path in (report / "councils").glob("*.html")}
    assert len({name for name in names if not name.endswith(("-peers", "-changes"))}) == 124
    assert len(names) == 124 + 123 + 1  # peers of each council with a name, changes of one
    assert max(path.stat().st_size for path in pages(report)) < 600_000
    assert "councils with at least one action in each theme" in (report / "index.html").read_text("utf-8")


def test_names_of_files_differ_where_councils_do() -> None:
    names = file_names(["St. Bré", "St Bre", "東京", LONG, "con", "CON "])
    assert len(set(names.values())) == 6
    assert all(re.fullmatch(r"[a-z0-9-]{1,70}", name) for name in names.values())


@pytest.mark.parametrize(
    "codelist", ["state", "rag", "characteristics", "owner_functions", "owner_seniority", "statuses"]
)
def test_codes_in_words_tell_each_other_apart(codelist: str) -> None:
    codes = codelists()[codelist].names()
    assert len({words(code) for code in codes}) == len(codes)
    assert not [code for code in codes if "_" in words(code)]


@pytest.mark.parametrize(
    ("day", "label", "months"),
    [
        (date(2025, 3, 31), "Q4 2024/25", "Jan–Mar 2025"),
        (date(2025, 4, 1), "Q1 2025/26", "Apr–Jun 2025"),
        (date(1999, 12, 31), "Q3 1999/00", "Oct–Dec 1999"),
    ],
)
def test_a_day_stands_in_its_quarter(day: date, label: str, months: str) -> None:
    quarter = quarter_of(day)
    assert (quarter.label, quarter.months) == (label, months)
    assert quarter.start <= day <= quarter.end
    assert quarter.next().start > quarter.end
    assert Quarter(quarter.start) == quarter


def test_a_share_is_never_rounded_to_all_or_nothing() -> None:
    assert [percent(part, 1000) for part in (0, 1, 999, 1000)] == ["0%", "1%", "99%", "100%"]


def test_the_most_is_darkest_and_none_is_plain() -> None:
    from pipeline.report.facts import CountGrid

    grid = CountGrid(("a",), ("x", "y", "z"), {("a", "x"): 1, ("a", "y"): 100})
    assert [heat_class(grid, grid.at("a", column)) for column in grid.columns] == ["h1", "h5", "h0"]


def test_doubted_values_are_counted_and_listed_and_what_people_found_is_said(report: Path) -> None:
    page = (report / "worth.html").read_text("utf-8")
    assert "Worth a look" in page
    assert "councils/aldermere-borough-council.html#action=" in page
    quality = (report / "quality.html").read_text("utf-8")
    assert "What people found who looked" in quality
