//! What parameters beside the deed add to it: those who are told, what an account may do, a secret that comes back.

use crate::Capability;
use crate::power::{Case, Power};
use crate::prose::{Phrases, Prose, Words, one_of, phrases, pieces, words};
use crate::records::Records;
use crate::setting::Setting;
use crate::shape::Param;
use gate_engine::{Effect, Sensitive};
use std::sync::LazyLock;

/// Adds what is known before the kinds of deeds are gone through.
pub(crate) fn before(case: &Case<'_, '_>, changes: bool, power: &mut Power) {
    if !changes {
        return;
    }
    static TELLS_THEM: LazyLock<Phrases> = LazyLock::new(|| Phrases::of(TELLS));
    let told = || TELLS_THEM.affirmed(&case.tool.text, SET_UP_IN);
    if let Some(at) = notifies(case).or_else(told) {
        let text = case.tool.text.around(at);
        power.add(Capability::MessageSend, "/description", &text);
    }
    if mailed(case) {
        power.add(Capability::MessageSend, "/name", case.tool.name);
    }
    let opens = || opens_talk(case);
    if let Some(said) = commented(case).or_else(|| invites(case)).or_else(opens) {
        power.by(Capability::MessageSend, said);
    }
}

/// Adds what is known after it.
pub(crate) fn after(case: &Case<'_, '_>, changes: bool, power: &mut Power) {
    if let Some(shown) = reveals(case).or_else(|| among_kinds(case)) {
        power.by(Capability::CredentialAccess, shown);
    }
    if !changes {
        return;
    }
    if answers(case) {
        power.add(Capability::AccountChange, "/name", case.tool.name);
    }
    if let Some(opened) = signs_up(case) {
        power.by(Capability::AccountChange, opened);
    }
    if let Some(at) = keyed(case) {
        power.add(
            Capability::AccountChange,
            "/description",
            &case.tool.text.around(at),
        );
        power.add(
            Capability::CredentialAccess,
            "/description",
            &case.tool.text.around(at),
        );
    }
    if let Some(lasting) = issues_token(case) {
        power.by(Capability::PermissionChange, lasting);
        power.by(Capability::CredentialAccess, lasting);
    }
    if let Some(seen) = seen_by_others(case).or_else(|| mails(case)) {
        power.by(Capability::MessageSend, seen);
    }
    if let Some(rights) = raised(case, power)
        .or_else(|| rewritten(case, power))
        .or_else(|| patched(case))
        .or_else(|| lets_in(case))
    {
        power.by(Capability::PermissionChange, rights);
    }
    if guards(case) {
        power.add(Capability::PermissionChange, "/name", case.tool.name);
        if case.verbs.leads(words!("create|generate|issue"))
            && case.tool.named(words!("token|tokens"))
        {
            power.add(Capability::CredentialAccess, "/name", case.tool.name);
        }
    }
}

/// The parameter that picks what kind of thing is shown, where secrets are one of the kinds.
fn among_kinds<'c, 'a>(case: &'c Case<'_, 'a>) -> Option<&'c Param<'a>> {
    let shows = case.verbs.leads(words!(
        "get|describe|read|show|fetch|export|dump|retrieve|view"
    ));
    let secret = |value: &&str| one_of(words!("secret|secrets"), &value.to_lowercase());
    let kind = |param: &&Param<'_>| {
        param.is(words!(
            "kind|kinds|resource|resource_kind|resource_type|object_type|object_kind|resource_types"
        )) && (param.values.listed.iter().any(secret)
            || param.values.free_text && param.text.says(phrases!("secret|secrets")))
    };
    case.tool.top().find(kind).filter(|_| shows)
}

/// Phrases of a change of which others are told by it.
const TELLS: &str = "attendees are emailed|guests are emailed|invitees are emailed|recipients are emailed|notifies everyone|notifying everyone|notifies watchers|notifies followers|notifies subscribers|notifies the team|notifies all|notifying all|notifying the|notifies attendees|notifies the attendees|notifies all attendees|notifies guests|notifies the guests|notifies participants|notifies all participants|\
    notifies invitees|notifies the recipient|notifies recipients|notifies the customer|notifies users|emails the customer|emails the guest|emails attendees|emails the recipient|\
    emails the recipients|sends an invitation|sends invitations|sends an invite|sends invites|sends a cancellation|sent to the signers|sent to the signer|sent to signers|\
    to the signers|to all signers|sends the signature request|resends the signature request|resends the signature|notifying users|notifying members|notifying subscribers|\
    sent to the recipients|sent to the recipient|sent to recipients|sent to all recipients|sends the contract|to its signers|signature request to";

/// Whether something is mailed, whatever it is: `email_invoice`, "Email an invoice to its contact".
fn mailed(case: &Case<'_, '_>) -> bool {
    let sent = |found: &crate::verbs::Found| {
        found.at == 0 && one_of(words!("email|fax|text|sms|mail"), &found.word)
    };
    let article = one_of(words!("a|an|the|this|it"), case.tool.text.word(1));
    case.verbs.name.as_ref().is_some_and(sent)
        && case.verbs.text.first().is_some_and(sent)
        && article
}

/// How long a token that is made lets someone in, or to what.
fn issues_token<'c, 'a>(case: &'c Case<'_, 'a>) -> Option<&'c Param<'a>> {
    let made = case.verbs.leads(words!("create|generate|issue|mint"))
        && case
            .tool
            .words
            .last()
            .is_some_and(|word| one_of(words!("token|tokens"), word));
    let other = case.tool.text.says(phrases!(
        "design|designs|theme|nft|erc20|coin|game|contract|blockchain"
    ));
    case.tool
        .top()
        .find(|param| made && !other && param.is(&LASTS))
}
static LASTS: Words = Words::of(
    "ttl|ttl_seconds|expires_in|expires_at|expires|expiry|expiry_date|expiration|expiration_date|lifetime|valid_for|scope|scopes|permissions|abilities",
);

/// Phrases of what an account that is opened is let in by.
const LET_IN_BY: &str = "returns api key|returns api_key|returns an api key|returns your api key|returns the api key|returns an access token|returns a session token|returns credentials";

/// Where someone is signed up and given a key.
fn keyed(case: &Case<'_, '_>) -> Option<usize> {
    let text = &case.tool.text;
    let at = pieces(LET_IN_BY, b'|').find_map(|phrase| text.affirms(phrase, SET_UP_IN))?;
    case.verbs
        .leads(words!("register|signup|enroll|enrol|onboard"))
        .then_some(at)
}

/// Where what people read is changed, and something said along with it.
fn commented<'c, 'a>(case: &'c Case<'_, 'a>) -> Option<&'c Param<'a>> {
    let filed = case.tool.named(words!(
        "issue|ticket|tickets|bug|incident|conversation|case"
    )) && !case.tool.named(words!("test|use"))
        && case.verbs.leads(words!(
            "update|edit|resolve|close|transition|reopen|assign|escalate|merge|reject|approve"
        ));
    let says = |param: &&Param<'_>| {
        param.values.free_text
            && param.is(words!(
                "comment|public_comment|comment_body|reply|reply_text"
            ))
    };
    case.tool.top().find(says).filter(|_| filed)
}

/// The first words to someone with whom a conversation is opened.
fn opens_talk<'c, 'a>(case: &'c Case<'_, 'a>) -> Option<&'c Param<'a>> {
    let tool = case.tool;
    let opened = case
        .verbs
        .leads(words!("start|open|begin|initiate|create|launch"))
        && tool.named(words!(
            "conversation|conversations|chat|chats|thread|threads|dm|dms|discussion|dialog|dialogue"
        ));
    let someone = |param: &Param<'_>| {
        param.is(words!("to|recipient|recipients|recipient_id|user_id|user_ids|human_id|person_id|contact_id|member_id|member_ids|participant|participants|\
            participant_ids|username|usernames|phone|phone_number|email|emails|handle|channel|channel_id|customer_id"))
    };
    let said = |param: &&Param<'_>| {
        param.values.free_text
            && param.is(words!("message|text|body|content|initial_message|first_message|message_text|opening_message"))
    };
    let told = tool.top().any(someone);
    tool.top().find(said).filter(|_| opened && told)
}

/// Parameters that say what an account may do.
static RIGHTS: Words = Words::of(
    "role|roles|role_id|role_ids|group|groups|permissions|permission|sudo|is_admin|admin|scopes|privileges|access_level|superuser|is_superuser",
);

/// What an account that is made or changed may do.
fn raised<'c, 'a>(case: &'c Case<'_, 'a>, power: &Power) -> Option<&'c Param<'a>> {
    let made = power.has(Capability::AccountChange)
        && case.verbs.leads(words!(
            "create|add|update|invite|set|modify|edit|patch|provision"
        ));
    let rights = |param: &&Param<'_>| {
        param.is(&RIGHTS)
            || param
                .words
                .first()
                .is_some_and(|word| one_of(words!("role|roles"), word))
    };
    case.tool.top().find(rights).filter(|_| made)
}

/// An object of whatever is to be changed of an account: what it may do as well.
fn rewritten<'c, 'a>(case: &'c Case<'_, 'a>, power: &Power) -> Option<&'c Param<'a>> {
    let changed = power.has(Capability::AccountChange)
        && case.verbs.leads(words!("update|edit|modify|patch"));
    let anything = |param: &&Param<'_>| {
        param.values.free_object
            && !param.values.free_text
            && param.ends(words!(
                "updates|fields|data|body|changes|user|representation"
            ))
    };
    case.tool.top().find(anything).filter(|_| changed)
}

/// A patch of a resource of whatever kind: a role that is there, and who is bound to it.
fn patched<'c, 'a>(case: &'c Case<'_, 'a>) -> Option<&'c Param<'a>> {
    let tool = case.tool;
    let any_kind = |param: &Param<'_>| {
        param.values.free_text
            && param.is(words!(
                "resource_type|kind|resource_kind|resource|api_version"
            ))
    };
    let patch = |param: &&Param<'_>| {
        (param.values.free_text || param.values.free_object)
            && param.is(words!(
                "patch|patch_body|patch_content|patch_data|patch_json|json_patch|patches"
            ))
    };
    let cluster = case.verbs.leads(words!("patch|edit|update")) && tool.about(Setting::Cloud);
    tool.top()
        .find(patch)
        .filter(|_| cluster && tool.top().any(any_kind))
}

/// The password of a network: who knows it is let in.
fn lets_in<'c, 'a>(case: &'c Case<'_, 'a>) -> Option<&'c Param<'a>> {
    let network = case
        .tool
        .named(words!("wlan|wlans|wifi|ssid|hotspot|wireless|network"));
    case.tool
        .top()
        .find(|param| {
            param.is(words!(
                "passphrase|psk|wifi_password|wpa_passphrase|x_passphrase"
            ))
        })
        .filter(|_| {
            network
                && case
                    .verbs
                    .leads(words!("update|set|change|create|add|edit|modify"))
        })
}

/// Whether it changes who may open a vault: its policies, and the tokens that they are given to.
fn guards(case: &Case<'_, '_>) -> bool {
    case.tool.records.map(Records::class) == Some(Sensitive::Credentials)
        && case.tool.words.last().is_some_and(|word| {
            one_of(
                words!("policy|policies|token|tokens|role|roles|approle"),
                word,
            )
        })
        && case.verbs.leads(words!(
            "create|update|delete|write|put|set|renew|generate|issue"
        ))
}

/// Whether it makes or changes those who answer the customers: `create_agent` at a help desk.
fn answers(case: &Case<'_, '_>) -> bool {
    case.tool.records.map(Records::class) == Some(Sensitive::CustomerRecords)
        && case
            .tool
            .words
            .last()
            .is_some_and(|word| one_of(words!("agent|agents"), word))
        && case
            .verbs
            .leads(words!("create|update|delete|remove|deactivate|add"))
}

/// The password of an account that is opened.
fn signs_up<'c, 'a>(case: &'c Case<'_, 'a>) -> Option<&'c Param<'a>> {
    let opened = case.verbs.leads(words!("register|enroll|enrol|onboard"))
        || case.tool.named(words!("signup|register"));
    let known = case
        .tool
        .top()
        .any(|param| param.is(words!("email|username|phone")));
    case.tool
        .top()
        .find(|param| param.is("password"))
        .filter(|_| opened && known)
}

/// A switch by which a secret comes back in plain text.
fn reveals<'c, 'a>(case: &'c Case<'_, 'a>) -> Option<&'c Param<'a>> {
    case.tool.top().find(|param| {
        param.values.boolean
            && param.is(words!("reveal|reveal_secret|reveal_secrets|reveal_password|reveal_passwords|include_secret|include_secrets|include_password|include_passwords|\
                show_password|show_passwords|show_secret|show_secrets|show_values|return_secret|return_secrets|return_password|with_decryption|decrypt|\
                include_credentials|include_sensitive|show_sensitive|include_sensitive_data|reveal_values"))
    })
}

/// What is written where others are said to see it.
fn seen_by_others<'c, 'a>(case: &'c Case<'_, 'a>) -> Option<&'c Param<'a>> {
    let seen = |text: &Prose| {
        text.says(phrases!("visible to the|visible to all|visible to your team|visible to others|visible to everyone|visible to users|visible to customers|seen by others"))
    };
    let written = |param: &&Param<'_>| {
        param.values.free_text
            && param.is(words!(
                "note|body|text|content|message|comment|note_text|note_body"
            ))
            && (seen(&param.text) || seen(&case.tool.text))
    };
    case.tool
        .top()
        .find(written)
        .filter(|_| case.verbs.leads(words!("add|create|post|write|update")))
}

/// A switch by which others are written to as well.
fn mails<'c, 'a>(case: &'c Case<'_, 'a>) -> Option<&'c Param<'a>> {
    case.tool.top().find(|param| {
        param.values.boolean
            && (param.is(words!("notify_customer|email_customer|send_sms|send_message|email_recipients|customer_note|notify_candidate"))
                || param.named(words!("email|emails")) && param.named(words!("send|rejection|notify|confirmation|welcome")))
    })
}

/// Those who are told of what is arranged with them.
fn invites<'c, 'a>(case: &'c Case<'_, 'a>) -> Option<&'c Param<'a>> {
    let arranged = case
        .tool
        .named(words!("event|events|meeting|meetings|appointment|invite|calendar|booking|interview|webinar|demo|conference"))
        && case
            .verbs
            .leads(words!("create|update|schedule|book|invite|add|send|insert|patch|reschedule"));
    let told = |param: &&Param<'_>| {
        param.is(words!("attendees|invitees|guests|participants|attendee_emails|guest_emails|invitee_email|attendee_email|attendees_emails"))
    };
    // A room is opened, and others are asked in.
    let room = case.tool.named(words!(
        "room|rooms|channel|channels|group|groups|chat|chats|space|spaces|conversation"
    )) && case.verbs.leads(words!("create|open|start|make|add"));
    let asked = |param: &&Param<'_>| {
        param.is(words!(
            "invite|invites|invitees|invite_users|invite_user_ids|invite_emails|invited_users"
        ))
    };
    let asked = || case.tool.top().find(asked).filter(|_| room);
    case.tool
        .top()
        .find(told)
        .filter(|_| arranged)
        .or_else(asked)
}

/// Verbs that set something up.
static SETS_UP: Words =
    Words::of("create|update|patch|set|add|schedule|enable|configure|edit|register");

/// Words of the description in which that is told.
const SET_UP_IN: usize = 60;

/// Where a tool that sets something up says that it will tell others by itself.
fn notifies(case: &Case<'_, '_>) -> Option<usize> {
    let tool = case.tool;
    let at = ["notifications", "notification"]
        .iter()
        .find_map(|word| tool.text.affirms(word, SET_UP_IN))?;
    // A setting of them tells nobody.
    let setting = words!(
        "setting|settings|destination|destinations|preference|preferences|endpoint|url|channel|channels"
    );
    if tool.text.is_one(setting, at + 1) {
        return None;
    }
    let abroad = tool.text.says(phrases!("webhook|email|slack|sms"));
    let sets_up = case.verbs.leads(&SETS_UP) && case.effect == Effect::Write;
    (abroad
        && sets_up
        && !tool.named(words!(
            "webhook|notification|notifications|setting|settings|preferences"
        )))
    .then_some(at)
}
