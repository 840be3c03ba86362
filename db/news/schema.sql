-- news.db: what is public. Nothing secret or embargoed ever enters it: readers may write SQL.

CREATE TABLE sources (
    id TEXT PRIMARY KEY,
    name TEXT NOT NULL,
    institution TEXT NOT NULL,          -- the ROR id, or the source's own id where none is known
    ror TEXT,
    country TEXT NOT NULL,              -- ISO 3166 alpha-2, or INT / EU
    kind TEXT NOT NULL,
    languages TEXT NOT NULL,            -- JSON
    home TEXT NOT NULL,
    -- we saw
    last_outcome TEXT,
    last_reason TEXT,
    last_crawl_at TEXT,
    last_ok_at TEXT,
    retired TEXT                        -- reason, when it is kept out
) STRICT;
-- serves: the institution page
CREATE INDEX sources_institution ON sources (institution);

CREATE TABLE stories (
    id INTEGER PRIMARY KEY,             -- the id of its founding article; kept when the story grows
    headline TEXT NOT NULL,
    language TEXT,
    first_published_at TEXT,
    last_published_at TEXT,
    articles INTEGER NOT NULL,          -- distinct articles, duplicates not counted
    sources INTEGER NOT NULL,           -- distinct sources, duplicates counted
    languages TEXT NOT NULL             -- JSON, sorted
) STRICT;
-- serves: newest stories first
CREATE INDEX stories_newest ON stories (last_published_at DESC, id DESC);

CREATE TABLE story_redirects (
    old INTEGER PRIMARY KEY,
    new INTEGER NOT NULL
) STRICT;

CREATE TABLE articles (
    id INTEGER PRIMARY KEY,             -- YYYYMMDD of publication (or of first sight) × 1,000,000 + sequence
    source TEXT NOT NULL REFERENCES sources (id),
    url TEXT NOT NULL UNIQUE,           -- canonical, normalized
    page TEXT NOT NULL,                 -- the address its text was read at, normalized
    -- the source said
    title TEXT NOT NULL,
    lead TEXT,
    text TEXT NOT NULL,
    language TEXT,
    published_at TEXT,
    precision TEXT,
    published_origin TEXT,
    modified_at TEXT,
    authors TEXT NOT NULL DEFAULT '[]',
    images TEXT NOT NULL DEFAULT '[]',
    contacts TEXT NOT NULL DEFAULT '[]',
    alternates TEXT NOT NULL DEFAULT '[]',
    origins TEXT NOT NULL DEFAULT '{}',
    -- we saw
    first_seen_at TEXT NOT NULL,
    last_seen_at TEXT NOT NULL,
    withdrawn_at TEXT,                  -- the page answered 404 or 410 after it had been seen
    scraped INTEGER NOT NULL,           -- the row of archive.db it was read from
    -- we concluded
    text_hash TEXT NOT NULL,            -- equal for articles of one text; of what cannot be compared: of its address
    in_bands INTEGER NOT NULL DEFAULT 0, -- 1: it stands in minhash_bands for all articles of its text
    duplicate_of INTEGER REFERENCES articles (id),
    duplicate_reason TEXT,
    duplicate_score REAL,
    story INTEGER REFERENCES stories (id)
) STRICT;
-- serves: exact duplicates
CREATE INDEX articles_text_hash ON articles (text_hash);
-- serves: the one article that is compared for all articles of its text, however many
CREATE INDEX articles_in_bands ON articles (text_hash) WHERE in_bands = 1;
-- serves: the appearances of an article
CREATE INDEX articles_duplicate_of ON articles (duplicate_of) WHERE duplicate_of IS NOT NULL;
-- serves: the articles and the sources of a story
CREATE INDEX articles_story ON articles (story, source);
-- serves: the newest articles of a source
CREATE INDEX articles_source ON articles (source, id);
-- serves: the newest distinct articles of any choice of sources and language, without reading their texts
-- (duplicate_of is in it because older SQLite looks the column up in the table all the same)
CREATE INDEX articles_listed ON articles (id, source, language, duplicate_of) WHERE duplicate_of IS NULL;
-- serves: the search; its words go through db.search.fold, so only db.search writes it. Contentless: the texts are above
CREATE VIRTUAL TABLE articles_fts USING fts5 (
    title, lead, text, content = '', tokenize = 'unicode61 remove_diacritics 2'
);

CREATE TABLE identifiers (
    article INTEGER NOT NULL REFERENCES articles (id) ON DELETE CASCADE,
    scheme TEXT NOT NULL,
    value TEXT NOT NULL,
    found_in TEXT NOT NULL,
    quote TEXT,
    is_primary INTEGER NOT NULL DEFAULT 0,
    PRIMARY KEY (article, scheme, value)
) STRICT;
-- serves: the articles that name one paper or trial
CREATE INDEX identifiers_value ON identifiers (scheme, value);

CREATE TABLE links (                    -- why two articles belong together; the smaller id first
    a INTEGER NOT NULL REFERENCES articles (id) ON DELETE CASCADE,
    b INTEGER NOT NULL REFERENCES articles (id) ON DELETE CASCADE,
    kind TEXT NOT NULL,                 -- duplicate | story
    reason TEXT NOT NULL,               -- same text | near text | not translated | same doi | same trial | translation
    evidence TEXT NOT NULL,             -- the DOI, the trial id, the address of the translation, the shared shares
    score REAL NOT NULL,                -- 0..1
    PRIMARY KEY (a, b, kind, reason)
) STRICT;
-- serves: the links that one identifier or one address makes
CREATE INDEX links_evidence ON links (evidence)
    WHERE reason IN ('same doi', 'same trial', 'translation', 'not translated');
-- serves: the links of the later article
CREATE INDEX links_b ON links (b);

CREATE TABLE minhash_bands (            -- the aggregator's own index for near duplicates, one row a MinHash value
    band INTEGER NOT NULL,
    value INTEGER NOT NULL,
    article INTEGER NOT NULL REFERENCES articles (id) ON DELETE CASCADE,
    PRIMARY KEY (band, value, article)
) STRICT, WITHOUT ROWID;

CREATE TABLE addresses (                -- every address under which an article was seen, and the id given to it once
    key TEXT PRIMARY KEY,               -- equal for spellings of one address; 'held:' + a hash while under embargo
    article INTEGER NOT NULL,
    scraped INTEGER,                    -- the row of archive.db last read there; NULL: only named by other pages
    canonical TEXT                      -- key of the other address this page calls its own
) STRICT;
-- serves: the pages that claim one canonical address
CREATE INDEX addresses_canonical ON addresses (canonical) WHERE canonical IS NOT NULL;
-- serves: the addresses of one article
CREATE INDEX addresses_article ON addresses (article);

CREATE TABLE alternates (               -- the addresses an article names as its translations (hreflang)
    key TEXT NOT NULL,                  -- as in addresses
    article INTEGER NOT NULL REFERENCES articles (id) ON DELETE CASCADE,
    PRIMARY KEY (key, article)
) STRICT, WITHOUT ROWID;
-- serves: what one article names
CREATE INDEX alternates_article ON alternates (article);

CREATE TABLE published (                -- one row: how far the archive has been read
    id INTEGER PRIMARY KEY CHECK (id = 1),
    scraped_article INTEGER NOT NULL,
    embargoes TEXT NOT NULL             -- embargoes that ended up to this moment have been published
) STRICT;
