//! Edit scripts: how a lemma is made from a form.
//!
//! A script drops some bytes at the start ("nie", "naj"), some at the end, and appends a
//! string. Scripts are shared by whole paradigms: "prezydentem" and "studentem" both drop "em".

/// One edit script.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct LemmaScript {
    /// Bytes dropped at the start.
    pub skip: u8,
    /// Bytes dropped at the end.
    pub cut: u8,
    /// Appended after the cut.
    pub append: String,
}

impl LemmaScript {
    /// The script that turns `form` into `lemma`; `None` if a part does not fit into a byte.
    pub fn between(form: &str, lemma: &str) -> Option<Self> {
        // "najlepszy" -> "dobry" shares nothing; "najnowszy" -> "nowy" and "niezrobiony" ->
        // "zrobić" share more behind the prefix.
        let mut best = (shared(form, lemma), 0);
        for prefix in ["nie", "naj", "nienaj"] {
            if let Some(rest) = form.strip_prefix(prefix) {
                let n = shared(rest, lemma);
                if n > best.0 + 2 || (best.0 < 3 && n > best.0) {
                    best = (n, prefix.len());
                }
            }
        }
        let (keep, skip) = best;
        Some(Self {
            skip: skip as u8,
            cut: u8::try_from(form.len() - skip - keep).ok()?,
            append: lemma[keep..].to_owned(),
        })
    }

    /// Appends the lemma of `form` to `out`. Returns false, appending nothing, where the script
    /// does not fit the form.
    pub fn apply(&self, form: &str, out: &mut impl Extend<char>) -> bool {
        apply(self, form, out)
    }

    /// One line of text: `skip cut append`.
    pub fn encode(&self) -> String {
        format!("{} {} {}", self.skip, self.cut, self.append)
    }

    /// Reads what [`LemmaScript::encode`] wrote.
    pub fn decode(line: &str) -> Option<Self> {
        let mut parts = line.splitn(3, ' ');
        let (skip, cut) = (parts.next()?.parse().ok()?, parts.next()?.parse().ok()?);
        Some(Self { skip, cut, append: parts.next()?.to_owned() })
    }
}

/// See [`LemmaScript::apply`].
pub fn apply(script: &LemmaScript, form: &str, out: &mut impl Extend<char>) -> bool {
    let (skip, cut) = (usize::from(script.skip), usize::from(script.cut));
    let Some(end) = form.len().checked_sub(cut) else { return false };
    let Some(kept) = form.get(skip..end) else { return false };
    out.extend(kept.chars().chain(script.append.chars()));
    true
}

/// Length in bytes of the longest common prefix, on a character boundary.
fn shared(a: &str, b: &str) -> usize {
    a.chars().zip(b.chars()).take_while(|(x, y)| x == y).map(|(x, _)| x.len_utf8()).sum()
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn scripts_are_shared_by_paradigms() {
        let a = LemmaScript::between("ministrem", "minister").unwrap();
        let b = LemmaScript::between("filtrem", "filter").unwrap();
        assert_eq!(a, b);
        let neg = LemmaScript::between("niepodpisana", "podpisać").unwrap();
        assert_eq!((neg.skip, neg.append.as_str()), (3, "ć"));
    }

    proptest! {
        #[test]
        fn a_script_makes_its_lemma(form in "\\PC{0,40}", lemma in "\\PC{0,40}") {
            if let Some(s) = LemmaScript::between(&form, &lemma) {
                let s = LemmaScript::decode(&s.encode()).unwrap();
                let mut out = String::new();
                prop_assert!(s.apply(&form, &mut out));
                prop_assert_eq!(out, lemma);
            }
        }
        #[test]
        fn any_script_on_any_form_is_safe(form in "\\PC{0,9}", skip in 0u8..6, cut in 0u8..12) {
            let mut out = String::new();
            LemmaScript { skip, cut, append: "ć".into() }.apply(&form, &mut out);
        }
    }
}
