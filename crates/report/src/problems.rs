//! What is wrong with a file that a person wrote, in the form that editors can jump to.

use crate::Style;
use crate::escape::capped;
use crate::page::{Page, dim, plain, strong};
use record::Problem;

/// Every problem of the file at `path`: line, field, what is wrong, what to do.
#[must_use]
pub fn problems(path: &str, problems: &[Problem], style: Style) -> String {
    let mut page = Page::new(style);
    for problem in problems {
        let mut runs = vec![strong(format!("{}:{}: ", capped(path, 200), problem.line))];
        if !problem.field.is_empty() {
            runs.push(plain(format!("{}: ", capped(&problem.field, 80))));
        }
        runs.push(plain(capped(&problem.what, 400)));
        page.para(0, 4, &runs);
        if !problem.remedy.is_empty() {
            page.para(4, 4, &[dim(capped(&problem.remedy, 400))]);
        }
    }
    page.finish()
}
