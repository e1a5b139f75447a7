//! What people state about the server as a whole: answers, scores, confirmed failures, acceptances.

use crate::backing::{Defaults, lacking};
use crate::field::Once;
use crate::problem::{Problem, Problems};
use crate::table::Table;
use gate_engine::{
    Answer, Attestation, Criterion, CriticalFailure, Dimension, Facet, Question, ReviewerScore,
    Score, Sensitive, Stated, rubric,
};

/// The id by which a decision refers to a statement.
pub(super) fn id(table: &Table<'_>) -> String {
    format!("record:{}", table.line)
}

const ANSWERS: &[Answer] = &[Answer::Yes, Answer::No, Answer::NotApplicable];

fn answer_id(answer: Answer) -> &'static str {
    match answer {
        Answer::Yes => "yes",
        Answer::No => "no",
        Answer::NotApplicable => "not_applicable",
    }
}

pub(super) fn attestations(
    root: &Table<'_>,
    defaults: &Defaults,
    problems: &mut Problems,
) -> Vec<Stated<Attestation>> {
    let mut once = Once::default();
    let mut stated = Vec::new();
    for table in root.tables("attestation", problems) {
        table.only(
            &[
                "facets", "criteria", "answer", "says", "evidence", "by", "on",
            ],
            problems,
        );
        let questions = questions(&table, &mut once, problems);
        let answer = table.get("answer").map_or(Some(Answer::Yes), |field| {
            field.word("answer", ANSWERS, answer_id, problems)
        });
        let Some(answer) = answer else { continue };
        let (says, backing) = match answer {
            Answer::Yes => (
                table.maybe_text("says", problems),
                defaults.backed(&table, problems),
            ),
            Answer::NotApplicable => (
                table.text(
                    "says",
                    "add `says = \"…\"`: why the question does not arise",
                    problems,
                ),
                defaults.backed(&table, problems),
            ),
            // A no can only restrict: a reason is enough.
            Answer::No => (
                table.text("says", "add `says = \"…\"`: what is not so", problems),
                defaults.maybe_backed(&table, problems),
            ),
        };
        let says = says.unwrap_or_default();
        stated.extend(questions.into_iter().map(|question| Stated {
            id: id(&table),
            what: Attestation {
                question,
                answer,
                says: says.clone(),
            },
            backing: backing.clone(),
        }));
    }
    stated
}

fn questions(table: &Table<'_>, once: &mut Once, problems: &mut Problems) -> Vec<Question> {
    let mut questions = Vec::new();
    let (facets, criteria) = (table.get("facets"), table.get("criteria"));
    if facets.is_none() && criteria.is_none() {
        table.problem(
            "facets",
            "is missing",
            "add `facets = [\"…\"]` or `criteria = [\"…\"]`: what this answers",
            problems,
        );
    }
    if let Some(field) = facets {
        for (facet, line) in field.words("facet", Facet::ALL, Facet::id, problems) {
            if once.first(facet.id(), line, &field.path, problems) {
                questions.push(Question::Facet(facet));
            }
        }
    }
    if let Some(field) = criteria {
        let known: Vec<&'static Criterion> = rubric().criteria.iter().collect();
        for (criterion, line) in
            field.words("criterion", &known, |criterion| criterion.id, problems)
        {
            if once.first(criterion.id, line, &field.path, problems) {
                questions.push(Question::Criterion(criterion.id.to_owned()));
            }
        }
    }
    questions
}

/// The scores, and for each without backing the problem that it is where it would raise.
pub(super) fn scores(
    root: &Table<'_>,
    defaults: &Defaults,
    problems: &mut Problems,
) -> (Vec<Stated<ReviewerScore>>, Vec<(Dimension, Problem)>) {
    let mut once = Once::default();
    let (mut scores, mut unbacked) = (Vec::new(), Vec::new());
    for table in root.tables("score", problems) {
        table.only(
            &["dimension", "score", "because", "evidence", "by", "on"],
            problems,
        );
        let dimension = table
            .need("dimension", "add `dimension = \"…\"`", problems)
            .and_then(|field| field.word("dimension", Dimension::ALL, Dimension::id, problems))
            .filter(|dimension| {
                once.first(dimension.id(), table.line, "score.dimension", problems)
            });
        let score = table
            .need("score", "add `score = ` and a number from 0 to 3", problems)
            .and_then(|field| field.number(0, 3, problems))
            .and_then(|points| Score::from_points(u8::try_from(points).ok()?));
        let because = table.text(
            "because",
            "add `because = \"…\"`: what this score rests on",
            problems,
        );
        let backing = defaults.maybe_backed(&table, problems);
        let (Some(dimension), Some(score), Some(because)) = (dimension, score, because) else {
            continue;
        };
        if backing.is_none() {
            unbacked.push((dimension, without_backing(&table, dimension)));
        }
        scores.push(Stated {
            id: id(&table),
            what: ReviewerScore {
                dimension,
                score,
                because,
            },
            backing,
        });
    }
    (scores, unbacked)
}

fn without_backing(table: &Table<'_>, dimension: Dimension) -> Problem {
    let (field, remedy) = lacking();
    Problem {
        line: table.line,
        field: format!("score.{field}"),
        what: format!("this score raises `{dimension}`, and nothing shows why"),
        remedy: format!("{remedy}, with a person and a date; or lower the score"),
    }
}

pub(super) fn critical(
    root: &Table<'_>,
    problems: &mut Problems,
) -> Vec<Stated<(CriticalFailure, String)>> {
    let mut stated = Vec::new();
    for table in root.tables("critical", problems) {
        table.only(&["id", "state", "because"], problems);
        let failure = table
            .need("id", "add `id = \"…\"`: which critical failure", problems)
            .and_then(|field| {
                field.word(
                    "critical failure",
                    CriticalFailure::ALL,
                    CriticalFailure::id,
                    problems,
                )
            });
        state(&table, problems);
        let because = table.text("because", "add `because = \"…\"`: what shows it", problems);
        stated.extend(failure.zip(because).map(|what| Stated {
            id: id(&table),
            what,
            backing: None,
        }));
    }
    stated
}

/// A person may confirm a critical failure. What clears one is an attestation, with its evidence.
fn state(table: &Table<'_>, problems: &mut Problems) {
    let Some(field) = table.need("state", "add `state = \"confirmed\"`", problems) else {
        return;
    };
    if field
        .text(problems)
        .is_some_and(|state| state != "confirmed")
    {
        let remedy =
            "write `\"confirmed\"`; to clear a failure, attest the facet that rules it out";
        field.problem("a failure can only be confirmed here", remedy, problems);
    }
}

pub(super) fn sensitive(
    root: &Table<'_>,
    defaults: &Defaults,
    problems: &mut Problems,
) -> Vec<Stated<Sensitive>> {
    let mut once = Once::default();
    let mut stated = Vec::new();
    for table in root.tables("sensitive", problems) {
        table.only(
            &["class", "accepted_because", "evidence", "by", "on"],
            problems,
        );
        let class = table
            .need(
                "class",
                "add `class = \"…\"`: which class of data",
                problems,
            )
            .and_then(|field| field.word("class of data", Sensitive::ALL, Sensitive::id, problems))
            .filter(|class| once.first(class.id(), table.line, "sensitive.class", problems));
        table.text(
            "accepted_because",
            "add `accepted_because = \"…\"`: why reaching it is acceptable",
            problems,
        );
        let backing = defaults.backed(&table, problems);
        stated.extend(class.map(|what| Stated {
            id: id(&table),
            what,
            backing,
        }));
    }
    stated
}

/// The confirmation. What the person says was looked at is its evidence, as a note; links may stand beside it.
pub(super) fn confirmation(
    root: &Table<'_>,
    defaults: &Defaults,
    problems: &mut Problems,
) -> Option<Stated<String>> {
    let table = root.table("confirmation", problems)?;
    table.only(&["says", "evidence", "by", "on"], problems);
    let says = table.text(
        "says",
        "add `says = \"…\"`: what was looked at before no critical failure remained",
        problems,
    );
    let signed = match table.get("evidence") {
        Some(_) => defaults.backed(&table, problems),
        None => defaults.signed(&table, problems),
    };
    let (what, mut backing) = (says?, signed?);
    backing.evidence.insert(0, format!("note: {what}"));
    Some(Stated {
        id: id(&table),
        what,
        backing: Some(backing),
    })
}
