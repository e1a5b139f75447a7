//! Data that parameters tell of: whose record is picked, how someone is reached, the secret that is handed over.

use super::Look;
use crate::Capability;
use crate::prose::{Words, one_of, phrases, pieces, words};
use crate::setting::Setting;
use crate::shape::Param;
use gate_engine::{Effect, Sensitive};

/// People of whom records are kept …
static PERSONS: Words =
    Words::of("lead|guest|attendee|subscriber|client|customer|passenger|tenant");
/// … and what says how they are reached.
static REACHED_AT: Words = Words::of(
    "phone|email|phone_number|mobile|emails|phones|email_address|phone_numbers|contact_fields",
);
/// Parameters that pick a list of addresses …
static ADDRESSES: Words =
    Words::of("list_id|list_ids|audience_id|audience_ids|segment_id|mailing_list|mailing_list_id");
/// … and words of a name that show that the list is one of something else.
static OF_WORK: Words =
    Words::of("card|cards|task|tasks|board|boards|todo|todos|checklist|item|items");
/// Parameters that pick a customer where records of them are kept.
static CUSTOMER: Words = Words::of(
    "contact_id|contact_ids|lead_id|lead_ids|customer_id|customer_ids|opportunity_id|deal_id|subscriber_id|prospect_id|person_id",
);
/// Parameters that pick whose file it is, whatever the server keeps besides.
static PATIENT: Words = Words::of(
    "patient|patient_id|patientid|patient_ids|mrn|nhs_number|encounter_id|admission_id|prescription_id|medication_id",
);
static EMPLOYEE: Words = Words::of(
    "employee_id|candidate_id|applicant_id|employee_ids|candidate_ids|employee_number|employee_name|candidate_name|applicant_name|employee_email|employee_salary",
);
/// An application is one for a job where people are hired.
static APPLICATION: Words =
    Words::of("application_id|application_ids|interview_id|interview_ids|offer_id|offer_ids");

/// The key by which someone signs as the owner.
static SIGNS: Words = Words::of(
    "private_key|wallet_private_key|sender_private_key|signer_private_key|mnemonic|mnemonic_phrase|seed_phrase|secret_phrase|recovery_phrase",
);
/// Secrets that something is given.
static GIVEN: Words = Words::of(
    "passphrase|psk|wifi_password|secret_value|new_secret|wpa_passphrase|admin_password|root_password|master_password",
);
/// What is written down to log in with from now on …
static LOGIN: Words = Words::of(
    "password|api_token|secret_key|key_file|ssh_key|public_key|access_token|refresh_token|user_access_token|bearer_token",
);
/// … and what it is written down in.
static HOLDS_LOGIN: Words = Words::of(
    "account|accounts|credential|credentials|provider|connection|connector|integration|keys|login|auth|authentication|datasource|token|tokens",
);
/// A key that is set by itself.
static KEY: Words = Words::of(
    "api_key|apikey|token|auth_token|secret|api_secret|client_secret|credential|credentials",
);
/// The password that someone is given.
static PASSWORD: Words = Words::of("password|passwd|new_password|key_file|ssh_key|private_key");
/// Keys that are secrets as a whole; of an SSH key only the public half is given away.
const KEYS: &str = "access key|access keys|secret key|secret keys|client secret|client secrets|private key|private keys";

impl<'a> Look<'_, 'a> {
    /// The classes that parameters tell of, each with the parameter.
    pub(super) fn by_params(&self) -> impl Iterator<Item = (Sensitive, &Param<'a>)> {
        let top = |names: &'static Words| self.tool.top().find(|param| param.is(names));
        let person = self.object.iter().any(|word| one_of(&PERSONS, word));
        let reached = person && !self.hires() && self.effect != Effect::Read;
        let picks = self.sells() && self.tool.setting != Some(Setting::Mail);
        let first = self.tool.top().next();
        // Those whom a list of addresses holds: `list_id` and `email_address`.
        let listed = top(&ADDRESSES).is_some() && !self.tool.named(&OF_WORK);
        let told = [
            (
                Sensitive::CustomerRecords,
                top(&REACHED_AT).filter(|_| reached || listed),
            ),
            (Sensitive::MedicalData, top(&PATIENT)),
            (Sensitive::HrData, top(&EMPLOYEE)),
            (
                Sensitive::HrData,
                top(&APPLICATION).filter(|_| self.hires()),
            ),
            (
                Sensitive::CustomerRecords,
                first.filter(|param| picks && param.is(&CUSTOMER)),
            ),
            (Sensitive::Credentials, self.secret()),
        ];
        let known = told.into_iter();
        known.filter_map(|(class, param)| Some((class, param?)))
    }

    /// A secret that is handed over, to sign with or to be kept.
    fn secret(&self) -> Option<&Param<'a>> {
        let Self { tool, verbs, .. } = self;
        let find = |names: &'static Words| tool.top().find(|param| param.is(names));
        // The key to a machine is the caller's way in, and stays there.
        let machine = tool
            .top()
            .any(|other| other.is(words!("host|hostname|ssh_host")));
        let signs = find(&SIGNS).filter(|param| {
            param.values.free_text && !machine && !param.text.says(phrases!("path|file"))
        });
        let given = || {
            find(&GIVEN)
                .filter(|_| verbs.leads(words!("create|update|set|add|change|put|write|rotate")))
        };
        let kept = verbs.leads(words!(
            "create|add|set|update|configure|register|save|store"
        )) && tool.named(&HOLDS_LOGIN);
        let login = || find(&LOGIN).filter(|_| kept);
        // The key itself is what is set: `configure_acme_token` of an `api_key`.
        let pair = |two: &[String]| matches!(two, [api, key] if one_of(words!("api|access|auth|secret"), api) && one_of(words!("key|keys|token"), key));
        let names_it = tool.named(words!("token|tokens|apikey|credential|credentials|secret"))
            || tool.words.windows(2).any(pair);
        let sets =
            names_it && verbs.leads(words!("configure|set|save|store|register|add|setup|update"));
        let key = || find(&KEY).filter(|_| sets);
        let someone = self.capabilities.contains(&Capability::AccountChange)
            || verbs.leads(words!("login|register|authenticate"));
        let password = || find(&PASSWORD).filter(|_| someone);
        signs
            .or_else(given)
            .or_else(login)
            .or_else(key)
            .or_else(password)
    }

    /// Whether it is about a key that lets someone in, although that is only taken away.
    pub(super) fn takes_key(&self) -> bool {
        let key = |pair: &str| {
            pair.split_once(' ').is_some_and(|(first, second)| {
                self.object.windows(2).any(|two| two == [first, second])
            })
        };
        self.capabilities.contains(&Capability::PermissionChange) && pieces(KEYS, b'|').any(key)
    }
}
