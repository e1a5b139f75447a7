//! What holds the server is found by doing, told, and never silently less.

use super::{RUNGS, briefly, held};
use crate::support::{Stage, Who, gatecheck};

const DEMO: [&str; 2] = ["scripted", "--demo"];

/// The demo server, as any command.
fn server(stage: &Stage) -> Vec<String> {
    let program = stage.program("mcp-gatecheck").to_str().unwrap().to_owned();
    let words = DEMO.map(str::to_owned);
    [vec![program], words.to_vec()].concat()
}

fn words(command: &[String]) -> Vec<&str> {
    command.iter().map(String::as_str).collect()
}

/// Where no user namespaces can be had it takes Landlock by itself, and says why.
#[test]
fn without_user_namespaces_it_is_landlock_and_the_reason_is_told() {
    for who in Who::all() {
        let stage = Stage::new(who);
        if !RUNGS.iter().all(|rung| stage.has(rung)) {
            continue;
        }
        let hostile = stage.program("hostile").to_str().unwrap().to_owned();
        let found = briefly(&stage, &words(&server(&stage)))
            .fenced()
            .by(&[&hostile, "without-userns", "--"])
            .exit(0);
        found
            .is("/sandbox/backend", "landlock")
            .says("Landlock")
            .says("namespaces: ");
        let refused = found.at("/sandbox/refused").to_string();
        assert!(refused.contains("namespaces: "), "{refused}");
        let missing = found.at("/not_measured").to_string();
        assert!(missing.contains("ithout namespaces"), "{missing}");
    }
}

/// Where the one that is asked for, or none at all, can be had, nothing is started.
#[test]
fn where_nothing_can_hold_it_nothing_is_started() {
    for who in Who::all() {
        let stage = Stage::new(who);
        if !RUNGS.iter().all(|rung| stage.has(rung)) {
            continue;
        }
        let hostile = stage.program("hostile").to_str().unwrap().to_owned();
        let begun = stage.folder("begun");
        let script = format!("echo begun > {}/yes", begun.display());
        for (without, rung) in [
            ("without-userns", "namespaces"),
            ("without-fences", "landlock"),
            ("without-fences", "auto"),
        ] {
            let found = held(&stage, rung, &["sh", "-c", &script])
                .args(&["--rw", begun.to_str().unwrap()])
                .by(&[&hostile, without, "--"])
                .exit(4);
            found.gate("block");
            found.says("nothing here can fence a command in");
            found.says("--no-sandbox");
            assert!(!begun.join("yes").exists(), "{without} {rung}: it ran");
        }
    }
}

/// Without a sandbox: what is given up is printed, is on record, and counts as missing.
#[test]
fn no_sandbox_says_what_it_gives_up() {
    let stage = Stage::new(Who::Caller);
    let found = briefly(&stage, &words(&server(&stage))).exit(0);
    found
        .warns("Without a sandbox the server runs with your rights")
        .records(r#"\"event\":\"fence\",\"rung\":\"none\""#)
        .is("/sandbox/backend", "none")
        .is("/sandbox/network", "open")
        .is("/sandbox/limits", serde_json::Value::Null)
        .critical("secret_exposure", "unknown", "--no-sandbox");
    let missing = found.at("/not_measured").to_string();
    for what in [
        "--no-sandbox",
        "Planted canaries",
        "Files, network and secrets",
    ] {
        assert!(missing.contains(what), "{what}: {missing}");
    }
}

#[test]
fn no_sandbox_and_what_opens_one_exclude_each_other() {
    let openings: [&[&str]; 6] = [
        &["--ro", "/usr"],
        &["--rw", "/tmp"],
        &["--allow-host", "example.org"],
        &["--cache", "/tmp"],
        &["--allow-install-scripts"],
        &["--sandbox", "landlock"],
    ];
    for opening in openings {
        let out = gatecheck(&["probe", "--no-sandbox"])
            .args(opening)
            .args(&["--", "true"])
            .exit(2);
        assert!(out.stderr.contains("--no-sandbox"), "{}", out.stderr);
    }
    for abbreviated in ["--no-sand", "--no-sandb"] {
        gatecheck(&["probe", abbreviated, "--", "true"]).exit(2);
    }
}

/// What is opened is on record, read or changed for real; what is not is out of reach.
#[test]
fn openings_are_told_and_hold() {
    super::everywhere(|stage, rung| {
        let (shown, mine) = (stage.folder("shown"), stage.folder("mine"));
        let hidden = stage.folder("hidden");
        for place in [&shown, &hidden] {
            std::fs::write(place.join("text"), "there").unwrap();
        }
        let script = r#"cp "$1/text" "$2/read"; cp "$3/text" "$2/hidden"; echo x > "$1/no"; exec "$4" scripted --demo"#;
        let program = stage.program("mcp-gatecheck");
        let [shown_, mine_, hidden_, program] =
            [&shown, &mine, &hidden, &program].map(|path| path.to_str().unwrap());
        // The places are variables: arguments that are paths are shown.
        let script = ["$1", "$2", "$3", "$4"]
            .iter()
            .zip(["SHOWN", "MINE", "HIDDEN", "PROGRAM"])
            .fold(script.to_owned(), |script, (from, to)| {
                script.replace(from, &format!("${to}"))
            });
        let found = held(stage, rung, &["sh", "-c", &script])
            .args(&[
                "--ro",
                shown_,
                "--rw",
                mine_,
                "--ro",
                stage.path("bin").to_str().unwrap(),
            ])
            .args(&[
                "--env",
                &format!("SHOWN={shown_}"),
                "--env",
                &format!("MINE={mine_}"),
            ])
            .args(&[
                "--env",
                &format!("HIDDEN={hidden_}"),
                "--env",
                &format!("PROGRAM={program}"),
            ])
            .exit(0);
        assert_eq!(std::fs::read_to_string(mine.join("read")).unwrap(), "there");
        assert!(
            !mine.join("hidden").exists(),
            "{rung}: it read what was not opened"
        );
        assert!(
            !shown.join("no").exists(),
            "{rung}: it wrote what was opened to be read"
        );
        let openings = found.at("/sandbox/openings").to_string();
        assert!(
            openings.contains(r#""to":"write""#) && openings.contains(r#""to":"read""#),
            "{openings}"
        );
    });
}
