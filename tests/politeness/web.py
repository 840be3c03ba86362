"""Turns a table of invented hosts and pages into a web on one loopback port, asked directly or as a proxy."""

from __future__ import annotations

import select
import socket
import ssl
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from itertools import pairwise
from urllib.parse import urlsplit


@dataclass(frozen=True)
class Reply:
    status: int = 200
    body: bytes = b"<html><body><p>page</p></body></html>"
    headers: dict[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class Hit:
    host: str
    path: str
    headers: dict[str, str]  # names in lower case
    at: float  # monotonic seconds


Page = Reply | Callable[[BaseHTTPRequestHandler], "Reply | None"]


class Web:
    """`pages["host/path"]` answers; anything else is 404. `log` holds every request in order of arrival."""

    def __init__(self, tls: ssl.SSLContext | None = None) -> None:
        self.connections: set[int] = set()  # ports our requests came from
        self.behind = 0  # port of another web, where CONNECT leads
        self.pages: dict[str, Page] = {}
        self.log: list[Hit] = []
        web = self

        class Answer(BaseHTTPRequestHandler):
            protocol_version = "HTTP/1.1" if tls else "HTTP/1.0"

            def do_GET(self) -> None:
                parts = urlsplit(self.path)
                web.connections.add(self.client_address[1])
                host = (parts.netloc or self.headers.get("Host", "")).partition(":")[0]
                web.log.append(Hit(host, parts.path, {k.lower(): v for k, v in self.headers.items()}, time.monotonic()))
                page = web.pages.get(f"{host}{parts.path}", Reply(404, b"no such page"))
                reply = page if isinstance(page, Reply) else page(self)
                if reply is None:
                    return  # the page has written for itself
                self.send_response(reply.status)
                headers = {"Content-Type": "text/html", "Content-Length": str(len(reply.body))} | reply.headers
                for name, value in headers.items():
                    self.send_header(name, value)
                self.end_headers()
                self.wfile.write(reply.body)

            def do_CONNECT(self) -> None:
                """A tunnel to `web.behind`, whatever name is asked for."""
                web.log.append(
                    Hit("CONNECT", self.path, {k.lower(): v for k, v in self.headers.items()}, time.monotonic())
                )
                with socket.create_connection(("127.0.0.1", web.behind)) as target:
                    self.send_response(200)
                    self.end_headers()
                    ends = {self.connection: target, target: self.connection}
                    while True:
                        for end in select.select(list(ends), [], [])[0]:
                            data = end.recv(65536)
                            if not data:
                                return
                            ends[end].sendall(data)

            def log_message(self, format: str, *args: object) -> None:
                return

        self._server = ThreadingHTTPServer(("127.0.0.1", 0), Answer)
        self._server.daemon_threads = True
        if tls is not None:
            self._server.socket = tls.wrap_socket(self._server.socket, server_side=True)
        self.port: int = self._server.server_address[1]
        threading.Thread(target=self._server.serve_forever, args=(0.05,), daemon=True).start()

    @property
    def proxy(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    def robots(self, host: str, text: str | bytes, **headers: str) -> None:
        body = text.encode() if isinstance(text, str) else text
        self.pages[f"{host}/robots.txt"] = Reply(200, body, {"Content-Type": "text/plain"} | headers)

    def asked(self, host: str, path: str | None = None) -> list[Hit]:
        return [hit for hit in self.log if hit.host == host and path in (None, hit.path)]

    def paths(self, host: str) -> list[str]:
        return [hit.path for hit in self.asked(host)]

    def gaps(self, host: str) -> list[float]:
        """Seconds between one request to `host` and the next."""
        times = [hit.at for hit in self.asked(host)]
        return [later - earlier for earlier, later in pairwise(times)]

    def close(self) -> None:
        self._server.shutdown()
        self._server.server_close()
