use crate::look;
use crate::{Answer, Finding, Outcome, Severity, View};
use evidence::{Item, Kind, Observed, Question, Session};
use serde_json::Value;

/// The one revision that has tasks in its core; later they are an extension.
const WITH_TASKS: &str = "2025-11-25";

pub(crate) fn detect(view: &View<'_>) -> Answer {
    let declared = view.declares("/tasks")?;
    let spoken = view
        .connected()?
        .iter()
        .any(|(_, handshake, _)| handshake.version.as_deref() == Some(WITH_TASKS));
    let tools = view.facts.inventory.of(Kind::Tool);
    let running: Vec<&Item> = tools
        .iter()
        .map(|entry| &*entry.item)
        .filter(|tool| runs_as_task(tool))
        .collect();
    if !declared && (running.is_empty() || !spoken) {
        return Ok(Outcome::not_applicable(
            "It declares no tasks, and no tool asks for them.",
        ));
    }
    if !declared {
        let undeclared = running.into_iter().map(|tool| {
            let message = "It runs as a task, and the server declares no `tasks`.";
            Finding::on(tool, Severity::Warning, message)
        });
        return Ok(Outcome::Fail {
            findings: undeclared.collect(),
        });
    }
    if !view.declares("/tasks/list")? {
        return Ok(Outcome::pass("It declares tasks, and no list of them."));
    }
    let asked = view.asked("task-list")?;
    let foreign: Vec<Finding> = asked
        .iter()
        .filter_map(|question| foreign(question))
        .collect();
    if !foreign.is_empty() {
        return Ok(Outcome::Fail { findings: foreign });
    }
    if let Some(outcome) = look::not_survived(&asked, "being asked for its tasks") {
        return Ok(outcome);
    }
    Ok(
        Outcome::pass("It declares tasks, and shows none to a fresh connection.")
            .at(look::frames_of(&asked))
            .with(view.facts.sessions.iter().filter_map(refused)),
    )
}

fn runs_as_task(tool: &Item) -> bool {
    let support = tool.raw.pointer("/execution/taskSupport");
    matches!(
        support.as_ref().and_then(Value::as_str),
        Some("optional" | "required")
    )
}

fn foreign(question: &Question) -> Option<Finding> {
    let tasks = look::results(question).find_map(|result| result.get("tasks")?.as_array())?;
    if tasks.is_empty() {
        return None;
    }
    let message = "It shows tasks to a connection that began none.";
    Some(look::about(Severity::Warning, message, question))
}

/// A list that is declared and refused.
fn refused(session: &Session) -> Option<Finding> {
    let question = session.questions.get("task-list")?;
    let version = match &session.handshake {
        Observed::Seen { value, .. } => value.version.as_deref(),
        Observed::NotOffered | Observed::Missing(_) => None,
    };
    look::error_code(question).filter(|_| version == Some(WITH_TASKS))?;
    let message = "It declares `tasks.list`, and refuses it.";
    Some(look::about(Severity::Info, message, question))
}
