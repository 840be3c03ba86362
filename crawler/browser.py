"""Turns a page that draws itself by script into the HTML it draws, in a Chromium that has no network of its own.

Every request of the page is answered by the crawl's own downloader, so that robots.txt, delay, budget, caps and the
guard of addresses hold for it as for any other. scrapy-playwright lets the browser connect by itself, and checks what a
name resolves to nowhere; therefore Playwright is driven directly.
"""

from __future__ import annotations

import asyncio
import os
from collections.abc import Awaitable, Callable
from importlib.util import find_spec
from typing import TYPE_CHECKING

from scrapy.http import Response

from crawler.addresses import same_site

if TYPE_CHECKING:
    from playwright.async_api import Page, Route

SECONDS = 60.0  # for one page; its scripts are asked for as slowly as anything else
MOST_REQUESTS = 25
MOST_BYTES = 15_000_000  # of all answers, and of what is drawn
QUIET = 500.0  # milliseconds between two looks at whether the text still grows
WANTED = frozenset(("script", "xhr", "fetch"))  # no pictures, films, fonts, styles, sockets
# Whatever is not intercepted finds no way out: every connection goes to a proxy that is not there, loopback too.
NO_NETWORK = (
    *(
        "--proxy-server=socks5://127.0.0.1:1",
        "--proxy-bypass-list=<-loopback>",
        "--host-resolver-rules=MAP * ~NOTFOUND",
    ),
    *("--disable-quic", "--force-webrtc-ip-handling-policy=disable_non_proxied_udp", "--disable-background-networking"),
    *("--disable-gpu", "--no-first-run", "--disable-sync", "--disable-dev-shm-usage"),
)
_DROPPED = frozenset(("content-encoding", "content-length", "transfer-encoding", "set-cookie", "connection"))

Ask = Callable[[str], Awaitable[Response | tuple[str, str]]]


class NotDrawn(Exception):
    """The page could not be drawn; the message says why."""


def browser_fault(executable: str | None) -> str | None:
    """Why the setting `browser` cannot work here, as one sentence, or None."""
    if executable is None:
        return None
    if find_spec("playwright") is None:
        return "browser is set, but Playwright is not installed: pip install -e '.[browser]'"
    if not os.access(executable, os.X_OK):
        return f"browser = {executable!r} is no program that can be run: give the path of a Chromium"
    return None


class Browser:
    """Draws one page at a time, each in a Chromium of its own."""

    def __init__(self, executable: str, user_agent: str) -> None:
        self._executable = executable
        self._user_agent = user_agent
        self._turn = asyncio.Semaphore(1)

    async def draw(self, page: Response, ask: Ask) -> bytes:
        """The HTML of `page` once its scripts have run. `ask` fetches what they ask for. Raises NotDrawn."""
        from playwright.async_api import Error, async_playwright

        async with self._turn:
            try:
                async with asyncio.timeout(SECONDS), async_playwright() as playwright:
                    chromium = await playwright.chromium.launch(
                        executable_path=self._executable,
                        args=list(NO_NETWORK),
                        chromium_sandbox=os.geteuid() != 0,  # Chromium refuses its sandbox to root
                    )
                    try:
                        context = await chromium.new_context(
                            user_agent=self._user_agent, service_workers="block", accept_downloads=False
                        )
                        tab = await context.new_page()
                        await tab.route("**/*", _Answers(page, ask).answer)
                        await tab.goto(page.url, wait_until="domcontentloaded", timeout=SECONDS * 1_000)
                        drawn = await _settled(tab)
                    finally:
                        await chromium.close()
            except TimeoutError as error:
                raise NotDrawn(f"drawing it took over {SECONDS:g} seconds") from error
            except Error as error:
                raise NotDrawn(f"the browser could not draw it ({error.message.splitlines()[0][:120]})") from error
        if len(drawn) > MOST_BYTES:
            raise NotDrawn("what it draws is too large")
        return drawn.encode("utf-8", "replace")


async def _settled(tab: Page) -> str:
    """What the tab shows once its text has stopped growing and nothing is being asked for."""
    length, same = -1, 0
    await tab.wait_for_load_state("networkidle", timeout=SECONDS * 1_000)
    while same < 2:
        await tab.wait_for_timeout(QUIET)
        now = await tab.evaluate("document.body ? document.body.innerText.length : 0")
        same = same + 1 if now == length else 0
        length = now
    return await tab.content()


class _Answers:
    """Answers the requests of one page, from the crawl's downloader or not at all."""

    def __init__(self, page: Response, ask: Ask) -> None:
        self._page = page
        self._ask = ask
        self._count = 0
        self._bytes = 0

    async def answer(self, route: Route) -> None:
        """The page itself as it was fetched; scripts and data of its own site through the crawl; nothing else."""
        request = route.request
        if request.is_navigation_request() and request.url.split("#")[0] == self._page.url.split("#")[0]:
            await _give(route, self._page)
            return
        wanted = request.method == "GET" and request.resource_type in WANTED and same_site(request.url, self._page.url)
        if not wanted or self._count >= MOST_REQUESTS or self._bytes > MOST_BYTES:
            await route.abort()
            return
        self._count += 1
        answer = await self._ask(request.url)
        if not isinstance(answer, Response):
            await route.abort()
            return
        self._bytes += len(answer.body)
        await _give(route, answer)


async def _give(route: Route, response: Response) -> None:
    headers = {
        name.decode("latin-1"): b", ".join(values).decode("latin-1")
        for name, values in response.headers.items()
        if name.decode("latin-1").lower() not in _DROPPED
    }
    await route.fulfill(status=response.status, headers=headers, body=response.body)
