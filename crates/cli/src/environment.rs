//! The variables that the server gets: nothing is inherited silently.

use crate::args::Start;
use crate::failure::Failure;
use crate::files;
use std::path::Path;

/// What `--env-file` and `--env` name, files first, later ones winning.
pub(crate) fn variables(start: &Start) -> Result<Vec<(String, String)>, Failure> {
    let mut all: Vec<(String, String)> = Vec::new();
    let mut set = |name: String, value: String| {
        all.retain(|(known, _)| *known != name);
        all.push((name, value));
    };
    for (name, value) in file_variables(start)? {
        set(name, value);
    }
    for given in &start.env {
        let (name, value) = one(given)?;
        set(name, value);
    }
    Ok(all)
}

/// What the files of `--env-file` hold, one after the other.
fn file_variables(start: &Start) -> Result<Vec<(String, String)>, Failure> {
    let mut all = Vec::new();
    for path in &start.env_file {
        all.extend(file(path)?);
    }
    Ok(all)
}

fn one(given: &str) -> Result<(String, String), Failure> {
    if let Some((name, value)) = given.split_once('=') {
        check(name, "--env")?;
        return Ok((name.to_owned(), value.to_owned()));
    }
    check(given, "--env")?;
    let value = std::env::var(given).map_err(|_| {
        Failure::new(
            format!("--env {given}: there is no variable {given} here to pass on"),
            format!("set it, or give its value: --env {given}=VALUE"),
        )
    })?;
    Ok((given.to_owned(), value))
}

fn check(name: &str, place: &str) -> Result<(), Failure> {
    let fine = !name.is_empty()
        && !name.starts_with(|c: char| c.is_ascii_digit())
        && name
            .chars()
            .all(|c| c.is_ascii_alphanumeric() || "_-.".contains(c));
    if fine {
        return Ok(());
    }
    Err(Failure::new(
        format!(
            "{place}: “{}” is no name of a variable",
            name.escape_debug()
        ),
        "write NAME or NAME=VALUE",
    ))
}

/// What one file of `--env-file` holds.
pub(crate) fn file(path: &Path) -> Result<Vec<(String, String)>, Failure> {
    let text = files::read_text(path, "check the path given to --env-file")?;
    parse(&text, &path.display().to_string())
}

/// Lines of NAME=VALUE; empty ones and those that start with `#` are passed over, `export` and quotes around the value are taken off.
fn parse(text: &str, path: &str) -> Result<Vec<(String, String)>, Failure> {
    let mut all = Vec::new();
    for (number, line) in text.lines().enumerate() {
        let line = line.trim();
        let line = line.strip_prefix("export ").map_or(line, str::trim_start);
        if line.is_empty() || line.starts_with('#') {
            continue;
        }
        let place = format!("{path}:{}", number + 1);
        let Some((name, value)) = line.split_once('=') else {
            return Err(Failure::new(
                format!("{place}: there is no `=` on this line"),
                "write NAME=VALUE, one to a line",
            ));
        };
        check(name.trim(), &place)?;
        all.push((name.trim().to_owned(), unquoted(value.trim()).to_owned()));
    }
    Ok(all)
}

fn unquoted(value: &str) -> &str {
    ['"', '\'']
        .iter()
        .find_map(|quote| value.strip_prefix(*quote)?.strip_suffix(*quote))
        .unwrap_or(value)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_file_of_variables() {
        let text = "# a comment\n\nA=1\nexport B = \"two words\"\nC='x=y'\nD=\n";
        let want = [("A", "1"), ("B", "two words"), ("C", "x=y"), ("D", "")]
            .map(|(name, value)| (name.to_owned(), value.to_owned()));
        assert_eq!(parse(text, "f").unwrap(), want);
    }

    #[test]
    fn what_is_wrong_is_named() {
        assert!(format!("{:?}", parse("A=1\nnonsense\n", "f").unwrap_err()).contains("f:2"));
        assert!(parse("2A=1", "f").is_err());
        assert!(one("NO_SUCH_VARIABLE_ANYWHERE_7").is_err());
        assert_eq!(one("A=b=c").unwrap(), ("A".to_owned(), "b=c".to_owned()));
    }
}
