//! One synthetic paper from a real one.
//!
//! **In:** a paper with its words and record. **Out:** another of the same build: states are
//! exchanged for others (a few are very frequent, as in real news), persons get made names, all
//! days move together by up to nineteen years, some words give way to words of other papers and
//! one in a hundred to a made-up rare one. The text is put together anew and every offset of the
//! record moved with it, so that each citation still says what it cites. Words that name a day
//! ("on Wednesday") stay as they are and no longer fit the date.

use crate::chance::Chance;
use jiff::civil::Date;
use jiff::{Span, ToSpan};
use ledger::{Filed, Token};
use record::{Cited, MentionRecord, Record};
use std::collections::HashMap;

/// Sources, persons of a state and strangers that papers name.
const HOSTS: u64 = 400;
const PERSONS: u64 = 40;
const STRANGERS: u64 = 200_000;
/// Over how many days papers are spread.
const YEARS_IN_DAYS: u64 = 7_000;
/// Made-up rare words.
const RARE: u64 = 2_000_000;

/// A real paper.
pub struct Base {
    chars: Vec<char>,
    tokens: Vec<Token>,
    record: Record,
    /// Stretches that the record cites: not to be changed.
    kept: Vec<[u32; 2]>,
    /// Explicit mentions that do not overlap, in text order.
    named: Vec<MentionRecord>,
}

/// All that papers are made of.
pub struct Cast {
    states: Vec<(String, String)>,
    words: Vec<(String, String)>,
}

/// Who plays whom in one paper, and when.
pub struct Roles {
    codes: HashMap<String, (String, String)>,
    seed: u64,
    days: i32,
}

impl Base {
    pub fn new(text: String, tokens: Vec<Token>, record: Record) -> Self {
        let mut kept = Vec::new();
        let mut named: Vec<MentionRecord> = Vec::new();
        for e in &record.coded.events {
            kept.push([e.trigger.start, e.trigger.end]);
            if let Some((Some(a), Some(b))) = e.date.as_ref().map(|d| (d.start, d.end)) {
                kept.push([a, b]);
            }
            kept.extend(e.place.as_ref().map(|p| [p.cited.start, p.cited.end]));
            named.extend(e.actors.iter().chain(&e.recipients).filter(|m| !m.implied).cloned());
        }
        named.sort_by_key(|m| (m.cited.start, std::cmp::Reverse(m.cited.end)));
        let mut at = 0;
        named.retain(|m| {
            let free = m.cited.start >= at
                && !kept.iter().any(|[a, b]| *a < m.cited.end && m.cited.start < *b);
            if free {
                at = m.cited.end;
            }
            free
        });
        Self { chars: text.chars().collect(), tokens, record, kept, named }
    }

    fn form(&self, token: &Token) -> String {
        let at = |n: u32| (n as usize).min(self.chars.len());
        self.chars[at(token.start)..at(token.end)].iter().collect()
    }
}

fn is_common(form: &str) -> bool {
    form.chars().count() > 3 && form.chars().all(char::is_lowercase)
}

impl Cast {
    pub fn of(bases: &[Base]) -> Self {
        let mut states = std::collections::BTreeMap::new();
        let mut words = Vec::new();
        for base in bases {
            for m in &base.named {
                if let (Some(entity), Some(code)) = (&m.entity, &m.code)
                    && entity.starts_with("country/")
                {
                    states.insert(code.to_string(), m.name.to_string());
                }
            }
            for token in &base.tokens {
                let form = base.form(token);
                if is_common(&form) {
                    words.push((form, token.lemma.to_string()));
                }
            }
        }
        Self { states: states.into_iter().collect(), words }
    }

    pub fn states(&self) -> usize {
        self.states.len()
    }

    /// A cast for one happening: different states stay different. Papers come in the order of
    /// days, as news and archives do (`done`: how far, 0 to 1), give or take a month; one in ten
    /// is from any day.
    pub fn roles(&self, base: &Base, chance: &mut Chance, done: f64) -> Roles {
        let mut codes: HashMap<String, (String, String)> = HashMap::new();
        for code in base.named.iter().filter_map(|m| m.code.as_deref()) {
            if codes.contains_key(code) || !self.states.iter().any(|(c, _)| c == code) {
                continue;
            }
            for _ in 0..8 {
                let state = &self.states[chance.rank(self.states.len() as u64) as usize];
                if codes.values().all(|(c, _)| *c != state.0) {
                    codes.insert(code.to_owned(), state.clone());
                    break;
                }
            }
        }
        let days = match chance.below(10) {
            0 => -(chance.below(YEARS_IN_DAYS) as i32),
            _ => (YEARS_IN_DAYS as f64 * (done - 1.0)) as i32 + chance.below(30) as i32,
        };
        Roles { codes, seed: chance.next(), days }
    }
}

impl Roles {
    /// The same mention in this cast.
    fn play(&self, m: &mut MentionRecord) {
        let as_before = m.entity.as_deref().unwrap_or(&m.name).to_owned();
        // The same for every mention of one party in one cast.
        let mut own =
            Chance::new(as_before.bytes().fold(self.seed, |h, b| h.rotate_left(7) ^ u64::from(b)));
        own.next();
        let new = m.code.as_deref().and_then(|c| self.codes.get(c)).cloned();
        match (&m.entity, new) {
            (Some(e), Some((code, name))) if e.starts_with("country/") => {
                m.entity = Some(format!("country/{code}").into());
                (m.name, m.code) = (name.into(), Some(code.into()));
            }
            (Some(e), Some((code, _))) if e.starts_with("person/") => {
                let rank = own.rank(PERSONS);
                let name = format!("{} {}", made(rank * 31 + 7), made(rank * 17 + word(&code)));
                m.entity = Some(format!("person/{}", name.to_lowercase().replace(' ', "-")).into());
                (m.name, m.code) = (name.into(), Some(code.into()));
            }
            (None, new) => {
                m.name = format!("{} {}", made(own.rank(STRANGERS)), m.name).into();
                if let Some((code, _)) = new {
                    m.code = Some(code.into());
                }
            }
            (_, Some((code, _))) => m.code = Some(code.into()),
            _ => {}
        }
    }
}

fn word(code: &str) -> u64 {
    code.bytes().fold(0, |n, b| n * 26 + u64::from(b))
}

/// A word that does not exist, by number.
fn made(mut n: u64) -> String {
    const SYLLABLES: [&str; 20] = [
        "ba", "do", "ke", "lu", "mir", "no", "pa", "ro", "sen", "ti", "va", "zo", "gal", "fe",
        "ju", "har", "ol", "ec", "ust", "in",
    ];
    let mut out = String::new();
    loop {
        out.push_str(SYLLABLES[(n % 20) as usize]);
        n /= 20;
        if n == 0 {
            break;
        }
    }
    out[..1].to_uppercase() + &out[1..]
}

/// A text that grows from another, with what became of the old places.
#[derive(Default)]
struct Growing {
    text: String,
    points: u32,
    /// For each old code point its place now.
    moved: Vec<u32>,
    tokens: Vec<Token>,
}

impl Growing {
    fn push(&mut self, s: &str) {
        self.text.push_str(s);
        self.points += s.chars().count() as u32;
    }

    /// Old code points up to `to` as they were.
    fn copy(&mut self, chars: &[char], to: u32) {
        let to = (to as usize).min(chars.len());
        for c in chars.get(self.moved.len()..to).unwrap_or_default() {
            self.moved.push(self.points);
            self.text.push(*c);
            self.points += 1;
        }
    }

    /// Old code points up to `to` gone, other words there.
    fn replace(&mut self, to: u32, words: &[(String, String)]) {
        let start = self.points;
        for (i, (form, lemma)) in words.iter().enumerate() {
            if i > 0 {
                self.push(" ");
            }
            let from = self.points;
            self.push(form);
            self.tokens.push(Token { start: from, end: self.points, lemma: lemma.as_str().into() });
        }
        // What began or ended inside now does so at its beginning.
        self.moved.resize(to as usize, start);
    }
}

/// A new paper: `others` words in a hundred give way to others.
pub fn make(
    base: &Base,
    cast: &Cast,
    roles: &Roles,
    chance: &mut Chance,
    others: u64,
    number: u64,
) -> Filed {
    let mut grown = Growing::default();
    let mut named = base.named.iter().peekable();
    for (i, token) in base.tokens.iter().enumerate() {
        if (token.start as usize) < grown.moved.len() {
            continue; // inside what was replaced, or a part of the token before
        }
        while named.peek().is_some_and(|m| m.cited.end <= token.start) {
            named.next();
        }
        if let Some(m) = named.peek().filter(|m| m.cited.start <= token.start) {
            let end = m.cited.end;
            let mut m = (*m).clone();
            grown.copy(&base.chars, m.cited.start);
            roles.play(&mut m);
            let name: Vec<_> = m.name.split(' ').map(|w| (w.to_owned(), w.to_owned())).collect();
            grown.replace(end, &name);
            continue;
        }
        grown.copy(&base.chars, token.start);
        let form = base.form(token);
        let alone = base.tokens.get(i + 1).is_none_or(|next| next.start >= token.end);
        let cited = base.kept.iter().any(|[a, b]| *a < token.end && token.start < *b);
        if alone && !cited && is_common(&form) {
            if chance.below(100) == 0 {
                let rare = made(400 + chance.rank(RARE)).to_lowercase();
                grown.replace(token.end, &[(rare.clone(), rare)]);
                continue;
            }
            if chance.below(100) < others {
                let other = cast.words[chance.below(cast.words.len() as u64) as usize].clone();
                grown.replace(token.end, &[other]);
                continue;
            }
        }
        let start = grown.points;
        grown.copy(&base.chars, token.end);
        let end = grown.points.max(start);
        grown.tokens.push(Token { start, end, lemma: token.lemma.clone() });
    }
    grown.copy(&base.chars, base.chars.len() as u32);
    grown.moved.push(grown.points);
    filed(base, roles, grown, chance, number)
}

fn filed(base: &Base, roles: &Roles, grown: Growing, chance: &mut Chance, number: u64) -> Filed {
    let mut record = base.record.clone();
    let chars: Vec<char> = grown.text.chars().collect();
    let place = |n: u32| grown.moved.get(n as usize).copied().unwrap_or(grown.points);
    let cite = |c: &mut Cited| {
        (c.start, c.end) = (place(c.start), place(c.end).max(place(c.start)));
        c.text = chars[c.start as usize..c.end as usize].iter().collect();
    };
    let mention = |m: &mut MentionRecord| {
        cite(&mut m.cited);
        roles.play(m);
    };
    for e in &mut record.coded.events {
        e.sentence = [place(e.sentence[0]), place(e.sentence[1])];
        cite(&mut e.trigger);
        e.actors.iter_mut().chain(&mut e.recipients).chain(&mut e.said_by).for_each(mention);
        if let Some(place) = &mut e.place {
            cite(&mut place.cited);
        }
        if let Some(d) = &mut e.date {
            d.value = later(&d.value, roles.days).into();
            if let (Some(a), Some(b)) = (d.start, d.end) {
                let (a, b) = (place(a), place(b));
                (d.start, d.end) = (Some(a), Some(b));
                d.text = Some(chars[a as usize..b.max(a) as usize].iter().collect());
            }
        }
    }
    for s in &mut record.coded.statements {
        s.speaker.iter_mut().chain(&mut s.addressees).for_each(mention);
        s.cue.iter_mut().for_each(cite);
        cite(&mut s.content);
    }
    for r in &mut record.coded.relations {
        r.said_by.iter_mut().for_each(mention);
        cite(&mut r.evidence);
        for party in &mut r.parties {
            if let Some((code, _)) = roles.codes.get(party.as_str()) {
                *party = code.as_str().into();
            }
        }
    }
    record.coded.occasions.iter_mut().for_each(|o| cite(&mut o.evidence));
    record.published = record.published.map(|d| later(&d, roles.days).into());
    let host = format!("paper{}.example", chance.rank(HOSTS));
    let url = format!("https://{host}/{number}");
    record.id = format!("made-{number}");
    record.url = Some(url.clone());
    Filed {
        key: url,
        text: grown.text,
        tokens: grown.tokens,
        record,
        source: host,
        author: None,
        maker: "made".into(),
    }
}

/// A date some days on; what has no day moves by whole months.
fn later(date: &str, days: i32) -> String {
    let one = |date: &str| {
        let length = date.len();
        let full = match length {
            4 => format!("{date}-07-01"),
            7 => format!("{date}-15"),
            _ => date.to_owned(),
        };
        let span: Span = days.days();
        let moved = full.parse::<Date>().ok().and_then(|d| d.checked_add(span).ok());
        moved.map_or_else(|| date.to_owned(), |d| d.to_string()[..length.min(10)].to_owned())
    };
    date.split('/').map(one).collect::<Vec<_>>().join("/")
}
