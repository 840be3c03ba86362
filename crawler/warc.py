"""Turns every exchange with a web server into WARC records (gzip, one file a crawl) that any WARC tool reads."""

from __future__ import annotations

import asyncio
import base64
import hashlib
import logging
import zlib
from collections.abc import Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass
from datetime import UTC, datetime
from http import HTTPStatus
from io import BytesIO
from pathlib import Path
from typing import BinaryIO
from urllib.parse import urlsplit

from warcio.statusandheaders import StatusAndHeaders
from warcio.warcwriter import WARCWriter

VERSION = "WARC/1.1"
BIGGEST = 5 * 1024 * 1024  # bytes of a body as received; bigger ones are films and archives, not pages
LEVEL = (
    4  # zlib; two thirds of the time of level 6 for files 5 % larger (measured over the pages of bench/throughput.py)
)
STORED = 0  # for a body that came packed: packing it again costs 0.8 ms and saves nothing
BEHIND = 64  # exchanges that may wait for the disk before the crawl waits for it
NOT_MODIFIED = "http://netpreserve.org/warc/1.1/revisit/server-not-modified"
SAME_PAYLOAD = "http://netpreserve.org/warc/1.1/revisit/identical-payload-digest"
# Twisted has already taken the chunks apart and Scrapy never passes the proxy's password on: stored headers must fit
# the stored payload, and no secret may enter an archive.
_DROPPED = frozenset(
    {"transfer-encoding", "content-length", "proxy-authorization", "proxy-connection", "authorization"}
)
_SECRET = frozenset({"proxy-authorization", "proxy-connection", "authorization"})


@dataclass(frozen=True, slots=True, kw_only=True)
class Exchange:
    """One request and its answer. `body` as received: content encoding still on, transfer encoding taken off."""

    url: str
    method: str
    request_headers: tuple[tuple[str, str], ...]
    status: int
    protocol: str  # HTTP/1.1
    headers: tuple[tuple[str, str], ...]
    body: bytes
    at: datetime
    digest: str  # payload_digest(body)
    ip: str | None = None
    held_at: str | None = None  # UTC text: when an earlier record of this address with this payload was written


def payload_digest(body: bytes) -> str:
    """`sha1:` and the SHA-1 of a body in base 32, as WARC records have it."""
    return "sha1:" + base64.b32encode(hashlib.sha1(body).digest()).decode("ascii")


def file_name(source: str, crawl: int, at: datetime) -> str:
    """The name of the WARC file of one crawl."""
    return f"{source}-{at.astimezone(UTC):%Y%m%d%H%M%S}-{crawl:06d}.warc.gz"


def records_of(exchange: Exchange) -> Iterator[bytes]:
    """The records of an exchange, each one gzip member: response or revisit, then request.

    A 304 becomes a revisit (server-not-modified), a payload already held one of the kind identical-payload-digest.
    """
    date = f"{exchange.at.astimezone(UTC):%Y-%m-%dT%H:%M:%SZ}"
    extra = {"WARC-Date": date} | ({"WARC-IP-Address": exchange.ip} if exchange.ip else {})
    raw = BytesIO()
    writer = WARCWriter(raw, gzip=False, warc_version=VERSION)
    not_modified = exchange.status == HTTPStatus.NOT_MODIFIED
    revisit = not_modified or exchange.held_at is not None
    length = [] if not_modified else [("Content-Length", str(len(exchange.body)))]
    headers = StatusAndHeaders(
        f"{exchange.status} {_phrase(exchange.status)}",
        [(name, value) for name, value in exchange.headers if name.lower() not in _DROPPED] + length,
        protocol=exchange.protocol,
    )
    if revisit:
        extra["WARC-Profile"] = NOT_MODIFIED if not_modified else SAME_PAYLOAD
        if exchange.held_at:
            extra |= {"WARC-Refers-To-Target-URI": exchange.url, "WARC-Refers-To-Date": exchange.held_at}
    if not not_modified:
        extra["WARC-Payload-Digest"] = exchange.digest
    answer = writer.create_warc_record(
        exchange.url,
        "revisit" if revisit else "response",
        payload=None if revisit else BytesIO(exchange.body),
        length=0 if revisit else len(exchange.body),
        http_headers=headers,
        warc_headers_dict=extra,
    )
    writer.write_record(answer)
    packed = any(name.lower() == "content-encoding" for name, _ in exchange.headers)
    yield _member(raw.getvalue(), STORED if packed else LEVEL)
    raw.seek(0)
    raw.truncate()
    writer.write_record(_request_record(writer, exchange, date, answer.rec_headers.get_header("WARC-Record-ID")))
    yield _member(raw.getvalue())


class WarcFile:
    """The WARC file of one crawl; created with its first record, appended to by one thread only."""

    def __init__(self, path: Path, *, software: str) -> None:
        self.path = path
        self._software = software
        self._file: BinaryIO | None = None

    def append(self, exchange: Exchange) -> None:
        """Write an exchange at once and whole, so that a killed crawl leaves complete records only."""
        if self._file is None:
            self.path.parent.mkdir(parents=True, exist_ok=True)
            self._file = self.path.open("ab", buffering=0)
            self._file.write(self._information())
        self._file.write(b"".join(records_of(exchange)))

    def close(self) -> None:
        if self._file is not None:
            self._file.close()
            self._file = None

    def _information(self) -> bytes:
        raw = BytesIO()
        writer = WARCWriter(raw, gzip=False, warc_version=VERSION)
        said = {"software": self._software, "format": VERSION.replace("/", " File Format "), "robots": "obeyed"}
        writer.write_record(writer.create_warcinfo_record(self.path.name, said))
        return _member(raw.getvalue())


class WarcThread:
    """One thread that compresses and writes the records of all crawls of a process (zlib lets the others run)."""

    def __init__(self) -> None:
        self._pool = ThreadPoolExecutor(max_workers=1, thread_name_prefix="warc")
        self._room = asyncio.Semaphore(BEHIND)
        self._failed: dict[Path, OSError] = {}

    async def append(self, file: WarcFile, exchange: Exchange) -> None:
        """Queue an exchange; waits only while the disk is far behind. Raises OSError once `file` cannot be written."""
        if file.path in self._failed:
            raise self._failed[file.path]
        loop = asyncio.get_running_loop()
        await self._room.acquire()
        future = self._pool.submit(file.append, exchange)
        future.add_done_callback(lambda done: loop.call_soon_threadsafe(self._settled, file.path, done))

    async def close(self, file: WarcFile) -> None:
        """Wait for everything queued for `file`, then close it. Raises OSError when a record could not be written."""
        await asyncio.wrap_future(self._pool.submit(file.close))
        if file.path in self._failed:
            raise self._failed[file.path]

    def shut_down(self) -> None:
        self._pool.shutdown(wait=True)

    def _settled(self, path: Path, done: Future[None]) -> None:
        self._room.release()
        error = done.exception()
        if isinstance(error, OSError):
            self._failed[path] = error
        elif error is not None:
            logging.getLogger(__name__).error("WARC record of %s was not written", path.name, exc_info=error)
            self._failed[path] = OSError(f"a record could not be made: {error}")


def _request_record(writer: WARCWriter, exchange: Exchange, date: str, concurrent: str) -> object:
    parts = urlsplit(exchange.url)
    target = (parts.path or "/") + (f"?{parts.query}" if parts.query else "")
    headers = [("Host", parts.netloc), *((n, v) for n, v in exchange.request_headers if n.lower() not in _SECRET)]
    return writer.create_warc_record(
        exchange.url,
        "request",
        http_headers=StatusAndHeaders(f"{exchange.method} {target} HTTP/1.1", headers, is_http_request=True),
        warc_headers_dict={"WARC-Date": date, "WARC-Concurrent-To": concurrent},
    )


def _member(record: bytes, level: int = LEVEL) -> bytes:
    packer = zlib.compressobj(level, zlib.DEFLATED, zlib.MAX_WBITS + 16)
    return packer.compress(record) + packer.flush()


def _phrase(status: int) -> str:
    try:
        return HTTPStatus(status).phrase
    except ValueError:
        return "Unknown"
