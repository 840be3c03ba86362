"""A small web on loopback: a table of pages by host and path, served to the crawler as its HTTP proxy."""

from __future__ import annotations

import hashlib
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import urlsplit

from crawler.catalogue import Source

WORDS = (
    "The team followed four hundred patients for two years and compared the new treatment with the usual one. "
    "Pain fell by a third, and fewer people had to come back to the clinic than in the control group. "
    "The results were presented to the ethics committee in the spring and are now open to everybody. "
)


@dataclass(slots=True)
class Reply:
    """What a path answers. With `etag`, a matching If-None-Match gets a 304."""

    body: bytes = b""
    status: int = 200
    kind: str = "text/html; charset=utf-8"
    headers: dict[str, str] = field(default_factory=dict)
    etag: bool = False
    seconds: float = 0.0


@dataclass(slots=True)
class SmallWeb:
    """Pages by address; `log` has (address, status) of every request, in order."""

    pages: dict[str, Reply] = field(default_factory=dict)
    log: list[tuple[str, int]] = field(default_factory=list)
    sent: list[dict[str, str]] = field(default_factory=list)
    proxy: str = ""
    rule: Callable[[str], Reply | None] = lambda url: None

    def put(self, url: str, body: str | bytes = b"", **values: object) -> None:
        raw = body.encode() if isinstance(body, str) else body
        self.pages[url] = Reply(body=raw, **values)  # type: ignore[arg-type]

    def asked(self, url: str) -> int:
        """How often an address was asked for."""
        return sum(1 for address, _ in self.log if address == url)


def source_of(id_: str, host: str, **values: Any) -> Source:
    """A record with only what every record has."""
    return Source(id=id_, name=id_, kind="hospital", home=f"http://{host}/", languages=("en",), country="GB", **values)


def newsroom(web: SmallWeb, host: str, articles: int, *, etag: bool = True) -> None:
    """Put a newsroom of so many dated articles with an RSS feed, a listing and a robots.txt on the web."""
    home = f"http://{host}/"
    web.put(f"{home}robots.txt", "User-agent: *\nDisallow: /private/\n", kind="text/plain", etag=etag)
    links, items = [], []
    for number in range(articles):
        url = f"{home}news/2026/10/{number:04d}-patients-feel-less-pain-after-new-treatment-{number}"
        title = f"Patients feel less pain after new treatment, part {number}"
        day = 28 - number % 28
        put_article(web, url, title, f"2026-10-{day:02d}", f"Study number {number} of the clinic. ", etag=etag)
        links.append(
            f'<li><a href="{url}">{title}</a> <time datetime="2026-10-{day:02d}">{day} October 2026</time></li>'
        )
        items.append(
            f"<item><title>{title}</title><link>{url}</link><guid>{url}</guid>"
            f"<pubDate>{day:02d} Oct 2026 08:00:00 +0000</pubDate></item>"
        )
    feed = f'<?xml version="1.0"?><rss version="2.0"><channel><title>News</title>{"".join(items)}</channel></rss>'
    head = f'<link rel="alternate" type="application/rss+xml" href="{home}feed.xml" title="News">'
    body = f"<body><h1>News</h1><ul>{''.join(links)}</ul></body>"
    page = f'<html lang="en"><head><title>Clinic news</title>{head}</head>{body}</html>'
    web.put(home, page, etag=etag)
    web.put(f"{home}feed.xml", feed, kind="application/rss+xml", etag=etag)


def put_article(web: SmallWeb, url: str, title: str, day: str, words: str, *, etag: bool = True) -> None:
    """Put one article page on the web."""
    paragraphs = "".join(f"<p>{words}{WORDS}{number} of them said so.</p>" for number in range(4))
    web.put(
        url,
        f'<html lang="en"><head><title>{title}</title><meta property="og:type" content="article">'
        f'<meta property="article:published_time" content="{day}T08:00:00Z"></head>'
        f"<body><article><h1>{title}</h1>{paragraphs}</article></body></html>",
        etag=etag,
    )


@contextmanager
def serve(web: SmallWeb) -> Iterator[SmallWeb]:
    """Serve `web` on a free port of loopback; its `proxy` is then the address to crawl through."""

    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def do_GET(self) -> None:
            url = self.path if self.path.startswith("http") else f"http://{self.headers['Host']}{self.path}"
            if urlsplit(url).port == 80:
                url = url.replace(":80/", "/", 1)
            reply = web.pages.get(url) or web.rule(url) or Reply(status=404, body=b"<h1>Not found</h1>")
            if reply.seconds:
                time.sleep(reply.seconds)
            tag = '"' + hashlib.sha1(reply.body).hexdigest()[:16] + '"'
            fresh = reply.etag and self.headers.get("If-None-Match") == tag
            status = 304 if fresh else reply.status
            web.log.append((url, status))
            web.sent.append(dict(self.headers))
            self.send_response(status)
            self.send_header("Content-Type", reply.kind)
            if reply.etag:
                self.send_header("ETag", tag)
            for name, value in reply.headers.items():
                self.send_header(name, value)
            body = b"" if fresh else reply.body
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, format: str, *args: object) -> None:
            pass

    class Server(ThreadingHTTPServer):
        def handle_error(self, request: object, client_address: object) -> None:
            """A crawl that was killed leaves broken connections; they are no news."""

    server = Server(("127.0.0.1", 0), Handler)
    server.daemon_threads = True
    thread = threading.Thread(target=server.serve_forever, args=(0.05,), daemon=True)
    thread.start()
    web.proxy = f"http://127.0.0.1:{server.server_port}"
    try:
        yield web
    finally:
        server.shutdown()
        server.server_close()
