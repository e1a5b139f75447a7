//! What clients are configured to start or to reach, for people.

use crate::escape::capped;
use crate::model::count;
use crate::page::{Cell, Page, Run, Tone, dim, plain, strong};
use crate::{LastGate, Style};
use clients::{
    Approval, Client, ENFORCERS, Entry, Finding, Inventory, Kind, Launch, Rule, Severity, State,
    ToolFilter, Transport,
};
use std::collections::BTreeSet;
use std::path::Path;

/// Rows of one rule, and servers in several clients, that are shown without `-v`.
const ROWS: usize = 8;

/// Folders that are shown by a shorter name.
#[derive(Debug, Clone, Copy)]
pub struct Places<'a> {
    /// The home: `~`.
    pub home: &'a Path,
    /// The project: `.`.
    pub project: Option<&'a Path>,
}

impl Places<'_> {
    /// A text in which the folders have their shorter names.
    fn short(self, text: &str) -> String {
        let below = |folder: &Path| {
            let folder = folder.display().to_string();
            (folder.len() > 1).then(|| format!("{}/", folder.trim_end_matches('/')))
        };
        let project = self.project.and_then(below);
        let text = project.map_or_else(|| text.to_owned(), |project| text.replace(&project, "./"));
        below(self.home).map_or_else(|| text.clone(), |home| text.replace(&home, "~/"))
    }

    pub(crate) fn file(self, path: &Path) -> String {
        self.short(&path.display().to_string())
    }
}

/// The inventory: every client's servers, then what needs no start to be seen. `last` goes with the entries, one by one.
#[must_use]
pub fn inventory(
    inventory: &Inventory,
    last: &[LastGate<'_>],
    places: Places<'_>,
    style: Style,
) -> String {
    let mut page = Page::new(style);
    let full = style.verbose > 0;
    title(&mut page, inventory);
    servers(&mut page, inventory, last);
    shared(&mut page, inventory, full);
    findings(&mut page, inventory, places, full);
    if full {
        files(&mut page, inventory, places);
    } else {
        page.gap();
        page.para(
            0,
            0,
            &[dim(
                "More: -v every finding with its remedy, and the files; --format json",
            )],
        );
    }
    page.finish()
}

fn title(page: &mut Page, inventory: &Inventory) {
    let entries = inventory.entries().count();
    let different: BTreeSet<String> = inventory.entries().filter_map(Entry::identity).collect();
    let clients: BTreeSet<&str> = inventory
        .configs
        .iter()
        .map(|config| config.client.id)
        .collect();
    let rest = format!(
        "{} different, in {} of {}; nothing was started",
        different.len(),
        count(inventory.configs.len(), "file"),
        count(clients.len(), "client"),
    );
    page.title(&[strong(count(entries, "server"))], &rest);
}

/// What was found of which server of which file.
type Known<'a> = BTreeSet<(Rule, &'a Path, &'a str)>;

/// Every server, the client's name at the first of each.
fn servers(page: &mut Page, inventory: &Inventory, last: &[LastGate<'_>]) {
    let known: Known<'_> = inventory
        .findings
        .iter()
        .filter_map(|finding| Some((finding.rule, &*finding.file, finding.server.as_deref()?)))
        .collect();
    let mut before = "";
    let rows: Vec<Vec<Cell>> = inventory
        .entries()
        .enumerate()
        .map(|(at, entry)| {
            let client = if entry.client.id == before {
                ""
            } else {
                entry.client.name
            };
            before = entry.client.id;
            row(
                client,
                entry,
                &known,
                last.get(at).copied().unwrap_or_default(),
            )
        })
        .collect();
    if !rows.is_empty() {
        page.gap();
        page.table(
            2,
            &["client", "server", "scope", "what it runs or reaches", ""],
            &rows,
        );
    }
}

fn row(client: &str, entry: &Entry, known: &Known<'_>, last: LastGate<'_>) -> Vec<Cell> {
    let all = state(entry)
        .into_iter()
        .chain(found(entry, known))
        .chain(needs(entry))
        .chain(filtered(&entry.tools))
        .chain([last.run()]);
    let mut notes: Vec<Run> = Vec::new();
    for note in all {
        if !notes.is_empty() {
            notes.push(dim(", "));
        }
        notes.push(note);
    }
    let name = capped(&entry.name, 80);
    vec![
        vec![strong(client)],
        vec![if entry.is_on() {
            plain(name)
        } else {
            dim(name)
        }],
        vec![dim(entry.scope.id())],
        vec![plain(capped(&entry.brief(), 120))],
        notes,
    ]
}

/// The files that were read.
fn files(page: &mut Page, inventory: &Inventory, places: Places<'_>) {
    page.heading("Files", "");
    let rows: Vec<Vec<Cell>> = inventory
        .configs
        .iter()
        .map(|config| {
            let path = capped(&places.file(&config.file), 300);
            vec![
                vec![strong(config.client.name)],
                vec![dim(config.scope.id())],
                vec![
                    plain(path),
                    dim(format!("  {}", count(config.entries.len(), "server"))),
                ],
            ]
        })
        .collect();
    page.table(2, &["", "", ""], &rows);
}

fn warn(text: impl Into<String>) -> Run {
    Run(Tone::Warn, text.into())
}

fn state(entry: &Entry) -> Option<Run> {
    match &entry.state {
        State::On => None,
        State::Off(_) => Some(dim("off")),
        State::Skipped(_) => Some(warn("passed over")),
        State::Shadowed(_) => Some(warn("shadowed")),
        State::Elsewhere => Some(dim("other project")),
    }
}

fn found(entry: &Entry, known: &Known<'_>) -> Vec<Run> {
    let has = |rule| known.contains(&(rule, &*entry.file, entry.name.as_str()));
    let mut notes = Vec::new();
    if !entry.exposed.is_empty() {
        notes.push(Run(Tone::Bad, "credential".to_owned()));
    }
    if let Transport::Stdio(stdio) = &entry.transport
        && let Some(package) = Launch::of(stdio).package
    {
        notes.push(match package.version {
            Some(_) => dim("pinned"),
            None => warn("not pinned"),
        });
    }
    match &entry.approval {
        Approval::Asks => {}
        Approval::All(_) => notes.push(warn("all unasked")),
        Approval::Tools(_, tools) => notes.push(warn(format!("{} unasked", tools.len()))),
    }
    if has(Rule::PlainHttp) {
        notes.push(warn("not encrypted"));
    }
    if has(Rule::ShellWrapper) {
        notes.push(dim("shell"));
    }
    notes
}

/// What must be given before it can be started.
fn needs(entry: &Entry) -> Option<Run> {
    let needs = entry.needs();
    let names: Vec<&str> = needs
        .iter()
        .filter(|variable| variable.kind != Kind::Client && variable.default.is_none())
        .map(|variable| variable.name.as_str())
        .collect();
    (!names.is_empty()).then(|| plain(capped(&format!("needs {}", names.join(" ")), 120)))
}

fn filtered(tools: &ToolFilter) -> Option<Run> {
    if tools.is_open() {
        return None;
    }
    if tools.is_closed() {
        return Some(dim("no tool"));
    }
    let only = tools
        .only
        .as_ref()
        .map(|only| format!("only {}", count(only.len(), "tool")));
    let away = tools.never.len() + tools.denied.len();
    let away = (away > 0).then(|| format!("without {}", count(away, "tool")));
    let said: Vec<String> = only.into_iter().chain(away).collect();
    Some(dim(said.join(", ")))
}

fn shared(page: &mut Page, inventory: &Inventory, full: bool) {
    let shared = inventory.shared();
    if shared.is_empty() {
        return;
    }
    page.heading("In several clients", "");
    let most = if full { shared.len() } else { ROWS };
    let rows: Vec<Vec<Cell>> = shared
        .iter()
        .take(most)
        .filter_map(|entries| {
            let clients: BTreeSet<&str> = entries.iter().map(|entry| entry.client.name).collect();
            let clients: Vec<&str> = clients.into_iter().collect();
            let what = capped(&entries.first()?.brief(), 120);
            Some(vec![vec![plain(what)], vec![dim(clients.join(", "))]])
        })
        .collect();
    page.table(2, &["", ""], &rows);
    more(page, shared.len(), most);
}

fn more(page: &mut Page, all: usize, shown: usize) {
    if all > shown {
        page.para(2, 2, &[dim(format!("and {} more: -v", all - shown))]);
    }
}

fn findings(page: &mut Page, inventory: &Inventory, places: Places<'_>, full: bool) {
    if inventory.findings.is_empty() {
        page.gap();
        page.para(0, 0, &[plain("Nothing to mend, as far as the files tell.")]);
        return;
    }
    for rule in Rule::ALL {
        let own: Vec<&Finding> = inventory
            .findings
            .iter()
            .filter(|finding| finding.rule == rule)
            .collect();
        if own.is_empty() {
            continue;
        }
        let tone = match rule.severity() {
            Severity::Error => Tone::Bad,
            Severity::Warning => Tone::Warn,
            Severity::Info => Tone::Strong,
        };
        page.gap();
        page.keep_gaps(&[
            Run(tone, format!("{} ({})", rule.title(), own.len())),
            dim(format!("  {}", rule.advice())),
        ]);
        let most = if full { own.len() } else { ROWS };
        for finding in own.iter().take(most) {
            one(page, finding, places, full);
        }
        more(page, own.len(), most);
    }
}

fn one(page: &mut Page, finding: &Finding, places: Places<'_>, full: bool) {
    let place = format!("{}:{}", places.file(&finding.file), finding.line);
    let mut runs = vec![dim(capped(&place, 160)), plain(" ")];
    if let Some(server) = &finding.server {
        runs.extend([strong(capped(server, 80)), plain(": ")]);
    }
    runs.push(plain(capped(&places.short(&finding.message), 300)));
    page.para(2, 4, &runs);
    if full {
        page.para(4, 4, &[dim(capped(&finding.remedy, 200))]);
    }
}

/// Every client, with the paths at which its configuration would lie here.
#[must_use]
pub fn list_clients(rows: &[(&'static Client, Vec<String>)], style: Style) -> String {
    let mut page = Page::new(style);
    let rows: Vec<Vec<Cell>> = rows
        .iter()
        .flat_map(|(client, paths)| {
            paths.iter().enumerate().map(|(at, path)| {
                let first = |text: &'static str| if at == 0 { text } else { "" };
                vec![
                    vec![strong(first(client.id))],
                    vec![plain(first(client.name))],
                    vec![plain(path.clone())],
                ]
            })
        })
        .collect();
    page.table(
        0,
        &[
            "client",
            "name",
            "where it keeps its servers; ~ is the home, . the project",
        ],
        &rows,
    );
    page.gap();
    let note = "What lies in the folder of VS Code is looked for in those of Insiders, Cursor, VSCodium and Windsurf, too.";
    page.para(0, 0, &[dim(note)]);
    page.gap();
    enforcers(&mut page);
    page.finish()
}

/// What a policy can be written for.
fn enforcers(page: &mut Page) {
    let rows: Vec<Vec<Cell>> = ENFORCERS
        .iter()
        .map(|one| {
            vec![
                vec![strong(one.id)],
                vec![plain(one.name)],
                vec![match one.read_by {
                    Some(product) => plain(product),
                    None => warn("its documentation; not held against the product"),
                }],
            ]
        })
        .collect();
    page.table(
        0,
        &[
            "policy --for",
            "keeps single tools away",
            "the shape is that of",
        ],
        &rows,
    );
    page.gap();
    let note = "Of the other clients no setting is known that does: they need a gateway before the server.";
    page.para(0, 0, &[dim(note)]);
}
