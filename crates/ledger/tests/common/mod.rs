//! Small papers of our own with records, and looks into a ledger's tables.
#![allow(dead_code)] // each test file uses a part

use ledger::ask::{Columns, Page, Search};
use ledger::{Filed, Ledger, Token};
use record::{Cited, Coded, DateRecord, Event, MentionRecord, Record};
use rusqlite::Connection;
use std::path::PathBuf;

/// States that papers tell of: code and name.
pub const STATES: [(&str, &str); 6] = [
    ("POL", "Poland"),
    ("FIN", "Finland"),
    ("KAZ", "Kazakhstan"),
    ("CHN", "China"),
    ("EST", "Estonia"),
    ("NOR", "Norway"),
];
/// PLOVER type, CAMEO code, quad class, score, verb.
pub const TYPES: [(&str, &str, u8, f32, &str); 5] = [
    ("SUPPORT", "051", 1, 3.4, "praised"),
    ("CONSULT", "040", 1, 1.0, "met"),
    ("ACCUSE", "111", 3, -2.0, "blamed"),
    ("AID", "071", 2, 7.4, "helped"),
    ("COERCE", "172", 4, -5.0, "fined"),
];
pub const AREAS: [&str; 4] = ["nuclear energy", "trade", "transit", "culture"];
pub const AUX: [&str; 4] = ["none", "future", "negation", "historical"];

/// One act as a paper tells it. Numbers are indices into the tables above.
#[derive(Clone, Debug, PartialEq)]
pub struct Told {
    pub actors: Vec<usize>,
    pub recipients: Vec<usize>,
    pub kind: usize,
    pub aux: usize,
    pub area: Option<usize>,
    /// ISO or EDTF; empty for none.
    pub date: String,
    pub same_as: Option<usize>,
}

impl Told {
    pub fn new(actor: usize, kind: usize, recipient: usize, date: &str) -> Self {
        Self {
            actors: vec![actor],
            recipients: vec![recipient],
            kind,
            aux: 0,
            area: None,
            date: date.into(),
            same_as: None,
        }
    }
}

/// A text that grows, with its words.
#[derive(Default)]
struct Growing {
    text: String,
    points: u32,
    tokens: Vec<Token>,
}

impl Growing {
    fn word(&mut self, form: &str, lemma: &str) -> Cited {
        if self.points > 0 {
            self.text.push(' ');
            self.points += 1;
        }
        let start = self.points;
        self.text.push_str(form);
        self.points += form.chars().count() as u32;
        self.tokens.push(Token { start, end: self.points, lemma: lemma.into() });
        Cited { text: form.into(), start, end: self.points }
    }

    fn state(&mut self, state: usize) -> MentionRecord {
        let (code, name) = STATES[state];
        MentionRecord {
            cited: self.word(name, name),
            name: name.into(),
            entity: Some(format!("country/{code}").into()),
            code: Some(code.into()),
            sector: None,
            implied: false,
        }
    }
}

/// A paper that tells these acts, a sentence each. `words` stand in front: `form/lemma`.
pub fn paper(key: &str, published: &str, words: &str, told: &[Told]) -> Filed {
    let mut grown = Growing::default();
    for word in words.split_whitespace() {
        let (form, lemma) = word.split_once('/').unwrap_or((word, word));
        grown.word(form, lemma);
    }
    let mut events = Vec::new();
    for (i, t) in told.iter().enumerate() {
        let begun = grown.points + u32::from(grown.points > 0);
        let (event, cameo, quad, score, verb) = TYPES[t.kind];
        let actors = t.actors.iter().map(|s| grown.state(*s)).collect();
        let trigger = grown.word(verb, verb);
        let recipients = t.recipients.iter().map(|s| grown.state(*s)).collect();
        let area = t.area.map(|a| AREAS[a]);
        area.into_iter().flat_map(str::split_whitespace).for_each(|w| drop(grown.word(w, w)));
        events.push(Event {
            id: format!("e{}", i + 1),
            sentence: [begun, grown.points],
            event: event.into(),
            mode: None,
            contexts: Vec::new(),
            aux: AUX[t.aux].into(),
            weight: "core".into(),
            cameo: cameo.into(),
            quad,
            score,
            trigger,
            actors,
            recipients,
            said_by: None,
            statement: None,
            areas: area.into_iter().map(Into::into).collect(),
            frameworks: Vec::new(),
            date: (!t.date.is_empty()).then(|| DateRecord {
                value: t.date.as_str().into(),
                granularity: "day".into(),
                text: None,
                start: None,
                end: None,
                from: "text".into(),
            }),
            place: None,
            same_as: t.same_as.map(|n| format!("e{}", n + 1)),
            confidence: 0.5 + i as f32 / 100.0,
            why: vec!["a test".into()],
        });
    }
    Filed {
        key: key.into(),
        text: grown.text,
        tokens: grown.tokens,
        record: Record {
            id: key.into(),
            lang: "en".into(),
            published: Some(published.into()),
            title: Some(format!("On {key}")),
            url: None,
            coded: Coded { events, ..Coded::default() },
        },
        source: key.split('/').next().unwrap_or(key).into(),
        author: None,
        maker: "maker 1".into(),
    }
}

/// A ledger in a folder that goes away with it.
pub struct Shelf {
    pub ledger: Ledger,
    pub path: PathBuf,
    _folder: tempfile::TempDir,
}

impl Shelf {
    pub fn new() -> Self {
        let folder = tempfile::tempdir().expect("a folder");
        let path = folder.path().join("a.ledger");
        Self { ledger: Ledger::open(&path).expect("a ledger"), path, _folder: folder }
    }

    pub fn of(papers: &[Filed]) -> Self {
        let mut shelf = Self::new();
        papers.iter().for_each(|p| shelf.file(p));
        shelf
    }

    pub fn file(&mut self, paper: &Filed) {
        let mut filing = self.ledger.filing().expect("a transaction");
        let (unit, _) = filing.begin("unit", "stamp").expect("a unit");
        filing.file(unit, paper).expect("filed");
        filing.commit().expect("committed");
    }

    /// All pages of a search, one after the other: numbers of papers.
    pub fn pages(&self, search: &Search, columns: Option<&Columns>, limit: u32) -> Vec<i64> {
        let (mut all, mut after) = (Vec::new(), None::<String>);
        loop {
            let page = Page { after: after.as_deref(), limit, facets: 0 };
            let found = self.ledger.search(search, columns, &page).expect("a page");
            assert!(found.hits.len() <= limit as usize);
            assert!(
                found.next.is_none() || found.hits.len() == limit as usize,
                "a page came up short"
            );
            all.extend(found.hits.iter().map(|h| h.about.document));
            match found.next {
                Some(next) => after = Some(next),
                None => return all,
            }
        }
    }

    /// The file as anybody else sees it.
    pub fn look(&self) -> Connection {
        Connection::open(&self.path).expect("opened")
    }

    /// Rows of a query, cells joined by `|`.
    pub fn rows(&self, sql: &str) -> Vec<String> {
        let db = self.look();
        let mut asked = db.prepare(sql).expect(sql);
        let width = asked.column_count();
        let cell = |r: &rusqlite::Row, i| match r.get_ref(i).expect("a cell") {
            rusqlite::types::ValueRef::Null => "null".to_owned(),
            rusqlite::types::ValueRef::Integer(n) => n.to_string(),
            rusqlite::types::ValueRef::Real(x) => format!("{x:.3}"),
            rusqlite::types::ValueRef::Text(t) => String::from_utf8_lossy(t).into_owned(),
            rusqlite::types::ValueRef::Blob(b) => format!("{} bytes", b.len()),
        };
        asked
            .query_map([], |r| Ok((0..width).map(|i| cell(r, i)).collect::<Vec<_>>().join("|")))
            .expect(sql)
            .collect::<rusqlite::Result<_>>()
            .expect(sql)
    }

    pub fn report(&self, key: &str, event: &str) -> i64 {
        let sql = format!(
            "SELECT r.id FROM reports r JOIN documents d ON d.id = r.document
             WHERE d.key = '{key}' AND r.event = '{event}'"
        );
        self.rows(&sql)[0].parse().expect("a number")
    }

    pub fn act(&self, key: &str, event: &str) -> String {
        let report = self.report(key, event);
        self.rows(&format!(
            "SELECT a.uid FROM acts a JOIN reports r ON r.act = a.id WHERE r.id = {report}"
        ))
        .remove(0)
    }

    /// What papers tell, whatever the order in which they came.
    pub fn told(&self) -> Vec<String> {
        let mut rows = self.rows(
            "SELECT d.key, d.name, d.lang, d.published, d.title, s.name, m.versions, d.points,
                d.n_words, d.checksum, p.text, p.tokens, p.record
             FROM documents d JOIN sources s ON s.id = d.source JOIN makers m ON m.id = d.maker
             JOIN papers p ON p.document = d.id ORDER BY d.key",
        );
        rows.extend(self.rows(
            "SELECT d.key, r.event, r.type, r.mode, r.cameo, r.quad, r.score, r.aux, r.weight,
                r.day, r.confidence, r.start, r.end, r.sentence_start, r.sentence_end, e.key
             FROM reports r JOIN documents d ON d.id = r.document
             LEFT JOIN entities e ON e.id = r.said_by ORDER BY d.key, r.id",
        ));
        rows
    }

    /// Acts with all that hangs on them, without the numbers of rows.
    pub fn acts(&self) -> Vec<String> {
        let mut rows = self.rows(
            "SELECT a.uid, a.type, a.mode, a.cameo, a.quad, a.score, a.aux, a.weight, a.day, a.date,
                a.confidence, a.n_reports, a.n_documents, a.n_sources, a.first_seen, a.last_seen,
                (SELECT group_concat(x, ' ') FROM (SELECT e.key || ':' || p.role AS x FROM parties p
                    JOIN entities e ON e.id = p.entity WHERE p.act = a.id ORDER BY p.role, p.place)),
                (SELECT group_concat(x, ' ') FROM (SELECT code || role || day || type AS x
                    FROM codes WHERE act = a.id ORDER BY code, role)),
                (SELECT group_concat(x, ' ') FROM (SELECT kind || tag || day AS x
                    FROM tags WHERE act = a.id ORDER BY kind, tag)),
                (SELECT group_concat(x, ' ') FROM (SELECT lo || hi || day || direction || quad AS x
                    FROM dyads WHERE act = a.id ORDER BY lo, hi)),
                (SELECT group_concat(x, ' ') FROM (SELECT d.key || '#' || r.event AS x FROM reports r
                    JOIN documents d ON d.id = r.document WHERE r.act = a.id ORDER BY 1))
             FROM acts a ORDER BY a.uid",
        );
        rows.extend(self.rows("SELECT * FROM balances ORDER BY 1, 2, 3, 4, 5"));
        rows
    }

    /// That nothing hangs in the air: every table, every count, every sum.
    pub fn sound(&self) {
        let none = |sql: &str| assert_eq!(self.rows(sql), Vec::<String>::new(), "{sql}");
        assert_eq!(self.rows("PRAGMA integrity_check"), ["ok"]);
        none("PRAGMA foreign_key_check");
        self.look()
            .execute_batch("INSERT INTO words(words) VALUES('integrity-check')")
            .expect("the index of words is sound");
        none("SELECT id FROM documents EXCEPT SELECT rowid FROM words_docsize");
        none("SELECT id FROM words_docsize EXCEPT SELECT id FROM documents");
        none("SELECT id FROM documents EXCEPT SELECT document FROM papers");
        none("SELECT document FROM bands EXCEPT SELECT id FROM documents");
        none(
            "SELECT a.uid FROM acts a WHERE NOT EXISTS (SELECT 1 FROM reports r WHERE r.act = a.id)",
        );
        none(
            "SELECT a.uid FROM acts a WHERE NOT EXISTS
            (SELECT 1 FROM reports r WHERE r.act = a.id AND r.id = a.report)",
        );
        for table in ["parties", "codes", "tags", "dyads"] {
            // Days are kept beside acts for the order of the index.
            none(&format!(
                "SELECT a.uid FROM {table} t JOIN acts a ON a.id = t.act WHERE t.day <> a.day"
            ));
        }
        for table in ["codes", "dyads"] {
            none(&format!(
                "SELECT a.uid FROM {table} t JOIN acts a ON a.id = t.act WHERE t.type <> a.type"
            ));
        }
        none(
            "SELECT a.uid FROM acts a WHERE (n_reports, n_documents, n_sources) <>
            (SELECT count(*), count(DISTINCT d.id), count(DISTINCT d.source) FROM reports r
             JOIN documents d ON d.id = r.document WHERE r.act = a.id)",
        );
        none("SELECT m.id FROM merges m JOIN reports r ON r.id = m.report WHERE r.act <> m.act");
        none("SELECT report FROM merge_keys EXCEPT SELECT id FROM reports");
        none("SELECT report FROM merge_keys EXCEPT SELECT report FROM sketches");
        // The balances are what a recount gives.
        let counted = "SELECT lo, hi, substr(day, 1, 7), quad, direction, count(*), sum(score)
            FROM dyads GROUP BY 1, 2, 3, 4, 5 ORDER BY 1, 2, 3, 4, 5";
        let kept = "SELECT * FROM balances ORDER BY 1, 2, 3, 4, 5";
        assert_eq!(self.rows(kept), self.rows(counted));
        // And the pairs are what the parties give.
        let pairs = "SELECT DISTINCT min(x.code, y.code), max(x.code, y.code), a.uid
            FROM acts a JOIN codes x ON x.act = a.id AND x.role = 0
            JOIN codes y ON y.act = a.id AND y.role = 1
            WHERE x.code <> y.code AND a.aux NOT IN ('negation', 'hypothetical') ORDER BY 1, 2, 3";
        let kept = "SELECT lo, hi, a.uid FROM dyads d JOIN acts a ON a.id = d.act ORDER BY 1, 2, 3";
        assert_eq!(self.rows(kept), self.rows(pairs));
    }
}
