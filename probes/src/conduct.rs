//! How probes look at what the sandbox noticed, so that each of them treats a missing or broken sandbox alike.

mod network;
mod places;
mod programs;

pub use network::{Peer, loopback, peers};
pub(crate) use places::{cache, secret, started_by_itself, telling_socket};
pub(crate) use programs::{Ran, ran};

use crate::{Answer, Finding, Frames, Outcome, Severity, View, say};
use evidence::FrameId;
use evidence::conduct::{Act, Deed, Fence, Rung, Sight, Touch};
use std::collections::BTreeSet;

/// What to do where no sandbox watched.
pub(crate) const FENCE_IT: &str = "Probe it in the sandbox: on Linux, and without `--no-sandbox`.";
/// What to do where the sandbox could not see.
const SEE_MORE: &str = "Probe it where the sandbox can see that, or attest what you saw elsewhere.";

/// Why the sandbox cannot answer a question.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Blind {
    /// One phrase.
    pub(crate) why: String,
    pub(crate) remedy: &'static str,
}

impl From<Blind> for Outcome {
    fn from(blind: Blind) -> Self {
        Self::inconclusive(format!("{}.", say::sentence(&blind.why)), blind.remedy)
    }
}

impl<'a> View<'a> {
    /// Everything that it did on any connection, each with its frame.
    pub(crate) fn deeds(&self) -> impl Iterator<Item = (&'a Deed, FrameId)> + use<'a> {
        let sessions = self.facts.sessions.iter();
        sessions.flat_map(|session| session.deeds.iter().map(|(deed, frame)| (deed, *frame)))
    }

    /// Every fence, with its frame.
    pub(crate) fn fences(&self) -> impl Iterator<Item = (&'a Fence, FrameId)> + use<'a> {
        let sessions = self.facts.sessions.iter();
        sessions.filter_map(|session| session.fence.as_ref().map(|(fence, frame)| (fence, *frame)))
    }

    /// Where the sandbox says that it watched for all of this on every start.
    pub(crate) fn fenced(&self, sights: &[Sight]) -> Result<Frames, Blind> {
        let blind = |why: &str, remedy| Blind {
            why: why.to_owned(),
            remedy,
        };
        let mut frames = Frames::new();
        for session in &self.facts.sessions {
            let Some((fence, frame)) = &session.fence else {
                return Err(blind(UNWATCHED, FENCE_IT));
            };
            if let Some(why) = sights.iter().find_map(|sight| fence.blind(*sight)) {
                let remedy = if fence.rung == Rung::None {
                    FENCE_IT
                } else {
                    SEE_MORE
                };
                return Err(blind(why, remedy));
            }
            // What a start used follows all that it did: without that, the rest may be missing.
            if session.usage.is_none() {
                return Err(blind(
                    "what it did was not told to the end",
                    "Probe again and let it end.",
                ));
            }
            if session.deeds_seen > session.deeds.len() || session.deeds.iter().any(stopped) {
                return Err(blind(
                    "it did more than is written down one by one",
                    "Look at what is written down, and find out why it does so much.",
                ));
            }
            frames.push(*frame);
        }
        if frames.is_empty() {
            return Err(blind(UNWATCHED, FENCE_IT));
        }
        Ok(frames)
    }

    /// Where a canary lies, as it is told: by its id where no fence names it.
    pub(crate) fn canary_place(&self, id: &'a str) -> &'a str {
        let mut canaries = self.fences().flat_map(|(fence, _)| &fence.canaries);
        canaries
            .find(|canary| canary.id == id)
            .map_or(id, |canary| canary.place.as_str())
    }

    /// What it did with canaries: the id of each, what, and where it shows.
    pub(crate) fn touched_canaries(
        &self,
    ) -> impl Iterator<Item = (&'a str, &'a Touch, FrameId)> + use<'a> {
        self.deeds().filter_map(|(deed, frame)| match &deed.act {
            Act::Canary { id, how } => Some((id.as_str(), how, frame)),
            _ => None,
        })
    }

    /// Whether a path is that of a canary's file.
    pub(crate) fn is_canary(&self, path: &str) -> bool {
        let mut canaries = self.fences().flat_map(|(fence, _)| &fence.canaries);
        canaries.any(|canary| {
            let below = canary.place.strip_prefix('~');
            below.is_some_and(|below| !below.is_empty() && path.ends_with(below))
        })
    }

    /// What of this is seen in part only, and why: each reason once.
    pub(crate) fn in_part(&self, sights: &[Sight]) -> BTreeSet<&'a str> {
        let lost = self.fences().flat_map(|(fence, _)| &fence.lost);
        lost.filter(|lost| sights.contains(&lost.sight))
            .map(|lost| lost.why.as_str())
            .collect()
    }

    /// The end of a question to the sandbox. What was found stands, even of a server that never answered; a pass asks that
    /// all of it was watched. What people should look at fails; what is worth knowing does not.
    pub(crate) fn conduct(&self, sights: &[Sight], findings: Vec<Finding>, says: &str) -> Answer {
        if !self.local() {
            return Ok(Outcome::not_applicable(
                "What an endpoint does on its machine is not seen.",
            ));
        }
        if findings
            .iter()
            .any(|finding| finding.severity > Severity::Info)
        {
            return Ok(Outcome::Fail { findings });
        }
        if let Err(gap) = self.connected() {
            return Ok(Outcome::missing(gap).with(findings));
        }
        let frames = match self.fenced(sights) {
            Ok(frames) => frames,
            Err(blind) => return Ok(Outcome::from(blind).with(findings)),
        };
        let part = self.in_part(sights);
        let says = match part.first() {
            None => says.to_owned(),
            Some(why) => format!(
                "{} As far as was seen: {why}.",
                says,
                why = why.trim_end_matches('.')
            ),
        };
        Ok(Outcome::pass(says).at(frames).with(findings))
    }
}

/// What every probe says where no sandbox watched. `review` knows it as one reason.
const UNWATCHED: &str = "it ran without a sandbox that watches it";

/// Whether the sandbox stopped writing down.
fn stopped((deed, _): &(Deed, FrameId)) -> bool {
    matches!(&deed.act, Act::Limit { what, .. } if what == "deeds")
}

/// A path as it is told: between quotation marks.
pub(crate) fn listed<'p>(paths: impl IntoIterator<Item = &'p str>) -> String {
    let once: BTreeSet<&str> = paths.into_iter().collect();
    say::names(once)
}
