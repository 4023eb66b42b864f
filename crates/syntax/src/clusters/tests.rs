use super::*;
use proptest::prelude::*;

/// Small sentences of two kinds of noun with their own verbs.
fn sample() -> Vec<u8> {
    let mut t = ClusterTrainer::default();
    for (who, what) in [
        ("minister", "umowę"),
        ("premier", "traktat"),
        ("prezydent", "deklarację"),
        ("kanclerz", "protokół"),
    ] {
        for other in ["umowę", "traktat", "deklarację", "protokół"] {
            t.add([who, "podpisał", other, "."]);
            t.add(["Wczoraj", who, "odrzucił", what, "."]);
        }
    }
    t.finish(ClusterOptions { clusters: 6, at_least: 2, sweeps: 10 }, "test", |_| {})
}

fn open(bytes: &[u8]) -> Clusters {
    let pack = Pack::in_memory(bytes, CLUSTERS_KIND, CLUSTERS_SCHEMA).unwrap();
    Clusters::from_pack(&Arc::new(pack)).unwrap()
}

#[test]
fn words_of_like_company_share_a_cluster() {
    let c = open(&sample());
    let people = ["minister", "premier", "prezydent", "kanclerz"].map(|w| c.of(w).unwrap().id);
    assert!(people.iter().all(|&id| id == people[0]), "{people:?}");
    let papers = ["umowę", "traktat", "deklarację", "protokół"].map(|w| c.of(w).unwrap().id);
    assert!(papers.iter().all(|&id| id == papers[0]), "{papers:?}");
    assert_ne!(people[0], papers[0]);
}

#[test]
fn unknown_and_capitalised_forms() {
    let c = open(&sample());
    assert_eq!(c.of("ambasador"), None);
    assert_eq!(c.of("Minister"), c.of("minister"));
    assert_eq!(c.exactly("Minister"), None);
    assert!(c.frequency("podpisał") > c.frequency("umowę"));
    assert_eq!(c.frequency("ambasador"), 0);
}

#[test]
fn the_same_text_gives_the_same_bytes() {
    assert_eq!(sample(), sample());
}

#[test]
fn prefixes_of_a_path_nest() {
    let c = Cluster { id: 3, path: 0b1010_0000_0000_0000 };
    assert_eq!(c.prefix(1), 0b11);
    assert_eq!(c.prefix(4), 0b1_1010);
    assert_eq!(c.prefix(4) >> 3, c.prefix(1));
}

proptest! {
    #[test]
    fn any_form_can_be_asked(form in "\\PC{0,80}") {
        let c = open(&sample());
        if let Some(hit) = c.of(&form) {
            prop_assert!(hit.id >= 1 && hit.id <= 6);
        }
    }
}
