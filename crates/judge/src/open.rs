//! Verbs that say nothing by themselves: what is made or run, of what, and where it goes.

use crate::Claim;
use crate::effect::{claim, reads_only};
use crate::lexicon::verb;
use crate::prose::{Ready, Words, one_of, phrases, words};
use crate::setting::Setting;
use crate::shape::Tool;
use gate_engine::Effect;

/// Verbs that make something: a reply, unless it goes somewhere.
pub(crate) const MAKES: &Words =
    words!("generate|export|download|produce|print|dump|plot|draw|process|request|build");
/// Verbs that make another thing of what they are given: it comes back, unless what is given is only named by its place.
static REMAKES: Words = Words::of(
    "transform|compress|decompress|zip|unzip|redact|anonymize|anonymise|pseudonymize|shorten|rewrite|rephrase|refactor|enhance|\
    colorize|colourize|refine|polish|humanize|narrate|synthesize|synthesise|normalize|normalise|flatten|transcode|compile|categorize|categorise|\
    deduplicate|dedupe|randomize|randomise|shuffle|obfuscate|minify|localize|localise|dub|remix|sketch|sanitize|sanitise|reformat|transpose|\
    sharpen|crop|deskew|denoise|vectorize|rasterize|caption|segment",
);
/// Parameters that only name what is worked on: it is there, and is changed there.
static NAMES_IT: Words = Words::of(
    "id|ids|uuid|path|paths|file|files|filename|folder|directory|sheet|range|key|slug|table|column|columns|playlist|account|layer|\
    layers|track|clip|node|nodes|selection|target",
);
/// Verbs that carry something out: the object decides.
static RUNS: Words =
    Words::of("run|execute|perform|batch|bulk|mass|exec|invoke|control|interact|do|work");
/// Objects that make carrying out a look.
const LOOKS: &Words = words!(
    "report|card|cards|dashboard|query|search|research|analysis|audit|check|benchmark|lint|scan|diagnostics|sql|promql|insights|read|validation|inference|lookup|reader|overlay|intersection|union|difference|calculation|computation|interpolation|clustering|regression|statistics|\
    checks|audits|scans|queries|searches|analyses|reports|benchmarks|lookups|validations|inspection|inspections|simulations|calculations|assessments|evaluations|comparisons|\
    ocr|question|questions|classification|segmentation|comparison|aggregation|evaluation|assessment|ping|traceroute|simulation|speedtest|speed"
);
/// What is made of several steps, of which a look is one.
static STEPS: Words = Words::of("workflow|workflows");
/// What is asked of people, not of a server.
static ASKED_FOR: Words = Words::of(
    "review|reviews|reviewer|reviewers|access|approval|change|changes|leave|refund|ride|payout|pickup|feedback|signature|quote|key|keys|token|\
    credential|credentials|certificate|certificates|permission|permissions|authorization|quota|increase|limit|extension|demo|callback|appointment|off|\
    deletion|removal|cancellation|withdrawal|payment|money|funds|loan|pto|vacation|verification|transfer|upgrade|account|membership|invite|taxi|\
    delivery|meeting|service|support",
);
/// Whether a deed is asked for, and no data: `request_pair`, "Request to join".
fn deed_asked_for(tool: &Tool<'_>) -> bool {
    let deed =
        |word: &str| verb(word).is_some_and(|verb| verb.effect == Effect::Write && !verb.noun);
    match &tool.words[..] {
        [.., request, last] if request == "request" => {
            deed(last)
                || one_of(
                    words!("pair|pairing|friendship|friend|sync|backup|build|merge"),
                    last,
                )
        }
        _ => false,
    }
}

/// What an editor keeps of what it makes.
static LAID_DOWN: Words = Words::of(
    "presentation|deck|slide|slides|document|workbook|worksheet|sheet|scene|mesh|terrain|level|component|components|toolpath|geometry",
);
/// Places that what is drawn stays on.
const DRAWN_ON: Ready = phrases!(
    "sketch|on the canvas|on canvas|in the canvas|on the board|whiteboard|in the document|active document|in the drawing|active drawing|\
    in the scene|in the model|model space|on the page|on the screen|on the slide|on the sheet|in the viewport"
);
/// Words that say that what is made is kept.
const KEEPS: Ready = phrases!(
    "saves|save it|saved to|written to|writes|stored locally|saved locally|local storage|to disk|and save to|then save to|to s3|to gcs|s3 bucket|to google drive|to cloud storage|to populate|into the database|into your account|in your account|to your library"
);

/// What stays connected when the session is over.
static LINKED: Words = Words::of(
    "relation|relations|entries|edge|signal|node|nodes|port|ports|pin|pins|wire|account|accounts|wallet|service|services|provider|providers|app|apps|platform|integration|integrations|repo|repository|bank|calendar|domain|store|bluetooth|wifi|vpn|webhook",
);

/// Whether something of the user's own is connected: "Connect your Acme account".
fn joins_own(tool: &Tool<'_>) -> bool {
    let text = &tool.text;
    matches!(text.word(0), "connect" | "connects" | "link" | "links")
        && matches!(text.word(1), "your" | "my" | "user" | "users")
        && (2..6).any(|at| one_of(&LINKED, text.word(at)))
}

/// What lets in whoever holds it.
static ACCESS: Words = Words::of(
    "api key|api keys|access key|access keys|access token|access tokens|api token|api tokens|deploy key|ssh key|invite link|invite code|\
    share link|sharing link|auth token|auth key|secret key|client secret",
);

/// Whether what is made lets in whoever holds it.
fn access_made(tool: &Tool<'_>) -> bool {
    let pair = |w: &[String]| matches!(w, [a, b] if one_of(&ACCESS, &format!("{a} {b}")));
    tool.words.windows(2).any(pair)
}

/// Parameters that hold what is worked on itself.
static CONTENT: Words = Words::of(
    "text|texts|content|contents|code|html|json|xml|csv|yaml|data|input|string|strings|query|sql|image|markdown|prompt|body|source|values|numbers|\
    items|list|base64|svg|sentence|passage|paragraph|message|document|url|urls|css|js|array|matrix|points|geometry|sequence|words|schema|expression",
);

/// Whether what is worked on is not given, but only named: by its place, or by an id.
pub(crate) fn named_only(tool: &Tool<'_>) -> bool {
    tool.top().any(|param| param.ends(&NAMES_IT)) || !tool.top().any(|param| param.ends(&CONTENT))
}

/// Verbs that say nothing by themselves: what is made, and where it goes.
pub(crate) fn open(tool: &Tool<'_>, word: &str, because: &mut Vec<Claim>) -> Effect {
    let says = |list: &Words| {
        tool.words.iter().any(|word| one_of(list, word))
            || tool.text.words().take(4).any(|word| one_of(list, word))
    };
    let effect = match word {
        _ if reads_only(tool) => Effect::Read,
        "connect" if !tool.named(&LINKED) && !joins_own(tool) => Effect::Read,
        "open" if tool.about(Setting::Device) => Effect::Write,
        "open"
            if !tool
                .params
                .iter()
                .any(|param| param.named(words!("url|path|app|file")))
                && !tool
                    .text
                    .says(phrases!("open or close|opens or closes|open and close")) =>
        {
            Effect::Read
        }
        word if one_of(&RUNS, word) && tool.named(words!("playbook|playbooks")) => {
            Effect::Destructive
        }
        "request" if tool.named(&ASKED_FOR) || deed_asked_for(tool) => Effect::Write,
        "generate" | "produce"
            if tool.named(&LAID_DOWN)
                && matches!(tool.setting, Some(Setting::Canvas | Setting::Editor)) =>
        {
            Effect::Write
        }
        "draw" | "plot"
            if tool.set_in(Setting::Canvas)
                || tool.set_in(Setting::Editor)
                || tool.text.says(DRAWN_ON) =>
        {
            Effect::Write
        }
        word if one_of(&REMAKES, word) && !tool.params.is_empty() && !named_only(tool) => {
            Effect::Read
        }
        word if one_of(&REMAKES, word) => Effect::Write,
        "print"
            if tool
                .text
                .says(phrases!("printer|printers|print job|on paper")) =>
        {
            Effect::Write
        }
        "connect" => Effect::Write,
        "generate" | "issue" | "produce" if access_made(tool) => Effect::Write,
        // What a model draws is made for good, and paid for.
        "generate" | "produce"
            if tool.named(words!("image|images|picture|photo|artwork"))
                && tool.params.iter().any(|param| {
                    param.level <= 1 && param.is(words!("prompt|negative_prompt|text_prompt"))
                }) =>
        {
            Effect::Write
        }
        // What is only named is worked through where it is.
        "process"
            if tool
                .top()
                .any(|param| param.ends(words!("id|ids|uuid|queue|mailbox|batch")))
                && named_only(tool) =>
        {
            Effect::Write
        }
        word if one_of(MAKES, word) && !tool.text.says(KEEPS) => Effect::Read,
        // Tests and suites of them act on what they test.
        word if one_of(&RUNS, word)
            && tool.named(words!(
                "test|tests|suite|suites|testcase|testcases|regression_tests"
            )) =>
        {
            Effect::Write
        }
        word if one_of(&RUNS, word) && says(LOOKS) && !tool.named(&STEPS) => Effect::Read,
        word if one_of(MAKES, word) || one_of(&RUNS, word) || word == "open" => Effect::Write,
        _ => Effect::Unknown,
    };
    if effect != Effect::Unknown {
        claim(because, effect, "/name", tool.name);
    }
    effect
}
