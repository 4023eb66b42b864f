//! Parts of speech and the features that later rooms reason with.

macro_rules! feature {
    ($(#[$doc:meta])* $name:ident, $key:literal: $($variant:ident = $value:literal),+ $(,)?) => {
        $(#[$doc])*
        #[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
        #[allow(missing_docs)]
        pub enum $name { $($variant),+ }

        impl $name {
            /// The UD name of the feature.
            pub const KEY: &'static str = $key;
            /// The value of its UD name.
            pub fn from_ud(value: &str) -> Option<Self> {
                match value { $($value => Some(Self::$variant),)+ _ => None }
            }
            /// Its UD name.
            pub fn as_ud(self) -> &'static str {
                match self { $(Self::$variant => $value),+ }
            }
        }
    };
}

feature!(/// Universal part of speech.
    Upos, "UPOS": Adj="ADJ", Adp="ADP", Adv="ADV", Aux="AUX", Cconj="CCONJ", Det="DET",
    Intj="INTJ", Noun="NOUN", Num="NUM", Part="PART", Pron="PRON", Propn="PROPN",
    Punct="PUNCT", Sconj="SCONJ", Sym="SYM", Verb="VERB", X="X");
feature!(/// Grammatical case.
    Case, "Case": Nom="Nom", Gen="Gen", Dat="Dat", Acc="Acc", Ins="Ins", Loc="Loc", Voc="Voc");
feature!(/// Gender.
    Gender, "Gender": Masc="Masc", Fem="Fem", Neut="Neut");
feature!(/// Number (Ptan: plurale tantum).
    Number, "Number": Sing="Sing", Plur="Plur", Ptan="Ptan");
feature!(/// Person.
    Person, "Person": First="1", Second="2", Third="3", Zero="0");
feature!(/// Tense.
    Tense, "Tense": Past="Past", Pres="Pres", Fut="Fut", Pqp="Pqp");
feature!(/// Mood.
    Mood, "Mood": Ind="Ind", Imp="Imp", Cnd="Cnd", Sub="Sub");
feature!(/// Aspect.
    Aspect, "Aspect": Perf="Perf", Imp="Imp");
feature!(/// Form of a verb (Vnoun: Polish gerund in -nie/-cie; Ger: English -ing).
    VerbForm, "VerbForm": Fin="Fin", Inf="Inf", Part="Part", Conv="Conv", Vnoun="Vnoun", Ger="Ger");
feature!(/// Voice.
    Voice, "Voice": Act="Act", Pass="Pass");

/// The features that rules ask for, read once per tag. The full UD string stays in `Word::feats`.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub struct Morph {
    /// Case.
    pub case: Option<Case>,
    /// Gender.
    pub gender: Option<Gender>,
    /// Whether the gender is human masculine (Polish m1).
    pub human: bool,
    /// Number.
    pub number: Option<Number>,
    /// Person.
    pub person: Option<Person>,
    /// Tense.
    pub tense: Option<Tense>,
    /// Mood.
    pub mood: Option<Mood>,
    /// Aspect.
    pub aspect: Option<Aspect>,
    /// Form of the verb.
    pub verb_form: Option<VerbForm>,
    /// Voice.
    pub voice: Option<Voice>,
    /// `Polarity=Neg`.
    pub negative: bool,
}

impl Morph {
    /// Reads a UD FEATS column (`Case=Nom|Number=Sing`); `_` gives no features.
    pub fn from_ud(feats: &str) -> Self {
        let mut m = Morph::default();
        for (key, value) in feats.split('|').filter_map(|f| f.split_once('=')) {
            match key {
                "Case" => m.case = Case::from_ud(value),
                "Gender" => m.gender = Gender::from_ud(value),
                "Animacy" => m.human = value == "Hum",
                "Number" => m.number = Number::from_ud(value),
                "Person" => m.person = Person::from_ud(value),
                "Tense" => m.tense = Tense::from_ud(value),
                "Mood" => m.mood = Mood::from_ud(value),
                "Aspect" => m.aspect = Aspect::from_ud(value),
                "VerbForm" => m.verb_form = VerbForm::from_ud(value),
                "Voice" => m.voice = Voice::from_ud(value),
                "Polarity" => m.negative = value == "Neg",
                _ => {}
            }
        }
        m
    }
}
