"""Turns the catalogue into the spiders that Scrapy's own commands know: `scrapy list`, `scrapy crawl fr_aphp`."""

from __future__ import annotations

from typing import Self

from scrapy import Request, Spider
from scrapy.settings import BaseSettings

from crawler.addresses import same_site
from crawler.alone import HOME
from crawler.catalogue import default_folders, load_catalogue
from crawler.operator import load_operator
from crawler.spiders.ordinary import spider_of


class CatalogueLoader:
    """Scrapy's SPIDER_LOADER_CLASS: a spider for every record that is not retired."""

    def __init__(self) -> None:
        sources = load_catalogue(default_folders(load_operator(HOME)))
        self._sources = {source.id: source for source in sources if source.retired is None}

    @classmethod
    def from_settings(cls, settings: BaseSettings) -> Self:
        return cls()

    def load(self, spider_name: str) -> type[Spider]:
        """The spider of this source id. Raises KeyError when the catalogue has none."""
        return spider_of(self._sources[spider_name])

    def list(self) -> list[str]:
        """The ids of all sources, sorted."""
        return sorted(self._sources)

    def find_by_request(self, request: Request) -> list[str]:  # type: ignore[valid-type]
        """The ids of the sources on the site of a request."""
        return [id_ for id_, source in self._sources.items() if same_site(source.home, request.url)]
