"""Turns real and invented pages into thousands of broken ones, and these into a table of what extraction made of them.

    python bench/fuzz.py [--pages N] [--minutes N] [--seed N] [--workers N]

Every page goes through the same pool of processes as in a night. What must never happen: an exception out of the pool,
a page without an answer, a page over the caps of time or memory that is not given up with its reason. Prints the kinds
and reasons, the slowest page and the largest worker.
"""

# ruff: noqa: E501 - a list of broken pieces a line

from __future__ import annotations

import argparse
import gzip
import json
import random
import sys
import time
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import FIRST_COMPLETED, Future, wait
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT))

from bench.printed import pdf_of  # noqa: E402
from crawler.extract.pool import ExtractionPool  # noqa: E402
from crawler.items import PageKind, ScrapedArticle  # noqa: E402
from demo.content import institutions  # noqa: E402
from demo.sites import build  # noqa: E402

SHARED = ROOT.parent / "shared" / "data"
NOW = datetime(2026, 11, 22, 12, tzinfo=UTC)
CHARSETS = (
    "utf-16",
    "utf-16-le",
    "utf-32",
    "cp1252",
    "shift_jis",
    "koi8-r",
    "cp037",
    "utf-7",
    "gb18030",
    "iso2022_jp",
    "hz",
)
HANG = 60.0  # seconds without any answer, in which every page must have been given up


@dataclass(slots=True)
class Report:
    """What became of the pages. `slowest`: seconds and name; `largest`: bytes of the largest worker."""

    kinds: Counter[str] = field(default_factory=Counter)
    reasons: Counter[str] = field(default_factory=Counter)
    broken: list[str] = field(default_factory=list)
    slowest: tuple[float, str] = (0.0, "")
    largest: int = 0
    pages: int = 0


Mutation = Callable[[random.Random, bytes], bytes]


def _size(rng: random.Random, small: int, middle: int, large: int) -> int:
    """Mostly a size that any page may have; now and then one that only an attack has."""
    return rng.choices((small, middle, large), (85, 12, 3))[0]


def cut(rng: random.Random, body: bytes) -> bytes:
    return body[: rng.randrange(1, len(body) + 1)]


def cut_front(rng: random.Random, body: bytes) -> bytes:
    return body[rng.randrange(len(body)) :]


def doubled(rng: random.Random, body: bytes) -> bytes:
    start, end = sorted(rng.randrange(len(body) + 1) for _ in range(2))
    return body[:end] + body[start:end] + body[end:]


def swapped(rng: random.Random, body: bytes) -> bytes:
    a, b, c = sorted(rng.randrange(len(body) + 1) for _ in range(3))
    return body[:a] + body[b:c] + body[a:b] + body[c:]


def noise(rng: random.Random, body: bytes) -> bytes:
    out = bytearray(body)
    for _ in range(rng.choice((3, 30, 300, 3_000))):
        out[rng.randrange(len(out))] = rng.randrange(256)
    return bytes(out)


def inserted(rng: random.Random, body: bytes) -> bytes:
    place = rng.randrange(len(body) + 1)
    return body[:place] + rng.randbytes(rng.choice((10, 1_000, 100_000))) + body[place:]


def nested(rng: random.Random, body: bytes) -> bytes:
    tag = rng.choice(
        (b"div", b"b", b"blockquote", b"span", b"ul><li", b"table><tr><td", b"article", b"font", b"a href=x")
    )
    place = body.find(b"<p", rng.randrange(len(body)))
    return body[:place] + (b"<" + tag + b">") * _size(rng, 100, 1_000, 10_000) + body[place:]


def other_charset(rng: random.Random, body: bytes) -> bytes:
    return body.decode("utf-8", "replace").encode(rng.choice(CHARSETS[:-1]), "replace")


def wrong_charset(rng: random.Random, body: bytes) -> bytes:
    return b"<meta charset='" + rng.choice(CHARSETS).encode() + b"'>" + body


def long_attribute(rng: random.Random, body: bytes) -> bytes:
    name = rng.choice(
        (b"class", b"id", b"href", b"content", b"datetime", b"alt", b"style", b"title", b"itemprop", b"src")
    )
    tag = rng.choice((b"div", b"a", b"meta name=author", b"time", b"img", b"p", b"h1", b"link rel=canonical"))
    filling = rng.choice((b"a", b"a ", b"2026-03-05 ", b"x@y.z ", b"-", b"(", b"10.1/", b"&amp;", b"http://"))
    attribute = name + b'="' + filling * (1_000_000 // len(filling)) + b'"'
    place = max(0, body.find(b"<p", rng.randrange(len(body))))
    return body[:place] + b"<" + tag + b" " + attribute + b">x" + body[place:]


def siblings(rng: random.Random, body: bytes) -> bytes:
    unit = rng.choice(
        (
            b"<p>a</p>",
            b"<br>",
            b"<li>x y",
            b"<a href=/x>more</a>",
            b"<h2>Head of it</h2>",
            b"<img src=/a.jpg>",
            b"<time datetime=2026-03-05>5 March 2026</time>",
        )
    )
    place = max(0, body.find(b"<p", rng.randrange(len(body))))
    return body[:place] + unit * _size(rng, 1_000, 10_000, 100_000) + body[place:]


def large_table(rng: random.Random, body: bytes) -> bytes:
    rows, cells = rng.choice(((1, 1), (1, 1), (2, 1), (1, 2)))
    rows, cells = rows * _size(rng, 30, 100, 300), cells * _size(rng, 20, 100, 330)
    row = b"<tr>" + b"<td>7" * cells
    place = max(0, body.find(b"<p", rng.randrange(len(body))))
    return body[:place] + b"<table>" + row * rows + b"</table>" + body[place:]


def spans(rng: random.Random, body: bytes) -> bytes:
    return body + b"<table><tr>" + b"<td rowspan=65000 colspan=1000>x</td>" * rng.choice((10, 1_000)) + b"</table>"


def broken_data(rng: random.Random, body: bytes) -> bytes:
    piece = rng.choice((
        b'{"@type":"NewsArticle","headline":', b'[' * 100_000, b'{"a":' * 100_000, b'{"@graph":[' * 10_000, b'"' * 100_000,
        b'{"@type":"NewsArticle","headline":[[[["x"]]]],"datePublished":{"a":[]},"author":[[{"name":{"@value":3}}]],"articleBody":["x"]}',
        b'{"@type":["NewsArticle",3],"headline":' + b"9" * 100_000 + b"}", b'{"@type":"Article","image":{"url":{"url":{}}},"author":null}',
        b'{"@type":"NewsArticle","datePublished":"' + b"2026-" * 20_000 + b'"}',
    ))  # fmt: skip
    kind = rng.choice(
        (b"application/ld+json", b'application/json" id="__NEXT_DATA__', b'application/json" id="__NUXT_DATA__')
    )
    return b'<script type="' + kind + b'">' + piece + b"</script>" + body


def states(rng: random.Random, body: bytes) -> bytes:
    name = rng.choice(
        (b"window.__NUXT__=", b"window.__INITIAL_STATE__=", b"self.__next_f.push(", b"window.__APOLLO_STATE__ = ")
    )
    value = rng.choice(
        (
            b"[" * 50_000,
            b"{a:" * 50_000,
            b"(function(a,b){return {a:a}}(" + b"1," * 50_000,
            b"'" + b"\\" * 99_999,
            b"{a:1," * 20_000,
        )
    )
    return b"<div id=root></div><script>" + name + value + b"</script>" + cut(rng, body)


def many(rng: random.Random, body: bytes) -> bytes:
    unit = rng.choice((
        "10.1234/abc.{n} ", "press{n}@example.org ", "5 March {n} ", "+44 20 7946 {n} ", "NCT{n:08} ", "Dr. Ada Brandt{n}, ", "2026-03-05T10:00:{n} ",
        "https://doi.org/10.1{n}/x ", "„Zitat {n}“ sagt Ada Brandt. ", "Contact: Ada{n} Brandt, a{n}@b.org, ", "funded by the City Fund (grant {n}), ", "Embargo until 5 March 2026, {n}:00 ",
        "The study, published in Heart {n}, showed that ", "1{n}", "({n}", "A.{n}.B ", "12/{n}/2026 ", "令和{n}年3月5日 ",
    ))  # fmt: skip
    text = "".join(unit.format(n=number) for number in range(_size(rng, 100, 2_000, 20_000)))
    place = max(0, body.find(b"<p", rng.randrange(len(body))))
    return body[:place] + b"<p>" + text.encode() + b"</p>" + body[place:]


def one_line(rng: random.Random, body: bytes) -> bytes:
    unit = rng.choice(
        (
            b"a",
            b"A ",
            b"a-",
            b"1",
            b"1.",
            b" ",
            b"\xc3\xa9",
            b"\xe3\x81\x82",
            b".",
            b"(",
            b"&nbsp;",
            b"&#x202e;",
            b'"',
            b"a@",
            b"\xc3\x83\xc2\xa9",
            b"von ",
            b"Ada Brandt ",
        )
    )
    return (
        b"<h1>"
        + unit * rng.choice((1_000, 200_000))
        + b"</h1><p>"
        + unit * rng.choice((10_000, 500_000))
        + b"</p>"
        + body
    )


def unclosed(rng: random.Random, body: bytes) -> bytes:
    place = rng.randrange(len(body) + 1)
    return (
        body[:place]
        + rng.choice(
            (
                b"<script>",
                b"<!--",
                b"<style>",
                b"<textarea>",
                b"<title>",
                b"<svg>",
                b"<![CDATA[",
                b"<a href='",
                b"<plaintext>",
                b"<template>",
                b"<select>",
                b"</html>",
                b"\x00" * 5_000,
            )
        )
        + body[place:]
    )


def without_tags(rng: random.Random, body: bytes) -> bytes:
    tag = rng.choice((b"</", b"<p", b"<div", b">", b'"', b"<body", b"<h1", b"&", b"="))
    return body.replace(tag, b"", rng.choice((1, 20, 100_000)))


MUTATIONS: tuple[Mutation, ...] = (
    *(
        cut,
        cut_front,
        doubled,
        swapped,
        noise,
        inserted,
        nested,
        other_charset,
        wrong_charset,
        long_attribute,
        siblings,
    ),
    *(large_table, spans, broken_data, states, many, one_line, unclosed, without_tags),
)
ON_PDF: tuple[Mutation, ...] = (cut, doubled, swapped, noise, inserted)


def demo_pages() -> list[bytes]:
    """The invented articles of the demo, of every content system."""
    return [
        page.body
        for site in institutions()
        for path, page in build(site.id, 1).items()
        if page.kind.startswith("text/html") and len(page.body) > 1_500
    ]


def real_pages() -> list[bytes]:
    """The real pages beside the checkout; none without them."""
    files = sorted((*(SHARED / "extraction" / "html").glob("*.gz"), *(SHARED / "institutions" / "html").glob("*.gz")))
    return [gzip.decompress(file.read_bytes()) for file in files]


def releases() -> list[bytes]:
    """PDFs of one to six pages."""
    words = "The team followed two hundred patients over five years, to 5 March 2026 (doi 10.1234/heart.5)."
    return [
        pdf_of(
            [
                [(60.0, 800.0, 20.0, "Walking protects the heart")]
                + [(60.0, 770.0 - 14 * n, 11.0, words) for n in range(45)]
            ]
            * pages,
            {"Title": "Release", "CreationDate": "D:20260304120000Z"},
            packed=pages % 2 == 0,
        )
        for pages in range(1, 7)
    ]


def mutated(pages: Sequence[bytes], count: int, seed: int) -> Iterator[tuple[str, bytes]]:
    """`count` broken pages, each with its name; the same for the same seed."""
    files = releases()
    for number in range(count):
        rng = random.Random(seed * 1_000_003 + number)
        printed = number % 25 == 24
        body = rng.choice(files if printed else pages)
        steps = [rng.choice(ON_PDF if printed else MUTATIONS) for _ in range(rng.choice((1, 1, 1, 2, 3)))]
        for step in steps:
            body = step(rng, body) or b"x"
        yield (
            f"{number} " + "+".join(step.__name__ for step in steps) + (" of a PDF" if printed else ""),
            body[:20_000_000],
        )


def run(
    pages: Sequence[bytes], count: int, *, seed: int, workers: int, seconds: float = float("inf"), tell: bool = False
) -> Report:
    """Extract `count` broken pages in a pool, or as many as `seconds` allow; what its report calls broken must not happen."""
    report, ends = Report(), time.monotonic() + seconds
    waiting: dict[Future[ScrapedArticle], tuple[str, float]] = {}
    with ExtractionPool(workers) as pool:
        pool.submit(b"<h1>x</h1>", "https://example.org/first", None, None, NOW).result(120)
        for name, body in mutated(pages, count, seed):
            if time.monotonic() > ends:
                break
            while len(waiting) >= workers:
                if not _take(report, waiting, pool):
                    return report
            future = pool.submit(body, "https://www.example.org/news/walking-protects-the-heart", None, None, NOW)
            waiting[future] = (name, time.perf_counter())
            if tell and report.pages % 500 == 499:
                print(report.pages + 1, dict(report.kinds), file=sys.stderr, flush=True)
        while waiting and _take(report, waiting, pool):
            pass
    return report


def _take(report: Report, waiting: dict[Future[ScrapedArticle], tuple[str, float]], pool: ExtractionPool) -> bool:
    """Note the pages that are done; False when none came in time."""
    done, _ = wait(waiting, timeout=HANG, return_when=FIRST_COMPLETED)
    report.largest = max(report.largest, *(_resident(worker) for worker in _workers(pool)), 0)
    if not done:
        report.broken.append(f"no answer for {HANG:g} seconds: {', '.join(name for name, _ in waiting.values())}")
    for future in done:
        name, began = waiting.pop(future)
        seconds = time.perf_counter() - began
        report.pages += 1
        report.slowest = max(report.slowest, (seconds, name))
        error = future.exception()
        if error is not None:
            report.broken.append(f"{name}: {type(error).__name__}: {error}"[:2_000])
            continue
        article = future.result()
        report.kinds[article.kind] += 1
        if article.kind in (PageKind.GIVEN_UP, PageKind.NOT_HTML):
            report.reasons[f"{article.kind}: {(article.reason or '')[:60]}"] += 1
        if article.kind is PageKind.GIVEN_UP and "elements" not in (article.reason or ""):
            report.broken.append(f"given up: {name}: {article.reason}")
    return bool(done)


def _workers(pool: ExtractionPool) -> list[int]:
    return list(pool._pool._pool_manager.worker_manager.workers)


def _resident(process: int) -> int:
    """The largest size a process has had, in bytes, where the system tells; else 0."""
    try:
        status = Path(f"/proc/{process}/status").read_text(encoding="ascii")
    except OSError:
        return 0
    peak = next((line for line in status.splitlines() if line.startswith("VmHWM")), "VmHWM: 0 kB")
    return int(peak.split()[1]) * 1024


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--pages", type=int, default=10_000)
    parser.add_argument("--minutes", type=float, default=float("inf"))
    parser.add_argument("--seed", type=int, default=3)
    parser.add_argument("--workers", type=int, default=2)
    told = parser.parse_args()
    report = run(
        [*demo_pages(), *real_pages()],
        told.pages,
        seed=told.seed,
        workers=told.workers,
        seconds=60 * told.minutes,
        tell=True,
    )
    print(json.dumps({
        "pages": report.pages, "kinds": dict(report.kinds.most_common()), "reasons": dict(report.reasons.most_common(20)),
        "slowest": report.slowest, "largest worker, MB": report.largest // 2**20, "broken or given up": len(report.broken),
    }, ensure_ascii=False, indent=1))  # fmt: skip
    for line in report.broken[:60]:
        print(line)
    sys.exit(1 if any(not line.startswith("given up") for line in report.broken) else 0)


if __name__ == "__main__":
    main()
