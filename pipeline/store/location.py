"""A folder named by a URL (`s3://bucket/plans`, `memory://plans`) or a path: what a cluster reads from and writes to.

Files are whole or not there: an object store replaces an object in one step, and on a disk the file is moved into
place. What was listed is not remembered, for others write too. A store that goes away is asked again for as long as
the location has patience. Needs `fsspec`, and for some kinds of store a package of its own (`s3fs`, `adlfs`).
"""

from __future__ import annotations

import time
from collections.abc import Callable, Container, Iterator, Sequence
from contextlib import suppress
from functools import partial
from pathlib import Path
from typing import Any, TypeVar

from pipeline.store.atomic import write_atomically
from pipeline.store.errors import StoreAway, StoreError

HOW_TO_INSTALL = "type `pip install distributed fsspec` where the program is installed"
_AT_ONCE = 100  # files that are asked for in one go
_BETWEEN = 0.5  # seconds between two attempts at a store that is away

Found = TypeVar("Found")


class Location:
    """One folder or file; names below it have `/`.

    Where the store cannot be reached, its methods raise StoreAway, an OSError, after `patience` seconds.
    """

    def __init__(self, url: str, patience: float = 0.0) -> None:
        try:
            from fsspec.core import url_to_fs
        except ImportError as error:
            raise StoreError(f"{url}: needs the extra `dask`: {HOW_TO_INSTALL}.") from error
        try:
            self._fs, self.root = url_to_fs(url, use_listings_cache=False)
        except (ImportError, ValueError) as error:
            raise StoreError(f"{url}: cannot be opened ({error}).") from error
        self.url = url
        self._patience = patience

    @property
    def local(self) -> Path | None:
        """Return the path where this is a folder of a disk, else None."""
        protocol = self._fs.protocol
        return Path(self.root) if "file" in ((protocol,) if isinstance(protocol, str) else protocol) else None

    def patiently(self, action: Callable[[], Found]) -> Found:
        """Do what asks the store, again while it is away and there is patience. Raises StoreAway, and OSError."""
        until = time.monotonic() + self._patience
        while True:
            try:
                return action()
            except (ConnectionError, TimeoutError) as error:
                trouble: Exception = error
            except OSError:
                raise  # the store's word on this file
            except Exception as error:  # each kind of store has exceptions of its own
                trouble = error
            if time.monotonic() >= until:
                raise StoreAway(
                    f"{self.url}: the store cannot be reached or used ({trouble!s:.300}). Check address, network and "
                    "credentials, and run again."
                ) from trouble
            time.sleep(_BETWEEN)

    def exists(self, name: str = "") -> bool:
        """Whether there is such a file or folder. Raises OSError."""
        return self._info(name) is not None

    def is_folder(self) -> bool:
        """Whether this is a folder. Raises OSError."""
        info = self._info("")
        return info is not None and info.get("type") == "directory"

    def files(self, below: str = "") -> Iterator[tuple[str, int]]:
        """Yield the name and the size in bytes of every file below a folder, in order of name. Raises OSError."""
        if not self.exists(below):
            return
        prefix = self.root.rstrip("/") + "/"
        found = self.patiently(lambda: self._fs.find(self._path(below), detail=True))
        for path, told in sorted(found.items()):
            yield path.removeprefix(prefix), int(told.get("size") or 0)

    def size(self, name: str = "") -> int:
        """Return the size of a file in bytes, as the store tells it; 0 where it does not. Raises OSError."""
        return int((self._info(name) or {}).get("size") or 0)

    def read(self, name: str = "", most: int | None = None) -> bytes | None:
        """Read a file, or give None where it is larger than `most` bytes. Raises OSError."""

        def read() -> bytes:
            with self._fs.open(self._path(name), "rb") as file:
                content: bytes = file.read() if most is None else file.read(most + 1)
            return content

        data = self.patiently(read)
        return data if most is None or len(data) <= most else None

    def find(self, name: str) -> bytes | None:
        """Read a file, or give None where there is none. Raises OSError."""
        try:
            return self.read(name)
        except FileNotFoundError:
            return None

    def find_all(self, names: Sequence[str]) -> dict[str, bytes]:
        """Read those of some files that are there, many at a time where the store can. Raises OSError."""
        paths = {self._path(name): name for name in names}
        found: dict[str, bytes] = {}
        for some in (list(paths)[start : start + _AT_ONCE] for start in range(0, len(paths), _AT_ONCE)):
            read = self.patiently(partial(self._fs.cat, some, on_error="return"))
            for path, content in read.items():
                if isinstance(content, Exception) and not isinstance(content, FileNotFoundError):
                    found |= {paths[path]: one} if (one := self.find(paths[path])) is not None else {}
                elif isinstance(content, bytes):
                    found[paths[path]] = content
        return found

    def open(self, name: str) -> Any:
        """Open a file for reading, in binary, to be used within `patiently`."""
        return self._fs.open(self._path(name), "rb")

    def write(self, name: str, content: bytes) -> None:
        """Write a file over one of the same name. Raises OSError."""
        if self.local is not None:
            write_atomically(self.local / name, content, durable=False)
        else:
            self.patiently(lambda: self._fs.pipe_file(self._path(name), content))

    def upload(self, name: str, path: Path) -> None:
        """Copy a file of this machine here. Raises OSError."""
        self.patiently(lambda: self._fs.put_file(str(path), self._path(name)))

    def remove(self, name: str) -> None:
        """Remove a file, where it is there. Raises OSError."""
        if self.exists(name):
            with suppress(FileNotFoundError):
                self.patiently(lambda: self._fs.rm_file(self._path(name)))

    def keep_only(self, folder: str, suffix: str, keys: Container[str]) -> None:
        """Remove from a folder the files that are not called by a key and the suffix."""
        for name, _ in list(self.files(folder)):
            stem = name.rpartition("/")[2]
            if stem.endswith(suffix) and stem.removesuffix(suffix) not in keys:
                self.remove(name)

    def _info(self, name: str) -> dict[str, Any] | None:
        """Return what the store tells of a file or folder; None where there is none."""
        try:
            told: dict[str, Any] = self.patiently(lambda: self._fs.info(self._path(name)))
        except FileNotFoundError:
            return None
        return told

    def _path(self, name: str) -> str:
        return f"{self.root.rstrip('/')}/{name}" if name else str(self.root)
