//! Style, script and mark, linked into the binary; their addresses change with their bytes.

use crate::problem::Problem;
use axum::extract::Path;
use axum::http::header;
use axum::response::{IntoResponse, Response};
use std::sync::LazyLock;
use xxhash_rust::xxh3::xxh3_64;

/// Stem, ending, media type, bytes.
const FILES: [(&str, &str, &str, &[u8]); 3] = [
    ("style", "css", "text/css; charset=utf-8", include_bytes!("../assets/style.css")),
    ("script", "js", "text/javascript; charset=utf-8", include_bytes!("../assets/script.js")),
    ("mark", "svg", "image/svg+xml", include_bytes!("../assets/mark.svg")),
];

/// `/assets/style-….css` and so on, in the order of the files.
static ADDRESSES: LazyLock<Vec<String>> = LazyLock::new(|| {
    FILES.iter().map(|f| format!("{}-{:016x}.{}", f.0, xxh3_64(f.3), f.1)).collect()
});

/// The address of a file by its stem.
pub fn address(stem: &str) -> String {
    let at = FILES.iter().position(|f| f.0 == stem);
    at.map(|i| format!("/assets/{}", ADDRESSES[i])).unwrap_or_default()
}

/// A file by its address.
pub async fn asset(Path(name): Path<String>) -> Result<Response, Problem> {
    let at = ADDRESSES.iter().position(|a| *a == name);
    let file = at.map(|i| &FILES[i]).ok_or_else(|| Problem::missing("There is no such file."))?;
    let headers = [
        (header::CONTENT_TYPE, file.2),
        (header::CACHE_CONTROL, "public, max-age=31536000, immutable"),
    ];
    Ok((headers, file.3).into_response())
}
