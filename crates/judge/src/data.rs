//! Which data a tool reaches. Sensitive classes cap the gate: only what is clear counts.

use crate::domain::made_up;
use crate::prose::{Phrases, Prose, Ready, Words, listed, one_of, phrases, pieces, words};
use crate::records::Records;
use crate::setting::Setting;
use crate::shape::{Param, Tool};
use crate::verbs::Verbs;
use crate::{Capability, Claim};
use gate_engine::{Effect, Sensitive};
use std::collections::BTreeSet;
use std::sync::LazyLock;

mod table;

use table::{RULES, Rule};

/// Words of the description in which a class is looked for.
const REACH: usize = 60;
/// Words on public chains and markets, where a transaction is no one's secret.
static PUBLIC: Words = Words::of(
    "testing|pact|abi|evm|web3|defi|nft|wallet|option|options|futures|solidity|trading|blockchain|onchain|chain|solana|smart|address|ethereum|market|stock|token|public|price|prices|block",
);

/// What people write to each other, where the tool is about mail or chat.
static MESSAGES: Words = Words::of(
    "message|messages|email|emails|mail|mails|thread|threads|history|replies|conversation|conversations|chat|chats|draft|drafts|attachment|mention|mentions",
);
/// Where people write to each other.
static ROOMS: Words = Words::of(
    "room|rooms|chat|chats|channel|channels|dm|dms|conversation|conversations|inbox|direct",
);
/// Words that show that it is not the text of it.
static ABOUT_MESSAGES: Words = Words::of(
    "template|templates|status|statistics|stats|validation|address|addresses|setting|settings|label|labels|folder|folders|account|accounts|\
    signature|filter|filters|count|campaign|event|events|alias|aliases|domain|list|lists|user|users|forum|schedule|report|health|quota|automation|metrics|activity|queue|broadcast|newsletter|admins|admin|administrators|member|members|permissions|photo|invite|link|participants",
);

/// Objects that describe records and are none.
static DEFINITIONS: Words = Words::of(
    "pipelines|stages|schema|schemas|property|properties|field|fields|column|columns|link|feedback",
);

/// The words of a name besides its verb; a verb that is a noun as often counts as both.
pub(crate) fn object<'t>(tool: &'t Tool<'_>, verbs: &Verbs) -> Vec<&'t str> {
    let verb = verbs.name.as_ref().map(|found| found.at);
    let both = |word: &str| one_of(words!("email|comment|post|order|message|trade|reply"), word);
    tool.words
        .iter()
        .enumerate()
        .filter(|(i, word)| Some(*i) != verb || both(word))
        .map(|(_, word)| word.as_str())
        .collect()
}

/// The rules with what they look for made ready.
static READY: LazyLock<Vec<(&Rule, Phrases)>> = LazyLock::new(|| {
    let ready = RULES.iter().map(|rule| (rule, Phrases::of(rule.says)));
    ready.collect()
});

/// Where the first words of a text say one of these.
fn said(phrases: &Phrases, text: &Prose) -> Option<usize> {
    let find = |phrase: &str| text.affirms(phrase, REACH);
    phrases.within(text).find_map(|says| {
        let mut places = pieces(says, b'+').map(find);
        let first = places.next()??;
        let sentence = text.sentence_of(first);
        places
            .all(|place| place.is_some_and(|at| sentence.contains(&at)))
            .then_some(first)
    })
}

/// The classes that words of an address or name tell of, or else the first words of a text, each with what it rests on; the text's are
/// marked.
pub(crate) fn classes_of(words: &BTreeSet<String>, text: &Prose) -> Vec<(Sensitive, String, bool)> {
    let one = |(rule, phrases): &(&Rule, Phrases)| {
        let named = words.iter().find(|word| one_of(&rule.named, word));
        if let Some(word) = named {
            return Some((rule.class, word.clone(), false));
        }
        Some((rule.class, text.around(said(phrases, text)?), true))
    };
    READY.iter().filter_map(one).collect()
}

/// People of whom records are kept …
static PERSONS: Words =
    Words::of("lead|guest|attendee|subscriber|client|customer|passenger|tenant");
/// … and what says how they are reached.
static REACHED_AT: Words = Words::of(
    "phone|email|phone_number|mobile|emails|phones|email_address|phone_numbers|contact_fields",
);

/// Whether messages between people are looked through: by what the first words say where all is about mail, or by who wrote to whom.
fn reads_mail(tool: &Tool<'_>, verbs: &Verbs) -> bool {
    let about = |word: &str| one_of(&ABOUT_MESSAGES, word);
    let looked = |first: &crate::verbs::Found| {
        let object = |i: usize| {
            one_of(
                words!("messages|emails|mails|message|email"),
                tool.text.word(first.at + i),
            )
        };
        first.at < 2 && (object(1) || object(2)) && !about(tool.text.word(first.at + 2))
    };
    let mail = tool.setting == Some(Setting::Mail) && verbs.text.first().is_some_and(looked);
    let between = tool.named(words!("message|messages|sms"))
        && tool.top().any(|param| param.is("to"))
        && tool.top().any(|param| param.is("from"));
    let verb = verbs.name.as_ref().map(|found| found.at);
    let other = |(i, word): (usize, &String)| Some(i) != verb && about(word);
    (mail || between) && !tool.words.iter().enumerate().any(other)
}

/// Parameters that pick a customer where records of them are kept.
static CUSTOMER: Words = Words::of(
    "contact_id|contact_ids|lead_id|lead_ids|customer_id|customer_ids|opportunity_id|deal_id|subscriber_id|prospect_id|person_id",
);
/// Phrases of a contract that is one of work.
const EMPLOYMENT: Ready = phrases!(
    "employment contract|work contract|contrat de travail|contrato de trabajo|contrato de trabalho|contratto di lavoro|arbeitsvertrag"
);
/// Keys that are secrets as a whole; of an SSH key only the public half is given away.
const KEYS: &str = "access key|access keys|secret key|secret keys|client secret|client secrets|private key|private keys";
/// Words of parameters that name what programs pass messages through.
static QUEUES: Words = Words::of("queue|exchange|partition|kafka|sqs|mqtt|topic");

/// Whether messages are those of programs.
fn queued(tool: &Tool<'_>) -> bool {
    tool.top().any(|param| param.named(&QUEUES)) && !tool.named(words!("email|emails|chat|chats"))
}

/// Where the first words of a tool of a mail server say that mails are read, or taken away.
fn mailed(tool: &Tool<'_>, verbs: &Verbs, effect: Effect) -> Option<usize> {
    let goes = effect == Effect::Read
        || verbs.leads(words!(
            "delete|empty|expunge|move|archive|forward|download|export|purge|clear"
        ));
    let server = tool.setting == Some(Setting::Mail);
    let mails = ["emails", "email", "mails", "inbox", "messages"];
    let found = (server && goes && !tool.named(&NO_MAIL) && !queued(tool))
        .then(|| {
            mails
                .iter()
                .find_map(|word| tool.text.affirms(word, MAILED))
        })
        .flatten()?;
    // "Email address", "email counts".
    (!one_of(&NO_MAIL_NEXT, tool.text.word(found + 1))).then_some(found)
}

/// Words of a name that is about something else a mail server has …
static NO_MAIL: Words = Words::of(
    "contact|contacts|calendar|calendars|verify|summary|state|provider|providers|config|configuration|connection|quota|limits",
);
/// … and words after `email` that make it something else.
static NO_MAIL_NEXT: Words = Words::of(
    "address|addresses|count|counts|alias|aliases|template|templates|account|accounts|domain|domains|provider|server|servers|statistics|stats|settings|or|and|phone|campaign|campaigns|format",
);

/// Words of the description in which that is looked for.
const MAILED: usize = 12;

/// Parameters that pick the kind of record that is meant.
static KINDS: Words = Words::of(
    "resource_type|object_type|entity_type|record_type|resource|object|entity|service|module|model|table|collection|dataset|object_name|entity_name",
);

/// The classes of the kinds of records that the caller may pick to read.
fn picked<'t, 'a>(tool: &'t Tool<'a>, effect: Effect) -> Vec<(Sensitive, &'t Param<'a>, &'a str)> {
    let reads = effect == Effect::Read;
    let kinds = tool.top().filter(|param| reads && param.is(&KINDS));
    let values =
        kinds.flat_map(|param| param.values.listed.iter().map(move |value| (param, *value)));
    let classes = values.flat_map(|(param, value)| {
        let words = crate::name::words(value);
        let of = move |rule: &&Rule| words.iter().any(|word| one_of(&rule.named, word));
        let classes: Vec<Sensitive> = RULES.iter().filter(of).map(|rule| rule.class).collect();
        classes.into_iter().map(move |class| (class, param, value))
    });
    classes.collect()
}

/// The classes that a tool clearly reaches.
pub(crate) fn sensitive(
    tool: &Tool<'_>,
    verbs: &Verbs,
    effect: Effect,
    capabilities: &BTreeSet<Capability>,
    because: &mut Vec<Claim>,
) -> BTreeSet<Sensitive> {
    let mut found = BTreeSet::new();
    let mut note = |class: Sensitive, from: &str, text: &str| {
        if found.insert(class) {
            because.push(Claim {
                claim: format!("sensitive: {class}"),
                from: from.to_owned(),
                text: crate::shorten(text),
            });
        }
    };
    let object = object(tool, verbs);
    let sells = tool.records.map(Records::class) == Some(Sensitive::CustomerRecords);
    let hires = tool.records.map(Records::class) == Some(Sensitive::HrData);
    let public = tool.text.opens_with(&PUBLIC, REACH) || tool.named(&PUBLIC);
    for (rule, phrases) in READY.iter().filter(|(rule, _)| {
        // What is taken along, or away, is reached as well.
        let taken = rule.class == Sensitive::PrivateMessages
            && (verbs.leads(words!("download|export|forward"))
                || verbs.leads(words!("delete|empty|expunge|move"))
                    && (tool.named(words!("email|emails|mail|mails|trash|inbox"))
                        || tool.named(words!("message|messages"))
                            && (tool.branded(words!("mail|email|gmail|outlook|imap"))
                                || tool.text.opens_with(words!("email|mail|mailbox|imap"), 12)))
                // What is read is reached, whatever it changes besides.
                || verbs.text.first().is_some_and(|first| first.word == "read"));
        let kept = rule.class == Sensitive::Credentials;
        !rule.reads || effect == Effect::Read || taken || kept
    }) {
        // A password that is made up is no one's yet, one who may be hired is no customer, and what programs pass on is no letter.
        let other = match rule.class {
            Sensitive::Credentials => made_up(tool, verbs),
            Sensitive::CustomerRecords => hires && !object.contains(&"customer"),
            Sensitive::PrivateMessages => queued(tool),
            Sensitive::LegalDocuments => hires || tool.text.says(EMPLOYMENT),
            _ => false,
        };
        let definitions = other
            || rule.class == Sensitive::CustomerRecords
                && (verbs.leads("describe")
                    || object.iter().any(|word| one_of(&DEFINITIONS, word)));
        let about = rule.class == Sensitive::Credentials
            && object.iter().any(|word| {
                one_of(
                    words!("alert|alerts|scanning|policy|policies|rotation|types|strength"),
                    word,
                )
            });
        if definitions || about {
            continue;
        }
        if rule.class == Sensitive::PrivateMessages
            && effect == Effect::Read
            && reads_mail(tool, verbs)
        {
            note(rule.class, "/name", tool.name);
            continue;
        }
        if rule.class == Sensitive::PrivateMessages
            && object.iter().any(|word| {
                one_of(&MESSAGES, word) || *word == "updates" && tool.about(Setting::Mail)
            })
            && !object.iter().any(|word| one_of(&ABOUT_MESSAGES, word))
            && (tool.about(Setting::Mail)
                || tool.named(words!(
                    "message|messages|attachment|attachments|transcript|transcripts|replies"
                )) && tool.named(&ROOMS))
        {
            note(rule.class, "/name", tool.name);
            continue;
        }
        let open = matches!(
            rule.class,
            Sensitive::PaymentData | Sensitive::LegalDocuments
        ) && public;
        if !open && object.iter().any(|word| one_of(&rule.named, word)) {
            note(rule.class, "/name", tool.name);
        } else if let Some(at) = said(phrases, &tool.text) {
            note(rule.class, "/description", &tool.text.around(at));
        } else if effect == Effect::Read
            && rule.class != Sensitive::PaymentData
            && let Some((param, at)) = tool
                .top()
                // What is only told about what is given is an example.
                .filter(|param| {
                    !param.is(words!(
                        "context|instruction|instructions|hint|hints|style|tone"
                    ))
                })
                .find_map(|param| Some((param, said(phrases, &param.text)?)))
        {
            note(
                rule.class,
                &format!("{}/description", param.pointer),
                &param.text.around(at),
            );
        }
    }
    // A mailbox is gone through whatever the name says of it.
    if effect != Effect::Unknown
        && let Some(at) = mailed(tool, verbs, effect)
        && !object.iter().any(|word| one_of(&ABOUT_MESSAGES, word))
    {
        note(
            Sensitive::PrivateMessages,
            "/description",
            &tool.text.around(at),
        );
    }
    // Of whatever kind of record the caller says.
    for (class, param, value) in picked(tool, effect) {
        note(class, &param.pointer, value);
    }
    // Any operation of a server that keeps such records reaches them.
    if let Some(kept) = tool.records
        && capabilities.contains(&Capability::ApiPassthrough)
    {
        note(kept.class(), "/name", tool.name);
    }
    // What is a record of the server's kind, whether it is read or changed.
    if let Some(kept) = tool.records
        && let Some(word) = kept.record(&object)
        && let class = kept.class()
        && !(public && class == Sensitive::PaymentData)
        && !(class == Sensitive::Credentials && made_up(tool, verbs))
    {
        note(class, "/name", word);
    }
    // Who someone is, and how they are reached.
    let person = object.iter().any(|word| one_of(&PERSONS, word));
    if person
        && !hires
        && let Some(reached) = tool.top().find(|param| param.is(&REACHED_AT))
        && effect != Effect::Read
    {
        note(Sensitive::CustomerRecords, &reached.pointer, reached.name);
    }
    // Whose record it is, by the parameter that picks it.
    for (class, whose) in [
        (
            Sensitive::MedicalData,
            "patient|patient_id|patientid|patient_ids|mrn|nhs_number|encounter_id|admission_id|prescription_id|medication_id",
        ),
        (
            Sensitive::HrData,
            "employee_id|candidate_id|applicant_id|employee_ids|candidate_ids|employee_number|employee_name|candidate_name|applicant_name|employee_email|employee_salary",
        ),
    ] {
        if let Some(param) = tool.top().find(|param| listed(whose, param.joined())) {
            note(class, &param.pointer, param.name);
        }
    }
    // The key by which someone signs as the owner.
    if let Some(key) = tool.top().find(|param| {
        param.values.free_text
            && param.is(words!("private_key|wallet_private_key|sender_private_key|signer_private_key|mnemonic|mnemonic_phrase|seed_phrase|secret_phrase|recovery_phrase"))
            && !param.text.says(phrases!("path|file"))
            // The key to a machine is the caller's way in, and stays there.
            && !tool.top().any(|other| other.is(words!("host|hostname|ssh_host")))
    }) {
        note(Sensitive::Credentials, &key.pointer, key.name);
    }
    // An application is one for a job where people are hired.
    if hires
        && let Some(param) = tool.top().find(|param| {
            param.is(words!(
                "application_id|application_ids|interview_id|interview_ids|offer_id|offer_ids"
            ))
        })
    {
        note(Sensitive::HrData, &param.pointer, param.name);
    }
    if sells
        && tool.setting != Some(Setting::Mail)
        && let Some(param) = tool.top().next().filter(|param| param.is(&CUSTOMER))
    {
        note(Sensitive::CustomerRecords, &param.pointer, param.name);
    }
    // The secret that something is given.
    if let Some(secret) = tool.top().find(|param| {
        param.is(words!("passphrase|psk|wifi_password|secret_value|new_secret|wpa_passphrase|admin_password|root_password|master_password"))
    }) && verbs.leads(words!("create|update|set|add|change|put|write|rotate"))
    {
        note(Sensitive::Credentials, &secret.pointer, secret.name);
    }
    // What is written down to log in with from now on.
    if let Some(secret) = tool.top().find(|param| {
        param.is(words!("password|api_token|secret_key|key_file|ssh_key|public_key"))
            && verbs.leads(words!("create|add|set|update|configure|register"))
            && tool.named(words!("account|accounts|credential|credentials|provider|connection|connector|integration|keys|login"))
    }) {
        note(Sensitive::Credentials, &secret.pointer, secret.name);
    }
    // A key that lets someone in, although it is only taken away.
    if capabilities.contains(&Capability::PermissionChange)
        && KEYS.split('|').any(|pair| {
            pair.split_once(' ')
                .is_some_and(|(first, second)| object.windows(2).any(|w| w == [first, second]))
        })
    {
        note(Sensitive::Credentials, "/name", tool.name);
    }
    // The password that someone is given.
    if (capabilities.contains(&Capability::AccountChange)
        || verbs.leads(words!("login|register|authenticate")))
        && let Some(password) = tool.top().find(|param| {
            param.is(words!(
                "password|passwd|new_password|key_file|ssh_key|private_key"
            ))
        })
    {
        note(Sensitive::Credentials, &password.pointer, password.name);
    }
    if capabilities.contains(&Capability::CredentialAccess) {
        note(Sensitive::Credentials, "/name", tool.name);
    }
    found
}
