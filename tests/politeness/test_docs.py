"""docs/politeness.md says what the code does."""

from __future__ import annotations

import re
from pathlib import Path

from crawler.operator import Operator
from crawler.politeness import SETTINGS, limits
from crawler.politeness.addresses import PORTS
from crawler.politeness.refusals import CLASSES
from crawler.politeness.rules import AGENT

PAGE = " ".join((Path(__file__).resolve().parents[2] / "docs/politeness.md").read_text(encoding="utf-8").split())


def test_the_numbers_are_those_of_the_code() -> None:
    slowest = limits.HOST_SECONDS // 60
    operator = Operator(home=Path("data"))
    for said in (
        f"`User-agent: {AGENT}`",
        f"the first {limits.ROBOTS_BYTES // 1024} KiB count",
        f"up to {limits.ROBOTS_REDIRECTS} are followed",
        f"not older than {limits.ROBOTS_COPY_LIFE.days} days",
        f"up to {SETTINGS['AUTOTHROTTLE_MAX_DELAY']:.0f} s",
        f"{limits.HOST_SECONDS // 3600} hours of a night: {slowest} requests at 60 s",
        f"fewer than {limits.FEWEST_REQUESTS} is not",
        f"a pause of {limits.BACKOFF_START:.0f} s, doubled",
        f"made again {limits.BACKOFF_TIMES} times",
        f"more than {limits.LONGEST_PAUSE:.0f} s",
        f"at most {operator.budget} requests a night",
        f"on ports {', '.join(map(str, PORTS[:-1]))} and {PORTS[-1]}",
        f"A body of {limits.MAX_BYTES // 1024**2} MB",
        f"{limits.MAX_HEAD_BYTES // 1024**2} MB of headers",
        f"{limits.MAX_SECONDS:.0f} s from the connection",
        f"{limits.MAX_REDIRECTS} redirects",
    ):
        assert said in PAGE, said
    assert operator.delay == 1.0


def test_every_class_of_refusal_is_named() -> None:
    named = set(re.findall(r"`(\w+)`", PAGE.partition("Why a page was not read")[2]))
    assert set(CLASSES) - {"stopped"} <= named  # a stopped crawl goes on; its pages have not failed
