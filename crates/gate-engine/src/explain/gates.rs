//! Critical failures, conditions and caps in words.

use super::{Explain, because, names};
use crate::conditions::{Asked, ConditionView, NO_CREDENTIAL, missing_sources};
use crate::critical::{CriticalView, Why};
use crate::evaluate::CapView;
use crate::standing::Void;
use crate::surface::{Limit, Shown};
use crate::{Because, Cap, Condition, Critical, CriticalFailure, CriticalState, Gate, Outcome};

impl Explain<'_, '_> {
    /// The six critical failures.
    pub(super) fn criticals(&self) -> Vec<Critical> {
        let views = self.evaluation.critical.iter();
        views
            .map(|view| Critical {
                id: view.id,
                state: view.state,
                because: self.critical(view),
            })
            .collect()
    }

    pub(super) fn critical(&self, view: &CriticalView<'_>) -> Because {
        match view.why {
            Why::Reviewer => {
                let stated = self.evaluation.standing.confirmed.get(&view.id);
                let said = stated.map(|stated| (stated.what.1.as_str(), stated.id.as_str()));
                let (says, id) = said.unwrap_or_default();
                because(format!("a reviewer confirms it: {says}"), [id])
            }
            Why::Check(check) => self.check(check),
            Why::Facet(facet) => self.facet(facet),
            Why::Surface if view.id == CriticalFailure::UnboundedWrites => {
                self.unbounded(view.state)
            }
            Why::Surface => self.undocumented(view.state),
            Why::Nothing => because(
                "nothing was seen that rules it out, and nobody attests that",
                [],
            ),
        }
    }

    fn unbounded(&self, state: CriticalState) -> Because {
        let surface = &self.evaluation.surface;
        let of = |unbounded: &dyn Fn(&Limit<'_>) -> bool| -> Vec<&Shown<'_>> {
            let writes = surface
                .tools
                .iter()
                .filter(|shown| shown.unbounded() && shown.mutates());
            writes.filter(|shown| unbounded(&shown.bound)).collect()
        };
        let without = of(&|bound| *bound == Limit::None);
        let stated = of(&|bound| matches!(bound, Limit::Stated(_)));
        let (tools, text) = match (state, stated.is_empty()) {
            (CriticalState::Confirmed, _) => (
                without,
                "broad, not known to read only, and with no bound evidenced",
            ),
            (CriticalState::Unknown, false) => (stated, "bounded by the server's own text alone"),
            (CriticalState::Unknown, true) if self.evaluation.case.live.is_none() => {
                return because(
                    "no server was observed, and nobody attests that broad tools are bounded",
                    [],
                );
            }
            (CriticalState::Unknown, true) => {
                return because("the listing of tools is not known to be whole", []);
            }
            (CriticalState::Cleared, _) => {
                return because("no broad tool that may write is without a bound", []);
            }
        };
        let called: Vec<&str> = tools.iter().map(|shown| shown.name).collect();
        let mut why = because(format!("{text}: {}", names(&called)), []);
        for shown in tools {
            why.evidence.extend(
                shown
                    .because
                    .iter()
                    .flat_map(|because| because.evidence.clone()),
            );
            why.evidence
                .extend(shown.entries.iter().map(|entry| (*entry).to_owned()));
        }
        why.evidence.sort();
        why.evidence.dedup();
        why
    }

    fn undocumented(&self, state: CriticalState) -> Because {
        match state {
            CriticalState::Cleared => {
                because("nothing on the surface reaches a sensitive class", [])
            }
            _ if self.evaluation.case.live.is_none() => because(
                "no server was observed, and nobody documents the classes of data",
                [],
            ),
            _ if self.evaluation.reach.nothing_reached() => {
                because("the listing of tools is not known to be whole", [])
            }
            _ => {
                let mut why = self.classes();
                why.text.push_str("; nobody documents it");
                why
            }
        }
    }

    /// Which sensitive classes are reached, and through which tools.
    pub(super) fn classes(&self) -> Because {
        let reach = &self.evaluation.reach;
        if reach.classes.is_empty() {
            return because("nothing on the surface reaches a sensitive class", []);
        }
        let classes: Vec<String> = reach
            .classes
            .keys()
            .map(|class| self.class(*class).text)
            .collect();
        let evidence: Vec<String> = reach
            .classes
            .keys()
            .flat_map(|class| self.class(*class).evidence)
            .collect();
        Because {
            text: classes.join("; "),
            evidence,
        }
    }

    /// What reaches one sensitive class, and whether a reviewer accepts it.
    fn class(&self, class: crate::Sensitive) -> Because {
        let evaluation = self.evaluation;
        let tools = evaluation
            .reach
            .classes
            .get(&class)
            .map(Vec::as_slice)
            .unwrap_or_default();
        let resources = evaluation
            .case
            .live
            .iter()
            .flat_map(|live| &live.resources_reach);
        let resource = resources
            .filter(|(reached, _)| *reached == class)
            .map(|(_, why)| why)
            .min();
        let mut through = Vec::new();
        if !tools.is_empty() {
            through.push(names(tools));
        }
        through.extend(resource.map(|_| "resources".to_owned()));
        if through.is_empty() {
            through.push("the policy names it".to_owned());
        }
        let mut why = because(format!("{} ({})", class.title(), through.join(", ")), []);
        why.evidence
            .extend(resource.iter().flat_map(|why| why.evidence.clone()));
        if let Some(stated) = evaluation.standing.accepted.get(&class) {
            why.text.push_str(", accepted by a reviewer");
            why.evidence.push(stated.id.clone());
        }
        why
    }

    /// Each condition.
    pub(super) fn conditions(&self) -> Vec<Condition> {
        let condition = |view: &ConditionView| Condition {
            id: view.what.id(),
            holds: view.holds,
            because: self.condition(view),
            gates: Gate::ALL
                .iter()
                .copied()
                .filter(|gate| view.what.of(*gate))
                .collect(),
        };
        self.evaluation.conditions.iter().map(condition).collect()
    }

    fn condition(&self, view: &ConditionView) -> Because {
        match view.what {
            Asked::NoMutation => self.tools_where(
                "may change something",
                "no tool on the surface changes anything",
                |shown| shown.mutates(),
            ),
            Asked::NamedApprovers => self.tools_where(
                "no approver is named for",
                "every tool that needs a named approver has one",
                |shown| shown.needs_approver() && shown.approvers.is_none(),
            ),
            Asked::Sources => {
                let missing: Vec<&str> = missing_sources(&self.evaluation.standing)
                    .filter_map(|kinds| kinds.first())
                    .map(|kind| kind.title())
                    .collect();
                because(
                    if missing.is_empty() {
                        "all five kinds are linked".to_owned()
                    } else {
                        format!("not linked: {}", missing.join(", "))
                    },
                    [],
                )
            }
            Asked::Confirmation => match self.evaluation.standing.confirmation {
                Some(stated) => because(stated.what.as_str(), [stated.id.as_str()]),
                None => because("nobody confirms that no critical failure remains", []),
            },
            Asked::NextReview => match self.evaluation.standing.next_review {
                Some(next) if view.holds => {
                    because(format!("{} reviews again on {}", next.owner, next.on), [])
                }
                Some(next) => because(
                    format!(
                        "needs an owner and a date after {}: it is {}",
                        self.evaluation.case.now, next.on
                    ),
                    [],
                ),
                None => because("no next review is set", []),
            },
            Asked::NarrowCredentials
                if self.evaluation.checks.outcome(NO_CREDENTIAL) == Some(Outcome::Pass) =>
            {
                self.check(NO_CREDENTIAL)
            }
            asked => self.evidenced(asked, view.holds),
        }
    }

    /// A condition that facets evidence.
    fn evidenced(&self, asked: Asked, holds: bool) -> Because {
        let evidenced = |facet: &crate::Facet| {
            self.evaluation
                .facets
                .get(*facet as usize)
                .is_some_and(|view| view.evidenced())
        };
        let facets = asked.facets();
        if !holds {
            let missing: Vec<&str> = facets
                .iter()
                .filter(|facet| !evidenced(facet))
                .map(|facet| facet.id())
                .collect();
            let join = if asked == Asked::NarrowCredentials {
                "neither of"
            } else {
                "not evidenced:"
            };
            return because(format!("{join} {}", names(&missing)), []);
        }
        if asked == Asked::AllFacets {
            return because("all 50 facets are evidenced", []);
        }
        self.all(
            facets
                .iter()
                .filter(|facet| evidenced(facet))
                .map(|facet| self.facet(*facet)),
        )
    }

    /// A condition on every tool of the surface.
    fn tools_where(
        &self,
        wrong: &str,
        right: &str,
        breaks: impl Fn(&Shown<'_>) -> bool,
    ) -> Because {
        let surface = &self.evaluation.surface;
        let broken: Vec<&str> = surface
            .tools
            .iter()
            .filter(|shown| breaks(shown))
            .map(|shown| shown.name)
            .collect();
        let text = if !broken.is_empty() {
            format!("{wrong}: {}", names(&broken))
        } else if !surface.complete {
            "the listing of tools is not known to be whole".to_owned()
        } else if self.evaluation.case.live.is_none() && !surface.any_named {
            surface.nothing_backed().to_owned()
        } else {
            right.to_owned()
        };
        because(text, [])
    }

    /// Every cap that applies, strictest first.
    pub(super) fn caps(&self) -> Vec<Cap> {
        let evaluation = self.evaluation;
        let mut caps: Vec<Cap> = evaluation
            .caps
            .iter()
            .filter_map(|cap| self.cap(*cap))
            .collect();
        let mut conditions = |from: Gate, to: Gate| {
            if to < from {
                caps.push(Cap {
                    id: "conditions".to_owned(),
                    gate: to,
                    because: self.not_held(from, to),
                });
            }
        };
        conditions(evaluation.band, evaluation.earned);
        let capped = evaluation
            .caps
            .iter()
            .map(|cap| cap.gate())
            .fold(evaluation.earned, Gate::min);
        conditions(capped, evaluation.gate);
        caps.sort_by_key(|cap| cap.gate);
        caps
    }

    fn cap(&self, cap: CapView) -> Option<Cap> {
        let evaluation = self.evaluation;
        let (id, because) = match cap {
            CapView::Critical(id, state) => {
                let mut why = evaluation
                    .critical
                    .iter()
                    .find(|view| view.id == id)
                    .map(|view| self.critical(view))?;
                why.text = format!("{}: {}", id.title(), why.text);
                (
                    if state == CriticalState::Confirmed {
                        "critical_confirmed"
                    } else {
                        "critical_unknown"
                    },
                    why,
                )
            }
            CapView::Sensitive(class) => {
                let mut why = self.class(class);
                why.text.push_str(": no reviewer accepts it");
                ("sensitive_data", why)
            }
            CapView::NoRecord => ("no_review_record", because("there is no review record", [])),
            CapView::Void => ("void", self.void()?),
            CapView::Assigned(gate) => {
                let (_, says) = evaluation.case.record.as_ref()?.assigned.as_ref()?;
                // Above the computed gate it changes nothing, and a note says so.
                if gate > evaluation.gate && gate >= evaluation.earned {
                    return None;
                }
                (
                    "assigned",
                    because(format!("the reviewer assigns {}: {says}", gate.title()), []),
                )
            }
        };
        Some(Cap {
            id: id.to_owned(),
            gate: cap.gate(),
            because,
        })
    }

    /// Which conditions of the gates above one gate do not hold.
    fn not_held(&self, from: Gate, to: Gate) -> Because {
        let gates = Gate::ALL
            .iter()
            .rev()
            .filter(|gate| **gate <= from && **gate > to);
        let lacking = gates.map(|gate| {
            let lacking = self
                .evaluation
                .conditions
                .iter()
                .filter(|view| !view.holds && view.what.of(*gate));
            let lacking: Vec<&str> = lacking.map(|view| view.what.id()).collect();
            format!("{} lacks {}", gate.title(), lacking.join(", "))
        });
        because(lacking.collect::<Vec<_>>().join("; "), [])
    }

    /// Why the record is void.
    pub(super) fn void(&self) -> Option<Because> {
        let pins = || {
            let case = self.evaluation.case;
            let live = case.live.as_ref().and_then(|live| live.pin.as_deref());
            (
                case.record
                    .as_ref()
                    .and_then(|record| record.pin.as_deref())
                    .unwrap_or_default(),
                live.unwrap_or_default(),
            )
        };
        let reasons = self.evaluation.standing.void.iter().map(|void| match void {
            Void::ReviewDue(on) => format!("its next review was due on {on}"),
            Void::Old(on) => {
                format!("it names no next review, and its oldest statement is of {on}")
            }
            Void::NoPin => {
                "it names no pin: it cannot be said which definitions it is about".to_owned()
            }
            Void::NothingToMatch => {
                "the server's listing has no digest to compare its pin with".to_owned()
            }
            Void::OtherPin => format!(
                "it is about other definitions: pin {}, listed {}",
                pins().0,
                pins().1
            ),
        });
        let reasons: Vec<String> = reasons.collect();
        (!reasons.is_empty()).then(|| {
            because(
                format!("the review record is void: {}", reasons.join("; ")),
                [],
            )
        })
    }
}
