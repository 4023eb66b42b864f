-- The ledger, version 2: what people say of records (checks), forms that were sent, who took a
-- correction back, and what a party was on the day of its act. Every table is documented in docs/ledger/schema.md.

-- A checker's verdict on one record. Anchored by the words (paper and trigger) and by what the
-- record said when it was checked, so that a verdict never passes to a record that says something
-- else. Rows are never changed and never deleted; a newer one of the same checker on the same
-- record counts instead of the older.
CREATE TABLE checks (
    id INTEGER PRIMARY KEY,
    at TEXT NOT NULL,
    who TEXT NOT NULL,
    verdict TEXT NOT NULL CHECK (verdict IN ('right', 'wrong', 'unsure')),
    slots TEXT NOT NULL,                 -- JSON list of what is wrong: type, mode, actor, recipient, date, place, aux, other
    note TEXT NOT NULL,                  -- '' where there is none
    document TEXT NOT NULL,              -- key of the document
    start INTEGER NOT NULL,              -- trigger, code points
    end INTEGER NOT NULL,
    event TEXT NOT NULL,                 -- the event as it was checked, JSON of the contract
    said INTEGER NOT NULL                -- XXH3 of what it says (ledger::check::said)
);
CREATE INDEX checks_by_document ON checks(document, start, end);
CREATE INDEX checks_by_who ON checks(who, id);
CREATE TRIGGER checks_stay BEFORE DELETE ON checks BEGIN
    SELECT RAISE(ABORT, 'checks are never deleted');
END;
CREATE TRIGGER checks_stand BEFORE UPDATE ON checks BEGIN
    SELECT RAISE(ABORT, 'checks are never changed');
END;

-- Which reports say now what was checked: each checker's latest verdict on them. Made anew when a
-- report is read again or corrected.
CREATE TABLE checked (
    report INTEGER NOT NULL REFERENCES reports(id) ON DELETE CASCADE,
    who TEXT NOT NULL,
    verdict INTEGER NOT NULL REFERENCES checks(id),
    PRIMARY KEY (report, who)
) WITHOUT ROWID;
CREATE INDEX checked_by_verdict ON checked(verdict);

-- Forms and requests that were carried out, for some days: one that comes twice is answered as
-- before and does nothing.
CREATE TABLE forms (
    form TEXT PRIMARY KEY,
    at TEXT NOT NULL,
    asked INTEGER NOT NULL,              -- XXH3 of what was asked
    answer TEXT NOT NULL                 -- JSON
) WITHOUT ROWID;
CREATE INDEX forms_by_time ON forms(at);

ALTER TABLE corrections ADD COLUMN undone_by TEXT;

-- For those who open the file themselves.
CREATE VIEW v_checks AS
SELECT k.id, k.at, k.who, k.verdict, k.slots, k.note, k.document, k.start, k.end,
    json_extract(k.event, '$.event') AS type, json_extract(k.event, '$.trigger.text') AS words,
    r.id AS report, a.uid AS act
FROM checks k LEFT JOIN checked c ON c.verdict = k.id
LEFT JOIN reports r ON r.id = c.report LEFT JOIN acts a ON a.id = r.act;

-- Code and sector that a party had in the act: a person changes offices, and one entity may stand
-- for a state and for its people. Rows of version 1 have those of the entity.
ALTER TABLE parties ADD COLUMN code TEXT;
ALTER TABLE parties ADD COLUMN sector TEXT;
UPDATE parties SET (code, sector) = (SELECT e.code, e.sector FROM entities e WHERE e.id = parties.entity);
DROP VIEW v_acts;
CREATE VIEW v_acts AS
SELECT a.uid, a.date, a.day, a.type, a.mode, a.cameo, a.quad, a.score, a.aux, a.weight,
    (SELECT group_concat(e.name, '; ') FROM parties p JOIN entities e ON e.id = p.entity WHERE p.act = a.id AND p.role = 0 ORDER BY p.place) AS actors,
    (SELECT group_concat(p.code, '; ') FROM parties p WHERE p.act = a.id AND p.role = 0 ORDER BY p.place) AS actor_codes,
    (SELECT group_concat(e.name, '; ') FROM parties p JOIN entities e ON e.id = p.entity WHERE p.act = a.id AND p.role = 1 ORDER BY p.place) AS recipients,
    (SELECT group_concat(p.code, '; ') FROM parties p WHERE p.act = a.id AND p.role = 1 ORDER BY p.place) AS recipient_codes,
    (SELECT group_concat(tag, '; ') FROM tags t WHERE t.act = a.id AND t.kind = 'area') AS areas,
    (SELECT group_concat(tag, '; ') FROM tags t WHERE t.act = a.id AND t.kind = 'framework') AS frameworks,
    (SELECT group_concat(tag, '; ') FROM tags t WHERE t.act = a.id AND t.kind = 'context') AS contexts,
    a.place, a.country, a.confidence, a.n_reports, a.n_documents, a.n_sources, a.first_seen, a.last_seen
FROM acts a;
