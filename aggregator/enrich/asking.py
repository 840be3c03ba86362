"""Turns a path on a registry's host into its answer: one connection, checked, slow enough, bounded in size and time."""

from __future__ import annotations

import http.client
import socket
import ssl
import threading
import zlib
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from datetime import datetime
from urllib.parse import urljoin, urlsplit

from crawler.politeness.addresses import ip_fault
from crawler.politeness.retry_after import STATUSES, http_date, retry_after

SECONDS = 20.0  # without a byte
DEADLINE = 60.0  # seconds for one whole answer, however steadily it drips
MOST_BYTES = 4_000_000  # unpacked; the longest record of a work, with its references, is about 2 MB
MOST_REDIRECTS = 3
LONGEST_WAIT = 60.0  # seconds of Retry-After that are waited for; who asks for more is left alone until the next night
BACKOFF = 10.0  # seconds after a 429 or 503 that does not say how long
_REDIRECTS = (301, 302, 303, 307, 308)


class RegistryFailed(Exception):
    """The registry gave no usable answer to one question; the message says why."""


class RegistryLeft(RegistryFailed):
    """The registry asked to be left alone, or may not be reached at all: nothing more is asked of it tonight."""


@dataclass(frozen=True, slots=True)
class Reply:
    """One answer: status, headers (names in lower case) and the unpacked body."""

    status: int
    headers: Mapping[str, str]
    body: bytes


@dataclass(slots=True)
class Asker:
    """Asks one registry, one question at a time, never two within `gap` seconds, and slower when it says so.

    `base`: `https://HOST`; loopback and plain http only with `allow_loopback` (tests and the demo). `now`: the time,
    UTC; `clock` and `sleep`: seconds. The address of the host is checked on every connection, so that a name which
    leads into the operator's own network is refused.
    """

    base: str
    headers: Mapping[str, str]
    gap: float
    now: Callable[[], datetime]
    clock: Callable[[], float]
    sleep: Callable[[float], None]
    allow_loopback: bool = False
    asked: int = 0  # requests made
    _free_at: float = 0.0
    _open: http.client.HTTPConnection | None = field(default=None)

    def get(self, path: str, *, etag: str | None = None) -> Reply:
        """The answer to GET `path`. `etag`: of the copy held, so that the answer may be 304.

        Raises RegistryFailed, and RegistryLeft when nothing more should be asked tonight.
        """
        url = urljoin(self.base, path)
        for _ in range(MOST_REDIRECTS + 1):
            reply = self._patiently(url, etag)
            if reply.status not in _REDIRECTS:
                return reply
            url = self._target(url, reply)
        raise RegistryFailed(f"more than {MOST_REDIRECTS} redirects")

    def close(self) -> None:
        """Close the connection; the next question opens another."""
        if self._open is not None:
            self._open.close()
            self._open = None

    def _patiently(self, url: str, etag: str | None) -> Reply:
        """Ask; when told that it is too much, wait as long as asked and try once more."""
        for last in (False, True):
            reply = self._ask(url, etag)
            if reply.status not in STATUSES:
                return reply
            wait = retry_after(reply.headers.get("retry-after"), http_date(reply.headers.get("date", "")) or self.now())
            seconds = BACKOFF if wait is None else wait
            if last or seconds > LONGEST_WAIT:
                raise RegistryLeft(f"it answered {reply.status} and asks to be left alone for {seconds:.0f} s")
            self.gap *= 2  # it was too fast, whatever the pause
            self._free_at = max(self._free_at, self.clock() + seconds)
        raise RegistryLeft("it answers that it is asked too much")

    def _ask(self, url: str, etag: str | None) -> Reply:
        self.sleep(max(0.0, self._free_at - self.clock()))
        parts = urlsplit(url)
        target = f"{parts.path or '/'}{'?' + parts.query if parts.query else ''}"
        headers = {**self.headers, "Accept": "application/json", "Accept-Encoding": "gzip"}
        if etag:
            headers["If-None-Match"] = etag
        kept = self._open is not None
        try:
            try:
                reply = self._exchange(target, headers)
            except (http.client.RemoteDisconnected, ConnectionResetError, BrokenPipeError):
                if not kept:
                    raise
                self.close()  # the server closed a connection it had kept open: nothing was answered
                reply = self._exchange(target, headers)
        except RegistryFailed:
            self.close()  # what is left of such an answer must not be taken for the next one
            raise
        except (http.client.HTTPException, OSError) as error:
            self.close()
            raise RegistryFailed(_in_words(error)) from error
        else:
            self._heed(reply.headers)
            return reply
        finally:
            self.asked += 1
            self._free_at = max(self._free_at, self.clock() + self.gap)

    def _exchange(self, target: str, headers: Mapping[str, str]) -> Reply:
        if self._open is None:
            self._open = _connection(self.base, self.allow_loopback)
            self._open.connect()
        with _deadline(self._open.sock):
            self._open.request("GET", target, headers=dict(headers))
            answer = self._open.getresponse()
            said = {name.lower(): value for name, value in answer.getheaders()}
            body = _unpack(_chunks(answer), said.get("content-encoding", "identity").strip().lower())
        if answer.will_close:
            self.close()
        return Reply(answer.status, said, body)

    def _heed(self, headers: Mapping[str, str]) -> None:
        """Slow down to the rate a registry prints: X-Rate-Limit-Limit questions in X-Rate-Limit-Interval."""
        limit, interval = headers.get("x-rate-limit-limit", ""), headers.get("x-rate-limit-interval", "").rstrip("s")
        if limit.isdecimal() and interval.isdecimal() and 0 < len(limit) < 7 and 0 < len(interval) < 5 and int(limit):
            self.gap = max(self.gap, int(interval) / int(limit))

    def _target(self, url: str, reply: Reply) -> str:
        target = urljoin(url, reply.headers.get("location", ""))
        if urlsplit(target)[:2] != urlsplit(self.base)[:2]:
            raise RegistryFailed(f"it sends us elsewhere, to {target[:200]}")
        return target


class _Plain(http.client.HTTPConnection):
    """A connection to an address that was checked; plain, for loopback only."""

    def connect(self) -> None:
        self.sock = _checked_socket(self.host, self.port, allow_loopback=True)


class _Secure(http.client.HTTPSConnection):
    """A TLS connection to an address that was checked."""

    def connect(self) -> None:
        raw = _checked_socket(self.host, self.port, allow_loopback=False)
        try:
            self.sock = ssl.create_default_context().wrap_socket(raw, server_hostname=self.host)
        except BaseException:
            raw.close()
            raise


def _connection(base: str, allow_loopback: bool) -> http.client.HTTPConnection:
    parts = urlsplit(base)
    if parts.scheme == "https" and parts.hostname:
        return _Secure(parts.hostname, parts.port or 443, timeout=SECONDS)
    if parts.scheme == "http" and parts.hostname and allow_loopback and ip_fault(parts.hostname):
        return _Plain(parts.hostname, parts.port or 80, timeout=SECONDS)
    raise RegistryLeft(f"{base} is not asked: only https is")


def _checked_socket(host: str, port: int, *, allow_loopback: bool) -> socket.socket:
    """A connection to the first address of `host` that answers; the very address that was checked is connected to."""
    problem: OSError = OSError(f"{host} has no address")
    for family, kind, protocol, _, address in socket.getaddrinfo(host, port, type=socket.SOCK_STREAM):
        fault = ip_fault(str(address[0]), allow_loopback=allow_loopback)
        if fault is not None:
            raise RegistryLeft(f"{host} is not asked: {fault}")
        made = socket.socket(family, kind, protocol)
        made.settimeout(SECONDS)
        try:
            made.connect(address)
        except OSError as error:
            made.close()
            problem = error
        else:
            return made
    raise problem


@contextmanager
def _deadline(sock: socket.socket) -> Iterator[None]:
    """Cut the connection when the exchange takes too long: the timeout of a socket begins anew with every byte."""

    def cut() -> None:
        with suppress(OSError):  # it ended in this very moment
            socket.socket.shutdown(sock, socket.SHUT_RDWR)

    timer = threading.Timer(DEADLINE, cut)
    timer.daemon = True
    timer.start()
    try:
        yield
    finally:
        timer.cancel()


def _chunks(answer: http.client.HTTPResponse) -> Iterator[bytes]:
    declared, received = answer.getheader("Content-Length", ""), 0
    while chunk := answer.read(65_536):
        received += len(chunk)
        yield chunk
    if declared.isdecimal() and received < int(declared[:15]):
        raise RegistryFailed("its answer was cut short")


def _unpack(chunks: Iterator[bytes], encoding: str) -> bytes:
    """The body, unpacked. Raises RegistryFailed when it is too large or packed in a way that was not offered."""
    if encoding not in ("identity", "", "gzip"):
        raise RegistryFailed(f"its answer is packed as {encoding[:40]!r}")
    unpacker = zlib.decompressobj(31) if encoding == "gzip" else None
    body = bytearray()
    for chunk in chunks:
        try:
            body += unpacker.decompress(chunk, MOST_BYTES + 1 - len(body)) if unpacker else chunk
        except zlib.error as error:
            raise RegistryFailed("its answer cannot be unpacked") from error
        if len(body) > MOST_BYTES:
            raise RegistryFailed(f"its answer is larger than {MOST_BYTES // 1_000_000} MB")
    if unpacker and body and not unpacker.eof:
        raise RegistryFailed("its answer ends too early")
    return bytes(body)


def _in_words(error: Exception) -> str:
    if isinstance(error, TimeoutError):
        return f"no answer within {SECONDS:.0f} s"
    if isinstance(error, socket.gaierror):
        return "its host name is not known"
    return f"{type(error).__name__}: {error}".rstrip(": ")
