"""Turns every way a request can fail before or on the wire into one class of failure and one sentence."""

from __future__ import annotations

from typing import TYPE_CHECKING

from scrapy.core.downloader.handlers.http11 import TunnelError
from scrapy.exceptions import (
    CannotResolveHostError,
    DownloadCancelledError,
    DownloadConnectionRefusedError,
    DownloadFailedError,
    DownloadTimeoutError,
    IgnoreRequest,
    NotSupported,
    ResponseDataLossError,
    UnsupportedURLSchemeError,
)
from twisted.internet.error import ConnectError, ConnectionClosed
from twisted.web.client import ResponseFailed

from crawler.politeness.limits import MAX_BYTES

if TYPE_CHECKING:
    from scrapy.crawler import Crawler
    from scrapy.http import Request

# The classes a refusal can have; the table `failures` and the spider know them by these names.
CLASSES = (
    "robots",
    "address",
    "budget",
    "blocked",
    "gone",
    "redirects",
    "too_large",
    "parse",
    "stopped",
    "dns",
    "timeout",
    "unreachable",
)

# What a download raises when the network, not our code, is at fault.
NETWORK_ERRORS: tuple[type[Exception], ...] = (
    CannotResolveHostError,
    DownloadCancelledError,
    DownloadConnectionRefusedError,
    DownloadFailedError,
    DownloadTimeoutError,
    ResponseDataLossError,
    UnsupportedURLSchemeError,
    NotSupported,
    TunnelError,
    ConnectError,
    ConnectionClosed,
    OSError,
)

_ROBOTS_REQUEST = "robots_txt"  # request.meta: this is a robots.txt, not a page


class Refusal(IgnoreRequest):
    """A request that is not made, or whose answer is not taken; `cls` is one of CLASSES, `message` one sentence."""

    def __init__(self, cls: str, message: str) -> None:
        super().__init__(message)
        self.cls = cls
        self.message = message


def refuse(crawler: Crawler, request: Request, cls: str, message: str) -> Refusal:
    """Count the refusal, tell the spider (`page_refused(request, cls, message)`) and return it to be raised.

    A robots.txt is no page: its refusal is counted, and the spider is told about the page that needed it.
    """
    page = not is_robots_request(request)
    if crawler.stats is not None:
        crawler.stats.inc_value(f"politeness/refused/{cls}" if page else "politeness/robots/refused")
    refused = getattr(crawler.spider, "page_refused", None)
    if refused is not None and page:
        refused(request, cls, message)
    return Refusal(cls, message)


def mark_robots_request(meta: dict[str, object]) -> dict[str, object]:
    """The same meta, marking the request as one for a robots.txt."""
    return {**meta, _ROBOTS_REQUEST: True}


def is_robots_request(request: Request) -> bool:
    """Whether the request is for a robots.txt (or where one redirects to), not for a page."""
    return _ROBOTS_REQUEST in request.meta


def failure_class(error: BaseException) -> tuple[str, str]:
    """Class and sentence of an error a request ended with; `crashed` when it is none of the network's, but ours."""
    if isinstance(error, Refusal):
        return error.cls, error.message
    if isinstance(error, CannotResolveHostError):
        return "dns", "the host name is not known"
    if isinstance(error, DownloadTimeoutError):
        return "timeout", str(error)
    if isinstance(error, DownloadCancelledError):
        # Scrapy cancels a download for one reason only: its size.
        return "too_large", f"the body is larger than {MAX_BYTES // 1024 // 1024} MB"
    if isinstance(error, NETWORK_ERRORS):
        return "unreachable", _in_words(error)
    return "crashed", f"{type(error).__name__}: {error}"


def _in_words(error: Exception) -> str:
    """What an error of the network says, without the wrappings Scrapy and Twisted put around it."""
    cause = error.__cause__
    if isinstance(cause, ResponseFailed):
        said = [f"{reason.type.__name__}: {reason.getErrorMessage()}".rstrip(": ") for reason in cause.reasons]
        return "; ".join(dict.fromkeys(said))
    return f"{type(error).__name__}: {error}".rstrip(": ")
