//! Packs: linked into the binary, or mapped from a folder; opened when first needed.
//!
//! A folder given by `--packs` or `CHANCERY_PACKS` has the layout of the repository
//! (`languages/pl/lexicon.pack`, `world/world.pack`). A pack that is not in it is taken from the
//! binary.

use crate::codebook::Codebook;
use crate::config;
use anyhow::{Context, Result, anyhow, bail};
use events::Coder;
use pack::{AlignedBytes, Pack, PackError};
use std::path::PathBuf;
use std::sync::{Arc, OnceLock};
use syntax::{Analyser, NameTagger, Sentence, lexicon, tagger};
use text::{Lang, Segment};
use world::World;

include!(concat!(env!("OUT_DIR"), "/built_in.rs"));

/// Where packs come from.
pub struct Packs {
    folder: Option<PathBuf>,
    overlays: Vec<PathBuf>,
}

/// A pack the program can use.
pub struct Need {
    /// Its place in the packs folder.
    pub name: &'static str,
    /// What it must be.
    pub kind: &'static str,
    /// What it must have been made for.
    pub schema: u64,
    /// Whether a language (or the program) works without it.
    pub optional: bool,
}

/// The packs of a language, in the order in which they depend on each other, and the world.
pub fn needs() -> Vec<Need> {
    let mut all = Vec::new();
    let mut add = |name, kind, schema, optional| all.push(Need { name, kind, schema, optional });
    let (lexicon, clusters) = (lexicon::LEXICON_KIND, syntax::CLUSTERS_KIND);
    let tagger = tagger::TAGGER_KIND;
    add("languages/pl/lexicon.pack", lexicon, lexicon::LEXICON_SCHEMA, false);
    add("languages/pl/clusters.pack", clusters, syntax::clusters::CLUSTERS_SCHEMA, false);
    add("languages/pl/tagger.pack", tagger, tagger::TAGGER_SCHEMA, false);
    add("languages/pl/parser.pack", syntax::PARSER_KIND, syntax::parser_schema(), false);
    add("languages/pl/names.pack", syntax::NAMES_KIND, syntax::NAMES_SCHEMA, true);
    add("languages/en/lexicon.pack", lexicon, lexicon::LEXICON_SCHEMA, true);
    add("languages/en/clusters.pack", clusters, syntax::clusters::CLUSTERS_SCHEMA, false);
    add("languages/en/tagger.pack", tagger, tagger::TAGGER_SCHEMA, false);
    add("languages/en/parser.pack", syntax::PARSER_KIND, syntax::parser_schema(), false);
    add("languages/en/names.pack", syntax::NAMES_KIND, syntax::NAMES_SCHEMA, true);
    add("world/world.pack", world::tables::PACK_KIND, world::tables::PACK_SCHEMA, false);
    all
}

/// Program and packs in one line: what made a record. A codebook of the user's own is named.
pub fn versions_line(packs: &Packs, codebook: &Codebook) -> String {
    let mut line = format!("chancery {}", env!("CARGO_PKG_VERSION"));
    for need in needs() {
        if let Ok(Some(pack)) = packs.open(&need) {
            let name = need.name.trim_end_matches(".pack");
            line.push_str(&format!("; {name} {}", pack.version()));
        }
    }
    for folder in [&codebook.ontology, &codebook.frames].into_iter().flatten() {
        line.push_str(&format!("; codebook {}", folder.display()));
    }
    line
}

impl Packs {
    /// Packs of the folder, where one is given; `overlays` lie over the world before the user's
    /// own.
    pub fn new(folder: Option<PathBuf>, overlays: Vec<PathBuf>) -> Self {
        Self { folder, overlays }
    }

    /// Opens a pack; `None` if it is neither in the folder nor in the binary.
    pub fn open(&self, need: &Need) -> Result<Option<Arc<Pack>>, PackError> {
        if let Some(folder) = &self.folder {
            let path = folder.join(need.name);
            if path.exists() {
                return Pack::open(&path, need.kind, need.schema).map(|p| Some(Arc::new(p)));
            }
        }
        let Some((_, bytes)) = BUILT_IN.iter().find(|(name, _)| *name == need.name) else {
            return Ok(None);
        };
        Pack::built_in(&bytes.bytes, need.kind, need.schema).map(|p| Some(Arc::new(p)))
    }

    fn named(&self, name: &str) -> Result<Option<Arc<Pack>>> {
        let need = needs().into_iter().find(|n| n.name == name);
        Ok(need.map(|n| self.open(&n)).transpose()?.flatten())
    }

    fn required(&self, name: &str) -> Result<Arc<Pack>> {
        let missing = || anyhow!("{name} is missing: see \"chancery doctor\"");
        self.named(name)?.ok_or_else(missing)
    }
}

/// Everything that reading needs, opened once and shared by all threads.
pub struct Engines {
    packs: Packs,
    polish: OnceLock<Result<Language, String>>,
    english: OnceLock<Result<Language, String>>,
    /// Who, where, when.
    pub world: World,
    /// Frames and codebook.
    pub coder: Coder,
}

impl Engines {
    /// Opens the world and the frames; languages are opened when a document needs them.
    pub fn open(packs: Packs, codebook: &Codebook) -> Result<Self> {
        let pack = packs.required("world/world.pack")?;
        let pack = Arc::into_inner(pack).context("the world pack is in use")?;
        let overlays: Vec<PathBuf> =
            packs.overlays.iter().cloned().chain(config::own_world()).collect();
        let (world, problems) = World::load(pack)?.with_overlays(&overlays)?;
        for problem in problems {
            eprintln!("{problem} (passed over)");
        }
        Ok(Self {
            world,
            coder: codebook.open()?,
            polish: OnceLock::new(),
            english: OnceLock::new(),
            packs,
        })
    }

    /// The models of a language.
    pub fn syntax(&self, lang: Lang) -> Result<&Language> {
        let cell = if lang == Lang::Pl { &self.polish } else { &self.english };
        let opened = cell.get_or_init(|| self.open_language(lang).map_err(|e| format!("{e:#}")));
        opened.as_ref().map_err(|e| anyhow!("{e}"))
    }

    fn open_language(&self, lang: Lang) -> Result<Language> {
        let open = |part: &str| self.packs.named(&format!("languages/{}/{part}.pack", lang.code()));
        let packs = syntax::Packs {
            lexicon: open("lexicon")?,
            tagger: open("tagger")?,
            clusters: open("clusters")?,
            parser: open("parser")?,
        };
        let analyser = Analyser::from_packs(&packs, lang)?;
        if let Some(part) = analyser.missing().first() {
            bail!("languages/{}/{part}.pack is missing: see \"chancery doctor\"", lang.code());
        }
        let names = open("names")?.map(|p| NameTagger::from_pack(&p)).transpose()?;
        Ok(Language { analyser, names })
    }
}

/// The models of one language.
pub struct Language {
    analyser: Analyser,
    names: Option<NameTagger>,
}

impl Language {
    /// The analyser alone, for measuring.
    pub fn analyser(&self) -> &Analyser {
        &self.analyser
    }

    /// Lemmas, tags, trees and names of segments of a text.
    pub fn analyse(&self, text: &str, segments: &[Segment]) -> Vec<Sentence> {
        let mut sentences = self.analyser.analyse(text, segments);
        self.name(&mut sentences, text);
        sentences
    }

    /// Finds the names in sentences that are analysed.
    pub fn name(&self, sentences: &mut [Sentence], text: &str) {
        if let Some(names) = &self.names {
            let lexicon = self.analyser.lexicon().map(Arc::as_ref);
            let clusters = self.analyser.clusters().map(Arc::as_ref);
            let mut scratch = syntax::NameScratch::default();
            names.tag_document(sentences, text, lexicon, clusters, &mut scratch);
        }
    }
}
