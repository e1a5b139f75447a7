//! The surface: the tools that the agent would get, as observed and as people state them, stricter wins.

use crate::standing::Standing;
use crate::{Approval, Because, Bound, Case, Effect, Live, Sensitive, Stated, StatedTool, Tool};
use std::collections::{BTreeMap, BTreeSet};

/// The tools that the agent would get.
#[derive(Debug, Default)]
pub(crate) struct Surface<'a> {
    /// Sorted by name, less what is excluded.
    pub(crate) tools: Vec<Shown<'a>>,
    /// Whether no tool can be hiding: a whole listing or, on a record alone, the tools that it names.
    pub(crate) complete: bool,
    /// Whether a statement with backing names any tool, excluded or not.
    pub(crate) any_named: bool,
    /// Tools that were named and are excluded.
    pub(crate) excluded: Vec<&'a str>,
    /// Tools that only a statement names: nobody listed them.
    pub(crate) unlisted: Vec<(&'a str, &'static str, &'a str)>,
    /// Entries whose effect is not taken over, for want of backing.
    pub(crate) unsettled: Vec<(&'a str, &'a str)>,
}

/// One tool as the decision sees it.
#[derive(Debug, Clone)]
pub(crate) struct Shown<'a> {
    pub(crate) name: &'a str,
    pub(crate) effect: Effect,
    /// The worst effect that anything but an unknown says: no statement settles an unknown below it.
    least: Effect,
    pub(crate) broad: bool,
    pub(crate) bound: Limit<'a>,
    /// What limits it as a person states with evidence, and the statement.
    pub(crate) attested_bound: Option<(&'a str, &'a str)>,
    pub(crate) sensitive: BTreeSet<Sensitive>,
    pub(crate) approval: BTreeSet<Approval>,
    /// What the observation rests on; `None` where only people speak of it.
    pub(crate) because: Option<&'a Because>,
    /// The entries that speak of it.
    pub(crate) entries: Vec<&'a str>,
    /// The named people who approve it, each with what makes them do so.
    pub(crate) approvers: Option<Vec<(&'a str, Vec<Approval>)>>,
}

/// What was seen to limit a tool, weakest first.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Limit<'a> {
    /// Nothing.
    None,
    /// Only the server's own text.
    Stated(&'a str),
    /// An observation.
    Observed(&'a str),
}

impl Shown<'_> {
    /// Whether it is broad with no bound evidenced.
    pub(crate) fn unbounded(&self) -> bool {
        self.broad && !matches!(self.bound, Limit::Observed(_)) && self.attested_bound.is_none()
    }

    /// Whether it may change something: an unknown effect counts as a write.
    pub(crate) fn mutates(&self) -> bool {
        self.effect != Effect::Read
    }

    /// Whether a named person must approve it.
    pub(crate) fn needs_approver(&self) -> bool {
        self.effect == Effect::Unknown || !self.approval.is_empty()
    }
}

impl<'a> Surface<'a> {
    /// Why a record alone says nothing about tools, where no statement with backing names any.
    pub(crate) fn nothing_backed(&self) -> &'static str {
        match self.tools.is_empty() && self.excluded.is_empty() {
            true => "the record names no tool",
            false => "no tool that the record names stands with evidence, a person and a date",
        }
    }

    pub(crate) fn of(case: &'a Case, standing: &Standing<'a>) -> Self {
        let mut surface = Self {
            complete: true,
            ..Self::default()
        };
        let mut tools = match &case.live {
            Some(live) => {
                surface.complete = live.listing_complete;
                surface.observed(live, standing)
            }
            None => surface.stated(standing),
        };
        // On a record alone, naming a tool can raise: it needs backing like everything that can.
        surface.any_named = standing.tools.values().flatten().any(|(_, backed)| *backed);
        for (tool, statement) in &standing.excluded {
            match tools.remove(tool) {
                Some(_) => surface.excluded.push(tool),
                None => surface
                    .unlisted
                    .push((tool, "exclusion", statement.unwrap_or_default())),
            }
        }
        for (tool, bound) in &standing.bounds {
            match tools.get_mut(tool) {
                Some(shown) => shown.attested_bound = Some((&bound.what.1, &bound.id)),
                None if standing.excluded.contains_key(tool) => {}
                None => surface.unlisted.push((tool, "bound", &bound.id)),
            }
        }
        surface.tools = tools.into_values().collect();
        surface.name_approvers(standing);
        surface
    }

    /// The live server's tools, with the record's entries.
    fn observed(
        &mut self,
        live: &'a Live,
        standing: &Standing<'a>,
    ) -> BTreeMap<&'a str, Shown<'a>> {
        let mut tools: BTreeMap<&str, Shown<'_>> = BTreeMap::new();
        for tool in &live.tools {
            let shown = Shown::observed(tool);
            match tools.entry(&tool.name) {
                std::collections::btree_map::Entry::Vacant(slot) => drop(slot.insert(shown)),
                std::collections::btree_map::Entry::Occupied(mut slot) => {
                    slot.get_mut().join(shown)
                }
            }
        }
        for (name, entries) in &standing.tools {
            match tools.get_mut(name) {
                Some(shown) => self.restate(shown, entries),
                None => {
                    let ids = entries
                        .iter()
                        .map(|(entry, _)| (*name, "entry", entry.id.as_str()));
                    self.unlisted.extend(ids);
                }
            }
        }
        tools
    }

    /// A record judged alone: its entries are the surface.
    fn stated(&mut self, standing: &Standing<'a>) -> BTreeMap<&'a str, Shown<'a>> {
        let mut tools = BTreeMap::new();
        for (name, entries) in &standing.tools {
            let mut shown = Shown::unknown(name);
            self.restate(&mut shown, entries);
            // Nothing was observed that an unbacked "destructive" could hide.
            if entries
                .iter()
                .any(|(entry, _)| entry.what.effect == Some(Effect::Destructive))
                && entries
                    .iter()
                    .all(|(entry, _)| entry.what.effect != Some(Effect::Unknown))
            {
                shown.effect = Effect::Destructive;
            }
            tools.insert(*name, shown);
        }
        tools
    }

    /// Takes the record's entries about one tool into account.
    fn restate(&mut self, shown: &mut Shown<'a>, entries: &[(&'a Stated<StatedTool>, bool)]) {
        let settles = entries
            .iter()
            .filter(|(_, backed)| *backed)
            .filter_map(|(entry, _)| entry.what.effect)
            .filter(|effect| *effect != Effect::Unknown)
            .max();
        if let (Effect::Unknown, Some(effect)) = (shown.effect, settles) {
            shown.effect = effect.max(shown.least);
        }
        for (entry, backed) in entries {
            let stated = &entry.what;
            let known = matches!(stated.effect, Some(Effect::Read | Effect::Write));
            if known && !backed && shown.effect == Effect::Unknown {
                self.unsettled.push((shown.name, &entry.id));
            }
            shown.join(Shown {
                effect: stated.effect.unwrap_or(Effect::Read),
                broad: stated.broad.unwrap_or(false),
                bound: shown.bound,
                sensitive: stated.sensitive.clone(),
                approval: stated.approval.clone(),
                because: None,
                entries: vec![&entry.id],
                ..Shown::unknown(shown.name)
            });
        }
    }

    /// Names, for every tool that needs one, who approves it.
    ///
    /// A tool of unknown effect needs a person for the tool itself. Any other may be approved through its
    /// categories, by several people if they cover all of them together.
    fn name_approvers(&mut self, standing: &Standing<'a>) {
        let mut by_tool: BTreeMap<&str, BTreeSet<&str>> = BTreeMap::new();
        let mut by_category: BTreeMap<Approval, BTreeSet<&str>> = BTreeMap::new();
        for approver in &standing.approvers {
            let approver = &approver.what;
            for tool in &approver.tools {
                by_tool.entry(tool).or_default().insert(&approver.person);
            }
            for category in &approver.categories {
                by_category
                    .entry(*category)
                    .or_default()
                    .insert(&approver.person);
            }
        }
        for shown in &mut self.tools {
            if shown.effect == Effect::Destructive {
                shown.approval.insert(Approval::Destructive);
            }
            if let Some(people) = by_tool.get(shown.name) {
                shown.approvers = Some(people.iter().map(|person| (*person, Vec::new())).collect());
            } else if shown.effect != Effect::Unknown && !shown.approval.is_empty() {
                let mut people: BTreeMap<&str, Vec<Approval>> = BTreeMap::new();
                let covered = shown.approval.iter().all(|category| {
                    let named = by_category.get(category);
                    for person in named.into_iter().flatten() {
                        people.entry(person).or_default().push(*category);
                    }
                    named.is_some()
                });
                shown.approvers = covered.then(|| people.into_iter().collect());
            }
        }
    }
}

impl<'a> Shown<'a> {
    fn unknown(name: &'a str) -> Self {
        Self {
            name,
            effect: Effect::Unknown,
            least: Effect::Read,
            broad: false,
            bound: Limit::None,
            attested_bound: None,
            sensitive: BTreeSet::new(),
            approval: BTreeSet::new(),
            because: None,
            entries: Vec::new(),
            approvers: None,
        }
    }

    fn observed(tool: &'a Tool) -> Self {
        Self {
            effect: tool.effect,
            least: if tool.effect == Effect::Unknown {
                Effect::Read
            } else {
                tool.effect
            },
            broad: tool.broad,
            bound: match &tool.bound {
                Bound::None => Limit::None,
                Bound::Stated(text) => Limit::Stated(text),
                Bound::Observed(text) => Limit::Observed(text),
            },
            sensitive: tool.sensitive.clone(),
            approval: tool.approval.clone(),
            because: Some(&tool.because),
            ..Self::unknown(&tool.name)
        }
    }

    /// The stricter of both in everything. Unknown is stricter than destructive, because it needs an approver by
    /// name; the category stays.
    fn join(&mut self, other: Self) {
        let either = [self.effect, other.effect];
        if either.contains(&Effect::Unknown) && either.contains(&Effect::Destructive) {
            self.approval.insert(Approval::Destructive);
        }
        self.effect = self.effect.max(other.effect);
        self.least = self.least.max(other.least);
        self.broad |= other.broad;
        self.bound = self.bound.min(other.bound);
        self.sensitive.extend(other.sensitive);
        self.approval.extend(other.approval);
        self.because = match (self.because, other.because) {
            (Some(a), Some(b)) => Some(a.min(b)),
            (a, b) => a.or(b),
        };
        self.entries.extend(other.entries);
    }
}
