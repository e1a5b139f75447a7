use crate::{Answer, Finding, Outcome, Severity, View, say};
use judge::{JudgedTool, Leg, Placed, ToxicFlow, toxic_flow};

pub(crate) fn detect(view: &View<'_>) -> Answer {
    // One server: its name tells nothing apart.
    let placed = |tool| Placed { server: "", tool };
    let tools: Vec<Placed<'_>> = view.judged.tools.iter().map(placed).collect();
    let Some(flow) = toxic_flow(&tools) else {
        return view.pass_tools(|tools| {
            format!("{tools}: private data, text of strangers and a way out do not come together.")
        });
    };
    let alone = flow.alone.iter().map(|placed| alone(placed.tool));
    let because = "Private data, text of strangers and a way out come together; what the agent does with them cannot be seen.";
    let remedy = format!(
        "Exclude {}; or keep strangers' text from the agent.",
        cut(&flow)
    );
    Ok(Outcome::inconclusive(because, remedy)
        .with(alone)
        .with(path(&flow)))
}

/// A tool that needs no other.
fn alone(tool: &JudgedTool) -> Finding {
    let rests = Leg::ALL.map(|leg| rests(tool, leg));
    let message = format!(
        "It is a toxic flow by itself: private data, text of strangers and a way out, by {}.",
        distinct(rests).join(", ")
    );
    Finding::on(&tool.item, Severity::Warning, message)
}

fn path(flow: &ToxicFlow<'_>) -> Option<Finding> {
    let path = flow.path.as_ref()?;
    let [source, content, sink] = [0, 1, 2].map(|i| {
        let tool = path[i].tool;
        format!(
            "{} ({}, by {})",
            say::quote(&tool.item.label()),
            Leg::ALL[i].title(),
            rests(tool, Leg::ALL[i])
        )
    });
    let message = format!(
        "{content} can have an agent take from {source} and send it by {sink}. The cheapest cut: exclude {}.",
        cut(flow)
    );
    let frames = path.iter().map(|placed| placed.tool.item.at.frame);
    Some(Finding::on_server(Severity::Warning, message).at(frames))
}

fn cut(flow: &ToxicFlow<'_>) -> String {
    let names: Vec<String> = flow
        .cut
        .iter()
        .map(|placed| placed.tool.item.label())
        .collect();
    say::names(names.iter().map(String::as_str))
}

/// What a leg of a tool rests on.
fn rests(tool: &JudgedTool, leg: Leg) -> String {
    let claim = tool.because.iter().find(|claim| claim.claim == leg.claim());
    claim.map_or(String::new(), |claim| say::quote(&claim.text))
}

fn distinct(texts: [String; 3]) -> Vec<String> {
    let mut all: Vec<String> = Vec::new();
    for text in texts {
        if !all.contains(&text) {
            all.push(text);
        }
    }
    all
}
