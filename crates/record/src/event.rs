//! What one document yields: acts, statements, relations, occasions, each cited.

use compact_str::CompactString;
use serde::{Deserialize, Serialize, Serializer};
use text::{CodePoints, Span};

/// A stretch of the text, in bytes, that prints as `text, start, end` in code points.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Cited {
    /// The words.
    pub text: String,
    /// First code point.
    pub start: u32,
    /// One past the last code point.
    pub end: u32,
}

impl Cited {
    /// Cites a span of a text whose code points were counted.
    pub fn new(span: Span, text: &str, points: &CodePoints) -> Self {
        let (start, end) = points.span(span);
        Self { text: span.of(text).into(), start, end }
    }
}

/// Someone or something that the text names (MENTION in the contract).
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct MentionRecord {
    /// Where; for implied mentions the antecedent.
    #[serde(flatten)]
    pub cited: Cited,
    /// Canonical English name.
    pub name: CompactString,
    /// Entity id.
    pub entity: Option<CompactString>,
    /// ISO 3166-1 alpha-3 or an organisation's acronym.
    pub code: Option<CompactString>,
    /// PLOVER sector.
    pub sector: Option<CompactString>,
    /// True where the words are an antecedent.
    pub implied: bool,
}

/// When an event took place.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct DateRecord {
    /// ISO 8601 or EDTF.
    pub value: CompactString,
    /// `day`, `month`, ...
    pub granularity: CompactString,
    /// The words, where there are any.
    pub text: Option<String>,
    /// First code point.
    pub start: Option<u32>,
    /// One past the last.
    pub end: Option<u32>,
    /// `text`, `published` or `inferred`.
    pub from: CompactString,
}

/// Where an event took place.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct PlaceRecord {
    /// Canonical English name.
    pub name: CompactString,
    /// Country code.
    pub country: Option<CompactString>,
    /// Degrees north.
    pub lat: f32,
    /// Degrees east.
    pub lon: f32,
    /// The words.
    #[serde(flatten)]
    pub cited: Cited,
}

/// One coded act.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Event {
    /// `e1`, `e2`, ... in text order.
    pub id: String,
    /// Code points of its sentence.
    pub sentence: [u32; 2],
    /// PLOVER type.
    pub event: CompactString,
    /// PLOVER mode.
    pub mode: Option<CompactString>,
    /// PLOVER contexts.
    pub contexts: Vec<CompactString>,
    /// `none`, `future`, `hypothetical`, `negation` or `historical`.
    pub aux: CompactString,
    /// `core` or `background`.
    pub weight: CompactString,
    /// CAMEO code.
    pub cameo: CompactString,
    /// Quad class, 1 to 4.
    pub quad: u8,
    /// PLOVER score, -10 to 10.
    #[serde(serialize_with = "tenths")]
    pub score: f32,
    /// The words that carry the act.
    pub trigger: Cited,
    /// Who acts; all participants of reciprocal acts.
    pub actors: Vec<MentionRecord>,
    /// Toward whom.
    pub recipients: Vec<MentionRecord>,
    /// Who reports it.
    pub said_by: Option<MentionRecord>,
    /// The statement it was found in.
    pub statement: Option<String>,
    /// Fields of cooperation.
    pub areas: Vec<CompactString>,
    /// Formats, treaties, organisations it works through.
    pub frameworks: Vec<CompactString>,
    /// When.
    pub date: Option<DateRecord>,
    /// Where.
    pub place: Option<PlaceRecord>,
    /// An earlier event of the document that tells the same act.
    pub same_as: Option<String>,
    /// 0 to 1.
    #[serde(serialize_with = "hundredths")]
    pub confidence: f32,
    /// The frame, operators and rules that made it.
    pub why: Vec<String>,
}

/// Something somebody said.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Statement {
    /// `s1`, `s2`, ...
    pub id: String,
    /// Who said it.
    pub speaker: Option<MentionRecord>,
    /// To whom.
    pub addressees: Vec<MentionRecord>,
    /// The verb or phrase of saying.
    pub cue: Option<Cited>,
    /// `direct`, `indirect` or `mixed`.
    pub kind: CompactString,
    /// What was said.
    pub content: Cited,
    /// Events found in it.
    pub events: Vec<String>,
}

/// A standing relation that the text states.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Relation {
    /// `partnership`, ...
    pub kind: CompactString,
    /// Codes of the parties.
    pub parties: Vec<CompactString>,
    /// Canonical English label.
    pub label: String,
    /// Who says so.
    pub said_by: Option<MentionRecord>,
    /// The words.
    pub evidence: Cited,
}

/// An anniversary or the like.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Occasion {
    /// `anniversary`, ...
    pub kind: CompactString,
    /// What is remembered: a code or a name.
    pub subject: Option<CompactString>,
    /// The number of years.
    pub count: Option<u32>,
    /// The year that follows from count and year.
    pub founded: Option<i32>,
    /// The year of the occasion.
    pub year: Option<i32>,
    /// The words.
    pub evidence: Cited,
}

/// What one document yields.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Coded {
    /// Events in text order.
    pub events: Vec<Event>,
    /// Statements in text order.
    pub statements: Vec<Statement>,
    /// Relations.
    pub relations: Vec<Relation>,
    /// Occasions.
    pub occasions: Vec<Occasion>,
    /// Why nothing was found, what could not be resolved.
    pub notes: Vec<String>,
}

/// A number with one decimal: floats of single precision must not print their rounding.
fn tenths<S: Serializer>(v: &f32, s: S) -> Result<S::Ok, S::Error> {
    s.serialize_f64((f64::from(*v) * 10.0).round() / 10.0)
}

/// A number with two decimals.
fn hundredths<S: Serializer>(v: &f32, s: S) -> Result<S::Ok, S::Error> {
    s.serialize_f64((f64::from(*v) * 100.0).round() / 100.0)
}
