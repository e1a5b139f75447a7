//! What a tool can do, and whether one call of it lets the caller do essentially anything of a class.
//!
//! The shape of the parameters decides first: a free `command` is a shell whatever the prose says. Words decide what the shape leaves
//! open. What is run is in [`crate::shell`], [`crate::exec`] and [`crate::passthrough`], what is reached in [`crate::address`] and
//! [`crate::reach`], what is acted on in [`crate::domain`].

use crate::effect::rank;
use crate::shape::{Param, Tool};
use crate::verbs::Verbs;
use crate::{Capability, Claim, address, domain, exec, passthrough, reach, shell};
use gate_engine::Effect;
use std::collections::BTreeSet;

/// A tool under judgement: what the rules look at.
pub(crate) struct Case<'c, 'a> {
    /// The tool.
    pub(crate) tool: &'c Tool<'a>,
    /// Its verbs.
    pub(crate) verbs: &'c Verbs,
    /// What its words say of the effect.
    pub(crate) effect: Effect,
}

impl Case<'_, '_> {
    /// Whether its words say that it changes something.
    pub(crate) fn changes(&self) -> bool {
        matches!(self.effect, Effect::Write | Effect::Destructive)
    }
}

/// What was found.
#[derive(Debug, Default)]
pub(crate) struct Power {
    /// What it can do.
    pub(crate) capabilities: BTreeSet<Capability>,
    /// Whether one call does anything of a class.
    pub(crate) broad: bool,
    /// What the power alone makes of the effect.
    pub(crate) effect: Option<Effect>,
    /// Why.
    pub(crate) because: Vec<Claim>,
}

/// Judges the power of a tool.
pub(crate) fn power(case: &Case<'_, '_>) -> Power {
    let mut power = Power::default();
    for rule in [
        shell::commands,
        shell::errands,
        shell::playbooks,
        shell::exploits,
        shell::installed,
        exec::code,
        exec::queries,
        passthrough::passthrough,
        address::addresses,
        reach::files,
        reach::hosts,
        domain::capabilities,
    ] {
        rule(case, &mut power);
    }
    power
}

impl Power {
    /// Notes a capability with what it rests on.
    pub(crate) fn add(&mut self, capability: Capability, from: &str, text: &str) {
        if self.capabilities.insert(capability) {
            self.note(format!("capability: {}", capability.id()), from, text);
        }
    }

    /// Notes a capability that rests on a parameter.
    pub(crate) fn by(&mut self, capability: Capability, param: &Param<'_>) {
        self.add(capability, &param.pointer, param.name);
    }

    /// Notes that one call does anything of a class, through this parameter.
    pub(crate) fn broad(&mut self, param: &Param<'_>, effect: Effect) {
        if !self.broad {
            self.broad = true;
            self.note("broad".to_owned(), &param.pointer, param.name);
        }
        self.at_least(effect, param);
    }

    /// Notes that a parameter makes the effect no milder than this.
    pub(crate) fn at_least(&mut self, effect: Effect, param: &Param<'_>) {
        self.raise(effect, &param.pointer, param.name);
    }

    /// Notes that the effect is no milder than this, with what that rests on.
    pub(crate) fn raise(&mut self, effect: Effect, from: &str, text: &str) {
        if self.effect.is_none_or(|old| rank(old) < rank(effect)) {
            self.effect = Some(effect);
            self.note(format!("effect: {effect}"), from, text);
        }
    }

    /// Whether a capability was found.
    pub(crate) fn has(&self, capability: Capability) -> bool {
        self.capabilities.contains(&capability)
    }

    fn note(&mut self, claim: String, from: &str, text: &str) {
        self.because.push(Claim {
            claim,
            from: from.to_owned(),
            text: crate::shorten(text),
        });
    }
}
