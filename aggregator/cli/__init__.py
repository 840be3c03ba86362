"""The command `newsward`: one verb a module, imported only when it is called."""

from __future__ import annotations

from importlib import import_module

import click

# verb → (module, attribute); the help text of each is its command's docstring.
VERBS = {
    "aggregate": "aggregator.cli.aggregate:aggregate",
    "crawl": "aggregator.cli.crawl:crawl",
    "demo": "aggregator.cli.demo:demo",
    "export": "aggregator.cli.export:export",
    "extract": "aggregator.cli.extract:extract",
    "import": "aggregator.cli.importing:import_",
    "night": "aggregator.cli.night:night",
    "reparse": "aggregator.cli.reparse:reparse",
    "schedule": "aggregator.cli.schedule:schedule",
    "serve": "aggregator.cli.serve:serve",
    "sources": "aggregator.cli.sources:sources",
    "status": "aggregator.cli.status:status",
}


class Verbs(click.Group):
    """A group that imports a verb's module only when that verb is asked for, so `newsward --help` stays quick."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        return sorted(VERBS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        if cmd_name not in VERBS:
            return None
        module, _, name = VERBS[cmd_name].partition(":")
        command: click.Command = getattr(import_module(module), name)
        return command


@click.command(cls=Verbs, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(package_name="newsward")
def main() -> None:
    """Newsward: the news of universities, hospitals and institutes, crawled politely and made searchable."""
