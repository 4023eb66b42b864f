//! An address of the network in; whether it may be asked out.
//!
//! An address in a feed or a redirect is written by strangers. If it leads to this machine or into
//! its own network, the answer could be something that was never published, so only public
//! addresses are asked unless the user allows others. The check stands in the resolver, behind the
//! name: what it lets through is what the connection is made to, so a name that answers differently
//! the second time (DNS rebinding) gains nothing.

use std::net::{IpAddr, Ipv4Addr, Ipv6Addr, SocketAddr};
use ureq::config::Config;
use ureq::http::Uri;
use ureq::unversioned::resolver::{DefaultResolver, ResolvedSocketAddrs, Resolver};
use ureq::unversioned::transport::NextTimeout;

/// Which addresses may be asked.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub enum Allowed {
    /// Public ones.
    #[default]
    Public,
    /// Public ones and these, for a server in one's own network.
    Also(Vec<SocketAddr>),
    /// All.
    All,
}

/// Why an address is not public, in a word; `None` if it is. After the special-purpose registries of
/// IANA (RFC 6890); addresses of IPv6 that carry one of IPv4 are judged by it.
pub fn forbidden(address: IpAddr) -> Option<&'static str> {
    match address {
        IpAddr::V4(v4) => forbidden_v4(v4),
        IpAddr::V6(v6) => forbidden_v6(v6),
    }
}

fn forbidden_v4(v4: Ipv4Addr) -> Option<&'static str> {
    match v4.octets() {
        [127, ..] => Some("loopback"),
        [10, ..] | [172, 16..=31, ..] | [192, 168, ..] => Some("private"),
        [169, 254, ..] => Some("link-local"),
        [100, 64..=127, ..] => Some("carrier-grade NAT"),
        [0, ..] => Some("unspecified"),
        [192, 0, 0 | 2, _] | [198, 51, 100, _] | [203, 0, 113, _] | [192, 88, 99, _] => {
            Some("reserved")
        }
        [198, 18 | 19, ..] => Some("reserved for benchmarks"),
        [224..=239, ..] => Some("multicast"),
        [240..=255, ..] => Some("reserved"),
        _ => None,
    }
}

fn forbidden_v6(v6: Ipv6Addr) -> Option<&'static str> {
    let carried = |high: u16, low: u16| {
        let ([a, b], [c, d]) = (high.to_be_bytes(), low.to_be_bytes());
        forbidden_v4(Ipv4Addr::new(a, b, c, d))
    };
    match v6.segments() {
        [0, 0, 0, 0, 0, 0, 0, 0] => Some("unspecified"),
        [0, 0, 0, 0, 0, 0, 0, 1] => Some("loopback"),
        // mapped, compatible and translated addresses of IPv4, 6to4
        [0, 0, 0, 0, 0, 0xFFFF | 0, high, low] => carried(high, low),
        [0, 0, 0, 0, 0xFFFF, 0, high, low] | [0x64, 0xFF9B, 0, 0, 0, 0, high, low] => {
            carried(high, low)
        }
        [0x2002, high, low, ..] => carried(high, low),
        [0x64, 0xFF9B, 1, ..] | [0x2001, 0..=0x1FF, ..] | [0x2001, 0xDB8, ..] => Some("reserved"),
        [0xFC00..=0xFDFF, ..] => Some("private"),
        [0xFE80..=0xFEBF, ..] => Some("link-local"),
        [0xFEC0..=0xFEFF, ..] => Some("site-local"),
        [0xFF00..=0xFFFF, ..] => Some("multicast"),
        // all that is given out for the public internet
        [0x2000..=0x3FFF, ..] => None,
        _ => Some("reserved"),
    }
}

impl Allowed {
    fn refuses(&self, address: SocketAddr) -> Option<&'static str> {
        match self {
            Allowed::All => None,
            Allowed::Also(others) if others.contains(&address) => None,
            _ => forbidden(address.ip()),
        }
    }
}

/// Finds addresses as the system does and keeps back those that may not be asked.
#[derive(Debug)]
pub(super) struct Guarded {
    pub allowed: Allowed,
    pub system: DefaultResolver,
}

/// A name whose addresses may not be asked; travels inside a [`ureq::Error`].
#[derive(Debug, thiserror::Error)]
#[error("{host} is at {address}, a {kind} address")]
pub(super) struct Forbidden {
    pub host: String,
    pub address: IpAddr,
    pub kind: &'static str,
}

impl Resolver for Guarded {
    fn resolve(
        &self,
        uri: &Uri,
        config: &Config,
        timeout: NextTimeout,
    ) -> Result<ResolvedSocketAddrs, ureq::Error> {
        let found = self.system.resolve(uri, config, timeout)?;
        let mut kept = self.empty();
        let mut refused = None;
        for &address in found.iter() {
            match self.allowed.refuses(address) {
                None => kept.push(address),
                Some(kind) => refused = Some((address.ip(), kind)),
            }
        }
        match refused {
            Some((address, kind)) if kept.is_empty() => {
                let host = uri.host().unwrap_or_default().to_owned();
                Err(ureq::Error::Other(Box::new(Forbidden { host, address, kind })))
            }
            _ => Ok(kept),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_public_addresses_are_asked() {
        for (address, kind) in [
            ("127.0.0.1", "loopback"),
            ("127.255.0.3", "loopback"),
            ("10.1.2.3", "private"),
            ("172.16.0.1", "private"),
            ("192.168.1.1", "private"),
            ("169.254.169.254", "link-local"),
            ("100.64.0.1", "carrier-grade NAT"),
            ("0.0.0.0", "unspecified"),
            ("224.0.0.1", "multicast"),
            ("255.255.255.255", "reserved"),
            ("::1", "loopback"),
            ("::", "unspecified"),
            ("::ffff:127.0.0.1", "loopback"),
            ("::ffff:10.0.0.1", "private"),
            ("::127.0.0.1", "loopback"),
            ("64:ff9b::10.0.0.1", "private"),
            ("2002:7f00:1::", "loopback"),
            ("2001:db8::1", "reserved"),
            ("fd00::1", "private"),
            ("fe80::1", "link-local"),
            ("ff02::1", "multicast"),
            ("4000::1", "reserved"),
        ] {
            assert_eq!(forbidden(address.parse().unwrap()), Some(kind), "{address}");
        }
        for address in ["8.8.8.8", "172.32.0.1", "100.128.0.1", "2606:4700::1", "::ffff:8.8.8.8"] {
            assert_eq!(forbidden(address.parse().unwrap()), None, "{address}");
        }
    }
}
