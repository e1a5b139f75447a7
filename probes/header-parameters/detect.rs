use crate::schema::Subschemas;
use crate::secret::names_secret;
use crate::{Answer, Finding, Outcome, Severity, Subject, View, say, schema, watch};
use evidence::{Entry, Item, Variant};
use serde_json::Value;
use std::collections::BTreeSet;

const MARK: &str = "x-mcp-header";

/// Findings about one tool that are kept.
const FINDINGS: usize = 20;

/// Words of names that hold personal data.
const PERSONAL: [&str; 6] = [
    "email",
    "phone",
    "birthday",
    "birthdate",
    "iban",
    "passport",
];

pub(crate) fn detect(view: &View<'_>) -> Answer {
    if view.modern()?.is_empty() {
        return Ok(Outcome::not_applicable(watch::NOT_MODERN));
    }
    let listed = view.facts.inventory.tools.iter();
    let listed = listed.filter(|entry: &&Entry| entry.visible_to.contains(&Variant::Discover));
    let (mut marks, mut cut) = (0, None);
    let mut findings = Vec::new();
    for entry in listed {
        let Some(input) = entry.item.raw.get("inputSchema") else {
            continue;
        };
        let schemas = Subschemas::of("/inputSchema", &input);
        if schemas.cut {
            cut.get_or_insert_with(|| schema::cut(&entry.item));
        }
        let (seen, wrong) = marked(&entry.item, &schemas);
        marks += seen;
        findings.extend(wrong);
    }
    if findings
        .iter()
        .any(|finding| finding.severity > Severity::Info)
    {
        return Ok(Outcome::Fail { findings });
    }
    let frames = view.tools_whole()?;
    if let Some(gap) = cut {
        return Err(gap);
    }
    if marks == 0 {
        return Ok(Outcome::not_applicable(
            "No parameter of its tools goes into a header.",
        ));
    }
    let says = format!("{} into a header.", say::count(marks, "parameter"));
    Ok(Outcome::pass(says).at(frames).with(findings))
}

/// The marks of one tool, and what is wrong with them.
fn marked(tool: &Item, schemas: &Subschemas<'_>) -> (usize, Vec<Finding>) {
    let (mut seen, mut headers) = (0, BTreeSet::new());
    let mut findings = Vec::new();
    for (at, subschema) in schemas.all.iter().enumerate() {
        let Some(mark) = subschema.members.get(MARK) else {
            continue;
        };
        seen += 1;
        let reached = subschema.parent.is_some()
            && schemas
                .line(at)
                .filter(|subschema| subschema.parent.is_some())
                .all(|subschema| subschema.step.keyword == "properties");
        let header = mark.as_str().filter(|header| is_token(header));
        let wrong = match header {
            None => Some("is no token".to_owned()),
            Some(header) if !headers.insert(header.to_ascii_lowercase()) => {
                Some(format!("gives the header {} twice", say::quote(header)))
            }
            Some(_) if !reached => Some("stands where it is not always reached".to_owned()),
            Some(_) if !primitive(subschema.members.get("type")) => {
                Some("stands on what is no string, integer or boolean".to_owned())
            }
            Some(_) => None,
        };
        let found = match wrong {
            Some(what) => Some((Severity::Warning, format!("Its `{MARK}` {what}."))),
            None => sensitive(schemas.name(at).unwrap_or_default()),
        };
        if let Some((severity, says)) = found.filter(|_| findings.len() < FINDINGS) {
            let subject = Subject::of(tool);
            findings.push(
                Finding::new(subject, severity, says)
                    .inside(schemas.pointer(at))
                    .at([tool.at.frame]),
            );
        }
    }
    (seen, findings)
}

/// Source: RFC 9110, 5.6.2.
fn is_token(text: &str) -> bool {
    !text.is_empty()
        && text
            .bytes()
            .all(|b| b.is_ascii_alphanumeric() || b"!#$%&'*+-.^_`|~".contains(&b))
}

fn primitive(kind: Option<&Value>) -> bool {
    matches!(
        kind.and_then(Value::as_str),
        Some("string" | "integer" | "boolean")
    )
}

fn sensitive(name: &str) -> Option<(Severity, String)> {
    let personal = || {
        judge::name_words(name)
            .iter()
            .any(|word| PERSONAL.contains(&word.as_str()))
    };
    let severity = if names_secret(name) {
        Severity::Warning
    } else if personal() {
        Severity::Info
    } else {
        return None;
    };
    let says = format!(
        "The parameter {} looks sensitive, and goes into a header.",
        say::quote(name)
    );
    Some((severity, says))
}
