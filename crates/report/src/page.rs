//! A page of text for people: wrapped to a width, with hanging indents and colours that may be off.
//! Everything that is put on it is escaped here, so no caller can forget.

use crate::Style;
use crate::escape::visible;
use anstyle::{AnsiColor, Style as Ansi};
use unicode_width::{UnicodeWidthChar as _, UnicodeWidthStr as _};

/// Narrower than this nothing is readable.
const NARROWEST: usize = 40;
/// Lines longer than this are hard to read.
const WIDEST: usize = 120;
/// The narrowest text column of a table; below it, rows are stacked.
const COLUMN: usize = 20;
/// The room for the last column of a table that lets the others have all they want.
const ROOM: usize = 45;

/// How a piece of text is emphasised. It only helps: nothing rests on it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Tone {
    Plain,
    Strong,
    Dim,
    Bad,
    Warn,
    Good,
}

impl Tone {
    fn ansi(self) -> Ansi {
        let color = |c: AnsiColor| Ansi::new().fg_color(Some(c.into()));
        match self {
            Self::Plain => Ansi::new(),
            Self::Strong => Ansi::new().bold(),
            Self::Dim => Ansi::new().dimmed(),
            Self::Bad => color(AnsiColor::Red).bold(),
            Self::Warn => color(AnsiColor::Yellow),
            Self::Good => color(AnsiColor::Green),
        }
    }
}

/// A piece of text in one tone.
#[derive(Debug, Clone)]
pub(crate) struct Run(pub(crate) Tone, pub(crate) String);

pub(crate) fn plain(text: impl Into<String>) -> Run {
    Run(Tone::Plain, text.into())
}

pub(crate) fn strong(text: impl Into<String>) -> Run {
    Run(Tone::Strong, text.into())
}

pub(crate) fn dim(text: impl Into<String>) -> Run {
    Run(Tone::Dim, text.into())
}

/// A cell of a table.
pub(crate) type Cell = Vec<Run>;

/// Pieces without a space between them: they are not parted unless they are longer than a line.
type Word = Vec<Run>;

#[derive(Debug)]
pub(crate) struct Page {
    width: usize,
    color: bool,
    out: String,
}

impl Page {
    pub(crate) fn new(style: Style) -> Self {
        Self {
            width: style.width.clamp(NARROWEST, WIDEST),
            color: style.color,
            out: String::new(),
        }
    }

    pub(crate) fn finish(self) -> String {
        self.out
    }

    /// An empty line, unless nothing stands above it.
    pub(crate) fn gap(&mut self) {
        if !self.out.is_empty() && !self.out.ends_with("\n\n") {
            self.out.push('\n');
        }
    }

    /// A gap, then the title in strong, then what qualifies it.
    pub(crate) fn heading(&mut self, title: &str, rest: &str) {
        self.gap();
        let mut runs = vec![strong(title)];
        if !rest.is_empty() {
            runs.push(dim(format!("  {rest}")));
        }
        self.keep_gaps(&runs);
    }

    /// The first line of a page; what explains it stands beside it, or below where the page is narrow.
    pub(crate) fn title(&mut self, runs: &[Run], rest: &str) {
        let wide: usize = runs.iter().map(|run| run.1.width()).sum();
        let beside = wide + 3 + rest.width() <= self.width;
        let mut runs = runs.to_vec();
        if beside {
            runs.push(plain(format!("   {rest}")));
        }
        self.keep_gaps(&runs);
        if !beside {
            self.para(0, 0, &[plain(rest)]);
        }
    }

    /// A paragraph whose first line starts at `indent` and whose others start at `hang`.
    pub(crate) fn para(&mut self, indent: usize, hang: usize, runs: &[Run]) {
        self.push(indent, vec![], hang, runs);
    }

    /// A command, to be copied: words stay whole where they fit, and a line that goes on ends in a backslash.
    pub(crate) fn command(&mut self, indent: usize, words: &[String]) {
        self.out.push_str(&" ".repeat(indent));
        let mut column = indent;
        for (at, word) in words.iter().enumerate() {
            let word = visible(word);
            // Room for the backslash of a line that goes on.
            if at > 0 && column + 1 + word.width() + 2 > self.width {
                self.out.push_str(" \\\n");
                self.out.push_str(&" ".repeat(indent + 2));
                column = indent + 2;
            } else if at > 0 {
                self.out.push(' ');
                column += 1;
            }
            column = self.broken(&plain(word), column, indent + 2);
        }
        self.end();
    }

    /// A label in a column of its own, then text that wraps beside it.
    pub(crate) fn labelled(&mut self, indent: usize, column: usize, label: &Run, runs: &[Run]) {
        let label = Run(label.0, visible(&label.1).into_owned());
        let wide = label.1.width();
        if indent + column + COLUMN > self.width || wide > column {
            self.para(indent, indent + 2, std::slice::from_ref(&label));
            self.para(indent + 2, indent + 2, runs);
            return;
        }
        let pad = plain(" ".repeat(column.saturating_sub(wide) + 2));
        self.push(indent, vec![label, pad], indent + column + 2, runs);
    }

    /// A table whose last column wraps. Where the page is too narrow for it, each row is stacked.
    pub(crate) fn table(&mut self, indent: usize, head: &[&str], rows: &[Vec<Cell>]) {
        let Some(last) = head.len().checked_sub(1) else {
            return;
        };
        let mut whole: Vec<usize> = head.iter().take(last).map(|h| h.width()).collect();
        for row in rows {
            for (width, cell) in whole.iter_mut().zip(row) {
                *width = (*width).max(cell_width(cell));
            }
        }
        let starts = |widths: &[usize]| indent + widths.iter().map(|w| w + 2).sum::<usize>();
        // Cells are cut only where they would leave too little room for the last one.
        let widths = if starts(&whole) + ROOM <= self.width {
            whole
        } else {
            let most = (self.width / 3).clamp(24, 36);
            whole.into_iter().map(|width| width.min(most)).collect()
        };
        let start = starts(&widths);
        if start + COLUMN > self.width {
            for row in rows {
                self.stacked(indent, head, row);
            }
            return;
        }
        if head.iter().any(|h| !h.is_empty()) {
            let cells: Vec<Cell> = head.iter().map(|h| vec![dim(*h)]).collect();
            self.row(indent, start, &widths, &cells);
        }
        for row in rows {
            self.row(indent, start, &widths, row);
        }
    }

    fn row(&mut self, indent: usize, start: usize, widths: &[usize], row: &[Cell]) {
        let mut head = Vec::new();
        for (width, cell) in widths.iter().zip(row) {
            let (runs, used) = fit(cell, *width);
            head.extend(runs);
            head.push(plain(" ".repeat(width.saturating_sub(used) + 2)));
        }
        let empty = Vec::new();
        let text = row.get(widths.len()).unwrap_or(&empty);
        self.push(indent, head, start, text);
    }

    /// The first cell on a line, the others after it; those in the middle named by their head.
    fn stacked(&mut self, indent: usize, head: &[&str], row: &[Cell]) {
        let Some((first, others)) = row.split_first() else {
            return;
        };
        self.para(indent, indent + 4, first);
        let mut rest: Vec<Run> = Vec::new();
        for (i, (cell, name)) in others.iter().zip(head.iter().skip(1)).enumerate() {
            if cell.iter().all(|run| run.1.is_empty()) {
                continue;
            }
            if !rest.is_empty() {
                rest.push(dim("; "));
            }
            if i + 1 < others.len() && !name.is_empty() {
                rest.push(dim(format!("{name} ")));
            }
            rest.extend(cell.iter().cloned());
        }
        if !rest.is_empty() {
            self.para(indent + 2, indent + 4, &rest);
        }
    }

    /// One line as it is given, spaces kept, wrapped only where it must be.
    pub(crate) fn keep_gaps(&mut self, runs: &[Run]) {
        let wide: usize = runs.iter().map(|run| run.1.width()).sum();
        if wide > self.width {
            self.para(0, 2, runs);
            return;
        }
        for run in runs {
            let gap = run.1.len() - run.1.trim_start().len();
            self.out.push_str(&" ".repeat(gap));
            self.paint(run.0, &visible(run.1.trim_start()));
        }
        self.end();
    }

    /// `head` is put down as it is (already fitted), the runs wrap after it.
    fn push(&mut self, indent: usize, head: Vec<Run>, hang: usize, runs: &[Run]) {
        let hang = if hang + COLUMN > self.width {
            indent + 2
        } else {
            hang
        };
        self.out.push_str(&" ".repeat(indent));
        let mut column = indent;
        for run in &head {
            column += run.1.width();
            self.paint(run.0, &run.1);
        }
        let mut fresh = true;
        for word in words(runs) {
            let wide: usize = word.iter().map(|run| run.1.width()).sum();
            if !fresh && column + 1 + wide > self.width {
                self.end();
                self.out.push_str(&" ".repeat(hang));
                (column, fresh) = (hang, true);
            }
            if !fresh {
                self.out.push(' ');
                column += 1;
            }
            fresh = false;
            for run in &word {
                column = self.broken(run, column, hang);
            }
        }
        self.end();
    }

    /// Puts down a run, broken where it is longer than what is left of the line; returns the column after it.
    fn broken(&mut self, run: &Run, mut column: usize, hang: usize) -> usize {
        let mut piece = String::new();
        for c in run.1.chars() {
            let wide = c.width().unwrap_or(0);
            if column + wide > self.width {
                self.paint(run.0, &std::mem::take(&mut piece));
                self.end();
                self.out.push_str(&" ".repeat(hang));
                column = hang;
            }
            piece.push(c);
            column += wide;
        }
        self.paint(run.0, &piece);
        column
    }

    fn paint(&mut self, tone: Tone, text: &str) {
        if self.color && tone != Tone::Plain && !text.trim().is_empty() {
            let style = tone.ansi();
            self.out
                .push_str(&format!("{}{text}{}", style.render(), style.render_reset()));
        } else {
            self.out.push_str(text);
        }
    }

    fn end(&mut self) {
        let kept = self.out.trim_end_matches(' ').len();
        self.out.truncate(kept);
        self.out.push('\n');
    }
}

fn cell_width(cell: &[Run]) -> usize {
    cell.iter().map(|run| visible(&run.1).width()).sum()
}

/// The cell escaped and cut to a width, with the width that it takes.
fn fit(cell: &[Run], width: usize) -> (Vec<Run>, usize) {
    if cell_width(cell) <= width {
        let runs: Vec<Run> = cell
            .iter()
            .map(|run| Run(run.0, visible(&run.1).into_owned()))
            .collect();
        let used = cell_width(&runs);
        return (runs, used);
    }
    let (mut used, mut out) = (0, Vec::new());
    for run in cell {
        let mut text = String::new();
        for c in visible(&run.1).chars() {
            let wide = c.width().unwrap_or(0);
            if used + wide + 1 > width {
                text.push('…');
                out.push(Run(run.0, text));
                return (out, used + 1);
            }
            text.push(c);
            used += wide;
        }
        out.push(Run(run.0, text));
    }
    (out, used)
}

/// Parts runs at their spaces. Runs that touch stay one word.
fn words(runs: &[Run]) -> Vec<Word> {
    let mut words: Vec<Word> = Vec::new();
    let mut glue = false;
    for run in runs {
        let text = visible(&run.1);
        for (i, part) in text.split(' ').enumerate() {
            glue = glue && i == 0;
            if part.is_empty() {
                continue;
            }
            let piece = Run(run.0, part.to_owned());
            match words.last_mut() {
                Some(word) if glue => word.push(piece),
                _ => words.push(vec![piece]),
            }
            glue = true;
        }
        glue = !text.ends_with(' ') && (glue || !text.is_empty());
    }
    words
}

#[cfg(test)]
mod tests {
    use super::*;

    fn page(width: usize) -> Page {
        Page::new(Style {
            width,
            color: false,
            verbose: 0,
        })
    }

    #[test]
    fn wraps_with_a_hanging_indent_and_breaks_what_is_too_long() {
        let mut page = page(40);
        page.para(
            2,
            4,
            &[
                plain("one two three four five six seven eight "),
                dim("(frame:1)"),
                plain("."),
            ],
        );
        page.para(2, 4, &[plain("x".repeat(50))]);
        let out = page.finish();
        assert!(out.lines().all(|line| line.width() <= 40), "{out}");
        assert!(
            out.contains("(frame:1)."),
            "runs that touch stay together: {out}"
        );
    }

    #[test]
    fn nothing_hostile_gets_onto_the_page() {
        let mut page = page(40);
        page.labelled(0, 10, &strong("a\u{1b}[2J"), &[plain("b\u{202e}")]);
        page.table(
            0,
            &["n", "t"],
            &[vec![vec![plain("x\u{7}\ny")], vec![plain("z\u{200b}")]]],
        );
        page.heading("t\u{9b}", "\u{2066}");
        let out = page.finish();
        assert!(
            !out.chars().any(|c| c != '\n' && crate::escape::hidden(c)),
            "{out:?}"
        );
    }

    #[test]
    fn wide_characters_count_double() {
        let mut page = page(40);
        page.table(
            0,
            &["name", "what"],
            &[vec![
                vec![plain("日本語".repeat(12))],
                vec![plain("日本語 ".repeat(12))],
            ]],
        );
        let out = page.finish();
        assert!(out.lines().all(|line| line.width() <= 40), "{out}");
    }
}
