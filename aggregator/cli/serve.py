"""`newsward serve`: turns news.db into a web site on this machine, until it is stopped with Ctrl+C."""

from __future__ import annotations

import errno
import socket
from pathlib import Path

import click
import uvicorn

from crawler.operator import SettingRefused, load_operator
from db.connection import DatabaseRefused
from db.site.serve import build


@click.command()
@click.option(
    "--home", type=click.Path(file_okay=False, path_type=Path), default="data", help="The folder of the databases."
)
@click.option("--host", default="127.0.0.1", show_default=True, help="0.0.0.0 lets other machines read it too.")
@click.option("--port", type=click.IntRange(0, 65535), default=8001, show_default=True, help="0 takes any free port.")
def serve(home: Path, host: str, port: int) -> None:
    """Serve the articles and stories as a searchable site.

    It may run all the time: what a crawl adds appears at once, and a rebuilt news.db is picked up.
    """
    try:
        news = load_operator(home).news
        site = build(news)
    except (SettingRefused, DatabaseRefused) as error:
        raise click.UsageError(str(error)) from error
    listening = _listen(host, port)
    for line in what_to_try(listening, empty=not site.has_articles()):
        click.echo(line)
    config = uvicorn.Config(site.app(), log_level="warning", lifespan="on", workers=1, server_header=False)
    with listening:
        uvicorn.Server(config).run(sockets=[listening])


def what_to_try(listening: socket.socket, *, empty: bool) -> list[str]:
    """What a person is told when the site is up: its address, and pages to begin with."""
    host, port = listening.getsockname()[:2]
    shown = {"0.0.0.0": "127.0.0.1", "::": "[::1]"}.get(host, f"[{host}]" if ":" in host else host)  # noqa: S104
    address = f"http://{shown}:{port}"
    lines = [
        f"Newsward is at {address}/  (stop it with Ctrl+C)",
        f"  newest stories   {address}/",
        f"  search           {address}/search",
        f"  sources          {address}/sources",
        f"  SQL, JSON, CSV   {address}/news",
    ]
    if empty:
        lines.append(
            "There are no articles yet: run `newsward crawl` and `newsward aggregate`; the site shows them then."
        )
    return lines


def _listen(host: str, port: int) -> socket.socket:
    """The socket to serve on, taken before anything is promised."""
    try:
        family, kind, protocol, _, address = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)[0]
        listening = socket.socket(family, kind, protocol)
        listening.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        listening.bind(address)
        listening.listen(128)
    except socket.gaierror as error:
        raise click.UsageError(f"--host {host}: this machine does not know that name.") from error
    except OSError as error:
        reasons = {
            errno.EADDRINUSE: f"Port {port} is in use by another program: stop it, or choose another with --port.",
            errno.EACCES: f"Port {port} needs more rights: choose one above 1023 with --port.",
            errno.EADDRNOTAVAIL: f"--host {host}: this machine has no such address.",
        }
        raise click.UsageError(reasons.get(error.errno or 0, f"{host}:{port}: {error.strerror}")) from error
    return listening
