//! Addresses in, one address for each paper out.

use url::Url;

/// Query parameters that tell where a reader came from and not what is read.
const TRACKING: [&str; 25] = [
    "fbclid",
    "gclid",
    "gclsrc",
    "dclid",
    "gbraid",
    "wbraid",
    "msclkid",
    "yclid",
    "twclid",
    "igshid",
    "igsh",
    "mc_cid",
    "mc_eid",
    "_ga",
    "_gl",
    "_hsenc",
    "_hsmi",
    "mkt_tok",
    "s_cid",
    "cmpid",
    "cmp",
    "ocid",
    "at_medium",
    "at_campaign",
    "wt_mc",
];

/// The address by which a paper is known: without fragment, user name and the parameters that only
/// track its readers (`utm_*`, `fbclid`, ...); host in small letters, no default port. Other
/// parameters and their order stay, since they may select the paper. What is no http(s) address is
/// given back as it is.
///
/// ```
/// let address = "HTTPS://Example.org:443/a?utm_source=x&id=7#top";
/// assert_eq!(sources::canonical_url(address), "https://example.org/a?id=7");
/// ```
pub fn canonical_url(address: &str) -> String {
    let Ok(mut url) = Url::parse(address.trim()) else { return address.to_owned() };
    if !matches!(url.scheme(), "http" | "https") {
        return address.to_owned();
    }
    url.set_fragment(None);
    // Both fail only for addresses without a host, which http(s) addresses are not.
    let _ = url.set_username("");
    let _ = url.set_password(None);
    if let Some(query) = url.query() {
        let kept: Vec<&str> = query.split('&').filter(|p| !p.is_empty() && !tracks(p)).collect();
        let kept = kept.join("&");
        url.set_query((!kept.is_empty()).then_some(kept.as_str()));
    }
    url.into()
}

fn tracks(parameter: &str) -> bool {
    let name = parameter.split('=').next().unwrap_or(parameter).to_ascii_lowercase();
    name.starts_with("utm_") || TRACKING.contains(&name.as_str())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_what_tracks_is_dropped() {
        for (given, expected) in [
            ("https://example.org", "https://example.org/"),
            ("https://example.org/a?UTM_Medium=b&fbclid=1", "https://example.org/a"),
            ("https://example.org/a?b=2&a=1&&utm_source=x", "https://example.org/a?b=2&a=1"),
            ("https://u:p@example.org:8443/ą#b", "https://example.org:8443/%C4%85"),
            ("http://żółw.example/", "http://xn--w-uga1v8h.example/"),
            ("urn:uuid:1", "urn:uuid:1"),
            ("nie adres", "nie adres"),
        ] {
            assert_eq!(canonical_url(given), expected);
            assert_eq!(canonical_url(expected), expected, "once is enough");
        }
    }
}
