//! Which data a tool reaches. Sensitive classes cap the gate: only what is clear counts.

use crate::domain::made_up;
use crate::prose::{Phrases, Prose, Ready, Standing, Words, one_of, phrases, pieces, words};
use crate::records::Records;
use crate::setting::Setting;
use crate::shape::{Param, Tool};
use crate::verbs::Verbs;
use crate::{Capability, Claim};
use gate_engine::{Effect, Sensitive};
use std::cell::OnceCell;
use std::collections::BTreeSet;
use std::sync::LazyLock;

mod mail;
mod params;
mod senses;
mod table;

use mail::{mailed, queued};
use senses::is_other;
use table::{RULES, Rule};

/// Words of the description in which a class is looked for.
const REACH: usize = 60;
/// Words on public chains and markets, where a transaction is no one's secret.
static PUBLIC: Words = Words::of(
    "testing|pact|abi|evm|web3|defi|nft|wallet|option|options|futures|solidity|trading|blockchain|onchain|chain|solana|smart|address|ethereum|market|stock|token|public|price|prices|block",
);

/// Objects that describe records and are none.
static DEFINITIONS: Words = Words::of(
    "pipelines|stages|schema|schemas|property|properties|field|fields|column|columns|link|feedback",
);

/// The words of a name besides its verb; a verb that is a noun as often counts as both.
pub(crate) fn object<'t>(tool: &'t Tool<'_>, verbs: &Verbs) -> Vec<&'t str> {
    let verb = verbs.name.as_ref().map(|found| found.at);
    let both = |word: &str| one_of(words!("email|comment|post|order|message|trade|reply"), word);
    let ends = |i: usize, word: &str| {
        i + 1 == tool.words.len() && one_of(words!("invoice|refund|charge|bill"), word)
    };
    tool.words
        .iter()
        .enumerate()
        .filter(|(i, word)| Some(*i) != verb || both(word) || ends(*i, word))
        .map(|(_, word)| word.as_str())
        .collect()
}

/// The phrases of each rule, made ready.
static SAYS: LazyLock<Phrases> =
    LazyLock::new(|| Phrases::of_each(RULES.iter().map(|rule| rule.says)));

/// Where the first words of a text say what a rule looks for, with the rule's number.
fn said(text: &Prose) -> Vec<(usize, usize)> {
    SAYS.first_of_each(text, REACH, |Standing { phrase, at, .. }| {
        let sentence = text.sentence_of(at);
        let stands = |phrase| text.affirms(phrase, REACH);
        let mut others = pieces(phrase, b'+').skip(1).map(stands);
        let all = others.all(|place| place.is_some_and(|at| sentence.contains(&at)));
        (all && !text.set_aside(at)).then_some(at)
    })
}

/// The first place of a rule among those where any says something.
fn of_rule(said: &[(usize, usize)], number: usize) -> Option<usize> {
    let place = said.iter().find(|(rule, _)| *rule == number);
    place.map(|(_, at)| *at)
}

/// The classes that words of an address or name tell of, or else the first words of a text, each with what it rests on; the text's are
/// marked.
pub(crate) fn classes_of(words: &BTreeSet<String>, text: &Prose) -> Vec<(Sensitive, String, bool)> {
    let said = said(text);
    let one = |(number, rule): (usize, &Rule)| {
        let named = words.iter().find(|word| one_of(&rule.named, word));
        if let Some(word) = named {
            return Some((rule.class, word.clone(), false));
        }
        Some((rule.class, text.around(of_rule(&said, number)?), true))
    };
    (0..).zip(RULES).filter_map(one).collect()
}

/// Phrases of a contract that is one of work.
const EMPLOYMENT: Ready = phrases!(
    "employment contract|work contract|contrat de travail|contrato de trabajo|contrato de trabalho|contratto di lavoro|arbeitsvertrag"
);
/// Parameters that pick the kind of record that is meant.
static KINDS: Words = Words::of(
    "resource_type|object_type|entity_type|record_type|resource|object|entity|service|module|model|table|collection|dataset|object_name|entity_name",
);

/// The classes of the kinds of records that the caller may pick to read.
fn picked<'c, 'a>(look: &Look<'c, 'a>) -> Vec<(Sensitive, &'c Param<'a>, &'a str)> {
    let reads = look.effect == Effect::Read && !look.object_has(&DEFINITIONS);
    let kinds = look.tool.top().filter(|param| reads && param.is(&KINDS));
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

/// Phrases of what machines say to each other.
const CAPTURED: Ready = phrases!(
    "pcap|packet capture|network conversations|network flows|captured packets|tcp conversations"
);

/// A tool whose data is looked for.
struct Look<'c, 'a> {
    tool: &'c Tool<'a>,
    verbs: &'c Verbs,
    effect: Effect,
    capabilities: &'c BTreeSet<Capability>,
    /// The words of its name besides its verb.
    object: Vec<&'c str>,
    /// Whether it is about what everybody can see: chains and markets.
    public: bool,
    /// What its text says, by the rules' numbers.
    said: Vec<(usize, usize)>,
    /// What is said of its parameters: see [`Look::said_of_params`].
    params: OnceCell<Vec<(&'c Param<'a>, usize, usize)>>,
}

impl<'c, 'a> Look<'c, 'a> {
    /// The class of the records that its server keeps.
    fn kept(&self) -> Option<Sensitive> {
        self.tool.records.map(Records::class)
    }

    fn sells(&self) -> bool {
        self.kept() == Some(Sensitive::CustomerRecords)
    }

    fn hires(&self) -> bool {
        self.kept() == Some(Sensitive::HrData)
    }

    /// Whether the object has any of these words.
    fn object_has(&self, words: &Words) -> bool {
        self.object.iter().any(|word| one_of(words, word))
    }

    /// Whether a class is out of the question, whatever the words.
    fn is_out(&self, rule: &Rule) -> bool {
        let Self { tool, verbs, .. } = self;
        match rule.class {
            // A password that is made up is no one's yet; a rule about them is none.
            Sensitive::Credentials => made_up(tool, verbs) || self.object_has(&ABOUT_SECRETS),
            // One who may be hired is no customer.
            Sensitive::CustomerRecords => {
                self.hires() && !self.object.contains(&"customer")
                    || verbs.leads("describe")
                    || self.object_has(&DEFINITIONS)
            }
            // What programs pass on is no letter.
            Sensitive::PrivateMessages => {
                queued(tool)
                    || tool.text.says(CAPTURED)
                    || tool.top().any(|param| param.named("pcap"))
            }
            // What everybody may read in the books of law.
            Sensitive::LegalDocuments => {
                tool.text
                    .says(phrases!("smart contract|smart contracts|erc 20|erc 721"))
                    || self.hires()
                    || tool.text.says(EMPLOYMENT)
                    || self.kept() != Some(rule.class) && tool.text.says(PUBLIC_LAW)
            }
            Sensitive::PaymentData => self.object_has(&ABOUT_PAYMENT),
            // Code that is only made for the reply was nobody's before.
            Sensitive::SourceCodeSecrets => verbs.leads(words!(
                "make|generate|create|build|compose|produce|draft|scaffold"
            )),
            _ => false,
        }
    }

    /// What a rule rests on, where it holds: the pointer and the text.
    fn hit(&self, number: usize, rule: &Rule) -> Option<(String, String)> {
        self.told(number, rule).filter(|_| !self.is_out(rule))
    }

    /// What tells a rule's class, whatever speaks against it.
    fn told(&self, number: usize, rule: &Rule) -> Option<(String, String)> {
        let Self { tool, effect, .. } = self;
        let messages = rule.class == Sensitive::PrivateMessages;
        let taken = messages && self.takes_messages();
        let kept = rule.class == Sensitive::Credentials;
        if rule.reads && *effect != Effect::Read && !taken && !kept {
            return None;
        }
        let name = || ("/name".to_owned(), tool.name.to_owned());
        if messages && self.messages() {
            return Some(name());
        }
        let market = matches!(
            rule.class,
            Sensitive::PaymentData | Sensitive::LegalDocuments
        );
        // What is billed or paid out is somebody's, also where markets are spoken of.
        let billed = words!("invoice|invoices|payout|payouts|refund|refunds");
        let public = self.public && !self.object_has(billed);
        let open = market && public || messages && self.about_messages();
        let told = |word: &&&str| one_of(&rule.named, word) && !is_other(tool, &self.object, word);
        if !open && self.object.iter().find(told).is_some() {
            return Some(name());
        }
        // Those whom one writes to are no customers, and what is paid out is no wage.
        let chats = rule.class == Sensitive::CustomerRecords && tool.setting == Some(Setting::Mail);
        let pays = rule.class == Sensitive::HrData && self.kept() == Some(Sensitive::PaymentData);
        // How a message is doing is none.
        let state = messages && self.about_messages();
        // A card on a board has a number too.
        let board = rule.class == Sensitive::PaymentData && tool.setting == Some(Setting::Work);
        let said = of_rule(&self.said, number);
        if let Some(at) = said.filter(|_| !chats && !pays && !board && !state) {
            return Some(("/description".to_owned(), tool.text.around(at)));
        }
        if *effect != Effect::Read || rule.class == Sensitive::PaymentData || chats || pays {
            return None;
        }
        let mut params = self.said_of_params().iter();
        let (param, _, at) = params.find(|(_, rule, _)| *rule == number)?;
        Some((param.text_at(), param.text.around(*at)))
    }

    /// What is said of the parameters that may hold data: of each by the rules' numbers.
    fn said_of_params(&self) -> &[(&'c Param<'a>, usize, usize)] {
        // What is only told about what is given is an example.
        let hint = words!("context|instruction|instructions|hint|hints|style|tone");
        // What picks something is told by its kind, not by its data.
        let picks = words!("id|ids|token|key|url|uuid|guid|slug");
        let tells = |param: &&Param<'_>| {
            let told = !param.is(hint) && !param.is(&SECRETS);
            told && !param.ends(picks) && !param.values.boolean
        };
        self.params.get_or_init(|| {
            let params = self.tool.top().filter(tells);
            let said = |param: &'c Param<'a>| {
                said(&param.text)
                    .into_iter()
                    .map(move |(rule, at)| (param, rule, at))
            };
            params.flat_map(said).collect()
        })
    }

    /// The record of the server's kind that it is about, read or changed.
    fn record(&self) -> Option<(Sensitive, &str)> {
        let kept = self.tool.records?;
        if kept.only_read() && self.effect != Effect::Read {
            return None;
        }
        let class = kept.class();
        let open = self.public && class == Sensitive::PaymentData;
        let no_ones = class == Sensitive::Credentials && made_up(self.tool, self.verbs);
        let word = kept.record(&self.object).filter(|_| !open && !no_ones)?;
        // What an object is made of is not what is kept in it.
        let made_of = one_of(words!("object|objects"), word)
            && (self.verbs.leads("describe")
                || MADE_OF
                    .iter()
                    .any(|made| self.tool.text.affirms(made, 20).is_some()));
        if made_of {
            return None;
        }
        // What is given back or paid is money, whoever ordered; what is bought, made or repaired is no customer's.
        let money = class == Sensitive::CustomerRecords && self.object_has(&MONEY);
        (!money).then_some((class, word))
    }

    /// Those for whom a business works, where its people, money or papers are kept too.
    fn client(&self) -> Option<&str> {
        // Who ordered from a shop that is named.
        let ordered = self
            .object
            .iter()
            .find(|word| one_of(words!("order|orders"), word));
        if let Some(order) = ordered
            && (self.object_has(&SHOPS) || self.tool.branded(&PLATFORMS))
            && !self.object_has(&MONEY)
        {
            return Some(order);
        }
        let business = matches!(
            self.kept(),
            Some(Sensitive::HrData | Sensitive::PaymentData | Sensitive::LegalDocuments)
        );
        let client = self.object.iter().find(|word| one_of(&CLIENTS, word))?;
        (business && !self.object_has(&NO_CLIENT)).then_some(client)
    }
}

/// Words of a name that is about secrets and shows none.
static ABOUT_SECRETS: Words =
    Words::of("alert|alerts|scanning|policy|policies|rotation|types|strength");
/// Words of a name that is about how one pays, and not about who paid.
static ABOUT_PAYMENT: Words = Words::of(
    "policy|policies|currency|currencies|term|terms|webhook|webhooks|category|categories|fees|fee|template|templates|integration|integrations|config|\
    configuration|link|links|settings|setting|rules|rule",
);
/// Phrases of what records are made of.
const MADE_OF: [&str; 6] = [
    "custom object",
    "custom objects",
    "object definition",
    "object definitions",
    "standard and custom",
    "object schema",
];
/// Phrases of the law that is public.
const PUBLIC_LAW: Ready = phrases!(
    "case law|court decision|court decisions|court opinions|court rulings|jurisprudence|legislation|statute|statutes|official gazette|supreme court|precedents|\
    jurisprudencia|legislación|ley|leyes|jurisprudência|legislação|jurisprudenz|gesetze|legislazione|décret|décrets|laws and|law database|argentine legal|legal encyclopedia"
);
/// What is paid.
static MONEY: Words = Words::of(
    "refund|refunds|payment|payments|payout|payouts|purchase|purchases|supplier|suppliers|vendor|vendors|production|manufacturing|work",
);
/// Shops, as names say it.
static SHOPS: Words = Words::of("store|stores|shop|storefront|ecommerce|merchant|seller");
/// What shops are run on.
static PLATFORMS: Words = Words::of(
    "ebay|etsy|shopify|woocommerce|woo|magento|bigcommerce|prestashop|squarespace|wix|shopee|lazada|mercadolibre|opencart|shopware|ecwid|printful|shipstation",
);
/// Those for whom a business works …
static CLIENTS: Words = Words::of("client|clients|contact|contacts");
/// … and words beside which they are programs or machines, or someone's own.
static NO_CLIENT: Words = Words::of(
    "oauth|api|app|application|secret|id|ids|network|wifi|mqtt|vpn|http|web|employee|employees|library|version|url|token|tokens",
);
/// Parameters by which a caller shows who it is: what is said of them is no data.
static SECRETS: Words =
    Words::of("private_key|api_key|token|access_token|password|secret|mnemonic|seed_phrase");

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
    let look = Look {
        tool,
        verbs,
        effect,
        capabilities,
        object: object(tool, verbs),
        public: tool.text.opens_with(&PUBLIC, REACH) || tool.named(&PUBLIC),
        said: said(&tool.text),
        params: OnceCell::new(),
    };
    for (number, rule) in RULES.iter().enumerate() {
        if let Some((from, text)) = look.hit(number, rule) {
            note(rule.class, &from, &text);
        }
    }
    // A mailbox is gone through whatever the name says of it.
    if effect != Effect::Unknown
        && let Some(at) = mailed(tool, verbs, effect)
        && !look.about_messages()
    {
        let text = tool.text.around(at);
        note(Sensitive::PrivateMessages, "/description", &text);
    }
    // Of whatever kind of record the caller says.
    for (class, param, value) in picked(&look) {
        note(class, &param.pointer, value);
    }
    // Any operation of a server that keeps such records reaches them, and any query.
    let anything = [Capability::ApiPassthrough, Capability::ExecQuery];
    if let Some(class) = look
        .kept()
        .filter(|class| *class != Sensitive::SourceCodeSecrets)
        && anything.iter().any(|power| capabilities.contains(power))
    {
        note(class, "/name", tool.name);
    }
    if let Some((class, word)) = look.record() {
        note(class, "/name", word);
    }
    if let Some(word) = look.client() {
        note(Sensitive::CustomerRecords, "/name", word);
    }
    for (class, param) in look.by_params() {
        note(class, &param.pointer, param.name);
    }
    if look.takes_key() || capabilities.contains(&Capability::CredentialAccess) {
        note(Sensitive::Credentials, "/name", tool.name);
    }
    found
}
