"""`newsward serve`: turns news.db into a web site on this machine, until it is stopped with Ctrl+C."""

from __future__ import annotations

import errno
import os
import secrets
import socket
from datetime import UTC, datetime
from ipaddress import ip_address
from pathlib import Path

import click
import uvicorn

from aggregator.cluster.decisions import edit
from crawler.operator import SettingRefused, load_operator
from db.connection import DatabaseRefused
from db.site.serve import build
from db.site.site import NewsSite

SIGNING = "site.secret"  # in --home
SECRET_LEAST = 32  # characters


@click.command()
@click.option(
    "--home", type=click.Path(file_okay=False, path_type=Path), default="data", help="The folder of the databases."
)
@click.option("--host", default="127.0.0.1", show_default=True, help="0.0.0.0 lets other machines read it too.")
@click.option("--port", type=click.IntRange(0, 65535), default=8001, show_default=True, help="0 takes any free port.")
@click.option(
    "--editor",
    metavar="[NAME]",
    is_flag=False,
    flag_value="editor",
    help="Let stories be edited; print a link that signs one browser in under NAME (editor), once.",
)
def serve(home: Path, host: str, port: int, editor: str | None) -> None:
    """Serve the articles and stories as a searchable site.

    It may run all the time: what a crawl adds appears at once, and a rebuilt news.db is picked up.
    """
    try:
        news = load_operator(home).news
        site = build(news) if editor is None else _editable(news, home)
    except (SettingRefused, DatabaseRefused) as error:
        raise click.UsageError(str(error)) from error
    listening = _listen(host, port)
    for line in what_to_try(listening, empty=not site.has_articles()):
        click.echo(line)
    if editor is not None:
        for line in how_to_edit(listening, site, editor):
            click.echo(line)
    config = uvicorn.Config(site.app(), log_level="warning", lifespan="on", workers=1, server_header=False)
    with listening:
        uvicorn.Server(config).run(sockets=[listening])


def _editable(news: Path, home: Path) -> NewsSite:
    """The site whose stories may be edited; who is signed in stays so when it is started again."""
    return build(news, edit=lambda act: edit(news, act, datetime.now(UTC)), secret=signing_secret(home / SIGNING))


def signing_secret(file: Path) -> str:
    """The secret that signs who is signed in, made once and kept where only its owner can read it.

    Raises click.UsageError when the file is readable by others, or too short to be a secret.
    """
    try:
        with os.fdopen(os.open(file, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w") as made:
            made.write(secrets.token_hex(32))
    except FileExistsError:
        if file.stat().st_mode & 0o077:
            raise click.UsageError(f"{file} can be read by others: run `chmod 600 {file}`, or remove it.") from None
    except OSError as error:
        raise click.UsageError(f"{file} cannot be written: {error.strerror}.") from error
    secret = file.read_text(encoding="utf-8").strip()
    if len(secret) < SECRET_LEAST:
        raise click.UsageError(f"{file} is damaged: remove it; editors then have to sign in again.")
    return secret


def how_to_edit(listening: socket.socket, site: NewsSite, editor: str) -> list[str]:
    """What an editor is told when the site is up: the link that signs in, once."""
    lines = [f"  edit as {editor}   {_address(listening)}{site.invite(editor)}  (works once)"]
    if not ip_address(listening.getsockname()[0].partition("%")[0]).is_loopback:
        lines.append("Other machines can reach this without encryption: put a web server with HTTPS before it.")
    return lines


def _address(listening: socket.socket) -> str:
    """Where a browser on this machine finds the site."""
    host, port = listening.getsockname()[:2]
    shown = {"0.0.0.0": "127.0.0.1", "::": "[::1]"}.get(host, f"[{host}]" if ":" in host else host)  # noqa: S104
    return f"http://{shown}:{port}"


def what_to_try(listening: socket.socket, *, empty: bool) -> list[str]:
    """What a person is told when the site is up: its address, and pages to begin with."""
    address = _address(listening)
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
