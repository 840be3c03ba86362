"""Turns articles into a full-text index that ignores accents and knows Chinese, Japanese, Korean and Thai, and
what a reader types into an FTS5 expression that is always valid.

The index `articles_fts` holds no text of its own (contentless FTS5; the text is in `articles`), its rowid is
`articles.id`, so `ORDER BY rowid DESC` walks from the newest article without sorting. Both sides, the indexed text and
the query, go through `fold`, so what SQLite's tokenizer does not know (ß, ø, full-width letters, scripts without
spaces) means the same on both.
"""

from __future__ import annotations

import json
import re
import unicodedata
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import TypeVar

from sqlite_utils import Database

T = TypeVar("T")

QUERY_CHARACTERS = 400  # what follows in a longer query is ignored: nobody types that, and FTS5 has its own limits
QUERY_TERMS = 32
BATCH = 500  # articles a statement: their folded texts are held in memory

# Scripts written without spaces between words (and Korean, whose particles hang on the word): each character becomes a
# token of its own, and a run of them in a query a phrase, so that any part of a text can be found.
SPACELESS = (
    "\u0e01-\u0e5b\u0e81-\u0edf\u1000-\u109f\u1780-\u17ff"  # Thai, Lao, Burmese, Khmer
    "\u1100-\u11ff\u2e80-\u2fdf\u3005-\u3007\u3021-\u3029\u3031-\u3035\u3041-\u3096\u309d-\u309f"
    "\u30a1-\u30fa\u30fc-\u30ff\u3105-\u318f\u31a0-\u31bf\u31f0-\u31ff\u3400-\u4dbf\u4e00-\u9fff"
    "\ua960-\ua97f\uac00-\ud7ff\uf900-\ufaff\U00020000-\U0003ffff"
)
_SPACELESS = re.compile(f"[{SPACELESS}]")
# Letters that Unicode does not decompose, written as people without that key write them.
LETTERS = {
    "ß": "ss", "ẞ": "ss", "æ": "ae", "Æ": "ae", "œ": "oe", "Œ": "oe", "ø": "o", "Ø": "o", "ł": "l", "Ł": "l",
    "đ": "d", "Đ": "d", "ð": "d", "Ð": "d", "þ": "th", "Þ": "th", "ı": "i", "İ": "i", "ŀ": "l", "ħ": "h", "Ħ": "h",
}  # fmt: skip
_LETTERS = str.maketrans(LETTERS)
# Vowel points and lengthening strokes that printed Hebrew and Arabic mostly leave out.
POINTS = "\u0591-\u05bd\u05bf\u05c1\u05c2\u05c4\u05c5\u05c7\u0610-\u061a\u0640\u064b-\u065f\u0670"
_POINTS = re.compile(f"[{POINTS}]")
_PIECES = re.compile(r'(-)?(?:"([^"]*)"?|([^\s"]+))(\*)?')
_QUOTES = str.maketrans(dict.fromkeys("“”„‟«»「」『』＂", '"'))


@dataclass(frozen=True, slots=True)
class Term:
    """A word or phrase of a query, folded.

    `prefix`: its last word may go on. `alternative`: OR joins it to the term before.
    """

    text: str
    prefix: bool = False
    excluded: bool = False
    alternative: bool = False


def index_articles(db: Database, rows: Iterable[tuple[int, str, str, str]]) -> None:
    """Add articles to the search: rows of (id, title, lead, text), in the caller's transaction.

    Raises ValueError for an article that is there already: its old words would stay behind; unindex it first.
    """
    for batch in _batches(rows):
        known = _indexed(db, [row[0] for row in batch])
        if known:
            raise ValueError(
                f"articles {sorted(known)} are in the search already: call unindex_articles before a change"
            )
        db.conn.executemany(
            "INSERT INTO articles_fts (rowid, title, lead, text) VALUES (:id, :title, :lead, :text)",
            [_folded_row(*row) for row in batch],
        )


def unindex_articles(db: Database, ids: Iterable[int]) -> None:
    """Take articles out of the search, in the caller's transaction and BEFORE their rows in `articles` change or go.

    The index holds no text, so SQLite must be told which words to forget: they are read from `articles` as it is now.
    Ids that are not in the search are passed over, so it may be called twice.
    """
    for batch in _batches(ids):
        known = _indexed(db, batch)
        rows = db.conn.execute(
            "SELECT id, title, coalesce(lead, ''), text FROM articles WHERE id IN (SELECT value FROM json_each(:ids))",
            {"ids": json.dumps(sorted(known))},
        ).fetchall()
        if len(rows) < len(known):
            lost = sorted(known - {row[0] for row in rows})
            raise ValueError(f"articles {lost} were deleted before they were unindexed: rebuild the search")
        db.conn.executemany(
            "INSERT INTO articles_fts (articles_fts, rowid, title, lead, text)"
            " VALUES ('delete', :id, :title, :lead, :text)",
            [_folded_row(*row) for row in rows],
        )


def match_expression(query: str) -> str:
    """The FTS5 expression for what a reader typed; '' when there is nothing to look for.

    All words must occur, in any order, with or without accents; `"a phrase"`, `prefix*`, `either OR other`, `-without`.
    Nothing a reader types is a syntax error: what cannot be read as one of these is read as words.
    """
    groups: list[list[str]] = []
    excluded: list[str] = []
    for term in parse_query(query):
        quoted = f'"{term.text}"' + (" *" if term.prefix else "")
        if term.excluded:
            excluded.append(quoted)
        elif term.alternative and groups:
            groups[-1].append(quoted)
        else:
            groups.append([quoted])
    if not groups:
        return ""
    wanted = " AND ".join(group[0] if len(group) == 1 else f"({' OR '.join(group)})" for group in groups)
    return f"({wanted}) NOT ({' OR '.join(excluded)})" if excluded else wanted


def parse_query(query: str) -> tuple[Term, ...]:
    """The terms of a query, folded, at most QUERY_TERMS of its first QUERY_CHARACTERS characters."""
    terms: list[Term] = []
    either = negated = False
    for piece in _PIECES.finditer(query[:QUERY_CHARACTERS].translate(_QUOTES)):
        minus, phrase, word, star = piece.groups()
        if word in ("OR", "|"):
            either = bool(terms)
        elif word == "NOT":
            negated = True
        elif word != "AND":
            said = word if phrase is None else phrase
            text = " ".join(_words(fold(said)))
            if text:
                prefix = (bool(star) or said.endswith("*")) and not _SPACELESS.match(text[-1])
                excluded = negated or minus is not None or (phrase is None and said.startswith("-"))
                terms.append(Term(text, prefix, excluded, either and not excluded))
            either = negated = False
        if len(terms) == QUERY_TERMS:
            break
    return tuple(terms)


def fold(text: str) -> str:
    """The text as the index sees it: one form of every letter, and spaces around characters of spaceless scripts.

    Accents on letters that decompose are left to the tokenizer (unicode61 remove_diacritics 2), which is faster at it.
    """
    if text.isascii():
        return text.replace("\0", " ")
    text = unicodedata.normalize("NFKC", text.encode("utf-8", "ignore").decode("utf-8")).replace("\0", " ")
    return _SPACELESS.sub(r" \g<0> ", _POINTS.sub("", text.translate(_LETTERS)))


def _words(folded: str) -> Iterator[str]:
    """The runs of characters that FTS5's unicode61 keeps: letters, digits, private use, and combining accents."""
    word = ""
    for character in folded:
        kind = unicodedata.category(character)
        if kind[0] in "LN" or kind == "Co" or ("\u0300" <= character <= "\u036f" and word):
            word += character
        elif word:
            yield word
            word = ""
    if word:
        yield word


def _folded_row(id: int, title: str, lead: str, text: str) -> dict[str, int | str]:
    return {"id": id, "title": fold(title), "lead": fold(lead), "text": fold(text)}


def _indexed(db: Database, ids: list[int]) -> set[int]:
    """Those of `ids` that are in the index already (FTS5 looks a rowid up without reading any words)."""
    return {
        row[0] for id in ids for row in db.conn.execute("SELECT rowid FROM articles_fts WHERE rowid = :id", {"id": id})
    }


def _batches(items: Iterable[T]) -> Iterator[list[T]]:
    batch: list[T] = []
    for item in items:
        batch.append(item)
        if len(batch) == BATCH:
            yield batch
            batch = []
    if batch:
        yield batch
