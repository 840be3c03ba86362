"""The schemas of archive.db and news.db as ordered migrations; a schema change is a new function here."""

from __future__ import annotations

from pathlib import Path

from sqlite_utils import Database, Migrations

ARCHIVE_ID = 0x4E574152  # "NWAR"
NEWS_ID = 0x4E574E45  # "NWNE"

archive = Migrations("newsward-archive")
news = Migrations("newsward-news")


def run_script(db: Database, name: str) -> None:
    """Run the statements of `db/<name>` one by one inside the migration's own transaction."""
    text = (Path(__file__).parent / name).read_text(encoding="utf-8")
    for statement in text.split(";\n"):
        if statement.strip():
            db.conn.execute(statement)


@archive()
def archive_0001(db: Database) -> None:
    run_script(db, "archive/schema.sql")


@archive()
def archive_0002(db: Database) -> None:
    """The fields of a release: display HTML, labels, paper, attachments, experts, related links, self-knowledge."""
    for column, declared in (
        ("published_day", "TEXT"),
        ("embargo_quote", "TEXT"),
        ("html", "TEXT NOT NULL DEFAULT ''"),
        ("paper", "TEXT NOT NULL DEFAULT 'null'"),
        ("labels", "TEXT NOT NULL DEFAULT '[]'"),
        ("attachments", "TEXT NOT NULL DEFAULT '[]'"),
        ("experts", "TEXT NOT NULL DEFAULT '[]'"),
        ("related", "TEXT NOT NULL DEFAULT '[]'"),
        ("confidences", "TEXT NOT NULL DEFAULT '{}'"),
        ("candidates", "TEXT NOT NULL DEFAULT '[]'"),
    ):
        db.execute(f"ALTER TABLE scraped_articles ADD COLUMN {column} {declared}")


@archive()
def archive_0003(db: Database) -> None:
    """Answers of registries, retractions and organizations."""
    run_script(db, "archive/schema_0003.sql")


@news()
def news_0001(db: Database) -> None:
    run_script(db, "news/schema.sql")


@news()
def news_0002(db: Database) -> None:
    """The fields of a release, and an index that lets the search filter by type and evidence without reading texts."""
    for column, declared in (
        ("published_day", "TEXT"),
        ("news_type", "TEXT"),
        ("evidence", "TEXT"),
        ("journal", "TEXT"),
        ("paper_title", "TEXT"),
        ("paper_quote", "TEXT"),
        ("labels", "TEXT NOT NULL DEFAULT '[]'"),
        ("attachments", "TEXT NOT NULL DEFAULT '[]'"),
        ("experts", "TEXT NOT NULL DEFAULT '[]'"),
        ("related", "TEXT NOT NULL DEFAULT '[]'"),
        ("confidences", "TEXT NOT NULL DEFAULT '{}'"),
        ("candidates", "TEXT NOT NULL DEFAULT '[]'"),
        ("html", "TEXT NOT NULL DEFAULT ''"),
    ):
        db.execute(f"ALTER TABLE articles ADD COLUMN {column} {declared}")
    db.execute("ALTER TABLE identifiers ADD COLUMN funder TEXT")
    db.execute("DROP INDEX articles_listed")
    # serves: the newest distinct articles of any choice of sources, language, type and evidence, as in news_0001
    db.execute(
        "CREATE INDEX articles_listed ON articles (id, source, language, news_type, evidence, duplicate_of)"
        " WHERE duplicate_of IS NULL"
    )
    # serves: the articles about papers of one journal, newest first
    db.execute("CREATE INDEX articles_journal ON articles (journal COLLATE NOCASE, id) WHERE journal IS NOT NULL")


@news()
def news_0003(db: Database) -> None:
    """Stories by meaning, an editor's decisions, the papers behind stories, and who is in them."""
    run_script(db, "news/schema_0003.sql")
