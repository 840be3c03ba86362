"""`newsward sources`: turns the catalogue into a list for a person or a program, or into the list of its faults."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Sequence
from dataclasses import asdict
from pathlib import Path

import click

from crawler.catalogue import KINDS, NO_COUNTRY, CatalogueRefused, Source, default_folders, load_catalogue
from crawler.catalogue_check import WIDER
from crawler.operator import SettingRefused, load_operator

SOURCES_HELP = "Use the records in this folder (or file) in place of the built-in ones and those in HOME/sources."
HOME_HELP = "The folder of the databases, of newsward.toml and of your own records."


@click.group(invoke_without_command=True)
@click.option("--country", help="Only this country, e.g. FR.")
@click.option("--kind", type=click.Choice(KINDS), help="Only this kind of institution.")
@click.option("--sources", "folder", type=click.Path(exists=True, path_type=Path), help=SOURCES_HELP)
@click.option("--home", type=click.Path(file_okay=False, path_type=Path), default="data", help=HOME_HELP)
@click.option("--json", "as_json", is_flag=True, help="Print one JSON list.")
@click.pass_context
def sources(
    context: click.Context, country: str | None, kind: str | None, folder: Path | None, home: Path, as_json: bool
) -> None:
    """List the sources of the catalogue, or check their records."""
    if context.invoked_subcommand:
        return
    found = [
        source
        for source in _load(folder, home)
        if (country is None or source.country == country.upper()) and (kind is None or source.kind == kind)
    ]
    if as_json:
        click.echo(json.dumps([asdict(source) for source in found], ensure_ascii=False, indent=2))
        return
    for source in found:
        retired = f"  (retired: {source.retired})" if source.retired else ""
        click.echo(f"{source.id:28} {source.country:3} {source.kind:14} {source.name}  {source.home}{retired}")
    click.echo(f"{len(found)} sources", err=True)


@sources.command()
@click.option("--sources", "folder", type=click.Path(exists=True, path_type=Path), help=SOURCES_HELP)
@click.option("--home", type=click.Path(file_okay=False, path_type=Path), default="data", help=HOME_HELP)
def check(folder: Path | None, home: Path) -> None:
    """Check every record; print all faults at once (exit code 2), or how many records there are."""
    found = _load(folder, home)
    kinds = Counter(source.kind for source in found)
    countries = {source.country for source in found} - {*WIDER, NO_COUNTRY}
    click.echo(f"{len(found)} sources in {len(countries)} countries, no fault")
    click.echo(", ".join(f"{kinds[kind]} {kind}" for kind in KINDS if kinds[kind]))
    for label, count in (
        ("with a feed", sum(bool(source.feeds) for source in found)),
        ("with a ROR id", sum(bool(source.ror) for source in found)),
        ("retired", sum(bool(source.retired) for source in found)),
    ):
        click.echo(f"{count} {label}")


def _load(folder: Path | None, home: Path) -> Sequence[Source]:
    """The catalogue asked for. Exits with code 2 and every fault when it has any."""
    try:
        return load_catalogue([folder] if folder else default_folders(load_operator(home)))
    except CatalogueRefused as error:
        click.echo(str(error), err=True)
        click.echo(f"{len(error.faults)} fault{'s' if len(error.faults) > 1 else ''}", err=True)
        raise SystemExit(2) from error
    except SettingRefused as error:
        raise click.UsageError(str(error)) from error
