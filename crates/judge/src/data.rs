//! Which data a tool reaches. Sensitive classes cap the gate: only what is clear counts.

use crate::prose::{Phrases, Prose, one_of, pieces};
use crate::setting::Setting;
use crate::shape::Tool;
use crate::verbs::Verbs;
use crate::{Capability, Claim};
use gate_engine::{Effect, Sensitive};
use std::collections::BTreeSet;
use std::sync::LazyLock;

/// A class with what shows that it is reached.
struct Rule {
    class: Sensitive,
    /// Words of a name, between bars.
    named: &'static str,
    /// What the description's first words say, between bars; pieces with a plus between them must all be there.
    says: &'static str,
    /// Whether only a tool that reads reaches it.
    reads: bool,
}

/// The rules.
const RULES: &[Rule] = &[
    Rule {
        class: Sensitive::CustomerRecords,
        named: "customer|customers|lead|leads|crm|subscribers|prospect|prospects|shopper|shoppers|clientele|opportunities|buyers|guestbook|passengers|policyholder|\
            policyholders|borrower|borrowers|cardholder|cardholders",
        says: "users+phone|user+phone number|users+date of birth|users+personal data|members+phone|people+phone|person+phone number|guests+phone|\
            users+email addresses|members+email addresses|users+personal information|customers+personal information|members+personal information|personally identifiable|personal data+users|contact details+users|contact details+members|\
            contact information+users|contact information+people|users+phone numbers|users+home address|users+postal address|orders+customers|orders+seller|orders+store|orders+shipping address|order+shipping address|\
            deals+pipeline|deal+pipeline|sales pipeline|sales opportunities|customers+email|clients+email|clients+phone|client records|client record|tenants+phone|passengers+names|\
            crm|customer records|customer data|contacts+companies|contacts+deals|customers in|account+contacts|accounts+contacts|account+contact|leads+contacts",
        reads: false,
    },
    Rule {
        // What customers write to a help desk.
        class: Sensitive::CustomerRecords,
        named: "",
        says: "support tickets|support ticket|customer tickets|customer conversations|identity verification|aml screening|kyc|\
            freshdesk+ticket|freshdesk+tickets|freshdesk+contact|intercom+conversation|intercom+conversations|help desk+tickets|helpdesk+tickets|service desk+customers",
        reads: true,
    },
    Rule {
        class: Sensitive::PrivateMessages,
        named: "inbox|emails|dms|conversation|conversations|chats|voicemail|voicemails|sms",
        says: "conversation history|private messages|direct messages|read emails|email messages|chat messages",
        reads: true,
    },
    Rule {
        class: Sensitive::SourceCodeSecrets,
        named: "",
        says: "content+files+repository|content+file+repository|content+directory+repository|content+file+project|contents+file+project|file contents+project|contents+repository|contents+commit|contents+function|differences+commits|differences+branches|changes+working directory|changes+staged|\
            files changed+pull request|differences+working copy|view source code|source code with|source code of|raw source code|raw source of|changes+working copy|differences+revisions|diff+commit|diff+pull request|diff+repository|source code+repository",
        reads: true,
    },
    Rule {
        class: Sensitive::PaymentData,
        named: "payments|payment|payout|payouts|transactions|charges|refunds|refund",
        says: "payment methods|saved card|saved cards|payment cards|stored cards|credit cards|credit card|bank account|account activity|payment details",
        reads: false,
    },
    Rule {
        // What an account holds, and what went in and out of it.
        class: Sensitive::PaymentData,
        named: "invoice|invoices",
        says: "bank accounts|the account balance|your account balance|get account balance|account balances|bank transactions|card details|card numbers|payment history|bank statement|bank statements|\
            transaction history+account|debit card|debit cards|iban|routing number|portfolio positions|brokerage account|spending+accounts|transactions+bank|\
            holdings+portfolio|financial accounts|payment methods+customer",
        reads: true,
    },
    Rule {
        class: Sensitive::LegalDocuments,
        named: "contract|contracts|agreement|agreements|legal|nda|ndas|clause|clauses|lawsuit|lawsuits|litigation|deposition|depositions|subpoena|testament|deed|deeds|affidavit|affidavits",
        says: "legal documents|signed agreements|legal document|envelopes+signature|envelope+signature|envelope+recipients|for signature|signature request|signature requests|signed documents|signed document|e signature|esignature|\
            legal matter|legal matters|case files|privileged documents|legal contracts",
        reads: false,
    },
    Rule {
        class: Sensitive::MedicalData,
        named: "patient|patients|medication|medications|ehr|emr|fhir|diagnosis|diagnoses|prescription|prescriptions|immunizations|immunization|allergies|vitals|glucose|\
            hrv|ecg|ekg|spo2|biomarkers|biomarker|bloodwork|dicom|radiology|symptoms|vaccinations|pregnancy|menstrual|hl7",
        says: "patient records|medical records|medical record|health records|health record|heart rate|sleep data|sleep score|sleep stages|sleep+wearable|blood pressure|blood glucose|health data|\
            medical history|lab results|lab result|vital signs|body composition|heart rate variability|menstrual cycle|patient data|clinical notes|\
            clinical records|test results+patient|mental health|therapy notes|blood oxygen|resting heart",
        reads: false,
    },
    Rule {
        class: Sensitive::HrData,
        named: "employee|employees|payroll|salary|salaries|applicant|applicants|candidate|candidates|timesheet|timesheets|payslip|payslips|paystub|paystubs|resume|resumes|\
            compensation|absences|payrun|payruns|headcount|offboarding|personnel|hris|paycheck|paychecks",
        says: "workforce analytics|workforce report|workforce data|headcount|job offer letter|offer letter+candidate|employee termination|employee onboarding|employee separation|employee records|payroll|employee data|time off|job applications|job application|performance review|performance reviews|leave balance|leave requests|leave request|\
            interview feedback|personnel file|personnel files|hr records|compensation data",
        reads: false,
    },
    Rule {
        class: Sensitive::Credentials,
        named: "secret|secrets|credential|credentials|password|passwords|passphrase|passphrases",
        says: "returns the password|returns its password|including the password|including its password|including password|including passwords|\
            oauth tokens|stored credentials|access tokens|authentication tokens|auth tokens|along with the password|and its password|returns+and password|returns+and the password|\
            returns api_key|returns api key|returns an api key|returns your api key|returns the api key|derived from a private key|from a private key",
        reads: true,
    },
];

/// Words of the description in which a class is looked for.
const REACH: usize = 60;
/// Words on public chains and markets, where a transaction is no one's secret.
const PUBLIC: &str = "testing|pact|abi|evm|web3|defi|nft|wallet|option|options|futures|solidity|trading|blockchain|onchain|chain|solana|smart|address|ethereum|market|stock|token|public|price|prices|block";

/// What people write to each other, where the tool is about mail or chat.
const MESSAGES: &str = "message|messages|email|emails|mail|mails|thread|threads|history|replies|conversation|conversations|chat|chats|draft|drafts|attachment|mention|mentions";
/// Where people write to each other.
const ROOMS: &str =
    "room|rooms|chat|chats|channel|channels|dm|dms|conversation|conversations|inbox|direct";
/// Words that show that it is not the text of it.
const ABOUT_MESSAGES: &str = "template|templates|status|statistics|stats|validation|address|addresses|setting|settings|label|labels|folder|folders|account|accounts|\
    signature|filter|filters|count|campaign|event|events|alias|aliases|domain|list|lists|user|users|forum|schedule|report|health|quota|automation|metrics|activity|queue|broadcast|newsletter|admins|admin|administrators|member|members|permissions|photo|invite|link|participants";

/// Objects that describe records and are none.
const DEFINITIONS: &str =
    "pipelines|stages|schema|schemas|property|properties|field|fields|column|columns|link|feedback";

/// The words of a name besides its verb; a verb that is a noun as often counts as both.
pub(crate) fn object<'t>(tool: &'t Tool<'_>, verbs: &Verbs) -> Vec<&'t str> {
    let verb = verbs.name.as_ref().map(|found| found.at);
    let both = |word: &str| one_of("email|comment|post|order|message|trade|reply", word);
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
        let named = words.iter().find(|word| one_of(rule.named, word));
        if let Some(word) = named {
            return Some((rule.class, word.clone(), false));
        }
        Some((rule.class, text.around(said(phrases, text)?), true))
    };
    READY.iter().filter_map(one).collect()
}

/// People of whom records are kept …
const PERSONS: &str = "lead|guest|attendee|subscriber|client|customer|passenger|tenant";
/// … and what says how they are reached.
const REACHED_AT: &str =
    "phone|email|phone_number|mobile|emails|phones|email_address|phone_numbers|contact_fields";

/// Whether messages between people are looked through: by what the first words say where all is about mail, or by who wrote to whom.
fn reads_mail(tool: &Tool<'_>, verbs: &Verbs) -> bool {
    let about = |word: &str| one_of(ABOUT_MESSAGES, word);
    let looked = |first: &crate::verbs::Found| {
        let object = |i: usize| {
            one_of(
                "messages|emails|mails|message|email",
                tool.text.word(first.at + i),
            )
        };
        first.at < 2 && (object(1) || object(2)) && !about(tool.text.word(first.at + 2))
    };
    let mail = tool.setting == Some(Setting::Mail) && verbs.text.first().is_some_and(looked);
    let between = tool.named("message|messages|sms")
        && tool.top().any(|param| param.is("to"))
        && tool.top().any(|param| param.is("from"));
    let verb = verbs.name.as_ref().map(|found| found.at);
    let other = |(i, word): (usize, &String)| Some(i) != verb && about(word);
    (mail || between) && !tool.words.iter().enumerate().any(other)
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
    let public = tool.text.opens_with(PUBLIC, REACH) || tool.named(PUBLIC);
    for (rule, phrases) in READY.iter().filter(|(rule, _)| {
        // What is taken along, or away, is reached as well.
        let taken = rule.class == Sensitive::PrivateMessages
            && (verbs.leads("download|export|forward")
                || verbs.leads("delete|empty|expunge|move")
                    && (tool.named("email|emails|mail|mails|trash|inbox")
                        || tool.named("message|messages")
                            && (tool.branded("mail|email|gmail|outlook|imap")
                                || tool.text.opens_with("email|mail|mailbox|imap", 12)))
                // What is read is reached, whatever it changes besides.
                || verbs.text.first().is_some_and(|first| first.word == "read"));
        let kept = rule.class == Sensitive::Credentials;
        !rule.reads || effect == Effect::Read || taken || kept
    }) {
        let definitions = rule.class == Sensitive::CustomerRecords
            && (verbs.leads("describe") || object.iter().any(|word| one_of(DEFINITIONS, word)));
        let about = rule.class == Sensitive::Credentials
            && object.iter().any(|word| {
                one_of(
                    "alert|alerts|scanning|policy|policies|rotation|types|strength",
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
                one_of(MESSAGES, word) || *word == "updates" && tool.about(Setting::Mail)
            })
            && !object.iter().any(|word| one_of(ABOUT_MESSAGES, word))
            && (tool.about(Setting::Mail) || tool.named("message|messages") && tool.named(ROOMS))
        {
            note(rule.class, "/name", tool.name);
            continue;
        }
        let open = matches!(
            rule.class,
            Sensitive::PaymentData | Sensitive::LegalDocuments
        ) && public;
        if !open && object.iter().any(|word| one_of(rule.named, word)) {
            note(rule.class, "/name", tool.name);
        } else if let Some(at) = said(phrases, &tool.text) {
            note(rule.class, "/description", &tool.text.around(at));
        } else if effect == Effect::Read
            && rule.class != Sensitive::PaymentData
            && let Some((param, at)) = tool
                .top()
                // What is only told about what is given is an example.
                .filter(|param| !param.is("context|instruction|instructions|hint|hints|style|tone"))
                .find_map(|param| Some((param, said(phrases, &param.text)?)))
        {
            note(
                rule.class,
                &format!("{}/description", param.pointer),
                &param.text.around(at),
            );
        }
    }
    // What is a record of the server's kind, whether it is read or changed.
    if let Some(kept) = tool.records
        && let Some(word) = kept.record(&object)
        && let class = kept.class()
        && !(public && class == Sensitive::PaymentData)
    {
        note(class, "/name", word);
    }
    // Who someone is, and how they are reached.
    let person = object.iter().any(|word| one_of(PERSONS, word));
    if person
        && let Some(reached) = tool.top().find(|param| param.is(REACHED_AT))
        && effect != Effect::Read
    {
        note(Sensitive::CustomerRecords, &reached.pointer, reached.name);
    }
    // Whose record it is, by the parameter that picks it.
    for (class, whose) in [
        (
            Sensitive::MedicalData,
            "patient|patient_id|patientid|patient_ids|mrn|nhs_number",
        ),
        (
            Sensitive::HrData,
            "employee_id|candidate_id|applicant_id|employee_ids|candidate_ids|employee_number|employee_name|candidate_name|applicant_name|employee_email|employee_salary",
        ),
    ] {
        if let Some(param) = tool.top().find(|param| param.is(whose)) {
            note(class, &param.pointer, param.name);
        }
    }
    // The key by which someone signs as the owner.
    if let Some(key) = tool.top().find(|param| {
        param.values.free_text
            && param.is("private_key|wallet_private_key|sender_private_key|signer_private_key|mnemonic|mnemonic_phrase|seed_phrase|secret_phrase|recovery_phrase")
            && !param.text.says("path|file")
    }) {
        note(Sensitive::Credentials, &key.pointer, key.name);
    }
    // The secret that something is given.
    if let Some(secret) = tool.top().find(|param| {
        param.is("passphrase|psk|wifi_password|secret_value|new_secret|wpa_passphrase|admin_password|root_password|master_password")
    }) && verbs.leads("create|update|set|add|change|put|write|rotate")
    {
        note(Sensitive::Credentials, &secret.pointer, secret.name);
    }
    // The password that someone is given.
    if (capabilities.contains(&Capability::AccountChange)
        || verbs.leads("login|register|authenticate"))
        && let Some(password) = tool
            .top()
            .find(|param| param.is("password|passwd|new_password|key_file|ssh_key|private_key"))
    {
        note(Sensitive::Credentials, &password.pointer, password.name);
    }
    if capabilities.contains(&Capability::CredentialAccess) {
        note(Sensitive::Credentials, "/name", tool.name);
    }
    found
}
