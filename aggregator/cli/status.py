"""`newsward status`: turns the health of the home into ten lines for the operator, or one JSON object."""

from __future__ import annotations

import json
from contextlib import closing, nullcontext
from dataclasses import asdict
from datetime import UTC, datetime
from pathlib import Path
from zoneinfo import ZoneInfo

import click

from aggregator.cli.sources import HOME_HELP, SOURCES_HELP
from aggregator.health import Health, examine, moment
from aggregator.schedule import planned_after
from crawler.catalogue import CatalogueRefused, default_folders, load_catalogue
from crawler.operator import Operator, SettingRefused, load_operator
from db.archive.history import NightSum
from db.connection import DatabaseRefused, open_readonly, refusals
from db.migrations import ARCHIVE_ID

NAMED = 3  # sources named after a problem; the others are counted


@click.command()
@click.option("--sources", "folder", type=click.Path(exists=True, path_type=Path), help=SOURCES_HELP)
@click.option("--home", type=click.Path(file_okay=False, path_type=Path), default="data", help=HOME_HELP)
@click.option("--json", "as_json", is_flag=True, help="Print one JSON object, with the last crawl of every source.")
def status(folder: Path | None, home: Path, as_json: bool) -> None:
    """Say in ten lines at most how the last nights went, and what to do next."""
    now = datetime.now(UTC)
    try:
        operator = load_operator(home)
        sources = load_catalogue([folder] if folder else default_folders(operator))
        opened = closing(open_readonly(operator.archive, ARCHIVE_ID)) if operator.archive.exists() else nullcontext()
        with refusals(operator.archive), opened as archive:
            health = examine(operator, archive, sources, now)
    except (SettingRefused, CatalogueRefused, DatabaseRefused) as error:
        raise click.UsageError(str(error)) from error
    if as_json:
        click.echo(json.dumps(as_object(health, operator, now), ensure_ascii=False, indent=2))
    else:
        click.echo("\n".join(lines(health, operator, now)))


def lines(health: Health, operator: Operator, now: datetime) -> list[str]:
    """What a person reads; never more than ten lines. Times are in the operator's zone."""
    told = [_night_line(night, health.running and night is health.nights[0], operator.zone) for night in health.nights]
    told = told or ["No night yet."]
    named = (f"{outcome} {len(ids)} ({_named(ids)})" for outcome, ids in health.problems)
    told.append(f"Problems  {'; '.join(named) or 'none'}")
    if health.never_crawled:
        told.append(f"Waiting   {health.never_crawled} of {health.sources} sources were never crawled")
    if health.silent:
        told.append(f"Silent    {_named([f'{one.source} for {one.days} days' for one in health.silent])}")
    disk = health.disk
    told.append(
        f"Disk      archive {_size(disk.archive)}, news {_size(disk.news)}, WARC {_size(disk.warc)}, "
        f"free {_size(disk.free)}"
    )
    told.append(f"Next      {_local(planned_after(now, operator.time, operator.zone), operator.zone)} {operator.zone}")
    told.append(f"To do     {health.advice}")
    return told


def as_object(health: Health, operator: Operator, now: datetime) -> dict[str, object]:
    """What a program reads: the same facts, and outcome, counts, bytes and seconds of the last crawl of each source."""
    return {
        "nights": [asdict(night) for night in health.nights],
        "running": health.running,
        "next_night": planned_after(now, operator.time, operator.zone).strftime("%Y-%m-%dT%H:%M:%SZ"),
        "sources": health.sources,
        "never_crawled": health.never_crawled,
        "problems": {outcome: list(ids) for outcome, ids in health.problems},
        "silent": [asdict(one) for one in health.silent],
        "disk": asdict(health.disk),
        "advice": health.advice,
        "crawls": [asdict(crawl) for crawl in health.crawls],
    }


def _night_line(night: NightSum, running: bool, zone: str) -> str:
    bad = f"{night.crawled - night.good} failed"
    missing = night.due - night.crawled
    if missing > 0 and not running:
        bad += f", {missing} not crawled to the end"
    if running:
        end = "running"
    elif night.ended_at is None:
        end = "killed"
    else:
        minutes = round((moment(night.ended_at) - moment(night.started_at)).total_seconds() / 60)
        end = f"{minutes} min" + (", ended early" if night.note else "")
    return (
        f"{_local(moment(night.started_at), zone)}  {end}: {night.good} of {night.due} sources ok, {bad}; "
        f"articles {night.articles_new} new, {night.articles_changed} changed; "
        f"{night.requests} requests, {_size(night.bytes)}"
    )


def _local(at: datetime, zone: str) -> str:
    return f"{at.astimezone(ZoneInfo(zone)):%Y-%m-%d %H:%M}"


def _named(words: list[str] | tuple[str, ...]) -> str:
    more = f" and {len(words) - NAMED} more" if len(words) > NAMED else ""
    return ", ".join(words[:NAMED]) + more


def _size(count: int) -> str:
    """Bytes for a person, in powers of a thousand as disks are sold."""
    size = float(count)
    for unit in ("B", "kB", "MB"):
        if size < 999.5:
            return f"{size:.0f} {unit}" if unit == "B" else f"{size:.1f} {unit}"
        size /= 1000
    return f"{size:.1f} GB"
