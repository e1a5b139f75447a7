//! What people write to each other, and what only looks like it.

use super::Look;
use crate::prose::{Words, one_of, words};
use crate::setting::Setting;
use crate::shape::Tool;
use crate::verbs::Verbs;
use gate_engine::Effect;

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
    signature|filter|filters|count|campaign|campaigns|event|events|alias|aliases|domain|list|lists|user|users|forum|schedule|report|health|quota|automation|metrics|activity|queue|broadcast|newsletter|admins|admin|administrators|member|members|permissions|photo|invite|link|participants|\
    delivery|balance|credit|credits|sender|senders|override|overrides|rule|rules|price|pricing|cost|costs|gateway|provider|preferences|tone|task|tasks|otp|verify|verification",
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

/// Words of parameters that name what programs pass messages through.
static QUEUES: Words = Words::of("queue|exchange|partition|kafka|sqs|mqtt|topic");

/// Whether messages are those of programs.
pub(super) fn queued(tool: &Tool<'_>) -> bool {
    let brokers = words!("sqs|sns|kafka|rabbitmq|amqp|mqtt|pubsub|nats");
    let broker = tool.branded(brokers) || tool.text.opens_with(brokers, 12);
    (broker || tool.top().any(|param| param.named(&QUEUES)))
        && !tool.named(words!("email|emails|chat|chats"))
}

/// Where the first words of a tool of a mail server say that mails are read, or taken away.
pub(super) fn mailed(tool: &Tool<'_>, verbs: &Verbs, effect: Effect) -> Option<usize> {
    let goes = effect == Effect::Read
        || verbs.leads(words!(
            "delete|empty|expunge|move|archive|forward|download|export|purge|clear"
        ));
    let server = tool.setting == Some(Setting::Mail);
    let mails = ["emails", "email", "mails", "inbox", "messages"];
    let found = (server
        && goes
        && !things(&tool.words).any(|word| one_of(&NO_MAIL, word))
        && !queued(tool))
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
    "contact|contacts|calendar|calendars|verify|summary|state|provider|providers|config|configuration|connection|quota|limits|token|tokens|autoreply|\
    forwarder|forwarders|log|logs|mailbox|mailboxes|plan|plans|webhook|webhooks|domain|domains|order|orders|dns|signature|signatures|oauth|metrics|analytics",
);
/// … and words after `email` that make it something else.
static NO_MAIL_NEXT: Words = Words::of(
    "address|addresses|count|counts|alias|aliases|template|templates|account|accounts|domain|domains|provider|server|servers|statistics|stats|settings|or|and|phone|campaign|campaigns|format",
);

/// Words of the description in which that is looked for.
const MAILED: usize = 12;

/// The words of a name that say what it is about; what that is picked by comes behind a preposition.
fn things<S: AsRef<str>>(words: &[S]) -> impl Iterator<Item = &str> {
    let picked_by = words!("by|from|with|in|to|since|of");
    let words = words.iter().map(AsRef::as_ref);
    words.take_while(move |word| !one_of(picked_by, word))
}

/// Verbs of what is looked at, whatever that changes besides: a mail that is fetched is marked as read.
static LOOKS: Words = Words::of(
    "read|get|fetch|retrieve|view|show|list|search|sync|download|export|forward|pull|peek|check|access",
);

impl Look<'_, '_> {
    /// Whether messages are reached although more is done than reading: what is taken along, or away, is reached as well.
    pub(super) fn takes_messages(&self) -> bool {
        let Self { tool, verbs, .. } = self;
        let mails = tool.named(words!("email|emails|mail|mails|trash|inbox"));
        let messages = tool.named(words!("message|messages"))
            && (tool.branded(words!("mail|email|gmail|outlook|imap"))
                || tool.text.opens_with(words!("email|mail|mailbox|imap"), 12));
        verbs.leads(words!("download|export|forward"))
            || verbs.leads(words!("delete|empty|expunge|move")) && (mails || messages)
            || self.looks() && !tool.named("mark")
            || self.effect == Effect::Unknown
    }

    /// Whether its first verb looks at something.
    fn looks(&self) -> bool {
        let first = self.verbs.name.as_ref().or(self.verbs.text.first());
        first.is_some_and(|first| one_of(&LOOKS, &first.word))
    }

    /// Whether it is about something else that goes with messages.
    pub(super) fn about_messages(&self) -> bool {
        things(&self.object).any(|word| one_of(&ABOUT_MESSAGES, word))
    }

    /// Whether its name tells that messages between people are looked through.
    pub(super) fn messages(&self) -> bool {
        let Self { tool, verbs, .. } = self;
        if self.about_messages() {
            return self.effect == Effect::Read && reads_mail(tool, verbs);
        }
        let own = self.own();
        let has = |words: &Words| own.iter().any(|word| one_of(words, word));
        let checked = tool.named(words!("verify|validate|verification|validation"));
        let updates = has(words!("updates")) && tool.about(Setting::Mail);
        let written = updates || own.iter().any(|word| one_of(&MESSAGES, word));
        let kept = words!("message|messages|attachment|attachments|transcript|transcripts|replies");
        let between = tool.about(Setting::Mail)
            || tool.named(kept) && (tool.named(&ROOMS) || tool.text.opens_with(&ROOMS, 8));
        // What a phone shows that came in.
        let shown = has(words!("notification|notifications")) && tool.about(Setting::Device);
        // What was said where people met.
        let met = words!("meeting|meetings|call|calls|phone|voice|conference");
        let said = has(words!("transcript|transcripts|recording|recordings"))
            && (tool.named(met)
                || tool
                    .text
                    .opens_with(words!("meeting|meetings|zoom|webinar"), 16));
        self.effect == Effect::Read && reads_mail(tool, verbs)
            || !checked && written && between
            || self.looks() && (shown || said)
    }

    /// The words of the object without those that only say which part of the product it is: they stand before the verb.
    fn own(&self) -> &[&str] {
        let verb = self.verbs.name.as_ref().map_or(0, |found| found.at);
        let behind = self.object.get(verb..).unwrap_or_default();
        let says = |word: &&str| !one_of(words!("v1|v2|v3"), word);
        if behind.iter().any(says) {
            behind
        } else {
            &self.object
        }
    }
}
