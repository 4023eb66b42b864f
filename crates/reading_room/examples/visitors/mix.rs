//! All kinds of questions at a steady rate, while papers are taken in.
//!
//! Questions begin when their time has come, whether the ones before are answered or not, and
//! times are counted from then, so that a room that stalls is not asked less for it.

use crate::ask::{Client, Reply};
use crate::house::House;
use crate::questions::{Question, Questions, holds};
use crate::tally::Tally;
use crate::{Fault, Given};
use std::path::Path;
use std::process::Stdio;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;
use tokio::time::{Instant, interval, sleep};

/// Growth of memory from the second quarter of the time to the last that is no leak: buffers of
/// the ledger and of the allocator fill for some minutes.
const GROWTH: u64 = 48;

/// Questions that wait for their answers at a time; a room that lets more pile up has stalled.
const PILED: usize = 2_000;

type Shared = Arc<Mutex<Tally>>;

fn with<T>(tally: &Shared, note: impl FnOnce(&mut Tally) -> T) -> T {
    note(&mut tally.lock().unwrap_or_else(PoisonError::into_inner))
}

/// Opens the room and asks for some minutes.
pub async fn run(given: &Given) -> Result<Vec<String>, Fault> {
    let mut house = House::open(given)?;
    let client = Client::new(house.address);
    let questions = Questions::of(&client).await?;
    let minutes = given.number("minutes", 1)?;
    let rate = given.number("rate", 60)?;
    let length = Duration::from_secs(minutes * 60);
    let tally = Shared::default();
    let mut known = Vec::new();
    for path in &questions.fixed {
        known.push((path.clone(), client.get(path).await?.bytes));
    }
    let papers = match given.file("more") {
        Ok(more) => {
            let chancery = house.chancery.clone();
            let (ledger, tally) = (house.ledger.clone(), Arc::clone(&tally));
            Some(tokio::spawn(async move {
                let mut rounds = 0_u64;
                loop {
                    if let Err(fault) = ingest(&chancery, &ledger, &more, rounds).await {
                        with(&tally, |t| t.fault(format!("ingest: {fault}")));
                        return;
                    }
                    rounds += 1;
                    sleep(Duration::from_secs(1)).await;
                }
            }))
        }
        Err(_) => None,
    };
    let documents = async || -> Result<u64, Fault> {
        let stats: serde_json::Value =
            serde_json::from_slice(&client.get("/api/v1/stats").await?.bytes)?;
        Ok(stats["documents"].as_u64().unwrap_or(0))
    };
    let at_first = documents().await?;
    let begin = house.memory()?;
    let memory = Arc::new(Mutex::new(Vec::new()));
    let end = Instant::now() + length;
    let mut second = Instant::now();
    let mut ticks = interval(Duration::from_secs_f64(1.0 / rate as f64));
    let mut chance = 42_u64;
    let mut asked = 0_u64;
    let mut under_way = tokio::task::JoinSet::new();
    while Instant::now() < end {
        let due = ticks.tick().await;
        while under_way.try_join_next().is_some() {}
        // A linear congruential generator (Knuth, MMIX) gives every run the same questions.
        chance =
            chance.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        let n = (chance >> 33) as usize;
        if asked.is_multiple_of(rate * 2) {
            let (path, right) = known[(asked / (rate * 2)) as usize % known.len()].clone();
            let (client, tally) = (client.clone(), Arc::clone(&tally));
            under_way.spawn(async move { same(&client, &tally, path, right, due).await });
        } else {
            let question = questions.all[n % questions.all.len()].clone();
            let (client, tally) = (client.clone(), Arc::clone(&tally));
            under_way.spawn(async move { one(&client, &tally, &question, due).await });
        }
        asked += 1;
        if under_way.len() > PILED {
            with(&tally, |t| t.fault("answers pile up".into()));
            break;
        }
        if second <= Instant::now() {
            second += Duration::from_secs(1);
            let mut memory = memory.lock().unwrap_or_else(PoisonError::into_inner);
            memory.push(house.memory()?);
        }
    }
    let _ = tokio::time::timeout(Duration::from_secs(60), async {
        while under_way.join_next().await.is_some() {}
    })
    .await;
    if let Some(papers) = papers {
        papers.abort();
        let _ = papers.await;
        let _ = std::fs::remove_dir_all(folder());
    }
    sleep(Duration::from_secs(6)).await;
    documents().await?;
    sleep(Duration::from_secs(2)).await;
    let (now, last) = (documents().await?, house.memory()?);
    let memory = memory.lock().unwrap_or_else(PoisonError::into_inner).clone();
    let most = memory.iter().copied().max().unwrap_or(last);
    println!("mix: {minutes} min at {rate} a second; papers in the ledger {at_first}, then {now}");
    println!(
        "memory {begin} MB at first, {most} MB at most, {last} MB at last; by tenths of the time: {:?}",
        tenths(&memory)
    );
    with(&tally, |t| {
        println!("{} answers, {}", t.all(), t.times());
        t.print();
        // Four tenths in, everything that is kept is kept; what comes then is a leak.
        if let [.., fourth, _, _, _, _, _, tenth] = tenths(&memory)[..]
            && minutes >= 10
            && tenth > fourth + GROWTH
        {
            t.fault(format!("memory grows: {fourth} MB, then {tenth} MB"));
        }
        if !house.is_open() {
            t.fault("the room has gone".into());
        }
        Ok(std::mem::take(&mut t.faults))
    })
}

/// The most of every tenth.
fn tenths(memory: &[u64]) -> Vec<u64> {
    let size = memory.len().div_ceil(10).max(1);
    memory.chunks(size).filter_map(|c| c.iter().copied().max()).collect()
}

/// Asks one question and judges the answer.
async fn one(client: &Client, tally: &Shared, question: &Question, due: Instant) {
    let asked = client.ask(question.method.clone(), &question.path, question.body.clone()).await;
    let (path, kind) = (&question.path, question.kind);
    with(tally, |t| match asked {
        Ok(Reply { status, bytes }) => {
            t.note(kind, status, due.elapsed());
            // "Busy" is an answer, too, and so is that one asks too much.
            if !question.right.contains(&status) && status != 503 {
                t.fault(format!("{path}: {status}"));
            }
            if let (200, Some((field, value))) = (status, &question.holds)
                && !holds(&bytes, field, value)
            {
                t.fault(format!("{path}: acts that were not asked for"));
            }
        }
        Err(lost) => t.fault(format!("{path}: {lost}")),
    });
}

/// Asks what must be answered as before.
async fn same(
    client: &Client,
    tally: &Shared,
    path: String,
    right: hyper::body::Bytes,
    due: Instant,
) {
    let asked = client.get(&path).await;
    with(tally, |t| match asked {
        Ok(reply) => {
            t.note("fixed", reply.status, due.elapsed());
            if reply.status != 503 && reply.bytes != right {
                t.fault(format!("{path}: another answer than at first ({})", reply.status));
            }
        }
        Err(lost) => t.fault(format!("{path}: {lost}")),
    });
}

/// Where papers lie before they are taken in.
fn folder() -> std::path::PathBuf {
    std::env::temp_dir().join(format!("visitors-{}", std::process::id()))
}

/// Takes the papers of a file in again under other addresses.
async fn ingest(chancery: &Path, ledger: &Path, more: &Path, round: u64) -> Result<(), Fault> {
    let folder = folder();
    tokio::task::spawn_blocking({
        let (folder, more) = (folder.clone(), more.to_path_buf());
        move || -> Result<(), Fault> {
            std::fs::create_dir_all(&folder)?;
            let mut out = String::new();
            for line in std::fs::read_to_string(more)?.lines() {
                let mut paper: serde_json::Value = serde_json::from_str(line)?;
                let id = paper["id"].as_str().unwrap_or("paper").to_owned();
                paper["id"] = format!("{id}-{round}").into();
                paper["url"] = format!("https://more.example.org/{id}/{round}").into();
                out.push_str(&format!("{paper}\n"));
            }
            Ok(std::fs::write(folder.join(format!("{round}.jsonl")), out)?)
        }
    })
    .await??;
    let file = folder.join(format!("{round}.jsonl"));
    let mut child = tokio::process::Command::new("nice");
    child.args(["-n", "10"]).arg(chancery).args(["ingest", "--jobs", "1"]).arg(&file);
    child
        .arg("--ledger")
        .arg(ledger)
        .stdout(Stdio::null())
        .stderr(Stdio::null())
        .kill_on_drop(true);
    let status = child.status().await?;
    std::fs::remove_file(&file)?;
    // 2: some papers were refused, which is not what is tried here.
    if !status.success() && status.code() != Some(2) {
        return Err(format!("{status}").into());
    }
    Ok(())
}

/// `/api/v1/acts` with filters at a steady rate.
pub async fn steady(given: &Given) -> Result<Vec<String>, Fault> {
    let house = House::open(given)?;
    let client = Client::new(house.address);
    let (rate, seconds) = (given.number("rate", 200)?, given.number("seconds", 30)?);
    let questions = Questions::of(&client).await?;
    let acts: Vec<Question> = questions
        .all
        .into_iter()
        .filter(|q| q.kind == "api" && q.path.starts_with("/api/v1/acts?"))
        .collect();
    let tally = Shared::default();
    let mut ticks = interval(Duration::from_secs_f64(1.0 / rate as f64));
    let mut under_way = tokio::task::JoinSet::new();
    for i in 0..rate * seconds {
        let due = ticks.tick().await;
        while under_way.try_join_next().is_some() {}
        let question = acts[i as usize % acts.len()].clone();
        let (client, tally) = (client.clone(), Arc::clone(&tally));
        under_way.spawn(async move { one(&client, &tally, &question, due).await });
    }
    while under_way.join_next().await.is_some() {}
    with(&tally, |t| {
        println!(
            "steady: {} filters of /api/v1/acts at {rate} a second for {seconds} s",
            acts.len()
        );
        println!("{} answers, {}", t.all(), t.times());
        t.print();
        Ok(std::mem::take(&mut t.faults))
    })
}
