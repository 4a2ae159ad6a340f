"""A web server on the loopback that behaves as badly as some do."""

from __future__ import annotations

import gzip
import threading
import time
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import urlsplit

PLAN = (
    b"Exampleshire Council Equality Action Plan 2024 to 2027\n\n"
    b"Action\tLead officer\tTimescale\tSuccess measure\n"
    b"Publish the pay gap report\tHead of Human Resources\tMarch 2025\tReport on the web site\n"
)
PAGE_WITH_PLAN = b"""<!doctype html><html><body><h1>Equality action plan 2024 to 2027</h1><table>
<tr><th>Action</th><th>Lead officer</th><th>Timescale</th></tr>
<tr><td>Publish the pay gap report</td><td>Head of Human Resources</td><td>March 2025</td></tr>
<tr><td>Train every manager</td><td>Learning Team</td><td>June 2025</td></tr></table></body></html>"""
PAGE_WITH_LINKS = b"""<!doctype html><html><body><p>Our plans:</p><ul>
<li><a href="/minutes.pdf">Minutes of a meeting</a></li><li><a href="plan.txt?v=2">About us</a></li>
<li><a href="/downloads/file/12/action-plan">Equality action plan 2024 (PDF)</a></li>
<li><a href="mailto:a@example.org">Equality team</a></li></ul></body></html>"""

BOMB = gzip.compress(bytes(8 * 1024**2))


class BadServer(ThreadingHTTPServer):
    """Serves plans and mischief; counts what was asked for and how many asked at a time."""

    daemon_threads = True

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), _Handler)
        self.asked: Counter[str] = Counter()
        self.agents: set[str] = set()
        self.robots = b"User-agent: *\nDisallow: /private/\n"
        self.robots_status = 200
        self.plan = PLAN
        self.etag = '"1"'
        self.now = 0
        self.most = 0
        self.lock = threading.Lock()
        self.ending = threading.Event()

    def address(self, path: str) -> str:
        return f"http://127.0.0.1:{self.server_address[1]}{path}"


@contextmanager
def bad_server() -> Iterator[BadServer]:
    server = BadServer()
    thread = threading.Thread(target=server.serve_forever, args=(0.01,), daemon=True)
    thread.start()
    try:
        yield server
    finally:
        server.ending.set()
        server.shutdown()
        server.server_close()


class _Handler(BaseHTTPRequestHandler):
    server: BadServer
    protocol_version = "HTTP/1.1"

    def do_GET(self) -> None:
        server = self.server
        path = urlsplit(self.path).path  # a proxy is asked with the whole address
        server.asked[path] += 1
        server.agents.add(self.headers["User-Agent"])
        with server.lock:
            server.now += path != "/robots.txt"
            server.most = max(server.most, server.now)
        try:
            self._answer(path)
        except (BrokenPipeError, ConnectionResetError):
            self.close_connection = True
        finally:
            with server.lock:
                server.now -= path != "/robots.txt"

    def _answer(self, path: str) -> None:
        server = self.server
        match path:
            case "/robots.txt":
                self._send(server.robots, code=server.robots_status)
            case "/plan.txt" | "/downloads/file/12/action-plan" | "/private/plan.txt" | "/CON.txt":
                if self.headers["If-None-Match"] == server.etag:
                    self._send(b"", code=304, ETag=server.etag)
                else:
                    self._send(server.plan, ETag=server.etag)
            case "/page":
                self._send(PAGE_WITH_LINKS, kind="text/html")
            case "/plan-page":
                self._send(PAGE_WITH_PLAN, kind="text/html")
            case "/moved":
                self._send(b"", code=302, Location="/plan.txt")
            case "/circle":
                self._send(b"", code=301, Location="/circle-2")
            case "/circle-2":
                self._send(b"", code=301, Location="/circle")
            case "/astray":
                self._send(b"", code=302, Location="http://[bad/plan.pdf")
            case "/inward":
                self._send(b"", code=302, Location="http://localhost.localdomain:1/plan.txt")
            case "/file-scheme":
                self._send(b"", code=302, Location="file:///etc/passwd")
            case "/busy" if server.asked[path] == 1:
                self._send(b"", code=429, **{"Retry-After": "0"})
            case "/busy-long":
                self._send(b"", code=429, **{"Retry-After": "86400"})
            case "/unwell" if server.asked[path] < 3:
                self._send(b"", code=503)
            case "/busy" | "/unwell":
                self._send(server.plan)
            case "/slow-head":
                self.wfile.write(b"HTTP/1.1 200 OK\r\n")
                self._drip(b"X-Slow: 1\r\n")
            case "/silent":
                server.ending.wait(5)
                self.close_connection = True
            case "/slow":
                self._head(200, "100000", "text/plain")
                self._drip(b"a")
            case "/endless":
                self._head(200, None, "text/plain")
                while not server.ending.is_set():
                    self.wfile.write(b"a" * 65536)
            case "/truncated":
                self._head(200, str(len(server.plan) + 100), "text/plain")
                self.wfile.write(server.plan)
                self.close_connection = True
            case "/bomb":
                self._send(BOMB, kind="text/plain", **{"Content-Encoding": "gzip"})
            case "/packed":
                self._send(gzip.compress(server.plan), **{"Content-Encoding": "gzip"})
            case "/packed-broken":
                self._send(gzip.compress(server.plan)[:-9], **{"Content-Encoding": "gzip"})
            case "/picture.pdf":
                self._send(b"\x89PNG\r\n\x1a\n" + bytes(100), kind="application/pdf")
            case "/empty.pdf":
                self._send(b"", kind="application/pdf")
            case "/gone.pdf":
                self._send(b"<html>gone</html>", code=404, kind="text/html")
            case "/nonsense":
                self.wfile.write(b"This is no answer\r\n\r\n")
                self.close_connection = True
            case "/named":
                self._send(server.plan, **{"Content-Disposition": 'attachment; filename="../../etc/plan: 1.txt"'})
            case "/waits":
                time.sleep(0.05)
                self._send(server.plan)
            case _:
                self._send(b"", code=404)

    def _drip(self, piece: bytes) -> None:
        while not self.server.ending.is_set():
            self.wfile.write(piece)
            self.wfile.flush()
            time.sleep(0.02)

    def _head(self, code: int, length: str | None, kind: str, headers: Any = None) -> None:
        self.send_response(code)
        self.send_header("Content-Type", kind)
        if length is not None:
            self.send_header("Content-Length", length)
        else:
            self.send_header("Connection", "close")
        for name, value in (headers or {}).items():
            self.send_header(name, value)
        self.end_headers()

    def _send(self, body: bytes, code: int = 200, kind: str = "text/plain", **headers: str) -> None:
        self._head(code, None if code == 304 else str(len(body)), kind, headers)
        self.wfile.write(body)

    def log_message(self, *told: Any) -> None:
        """Say nothing."""
