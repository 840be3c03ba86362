-- archive.db: what was fetched and said. Times are UTC text. Nothing here is judged.

CREATE TABLE nights (
    id INTEGER PRIMARY KEY,
    started_at TEXT NOT NULL,
    ended_at TEXT,                      -- NULL: running, or killed
    due INTEGER NOT NULL DEFAULT 0,     -- sources due this night
    note TEXT                           -- why it ended early
) STRICT;

CREATE TABLE crawls (
    id INTEGER PRIMARY KEY,
    source TEXT NOT NULL,
    night INTEGER REFERENCES nights (id),
    started_at TEXT NOT NULL,
    ended_at TEXT,
    outcome TEXT,                       -- NULL: running, or killed; then the next crawl repeats it
    reason TEXT,                        -- one sentence for a person
    requests INTEGER NOT NULL DEFAULT 0,
    bytes INTEGER NOT NULL DEFAULT 0,
    not_modified INTEGER NOT NULL DEFAULT 0,
    throttled INTEGER NOT NULL DEFAULT 0,   -- answers 429 or 503
    conditional INTEGER NOT NULL DEFAULT 0, -- requests sent with a validator
    refused_robots INTEGER NOT NULL DEFAULT 0,
    failed INTEGER NOT NULL DEFAULT 0,
    entries_new INTEGER NOT NULL DEFAULT 0,
    articles_new INTEGER NOT NULL DEFAULT 0,
    articles_changed INTEGER NOT NULL DEFAULT 0,
    delay REAL,                         -- seconds between two requests to its host, the largest in force
    seconds REAL,
    complete INTEGER NOT NULL DEFAULT 0, -- 1: every door was read to its end, so what it listed is known
    warc TEXT                           -- file name below data/warc/
) STRICT;
-- serves: the last crawls of a source (status, sources page, due sources)
CREATE INDEX crawls_source ON crawls (source, id);

CREATE TABLE sources (                 -- the record each source had when it was last crawled
    id TEXT PRIMARY KEY,
    record TEXT NOT NULL,               -- JSON of the record's values
    crawled_at TEXT NOT NULL
) STRICT;

CREATE TABLE ledger (                   -- what each host was asked in one crawl
    crawl INTEGER NOT NULL REFERENCES crawls (id) ON DELETE CASCADE,
    host TEXT NOT NULL,
    requests INTEGER NOT NULL DEFAULT 0,
    bytes INTEGER NOT NULL DEFAULT 0,
    conditional INTEGER NOT NULL DEFAULT 0,
    not_modified INTEGER NOT NULL DEFAULT 0,
    throttled INTEGER NOT NULL DEFAULT 0,
    delay REAL,                         -- seconds, in force at the end
    PRIMARY KEY (crawl, host)
) STRICT;

CREATE TABLE validators (               -- ETag and Last-Modified, verbatim
    source TEXT NOT NULL,               -- two sources may read one address; each must hold its content itself
    url TEXT NOT NULL,
    etag TEXT,
    last_modified TEXT,
    checked_at TEXT NOT NULL,
    PRIMARY KEY (source, url)
) STRICT;

CREATE TABLE robots (                   -- the last usable robots.txt of an origin, so that a 304 can be obeyed
    origin TEXT PRIMARY KEY,            -- scheme://host, and :port when it is not the default
    body BLOB NOT NULL,                 -- as sent, cut at 500 KiB
    etag TEXT,
    last_modified TEXT,
    fetched_at TEXT NOT NULL            -- when it was last sent or confirmed
) STRICT;

CREATE TABLE gone (                     -- addresses that answered 410: never asked again
    url TEXT PRIMARY KEY,
    at TEXT NOT NULL
) STRICT;

CREATE TABLE doors (                    -- where a source lists its articles
    source TEXT NOT NULL,
    url TEXT NOT NULL,
    kind TEXT NOT NULL,                 -- feed | sitemap | listing | rest
    found_on TEXT,
    how TEXT NOT NULL,
    entries INTEGER NOT NULL DEFAULT 0, -- what it listed when last read
    first_seen_at TEXT NOT NULL,
    last_seen_at TEXT NOT NULL,
    PRIMARY KEY (source, url)
) STRICT;

CREATE TABLE entries (                  -- the frontier: every article address a door named, and what became of it
    id INTEGER PRIMARY KEY,
    source TEXT NOT NULL,
    url TEXT NOT NULL,
    crawl INTEGER NOT NULL REFERENCES crawls (id), -- the crawl that saw it first
    -- the door said
    door TEXT NOT NULL,
    origin TEXT NOT NULL,
    title TEXT,
    published_at TEXT,
    precision TEXT,
    modified_at TEXT,
    summary TEXT,
    language TEXT,
    score REAL NOT NULL DEFAULT 1,
    -- we saw
    first_seen_at TEXT NOT NULL,
    last_seen_at TEXT NOT NULL,
    state TEXT NOT NULL DEFAULT 'pending',  -- pending | fetched | other | same | refused | failed | gone
    reason TEXT,                        -- why it is not fetched; of `same`: the address that holds the page
    page TEXT,                          -- key of the final or canonical address, equal for spellings of one page
    final_url TEXT,                     -- address after redirects, under which it is in scraped_articles
    attempts INTEGER NOT NULL DEFAULT 0,    -- answers without a page in a row
    visited_at TEXT,
    next_visit_at TEXT,                 -- when it is looked at again; NULL: never
    UNIQUE (source, url)
) STRICT;
-- serves: the pending addresses of one source, newest first
CREATE INDEX entries_pending ON entries (source, published_at DESC, score DESC, id) WHERE state = 'pending';
-- serves: the addresses of one source to look at again
CREATE INDEX entries_due ON entries (source, next_visit_at) WHERE next_visit_at IS NOT NULL;
-- serves: whether a page is already held under another address
CREATE INDEX entries_page ON entries (source, page) WHERE page IS NOT NULL;
-- serves: the entry of an archived page, when it is read again from WARC
CREATE INDEX entries_final_url ON entries (source, final_url) WHERE final_url IS NOT NULL;

CREATE TABLE scraped_articles (         -- one row per page and per text it has had; append only
    id INTEGER PRIMARY KEY,
    source TEXT NOT NULL,
    url TEXT NOT NULL,                  -- the final address
    crawl INTEGER NOT NULL REFERENCES crawls (id),
    scraped_at TEXT NOT NULL,
    kind TEXT NOT NULL,                 -- items.PageKind; 'gone' is a tombstone
    reason TEXT,
    said_digest TEXT NOT NULL,          -- of the fields below: a new row only when it differs from the last
    payload_digest TEXT,                -- sha1 of the body, as in the WARC record
    warc TEXT,
    parser TEXT NOT NULL,               -- version of the extraction that read it
    canonical_url TEXT,
    title TEXT,
    lead TEXT,
    text TEXT NOT NULL DEFAULT '',
    language TEXT,
    published_at TEXT,
    precision TEXT,
    modified_at TEXT,
    embargo_until TEXT,
    authors TEXT NOT NULL DEFAULT '[]',     -- JSON
    identifiers TEXT NOT NULL DEFAULT '[]', -- JSON objects of items.Identifier
    images TEXT NOT NULL DEFAULT '[]',
    contacts TEXT NOT NULL DEFAULT '[]',
    alternates TEXT NOT NULL DEFAULT '[]',
    origins TEXT NOT NULL DEFAULT '{}'      -- field → where it came from
) STRICT;
-- serves: the last thing a page said
CREATE INDEX scraped_articles_url ON scraped_articles (source, url, id);
-- serves: the pages whose embargo has ended
CREATE INDEX scraped_articles_embargo ON scraped_articles (embargo_until) WHERE embargo_until IS NOT NULL;

CREATE TABLE imports (                  -- the id each imported article came with, and the address it stands under
    id TEXT PRIMARY KEY,
    key TEXT NOT NULL UNIQUE,           -- of its address: equal for spellings of one address
    source TEXT NOT NULL,
    url TEXT NOT NULL,                  -- as in scraped_articles
    imported_at TEXT NOT NULL
) STRICT;

CREATE TABLE failures (                 -- every page that could not be had, with its reason
    id INTEGER PRIMARY KEY,
    crawl INTEGER NOT NULL REFERENCES crawls (id) ON DELETE CASCADE,
    url TEXT NOT NULL,
    class TEXT NOT NULL,                -- robots | dns | timeout | http_404 | too_large | address | redirects | parse …
    message TEXT NOT NULL,
    at TEXT NOT NULL
) STRICT;
-- serves: the failures of one crawl
CREATE INDEX failures_crawl ON failures (crawl);
