"""Zipped documents from strangers: parts are read in memory, within limits, and never written anywhere.

Tells a password-protected Office file (an OLE compound file that holds an encrypted package) and a legacy one from a
zipped one, so that the sentence a person reads names what is wrong.
"""

from __future__ import annotations

import io
import zipfile
import zlib
from typing import Final

from extractors.errors import DocumentUnreadable
from extractors.limits import Limits

OLE_MAGIC: Final = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_ENCRYPTED_STREAM: Final = "EncryptedPackage".encode("utf-16-le")
_MAX_PARTS: Final = 20_000  # parts of one archive; a plan with a picture on each page has some hundreds

LOCKED_SENTENCE: Final = (
    "The file is protected by a password, so nothing was read. Save a copy without a password and run again."
)


def is_encrypted_office(data: bytes) -> bool:
    """True for an Office file locked with a password: an OLE compound file with an `EncryptedPackage` stream.

    Source: [MS-OFFCRYPTO] 2.3.4.4.
    """
    return data.startswith(OLE_MAGIC) and _ENCRYPTED_STREAM in data


def _safe_name(name: str) -> str | None:
    """The part's name with forward slashes; None where it has none, is absolute, or climbs out of the archive."""
    name = name.replace("\\", "/")
    if not name or name.startswith("/") or ":" in name.split("/", 1)[0] or ".." in name.split("/") or "\0" in name:
        return None
    return name


class Archive:
    """A zipped document held in memory; parts are found whatever the case of their name, as Office finds them."""

    def __init__(self, zipped: zipfile.ZipFile, limits: Limits) -> None:
        self._zipped = zipped
        self._limits = limits
        self._parts: dict[str, list[zipfile.ZipInfo]] = {}
        unpacked = 0
        entries = zipped.infolist()
        if len(entries) > _MAX_PARTS:
            raise DocumentUnreadable(
                "unsupported", f"The file holds {len(entries):,} parts; the limit is {_MAX_PARTS:,}."
            )
        for entry in entries:
            unpacked += entry.file_size
            name = _safe_name(entry.filename)
            if name is not None and not entry.is_dir():
                self._parts.setdefault(name.lower(), []).append(entry)
        if unpacked > limits.max_unpacked_bytes:
            raise DocumentUnreadable(
                "unsupported",
                f"The file unpacks to {unpacked:,} bytes; the limit is {limits.max_unpacked_bytes:,}. "
                "It may be a zip bomb: raise the limit only if you know where it comes from.",
            )

    def names(self) -> tuple[str, ...]:
        """The names of the parts as stored, in the archive's order; unsafe names are left out."""
        return tuple(entries[0].filename.replace("\\", "/") for entries in self._parts.values())

    def has(self, name: str) -> bool:
        """True where the archive holds a part of this name."""
        return name.lower() in self._parts

    def read(self, name: str) -> bytes:
        """The bytes of a part.

        Raises `DocumentUnreadable`: `damaged` where it is missing, broken, or stored twice with different contents;
        `encrypted` where the archive's own password guards it.
        """
        entries = self._parts.get(name.lower())
        if not entries:
            raise DocumentUnreadable("damaged", f"The part {name} is missing from the file. Ask for a fresh copy.")
        if len({(entry.CRC, entry.file_size) for entry in entries}) > 1:
            raise DocumentUnreadable(
                "damaged",
                f"The part {name} is stored twice with different contents, so which one is meant is unknown. "
                "Open the file in Word and save a fresh copy.",
            )
        entry = entries[0]
        if entry.flag_bits & 0x1:
            raise DocumentUnreadable("encrypted", LOCKED_SENTENCE)
        try:
            with self._zipped.open(entry) as part:
                return part.read(self._limits.max_unpacked_bytes)
        except (
            zipfile.BadZipFile,
            zlib.error,
            EOFError,
            OSError,
            NotImplementedError,
            ValueError,
            RuntimeError,
        ) as error:
            raise DocumentUnreadable(
                "damaged", f"The part {name} cannot be unpacked. Ask for a fresh copy of the file."
            ) from error


def open_archive(data: bytes, limits: Limits, kind: str) -> Archive:
    """Open a zipped document; `kind` is what it should be, for the sentence ("Word document").

    Raises `DocumentUnreadable`: `encrypted` for a password-protected Office file, `unsupported` for a legacy one,
    `damaged` for anything else that is no zip archive, `unsupported` over a limit.
    """
    if len(data) > limits.max_bytes:
        raise DocumentUnreadable(
            "unsupported",
            f"The file has {len(data):,} bytes; the limit is {limits.max_bytes:,}. Raise the limit to read it.",
        )
    if is_encrypted_office(data):
        raise DocumentUnreadable("encrypted", LOCKED_SENTENCE)
    if data.startswith(OLE_MAGIC):
        raise DocumentUnreadable(
            "unsupported",
            f"The file is in an older Office format and no {kind}. Install LibreOffice, or save a copy as .docx or "
            ".xlsx, and run again.",
        )
    if not data:
        raise DocumentUnreadable("damaged", "The file is empty. Ask for a fresh copy.")
    try:
        zipped = zipfile.ZipFile(io.BytesIO(data))
    except (zipfile.BadZipFile, OSError, ValueError, NotImplementedError, OverflowError, EOFError, IndexError) as error:
        raise DocumentUnreadable(
            "damaged", f"The file is no readable {kind}: its archive is cut short or broken. Ask for a fresh copy."
        ) from error
    return Archive(zipped, limits)
