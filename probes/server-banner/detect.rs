use crate::web::{self, Seen};
use crate::{Answer, Finding, Severity, View, look, say};

/// Headers that name the programs behind a server.
const NAMES: [&str; 4] = ["server", "x-powered-by", "x-aspnet-version", "x-generator"];

pub(crate) fn detect(view: &View<'_>) -> Answer {
    let Some(http) = view.http() else {
        return Ok(web::not_http());
    };
    let seen: Vec<Seen<'_>> = http.of_endpoint().collect();
    if seen.is_empty() {
        view.connected()?;
        return Err(look::gap("No response came."));
    }
    let findings = seen
        .iter()
        .flat_map(|seen| NAMES.iter().filter_map(|name| banner(seen, name)));
    let says = "Its responses name no version of the programs behind it.";
    Ok(web::settled(says, web::frames(&seen), findings.collect()))
}

fn banner(seen: &Seen<'_>, name: &str) -> Option<Finding> {
    let value = seen.came.header(name)?;
    value.bytes().any(|byte| byte.is_ascii_digit()).then(|| {
        let says = format!(
            "Its responses say which version of which program it is: `{name}: {}`.",
            say::quote(value)
        );
        seen.finding(Severity::Info, &format!("banner/{name}"), says)
    })
}
