//! What the words of a tool say that it is not: no message, no money, no account, whatever its object.

use super::REACH;
use super::oneself::own_screen;
use crate::Capability;
use crate::passthrough::requests;
use crate::power::Case;
use crate::prose::{Ready, Words, one_of, phrases, words};
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
    /// What a program notes on its user's own screen, a kind of post and a prompt are read by nobody else.
    own_screen: bool,
    /// A message that others do not see for a while and the token of the session itself let nobody in.
    own_way_in: bool,
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
            rows: files_sent(tool) || of_no_money(tool, verbs) || tool.named(words!("transaction|transactions"))
                && tool.text.says(phrases!("sql|database|queries|statement|statements|rollback|rolled back|commit|atomic|atomically")),
            sign_in: tool.text.says(SIGN_IN)
                && tool.setting != Some(Setting::Device)
                && !tool.named(words!("browser|page|tab|window|click|navigate")),
            unshown: made_up(tool, verbs) || tool.text.says(MASKED),
            deals: tool.named(words!("pipeline|pipelines"))
                && (tool.text.says(DEALS) || tool.branded("crm")),
            own_screen: own_screen(tool) || no_post(tool) || to_a_model(case) || kept_ready(tool, verbs),
            own_way_in: hidden_for_a_while(tool) || own_token(tool, verbs),
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
            Capability::PermissionChange => self.own_way_in,
            _ => false,
        }
    }
}

/// Phrases of what goes through a pipeline where something is sold.
const DEALS: Ready = phrases!(
    "sales pipeline|sales pipelines|deal pipeline|deals pipeline|crm|deals|opportunities|lead pipeline|recruiting pipeline|hiring pipeline|pipeline stages|named stages|funnel"
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
    let held = || tool.top().any(|param| param.is(&HOLDS_MONEY));
    let books =
        tool.named(words!("account|accounts")) && !person() && (tool.text.says(BOOKS) || held());
    // The account that the tools of the session work with from now on.
    let default = tool.named("account") && tool.named("default") && tool.text.says(FROM_NOW_ON);
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
    let thing = things_profile(tool) || users_thing(tool);
    books || default || browser || vault || work || listed || thing
}

/// Parameters of an account that holds money.
static HOLDS_MONEY: Words = Words::of(
    "balance|initial_balance|opening_balance|starting_balance|current_balance|institution_name|account_number",
);

/// Phrases of what is only set for the calls to come.
const FROM_NOW_ON: Ready = phrases!(
    "when no account is specified|if no account is specified|when none is specified|used in other tools|for other tools|for subsequent|for this session|for the session"
);

/// Whose profile is a person's, or a company's that is known by it.
static PERSONS: Words = Words::of(
    "user|users|my|own|your|account|member|agent|person|people|public|social|contact|customer|client|company|organization|organisation|team|group|channel|page|bot|\
    seller|buyer|creator|artist|author|expert|provider|business|employee|staff|worker|candidate|patient|player|student|investor|admin|personal|professional|author|developer|host|guest",
);

/// Whether the profile is that of a thing: of an asset, a printer, a kind of customer.
fn things_profile(tool: &Tool<'_>) -> bool {
    let of_thing = |w: &[String]| {
        matches!(w, [before, profile] if one_of(words!("profile|profiles"), profile)
            && crate::lexicon::verb(before).is_none()
            && !one_of(&PERSONS, before))
    };
    // What stands first is the server's own name.
    let behind = tool.words.get(1..).unwrap_or_default();
    behind.windows(2).any(of_thing) && !tool.named(words!("user|users|member|members|account"))
}

/// Things that are somebody's own: no change of who that is.
static OWN_THINGS: Words = Words::of(
    "workflow|workflows|repository|repositories|repo|repos|library|libraries|preset|presets|script|scripts|variable|variables|dictionary|slot|slots|interface|input|journey|flow|flows|\
    manual|guide|macro|macros|module|function|functions|template|templates|playlist|playlists|dashboard|dashboards|bookmark|bookmarks|folder|folders",
);

/// Whether it is something of a user's that is changed, and not the user: `user_repository`.
fn users_thing(tool: &Tool<'_>) -> bool {
    let own = |w: &[String]| matches!(w, [user, thing] if one_of(words!("user|users"), user) && one_of(&OWN_THINGS, thing));
    tool.words.windows(2).any(own)
}

/// Whether `post` only says of what, or when, something is: `post_type`, `post_process`.
fn no_post(tool: &Tool<'_>) -> bool {
    let of_post = |w: &[String]| {
        matches!(w, [post, of] if post == "post" && one_of(
            words!("type|types|location|locations|format|formats|process|processing|processor|install|deploy|build|mortem"), of))
    };
    tool.words.windows(2).any(of_post) && !tool.named(words!("comment|message|reply|send|publish"))
}

/// Whether an answer is only laid down to be sent some day.
fn kept_ready(tool: &Tool<'_>, verbs: &Verbs) -> bool {
    let ready = |w: &[String]| {
        matches!(w, [how, what] if one_of(words!("canned|saved|quick"), how)
            && one_of(words!("response|responses|reply|replies"), what))
    };
    tool.words.windows(2).any(ready) && verbs.leads(words!("create|add|update|edit|delete"))
}

/// Whether `visibility` is how long a message of a queue is held back from others.
fn hidden_for_a_while(tool: &Tool<'_>) -> bool {
    tool.named("visibility") && tool.text.says(phrases!("visibility timeout"))
}

/// Whether a token is that of the session, which it renews.
fn own_token(tool: &Tool<'_>, verbs: &Verbs) -> bool {
    verbs.leads(words!("refresh|renew"))
        && tool.named(words!("token|tokens"))
        && tool.text.says(phrases!("refresh token|expired|oauth"))
}

/// Whether what is answered is a model's: a prompt is given, and no text for people.
fn to_a_model(case: &Case<'_, '_>) -> bool {
    let tool = case.tool;
    if tool.text.says(phrases!(
        "chat completion|chat completions|completion request"
    )) {
        return true;
    }
    case.verbs.leads(words!("reply|send|continue|resume"))
        && tool.top().any(|param| param.is("prompt"))
        && !tool.top().any(|param| {
            param.is(words!(
                "message|text|body|content|to|recipient|recipients|channel|chat_id|email|phone"
            ))
        })
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

/// Words of a market.
const MARKET: Ready = phrases!(
    "trade|trades|trading|market|markets|symbol|ticker|leverage|margin|stop loss|take profit|broker|brokerage|shares|stock|stocks|futures|options|perpetual|liquidation|liquidity|pnl|portfolio|token|tokens|crypto|hedge|vault|pool|lending|collateral|order"
);

/// Whether a position is a place and no holding, or an order in a shop is only put away.
fn of_no_money(tool: &Tool<'_>, verbs: &Verbs) -> bool {
    let place = tool.named(words!("position|positions"))
        && !tool.named(words!("option|options|trade|trading"))
        && !tool.text.says(MARKET)
        && !tool.top().any(|param| {
            param.is(words!("symbol|ticker|market|coin|pair|instrument|position_id|ticket|side|leverage|quantity|qty|deal_id|asset"))
        });
    let put_away = matches!(&verbs.name, Some(found) if matches!(found.word.as_str(), "close" | "reopen" | "archive"))
        && tool.named(words!("order|orders"))
        && !tool.named(words!("trade|trades|position|positions|market|limit"))
        && !tool.text.says(MARKET_ALONE);
    place || put_away
}

/// Words of a market that are none of a shop.
const MARKET_ALONE: Ready = phrases!(
    "trade|trading|leverage|margin|stop loss|take profit|broker|brokerage|futures|perpetual|liquidation|crypto|at market price"
);

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
