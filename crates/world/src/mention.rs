//! What the world found in a document.

use compact_str::CompactString;
use text::Span;

/// What kind of thing a mention refers to; decides which roles it may play in an event.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum MentionKind {
    /// A named person, with or without title: "prezydent Kazachstanu Kasym-Żomart Tokajew", "Xi".
    Person,
    /// A person or body by role alone: "prezydent Kazachstanu", "szef MSZ", "rzecznik Kremla".
    Role,
    /// A state by name: "Chiny", "Stany Zjednoczone".
    State,
    /// A government, ministry, parliament, court, army, police, service, party, state company ...
    Institution,
    /// An international organisation: "UE", "NATO", "ONZ".
    Organisation,
    /// An armed group or movement: "Hamas", "talibowie".
    Group,
    /// Inhabitants or a people: "Brytyjczycy", "Palestyńczycy".
    People,
    /// A city, region, sea. Capitals may stand for their government (events decide by syntax).
    Place,
    /// An adjective of a state: "kazachski", "chińsko-kazachstański" gives two.
    Adjective,
    /// A format, treaty, initiative or organisation that cooperation works through: BRI, SCO, NATO.
    Framework,
    /// A company, a project, a pipeline.
    Business,
    /// A name that the world does not know (found by the name tagger).
    Unknown,
}

/// A stretch of words that refers to something, linked as far as the world can tell.
#[derive(Clone, Debug, PartialEq)]
pub struct Mention {
    /// Index of the sentence.
    pub sentence: u32,
    /// Its words in the sentence, half-open.
    pub words: std::ops::Range<u32>,
    /// The word that carries its case and its place in the tree.
    pub head: u32,
    /// Its bytes in the document's text.
    pub span: Span,
    /// What it refers to.
    pub kind: MentionKind,
    /// Canonical English name; the words themselves where the world knows none.
    pub name: CompactString,
    /// Entity id (`person/kassym-jomart-tokayev`, `country/KAZ`, `org/SCO`, `framework/BRI`).
    pub entity: Option<CompactString>,
    /// ISO 3166-1 alpha-3 of the state it belongs to, else an organisation's acronym, else `None`.
    pub code: Option<CompactString>,
    /// PLOVER sector (`GOV`, `MIL`, ...), `None` for a bare state.
    pub sector: Option<CompactString>,
    /// Number of referents as far as words tell: true for plurals and coordinations.
    pub plural: bool,
    /// Where it lies, for places.
    pub place: Option<PlaceAt>,
    /// 0 to 1.
    pub confidence: f32,
    /// How it was linked, one short line.
    pub why: CompactString,
}

/// Coordinates of a place.
#[derive(Clone, Debug, PartialEq)]
pub struct PlaceAt {
    /// ISO 3166-1 alpha-3 of its country.
    pub country: Option<CompactString>,
    /// Degrees north.
    pub lat: f32,
    /// Degrees east.
    pub lon: f32,
}

/// How fine a date is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[allow(missing_docs)]
pub enum Granularity {
    Day,
    Week,
    Month,
    Season,
    Year,
    Decade,
    Century,
    Interval,
}

impl Granularity {
    /// The name in the record.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Day => "day",
            Self::Week => "week",
            Self::Month => "month",
            Self::Season => "season",
            Self::Year => "year",
            Self::Decade => "decade",
            Self::Century => "century",
            Self::Interval => "interval",
        }
    }
}

/// A time expression and what it means on the day of publication.
#[derive(Clone, Debug, PartialEq)]
pub struct DateMention {
    /// Index of the sentence.
    pub sentence: u32,
    /// Its words, half-open.
    pub words: std::ops::Range<u32>,
    /// Its bytes in the document's text.
    pub span: Span,
    /// ISO 8601 / EDTF level 2, e.g. `2021-06-02`, `2021-05`, `199X`, `2015/2019`.
    pub value: CompactString,
    /// How fine it is.
    pub granularity: Granularity,
}
