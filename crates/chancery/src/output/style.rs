//! Colours, on terminals only.

use std::io::IsTerminal;

/// How words are set off.
#[derive(Clone, Copy)]
pub struct Style {
    colours: bool,
}

impl Style {
    /// Colours if standard output is a terminal and `NO_COLOR` is not set.
    pub fn of_stdout() -> Self {
        let refused = std::env::var_os("NO_COLOR").is_some_and(|v| !v.is_empty());
        Self { colours: !refused && std::io::stdout().is_terminal() }
    }

    /// No colours.
    #[cfg(test)]
    pub fn plain() -> Self {
        Self { colours: false }
    }

    fn set(self, code: &str, words: &str) -> String {
        if self.colours { format!("\x1b[{code}m{words}\x1b[0m") } else { words.to_owned() }
    }

    /// Headings.
    pub fn bold(self, words: &str) -> String {
        self.set("1", words)
    }

    /// What matters less.
    pub fn dim(self, words: &str) -> String {
        self.set("2", words)
    }

    /// An act, by its quad class: cooperation green, conflict red, deeds bold.
    pub fn quad(self, quad: u8, words: &str) -> String {
        let code = match quad {
            1 => "32",
            2 => "1;32",
            3 => "31",
            4 => "1;31",
            _ => "0",
        };
        self.set(code, words)
    }
}
