"""The delay that AutoThrottle sets falls again once a host answers quickly, with pages or with "not modified"."""

from __future__ import annotations

from types import SimpleNamespace

import pytest
from scrapy.http import Response

from crawler.politeness import delay
from crawler.politeness.delay import Throttle


@pytest.fixture
def throttle(monkeypatch: pytest.MonkeyPatch) -> Throttle:
    monkeypatch.setattr(delay, "session_of", lambda crawler: SimpleNamespace(operator=SimpleNamespace(delay=1.0)))
    made = object.__new__(Throttle)
    made.crawler, made.target_concurrency, made.mindelay, made.maxdelay = None, 1.0, 1.0, 60.0
    return made


@pytest.mark.parametrize(("status", "falls"), [(200, True), (304, True), (404, False), (301, False)])
def test_only_a_page_answered_well_lets_the_delay_fall(throttle: Throttle, status: int, falls: bool) -> None:
    slot = SimpleNamespace(delay=8.0)
    throttle._adjust_delay(slot, 0.1, Response("http://news.clinic.example/", status=status))
    assert (slot.delay < 8.0) is falls


def test_any_slow_answer_lets_it_rise(throttle: Throttle) -> None:
    slot = SimpleNamespace(delay=1.0)
    throttle._adjust_delay(slot, 5.0, Response("http://news.clinic.example/", status=304))
    assert slot.delay == 5.0
