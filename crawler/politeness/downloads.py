"""Turns a request into a response when its host's turn has come, over a connection to an address that was checked."""

from __future__ import annotations

from collections.abc import Callable, Hashable
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

from scrapy.core.downloader.handlers.http11 import (
    HTTP11DownloadHandler,
    _LenientHTTP11ClientFactory,
    _LenientHTTP11ClientProtocol,
)
from twisted.internet.defer import Deferred
from twisted.internet.endpoints import HostnameEndpoint, wrapClientTLS
from twisted.internet.interfaces import IReactorPluggableNameResolver, IStreamClientEndpoint
from twisted.web._newclient import HEADER, STATUS
from twisted.web.client import HTTPConnectionPool
from zope.interface import implementer  # type: ignore[import-untyped]

from crawler.politeness.addresses import ip_fault, port_fault
from crawler.politeness.clock import CLOCK, CrawlStopped, HostPaused
from crawler.politeness.delay import gap_of
from crawler.politeness.limits import MAX_HEAD_BYTES
from crawler.politeness.reach import host_of, is_stopping, session_of
from crawler.politeness.refusals import Refusal, refuse

if TYPE_CHECKING:
    from scrapy.crawler import Crawler
    from scrapy.http import Request, Response
    from twisted.web._newclient import HTTP11ClientProtocol

CONNECT_SECONDS = 10.0

Check = Callable[[str, int], str | None]  # IP and port → why not, or None


@implementer(IReactorPluggableNameResolver)
class CheckedReactor:
    """The reactor, except that it opens no TCP connection before `check` has passed the very address.

    Names are resolved by the endpoint above, so what is checked here is what is connected to: a name that resolves
    to a public address first and to a private one later (DNS rebinding) gains nothing.
    """

    def __init__(self, reactor: Any, check: Check) -> None:
        self._reactor = reactor
        self._check = check

    def connectTCP(self, host: str, port: int, *args: Any, **kwargs: Any) -> Any:
        """As the reactor's, after the check. Raises Refusal (class `address`)."""
        fault = self._check(host, port)
        if fault is not None:
            raise Refusal("address", f"connection refused: {fault}")
        return self._reactor.connectTCP(host, port, *args, **kwargs)

    def __getattr__(self, name: str) -> Any:
        return getattr(self._reactor, name)


class _CappedProtocol(_LenientHTTP11ClientProtocol):
    """Scrapy's connection, ended when the head of a response does not end: Twisted would keep all of it."""

    _head_bytes = 0

    def request(self, request: Any) -> Any:
        self._head_bytes = 0
        return super().request(request)

    def dataReceived(self, data: bytes) -> None:
        if self._parser is not None and self._parser.state in (STATUS, HEADER):
            self._head_bytes += len(data)
            if self._head_bytes > MAX_HEAD_BYTES and self.transport is not None:
                self.transport.abortConnection()
                return
        super().dataReceived(data)  # type: ignore[no-untyped-call]


class _CappedFactory(_LenientHTTP11ClientFactory):
    def buildProtocol(self, addr: Any) -> _CappedProtocol:
        return _CappedProtocol(self._quiescentCallback)  # type: ignore[no-untyped-call]


class CheckedPool(HTTPConnectionPool):
    """A connection pool that makes its new connections through a CheckedReactor, whatever endpoint it is offered."""

    def __init__(self, reactor: Any, check: Check, tls: Any) -> None:
        super().__init__(reactor, persistent=True)  # type: ignore[no-untyped-call]
        self._checked = CheckedReactor(reactor, check)
        self._tls = tls

    def getConnection(self, key: Hashable, endpoint: IStreamClientEndpoint) -> Deferred[HTTP11ClientProtocol]:
        """A pooled connection, or a new one to a checked address; `key` is Twisted's (scheme, host, port, …)."""
        if not isinstance(key, tuple) or key[0] not in (b"http", b"https"):
            raise TypeError(f"connection key {key!r} is not the one of a direct connection")
        scheme, host, port = key[:3]
        checked: Any = HostnameEndpoint(self._checked, host.strip(b"[]"), port, timeout=CONNECT_SECONDS)
        if scheme == b"https":
            checked = wrapClientTLS(self._tls.creatorForNetloc(host, port), checked)
        return super().getConnection(key, checked)


class PoliteHandler(HTTP11DownloadHandler):
    """Scrapy's own HTTP handler (Twisted, HTTP/1.1) with the host clock before it and checked connections under it.

    With a proxy only the proxy is connected to; its operator answers for where it goes.
    """

    def __init__(self, crawler: Crawler) -> None:
        super().__init__(crawler)
        from twisted.internet import reactor  # installed by Scrapy when crawls start, not at import

        self._proxy_pool = self._pool
        self._checked_pool = CheckedPool(reactor, self._fault, self._contextFactory)
        self._checked_pool.maxPersistentPerHost = self._proxy_pool.maxPersistentPerHost
        self._checked_pool._factory = self._proxy_pool._factory = _CappedFactory
        self._pool = self._checked_pool

    async def download_request(self, request: Request) -> Response:
        """The response to `request`. Raises Refusal (address, blocked, stopped) or what Scrapy's handler raises."""
        proxy = session_of(self._crawler).proxy
        if _endpoint(request.meta.get("proxy")) != _endpoint(proxy):
            raise refuse(self._crawler, request, "address", f"{request.url} asks for a proxy that is not the session's")
        self._pool = self._checked_pool if proxy is None else self._proxy_pool
        host = host_of(request)
        request.meta.pop("asked_at", None)  # of an earlier try, or of where it was redirected from
        try:
            request.meta["asked_at"] = await CLOCK.turn(host, gap_of(self._crawler), lambda: is_stopping(self._crawler))
        except HostPaused as paused:
            raise refuse(self._crawler, request, "blocked", str(paused)) from paused
        except CrawlStopped as stopped:
            raise refuse(self._crawler, request, "stopped", "the crawl was stopped before this was asked") from stopped
        try:
            return await super().download_request(request)
        except Refusal as refusal:
            # Raised below, where the request is not known: told to the spider here. Nothing was sent.
            del request.meta["asked_at"]
            why = f"{request.url} is refused: {refusal.message}"
            raise refuse(self._crawler, request, refusal.cls, why) from refusal
        finally:
            # Sent to the proxy, and nobody else's business: not the WARC file's, not a later target's.
            request.headers.pop("Proxy-Authorization", None)

    async def close(self) -> None:
        """Close the connections of both pools."""
        self._pool = self._checked_pool
        await super().close()
        if self._proxy_pool._connections:
            self._pool = self._proxy_pool
            await super().close()

    def _fault(self, ip: str, port: int) -> str | None:
        opened = session_of(self._crawler).allow_loopback
        return ip_fault(ip, allow_loopback=opened) or port_fault(ip, port, allow_loopback=opened)


def _endpoint(proxy: object) -> tuple[str | None, int | None] | None:
    """Host and port of a proxy's address, whatever user name it carries."""
    if proxy is None:
        return None
    parts = urlsplit(str(proxy))
    return parts.hostname, parts.port
