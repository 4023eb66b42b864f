//! The door to the network, against a server of this machine.

mod common;

use common::*;
use sources::{
    Allowed, Body, Conditions, Fetch, FetchError, Fetched, Known, Opened, Reader, Source,
    USER_AGENT, Web, WebLimits, expand,
};
use std::time::{Duration, Instant};

fn get(server: &Server, path: &str) -> Result<Fetched, FetchError> {
    Web::new(server.limits()).get(&server.url(path), &Conditions::default())
}

fn body(fetched: Result<Fetched, FetchError>) -> Body {
    match fetched {
        Ok(Fetched::Body(body)) => body,
        other => panic!("{other:?}"),
    }
}

#[test]
fn a_body_comes_with_what_it_says_of_itself() {
    let fields = "Content-Type: text/html; Charset=\"ISO-8859-2\"\r\nETag: \"a\"\r\n";
    let server = Server::of(vec![("/a", ok(fields, b"tekst"))]);
    let body = body(get(&server, "/a#fragment"));
    assert_eq!(body.bytes, b"tekst");
    assert_eq!((body.charset(), body.etag.as_deref()), (Some("ISO-8859-2"), Some("\"a\"")));
    assert_eq!(body.url, server.url("/a"));
    let head = &server.asked()[0].head;
    assert!(head.contains(&format!("user-agent: {USER_AGENT}")), "{head}");
}

#[test]
fn unchanged_pages_are_asked_for_with_conditions_and_are_nothing_new() {
    let server = Server::new(|request| {
        if request.path == "/robots.txt" {
            status("404 Not Found")
        } else if request.head.contains("if-none-match: \"v1\"")
            && request.head.contains("if-modified-since: wed, 01 may 2024")
        {
            status("304 Not Modified")
        } else {
            ok(
                "ETag: \"v1\"\r\nLast-Modified: Wed, 01 May 2024 08:00:00 GMT\r\nContent-Type: text/html\r\n",
                page("Rozmowa", PROSE).as_bytes(),
            )
        }
    });
    let unit = expand(&[Source::Url(server.url("/a"))]).units.remove(0).unwrap();
    let reader = Reader::default().fetching(Web::new(server.limits()));
    let Ok(Opened::Reading(mut reading)) = reader.open(&unit, None) else { panic!() };
    let given = reading.next().unwrap();
    assert_eq!(document(&given.item).url.as_deref(), Some(server.url("/a").as_str()));
    assert!(reading.next().is_none() && reading.finished());
    let known = Known { stamp: reading.stamp().clone(), position: given.position, finished: true };
    assert!(matches!(reader.open(&unit, Some(&known)), Ok(Opened::Unchanged)));
    // Left in the middle it must come whole.
    let left = Known { finished: false, position: 0, ..known };
    assert!(matches!(reader.open(&unit, Some(&left)), Ok(Opened::Reading(_))));
    assert_eq!(server.asked().len(), 3);
}

#[test]
fn a_server_without_validators_is_compared_by_content() {
    let server = Server::of(vec![("/a.txt", ok("Content-Type: text/plain\r\n", PROSE.as_bytes()))]);
    let unit = expand(&[Source::Url(server.url("/a.txt"))]).units.remove(0).unwrap();
    let reader = Reader::default().fetching(Web::new(server.limits()));
    let Ok(Opened::Reading(reading)) = reader.open(&unit, None) else { panic!() };
    let known = Known { stamp: reading.stamp().clone(), position: 1, finished: true };
    assert!(matches!(reader.open(&unit, Some(&known)), Ok(Opened::Unchanged)));
}

#[test]
fn redirects_are_followed_a_few_times_and_in_no_circle() {
    let server = Server::of(vec![
        ("/1", to("2")),
        ("/2", to("/3?x=1")),
        ("/3?x=1", ok("", b"tu")),
        ("/a", to("/b")),
        ("/b", to("/a")),
        ("/x", to("mailto:a@example.org")),
        ("/y", to("http://[")),
    ]);
    let found = body(get(&server, "/1"));
    assert_eq!((found.bytes.as_slice(), found.url), (&b"tu"[..], server.url("/3?x=1")));
    assert!(matches!(get(&server, "/a"), Err(FetchError::Circle(_))));
    assert!(matches!(get(&server, "/x"), Err(FetchError::Scheme(_))));
    assert!(matches!(get(&server, "/y"), Err(FetchError::Redirect(_))));
    let endless = Server::new(|request| {
        let n: u32 = request.path.trim_start_matches('/').parse().unwrap_or_default();
        if request.path == "/robots.txt" {
            status("404 Not Found")
        } else {
            to(&format!("/{}", n + 1))
        }
    });
    assert!(matches!(get(&endless, "/0"), Err(FetchError::Redirects { limit: 5, .. })));
    assert_eq!(endless.asked().len(), 6);
}

#[test]
fn private_addresses_are_refused_also_behind_redirects_and_names() {
    let inner = Server::of(vec![("/secret", ok("", b"hidden"))]);
    let port = inner.address.port();
    let targets = [
        format!("http://127.0.0.1:{port}/secret"),
        format!("http://localhost:{port}/secret"),
        format!("http://[::ffff:127.0.0.1]:{port}/secret"),
        format!("http://2130706433:{port}/secret"),
        format!("http://0x7f.1:{port}/secret"),
        "http://10.255.255.1/".to_owned(),
        "http://169.254.169.254/latest/meta-data/".to_owned(),
    ];
    let redirects = targets.clone();
    let server = Server::new(move |request| match request.path.trim_start_matches('/').parse() {
        Ok(n) => to(redirects.get::<usize>(n).map_or("/", String::as_str)),
        Err(_) => status("404 Not Found"),
    });
    for (n, target) in targets.iter().enumerate() {
        for result in [
            get(&server, &format!("/{n}")),
            Web::new(WebLimits::default()).get(&target.parse().unwrap(), &Conditions::default()),
        ] {
            assert!(matches!(result, Err(FetchError::Forbidden { .. })), "{target}: {result:?}");
        }
    }
    assert!(inner.asked().is_empty(), "nothing was asked of it");
    let all = WebLimits { allowed: Allowed::All, ..server.limits() };
    let found = body(Web::new(all).get(&server.url("/0"), &Conditions::default()));
    assert_eq!(found.bytes, b"hidden");
}

#[test]
fn robots_txt_is_respected_and_read_once() {
    let rules = b"User-agent: *\nDisallow: /\nUser-agent: chancery\nDisallow: /tajne\n";
    let server = Server::new(|request| match request.path.as_str() {
        "/robots.txt" => ok("", rules),
        "/jawne" => to("/tajne/b"),
        _ => ok("", b"x"),
    });
    let web = Web::new(server.limits());
    let none = Conditions::default();
    assert!(web.get(&server.url("/a"), &none).is_ok());
    assert!(matches!(web.get(&server.url("/tajne/a"), &none), Err(FetchError::Robots(_))));
    assert!(matches!(web.get(&server.url("/jawne"), &none), Err(FetchError::Robots(_))));
    let paths: Vec<String> = server.asked().into_iter().map(|r| r.path).collect();
    assert_eq!(paths, ["/a", "/jawne"]);
    let broken = Server::of(vec![("/robots.txt", status("500 Oh")), ("/a", ok("", b"x"))]);
    assert!(matches!(get(&broken, "/a"), Err(FetchError::RobotsUnknown { .. })));
    assert!(broken.asked().is_empty());
}

#[test]
fn answers_have_a_limit_of_size_packed_and_unpacked() {
    let long = vec![b'x'; 3000];
    let bomb = gzip(&vec![b' '; 32 << 20]);
    let server = Server::of(vec![
        ("/long", ok("", &long)),
        ("/packed", ok("Content-Encoding: gzip\r\n", &gzip(&long))),
        ("/small", ok("Content-Encoding: gzip\r\n", &gzip(PROSE.as_bytes()))),
        ("/bomb", ok("Content-Encoding: gzip\r\n", &bomb)),
        ("/br", ok("Content-Encoding: br\r\n", b"x")),
        ("/cut", ok("Content-Encoding: gzip\r\n", &gzip(PROSE.as_bytes())[..40])),
    ]);
    let web = Web::new(WebLimits { fetch_bytes: 2000, ..server.limits() });
    let none = Conditions::default();
    let limit = 2000;
    assert_eq!(web.get(&server.url("/long"), &none), Err(FetchError::TooLarge { limit }));
    assert_eq!(web.get(&server.url("/packed"), &none), Err(FetchError::TooLarge { limit }));
    assert_eq!(body(web.get(&server.url("/small"), &none)).bytes, PROSE.as_bytes());
    for path in ["/bomb", "/br", "/cut"] {
        assert!(matches!(get(&server, path), Err(FetchError::Packed(_))), "{path}");
    }
}

#[test]
fn slow_servers_are_left() {
    let server = Server::new(|request| {
        if request.path == "/slow" {
            std::thread::sleep(Duration::from_secs(3));
        }
        if request.path == "/robots.txt" { status("404 Not Found") } else { ok("", b"x") }
    });
    let limits = WebLimits { total_timeout: Duration::from_millis(500), ..server.limits() };
    let begun = Instant::now();
    let result = Web::new(limits).get(&server.url("/slow"), &Conditions::default());
    assert!(matches!(result, Err(FetchError::Timeout(_))), "{result:?}");
    assert!(begun.elapsed() < Duration::from_secs(2), "{:?}", begun.elapsed());
}

#[test]
fn a_host_is_given_a_pause() {
    let server = Server::of(vec![("/a", ok("", b"x"))]);
    let limits = WebLimits { host_delay: Duration::from_millis(300), ..server.limits() };
    let web = Web::new(limits);
    let begun = Instant::now();
    for _ in 0..3 {
        assert!(web.get(&server.url("/a"), &Conditions::default()).is_ok());
    }
    assert!(begun.elapsed() >= Duration::from_millis(600));
}

#[test]
fn a_server_that_speaks_no_tls_is_an_error() {
    let server = Server::of(vec![]);
    let url = server.url("/a").to_string().replace("http:", "https:").parse().unwrap();
    let result = Web::new(server.limits()).get(&url, &Conditions::default());
    assert!(matches!(result, Err(FetchError::Connection(_))), "{result:?}");
}

#[test]
fn other_answers_are_named() {
    let server = Server::of(vec![("/busy", status("503 Busy\r\nRetry-After: 120"))]);
    let error = get(&server, "/busy").unwrap_err();
    assert_eq!(error.to_string(), "the server answers 503, to be asked again after 120");
    assert_eq!(get(&server, "/no").unwrap_err(), FetchError::Status { code: 404, retry: None });
    let unit = expand(&[Source::Url(server.url("/no"))]).units.remove(0).unwrap();
    let shown = |reader: Reader| reader.open(&unit, None).err().unwrap().to_string();
    let url = server.url("/no");
    let reader = Reader::default().fetching(Web::new(server.limits()));
    assert_eq!(shown(reader), format!("{url}: was not fetched: the server answers 404"));
    assert!(shown(Reader::default()).contains("fetching is not allowed"));
}
