"""Serves the invented web by host name on one loopback port, as an HTTP proxy or by Host header, and keeps a log."""

from __future__ import annotations

import argparse
import gzip
import hashlib
import sys
import threading
import time
from collections import Counter
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime
from email.utils import format_datetime, parsedate_to_datetime
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import urlsplit

from demo.content import Institution
from demo.sites import Page, find, hosts

RETRY_AFTER = 1  # seconds a throttling host asks for, and means
ENDLESS_BYTES = 200_000_000  # "never ends" for any crawler with a cap; one without must not fill the disk
ENDLESS_BLOCK = 65_536


@dataclass(frozen=True, slots=True, kw_only=True)
class Request:
    """One line of the log. `at`: seconds since the web was opened; `bytes`: of the body as sent."""

    night: int
    host: str
    path: str  # with the query
    status: int
    bytes: int
    at: float
    headers: Mapping[str, str]  # as asked, names in lower case


@dataclass(slots=True)
class DemoWeb:
    """The running web. `log` grows with every answer; `set_night(2)` lets the sites change."""

    proxy: str
    night: int = 1
    log: list[Request] = field(default_factory=list)
    opened: float = field(default_factory=time.monotonic)
    closing: threading.Event = field(default_factory=threading.Event)
    lock: threading.Lock = field(default_factory=threading.Lock)
    asked: Counter[tuple[int, str]] = field(default_factory=Counter)  # (night, host) → requests
    closed_until: dict[str, float] = field(default_factory=dict)  # host → moment its 429 ends

    def set_night(self, night: int) -> None:
        """Show the sites as they are on that night (1 or 2)."""
        with self.lock:
            self.night = night

    def count(self, host: str) -> int:
        """How many requests the host has had this night, this one included."""
        with self.lock:
            self.asked[self.night, host] += 1
            return self.asked[self.night, host]

    def throttled(self, site: Institution, ordinal: int) -> int | None:
        """Seconds to wait when the host answers 429 now: from its n-th request of a night on, for a second."""
        limit = site.server.get("throttle")
        if limit is None:
            return None
        now = time.monotonic()
        with self.lock:
            if ordinal == limit:
                self.closed_until[site.host] = now + RETRY_AFTER
            return RETRY_AFTER if now < self.closed_until.get(site.host, 0.0) else None

    def note(self, request: Request) -> None:
        with self.lock:
            self.log.append(request)

    def between(self, night: int) -> list[Request]:
        """The requests of one night, in order."""
        with self.lock:
            return [request for request in self.log if request.night == night]


class _Server(ThreadingHTTPServer):
    daemon_threads = True
    web: DemoWeb

    def handle_error(self, request: Any, client_address: Any) -> None:
        """A client that went away, or was killed, is nothing to report; anything else is our own bug."""
        if not isinstance(sys.exception(), ConnectionError):
            super().handle_error(request, client_address)


class _Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    server: _Server
    disable_nagle_algorithm = True  # head and body are two small writes; the second must not wait for the client
    timeout = 30  # a client that keeps a connection and says nothing lets its thread go

    def do_GET(self) -> None:
        web = self.server.web
        split = urlsplit(self.path)
        host = (split.hostname or self.headers.get("Host", "").split(":")[0]).lower()
        target = (split.path or "/") + (f"?{split.query}" if split.query else "")
        night, ordinal = web.night, web.count(host)
        site = hosts().get(host)
        if site is None:
            page = Page(body=f"The demo web has no host {host}.\n".encode(), kind="text/plain", status=502)
        else:
            page = self._page(site, night, target, ordinal)
        sent = self._answer(site, page)
        headers = {name.lower(): value for name, value in self.headers.items()}
        at = time.monotonic() - web.opened
        status = self.answered
        web.note(Request(night=night, host=host, path=target, status=status, bytes=sent, at=at, headers=headers))

    do_HEAD = do_GET

    def do_CONNECT(self) -> None:
        self.close_connection = True
        self.send_error(501, "The demo web speaks http only: use http:// addresses")

    def _page(self, site: Institution, night: int, target: str, ordinal: int) -> Page:
        wait = self.server.web.throttled(site, ordinal)
        if wait is not None:
            headers = {"Retry-After": str(wait)}
            return Page(body=b"Too many requests\n", kind="text/plain", status=429, headers=headers)
        self.server.web.closing.wait(float(site.server.get("slow", 0.0)))
        return find(site, night, target, ordinal)

    def _answer(self, site: Institution | None, page: Page) -> int:
        """Send the page, or 304 when the client's copy is still right. Returns the bytes of the body sent."""
        validators = _validators(site, page)
        self.answered = page.status
        if page.status == 200 and _unchanged({name.lower(): value for name, value in self.headers.items()}, validators):
            self.answered = 304
            self.send_response(304)
            for name, value in validators.items():
                self.send_header(name, value)
            self.end_headers()
            return 0
        self.send_response(page.status)
        for name, value in {"Content-Type": page.kind, **validators, **page.headers}.items():
            self.send_header(name, value)
        if page.location is not None:
            self.send_header("Location", page.location)
        if page.endless:
            return self._endless(page)
        body = page.body
        if site is not None and site.server.get("compress") and "gzip" in self.headers.get("Accept-Encoding", ""):
            body = gzip.compress(body, mtime=0)
            self.send_header("Content-Encoding", "gzip")
            self.send_header("Vary", "Accept-Encoding")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        if self.command == "HEAD":
            return 0
        return self._write(body)

    def _endless(self, page: Page) -> int:
        """Repeat the body until the client closes the connection, the web does, or the safety stop is reached."""
        self.close_connection = True
        self.send_header("Connection", "close")
        self.end_headers()
        block = (page.body * (ENDLESS_BLOCK // len(page.body) + 1))[:ENDLESS_BLOCK]
        sent = 0
        while sent < ENDLESS_BYTES and not self.server.web.closing.is_set():
            written = self._write(block)
            sent += written
            if not written:
                break
        return sent

    def _write(self, body: bytes) -> int:
        try:
            self.wfile.write(body)
        except (BrokenPipeError, ConnectionResetError, TimeoutError):
            self.close_connection = True  # the client has seen enough
            return 0
        return len(body)

    def log_message(self, format: str, *args: object) -> None:
        """Nothing on the terminal: the log is `DemoWeb.log`."""


def _validators(site: Institution | None, page: Page) -> dict[str, str]:
    """ETag and Last-Modified of a page, those the site sends."""
    if site is None or page.modified is None or page.status != 200:
        return {}
    said = site.server.get("validators", "both")
    found = {}
    if said in ("both", "etag", "weak"):
        tag = f'"{hashlib.sha1(page.body).hexdigest()[:20]}"'
        found["ETag"] = f"W/{tag}" if said == "weak" else tag
    if said in ("both", "modified"):
        found["Last-Modified"] = format_datetime(page.modified.astimezone(UTC), usegmt=True)
    return found


def _unchanged(asked: Mapping[str, str], validators: Mapping[str, str]) -> bool:
    """Whether the client's validators match (RFC 9110: If-None-Match decides alone where it is sent)."""
    tags = asked.get("if-none-match")
    if tags is not None:
        mine = validators.get("ETag", "").removeprefix("W/")
        return bool(mine) and mine in [tag.strip().removeprefix("W/") for tag in tags.split(",")]
    since, modified = asked.get("if-modified-since"), validators.get("Last-Modified")
    if since is None or modified is None:
        return False
    try:
        return parsedate_to_datetime(modified) <= _moment(since)
    except ValueError:
        return False  # not a date: RFC 9110 says to ignore the field


def _moment(text: str) -> datetime:
    moment = parsedate_to_datetime(text)
    return moment if moment.tzinfo else moment.replace(tzinfo=UTC)


@contextmanager
def serve(port: int = 0, night: int = 1) -> Iterator[DemoWeb]:
    """Open the web on 127.0.0.1 (`port` 0: any free one) and close it at the end of the block."""
    server = _Server(("127.0.0.1", port), _Handler)
    web = server.web = DemoWeb(proxy=f"http://127.0.0.1:{server.server_address[1]}", night=night)
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05}, daemon=True)
    thread.start()
    try:
        yield web
    finally:
        web.closing.set()
        server.shutdown()
        server.server_close()
        thread.join()


def main() -> None:
    """Serve until interrupted: `python -m demo.web --port 8100`."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--port", type=int, default=8100)
    parser.add_argument("--night", type=int, choices=(1, 2), default=1)
    options = parser.parse_args()
    with serve(options.port, options.night) as web:
        names = "\n".join(f"  http://{host}/" for host in hosts())
        print(f"The demo web is open. Proxy: {web.proxy}\n{names}\nCtrl-C closes it.", flush=True)
        try:
            web.closing.wait()
        except KeyboardInterrupt:
            print("Closed.")


if __name__ == "__main__":
    main()
