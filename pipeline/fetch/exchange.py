"""One address asked with good manners: who we are, what robots.txt asks, at most so many at once, and bounds on all.

Redirects are followed here, not in the library, so that each address on the way is judged before it is asked. A name
is looked up once, and the address that was judged is the one that is connected to; the certificate is still checked
against the name.
"""

from __future__ import annotations

import asyncio
import socket
import ssl
import zlib
from collections import defaultdict
from collections.abc import AsyncIterator, Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Literal
from urllib.parse import urljoin

import httpx

from pipeline.fetch.addresses import Address, AddressRefused, is_named_inside, is_public, parse_address
from pipeline.fetch.robots import MOST_BYTES as MOST_ROBOTS
from pipeline.fetch.robots import Robots, parse_robots
from pipeline.store.errors import StoreError

_REDIRECTS = frozenset({301, 302, 303, 307, 308})
_MOST_REDIRECTS = 10
_LATER = frozenset({408, 425, 429, 500, 502, 503, 504})  # answers after which another attempt may do better
_PIECE = 256 * 1024  # bytes that are unpacked at a time
_NOT_MODIFIED = 304
_SAYS = {
    401: "asks for a password. Fetch the file by hand",
    403: "refuses to give it. Fetch the file by hand, or ask for it",
    404: "has nothing there. Look for the plan's new address",
    410: "has removed it. Look for the plan's new address",
    429: "asks to come back later. Run again later",
}

Sink = Callable[[bytes], object]


@dataclass(frozen=True, slots=True)
class Manners:
    """How servers are asked."""

    agent: str = "councilplans"
    attempts: int = 3
    a_host: int = 2  # requests to one host at a time
    at_once: int = 8  # requests in all
    timeout: float = 120.0  # seconds from the look-up of a name to the last byte
    patience: float = 20.0  # seconds without a byte
    max_bytes: int = 200 * 1024**2
    pause: float = 1.0  # seconds before the second attempt; twice as many before the next
    longest_pause: float = 60.0  # seconds that a server may ask us to wait
    allow_private: bool = False  # addresses on this machine and in private networks
    proxy: str | None = None
    trust: ssl.SSLContext | None = None  # None: the certificates of this machine and of certifi


class Trouble(Exception):
    """What came in the way: a sentence that follows the address, and whether another attempt may do better."""

    def __init__(
        self,
        sentence: str,
        *,
        status: Literal["refused", "failed"] = "failed",
        again: bool = False,
        after: float | None = None,
        http_status: int | None = None,
    ) -> None:
        super().__init__(sentence)
        self.sentence = sentence
        self.status = status
        self.again = again
        self.after = after  # seconds to wait, by the server's word
        self.http_status = http_status


@dataclass(frozen=True, slots=True)
class Answer:
    """What a server gave; `modified` is false where it has nothing newer than what we hold."""

    final_url: str
    http_status: int
    headers: Mapping[str, str] = field(default_factory=dict)  # names in lower case
    modified: bool = True


class Exchange:
    """Asks servers; to be used in one event loop and closed."""

    def __init__(self, manners: Manners) -> None:
        self._manners = manners
        self._trust = manners.trust or _certificates()
        self._clients: dict[str, httpx.AsyncClient] = {}  # by origin: a connection is used for one name only
        self._gates: defaultdict[str, asyncio.Semaphore] = defaultdict(lambda: asyncio.Semaphore(manners.a_host))
        self._robots: dict[str, Robots] = {}
        self._asking: defaultdict[str, asyncio.Lock] = defaultdict(asyncio.Lock)
        self._free_at: dict[str, float] = {}  # when a host that asks for pauses may be asked again

    async def close(self) -> None:
        """Close every connection."""
        for client in self._clients.values():
            await client.aclose()

    async def get(self, url: str, known: Mapping[str, str], start: Callable[[], Sink]) -> Answer:
        """Ask for an address, in several attempts where need be. Raises Trouble.

        `known` are the headers that tell which version we hold. `start` begins a file anew and returns what its bytes
        are given to.
        """
        pause = self._manners.pause
        for attempt in range(1, self._manners.attempts + 1):
            try:
                return await self._follow(url, known, start(), self._manners.max_bytes, robots=True)
            except Trouble as trouble:
                wait = max(pause, trouble.after or 0.0)
                if not trouble.again or attempt == self._manners.attempts or wait > self._manners.longest_pause:
                    raise
            await asyncio.sleep(wait)
            pause *= 2
        raise AssertionError("the last attempt returns or raises")

    async def _follow(self, url: str, known: Mapping[str, str], sink: Sink, most: int, *, robots: bool) -> Answer:
        seen: set[str] = set()
        while True:
            address = await self._judged(url, first=not seen)
            if str(address) in seen or len(seen) > _MOST_REDIRECTS:
                raise Trouble("leads in a circle of redirects. Look for the plan's address in a browser")
            seen.add(str(address))
            if robots and not (await self._robots_of(address)).allows(address.target):
                raise Trouble(
                    "robots.txt of that server asks programs not to. Fetch the file by hand", status="refused"
                )
            found = await self._ask(address, known, sink, most)
            if isinstance(found, Answer):
                return found
            try:
                url = urljoin(str(address), found)
            except ValueError as error:
                raise Trouble(f"leads to {found[:200]!a}, which is no address. Try it in a browser") from error

    async def _judged(self, url: str, *, first: bool) -> Address:
        """Take an address apart. Raises Trouble where it is none that may be asked."""
        try:
            address = parse_address(url, plain_http=True)
            if address.scheme == "http" and not await self._is_private(address):
                address = parse_address(url)
        except AddressRefused as error:
            where = "" if first else f"leads to {url[:200]}, which "
            raise Trouble(f"{where}{error}", status="refused") from error
        return address

    async def _is_private(self, address: Address) -> bool:
        """Whether plain HTTP will do: what is asked is in a private network and may be."""
        if not self._manners.allow_private:
            return False
        return not any(is_public(ip) for ip in await _look_up(address))

    async def _addresses(self, address: Address) -> list[str]:
        """Return what to connect to: IP addresses, or the host as it is for a proxy, which looks its name up itself.

        Raises Trouble where there is none that may be.
        """
        if self._manners.allow_private:
            return [address.host] if self._manners.proxy else await _look_up(address)
        if self._manners.proxy:
            allowed = [] if is_named_inside(address.host) else [address.host]
        else:
            allowed = [ip for ip in await _look_up(address) if is_public(ip)]
        if not allowed:
            raise Trouble(
                f"{address.host} is an address on this machine or in a private network, so it was not asked. "
                "Give --allow-private where that is meant",
                status="refused",
            )
        return allowed

    async def _robots_of(self, address: Address) -> Robots:
        async with self._asking[address.origin]:
            if address.origin not in self._robots:
                self._robots[address.origin] = await self._fetch_robots(address)
            return self._robots[address.origin]

    async def _fetch_robots(self, address: Address) -> Robots:
        """Ask for a robots.txt: that there is none is leave, that the server is in trouble is none (RFC 9309, 2.3.1).

        Raises Trouble where it cannot be had: the file would meet the same.
        """
        content = bytearray()
        try:
            await self._follow(address.origin + "/robots.txt", {}, content.extend, MOST_ROBOTS, robots=False)
        except Trouble as trouble:
            code = trouble.http_status
            if code in _LATER:
                raise Trouble(
                    f"robots.txt of that server cannot be had ({code}), so nothing may be asked. Run again later",
                    again=True,
                    after=trouble.after,
                    http_status=code,
                ) from trouble
            if code is None and (trouble.again or not content):
                raise
        return parse_robots(content.decode("utf-8", "replace"))  # of one that is too long, what comes first

    async def _ask(self, address: Address, known: Mapping[str, str], sink: Sink, most: int) -> Answer | str:
        """Send one request; return the answer, or where it leads. Raises Trouble."""
        async with self._gates[address.host]:
            await self._wait_for_turn(address)
            with _translated(self._manners):
                async with asyncio.timeout(self._manners.timeout):
                    addresses = await self._addresses(address)
                    for place, ip in enumerate(addresses, 1):
                        try:
                            return await self._send(address, ip, known, sink, most)
                        except (httpx.ConnectError, httpx.ConnectTimeout):
                            if place == len(addresses):
                                raise
        raise AssertionError("there is an address, and the last returns or raises")

    async def _wait_for_turn(self, address: Address) -> None:
        delay = self._robots.get(address.origin, Robots()).delay
        if delay:
            now = asyncio.get_running_loop().time()
            at = max(now, self._free_at.get(address.host, now))
            self._free_at[address.host] = at + delay
            await asyncio.sleep(at - now)

    async def _send(self, address: Address, ip: str, known: Mapping[str, str], sink: Sink, most: int) -> Answer | str:
        client = self._client(address)
        url = httpx.URL(
            scheme=address.scheme, host=ip, port=address.port, raw_path=address.target.encode("ascii", "replace")
        )
        host = address.origin.partition("://")[2]
        request = client.build_request(
            "GET", url, headers={**known, "Host": host}, extensions={"sni_hostname": address.host}
        )
        response = await client.send(request, stream=True)
        try:
            code = response.status_code
            if code in _REDIRECTS and "location" in response.headers:
                return str(response.headers["location"])
            answer = Answer(str(address), code, {name.lower(): text for name, text in response.headers.items()})
            if code == _NOT_MODIFIED and known:
                return Answer(answer.final_url, code, answer.headers, modified=False)
            if code != httpx.codes.OK:
                says = _SAYS.get(code, f"answered {code}. Try it in a browser")
                raise Trouble(says, again=code in _LATER, after=_retry_after(response), http_status=code)
            await _take(response, sink, most)
            return answer
        finally:
            await response.aclose()

    def _client(self, address: Address) -> httpx.AsyncClient:
        if address.origin not in self._clients:
            manners = self._manners
            self._clients[address.origin] = httpx.AsyncClient(
                verify=self._trust,
                proxy=manners.proxy,
                trust_env=False,
                follow_redirects=False,
                timeout=httpx.Timeout(manners.patience),
                limits=httpx.Limits(keepalive_expiry=5.0),
                headers={"User-Agent": manners.agent, "Accept": "*/*", "Accept-Encoding": "identity"},
            )
        return self._clients[address.origin]


async def _look_up(address: Address) -> list[str]:
    """Return the IP addresses of a host, each once. Raises Trouble where its name is not known."""
    try:
        loop = asyncio.get_running_loop()
        found = await loop.getaddrinfo(address.host, address.port, type=socket.SOCK_STREAM)
    except (OSError, UnicodeError) as error:
        raise Trouble(
            f"the name {address.host} is not known to the network. Check the address and the connection", again=True
        ) from error
    return list(dict.fromkeys(str(info[4][0]) for info in found))


async def _take(response: httpx.Response, sink: Sink, most: int) -> None:
    """Give the bytes of an answer to the sink, unpacked. Raises Trouble where they are more than `most`."""
    larger = Trouble(f"is larger than {_size(most)}, the limit for one file. Fetch it by hand, or raise --max-size")
    told = response.headers.get("content-length", "")
    if told.isdigit() and int(told) > most:
        raise larger
    taken = 0
    async for piece in _unpacked(response):
        taken += len(piece)
        if taken > most:
            raise larger
        try:
            sink(piece)
        except OSError as error:
            raise StoreError(f"what comes in cannot be written ({error.strerror or error}). Free space") from error


async def _unpacked(response: httpx.Response) -> AsyncIterator[bytes]:
    """Yield the bytes of an answer, a bounded piece at a time however small they were packed."""
    coding = response.headers.get("content-encoding", "").strip().lower()
    if coding in ("", "identity"):
        async for chunk in response.aiter_raw():
            yield chunk
        return
    if coding not in ("gzip", "x-gzip", "deflate"):
        raise Trouble(f"was sent packed as {coding[:20]}, which was not asked for. Fetch the file by hand")
    unpacker = zlib.decompressobj(zlib.MAX_WBITS | 32)
    async for chunk in response.aiter_raw():
        piece = unpacker.decompress(chunk, _PIECE)
        while piece:
            yield piece
            piece = unpacker.decompress(unpacker.unconsumed_tail, _PIECE)
    if not unpacker.eof:
        raise Trouble("ended before the file was whole. Run again", again=True)


@contextmanager
def _translated(manners: Manners) -> Iterator[None]:
    """Turn what the library raises into Trouble."""
    try:
        yield
    except TimeoutError as error:
        raise Trouble(
            f"was not there in full after {manners.timeout:g} seconds. Run again later", again=True
        ) from error
    except httpx.TimeoutException as error:
        raise Trouble(
            f"the server said nothing for {manners.patience:g} seconds. Run again later", again=True
        ) from error
    except (httpx.RemoteProtocolError, httpx.ReadError, httpx.WriteError) as error:
        raise Trouble("the connection ended before the file was whole. Run again", again=True) from error
    except httpx.ConnectError as error:
        if "CERTIFICATE" in str(error).upper():
            raise Trouble("the server's certificate is not to be trusted. Look at it in a browser") from error
        raise Trouble(
            "the server cannot be reached over HTTPS. Check the address and the connection", again=True
        ) from error
    except OSError as error:
        raise Trouble(f"the connection failed ({error.strerror or error}). Run again", again=True) from error
    except (httpx.HTTPError, httpx.InvalidURL, zlib.error) as error:
        raise Trouble("the server's answer cannot be understood. Try it in a browser") from error


def _retry_after(response: httpx.Response) -> float | None:
    """Return the seconds that a server asks us to wait; a date counts from the server's own clock."""
    from email.utils import parsedate_to_datetime

    text = response.headers.get("retry-after", "").strip()
    if text.isdigit():
        return float(text[:9])
    try:
        return (parsedate_to_datetime(text) - parsedate_to_datetime(response.headers.get("date", ""))).total_seconds()
    except (TypeError, ValueError):
        return None


def _certificates() -> ssl.SSLContext:
    context = httpx.create_ssl_context()
    context.load_default_certs()
    return context


def _size(count: int) -> str:
    return f"{count // 1024**2} MiB" if count >= 1024**2 else f"{count:,} bytes"
