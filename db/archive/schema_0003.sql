-- What registries of papers, trials, retractions and organizations said.

CREATE TABLE lookups (                  -- answers of registries, each asked again only when it is due
    service TEXT NOT NULL,              -- crossref | openalex | clinicaltrials
    key TEXT NOT NULL,                  -- what was asked for: a DOI, a trial id, a query
    asked_at TEXT NOT NULL,
    status INTEGER NOT NULL,            -- HTTP status of the last answer; 0: no usable answer so far
    body TEXT,                          -- what is kept of the JSON sent; NULL when there was none
    known_since TEXT,                   -- when it first had a record; kept when it has none any more
    etag TEXT,
    times INTEGER NOT NULL DEFAULT 1,   -- how often it was asked
    next_at TEXT,                       -- when it is due again; NULL: never
    PRIMARY KEY (service, key)
) STRICT, WITHOUT ROWID;
-- serves: what is due
CREATE INDEX lookups_due ON lookups (next_at) WHERE next_at IS NOT NULL;

CREATE TABLE retractions (              -- rows of the Retraction Watch file, as imported last
    record INTEGER PRIMARY KEY,         -- its Record ID
    doi TEXT,                           -- of the paper, lower case
    pmid TEXT,
    notice_doi TEXT,
    nature TEXT NOT NULL,               -- Retraction | Expression of concern | Correction | Reinstatement
    title TEXT NOT NULL,
    journal TEXT,
    retracted_on TEXT,                  -- YYYY-MM-DD
    reasons TEXT NOT NULL DEFAULT '[]', -- JSON
    imported_at TEXT NOT NULL
) STRICT;
-- serves: whether a paper was retracted
CREATE INDEX retractions_doi ON retractions (doi) WHERE doi IS NOT NULL;
CREATE INDEX retractions_pmid ON retractions (pmid) WHERE pmid IS NOT NULL;

CREATE TABLE organizations (            -- the Research Organization Registry, as imported last
    id TEXT PRIMARY KEY,                -- https://ror.org/…
    name TEXT NOT NULL,
    country TEXT,                       -- ISO 3166 alpha-2
    city TEXT,
    types TEXT NOT NULL DEFAULT '[]',   -- JSON
    names TEXT NOT NULL DEFAULT '[]',   -- JSON objects: value, type (label | alias | acronym), lang
    home TEXT,
    domains TEXT NOT NULL DEFAULT '[]', -- JSON
    parents TEXT NOT NULL DEFAULT '[]', -- JSON: ids
    imported_at TEXT NOT NULL
) STRICT;
