"""Plans are fetched from servers that misbehave: each address has its row with a sentence, each file its origin."""

from __future__ import annotations

import csv
import ssl
import sys
from collections.abc import Iterator
from contextlib import redirect_stderr, redirect_stdout
from dataclasses import replace
from datetime import UTC, datetime
from io import StringIO
from pathlib import Path

import pyarrow.parquet as pq
import pytest

from pipeline.cli.fetch_command import ToFetch, fetch_plans
from pipeline.cli.run_command import Wanted as ToRun
from pipeline.cli.run_command import run_plans
from pipeline.fetch.addresses import AddressRefused, is_public, parse_address
from pipeline.fetch.exchange import Manners
from pipeline.fetch.fetch import FetchOptions, fetch
from pipeline.fetch.links import find_links
from pipeline.fetch.names import file_of, folder_of
from pipeline.fetch.record import Fetched, read_record, write_record
from pipeline.fetch.robots import parse_robots
from pipeline.fetch.wanted import ListRefused, Wanted, parse_wanted, read_wanted
from pipeline.report.write import write_report
from pipeline.settings import SettingsError, parse_origins, parse_sources
from tests.unit.fake_server import PAGE_WITH_LINKS, PLAN, BadServer, bad_server

COUNCIL = "Exampleshire Council"
QUICK = Manners(
    agent="councilplans/1 (test)", timeout=60, patience=30, pause=0.01, max_bytes=1024**2, allow_private=True
)
IMPATIENT = {"/slow": {"timeout": 0.3}, "/slow-head": {"timeout": 0.3}, "/silent": {"patience": 0.2}}
DAY = datetime(2026, 11, 29, 10, 0, tzinfo=UTC)


@pytest.fixture
def server() -> Iterator[BadServer]:
    with bad_server() as found:
        yield found


def get(into: Path, *urls: str, manners: Manners = QUICK, follow: bool = False, now: datetime = DAY) -> list[Fetched]:
    wanted = tuple(Wanted(COUNCIL, url) for url in urls)
    return list(fetch(FetchOptions(wanted, into, manners, follow), lambda row: None, now=lambda: now))


def files(into: Path) -> set[str]:
    """Every file below a folder but the record and the lock."""
    found = {path.relative_to(into).as_posix() for path in into.rglob("*") if path.is_file()}
    return found - {"sources.csv", ".lock"}


@pytest.mark.parametrize(
    ("path", "status", "words"),
    [
        ("/gone.pdf", "failed", "has nothing there"),
        ("/picture.pdf", "failed", "is a picture"),
        ("/empty.pdf", "failed", "is empty"),
        ("/circle", "failed", "circle of redirects"),
        ("/file-scheme", "refused", "leads to file:///etc/passwd, which is no address of a web server"),
        ("/astray", "failed", "leads to 'http://[bad/plan.pdf', which is no address"),
        ("/busy-long", "failed", "asks to come back later"),
        ("/slow", "failed", "not there in full after 0.3 seconds"),
        ("/slow-head", "failed", "not there in full after 0.3 seconds"),
        ("/silent", "failed", "said nothing for 0.2 seconds"),
        ("/endless", "failed", "is larger than 1 MiB"),
        ("/bomb", "failed", "is larger than 1 MiB"),
        ("/truncated", "failed", "ended before the file was whole"),
        ("/packed-broken", "failed", "ended before the file was whole"),
        ("/nonsense", "failed", "ended before the file was whole"),
        ("/private/plan.txt", "refused", "robots.txt"),
    ],
)
def test_what_gives_no_file_gives_a_row_with_a_sentence(
    path: str, status: str, words: str, server: BadServer, tmp_path: Path
) -> None:
    manners = replace(QUICK, attempts=1, **IMPATIENT.get(path, {}))
    (row,) = get(tmp_path, server.address(path), manners=manners)
    assert (row.status, row.file) == (status, "")
    assert row.sentence.startswith(server.address(path)) and words in row.sentence and row.sentence.endswith(".")
    assert files(tmp_path) == set()
    assert read_record(tmp_path)[row.key] == row


def test_a_file_stands_in_its_councils_folder_with_its_origin(server: BadServer, tmp_path: Path) -> None:
    (row,) = get(tmp_path, server.address("/moved"))
    assert (row.status, row.file, row.retrieved) == ("fetched", f"{COUNCIL}/plan.txt", "2026-11-29T10:00:00Z")
    assert row.final_url == server.address("/plan.txt")
    assert (tmp_path / row.file).read_bytes() == PLAN
    assert files(tmp_path) == {row.file}
    assert server.agents == {"councilplans/1 (test)"}


@pytest.mark.parametrize("path", ["/busy", "/unwell", "/packed"])
def test_another_attempt_gets_what_the_first_did_not(path: str, server: BadServer, tmp_path: Path) -> None:
    (row,) = get(tmp_path, server.address(path))
    assert row.status == "fetched"
    assert (tmp_path / row.file).read_bytes() == PLAN


def test_a_second_call_fetches_what_changed(server: BadServer, tmp_path: Path) -> None:
    address = server.address("/plan.txt")
    get(tmp_path, address)
    later = DAY.replace(day=30)
    (row,) = get(tmp_path, address, now=later)
    assert (row.status, row.http_status, row.retrieved[:10], row.checked[:10]) == (
        "unchanged",
        "304",
        "2026-11-29",
        "2026-11-30",
    )
    server.plan, server.etag = PLAN + b"Train managers\tHead of HR\tMay 2026\tAll trained\n", '"2"'
    (row,) = get(tmp_path, address, now=later)
    assert (row.status, row.retrieved[:10]) == ("fetched", "2026-11-30")
    assert (tmp_path / row.file).read_bytes() == server.plan
    (tmp_path / row.file).write_bytes(b"changed by hand")
    (row,) = get(tmp_path, address)
    assert row.status == "fetched"
    assert (tmp_path / row.file).read_bytes() == server.plan


def test_a_file_that_is_gone_from_the_web_stays_here(server: BadServer, tmp_path: Path) -> None:
    address = server.address("/plan.txt")
    (first,) = get(tmp_path, address)
    server.plan, server.etag = b"", '"3"'
    (row,) = get(tmp_path, address)
    assert row.status == "failed" and "what was fetched on 2026-11-29 stands" in row.sentence
    assert (row.file, row.sha256) == (first.file, first.sha256)
    assert (tmp_path / row.file).read_bytes() == PLAN


def test_two_files_of_one_name_stand_beside_each_other(server: BadServer, tmp_path: Path) -> None:
    (tmp_path / COUNCIL).mkdir()
    (tmp_path / COUNCIL / "plan.txt").write_bytes(b"put there by hand")
    rows = get(tmp_path, server.address("/plan.txt"), server.address("/plan.txt?v=2"))
    assert len({row.file for row in rows}) == 2
    assert (tmp_path / COUNCIL / "plan.txt").read_bytes() == b"put there by hand"
    again = get(tmp_path, server.address("/plan.txt"), server.address("/plan.txt?v=2"))
    assert [row.file for row in again] == [row.file for row in rows]


def test_a_page_that_links_to_plans_lists_its_links(server: BadServer, tmp_path: Path) -> None:
    page, *links = get(tmp_path, server.address("/page"))
    assert page.status == "page" and "links to 1 plan." in page.sentence
    assert [(link.status, link.url, bool(link.sentence)) for link in links] == [
        ("link", server.address("/downloads/file/12/action-plan"), False),
        ("link", server.address("/minutes.pdf"), True),
    ]
    assert files(tmp_path) == set()
    *_, followed = [row for row in get(tmp_path, server.address("/page"), follow=True) if row.status == "fetched"]
    assert followed.found_on == server.address("/page")
    assert files(tmp_path) == {f"{COUNCIL}/action-plan.txt"}


def test_a_page_that_is_a_plan_is_kept(server: BadServer, tmp_path: Path) -> None:
    (row,) = get(tmp_path, server.address("/plan-page"))
    assert (row.status, row.file, row.media_type) == ("fetched", f"{COUNCIL}/plan-page.html", "text/html")


def test_one_host_is_asked_so_many_times_at_once(server: BadServer, tmp_path: Path) -> None:
    rows = get(tmp_path, *(server.address(f"/waits?{number}") for number in range(8)))
    assert {row.status for row in rows} == {"fetched"}
    assert server.most <= QUICK.a_host
    assert server.asked["/robots.txt"] == 1


@pytest.mark.parametrize(("status", "found"), [(404, "fetched"), (403, "fetched"), (503, "failed"), (429, "failed")])
def test_no_robots_txt_is_leave_and_one_that_cannot_be_had_is_none(
    status: int, found: str, server: BadServer, tmp_path: Path
) -> None:
    server.robots_status = status
    (row,) = get(tmp_path, server.address("/plan.txt"), manners=replace(QUICK, attempts=1))
    assert row.status == found
    assert ("robots.txt" in row.sentence) == (found == "failed")


@pytest.mark.parametrize("host", ["127.0.0.1", "localhost", "[::1]", "[::ffff:127.0.0.1]", "0.0.0.0", "2130706433"])
def test_no_address_on_this_machine_is_asked_unless_that_is_meant(host: str, server: BadServer, tmp_path: Path) -> None:
    address = f"http://{host}:{server.server_address[1]}/plan.txt"
    (row,) = get(tmp_path, address, manners=replace(QUICK, allow_private=False, attempts=1))
    assert row.status in ("refused", "failed")
    assert not server.asked


def test_a_redirect_into_a_private_network_is_not_followed(
    server: BadServer, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The first address counts as public here, the one it leads to does not."""
    monkeypatch.setattr("pipeline.fetch.exchange.is_public", lambda ip: ip == "127.0.0.1")
    monkeypatch.setattr(
        "pipeline.fetch.exchange.parse_address",
        lambda url, plain_http=False: parse_address(url.replace("localhost.localdomain", "10.0.0.1"), plain_http=True),
    )
    (row,) = get(tmp_path, server.address("/inward"), manners=replace(QUICK, allow_private=False))
    assert row.status == "refused" and "10.0.0.1 is an address on this machine or in a private network" in row.sentence


@pytest.mark.parametrize(
    "host", ["127.0.0.1", "10.1.2.3", "127.1", "2130706433", "0x7f.0.0.1", "[::1]", "[fe80::1]", "localhost",
             "printer.local", "files.corp.internal", "intranet", "169.254.169.254", "localhost."],
)  # fmt: skip
def test_a_proxy_is_not_asked_for_an_address_inside(host: str, server: BadServer, tmp_path: Path) -> None:
    manners = replace(QUICK, allow_private=False, attempts=1, proxy=server.address(""))
    (row,) = get(tmp_path, f"https://{host}/plan.txt", manners=manners)
    assert (row.status, "on this machine or in a private network" in row.sentence) == ("refused", True)
    assert not server.asked


def test_a_redirect_inside_is_not_followed_through_a_proxy_either(
    server: BadServer, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Plain HTTP here, so that the server of mischief can be the proxy."""
    monkeypatch.setattr(
        "pipeline.fetch.exchange.parse_address", lambda url, plain_http=False: parse_address(url, plain_http=True)
    )
    manners = replace(QUICK, allow_private=False, attempts=1, proxy=server.address(""))
    urls = ("http://plans.example.org/plan.txt", "http://plans.example.org/inward")
    plan, inward = get(tmp_path, *urls, manners=manners)
    assert plan.status == "fetched"
    assert (inward.status, "localhost.localdomain is an address on this machine" in inward.sentence) == (
        "refused",
        True,
    )


def test_the_address_that_was_judged_is_the_one_that_is_asked(
    server: BadServer, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A name that stands for another address at the second look is looked at once."""
    looked: list[str] = []

    async def look_up(address: object) -> list[str]:
        looked.append(str(address))
        return ["127.0.0.1"]

    monkeypatch.setattr("pipeline.fetch.exchange._look_up", look_up)
    address = f"http://plans.example:{server.server_address[1]}/plan.txt"
    (row,) = get(tmp_path, address)
    assert row.status == "fetched" and looked


def test_a_certificate_is_checked_against_the_name(
    server: BadServer, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    certificate, trust = _certificate(tmp_path, "plans.example")
    server.socket = certificate.wrap_socket(server.socket, server_side=True)

    async def look_up(address: object) -> list[str]:
        return ["127.0.0.1"]

    monkeypatch.setattr("pipeline.fetch.exchange._look_up", look_up)
    port = server.server_address[1]
    manners = replace(QUICK, trust=trust, attempts=1)
    right, wrong = get(
        tmp_path / "into", f"https://plans.example:{port}/plan.txt", f"https://other.example:{port}/x", manners=manners
    )
    assert right.status == "fetched"
    assert wrong.status == "failed" and "certificate" in wrong.sentence


def _certificate(folder: Path, name: str) -> tuple[ssl.SSLContext, ssl.SSLContext]:
    """A server's context with a certificate of its own for a name, and a client's that trusts it."""
    from datetime import timedelta

    from cryptography import x509
    from cryptography.hazmat.primitives import hashes, serialization
    from cryptography.hazmat.primitives.asymmetric import ec

    key = ec.generate_private_key(ec.SECP256R1())
    subject = x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, name)])
    now = datetime.now(UTC)
    made = (
        x509.CertificateBuilder()
        .subject_name(subject)
        .issuer_name(subject)
        .public_key(key.public_key())
        .serial_number(1)
        .not_valid_before(now - timedelta(days=1))
        .not_valid_after(now + timedelta(days=1))
        .add_extension(x509.SubjectAlternativeName([x509.DNSName(name)]), critical=False)
        .add_extension(x509.BasicConstraints(ca=True, path_length=None), critical=True)
        .sign(key, hashes.SHA256())
    )
    pem = made.public_bytes(serialization.Encoding.PEM)
    private = key.private_bytes(
        serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    )
    (folder / "server.pem").write_bytes(private + pem)
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(folder / "server.pem")
    return context, ssl.create_default_context(cadata=pem.decode())


@pytest.mark.parametrize(
    ("text", "public"),
    [
        ("8.8.8.8", True),
        ("2606:2800:220:1::1", True),
        ("10.0.0.1", False),
        ("172.16.5.4", False),
        ("192.168.1.1", False),
        ("169.254.169.254", False),  # metadata of clouds
        ("100.64.0.1", False),  # shared by carriers
        ("0.0.0.0", False),
        ("224.0.0.1", False),
        ("::1", False),
        ("fd00::1", False),
        ("fe80::1%eth0", False),
        ("::ffff:10.0.0.1", False),
        ("64:ff9b::a00:1", False),  # 10.0.0.1 behind NAT64
        ("2002:7f00:1::", False),  # 127.0.0.1 in 6to4
        ("no address", False),
    ],
)
def test_which_addresses_are_public(text: str, public: bool) -> None:
    assert is_public(text) is public


@pytest.mark.parametrize(
    "url",
    ["", "plan.pdf", "ftp://a.uk/x", "file:///etc/passwd", "https://", "https://me:secret@a.uk/x", "https://a.uk/\n",
     "https://[::1/x", "https://a.uk:99999/x", "javascript:alert(1)", "https://" + "a" * 5000],
)  # fmt: skip
def test_what_is_no_address_of_a_web_server_is_refused(url: str) -> None:
    with pytest.raises(AddressRefused):
        parse_address(url)


@pytest.mark.parametrize(
    ("url", "asked"),
    [
        ("http://a.uk/x", "https://a.uk/x"),
        ("HTTPS://A.uk", "https://a.uk/"),
        ("https://a.uk/équalité plan.pdf", "https://a.uk/%C3%A9qualit%C3%A9%20plan.pdf"),
        ("https://a.uk/a%20b?c=d&e", "https://a.uk/a%20b?c=d&e"),
        ("https://bücher.example:8443/x#page=2", "https://xn--bcher-kva.example:8443/x"),
    ],
)
def test_an_address_is_asked_over_https_as_it_is_meant(url: str, asked: str) -> None:
    assert str(parse_address(url)) == asked


@pytest.mark.parametrize(
    ("text", "path", "allowed"),
    [
        ("", "/x", True),
        ("User-agent: *\nDisallow: /", "/x", False),
        ("User-agent: other\nDisallow: /", "/x", True),
        ("User-agent: *\nDisallow: /\n\nUser-agent: CouncilPlans\nDisallow: /private", "/x", True),
        ("User-agent: a\nUser-agent: *\nDisallow: /x", "/x", False),
        ("User-agent: *\nDisallow: /a\nAllow: /a/b", "/a/b/c", True),
        ("User-agent: *\nDisallow: /*.pdf$", "/a/plan.pdf", False),
        ("User-agent: *\nDisallow: /*.pdf$", "/a/plan.pdf?x=1", True),
        ("User-agent: *\nDisallow: /*?print=", "/a?print=1", False),
        ("User-agent: *\nDisallow:", "/x", True),
        ("User-agent: *\nDisallow: /%70lan # a remark", "/plan", False),
        ("Disallow: /", "/x", True),
        ("User-agent: *\nDisallow: /" + "*a" * 500 + "$", "/" + "a" * 400, True),
    ],
)
def test_robots_txt_is_read_as_its_standard_says(text: str, path: str, allowed: bool) -> None:
    assert parse_robots(text).allows(path) is allowed


@pytest.mark.parametrize(
    ("url", "header", "kind", "name"),
    [
        ("https://a.uk/plan.pdf", "", "pdf", "plan.pdf"),
        ("https://a.uk/downloads/file/1/plan", "", "word", "plan.docx"),
        ("https://a.uk/plan.aspx?id=1", "", "pdf", "plan.aspx.pdf"),
        ("https://a.uk/", "", "pdf", "plan.pdf"),
        ("https://a.uk/x", "attachment; filename*=UTF-8''cynllun%20%C3%A2.pdf", "pdf", "cynllun â.pdf"),
        ("https://a.uk/x", 'attachment; filename="..\\..\\windows\\plan.pdf"', "pdf", "plan.pdf"),
        ("https://a.uk/%2e%2e%2fetc%2fpasswd", "", "text", "_etc_passwd.txt"),
        ("https://a.uk/NUL.pdf", "", "pdf", "_NUL.pdf"),
        ("https://a.uk/sources.csv", "", "text", "plan-sources.csv"),
        ("https://a.uk/Corrections.csv", "", "text", "plan-Corrections.csv"),
        ("https://a.uk/.hidden.pdf", "", "pdf", "hidden.pdf"),
        ("https://a.uk/~$plan.docx", "", "word", "plan.docx"),
        ("https://a.uk/" + "a" * 300 + ".pdf", "", "pdf", "a" * 114 + ".pdf"),
    ],
)
def test_a_file_has_a_name_that_every_system_takes(url: str, header: str, kind: str, name: str) -> None:
    assert file_of(url, header, kind) == name  # type: ignore[arg-type]


def test_a_council_has_a_folder_of_its_name() -> None:
    assert folder_of("Brighton & Hove: City/Council.") == "Brighton & Hove- City-Council"
    assert folder_of("../..") == "-"


@pytest.mark.parametrize(
    ("lines", "fault"),
    [
        ([], "no column council"),
        ([["name", "url"]], "no column council"),
        ([["council", "url"]], "holds no address"),
        ([["council", "url"], ["A", ""], ["", "https://a.uk"]], "line 2 has no url; line 3 has no council"),
    ],
)
def test_a_list_that_cannot_be_used_says_why(lines: list[list[str]], fault: str) -> None:
    with pytest.raises(ListRefused, match=fault):
        parse_wanted(lines, origin="list.csv")


@pytest.mark.parametrize("name", ["list.csv", "semicolons.csv", "windows.csv", "list.xlsx"])
def test_a_list_is_read_as_spreadsheets_save_it(name: str, tmp_path: Path) -> None:
    path = tmp_path / name
    lines = [["Council", "URL", "Title"], ["Cyngor Môn", "https://a.uk/x", "Plan"], [], ["B", "https://b.uk/y"]]
    if name.endswith(".xlsx"):
        from openpyxl import Workbook

        book = Workbook()
        for line in lines:
            book.active.append(line)  # type: ignore[union-attr]
        book.save(path)
    else:
        part = ";" if name.startswith("semi") else ","
        text = "\r\n".join(part.join(line) for line in lines)
        path.write_bytes(text.encode("cp1252" if name.startswith("windows") else "utf-8-sig"))
    assert read_wanted(path) == (Wanted("Cyngor Môn", "https://a.uk/x", "Plan"), Wanted("B", "https://b.uk/y"))


def test_the_record_holds_no_formula_and_reads_as_it_was(tmp_path: Path) -> None:
    row = Fetched("A", "https://a.uk/x", '=HYPERLINK("x")', "link", found_on="'kept")
    write_record(tmp_path, [row])
    with (tmp_path / "sources.csv").open(encoding="utf-8-sig", newline="") as file:
        assert next(csv.DictReader(file))["title"] == '\'=HYPERLINK("x")'
    assert read_record(tmp_path) == {row.key: row}


@pytest.mark.parametrize("file", ["../outside.txt", "/etc/x.txt", "C:/x.txt", "..\\outside.txt", "a/../../b.txt"])
def test_a_record_of_a_strangers_writes_nothing_outside(file: str, server: BadServer, tmp_path: Path) -> None:
    into = tmp_path / "into"
    address = server.address("/plan.txt")
    write_record(into, [Fetched(COUNCIL, address, file=file, sha256="0" * 64)])
    (row,) = get(into, address)
    assert row.file == f"{COUNCIL}/plan.txt"
    assert {path.name for path in tmp_path.iterdir()} == {"into"}


def test_a_fault_at_one_address_stops_no_other(
    server: BadServer, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(data: bytes) -> str:
        raise RecursionError("too deep")

    bad, good = "https://[::1/x", server.address("/plan.txt")
    assert [row.status for row in get(tmp_path, bad, good)] == ["refused", "fetched"]
    monkeypatch.setattr("pipeline.fetch.fetch.kind_of", fail)
    server.etag = '"2"'
    (row,) = get(tmp_path, good)
    assert row.status == "failed" and "stopped at RecursionError: too deep" in row.sentence


def test_a_full_disk_ends_the_command_with_a_sentence(
    server: BadServer, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(piece: bytes) -> int:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("pipeline.fetch.fetch._Draft.start", lambda draft: full)
    (tmp_path / "list.csv").write_text(f"council,url\nA,{server.address('/plan.txt')}\n")
    with redirect_stdout(StringIO()), redirect_stderr(StringIO()) as told:
        assert fetch_plans(ToFetch(tmp_path / "list.csv", tmp_path / "into", allow_private=True)) == 3
    assert "No space left on device" in told.getvalue()
    assert files(tmp_path / "into") == set()


def test_another_file_in_the_place_of_the_record_stays(tmp_path: Path) -> None:
    (tmp_path / "sources.csv").write_text("a,b\n1,2\n")
    (tmp_path / "list.csv").write_text("council,url\nA,https://a.uk/x\n")
    with redirect_stdout(StringIO()), redirect_stderr(StringIO()) as told:
        assert fetch_plans(ToFetch(tmp_path / "list.csv", tmp_path)) == 2
    assert "is no record of fetched files" in told.getvalue()
    assert (tmp_path / "sources.csv").read_text() == "a,b\n1,2\n"


def test_links_are_found_whatever_the_page_is_like() -> None:
    assert find_links(b"", "https://a.uk") == ()
    assert find_links(b"<a href='http://[bad'>pdf</a><a>pdf</a>", "https://a.uk") == ()
    (link,) = find_links(b"<base href='http://['><a href='/plan.pdf'>plan</a>", "https://a.uk/page")
    assert link.url == "https://a.uk/plan.pdf"
    assert [link.plan for link in find_links(PAGE_WITH_LINKS, "https://a.uk/page")] == [True, False]


def test_a_list_becomes_tables_that_say_where_each_plan_is_from(server: BadServer, tmp_path: Path) -> None:
    lines = [f"{COUNCIL},{server.address('/plan.txt')},A title of ours", f"{COUNCIL},{server.address('/gone.pdf')},"]
    (tmp_path / "list.csv").write_text("\n".join(["council,url,title", *lines]))
    plans, out = tmp_path / "plans", tmp_path / "tables"
    with redirect_stdout(StringIO()) as printed, redirect_stderr(StringIO()) as complained:
        asked = ToFetch(tmp_path / "list.csv", plans, attempts=1, allow_private=True)
        assert fetch_plans(asked) == 0
        assert fetch_plans(replace(asked, strict=True, quiet=True)) == 1
        assert run_plans(ToRun((str(plans),), str(out), jobs=1, quiet=True)) == 0
    assert "1 fetched, 1 failed" in printed.getvalue() and "has nothing there" in complained.getvalue()
    (document,) = pq.read_table(out / "documents.parquet").to_pylist()
    assert document["url"] == server.address("/plan.txt")
    assert document["retrieved"] == datetime.now(UTC).date()
    assert (document["source"], document["title"]) == (f"{COUNCIL}/plan.txt", "A title of ours")
    page = (write_report(out, plans=plans).parent / "sources.html").read_text("utf-8")
    assert f'<a href="{server.address("/plan.txt")}" rel="noreferrer">{document["retrieved"]}</a>' in page
    assert "Addresses that gave no file" in page and "gone.pdf: has nothing there" in page


def test_what_sources_toml_says_of_an_origin_counts_before_the_record() -> None:
    told = {"source": [{"files": "a/*", "url": "https://b.uk", "retrieved": DAY.date()}]}
    (entry,) = parse_sources(told, origin="x")
    assert (entry.url, entry.retrieved) == ("https://b.uk", "2026-11-29")
    with pytest.raises(SettingsError, match="'retrieved' should be a day"):
        parse_sources({"source": [{"retrieved": "yesterday"}]}, origin="x")
    with pytest.raises(SettingsError, match="is no CSV in UTF-8"):
        parse_origins(b"\xff\xfe\x00", origin="x")


def test_without_the_library_the_command_says_what_to_install(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "httpx", None)
    monkeypatch.delitem(sys.modules, "pipeline.fetch.exchange", raising=False)
    (tmp_path / "list.csv").write_text("council,url\nA,https://a.uk/x\n")
    with redirect_stdout(StringIO()), redirect_stderr(StringIO()) as told:
        assert fetch_plans(ToFetch(tmp_path / "list.csv", tmp_path / "into")) == 3
    assert "pip install httpx" in told.getvalue()


def test_a_list_keeps_cells_of_several_lines_and_tells_what_is_no_csv(tmp_path: Path) -> None:
    path = tmp_path / "list.csv"
    path.write_text('council,url,title\nA,https://a.uk/p.pdf,"A plan\u2028in two lines"\n', "utf-8", newline="")
    assert [one.title for one in read_wanted(path)] == ["A plan\u2028in two lines"]
    path.write_text("council,url\nA," + "x" * 200_000 + "\n", "utf-8")
    for limit in (131_072, 10**9):  # the csv module's limit is one for the process, and other libraries move it
        before = csv.field_size_limit(limit)
        try:
            with pytest.raises(ListRefused, match=r"no CSV that can be read|line 2 has a cell of more than 32,767"):
                read_wanted(path)
        finally:
            csv.field_size_limit(before)
