//! The words that rules go by. Data, and nothing else: a word is added here, a rule elsewhere.
//!
//! Lists are read in order; a word in a later list overrides an earlier one.

use crate::prose::listed;
use gate_engine::Effect;
use std::collections::HashMap;
use std::sync::LazyLock;

/// A verb as the rules know it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Verb {
    /// What doing it amounts to. `Unknown`: it depends on what is done to what.
    pub(crate) effect: Effect,
    /// Whether the word is as often a noun (`run`, `post`, `order`): then it is a verb only where a verb is expected.
    pub(crate) noun: bool,
}

/// Verbs that only look.
const READ: &str = "get lst list show describe retrieve fetch read find lookup look search browse inspect introspect examine explore \
    enumerate discover detect identify diagnose analyze analyse assess compare summarize summarise explain calculate compute \
    convert parse extract validate verify lint count measure predict forecast suggest recommend rerank classify geocode decode \
    encode whoami poll wait observe scrape crawl visualize visualise tell echo learn preview peek obtain gather collect determine vet \
    simulate demonstrate return display load introspect translate scan audit render answer interpolate aggregate correlate help dry \
    provide reconnect investigate estimate locate paginate view evaluate simplify decompile disassemble transcribe tokenize paraphrase proofread receive visit \
    ocr hget hgetall lrange llen smembers scard zrange xrange mget ttl exists score brainstorm appraise clarify consult contrast deduce derive \
    differentiate dereference distill extrapolate factorize guess infer interpret interrogate intersect itemize lemmatize listen multiply precheck \
    prefetch probe prove quantify recall recognize recognise scout scrutinize solve spellcheck subtract symbolicate tally transliterate transpile traverse \
    triangulate troubleshoot critique skim sniff crack grab hash checksum pinpoint ascertain autocomplete";

/// Reading words that are nouns as often.
const READ_NOUN: &str = "check query review report diff status history info test map match rank watch monitor capture profile debug graph ask \
    directions matrix ping sum log logs stats state details docs documentation metrics overview quote resolve trace snapshot view audit scan research \
    preview screenshot search think tail cat grep ls access plan lookup benchmark sample recap judge survey";

/// Verbs that change something that can be changed back.
const WRITE: &str = "create crt add update edit modify change insert append put patch write save store upload attach assign move rename copy clone \
    duplicate publish send submit register enable disable start stop restart pause resume cancel reopen archive unarchive restore install \
    upgrade downgrade provision launch redeploy undeploy protect unprotect restyle emulate stitch thicken feedback checkout sync synchronize apply configure invite unshare subscribe unsubscribe follow \
    unfollow click press fill hover drag scroll navigate tap swipe buy sell pay rerun retry replace upsert approve reject accept decline \
    mint resize rotate reorder ungroup unassign toggle reload reset unlock unpin unlink disconnect login logout bookmark reindex rebuild \
    declare set reschedule notify forward ban unban mute unmute kick promote demote grant allow deny activate deactivate rollback \
    unstage rebase interrupt reboot shutdown flash import ingest adjust unmark finalize initialize mutate alter increment \
    decrement bump untag dismiss snooze acknowledge transition withdraw deposit redeem remember memorize retrain propose enqueue dispatch emit \
    dial authorize regenerate renew reconfigure amend relate associate reparent nest indent hide unhide freeze unfreeze enroll onboard \
    migrate repair refresh delegate trigger reply customize customise personalize personalise recycle reassign reinvite block unblock retweet \
    undo redo join arrange rearrange expand collapse taint untaint uncordon cordon unmap allocate deallocate exercise replay \
    bind unbind mount unmount enqueue dequeue pop lpush rpush lpop rpop hset hmset sadd srem zadd zrem spop xadd setex setnx mset incr incrby \
    decr decrby expire favorite unfavorite favourite unstar upvote downvote vote unlike react claim unclaim stake unstake unwrap replicate \
    failover requeue resend unsend broadcast wake hibernate arm disarm dim brighten escalate relaunch minimize maximize untrash undelete unpublish \
    unsuspend suspend reactivate republish reschedule reconcile redirect rotate prescribe vaccinate reshare crosspost quarantine unquarantine encrypt decrypt \
    revert deliver transmit spawn relocate forget suppress unsuppress initiate begin commence finish abort halt quit exit init \
    whitelist blacklist allowlist denylist blocklist greenlist throttle evacuate unseal stash unstash bisect prioritize prioritise reprioritize \
    redeliver relist teach quantize opt say authenticate speak pinch consume ack nack assume extrude chamfer sculpt recolor attest nominate appoint rewind seek hire rehire offboard \
    remit reimburse borrow lend repay scaffold \
    clock book unbook rebook prepend inject embed merge rebalance recreate reprocess resubmit reapply modify bootstrap \
    authorise deauthorize impersonate commission decouple couple power respond rsvp sign star moderate fulfill fulfil abandon acquire administer admit \
    affix align allot announce assemble backfill calibrate certify cleanse consolidate contribute curate decrease deduct defer \
    deprecate dispense dispose dispute distribute donate drain eject elect elevate endorse energize engage enlarge enlist establish \
    expel expose finetune fold forfeit garnish harden implement incorporate increase inflate instantiate intercept intervene \
    introduce invest jail unjail lengthen liquidate manipulate materialize mend mitigate muzzle negotiate neutralize nudge \
    offload orchestrate organize organise overrule unpair unparent bake persist unplug populate postpone privatize procure \
    prolong propagate prorate punish ratify reap readjust reauthorize rebrand recalculate reclaim reclassify recompile reconstruct \
    recover recruit rectify redefine redesign redistribute reduce refill refuse reinforce reinitialize reinstall reinstate reissue rejoin relay remap \
    remediate renovate reorganize reorient replenish repopulate reposition reprint reprovision requisition reroute reseed reshape reshelve reshuffle resign \
    respawn restrict unrestrict restructure retag retarget retitle retouch retract revise revive rewire rollover \
    seal settle shelve unshelve shrink shut sideload unsilence soften stabilize standardize steal \
    strengthen supersede throw tighten transact tweak uncheck unenroll unignore \
    unlabel unload unpause unschedule unselect untrack unwatch unwind upscale vibrate waive warn weld widen zap recharge topup deplete \
    inactivate airdrop backorder outbid underwrite repossess reblog boost honk mask unmask blink beep ring chirp defrost precool readmit discharge deputize anoint";

/// Changing words that are nouns as often.
const WRITE_NOUN: &str = "manage exchange commit post order comment message build release merge trade deploy place group link share schedule mark pull push call tag \
    label record issue pin lock branch fork stage tune type switch select turn backup email charge invoice refund transfer seed book fix act \
    close complete scale rollout cut split handle extend press sort paste swap make play skip queue reserve squash train contest \
    tweet format batch_write annotate focus confirm continue signal setup boot mirror shift purchase step bid restock highlight flip leave end checkpoint tip reward plant plug paint pair spread stretch strike slow reverse shoot ship spin silence zoom jump tint trim tilt sweep triage transport award dock raise lower veto operate fund retire debit roll splice tether surrender";

/// Verbs after which something is gone.
const DESTRUCTIVE: &str = "delete del remove rm destroy purge wipe erase truncate kill terminate uninstall revoke prune flush clear cleanup expunge evict \
    discard overwrite obliterate nuke shred deprovision decommission detach unset deregister unregister hdel xdel unlink flushdb \
    flushall ltrim dropdb rmdir burn void invalidate disband demolish eradicate annihilate exterminate zeroize tombstone ";

/// Destructive words that are something else as often.
const DESTRUCTIVE_OTHER: &str = "drop force clean empty trash scrub";

/// Verbs that say nothing by themselves: what they run or make decides.
const OPEN: &str = "open run execute exec eval invoke perform process generate export download interact use do control draw connect plot produce transform \
    print dump work bulk batch mass request compress decompress zip unzip redact anonymize anonymise pseudonymize shorten rewrite rephrase \
    refactor enhance colorize colourize refine polish humanize narrate synthesize synthesise normalize normalise flatten transcode \
    compile categorize categorise deduplicate dedupe randomize randomise shuffle obfuscate minify localize localise dub remix sketch sanitize \
    sanitise reformat transpose sharpen crop deskew denoise vectorize rasterize caption segment";

/// Verbs that amount to something else when done to this: verb, objects between bars, effect.
const DONE_TO: &[(&str, &str, Effect)] = &[
    (
        "resolve",
        "thread|threads|comment|comments|issue|issues|incident|incidents|ticket|tickets|alert|alerts|conflict|conflicts|discussion|discussions|error|expired|dispute|disputes|market|case|cases|complaint|complaints|escrow|request|requests|task|tasks|finding|\
            findings|vulnerability|alarm|alarms|bug|bugs|review|reviews|question|todo|claim|claims|duplicate|duplicates|violation|problem|problems",
        Effect::Write,
    ),
    (
        "log",
        "meal|meals|workout|activity|entry|food|water|weight|work|hours|sleep|mood|expense|time|decision|interaction|metric|param|params|\
            artifact|symptom|exercise|habit|medication|dose|feeding|calories|visit",
        Effect::Write,
    ),
    (
        "process",
        "refund|refunds|payment|payments|order|orders|transaction|invoice|invoices|return|returns|payroll|claim|withdrawal|deposit|payout|payouts|\
            checkout|cancellation|exchange|leave|loan",
        Effect::Write,
    ),
    (
        "generate",
        "apikey|invoice|invoices|voucher|vouchers|coupon|coupons|backup|invitation|credentials|video|videos|music|song|songs|voice|avatar|avatars|podcast|\
            3d|speech|voiceover",
        Effect::Write,
    ),
    (
        "simulate",
        "key|keys|keystroke|keypress|tap|touch|click|mouse|gesture|location|swipe|typing|button|shake",
        Effect::Write,
    ),
    (
        "show",
        "dialog|toast|popup|modal|notification",
        Effect::Write,
    ),
    (
        "collect",
        "payment|payments|fee|fees|reward|rewards|signature|signatures|debt|bounty",
        Effect::Write,
    ),
    (
        "receive",
        "shipment|goods|stock|inventory|payment|payments|order|orders|items|delivery|purchase|po|parcel|return|returns|transfer",
        Effect::Write,
    ),
    ("provide", "feedback|consent", Effect::Write),
    (
        "place",
        "order|orders|bid|bids|bet|bets|wager|trade|trades|hold",
        Effect::Write,
    ),
    (
        "ask",
        "human|humans|person|people|worker|workers|expert|experts|operator|crowd|freelancer|doctor|lawyer|colleague|colleagues|someone",
        Effect::Write,
    ),
    (
        "load",
        "preset|presets|patch|scene|program|tone",
        Effect::Write,
    ),
    (
        "reverse",
        "dns|lookup|geocode|geocoding|image|search|phone|address",
        Effect::Read,
    ),
    (
        "print",
        "label|labels|receipt|receipts|job|ticket|barcode",
        Effect::Write,
    ),
    (
        "recall",
        "message|messages|email|product|device",
        Effect::Write,
    ),
    (
        "decrypt",
        "traffic|tls|ssl|wpa|packet|packets|ciphertext|text|string|jwt",
        Effect::Read,
    ),
    (
        "produce",
        "message|messages|event|events|record|records|topic",
        Effect::Write,
    ),
    ("fold", "protein|sequence|structure", Effect::Read),
    ("raise", "error", Effect::Read),
    (
        "clean",
        "build|builds|artifacts|products|derived",
        Effect::Write,
    ),
    ("start", "search|searches|lookup|query", Effect::Read),
    (
        "scroll",
        "point|points|record|records|vector|vectors|collection|rows|documents|results|entries",
        Effect::Read,
    ),
    (
        "say",
        "hello|hi|hey|greeting|goodbye|bye|world",
        Effect::Read,
    ),
    (
        "load",
        "env|environment|module|plugin|extension|driver|firmware|rom|savestate",
        Effect::Write,
    ),
    ("repair", "query|sql|json|syntax|xml", Effect::Read),
    (
        "cancel",
        "subscription|subscriptions|membership",
        Effect::Destructive,
    ),
    ("purge", "cache|caches", Effect::Write),
    (
        "rollback",
        "snapshot|dataset|volume|database|migration",
        Effect::Destructive,
    ),
    ("restore", "backup|backups|dump", Effect::Destructive),
    (
        "open",
        "app|apps|application|program|port|ports|simulator|sim|emulator|browser|window|tab|terminal|editor|ide|camera|door|garage|gate|valve|ticket|position|\
            account|channel|dispute|case|incident|pr|modal|dialog|menu|settings|panel|preferences",
        Effect::Write,
    ),
    (
        "format",
        "disk|disks|drive|partition|volume|usb|sdcard|filesystem",
        Effect::Destructive,
    ),
    (
        "report",
        "user|bug|abuse|spam|problem|incident|issue|fraud|violation|absence|outage|phishing",
        Effect::Write,
    ),
    (
        "snapshot",
        "droplet|droplets|vm|volume|disk|server|instance|instances|database|model|models|table|tables|cluster|namespace|collection|index|dataset|site|environment|environments|container|vms|volumes|zvol|pool|endpoint",
        Effect::Write,
    ),
    (
        "capture",
        "payment|order|charge|lead|authorization|funds",
        Effect::Write,
    ),
    (
        "watch",
        "mailbox|topic|repository|repo|folder|channel",
        Effect::Write,
    ),
    (
        "clear",
        "console|cache|caches|selection|filter|filters|highlight|highlights|breakpoint|breakpoints|override|overrides|mock|mocks|alarm|debug|flag|flags|status|presence|\
            default|defaults|working|cwd|format|formatting|formats|style|styles|reminder|due|input|field",
        Effect::Write,
    ),
    (
        "test",
        "sim|simulator|emulator|device|ios|android|macos|app|webhook|notification|notifications|email|sms|siren|sound|speaker|alarm|buzzer",
        Effect::Write,
    ),
    ("hover", "info|information|docs|details|type", Effect::Read),
    (
        "expand",
        "link|url|query|abbreviation|acronym|macro|template|text|term",
        Effect::Read,
    ),
    (
        "convert",
        "lead|leads|prospect|issue|issues|task|tasks|subtask|story|draft|drafts|doc|docs|deal|ticket|opportunity|snapshot|backup|trial|checklist|folder|user",
        Effect::Write,
    ),
    (
        "flash",
        "firmware|rom|bootloader|bios|eeprom",
        Effect::Destructive,
    ),
    (
        "pull",
        "events|messages|logs|metrics|statistics|stats|report|reports|history|readings|telemetry|recent",
        Effect::Read,
    ),
    ("detach", "tag|tags|label|labels|list|lists", Effect::Write),
    (
        "extract",
        "archive|archives|zip|tar|tarball|rar|gzip",
        Effect::Write,
    ),
    ("embed", "text|texts|document|documents|query", Effect::Read),
    // A box is ticked.
    (
        "check",
        "checkbox|checkboxes|tickbox|tickboxes",
        Effect::Write,
    ),
    // Whoever listens there is sent an event.
    ("ping", "webhook|webhooks|hook|hooks", Effect::Write),
    (
        "follow",
        "stream|streams|log|logs|link|links|redirect|redirects|chain",
        Effect::Read,
    ),
    ("moderate", "text|content|image|images", Effect::Read),
];

/// What a verb amounts to when it is done to one of these words, where that differs from the verb alone.
pub(crate) fn done_to(verb: &str, object: &[String]) -> Option<Effect> {
    let (_, _, effect) = DONE_TO.iter().find(|(word, objects, _)| {
        *word == verb && object.iter().any(|word| listed(objects, word))
    })?;
    Some(*effect)
}

/// Verbs by word.
static VERBS: LazyLock<HashMap<&'static str, Verb>> = LazyLock::new(|| {
    let lists = [
        (READ, Effect::Read, false),
        (READ_NOUN, Effect::Read, true),
        (WRITE, Effect::Write, false),
        (WRITE_NOUN, Effect::Write, true),
        (DESTRUCTIVE, Effect::Destructive, false),
        (DESTRUCTIVE_OTHER, Effect::Destructive, true),
        (OPEN, Effect::Unknown, true),
    ];
    lists
        .into_iter()
        .flat_map(|(list, effect, noun)| {
            list.split_whitespace()
                .map(move |word| (word, Verb { effect, noun }))
        })
        .collect()
});

/// The verb that a word is in its base form; one that takes back another changes something, as that does: `unskip`.
pub(crate) fn verb(word: &str) -> Option<Verb> {
    let taken_back = || {
        let done = VERBS.get(word.strip_prefix("un")?)?;
        let changes = done.effect == Effect::Write && word != "uncut";
        changes.then_some(Verb {
            effect: Effect::Write,
            noun: false,
        })
    };
    VERBS.get(word).copied().or_else(taken_back)
}

/// The verb behind an inflected form: `retrieves`, `creating`, `applies`.
pub(crate) fn stem(word: &str) -> Option<(String, Verb)> {
    let known = |base: &str| verb(base).map(|verb| (base.to_owned(), verb));
    if let Some(found) = known(word) {
        return Some(found);
    }
    if let Some(root) = word.strip_suffix('s') {
        let y = root
            .strip_suffix("ie")
            .and_then(|w| known(&format!("{w}y")));
        let plain = || known(root);
        let e = || root.strip_suffix('e').and_then(known);
        return y.or_else(plain).or_else(e);
    }
    let root = word.strip_suffix("ing")?;
    if let Some(found) = known(root).or_else(|| known(&format!("{root}e"))) {
        return Some(found);
    }
    // `dropping`, `getting`: the last letter was doubled.
    let mut letters = root.chars();
    let last = letters.next_back()?;
    letters
        .as_str()
        .ends_with(last)
        .then(|| known(letters.as_str()))
        .flatten()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn inflected_verbs_are_found() {
        for (word, base) in [
            ("retrieves", "retrieve"),
            ("creating", "create"),
            ("applies", "apply"),
            ("dropping", "drop"),
            ("searches", "search"),
        ] {
            assert_eq!(
                stem(word).map(|(base, _)| base).as_deref(),
                Some(base),
                "{word}"
            );
        }
        assert!(stem("banana").is_none());
    }

    #[test]
    fn every_word_is_lower_case() {
        assert!(
            VERBS
                .keys()
                .all(|word| word.chars().all(|c| c.is_ascii_lowercase() || c == '_'))
        );
    }
}
