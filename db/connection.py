"""Opens a Newsward database file: checks whose it is and how new, migrates it, sets WAL; or says what to do."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from sqlite_utils import Database, Migrations

CACHE_KIB = 65_536  # for the upper pages of every index of a million articles; SQLite's own 2 MB hold a few thousand's
BUSY_SECONDS = 30.0  # a second writer waits this long before it is told that the file is locked


class DatabaseRefused(Exception):
    """The file cannot be used as it is; the message names it and says what to do. Nothing was changed."""


def open_database(path: Path, migrations: Migrations, application_id: int) -> Database:
    """Open (or create) the database at `path` for writing and bring its schema up to date.

    `application_id` marks the file as ours (SQLite header field), so that a foreign file is never migrated.
    Raises DatabaseRefused when the file is foreign, not a database, of a newer Newsward, locked, or the disk is full.
    """
    path.parent.mkdir(parents=True, exist_ok=True)
    with refusals(path):
        conn = sqlite3.connect(path, timeout=BUSY_SECONDS)
        try:
            _check_owner(conn, path, migrations, application_id)
            conn.execute("PRAGMA journal_mode = WAL")
            conn.execute(
                "PRAGMA synchronous = NORMAL"
            )  # WAL: a killed process loses nothing; a power cut the last batch
            conn.execute(f"PRAGMA cache_size = -{CACHE_KIB}")
            conn.execute("PRAGMA foreign_keys = ON")
            conn.execute(f"PRAGMA application_id = {application_id}")
            db = Database(conn)
            migrations.apply(db)
        except BaseException:
            conn.close()
            raise
    return db


def open_readonly(path: Path, application_id: int) -> Database:
    """Open an existing database for reading only. Raises DatabaseRefused when it is missing or foreign."""
    if not path.exists():
        raise DatabaseRefused(f"{path} does not exist yet: run `newsward crawl` and `newsward aggregate` first.")
    with refusals(path):
        conn = sqlite3.connect(f"{path.resolve().as_uri()}?mode=ro", uri=True, timeout=BUSY_SECONDS)
        found = conn.execute("PRAGMA application_id").fetchone()[0]
        if found != application_id:
            conn.close()
            raise DatabaseRefused(f"{path} is not a Newsward database: choose another --home, or move that file away.")
    return Database(conn)


def bring_up_to_date(path: Path, migrations: Migrations, application_id: int) -> None:
    """Bring a file of an older Newsward up to date, so that it can be read; one that is current is not written to.

    Raises DatabaseRefused as `open_readonly` and `open_database` do.
    """
    db = open_readonly(path, application_id)
    with refusals(path):
        older = bool(migrations.pending(db))
    db.close()
    if older:
        open_database(path, migrations, application_id).close()


@contextmanager
def refusals(path: Path) -> Iterator[None]:
    """Turn SQLite's errors about the file itself into DatabaseRefused with the one thing to do."""
    try:
        yield
    except sqlite3.DatabaseError as error:
        text = str(error)
        if "locked" in text or "busy" in text:
            raise DatabaseRefused(f"{path} is in use by another Newsward process: wait for it, or stop it.") from error
        if "full" in text:
            raise DatabaseRefused(f"The disk of {path} is full: free some space; nothing stored was harmed.") from error
        if "not a database" in text or "malformed" in text:
            raise DatabaseRefused(f"{path} is not a readable SQLite file: move it away or restore a copy.") from error
        if "readonly" in text or "unable to open" in text:
            raise DatabaseRefused(f"{path} cannot be written: check the folder's owner and permissions.") from error
        raise


@contextmanager
def transaction(db: Database) -> Iterator[None]:
    """One transaction that is the only writer from its start, so that what it reads of its own file stays true."""
    db.conn.execute("BEGIN IMMEDIATE")
    try:
        yield
    except BaseException:
        db.rollback()
        raise
    db.conn.execute("COMMIT")


def _check_owner(conn: sqlite3.Connection, path: Path, migrations: Migrations, application_id: int) -> None:
    found = conn.execute("PRAGMA application_id").fetchone()[0]
    tables = {row[0] for row in conn.execute("SELECT name FROM sqlite_master WHERE type = 'table'")}
    if tables and found != application_id:
        raise DatabaseRefused(f"{path} is not this kind of Newsward database: choose another --home, or move it away.")
    db = Database(conn)
    applied = {done.name for done in migrations.applied(db)}
    known = applied | {step.name for step in migrations.pending(db)}
    newer = sorted(applied - {step.name for step in migrations._migrations})
    if newer and known:
        raise DatabaseRefused(
            f"{path} was written by a newer Newsward (it has {', '.join(newer)}): update this installation."
        )
