"""Turns Datasette's own table pages into ones that explain themselves: what each table and column holds."""

from __future__ import annotations

from typing import Any

from db.site.table_words import TABLES

_HIDDEN: dict[str, Any] = {"hidden": True}

METADATA: dict[str, Any] = {
    "title": "Newsward",
    "description": "The news of universities, hospitals and research institutes, as data.",
    "databases": {
        "news": {
            "description": (
                "All that the site shows, as tables: filter them, count them, write your own SQL, or take them as JSON"
                " or CSV. In SQL, articles_fts MATCH newsward_match('words') searches as the search page does."
                " CSV from here is exactly what the pages said: before opening it in a spreadsheet, prefer the CSV"
                " link of the search page, whose cells are never formulas."
            ),
            "queries": {
                "articles_by_country": {
                    "title": "Articles by country of the source",
                    "description": "How many distinct articles each country has since a day.",
                    "sql": (
                        "SELECT sources.country, count(*) AS articles\n"
                        "FROM articles JOIN sources ON sources.id = articles.source\n"
                        "WHERE articles.duplicate_of IS NULL AND articles.first_seen_at >= :since\n"
                        "GROUP BY sources.country ORDER BY articles DESC"
                    ),
                },
                "stories_in_many_languages": {
                    "title": "Stories told in the most languages",
                    "sql": (
                        "SELECT id, headline, languages, sources, articles, first_published_at FROM stories\n"
                        "WHERE sources > 1\n"
                        "ORDER BY json_array_length(languages) DESC, last_published_at DESC LIMIT 100"
                    ),
                },
                "articles_of_a_journal": {
                    "title": "Articles about papers of one journal",
                    "description": "Give its name as the articles print it, such as The Lancet.",
                    "sql": (
                        "SELECT articles.id, articles.published_at, articles.title, articles.paper_title,\n"
                        "  articles.evidence, sources.name, articles.url\n"
                        "FROM articles JOIN sources ON sources.id = articles.source\n"
                        "WHERE articles.duplicate_of IS NULL AND articles.journal = :journal COLLATE NOCASE\n"
                        "ORDER BY articles.id DESC LIMIT 200"
                    ),
                },
                "articles_naming": {
                    "title": "Articles that name a paper, trial or grant",
                    "description": "Give a DOI such as 10.1000/xyz123, or a trial number such as NCT01234567.",
                    "sql": (
                        "SELECT articles.id, articles.title, articles.url, articles.published_at, sources.name,\n"
                        "  identifiers.scheme, identifiers.found_in, identifiers.quote\n"
                        "FROM identifiers JOIN articles ON articles.id = identifiers.article\n"
                        "JOIN sources ON sources.id = articles.source\n"
                        "WHERE identifiers.value = :identifier ORDER BY articles.id"
                    ),
                },
            },
            "tables": {
                "articles": {
                    "title": "Articles",
                    "description": "One row for each news item at one address. Times are UTC.",
                    "label_column": "title",
                    "sort_desc": "id",
                    "size": 20,
                    "fts_table": "articles_fts",
                    "fts_pk": "id",
                    "facets": ["language", "source"],
                    "columns": {
                        "id": "The day as a number and a sequence within it: the largest is the newest",
                        "source": "The newsroom it was found in",
                        "url": "Its canonical address",
                        "page": "The address its text was read at",
                        "title": "Its headline",
                        "lead": "Its standfirst, where the page has one",
                        "text": "Its text, one paragraph a line",
                        "language": "The language it is written in (ISO 639-1)",
                        "published_at": "When the institution says it was published",
                        "precision": "How exactly that was said: minute, day or month",
                        "published_day": "The day of publication as the page prints it",
                        "published_origin": "Where that was said: structured data, the page, its address, a feed …",
                        "modified_at": "When the institution says it was last changed",
                        "authors": "Its authors as printed (JSON)",
                        "images": "Its images with caption, credit and licence as printed (JSON)",
                        "contacts": "Press contacts as printed (JSON)",
                        "alternates": "The same article in other languages, as the page says (JSON)",
                        "origins": "For each field, where it came from (JSON)",
                        "first_seen_at": "When we first saw it",
                        "last_seen_at": "When we last saw it",
                        "withdrawn_at": "When its page turned out to be gone",
                        "scraped": "The row of archive.db it was read from",
                        "in_bands": "1 when it stands for all articles of its text in the search for near repeats",
                        "text_hash": "Equal for equal texts",
                        "duplicate_of": "The article whose text it repeats; empty for an article of its own",
                        "duplicate_reason": "Why we think so",
                        "duplicate_score": "How much of the text is shared, 0 to 1",
                        "duplicate_differs": "What differs from the article whose text it repeats (JSON)",
                        "story": "The story it belongs to",
                        "story_reason": "Why: same doi, same trial, translation, near text, similar or editor",
                        "story_score": "How likely it belongs, 0 to 1",
                        "story_with": "The article of the story it is closest to",
                        "story_role": "announcement, or follow-up for what came after",
                        "not_seen_at": "The end of the last crawl of its source that did not list it",
                        "news_type": (
                            "What it announces: research result, trial, grant, award, appointment, event, campus,"
                            " patient care or opinion; empty when it does not say"
                        ),
                        "evidence": (
                            "What stands behind a result: peer-reviewed, preprint, conference, or none when it says"
                            " that nothing is published; empty when it does not say"
                        ),
                        "journal": "The journal of the paper it announces",
                        "paper_title": "The title of that paper",
                        "paper_quote": "The words that tell of the paper",
                        "labels": "Its type, evidence and subjects, each with the words it rests on (JSON)",
                        "attachments": "Files and films that belong to it (JSON)",
                        "experts": "People it names as those who speak or did the work, with the words (JSON)",
                        "related": "Other articles its page links to (JSON)",
                        "confidences": "For each field, how often a value with such evidence is right, 0 to 1 (JSON)",
                        "candidates": "What else its fields might have been, and why not (JSON)",
                        "html": "Its text as plain HTML, for display",
                    },
                },
                "stories": {
                    "title": "Stories",
                    "description": "The articles of several sources about one announcement.",
                    "label_column": "headline",
                    "sort_desc": "last_published_at",
                    "columns": {
                        "id": "The id of its founding article; kept when the story grows",
                        "headline": "The headline of its most informative article",
                        "language": "The language of the headline",
                        "first_published_at": "The earliest date among its articles",
                        "last_published_at": "The latest date among its articles",
                        "articles": "Distinct articles, repeats not counted",
                        "sources": "Distinct sources, those that repeat included",
                        "languages": "The languages it is told in (JSON)",
                        "best": "The article its headline is from",
                        "headlines": "For each language a headline and its article (JSON)",
                        "institutions": "The institutions it is about or told by (JSON)",
                        "follow_ups": "Articles told after the announcement",
                        "first": "Who announced it first, since when, and how sure that is (JSON)",
                    },
                },
                "sources": {
                    "title": "Sources",
                    "description": "One row for each newsroom that is watched, and how its last crawl went.",
                    "label_column": "name",
                    "sort": "name",
                    "facets": ["country", "kind", "last_outcome"],
                    "columns": {
                        "id": "Its name in the catalogue",
                        "name": "The institution and newsroom",
                        "institution": "The ROR id of the institution, or the source's own id where none is known",
                        "ror": "The ROR id, where known",
                        "country": "ISO 3166 code; INT for international, EU for European bodies",
                        "kind": "university, hospital, medical_school, institute or agency",
                        "languages": "The languages it publishes in (JSON)",
                        "home": "Where its newsroom starts",
                        "last_outcome": "How the last crawl ended",
                        "last_reason": "Why, in a sentence",
                        "last_crawl_at": "When that was",
                        "last_ok_at": "When a crawl last went well",
                        "retired": "Why it is no longer crawled",
                    },
                },
                "identifiers": {
                    "title": "Identifiers",
                    "description": "The papers, trials and grants that articles name.",
                    "facets": ["scheme", "found_in"],
                    "columns": {
                        "article": "The article that names it",
                        "scheme": "doi, pmid, pmcid, arxiv, isbn, nct, eudract, ctis, isrctn, drks, actrn … or grant",
                        "value": "The identifier, in its normal form",
                        "found_in": "Where on the page",
                        "quote": "The words around it",
                        "is_primary": "1 for what the article announces, 0 for what it only mentions",
                        "funder": "Who gave the grant",
                    },
                },
                "links": {
                    "title": "Links",
                    "description": "Why two articles belong together.",
                    "facets": ["kind", "reason"],
                    "columns": {
                        "a": "The earlier article",
                        "b": "The later article",
                        "kind": "duplicate or story",
                        "reason": "Same text, near text, same DOI, same trial, translation or similar",
                        "evidence": "What they share",
                        "score": "How sure this is, 0 to 1",
                    },
                },
                "story_redirects": {
                    "title": "Merged stories",
                    "description": "Stories that became part of another one; their old addresses lead there.",
                    "columns": {"old": "The story that was merged", "new": "The story it became part of"},
                },
                **TABLES,
                "vectors": _HIDDEN,
                "language_means": _HIDDEN,
                "compared": _HIDDEN,
                "unsettled": _HIDDEN,
                "minhash_bands": _HIDDEN,
                "paper_words": _HIDDEN,
                "addresses": _HIDDEN,
                "alternates": _HIDDEN,
                "published": _HIDDEN,
                "_sqlite_migrations": _HIDDEN,
            },
        }
    },
}
