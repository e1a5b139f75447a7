use crate::{Answer, Finding, Outcome, Severity, View, look, say};
use judge::{Grade, JudgedTool};

mod loose;

pub(crate) fn detect(view: &View<'_>) -> Answer {
    let findings: Vec<Finding> = view.judged.tools.iter().filter_map(finding).collect();
    if !findings.is_empty() {
        return Ok(Outcome::Fail { findings });
    }
    let passed = view.pass_tools(|tools| format!("{tools}, each with a valid object schema."))?;
    let tools = view.judged.tools.iter();
    let loose = tools.flat_map(|tool| nowhere(tool).into_iter().chain(loose::ends(&tool.item)));
    Ok(passed.with(loose))
}

/// A schema that refers to a part of itself that is not there.
fn nowhere(tool: &JudgedTool) -> Option<Finding> {
    let (pointer, remark) = tool.schema.remarks.iter().find(|(_, remark)| {
        // What leads out of it may lead to a part that names itself: that is looked at apart.
        look::refers(remark) && !remark.starts_with("refers outside")
    })?;
    let message = format!("Its input schema {remark} at {}.", say::quote(pointer));
    Some(Finding::on(&tool.item, Severity::Warning, message))
}

fn finding(tool: &JudgedTool) -> Option<Finding> {
    let unread = !tool.item.raw.is_object();
    let message = match tool.schema.grade {
        Grade::Strict | Grade::Loose => return None,
        Grade::Missing if unread => {
            "It is no object, or nests too deep to be read: no schema was seen.".to_owned()
        }
        Grade::Missing => "It has no input schema.".to_owned(),
        Grade::Invalid => match tool.schema.remarks.first() {
            Some((pointer, remark)) => format!(
                "Its input schema is not valid: {} at {}.",
                remark.trim_end_matches('.'),
                say::quote(pointer)
            ),
            None => "Its input schema is not valid.".to_owned(),
        },
    };
    let severity = look::lack(&tool.item, Severity::Error);
    Some(Finding::on(&tool.item, severity, message))
}
