//! Feeds saved as files and fetched, with and without the pages they link.

mod common;

use common::*;
use sources::{Given, Opened, Reader, Reading, Source, Web, expand};
use std::path::Path;
use text::{Lang, Part, Reason};

fn open(reader: Reader, source: Source) -> Reading {
    let unit = expand(&[source]).units.remove(0).unwrap();
    match reader.open(&unit, None).unwrap() {
        Opened::Reading(reading) => reading,
        Opened::Unchanged => panic!("unchanged"),
    }
}

fn read(name: &str, content: &str) -> Vec<Given> {
    read_bytes(name, content.as_bytes())
}

fn read_bytes(name: &str, content: &[u8]) -> Vec<Given> {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join(name);
    std::fs::write(&path, content).unwrap();
    open(Reader::default(), Source::Path(Path::new(&path).into())).collect()
}

fn rss(items: &str) -> String {
    format!(
        "<?xml version=\"1.0\" encoding=\"UTF-8\"?><rss version=\"2.0\" \
         xmlns:content=\"http://purl.org/rss/1.0/modules/content/\" \
         xmlns:dc=\"http://purl.org/dc/elements/1.1/\"><channel><title>Dziennik</title>\
         <link>https://d.example/</link><description>x</description><language>pl-PL</language>\
         {items}</channel></rss>"
    )
}

fn item(n: u32, body: &str) -> String {
    format!(
        "<item><title>Rozmowa &amp;quot;na szczycie&amp;quot; {n}</title>\
         <link>https://d.example/{n}?utm_source=rss</link><guid isPermaLink=\"false\">{n}</guid>\
         <dc:creator>Anna Wzór</dc:creator><pubDate>Wed, 01 May 2024 00:30:00 +0200</pubDate>\
         {body}</item>"
    )
}

fn full() -> String {
    format!(
        "<content:encoded><![CDATA[{}]]></content:encoded>",
        format!("<p>{PROSE}</p>").repeat(5)
    )
}

#[test]
fn rss_with_whole_texts() {
    let all = read("feed.xml", &rss(&(item(1, &full()) + &item(2, &full()))));
    assert_eq!(all.len(), 2);
    let first = document(&all[0].item);
    assert_eq!(first.id, "https://d.example/1");
    assert_eq!(first.url.as_deref(), Some("https://d.example/1?utm_source=rss"));
    assert_eq!(first.title.as_deref(), Some("Rozmowa \"na szczycie\" 1"));
    assert_eq!(first.author.as_deref(), Some("Anna Wzór"));
    assert_eq!(first.published, Some(jiff::civil::date(2024, 5, 1)), "the day of the paper's zone");
    assert_eq!(first.lang, Lang::Pl);
    assert!(first.text.starts_with("Prezydent") && !first.text.contains('<'), "{}", first.text);
    assert_eq!((all[0].note.as_deref(), all[1].position), (None, 2));
}

#[test]
fn feeds_with_blanks_before_them_and_in_old_encodings() {
    let feed = rss(&item(1, &full()));
    let undeclared = feed.replace(" encoding=\"UTF-8\"", "");
    let declared = feed.replace("UTF-8", "ISO-8859-2");
    for bytes in [
        format!("\r\n  {feed}").into_bytes(),
        format!("\u{FEFF}{feed}").into_bytes(),
        encode_latin(&undeclared),
        encode_latin(&declared),
    ] {
        let all = read_bytes("feed", &bytes);
        assert!(document(&all[0].item).text.contains("będą ćwiczyć"), "{all:?}");
    }
}

#[test]
fn atom_and_json_feed() {
    let paragraphs = format!("<p>{ENGLISH}</p>").repeat(4);
    let escaped = paragraphs.replace('<', "&lt;");
    let atom = format!(
        "<feed xmlns=\"http://www.w3.org/2005/Atom\" xml:lang=\"en\"><title>News</title><id>urn:n</id>\
         <updated>2024-05-02T00:00:00Z</updated><entry><title type=\"html\">Talks &lt;b&gt;on&lt;/b&gt;</title>\
         <id>urn:1</id><link rel=\"self\" href=\"https://n.example/1.atom\"/>\
         <link rel=\"alternate\" href=\"https://n.example/1\"/><author><name>Ann Sample</name></author>\
         <published>2024-05-01T23:30:00-04:00</published><updated>2024-05-03T00:00:00Z</updated>\
         <content type=\"html\">{escaped}</content></entry></feed>"
    );
    let json = serde_json::json!({
        "version": "https://jsonfeed.org/version/1.1", "title": "News", "language": "en",
        "items": [{"id": "1", "url": "https://n.example/1", "title": "Talks on",
            "date_published": "2024-05-01T23:30:00-04:00", "authors": [{"name": "Ann Sample"}],
            "content_html": paragraphs}]
    });
    for (name, content) in [("a.atom", atom), ("a.json", json.to_string())] {
        let all = read(name, &content);
        assert_eq!(all.len(), 1, "{all:?}");
        let found = document(&all[0].item);
        assert_eq!(found.id, "https://n.example/1", "{name}");
        assert_eq!(found.title.as_deref(), Some("Talks on"));
        assert_eq!(found.author.as_deref(), Some("Ann Sample"));
        assert_eq!(found.published, Some(jiff::civil::date(2024, 5, 1)), "{name}");
        assert_eq!((found.lang, found.text.matches("joint").count()), (Lang::En, 4), "{name}");
    }
}

#[test]
fn teasers_come_with_a_note_where_nothing_is_fetched() {
    let teaser = "<description>&lt;p&gt;Prezydent Łotwy rozmawiał z premierem Estonii […]&lt;/p&gt;</description>";
    let all =
        read("feed.rss", &rss(&(item(1, teaser) + &item(2, "") + "<item><guid>x</guid></item>")));
    assert_eq!(all.len(), 3);
    assert_eq!(document(&all[0].item).text, "Prezydent Łotwy rozmawiał z premierem Estonii […]");
    let note = all[0].note.as_deref().unwrap();
    assert_eq!(note, "only the summary that the feed carries: pages are not fetched");
    assert_eq!(document(&all[1].item).text, "Rozmowa \"na szczycie\" 2");
    assert!(all[1].note.as_deref().unwrap().contains("headline"));
    let error = all[2].item.as_ref().unwrap_err();
    assert_eq!(error.part, Some(Part::Entry(3)));
    assert!(
        error.to_string().contains("entry 3: is no feed that can be read: the entry has no text")
    );
}

#[test]
fn a_broken_feed_gives_the_entries_that_are_whole() {
    let whole = rss(&(item(1, &full()) + &item(2, &full()) + &item(3, &full())));
    let cut = &whole[..whole.len() - 400];
    let mut end = cut.len();
    while !whole.is_char_boundary(end) {
        end -= 1;
    }
    let all = read("cut.xml", &whole[..end]);
    assert_eq!(all.iter().filter(|g| g.item.is_ok()).count(), 2, "{all:?}");
    let error = all[2].item.as_ref().unwrap_err();
    assert!(
        error.to_string().ends_with("entry 3: is no feed that can be read: the entry does not end")
    );
    let wrong = rss(&(item(1, "<description>a</b></description>") + &item(2, &full())));
    let all = read("wrong.xml", &wrong);
    assert!(all.len() == 2 && all[0].item.is_err() && all[1].item.is_ok(), "{all:?}");
}

#[test]
fn a_feed_of_nothing_but_beginnings_is_left_in_time() {
    let begun = std::time::Instant::now();
    let all = read("a.xml", &rss(&"<item>".repeat(1_000_000)));
    assert!(all.len() == 1 && all[0].item.is_err());
    let all = read("a.xml", &rss(&"<item>".repeat(9_000)));
    assert!(all.iter().all(|g| g.item.is_err()));
    assert!(begun.elapsed().as_secs() < 20, "{:?}", begun.elapsed());
}

#[test]
fn entries_without_address_and_id_are_known_again() {
    let nameless = format!("<item><description>{}</description></item>", PROSE.repeat(5));
    let feed = rss(&nameless);
    let ids = |name: &str| document(&read(name, &feed)[0].item).id.clone();
    let id = ids("a.xml");
    let (place, hash) = id.rsplit_once('#').unwrap();
    assert!(place.ends_with("a.xml") && hash.len() == 16, "{id}");
    assert_eq!(ids("b.xml").rsplit_once('#').unwrap().1, hash);
}

#[test]
fn entity_bombs_are_refused() {
    let mut dtd = String::from("<!ENTITY a0 \"ha\">");
    for i in 1..10 {
        dtd += &format!("<!ENTITY a{i} \"{}\">", format!("&a{};", i - 1).repeat(10));
    }
    let laughs = rss(&item(1, "<description>&a9;</description>"))
        .replace("<rss", &format!("<!DOCTYPE rss [{dtd}]><rss"));
    let all = read("laughs.xml", &laughs);
    assert_eq!(all.len(), 1);
    assert_eq!(all[0].item.as_ref().unwrap_err().reason, Reason::Entities);
    let outside = laughs.replace(&dtd, "<!ENTITY a9 SYSTEM \"file:///etc/passwd\">");
    assert_eq!(read("x.xml", &outside)[0].item.as_ref().unwrap_err().reason, Reason::Entities);
    // entities of HTML that XML does not know are common and harmless
    let body =
        format!("<description>{}&nbsp;&ndash; &#8222;tak&#8221;</description>", PROSE.repeat(4));
    let all = read("html.xml", &rss(&item(1, &body)));
    assert!(document(&all[0].item).text.contains("tak"), "{all:?}");
}

/// A site with a feed of teasers.
fn site() -> Server {
    Server::new(|request| {
        let host = request.head.lines().find_map(|l| l.strip_prefix("host: ")).unwrap_or_default();
        let entry = |n: u32| {
            item(n, "<description>Skrót rozmowy w Rydze…</description>")
                .replace("https://d.example", &format!("http://{host}"))
        };
        match request.path.split('?').next().unwrap_or_default() {
            "/robots.txt" => ok("", b"User-agent: *\nDisallow: /3\n"),
            "/feed" => {
                let feed = rss(&(1..=5).map(entry).collect::<String>());
                ok("Content-Type: text/xml\r\n", feed.as_bytes())
            }
            "/1" => {
                ok("Content-Type: text/html; charset=utf-8\r\n", page("Rozmowa", PROSE).as_bytes())
            }
            "/2" => status("503 Busy"),
            "/4" => ok("Content-Type: application/pdf\r\n", b"%PDF"),
            _ => status("404 Not Found"),
        }
    })
}

#[test]
fn linked_pages_are_fetched_where_the_feed_holds_too_little() {
    let server = site();
    let reader = Reader::default().fetching(Web::new(server.limits()));
    let mut reading = open(reader, Source::Url(server.url("/feed")));
    let all: Vec<Given> = reading.by_ref().collect();
    assert_eq!(all.len(), 5);
    let first = document(&all[0].item);
    assert!(first.text.contains("Uzgodnili") && all[0].note.is_none(), "{first:?}");
    assert_eq!(first.title.as_deref(), Some("Rozmowa \"na szczycie\" 1"));
    assert_eq!(first.author.as_deref(), Some("Anna Wzór"));
    assert_eq!(first.published, Some(jiff::civil::date(2024, 5, 1)));
    let notes: Vec<&str> = all[1..].iter().map(|g| g.note.as_deref().unwrap()).collect();
    for (note, why) in
        notes.iter().zip(["answers 503", "robots.txt", "application/pdf", "answers 404"])
    {
        assert!(note.starts_with("only the summary") && note.contains(why), "{note}");
    }
    let again: Vec<bool> = all.iter().map(|g| g.again).collect();
    assert_eq!(again, [false, true, false, false, false]);
    assert!(!reading.finished(), "a later run may get the second page");
}

#[test]
fn what_is_known_is_not_fetched_again() {
    let server = site();
    let reader = Reader::default()
        .fetching(Web::new(server.limits()))
        .knowing(|id| id.ends_with("/1") || id.ends_with("/2"));
    let mut reading = open(reader, Source::Url(server.url("/feed")));
    assert_eq!(reading.by_ref().count(), 3);
    assert_eq!(reading.passed_over(), 2);
    assert!(reading.finished());
    assert!(server.asked().iter().all(|r| !r.path.starts_with("/1") && !r.path.starts_with("/2")));
    let server = site();
    let reader = Reader::default().fetching(Web::new(server.limits())).without_linked_pages();
    assert_eq!(open(reader, Source::Url(server.url("/feed"))).count(), 5);
    assert_eq!(server.asked().len(), 1, "the feed alone");
}
