//! For programs: `mcp-gatecheck/check/1`.

use super::{Against, CheckReport, Checked, Outcome};
use crate::diff::{Row as Change, Statement};
use crate::json::pretty;
use crate::model::reasons;
use judge::Placed;
use serde::Serialize;

#[derive(Serialize)]
struct Document<'d> {
    schema: &'static str,
    tool_version: &'d str,
    go: bool,
    exit: ExitCodes,
    require: &'static str,
    servers: Vec<Server<'d>>,
    flow: Option<Flow>,
    findings: Vec<Finding<'d>>,
}

#[derive(Serialize)]
struct ExitCodes {
    code: u8,
    all: Vec<u8>,
}

#[derive(Serialize)]
struct Server<'d> {
    name: &'d str,
    clients: &'d [&'static str],
    file: Option<String>,
    line: Option<u32>,
    state: &'static str,
    exit: Vec<u8>,
    gate: Option<&'static str>,
    total: Option<u8>,
    tools: Vec<&'d str>,
    why: Vec<String>,
    lacks: Vec<&'d str>,
    unfollowed: Vec<&'d str>,
    record_wanted: Option<String>,
    let_through: Vec<&'d str>,
    locked: Option<&'static str>,
    changes: Vec<Change<'d>>,
    touched: Vec<Statement<'d>>,
    took_ms: u128,
}

#[derive(Serialize)]
struct Flow {
    path: Vec<FlowTool>,
    cut: Vec<FlowTool>,
}

#[derive(Serialize)]
struct FlowTool {
    server: String,
    tool: String,
}

#[derive(Serialize)]
struct Finding<'d> {
    rule: &'static str,
    severity: &'static str,
    file: String,
    line: u32,
    server: Option<&'d str>,
    message: &'d str,
    remedy: &'d str,
}

impl CheckReport<'_> {
    /// The document.
    #[must_use]
    pub fn json(&self, tool_version: &str) -> String {
        let exits = self.exits();
        let placed = self.placed();
        let tool = |placed: &Placed<'_>| FlowTool {
            server: placed.server.to_owned(),
            tool: placed.tool.item.label(),
        };
        let document = Document {
            schema: "mcp-gatecheck/check/1",
            tool_version,
            go: exits == [review::Exit::Reached],
            exit: ExitCodes {
                code: exits.first().map_or(0, |exit| exit.code()),
                all: exits.iter().map(|exit| exit.code()).collect(),
            },
            require: self.require.id(),
            servers: self.rows.iter().map(server).collect(),
            flow: Self::flow(&placed).map(|flow| Flow {
                path: flow.path.iter().flatten().map(tool).collect(),
                cut: flow.cut.iter().map(tool).collect(),
            }),
            findings: self
                .findings
                .iter()
                .map(|finding| Finding {
                    rule: finding.rule.id(),
                    severity: finding.rule.severity().id(),
                    file: finding.file.display().to_string(),
                    line: finding.line,
                    server: finding.server.as_deref(),
                    message: &finding.message,
                    remedy: &finding.remedy,
                })
                .collect(),
        };
        let mut bytes = Vec::new();
        // Memory takes all that is written.
        let _infallible = pretty(&document, &mut bytes);
        String::from_utf8_lossy(&bytes).into_owned()
    }
}

fn server(row: &Checked) -> Server<'_> {
    let review = row.review();
    // Where its record is wrong the decision counts for nothing.
    let decided = review.filter(|review| review.problems.is_empty());
    let (state, why) = match &row.outcome {
        Outcome::Judged(review) => {
            let why = reasons(review)
                .into_iter()
                .map(|reason| reason.because.text);
            ("probed", why.collect())
        }
        Outcome::Unprobed(what, _) => ("unprobed", vec![what.clone()]),
        Outcome::Skipped(why) => ("skipped", vec![why.clone()]),
        Outcome::Off(how) => ("off", vec![how.clone()]),
    };
    let (locked, changes, touched) = match &row.against {
        None => (None, Vec::new(), Vec::new()),
        Some(Against::Same) => (Some("same"), Vec::new(), Vec::new()),
        Some(Against::NotLocked) => (Some("not_locked"), Vec::new(), Vec::new()),
        Some(Against::Differs(changes, touched)) => (
            Some("differs"),
            changes.list.iter().map(Change::of).collect(),
            touched.iter().map(Statement::of).collect(),
        ),
    };
    let surface = review.map(|review| &review.decision.surface);
    Server {
        name: &row.name,
        clients: &row.clients,
        file: row.at.as_ref().map(|(file, _)| file.display().to_string()),
        line: row.at.as_ref().map(|(_, line)| *line),
        state,
        exit: row.exits().iter().map(|exit| exit.code()).collect(),
        gate: decided.map(|review| review.decision.gate.id()),
        total: decided.map(|review| review.decision.total),
        tools: surface
            .into_iter()
            .flatten()
            .map(|shown| shown.tool.name.as_str())
            .collect(),
        why,
        lacks: row.lacks.iter().map(String::as_str).collect(),
        unfollowed: row.unfollowed.iter().map(String::as_str).collect(),
        record_wanted: row
            .record_wanted
            .as_ref()
            .map(|path| path.display().to_string()),
        let_through: row.let_through.keys().map(String::as_str).collect(),
        locked,
        changes,
        touched,
        took_ms: row.took.as_millis(),
    }
}
