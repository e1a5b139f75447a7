//! How each tool of a file was judged, with reasons: for people who tune the judge or dispute it.
//!
//! The file may be a transcript or a listing, which is judged here and now, or a review, which tells how it was judged then.

mod json;
mod page;
mod review;

use gate_engine::{Approval, Effect};
use judge::{Claim, Judged, JudgedTool, Leg, Placed, Sign, toxic_flow};
use std::collections::BTreeMap;

/// Names that are offered in place of one that there is not.
const NEAR: usize = 3;
/// How alike two names must be to be offered, from 0 to 1.
const ALIKE: f64 = 0.75;
/// Characters of a name that are compared.
const COMPARED: usize = 64;

/// Everything that is told of a file.
#[derive(Debug, Clone, Default)]
pub struct Told {
    /// Every tool, in the order of the file.
    pub tools: Vec<ToldTool>,
    /// What is odd in texts that belong to no tool: what the text belongs to, and the sign.
    pub elsewhere: Vec<(String, ToldSign)>,
    /// What the tools do together that none does alone, in sentences.
    pub flow: Vec<String>,
}

/// How one tool was judged. Vocabularies are those of the review.
#[derive(Debug, Clone, Default)]
pub struct ToldTool {
    /// Its name, as sent.
    pub name: String,
    /// Its effect.
    pub effect: String,
    /// Whether it is broad.
    pub broad: bool,
    /// The bound that its own text states.
    pub bound: Option<String>,
    /// What it can do.
    pub capabilities: Vec<String>,
    /// Data classes that it reaches.
    pub sensitive: Vec<String>,
    /// Approval categories that it falls in.
    pub approval: Vec<String>,
    /// The grade of its input schema; `None` where nothing is known of it.
    pub schema: Option<String>,
    /// What is loose or wrong in the schema: JSON pointer and remark.
    pub remarks: Vec<(String, String)>,
    /// Each claim with the text it rests on.
    pub because: Vec<Claim>,
    /// Where its annotations contradict its text.
    pub contradictions: Vec<Claim>,
    /// What is odd in its texts.
    pub signs: Vec<ToldSign>,
    /// Where it stands: frame and JSON pointer.
    pub at: Option<(String, String)>,
}

/// Something odd in a text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ToldSign {
    /// What it is, as a sentence or its beginning.
    pub what: String,
    /// Whether the text leaves no fair reader in doubt.
    pub certain: bool,
    /// JSON pointer inside the item.
    pub from: String,
    /// The text; empty where `what` quotes it.
    pub text: String,
}

impl Told {
    /// What was judged just now.
    #[must_use]
    pub fn of(judged: &Judged) -> Self {
        let mut signs: BTreeMap<&str, Vec<ToldSign>> = BTreeMap::new();
        let mut elsewhere = Vec::new();
        for sign in &judged.signs {
            let (kind, name) = &sign.subject;
            if kind == "tool" {
                signs.entry(name).or_default().push(told_sign(sign));
            } else {
                elsewhere.push((format!("{kind} {name}"), told_sign(sign)));
            }
        }
        let tool = |tool: &JudgedTool| {
            let name = tool.item.label();
            let signs = signs.get(name.as_str()).cloned().unwrap_or_default();
            told_tool(tool, name, signs)
        };
        Self {
            tools: judged.tools.iter().map(tool).map(ToldTool::whole).collect(),
            elsewhere,
            flow: flow(judged),
        }
    }

    /// Keeps the tools of this name alone.
    ///
    /// # Errors
    /// There is none: the names that are nearest, the best first.
    pub fn only(mut self, name: &str) -> Result<Self, Vec<String>> {
        if !self.tools.iter().any(|tool| tool.name == name) {
            return Err(self.near(name));
        }
        self.tools.retain(|tool| tool.name == name);
        self.elsewhere.clear();
        self.flow.clear();
        Ok(self)
    }

    fn near(&self, name: &str) -> Vec<String> {
        let short = |name: &str| name.chars().take(COMPARED).collect::<String>();
        let wanted = short(name).to_lowercase();
        let mut alike: Vec<(f64, String)> = self
            .tools
            .iter()
            .map(|tool| {
                let other = short(&tool.name).to_lowercase();
                let within = wanted.len() > 2 && other.contains(&wanted);
                let alike = strsim::jaro_winkler(&wanted, &other);
                (if within { 1.0 } else { alike }, short(&tool.name))
            })
            .filter(|(alike, _)| *alike >= ALIKE)
            .collect();
        alike.sort_by(|a, b| b.0.total_cmp(&a.0).then_with(|| a.1.cmp(&b.1)));
        alike.dedup();
        alike.truncate(NEAR);
        alike.into_iter().map(|(_, name)| name).collect()
    }
}

impl ToldTool {
    /// With the approvals that follow from its effect, as the gate asks for them: what is destructive falls in that
    /// category whoever said so, and what is unknown needs a person by name.
    fn whole(mut self) -> Self {
        let claimed = |tool: &Self, value: &str| {
            let claims = tool.because.iter();
            let mut approvals = claims.filter_map(|claim| claim.claim.strip_prefix("approval: "));
            approvals.any(|known| known == value)
        };
        let destructive = Approval::Destructive.id();
        let is = |effect: Effect| self.effect == effect.id();
        let follows = match (is(Effect::Destructive), is(Effect::Unknown)) {
            (true, _) => destructive,
            (_, true) => "effect unknown",
            _ => return self,
        };
        if follows == destructive && !self.approval.iter().any(|one| one == destructive) {
            self.approval.push(destructive.to_owned());
            self.approval.sort();
        }
        if !claimed(&self, follows) {
            self.because.push(Claim {
                claim: format!("approval: {follows}"),
                from: String::new(),
                text: String::new(),
            });
        }
        self
    }

    /// Whether a named person must approve each call of it.
    fn needs_approver(&self) -> bool {
        self.effect == Effect::Unknown.id() || !self.approval.is_empty()
    }
}

fn told_sign(sign: &Sign) -> ToldSign {
    ToldSign {
        what: sign.what.clone(),
        certain: sign.certain,
        from: sign.at.1.clone(),
        text: sign.text.clone(),
    }
}

fn told_tool(tool: &JudgedTool, name: String, signs: Vec<ToldSign>) -> ToldTool {
    fn ids<T>(all: impl IntoIterator<Item = T>, id: impl Fn(T) -> &'static str) -> Vec<String> {
        all.into_iter().map(|one| id(one).to_owned()).collect()
    }
    ToldTool {
        name,
        effect: tool.effect.id().to_owned(),
        broad: tool.broad,
        bound: tool.bound.clone(),
        capabilities: ids(&tool.capabilities, |one| one.id()),
        sensitive: ids(&tool.sensitive, |one| one.id()),
        approval: ids(&tool.approval, |one| one.id()),
        schema: Some(tool.schema.grade.id().to_owned()),
        remarks: tool.schema.remarks.clone(),
        because: tool.because.clone(),
        contradictions: tool.contradictions.clone(),
        signs,
        at: Some((tool.item.at.frame.to_string(), tool.item.at.pointer.clone())),
    }
}

/// The path and the cut, in sentences.
fn flow(judged: &Judged) -> Vec<String> {
    let placed = |tool| Placed { server: "", tool };
    let placed: Vec<Placed<'_>> = judged.tools.iter().map(placed).collect();
    let Some(flow) = toxic_flow(&placed) else {
        return Vec::new();
    };
    let name = |placed: &Placed<'_>| placed.tool.item.label();
    let names = |placed: &[Placed<'_>]| placed.iter().map(name).collect::<Vec<_>>().join(", ");
    let mut says = Vec::new();
    if !flow.alone.is_empty() {
        says.push(format!("each a flow by itself: {}", names(&flow.alone)));
    }
    if let Some(path) = &flow.path {
        let steps: Vec<String> = Leg::ALL
            .iter()
            .zip(path)
            .map(|(leg, placed)| format!("{} ({})", name(placed), leg.title()))
            .collect();
        says.push(steps.join(" → "));
    }
    says.push(format!("cheapest cut: {}", names(&flow.cut)));
    says
}
