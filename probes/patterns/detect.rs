use crate::look::gap;
use crate::schema::Subschemas;
use crate::{Answer, Finding, Outcome, Severity, View, say, schema};
use evidence::Item;
use serde_json::Value;
use std::collections::HashMap;

mod ambiguous;
mod grammar;

/// Bytes of a pattern beyond which it is not looked at.
const LONGEST: usize = 4096;

/// Bytes of all different patterns of a server that are looked at.
const ALL: usize = 1 << 20;

/// Findings about one schema that are kept.
const FINDINGS: usize = 20;

/// What was found about one pattern.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Verdict {
    Fine,
    /// It compiles only where the grammar is lenient.
    Lenient,
    /// It does not compile.
    Broken,
    /// The same text can be read in more ways than anybody can try.
    Catastrophic,
    /// It is larger than is looked at.
    Unknown,
}

pub(crate) fn detect(view: &View<'_>) -> Answer {
    view.connected()?;
    let mut known = Known::default();
    let (mut findings, mut missing) = (Vec::new(), None);
    for entry in &view.facts.inventory.tools {
        let tool = &entry.item;
        if !schema::may_say(tool, "pattern") {
            continue;
        }
        for (base, schema) in &schema::of(tool) {
            let schemas = Subschemas::of(base, schema);
            if schemas.cut {
                missing.get_or_insert_with(|| schema::cut(tool));
            }
            let judged: Vec<_> = known.judge(&schemas).collect();
            for (at, keyword, pattern, verdict) in judged {
                if verdict == Verdict::Unknown {
                    missing.get_or_insert_with(|| unknown(tool, pattern));
                }
                let pointer = format!("{}/{keyword}", schemas.pointer(at));
                findings.extend(finding(tool, pattern, verdict).map(|found| found.inside(pointer)));
            }
        }
    }
    if findings
        .iter()
        .any(|finding| finding.severity > Severity::Info)
    {
        return Ok(Outcome::Fail { findings });
    }
    if let Some(gap) = missing {
        return Err(gap);
    }
    let frames = view.tools_whole()?;
    if known.verdicts.is_empty() {
        return Ok(Outcome::not_applicable("Its schemas have no patterns."));
    }
    let says = format!(
        "{} that compile and end.",
        say::count(known.verdicts.len(), "pattern")
    );
    Ok(Outcome::pass(says).at(frames).with(findings))
}

/// The patterns of a server that were looked at, each once.
#[derive(Default)]
struct Known {
    verdicts: HashMap<String, Verdict>,
    bytes: usize,
    work: ambiguous::Work,
}

impl Known {
    /// The patterns of a schema that are not fine: the subschema, the keyword and the pattern.
    fn judge<'s, 'a>(
        &'s mut self,
        schemas: &'s Subschemas<'a>,
    ) -> impl Iterator<Item = (usize, &'static str, &'a str, Verdict)> + use<'a, 's> {
        let all = schemas.all.iter().enumerate();
        let patterns = all.flat_map(|(at, subschema)| {
            let patterns = patterns(subschema.members).into_iter();
            patterns.map(move |(keyword, pattern)| (at, keyword, pattern))
        });
        patterns
            .filter_map(|(at, keyword, pattern)| {
                let verdict = self.verdict(pattern);
                (verdict != Verdict::Fine).then_some((at, keyword, pattern, verdict))
            })
            .take(FINDINGS)
    }

    fn verdict(&mut self, pattern: &str) -> Verdict {
        if let Some(known) = self.verdicts.get(pattern) {
            return *known;
        }
        if pattern.len() > LONGEST || self.bytes > ALL {
            return Verdict::Unknown;
        }
        self.bytes += pattern.len();
        let verdict = judge(pattern, &mut self.work);
        self.verdicts.insert(pattern.to_owned(), verdict);
        verdict
    }
}

/// The patterns of one subschema, with the keyword that holds each.
fn patterns(members: &serde_json::Map<String, Value>) -> Vec<(&'static str, &str)> {
    let own = members.get("pattern").and_then(Value::as_str);
    let keys = members
        .get("patternProperties")
        .and_then(Value::as_object)
        .into_iter()
        .flat_map(|map| map.keys());
    own.map(|pattern| ("pattern", pattern))
        .into_iter()
        .chain(keys.map(|key| ("patternProperties", key.as_str())))
        .collect()
}

fn judge(pattern: &str, work: &mut ambiguous::Work) -> Verdict {
    let compiles = jsonschema_regex::is_valid_ecma_regex(pattern);
    match grammar::read(pattern) {
        Ok(tree) => match ambiguous::ambiguous(&tree, work) {
            Some(true) => Verdict::Catastrophic,
            None => Verdict::Unknown,
            Some(false) if compiles => Verdict::Fine,
            Some(false) => Verdict::Lenient,
        },
        Err(grammar::Error::TooDeep) => Verdict::Unknown,
        // What one of the two readers takes is legal somewhere.
        Err(grammar::Error::Syntax) if compiles => Verdict::Fine,
        Err(grammar::Error::Syntax) => Verdict::Broken,
    }
}

fn unknown(tool: &Item, pattern: &str) -> evidence::Gap {
    evidence::Gap {
        frames: vec![tool.at.frame],
        ..gap(format!(
            "A pattern is larger than is looked at: {}.",
            say::quote(pattern)
        ))
    }
}

fn finding(tool: &Item, pattern: &str, verdict: Verdict) -> Option<Finding> {
    let (severity, what) = match verdict {
        Verdict::Fine | Verdict::Unknown => return None,
        Verdict::Lenient => (Severity::Info, "compiles only without the flag `u`"),
        Verdict::Broken => (Severity::Warning, "does not compile"),
        Verdict::Catastrophic => (
            Severity::Warning,
            "repeats what repeats itself, and can take time without an end",
        ),
    };
    let message = format!("The pattern {} {what}.", say::quote(pattern));
    Some(Finding::on(tool, severity, message))
}
