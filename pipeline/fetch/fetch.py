"""A list of addresses fetched into a folder: each file whole or not at all, each address its row in `sources.csv`."""

from __future__ import annotations

import asyncio
import hashlib
import os
import tempfile
import threading
import time
from collections import Counter, defaultdict, deque
from collections.abc import Callable, Iterable, Mapping, Sequence
from contextlib import ExitStack
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from pathlib import Path
from typing import BinaryIO
from urllib.parse import urlsplit

from extractors import Kind, kind_of
from pipeline.batch.limited import LimitedReader
from pipeline.batch.unit import Unit
from pipeline.batch.worker import READER
from pipeline.fetch.exchange import Answer, Exchange, Manners, Sink, Trouble
from pipeline.fetch.links import MOST_BYTES, Link, find_links
from pipeline.fetch.names import ENDINGS, another_name, file_of, folder_of
from pipeline.fetch.record import Fetched, FetchStatus, read_record, write_record
from pipeline.fetch.wanted import Wanted
from pipeline.settings import Settings
from pipeline.store.errors import StoreError
from pipeline.store.lock import folder_lock
from pipeline.store.parts import read_part

_WRITE_EVERY = 2.0  # seconds between two writings of the record while files come in
_PAGE_SECONDS = 30.0  # that a web page may take to show whether it is a plan
_NO_FORMAT: Mapping[Kind, str] = {
    "empty": "the file is empty. Look for the plan's address in a browser",
    "picture": "is a picture, which is not read. Ask for the document it was made from",
    "broken_zip": "is damaged or cut short. Fetch it again",
    "zip": "is an archive. Fetch it by hand and unpack it",
    "other": "is of a format that is not read. Save it as PDF, Word or Excel by hand",
}
_MEDIA_TYPES: Mapping[Kind, str] = {
    "pdf": "application/pdf",
    "word": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    "sheet": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "html": "text/html",
    "rtf": "application/rtf",
    "text": "text/plain",
}

Now = Callable[[], datetime]
Told = Callable[[Fetched], object]


@dataclass(frozen=True, slots=True)
class FetchOptions:
    """What is to be fetched and where it goes."""

    wanted: tuple[Wanted, ...]
    into: Path
    manners: Manners
    follow: bool = False  # fetch the plans that pages link to as well


def fetch(
    options: FetchOptions, told: Told, waiting: Callable[[], None] = lambda: None, now: Now = lambda: datetime.now(UTC)
) -> tuple[Fetched, ...]:
    """Fetch every address and return its row, in the order of the list; what pages link to follows its page.

    Rows of earlier calls stay in the record. Raises OSError where the folder cannot be written, ValueError where
    another file is in the place of the record; what was fetched until then has its rows, on Ctrl-C too.
    """
    options.into.mkdir(parents=True, exist_ok=True)
    with folder_lock(options.into, waiting), ExitStack() as held:
        folder = _Folder(options.into, held, now)
        try:
            return asyncio.run(_fetch_all(options, folder, told))
        finally:
            folder.save()


async def _fetch_all(options: FetchOptions, folder: _Folder, told: Told) -> tuple[Fetched, ...]:
    exchange = Exchange(options.manners)
    try:
        rows = await _fetch_some(options, options.wanted, exchange, folder, told)
        if options.follow:
            asked = {row.key for row in rows if row.status != "link"}
            linked = [Wanted(row.council, row.url, "", row.found_on) for row in rows if _is_plan_link(row)]
            more = [one for one in linked if (one.council, one.url) not in asked]
            rows += await _fetch_some(options, more, exchange, folder, told)
            fetched = {row.key for row in rows if row.status != "link"}
            rows = [row for row in rows if row.status != "link" or row.key not in fetched]
        return tuple(rows)
    finally:
        await exchange.close()


def _is_plan_link(row: Fetched) -> bool:
    return row.status == "link" and not row.sentence


async def _fetch_some(
    options: FetchOptions, wanted: Sequence[Wanted], exchange: Exchange, folder: _Folder, told: Told
) -> list[Fetched]:
    """Fetch addresses, at most so many a host and so many in all; give their rows in order."""
    queues: defaultdict[str, deque[Wanted]] = defaultdict(deque)
    for one in wanted:
        queues[_host(one.url)].append(one)
    rows: dict[tuple[str, str], list[Fetched]] = {}
    room = asyncio.Semaphore(options.manners.at_once)

    async def work(queue: deque[Wanted]) -> None:
        while queue:
            async with room:
                if queue:
                    one = queue.popleft()
                    rows[one.council, one.url] = found = await _fetch_one(one, exchange, folder)
                    for row in found:
                        told(row)

    try:
        async with asyncio.TaskGroup() as group:
            for queue in queues.values():
                for _ in range(min(options.manners.a_host, len(queue))):
                    group.create_task(work(queue))
    except* (OSError, StoreError) as errors:  # the disk: the first is as good as all
        raise errors.exceptions[0] from errors
    return [row for one in wanted for row in rows[one.council, one.url]]


async def _fetch_one(wanted: Wanted, exchange: Exchange, folder: _Folder) -> list[Fetched]:
    """Fetch one address and write down what became of it; a page is followed by what it links to."""
    before = folder.before(wanted)
    with folder.draft() as draft:
        try:
            answer = await exchange.get(wanted.url, _known(before, folder), draft.start)
            if not answer.modified:
                return [folder.unchanged(before, answer)]
            return await _keep(before, answer, draft.finish(), draft.path, folder)
        except Trouble as trouble:
            code = "" if trouble.http_status is None else str(trouble.http_status)
            return [folder.failed(before, trouble.status, trouble.sentence, code)]
        except (OSError, StoreError):  # ours, and the same for every address
            raise
        except Exception as error:
            sentence = f"the program stopped at {type(error).__name__}: {error!s:.200}. Report it with the address"
            return [folder.failed(before, "failed", sentence)]


def _host(url: str) -> str:
    """Return the host of an address, empty where there is none to read."""
    try:
        return urlsplit(url).netloc.lower()
    except ValueError:
        return ""


async def _keep(before: Fetched, answer: Answer, data: bytes, draft: Path, folder: _Folder) -> list[Fetched]:
    """Put what came into its place, where it is of a format that is read and no page without a plan."""
    kind = kind_of(data)
    declared = answer.headers.get("content-type", "").split(";")[0].strip().lower()
    if kind == "text" and declared in ("text/html", "application/xhtml+xml"):
        kind = "html"
    if kind not in ENDINGS:
        return [folder.failed(before, "failed", _NO_FORMAT[kind], str(answer.http_status), answer.final_url)]
    if kind == "html" and not await asyncio.to_thread(folder.is_plan, draft):
        links = find_links(data, answer.final_url) if len(data) <= MOST_BYTES else ()
        return folder.page(before, answer, links)
    media_type = _MEDIA_TYPES.get(kind, declared)
    return [folder.keep(replace(before, media_type=media_type), answer, data, draft, kind=kind)]


def _known(before: Fetched, folder: _Folder) -> dict[str, str]:
    """Return the headers that tell which version we hold; none where the file is gone or was changed here."""
    if not folder.holds(before):
        return {}
    told = {"If-None-Match": before.etag, "If-Modified-Since": before.last_modified}
    return {name: text for name, text in told.items() if text.isascii() and text.isprintable() and text}


class _Folder:
    """The folder that files go to, with its record."""

    def __init__(self, into: Path, held: ExitStack, now: Now) -> None:
        self._into = into
        self._now = now
        self._rows = read_record(into)
        self._saved_at = time.monotonic()
        self._held = held
        self._reader: tuple[LimitedReader, Path] | None = None
        self._reading = threading.Lock()

    def before(self, wanted: Wanted) -> Fetched:
        """Return the row of an address as it stood, with what the list says of it now."""
        row = self._rows.get((wanted.council, wanted.url), Fetched(wanted.council, wanted.url))
        return replace(row, title=wanted.title, found_on=wanted.found_on)

    def holds(self, row: Fetched) -> bool:
        """Whether the file of a row is there with the bytes that were fetched."""
        path = self._into / row.file
        return bool(row.file) and path.is_file() and _sha256(path) == row.sha256

    def draft(self) -> _Draft:
        """Return a file that what comes in is written to until it is whole."""
        return _Draft(self._into)

    def failed(
        self, before: Fetched, status: FetchStatus, sentence: str, http_status: str = "", final_url: str = ""
    ) -> Fetched:
        """Write down that nothing came; a file of an earlier call stands."""
        stands = f"; what was fetched on {before.retrieved[:10]} stands" if self.holds(before) else ""
        kept = before if stands else Fetched(before.council, before.url, before.title, found_on=before.found_on)
        return self._write_down(
            replace(
                kept,
                status=status,
                sentence=f"{before.url}: {sentence}{stands}.",
                http_status=http_status,
                final_url=final_url or kept.final_url,
            )
        )

    def unchanged(self, before: Fetched, answer: Answer) -> Fetched:
        """Write down that the server has nothing newer."""
        code = str(answer.http_status)
        return self._write_down(replace(before, status="unchanged", sentence="", http_status=code))

    def page(self, before: Fetched, answer: Answer, links: Iterable[Link]) -> list[Fetched]:
        """Write down that a web page came that is no plan, and what it links to."""
        links = tuple(links)
        plans = sum(link.plan for link in links)
        if not links:
            sentence = "is a web page with no plan and no link to a document. Look for the plan's address in a browser"
        elif plans:
            sentence = (
                f"is a web page that links to {_number(plans, 'plan')}. Put the right one in the list, or give --follow"
            )
        else:
            documents = _number(len(links), "document")
            sentence = (
                f"is a web page that links to {documents}, none by its words a plan. Put the right one in the list"
            )
        row = self.failed(before, "page", sentence, str(answer.http_status), answer.final_url)
        found = []
        for link in links:
            known = self._rows.get((before.council, link.url))
            if known is None or known.status == "link":
                other = "" if link.plan else f"{link.url}: a document whose words do not speak of a plan."
                told = Fetched(before.council, link.url, link.text, "link", other, found_on=before.url)
                found.append(self._write_down(told))
        return [row, *found]

    def keep(self, before: Fetched, answer: Answer, data: bytes, draft: Path, *, kind: Kind) -> Fetched:
        """Put a file in its place and write down where it came from."""
        content = hashlib.sha256(data).hexdigest()
        row = replace(
            before,
            sentence="",
            final_url=answer.final_url,
            sha256=content,
            bytes=str(len(data)),
            http_status=str(answer.http_status),
            etag=answer.headers.get("etag", ""),
            last_modified=answer.headers.get("last-modified", ""),
        )
        if before.sha256 == content and self.holds(before):
            return self._write_down(replace(row, status="unchanged"))
        path = self._place(
            before, file_of(answer.final_url, answer.headers.get("content-disposition", ""), kind), content
        )
        path.parent.mkdir(parents=True, exist_ok=True)
        draft.replace(path)
        file = path.relative_to(self._into).as_posix()
        return self._write_down(replace(row, status="fetched", file=file, retrieved=self._stamp()))

    def is_plan(self, page: Path) -> bool:
        """Whether a web page holds actions, as the program reads it: in a process of its own, under limits."""
        with self._reading:
            if self._reader is None:
                out = Path(self._held.enter_context(tempfile.TemporaryDirectory(prefix="councilplans-")))
                reader = LimitedReader(Settings(timeout=_PAGE_SECONDS), out, READER)
                self._held.callback(reader.close)
                self._reader = reader, out
            reader, out = self._reader
            ended = reader.read(Unit(page, "page.html", out))
            part = read_part(out, ended.key) if ended else None
            return part is not None and part.head.actions > 0

    def save(self) -> None:
        """Write the record."""
        write_record(self._into, self._rows.values())
        self._saved_at = time.monotonic()

    def _write_down(self, row: Fetched) -> Fetched:
        row = replace(row, checked="" if row.status == "link" else self._stamp())
        self._rows[row.key] = row
        if time.monotonic() - self._saved_at > _WRITE_EVERY:
            self.save()
        return row

    def _place(self, before: Fetched, name: str, content: str) -> Path:
        """Return where a file goes: its place of before, else a name that is free or holds the same bytes already."""
        if before.file:
            old = self._into / before.file
            if old.suffix.lower() == Path(name).suffix.lower():
                return old
        folder = self._into / folder_of(before.council)
        taken = {row.file for row in self._rows.values() if row.key != before.key}
        for one in (name, another_name(name, before.url)):
            path = folder / one
            free = not path.exists() or _sha256(path) == content
            if free and path.relative_to(self._into).as_posix() not in taken:
                return path
        return folder / another_name(name, before.url)

    def _stamp(self) -> str:
        return self._now().strftime("%Y-%m-%dT%H:%M:%SZ")


class _Draft:
    """A file that is being fetched; it is gone at the end unless it was moved to its place."""

    def __init__(self, folder: Path) -> None:
        handle, name = tempfile.mkstemp(prefix=".fetching-", suffix=".tmp", dir=folder)
        self.path = Path(name)
        self._file: BinaryIO = os.fdopen(handle, "w+b")

    def start(self) -> Sink:
        """Empty the file for another attempt and return what bytes are given to."""
        self._file.seek(0)
        self._file.truncate()
        return self._file.write

    def finish(self) -> bytes:
        """Wait until the disk has the file, with the rights of any new file, and return its bytes."""
        self._file.flush()
        os.fsync(self._file.fileno())
        self._file.seek(0)
        data = self._file.read()
        self._file.close()
        self.path.chmod(0o666 & ~_umask())
        return data

    def __enter__(self) -> _Draft:
        return self

    def __exit__(self, *exception: object) -> None:
        self._file.close()
        self.path.unlink(missing_ok=True)


def _umask() -> int:
    mask = os.umask(0o022)
    os.umask(mask)
    return mask


def _sha256(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def _number(count: int, thing: str) -> str:
    return f"1 {thing}" if count == 1 else f"{count} {thing}s"


def count_statuses(rows: Iterable[Fetched]) -> Counter[str]:
    """Count rows by status."""
    return Counter(row.status for row in rows)
