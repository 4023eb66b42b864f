-- The ledger, version 1. Every table is documented in docs/ledger/schema.md.

-- Facts about the file itself: who made it and with what.
CREATE TABLE meta (key TEXT PRIMARY KEY, value TEXT NOT NULL) WITHOUT ROWID;

-- Who published papers: the host of an address, or the folder or file a paper came from.
CREATE TABLE sources (id INTEGER PRIMARY KEY, name TEXT NOT NULL UNIQUE);

-- What was read: a file, a feed, an archive; how far, and in which state.
CREATE TABLE units (
    id INTEGER PRIMARY KEY,
    name TEXT NOT NULL UNIQUE,
    stamp TEXT NOT NULL,                 -- what tells that it has not changed
    position INTEGER NOT NULL DEFAULT 0, -- items that are dealt with
    done INTEGER NOT NULL DEFAULT 0,     -- 1 when read to its end
    papers INTEGER NOT NULL DEFAULT 0,
    rejects INTEGER NOT NULL DEFAULT 0,
    read_at TEXT NOT NULL
);

-- What could not be read, and why.
CREATE TABLE rejects (
    id INTEGER PRIMARY KEY,
    unit INTEGER NOT NULL REFERENCES units(id),
    position INTEGER NOT NULL,
    reason TEXT NOT NULL,
    at TEXT NOT NULL,
    UNIQUE (unit, position)
);

-- Versions of program and packs that made records.
CREATE TABLE makers (id INTEGER PRIMARY KEY, versions TEXT NOT NULL UNIQUE);

-- One row a paper.
CREATE TABLE documents (
    id INTEGER PRIMARY KEY,
    key TEXT NOT NULL UNIQUE,            -- canonical address, else unit#id
    name TEXT NOT NULL,                  -- the id its record carries
    lang TEXT NOT NULL,
    published TEXT,
    title TEXT,
    url TEXT,
    author TEXT,
    source INTEGER NOT NULL REFERENCES sources(id),
    unit INTEGER NOT NULL REFERENCES units(id),
    maker INTEGER NOT NULL REFERENCES makers(id),
    copy_of INTEGER REFERENCES documents(id) ON DELETE SET NULL,
    likeness REAL,                       -- to the paper it is a copy of
    points INTEGER NOT NULL,             -- length of the text in code points
    n_words INTEGER NOT NULL,
    checksum INTEGER NOT NULL,           -- XXH3 of the text
    signature BLOB,                      -- MinHash of the text
    added TEXT NOT NULL
);
CREATE INDEX documents_by_unit ON documents(unit);
CREATE INDEX documents_by_day ON documents(published, id);
CREATE INDEX documents_by_name ON documents(name);
CREATE INDEX documents_by_url ON documents(url) WHERE url IS NOT NULL;
CREATE INDEX documents_by_copy ON documents(copy_of) WHERE copy_of IS NOT NULL;

-- The paper itself, each part compressed by zstd.
CREATE TABLE papers (
    document INTEGER PRIMARY KEY REFERENCES documents(id) ON DELETE CASCADE,
    text BLOB NOT NULL,                  -- UTF-8
    tokens BLOB NOT NULL,                -- where its words stand, and their lemmas
    record BLOB NOT NULL                 -- the record as the contract has it
);

-- Keys under which copies of a paper are looked for.
CREATE TABLE bands (band INTEGER NOT NULL, document INTEGER NOT NULL, PRIMARY KEY (band, document)) WITHOUT ROWID;

-- Persons, states, organisations that records name.
CREATE TABLE entities (
    id INTEGER PRIMARY KEY,
    key TEXT NOT NULL UNIQUE,            -- person/..., country/KAZ, org/SCO, name/... where unknown to the world
    name TEXT NOT NULL,
    code TEXT,
    sector TEXT
);
CREATE INDEX entities_by_name ON entities(name);
CREATE INDEX entities_by_code ON entities(code);

-- One row a coded act as one paper tells it; after corrections, if there are any.
CREATE TABLE reports (
    id INTEGER PRIMARY KEY,
    document INTEGER NOT NULL REFERENCES documents(id) ON DELETE CASCADE,
    event TEXT NOT NULL,                 -- e1, e2, ... in the record
    act INTEGER NOT NULL REFERENCES acts(id),
    type TEXT NOT NULL,
    mode TEXT,
    cameo TEXT NOT NULL,
    quad INTEGER NOT NULL,
    score REAL NOT NULL,
    aux TEXT NOT NULL,
    weight TEXT NOT NULL,
    day TEXT,                            -- first day that the date means
    confidence REAL NOT NULL,
    start INTEGER NOT NULL,              -- trigger, code points
    end INTEGER NOT NULL,
    sentence_start INTEGER NOT NULL,
    sentence_end INTEGER NOT NULL,
    said_by INTEGER REFERENCES entities(id),
    corrected INTEGER NOT NULL DEFAULT 0
);
CREATE INDEX reports_by_document ON reports(document);
CREATE INDEX reports_by_act ON reports(act);

-- Reports that a person changed or added: the event as it stands now, JSON of the contract.
CREATE TABLE revised (
    report INTEGER PRIMARY KEY REFERENCES reports(id) ON DELETE CASCADE,
    event TEXT NOT NULL
);

-- One row an act: what happened, as its reports tell it.
CREATE TABLE acts (
    id INTEGER PRIMARY KEY,
    uid TEXT NOT NULL UNIQUE,            -- stable: the same papers give the same id
    report INTEGER,                      -- the report whose values stand here
    type TEXT NOT NULL,
    mode TEXT,
    cameo TEXT NOT NULL,
    quad INTEGER NOT NULL,
    score REAL NOT NULL,
    aux TEXT NOT NULL,
    weight TEXT NOT NULL,
    day TEXT NOT NULL DEFAULT '',        -- first day that the date means; '' where there is none
    date TEXT,                           -- the date as the record gives it (ISO 8601, EDTF)
    date_from TEXT,                      -- text, published, inferred
    confidence REAL NOT NULL,
    place TEXT,
    country TEXT,
    lat REAL,
    lon REAL,
    n_reports INTEGER NOT NULL,
    n_documents INTEGER NOT NULL,
    n_sources INTEGER NOT NULL,
    first_seen TEXT,
    last_seen TEXT
);
CREATE INDEX acts_by_day ON acts(day, id);
CREATE INDEX acts_by_type ON acts(type, day, id);
CREATE INDEX acts_by_mode ON acts(mode, day, id) WHERE mode IS NOT NULL;
CREATE INDEX acts_by_country ON acts(country, day, id) WHERE country IS NOT NULL;
CREATE INDEX acts_by_sources ON acts(n_sources) WHERE n_sources > 1;
CREATE INDEX acts_by_confidence ON acts(confidence);

-- Who takes part: role 0 actor, 1 recipient. Participants of a reciprocal act (which has no
-- recipients) stand a second time under role 2, so that they are found as recipients, too.
CREATE TABLE parties (
    entity INTEGER NOT NULL REFERENCES entities(id),
    role INTEGER NOT NULL,
    day TEXT NOT NULL,                   -- '' where the act has none
    act INTEGER NOT NULL REFERENCES acts(id) ON DELETE CASCADE,
    place INTEGER NOT NULL,              -- in the order of the record
    PRIMARY KEY (entity, role, day, act)
) WITHOUT ROWID;
CREATE INDEX parties_by_act ON parties(act, role, place, entity);

-- The same by code, so that all of a state's organs and leaders are found at once. Here
-- participants of reciprocal acts stand under both roles.
CREATE TABLE codes (
    code TEXT NOT NULL,
    role INTEGER NOT NULL,
    day TEXT NOT NULL,
    act INTEGER NOT NULL REFERENCES acts(id) ON DELETE CASCADE,
    type TEXT NOT NULL,
    PRIMARY KEY (code, role, day, act)
) WITHOUT ROWID;
CREATE INDEX codes_by_act ON codes(act);

-- Areas, frameworks, contexts: kind 'area', 'framework', 'context'.
CREATE TABLE tags (
    kind TEXT NOT NULL,
    tag TEXT NOT NULL,
    day TEXT NOT NULL,
    act INTEGER NOT NULL REFERENCES acts(id) ON DELETE CASCADE,
    PRIMARY KEY (kind, tag, day, act)
) WITHOUT ROWID;
CREATE INDEX tags_by_act ON tags(act, kind, tag);

-- What passes between two codes, as far as it is said to have happened or to come (not what is
-- denied or only imagined); lo < hi. direction 0: lo toward hi, 1: hi toward lo, 2: both.
CREATE TABLE dyads (
    lo TEXT NOT NULL,
    hi TEXT NOT NULL,
    day TEXT NOT NULL,
    act INTEGER NOT NULL REFERENCES acts(id) ON DELETE CASCADE,
    direction INTEGER NOT NULL,
    type TEXT NOT NULL,
    quad INTEGER NOT NULL,
    score REAL NOT NULL,
    PRIMARY KEY (lo, hi, day, act)
) WITHOUT ROWID;
CREATE INDEX dyads_by_act ON dyads(act);

-- Its balance by month, kept by the triggers below. month '' where the act has no day.
CREATE TABLE balances (
    lo TEXT NOT NULL,
    hi TEXT NOT NULL,
    month TEXT NOT NULL,
    quad INTEGER NOT NULL,
    direction INTEGER NOT NULL,
    acts INTEGER NOT NULL,
    score REAL NOT NULL,                 -- sum
    PRIMARY KEY (lo, hi, month, quad, direction)
) WITHOUT ROWID;
CREATE INDEX balances_by_hi ON balances(hi, lo, month);
CREATE TRIGGER balance_more AFTER INSERT ON dyads BEGIN
    INSERT INTO balances VALUES (new.lo, new.hi, substr(new.day, 1, 7), new.quad, new.direction, 1, new.score)
    ON CONFLICT DO UPDATE SET acts = acts + 1, score = score + new.score;
END;
CREATE TRIGGER balance_less AFTER DELETE ON dyads BEGIN
    UPDATE balances SET acts = acts - 1, score = score - old.score
    WHERE lo = old.lo AND hi = old.hi AND month = substr(old.day, 1, 7)
      AND quad = old.quad AND direction = old.direction;
    DELETE FROM balances WHERE lo = old.lo AND hi = old.hi AND month = substr(old.day, 1, 7)
      AND quad = old.quad AND direction = old.direction AND acts = 0;
END;

-- Keys under which reports that tell an act again are looked for. A report's own are computed from
-- its sketch where they are to be deleted: an index by report would be as large as the table.
CREATE TABLE merge_keys (key INTEGER NOT NULL, report INTEGER NOT NULL, PRIMARY KEY (key, report)) WITHOUT ROWID;

-- What merging knows of a report (postcard, ledger::merge::Sketch); only of those that have keys.
CREATE TABLE sketches (
    report INTEGER PRIMARY KEY REFERENCES reports(id) ON DELETE CASCADE,
    sketch BLOB NOT NULL
);

-- Why a report was put to an act that another report founded.
CREATE TABLE merges (
    id INTEGER PRIMARY KEY,
    report INTEGER NOT NULL UNIQUE REFERENCES reports(id) ON DELETE CASCADE,
    act INTEGER NOT NULL REFERENCES acts(id) ON DELETE CASCADE,
    score REAL NOT NULL,
    reasons TEXT NOT NULL,               -- JSON list
    made_by TEXT NOT NULL                -- 'rules' or the name given with a correction
);
CREATE INDEX merges_by_act ON merges(act);

-- Who said what: content in code points.
CREATE TABLE statements (
    id INTEGER PRIMARY KEY,
    document INTEGER NOT NULL REFERENCES documents(id) ON DELETE CASCADE,
    statement TEXT NOT NULL,             -- s1, s2, ... in the record
    speaker INTEGER REFERENCES entities(id),
    kind TEXT NOT NULL,
    start INTEGER NOT NULL,
    end INTEGER NOT NULL
);
CREATE INDEX statements_by_document ON statements(document);
CREATE INDEX statements_by_speaker ON statements(speaker);

-- Standing relations that papers state, such as named partnerships; lo < hi.
CREATE TABLE relations (
    id INTEGER PRIMARY KEY,
    document INTEGER NOT NULL REFERENCES documents(id) ON DELETE CASCADE,
    kind TEXT NOT NULL,
    lo TEXT NOT NULL,
    hi TEXT NOT NULL,
    label TEXT NOT NULL,
    day TEXT,                            -- the paper's
    start INTEGER NOT NULL,
    end INTEGER NOT NULL
);
CREATE INDEX relations_by_pair ON relations(lo, hi, day);
CREATE INDEX relations_by_document ON relations(document);

-- Promises, concessions and threats, and what became of them.
CREATE TABLE pledges (
    act INTEGER PRIMARY KEY REFERENCES acts(id) ON DELETE CASCADE,
    kind TEXT NOT NULL,                  -- promise, concession, threat
    promised TEXT,                       -- PLOVER type of what was promised, where the record tells
    made TEXT NOT NULL,                  -- day
    due_from TEXT,                       -- the time that it names, if it does
    due_to TEXT,
    status TEXT NOT NULL                 -- promised, repeated, carried out, withdrawn, open
);
CREATE INDEX pledges_by_day ON pledges(made, act);
CREATE INDEX pledges_by_status ON pledges(status, made, act);
CREATE TABLE pledge_links (
    pledge INTEGER NOT NULL REFERENCES pledges(act) ON DELETE CASCADE,
    act INTEGER NOT NULL REFERENCES acts(id) ON DELETE CASCADE,
    kind TEXT NOT NULL,                  -- carried out, repeated, withdrawn, contradicted
    score REAL NOT NULL,
    day_from TEXT NOT NULL,
    day_to TEXT NOT NULL,
    reasons TEXT NOT NULL,               -- JSON list
    PRIMARY KEY (pledge, act)
) WITHOUT ROWID;
CREATE INDEX pledge_links_by_act ON pledge_links(act);

-- Acts whose values changed since pledges were settled last.
CREATE TABLE unsettled (act INTEGER PRIMARY KEY REFERENCES acts(id) ON DELETE CASCADE);

-- What people put right; never deleted. Anchored by the words (paper and trigger), so that a
-- re-reading with newer packs keeps it.
CREATE TABLE corrections (
    id INTEGER PRIMARY KEY,
    at TEXT NOT NULL,
    who TEXT NOT NULL,
    why TEXT NOT NULL,
    kind TEXT NOT NULL,                  -- change, reject, add, merge, split
    document TEXT NOT NULL,              -- key of the document
    start INTEGER NOT NULL,              -- trigger, code points
    end INTEGER NOT NULL,
    before TEXT,                         -- the event as it was, JSON of the contract
    after TEXT,                          -- change: the keys that change; add: the whole event
    other_document TEXT,                 -- merge: a report of the act it was put to; split: of the act it was taken from
    other_start INTEGER,
    other_end INTEGER,
    standing TEXT NOT NULL DEFAULT 'applied', -- applied; agrees, differs, missing after a re-reading
    undone_at TEXT
);
CREATE INDEX corrections_by_document ON corrections(document);
CREATE INDEX corrections_by_other ON corrections(other_document) WHERE other_document IS NOT NULL;

-- Words for search: folded forms and folded lemmas; the rowid is the document's. The texts are not
-- kept twice: a row is taken out by giving its words once more (plain contentless tables are read
-- by older SQLite, too).
CREATE VIRTUAL TABLE words USING fts5(
    forms, lemmas, content='', tokenize="unicode61 remove_diacritics 2"
);

-- For those who open the file themselves.
CREATE VIEW v_acts AS
SELECT a.uid, a.date, a.day, a.type, a.mode, a.cameo, a.quad, a.score, a.aux, a.weight,
    (SELECT group_concat(e.name, '; ') FROM parties p JOIN entities e ON e.id = p.entity WHERE p.act = a.id AND p.role = 0 ORDER BY p.place) AS actors,
    (SELECT group_concat(e.code, '; ') FROM parties p JOIN entities e ON e.id = p.entity WHERE p.act = a.id AND p.role = 0 ORDER BY p.place) AS actor_codes,
    (SELECT group_concat(e.name, '; ') FROM parties p JOIN entities e ON e.id = p.entity WHERE p.act = a.id AND p.role = 1 ORDER BY p.place) AS recipients,
    (SELECT group_concat(e.code, '; ') FROM parties p JOIN entities e ON e.id = p.entity WHERE p.act = a.id AND p.role = 1 ORDER BY p.place) AS recipient_codes,
    (SELECT group_concat(tag, '; ') FROM tags t WHERE t.act = a.id AND t.kind = 'area') AS areas,
    (SELECT group_concat(tag, '; ') FROM tags t WHERE t.act = a.id AND t.kind = 'framework') AS frameworks,
    (SELECT group_concat(tag, '; ') FROM tags t WHERE t.act = a.id AND t.kind = 'context') AS contexts,
    a.place, a.country, a.confidence, a.n_reports, a.n_documents, a.n_sources, a.first_seen, a.last_seen
FROM acts a;
CREATE VIEW v_reports AS
SELECT r.id, a.uid AS act, d.name AS document, d.published, d.url, s.name AS source, r.event, r.type, r.mode,
    r.day, r.weight, e.name AS said_by, r.start, r.end, r.sentence_start, r.sentence_end, r.confidence, r.corrected
FROM reports r JOIN acts a ON a.id = r.act JOIN documents d ON d.id = r.document
JOIN sources s ON s.id = d.source LEFT JOIN entities e ON e.id = r.said_by;
CREATE VIEW v_balance AS
SELECT lo, hi, month, quad, direction, acts, score / acts AS mean_score FROM balances;
CREATE VIEW v_pledges AS
SELECT v.*, p.status FROM pledges p JOIN acts a ON a.id = p.act JOIN v_acts v ON v.uid = a.uid;
