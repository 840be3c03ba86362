"""`newsward demo`: turns the invented web of demo/ into a crawled and served site, and checks the numbers."""

from __future__ import annotations

import os
import socket
import time
from collections.abc import Callable, Sequence
from contextlib import closing
from pathlib import Path

import click

from aggregator.cli.crawl import line_of
from aggregator.cli.serve import serve
from aggregator.night import NightReport, NightRunning, run_night, utc_text
from crawler.catalogue import CatalogueRefused, Source, load_catalogue
from crawler.crawls import CrawlRefused, Progress
from crawler.operator import Operator, SettingRefused, load_operator
from db import migrations
from db.archive import scraped_articles
from db.connection import DatabaseRefused, open_readonly
from db.news import articles, identifiers
from demo import release, truth
from demo.check import Found, differences, numbers
from demo.clock import Clock
from demo.content import SOURCES
from demo.release import Release
from demo.web import DemoWeb
from demo.web import serve as serve_web

PORT = 8001
DELAY = 0.0  # seconds between two requests to one host: the hosts are this machine; Crawl-delay holds all the same
SHOWN = 30  # differences named a night; more would hide the table above them
ROWS = (
    ("published", "articles published"),
    ("duplicates", "of them copies of another"),
    ("stories", "stories"),
    ("shared_stories", "of them told more than once"),
    ("held", "held back by an embargo"),
    ("withdrawn", "withdrawn by their source"),
)


@click.command()
@click.option("--once", is_flag=True, envvar="DEMO_ONCE", help="Do not serve: exit 1 if the numbers are not right.")
@click.option("--port", type=click.IntRange(0, 65535), help=f"Where to serve the site; {PORT} or any free one.")
@click.option(
    "--home", type=click.Path(file_okay=False, path_type=Path), help="Folder of the databases; a fresh one in .demo/."
)
@click.option("--nights", type=click.IntRange(1, 2), default=2, show_default=True, help="Nights to crawl.")
@click.pass_context
def demo(ctx: click.Context, once: bool, port: int | None, home: Path | None, nights: int) -> None:
    """Crawl an invented news web on this machine, and serve what was found.

    Eleven institutions that do not exist, in five languages, served over HTTP on a loopback port: nothing leaves this
    machine. The second night shows what a source changed, took down and added since the first.
    """
    try:
        free = _free_port(port)
        home = _unused(home) if home else fresh_home()
        click.echo(f"Databases: {home}")
        wrong = crawl_demo(home, nights)
    except (SettingRefused, CatalogueRefused, CrawlRefused, DatabaseRefused, NightRunning) as error:
        click.echo(str(error), err=True)
        raise SystemExit(2) from error
    except KeyboardInterrupt:
        click.echo("Stopped.")
        raise SystemExit(130) from None
    if once:
        raise SystemExit(1 if wrong else 0)
    click.echo("")
    for line in WHAT_TO_TRY:
        click.echo(line.format(site=f"http://127.0.0.1:{free}"))
    try:
        ctx.invoke(serve, home=home, host="127.0.0.1", port=free)
    except KeyboardInterrupt:
        click.echo(f"Stopped. `newsward serve --home {home}` shows the same site again.")


WHAT_TO_TRY = (
    "Try, once the site is up:",
    "  {site}/search?q=lupus            one trial, told by five hospitals and universities in three languages",
    "  {site}/search?q=amoniaco         accents do not matter",
    "  {site}/search?type=award         awards and prizes, in five languages",
    "  {site}/search?q=Natriumbatterie  a release that was taken down on the second day",
    "",
)


def crawl_demo(home: Path, nights: int) -> list[str]:
    """Crawl and aggregate that many nights into `home`, telling how they went. Returns every difference."""
    operator = load_operator(home, environ={}, delay=DELAY)
    sources = load_catalogue([SOURCES])
    wrong: list[str] = []
    with serve_web() as web:
        for night in range(1, nights + 1):
            web.set_night(night)
            began = time.monotonic()
            click.echo(f"\nNight {night}, {truth.moment(night):%d %B %Y}")
            report = run_demo_night(web, operator, sources, night, _say)
            wrong += _tell(operator, web, report, night, time.monotonic() - began)
    return wrong


def run_demo_night(
    web: DemoWeb,
    operator: Operator,
    sources: Sequence[Source],
    night: int,
    watch: Callable[[Progress], None] | None = None,
) -> NightReport:
    """One night of the demo by its own clock, through the open demo web; errors as of `run_night`."""
    return run_night(
        operator,
        sources,
        now=Clock(start=truth.moment(night)),
        proxy=web.proxy,
        allow_loopback=True,
        watch=watch,
    )


def read_found(operator: Operator) -> list[Found]:
    """Every article of news.db as the check wants it."""
    with closing(open_readonly(operator.news, migrations.NEWS_ID)) as news:
        stored = articles.get_many(news, [article for article, _, _ in articles.memberships(news)])
    return [
        Found(
            url=one.url,
            title=one.title,
            date=one.published_at[:10] if one.published_at else None,
            language=one.language,
            original=stored[one.duplicate_of].url if one.duplicate_of is not None else None,
            story=one.story,
            withdrawn=one.withdrawn_at is not None,
        )
        for one in stored.values()
    ]


def read_releases(operator: Operator) -> dict[str, Release]:
    """What each article of news.db holds beside its words, by address."""
    found = {}
    with closing(open_readonly(operator.news, migrations.NEWS_ID)) as news:
        for row in articles.export(news):
            named = identifiers.of_article(news, row["id"])
            found[row["url"]] = Release(
                type=row["news_type"],
                evidence=row["evidence"],
                journal=row["journal"],
                announced=frozenset(one["value"].lower() for one in named if one["primary"]),
                mails=frozenset(one["mail"] for one in row["contacts"] if one["mail"]),
                files=frozenset(one["url"] for one in row["attachments"]),
                licences=frozenset(one["licence"] for one in row["images"] if one["licence"]),
            )
    return found


def held_back(operator: Operator, night: int) -> int:
    """How many articles the archive keeps that may not be published yet by the demo's clock."""
    with closing(open_readonly(operator.archive, migrations.ARCHIVE_ID)) as archive:
        rows = scraped_articles.since(archive, 0, 10_000)
    last = {row.url: row for row in rows if row.kind == "article"}
    now = utc_text(truth.moment(night))
    return sum(row.embargo_until is not None and row.embargo_until > now for row in last.values())


def fresh_home() -> Path:
    """A new empty folder below .demo/ of the checkout."""
    folder = SOURCES.parent.parent / ".demo"
    number = 1
    while True:
        home = folder / str(number)
        try:
            home.mkdir(parents=True)
        except FileExistsError:
            number += 1
        else:
            return home


def _unused(home: Path) -> Path:
    """`home`, which must not hold a crawl yet: its articles would be taken for wrong ones."""
    if (home / "archive.db").exists():
        raise click.UsageError(f"{home} holds a crawl already: the demo needs a folder of its own.")
    return home


def _say(progress: Progress) -> None:
    if progress.report is not None:
        click.echo(f"  {line_of(progress.report)}")


def _tell(operator: Operator, web: DemoWeb, report: NightReport, night: int, seconds: float) -> list[str]:
    found = read_found(operator)
    wrong = differences(found, night) + release.differences(read_releases(operator), night)
    got, want = numbers(found, held_back(operator, night)), truth.numbers(night)
    asked = web.between(night)
    same = sum(request.status == 304 for request in asked)
    click.echo(
        f'  {len(asked)} requests to {len(report.crawls)} sources, {same} answered "not modified", {seconds:.0f} s\n'
    )
    click.echo(f"  {'':32}{'found':>7}{'on the web':>12}")
    for name, label in ROWS:
        click.echo(f"  {label:32}{getattr(got, name):>7}{getattr(want, name):>12}")
    if got.held != want.held:
        wrong.append(f"{got.held} pages held back by an embargo instead of {want.held}")
    for crawl in report.failed:
        wrong.append(f"{crawl.source}: {crawl.outcome}: {crawl.reason}")
    for line in wrong[:SHOWN]:
        click.echo(f"  {line}")
    if len(wrong) > SHOWN:
        click.echo(f"  … and {len(wrong) - SHOWN} more differences")
    if not wrong:
        click.echo("  Everything that stands on the demo web was found, and nothing else.")
    return wrong


def _free_port(wished: int | None) -> int:
    """The port to serve on: `wished`, which must be free, else 8001, else any free one."""
    for port in [wished] if wished is not None else [PORT, 0]:
        with socket.socket() as probe:
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            try:
                probe.bind(("127.0.0.1", port))
            except OSError as error:
                if port == wished:
                    why = os.strerror(error.errno or 0)
                    raise click.UsageError(f"Port {port}: {why}. Choose another with --port.") from error
                continue
            return int(probe.getsockname()[1])
    raise click.UsageError("No port is free on 127.0.0.1.")
