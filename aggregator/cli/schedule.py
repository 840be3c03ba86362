"""`newsward schedule`: turns the operator's time and zone into a process that runs every night, until it is stopped."""

from __future__ import annotations

import time
from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path

import click

from aggregator.cli.night import REFUSALS, end_well_on_sigterm, one_night, say
from aggregator.cli.sources import HOME_HELP, SOURCES_HELP
from aggregator.health import moment
from aggregator.night import NightRunning
from aggregator.schedule import keep_schedule
from crawler.catalogue import default_folders, load_catalogue
from crawler.operator import Operator, load_operator
from crawler.politeness.contact import require_contact
from db.archive.history import last_complete_night, nights
from db.connection import open_readonly
from db.migrations import ARCHIVE_ID

LONG_AGO = datetime(1970, 1, 1, tzinfo=UTC)


@click.command()
@click.option("--sources", "folder", type=click.Path(exists=True, path_type=Path), help=SOURCES_HELP)
@click.option("--home", type=click.Path(file_okay=False, path_type=Path), default="data", help=HOME_HELP)
@click.option("--proxy", help="Send every request through this HTTP proxy; its operator answers for addresses.")
@click.option("--time", "at", help="When the night starts, HH:MM.  [default: 02:30, or as in newsward.toml]")
@click.option("--zone", help="The zone of that time, e.g. Europe/Paris.  [default: UTC, or as in newsward.toml]")
def schedule(folder: Path | None, home: Path, proxy: str | None, at: str | None, zone: str | None) -> None:
    """Run a night every day at the operator's time, and catch up a missed one at the start. SIGTERM ends it well."""
    end_well_on_sigterm()

    def night() -> None:
        try:
            one_night(load_operator(home, time=at, zone=zone), folder, proxy)
        except (NightRunning, *REFUSALS) as error:
            say(f"no night: {error}")  # the next one may find it mended; `newsward status` shows this one too

    try:
        operator = load_operator(home, time=at, zone=zone)
        require_contact(operator, proxy)
        load_catalogue([folder] if folder else default_folders(operator))
        keep_schedule(
            at=operator.time,
            zone=operator.zone,
            last_complete=_last_complete(operator),
            night=night,
            now=lambda: datetime.now(UTC),
            pause=time.sleep,
            say=say,
        )
    except REFUSALS as error:
        click.echo(str(error), err=True)
        raise SystemExit(2) from error
    except KeyboardInterrupt:
        say("stopped")


def _last_complete(operator: Operator) -> datetime | None:
    """The start of the last night that ended well; long ago when none did; None when none was ever begun."""
    if not operator.archive.exists():
        return None
    with closing(open_readonly(operator.archive, ARCHIVE_ID)) as archive:
        complete = last_complete_night(archive)
        if complete is not None:
            return moment(complete)
        return LONG_AGO if nights(archive, 1) else None
