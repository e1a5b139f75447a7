use crate::look::{self, Eras};
use crate::{Answer, Finding, Outcome, Severity, View, say};
use evidence::{Body, Exchange, FrameId, Notification, Session};
use serde_json::Value;

const ACKNOWLEDGED: &str = "notifications/subscriptions/acknowledged";

/// What can be asked for, and the notification that it brings.
const FILTERS: [(&str, &str); 3] = [
    ("toolsListChanged", "notifications/tools/list_changed"),
    (
        "resourcesListChanged",
        "notifications/resources/list_changed",
    ),
    ("promptsListChanged", "notifications/prompts/list_changed"),
];

pub(crate) fn detect(view: &View<'_>) -> Answer {
    let Eras { modern, .. } = view.eras()?;
    let announces = ["tools", "resources", "prompts"].map(|kind| format!("/{kind}/listChanged"));
    let mut declared = false;
    for pointer in &announces {
        declared |= view.declares(pointer)?;
    }
    if !modern || !declared {
        return Ok(Outcome::not_applicable(
            "It declares nothing that could be subscribed to.",
        ));
    }
    let asked = view.asked("listen")?;
    if let Some(outcome) = look::not_survived(&asked, "a subscription") {
        return Ok(outcome);
    }
    let findings: Vec<Finding> = view
        .facts
        .sessions
        .iter()
        .filter_map(|session| Some((session, listen(session)?)))
        .flat_map(|(session, exchange)| wrong(session, exchange))
        .collect();
    if findings
        .iter()
        .any(|finding| finding.severity > Severity::Info)
    {
        return Ok(Outcome::Fail { findings });
    }
    Ok(Outcome::pass("A subscription keeps to what was asked for.")
        .at(look::frames_of(&asked))
        .with(findings))
}

fn listen(session: &Session) -> Option<&Exchange> {
    let mut exchanges = session.exchanges.iter();
    exchanges.find(|exchange| exchange.method == "subscriptions/listen")
}

fn wrong(session: &Session, listen: &Exchange) -> Vec<Finding> {
    let warn = |message: String, frame: FrameId| {
        Finding::on_server(Severity::Warning, message)
            .inside("/subscriptions")
            .at([frame])
    };
    if let Some(Body::Error { .. }) = listen.reply.as_ref().map(|reply| &reply.body) {
        let message = "It declares changes, and refuses to be listened to.";
        return vec![warn(message.to_owned(), listen.frame)];
    }
    let since = session
        .notifications
        .iter()
        .filter(|one| one.frame > listen.frame);
    let carried: Vec<&Notification> = since.filter(|one| subscription(one).is_some()).collect();
    let Some(first) = carried.first() else {
        let message = "It does not acknowledge a subscription.";
        return vec![warn(message.to_owned(), listen.frame)];
    };
    if first.method != ACKNOWLEDGED {
        let message = format!(
            "A subscription begins with {}, not with its acknowledgement.",
            say::quote(&first.method)
        );
        return vec![warn(message, first.frame)];
    }
    let granted = |filter: &str, of: &Value| {
        of.get("notifications").and_then(|all| all.get(filter)) == Some(&Value::Bool(true))
    };
    let mut findings: Vec<Finding> = FILTERS
        .iter()
        .filter(|(filter, _)| granted(filter, &first.params) && !granted(filter, &listen.params))
        .map(|(filter, _)| {
            warn(
                format!(
                    "It acknowledges {}, which was not asked for.",
                    say::quote(filter)
                ),
                first.frame,
            )
        })
        .collect();
    let beyond = carried.iter().find(|one| {
        let filter = FILTERS.iter().find(|(_, method)| *method == one.method);
        filter.is_some_and(|(filter, _)| !granted(filter, &first.params))
    });
    findings.extend(beyond.map(|one| {
        warn(
            format!(
                "It sends {} on a subscription without it.",
                say::quote(&one.method)
            ),
            one.frame,
        )
    }));
    findings.extend(after_the_end(session, &carried).map(|one| {
        warn(
            "It goes on after its subscription was cancelled.".to_owned(),
            one.frame,
        )
    }));
    findings
}

fn subscription(notification: &Notification) -> Option<&Value> {
    notification
        .params
        .pointer("/_meta/io.modelcontextprotocol~1subscriptionId")
}

/// What came well after the cancellation: a message may have been under way.
fn after_the_end<'n>(session: &Session, carried: &[&'n Notification]) -> Option<&'n Notification> {
    let asked_again = session
        .questions
        .get("alive:listen-no-more")?
        .replies
        .first()?
        .frame;
    carried.iter().copied().find(|one| one.frame > asked_again)
}
