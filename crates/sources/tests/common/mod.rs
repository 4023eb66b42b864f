//! What the tests share: prose, pages, packing, a door that leads nowhere, a server of this machine.
#![allow(dead_code)]

use std::collections::HashMap;
use std::io::{BufRead, BufReader, Write};
use std::net::{SocketAddr, TcpListener, TcpStream};
use std::sync::{Arc, Mutex};
use std::time::Duration;
use text::{Document, Item};

pub const PROSE: &str = "Prezydent Łotwy rozmawiał w środę z premierem Estonii. Uzgodnili, że będą \
                         ćwiczyć wspólnie na granicy, jeśli zajdzie potrzeba, i że wrócą do rozmów.";
pub const ENGLISH: &str = "The foreign minister of Latvia met her Estonian colleague on Wednesday. \
                           They agreed to hold joint exercises and to return to the talks in June.";

/// A page with a headline and five paragraphs.
pub fn page(title: &str, prose: &str) -> String {
    let paragraphs = format!("<p>{prose}</p>").repeat(5);
    format!(
        "<!doctype html><html><head><meta charset=\"utf-8\"><title>{title}</title></head><body>\
         <article><h1>{title}</h1>{paragraphs}</article></body></html>"
    )
}

/// ISO 8859-2 of the letters that the tests use.
pub fn encode_latin(text: &str) -> Vec<u8> {
    let letters = [
        ('ą', 0xB1),
        ('ć', 0xE6),
        ('ę', 0xEA),
        ('ł', 0xB3),
        ('ń', 0xF1),
        ('ó', 0xF3),
        ('ś', 0xB6),
        ('ź', 0xBC),
        ('ż', 0xBF),
        ('Ż', 0xAF),
        ('Ł', 0xA3),
    ];
    let byte = |c: char| {
        let found = letters.iter().find(|(l, _)| *l == c).map(|(_, b)| *b);
        found.unwrap_or_else(|| u8::try_from(u32::from(c)).unwrap())
    };
    text.chars().map(byte).collect()
}

pub fn gzip(bytes: &[u8]) -> Vec<u8> {
    let mut packer = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::best());
    packer.write_all(bytes).unwrap();
    packer.finish().unwrap()
}

pub fn document(item: &Result<Item, text::ReadError>) -> &Document {
    match item {
        Ok(Item::Document(document)) => document,
        other => panic!("no document: {other:?}"),
    }
}

/// A request as the server got it: its path and its head in small letters.
#[derive(Clone, Debug)]
pub struct Request {
    pub path: String,
    pub head: String,
}

type Answer = dyn Fn(&Request) -> Vec<u8> + Send + Sync;

/// A server at 127.0.0.1 that notes what it is asked.
pub struct Server {
    pub address: SocketAddr,
    asked: Arc<Mutex<Vec<Request>>>,
}

impl Server {
    /// Answers each request by `answer`; its thread ends with the test.
    pub fn new(answer: impl Fn(&Request) -> Vec<u8> + Send + Sync + 'static) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let address = listener.local_addr().unwrap();
        let asked: Arc<Mutex<Vec<Request>>> = Arc::default();
        let (noted, answer): (_, Arc<Answer>) = (asked.clone(), Arc::new(answer));
        std::thread::spawn(move || {
            for stream in listener.incoming().flatten() {
                let (noted, answer) = (noted.clone(), answer.clone());
                std::thread::spawn(move || serve(stream, &noted, &*answer));
            }
        });
        Self { address, asked }
    }

    /// Serves fixed answers by path; everything else is 404.
    pub fn of(answers: Vec<(&str, Vec<u8>)>) -> Self {
        let answers: HashMap<String, Vec<u8>> =
            answers.into_iter().map(|(path, answer)| (path.to_owned(), answer)).collect();
        Self::new(move |request| {
            answers.get(&request.path).cloned().unwrap_or_else(|| status("404 Not Found"))
        })
    }

    pub fn url(&self, path: &str) -> url::Url {
        format!("http://{}{path}", self.address).parse().unwrap()
    }

    /// What was asked for so far, robots.txt aside.
    pub fn asked(&self) -> Vec<Request> {
        let asked = self.asked.lock().unwrap();
        asked.iter().filter(|r| r.path != "/robots.txt").cloned().collect()
    }

    /// Limits that let this server be asked, and soon again.
    pub fn limits(&self) -> sources::WebLimits {
        sources::WebLimits {
            allowed: sources::Allowed::Also(vec![self.address]),
            host_delay: Duration::ZERO,
            ..sources::WebLimits::default()
        }
    }
}

fn serve(mut stream: TcpStream, noted: &Mutex<Vec<Request>>, answer: &Answer) {
    let mut lines = BufReader::new(stream.try_clone().unwrap()).lines().map_while(Result::ok);
    let Some(first) = lines.next() else { return };
    let head: Vec<String> = lines.take_while(|line| !line.is_empty()).collect();
    let path = first.split(' ').nth(1).unwrap_or_default().to_owned();
    let request = Request { path, head: head.join("\n").to_lowercase() };
    noted.lock().unwrap().push(request.clone());
    // The other side may have gone away; that is what some tests test.
    let _ = stream.write_all(&answer(&request));
}

/// An answer with a body.
pub fn ok(fields: &str, body: &[u8]) -> Vec<u8> {
    let head = format!(
        "HTTP/1.1 200 OK\r\nContent-Length: {}\r\nConnection: close\r\n{fields}\r\n",
        body.len()
    );
    [head.as_bytes(), body].concat()
}

/// An answer without one.
pub fn status(line: &str) -> Vec<u8> {
    format!("HTTP/1.1 {line}\r\nContent-Length: 0\r\nConnection: close\r\n\r\n").into_bytes()
}

/// A redirect.
pub fn to(target: &str) -> Vec<u8> {
    status(&format!("302 Found\r\nLocation: {target}"))
}
