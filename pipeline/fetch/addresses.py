"""Which addresses may be asked: HTTPS to machines of the public network, and none on this machine or behind its walls.

A name is looked up first and what it stands for is judged, then that very address is connected to, so that a name that
changes between the two gains nothing.
"""

from __future__ import annotations

import ipaddress
import socket
from dataclasses import dataclass
from urllib.parse import urlsplit, urlunsplit

Ip = ipaddress.IPv4Address | ipaddress.IPv6Address
_TRANSLATED = ipaddress.ip_network("64:ff9b::/96")  # IPv4 behind NAT64, RFC 6052
_LONGEST = 4096  # characters
_INSIDE = (".localhost", ".local", ".internal", ".home.arpa", ".localdomain")  # names that are no one's in public


class AddressRefused(ValueError):
    """An address that must not be asked; the message says why and what to do."""


@dataclass(frozen=True, slots=True)
class Address:
    """An address taken apart."""

    scheme: str
    host: str  # as in the address, without brackets
    port: int
    target: str  # path and query

    @property
    def origin(self) -> str:
        """Return scheme, host and port as they stand in an address."""
        usual = {"https": 443, "http": 80}[self.scheme]
        host = f"[{self.host}]" if ":" in self.host else self.host
        return f"{self.scheme}://{host}" + ("" if self.port == usual else f":{self.port}")

    def __str__(self) -> str:
        return self.origin + self.target


def parse_address(url: str, *, plain_http: bool = False) -> Address:
    """Take an address apart; `http` is asked for as `https` unless `plain_http`. Raises AddressRefused.

    >>> str(parse_address("http://Example.org/plan.pdf#page=3"))
    'https://example.org/plan.pdf'
    """
    if len(url) > _LONGEST or not url.isprintable():
        raise AddressRefused("is too long for an address or has control characters. Copy it again")
    try:
        parts = urlsplit(url.strip())
        port = parts.port
        host = (parts.hostname or "").encode("idna").decode() if ":" not in (parts.hostname or "") else parts.hostname
    except (ValueError, UnicodeError) as error:
        raise AddressRefused("is no address that can be read. Copy it again from the browser") from error
    scheme = parts.scheme.lower()
    if scheme not in ("http", "https") or not host:
        raise AddressRefused("is no address of a web server. It should begin with https://")
    if parts.username or parts.password:
        raise AddressRefused("carries a name or a password, which would stand in the tables. Fetch the file by hand")
    if scheme == "http" and not plain_http:
        scheme, port = "https", None if port == 80 else port
    target = urlunsplit(("", "", parts.path or "/", parts.query, ""))
    return Address(scheme, host, port or {"https": 443, "http": 80}[scheme], _quoted(target))


def is_public(text: str) -> bool:
    """Whether an IP address is one of the public network.

    >>> [is_public(text) for text in ("93.184.216.34", "127.0.0.1", "10.1.2.3", "::ffff:192.168.0.1", "fe80::1%eth0")]
    [True, False, False, False, False]
    """
    try:
        found = ipaddress.ip_address(text.split("%", 1)[0])
    except ValueError:
        return False
    return all(one.is_global and not one.is_multicast for one in (found, *_inside(found)))


def is_named_inside(host: str) -> bool:
    """Whether a host is told by its very name to be on this machine or in a private network, without looking it up.

    An IP address counts in every form that systems take for one: `127.1`, `2130706433`, `0x7f.0.0.1`.

    >>> [is_named_inside(host) for host in ("10.1.2.3", "127.1", "2130706433", "::1", "localhost.", "intranet")]
    [True, True, True, True, True, True]
    >>> [is_named_inside(host) for host in ("93.184.216.34", "www.exampleshire.gov.uk", "2606:2800:220:1::1")]
    [False, False, False]
    """
    host = host.rstrip(".").lower()
    if ":" in host:
        return not is_public(host)
    try:
        return not is_public(socket.inet_ntoa(socket.inet_aton(host)))
    except OSError:
        return "." not in host or host.endswith(_INSIDE)


def _inside(address: Ip) -> tuple[Ip, ...]:
    """Return the IPv4 addresses that an IPv6 address stands for."""
    if isinstance(address, ipaddress.IPv4Address):
        return ()
    found: list[Ip] = [one for one in (address.ipv4_mapped, address.sixtofour, *(address.teredo or ())) if one]
    if address in _TRANSLATED:
        found.append(ipaddress.IPv4Address(int(address) & 0xFFFF_FFFF))
    return tuple(found)


def _quoted(target: str) -> str:
    """Return path and query with what no address may hold written as percent signs, and with no second quoting."""
    from urllib.parse import quote

    return quote(target, safe="/?:@!$&'()*+,;=%~-._[]|")
