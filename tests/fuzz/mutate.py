"""One good file and a number into one broken file: the same number always gives the same bytes.

What each kind of damage imitates stands at its function. Damage to bytes alone rarely passes a checksum or a
decompressor, so half of the PDFs are broken inside their unpacked streams and half of the zipped files inside a part.
"""

from __future__ import annotations

import io
import random
import re
import zipfile
import zlib
from collections.abc import Callable, Sequence
from copy import deepcopy

_ODD_NUMBERS = (
    b"0", b"-1", b"1", b"65535", b"65536", b"2147483647", b"-2147483648", b"99999999999999999999", b"0.0000001",
    b"-0.5", b"1e400", b"NaN", b"inf", b"3.4e38", b".", b"--5", b"",
)  # fmt: skip
_ODD_TEXTS = (
    "\t", "\t\t\t", "\n", "\n\n", "\f", "\x00", "\ufeff", "\u202e", "\u200b", "\u00a0", "\u2028", "\ud800",
    "<b>", "</b>", "<li>", "<ul>", "<a href='", "&#x10ffff;", "&#999999999;", "&nbsp;", "]]>", "=HYPERLINK(1)",
    "\x1b[31m", "../../x", "'; drop table actions; --", "31/02/2024", "Q9 2024/25", "9999", "Q1 0000/01", "99/99/9999",
    "Year 99999999999", "2024-2500", "١٢ ٢٠٢٤", "\U0001f600", "-" * 300, "(" * 200, "and " * 100, "/" * 200,
    "e\u0301" * 50, "Head of " * 60, "1." * 80,
)  # fmt: skip
_PDF_NUMBER = re.compile(rb"(?<![\w.])[-+]?\d+(?:\.\d+)?(?![\w.])")
_PDF_TOKEN = re.compile(
    rb"/[A-Za-z]+|\b(?:obj|endobj|stream|endstream|xref|trailer|startxref|BT|ET|Tj|TJ|Tm|Td|cm|re|Do|BDC|EMC|q|Q)\b"
)
_PDF_REFERENCE = re.compile(rb"\b(\d+) 0 R\b")
_STREAM = re.compile(rb"stream\r?\n(.*?)endstream", re.DOTALL)
_XML_TAG = re.compile(rb"<[^<>]{1,300}>")
_XML_VALUE = re.compile(rb'="([^"]{0,80})"')

Step = Callable[[random.Random, bytes], bytes]


def mutate(data: bytes, number: int, others: Sequence[bytes] = ()) -> bytes:
    """Break a file in one to four ways that `number` decides; `others` are files to splice pieces from."""
    chance = random.Random(number)
    for _ in range(chance.choice((1, 1, 1, 2, 2, 3, 4))):
        data = chance.choice(_steps_for(data, others))(chance, data)
    return data


def _steps_for(data: bytes, others: Sequence[bytes]) -> list[Step]:
    plain: list[Step] = [_flip, _cut, _drop, _repeat, _insert]
    if others:
        plain.append(lambda chance, data: _splice(chance, data, chance.choice(others)))
    if b"%PDF-" in data[:1024]:
        inside: Step = _inside_a_stream
        return [*plain, _odd_number, _odd_number, _other_reference, _without_token, *[inside] * 6]
    if data.startswith(b"PK"):
        inside = _inside_a_part
        return [*plain, _part_twice, _part_gone, *[inside] * 8]
    return [_odd_text] * 4 + [_other_encoding, _lines_moved, *plain]


def _flip(chance: random.Random, data: bytes) -> bytes:
    """Bits that turned over on a disk or a wire."""
    broken = bytearray(data)
    for _ in range(chance.choice((1, 1, 4, 16, 64))):
        if broken:
            broken[chance.randrange(len(broken))] ^= 1 << chance.randrange(8)
    return bytes(broken)


def _cut(chance: random.Random, data: bytes) -> bytes:
    """A download that broke off."""
    return data[: chance.randrange(len(data) + 1)]


def _drop(chance: random.Random, data: bytes) -> bytes:
    """A block that was lost."""
    start, length = _slice(chance, data)
    return data[:start] + data[start + length :]


def _repeat(chance: random.Random, data: bytes) -> bytes:
    """A block that was sent twice."""
    start, length = _slice(chance, data)
    return data[: start + length] + data[start : start + length] * chance.choice((1, 1, 2, 20)) + data[start + length :]


def _insert(chance: random.Random, data: bytes) -> bytes:
    """Bytes from elsewhere."""
    at = chance.randrange(len(data) + 1)
    return data[:at] + chance.randbytes(chance.choice((1, 8, 100))) + data[at:]


def _splice(chance: random.Random, data: bytes, other: bytes) -> bytes:
    """The end of another file."""
    return data[: chance.randrange(len(data) + 1)] + other[chance.randrange(len(other) + 1) :]


def _odd_number(chance: random.Random, data: bytes) -> bytes:
    """Lengths, offsets, sizes and matrices that cannot be."""
    return _swap_some(chance, data, _PDF_NUMBER, lambda _: chance.choice(_ODD_NUMBERS))


def _other_reference(chance: random.Random, data: bytes) -> bytes:
    """Objects that point at the wrong object, at themselves, at their parents."""
    found = [match[1] for match in _PDF_REFERENCE.finditer(data)]
    return _swap_some(chance, data, _PDF_REFERENCE, lambda _: chance.choice(found) + b" 0 R") if found else data


def _without_token(chance: random.Random, data: bytes) -> bytes:
    """A keyword or operator gone, or another one in its place."""
    found = [match[0] for match in _PDF_TOKEN.finditer(data)] or [b""]
    return _swap_some(chance, data, _PDF_TOKEN, lambda _: chance.choice((b"", chance.choice(found))))


def _inside_a_stream(chance: random.Random, data: bytes) -> bytes:
    """Damage within a stream's content, packed again so that it is met by the reader and not by the decompressor."""
    streams = list(_STREAM.finditer(data))
    if not streams:
        return _odd_number(chance, data)
    match = chance.choice(streams)
    try:
        content = zlib.decompress(match[1].strip(b"\r\n"))
    except zlib.error:
        content = None
    inner = match[1] if content is None else content
    step = chance.choice((_odd_number, _odd_number, _without_token, _repeat, _drop, _flip, _insert))
    broken = step(chance, inner)
    packed = broken if content is None else zlib.compress(broken, 1)
    head = data[: match.start(1)]
    length = re.compile(rb"/Length \d+")
    places = list(length.finditer(head[-400:]))
    if places:  # keep the stream's length right, or the damage would be found before it is read
        place = places[-1]
        before = len(head) - len(head[-400:])
        head = head[: before + place.start()] + b"/Length %d" % len(packed) + head[before + place.end() :]
    return head + packed + b"\n" + data[match.end(1) :]


def _inside_a_part(chance: random.Random, data: bytes) -> bytes:
    """Damage within a part of a zipped document, most often its main one."""
    parts = _parts(data)
    if not parts:
        return _flip(chance, data)
    names = [name for name in parts if name.endswith((".xml", ".rels"))] or list(parts)
    main = [name for name in names if "document" in name or "sheet" in name]
    name = chance.choice(main if main and chance.random() < 0.7 else names)
    steps = (_tree, _tree, _tree, _tree, _odd_value, _odd_value, _text_in_xml, _tag_gone, _tag_elsewhere, _drop, _flip)
    step = chance.choice(steps)
    return _zipped({**parts, name: step(chance, parts[name])})


def _tree(chance: random.Random, data: bytes) -> bytes:
    """Elements removed, doubled, nested in others or emptied: still XML, no longer the document that it was."""
    from lxml import etree

    try:
        root = etree.fromstring(data, etree.XMLParser(resolve_entities=False, no_network=True))
    except etree.XMLSyntaxError:
        return _flip(chance, data)
    for _ in range(chance.choice((1, 2, 5, 20))):
        elements = [element for element in root.iter() if isinstance(element.tag, str) and element is not root]
        if not elements:
            break
        element, other = chance.choice(elements), chance.choice(elements)
        parent = element.getparent()
        match chance.randrange(6):
            case 0:
                parent.remove(element)
            case 1:
                parent.extend([deepcopy(element) for _ in range(chance.choice((1, 2, 30)))])
            case 2 if other not in element.iter() and len(etree.tostring(element)) < 20_000:
                other.insert(0, deepcopy(element))
            case 3:
                element.tag = other.tag
            case 4:
                for key in list(element.attrib):
                    element.attrib[key] = chance.choice(("0", "-1", "7", "100000", "99999999999", "NaN", "x", ""))
            case _:
                element.text = chance.choice([text for text in _ODD_TEXTS if text.isprintable()])
        if len(data) * 20 < sum(len(one.text or "") + 40 for one in root.iter()):
            break
    return etree.tostring(root)


def _odd_value(chance: random.Random, data: bytes) -> bytes:
    """Spans, widths, levels and names that cannot be."""
    values = [match[1] for match in _XML_VALUE.finditer(data)] or [b""]
    odd = (b"0", b"-1", b"100000", b"99999999999", b"NaN", b"x", b"", chance.choice(values))
    return _swap_some(chance, data, _XML_VALUE, lambda _: b'="' + chance.choice(odd) + b'"')


def _tag_gone(chance: random.Random, data: bytes) -> bytes:
    """Tags lost, so that elements stand in the wrong place or the XML is broken."""
    return _swap_some(chance, data, _XML_TAG, lambda _: b"")


def _tag_elsewhere(chance: random.Random, data: bytes) -> bytes:
    """Whole elements moved into others, at times many times over."""
    tags = list(_XML_TAG.finditer(data))
    if len(tags) < 4:
        return data
    first, second, place = (chance.choice(tags) for _ in range(3))
    start, stop = sorted((first.start(), second.end()))
    return data[: place.start()] + data[start:stop][:20_000] * chance.choice((1, 1, 3)) + data[place.start() :]


def _text_in_xml(chance: random.Random, data: bytes) -> bytes:
    """Odd words in the text."""
    from xml.sax.saxutils import escape

    text = escape(chance.choice(_ODD_TEXTS)).encode("utf-8", "replace")
    places = [match.end() for match in _XML_TAG.finditer(data)]
    at = chance.choice(places) if places else 0
    return data[:at] + text + data[at:]


def _part_twice(chance: random.Random, data: bytes) -> bytes:
    """An archive that holds two parts of one name."""
    import warnings

    parts = _parts(data)
    if not parts:
        return _flip(chance, data)
    out = io.BytesIO()
    with warnings.catch_warnings(), zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        warnings.simplefilter("ignore")
        for name, content in parts.items():
            archive.writestr(name, content)
        name = chance.choice(list(parts))
        archive.writestr(name, chance.choice((parts[name], _flip(chance, parts[name]))))
    return out.getvalue()


def _part_gone(chance: random.Random, data: bytes) -> bytes:
    """A part that is missing, or stands under a name that leads out of the archive."""
    parts = _parts(data)
    if not parts:
        return _flip(chance, data)
    name = chance.choice(list(parts))
    content = parts.pop(name)
    if chance.random() < 0.5:
        parts[chance.choice(("../" + name, "/" + name, name.upper(), "C:\\" + name))] = content
    return _zipped(parts)


def _odd_text(chance: random.Random, data: bytes) -> bytes:
    """Odd words in odd places."""
    at = chance.randrange(len(data) + 1)
    text = chance.choice(_ODD_TEXTS) * chance.choice((1, 1, 1, 5))
    return data[:at] + text.encode("utf-8", "surrogatepass") + data[at:]


def _other_encoding(chance: random.Random, data: bytes) -> bytes:
    """The same text as another program would have saved it."""
    text = data.decode("utf-8", "replace")
    return text.encode(chance.choice(("utf-16", "utf-16-le", "utf-32", "cp1252", "utf-7", "cp037")), "replace")


def _lines_moved(chance: random.Random, data: bytes) -> bytes:
    """Lines in another order, some of them joined."""
    lines = data.split(b"\n")
    start, stop = sorted(chance.randrange(len(lines) + 1) for _ in range(2))
    some = lines[start:stop]
    chance.shuffle(some)
    return chance.choice((b"\n", b"\t", b"\r", b"\r\n")).join([*lines[:start], *some, *lines[stop:]])


def _slice(chance: random.Random, data: bytes) -> tuple[int, int]:
    start = chance.randrange(len(data) + 1)
    return start, chance.randrange(1, max(2, min(len(data) - start, chance.choice((4, 40, 400, 4000)))) + 1)


def _swap_some(
    chance: random.Random, data: bytes, pattern: re.Pattern[bytes], change: Callable[[bytes], bytes]
) -> bytes:
    """Replace one or a few matches of a pattern."""
    found = list(pattern.finditer(data))
    chosen = chance.sample(found, min(len(found), chance.choice((1, 1, 2, 5, 20))))
    for match in sorted(chosen, key=lambda match: -match.start()):
        data = data[: match.start()] + change(match[0]) + data[match.end() :]
    return data


def _parts(data: bytes) -> dict[str, bytes]:
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            return {entry.filename: archive.read(entry) for entry in archive.infolist() if entry.file_size < 5_000_000}
    except (
        zipfile.BadZipFile,
        zlib.error,
        ValueError,
        NotImplementedError,
        RuntimeError,
        EOFError,
        OSError,
        MemoryError,
    ):
        return {}


def _zipped(parts: dict[str, bytes]) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in parts.items():
            archive.writestr(name, content)
    return out.getvalue()
