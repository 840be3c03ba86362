from __future__ import annotations

from typing import Any

from tests.politeness.web import Reply, Web


def test_crawl_delay(web: Web, crawl: Any) -> None:
    web.robots("slow.example", "User-agent: *\nCrawl-delay: 0.4\nDisallow: /private\nSitemap: /map.xml\n")
    for page in "abc":
        web.pages[f"slow.example/{page}"] = Reply()
    (seen,) = crawl([f"http://slow.example/{page}" for page in "abc"] + ["http://slow.example/private/x"])
    assert len(seen["pages"]) == 3
    assert min(web.gaps("slow.example")) >= 0.36
