//! What a gate asks for whatever else is done, and the few choices that touch several things at once.

use super::ask::{Asker, Bundle};
use super::need;
use crate::conditions::{Asked, NARROW, missing_sources};
use crate::seen::rests_on_tools;
use crate::{CriticalFailure, CriticalState, Effect, Facet, Gate, NeedKind, Sensitive};
use std::collections::BTreeSet;

/// How choices that touch several things are made.
#[derive(Debug, Clone, Default)]
pub(super) struct Choice {
    /// The facet, or the check, that shows narrow credentials.
    pub(super) scope: Scope,
    /// Whether `tools.broad_tools` is attested; otherwise every broad tool is bounded one by one.
    pub(super) attest_broad: bool,
    /// The critical failures that are cleared by looking again, though a person's word would do.
    pub(super) look: Vec<CriticalFailure>,
}

/// What shows narrow credentials.
#[derive(Debug, Clone, Copy, Default)]
pub(super) enum Scope {
    /// Nothing is asked for, or nothing can show it.
    #[default]
    None,
    Facet(Facet),
    Observe,
}

impl Asker<'_, '_> {
    /// The choices worth trying for a gate.
    pub(super) fn choices(&self, target: Gate) -> Vec<Choice> {
        let evaluation = self.evaluation;
        let narrow = evaluation.conditions.iter().any(|view| {
            view.what == Asked::NarrowCredentials && view.what.of(target) && !view.holds
        });
        let broad = evaluation.critical.iter().any(|view| {
            view.id == CriticalFailure::BroadCredentials && view.state == CriticalState::Unknown
        });
        let mut scopes = Vec::new();
        if narrow || (broad && target >= Gate::ReadOnly) {
            scopes.extend(
                NARROW
                    .into_iter()
                    .filter(|facet| self.facet(*facet).is_some())
                    .map(Scope::Facet),
            );
            if scopes.is_empty() {
                scopes.push(Scope::Observe);
            }
        } else {
            scopes.push(Scope::None);
        }
        let looks = if target >= Gate::ReadOnly {
            self.looks()
        } else {
            vec![Vec::new()]
        };
        let mut choices = Vec::new();
        for scope in scopes {
            for attest_broad in [true, false]
                .into_iter()
                .filter(|attest| !attest || self.attesting_helps(target))
            {
                choices.extend(looks.iter().map(|look| Choice {
                    scope,
                    attest_broad,
                    look: look.clone(),
                }));
            }
        }
        choices
    }

    /// Every set of critical failures that looking again could clear, where somebody has to look for other reasons.
    fn looks(&self) -> Vec<Vec<CriticalFailure>> {
        let observable = self.observable();
        let mut sets = vec![Vec::new()];
        for view in self
            .evaluation
            .critical
            .iter()
            .filter(|view| view.state == CriticalState::Unknown)
        {
            let looked = self.clear_by_looking(view.id).unwrap_or_default();
            if !looked.is_empty()
                && looked
                    .iter()
                    .all(|need| observable.contains(need.id.as_str()))
            {
                let with = sets.iter().cloned().map(|mut set: Vec<CriticalFailure>| {
                    set.push(view.id);
                    set
                });
                let with: Vec<_> = with.collect();
                sets.extend(with);
            }
        }
        sets
    }

    /// Whether attesting `tools.broad_tools` could stand for something else.
    fn attesting_helps(&self, target: Gate) -> bool {
        self.unbounded_state() != Some(CriticalState::Cleared) || self.breadth_required(target)
    }

    fn unbounded_state(&self) -> Option<CriticalState> {
        let mut critical = self.evaluation.critical.iter();
        let view = critical.find(|view| view.id == CriticalFailure::UnboundedWrites);
        view.map(|view| view.state)
    }

    /// Whether a condition of the gate asks for `tools.broad_tools` and does not hold.
    pub(super) fn breadth_required(&self, target: Gate) -> bool {
        self.evaluation.conditions.iter().any(|view| {
            view.what.of(target)
                && !view.holds
                && view.what.facets().contains(&Facet::ToolsBroadTools)
        })
    }

    /// Everything that a gate asks for whatever else is done, once the choices are made; `None` where it cannot be had.
    pub(super) fn forced(&self, target: Gate, choice: &Choice) -> Option<Bundle> {
        let mut bundle = match self.unbounded_open(target) {
            true => self.bound_all(target, choice.attest_broad)?,
            false => Bundle::new(),
        };
        for view in &self.evaluation.conditions {
            if !view.holds && view.what.of(target) {
                bundle.extend(self.condition(view.what, choice)?);
            }
        }
        for view in &self.evaluation.critical {
            let open = match target {
                Gate::Block | Gate::Prototype => view.state == CriticalState::Confirmed,
                _ => view.state != CriticalState::Cleared,
            };
            match view.id {
                _ if !open => {}
                CriticalFailure::UnboundedWrites => {}
                id if choice.look.contains(&id) => bundle.extend(self.clear_by_looking(id)?),
                CriticalFailure::BroadCredentials if view.state == CriticalState::Unknown => {
                    bundle.extend(self.scope(choice.scope)?);
                }
                id => bundle.extend(self.clear(id)?),
            }
        }
        if target >= Gate::ReadOnly {
            bundle.extend(self.accept_all()?);
        }
        // A tool that would need two things is better excluded.
        for shown in &self.evaluation.surface.tools {
            let both = [NeedKind::Approver, NeedKind::Bound].map(|kind| need(kind, shown.name));
            if both.iter().all(|need| bundle.contains(need)) {
                bundle.retain(|need| !both.contains(need));
                bundle.insert(need(NeedKind::Exclude, shown.name));
            }
        }
        Some(bundle)
    }

    /// Whether bounds matter for a gate at all.
    fn unbounded_open(&self, target: Gate) -> bool {
        match target {
            Gate::Block | Gate::Prototype => {
                self.unbounded_state() == Some(CriticalState::Confirmed)
                    || self.breadth_required(target)
            }
            _ => self.attesting_helps(target),
        }
    }

    fn scope(&self, scope: Scope) -> Option<Bundle> {
        match scope {
            Scope::None => None,
            Scope::Facet(facet) => self.facet(facet).map(|need| Bundle::from([need])),
            Scope::Observe => self.clear_by_looking(CriticalFailure::BroadCredentials),
        }
    }

    fn condition(&self, asked: Asked, choice: &Choice) -> Option<Bundle> {
        let surface = &self.evaluation.surface;
        let known = self.live() || surface.any_named;
        match asked {
            Asked::NarrowCredentials => self.scope(choice.scope),
            Asked::NoMutation => {
                let writes = surface.tools.iter().filter(|shown| shown.mutates());
                let excluded = writes.map(|shown| need(NeedKind::Exclude, shown.name));
                known.then(|| excluded.chain(self.listing()).collect())
            }
            Asked::NamedApprovers => {
                let lacking = surface
                    .tools
                    .iter()
                    .filter(|shown| shown.needs_approver() && shown.approvers.is_none());
                let named = lacking.map(|shown| self.said(NeedKind::Approver, shown.name));
                let named: Option<Bundle> = named.collect();
                named
                    .filter(|_| known)
                    .map(|named| named.into_iter().chain(self.listing()).collect())
            }
            Asked::Sources => missing_sources(&self.evaluation.standing)
                .map(|kinds| {
                    let first = kinds.iter().map(|kind| kind.id()).min()?;
                    self.said(NeedKind::Source, first)
                })
                .collect(),
            Asked::Confirmation => self
                .said(NeedKind::Confirmation, "confirmation")
                .map(|need| Bundle::from([need])),
            Asked::NextReview => self
                .said(NeedKind::NextReview, "next_review")
                .map(|need| Bundle::from([need])),
            Asked::LogsAvailable
            | Asked::SamplingLimited
            | Asked::Preview
            | Asked::Rollback
            | Asked::AllFacets
            | Asked::Required(..) => {
                let lacking = asked.facets().into_iter().filter(|facet| {
                    // Breadth is a choice of its own.
                    *facet != Facet::ToolsBroadTools
                        && self
                            .evaluation
                            .facets
                            .get(*facet as usize)
                            .is_some_and(|view| !view.evidenced())
                });
                lacking.map(|facet| self.facet(facet)).collect()
            }
        }
    }

    /// Sets of tools whose exclusion, all of them together, could do more than a bound or an approver.
    pub(super) fn groups(&self, target: Gate) -> Vec<BTreeSet<String>> {
        let evaluation = self.evaluation;
        let mut groups = BTreeSet::new();
        let excluded = |tool: &&String| evaluation.standing.excluded.contains_key(tool.as_str());
        for observation in evaluation
            .case
            .live
            .iter()
            .flat_map(|live| &live.observations)
        {
            if rests_on_tools(observation) {
                groups.insert(
                    observation
                        .tools
                        .iter()
                        .filter(|tool| !excluded(tool))
                        .cloned()
                        .collect(),
                );
            }
        }
        let by_resource = |class: &Sensitive| {
            let mut reach = evaluation
                .case
                .live
                .iter()
                .flat_map(|live| &live.resources_reach);
            reach.any(|(reached, _)| reached == class)
        };
        let mut all = BTreeSet::new();
        for (class, tools) in &evaluation.reach.classes {
            let tools: BTreeSet<String> = tools.iter().map(|tool| (*tool).to_owned()).collect();
            all.extend(tools.clone());
            if !by_resource(class) && !self.policy.sensitive.contains(class) {
                groups.insert(tools);
            }
        }
        groups.insert(all);
        if target >= Gate::WritesWithApproval {
            let read = self
                .unbounded()
                .filter(|shown| shown.effect == Effect::Read);
            let read = read.filter(|shown| shown.needs_approver() && shown.approvers.is_none());
            groups.extend(read.map(|shown| BTreeSet::from([shown.name.to_owned()])));
        }
        groups.remove(&BTreeSet::new());
        let mut groups: Vec<_> = groups.into_iter().collect();
        groups.sort_by_key(|group| group.len());
        groups
    }
}
