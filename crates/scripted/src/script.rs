//! The script: what a TOML file may say.

use crate::http::Http;
use crate::text::Values;
use crate::{Line, Text};
use serde::Deserialize;
use serde::de::IgnoredAny;
use serde_json::{Map, Value};

/// What a scripted server is, lists and does wrong. Everything has a default; the default is good behaviour.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Script {
    /// `serverInfo.name`.
    #[serde(default = "defaults::name")]
    pub name: String,
    /// `serverInfo.version`.
    #[serde(default = "defaults::version")]
    pub version: String,
    /// The instructions to the model.
    pub instructions: Option<String>,
    /// Revisions that it speaks after `initialize`, newest first. Empty: it refuses `initialize`.
    #[serde(default = "defaults::legacy")]
    pub legacy: Vec<String>,
    /// Revisions that it speaks without a handshake, newest first. Empty: it knows no `server/discover`.
    #[serde(default = "defaults::modern")]
    pub modern: Vec<String>,
    /// Its capabilities; by default those that its lists need.
    pub capabilities: Option<Map<String, Value>>,
    /// It ignores the signal TERM; whoever serves it sees to that.
    #[serde(default)]
    pub deaf: bool,
    /// Items on one page of a list; by default all of them.
    pub page_size: Option<std::num::NonZeroUsize>,
    /// What it does before it reads anything.
    #[serde(default)]
    pub start: Vec<Step>,
    /// What it does when its standard input ends. It then exits with 0.
    #[serde(default)]
    pub end: Vec<Step>,
    /// Its tools.
    #[serde(default, rename = "tool")]
    pub tools: Vec<Item>,
    /// Its resources.
    #[serde(default, rename = "resource")]
    pub resources: Vec<Item>,
    /// Its resource templates.
    #[serde(default, rename = "template")]
    pub templates: Vec<Item>,
    /// Its prompts.
    #[serde(default, rename = "prompt")]
    pub prompts: Vec<Item>,
    /// Where it departs from good behaviour: the first rule that fits a message decides.
    #[serde(default, rename = "on")]
    pub rules: Vec<Rule>,
    /// How it is served over HTTP, and what it does wrong there; nothing to standard streams.
    #[serde(default)]
    pub http: Http,
    /// What it does wrong, in a sentence for people.
    pub wrong: Option<String>,
    /// What whoever looks at it must find; nothing to the server itself.
    #[serde(default)]
    pub expect: toml::Table,
}

/// One listed thing, or many of the same make.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Item {
    /// Its definition as JSON.
    pub json: Option<Line>,
    /// Its definition byte for byte, where it is meant to be no JSON. Either this or `json`.
    pub raw: Option<Line>,
    /// Only clients like this are shown it.
    pub when: Option<When>,
    /// It is shown from this listing of a connection on, counted from 1.
    pub from: Option<u64>,
    /// How many of it there are; `{{n}}` tells them apart.
    #[serde(default = "defaults::once")]
    pub times: u64,
}

/// A departure from good behaviour. One about a list is for requests that may list: where a good server would want `initialize` or `_meta`
/// first, so does this one.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Rule {
    /// The method of the request or notification; `*` is any.
    pub method: String,
    /// Only for clients like this.
    pub when: Option<When>,
    /// From this message of the method on, counted from 1 on each connection.
    pub from: Option<u64>,
    /// Up to this message of the method, itself included.
    pub until: Option<u64>,
    /// What happens instead of the answer. Empty: nothing, it stays silent.
    #[serde(rename = "do")]
    pub steps: Vec<Step>,
}

/// Who is being answered.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum When {
    /// A client that declares any capability.
    Declared,
    /// A client that declares none.
    Bare,
    /// A client of the era without handshake.
    Modern,
    /// A client of the era with `initialize`.
    Legacy,
    /// A client that has not signed in; over standard streams everybody.
    Anonymous,
    /// A client that has signed in.
    SignedIn,
}

/// What tells one client from another.
#[derive(Debug, Clone, Copy, Default)]
pub(crate) struct Client {
    /// Whether it speaks the era without handshake.
    pub(crate) modern: bool,
    /// Whether it declares any capability.
    pub(crate) declared: bool,
    /// Whether it has signed in.
    pub(crate) signed_in: bool,
}

/// One thing that a server does.
#[derive(Debug, Clone, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Step {
    /// Answers as a good server would.
    Answer,
    /// Answers with this result, as JSON.
    Result(Line),
    /// Answers with this error.
    Error {
        /// `error.code`.
        code: i64,
        /// `error.message`.
        message: String,
    },
    /// Writes a line to standard output.
    Line(Line),
    /// Writes exactly this to standard output: no line break is added or taken away.
    Raw(Text),
    /// Does these steps over and over; `{{n}}` is the number of the round.
    Repeat {
        /// How often; for ever where this is left out.
        #[serde(default = "defaults::for_ever")]
        times: u64,
        /// The steps.
        #[serde(rename = "do")]
        steps: Vec<Step>,
    },
    /// Writes this to standard output byte by byte.
    Trickle {
        /// The bytes.
        raw: Text,
        /// How long it waits after each, in milliseconds.
        every_ms: u64,
    },
    /// Writes a line to standard error.
    Log(Text),
    /// Waits, in milliseconds.
    WaitMs(u64),
    /// Starts a process and leaves it alone. It shares no stream with the server.
    Spawn(Vec<String>),
    /// Starts a process that holds the server's standard output and error.
    SpawnSharing(Vec<String>),
    /// Stays alive and does nothing for an hour, whatever happens to its standard input.
    Hang,
    /// Exits with this code.
    Exit(u8),
}

/// What is wrong with a script.
#[derive(Debug, thiserror::Error)]
pub enum ScriptError {
    /// It is no TOML, or says something that no script says. Names line, column and what was expected.
    #[error("{0}")]
    Toml(#[from] toml::de::Error),
    /// It contradicts itself: where and what to do.
    #[error("{place}: {what}")]
    Invalid {
        /// Which part of the script.
        place: String,
        /// What is wrong with it and what to write instead.
        what: String,
    },
}

/// What is wrong with a script that cannot be read: a file of many servers is one that nobody was picked from.
fn several(text: &str, error: toml::de::Error) -> ScriptError {
    match Script::cases(text) {
        Ok(cases) if !cases.is_empty() => ScriptError::Invalid {
            place: "this file holds several servers".to_owned(),
            what: format!("say which after its name: {}", cases.join(", ")),
        },
        _ => error.into(),
    }
}

impl Script {
    /// Reads a script.
    ///
    /// # Errors
    /// The first thing in it that no script says, with its place.
    pub fn parse(text: &str) -> Result<Self, ScriptError> {
        let script: Self = toml::from_str(text).map_err(|error| several(text, error))?;
        script.check()?;
        Ok(script)
    }

    pub(crate) fn check(&self) -> Result<(), ScriptError> {
        let lists = [
            ("tool", &self.tools),
            ("resource", &self.resources),
            ("template", &self.templates),
            ("prompt", &self.prompts),
        ];
        for (kind, items) in lists {
            for (index, item) in items.iter().enumerate() {
                item.check().map_err(|what| ScriptError::Invalid {
                    place: format!("{kind} {}", index + 1),
                    what,
                })?;
            }
        }
        for (place, steps) in [("start", &self.start), ("end", &self.end)] {
            if steps
                .iter()
                .any(|step| matches!(step, Step::Answer | Step::Result(_) | Step::Error { .. }))
            {
                let what = "nothing was asked there, so nothing can be answered; move this step to an [[on]] rule, or write a `line`".to_owned();
                return Err(ScriptError::Invalid {
                    place: place.to_owned(),
                    what,
                });
            }
        }
        Ok(())
    }
}

impl Item {
    /// Its definition; an item that was checked has one.
    pub(crate) fn text(&self) -> Option<&Line> {
        self.json.as_ref().or(self.raw.as_ref())
    }

    fn check(&self) -> Result<(), String> {
        match (&self.json, &self.raw) {
            (None, None) => Err("it has no definition; add `json = '''…'''`".to_owned()),
            (Some(_), Some(_)) => Err(
                "it has two definitions; keep `json`, or `raw` where it is meant to be no JSON"
                    .to_owned(),
            ),
            (None, Some(_)) => Ok(()),
            (Some(json), None) => serde_json::from_slice::<IgnoredAny>(&json.render(Values::NONE))
                .map(|_| ())
                .map_err(|error| {
                    format!(
                        "`json` is no JSON ({error}); mend it, or write `raw` where that is meant"
                    )
                }),
        }
    }
}

impl When {
    pub(crate) fn fits(self, client: Client) -> bool {
        match self {
            Self::Declared => client.declared,
            Self::Bare => !client.declared,
            Self::Modern => client.modern,
            Self::Legacy => !client.modern,
            Self::Anonymous => !client.signed_in,
            Self::SignedIn => client.signed_in,
        }
    }
}

mod defaults {
    pub(super) fn name() -> String {
        "scripted".to_owned()
    }

    pub(super) fn version() -> String {
        "1.2.3".to_owned()
    }

    pub(super) fn legacy() -> Vec<String> {
        ["2025-11-25", "2025-06-18", "2025-03-26", "2024-11-05"]
            .map(str::to_owned)
            .to_vec()
    }

    pub(super) fn modern() -> Vec<String> {
        vec!["2026-07-28".to_owned()]
    }

    pub(super) fn once() -> u64 {
        1
    }

    pub(super) fn for_ever() -> u64 {
        u64::MAX
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn error(text: &str) -> String {
        Script::parse(text).unwrap_err().to_string()
    }

    #[test]
    fn an_empty_script_is_a_good_server() {
        let script = Script::parse("").unwrap();
        assert_eq!(
            (
                script.name.as_str(),
                script.modern.len(),
                script.legacy.len()
            ),
            ("scripted", 1, 4)
        );
    }

    #[test]
    fn the_demo_is_a_script() {
        assert_eq!(Script::parse(crate::DEMO).unwrap().tools.len(), 4);
    }

    #[test]
    fn unknown_fields_and_steps_are_named_with_their_line() {
        let said = error("name = \"a\"\nnmae = \"b\"\n");
        assert!(
            said.contains("line 2") && said.contains("nmae") && said.contains("instructions"),
            "{said}"
        );
        let said = error("[[on]]\nmethod = \"ping\"\ndo = [\"anser\"]\n");
        assert!(
            said.contains("line 3") && said.contains("anser") && said.contains("wait_ms"),
            "{said}"
        );
        let said = error("start = [{ line = \"{{oops}}\" }]\n");
        assert!(
            said.contains("line 1") && said.contains("unknown placeholder {{oops}}"),
            "{said}"
        );
    }

    #[test]
    fn an_item_has_one_definition_that_is_json_unless_it_is_raw() {
        assert!(error("[[tool]]\n").contains("tool 1: it has no definition"));
        assert!(error("[[tool]]\njson = '{}'\nraw = '{}'\n").contains("two definitions"));
        assert!(error("[[prompt]]\njson = '{'\n").contains("prompt 1: `json` is no JSON"));
        assert!(Script::parse("[[tool]]\nraw = '{'\n").is_ok());
    }

    #[test]
    fn nothing_is_answered_where_nothing_was_asked() {
        assert!(error("end = [\"answer\"]\n").contains("end: nothing was asked there"));
    }
}
