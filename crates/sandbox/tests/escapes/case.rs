//! A case: an act, and what must be true of it.

use super::fence::{Ran, Rung};
use super::programs::Who;

/// What must become of an act, as far as it can tell from inside.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Inside {
    /// The kernel or the sandbox refuses it with an error.
    Refused,
    /// It does not reach its aim.
    Short,
    /// It reaches what it takes for its aim: a copy that is thrown away, or the sandbox's own sink.
    Done,
    /// As the one above for the owner of the files; anybody else may be refused.
    DoneByOwner,
    /// Either: what is asked is only that nothing is different outside.
    Harmless,
}

/// What must be recorded: a deed of this kind that says this.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Recorded {
    /// The kind, as the record spells it: `refused`, `read`, `contact`.
    pub(crate) act: &'static str,
    /// A part of the rest of it.
    pub(crate) says: &'static str,
}

/// What the act does when nothing fences it in.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Control {
    /// It is not tried.
    None,
    /// It reaches its aim.
    Done,
    /// It reaches its aim, and the world outside shows it.
    Noticed,
}

/// One attempt to escape.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Case {
    /// The act and its arguments; what stands in braces is put in from the world.
    pub(crate) act: &'static [&'static str],
    /// What must become of it, on each rung.
    inside: [Inside; 2],
    /// What must be recorded, on each rung.
    recorded: [Option<Recorded>; 2],
    /// What it does unfenced.
    pub(crate) control: Control,
    /// Whether the sandbox may end it before it can say a word.
    may_end: bool,
}

/// The place of a rung in a case.
const fn at(rung: Rung) -> usize {
    match rung {
        Rung::Namespaces => 0,
        Rung::Landlock => 1,
    }
}

/// An act that must be refused.
pub(crate) const fn refused(act: &'static [&'static str]) -> Case {
    case(act, Inside::Refused)
}

/// An act that must not reach its aim.
pub(crate) const fn short(act: &'static [&'static str]) -> Case {
    case(act, Inside::Short)
}

/// An act that may do what it likes, as long as nothing is different outside.
pub(crate) const fn harmless(act: &'static [&'static str]) -> Case {
    case(act, Inside::Harmless)
}

/// An act that is let, where nothing of it leaves.
pub(crate) const fn done(act: &'static [&'static str]) -> Case {
    case(act, Inside::Done)
}

/// An act on its own files, changes of which are thrown away.
pub(crate) const fn own(act: &'static [&'static str]) -> Case {
    case(act, Inside::DoneByOwner)
}

const fn case(act: &'static [&'static str], inside: Inside) -> Case {
    Case {
        act,
        inside: [inside; 2],
        recorded: [None; 2],
        control: Control::None,
        may_end: false,
    }
}

impl Case {
    /// Something else must become of it on the Landlock rung.
    pub(crate) const fn landlock(mut self, inside: Inside) -> Self {
        self.inside[1] = inside;
        self
    }

    /// Something else must become of it in namespaces.
    pub(crate) const fn namespaces(mut self, inside: Inside) -> Self {
        self.inside[0] = inside;
        self
    }

    /// It may be ended in the middle of it.
    pub(crate) const fn ended(mut self) -> Self {
        self.may_end = true;
        self
    }

    /// What must be recorded.
    pub(crate) const fn deed(mut self, act: &'static str, says: &'static str) -> Self {
        self.recorded = [Some(Recorded { act, says }); 2];
        self
    }

    /// Unfenced, it works: the case is none of straw.
    pub(crate) const fn works(mut self) -> Self {
        self.control = Control::Done;
        self
    }

    /// Unfenced, it works, and is noticed outside.
    pub(crate) const fn noticed(mut self) -> Self {
        self.control = Control::Noticed;
        self
    }

    /// What must be recorded on the Landlock rung alone: in namespaces the file is not there, and that says nothing.
    pub(crate) const fn landlock_deed(mut self, act: &'static str, says: &'static str) -> Self {
        self.recorded[1] = Some(Recorded { act, says });
        self
    }

    /// What it is called.
    pub(crate) fn name(&self) -> String {
        self.act.join(" ")
    }

    /// What is wrong with how it went.
    pub(crate) fn judge(&self, rung: Rung, who: Who, ran: &Ran) -> Vec<String> {
        let inside = self.inside[at(rung)];
        let mut wrong: Vec<String> = ran.wrong.clone();
        if ran.rung() != rung.id() {
            wrong.push(format!("it stood on the rung {:?}", ran.rung()));
        }
        let (done, errno) = match &ran.outcome {
            Some(outcome) => (outcome.done, outcome.errno),
            None => (false, 0),
        };
        let fits = match inside {
            Inside::Refused => !done && errno != 0,
            Inside::Short => !done && (self.may_end || ran.outcome.is_some()),
            Inside::Done => done,
            Inside::DoneByOwner => done || who == Who::Root,
            Inside::Harmless => self.may_end || ran.outcome.is_some(),
        };
        if !fits {
            wrong.push(format!("it must be {inside:?}"));
        }
        if let Some(recorded) = self.recorded[at(rung)]
            && !ran.recorded(recorded)
        {
            wrong.push(format!(
                "not recorded: {recorded:?}; only {:?}",
                ran.summary()
            ));
        }
        wrong
    }
}
