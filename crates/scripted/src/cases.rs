//! Files of many servers: what they share, and what each of them does differently.

use crate::{Script, ScriptError};
use serde::Deserialize;
use toml::{Table, Value};

impl Script {
    /// Reads one server of a file of many. A list of the case comes before the file's list of that name, so that its rules are the
    /// first that fit; tables are merged; anything else of the case is said instead of what the file says.
    ///
    /// # Errors
    /// There is no such case, or the first thing in it that no script says.
    pub fn parse_case(text: &str, name: &str) -> Result<Self, ScriptError> {
        let mut many: Many = toml::from_str(text)?;
        let invalid = |what| ScriptError::Invalid {
            place: format!("case {name}"),
            what,
        };
        let case = many.cases.iter().position(|case| named(case) == name);
        let case = case.map(|at| many.cases.swap_remove(at)).ok_or_else(|| {
            let known: Vec<&str> = many.cases.iter().map(named).collect();
            invalid(format!(
                "there is no such case in this file; it has {}",
                known.join(", ")
            ))
        })?;
        merge(&mut many.shared, case);
        let script = Self::deserialize(many.shared).map_err(|error| invalid(error.to_string()))?;
        script.check()?;
        Ok(script)
    }

    /// The names of the servers of a file, in order; none where the file is one server.
    ///
    /// # Errors
    /// It is no TOML.
    pub fn cases(text: &str) -> Result<Vec<String>, ScriptError> {
        let many: Many = toml::from_str(text)?;
        Ok(many
            .cases
            .iter()
            .map(|case| named(case).to_owned())
            .collect())
    }
}

/// A file of many servers, not yet understood.
#[derive(Deserialize)]
struct Many {
    #[serde(default, rename = "case")]
    cases: Vec<Table>,
    #[serde(flatten)]
    shared: Table,
}

fn named(case: &Table) -> &str {
    case.get("name").and_then(Value::as_str).unwrap_or_default()
}

fn merge(file: &mut Table, case: Table) {
    for (key, value) in case {
        match (file.get_mut(&key), value) {
            (Some(Value::Array(shared)), Value::Array(mut own)) => {
                own.append(shared);
                *shared = own;
            }
            // What is said of HTTP nests: its lists and tables are merged as those at the top.
            (Some(Value::Table(shared)), Value::Table(own)) if key == "http" => merge(shared, own),
            (Some(Value::Table(shared)), Value::Table(own)) => shared.extend(own),
            (_, value) => drop(file.insert(key, value)),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const FILE: &str = r#"
        version = "1"
        capabilities = { tools = {} }
        tool = [{ json = '{"name": "shared"}' }]
        [[case]]
        name = "plain"
        [[case]]
        name = "own"
        wrong = "It is different."
        version = "2"
        capabilities.prompts = {}
        tool = [{ json = '{"name": "own"}' }]
        expect.exit = 5
        [[case]]
        name = "broken"
        tool = [{ json = '{' }]
    "#;

    #[test]
    fn a_case_is_the_file_with_its_departures() {
        let plain = Script::parse_case(FILE, "plain").unwrap();
        assert_eq!(
            (plain.name.as_str(), plain.version.as_str()),
            ("plain", "1")
        );
        assert_eq!(plain.tools.len(), 1);
        let own = Script::parse_case(FILE, "own").unwrap();
        assert_eq!(own.version, "2");
        let said = own.tools.iter().map(|tool| format!("{:?}", tool.json));
        let said: Vec<_> = said.collect();
        assert!(
            said[0].contains("own") && said[1].contains("shared"),
            "{said:?}"
        );
        let capabilities = own.capabilities.unwrap();
        assert!(capabilities.contains_key("tools") && capabilities.contains_key("prompts"));
    }

    #[test]
    fn cases_are_named_in_order() {
        assert_eq!(Script::cases(FILE).unwrap(), ["plain", "own", "broken"]);
        assert!(Script::cases("").unwrap().is_empty());
    }

    #[test]
    fn what_is_wrong_with_a_case_is_told_with_its_name() {
        let error = |name| Script::parse_case(FILE, name).unwrap_err().to_string();
        assert!(error("none").contains("it has plain, own, broken"));
        assert!(error("broken").contains("tool 1"));
        assert!(
            Script::parse(FILE)
                .unwrap_err()
                .to_string()
                .contains("say which after its name: plain, own, broken")
        );
    }
}
