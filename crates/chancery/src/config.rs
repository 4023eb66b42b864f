//! Where a user's own files lie: `$CHANCERY_CONFIG`, else `chancery` in the system's folder for
//! configuration (`$XDG_CONFIG_HOME` or `~/.config`, `%APPDATA%` on Windows).

use etcetera::BaseStrategy;
use std::path::PathBuf;

/// The folder; none where the system tells no home.
pub fn folder() -> Option<PathBuf> {
    match std::env::var_os("CHANCERY_CONFIG").filter(|v| !v.is_empty()) {
        Some(folder) => Some(folder.into()),
        None => Some(etcetera::choose_base_strategy().ok()?.config_dir().join("chancery")),
    }
}

/// The file with the user's own actors, offices and frameworks, whether or not it is there.
pub fn world_file() -> Option<PathBuf> {
    Some(folder()?.join("world.jsonl"))
}

/// The same, if it is there.
pub fn own_world() -> Option<PathBuf> {
    world_file().filter(|f| f.exists())
}
