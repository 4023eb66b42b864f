//! What the words of a correction mean: types by the codebook, parties by the world.
//!
//! **In:** a type and mode, or a name in any inflection. **Out:** what the ledger writes down for
//! them ([`ledger::Terms`]). The command and the reading room ask here, so that a correction is the
//! same from either.

use crate::codebook::Codebook;
use crate::packs::{Engines, Packs};
use compact_str::CompactString;
use events::Coder;
use ledger::{Coding, Known, Terms};
use std::cell::{Cell, OnceCell};

/// Every type of a codebook, alone and with each of its modes.
fn kinds(coder: &Coder) -> Vec<(String, Option<String>)> {
    let all = coder.ontology().kinds().into_iter();
    all.map(|(event, mode)| (event.to_owned(), mode.map(str::to_owned))).collect()
}

/// What follows from a type and mode.
fn coding(coder: &Coder, event: &str, mode: Option<&str>, contexts: &[CompactString]) -> Coding {
    let ontology = coder.ontology();
    Coding {
        cameo: ontology.cameo(event, mode, contexts).to_owned(),
        quad: ontology.quad(event),
        score: (f64::from(ontology.score(event, mode)) * 10.0).round() / 10.0,
    }
}

impl Terms for Engines {
    fn kinds(&self) -> Result<Vec<(String, Option<String>)>, String> {
        Ok(kinds(&self.coder))
    }

    fn coding(
        &self,
        event: &str,
        mode: Option<&str>,
        contexts: &[CompactString],
    ) -> Result<Coding, String> {
        Ok(coding(&self.coder, event, mode, contexts))
    }

    fn party(&self, name: &str, on: Option<&str>) -> Result<Option<Known>, String> {
        let on = on.and_then(|day| day.parse().ok());
        let held = on.and_then(|on| self.world.who(name, Some(on)).into_iter().next());
        let best = held.or_else(|| self.world.who(name, None).into_iter().next());
        Ok(best.map(|b| Known { name: b.name, entity: b.entity, code: b.code, sector: b.sector }))
    }
}

/// The same for a command, which opens codebook and world only when a correction needs them.
pub struct WhenAsked<'c> {
    codebook: &'c Codebook,
    packs: Cell<Option<Packs>>,
    coder: OnceCell<Coder>,
    engines: OnceCell<Engines>,
}

impl<'c> WhenAsked<'c> {
    /// Nothing is opened yet.
    pub fn new(packs: Packs, codebook: &'c Codebook) -> Self {
        Self {
            codebook,
            packs: Cell::new(Some(packs)),
            coder: OnceCell::new(),
            engines: OnceCell::new(),
        }
    }

    fn coder(&self) -> Result<&Coder, String> {
        if self.coder.get().is_none() {
            let coder = self.codebook.open().map_err(|e| format!("{e:#}"))?;
            let _ = self.coder.set(coder);
        }
        self.coder.get().ok_or_else(|| "the codebook is not open".to_owned())
    }

    fn engines(&self) -> Result<&Engines, String> {
        if self.engines.get().is_none() {
            let packs = self.packs.take().ok_or("the packs could not be opened")?;
            let engines = Engines::open(packs, self.codebook).map_err(|e| format!("{e:#}"))?;
            let _ = self.engines.set(engines);
        }
        self.engines.get().ok_or_else(|| "the world is not open".to_owned())
    }
}

impl Terms for WhenAsked<'_> {
    fn kinds(&self) -> Result<Vec<(String, Option<String>)>, String> {
        Ok(kinds(self.coder()?))
    }

    fn coding(
        &self,
        event: &str,
        mode: Option<&str>,
        contexts: &[CompactString],
    ) -> Result<Coding, String> {
        Ok(coding(self.coder()?, event, mode, contexts))
    }

    fn party(&self, name: &str, on: Option<&str>) -> Result<Option<Known>, String> {
        self.engines()?.party(name, on)
    }
}
