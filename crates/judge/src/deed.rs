//! What a tool may do, as verb and object: that of its name, and each of the operations that it lets the caller pick.

use crate::actions::{operations, picks, selects};
use crate::kinds::{List, Lists};
use crate::name;
use crate::prose::{Prose, Words, one_of, words};
use crate::shape::{Param, Tool};
use crate::verbs::{Found, Verbs, name_verb};
use gate_engine::Effect;
use std::ops::Range;

/// Operations of one tool that are looked at.
const OPERATIONS: usize = 64;

/// A verb with what it is done to.
pub(crate) struct Deed {
    /// Its verb, where one is known.
    pub(crate) verb: Option<Found>,
    /// The words of its object, in order; those behind a preposition too.
    pub(crate) object: Vec<String>,
    /// The lists of [`crate::kinds`] that its object's words are in, and those that its verb is in.
    pub(crate) lists: Lists,
    verb_lists: Lists,
    /// The number of words of its name.
    length: usize,
    /// The JSON pointer of the text that it stands in, and the text.
    pub(crate) from: (String, String),
}

/// Words that end the name of an object.
static PREPOSITIONS: Words = Words::of(
    "by|for|from|to|in|on|with|at|of|as|into|via|using|and|or|without|within|onto|against",
);
/// Words that name no thing: what is before them is the head.
static QUALIFIERS: Words = Words::of(
    "a|an|the|id|ids|all|bulk|batch|multiple|many|new|tool|one|single|v1|v2|v3|async|details|data|info",
);
/// Words for what belongs to a thing so closely that it is changed with them.
static OF_IT: Words = Words::of(
    "state|status|version|versions|instance|instances|resource|resources|config|configuration|run|runs|task|tasks|dispatch|name|size|cluster|env|environment|variables|backup|backups|snapshot|execution|job|jobs|group|service|services|source|deployment|git|file|files|settings|branch|domain|v4|action|actions|migration|pool|ssl|subdomain|subdomains|php|class|classes|app|apps|remote",
);
/// Words that are a verb and an object in one: `email_user`, `comment`.
static BOTH: Words = Words::of(
    "email|comment|post|order|message|trade|reply|tweet|invoice|refund|share|build|transfer|swap",
);

impl Deed {
    /// Of a name's words.
    fn of(words: &[String], verb: Option<Found>, from: (String, String)) -> Self {
        let object = object(words, verb.as_ref());
        Self {
            lists: Lists::of_any(object.iter().map(String::as_str)),
            verb_lists: Lists::of_any(verb.iter().map(|found| found.word.as_str())),
            verb,
            object,
            length: words.len(),
            from,
        }
    }

    /// Whether its verb is in a list of a rule.
    pub(crate) fn is(&self, rule: usize, list: List) -> bool {
        self.verb_lists.has(rule, list)
    }

    /// The same, where a verb stands: in front or at the end. `1-click-install` clicks nothing.
    pub(crate) fn tells(&self, rule: usize, list: List) -> bool {
        let stands = |found: &Found| found.at == 0 || found.at + 1 == self.length;
        self.is(rule, list) && self.verb.as_ref().is_some_and(stands)
    }

    /// Whether two words stand side by side in its object: `access key`.
    pub(crate) fn pair(&self, first: &str, second: &str) -> bool {
        self.object
            .windows(2)
            .any(|w| matches!(w, [a, b] if one_of(first, a) && one_of(second, b)))
    }

    /// Whether a word of its object that is in a list of a rule is what is meant, and does not only say of what another thing is:
    /// the `site` in `delete_site`, and not in `delete_site_script`.
    pub(crate) fn heads(&self, rule: usize, list: List) -> bool {
        let ends = |next: Option<&String>| {
            next.is_none_or(|next| {
                one_of(&PREPOSITIONS, next)
                    || one_of(&QUALIFIERS, next)
                    || one_of(&OF_IT, next)
                    || Lists::of(next).has(rule, list)
                    || next.chars().all(|c| c.is_ascii_digit())
            })
        };
        let held = |(at, word): (usize, &String)| {
            Lists::of(word).has(rule, list) && ends(self.object.get(at + 1))
        };
        self.object.iter().enumerate().any(held)
    }

    /// Whether its verb only looks.
    pub(crate) fn reads(&self) -> bool {
        self.verb
            .as_ref()
            .is_some_and(|found| found.verb.effect == Effect::Read)
    }
}

/// The words of what a verb is done to: those behind it, or those in front where nothing is named behind. What is in front of both is
/// only where the thing is kept: `admin_create_user`.
fn object(words: &[String], verb: Option<&Found>) -> Vec<String> {
    let Some(found) = verb else {
        return words.to_vec();
    };
    let behind = words.get(found.at + 1..).unwrap_or_default();
    let names = behind
        .iter()
        .find(|word| !one_of(&QUALIFIERS, word))
        .is_some_and(|word| !one_of(&PREPOSITIONS, word));
    let both = (!names && one_of(&BOTH, &found.word)).then(|| found.word.clone());
    let front = words.get(..found.at).unwrap_or_default();
    let front = if names { &[] } else { front };
    front.iter().chain(behind).cloned().chain(both).collect()
}

/// The operations that a parameter lets the caller pick: those that it is limited to, or those that its text names.
fn values<'p>(param: &'p Param<'_>) -> Vec<&'p str> {
    if param.values.free_text {
        return operations(param);
    }
    param.values.listed.clone()
}

/// What a tool may do; its name comes first.
pub(crate) fn deeds(tool: &Tool<'_>, verbs: &Verbs) -> Vec<Deed> {
    let named = Deed::of(
        &tool.words,
        verbs.name.clone(),
        ("/name".to_owned(), tool.name.to_owned()),
    );
    let own = named.object.clone();
    let picked = tool
        .params
        .iter()
        .filter(|param| param.level <= 1 && picks(param) && !selects(verbs.name.as_ref()))
        .flat_map(|param| values(param).into_iter().map(move |value| (param, value)))
        .take(OPERATIONS)
        .filter_map(move |(param, value)| {
            let mut words = name::words(value);
            let mut found = name_verb(&words)?;
            if words.len() == 1 && found.verb.noun {
                return None;
            }
            if words.len() == 1 {
                // A bare verb is done to what the tool is named after.
                words = own.iter().chain(&words).cloned().collect();
                found.at = words.len() - 1;
            }
            let from = (param.pointer.clone(), value.to_owned());
            Some(Deed::of(&words, Some(found), from))
        });
    std::iter::once(named).chain(picked).collect()
}

/// Words of a description in which the object of its first verb ends, and those of that object which say what it is.
const OBJECT: usize = 7;
const HEAD: usize = 2;

/// What the description opens by saying that is done, and to what: "Stop a running virtual machine of a project". What something is
/// stands at the end of its name: a "container image" is no container.
pub(crate) fn told(tool: &Tool<'_>, verbs: &Verbs) -> Option<Deed> {
    let text = &tool.text;
    let manner = words!("live|force|hard|soft|hot|cold|bulk|batch|mass|power");
    let plainly =
        |at: usize| at == 0 || at == 1 && (text.word(0).ends_with("ly") || text.is_one(manner, 0));
    let first = verbs.text.first().filter(|first| plainly(first.at))?;
    let end = text.sentence_of(0).end.min(first.at + OBJECT);
    let ends = |at: &usize| {
        text.tokens.get(*at).is_some_and(|token| token.opens)
            || text.is_one(&PREPOSITIONS, *at)
            || text.is_one(words!("that|which|who|whose|where|when|if|about|after|before|between|during|until|per|like|so|because"), *at)
    };
    let end = (first.at + 1..end).find(ends).unwrap_or(end);
    // What is set up on a thing changes that: "Enable backups on a machine".
    let onto = text.is_one(words!("on|of|onto"), end) && one_of(&SETS_ON, &first.word);
    if onto {
        let last = text.sentence_of(0).end.min(end + 1 + OBJECT);
        let head = (end + 1..last).find(ends).unwrap_or(last);
        return deed_at(text, first, head.saturating_sub(HEAD).max(end + 1)..head);
    }
    let from = end.saturating_sub(HEAD).max(first.at + 1);
    deed_at(text, first, from..end)
}

/// Verbs of setting something up on a thing.
static SETS_ON: Words = Words::of("enable|disable|install|uninstall|activate|deactivate|configure");

/// A verb of a text with the words of its object.
fn deed_at(text: &Prose, first: &Found, object: Range<usize>) -> Option<Deed> {
    let words: Vec<String> = std::iter::once(first.at)
        .chain(object)
        .map(|at| text.word(at).to_owned())
        .collect();
    let from = ("/description".to_owned(), text.around(0));
    let verb = Found {
        at: 0,
        ..first.clone()
    };
    (words.len() > 1).then(|| Deed::of(&words, Some(verb), from))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn of(name: &str) -> Deed {
        let words = name::words(name);
        Deed::of(&words, name_verb(&words), Default::default())
    }

    #[test]
    fn a_name_is_a_verb_and_an_object() {
        for (name, verb, object) in [
            ("create_order_note", "create", "order note"),
            ("db-cluster-create", "create", "db cluster"),
            ("admin_create_user", "create", "user"),
            ("file_delete_by_id", "delete", "file by id"),
            ("add_card_to_list", "add", "card to list"),
            ("run_in_pod", "run", "in pod"),
            ("comment_on_page", "comment", "on page comment"),
        ] {
            let deed = of(name);
            let found = deed.verb.as_ref().map(|found| found.word.as_str());
            assert_eq!(found, Some(verb), "{name}");
            assert_eq!(deed.object.join(" "), object, "{name}");
        }
        let rule = 0;
        assert!(of("reply_to_thread").tells(rule, List::Telling));
        assert!(
            !of("install_1_reply_app").tells(rule, List::Telling),
            "it stands in the middle"
        );
        assert!(of("delete_access_key").pair("access", "key"));
        assert!(!of("access_the_key").pair("access", "key"));
    }
}
