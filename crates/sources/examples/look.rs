//! Prints what lies in files and folders, without fetching anything:
//! `cargo run -p sources --example look -- PATH...`

use sources::{Opened, Reader, Source, expand};
use text::Item;

fn main() {
    let named: Vec<Source> = std::env::args().skip(1).map(|name| Source::parse(&name)).collect();
    let reader = Reader::default();
    let expanded = expand(&named);
    for unit in expanded.units {
        let opened = unit.and_then(|unit| reader.open(&unit, None));
        let mut reading = match opened {
            Ok(Opened::Reading(reading)) => reading,
            Ok(Opened::Unchanged) => continue,
            Err(e) => {
                println!("reject\t{e}");
                continue;
            }
        };
        for given in reading.by_ref() {
            match &given.item {
                Ok(Item::Document(d)) => println!(
                    "{}\t{}\t{}\t{}\t{}\t{}\t{} bytes\t{}",
                    d.id,
                    d.lang.code(),
                    d.published.map_or_else(|| "-".into(), |p| p.to_string()),
                    d.title.as_deref().unwrap_or("-"),
                    d.author.as_deref().unwrap_or("-"),
                    given.position,
                    d.text.len(),
                    given.note.as_deref().unwrap_or("")
                ),
                Ok(Item::Conllu { id, .. }) => println!("{id}\ttrees"),
                Err(e) => println!("reject\t{e}"),
            }
        }
        if reading.passed_over() > 0 {
            println!("passed over\t{}", reading.passed_over());
        }
    }
    for path in expanded.passed_over {
        println!("passed over\t{}", path.display());
    }
}
