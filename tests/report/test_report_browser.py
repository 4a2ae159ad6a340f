"""The report in a real browser: headless Chromium, opened from disk, with no network."""

from __future__ import annotations

import shutil
import time
from collections.abc import Callable, Iterator
from importlib.resources import files
from pathlib import Path
from typing import Any

import pytest

from tests.report.made_tables import ALDER, DISTRICT, FORMULA, HANDLER, HOSTILE, LONG, SAME, SCRIPT, write_tables

selenium = pytest.importorskip("selenium", reason="selenium is not installed")
CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
DRIVER = shutil.which("chromedriver")
pytestmark = pytest.mark.skipif(
    CHROMIUM is None or DRIVER is None, reason="chromium and chromedriver are not installed (apt: chromium-driver)"
)

ALDER_PAGE = "councils/aldermere-borough-council.html"
TOO_SMALL = """
    return [...document.querySelectorAll('button, select, input, summary, nav a')].filter((target) => {
        const box = target.getBoundingClientRect();
        return box.width && target.checkVisibility() && (box.width < 23.5 || box.height < 23.5);
    }).map((target) => target.outerHTML.slice(0, 120));
"""
"""Gives the targets smaller than 24 by 24 pixels (WCAG 2.2, 2.5.8); links in a line of words are exempt."""
WAIT = 20.0  # seconds; the machine may be busy


@pytest.fixture(scope="module")
def browser() -> Iterator[Any]:
    from selenium.webdriver import Chrome, ChromeOptions
    from selenium.webdriver.chrome.service import Service

    options = ChromeOptions()
    options.binary_location = str(CHROMIUM)
    for argument in ("--headless=new", "--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage"):
        options.add_argument(argument)
    options.add_argument("--host-resolver-rules=MAP * ~NOTFOUND")  # no name is found: the network is off
    options.add_argument("--window-size=1300,1000")
    options.set_capability("goog:loggingPrefs", {"browser": "ALL"})
    driver = Chrome(options=options, service=Service(str(DRIVER)))
    try:
        yield driver
    finally:
        driver.quit()


Open = Callable[[str], Any]


@pytest.fixture
def page(browser: Any, report: Path) -> Open:
    """Open a page of the report and wait until its charts and lists stand."""
    return lambda name: opened(browser, report, name)


def opened(browser: Any, report: Path, name: str) -> Any:
    path, _, fragment = name.partition("#")
    browser.get("about:blank")
    browser.get((report / path).as_uri() + (f"#{fragment}" if fragment else ""))
    until(browser, "return [...document.querySelectorAll('.chart .canvas')].every((box) => box.dataset.drawn)")
    until(browser, "return [...document.querySelectorAll('section.actions')].every((list) => list.dataset.ready)")
    return browser


def until(browser: Any, script: str) -> None:
    end = time.monotonic() + WAIT
    while not browser.execute_script(script):
        assert time.monotonic() < end, f"waited in vain: {script}; console: {browser.get_log('browser')}"
        time.sleep(0.05)


def column(browser: Any, name: str) -> list[str]:
    script = "return [...document.querySelectorAll('section.actions td.c-' + arguments[0])].map((c) => c.innerText)"
    return list(browser.execute_script(script, name))


def words(browser: Any) -> list[str]:
    script = "return [...document.querySelectorAll('section.actions .words')].map((words) => words.textContent)"
    return list(browser.execute_script(script))


def said(browser: Any) -> str:
    return str(browser.execute_script("return document.querySelector('section.actions .said').textContent"))


def press(browser: Any, title: str) -> str:
    """Press a heading of the list by keyboard and give its aria-sort."""
    from selenium.webdriver.common.by import By
    from selenium.webdriver.common.keys import Keys

    for heading in browser.find_elements(By.CSS_SELECTOR, "section.actions thead th"):
        if heading.text.startswith(title):
            heading.find_element(By.TAG_NAME, "button").send_keys(Keys.ENTER)
            return str(heading.get_attribute("aria-sort"))
    raise AssertionError(f"no heading {title}")


PAGES = (
    "index.html",
    "framework.html",
    "deadlines.html",
    "owners.html",
    "characteristics.html",
    "progress.html",
    "quality.html",
    "worth.html",
    "similar.html",
    "sources.html",
    "themes/theme-3.1.html",
    "themes/theme-none.html",
    "modules.html",
    "changes.html",
    "councils/birchester-city-council-changes.html",
    ALDER_PAGE.replace(".html", "-peers.html"),
    ALDER_PAGE,
)


@pytest.fixture
def narrow(browser: Any) -> Iterator[Callable[[int], None]]:
    """Set the width of the page in pixels; in the end it is as before."""

    def set_width(width: int) -> None:
        size = {"width": width, "height": 800, "deviceScaleFactor": 1, "mobile": False}
        browser.execute_cdp_cmd("Emulation.setDeviceMetricsOverride", size)

    yield set_width
    browser.execute_cdp_cmd("Emulation.clearDeviceMetricsOverride", {})


@pytest.mark.parametrize("width", [1280, 390])
@pytest.mark.parametrize("name", PAGES)
def test_a_page_opens_from_disk_with_an_empty_console_and_no_serious_fault_of_accessibility(
    page: Open, narrow: Callable[[int], None], name: str, width: int
) -> None:
    narrow(width)
    browser = page(name)
    assert browser.get_log("browser") == []
    assert browser.execute_script("return document.documentElement.scrollWidth") <= width
    axe = (files("axe_core_python") / "axe.min.js").read_text("utf-8")
    browser.execute_script(axe)
    found = browser.execute_async_script(
        "axe.run(document, {resultTypes: ['violations']}).then(arguments[arguments.length - 1])"
    )
    faults = [
        (fault["id"], [node["html"][:200] for node in fault["nodes"][:3]])
        for fault in found["violations"]
        if fault["impact"] in ("serious", "critical")
    ]
    assert faults == []
    assert browser.execute_script(TOO_SMALL) == []
    assert len(found["violations"]) <= 1, [fault["id"] for fault in found["violations"]]


@pytest.mark.parametrize(
    ("name", "asked"), [(ALDER_PAGE, 0), ("worth.html", 0), ("index.html", 1), ("sources.html", 1)]
)
def test_the_list_of_councils_is_loaded_where_a_page_can_be_narrowed(page: Open, name: str, asked: int) -> None:
    loaded = page(name).execute_script("return document.querySelectorAll('script[src*=\"data/councils.js\"]').length")
    assert loaded == asked


def test_a_page_of_one_council_shows_it_whatever_peers_its_address_names(page: Open) -> None:
    browser = page(f"{ALDER_PAGE}#type=nothing")
    assert browser.execute_script("return [...document.querySelectorAll('main tbody tr')].some((row) => !row.hidden)")


def test_a_choice_of_peers_narrows_figures_tables_and_lists_and_stands_in_the_address(page: Open) -> None:
    from selenium.webdriver.common.by import By
    from selenium.webdriver.support.ui import Select

    browser = page("index.html")
    figures = (
        "return ['councils', 'actions'].map((name) => document.querySelector(`[data-figure=${name}]`).textContent)"
    )
    rows = "return [...document.querySelectorAll('#table-councils tbody tr')].filter((row) => !row.hidden).length"
    theme = "return document.querySelector('[data-theme=\\'4.1\\'] [data-theme-figure=with]').textContent"
    assert browser.execute_script(figures) == ["4", "15"]
    Select(browser.find_element(By.CSS_SELECTOR, "select[data-peers=type]")).select_by_value(DISTRICT)
    assert browser.execute_script(figures) == ["2", "11"]
    assert (browser.execute_script(rows), browser.execute_script(theme)) == (2, "2")
    address = browser.execute_script("return location.hash")
    assert browser.execute_script(
        "return document.querySelector('nav a[href*=framework]').getAttribute('href')"
    ).endswith(address)
    browser = page(f"themes/theme-4.1.html{address}")
    assert said(browser) == "9 of 10 actions"
    browser = page("index.html#group=Coast&type=Metropolitan+district")
    assert browser.execute_script(figures) == ["0", "0"]


def test_what_is_chosen_in_a_list_stands_in_its_address(page: Open) -> None:
    from selenium.webdriver.common.by import By

    browser = page(ALDER_PAGE)
    browser.find_element(By.CSS_SELECTOR, "section.actions input[type=search]").send_keys("staff")
    assert press(browser, "Action") == "ascending"
    assert press(browser, "Action") == "descending"
    address = browser.execute_script("return location.hash")
    chosen = words(browser)
    assert len(chosen) == 2
    assert words(page(ALDER_PAGE + address)) == chosen


def test_a_list_and_a_table_are_taken_away_as_csv(page: Open) -> None:
    browser = page("themes/theme-4.1.html")
    taken = """
        let text = null;
        const known = URL.createObjectURL;
        const click = HTMLAnchorElement.prototype.click;
        URL.createObjectURL = (blob) => { text = blob; return "about:blank"; };
        HTMLAnchorElement.prototype.click = () => {};
        [...document.querySelectorAll("button")].find((one) => one.textContent === "Download as CSV").click();
        URL.createObjectURL = known;
        HTMLAnchorElement.prototype.click = click;
        text.text().then(arguments[arguments.length - 1]);
    """
    rows = browser.execute_async_script(taken).split("\r\n")
    assert rows[0].lstrip("\ufeff").startswith("Council,Plan,Reference,Theme,Objective,Action")
    assert any(ALDER in row and "2024-09-30" in row for row in rows)
    assert not [row for row in rows if f",{FORMULA}," in row]  # a formula has an apostrophe before it
    browser = page("index.html")
    table = browser.execute_async_script(taken)
    assert table.lstrip("\ufeff").startswith("Theme,Actions,Councils with")
    assert f"{ALDER}; " in table  # of several names in a cell each can be told from the next


def test_a_value_that_is_doubted_twice_has_one_mark_with_the_least_chance(page: Open) -> None:
    browser = page(ALDER_PAGE)
    cells = browser.find_elements("css selector", "section.actions td")
    marks = [len(cell.find_elements("css selector", ".doubt")) for cell in cells]
    assert max(marks) == 1
    assert "40% sure" in browser.find_element("css selector", ".doubt").text


def test_counts_and_shares_are_two_views_of_one_table(page: Open) -> None:
    browser = page("framework.html#by=share")
    row = "return [...document.querySelector(`tr[data-council='${arguments[0]}']`).cells].map((cell) => cell.innerText)"
    assert browser.execute_script(row, ALDER)[14] == "60%"  # 3 of 5 actions in theme 4.1
    foot = "return [...document.querySelector('#table-framework tfoot tr').cells].map((cell) => cell.innerText)"
    assert browser.execute_script(foot)[14] == "67%"  # 10 of 15
    browser.execute_script("document.querySelector('#count-or-share input').click()")
    assert browser.execute_script(row, ALDER)[14] == "3"
    assert browser.execute_script("return location.hash") == ""


def test_how_a_council_stands_among_its_peers_is_told_by_group(page: Open) -> None:
    browser = page(ALDER_PAGE.replace(".html", "-peers.html#peers=all:All+councils"))
    shown = """return [...document.querySelectorAll('[data-peer-group]')]
        .filter((one) => !one.hidden).map((one) => one.dataset.peerGroup)"""
    assert browser.execute_script(shown) == ["all:All councils"]
    cells = """return [...document.querySelectorAll("[data-peer-group='all:All councils'] tbody tr")]
        .find((row) => row.textContent.includes("Workforce diversity")).innerText"""
    assert browser.execute_script(cells).split("\t")[:6] == [
        "4.1 Workforce diversity",
        "3",
        "60%",
        "3 of 3",
        "60%",
        "33%–100%",
    ]


def test_a_list_is_sorted_by_its_headings(page: Open) -> None:
    browser = page(ALDER_PAGE)
    printed = words(browser)
    assert len(printed) == 5
    assert press(browser, "When") == "ascending"
    up = [text.split("\n")[0] for text in column(browser, "due")]
    assert up[:4] == ["30 Sept 2024", "31 Dec 2024", "31 May 2025", "30 Jun 2025"]
    assert press(browser, "When") == "descending"
    down = [text.split("\n")[0] for text in column(browser, "due")]
    assert down[:4] == up[3::-1]
    assert down[4] == up[4]  # an action without a date stands last either way
    assert press(browser, "Action") == "ascending"
    assert words(browser) == printed


def test_a_list_is_filtered_and_searched(page: Open) -> None:
    from selenium.webdriver.common.by import By
    from selenium.webdriver.support.ui import Select

    browser = page(ALDER_PAGE)
    assert said(browser) == "5 actions"
    theme = Select(browser.find_element(By.CSS_SELECTOR, "select[data-key=theme]"))
    theme.select_by_value("3.1")
    assert words(browser) == ["Ask bidders how they treat their staff"]
    assert said(browser) == "1 of 5 actions"
    browser.find_element(By.XPATH, "//button[text()='Show all']").click()
    assert said(browser) == "5 actions"
    browser.find_element(By.CSS_SELECTOR, "section.actions input[type=search]").send_keys("NETWORKS staff")
    assert words(browser) == ["Keep the staff networks going"]
    browser.find_element(By.CSS_SELECTOR, "section.actions input[type=search]").send_keys(" zebra")
    assert words(browser) == []
    assert said(browser) == "0 of 5 actions"


def test_an_address_names_an_action_or_a_theme(page: Open) -> None:
    browser = page(f"{ALDER_PAGE}#theme=4.1")
    assert len(words(browser)) == 3
    browser = page(f"{ALDER_PAGE}#action={'a' * 16}-2")
    sought = "return [...document.querySelectorAll('tr.sought')].map((row) => row.querySelector('.words').textContent)"
    assert browser.execute_script(sought) == [SAME]
    assert browser.execute_script("return document.querySelector('tr.sought details').open") is True


def test_an_action_leads_to_the_page_of_its_source(page: Open) -> None:
    browser = page(ALDER_PAGE)
    links = browser.execute_script("return [...document.querySelectorAll('td.c-source a')].map((link) => link.href)")
    assert len(links) == 5
    assert links[2].endswith("/raw/Aldermere%20Borough%20Council/plan%202024.pdf#page=2")
    browser = page("deadlines.html#quarter=2024-07")
    (link,) = browser.execute_script("return [...document.querySelectorAll('td.c-source a')].map((link) => link.href)")
    assert link == links[2]


def test_hostile_texts_stay_texts(page: Open, report: Path) -> None:
    (name,) = [path.name for path in (report / "councils").glob("cedarhithe*.html") if "-peers" not in path.stem]
    for path in (f"councils/{name}", "themes/theme-4.1.html", "deadlines.html#quarter=2025-04", "similar.html"):
        browser = page(path)
        assert browser.execute_script("return document.querySelectorAll('main img, main b, main i').length") == 0
        handlers = "return [...document.querySelectorAll('*')].filter((e) => e.hasAttribute('onmouseover')).length"
        assert browser.execute_script(handlers) == 0
        assert browser.get_log("browser") == []
        width = "return document.documentElement.scrollWidth - document.documentElement.clientWidth"
        assert browser.execute_script(width) == 0
    browser = page(f"councils/{name}")
    assert words(browser) == list(HOSTILE)
    details = browser.execute_script("return document.querySelector('section.actions details').textContent")
    assert SCRIPT in details
    assert HANDLER in details
    assert {SCRIPT, FORMULA, LONG} <= {text.split("\n")[0] for text in column(browser, "owner")}


def test_a_quarter_is_chosen_with_its_owners(page: Open) -> None:
    from selenium.webdriver.common.by import By
    from selenium.webdriver.support.ui import Select

    browser = page("deadlines.html")
    chosen = Select(browser.find_element(By.ID, "quarter")).first_selected_option.text
    assert chosen.startswith("Q1 2025/26 (Apr–Jun 2025): 10 actions")  # the quarter after the day given
    assert len(words(browser)) == 10
    assert f"Head of Procurement, {ALDER}: 1" in browser.find_element(By.ID, "quarter-owners").text
    Select(browser.find_element(By.ID, "quarter")).select_by_value("2024-10")
    until(browser, "return document.querySelector('section.actions').dataset.ready === 'quarter-2024-10'")
    assert words(browser) == ["Recruit apprentices from under-represented groups"]


def test_a_table_is_sorted_by_number_and_by_name(page: Open) -> None:
    browser = page("index.html")
    press_script = """
        const table = document.getElementById('table-councils');
        table.tHead.rows[0].cells[arguments[0]].querySelector('button').click();
        return [...table.tBodies[0].rows].map((row) => row.cells[arguments[0]].textContent.trim());
    """
    assert browser.execute_script(press_script, 4) == ["1", "3", "5", "6"]
    assert browser.execute_script(press_script, 4) == ["6", "5", "3", "1"]
    assert browser.execute_script(press_script, 0)[0] == ALDER


def test_a_list_that_is_cut_says_so_before_its_filters(browser: Any, cut: Path) -> None:
    opened(browser, cut, "themes/theme-4.1.html")
    first = "return document.querySelector('section.actions').firstElementChild.textContent"
    assert browser.execute_script(first).startswith("This list holds 6 of 19 actions")
    assert said(browser) == "6 listed actions"
    opened(browser, cut, f"{ALDER_PAGE}#action={'a' * 16}-5")
    assert said(browser) == f"The action {'a' * 16}-5 is not in this list, which is cut. 3 listed actions"
    opened(browser, cut, "deadlines.html#quarter=2025-04")
    assert browser.execute_script(first).startswith("This list holds ")
    assert "of the actions listed" in browser.execute_script(
        "return document.getElementById('quarter-owners').textContent"
    )
    assert browser.get_log("browser") == []


def test_at_the_width_of_a_telephone_nothing_runs_off_the_page(page: Open, browser: Any) -> None:
    size = browser.get_window_size()
    browser.execute_cdp_cmd(
        "Emulation.setDeviceMetricsOverride", {"width": 360, "height": 800, "deviceScaleFactor": 1, "mobile": False}
    )
    try:
        for name in ("index.html", "framework.html", "deadlines.html", "quality.html", ALDER_PAGE):
            opened_page = page(name)
            assert opened_page.execute_script("return document.documentElement.scrollWidth") <= 360, name
    finally:
        browser.execute_cdp_cmd("Emulation.clearDeviceMetricsOverride", {})
    assert size


def test_five_hundred_councils_open_without_stalling(browser: Any, tmp_path: Path) -> None:
    from pipeline.report.write import write_report

    write_tables(tmp_path, plans_copies=500)
    report = write_report(tmp_path).parent
    for name in ("index.html", "framework.html", "themes/theme-4.1.html"):
        started = time.monotonic()
        opened(browser, report, name)
        assert time.monotonic() - started < 10, name
    assert said(browser) == "1510 of 1510 actions, the first 150 shown"
