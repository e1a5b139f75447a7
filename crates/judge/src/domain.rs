//! Capabilities that follow from what is done to what: messages, money, accounts, permissions, infrastructure, rows, devices, secrets.
//!
//! Each rule is a row of the tables in [`crate::kinds`]; this file only reads them.

mod oneself;
mod other;

pub(crate) use other::made_up;

use crate::deed::{Deed, deeds, told};
use crate::kinds::{List, Lists, RULES, Rule};
use crate::passthrough::requests;
use crate::power::{Case, Power};
use crate::prose::{Phrases, Prose, Ready, Words, one_of, phrases, pieces, words};
use crate::setting::Setting;
use crate::shape::Param;
use crate::verbs::Found;
use crate::{Capability, beside};
use gate_engine::Effect;
use oneself::signs_up;
use other::Other;
use std::cell::LazyCell;
use std::sync::LazyLock;

/// Words of the description in which an object is looked for.
const REACH: usize = 24;

/// Adds what the objects say.
pub(crate) fn capabilities(case: &Case<'_, '_>, power: &mut Power) {
    let changes =
        case.effect != Effect::Read || power.effect.is_some_and(|effect| effect != Effect::Read);
    if changes && power.has(Capability::ApiPassthrough) {
        anything(case, power);
    }
    let runs = power.has(Capability::ExecCode);
    let deeds = deeds(case.tool, case.verbs);
    let first = told(case.tool, case.verbs).filter(|_| changes);
    beside::before(case, changes, power);
    let other = LazyCell::new(|| Other::of(case));
    let said = SAYS.each_affirmed(&case.tool.text, REACH);
    for (number, rule) in RULES.iter().enumerate() {
        if rule.changes && !changes || power.has(rule.capability) {
            continue;
        }
        // A browser's console kept in a file moves no mouse: what controls a device does so by its own verb.
        if rule.capability == Capability::DeviceControl && case.effect == Effect::Read && !runs {
            continue;
        }
        let said = (&*deeds, first.as_ref(), &*said);
        let Some((from, text)) = hit((number, rule), case, said, runs) else {
            continue;
        };
        let bought = power.has(Capability::Financial)
            && case
                .verbs
                .leads(words!("register|renew|purchase|buy|transfer"));
        let no_machine =
            rule.capability == Capability::InfraChange && (bought || one_table(case).is_some());
        if !no_machine && !other.than(rule.capability) {
            power.add(rule.capability, &from, &text);
        }
    }
    if changes && let Some(amount) = pays(case) {
        power.by(Capability::Financial, amount);
    }
    if let Some(param) = signs_up(case) {
        power.by(Capability::AccountChange, param);
    }
    beside::after(case, changes, power);
    if power.has(Capability::ExecQuery) {
        return;
    }
    if let Some(table) = one_table(case) {
        power.by(Capability::DbWrite, table);
    }
    if changes && let Some(at) = filled(case) {
        power.add(
            Capability::DbWrite,
            "/description",
            &case.tool.text.around(at),
        );
    }
}

/// Parameters that name one table of a database, or its file.
static TABLES: Words =
    Words::of("table|table_name|tablename|collection|collection_name|index|index_name");
static DATABASE_FILES: Words = Words::of(
    "db_path|database_path|db_file|database_file|sqlite_path|sqlite_file|database_file_path",
);

static CONNECTIONS: Words = Words::of(
    "connection_string|connection_uri|connection_url|database_url|database_uri|db_url|db_uri|dsn",
);

/// The parameter that names the table, or the file, of which a database's tool changes something.
fn one_table<'c, 'a>(case: &'c Case<'_, 'a>) -> Option<&'c Param<'a>> {
    let tool = case.tool;
    let named = tool.top().find(|param| {
        param.is(&DATABASE_FILES)
            || param.is(&CONNECTIONS)
            || param.is(&TABLES) && tool.about(Setting::Database)
    })?;
    (case.changes()
        && !case
            .verbs
            .leads(words!("export|download|generate|backup|connect|test")))
    .then_some(named)
}

/// Where the first sentence says that a database is filled from a file or a copy: "Restores a dump into a database".
fn filled(case: &Case<'_, '_>) -> Option<usize> {
    const NEAR: usize = 5;
    let text = &case.tool.text;
    let fills = case.verbs.leads(words!(
        "import|restore|load|ingest|seed|insert|migrate|replay"
    ));
    let mut places = text.sentence_of(0).take(REACH);
    let into = |at: &usize| {
        text.is_one(words!("into|to"), *at)
            && (1..NEAR).any(|i| text.is_one(words!("database|databases"), at + i))
    };
    places.find(into).filter(|_| fills)
}

/// Words of an interface in which people work together.
const PEOPLE: Ready = phrases!(
    "issue|issues|ticket|tickets|comment|comments|users|members|workspace|channel|channels"
);
/// Verbs of an operation that adds something.
static ADDS: Words = Words::of("create|add|post|send|write|execute|call");

/// What any operation of an interface may be: one that lets people in, locks them out or writes to them, unless it is that of a device
/// or of a database.
fn anything(case: &Case<'_, '_>, power: &mut Power) {
    let tool = case.tool;
    let device = tool.about(Setting::Device) && !requests(tool);
    let database = tool.about(Setting::Database);
    let in_path = |text: &Prose| {
        text.words().any(|word| {
            word.contains("/users") || word.contains("/members") || word.contains("/accounts")
        })
    };
    let people = tool.setting == Some(Setting::Work)
        || tool.text.says(PEOPLE)
        || !case.verbs.leads("test") && tool.top().any(|param| in_path(&param.text));
    // A client of any address at all is that of no product.
    let anywhere = tool.top().any(|param| param.is(words!("url|uri")));
    let product = !anywhere && people && !database;
    // A patch changes what is there: it lets nobody in.
    let grants = product
        && !device
        && !tool.about(Setting::Cloud)
        && !power.has(Capability::InfraChange)
        && !case.verbs.leads("patch");
    for (capability, holds) in [
        (Capability::AccountChange, grants),
        (Capability::PermissionChange, grants),
        (
            Capability::MessageSend,
            grants && case.verbs.leads(&ADDS) && !case.verbs.leads(words!("put|delete")),
        ),
        (
            Capability::DbWrite,
            database && !power.has(Capability::ExecQuery),
        ),
        (Capability::InfraChange, tool.about(Setting::Cloud)),
        (Capability::DeviceControl, device),
    ] {
        if holds {
            power.add(capability, "/name", tool.name);
        }
    }
}

/// A rule with its number.
type Numbered<'r> = (usize, &'r Rule);

/// The phrases of each rule, made ready: those that say it, and those that say it unless the server is about something else.
static SAYS: LazyLock<Phrases> = LazyLock::new(|| {
    let of = |rule: &Rule| [rule.says, rule.maybe_says];
    Phrases::of_each(RULES.iter().flat_map(of))
});

/// Whether a rule holds, and the text that says so.
fn hit(
    rule: Numbered<'_>,
    case: &Case<'_, '_>,
    (deeds, first, said): (&[Deed], Option<&Deed>, &[(usize, usize)]),
    runs: bool,
) -> Option<(String, String)> {
    let (number, of) = rule;
    let tool = case.tool;
    if let Some(deed) = deeds.iter().find(|deed| done(rule, case, deed, runs)) {
        return Some(deed.from.clone());
    }
    if of.capability == Capability::InfraChange
        && let Some(deed) = first
        && !deed
            .verb
            .as_ref()
            .is_none_or(|verb| one_of(&CARRIES_OUT, &verb.word))
        && named(rule, case, deed)
    {
        return Some(deed.from.clone());
    }
    let own = deeds.first()?;
    if own.lists.has(number, List::Unless) || !fits(rule, case, own) {
        return None;
    }
    // What another kind of server says in passing is no deed of this kind.
    let here = tool.setting.is_none() || tool.setting == of.within;
    let says = |list| said.iter().find(|(said, _)| *said == list);
    let maybe = || says(2 * number + 1).filter(|_| here);
    let (_, at) = says(2 * number).or_else(maybe).copied()?;
    if of_another(&tool.text, at) || outlived(&tool.text, at) {
        return None;
    }
    Some(("/description".to_owned(), tool.text.around(at)))
}

/// Verbs of which the object is what is carried out, and not what it is done to.
static CARRIES_OUT: Words =
    Words::of("run|execute|exec|invoke|manage|use|build|submit|trigger|open|close|import");

/// Whether what is done is done to a machine, network or the like by its plain name.
fn named(rule: Numbered<'_>, case: &Case<'_, '_>, deed: &Deed) -> bool {
    let (number, of) = rule;
    let on = |list| deed.lists.has(number, list);
    let within = of.within.is_some_and(|setting| case.tool.about(setting));
    let head = || {
        let last = deed.object.last().map(String::as_str);
        Lists::of_any(last).has(number, List::Loose)
    };
    let object = on(List::Objects) || within && (on(List::Maybe) || head()) || paired(rule, deed);
    let mut elsewhere = of.not_in.iter().chain([&Setting::Terminal]);
    let elsewhere = elsewhere.any(|setting| case.tool.set_in(*setting));
    object && deed.is(number, List::Verbs) && !on(List::Unless) && !elsewhere
}

/// Whether two words of what is done stand side by side in a rule: `access key`.
fn paired(rule: Numbered<'_>, deed: &Deed) -> bool {
    let (number, of) = rule;
    // Most are told by the second word alone.
    if !deed.lists.has(number, List::Second) {
        return false;
    }
    let mut pairs = pieces(of.pairs, b'|').filter_map(|pair| pair.split_once(' '));
    pairs.any(|(first, second)| deed.pair(first, second))
}

/// Whether a sentence speaks of another tool before it comes to this place: "then use add_role to grant access".
fn of_another(text: &Prose, at: usize) -> bool {
    let named = |i: usize| {
        let before = i.checked_sub(1).map_or("", |i| text.word(i));
        one_of(words!("use|call|run|with|see|via"), before)
            && text.word(i).trim_matches('_').contains('_')
    };
    (text.sentence_of(at).start..at).any(named)
}

/// Whether what is named here is only lived through: "survives restarts".
fn outlived(text: &Prose, at: usize) -> bool {
    let before = at.checked_sub(1).map_or("", |i| text.word(i));
    one_of(
        words!("survive|survives|survived|across|between|after|outlives"),
        before,
    )
}

/// Whether what is done is of a rule's kind; `runs` says that the tool runs code, so that it changes whatever its verb.
fn done(rule: Numbered<'_>, case: &Case<'_, '_>, deed: &Deed, runs: bool) -> bool {
    let (number, of) = rule;
    let tool = case.tool;
    let members = of.capability == Capability::AccountChange && of_a_group(deed);
    let looks = of.changes && deed.reads() && case.effect == Effect::Read && !runs;
    let on = |list| deed.lists.has(number, list);
    if looks || on(List::Unless) && !members {
        return false;
    }
    let within = of.within.is_some_and(|setting| tool.about(setting));
    // A word in passing does not make another server's tool one of this setting.
    let moved = tool.moves && of.within == Some(Setting::Device);
    let mine = within && (tool.setting == of.within || tool.setting.is_none() || moved);
    if of.always && mine && (!deed.reads() || runs)
        || deed.tells(number, List::Telling)
        || within && deed.tells(number, List::MaybeTelling)
    {
        return true;
    }
    // An application to a job is none that runs, nor is one that signs people in; a workflow that is none of a build runs no machine.
    let named = |words: &'static Words| deed.object.iter().any(|word| one_of(words, word));
    let recorded = of.capability == Capability::InfraChange
        && (tool.records.is_some()
            || named(words!("workflow|workflows")) && !tool.text.says(BUILDS) && !within
            || named(words!("index|indexes")) && !tool.text.says(STORES) && !within
            || named(words!("application|applications"))
                && tool
                    .text
                    .says(phrases!("app registration|oauth|sign in|single sign on"))
            || deed
                .object
                .iter()
                .any(|word| one_of(words!("server|servers"), word))
                && tool.text.says(phrases!("mcp server|mcp servers")));
    let loose = || {
        on(List::Loose)
            && !recorded
            && deed.heads(number, List::Loose)
            && !of.not_in.iter().any(|setting| tool.set_in(*setting))
    };
    let bare = of.bare && mine && deed.object.is_empty() && deed.verb.is_some();
    let object =
        on(List::Objects) || within && on(List::Maybe) || bare || loose() || paired(rule, deed);
    object && fits(rule, case, deed)
}

/// Phrases of stores whose index is a thing of its own, that runs and costs.
const STORES: Ready = phrases!(
    "vector|vectors|embedding|embeddings|dimension|dimensions|pinecone|serverless|elasticsearch|opensearch|algolia|meilisearch|typesense|solr|weaviate|search engine|search service"
);

/// Phrases of workflows by which programs are built and rolled out.
const BUILDS: Ready = phrases!(
    "github|gitlab|actions|ci|cd|build|builds|deploy|deployment|pipeline|pipelines|repository|workflow run|workflow runs|airflow|dag|argo|kubernetes|cluster|circleci|jenkins|terraform|step functions"
);

/// Whether it is a member of a group that something is done to, whatever the group is: `board_member`.
fn of_a_group(deed: &Deed) -> bool {
    matches!(&deed.object[..], [group, member]
        if one_of(words!("board|channel|group|workspace|team|project|organization|organisation|org|server|guild|club|family|space"), group)
            && one_of(words!("member|members|collaborator|collaborators|user|users"), member))
}

/// Verbs by which money leaves or comes …
static PAYS: Words = Words::of(
    "charge|bill|debit|pay|donate|tip|fund|payout|disburse|capture|wire|remit|transfer|send|withdraw|deposit|buy|sell|swap|bid|stake|unstake|invest|lend|borrow|repay|refund|prepay|spend|zap",
);
/// … and parameters that say how much.
static HOW_MUCH: Words = Words::of(
    "amount|amount_cents|amount_in_cents|amount_sats|amount_usd|amount_in|amount_out|amount_msat|amount_wei|amount_sol|amount_eth|sats|satoshis|lamports|wei|token_amount|\
    payment_amount|transfer_amount|amount_minor|total_amount|sats_amount|usd_amount|quote_amount|base_amount",
);

/// The parameter that says how much is paid by what the tool does.
fn pays<'c, 'a>(case: &'c Case<'_, 'a>) -> Option<&'c Param<'a>> {
    let money = |param: &&Param<'_>| param.level == 0 && param.is(&HOW_MUCH);
    let paid = case.verbs.leads(&PAYS) && !case.tool.about(Setting::Device);
    case.tool.top().find(money).filter(|_| paid)
}

/// Verbs of tools that do many things: the description lists them.
static MANY: Words = Words::of("manage|bulk|batch|mass|handle|work|use");

/// Whether the verb is one of a rule's: that of the name, or where the name has none that says much, those of the description.
fn fits(rule: Numbered<'_>, case: &Case<'_, '_>, deed: &Deed) -> bool {
    let (number, of) = rule;
    if of.verbs.is_empty() || deed.is(number, List::Verbs) {
        return true;
    }
    let open = |found: &Found| found.verb.noun || found.verb.effect == Effect::Unknown;
    if !deed.verb.as_ref().is_none_or(open) {
        return false;
    }
    let many = deed
        .verb
        .as_ref()
        .is_none_or(|found| one_of(&MANY, &found.word));
    let reach = if many { case.verbs.text.len() } else { 1 };
    let mut texts = case.verbs.text.iter().take(reach);
    texts.any(|found| Lists::of(&found.word).has(number, List::Verbs))
}
