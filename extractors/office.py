"""Older and open office formats (.doc, .odt, .rtf, .xls, .ods, .xlsb, flat XML), read through LibreOffice.

LibreOffice converts a copy in a temporary folder, with a profile of its own, no macros and a time limit; the result is
read as a Word document or a spreadsheet. Password-protected files are recognised before that.
"""

from __future__ import annotations

import contextlib
import dataclasses
import os
import shutil
import subprocess
import tempfile
from pathlib import Path
from typing import Final

from extractors.document import Document
from extractors.errors import DocumentUnreadable
from extractors.limits import Limits
from extractors.safe_zip import LOCKED_SENTENCE, OLE_MAGIC, is_encrypted_office

_SECONDS: Final = 120  # a conversion takes 1 to 5 s
_WORD_FIB: Final = b"\xec\xa5"  # first bytes of the stream WordDocument ([MS-DOC] 2.5.2)
_WORD_6_FIB: Final = b"\xdc\xa5"  # of Word 6 and 95
_WORD_2: Final = b"\xdb\xa5\x2d\0"
_LOOKED_AT: Final = 1_000_000  # bytes
_FIB_ENCRYPTED: Final = 0x0100
_WORD_STREAM: Final = "WordDocument".encode("utf-16-le")
_SHEET_STREAMS: Final = ("Workbook".encode("utf-16-le"), "Book".encode("utf-16-le"))
_DIRECTORY_ENTRY: Final = 128  # bytes; entries of a compound file's directory stand at multiples of it
_FILTERS: Final = {  # LibreOffice's import filters: without one it reads a broken file as plain text
    ".doc": "MS Word 97",
    ".rtf": "Rich Text Format",
    ".odt": "writer8",
    ".xls": "MS Excel 97",
    ".ods": "calc8",
}
_FLAT_SHEET: Final = b"application/vnd.oasis.opendocument.spreadsheet"
_HEAD: Final = 20_000  # bytes in which a file of XML says what it is
_USUAL_PLACES: Final = (
    "/usr/bin/soffice",
    "/Applications/LibreOffice.app/Contents/MacOS/soffice",
    "C:/Program Files/LibreOffice/program/soffice.exe",
    "C:/Program Files (x86)/LibreOffice/program/soffice.exe",
)
_MEDIA_TYPES: Final = {
    ".doc": "application/msword",
    ".rtf": "application/rtf",
    ".odt": "application/vnd.oasis.opendocument.text",
    ".xls": "application/vnd.ms-excel",
    ".ods": "application/vnd.oasis.opendocument.spreadsheet",
    ".fodt": "application/vnd.oasis.opendocument.text-flat-xml",
    ".fods": "application/vnd.oasis.opendocument.spreadsheet-flat-xml",
    ".xml": "application/xml",
    ".xlsb": "application/vnd.ms-excel.sheet.binary.macroEnabled.12",
}
_NOT_INSTALLED: Final = (
    "Files of this format are read through LibreOffice, which was not found on this machine. Install LibreOffice, "
    "or save a copy as .docx, and run again."
)
_SETTINGS: Final = """<?xml version="1.0" encoding="UTF-8"?>
<oor:items xmlns:oor="http://openoffice.org/2001/registry">
<item oor:path="/org.openoffice.Office.Common/Security/Scripting"><prop oor:name="MacroSecurityLevel" oor:op="fuse">
<value>3</value></prop></item>
<item oor:path="/org.openoffice.Office.Common/Security/Scripting"><prop oor:name="DisableMacrosExecution" oor:op="fuse">
<value>true</value></prop></item>
<item oor:path="/org.openoffice.Office.Common/Security/Scripting">
<prop oor:name="BlockUntrustedRefererLinks" oor:op="fuse"><value>true</value></prop></item>
<item oor:path="/org.openoffice.Office.Writer/Content/Update">
<prop oor:name="Link" oor:op="fuse"><value>0</value></prop></item>
<item oor:path="/org.openoffice.Office.Calc/Content/Update"><prop oor:name="Link" oor:op="fuse"><value>1</value></prop>
</item>
</oor:items>
"""
"""The profile's settings: no macros, no links followed from a document, nothing fetched while it loads."""


def find_libreoffice() -> Path | None:
    """The program that runs LibreOffice; None where it is not installed."""
    for name in ("soffice", "libreoffice"):
        if found := shutil.which(name):
            return Path(found)
    return next((path for place in _USUAL_PLACES if (path := Path(place)).is_file()), None)


def _is_encrypted_word(data: bytes) -> bool:
    """True for a binary Word file with a password: its first block, in the usual first sector, says so."""
    start = 512
    if data[start : start + 2] != _WORD_FIB or len(data) < start + 12:
        return False
    return bool(int.from_bytes(data[start + 10 : start + 12], "little") & _FIB_ENCRYPTED)


def _is_locked(data: bytes) -> bool:
    """True for a file that needs a password, older, newer or open format."""
    if data.startswith(OLE_MAGIC):
        return is_encrypted_office(data) or _is_encrypted_word(data)
    return data.startswith(b"PK") and _has_encrypted_manifest(data)


def _has_encrypted_manifest(data: bytes) -> bool:
    import io
    import zipfile
    import zlib

    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            info = archive.getinfo("META-INF/manifest.xml")
            if info.file_size > 10_000_000:
                return False
            return b"encryption-data" in archive.read(info)
    except (KeyError, zipfile.BadZipFile, zlib.error, OSError, ValueError, NotImplementedError, RuntimeError, EOFError):
        return False


def _is_older(data: bytes) -> bool:
    """True for a file of Word 2, 6 or 95 or Excel 5 or 95: the filters of the formats of 1997 do not open it."""
    if not data.startswith(OLE_MAGIC):
        return data.startswith(_WORD_2)
    if _has_stream(data, _WORD_STREAM):
        sectors = range(512, min(len(data), _LOOKED_AT), 512)
        return any(data[at : at + 2] == _WORD_6_FIB for at in sectors)
    return not _has_stream(data, _SHEET_STREAMS[0])


def _has_stream(data: bytes, name: bytes) -> bool:
    """True where a compound file's directory names a stream ([MS-CFB] 2.6.1: 64 bytes, padded with zeros)."""
    at = data.find(name + b"\0\0")
    while at >= 0:
        if at % _DIRECTORY_ENTRY == 0:
            return True
        at = data.find(name + b"\0\0", at + 1)
    return False


def _directory_at(data: bytes) -> int:
    """Where a compound file's directory begins, by its header ([MS-CFB] 2.2)."""
    shift = int.from_bytes(data[30:32], "little")
    return (int.from_bytes(data[48:52], "little") + 1) << min(shift, 12)


def _is_sheet(data: bytes, suffix: str) -> bool:
    """True for a spreadsheet, whatever its suffix says."""
    if suffix == ".xlsb":
        return True
    if suffix == ".xml":
        return _FLAT_SHEET in data[:_HEAD]
    if data.startswith(OLE_MAGIC):
        return not _has_stream(data, _WORD_STREAM) and any(_has_stream(data, name) for name in _SHEET_STREAMS)
    if data.startswith(b"PK"):
        return b"opendocument.spreadsheet" in data[:200]
    return suffix.lower() in {".xls", ".ods"}


def read_with_libreoffice(data: bytes, suffix: str, limits: Limits) -> Document:
    """Read a file of an older or open format; `suffix` (".doc", ".odt", ".rtf") tells LibreOffice what it may be.

    Raises only `DocumentUnreadable`: `encrypted`; `unsupported` where LibreOffice is missing, named in the sentence;
    `timed_out` after two minutes; `damaged` where LibreOffice cannot open the file.
    """
    if len(data) > limits.max_bytes:
        raise DocumentUnreadable(
            "unsupported",
            f"The file has {len(data):,} bytes, more than the limit of {limits.max_bytes:,}. Split it and run again.",
        )
    if _is_locked(data):
        raise DocumentUnreadable("encrypted", LOCKED_SENTENCE)
    program = find_libreoffice()
    if program is None:
        raise DocumentUnreadable("unsupported", _NOT_INSTALLED)
    sheet = _is_sheet(data, suffix)
    if data.startswith(OLE_MAGIC) and not sheet and not _has_stream(data, _WORD_STREAM):
        if _directory_at(data) >= len(data):
            raise DocumentUnreadable(
                "damaged", "The file is cut short: its directory is missing. Ask for a fresh copy."
            )
        raise DocumentUnreadable(
            "unsupported",
            "The file is in an older Office format, but neither a Word document nor a spreadsheet. Save it as PDF.",
        )
    kind = _safe_suffix(data, suffix, sheet)
    converted = _convert(program, data, kind, "xlsx" if sheet else "docx", forced=not _is_older(data))
    if sheet:
        from extractors.sheet import read_xlsx

        document = read_xlsx(converted, limits)
    else:
        from extractors.word import read_docx

        document = read_docx(converted, limits)
    return dataclasses.replace(document, media_type=_MEDIA_TYPES.get(kind, document.media_type), producer=None)


def _safe_suffix(data: bytes, suffix: str, sheet: bool) -> str:
    """A suffix with nothing in it but letters; a spreadsheet's own where the content says that it is one."""
    if suffix == ".xml" and b"<office:document" in data[:_HEAD]:
        return ".fods" if sheet else ".fodt"
    if suffix in (".xml", ".xlsb"):
        return suffix
    if sheet:
        return ".xls" if data.startswith(OLE_MAGIC) else ".ods"
    letters = "".join(letter for letter in suffix.lower() if letter.isascii() and letter.isalnum())
    return f".{letters[:5] or 'doc'}"


def _convert(program: Path, data: bytes, suffix: str, target: str, *, forced: bool) -> bytes:
    """Convert in a folder that is removed afterwards; the file's own name never reaches the disk.

    Where the filter is not `forced`, LibreOffice finds out itself what the file is.
    """
    with tempfile.TemporaryDirectory(prefix="councilplans-", ignore_cleanup_errors=True) as name:
        folder = Path(name)
        profile, out, source = folder / "profile", folder / "out", folder / f"document{suffix}"
        (profile / "user").mkdir(parents=True)
        (profile / "user" / "registrymodifications.xcu").write_text(_SETTINGS, encoding="utf-8")
        out.mkdir()
        source.write_bytes(data)
        command = [
            str(program),
            f"-env:UserInstallation={profile.as_uri()}",
            "--headless",
            "--norestore",
            "--nolockcheck",
            *([f"--infilter={_FILTERS[suffix]}"] if forced and suffix in _FILTERS else []),
            "--convert-to",
            target,
            "--outdir",
            str(out),
            str(source),
        ]
        # LibreOffice starts a second program: in a session of its own both can be stopped.
        run = subprocess.Popen(  # noqa: S603 - as above
            command,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            start_new_session=os.name == "posix",
            cwd=folder,
            env={**os.environ, "http_proxy": _NOWHERE, "https_proxy": _NOWHERE, "no_proxy": ""},
        )
        try:
            run.wait(timeout=_SECONDS)
        except subprocess.TimeoutExpired as error:
            _stop(run)
            raise DocumentUnreadable(
                "timed_out", f"LibreOffice did not convert the file within {_SECONDS} seconds. Save a copy as .docx."
            ) from error
        except BaseException:
            _stop(run)
            raise
        result = next(iter(sorted(out.glob(f"*.{target}"))), None)
        if result is None:
            raise DocumentUnreadable(
                "damaged", "LibreOffice could not open the file. Open it yourself, save a copy as .docx and run again."
            )
        return result.read_bytes()


_NOWHERE: Final = "http://127.0.0.1:9"  # the discard port: what a document asks for from the network fails at once


def _stop(run: subprocess.Popen[bytes]) -> None:
    """End the conversion and what it started."""
    if os.name == "posix":
        import signal

        with contextlib.suppress(ProcessLookupError):
            os.killpg(run.pid, signal.SIGKILL)
    else:
        run.kill()
    run.wait()
