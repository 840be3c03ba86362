"""Serves pages by host name from one loopback port as an HTTP proxy, with ETags, and counts what was asked."""

from __future__ import annotations

import hashlib
import threading
from collections import Counter
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.parse import urlsplit

Address = tuple[str, str]  # host, path with query
Page = tuple[str, bytes]  # content type, body


class PageServer(ThreadingHTTPServer):
    """Answers `pages[(host, path)]` to proxy requests; `asked` counts (kind, status)."""

    daemon_threads = True
    request_queue_size = 256

    def __init__(self, pages: Mapping[Address, Page]) -> None:
        super().__init__(("127.0.0.1", 0), _Handler)
        self.pages = pages
        self.etags = {key: f'"{hashlib.sha1(body).hexdigest()[:20]}"' for key, (_, body) in pages.items()}
        self.asked: Counter[tuple[str, int]] = Counter()
        self.conditional = 0
        self.lock = threading.Lock()

    @property
    def address(self) -> str:
        return f"http://127.0.0.1:{self.server_port}"


class _Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    server: PageServer

    def log_message(self, format: str, *args: object) -> None:
        """Say nothing: the counts are enough."""

    def do_GET(self) -> None:
        parts = urlsplit(self.path)
        path = (parts.path or "/") + (f"?{parts.query}" if parts.query else "")
        key = ((parts.hostname or self.headers.get("Host", "")).lower(), path)
        page = self.server.pages.get(key)
        etag = self.server.etags.get(key)
        if page is None or etag is None:
            self._reply(404, "text/plain", b"not found\n", path)
        elif self.headers.get("If-None-Match") == etag:
            self._reply(304, page[0], b"", path, etag)
        else:
            self._reply(200, page[0], page[1], path, etag)

    def _reply(self, status: int, kind: str, body: bytes, path: str, etag: str | None = None) -> None:
        with self.server.lock:
            self.server.asked[(path.rsplit("/", 1)[-1] if path in OWN else "page", status)] += 1
            self.server.conditional += "If-None-Match" in self.headers
        self.send_response(status)
        if etag:
            self.send_header("ETag", etag)
        if status != 304:
            self.send_header("Content-Type", kind)
            self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        if status != 304:
            self.wfile.write(body)


OWN = {"/robots.txt", "/newsward-sitemap.xml"}


@contextmanager
def serving(pages: Mapping[Address, Page]) -> Iterator[PageServer]:
    """Serve `pages` on a free loopback port until the block ends."""
    server = PageServer(pages)
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    try:
        yield server
    finally:
        server.shutdown()
        server.server_close()
