//! What is sent twice is done once.
//!
//! **In:** a wish and the key of the form or request that brought it. **Out:** what became of it; the
//! second time the same answer, and nothing is done. Key and answer lie in the transaction that does
//! the work, so that there is never one without the other.

use crate::error::{LedgerError, Result};
use crate::filing::Filing;
use crate::store::Ledger;
use jiff::ToSpan;
use rusqlite::{OptionalExtension, params};
use serde::Serialize;
use serde::de::DeserializeOwned;
use xxhash_rust::xxh3::xxh3_64;

/// Days after which a form is forgotten.
const KEPT: i64 = 7;
/// No key is longer, in bytes.
const LONGEST: usize = 200;

/// The key of a form or request, which its sender made or was given.
#[derive(Clone, Debug)]
pub struct Form {
    key: String,
    /// What was sent, where the wish made of it depends on more than that.
    sent: Option<i64>,
}

impl Form {
    /// A key.
    ///
    /// # Errors
    /// If it is empty, too long, or holds other than visible ASCII characters.
    pub fn new(key: &str) -> Result<Self> {
        let good = (1..=LONGEST).contains(&key.len()) && key.bytes().all(|b| b.is_ascii_graphic());
        match good {
            true => Ok(Self { key: key.to_owned(), sent: None }),
            false => Err(LedgerError::field(
                "Idempotency-Key",
                format!("must be 1 to {LONGEST} visible ASCII characters"),
            )),
        }
    }
}

impl Form {
    /// The same for what was sent: a wish that was made of it by looking at the ledger may be another
    /// the second time, and is still the same form.
    #[must_use]
    pub fn holding(self, sent: &[u8]) -> Self {
        Self { sent: Some(xxh3_64(sent) as i64), ..self }
    }
}

/// What was done, now or before.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Once<T> {
    /// The answer.
    pub answer: T,
    /// Whether it was done before, by the same form.
    pub repeated: bool,
}

impl Ledger {
    /// Does something in a transaction of its own, unless the same form did it before.
    pub(crate) fn once<T: Serialize + DeserializeOwned>(
        &mut self,
        form: Option<&Form>,
        wish: &impl Serialize,
        act: impl FnOnce(&mut Filing<'_>) -> Result<T>,
    ) -> Result<Once<T>> {
        let no_json = |e: serde_json::Error| LedgerError::Question(e.to_string());
        let asked = match form.and_then(|f| f.sent) {
            Some(sent) => sent,
            None => xxh3_64(&serde_json::to_vec(wish).map_err(no_json)?) as i64,
        };
        let mut filing = self.filing()?;
        if let Some(Form { key, .. }) = form {
            let there: Option<(i64, String)> = filing
                .tx
                .query_row("SELECT asked, answer FROM forms WHERE form = ?1", [key], |r| {
                    Ok((r.get(0)?, r.get(1)?))
                })
                .optional()
                .map_err(filing.wrong())?;
            if let Some((before, answer)) = there {
                if before != asked {
                    return Err(LedgerError::field(
                        "Idempotency-Key",
                        "was used for something else: open the form anew",
                    ));
                }
                let answer = serde_json::from_str(&answer).map_err(no_json)?;
                return Ok(Once { answer, repeated: true });
            }
        }
        let answer = act(&mut filing)?;
        if let Some(Form { key, .. }) = form {
            let json = serde_json::to_string(&answer).map_err(no_json)?;
            let old = jiff::Timestamp::now().checked_sub((KEPT * 24).hours());
            let old = old.map(|t| t.strftime("%Y-%m-%dT%H:%M:%SZ").to_string()).unwrap_or_default();
            filing
                .tx
                .execute("DELETE FROM forms WHERE at < ?1", [old])
                .and_then(|_| {
                    let row = params![key, filing.now(), asked, json];
                    filing.tx.execute("INSERT INTO forms VALUES (?1, ?2, ?3, ?4)", row)
                })
                .map_err(filing.wrong())?;
        }
        filing.commit()?;
        Ok(Once { answer, repeated: false })
    }
}
