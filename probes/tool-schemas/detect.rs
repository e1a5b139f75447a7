use crate::{Answer, Finding, Outcome, Severity, View, say};
use judge::{Grade, JudgedTool};

mod loose;

pub(crate) fn detect(view: &View<'_>) -> Answer {
    let findings: Vec<Finding> = view.judged.tools.iter().filter_map(finding).collect();
    if !findings.is_empty() {
        return Ok(Outcome::Fail { findings });
    }
    let loose = view
        .judged
        .tools
        .iter()
        .flat_map(|tool| loose::ends(&tool.item));
    let passed = view.pass_tools(|tools| format!("{tools}, each with a valid object schema."))?;
    Ok(passed.with(loose))
}

fn finding(tool: &JudgedTool) -> Option<Finding> {
    let message = match tool.schema.grade {
        Grade::Strict | Grade::Loose => return None,
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
    Some(Finding::on(&tool.item, Severity::Error, message))
}
