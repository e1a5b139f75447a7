//! `selftest`: a gate that cannot show that it works is none.

use crate::args::{Judge, Look, Rung, Start};
use crate::failure::Failure;
use crate::judging::Judging;
use crate::progress::Waiting;
use crate::start::{self, Server, Target};
use crate::{args, output};
use gate_engine::{CriticalFailure, CriticalState, Gate};
use review::{Exit, Review};
use std::time::Duration;

/// What a bundled server must get.
struct Case {
    option: &'static str,
    what: &'static str,
    right: fn(&Review) -> bool,
}

const CASES: [Case; 2] = [
    Case {
        option: "--bad",
        what: "a server that runs any command and deceives gets Block, for both",
        right: |review| {
            let confirmed = |id| {
                let mut all = review.decision.critical.iter();
                all.any(|one| one.id == id && one.state == CriticalState::Confirmed)
            };
            review.decision.gate == Gate::Block
                && confirmed(CriticalFailure::UnboundedWrites)
                && confirmed(CriticalFailure::DeceptiveDescriptor)
        },
    },
    Case {
        option: "--demo",
        what: "a narrow and honest server gets Prototype only, and no more without a review record",
        right: |review| review.decision.gate == Gate::Prototype,
    },
];

pub(crate) fn selftest(look: &Look) -> Result<u8, Failure> {
    let waiting = Waiting::new(look);
    let (mut text, mut wrong) = (String::new(), false);
    for case in &CASES {
        waiting.phase(case.what.to_owned());
        let review = probed(case.option, &waiting)?;
        let right = (case.right)(&review);
        wrong |= !right;
        let word = if right { "ok   " } else { "WRONG" };
        text.push_str(&format!("{word}  {}\n", case.what));
        if !right {
            let got = review.decision.gate.title();
            text.push_str(&format!(
                "       it got {got}, {} of 18\n",
                review.decision.total
            ));
        }
    }
    drop(waiting);
    output::stdout(&text);
    Ok(match wrong {
        true => Exit::Bug,
        false => Exit::Reached,
    } as u8)
}

fn probed(option: &'static str, waiting: &Waiting) -> Result<Review, Failure> {
    let start = Start {
        env: Vec::new(),
        env_file: Vec::new(),
        timeout: Duration::from_secs(120),
        start_timeout: Duration::from_secs(30),
        reach: args::Reach::Questions,
        quick: false,
    };
    let fence = args::Fence {
        ro: Vec::new(),
        rw: Vec::new(),
        allow_host: Vec::new(),
        cache: None,
        allow_install_scripts: false,
        install_timeout: Duration::from_secs(300),
        sandbox: Rung::Auto,
        no_sandbox: false,
    };
    let target = Target::here(Server::Bundled(option), Vec::new());
    let mut recording = start::record(target, &start, &fence, waiting)?;
    Judging::read(&Judge::default())?.facts(start::facts(&mut recording)?)
}
