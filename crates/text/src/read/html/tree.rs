//! A page's source in, its tree out, or a refusal: a page may exhaust neither the stack nor the
//! memory nor the patience of its reader.
//!
//! A parser of HTML takes any bytes, and some small pages make very large trees: a hundred thousand
//! open elements one in another (at each step the parser then looks through all of them), or
//! formatting elements that are opened anew in every paragraph. The page is therefore fed to the
//! parser piece by piece, and between the pieces the open elements and the nodes are counted.

use super::super::Reason;
use dom_query::{Document, NodeId};
use html5ever::tendril::{StrTendril, TendrilSink};
use html5ever::tree_builder::{Tracer, TreeBuilderOpts};
use html5ever::{ParseOpts, parse_document};
use std::cell::Cell;

/// Elements that may be open one in another; browsers stop at 512. Within one piece of the page it
/// may be more, see [`PIECE`].
pub(super) const DEEPEST: usize = 512;
/// Elements, texts and comments that a page may have; large real pages have some ten thousand.
pub(super) const NODES: usize = 1_000_000;
/// Elements, each counted as often as elements are open around it: what extraction looks through at
/// worst. Ten thousand elements twenty deep are a hundredth of it.
const WORK: usize = 20_000_000;
/// Bytes between two looks at the tree: at three bytes an element (`<b>`) at most 680 levels more.
const PIECE: usize = 2048;

/// Parses a page.
///
/// # Errors
/// [`Reason::Nested`] and [`Reason::Nodes`].
pub(super) fn parse(page: &str) -> Result<Document, Reason> {
    let tree_builder = TreeBuilderOpts { scripting_enabled: false, ..TreeBuilderOpts::default() };
    let options = ParseOpts { tree_builder, ..ParseOpts::default() };
    let mut parser = parse_document(Document::default(), options);
    let mut rest = page;
    let (mut nodes, mut work) = (0, 0usize);
    while !rest.is_empty() {
        let mut end = PIECE.min(rest.len());
        while !rest.is_char_boundary(end) {
            end -= 1;
        }
        let (piece, behind) = rest.split_at(end);
        parser.process(StrTendril::from_slice(piece));
        let builder = &parser.tokenizer.sink;
        let open = Open(Cell::new(0));
        builder.trace_handles(&open);
        if open.0.get() > DEEPEST {
            return Err(Reason::Nested { limit: DEEPEST });
        }
        let grown = builder.sink.tree.len();
        work = work.saturating_add((grown - nodes).saturating_mul(open.0.get()));
        nodes = grown;
        if nodes > NODES || work > WORK {
            return Err(Reason::Nodes { limit: NODES });
        }
        // Nobody reads the parser's complaints, and on broken pages they are many.
        builder.sink.errors.borrow_mut().clear();
        rest = behind;
    }
    Ok(parser.finish())
}

/// Counts what the parser holds open: elements, and formatting elements to be opened again.
struct Open(Cell<usize>);

impl Tracer for Open {
    type Handle = NodeId;

    fn trace_handle(&self, _: &NodeId) {
        self.0.set(self.0.get() + 1);
    }
}
