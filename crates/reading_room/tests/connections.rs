//! Over real connections: slow visitors, crowds, bodies that are too large.

mod common;

use common::House;
use reading_room::{Settings, serve};
use std::net::SocketAddr;
use std::time::Duration;
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::{TcpSocket, TcpStream};
use tokio::sync::oneshot;
use tokio::time::{Instant, timeout};

/// A room that listens; it closes with the test.
async fn open(change: impl FnOnce(&mut Settings)) -> (SocketAddr, House) {
    let house = House::with(change);
    let (ready, address) = oneshot::channel();
    tokio::spawn(serve(house.open.clone(), move |at| {
        let _ = ready.send(at);
    }));
    (address.await.expect("an address"), house)
}

/// Asks on a new connection, which is then closed, and gives all that came.
async fn ask(at: SocketAddr, path: &str) -> String {
    let mut stream = TcpStream::connect(at).await.expect("a connection");
    let head = format!("GET {path} HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n");
    stream.write_all(head.as_bytes()).await.expect("sent");
    rest(&mut stream).await
}

/// What comes until the end.
async fn rest(stream: &mut TcpStream) -> String {
    let mut came = Vec::new();
    let read = timeout(Duration::from_secs(60), stream.read_to_end(&mut came)).await;
    assert!(read.is_ok(), "the connection stays open: {}", String::from_utf8_lossy(&came));
    String::from_utf8_lossy(&came).into_owned()
}

#[tokio::test]
async fn whoever_sends_too_much_still_reads_why() {
    let (at, _house) = open(|_| {}).await;
    let megabyte = vec![b'x'; 1 << 20];
    for path in ["/api/v1/read", "/desk", "/nowhere"] {
        let mut stream = TcpStream::connect(at).await.expect("a connection");
        let head =
            format!("POST {path} HTTP/1.1\r\nHost: localhost\r\nContent-Length: {}\r\n", 10 << 20);
        let kind = "Content-Type: application/json\r\n\r\n";
        stream.write_all((head + kind).as_bytes()).await.expect("sent");
        for _ in 0..10 {
            stream.write_all(&megabyte).await.expect("the whole body can be sent");
        }
        let reply = rest(&mut stream).await;
        assert!(reply.starts_with("HTTP/1.1 413"), "{path}: {reply}");
    }
    let mut stream = TcpStream::connect(at).await.expect("a connection");
    let head = "POST /api/v1/read HTTP/1.1\r\nHost: localhost\r\nTransfer-Encoding: chunked\r\n";
    let kind = "Content-Type: application/json\r\n\r\n";
    stream.write_all(format!("{head}{kind}").as_bytes()).await.expect("sent");
    for _ in 0..10 {
        stream.write_all(b"100000\r\n").await.expect("sent");
        stream.write_all(&megabyte).await.expect("the whole body can be sent");
        stream.write_all(b"\r\n").await.expect("sent");
    }
    let reply = rest(&mut stream).await;
    assert!(reply.starts_with("HTTP/1.1 413") && reply.contains("too-large"), "{reply}");
}

#[tokio::test]
async fn heads_without_end_are_refused() {
    let (at, _house) = open(|_| {}).await;
    let mut stream = TcpStream::connect(at).await.expect("a connection");
    stream.write_all(b"GET / HTTP/1.1\r\nHost: localhost\r\nX: ").await.expect("sent");
    // The room may close while we still send.
    let _ = stream.write_all(&vec![b'x'; 1 << 20]).await;
    let reply = rest(&mut stream).await;
    assert!(reply.starts_with("HTTP/1.1 431"), "{reply}");
}

#[tokio::test]
async fn a_full_room_says_so() {
    let (at, _house) = open(|s| s.connections = 2).await;
    let mut busy = Vec::new();
    for _ in 0..2 {
        let mut stream = TcpStream::connect(at).await.expect("a connection");
        let body = r#"{"text": "They read this slowly."}"#;
        let head = "POST /api/v1/read HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n";
        let kind =
            format!("Content-Type: application/json\r\nContent-Length: {}\r\n\r\n", body.len());
        stream.write_all(format!("{head}{kind}{body}").as_bytes()).await.expect("sent");
        busy.push(stream);
    }
    tokio::time::sleep(Duration::from_millis(300)).await;
    let reply = ask(at, "/healthz").await;
    assert!(reply.starts_with("HTTP/1.1 503") && reply.contains("retry-after: 1"), "{reply}");
    assert!(reply.contains("All places are taken"), "{reply}");
    for mut stream in busy {
        assert!(rest(&mut stream).await.starts_with("HTTP/1.1 200"), "who is served stays");
    }
}

#[tokio::test]
async fn the_slowest_makes_way() {
    let (at, _house) = open(|s| s.connections = 3).await;
    let mut idle = Vec::new();
    for _ in 0..3 {
        idle.push(TcpStream::connect(at).await.expect("a connection"));
    }
    for _ in 0..5 {
        let reply = ask(at, "/healthz").await;
        assert!(reply.starts_with("HTTP/1.1 200"), "{reply}");
    }
    // The first that came is the one who went; the others can still ask.
    assert_eq!(rest(&mut idle[0]).await, "");
    let head = b"GET /healthz HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n";
    idle[2].write_all(head).await.expect("sent");
    assert!(rest(&mut idle[2]).await.starts_with("HTTP/1.1 200"));
}

#[tokio::test(start_paused = true)]
async fn who_does_not_ask_or_does_not_end_is_let_go() {
    let (at, _house) = open(|_| {}).await;
    for begun in ["", "GET / HTTP/1.1\r\nHost: local"] {
        let mut stream = TcpStream::connect(at).await.expect("a connection");
        stream.write_all(begun.as_bytes()).await.expect("sent");
        let began = Instant::now();
        rest(&mut stream).await;
        assert!(began.elapsed() <= Duration::from_secs(11), "{begun:?}");
    }
    let mut stream = TcpStream::connect(at).await.expect("a connection");
    let head = "POST /api/v1/read HTTP/1.1\r\nHost: localhost\r\nContent-Length: 99\r\n\r\n{\"te";
    stream.write_all(head.as_bytes()).await.expect("sent");
    let began = Instant::now();
    let reply = rest(&mut stream).await;
    assert!(reply.starts_with("HTTP/1.1 408") && reply.contains("too-slow"), "{reply}");
    assert!(began.elapsed() <= Duration::from_secs(25));
}

#[tokio::test(start_paused = true)]
async fn who_does_not_read_is_let_go() {
    let (at, _house) = open(|_| {}).await;
    let socket = TcpSocket::new_v4().expect("a socket");
    socket.set_recv_buffer_size(4096).expect("a small buffer");
    let mut stream = socket.connect(at).await.expect("a connection");
    // More than the system keeps for a connection.
    let questions = "GET /map HTTP/1.1\r\nHost: localhost\r\n\r\n".repeat(400);
    stream.write_all(questions.as_bytes()).await.expect("sent");
    tokio::time::sleep(Duration::from_secs(60)).await;
    let mut came = Vec::new();
    // A reset is an end, too.
    let _ = timeout(Duration::from_secs(60), stream.read_to_end(&mut came)).await.expect("an end");
    let answers = String::from_utf8_lossy(&came).matches("HTTP/1.1 200").count();
    assert!(answers < 400, "all {answers} answers were kept for one who does not read");
}
