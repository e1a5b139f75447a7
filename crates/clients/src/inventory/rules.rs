//! What clients' settings say about servers, applied to the entries.

use crate::named::admits;
use crate::permission;
use crate::read::ANYTHING;
use crate::{
    Approval, At, Client, Config, Denied, Entry, Named, Own, Says, Scope, ServerRule, State,
};
use std::collections::BTreeSet;
use std::path::Path;
use std::sync::Arc;

/// Every rule that counts.
pub(super) struct Rules {
    all: Vec<Ruled>,
    /// Permissions of opencode, of every file together.
    last: Option<Arc<[(String, bool)]>>,
    /// Clients, each with the file beside which it uses no other.
    exclusive: Vec<(&'static Client, Arc<Path>)>,
}

/// A rule, with whose it is and where it stands.
struct Ruled {
    client: &'static Client,
    scope: Scope,
    file: Arc<Path>,
    rule: ServerRule,
}

impl Rules {
    pub(super) fn of(configs: &[Config]) -> Self {
        let all = configs.iter().flat_map(|config| {
            config.rules.iter().map(|rule| Ruled {
                client: config.client,
                scope: config.scope,
                file: config.file.clone(),
                rule: rule.clone(),
            })
        });
        let mut all: Vec<Ruled> = all.collect();
        for own in [Own::Servers, Own::Permissions] {
            let kept: Vec<&Client> = all
                .iter()
                .filter(|one| one.scope == Scope::Managed && one.rule.says == Says::Managed(own))
                .map(|one| one.client)
                .collect();
            all.retain(|one| {
                one.scope == Scope::Managed
                    || !kept.contains(&one.client)
                    || !is_about(&one.rule.says, own)
            });
        }
        let exclusive = configs.iter().filter(|config| config.exclusive);
        Self {
            last: last(&all),
            all,
            exclusive: exclusive
                .map(|config| (config.client, config.file.clone()))
                .collect(),
        }
    }

    /// Says in an entry what the settings make of it.
    pub(super) fn apply(&self, entry: &mut Entry, project: Option<&Path>) {
        let alone = self
            .exclusive
            .iter()
            .find(|(client, _)| *client == entry.client);
        if let Some((client, file)) = alone.filter(|(_, file)| *file != entry.file)
            && entry.state == State::On
        {
            let why = format!(
                "{} is there, and {} uses no server but those in it",
                file.display(),
                client.name
            );
            entry.state = State::Skipped(why);
        }
        let plain: Arc<str> = permission::plain(&entry.called()).into();
        if let Some(last) = self.last.as_ref().filter(|_| entry.client.id == "opencode") {
            let denied = Denied::Last(last.clone(), plain.clone());
            entry.tools.denied.insert(denied);
        }
        let mut lists: Vec<&Ruled> = Vec::new();
        let mut asks: Vec<&str> = Vec::new();
        for ruled in &self.all {
            match &ruled.rule.says {
                _ if !ruled.holds(entry, &plain, project) => {}
                Says::Only(..) => lists.push(ruled),
                Says::Asks(rule) => asks.push(rule),
                _ => ruled.apply(entry, &plain),
            }
        }
        only(entry, &lists);
        asked(entry, &plain, &asks);
    }
}

/// Permissions of several files: one that stands in two has the place of the first and the value of the nearest, which comes
/// last.
fn last(all: &[Ruled]) -> Option<Arc<[(String, bool)]>> {
    let mut rules: Vec<(String, bool)> = Vec::new();
    let mut agents = Vec::new();
    for ruled in all {
        let Says::Last(more, let_through) = &ruled.rule.says else {
            continue;
        };
        agents.extend(let_through.iter().map(|pattern| (pattern.clone(), false)));
        for (pattern, denied) in more {
            let same = |(known, _): &&mut (String, bool)| known == pattern && known != ANYTHING;
            match rules.iter_mut().find(same) {
                Some((_, before)) => *before = *denied,
                None => rules.push((pattern.clone(), *denied)),
            }
        }
    }
    rules.append(&mut agents);
    (!rules.is_empty()).then(|| rules.into())
}

/// Whether a rule is about what the machine's settings may keep for themselves. What switches servers off always counts.
fn is_about(says: &Says, own: Own) -> bool {
    match own {
        Own::Servers => matches!(says, Says::Only(..)),
        Own::Permissions => matches!(
            says,
            Says::Denied(_)
                | Says::Allowed(_)
                | Says::Asks(_)
                | Says::Never(_)
                | Says::NeverAny(_)
                | Says::Unasked(_)
        ),
    }
}

/// Switches an entry off that the lists of those that may be used do not hold. Lists of one client are one list.
fn only(entry: &mut Entry, lists: &[&Ruled]) {
    let Some(last) = lists.last() else { return };
    if entry.client.id == "gemini-cli" {
        return gemini(entry, lists);
    }
    let named: Vec<&Named> = lists.iter().flat_map(|list| list.names()).collect();
    if !admits(&named, entry) {
        last.switch_off(entry);
    }
}

/// Gemini CLI uses what every list holds; where they have nothing in common, or are empty, it uses every server. What the nearest
/// list names runs unasked, too. Source: Gemini CLI 0.61.0, its code.
fn gemini(entry: &mut Entry, lists: &[&Ruled]) {
    let plain = |name: &str| name.trim().to_lowercase();
    let names = |list: &Ruled| -> BTreeSet<String> {
        let named = list
            .names()
            .iter()
            .filter_map(|named| named.name.as_deref());
        named.map(plain).collect()
    };
    let own = plain(&entry.name);
    let all: Vec<BTreeSet<String>> = lists.iter().map(|list| names(list)).collect();
    let common = |name: &&String| all.iter().all(|names| names.contains(*name));
    let mut common = all.iter().flatten().filter(common).peekable();
    let nearest = lists.iter().max_by_key(|list| list.scope);
    if common.peek().is_some()
        && !common.any(|name| *name == own)
        && let Some(list) = lists.iter().rev().find(|list| !names(list).contains(&own))
    {
        list.switch_off(entry);
    } else if let Some(list) = nearest.filter(|list| names(list).contains(&own)) {
        unasked(entry, list.at(), "*");
    }
}

impl Ruled {
    fn holds(&self, entry: &Entry, plain: &str, project: Option<&Path>) -> bool {
        let rule = &self.rule;
        // Of a project's servers Claude Code compares the names as permissions write them.
        let of_project = matches!(rule.says, Says::Off("disabledMcpjsonServers"));
        let named = rule.server.as_ref().is_none_or(|name| {
            *name == entry.called() || of_project && permission::plain(name) == plain
        });
        let here = rule.project.is_none() || rule.project.as_deref() == project;
        self.client == entry.client
            && named
            && here
            && (!of_project || entry.scope == Scope::Project)
    }

    fn place(&self) -> String {
        format!("{}:{}", self.file.display(), self.rule.line)
    }

    fn at(&self) -> At {
        At {
            file: self.file.clone(),
            line: self.rule.line,
        }
    }

    /// The servers of a list of those that may be used.
    fn names(&self) -> &[Named] {
        match &self.rule.says {
            Says::Only(_, named) => named,
            _ => &[],
        }
    }

    /// Switches an entry off that such a list does not hold.
    fn switch_off(&self, entry: &mut Entry) {
        if let Says::Only(setting, _) = self.rule.says {
            off(
                entry,
                format!("`{setting}` does not name it, {}", self.place()),
            );
        }
    }

    fn apply(&self, entry: &mut Entry, plain: &Arc<str>) {
        match &self.rule.says {
            Says::Off(setting) => off(entry, format!("`{setting}` names it, {}", self.place())),
            Says::Denies(setting, named) if named.fits(entry) == Some(true) => {
                off(entry, format!("`{setting}` names it, {}", self.place()));
            }
            Says::Denies(..)
            | Says::Only(..)
            | Says::Trusts(_)
            | Says::Managed(_)
            | Says::Idle(_)
            | Says::Asks(_)
            | Says::Last(..) => {}
            Says::Denied(rule) => {
                if permission::touches(rule, plain) {
                    let denied = Denied::Permission(rule.clone(), plain.clone());
                    entry.tools.denied.insert(denied);
                }
            }
            Says::Allowed(rule) => {
                if let Some(tools) = permission::allowed(rule, plain) {
                    unasked(entry, self.at(), tools);
                }
            }
            Says::Never(tool) => {
                entry.tools.never.insert(tool.clone());
            }
            Says::NeverAny(rule) => {
                entry.tools.denied.insert(Denied::Every(rule.clone()));
            }
            Says::Tools(tools) => entry.tools.only = Some(tools.clone()),
            Says::Unasked(tool) => unasked(entry, self.at(), tool),
        }
    }
}

/// Takes out of what runs unasked the tools that a person is asked for all the same.
fn asked(entry: &mut Entry, plain: &str, rules: &[&str]) {
    let Approval::Tools(_, tools) = &mut entry.approval else {
        return;
    };
    tools.retain(|tool| {
        !rules
            .iter()
            .any(|rule| permission::denies(rule, plain, tool))
    });
    if tools.is_empty() {
        entry.approval = Approval::Asks;
    }
}

fn off(entry: &mut Entry, why: String) {
    if entry.state == State::On {
        entry.state = State::Off(why);
    }
}

fn unasked(entry: &mut Entry, at: At, tool: &str) {
    if tool == "*" {
        entry.approval = Approval::All(at);
        return;
    }
    match &mut entry.approval {
        Approval::All(_) => {}
        Approval::Tools(_, tools) => {
            tools.insert(tool.to_owned());
        }
        Approval::Asks => entry.approval = Approval::Tools(at, BTreeSet::from([tool.to_owned()])),
    }
}
