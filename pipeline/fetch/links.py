"""The documents that a web page links to, those first whose words speak of a plan."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache
from urllib.parse import urljoin, urlsplit

from pipeline.fold import fold_space
from pipeline.lexicon_file import read_lexicon_file

MOST = 50  # of one page
MOST_BYTES = 10 * 1024**2  # of a page whose links are read
_LONGEST = 200  # characters of a link's words


@dataclass(frozen=True, slots=True)
class Link:
    """One link to a document."""

    url: str
    text: str
    plan: bool  # whether its words or its address speak of a plan


def find_links(page: bytes, url: str) -> tuple[Link, ...]:
    """Return the links of a page to documents, each address once. `url` is where the page was fetched."""
    from lxml import etree, html

    try:
        root = html.document_fromstring(page)
    except (etree.LxmlError, ValueError):
        return ()
    base = next((_joined(url, str(one.get("href") or "")) or url for one in root.iter("base")), url)
    found: dict[str, Link] = {}
    for anchor in root.iter("a"):
        link = _link(str(anchor.get("href") or ""), fold_space("".join(map(str, anchor.itertext()))), base)
        if link is not None and link.url != url:
            found.setdefault(link.url, link)
    return tuple(sorted(found.values(), key=lambda link: not link.plan)[:MOST])


def _link(href: str, text: str, base: str) -> Link | None:
    """The link, or None where nothing shows that it leads to a document."""
    url = _joined(base, href).split("#", 1)[0]
    path = urlsplit(url).path.lower()
    words = _words()
    leads = path.endswith(words.endings) or words.formats.search(text) or words.paths.search(path)
    if not leads or not url.lower().startswith(("http://", "https://")):
        return None
    return Link(url, text[:_LONGEST], bool(words.plans.search(f"{text} {re.sub(r'[-_/]+', ' ', path)}")))


def _joined(base: str, href: str) -> str:
    """The address that an `href` means; "" where it is none."""
    try:
        url = urljoin(base, href.strip())
        urlsplit(url)
    except ValueError:
        return ""
    return url


@dataclass(frozen=True, slots=True)
class _Words:
    endings: tuple[str, ...]
    formats: re.Pattern[str]
    paths: re.Pattern[str]
    plans: re.Pattern[str]


@cache
def _words() -> _Words:
    told = read_lexicon_file("pipeline.fetch", "links.toml")

    def any_of(name: str) -> re.Pattern[str]:
        return re.compile(rf"(?:{'|'.join(map(re.escape, told[name]))})", re.I)

    formats = re.compile(rf"\b{any_of('formats').pattern}\b", re.I)
    return _Words(tuple(told["endings"]), formats, any_of("paths"), any_of("plans"))
