-- Stories by meaning, the papers behind them, and who is in them.

-- we concluded: why an article is in its story
-- same doi | same trial | translation | near text | similar | editor, or NULL when it is alone or the first
ALTER TABLE articles ADD COLUMN story_reason TEXT;
-- 0..1, how likely it belongs
ALTER TABLE articles ADD COLUMN story_score REAL;
-- the article of the story it is closest to
ALTER TABLE articles ADD COLUMN story_with INTEGER;
-- announcement | follow-up
ALTER TABLE articles ADD COLUMN story_role TEXT;
-- JSON: what differs from the article whose text it repeats: summary, changes, more; of: what was compared
ALTER TABLE articles ADD COLUMN duplicate_differs TEXT;
-- we saw: the end of its source's last crawl before the first that saw it; NULL: there was none
ALTER TABLE articles ADD COLUMN not_seen_at TEXT;

-- the article its headline is from
ALTER TABLE stories ADD COLUMN best INTEGER;
-- JSON: language → {"title", "article"}
ALTER TABLE stories ADD COLUMN headlines TEXT NOT NULL DEFAULT '{}';
-- JSON: ids of institutions, tellers first
ALTER TABLE stories ADD COLUMN institutions TEXT NOT NULL DEFAULT '[]';
-- articles told after the announcement
ALTER TABLE stories ADD COLUMN follow_ups INTEGER NOT NULL DEFAULT 0;
-- JSON: who announced first and how sure that is
ALTER TABLE stories ADD COLUMN first TEXT NOT NULL DEFAULT '{}';

CREATE TABLE decisions (                -- what an editor said of two articles; the machine never undoes it
    id INTEGER PRIMARY KEY,
    number INTEGER NOT NULL,            -- of the act: the pairs an editor decided at once share it
    kind TEXT NOT NULL,                 -- together | apart
    a INTEGER NOT NULL,                 -- articles.id, the smaller first
    b INTEGER NOT NULL,
    act TEXT NOT NULL,                  -- merge | split | pin: what the editor did
    made_by TEXT NOT NULL,
    made_at TEXT NOT NULL,
    note TEXT,
    undone_by TEXT,                     -- who took the act back; then it counts no more
    undone_at TEXT,
    UNIQUE (a, b, number)               -- of a pair the latest act that was not taken back counts
) STRICT;
-- serves: what was decided on the later article of a pair
CREATE INDEX decisions_b ON decisions (b);
-- serves: the pairs of one act, and the newest acts first
CREATE INDEX decisions_number ON decisions (number);

CREATE TABLE vectors (                  -- the aggregator's own: what a text means, made once
    text_hash TEXT NOT NULL,            -- as in articles
    encoder TEXT NOT NULL,              -- name and version, and the format of the signals
    signals BLOB NOT NULL,              -- names, numbers and word beginnings, as aggregator/cluster/signals.py packs them
    vectors BLOB NOT NULL,              -- rows of int8, the whole text first, then its title and sentences
    PRIMARY KEY (text_hash, encoder)    -- with rowids: rows of 4 KB make a poor index
) STRICT;

CREATE TABLE compared (                 -- the aggregator's own: the distinct articles that new ones are compared with
    place INTEGER PRIMARY KEY,          -- its day (of first sight where it has none, in ranges of their own) and order
    article INTEGER NOT NULL UNIQUE REFERENCES articles (id) ON DELETE CASCADE,
    encoder TEXT NOT NULL,              -- as in vectors
    text_hash TEXT NOT NULL,            -- as in vectors
    source TEXT NOT NULL,               -- as in articles
    language TEXT,                      -- as in articles
    day TEXT,                           -- YYYY-MM-DD of publication
    seen TEXT NOT NULL,                 -- YYYY-MM-DD it was first seen
    head BLOB NOT NULL                  -- int8, the vector of the whole text, then that of its names and numbers
) STRICT;
-- serves: the articles with a day seen last, for new ones without a day
CREATE INDEX compared_seen ON compared (seen) WHERE day IS NOT NULL;

CREATE TABLE language_means (           -- the aggregator's own: the mean vector of each language, for centring
    encoder TEXT NOT NULL,
    language TEXT NOT NULL,
    texts INTEGER NOT NULL,
    total BLOB NOT NULL,                -- float32, the sum of their vectors, of the whole text each
    PRIMARY KEY (encoder, language)
) STRICT, WITHOUT ROWID;

CREATE TABLE unsettled (                -- the aggregator's own: articles compared while few texts of their language were known
    article INTEGER PRIMARY KEY REFERENCES articles (id) ON DELETE CASCADE,
    texts INTEGER NOT NULL              -- how many
) STRICT;

CREATE TABLE papers (                   -- one row a paper or a trial
    id INTEGER PRIMARY KEY,             -- made of its identifier, so the same whenever it is made
    scheme TEXT NOT NULL,               -- doi where there is one; else pmid, arxiv …, or the register of a trial
    value TEXT NOT NULL,
    kind TEXT NOT NULL,                 -- paper | trial
    title TEXT,
    journal TEXT,
    authors TEXT NOT NULL DEFAULT '[]', -- JSON, as printed
    published_at TEXT,                  -- YYYY, YYYY-MM or YYYY-MM-DD
    funders TEXT NOT NULL DEFAULT '[]', -- JSON objects: name, grant
    origins TEXT NOT NULL DEFAULT '{}', -- JSON: field → {from: release | crossref | … | retraction watch, article …}
    -- we concluded
    state TEXT NOT NULL DEFAULT 'unknown', -- unknown | pending | live | dead | retracted
    state_at TEXT,                      -- since when it is known
    state_why TEXT,                     -- one sentence for a person
    retraction TEXT,                    -- JSON list of notices, the latest first: nature, on, by, reasons, notice, record
    UNIQUE (scheme, value)
) STRICT;
-- serves: the papers that were retracted, the newest first
CREATE INDEX papers_retracted ON papers (state_at DESC, id) WHERE state = 'retracted';

-- serves: the papers that hold a notice, made anew when the file of retractions changes
CREATE INDEX papers_noticed ON papers (id) WHERE retraction IS NOT NULL;
-- serves: whether any registry or notice said anything yet
CREATE INDEX papers_checked ON papers (state) WHERE state != 'unknown';

CREATE TABLE paper_ids (                -- every identifier by which a paper or trial is known
    scheme TEXT NOT NULL,
    value TEXT NOT NULL,
    paper INTEGER NOT NULL REFERENCES papers (id) ON DELETE CASCADE,
    number INTEGER NOT NULL,            -- papers.id as this identifier alone gives it: old addresses lead on
    evidence TEXT NOT NULL,             -- why it is the same paper: printed | article ID | a registry
    PRIMARY KEY (scheme, value)
) STRICT, WITHOUT ROWID;
-- serves: the other identifiers of a paper
CREATE INDEX paper_ids_paper ON paper_ids (paper);
-- serves: where the address of a paper that was joined to another one leads
CREATE INDEX paper_ids_number ON paper_ids (number);

CREATE TABLE paper_words (              -- the aggregator's own: by what a paper is found when no identifier is printed
    word TEXT NOT NULL,                 -- n: surname | t: beginning of a word of its title | j: journal and month
    paper INTEGER NOT NULL REFERENCES papers (id) ON DELETE CASCADE,
    PRIMARY KEY (word, paper)
) STRICT, WITHOUT ROWID;
-- serves: the words of a paper that says something else now
CREATE INDEX paper_words_paper ON paper_words (paper);

-- serves: the first articles that announce, or name, one paper or trial, however many do
DROP INDEX identifiers_value;
CREATE INDEX identifiers_value ON identifiers (scheme, value, is_primary, article);

CREATE TABLE article_papers (           -- which paper an article is about
    article INTEGER NOT NULL REFERENCES articles (id) ON DELETE CASCADE,
    paper INTEGER NOT NULL REFERENCES papers (id) ON DELETE CASCADE,
    how TEXT NOT NULL,                  -- printed | linked: its identifier stands in the article, or we found it
    is_primary INTEGER NOT NULL,        -- 1: the article announces it
    score REAL NOT NULL,                -- 0..1
    evidence TEXT NOT NULL,             -- what it was linked by
    PRIMARY KEY (article, paper)
) STRICT, WITHOUT ROWID;
-- serves: the articles about one paper
CREATE INDEX article_papers_paper ON article_papers (paper, article);

CREATE TABLE institutions (             -- those that have a newsroom here or are named in an article
    id TEXT PRIMARY KEY,                -- the ROR id, or the source's own id where none is known
    name TEXT NOT NULL,
    country TEXT,
    kind TEXT,
    home TEXT,
    names TEXT NOT NULL DEFAULT '[]',   -- JSON: other names and acronyms
    parents TEXT NOT NULL DEFAULT '[]', -- JSON: ids of institutions it belongs to
    folded TEXT NOT NULL DEFAULT ''     -- its names, lower case and without accents, a line each: what is searched
) STRICT;

CREATE TABLE people (                   -- one row a person, as far as evidence joins the spellings of a name
    id INTEGER PRIMARY KEY,
    name TEXT NOT NULL,                 -- the spelling used most
    institution TEXT,                   -- institutions.id, when known
    spellings TEXT NOT NULL DEFAULT '[]' -- JSON objects: name, articles, why it is the same person
) STRICT;

CREATE TABLE mentions (                 -- a person, institution, lab or funder named in an article
    id INTEGER PRIMARY KEY,
    article INTEGER NOT NULL REFERENCES articles (id) ON DELETE CASCADE,
    kind TEXT NOT NULL,                 -- person | institution | lab | funder
    name TEXT NOT NULL,                 -- as printed
    folded TEXT NOT NULL,               -- lower case, without accents and titles: what is searched
    institution TEXT,                   -- institutions.id: which one it is, or the person's or lab's own
    person INTEGER,                     -- people.id
    role TEXT,                          -- author | expert | contact; of an institution: own (of its own newsroom) | other
    said TEXT,                          -- a person's role, or a funder's grants, as printed
    affiliation TEXT,                   -- of a person, as printed
    quote TEXT,                         -- the words around it
    joined TEXT,                        -- why a person of another spelling is the same
    bucket TEXT,                        -- the aggregator's own: where its person may have other spellings
    UNIQUE (article, kind, name)
) STRICT;
-- serves: every article that names a person, lab or funder, newest first; and the names that begin alike
CREATE INDEX mentions_folded ON mentions (kind, folded, article);
-- serves: the articles of others that name one institution, and the people and labs of it, newest first
CREATE INDEX mentions_institution ON mentions (institution, kind, role, article) WHERE institution IS NOT NULL;
-- serves: the articles that name one person, newest first
CREATE INDEX mentions_person ON mentions (person, article) WHERE person IS NOT NULL;
-- serves: the spellings of one family name and initial at one institution
CREATE INDEX mentions_bucket ON mentions (bucket, name, person) WHERE bucket IS NOT NULL AND joined IS NULL;
