"""The command `newsward`: one verb a module, imported only when it is called."""

from __future__ import annotations

from importlib import import_module

import click

# verb → (module:attribute, its line in the list of verbs)
VERBS = {
    "aggregate": ("aggregator.cli.aggregate:aggregate", "Publish what was crawled: articles, duplicates, stories."),
    "crawl": ("aggregator.cli.crawl:crawl", "Crawl newsrooms and keep what they say."),
    "demo": ("aggregator.cli.demo:demo", "Crawl an invented news web and serve what was found."),
    "export": ("aggregator.cli.export:export", "Print what is published as JSON lines."),
    "extract": ("aggregator.cli.extract:extract", "Print what HTML pages say, as JSON lines."),
    "import": ("aggregator.cli.importing:import_", "Import articles from JSON lines."),
    "institutions": (
        "aggregator.cli.institutions:institutions",
        "Import the registry of institutions, and look into it.",
    ),
    "night": ("aggregator.cli.night:night", "Crawl every source that is due, then publish what is new."),
    "papers": ("aggregator.cli.papers:papers", "Show papers and trials, and import which were retracted."),
    "reparse": ("aggregator.cli.reparse:reparse", "Read the stored pages again, asking no web server."),
    "schedule": ("aggregator.cli.schedule:schedule", "Run a night every day at the operator's time."),
    "serve": ("aggregator.cli.serve:serve", "Serve the articles and stories as a searchable site."),
    "sources": ("aggregator.cli.sources:sources", "List the sources of the catalogue, or check their records."),
    "status": ("aggregator.cli.status:status", "Say how the last nights went, and what to do next."),
    "story": ("aggregator.cli.story:story", "Show a story, or merge, split and pin what belongs to it."),
}


class Verbs(click.Group):
    """A group that imports a verb's module only when that verb is asked for, so `newsward --help` stays quick."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        return sorted(VERBS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        if cmd_name not in VERBS:
            return None
        module, _, name = VERBS[cmd_name][0].partition(":")
        command: click.Command = getattr(import_module(module), name)
        return command

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        with formatter.section("Commands"):
            formatter.write_dl([(verb, line) for verb, (_, line) in sorted(VERBS.items())])


@click.command(cls=Verbs, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(package_name="newsward")
def main() -> None:
    """Newsward: the news of universities, hospitals and institutes, crawled politely and made searchable."""
