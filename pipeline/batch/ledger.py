"""The files of one run and what became of each, in a database of its own on disk, so that a million files fit.

The database is SQLite's private temporary file: it goes when the run ends, however it ends, and holds nothing that the
files and parts could not tell again. The parent keeps some megabytes of it in memory, whatever the number of files.
"""

from __future__ import annotations

import json
import os
import sqlite3
from array import array
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from pipeline.batch.discover import FoundFile
from pipeline.store.parts import PartHead
from pipeline.store.tables import Member

_CACHE = 16 * 1024  # KiB of the database that stay in memory
_AT_ONCE = 256  # rows fetched in one go

_SCHEMA = """
create table files (
    id integer primary key,
    place blob unique,      -- where the file is, by which it is listed once
    path blob,
    root integer,           -- which of the paths given led to it
    source text,
    inner_path text,
    size integer,
    refusal text,
    key text,               -- of its part, once that is there
    document_key text,      -- of its extracted document, where its bytes are known
    reused integer default 0,
    council text,
    document_id text,
    status text,
    actions integer,
    words_in integer,
    words_out integer,
    words_near integer,
    head text
);
"""
_INDEXES = """
create unique index by_source on files (source);
create index by_key on files (key);
create index by_document_key on files (document_key);
"""
_DISTINCT = (
    "(select *, row_number() over (partition by document_id order by status <> 'ok', source) as rank from files "
    "where head is not null) where rank = 1"
)


@dataclass(frozen=True, slots=True)
class Listed:
    """One file of the run: its number in the ledger, and where it is."""

    id: int
    found: FoundFile
    root: int  # which of the paths given led to it


@dataclass(frozen=True, slots=True)
class StatusLine:
    """What the files of one status come to."""

    status: str
    files: int
    actions: int
    words_in_tables: int
    words_carried: int


class Ledger:
    """The files of a run. One thread uses it at a time."""

    def __init__(self, found: Iterable[FoundFile], roots: Sequence[Path]) -> None:
        self._roots = tuple(roots)
        numbers = {root: number for number, root in reversed(list(enumerate(roots)))}
        self._db = sqlite3.connect("", isolation_level=None, check_same_thread=False)
        self._db.executescript(
            f"pragma cache_size = -{_CACHE}; pragma journal_mode = off; pragma synchronous = off; {_SCHEMA}"
        )
        self._db.execute("begin")
        self._db.executemany(
            "insert or ignore into files (place, path, root, source, inner_path, size, refusal) values (?,?,?,?,?,?,?)",
            (
                (
                    os.fsencode(os.path.normcase(file.path.absolute())),
                    os.fsencode(file.path),
                    numbers[file.root],
                    file.source,
                    file.inner,
                    file.size,
                    file.refusal,
                )
                for file in found
            ),
        )
        self._tell_apart()
        self._db.executescript(_INDEXES)

    def close(self) -> None:
        """Let go of the database."""
        self._db.close()

    def __len__(self) -> int:
        return int(self._one("select count(*) from files"))

    def files(self) -> Iterator[list[Listed]]:
        """Yield the files in order of source, some at a time."""
        last = ""
        while rows := self._db.execute(
            f"select {_FILE} from files where source > ? or ? = '' order by source limit ?",  # noqa: S608 - constant
            (last, last, _AT_ONCE),
        ).fetchall():
            listed = [self._listed(row) for row in rows]
            last = listed[-1].found.source
            yield listed

    def settle(self, number: int, key: str, head: PartHead, *, reused: bool) -> None:
        """Write down what became of a file."""
        self._db.execute(
            "update files set key = ?, reused = ?, council = ?, document_id = ?, status = ?, actions = ?, "
            "words_in = ?, words_out = ?, words_near = ?, head = ? where id = ?",
            (
                key,
                reused,
                head.council,
                head.document_id,
                head.status,
                head.actions,
                head.words_in_tables,
                head.words_carried,
                head.words_near_tables,
                json.dumps(asdict(head)),
                number,
            ),
        )

    def know_document(self, number: int, document_key: str) -> None:
        """Write down which extracted document a file has."""
        self._db.execute("update files set document_key = ? where id = ?", (document_key, number))

    def to_read(self) -> Iterator[Listed]:
        """Yield the files that nothing was written down of, largest first."""
        query = "select id from files where head is null order by size desc, source"
        for number in array("q", (row[0] for row in self._db.execute(query))):
            row = self._db.execute(f"select {_FILE} from files where id = ?", (number,)).fetchone()  # noqa: S608
            yield self._listed(row)

    def left(self) -> tuple[int, int]:
        """Return how many files are to be read and how many bytes they have."""
        row = self._db.execute("select count(*), coalesce(sum(size), 0) from files where head is null").fetchone()
        return int(row[0]), int(row[1])

    def members(self) -> Members:
        """Return every file as a member of the set of tables, in the order of the tables."""
        return Members(self._db)

    def keys(self) -> Keys:
        """Return the keys of all parts of the run."""
        return Keys(self._db, "key")

    def document_keys(self) -> Keys:
        """Return the keys of all extracted documents of the run."""
        return Keys(self._db, "document_key")

    def heads(self, where: str = "1") -> Iterator[PartHead]:
        """Yield what is known of each file, in order of source; `where` is a condition of this module's own."""
        for (head,) in self._db.execute(f"select head from files where {where} order by source"):  # noqa: S608
            yield PartHead.from_json(head)

    def troubled(self) -> Iterator[PartHead]:
        """Return the files whose status is not ok."""
        return self.heads("status <> 'ok'")

    def losing(self) -> Iterator[PartHead]:
        """Return the files of which words were lost."""
        return self.heads("words_in <> words_out")

    def near(self) -> Iterator[PartHead]:
        """Return the files with words near a table that are in no cell."""
        return self.heads("words_near > 0")

    def statuses(self) -> tuple[StatusLine, ...]:
        """Return what the files of each status come to."""
        rows = self._db.execute(
            "select status, count(*), sum(actions), sum(words_in), sum(words_out) from files group by status order by 1"
        )
        return tuple(StatusLine(*row) for row in rows)

    def totals(self) -> tuple[int, int, int]:
        """Return actions, words in tables and words carried, files with the same bytes counted once."""
        sums = "coalesce(sum(actions), 0), coalesce(sum(words_in), 0), coalesce(sum(words_out), 0)"
        row = self._db.execute(f"select {sums} from {_DISTINCT}").fetchone()  # noqa: S608
        return int(row[0]), int(row[1]), int(row[2])

    def codes(self) -> Mapping[str, int]:
        """Return how many issues of each code there are, files with the same bytes counted once."""
        counts: Counter[str] = Counter()
        for (head,) in self._db.execute(f"select head from {_DISTINCT}"):  # noqa: S608
            counts.update(json.loads(head)["codes"])
        return counts

    def _tell_apart(self) -> None:
        """Put its root's path before each source that two roots hold."""
        twice = "select source from files group by source having count(*) > 1"
        rows = self._db.execute(f"select {_FILE} from files where source in ({twice})").fetchall()  # noqa: S608
        for listed in map(self._listed, rows):
            root = listed.found.root.as_posix()
            source = root if listed.found.path == listed.found.root else f"{root}/{listed.found.source}"
            self._db.execute("update files set source = ? where id = ?", (source, listed.id))

    def _listed(self, row: Sequence[Any]) -> Listed:
        number, path, root, source, inner, size, refusal = row
        found = FoundFile(Path(os.fsdecode(path)), source, self._roots[root], inner, size, refusal)
        return Listed(number, found, root)

    def _one(self, query: str) -> Any:
        return self._db.execute(query).fetchone()[0]


_FILE = "id, path, root, source, inner_path, size, refusal"


class Members:
    """The files as members of the set of tables; may be gone through again and again."""

    def __init__(self, db: sqlite3.Connection) -> None:
        self._db = db

    def __iter__(self) -> Iterator[Member]:
        order = "order by council is null, council, source"
        for key, head in self._db.execute(f"select key, head from files {order}"):  # noqa: S608
            yield Member(key, PartHead.from_json(head))


class Keys:
    """The keys that stand in a column of the ledger."""

    def __init__(self, db: sqlite3.Connection, column: str) -> None:
        self._db = db
        self._query = f"select 1 from files where {column} = ? limit 1"  # noqa: S608

    def __contains__(self, key: object) -> bool:
        return self._db.execute(self._query, (key,)).fetchone() is not None
