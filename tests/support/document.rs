//! The JSON document of a probe, with the questions that the tests put to it.

use super::names;
use serde_json::Value;
use std::collections::BTreeMap;

/// A review as JSON.
pub(crate) struct Document {
    /// Its bytes.
    pub(crate) text: String,
    stderr: String,
    json: Value,
    texts: String,
    transcript: String,
    /// The most memory that the run held at once, in bytes, where the system tells.
    pub(crate) peak: Option<u64>,
}

impl Document {
    #[track_caller]
    pub(crate) fn read(stdout: &str, stderr: &str) -> Self {
        let json = serde_json::from_str(stdout).unwrap_or_else(|error| {
            panic!("no JSON on standard output ({error}): {stdout}\n{stderr}")
        });
        Self {
            text: stdout.to_owned(),
            stderr: stderr.to_owned(),
            json,
            texts: String::new(),
            transcript: String::new(),
            peak: None,
        }
    }

    pub(crate) fn with_peak(self, peak: Option<u64>) -> Self {
        Self { peak, ..self }
    }

    pub(crate) fn with_texts(self, texts: String) -> Self {
        Self { texts, ..self }
    }

    pub(crate) fn with_transcript(self, transcript: String) -> Self {
        Self { transcript, ..self }
    }

    /// What stands at a JSON pointer.
    #[track_caller]
    pub(crate) fn at(&self, pointer: &str) -> &Value {
        self.json
            .pointer(pointer)
            .unwrap_or_else(|| panic!("nothing at {pointer} in {}", self.brief()))
    }

    #[track_caller]
    pub(crate) fn is(&self, pointer: &str, value: impl Into<Value>) -> &Self {
        assert_eq!(
            self.at(pointer),
            &value.into(),
            "{pointer} in {}",
            self.brief()
        );
        self
    }

    /// The gate is this one.
    #[track_caller]
    pub(crate) fn gate(&self, gate: &str) -> &Self {
        self.is("/decision/gate", gate)
    }

    /// Between six and eight points, Prototype only, and no error among the findings: what observation alone can show of a good server.
    #[track_caller]
    pub(crate) fn good_citizen(&self) -> &Self {
        let total = self.at("/decision/total").as_u64().unwrap();
        assert!(
            (6..=8).contains(&total),
            "{total} points in {}",
            self.brief()
        );
        self.gate("prototype").no_error()
    }

    /// No finding is an error.
    #[track_caller]
    pub(crate) fn no_error(&self) -> &Self {
        let errors: Vec<_> = self
            .findings()
            .filter(|finding| finding["severity"] == "error")
            .collect();
        assert!(errors.is_empty(), "{errors:#?}");
        self
    }

    /// These tools are listed, in any order, and no others.
    #[track_caller]
    pub(crate) fn lists(&self, tools: &[&str]) -> &Self {
        let (mut listed, mut expected) = (names(self.at("/tools")), tools.to_vec());
        listed.sort();
        expected.sort_unstable();
        assert_eq!(listed, expected, "{}", self.brief());
        self
    }

    /// The tool of this name.
    #[track_caller]
    pub(crate) fn tool(&self, name: &str) -> &Value {
        let found = self
            .at("/tools")
            .as_array()
            .unwrap()
            .iter()
            .find(|tool| tool["name"] == name);
        found.unwrap_or_else(|| panic!("no tool {name} in {}", self.brief()))
    }

    /// A finding of this probe names this: in its subject or its message.
    #[track_caller]
    pub(crate) fn finds(&self, probe: &str, named: &str) -> &Self {
        let found = self
            .findings()
            .any(|finding| is_about(finding, probe, named));
        assert!(
            found,
            "no finding of {probe} names “{named}” in {}",
            self.brief()
        );
        self
    }

    /// This probe ended so.
    #[track_caller]
    pub(crate) fn outcome(&self, probe: &str, outcome: &str) -> &Self {
        let probes = self.at("/probes").as_array().unwrap();
        let found = probes
            .iter()
            .find(|one| one["id"] == probe)
            .unwrap_or_else(|| panic!("no probe {probe} in {}", self.brief()));
        assert_eq!(found["outcome"], outcome, "{found} in {}", self.brief());
        self
    }

    /// This critical failure is in this state, for a reason that names this.
    #[track_caller]
    pub(crate) fn critical(&self, id: &str, state: &str, named: &str) -> &Self {
        let all = self.at("/decision/critical").as_array().unwrap();
        let found = all
            .iter()
            .find(|one| one["id"] == id)
            .unwrap_or_else(|| panic!("no critical failure {id}"));
        assert_eq!(found["state"], state, "{found}");
        assert!(
            found.to_string().contains(named),
            "“{named}” is not named by {found}"
        );
        self
    }

    /// The human page and the evidence notes both came out, and one of them says this.
    #[track_caller]
    pub(crate) fn says(&self, text: &str) -> &Self {
        assert!(self.said(text), "“{text}” is not said in\n{}", self.texts);
        self
    }

    /// Neither the document nor any page, the transcript or standard error says this.
    #[track_caller]
    pub(crate) fn never_holds(&self, text: &str) -> &Self {
        let held = self.transcript.contains(text);
        assert!(!held, "“{text}” is in the transcript");
        self.never_says(text)
    }

    /// Neither the document nor any page or standard error says this.
    #[track_caller]
    pub(crate) fn never_says(&self, text: &str) -> &Self {
        for (place, said) in [
            ("the document", &self.text),
            ("the pages", &self.texts),
            ("standard error", &self.stderr),
        ] {
            assert!(!said.contains(text), "“{text}” is said in {place}");
        }
        self
    }

    /// Standard error says this.
    #[track_caller]
    pub(crate) fn warns(&self, text: &str) -> &Self {
        let said = &self.stderr;
        assert!(
            said.contains(text),
            "“{text}” is not on standard error: {said}"
        );
        self
    }

    /// The transcript holds this.
    #[track_caller]
    pub(crate) fn records(&self, text: &str) -> &Self {
        let place = "the transcript";
        assert!(self.transcript.contains(text), "“{text}” is not in {place}");
        self
    }

    /// What it did in the sandbox: the deeds of one kind.
    pub(crate) fn did(&self, act: &str) -> Vec<&Value> {
        let deeds = self.at("/sandbox/did").as_array().unwrap();
        deeds.iter().filter(|deed| deed["act"] == act).collect()
    }

    /// Whether the human page or the evidence notes say this.
    pub(crate) fn said(&self, text: &str) -> bool {
        self.texts.contains(text)
    }

    /// Every finding.
    pub(crate) fn findings(&self) -> impl Iterator<Item = &Value> {
        self.at("/findings").as_array().unwrap().iter()
    }

    /// What a failing test should show: the verdict, the findings, and the probes that did not pass.
    fn brief(&self) -> String {
        let mut outcomes: BTreeMap<String, Vec<String>> = BTreeMap::new();
        for probe in self.json["probes"].as_array().into_iter().flatten() {
            outcomes
                .entry(probe["outcome"].to_string())
                .or_default()
                .push(format!("{} ({})", probe["id"], probe["reason"]));
        }
        outcomes.remove("\"pass\"");
        format!(
            "gate {} total {} exit {}\ntools {:?}\ncritical {:#}\nfindings {:#}\nprobes {outcomes:#?}\nstandard error {}",
            self.json["decision"]["gate"],
            self.json["decision"]["total"],
            self.json["exit"],
            names(&self.json["tools"]),
            self.json["decision"]["critical"],
            self.json["findings"],
            self.stderr,
        )
    }
}

/// Whether this is a finding of this probe and names this: in its subject or its message.
pub(crate) fn is_about(finding: &Value, probe: &str, named: &str) -> bool {
    let texts = [
        &finding["subject"]["name"],
        &finding["subject"]["pointer"],
        &finding["message"],
    ];
    finding["probe"] == probe
        && texts
            .iter()
            .any(|text| text.as_str().is_some_and(|text| text.contains(named)))
}
