"""Turns a table of pages into a news web on loopback: an HTTP proxy in a process of its own, as light as it can be."""

from __future__ import annotations

import asyncio
import gzip
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from multiprocessing import get_context
from multiprocessing.connection import Connection
from urllib.parse import urlsplit

# Gives content type, content encoding (or "") and body of a host and path, or None.
Pages = Callable[[str, str], tuple[str, str, bytes] | None]


@contextmanager
def serve(make_pages: Callable[..., Pages], *arguments: object) -> Iterator[str]:
    """Serve what `make_pages(*arguments)` gives, made in the server's process; the address of the proxy."""
    spawn = get_context("spawn")
    receiver, sender = spawn.Pipe(duplex=False)
    process = spawn.Process(target=_run, args=(sender, make_pages, arguments), daemon=True)
    process.start()
    try:
        yield f"http://127.0.0.1:{receiver.recv()}"
    finally:
        process.terminate()
        process.join()


def _run(sender: Connection, make_pages: Callable[..., Pages], arguments: tuple[object, ...]) -> None:
    asyncio.run(_listen(sender, make_pages(*arguments)))


async def _listen(sender: Connection, pages: Pages) -> None:
    server = await asyncio.start_server(lambda reader, writer: _talk(reader, writer, pages), "127.0.0.1", 0)
    sender.send(server.sockets[0].getsockname()[1])
    async with server:
        await server.serve_forever()


async def _talk(reader: asyncio.StreamReader, writer: asyncio.StreamWriter, pages: Pages) -> None:
    try:
        while True:
            head = await reader.readuntil(b"\r\n\r\n")
            url = urlsplit(head.split(b" ", 2)[1].decode("latin-1"))
            found = pages(url.hostname or "", url.path)
            if found is None:
                writer.write(b"HTTP/1.1 404 Not Found\r\nContent-Length: 0\r\n\r\n")
            else:
                kind, encoding, body = found
                packed = b"Content-Encoding: gzip\r\n" if encoding else b""
                if encoding and b"gzip" not in head:
                    packed, body = b"", gzip.decompress(body)
                start = f"HTTP/1.1 200 OK\r\nContent-Type: {kind}\r\nContent-Length: {len(body)}\r\n".encode()
                writer.write(start + packed + b"\r\n" + body)
            await writer.drain()
    except (asyncio.IncompleteReadError, ConnectionError):
        writer.close()
