use crate::look;
use crate::{Answer, Finding, Outcome, Severity, View, say};
use serde_json::Value;

/// Skills that are looked at one by one.
const SKILLS: usize = 1_000;

pub(crate) fn detect(view: &View<'_>) -> Answer {
    if !view.declares("/extensions/io.modelcontextprotocol~1skills")? {
        return Ok(Outcome::not_applicable("It declares no skills."));
    }
    let asked = view.asked("skill-list")?;
    if let Some(outcome) = look::not_survived(&asked, "being asked for its skills") {
        return Ok(outcome);
    }
    let lists: Vec<&Vec<Value>> = asked
        .iter()
        .flat_map(|question| look::results(question))
        .filter_map(|result| result.get("skills")?.as_array())
        .collect();
    let Some(skills) = lists.first() else {
        let message = "It declares skills, and does not list them.";
        let findings = asked
            .iter()
            .map(|one| look::about(Severity::Warning, message, one));
        return Ok(Outcome::Fail {
            findings: findings.collect(),
        });
    };
    let frames = look::frames_of(&asked);
    let mut findings: Vec<Finding> = (0..)
        .zip(skills.iter().take(SKILLS))
        .filter_map(|(n, skill)| wrong(n, skill))
        .map(|finding| finding.at(frames.iter().copied()))
        .collect();
    let unknown = view.put("unknown-skill").into_iter();
    findings.extend(unknown.filter_map(|question| {
        look::results(question).next()?;
        let message = "It gives a skill that does not exist.";
        Some(look::about(Severity::Warning, message, question))
    }));
    if !findings.is_empty() {
        return Ok(Outcome::Fail { findings });
    }
    Ok(Outcome::pass(format!(
        "It lists {}, each with its digests.",
        say::count(skills.len(), "skill")
    ))
    .at(frames))
}

/// What an entry lacks. `n`: its place in the list.
fn wrong(n: usize, skill: &Value) -> Option<Finding> {
    let uri = look::text(skill, "uri").unwrap_or_default();
    let folder = uri.strip_suffix("/SKILL.md");
    let name = skill.pointer("/frontmatter/name").and_then(Value::as_str);
    let last = folder.and_then(|folder| folder.rsplit('/').next());
    let files = skill.get("resources").and_then(Value::as_array);
    let whole = |file: &Value| {
        let digest = look::text(file, "digest").is_some_and(|digest| digest.starts_with("sha256:"));
        digest && file.get("size").is_some_and(Value::is_u64)
    };
    let lacks = [
        (folder.is_none(), "its `uri` does not end with `/SKILL.md`"),
        (name.is_none(), "its frontmatter has no name"),
        (
            name.is_some() && folder.is_some() && name != last,
            "the name in its frontmatter is not that of its folder",
        ),
        (
            files.is_none_or(|files| !files.iter().all(whole)),
            "not each of its files has a SHA-256 digest and a size",
        ),
    ];
    let lacks: Vec<&str> = lacks
        .into_iter()
        .filter(|(lacks, _)| *lacks)
        .map(|(_, what)| what)
        .collect();
    if lacks.is_empty() {
        return None;
    }
    let called = if uri.is_empty() {
        format!("skill {n}")
    } else {
        say::quote(uri)
    };
    let message = format!("Of {called}, {}.", lacks.join("; "));
    Some(Finding::on_server(Severity::Warning, message).inside(format!("/skills/{n}")))
}
