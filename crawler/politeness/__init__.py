"""Turns Scrapy's defaults into settings that ask every host slowly, safely and only what it allows.

The order of the downloader middlewares (a request goes down, its response up):
who asks 20 · address 60 · 410 seen 70 · robots 100 · validators 520 · Scrapy's retry 550 · Retry-After 560 ·
decompression 590 · redirects 600 · Scrapy's proxy 750 · budget 880 · handler: host clock and checked connection.
"""

from __future__ import annotations

from crawler.politeness.limits import BACKOFF_START, BACKOFF_TIMES, MAX_BYTES, MAX_REDIRECTS, MAX_SECONDS, SLOWEST

_HANDLER = "crawler.politeness.downloads.PoliteHandler"

SETTINGS: dict[str, object] = {
    "DOWNLOADER_MIDDLEWARES": {
        "crawler.politeness.contact.Identity": 20,
        "crawler.politeness.guard.AddressGuard": 60,
        "crawler.politeness.gone.GoneForGood": 70,
        "crawler.politeness.robots.RobotsObeyed": 100,
        "crawler.politeness.validators.ConditionalGet": 520,
        "crawler.politeness.retry_after.RetryAfter": 560,
        "crawler.politeness.caps.Decompression": 590,
        "crawler.politeness.caps.Redirects": 600,
        "crawler.politeness.budget.Budget": 880,
        # Ours stand in their place.
        "scrapy.downloadermiddlewares.robotstxt.RobotsTxtMiddleware": None,
        "scrapy.downloadermiddlewares.httpcompression.HttpCompressionMiddleware": None,
        "scrapy.downloadermiddlewares.redirect.RedirectMiddleware": None,
        "scrapy.downloadermiddlewares.useragent.UserAgentMiddleware": None,
        "scrapy.downloadermiddlewares.httpauth.HttpAuthMiddleware": None,
    },
    "EXTENSIONS": {
        "crawler.politeness.delay.Throttle": 0,
        "crawler.politeness.ledger.Ledger": 0,
        "scrapy.extensions.throttle.AutoThrottle": None,
    },
    # Only http and https, and only through the handler that checks what it connects to.
    "DOWNLOAD_HANDLERS": {"http": _HANDLER, "https": _HANDLER, "file": None, "ftp": None, "data": None, "s3": None},
    "ROBOTSTXT_OBEY": False,  # Scrapy's; ours always obeys
    # Delays: the host clock keeps them exactly, Scrapy's slots and AutoThrottle add to them.
    "AUTOTHROTTLE_ENABLED": True,
    "AUTOTHROTTLE_START_DELAY": 0.0,
    "AUTOTHROTTLE_MAX_DELAY": SLOWEST,
    "AUTOTHROTTLE_TARGET_CONCURRENCY": 1.0,
    "DOWNLOAD_DELAY_JITTER": 0.0,
    "CONCURRENT_REQUESTS": 8,  # of one source, so that what waits for its turn is still in order of priority
    "CONCURRENT_REQUESTS_PER_DOMAIN": 4,
    "BACKOFF_START": BACKOFF_START,
    "BACKOFF_TIMES": BACKOFF_TIMES,
    # Caps.
    "DOWNLOAD_MAXSIZE": MAX_BYTES,
    "DOWNLOAD_WARNSIZE": 0,
    "DOWNLOAD_TIMEOUT": MAX_SECONDS,
    "TWISTED_DNS_RESOLVER": "scrapy.resolver.CachingHostnameResolver",  # IPv6 too; DOWNLOAD_TIMEOUT ends its waits
    "REDIRECT_MAX_TIMES": MAX_REDIRECTS,
    "RETRY_TIMES": 1,
    "RETRY_GIVE_UP_LOG_LEVEL": "INFO",  # the spider is told, and the table `failures`
    "RETRY_HTTP_CODES": [500, 502, 504, 522, 524, 408],  # 429 and 503 are Retry-After's
    "METAREFRESH_ENABLED": False,
    # What is not said, and not opened.
    "COOKIES_ENABLED": False,
    "REFERER_ENABLED": False,
    "DEFAULT_REQUEST_HEADERS": {  # no Accept-Language: a newsroom is read in its own language
        "Accept": "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8"
    },
    "TELNETCONSOLE_ENABLED": False,
    "REMOTE_CONTROL_ENABLED": False,
}
