//! What the words of a tool say that it is not, whatever its object.

use super::REACH;
use super::oneself::own_screen;
use crate::Capability;
use crate::passthrough::requests;
use crate::power::Case;
use crate::prose::{Ready, Words, phrases, words};
use crate::setting::Setting;
use crate::shape::Tool;
use crate::verbs::Verbs;

/// What the words of a tool say that it is not, whatever its object.
pub(super) struct Other {
    /// A request is one whatever the server's other tools do.
    request: bool,
    /// A queue of programs is read by programs.
    queue: bool,
    /// A subscription to what happens is none that is paid for.
    heard: bool,
    /// A transaction of a store is none of money.
    rows: bool,
    /// A browser that is opened for someone to sign in is not moved.
    sign_in: bool,
    /// A password that is made up is no one's yet, and one that is masked is not shown.
    unshown: bool,
    /// A pipeline through which deals go runs on no machine.
    deals: bool,
    /// What a program notes on its user's own screen is read by nobody else.
    own_screen: bool,
    /// An account of the books, a profile of a browser and the password of an item in a vault let nobody in.
    no_ones: bool,
}

impl Other {
    pub(super) fn of(case: &Case<'_, '_>) -> Self {
        let Case { tool, verbs, .. } = case;
        Self {
            request: requests(tool),
            queue: tool.text.says(BROKERS) || tool.top().any(|param| param.named(&QUEUES)),
            heard: tool.named(words!("subscription|subscriptions"))
                && tool.text.says(HAPPENS)
                && !tool.text.says(phrases!("billing|plan|price|customer|invoice")),
            rows: files_sent(tool) || tool.named(words!("transaction|transactions"))
                && tool.text.says(phrases!("sql|database|queries|statement|statements|rollback|rolled back|commit|atomic|atomically")),
            sign_in: tool.text.says(SIGN_IN)
                && tool.setting != Some(Setting::Device)
                && !tool.named(words!("browser|page|tab|window|click|navigate")),
            unshown: made_up(tool, verbs) || tool.text.says(MASKED),
            deals: tool.named(words!("pipeline|pipelines")) && tool.text.says(DEALS),
            own_screen: own_screen(tool),
            no_ones: no_ones(tool, verbs),
        }
    }

    /// Whether it is none of this kind.
    pub(super) fn than(&self, capability: Capability) -> bool {
        match capability {
            Capability::DeviceControl => self.request || self.sign_in,
            Capability::MessageSend => self.request || self.queue || self.own_screen,
            Capability::Financial => self.heard || self.rows,
            Capability::CredentialAccess => self.unshown,
            Capability::InfraChange => self.deals,
            Capability::AccountChange => self.no_ones,
            _ => false,
        }
    }
}

/// Phrases of what goes through a pipeline where something is sold.
const DEALS: Ready = phrases!(
    "sales pipeline|sales pipelines|deal pipeline|deals pipeline|crm|deals|opportunities|lead pipeline|recruiting pipeline|hiring pipeline|pipeline stages"
);
/// Phrases of a browser that is opened for its user alone.
const SIGN_IN: Ready = phrases!(
    "browser for|browser window for|browser tab for|browser to authenticate|browser to sign in|browser to log in|browser to authorize|browser to complete|\
    browser window to|in your browser|in the users browser|default browser"
);

/// Whether a password is only made up.
pub(crate) fn made_up(tool: &Tool<'_>, verbs: &Verbs) -> bool {
    verbs.leads(words!("generate|create|make"))
        && tool.named(words!("password|passwords|passphrase"))
        && tool
            .text
            .says(phrases!("random|strong|secure|length|entropy|memorable"))
}

/// Phrases of accounts that hold money, and not a person.
const BOOKS: Ready = phrases!(
    "net worth|bank account|bank accounts|ledger|chart of accounts|liability|liabilities|checking account|savings account|manual account|budgeting|journal entries"
);

/// Things that someone works on.
static WORK: Words = Words::of(
    "task|tasks|issue|issues|story|stories|epic|card|cards|ticket|tickets|incident|alert|alerts|conversation|deal|lead|bug|bugs|todo|workitem|checklist",
);

/// Whether an account, profile or password is no person's.
fn no_ones(tool: &Tool<'_>, verbs: &Verbs) -> bool {
    let person = || tool.named(words!("user|users|member|members|profile|login"));
    let books = tool.named(words!("account|accounts")) && !person() && tool.text.says(BOOKS);
    let browser = tool.named(words!("profile|profiles"))
        && !tool.named(words!("user|users|member|members"))
        && tool
            .text
            .words()
            .take(REACH)
            .any(|word| word.contains("browser"));
    let vault = tool.named(words!("password|passwords|passphrase"))
        && tool
            .top()
            .any(|param| param.named(words!("vault|item|entry|secret")));
    // Who works on a thing, and whom a list of addresses holds.
    let work = verbs.leads(words!("assign|unassign"))
        && (tool.branded(&WORK) || tool.top().any(|param| param.named(&WORK)));
    let listed = tool.named(words!("member|members|subscriber|subscribers"))
        && (tool
            .top()
            .any(|param| param.is(words!("list_id|audience_id|segment_id|campaign_id")))
            || tool.text.says(phrases!("audience|mailing list")));
    books || browser || vault || work || listed
}

/// Whether what is transferred is no money: files, calls.
fn files_sent(tool: &Tool<'_>) -> bool {
    tool.named(words!("transfer|transfers"))
        && tool.text.opens_with(
            words!("file|files|folder|directory|sftp|ftp|scp|rsync|call|calls|conversation|chat|playback|data|dataset|repository|ownership|upload|download|ticket"),
            6,
        )
        && !tool.text.opens_with(words!("money|funds|token|tokens|payment|amount|balance|wallet|account"), 12)
}

/// Words of what a program subscribes to.
const HAPPENS: Ready =
    phrases!("webhook|webhooks|notification|notifications|topic|topics|event|events|sns|queue");
/// Words of parameters that name what programs pass messages through.
static QUEUES: Words = Words::of("queue|exchange|partition|routing|stream|kafka|sqs|mqtt");

/// What passes messages between programs.
const BROKERS: Ready = phrases!(
    "mqtt|kafka|rabbitmq|amqp|nats|kinesis|event bus|eventbus|message broker|message queue|pub sub|pubsub|jms|zeromq|redis channel|event hub|service bus"
);

/// Phrases of secrets that are named and not shown.
const MASKED: Ready = phrases!(
    "masked value|value is masked|value is redacted|redacted value|values are masked|values are always masked|masked values|are masked|values are redacted|are redacted|values redacted|values masked|\
    environment information|secret names|names of secrets|names of all secrets|names of the secrets|metadata of secrets|metadata of a secret|metadata for a secret|metadata for a specific secret|metadata for secrets|secret metadata|without revealing|values are never|never exposes|no values|\
    never returns the value|never returns values|never returned|not returned|without values|without their values|without the value|not the values|values are hidden|\
    values are not|names only|only the names|only names|keys only|key names only|does not return the value|does not return values|never the value|never values"
);
