"""Turns Scrapy into Newsward's crawler: its settings, those of politeness merged in."""

from __future__ import annotations

from crawler.politeness import SETTINGS as POLITE

BOT_NAME = "newsward"
SPIDER_MODULES: list[str] = []  # the loader below makes spiders from records
SPIDER_LOADER_CLASS = "crawler.spiders.loader.CatalogueLoader"
TWISTED_REACTOR = "twisted.internet.asyncioreactor.AsyncioSelectorReactor"

# A spider handles every status itself; requests are told apart by the frontier, not by fingerprints.
HTTPERROR_ALLOW_ALL = True
DUPEFILTER_CLASS = "scrapy.dupefilters.BaseDupeFilter"
SCHEDULER_MEMORY_QUEUE = "scrapy.squeues.FifoMemoryQueue"  # the newest article is handed over first, so it goes first
SCHEDULER_START_MEMORY_QUEUE = "scrapy.squeues.FifoMemoryQueue"
SPIDER_MIDDLEWARES = {
    "scrapy.spidermiddlewares.depth.DepthMiddleware": None,
    "scrapy.spidermiddlewares.httperror.HttpErrorMiddleware": None,
    "scrapy.spidermiddlewares.referer.RefererMiddleware": None,
    "scrapy.spidermiddlewares.urllength.UrlLengthMiddleware": None,
    "scrapy.spidermiddlewares.start.StartSpiderMiddleware": None,
}
CONCURRENT_ITEMS = 1  # a callback gives requests only; Scrapy makes so many tasks for every response
# Bodies that wait to be extracted; above, a crawl downloads nothing new. Sixteen sources run at once.
SCRAPER_SLOT_MAX_ACTIVE_SIZE = 1_000_000

LOG_LEVEL = "INFO"
LOG_VERSIONS: list[str] = []
LOGSTATS_INTERVAL = 0
STATS_DUMP = False

globals().update(POLITE)
DOWNLOADER_MIDDLEWARES = {
    **POLITE["DOWNLOADER_MIDDLEWARES"],  # type: ignore[dict-item]
    "crawler.recording.Recording": 900,  # next to the network: sees bodies as they were received
    "scrapy.downloadermiddlewares.cookies.CookiesMiddleware": None,
}
EXTENSIONS = {
    **POLITE["EXTENSIONS"],  # type: ignore[dict-item]
    "scrapy.extensions.feedexport.FeedExporter": None,
    "scrapy.extensions.logstats.LogStats": None,
    "scrapy.extensions.spiderstate.SpiderState": None,
    "scrapy.extensions.memusage.MemoryUsage": None,
    "scrapy.extensions.memdebug.MemoryDebugger": None,
    "scrapy.extensions.closespider.CloseSpider": None,
    "scrapy.extensions.logcount.LogCount": None,
}
