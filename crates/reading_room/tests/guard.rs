//! Who may come in, and what a browser is told.

mod common;

use axum::body::Body;
use axum::http::{Request, StatusCode};
use common::House;

const TOKEN: &str = "a-long-enough-token";

#[tokio::test]
async fn every_answer_carries_the_headers() {
    let house = House::new();
    for path in
        ["/", "/api/v1/stats", "/nowhere", "/api/v1/nonsense", "/healthz", "/metrics", "/map.svg"]
    {
        let reply = house.get(path).await;
        let policy = reply.header("content-security-policy");
        assert!(
            policy.contains("default-src 'none'") && policy.contains("frame-ancestors 'none'"),
            "{path}"
        );
        assert!(!policy.contains("unsafe"), "{path}");
        assert_eq!(reply.header("x-content-type-options"), "nosniff", "{path}");
        assert_eq!(reply.header("referrer-policy"), "same-origin", "{path}");
    }
}

#[tokio::test]
async fn a_closed_room_asks_for_its_token() {
    let house = House::with(|s| s.token = Some(TOKEN.into()));
    for path in
        ["/api/v1/stats", "/api/v1/openapi.json", "/metrics", "/acts.csv", "/api/v1/exports/csv"]
    {
        let reply = house.get(path).await;
        assert_eq!(reply.status, StatusCode::UNAUTHORIZED, "{path}");
        assert!(reply.header("www-authenticate").starts_with("Bearer"), "{path}");
    }
    let wrong =
        house.get_with("/api/v1/stats", &[("authorization", "Bearer wrong-token-indeed")]).await;
    assert_eq!(wrong.status, StatusCode::UNAUTHORIZED);
    let bearer = format!("Bearer {TOKEN}");
    let right = house.get_with("/api/v1/stats", &[("authorization", &bearer)]).await;
    assert_eq!(right.status, StatusCode::OK);
    let write = house.post("/api/v1/read", "application/json", r#"{"text":"They met."}"#).await;
    assert_eq!(write.status, StatusCode::UNAUTHORIZED);
    assert_eq!(house.get("/healthz").await.status, StatusCode::OK);
}

#[tokio::test]
async fn a_browser_shows_the_token_once() {
    let house = House::with(|s| s.token = Some(TOKEN.into()));
    let html = [("accept", "text/html")];
    let led = house.get_with("/acts", &html).await;
    assert_eq!((led.status, led.header("location")), (StatusCode::SEE_OTHER, "/enter"));
    assert!(house.get_with("/enter", &html).await.text.contains("name=\"token\""));
    let form = "application/x-www-form-urlencoded";
    assert_eq!(house.post("/enter", form, "token=no").await.status, StatusCode::UNAUTHORIZED);
    let entered = house.post("/enter", form, format!("token={TOKEN}")).await;
    assert_eq!(entered.status, StatusCode::SEE_OTHER);
    let cookie = entered.header("set-cookie").to_owned();
    assert!(
        cookie.contains("HttpOnly")
            && cookie.contains("SameSite=Strict")
            && !cookie.contains(TOKEN)
    );
    let kept = cookie.split(';').next().unwrap_or_default();
    assert_eq!(house.get_with("/acts", &[("cookie", kept)]).await.status, StatusCode::OK);
    let forged = "chancery_session=0000";
    assert_eq!(
        house.get_with("/acts", &[("cookie", forged)]).await.status,
        StatusCode::UNAUTHORIZED
    );
}

#[tokio::test]
async fn other_names_and_other_pages_are_turned_away() {
    let house = House::new();
    let other = house.get_with("/api/v1/stats", &[("host", "evil.example")]).await;
    assert_eq!(other.status, StatusCode::MISDIRECTED_REQUEST);
    for host in ["localhost:8080", "127.0.0.1", "[::1]:9"] {
        assert_eq!(
            house.get_with("/healthz", &[("host", host)]).await.status,
            StatusCode::OK,
            "{host}"
        );
    }
    let proxied = House::with(|s| s.hosts = vec!["room.example.org".into()]);
    assert_eq!(proxied.get_with("/", &[("host", "room.example.org")]).await.status, StatusCode::OK);
    for (name, value) in
        [("sec-fetch-site", "cross-site"), ("origin", "https://evil.example"), ("origin", "null")]
    {
        let request = Request::post("/desk").header(name, value);
        let request = request.header("content-type", "application/x-www-form-urlencoded");
        let reply = house.send(request, Body::from("text=They+met.")).await;
        assert_eq!(reply.status, StatusCode::FORBIDDEN, "{name}");
    }
    let request = Request::post("/desk").header("origin", "http://localhost");
    let reply = house.send(request, Body::from("text=They+met.")).await;
    assert_eq!(reply.status, StatusCode::OK);
}

#[tokio::test]
async fn whoever_asks_too_often_waits() {
    let house = House::with(|s| s.rate = 1);
    let mut statuses = Vec::new();
    for _ in 0..12 {
        statuses.push(house.get("/healthz").await.status.as_u16());
    }
    assert_eq!(statuses.iter().filter(|s| **s == 200).count(), 10, "{statuses:?}");
    let reply = house.get("/").await;
    assert_eq!((reply.status.as_u16(), reply.header("retry-after")), (429, "1"));
}

#[tokio::test]
async fn no_file_of_the_system_can_be_read() {
    let house = House::new();
    for path in [
        "/assets/../../../../etc/passwd",
        "/assets/..%2f..%2f..%2fetc%2fpasswd",
        "/assets/%2e%2e/style.css",
        "/paper/..%2f..%2fetc%2fpasswd",
        "/dyad/POL/FIN/..%2f..%2fetc%2fpasswd",
        "/api/v1/exports/..%2f..%2fetc%2fpasswd",
        "/actor/../../etc/passwd",
        "//etc/passwd",
    ] {
        let reply = house.get(path).await;
        assert!(reply.status.is_client_error(), "{path}: {}", reply.status);
        assert!(!reply.text.contains("root:"), "{path}");
    }
}

#[tokio::test]
async fn counters_count() {
    let house = House::new();
    house.get("/api/v1/stats").await;
    house.get("/nowhere/at/all").await;
    let text = house.get("/metrics").await.text;
    assert!(
        text.contains(
            "chancery_requests_total{method=\"GET\",route=\"/api/v1/stats\",status=\"200\"} 1"
        ),
        "{text}"
    );
    assert!(
        text.contains("route=\"other\",status=\"404\"")
            && text.contains("chancery_answer_seconds_bucket")
    );
    assert!(!text.contains("nowhere"));
}
