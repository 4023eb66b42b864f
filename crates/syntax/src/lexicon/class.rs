//! What kind of name a dictionary entry is.

/// A set of name classes, and whether the entry is rare, archaic or dialectal.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub struct NameClass(u16);

impl NameClass {
    /// No class known.
    pub const NONE: Self = Self(0);
    /// Family name.
    pub const SURNAME: Self = Self(1);
    /// First name.
    pub const GIVEN: Self = Self(2);
    /// Name of a place, or a part of one.
    pub const PLACE: Self = Self(4);
    /// Name of an organisation, institution or company.
    pub const ORGANISATION: Self = Self(8);
    /// Any other proper name.
    pub const OTHER: Self = Self(16);
    /// Common noun.
    pub const COMMON: Self = Self(32);
    /// The dictionary marks the entry as old, rare, dialectal or incorrect.
    pub const RARE: Self = Self(64);

    /// The set with these bits.
    pub fn from_bits(bits: u16) -> Self {
        Self(bits)
    }

    /// The set as bits.
    pub fn bits(self) -> u16 {
        self.0
    }

    /// Both sets together.
    pub fn union(self, other: Self) -> Self {
        Self(self.0 | other.0)
    }

    /// Whether the sets share a class.
    pub fn has(self, other: Self) -> bool {
        self.0 & other.0 != 0
    }

    /// Whether it is a name of any kind.
    pub fn is_name(self) -> bool {
        self.0 & 31 != 0
    }

    /// Reads SGJP's proper-name class and stylistic labels.
    pub fn from_sgjp(class: &str, label: &str) -> Self {
        let mut set = Self::NONE;
        for part in class.split('|').filter(|p| !p.is_empty()) {
            set = set.union(match part {
                "nazwa_pospolita" | "nazwa pospolita" | "pospolita" => Self::COMMON,
                "imię" => Self::GIVEN,
                p if p.contains("nazwisk") => Self::SURNAME,
                p if p.contains("geograficzn") => Self::PLACE,
                p if p.contains("organizacji")
                    || p.contains("instytucji")
                    || p.contains("firmy") =>
                {
                    Self::ORGANISATION
                }
                _ => Self::OTHER,
            });
        }
        let rare = ["daw", "przest", "rzad", "gwar", "arch", "niepopr", "indyw", "char", "reg."];
        if rare.iter().any(|r| label.contains(r)) {
            set = set.union(Self::RARE);
        }
        set
    }
}
