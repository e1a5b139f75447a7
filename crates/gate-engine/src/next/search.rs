//! The search: which gate is aimed at, which tools are excluded, and what then follows.

use super::ask::{Asker, Bundle};
use super::demands::Choice;
use super::points::{buy, threshold};
use super::{better, need, with};
use crate::evaluate::{Evaluation, evaluate};
use crate::standing::Void;
use crate::what_if::{TOOLS_LISTED, needs};
use crate::{Because, Case, Gate, Need, NeedKind, Policy, rubric};
use std::collections::BTreeSet;

/// Past so many needs for single tools the list is no longer thinned tool by tool.
const THINNED: usize = 64;

/// The shortest list that reaches at least `next`; `None` where nothing that can be supplied does.
pub(super) fn shortest(case: &Case, policy: &Policy, next: Gate) -> Option<Vec<Need>> {
    search(case, policy, next, false)
}

/// The shortest list that keeps every tool, where there is one; else as [`shortest`].
pub(super) fn shortest_with_all_tools(
    case: &Case,
    policy: &Policy,
    next: Gate,
) -> Option<Vec<Need>> {
    let excludes = |needs: &Vec<Need>| needs.iter().any(|need| need.kind == NeedKind::Exclude);
    search(case, policy, next, true)
        .filter(|needs| !excludes(needs))
        .or_else(|| shortest(case, policy, next))
}

fn search(case: &Case, policy: &Policy, next: Gate, all_tools: bool) -> Option<Vec<Need>> {
    let case = bare(case);
    let tools = case.live.as_ref().map_or(0, |live| live.tools.len());
    // Each try costs time in proportion to the number of tools.
    let tries = (8_000 / (tools + 100)).clamp(8, 64);
    let mut search = Search {
        case: &case,
        policy,
        next,
        all_tools,
        tries,
        slack: 0,
        best: None,
    };
    for target in Gate::ALL.iter().copied().filter(|gate| *gate >= next) {
        search.aim(target);
    }
    if search.best.is_none() {
        // Nothing is out of reach that everything at once reaches.
        search.offer(needs(&case, policy).into_iter().collect());
    }
    search.best
}

struct Search<'s> {
    case: &'s Case,
    policy: &'s Policy,
    next: Gate,
    /// Whether no tool is excluded to get there.
    all_tools: bool,
    tries: usize,
    /// How many needs of a list turned out to be superfluous so far, at most.
    slack: usize,
    best: Option<Vec<Need>>,
}

/// Where a search starts from: with what makes a record stand, or without anybody's word.
struct Start {
    needs: Bundle,
    speak: bool,
    target: Gate,
}

impl Search<'_> {
    /// Looks for the shortest way to one gate.
    fn aim(&mut self, target: Gate) {
        let unlock = unlock(&evaluate(self.case, self.policy));
        if target == Gate::Prototype && !unlock.is_empty() {
            self.exclude(&Start {
                needs: Bundle::new(),
                speak: false,
                target,
            });
        }
        self.exclude(&Start {
            needs: unlock,
            speak: true,
            target,
        });
    }

    /// Tries sets of tools to exclude, smallest first.
    fn exclude(&mut self, start: &Start) {
        let groups = self.groups(start);
        self.solve(start, &BTreeSet::new());
        if self.all_tools {
            return;
        }
        // All together first: it shows whether anything helps at all, and bounds the rest.
        self.solve(start, &groups.iter().flatten().cloned().collect());
        self.combine(start, &groups, &BTreeSet::new());
    }

    /// The sets of tools that may be excluded. What they are read from is large where tools are many, and is gone before the search.
    fn groups(&self, start: &Start) -> Vec<BTreeSet<String>> {
        let case = with(self.case, &start.needs, self.policy);
        let asker = Asker {
            evaluation: &evaluate(&case, self.policy),
            policy: self.policy,
            speak: start.speak,
            attest_broad: false,
        };
        asker.groups(start.target)
    }

    /// Every union of groups that could still beat the best list, as far as the tries go.
    fn combine(&mut self, start: &Start, groups: &[BTreeSet<String>], taken: &BTreeSet<String>) {
        let Some((group, rest)) = groups.split_first() else {
            return;
        };
        let both: BTreeSet<String> = taken.union(group).cloned().collect();
        let length = start.needs.len() + both.len();
        let hopeless = self.best.as_ref().is_some_and(|best| length > best.len());
        if both.len() > taken.len() && !hopeless && self.tries > 0 {
            self.tries -= 1;
            self.solve(start, &both);
            self.combine(start, rest, &both);
        }
        self.combine(start, rest, taken);
    }

    /// The best list with exactly these tools excluded beforehand.
    fn solve(&mut self, start: &Start, excluded: &BTreeSet<String>) {
        let mut needs = start.needs.clone();
        needs.extend(
            excluded
                .iter()
                .map(|tool| need(NeedKind::Exclude, tool.as_str())),
        );
        let case = with(self.case, &needs, self.policy);
        let evaluation = evaluate(&case, self.policy);
        let asker = Asker {
            evaluation: &evaluation,
            policy: self.policy,
            speak: start.speak,
            attest_broad: false,
        };
        for choice in asker.choices(start.target) {
            let found = self.finish(start, needs.clone(), &asker, &choice);
            if let Some(found) = found {
                self.offer(found);
            }
        }
    }

    /// Adds what is forced, then the points.
    fn finish(
        &self,
        start: &Start,
        mut needs: Bundle,
        asker: &Asker<'_, '_>,
        choice: &Choice,
    ) -> Option<Bundle> {
        needs.extend(asker.forced(start.target, choice)?);
        // What is forced may still thin out, but not by much more than it did before.
        let most = self
            .best
            .as_ref()
            .map_or(usize::MAX, |best| best.len() + self.slack + 1);
        let left = most.checked_sub(needs.len())?;
        let case = with(self.case, &needs, self.policy);
        let evaluation = evaluate(&case, self.policy);
        let threshold = threshold(start.target, &self.policy.thresholds);
        let missing = threshold.saturating_sub(evaluation.total);
        if missing > 0 {
            let asker = Asker {
                evaluation: &evaluation,
                attest_broad: choice.attest_broad,
                ..*asker
            };
            needs.extend(buy(&asker, missing, left)?);
        }
        Some(needs)
    }

    /// Keeps a list if it does what it should and beats the best so far.
    fn offer(&mut self, needs: Bundle) {
        let needs: Vec<Need> = needs.into_iter().collect();
        let beaten = self.best.as_ref().is_some_and(|best| {
            let shorter = needs.len().saturating_sub(self.slack);
            shorter > best.len()
                || (shorter == best.len() && self.slack == 0 && !better(&needs, best))
        });
        if beaten || !self.reaches(&needs) {
            return;
        }
        let before = needs.len();
        let thin = self.facets_first(self.thin(needs));
        self.slack = self.slack.max(before - thin.len());
        if self.best.as_ref().is_none_or(|best| better(&thin, best)) {
            self.best = Some(thin);
        }
    }

    /// Leaves out whatever can be left out, last in canonical order first.
    fn thin(&self, mut needs: Vec<Need>) -> Vec<Need> {
        let per_tool = |need: &Need| {
            matches!(
                need.kind,
                NeedKind::Approver | NeedKind::Bound | NeedKind::Exclude
            )
        };
        let many = needs.iter().filter(|need| per_tool(need)).count() > THINNED;
        for index in (0..needs.len()).rev() {
            if many && needs.get(index).is_some_and(per_tool) {
                continue;
            }
            let left_out = needs.remove(index);
            if !self.reaches(&needs) {
                needs.insert(index, left_out);
            }
        }
        needs
    }

    /// Where looking again already shows the other facets of a criterion, one facet does for the criterion.
    fn facets_first(&self, mut needs: Vec<Need>) -> Vec<Need> {
        for index in 0..needs.len() {
            let criterion = needs
                .get(index)
                .filter(|need| need.kind == NeedKind::Criterion);
            let Some(criterion) = criterion.and_then(|need| rubric().criterion(&need.id)) else {
                continue;
            };
            for facet in criterion.facets {
                let mut swapped = needs.clone();
                swapped.remove(index);
                swapped.push(need(NeedKind::Facet, facet.id()));
                swapped.sort();
                if better(&swapped, &needs) && self.reaches(&swapped) {
                    needs = swapped;
                    break;
                }
            }
        }
        needs
    }

    fn reaches(&self, needs: &[Need]) -> bool {
        let case = with(self.case, needs, self.policy);
        evaluate(&case, self.policy).gate >= self.next
    }
}

/// What makes people's statements count: a record that is pinned to what is listed and not overdue.
pub(crate) fn unlock(evaluation: &Evaluation<'_>) -> Bundle {
    let standing = &evaluation.standing;
    let mut needs = Bundle::new();
    let Some(live) = &evaluation.case.live else {
        // A record alone needs no pin, and one that is missing is written with its first statement.
        if !standing.void.is_empty() {
            needs.insert(need(NeedKind::NextReview, "next_review"));
        }
        return needs;
    };
    let pins = [Void::NoPin, Void::NothingToMatch, Void::OtherPin];
    if !standing.present || standing.void.iter().any(|void| pins.contains(void)) {
        needs.insert(need(NeedKind::Pin, "pin"));
        if live.pin.is_none() {
            needs.insert(need(NeedKind::Observe, TOOLS_LISTED));
        }
    }
    if standing.void.iter().any(|void| !pins.contains(void)) {
        needs.insert(need(NeedKind::NextReview, "next_review"));
    }
    needs
}

/// The case without its words, which no gate depends on, so that it is cheap to copy.
fn bare(case: &Case) -> Case {
    let mut case = case.clone();
    if let Some(live) = &mut case.live {
        for tool in &mut live.tools {
            tool.because = Because::default();
        }
        for observation in &mut live.observations {
            observation.because = Because::default();
        }
    }
    case
}
