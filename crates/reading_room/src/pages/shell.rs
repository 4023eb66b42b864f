//! What all pages have in common: language, colours, the way about.

use super::view::part;
use crate::assets;
use crate::days;
use crate::guard::{self, Session};
use crate::language::{Tongue, term, word};
use crate::names;
use crate::plain::plain;
use crate::problem::Problem;
use crate::room::Room;
use axum::extract::FromRequestParts;
use axum::http::request::Parts;
use axum::http::{HeaderMap, HeaderValue, Uri, header};
use axum::response::{IntoResponse, Redirect, Response};
use std::borrow::Cow;

/// How long a browser keeps its visitor's wishes: a year.
const KEPT: u32 = 31_536_000;

/// What is known of whoever asks for a page.
#[derive(Clone, Debug)]
pub struct Visit {
    /// Language.
    pub tongue: Tongue,
    /// `light` or `dark`, if the visitor chose.
    pub theme: Option<&'static str>,
    /// Path and query, for the way back.
    pub path: String,
    /// The ledger's file name.
    pub ledger: String,
    /// Whether this room may be written in.
    pub write: bool,
    /// Who came in, if the room has a door and they came through it.
    pub session: Option<Session>,
    /// Whether single keys do something at the desk.
    pub keys: bool,
}

impl Visit {
    /// The name under which the visitor writes; empty where there is none.
    pub fn who(&self) -> &str {
        self.session.as_ref().map_or("", |s| s.who.as_str())
    }
}

impl FromRequestParts<Room> for Visit {
    type Rejection = Problem;

    async fn from_request_parts(parts: &mut Parts, room: &Room) -> Result<Self, Problem> {
        let uri = &parts.uri;
        let wished = form_urlencoded::parse(uri.query().unwrap_or("").as_bytes())
            .find(|q| q.0 == "hl")
            .and_then(|q| Tongue::of_code(&q.1));
        let kept = || guard::cookie(&parts.headers, "hl").and_then(Tongue::of_code);
        let accepted = || {
            let accept = parts.headers.get(header::ACCEPT_LANGUAGE)?.to_str().ok()?;
            Some(Tongue::preferred(accept))
        };
        let tongue = wished.or_else(kept).or_else(accepted).unwrap_or(Tongue::En);
        let theme = match guard::cookie(&parts.headers, "theme") {
            Some("light") => Some("light"),
            Some("dark") => Some("dark"),
            _ => None,
        };
        let path = uri.path_and_query().map_or("/", |p| p.as_str()).to_owned();
        Ok(Self {
            tongue,
            theme,
            path,
            ledger: room.pool.name(),
            write: room.settings.write,
            session: room.door.sessions().of(&parts.headers),
            keys: guard::cookie(&parts.headers, "keys") != Some("off"),
        })
    }
}

/// What the base template needs.
pub struct Shell {
    /// Language of the page.
    pub tongue: Tongue,
    /// Colours, if chosen.
    pub theme: &'static str,
    /// Title of the window.
    pub title: String,
    /// Which part of the room this is.
    pub here: &'static str,
    /// The page's address.
    pub path: String,
    /// The ledger's file name.
    pub ledger: String,
    /// Whether this room may be written in.
    pub write: bool,
    /// The name under which the visitor writes; empty where there is none.
    pub who: String,
    /// What the visitor's forms carry.
    pub form: String,
    /// Whether single keys do something at the desk.
    pub keys: bool,
}

impl Shell {
    /// Around a page of a title.
    pub fn new(visit: &Visit, here: &'static str, title: &str) -> Self {
        Self {
            tongue: visit.tongue,
            theme: visit.theme.unwrap_or(""),
            title: plain(title),
            here,
            path: visit.path.clone(),
            ledger: plain(&visit.ledger),
            write: visit.write,
            who: visit.who().to_owned(),
            form: visit.session.as_ref().map(|s| s.form.clone()).unwrap_or_default(),
            keys: visit.keys,
        }
    }

    /// Around one of the parts of the room.
    pub fn part(visit: &Visit, here: &'static str) -> Self {
        Self::new(visit, here, &word(visit.tongue, &format!("nav.{here}")))
    }

    /// A word of the page.
    pub fn t(&self, key: &str) -> Cow<'static, str> {
        word(self.tongue, key)
    }

    /// A word with a number or name in it; with a number, in the form that goes with it.
    pub fn tn(&self, key: &str, inside: &impl ToString) -> String {
        let (words, inside) = (word(self.tongue, key), inside.to_string());
        let words = match inside.parse() {
            Ok(n) => days::form(self.tongue, &words, n),
            Err(_) => &words,
        };
        let number = inside.bytes().all(|b| b.is_ascii_digit());
        words.replace("{}", &if number { grouped(&inside) } else { inside })
    }

    /// Name of a part of the room.
    pub fn nav(&self, part: &str) -> Cow<'static, str> {
        word(self.tongue, &format!("nav.{part}"))
    }

    /// Name of a row of a table: types and languages have words of their own.
    pub fn named(&self, table: &str, name: &str) -> String {
        match table {
            "sources.types" => format!("{} ({name})", self.event(name)),
            "sources.sources" => crate::hide::unit_name(name),
            _ => name.to_owned(),
        }
    }

    /// A key as part of an address.
    pub fn path_part(&self, key: &str) -> String {
        part(key)
    }

    /// Name of a PLOVER type.
    pub fn event(&self, event: &str) -> Cow<'static, str> {
        word(self.tongue, &format!("type.{event}"))
    }

    /// Name of a part of a record that may be wrong.
    pub fn slot(&self, slot: &str) -> String {
        word(self.tongue, &format!("slot.{slot}")).into_owned()
    }

    /// Parts of a record that may be wrong, with their names.
    pub fn slots(&self) -> Vec<(&'static str, String)> {
        ledger::check::SLOTS.iter().map(|slot| (*slot, self.slot(slot))).collect()
    }

    /// Name of a verdict.
    pub fn verdict(&self, verdict: &str) -> Cow<'static, str> {
        word(self.tongue, &format!("verdict.{verdict}"))
    }

    /// What became of a verdict or correction.
    pub fn standing(&self, standing: &str) -> Cow<'static, str> {
        word(self.tongue, &format!("standing.{standing}"))
    }

    /// Name of an order of the queue.
    pub fn order(&self, order: &str) -> Cow<'static, str> {
        word(self.tongue, &format!("queue.{order}"))
    }

    /// That a queue has no more, and what to do.
    pub fn none_left(&self, order: &str) -> Cow<'static, str> {
        word(self.tongue, &format!("queue.none_{order}"))
    }

    /// Name of an auxiliary mode.
    pub fn aux(&self, aux: &str) -> Cow<'static, str> {
        word(self.tongue, &format!("aux.{aux}"))
    }

    /// Name of a weight.
    pub fn weight(&self, weight: &str) -> Cow<'static, str> {
        word(self.tongue, &format!("weight.{weight}"))
    }

    /// Name of a mode of the codebook, with its code; the code alone where it has no name.
    pub fn mode(&self, mode: &str) -> String {
        let name = self.term(mode);
        if name == mode { name } else { format!("{name} ({mode})") }
    }

    /// Name of a quad class.
    pub fn quad(&self, quad: impl ToString) -> Cow<'static, str> {
        word(self.tongue, &format!("quad.{}", quad.to_string()))
    }

    /// A mode, context or area in the page's language.
    pub fn term(&self, name: &str) -> String {
        term(self.tongue, name)
    }

    /// Name of a pledge's status.
    pub fn pledge(&self, status: &str) -> Cow<'static, str> {
        word(self.tongue, &format!("pledge.{status}"))
    }

    /// Name of a state.
    pub fn code(&self, code: &str) -> String {
        names::of_code(code, self.tongue)
    }

    /// Name of an actor: that of a state in the page's language, any other as it is known.
    pub fn name(&self, entity: &str, name: &str) -> String {
        match entity.strip_prefix("country/") {
            Some(code) => {
                let known = Some(self.code(code)).filter(|n| n != code);
                known.unwrap_or_else(|| name.to_owned())
            }
            None => name.to_owned(),
        }
    }

    /// ISO 639-1 code of the page's language.
    pub fn lang(&self) -> &'static str {
        self.tongue.code()
    }

    /// Address of a file of ours.
    pub fn asset(&self, stem: &str) -> String {
        assets::address(stem)
    }

    /// Address that keeps a wish and comes back.
    pub fn wish(&self, name: &str, value: &str) -> String {
        let mut query = form_urlencoded::Serializer::new(String::new());
        query.append_pair(name, value).append_pair("back", &self.path);
        format!("/preferences?{}", query.finish())
    }

    /// A number from 0 to 1, with so many decimals, as the language writes it.
    pub fn decimal(&self, n: f32, decimals: usize) -> String {
        let written = format!("{n:.decimals$}");
        match self.tongue {
            Tongue::En => written,
            Tongue::Pl => written.replace('.', ","),
        }
    }

    /// The form of a word that goes with a number.
    pub fn many(&self, key: &str, n: &impl ToString) -> String {
        let n = n.to_string().parse().unwrap_or(0);
        days::form(self.tongue, &word(self.tongue, key), n).to_owned()
    }

    /// A date in words.
    pub fn day(&self, date: &str) -> String {
        days::in_words(self.tongue, date)
    }

    /// A number between 0 and 1.
    pub fn share(&self, number: impl Into<f64>) -> String {
        days::decimal(self.tongue, number.into(), 2, false)
    }

    /// A score, with its sign.
    pub fn score(&self, number: impl Into<f64>) -> String {
        days::decimal(self.tongue, number.into(), 1, true)
    }

    /// A moment, to the minute.
    pub fn moment(&self, at: &str) -> String {
        at.get(..16).unwrap_or(at).replacen('T', " ", 1)
    }

    /// A number with thin spaces between thousands.
    pub fn number(&self, n: &impl ToString) -> String {
        grouped(&n.to_string())
    }
}

/// Digits in groups of three, with narrow no-break spaces.
fn grouped(digits: &str) -> String {
    let mut out = String::with_capacity(digits.len() + 8);
    for (i, c) in digits.chars().enumerate() {
        if i > 0 && (digits.len() - i).is_multiple_of(3) && digits.len() > 4 {
            out.push('\u{202F}');
        }
        out.push(c);
    }
    out
}

/// `/preferences`: keeps language or colours in a cookie and goes back.
pub async fn preferences(uri: Uri) -> Response {
    let mut headers = HeaderMap::new();
    let mut back = String::from("/");
    for (name, value) in form_urlencoded::parse(uri.query().unwrap_or("").as_bytes()) {
        let good = match &*name {
            "hl" => Tongue::of_code(&value).is_some(),
            "theme" => matches!(&*value, "light" | "dark" | "system"),
            "keys" => matches!(&*value, "on" | "off"),
            "back" => {
                if within(&value) {
                    back = without_wish(&value);
                }
                false
            }
            _ => false,
        };
        let cookie = format!("{name}={value}; Path=/; Max-Age={KEPT}; SameSite=Lax; HttpOnly");
        if let Some(cookie) = good.then(|| HeaderValue::from_str(&cookie).ok()).flatten() {
            headers.append(header::SET_COOKIE, cookie);
        }
    }
    (headers, Redirect::to(&back)).into_response()
}

/// Whether an address is one of this room: "//elsewhere" is another one's, and so is one with a tab
/// between the slashes, since browsers take tabs out. No header takes other control characters.
pub fn within(address: &str) -> bool {
    address.starts_with('/')
        && !address.starts_with("//")
        && address.bytes().all(|b| b.is_ascii() && !b.is_ascii_control() && b != b'\\')
}

/// An address without `hl`, which would be stronger than the cookie.
fn without_wish(address: &str) -> String {
    let Some((path, query)) = address.split_once('?') else { return address.to_owned() };
    let kept: Vec<&str> = query.split('&').filter(|q| !q.starts_with("hl=")).collect();
    if kept.is_empty() { path.to_owned() } else { format!("{path}?{}", kept.join("&")) }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_are_grouped() {
        assert_eq!(grouped("1234"), "1234");
        assert_eq!(grouped("12345"), "12\u{202F}345");
        assert_eq!(grouped("1234567"), "1\u{202F}234\u{202F}567");
    }

    #[test]
    fn addresses_elsewhere_are_not_ways_back() {
        for ours in ["/", "/acts?type=AID&x=//y", "/actor/country/POL#h"] {
            assert!(within(ours), "{ours}");
        }
        for other in ["", "acts", "//evil.example", "/\\evil.example", "/\t/evil.example", "/\n/e"]
        {
            assert!(!within(other), "{other:?}");
        }
        assert!(!within("/\u{1}") && !within("/\u{7F}") && !within("/ą"));
    }

    #[test]
    fn a_wish_for_a_language_leaves_the_address() {
        assert_eq!(without_wish("/acts?hl=pl&type=AID"), "/acts?type=AID");
        assert_eq!(without_wish("/acts?hl=pl"), "/acts");
    }
}
