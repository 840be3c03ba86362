"""Turns the record of a source into a Scrapy spider, or finds the module that a source has of its own."""

from __future__ import annotations

from importlib import import_module
from importlib.util import find_spec

from crawler.catalogue import Source
from crawler.spiders.base import NewsroomSpider

_NOT_SOURCES = ("base", "ordinary", "loader")


def spider_of(source: Source) -> type[NewsroomSpider]:
    """The spider class of a source: `Spider` of crawler/spiders/<source id>.py, or one made from the record alone.

    Raises TypeError when the module of a source has no class `Spider` made from NewsroomSpider.
    """
    module = f"crawler.spiders.{source.id}"
    if source.id not in _NOT_SOURCES and find_spec(module) is not None:
        own = getattr(import_module(module), "Spider", None)
        if not (isinstance(own, type) and issubclass(own, NewsroomSpider)):
            raise TypeError(f"{module} has no class Spider made from NewsroomSpider")
        base = own
    else:
        base = NewsroomSpider
    return type("Spider", (base,), {"name": source.id, "source": source, "__module__": base.__module__})
