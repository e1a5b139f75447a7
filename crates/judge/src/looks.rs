//! Ways in which a tool only looks, whatever verb its name seems to hold: it tells how things are done or how something stands, hands
//! back what it puts together, or is named after a thing.

use crate::effect::DEEDS;
use crate::lexicon::{Verb, done_to};
use crate::open::named_only;
use crate::prose::{Phrases, Prose, Words, one_of, phrases, words};
use crate::setting::Setting;
use crate::shape::Tool;
use crate::verbs::{Found, Verbs};
use gate_engine::Effect;
use std::sync::LazyLock;

/// Whether a tool only tells how things are done, or what they look like.
pub(crate) fn tells_how(tool: &Tool<'_>, verbs: &Verbs) -> bool {
    verbs
        .name
        .as_ref()
        .is_some_and(|name| name.verb.effect == Effect::Read)
        && tool.named(words!(
            "reference|docs|documentation|schema|schemas|help|guide|guides|example|examples|samples|instructions|capabilities|tutorial|openapi|swagger"
        ))
}

/// Words by which an address is put together.
static PUT_TOGETHER: Words = Words::of("build|construct|compose|form|assemble|format|make");

/// Whether the text opens by saying that an address is put together: it comes back in the reply, and nobody was sent there.
pub(crate) fn address_made(tool: &Tool<'_>, first: Option<&Found>) -> bool {
    first.is_some_and(|first| {
        first.at < 2
            && one_of(&PUT_TOGETHER, &first.word)
            && tool.top().next().is_some()
            && (1..=3).any(|i| {
                one_of(
                    words!("url|urls|uri|link|deeplink|hyperlink|matrix|timeline|outline|breakdown|comparison|summary|string|query|filter|expression|snippet|prompt|payload"),
                    tool.text.word(first.at + i),
                )
            })
    })
}

/// Verbs of making something, which may be no more than the reply …
static MAKERS: Words = Words::of(
    "make|create|build|generate|write|draft|compose|produce|render|draw|plot|chart|visualize|visualise|design|construct|craft|assemble|format|prepare",
);
/// … where the text says that nothing else comes of it …
const NOTHING_KEPT: &str = "does not write to disk|nothing is written|nothing is saved|nothing is stored|writes nothing|does not save|without saving|no file is written|no files are written|\
    no side effects|side effect free|does not modify anything|does not write any|returns the source code|base64 encoded png|base64 encoded image|base64 png|png as base64";
/// … or figures are drawn as one of these …
static DRAWN: Words = Words::of(
    "chart|charts|plot|plots|histogram|histograms|heatmap|heatmaps|scatterplot|scatterplots|boxplot|boxplots|choropleth|sparkline|treemap|sunburst|sankey|barchart|linechart|piechart",
);
/// … from what parameters of these names hold …
static FIGURES: Words =
    Words::of("data|values|series|x|y|points|datasets|categories|labels|xs|ys|groups|numbers");
/// … and no parameter names where it is to be, nor what a model is to think up.
static PLACED: Words = Words::of(
    "id|ids|uid|uuid|path|paths|file|filename|folder|directory|dir|project|workspace|dashboard|sheet|worksheet|document|notebook|output|destination|slug|prompt",
);

/// Where the text says that what is made is only the reply: "Make a contract. Returns the source code"; "Create a plot" of `x_data`.
pub(crate) fn back_in_reply(
    tool: &Tool<'_>,
    name: Option<&Found>,
    texts: &[Found],
) -> Option<usize> {
    static KEPT: LazyLock<Phrases> = LazyLock::new(|| Phrases::of(NOTHING_KEPT));
    let makes = |found: &Found| one_of(&MAKERS, &found.word);
    let first = texts.first().filter(|first| first.at < 2 && makes(first))?;
    // "Requires signers to collectively execute it": a word of the thing that is made.
    let of_it = |found: &Found| {
        let before = found.at.checked_sub(1).map_or("", |i| tool.text.word(i));
        before.ends_with("ly") || matches!(before, "that" | "which")
    };
    let only = texts
        .iter()
        .all(|found| makes(found) || found.verb.effect == Effect::Read || of_it(found));
    let source = || {
        let source = tool.text.says(phrases!("returns the source code"))
            && tool
                .text
                .says(phrases!("does not write to disk|nothing is written"));
        source.then_some(first.at)
    };
    // "Make a contract to implement a vote": what it is for.
    let meant = |found: &Found| found.at > 0 && tool.text.word(found.at - 1) == "to";
    let alone = || {
        let reads = |found: &Found| found.verb.effect == Effect::Read;
        let fits = |found: &Found| makes(found) || reads(found) || of_it(found) || meant(found);
        texts.iter().all(fits)
    };
    if alone()
        && name.is_none_or(makes)
        && let Some(at) = source()
    {
        return Some(at);
    }
    let placed = tool.top().any(|param| param.ends(&PLACED));
    if !only || placed || !name.is_none_or(makes) || tool.setting.is_some() {
        return None;
    }
    let said = || {
        let said = KEPT.standing(&tool.text, tool.text.tokens.len());
        said.first().map(|said| said.at)
    };
    let drawn = || {
        let drawn = (1..6).any(|i| tool.text.is_one(&DRAWN, first.at + i));
        let figures = drawn && tool.top().any(|param| param.named(&FIGURES));
        figures.then_some(first.at)
    };
    drawn().or_else(said)
}

/// What shapes on a map or in a plane are given as …
static SHAPES: Words = Words::of(
    "polygon|polygons|geometry|geometries|geojson|linestring|linestrings|multipolygon|polyline|polylines|feature_collection|wkt",
);
/// … and verbs that make another of them.
static SHAPED: Words = Words::of(
    "create|make|build|merge|combine|join|union|unite|subtract|intersect|clip|cut|split|dissolve|buffer|simplify|smooth|transform|rotate|translate|scale|convert|generate",
);

/// Whether one shape is made of others, that come with the call: "Merge two polygons into one".
pub(crate) fn shape_made(
    tool: &Tool<'_>,
    name: Option<&Found>,
    first: Option<&Found>,
) -> Option<usize> {
    let given = tool
        .top()
        .any(|param| param.named(&SHAPES) && !param.ends(&PLACED));
    let placed = tool.top().any(|param| param.ends(&PLACED)) || tool.setting.is_some();
    let makes = |found: &Found| one_of(&SHAPED, &found.word);
    let first = first.filter(|first| first.at < 2 && makes(first))?;
    let given = given && name.is_none_or(makes);
    (given && !placed).then_some(first.at)
}

/// Words for how something that takes its time stands, or what came of it …
static STANDS: Words = Words::of(
    "status|statuses|history|progress|summary|stats|statistics|metrics|overview|health|details|info|results|state|eta",
);
/// … and the things that take their time.
static TAKES_TIME: Words = Words::of(
    "import|export|restore|deploy|provision|upload|download|build|migrate|migration|index|reindex|train|sync|backup|install|upgrade|restart|scan|crawl|render|ingest|\
    deployment|release|rebuild|replicate|failover|transfer|order|payment|refund|publish|order|shipment|merge|job|trade|payout|launch|boot|queue|charge|withdraw|deposit|mint|stake|refresh|retry",
);

/// Whether text and name agree that it is looked, at the start of one and at the end of the other: `pay_group_check`, "Check whether …";
/// `payroll_pay_history`, "Get the payments of …".
pub(crate) fn ends_in_look(tool: &Tool<'_>, name: &Found, first: Option<&Found>) -> bool {
    let last = tool.words.last().map_or("", String::as_str);
    first.is_some_and(|first| {
        first.at == 0
            && first.verb.effect == Effect::Read
            && tool.words.len() > 1
            && !(first.verb.noun && one_of(&DEEDS, &name.word))
            && (first.word == last || one_of(&STANDS, last) && !first.verb.noun)
            && !tool.words.iter().any(|word| one_of(words!("or|and"), word))
    })
}

/// Whether a name only says how something stands that goes on: `import_status`. "Set", "update" and the like before it do something to it.
pub(crate) fn stands(tool: &Tool<'_>, name: &Found, first: Option<&Found>) -> bool {
    name.at == 0
        && one_of(&TAKES_TIME, &name.word)
        && tool.words.len() > 1
        && tool.words.iter().skip(1).all(|word| one_of(&STANDS, word))
        && first.is_none_or(|first| {
            first.verb.noun || !matches!(first.verb.effect, Effect::Write | Effect::Destructive)
        })
}

/// Words with which the name of a thing opens …
static A_THING: Words = Words::of(
    "the|a|an|all|every|each|one|current|latest|recent|full|complete|exact|total|aggregated|historical|daily|weekly|monthly|yearly|hourly|real|live|public|available|upcoming|past|today|todays|ranked|quick|top|most|outstanding",
);
/// … and those with which the name of what is told ends.
static TOLD: Words = Words::of(
    "data|history|info|information|details|statistics|stats|depth|guides|guide|news|metrics|analytics|overview|summary|quotes|rates|prices|price|tickers|ticker|trends|ratio|rankings|\
    leaderboard|calendar|forecast|fills|balances|positions|profile|results|totals|list|announcements|listings|stocks|tweets|holdings|interest|candles|headlines",
);

/// Whether a text opens with a look that is a verb only there: "See who is online", "Track the progress of …", "Connection discovery".
pub(crate) fn looks_at(text: &Prose) -> bool {
    match text.word(0) {
        "track" | "tracks" => true,
        "see" => one_of(
            words!("your|who|whos|what|how|all|the|current|which|recent|every|if"),
            text.word(1),
        ),
        _ => one_of(
            words!(
                "discovery|lookup|search|analysis|overview|status|list|history|summary|detection|info"
            ),
            text.word(1),
        ),
    }
}

/// Whether a text names what comes back, and no deed: "Every station a train stops at", "Funding rate history."
pub(crate) fn names_a_thing(text: &Prose) -> bool {
    let end = text.sentence_of(0).end;
    let Some(last) = end.checked_sub(1) else {
        return false;
    };
    let first = text.word(0);
    text.is_one(&A_THING, 0)
        || names_a_view(text)
        || first.len() > 5 && first.ends_with("est")
        || one_of(words!("of|on|for|per|about"), text.word(1))
        || names_a_view(text)
        || end <= 8
            && text.is_one(&TOLD, last)
            && !(1..last).any(|at| one_of(words!("with|into|to|onto"), text.word(at)))
}

/// Words for what is looked at, with which a text may name what comes back.
static VIEWS: Words = Words::of(
    "card|chart|map|treemap|heatmap|table|graph|report|summary|analysis|guide|overview|history|breakdown|leaderboard|feed|figures|layout|scorecard|histogram|timeline|dashboard|\
    comparison|ranking|rankings|listing|snapshot|digest|lookup|statistics|stats|metrics|profile|forecast|glossary|catalogue|catalog|directory",
);

/// Whether the first words of a text name something to look at, up to where the clause or name ends: "Seat map of a hall", "Price chart: …".
fn names_a_view(text: &Prose) -> bool {
    const NAME: usize = 6;
    let end = text.sentence_of(0).end.min(NAME);
    let ends = |at: &usize| {
        let opens = text.tokens.get(*at).is_some_and(|token| token.opens);
        opens || text.is_one(words!("of|for|with|by|per|on|in|as|to"), *at)
    };
    let head = (1..end).find(ends).unwrap_or(end);
    head > 1 && text.is_one(&VIEWS, head - 1)
}

/// Whether the first sentence of a text, which names a thing, is over before a verb that is another tool's or no deed comes: `disk_overview`,
/// "A report on the disks. It replaces …".
pub(crate) fn aside(tool: &Tool<'_>, first: &Found) -> bool {
    tool.text
        .tokens
        .get(first.at)
        .is_some_and(|token| token.sentence > 0)
        && !one_of(&DEEDS, &first.word)
}

/// What is taken out of a picture, a sound or a text on its way to the reply.
static TAKEN_OUT: Words = Words::of(
    "background|watermark|watermarks|noise|vocals|silence|whitespace|stopwords|punctuation|accents|diacritics|html|markup|formatting|metadata|exif",
);

/// Whether what is given comes back without something, and nothing that is there is named.
pub(crate) fn tidies(tool: &Tool<'_>, name: &Found) -> bool {
    one_of(words!("remove|strip|trim|clean|clear"), &name.word)
        && tool.named(&TAKEN_OUT)
        && !tool.params.is_empty()
        && !named_only(tool)
        && !tool.set_in(Setting::Canvas)
        && !tool.set_in(Setting::Editor)
        && !tool.set_in(Setting::Device)
}

/// Whether what looks like a verb names a thing: "Trains between two towns", "Order book depth.", or what a sentence behind the first opens with.
pub(crate) fn names_thing(prose: &Prose, at: usize, verb: &Verb) -> bool {
    let sentence = prose.sentence_of(at);
    if !verb.noun || sentence.start != at || verb.effect == Effect::Read {
        return false;
    }
    let later = at > 0 && prose.sentence_of(0).len() > 3;
    let last = prose.word(sentence.end.saturating_sub(1));
    let told = sentence.len() < 7
        && one_of(
            words!(
                "data|depth|history|flow|guides|guide|news|statistics|stats|info|information|details|metrics|analytics|overview|summary|quotes|rates|prices|ratio|trends"
            ),
            last,
        );
    later || told || one_of(words!("of|between|per|among|during"), prose.word(at + 1))
}

/// Whether what is pulled is said to stand in something else, which is where it stays.
pub(crate) fn pulled_out(prose: &Prose, at: usize) -> bool {
    let end = prose.sentence_of(at).end.min(at + 16);
    (at..end).any(|i| prose.is_at("out of", i))
        || one_of(
            words!(
                "full|detail|details|current|data|info|information|profile|list|all|latest|tabular|raw|historical"
            ),
            prose.word(at + 1),
        ) && !(at..end).any(|i| {
            one_of(
                words!("image|images|branch|changes|remote|repo|repository|model|files|disk"),
                prose.word(i),
            )
        })
}

/// Verbs of saying that are deeds with another object.
static SAYS: Words =
    Words::of("declare|announce|state|note|record|specify|define|confirm|disclose");

/// Whether only something is told: "Declare what this covers".
pub(crate) fn tells(prose: &Prose, base: &str, at: usize) -> bool {
    one_of(&SAYS, base) && prose.is_one(words!("what|which|how|whether|why|where|when|who"), at + 1)
}

/// What is taken along, bought or lent when it is checked out.
static TAKEN_ALONG: Words = Words::of(
    "cart|basket|bag|order|item|items|book|branch|commit|tag|asset|assets|license|guest|equipment|device|copy|file|document|task|job|loan|vehicle|room",
);

/// Whether a verb that may be a look hands something on: "Check out a cart", "Report a payment to the shop".
pub(crate) fn handed_on(prose: &Prose, base: &str, at: usize) -> bool {
    let end = prose.sentence_of(at).end.min(at + 10);
    let near = |list: &Words| (at + 2..at + 6).any(|i| prose.is_one(list, i));
    match base {
        "check" => matches!(prose.word(at + 1), "out" | "in") && near(&TAKEN_ALONG),
        "report" => {
            prose.is_one(words!("a|an|the|your|this"), at + 1)
                && (at + 2..end).any(|i| {
                    prose.word(i) == "to"
                        && prose.is_one(words!("the|your|our"), i + 1)
                        && !(i + 2..i + 4).any(|k| prose.is_one(&ASKER, k))
                })
        }
        _ => false,
    }
}

/// Who asked, and reads the reply.
static ASKER: Words =
    Words::of("user|caller|client|model|agent|console|assistant|nearest|second|last|decimal");

/// Verbs of a description that only looks, where they open it and nothing else is done.
static PLAINLY: Words = Words::of("get|return|fetch|retrieve|list|show|look|read|check|display");

/// Whether the one verb of a description, which it opens with, only looks, and the name's verb may be a thing: `redirect_lookup`,
/// "Look up a redirect"; `dispatch_rules`, "Fetch the rules".
pub(crate) fn shown_plainly(tool: &Tool<'_>, name: &Found, texts: &[Found]) -> bool {
    let [first] = texts else {
        return false;
    };
    first.at == 0
        && one_of(&PLAINLY, &first.word)
        && !matches!(tool.text.word(1), "out" | "in" | "off")
        && !(1..4).any(|i| tool.text.word(i) == "ready")
        && tool.words.len() > 1
        && name.verb.effect == Effect::Write
        && !one_of(&DEEDS, &name.word)
        && done_to(&name.word, &tool.words).is_none()
}

/// Whether a text opens by saying that tests are run: they act on what they test.
pub(crate) fn runs_tests(tool: &Tool<'_>, first: &Found) -> bool {
    let text = &tool.text;
    first.at == 0
        && one_of(words!("run|execute"), &first.word)
        && (1..6).any(|i| {
            one_of(
                words!("test|tests|testsuite|suite|scenarios|specs"),
                text.word(i),
            )
        }) && !(1..6).any(|i| {
        one_of(
            words!(
                "speed|connection|statistical|hypothesis|lint|dry|search|query|audit|scan|analysis"
            ),
            text.word(i),
        )
    })
}
