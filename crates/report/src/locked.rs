//! What locking a configuration came to.

use crate::Style;
use crate::check::{Checked, cells, files, in_order};
use crate::diff;
use crate::escape::capped;
use crate::inventory::Places;
use crate::model::{count, quoted};
use crate::page::{Page, Run, Tone, dim, plain};
use clients::Inventory;
use lock::Changes;
use review::Exit;

/// What became of a server in the lock.
#[derive(Debug, Clone)]
pub enum Became {
    /// It was not in it.
    New,
    /// It lists what it did.
    Same,
    /// It lists something else. Where nothing is named, the agent gets another choice of its tools.
    Changed(Changes),
    /// It was not seen whole; whether what the lock held of it stays there.
    Left(bool),
    /// Other servers bear its name and list something else: one lock cannot hold them.
    Apart,
    /// No client connects to it.
    Unasked,
}

/// The rows of a configuration, with what became of each in the lock.
#[derive(Debug)]
pub struct LockReport<'a> {
    /// The servers.
    pub rows: Vec<(Checked, Became)>,
    /// What was read, and what it says itself.
    pub found: &'a Inventory,
}

impl LockReport<'_> {
    /// Whether a configuration could not be read whole, so that servers may be missing.
    fn unread(&self) -> bool {
        let mut configs = self.found.configs.iter();
        configs.any(|config| !config.problems.is_empty())
    }

    /// The exit codes that apply, the one to exit with first; never empty.
    #[must_use]
    pub fn exits(&self) -> Vec<Exit> {
        let mut all: Vec<Exit> = self
            .rows
            .iter()
            .flat_map(|(row, became)| match became {
                Became::Left(_) => {
                    let mut exits = row.exits();
                    // A listing that is not whole, whatever else was reached.
                    exits.retain(|exit| *exit != Exit::Reached);
                    if exits.is_empty() {
                        exits.push(Exit::Incomplete);
                    }
                    exits
                }
                Became::Apart => vec![Exit::Usage],
                Became::New | Became::Same | Became::Changed(_) | Became::Unasked => Vec::new(),
            })
            .collect();
        all.extend(self.unread().then_some(Exit::Usage));
        in_order(&all)
    }

    /// The page: whether all are locked, a row for each server, and what changed since the lock before. `lock` is the file.
    #[must_use]
    pub fn page(&self, lock: &str, places: Places<'_>, style: Style) -> String {
        let mut page = Page::new(style);
        self.title(&mut page, lock);
        let rows: Vec<_> = self
            .rows
            .iter()
            .map(|(row, became)| {
                let mut cells = cells(row);
                cells.insert(1, vec![word(became)]);
                cells
            })
            .collect();
        if !rows.is_empty() {
            page.gap();
            page.table(2, &["server", "in the lock", "gate", "tools", "why"], &rows);
        }
        let rows: Vec<&Checked> = self.rows.iter().map(|(row, _)| row).collect();
        for (at, (row, became)) in self.rows.iter().enumerate() {
            if matches!(became, Became::Apart) && first_of_name(&rows, at) {
                page.heading(&capped(&row.name, 80), "is not one server");
                page.para(2, 4, &[plain(apart(&rows, &row.name, places))]);
            }
            let Became::Changed(changes) = became else {
                continue;
            };
            page.heading(&capped(&row.name, 80), "is locked anew: this changed");
            if changes.is_empty() {
                let says =
                    "every definition is the same; the agent gets another choice of its tools";
                page.para(2, 4, &[plain(says)]);
            }
            diff::list(&mut page, changes);
        }
        files(&mut page, &self.found.findings, places, style.verbose > 0);
        page.finish()
    }

    fn title(&self, page: &mut Page, lock: &str) {
        let lacking = |became: &Became| matches!(became, Became::Left(_) | Became::Apart);
        let (left, fine): (Vec<_>, Vec<_>) = self
            .rows
            .iter()
            .map(|(_, became)| became)
            .filter(|became| !matches!(became, Became::Unasked))
            .partition(|became| lacking(became));
        if left.is_empty() && !self.unread() {
            let what = format!("{}, in {lock}", count(fine.len(), "server"));
            page.title(&[Run(Tone::Good, "Locked".to_owned())], &what);
            return;
        }
        let mut why = Vec::new();
        if !left.is_empty() {
            why.push(format!(
                "{} of {} could not be locked; what {lock} held of it stays",
                left.len(),
                left.len() + fine.len()
            ));
        }
        if self.unread() {
            why.push("a configuration could not be read whole".to_owned());
        }
        page.title(
            &[Run(Tone::Bad, "Not all locked".to_owned())],
            &why.join("; "),
        );
    }
}

/// Whether no row before this one bears its name.
fn first_of_name(rows: &[&Checked], at: usize) -> bool {
    let name = rows.get(at).map(|row| &row.name);
    rows.iter().position(|row| Some(&row.name) == name) == Some(at)
}

/// Where servers of one name stand that are not the same, and what to do.
pub(crate) fn apart(rows: &[&Checked], name: &str, places: Places<'_>) -> String {
    let of_name = rows.iter().filter(|row| row.name == name);
    let at: Vec<_> = of_name.filter_map(|row| row.at.as_ref()).collect();
    let stands: Vec<String> = at
        .iter()
        .map(|(file, line)| format!("{}:{line}", capped(&places.file(file), 200)))
        .collect();
    let file = at.first().map(|(file, _)| file.display().to_string());
    let others = at
        .iter()
        .any(|(other, _)| Some(other) != at.first().map(|(file, _)| file));
    let alone = file.filter(|_| others).map(|file| {
        let file = quoted(&capped(&file, 200));
        format!(", or lock and check each file alone, such as: mcp-gatecheck lock {file}")
    });
    format!(
        "it stands at {} and lists other things there, and a lock holds one server of a name: rename one{}",
        stands.join(" and "),
        alone.unwrap_or_default()
    )
}

fn word(became: &Became) -> Run {
    match became {
        Became::New => plain("new"),
        Became::Same => plain("the same"),
        Became::Changed(_) => Run(Tone::Warn, "changed".to_owned()),
        Became::Left(true) => Run(Tone::Bad, "as it was".to_owned()),
        Became::Left(false) => Run(Tone::Bad, "missing".to_owned()),
        Became::Apart => Run(Tone::Bad, "not one server".to_owned()),
        Became::Unasked => dim("–"),
    }
}
