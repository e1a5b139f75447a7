//! What a tool adds to a flow, by what it was judged to be. Only what is plain counts: a warning about everything warns of nothing.

use super::Leg;
use crate::prose::{Words, one_of, words};
use crate::shape::Tool;
use crate::verbs::Verbs;
use crate::{Capability, Claim};
use gate_engine::{Effect, Sensitive};
use std::collections::BTreeSet;

/// A tool as judged so far.
pub(crate) struct Seen<'c, 'a> {
    pub(crate) tool: &'c Tool<'a>,
    pub(crate) verbs: &'c Verbs,
    pub(crate) effect: Effect,
    pub(crate) capabilities: &'c BTreeSet<Capability>,
    pub(crate) sensitive: &'c BTreeSet<Sensitive>,
    pub(crate) bound: Option<&'c str>,
}

/// Where a claim comes from, and the text it rests on.
type Rests = (String, String);

/// Finds the legs of a tool and notes why.
pub(crate) fn legs(seen: &Seen<'_, '_>, because: &mut Vec<Claim>) -> BTreeSet<Leg> {
    let found = [
        (Leg::Private, private(seen, because)),
        (Leg::Untrusted, untrusted(seen, because)),
        (Leg::Out, out(seen, because)),
    ];
    let mut legs = BTreeSet::new();
    for (leg, rests) in found {
        let Some((from, text)) = rests else { continue };
        legs.insert(leg);
        because.push(Claim {
            claim: leg.claim().to_owned(),
            from,
            text: crate::shorten(&text),
        });
    }
    legs
}

impl Seen<'_, '_> {
    fn has(&self, capability: Capability) -> bool {
        self.capabilities.contains(&capability)
    }

    fn changes(&self) -> bool {
        self.effect != Effect::Read
    }

    /// Whether it runs what the caller writes, with the rights and the network of whoever runs the server.
    fn runs(&self) -> Option<Capability> {
        let runs = [Capability::ExecCommand, Capability::ExecCode];
        let found = runs.into_iter().find(|runs| self.has(*runs))?;
        (self.bound != Some("sandbox")).then_some(found)
    }

    /// Whether the caller steers a browser to any address: it may be signed in wherever its user is.
    fn browses(&self) -> bool {
        self.has(Capability::FetchUrl) && self.has(Capability::DeviceControl)
    }

    /// The name, as that on which a claim rests.
    fn name(&self) -> Rests {
        ("/name".to_owned(), self.tool.name.to_owned())
    }
}

/// What the judge's claim of a capability rests on.
fn of(because: &[Claim], capability: Capability) -> Option<Rests> {
    let id = capability.id();
    let claim = because
        .iter()
        .find(|claim| claim.claim.strip_prefix("capability: ") == Some(id))?;
    Some((claim.from.clone(), claim.text.clone()))
}

fn private(seen: &Seen<'_, '_>, because: &[Claim]) -> Option<Rests> {
    if let Some(runs) = seen.runs() {
        return of(because, runs);
    }
    if seen.browses() {
        return of(because, Capability::DeviceControl);
    }
    let returns = [
        Capability::CredentialAccess,
        Capability::ExecQuery,
        Capability::FsRead,
        Capability::ApiPassthrough,
    ];
    if let Some(capability) = returns.into_iter().find(|has| seen.has(*has)) {
        return of(because, capability);
    }
    // What a tool changes it need not show.
    if seen.changes() {
        return None;
    }
    if let Some(class) = seen.sensitive.iter().next() {
        let id = format!("sensitive: {class}");
        let claim = because.iter().find(|claim| claim.claim == id)?;
        return Some((claim.from.clone(), claim.text.clone()));
    }
    let object = crate::data::object(seen.tool, seen.verbs);
    let has = |list: &Words| object.iter().any(|word| one_of(list, word));
    let between = has(BETWEEN) && seen.tool.text.opens_with(&PLACES, REACH);
    let personal = (has(PERSONAL) || between) && !has(ABOUT_IT) && seen.verbs.any(SHOWS);
    personal.then(|| seen.name())
}

/// What people write to each other, and what they keep for themselves.
const PERSONAL: &Words = words!(
    "email|emails|mail|mails|inbox|mailbox|dm|dms|conversation|conversations|chats|sms|voicemail|contacts|calendar|\
    calendars|diary|gmail|outlook"
);
/// The same, where the description says among whom.
const BETWEEN: &Words = words!("message|messages|thread|threads|history|replies");
static PLACES: Words = Words::of(
    "mail|email|emails|mailbox|gmail|outlook|inbox|channel|channels|slack|discord|teams|whatsapp|telegram|signal|imessage|\
    matrix|chat|dm|dms|conversation|conversations|direct",
);
/// Verbs that bring it back; one that checks or finds an address reads no mail.
const SHOWS: &Words = words!(
    "get|list|read|fetch|search|retrieve|show|view|query|browse|export|load|download|summarize|open"
);

/// What others write and send: the objects of tools that return it.
const WRITTEN: &Words = words!(
    "issue|issues|comment|comments|discussion|discussions|reviews|pr|prs|email|emails|mail|mails|inbox|mailbox|\
    message|messages|dm|dms|chat|chats|thread|threads|conversation|conversations|ticket|tickets|post|posts|tweet|tweets|feed|feeds|rss|news|\
    article|articles|webpage|webpages|website|websites|attachment|attachments|feedback|testimonials|subtitles|caption|captions|\
    submission|submissions|newsletter|newsletters|reply|replies|mentions"
);
/// The same, where it takes two words.
const WRITTEN_PHRASES: &Words = words!(
    "pull request|pull requests|merge request|merge requests|direct messages|web page|web pages|search the web|\
    web search|messages from|messages in|messages of|comments on|comments of|comments for|emails from|posts from|posts by|posts in|searches the web|internet search|search the internet|searches the internet|search engine"
);
/// Words of a name that say that what is searched is the web.
const WEB: &Words = words!("web|internet|google|bing|duckduckgo|online");
/// What is about those things, and was written by the product.
const ABOUT_IT: &Words = words!(
    "type|types|template|templates|schema|schemas|field|fields|label|labels|count|counts|stats|statistics|metrics|status|\
    statuses|settings|config|configuration|priorities|priority|queue|permissions|quota|sentiment|analytics|usage|id|ids|activity|link|links|verification"
);
/// Words of the description in which it is looked for.
const REACH: usize = 16;

fn untrusted(seen: &Seen<'_, '_>, because: &[Claim]) -> Option<Rests> {
    if let Some(runs) = seen.runs() {
        return of(because, runs);
    }
    if let Some(rests) = address(because).filter(|_| returns_page(seen)) {
        return Some(rests);
    }
    if seen.changes() {
        return None;
    }
    let object = crate::data::object(seen.tool, seen.verbs);
    let has = |list: &Words| object.iter().any(|word| one_of(list, word));
    if has(ABOUT_IT) {
        return None;
    }
    let searches = seen.verbs.any(words!("search|research|find|lookup")) && has(WEB);
    if has(WRITTEN) || searches {
        return Some(seen.name());
    }
    let pair = seen
        .tool
        .words
        .windows(2)
        .any(|pair| one_of(WRITTEN_PHRASES, &pair.join(" ")));
    if pair {
        return Some(seen.name());
    }
    let at = crate::prose::pieces(WRITTEN_PHRASES.list(), b'|')
        .find_map(|phrase| seen.tool.text.find(phrase, 0, REACH))?;
    Some(("/description".to_owned(), seen.tool.text.around(at)))
}

/// Last words of a parameter that takes the address of a page or file, and words that may stand before them. The address of a service
/// (`db_endpoint`, `search_url`) is set once and brings no stranger's text; what is told to a bare host hardly holds anything.
static ADDRESS: Words = Words::of(
    "url|urls|uri|uris|link|links|href|hrefs|website|webpage|page|site|path|paths|source|sources|file|files|repo|feed|\
    description|name",
);
static OF_PAGE: Words = Words::of(
    "page|web|website|site|source|target|start|starting|seed|image|img|picture|photo|file|document|doc|pdf|repo|repository|\
    feed|rss|video|audio|media|article|post|thread|tweet|profile|listing|job|product|company|download|input|remote|first|next|new|full|\
    original|absolute|attachment|recipe|news|story|public|external|initial|local|or|to|urls|url",
);

/// What any address of the caller's rests on.
fn address(because: &[Claim]) -> Option<Rests> {
    let (from, text) = of(because, Capability::FetchUrl)?;
    let words = crate::name::words(from.rsplit('/').next().unwrap_or_default());
    let (last, before) = words.split_last()?;
    let fits = one_of(&ADDRESS, last) && before.iter().all(|word| one_of(&OF_PAGE, word));
    fits.then_some((from, text))
}

/// Verbs of tools that bring back what stands at an address.
const BRINGS: &Words = words!(
    "fetch|scrape|crawl|navigate|open|browse|goto|download|extract|visit|parse|summarize|transcribe|request|load|import|\
    read|get|convert|screenshot|search|view"
);

fn returns_page(seen: &Seen<'_, '_>) -> bool {
    !seen.changes() || seen.browses() || seen.verbs.any(BRINGS)
}

/// Verbs that bring something out by themselves.
static SENDS: Words = Words::of("upload|publish|share|push|forward|tweet|broadcast|fax");
/// Objects that others can read or are sent.
static SENT: Words = Words::of("webhook|webhooks|gist|gists|pastebin|tweet|newsletter");
/// The same, where it takes two words.
static SENT_PHRASES: Words = Words::of("pull request|merge request|public link|share link");

fn out(seen: &Seen<'_, '_>, because: &[Claim]) -> Option<Rests> {
    if let Some(runs) = seen.runs() {
        return of(because, runs);
    }
    if let Some(rests) = address(because) {
        return Some(rests);
    }
    if !seen.changes() {
        return None;
    }
    let out = [Capability::MessageSend, Capability::ApiPassthrough];
    if let Some(capability) = out.into_iter().find(|has| seen.has(*has)) {
        return of(because, capability);
    }
    // What takes something back sends nothing.
    if seen.effect == Effect::Destructive
        || seen.verbs.leads(words!("delete|remove|cancel|disable"))
    {
        return None;
    }
    let sends = seen
        .verbs
        .name
        .as_ref()
        .is_some_and(|found| one_of(&SENDS, &found.word));
    let pair = || {
        let mut pairs = seen.tool.words.windows(2);
        pairs.any(|pair| one_of(&SENT_PHRASES, &pair.join(" ")))
    };
    (sends || seen.tool.named(&SENT) || pair()).then(|| seen.name())
}
