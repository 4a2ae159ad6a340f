"""Who may speak to a review: whoever holds the address with its token, from its own pages, on this machine."""

from __future__ import annotations

import secrets
from dataclasses import dataclass, field
from hmac import compare_digest
from urllib.parse import parse_qs

from starlette.datastructures import Headers

MOST_BYTES = 64 * 1024  # of what a form sends

HEADERS = {
    "Content-Security-Policy": "default-src 'none'; img-src 'self'; style-src 'self'; script-src 'self'; "
    "form-action 'self'; base-uri 'none'; frame-ancestors 'none'",
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Referrer-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Cache-Control": "no-store",
}


@dataclass(frozen=True, slots=True)
class Guard:
    """The secrets of one review, and the port that it is served on."""

    port: int
    token: str = field(default_factory=lambda: secrets.token_urlsafe(24))
    form_token: str = field(default_factory=lambda: secrets.token_urlsafe(24))

    @property
    def address(self) -> str:
        """Return the address of the first page."""
        return f"http://127.0.0.1:{self.port}/{self.token}/"

    def refusal(self, path: str, method: str, headers: Headers) -> int | None:
        """Return the status with which a request is refused; None where it may go on."""
        host = headers.get("host", "")
        if host not in (f"127.0.0.1:{self.port}", f"localhost:{self.port}"):
            return 421  # a name that was made to point here
        token = path.lstrip("/").partition("/")[0]
        if not compare_digest(token.encode(), self.token.encode()):
            return 404
        if headers.get("sec-fetch-site", "same-origin") not in ("same-origin", "none"):
            return 403
        if method in ("GET", "HEAD"):
            return None
        if method != "POST":
            return 405
        return None if headers.get("origin") == f"http://{host}" else 403

    def form(self, body: bytes) -> dict[str, str] | None:
        """Return the fields of a form that one of our pages sent; None for any other."""
        try:
            told = parse_qs(body.decode("utf-8"), keep_blank_values=True, max_num_fields=2000)
        except ValueError:
            return None
        fields = {name: values[-1] for name, values in told.items()}
        known = compare_digest(fields.get("form_token", "").encode(), self.form_token.encode())
        return fields if known else None
