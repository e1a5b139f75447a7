//! Every broken or hostile server of the fixtures: a case says what it does wrong and what must be found, and nothing else may be found
//! at warning level or above. What holds for each of them, whatever it is, [`Probe::exit`] asserts.
//!
//! `CASE=tools/no-schema cargo test -p mcp-gatecheck --test acceptance cases` runs those whose name contains this.

use crate::support::{Document, Probe, is_about, names, probe_case, probe_endpoint, root};
use scripted::{Endpoint, Script};
use serde::Deserialize;
use serde_json::Value;
use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::net::{Ipv4Addr, SocketAddr};
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::Mutex;

/// Runs at the same time: most of them only wait.
const WORKERS: usize = 6;
/// How much memory a run may hold, in bytes; a program that is not optimised is larger itself.
const MEMORY: u64 = if cfg!(debug_assertions) { 88 } else { 64 } << 20;

/// What must be found of one server.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Expect {
    /// The exit code.
    #[serde(default)]
    exit: i32,
    /// The gate, where it matters.
    gate: Option<String>,
    /// Findings: for each probe, what its findings name. Everything at warning level or above must be named.
    #[serde(default)]
    finds: BTreeMap<String, Named>,
    /// Probes that must stay open, each with a part of its reason.
    #[serde(default)]
    open: BTreeMap<String, String>,
    /// Everything that is listed, of whatever kind and in any order. Left out: at least `convert_length`.
    lists: Option<Vec<String>>,
    /// How many are listed, where there are too many to name.
    listed: Option<usize>,
    /// What the page for people or the notes must say.
    #[serde(default)]
    says: Vec<String>,
    /// Options of the probe.
    #[serde(default)]
    with: Vec<String>,
}

#[derive(Deserialize)]
#[serde(untagged)]
enum Named {
    One(String),
    Many(Vec<String>),
}

/// One server and what must be found of it.
struct Case {
    file: String,
    name: String,
    wrong: String,
    expect: Expect,
}

/// All cases of all files, by file.
fn cases() -> Vec<Case> {
    let folder = root().join("fixtures/servers");
    let mut files: Vec<_> = std::fs::read_dir(folder)
        .unwrap()
        .map(|entry| entry.unwrap().path())
        .collect();
    files.sort();
    let mut all = Vec::new();
    for path in files {
        let file = path.file_stem().unwrap().to_str().unwrap().to_owned();
        let text = std::fs::read_to_string(&path).unwrap();
        for name in Script::cases(&text).unwrap() {
            let wrong = |what: &str| format!("{file}/{name}: {what}");
            let script = Script::parse_case(&text, &name)
                .unwrap_or_else(|error| panic!("{}", wrong(&error.to_string())));
            let expect = script
                .expect
                .try_into()
                .unwrap_or_else(|error| panic!("{}", wrong(&format!("{error}"))));
            let file = file.clone();
            let said = script
                .wrong
                .unwrap_or_else(|| panic!("{}", wrong("say what is `wrong`")));
            all.push(Case {
                file,
                name,
                wrong: said,
                expect,
            });
        }
    }
    all
}

#[test]
fn each_broken_server_is_found_out_and_nothing_else_is_said() {
    let wanted = std::env::var("CASE").unwrap_or_default();
    let all = cases();
    let run: Vec<&Case> = all
        .iter()
        .filter(|case| case.path().contains(&wanted))
        .collect();
    assert!(!run.is_empty(), "no case is named like {wanted}");
    let (left, failed, heavy) = (
        Mutex::new(run.iter()),
        Mutex::new(Vec::new()),
        Mutex::new(Vec::new()),
    );
    let worker = || {
        loop {
            let Some(case) = left.lock().unwrap().next() else {
                break;
            };
            let (problems, peak) = case.run();
            if !problems.is_empty() {
                failed.lock().unwrap().push(format!(
                    "{} ({})\n{problems}",
                    case.path(),
                    case.wrong
                ));
            }
            match peak {
                Some(peak) if peak > MEMORY => {
                    heavy
                        .lock()
                        .unwrap()
                        .push(format!("{}: {} MB", case.path(), peak >> 20))
                }
                _ => {}
            }
        }
    };
    std::thread::scope(|scope| (0..WORKERS).for_each(|_| drop(scope.spawn(worker))));
    let (failed, heavy) = (failed.into_inner().unwrap(), heavy.into_inner().unwrap());
    if !cfg!(target_os = "linux") {
        eprintln!("skipped: no /proc tells how much memory a process has held");
    }
    eprintln!(
        "{} cases, {} of them hold more than {} MB: {heavy:#?}",
        run.len(),
        heavy.len(),
        MEMORY >> 20
    );
    assert!(
        failed.is_empty(),
        "{} of {} cases fail:\n\n{}",
        failed.len(),
        run.len(),
        failed.join("\n\n")
    );
    assert!(heavy.is_empty(), "more memory than allowed: {heavy:#?}");
}

#[test]
fn no_two_cases_share_a_name() {
    let mut paths: Vec<_> = cases().iter().map(Case::path).collect();
    assert!(paths.len() >= 120, "{}", paths.len());
    paths.sort();
    paths
        .windows(2)
        .for_each(|pair| assert_ne!(pair[0], pair[1]));
}

impl Case {
    fn path(&self) -> String {
        format!("{}/{}", self.file, self.name)
    }

    /// Its server, where it is one over HTTP. Others are started by whoever probes them.
    fn serve(&self) -> Option<Endpoint> {
        self.file.starts_with("http-").then(|| {
            let file = root().join(format!("fixtures/servers/{}.toml", self.file));
            let text = std::fs::read_to_string(file).unwrap();
            let script = Script::parse_case(&text, &self.name).unwrap();
            Endpoint::start(script, SocketAddr::from((Ipv4Addr::LOCALHOST, 0))).unwrap()
        })
    }

    fn probe(&self, endpoint: Option<&Endpoint>) -> Probe {
        let probe = match endpoint {
            Some(endpoint) => probe_endpoint(endpoint),
            None => probe_case(&self.file, &self.name),
        };
        probe.args(&self.expect.with)
    }

    /// What differs from what was expected, and how much memory it took.
    fn run(&self) -> (String, Option<u64>) {
        let endpoint = self.serve();
        let probe = self.probe(endpoint.as_ref());
        match catch_unwind(AssertUnwindSafe(|| probe.end())) {
            Ok(found) => (self.differences(&found), found.peak),
            Err(panic) => {
                let said = panic
                    .downcast_ref::<String>()
                    .map_or("it panicked", String::as_str);
                (said.chars().take(600).collect(), None)
            }
        }
    }

    fn differences(&self, found: &Document) -> String {
        let mut out = String::new();
        if found.at("/exit/code") != self.expect.exit {
            let _ = writeln!(out, "  exit {}", found.at("/exit"));
        }
        let expected: Vec<(&str, &str)> = self.expect.expected().collect();
        for (probe, named) in &expected {
            if !found
                .findings()
                .any(|finding| is_about(finding, probe, named))
            {
                let _ = writeln!(out, "  missing: no finding of {probe} names “{named}”");
            }
        }
        for finding in found
            .findings()
            .filter(|finding| finding["severity"] != "info")
        {
            if !expected
                .iter()
                .any(|(probe, named)| is_about(finding, probe, named))
            {
                let _ = writeln!(
                    out,
                    "  unexpected: {} {}: {} [{}]",
                    finding["severity"], finding["probe"], finding["message"], finding["subject"]
                );
            }
        }
        for (probe, why) in &self.expect.open {
            let known = found.at("/probes").as_array().unwrap();
            let Some(found) = known.iter().find(|one| one["id"] == **probe) else {
                let _ = writeln!(out, "  no probe {probe}");
                continue;
            };
            if found["outcome"] != "inconclusive"
                || !found["reason"]
                    .as_str()
                    .is_some_and(|reason| reason.contains(why))
            {
                let _ = writeln!(
                    out,
                    "  {probe} should be open because of “{why}”, and is {}: {}",
                    found["outcome"], found["reason"]
                );
            }
        }
        let listed = listed(found);
        let (right, expected) = match &self.expect.lists {
            None if self.expect.listed.is_some() => (
                self.expect.listed == Some(listed.len()),
                vec![format!(
                    "{} of them",
                    self.expect.listed.unwrap_or_default()
                )],
            ),
            Some(exactly) => {
                let mut exactly = exactly.clone();
                exactly.sort();
                (listed == exactly, exactly)
            }
            None => (
                listed.iter().any(|name| name == "convert_length"),
                vec!["convert_length".to_owned()],
            ),
        };
        if !right {
            let _ = writeln!(out, "  lists {}, expected {expected:?}", shortened(&listed));
        }
        let gate = found.at("/decision/gate");
        if self
            .expect
            .gate
            .as_ref()
            .map_or(gate != "block" && gate != "prototype", |expected| {
                gate != expected
            })
        {
            let _ = writeln!(out, "  gate {gate}");
        }
        for said in self.expect.says.iter().filter(|said| !found.said(said)) {
            let _ = writeln!(out, "  “{said}” is not said");
        }
        out
    }
}

impl Expect {
    /// Each probe with what a finding of it names.
    fn expected(&self) -> impl Iterator<Item = (&str, &str)> {
        self.finds.iter().flat_map(|(probe, named)| {
            let named = match named {
                Named::One(named) => std::slice::from_ref(named),
                Named::Many(named) => named,
            };
            named
                .iter()
                .map(move |named| (probe.as_str(), named.as_str()))
        })
    }
}

/// The names of everything that is listed, sorted.
fn listed(found: &Document) -> Vec<String> {
    let lists = ["/tools", "/resources", "/templates", "/prompts"];
    let mut all: Vec<String> = lists
        .iter()
        .flat_map(|list| names(found.at(list)))
        .collect();
    all.sort();
    all
}

fn shortened(listed: &[String]) -> Value {
    let names = listed
        .iter()
        .take(8)
        .map(|name| name.chars().take(60).collect::<String>());
    serde_json::json!([listed.len(), names.collect::<Vec<_>>()])
}
