//! The conditions of the gates. Source: seed, "Decision first" and "Interpreting the total and assigning the gate".

use crate::seen::{Checks, FacetView};
use crate::standing::Standing;
use crate::surface::Surface;
use crate::{Case, Facet, Gate, Outcome, Policy, SourceKind};

/// One condition and whether it holds.
#[derive(Debug, Clone, Copy)]
pub(crate) struct ConditionView {
    pub(crate) what: Asked,
    pub(crate) holds: bool,
}

/// What a gate asks for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Asked {
    NarrowCredentials,
    LogsAvailable,
    SamplingLimited,
    NoMutation,
    Preview,
    Rollback,
    NamedApprovers,
    AllFacets,
    Sources,
    Confirmation,
    NextReview,
    /// What a policy asks for, from this gate upwards.
    Required(Gate, Facet),
}

/// The check that shows that no credential is demanded.
pub(crate) const NO_CREDENTIAL: &str = "no-credential-demanded";
/// Either of these facets shows that credentials are narrow.
pub(crate) const NARROW: [Facet; 2] = [Facet::ScopesNarrowScoping, Facet::ScopesReadOnlyCredential];
/// All of these facets together show that logs are available.
pub(crate) const LOGS: [Facet; 3] = [
    Facet::AuditLogsAgentIdentity,
    Facet::AuditLogsToolName,
    Facet::AuditLogsTimestamp,
];

impl Asked {
    /// The built-in conditions, in canonical order.
    const BUILT_IN: [Self; 11] = [
        Self::NarrowCredentials,
        Self::LogsAvailable,
        Self::SamplingLimited,
        Self::NoMutation,
        Self::Preview,
        Self::Rollback,
        Self::NamedApprovers,
        Self::AllFacets,
        Self::Sources,
        Self::Confirmation,
        Self::NextReview,
    ];

    /// The spelling used outside; a facet's id for what a policy asks for.
    pub(crate) const fn id(self) -> &'static str {
        match self {
            Self::NarrowCredentials => "narrow_credentials",
            Self::LogsAvailable => "logs_available",
            Self::SamplingLimited => "sampling_limited",
            Self::NoMutation => "no_mutation",
            Self::Preview => "preview",
            Self::Rollback => "rollback",
            Self::NamedApprovers => "named_approvers",
            Self::AllFacets => "all_facets",
            Self::Sources => "sources",
            Self::Confirmation => "confirmation",
            Self::NextReview => "next_review",
            Self::Required(_, facet) => facet.id(),
        }
    }

    /// Whether this gate asks for it. What a policy adds holds for every gate above too.
    pub(crate) fn of(self, gate: Gate) -> bool {
        match self {
            Self::NarrowCredentials | Self::LogsAvailable | Self::SamplingLimited => {
                gate >= Gate::ReadOnly
            }
            Self::NoMutation => gate == Gate::ReadOnly,
            Self::Preview | Self::Rollback | Self::NamedApprovers => {
                gate >= Gate::WritesWithApproval
            }
            Self::AllFacets | Self::Sources | Self::Confirmation | Self::NextReview => {
                gate == Gate::Production
            }
            Self::Required(lowest, _) => gate > Gate::Block && gate >= lowest,
        }
    }

    /// The lowest gate that asks for this facet by name; Production asks for all of them.
    pub(crate) fn first_gate(facet: Facet) -> Gate {
        let asking = Self::BUILT_IN
            .into_iter()
            .filter(|asked| asked.facets().contains(&facet));
        let gates = asking.flat_map(|asked| Gate::ALL.iter().filter(move |gate| asked.of(**gate)));
        gates.min().copied().unwrap_or(Gate::Production)
    }

    /// The facets that evidence it, where facets alone do; all of them, but either of [`NARROW`].
    pub(crate) fn facets(self) -> Vec<Facet> {
        match self {
            Self::NarrowCredentials => NARROW.to_vec(),
            Self::LogsAvailable => LOGS.to_vec(),
            Self::SamplingLimited => vec![Facet::PromptsSamplingLimited],
            Self::Preview => vec![Facet::WriteActionsPreviewOrDryRun],
            Self::Rollback => vec![Facet::WriteActionsRollback],
            Self::AllFacets => Facet::ALL.to_vec(),
            Self::Required(_, facet) => vec![facet],
            _ => Vec::new(),
        }
    }
}

/// The five kinds of source that Production asks for; either word of a pair will do.
pub(crate) const SOURCES: [&[SourceKind]; 5] = [
    &[SourceKind::Specification],
    &[SourceKind::Repository, SourceKind::Package],
    &[SourceKind::Changelog],
    &[SourceKind::Permissions],
    &[SourceKind::Sandbox],
];

/// The kinds of source that nobody links.
pub(crate) fn missing_sources(
    standing: &Standing<'_>,
) -> impl Iterator<Item = &'static [SourceKind]> {
    SOURCES
        .into_iter()
        .filter(|kinds| !kinds.iter().any(|kind| standing.sources.contains_key(kind)))
}

/// Everything that conditions are judged by.
#[derive(Clone, Copy)]
pub(crate) struct Judge<'e, 'a> {
    pub(crate) case: &'a Case,
    pub(crate) checks: &'e Checks<'a>,
    pub(crate) facets: &'e [FacetView<'a>],
    pub(crate) standing: &'e Standing<'a>,
    pub(crate) surface: &'e Surface<'a>,
}

impl Judge<'_, '_> {
    /// Every condition, in canonical order; a policy's own last.
    pub(crate) fn conditions(&self, policy: &Policy) -> Vec<ConditionView> {
        let mut required: Vec<_> = policy.required_facets.clone();
        required.sort();
        required.dedup();
        let required = required
            .into_iter()
            .map(|(gate, facet)| Asked::Required(gate, facet));
        Asked::BUILT_IN
            .into_iter()
            .chain(required)
            .map(|what| ConditionView {
                what,
                holds: self.holds(what),
            })
            .collect()
    }

    fn holds(&self, what: Asked) -> bool {
        let evidenced = |facet: &Facet| {
            self.facets
                .get(*facet as usize)
                .is_some_and(FacetView::evidenced)
        };
        // A record judged alone shows a surface only if it names a tool: nothing holds vacuously.
        let surface_known =
            self.surface.complete && (self.case.live.is_some() || self.surface.any_named);
        match what {
            Asked::NarrowCredentials => {
                what.facets().iter().any(evidenced)
                    || self.checks.outcome(NO_CREDENTIAL) == Some(Outcome::Pass)
            }
            Asked::NoMutation => {
                surface_known && self.surface.tools.iter().all(|shown| !shown.mutates())
            }
            Asked::NamedApprovers => {
                let named = |shown: &crate::surface::Shown<'_>| {
                    shown.approvers.is_some() || !shown.needs_approver()
                };
                surface_known && self.surface.tools.iter().all(named)
            }
            Asked::Sources => missing_sources(self.standing).next().is_none(),
            Asked::Confirmation => self.standing.confirmation.is_some(),
            Asked::NextReview => self
                .standing
                .next_review
                .is_some_and(|next| next.on > self.case.now && !next.owner.trim().is_empty()),
            Asked::LogsAvailable
            | Asked::SamplingLimited
            | Asked::Preview
            | Asked::Rollback
            | Asked::AllFacets
            | Asked::Required(..) => what.facets().iter().all(evidenced),
        }
    }
}
