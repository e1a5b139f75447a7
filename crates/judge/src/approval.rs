//! Which approvals a tool needs: a named person's, for what its own text says that it does. What annotations add to the effect is for the
//! gate, which asks for an approver of whatever is destructive.

use crate::cjk;
use crate::effect::rank;
use crate::power::Case;
use crate::prose::{Phrases, Prose, Ready, Words, one_of, phrases, words};
use crate::setting::Setting;
use crate::shape::Tool;
use crate::{Capability, Claim};
use gate_engine::{Approval, Effect};
use std::collections::BTreeSet;
use std::sync::LazyLock;

/// Phrases of what cannot be brought back.
const FOR_GOOD: &str = "irreversible|cannot be undone|can not be undone|cant be undone|irreversibly|cannot be reversed|\
    cannot be recovered|cannot be restored|no undo|not be undone|never be undone|no way to undo|cannot be reverted|cannot be unsent|cannot be recalled|\
    cannot be deleted from|not reversible|nonreversible|unrecoverable|unrecoverably|irrecoverable|irrecoverably|irretrievable|irretrievably|never shrink|never be decreased|cannot be decreased|cannot be reduced|\
    irréversible|irréversiblement|irreversiblemente|irreversível|irreversibel|irreversibile|unwiderruflich|необратимо|необратимое";
/// Phrases that say so of what goes, and of what is only changed say that it stays so.
const LASTING: &str = "permanently|permanent deletion|permanent|forever|expunge|expunges|définitivement|definitivamente|permanentemente|endgültig|permanent gelöscht|\
    permanentnie|безвозвратно|навсегда|definitief|trwale";
/// Words before which it is only what might be, or what is done instead.
static ONLY_MAYBE: Words =
    Words::of("may|might|could|potentially|possibly|than|avoid|instead|unlike|or|non|without");
/// Verbs after which money is with someone else.
static PAID: Words = Words::of(
    "confirm|place|buy|sell|pay|transfer|send|refund|charge|withdraw|swap|trade|close|liquidate|exercise|capture|submit|execute|donate|purchase|bridge|topup|recharge",
);
/// Objects of which a deleted one cannot be made again: its value was random.
const RANDOM: &str =
    "access key|access keys|api key|api keys|secret key|private key|ssh key|encryption key|wallet";
/// Things that hold what many others are made of.
static HOLDS: Words = Words::of(
    "volume|volumes|dataset|database|databases|bucket|project|repository|repo|cluster|organization|organisation|vault|snapshot|snapshots|backup|backups|disk|pool",
);
/// Words of a name behind what is meant.
static NO_HEAD: Words = Words::of(
    "id|ids|by|name|uuid|slug|tool|v1|v2|v3|permanently|forever|batch|bulk|async|all|multiple|delete|destroy|wipe|erase|rollback|command|claim|claims|a|the|or|and",
);
/// Phrases of what costs money although it is no payment.
const COSTS: &str = "incur charges|incurs charges|incur costs|incurs costs|will be charged|will be billed|billed to|costs money|cost money|cost the user money|costs the user money|real money|costs real|account credit|paid from your|financial operation|paid feature|incur a cost|cost confirmation";

/// Phrases of money that only goes from one pocket to the other.
const OWN: Ready = phrases!(
    "between your own|between own|between account types|between wallets|between your accounts|own accounts|internal transfer|between sub accounts|between subaccounts"
);

/// What an approval rests on: the pointer and the text.
type Why = (String, String);

/// The name, where nothing says more.
fn named(tool: &Tool<'_>) -> Why {
    ("/name".to_owned(), tool.name.to_owned())
}

/// What a claim that was made before rests on.
fn same(because: &[Claim], claim: &str) -> Option<Why> {
    let earlier = because.iter().rfind(|earlier| earlier.claim == claim)?;
    Some((earlier.from.clone(), earlier.text.clone()))
}

/// The approval categories that a tool falls in; `effect` is what its own words and power come to.
pub(crate) fn approval(
    case: &Case<'_, '_>,
    effect: Effect,
    capabilities: &BTreeSet<Capability>,
    because: &mut Vec<Claim>,
) -> BTreeSet<Approval> {
    let mut found = BTreeSet::new();
    if effect == Effect::Read {
        return found;
    }
    let tool = case.tool;
    let has = |capability: Capability| {
        let why = || same(because, &format!("capability: {}", capability.id()));
        let held = capabilities.contains(&capability);
        held.then(|| why().unwrap_or_else(|| named(tool)))
    };
    let destructive = || {
        same(because, &format!("effect: {}", Effect::Destructive)).unwrap_or_else(|| named(tool))
    };
    let why = [
        (Approval::AccountChange, has(Capability::AccountChange)),
        (
            Approval::ExternalMessage,
            has(Capability::MessageSend).filter(|_| !to_a_model(tool)),
        ),
        (
            Approval::Financial,
            has(Capability::Financial).or_else(|| costs(tool)),
        ),
        (
            Approval::Destructive,
            (effect == Effect::Destructive).then(destructive),
        ),
        (
            Approval::PermissionChange,
            has(Capability::PermissionChange),
        ),
        (
            Approval::ProductionDbWrite,
            has(Capability::DbWrite).filter(|_| production(tool, capabilities)),
        ),
        (Approval::Irreversible, for_good(case, effect, capabilities)),
    ];
    for (category, why) in why {
        if let Some((from, text)) = why {
            found.insert(category);
            because.push(Claim {
                claim: format!("approval: {category}"),
                from,
                text: crate::shorten(&text),
            });
        }
    }
    found
}

/// Phrases of what is said to a program that answers.
const ANSWERED: Ready = phrases!(
    "get a response|get the response|and get response|get a reply|get its response|get its reply|returns the response|returns its response|return the response|returns the reply|\
    returns the assistants|returns the agents|wait for the response|receive a response|to an ai|to the ai|to an agent|to the agent|to an llm|to the llm|to the model|\
    to a model|to the assistant|to an assistant|to the chatbot|chat completion|task_id immediately|the models response|the agents response|the agents reply"
);
/// Parameters that say who reads it.
static READERS: Words = Words::of(
    "to|recipient|recipients|channel|channel_id|chat_id|room_id|user_id|phone|phone_number|email|number|thread_ts|jid|contact|contact_id|conversation_id|ticket_id|issue_id|issue_key",
);

/// Whether what is written goes to a program that answers at once, and to nobody else.
fn to_a_model(tool: &Tool<'_>) -> bool {
    tool.text.says(ANSWERED) && !tool.top().any(|param| param.is(&READERS))
}

/// Words of databases that programs stand on; the tables that people keep by hand are none.
static ENGINES: Words = Words::of(
    "sql|database|databases|postgres|postgresql|mysql|mariadb|sqlite|mongodb|mongo|redis|valkey|neo4j|cypher|clickhouse|dynamodb|\
    truncate|ddl|procedure|procedures|trigger|triggers|constraint|transaction|cassandra|elasticsearch|opensearch|bigquery|snowflake|duckdb|vector|vectors|embedding|embeddings|index|qdrant|chroma|milvus|weaviate|\
    supabase|firestore|couchbase|influxdb|collection|collections|kv|hset|hdel|lpush|rpush|lpop|rpop|sadd|srem|zadd|zrem|xadd|xdel",
);

/// Whether the rows that it changes are those of a database that programs stand on.
fn production(tool: &Tool<'_>, capabilities: &BTreeSet<Capability>) -> bool {
    capabilities.contains(&Capability::ExecQuery)
        || capabilities.contains(&Capability::ApiPassthrough)
        || tool.branded(&ENGINES)
        || tool.setting == Some(Setting::Database)
            && tool.named(words!("document|documents|row|rows"))
        || tool.text.opens_with(&ENGINES, 24)
}

/// Whether money is spent although nothing is bought.
fn costs(tool: &Tool<'_>) -> Option<Why> {
    let confirmed = tool.top().find(|param| {
        param.named(words!("cost|costs|price|charge|fee|billing"))
            && param.named(words!(
                "confirm|confirmed|confirmation|accept|acknowledge|approve|approved"
            ))
    });
    // What is promised to whoever does it, in money.
    let put_up = || {
        let mut params = tool.top();
        params.find(|param| {
            param.named(words!("budget|prize|bounty|reward|tip|payout|stake|bid"))
                && param.named(words!(
                    "usd|eur|gbp|usdc|usdt|sats|satoshis|btc|eth|sol|cents|dollars|euros"
                ))
        })
    };
    if let Some(param) = confirmed.or_else(put_up) {
        return Some((param.pointer.clone(), param.name.to_owned()));
    }
    let at = COSTS
        .split('|')
        .find_map(|phrase| tool.text.affirms(phrase, tool.text.tokens.len()))?;
    Some(("/description".to_owned(), tool.text.around(at)))
}

/// Where the first words of a text say that something is gone for good.
fn said_for_good(text: &Prose, effect: Effect, reach: usize) -> Option<usize> {
    static ALWAYS: LazyLock<Phrases> = LazyLock::new(|| Phrases::of(FOR_GOOD));
    static IF_GONE: LazyLock<Phrases> = LazyLock::new(|| Phrases::of(LASTING));
    let plain = |at: &usize| {
        let before = |back: usize| at.checked_sub(back).map_or("", |i| text.word(i));
        !one_of(&ONLY_MAYBE, before(1)) && !one_of(&ONLY_MAYBE, before(2))
    };
    let gone = || {
        IF_GONE
            .affirmed(text, reach)
            .filter(|_| effect == Effect::Destructive)
    };
    ALWAYS
        .affirmed(text, reach)
        .filter(plain)
        .or_else(|| gone().filter(plain))
        .or_else(|| cjk::for_good(text, reach))
}

/// Why it cannot be taken back.
fn for_good(
    case: &Case<'_, '_>,
    effect: Effect,
    capabilities: &BTreeSet<Capability>,
) -> Option<Why> {
    let tool = case.tool;
    if let Some(at) = said_for_good(&tool.text, effect, tool.text.tokens.len()) {
        return Some(("/description".to_owned(), tool.text.around(at)));
    }
    // So may the parameter that picks what goes.
    let told = tool.top().find_map(|param| {
        let at = said_for_good(&param.text, effect, 8)?;
        let goes = case
            .verbs
            .leads(words!("delete|remove|destroy|erase|purge|wipe"))
            && !param.values.boolean;
        goes.then(|| (param.text_at(), param.text.around(at)))
    });
    if told.is_some() {
        return told;
    }
    // What is noted in the books is no order.
    let noted = tool.named(words!(
        "journal|journals|vendor|memo|memos|receipt|receipts|note|notes|entry"
    ));
    let ordered = !noted
        && case
            .verbs
            .leads(words!("create|make|add|open|register|renew"))
        && !tool.named(words!(
            "link|links|invoice|invoices|product|price|coupon|plan"
        ))
        && tool
            .top()
            .any(|param| param.is(words!("side|order_type|quantity|qty|cost|amount")));
    // Money that was given back does not come back.
    let given_back = case
        .verbs
        .leads(words!("issue|process|accept|make|initiate|approve|release"))
        && tool.named(words!(
            "refund|refunds|payout|payouts|withdrawal|withdrawals|dispute|disputes|chargeback"
        ));
    // What is handed in for a decision, and what stays with its owner, is not gone.
    let handed_in = case.verbs.leads(words!("submit|execute|update"))
        && tool.named(words!(
            "invoice|invoices|claim|claims|dispute|evidence|expense|expenses|bill|journal|report"
        ));
    let own = tool.text.says(OWN) || tool.named("internal");
    // What is written into the books was paid before, or will be.
    let booked =
        tool.named(words!("payment|payments"))
            && (case.verbs.text.first().is_some_and(|first| {
                one_of(words!("record|log|register|enter|book"), &first.word)
            }) || tool
                .top()
                .any(|param| param.is(words!("invoice_id|bill_id|invoiceid|billid|journal_id"))));
    let paid = capabilities.contains(&Capability::Financial)
        && !own
        && !booked
        && (case.verbs.leads(&PAID) && !handed_in || ordered || given_back)
        && rank(effect) >= rank(Effect::Write);
    let words = tool.words.join(" ");
    let random = effect == Effect::Destructive
        && case.verbs.leads(words!(
            "delete|remove|destroy|revoke|rotate|regenerate|reset|purge|erase|wipe|deactivate|burn"
        ))
        && RANDOM.split('|').any(|thing| words.contains(thing));
    // Any deletion that an interface of a shared product has.
    // What holds much that is nowhere else.
    let held = effect == Effect::Destructive
        && case.verbs.leads(words!("delete|destroy|wipe|erase|rollback"))
        && tool
            .words
            .iter()
            .rev()
            .find(|word| !one_of(&NO_HEAD, word))
            .is_some_and(|head| one_of(&HOLDS, head))
        && !tool.named(words!("rule|rules|policy|tag|tags|access|key|member|members|user|users|schedule|schedules|permission|permissions|index|comment|label|note"));
    let anything = capabilities.contains(&Capability::ApiPassthrough)
        && case.verbs.leads("delete")
        && (tool.about(Setting::Work)
            || tool.about(Setting::Cloud)
            || one_of("delete", tool.words.last().map_or("", String::as_str)));
    // All of them at once, at a switch.
    let all = effect == Effect::Destructive
        && case
            .verbs
            .leads(words!("delete|purge|wipe|erase|remove|destroy"))
        && tool.top().any(|param| {
            param.values.boolean
                && param.is(words!(
                    "delete_all|purge_all|remove_all|wipe_all|erase_all|all|everything"
                ))
        });
    (paid || random || anything || held || all).then(|| named(tool))
}
