//! Each server of the fixtures over HTTP does wrong what it says, and nothing else: it is asked what a well-behaved one is asked, and what
//! it answers differently is kept beside its name.
#![expect(clippy::unwrap_used, reason = "a test may fail loudly")]

mod battery;
mod client;
mod flows;
mod shown;

use battery::{Answers, IDS, answers};
use scripted::http::{Certificate, Http, SignIn};
use scripted::{Endpoint, Script};
use shown::excerpt;
use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::path::Path;
use std::sync::Mutex;

/// Servers at a time: most of the time they are waited for.
const WORKERS: usize = 12;

/// The files of servers over HTTP, by name.
fn files() -> Vec<(String, String)> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../fixtures/servers");
    let mut files: Vec<_> = std::fs::read_dir(folder)
        .unwrap()
        .map(|file| file.unwrap().path())
        .collect();
    files.sort();
    let named = files.iter().map(|path| {
        let name = path.file_stem().unwrap().to_string_lossy().into_owned();
        (name, std::fs::read_to_string(path).unwrap())
    });
    named
        .filter(|(name, _)| name.starts_with("http-"))
        .collect()
}

fn asked(mut script: Script) -> Answers {
    "scripted".clone_into(&mut script.name);
    let token = script
        .http
        .sign_in
        .as_ref()
        .map(|sign_in| sign_in.token.clone());
    let transport = script.http.transport;
    let endpoint = Endpoint::start(script, "127.0.0.1:0".parse().unwrap()).unwrap();
    answers(&endpoint, token.as_deref(), transport)
}

/// A good server that lists the same, speaks the same revisions and wants the same sign-in.
fn good(like: &Script) -> Script {
    let mut script = like.clone();
    script.rules.clear();
    script
        .tools
        .retain(|tool| tool.when.is_none() && tool.from.is_none());
    script.http = Http {
        transport: like.http.transport,
        sign_in: like.http.sign_in.as_ref().map(|_| SignIn::default()),
        tls: like.http.tls.map(|_| Certificate::Good),
        ..Http::default()
    };
    script
}

/// What a server answers otherwise than a good one: each such answer, and the questions that it is given to.
fn differences(good: &Answers, found: &Answers) -> String {
    let mut differ: BTreeMap<String, Vec<&str>> = BTreeMap::new();
    for (question, answer) in found {
        if good.get(question) != Some(answer) {
            let shown = excerpt(answer, good.get(question));
            differ.entry(shown).or_default().push(question);
        }
    }
    // How ids compare is no answer of its own.
    let all = differ.values().map(Vec::len).sum::<usize>() + 1 >= found.len();
    if all {
        differ.retain(|_, questions| *questions != [IDS]);
        differ
            .values_mut()
            .for_each(|questions| *questions = vec!["everything"]);
    }
    let mut out = String::new();
    for (answer, questions) in differ.iter().take(if all { 3 } else { usize::MAX }) {
        let _ = writeln!(out, "  {}\n    {answer}", questions.join(", "));
    }
    out
}

/// Every server, and how it differs from a good one, in the order of the files.
fn page() -> String {
    let mut cases = Vec::new();
    for (file, text) in files() {
        for name in Script::cases(&text).unwrap() {
            let script = Script::parse_case(&text, &name).unwrap();
            cases.push((format!("{file}/{name}"), script));
        }
    }
    let (left, done) = (
        Mutex::new(cases.iter().enumerate()),
        Mutex::new(BTreeMap::new()),
    );
    let worker = || {
        loop {
            let Some((at, (name, script))) = left.lock().unwrap().next() else {
                break;
            };
            let wrong = script.wrong.as_deref().unwrap();
            let differ = differences(&asked(good(script)), &asked(script.clone()));
            let entry = format!("{name}: {wrong}\n{differ}");
            done.lock().unwrap().insert(at, entry);
        }
    };
    std::thread::scope(|scope| (0..WORKERS).for_each(|_| drop(scope.spawn(worker))));
    done.into_inner().unwrap().into_values().collect()
}

#[test]
fn each_server_does_what_it_says_and_nothing_else() {
    insta::assert_snapshot!(page());
}
