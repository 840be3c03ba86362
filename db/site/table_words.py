"""Turns the tables of decisions, papers, institutions and people into words for Datasette's pages about them."""

from __future__ import annotations

from typing import Any

TABLES: dict[str, dict[str, Any]] = {
    "decisions": {
        "title": "Decisions",
        "description": (
            "What editors said of pairs of articles. Of a pair, the latest act that was not taken back counts."
        ),
        "sort_desc": "number",
        "facets": ["act", "made_by"],
        "columns": {
            "id": "Its number",
            "number": "The act: the pairs an editor decided at once share it",
            "kind": "together or apart",
            "a": "The article with the smaller id",
            "b": "The article with the larger id",
            "act": "merge, split or pin: what the editor did",
            "made_by": "Who decided",
            "made_at": "When",
            "note": "What the editor wrote",
            "undone_by": "Who took the act back",
            "undone_at": "When it was taken back",
        },
    },
    "papers": {
        "title": "Papers and trials",
        "description": "One row for each paper or trial that articles are about, and whether it still stands.",
        "label_column": "title",
        "facets": ["kind", "state"],
        "columns": {
            "id": "Its number here, made of its identifier",
            "scheme": "doi where there is one; else pmid, arxiv … or the register of a trial",
            "value": "Its identifier in that scheme",
            "kind": "paper or trial",
            "title": "Its title",
            "journal": "The journal",
            "authors": "Its authors as printed (JSON)",
            "published_at": "When it was published: a year, a month or a day",
            "funders": "Who paid, with grants (JSON)",
            "origins": "For each field, where it came from (JSON)",
            "state": "unknown, pending, live, dead or retracted",
            "state_at": "Since when that is known",
            "state_why": "Why, in a sentence",
            "retraction": "The notices about it, the latest first (JSON)",
        },
    },
    "paper_ids": {
        "title": "Identifiers of papers and trials",
        "description": "Every identifier by which a paper or trial is known.",
        "facets": ["scheme"],
        "columns": {
            "scheme": "doi, pmid, pmcid, arxiv, isbn, nct …",
            "value": "The identifier, in its normal form",
            "paper": "The paper or trial",
            "number": "The id that this identifier alone would give the paper",
            "evidence": "Why it is the same paper",
        },
    },
    "article_papers": {
        "title": "Papers of articles",
        "description": "Which papers and trials an article is about.",
        "facets": ["how"],
        "columns": {
            "article": "The article",
            "paper": "The paper or trial",
            "how": "printed: its identifier stands in the article; linked: we found it",
            "is_primary": "1 for what the article announces, 0 for what it only mentions",
            "score": "How sure this is, 0 to 1",
            "evidence": "What it was linked by",
        },
    },
    "institutions": {
        "title": "Institutions",
        "description": "Institutions that have a newsroom here or are named in an article.",
        "label_column": "name",
        "facets": ["country", "kind"],
        "columns": {
            "id": "The ROR id, or the source's own id where none is known",
            "name": "Its name",
            "country": "ISO 3166 code",
            "kind": "What kind of institution it is",
            "home": "Its web site",
            "names": "Other names and acronyms (JSON)",
            "parents": "The institutions it belongs to (JSON)",
            "folded": "Its names in lower case without accents, a line each: what is searched",
        },
    },
    "people": {
        "title": "People",
        "description": "One row a person, as far as evidence joins the spellings of a name.",
        "label_column": "name",
        "columns": {
            "id": "Its number",
            "name": "The spelling used most",
            "institution": "The person's institution, when known",
            "spellings": "How the name is written, in how many articles, and why it is the same person (JSON)",
        },
    },
    "mentions": {
        "title": "Mentions",
        "description": "The people, institutions, labs and funders that articles name.",
        "facets": ["kind", "role"],
        "columns": {
            "id": "Its number",
            "article": "The article",
            "kind": "person, institution, lab or funder",
            "name": "The name as printed",
            "folded": "The name in lower case, without accents and titles",
            "institution": "Which institution it is, or the person's or lab's own",
            "person": "Which person it is",
            "role": "author, expert or contact; of an institution: own or other",
            "said": "A person's role or a funder's grants, as printed",
            "affiliation": "Of a person, as printed",
            "quote": "The words around it",
            "joined": "Why a person of another spelling is the same",
            "bucket": "Where the person may have other spellings",
        },
    },
}
