//! A site's robots.txt in; which of its pages may be asked for out. After RFC 9309.
//!
//! A reader of our own, since the crates for it are not kept up any more and the format is small.
//! `Crawl-delay`, which the RFC does not know and many sites use, is read too.

use std::time::Duration;

/// Bytes that are read of a robots.txt; RFC 9309 asks for at least 500 KiB.
pub(crate) const LONGEST: usize = 512 * 1024;
/// A site that asks for longer pauses between two requests than this gets this.
const LONGEST_DELAY: Duration = Duration::from_secs(60);

/// The rules for one robot.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Robots {
    rules: Vec<Rule>,
    delay: Option<Duration>,
}

#[derive(Clone, Debug, PartialEq)]
struct Rule {
    pattern: String,
    allow: bool,
}

impl Robots {
    /// Reads the rules for the robot of this name (compared without case; `chancery` is meant by
    /// `chancery` and `Chancery/1.0`); where it is not named, those for `*`. Lines that are not
    /// understood are passed over.
    pub fn parse(bytes: &[u8], robot: &str) -> Self {
        let text = String::from_utf8_lossy(&bytes[..bytes.len().min(LONGEST)]);
        let (mut own, mut all): (Option<Robots>, Option<Robots>) = (None, None);
        // A group begins with one or more lines that name robots.
        let (mut for_own, mut for_all, mut naming) = (false, false, false);
        for line in text.trim_start_matches('\u{FEFF}').lines() {
            let line = line.split('#').next().unwrap_or_default();
            let Some((key, value)) = line.split_once(':') else { continue };
            let (key, value) = (key.trim().to_ascii_lowercase(), value.trim());
            if key == "user-agent" || key == "useragent" {
                if !naming {
                    (for_own, for_all) = (false, false);
                }
                naming = true;
                let end = value.find(|c: char| !(c.is_ascii_alphabetic() || "_-".contains(c)));
                let token = &value[..end.unwrap_or(value.len())];
                for_own |= token.eq_ignore_ascii_case(robot);
                for_all |= value.starts_with('*');
                if for_own {
                    own.get_or_insert_default();
                }
                continue;
            }
            let known = ["allow", "disallow", "crawl-delay"].contains(&key.as_str());
            // Lines of other kinds (Sitemap) stand in no group and end none.
            naming &= !known;
            if for_own {
                own.get_or_insert_default().take(&key, value);
            }
            if for_all {
                all.get_or_insert_default().take(&key, value);
            }
        }
        own.or(all).unwrap_or_default()
    }

    fn take(&mut self, key: &str, value: &str) {
        match key {
            // An empty pattern forbids nothing.
            "allow" | "disallow" if !value.is_empty() => {
                self.rules.push(Rule { pattern: normal(value), allow: key == "allow" });
            }
            "crawl-delay" => {
                let seconds = value.parse::<f64>().ok().filter(|s| s.is_finite() && *s >= 0.0);
                let longest = LONGEST_DELAY.as_secs_f64();
                self.delay = seconds.map(|s| Duration::from_secs_f64(s.min(longest)));
            }
            _ => {}
        }
    }

    /// Whether a path (with its query) may be asked for: the longest pattern that fits decides, of
    /// two as long the one that allows.
    pub fn allows(&self, path: &str) -> bool {
        let path = normal(path);
        let fitting = self.rules.iter().filter(|rule| fits(&rule.pattern, &path));
        fitting.max_by_key(|rule| (rule.pattern.len(), rule.allow)).is_none_or(|rule| rule.allow)
    }

    /// The pause that the site asks for between two requests, at most a minute.
    pub fn delay(&self) -> Option<Duration> {
        self.delay
    }
}

/// One way to write each path: what is not ASCII as %XX, hexadecimals large, and no %XX for letters,
/// digits and what else needs none.
fn normal(path: &str) -> String {
    let hex = |b: u8| char::from(b).to_digit(16);
    let mut out = String::with_capacity(path.len());
    let bytes = path.as_bytes();
    let mut at = 0;
    while at < bytes.len() {
        let code = match bytes[at..] {
            [b'%', a, b, ..] => hex(a).zip(hex(b)).map(|(a, b)| (a * 16 + b) as u8),
            _ => None,
        };
        let byte = code.unwrap_or(bytes[at]);
        let plain = byte.is_ascii_alphanumeric() || b"-._~".contains(&byte);
        if plain || (code.is_none() && byte.is_ascii() && byte > b' ') {
            out.push(char::from(byte));
        } else {
            out.push_str(&format!("%{byte:02X}"));
        }
        at += if code.is_some() { 3 } else { 1 };
    }
    out
}

/// Whether a pattern fits the beginning of a path: `*` is anything, `$` at its end the path's end.
fn fits(pattern: &str, path: &str) -> bool {
    let (pattern, whole) = match pattern.strip_suffix('$') {
        Some(pattern) => (pattern, true),
        None => (pattern, false),
    };
    let mut parts = pattern.split('*');
    let Some(mut rest) = parts.next().and_then(|first| path.strip_prefix(first)) else {
        return false;
    };
    let mut parts = parts.peekable();
    let starred = parts.peek().is_some();
    while let Some(part) = parts.next() {
        if whole && parts.peek().is_none() {
            return rest.ends_with(part);
        }
        match rest.find(part) {
            Some(i) => rest = &rest[i + part.len()..],
            None => return false,
        }
    }
    !whole || starred || rest.is_empty()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_longest_rule_of_the_own_group_decides() {
        let text = b"\xEF\xBB\xBFUser-agent: *\nDisallow: /\n\nuser-agent: Other\nUser-Agent: chancery/2 # us\n\
            Sitemap: https://example.org/s.xml\nDisallow: /archiwum/\nAllow: /archiwum/2024\n\
            Disallow: /*.pdf$\nDisallow: /szukaj?\nCrawl-delay: 2.5\nDisallow:\n";
        let robots = Robots::parse(text, "chancery");
        for (path, allowed) in [
            ("/", true),
            ("/archiwum/2023/a", false),
            ("/archiwum/2024/a", true),
            ("/a/b.pdf", false),
            ("/a/b.pdf?x", true),
            ("/szukaj?q=a", false),
            ("/szukaj", true),
            ("/%61rchiwum/", false),
        ] {
            assert_eq!(robots.allows(path), allowed, "{path}");
        }
        assert_eq!(robots.delay(), Some(Duration::from_millis(2500)));
        assert!(!Robots::parse(text, "somebody").allows("/a"));
        assert!(Robots::parse(b"", "chancery").allows("/a"));
    }

    #[test]
    fn groups_of_one_robot_are_one_and_letters_are_normal() {
        let text = "User-agent: chancery\nDisallow: /żółw\n\nUser-agent: x\nDisallow: /\n\n\
                    User-agent: CHANCERY\nDisallow: /b";
        let robots = Robots::parse(text.as_bytes(), "chancery");
        assert!(!robots.allows("/%c5%bc%C3%B3%c5%82w/a") && !robots.allows("/b"));
        assert!(robots.allows("/a"));
        // a group that names us and says nothing allows everything
        assert!(
            Robots::parse(b"User-agent: *\nDisallow: /\nUser-agent: chancery\n", "chancery")
                .allows("/")
        );
    }

    #[test]
    fn stars() {
        assert!(fits("/a*b*c", "/a1b2c3") && fits("/*", "/") && fits("/a*$", "/abc"));
        assert!(!fits("/a*c$", "/acd") && fits("/a*c$", "/acdc") && !fits("/a$", "/ab"));
        assert!(!fits("/a*bc*bc$", "/abc"));
    }
}
