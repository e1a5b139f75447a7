//! Whose records a server keeps, as the names of its tools tell: the note of a customer, the file of an employee, the item of a vault.
//! One name in passing tells nothing.

use crate::prose::{Words, listed, one_of, pieces, words};
use gate_engine::Sensitive;
use std::collections::HashMap;
use std::sync::LazyLock;

/// What tells a server of one kind of records.
#[derive(Debug)]
struct Kept {
    class: Sensitive,
    /// Words of names that tell it, between bars.
    names: &'static str,
    /// Those of them of which one must be there at least.
    sure: &'static str,
    /// Objects that are records there.
    objects: &'static str,
    /// Words of names by which the server is of another trade, although it uses the same words.
    other: &'static str,
    /// Whether only who reads them reaches them.
    reads: bool,
}

/// A kind of which nothing is said.
const NOTHING: Kept = Kept {
    class: Sensitive::CustomerRecords,
    names: "",
    sure: "",
    objects: "",
    other: "",
    reads: false,
};

/// The kinds; where two are as likely, the first is taken.
const KEPT: &[Kept] = &[
    Kept {
        class: Sensitive::HrData,
        names: "employee|employees|candidate|candidates|applicant|applicants|payroll|timesheet|timesheets|payslip|payslips|interview|interviews|recruiter|\
            recruiters|hiring|onboarding|offboarding|absence|absences|requisition|requisitions|headcount|resume|resumes|scorecard|scorecards|salary|salaries|\
            compensation|hris|pto|vacation|vacations|hires|hire",
        sure: "employee|employees|candidate|candidates|applicant|applicants|payroll|payslip|payslips|salary|salaries|compensation|hris",
        objects: "application|applications|feedback|scorecard|scorecards|interview|interviews|offer|offers|dataset|datasets|lead|leads|contract|contracts|evaluation|\
            evaluations|review|reviews|note|notes|absence|absences|leave|leaves|person|people|profile|resume|hire|hires|goal|goals|administrative|dependents|\
            benefits|time|timesheet|bonus|bonuses|training|trainings|candidate|employee|referral|referrals|stage|clock|shift|shifts|attendance|assessments",
        ..NOTHING
    },
    Kept {
        class: Sensitive::MedicalData,
        names: "patient|patients|encounter|encounters|observation|observations|medication|medications|immunization|immunizations|allergy|allergies|diagnosis|\
            vitals|sleep|hrv|heart|spo2|workout|workouts|recovery|recoveries|sleeps|readiness|stress|glucose|bloodwork|labs|prescription|prescriptions|hydration|symptom|\
            symptoms|menstrual|ecg|calories|biomarkers|steps|weight|bmi|nutrition",
        sure: "patient|patients|sleep|hrv|heart|spo2|glucose|vitals|medication|medications|immunization|immunizations|ecg|menstrual|biomarkers|prescription|prescriptions",
        objects: "encounter|encounters|observation|observations|condition|conditions|procedure|procedures|sleep|sleeps|hrv|heart|recovery|recoveries|\
            readiness|stress|summary|cycle|cycles|body|weight|activity|activities|steps|labs|report|reports|stats|trends|strain|score|spo2|allergy|appointment|\
            appointments|vo2|respiration|hydration|calories|temperature|composition|health|daily|records",
        ..NOTHING
    },
    Kept {
        class: Sensitive::Credentials,
        names: "vault|vaults|secret|secrets|password|passwords|passphrase|credential|credentials|totp|otp|keychain|logins",
        sure: "vault|vaults|secret|secrets|password|passwords|keychain",
        objects: "item|items|entry|entries|login|logins|field|password|passwords|secret|secrets|credential|credentials|kv|attachment|vault_item",
        ..NOTHING
    },
    Kept {
        class: Sensitive::CustomerRecords,
        names: "contact|contacts|deal|deals|lead|leads|person|persons|people|company|companies|opportunity|opportunities|customer|customers|ticket|tickets|\
            conversation|conversations|pipeline|pipelines|crm|organization|organizations|subscriber|subscribers|agents|client|clients|prospect|prospects|\
            salesforce|sobject|sobjects|soql|sosl|hubspot|pipedrive|zoho|odoo|sugarcrm|suitecrm|freshsales|amocrm|bitrix24|espocrm|vtiger|attio|audience|audiences",
        sure: "contact|contacts|deal|deals|lead|leads|opportunity|opportunities|customer|customers|crm|subscriber|subscribers|prospect|prospects|\
            salesforce|sobject|sobjects|soql|sosl|hubspot|pipedrive|odoo|sugarcrm|suitecrm|freshsales|amocrm|bitrix24|espocrm|vtiger|attio|audience|audiences",
        objects: "contact|contacts|person|persons|people|company|companies|organization|organizations|deal|deals|lead|leads|ticket|tickets|conversation|\
            conversations|activity|activities|customer|customers|opportunity|opportunities|account|accounts|revenue|record|records|engagement|engagements|\
            association|associations|object|objects|note|notes|order|orders|subscriber|subscribers|member|members|prospect|prospects|client|clients|audience|soql|sosl",
        ..NOTHING
    },
    Kept {
        // Who has proved to be who.
        class: Sensitive::CustomerRecords,
        names: "kyc|kyb|aml|liveness|verification|verifications|identity|session|sessions|face|faces|biometric|biometrics|questionnaire|questionnaires|document|applicant|screening|user|users",
        sure: "kyc|kyb|aml|liveness",
        objects: "session|sessions|user|users|verification|verifications|decision|decisions|document|documents|identity|identities",
        ..NOTHING
    },
    Kept {
        // What a household has and spends.
        class: Sensitive::PaymentData,
        names: "transaction|transactions|payee|payees|balance|balances|spending|expense|expenses|income|holding|holdings|networth|bank|savings",
        sure: "payee|payees|spending|budget|budgets|networth",
        objects: "transaction|transactions|account|accounts|balance|balances|payee|payees|spending|expense|expenses|income|holding|holdings|networth|loan|loans|cashflow",
        ..NOTHING
    },
    Kept {
        class: Sensitive::CustomerRecords,
        names: "order|orders|product|products|customer|customers|coupon|coupons|inventory|fulfillment|fulfillments|checkout|checkouts|variant|variants|cart|carts|shop|store|shipping",
        sure: "product|products|customer|customers|fulfillment|inventory",
        objects: "order|orders|customer|customers|checkout|checkouts|cart|carts|buyer|buyers",
        // Who shops for themselves.
        other: "basket|baskets|restaurant|restaurants|menu|menus|cuisine|grocery|groceries|reorder|delivery_slot",
        ..NOTHING
    },
    Kept {
        class: Sensitive::PaymentData,
        names: "payment|payments|invoice|invoices|refund|refunds|charge|charges|payout|payouts|transaction|transactions|dispute|disputes|subscription|\
            subscriptions|balance|checkout|mandate|mandates|card|cards|bill|bills|cardholder|cardholders",
        sure: "payment|payments|refund|refunds|charge|charges|payout|payouts|dispute|disputes|mandate|mandates|cardholder|cardholders",
        objects: "subscription|subscriptions|dispute|disputes|resources|charge|charges|balance|transaction|transactions|payment|payments|refund|refunds|payout|\
            payouts|mandate|card|cards|intent|intents|settlement|settlements|order|orders|payee|payees|beneficiary|beneficiaries|statement|statements",
        ..NOTHING
    },
    Kept {
        // What binds those who signed.
        class: Sensitive::LegalDocuments,
        names: "contract|contracts|agreement|agreements|envelope|envelopes|signer|signers|signatory|signatories|signature|signatures|matter|matters|clause|clauses|nda|ndas|\
            docket|dockets|counterparty|counterparties|recipient|recipients|document|documents",
        sure: "envelope|envelopes|signer|signers|signatory|signatories|agreement|agreements|contract|contracts|matter|matters|nda|ndas|clause|clauses",
        objects: "envelope|envelopes|document|documents|agreement|agreements|contract|contracts|matter|matters|signer|signers|signature|signatures|recipient|recipients|\
            counterparty|counterparties|docket|dockets",
        other: "abi|token|tokens|wallet|wallets|erc20|erc721|chain|chains|block|blocks|gas|swap|nft|nfts|option|options|futures|price|prices|strike|ticker|deploy|evm|component|\
            components|schema|endpoint|endpoints|candle|candles|kline|board|boards|email|emails",
        ..NOTHING
    },
    Kept {
        // What programs are made of.
        class: Sensitive::SourceCodeSecrets,
        names: "repository|repositories|repo|repos|commit|commits|branch|branches|pull|pulls|merge|pr|prs|mr|mrs|diff|diffs|blame|fork|git",
        sure: "commit|commits|repository|repositories|repo|repos|branch|branches",
        objects: "content|contents|blob|blobs|diff|diffs|patch|source|snippet|snippets|raw|tarball",
        other: "chart|charts|helm|image|images|backup|backups|database|databases",
        reads: true,
    },
];

/// Words of an object that only describe records.
static ABOUT: Words = Words::of(
    "schema|schemas|field|fields|property|properties|settings|setting|webhook|webhooks|template|templates|docs|documentation|type|types|reason|reasons|\
    stages|sources|department|departments|location|locations|options|option|metadata|definition|definitions|count|link|product|products|price|prices|\
    coverage|tree|clones|sets|coupon|coupons|plan|plans|pipelines|view|views|job|jobs|category|categories|group|groups|folder|folders|macro|macros|queue|score_types|article|articles|\
    health_check|status|categories|event_types|tool|tools|guide|help|credit|sheet|trial|attribute|attributes|social|ad|workspace",
);

/// Names of a server that must tell the same, and the share of all that they must be: one in this many.
const NAMES: usize = 3;
const SHARE: usize = 5;
/// Names that are looked at.
const MOST: usize = 400;

/// The kind of records that a server keeps.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Records(&'static Kept);

impl Records {
    /// The class of data that they are of.
    pub(crate) fn class(self) -> Sensitive {
        self.0.class
    }

    /// Whether only who reads them reaches them.
    pub(crate) fn only_read(self) -> bool {
        self.0.reads
    }

    /// The word of an object that is one of them.
    pub(crate) fn record<'w>(self, object: &[&'w str]) -> Option<&'w str> {
        let about = object.iter().any(|word| one_of(&ABOUT, word));
        let mut records = object.iter().filter(|word| listed(self.0.objects, word));
        records.next().copied().filter(|_| !about)
    }
}

/// The words that tell records, each with a bit for every row of [`KEPT`] whose names it is in, one for those where it is sure, and one for those that it
/// speaks against.
static TOLD: LazyLock<HashMap<&'static str, Told>> = LazyLock::new(|| {
    let mut told: HashMap<&'static str, Told> = HashMap::new();
    for (row, kept) in KEPT.iter().enumerate() {
        pieces(kept.names, b'|').for_each(|word| told.entry(word).or_default().0 |= 1 << row);
        pieces(kept.sure, b'|').for_each(|word| told.entry(word).or_default().1 |= 1 << row);
        let other = pieces(kept.other, b'|').filter(|word| !word.is_empty());
        other.for_each(|word| told.entry(word).or_default().2 |= 1 << row);
    }
    told
});

/// Bits for the rows that a word tells, is sure of, and speaks against.
type Told = (u16, u16, u16);

const _: () = assert!(KEPT.len() <= u16::BITS as usize, "a bit for each row");

/// What most of a server's names are about.
pub(crate) fn of_names(names: &[Vec<String>]) -> Option<Records> {
    let names = names.get(..MOST).unwrap_or(names);
    let mut counts = [0; KEPT.len()];
    let (mut sure, mut against) = (0, 0);
    for words in names {
        let told = words.iter().filter_map(|word| TOLD.get(word.as_str()));
        let all = |all: Told, one: &Told| (all.0 | one.0, all.1 | one.1, all.2 | one.2);
        let (named, certain, other) = told.fold(Told::default(), all);
        sure |= certain;
        against |= other;
        for (row, count) in counts.iter_mut().enumerate() {
            *count += usize::from(named >> row & 1 == 1);
        }
    }
    let rows = counts.into_iter().zip(KEPT).enumerate();
    let fits = |row: usize, count: usize| {
        count >= NAMES && count * SHARE >= names.len() && (sure & !against) >> row & 1 == 1
    };
    // Where two are told as often, the first.
    let row = rows
        .filter(|(row, (count, _))| fits(*row, *count))
        .max_by_key(|(row, (count, _))| (*count, std::cmp::Reverse(*row)))
        .map(|(_, (_, kept))| kept);
    row.or_else(|| firms(names)).map(Records)
}

/// Words of names by which a firm keeps its own books and stock.
static BOOKS: Words = Words::of(
    "invoice|invoices|journal|ledger|stock|warehouse|warehouses|bom|payroll|attendance|asset|assets|inventory",
);

/// Those who make and change firms and people keep them as customers: on a market they are only looked at.
fn firms(names: &[Vec<String>]) -> Option<&'static Kept> {
    let firm = |words: &&Vec<String>| {
        words
            .iter()
            .any(|word| one_of(words!("company|companies|person|people|persons"), word))
    };
    let about = names.iter().filter(firm).count();
    let made = |words: &&Vec<String>| {
        words
            .iter()
            .any(|verb| one_of(words!("create|update|upsert|merge|delete|add"), verb))
            && !words
                .iter()
                .any(|word| one_of(words!("watchlist|alert|list|favorite"), word))
    };
    let keeps = names.iter().filter(firm).any(|words| made(&words));
    let share = about >= NAMES && about * 2 >= names.len();
    // Who makes firms and what they are sold, sells.
    let sells = words!("deal|deals|opportunity|opportunities|lead|leads|contact|contacts");
    let sold = |words: &&Vec<String>| words.iter().any(|word| one_of(sells, word));
    let sold = names.iter().filter(sold).any(|words| made(&words));
    // Where the books of one firm are kept, firms are its own.
    let books = |words: &Vec<String>| words.iter().any(|word| one_of(&BOOKS, word));
    let sold = sold && !names.iter().any(books);
    KEPT.iter()
        .find(|kept| kept.class == Sensitive::CustomerRecords)
        .filter(|_| keeps && (share || sold && about + 1 >= NAMES))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn of(names: &[&str]) -> Option<Sensitive> {
        let names: Vec<_> = names.iter().map(|name| crate::name::words(name)).collect();
        of_names(&names).map(Records::class)
    }

    #[test]
    fn names_tell_whose_records_a_server_keeps() {
        assert_eq!(
            of(&[
                "get_candidate",
                "list_interviews",
                "add_candidate",
                "move_application"
            ]),
            Some(Sensitive::HrData)
        );
        assert_eq!(
            of(&["create_contact", "list_deals", "get_company", "add_note"]),
            Some(Sensitive::CustomerRecords)
        );
        assert_eq!(
            of(&["get_company", "company_news", "company_ratios"]),
            None,
            "companies on a market are no customers"
        );
        assert_eq!(
            of(&[
                "list_contacts",
                "open_app",
                "play_music",
                "take_photo",
                "send_mail"
            ]),
            None,
            "one name in passing"
        );
    }

    #[test]
    fn who_makes_firms_and_sells_to_them_keeps_customers() {
        let others = [
            "list_tasks",
            "get_task",
            "add_task",
            "get_list",
            "add_list",
            "search",
            "fetch",
            "list_teams",
            "get_team",
            "health",
            "whoami",
            "list_tags",
            "add_tag",
        ];
        let with = |own: &[&str]| of(&[own, &others[..]].concat());
        let sells = ["create_company", "update_company", "create_deal"];
        assert_eq!(with(&sells), Some(Sensitive::CustomerRecords));
        let kept = [
            "create_company",
            "update_company",
            "create_deal",
            "post_journal",
        ];
        assert_eq!(with(&kept), None, "a firm's own books");
        assert_eq!(with(&["get_company", "company_news", "get_deal"]), None);
    }

    #[test]
    fn what_only_describes_records_is_none() {
        let kept = KEPT
            .iter()
            .find(|kept| kept.class == Sensitive::CustomerRecords);
        let record = |object: &[&'static str]| Records(kept?).record(object);
        assert_eq!(record(&["ticket", "note"]), Some("ticket"));
        assert_eq!(record(&["ticket", "fields"]), None);
        assert_eq!(record(&["weather"]), None);
    }
}
