//! What it did in the sandbox: two lines where nothing happened.

use crate::escape::capped;
use crate::model::{Conduct, capitalised, frame_ids, installed, limits, opening, some};
use crate::page::{Page, Run, Tone, dim, plain, strong};
use evidence::conduct::Rung;
use review::Review;

/// Things of one kind that are named without `-v`, and with it.
const NAMED: (usize, usize) = (4, 60);
/// Columns of the labels.
const LABEL: usize = 9;

pub(super) fn sandbox(page: &mut Page, review: &Review, full: bool) {
    let conduct = review
        .seen
        .as_ref()
        .and_then(|seen| Conduct::of(&seen.facts));
    let Some(conduct) = conduct else {
        return;
    };
    // What was not installed was never started, and why is told above.
    if conduct.starts == 0 {
        return;
    }
    page.heading("Sandbox", &conduct.held());
    if let Some((install, _)) = conduct.install {
        page.para(2, 4, &[plain(installed(install))]);
    }
    match conduct.fence {
        None => return,
        Some(fence) if fence.rung == Rung::None => {
            let says = "It ran with its user's rights: nothing was held back, no canary was planted, and what it touched was not watched.";
            page.para(2, 4, &[Run(Tone::Warn, says.to_owned())]);
            return;
        }
        Some(_) => {}
    }
    did(page, &conduct, full);
    if full {
        detail(page, &conduct);
    }
    for lost in &conduct.lost {
        let what = if lost.whole { "not seen" } else { "in part" };
        let sight = lost.sight.title();
        page.para(
            2,
            4,
            &[
                Run(Tone::Warn, format!("{what}: ")),
                plain(format!("{sight} ({})", capped(&lost.why, 200))),
            ],
        );
    }
}

fn did(page: &mut Page, conduct: &Conduct<'_>, full: bool) {
    let used = conduct.used();
    let used = if used.is_empty() {
        String::new()
    } else {
        format!("; used at most {used}")
    };
    if conduct.did.is_empty() {
        let says = format!("{}{used}.", capitalised(conduct.quiet()));
        page.para(2, 4, &[plain(says)]);
        return;
    }
    for did in &conduct.did {
        let tone = if did.kind.grave() {
            Tone::Warn
        } else {
            Tone::Strong
        };
        let most = if full { NAMED.1 } else { NAMED.0 };
        let mut runs = vec![
            Run(tone, format!("{}: ", did.kind.verb())),
            plain(did.says(most)),
        ];
        if full {
            runs.push(dim(format!("  [{}]", some(&frame_ids(&did.frames), 3))));
        }
        page.para(2, 4, &runs);
    }
    if conduct.deeds_seen > conduct.deeds.len() {
        let more = conduct.deeds_seen - conduct.deeds.len();
        let says = format!("and {more} more deeds that are counted and not told");
        page.para(2, 4, &[Run(Tone::Warn, says)]);
    }
    if let Some(used) = used.strip_prefix("; ") {
        page.para(2, 4, &[plain(used.to_owned())]);
    }
}

/// What `-v` adds: limits, openings, canaries.
fn detail(page: &mut Page, conduct: &Conduct<'_>) {
    let Some(fence) = conduct.fence else {
        return;
    };
    let openings: Vec<String> = fence
        .openings
        .iter()
        .map(|one| capped(&opening(one), 200))
        .collect();
    let canaries: Vec<String> = fence
        .canaries
        .iter()
        .map(|canary| capped(&canary.place, 80))
        .collect();
    let lines = [
        ("limits", limits(&fence.limits)),
        ("opened", openings.join(", ")),
        ("canaries", canaries.join(", ")),
    ];
    for (label, text) in lines.into_iter().filter(|(_, text)| !text.is_empty()) {
        page.labelled(2, LABEL, &strong(label), &[plain(text)]);
    }
}
