//! Any address that a tool goes to for its caller: of the web, of a database, of a repository.

use crate::Capability;
use crate::power::{Case, Power};
use crate::prose::{Kind, Prose, Ready, Words, one_of, phrases, words};
use crate::setting::Setting;
use crate::shape::Param;

/// Words of the description that are its opening.
const REACH: usize = 24;

/// Verbs of tools that go to an address.
const GOES: &Words = words!(
    "fetch|scrape|crawl|navigate|open|browse|goto|download|extract|connect|visit|parse|summarize|map|transcribe|request|load|import|monitor|\
    clone|checkout|upload"
);
/// Phrases of a parameter that is gone to.
const GONE_TO: Ready = phrases!(
    "url to fetch|url to navigate|urls to|url to scrape|url to crawl|to fetch|to scrape|to crawl|to navigate|url to open|will be downloaded|webpage|\
    url or local|path or url|repo_url|repo url|supports urls|file or url|url or file|local or remote|chart repository|repository url"
);
/// Phrases of an address of which something is fetched.
const FETCHED: Ready = phrases!(
    "fetched from|downloaded from|downloads the|downloads it|fetches the|fetches it|will be fetched|is fetched|are fetched|is downloaded|are downloaded|to download|to ingest"
);
/// Phrases of a tool whose paths may be addresses.
const PATHS_OR_URLS: Ready = phrases!(
    "files and urls|file paths and urls|supports urls|paths and urls|urls will be downloaded"
);
/// Words of a tool that goes about the web, whatever its verb.
const ROAMS: Ready = phrases!(
    "scrape|scrapes|scraping|crawl|crawls|crawling|navigate|navigates|browse|browses|visit|visits|fetches|web pages|web research|websites"
);
/// Phrases that leave only addresses of one site or a few.
const ONE_SITE: Ready = phrases!(
    "must be from the|must be from|must be a valid|only urls from|must belong to|only supports urls from|from the domain|documentation page"
);
/// Phrases of a host that was set up beforehand.
const SET_UP: Ready =
    phrases!("alias|configured|preconfigured|registered|saved host|known host|connection profile");
/// Parameters of what an agent that goes about by itself is to do.
pub(crate) const ERRAND: &Words = words!("prompt|task|instruction|instructions|goal|objective");

/// Whether a text leaves only the addresses of one site: `must start with https://` alone leaves all.
fn one_site(text: &Prose) -> bool {
    let start = text.find("must start with", 0, text.tokens.len());
    text.says(ONE_SITE)
        || start.is_some_and(|at| {
            !matches!(text.word(at + 3), "http" | "https" | "http://" | "https://")
        })
}

/// Words for what is read where an address leads …
static PAGES: Words = Words::of(
    "page|pages|webpage|webpages|website|websites|web|site|article|articles|link|links|image|images|photo|picture|audio|video|pdf|document|feed|feeds|rss|html|\
    headers|seo|lighthouse|accessibility|screenshot|screenshots|sitemap|robots|url|urls|http|https|ssl|recipe|markdown|podcast|blog",
);
/// … and verbs of tools that look an address up in what they keep.
static KEPT_ADDRESSES: Words = Words::of(
    "search|find|list|lookup|parse|validate|encode|decode|shorten|normalize|match|lint|count|build|query|resolve",
);

/// What is done with what an address leads to, so that it is fetched first.
static VISITS: Words = Words::of(
    "audit|analyze|analyse|check|test|inspect|measure|scan|preview|screenshot|render|capture|read|import|process|load|convert|extract|monitor|watch|ping|probe|\
    review|examine|evaluate|assess|benchmark|profile|get|grab|pull|archive|clip|ingest|embed|unfurl|summarize|summarise|transcribe|retrieve|visit|request|call|browse|query|describe|compare|diff|translate|diagnose|verify",
);

/// Whether a text says that what its address leads to is looked at: "URL to audit", "The website to check".
fn visits(text: &Prose) -> bool {
    let address = |at: usize| {
        one_of(
            words!("url|urls|uri|page|pages|webpage|website|site|address|link|links"),
            text.word(at),
        )
    };
    (0..text.tokens.len().min(8))
        .any(|at| address(at) && text.word(at + 1) == "to" && text.is_one(&VISITS, at + 2))
}

/// Whether an address's own text gives only those of one site as examples.
fn of_one_site(text: &Prose) -> bool {
    let site = |i: &usize| {
        let word = text.word(*i);
        !word.contains("example") && !word.contains("localhost")
    };
    (0..text.tokens.len())
        .filter(|i| {
            text.tokens
                .get(*i)
                .is_some_and(|token| token.kind == Kind::Url)
        })
        .any(|i| site(&i))
}

/// Any address to be contacted.
pub(crate) fn addresses(case: &Case<'_, '_>, power: &mut Power) {
    let Case { tool, verbs, .. } = case;
    let one_site_only = one_site(&tool.text);
    let paths_or_urls = tool.text.says(PATHS_OR_URLS);
    let web_only = tool.text.says(phrases!("http|https"));
    let by_itself = tool.text.says(phrases!("agent|autonomously|autonomous"));
    let roams = tool.text.says(ROAMS) && !tool.named(words!("feedback|report"));
    let goes =
        verbs.any(GOES) || tool.named(words!("fetch|scrape|crawl|navigate|goto|browse|url|http"));
    // An address beside a login is one to connect to; one of a session names what is connected already.
    let login = tool
        .top()
        .any(|param| param.named(words!("password|username|auth")));
    let again = verbs.leads(words!("close|stop|disconnect"))
        || tool.text.opens_with(words!("session|sessions"), REACH)
            && !tool.top().any(|param| param.named(words!("password|key")));
    for param in tool
        .params
        .iter()
        .filter(|param| param.values.free_text && param.level <= 1)
    {
        let url = param.ends(words!("url|urls|uri|website|webpage|href"));
        let says = param.text.says(GONE_TO);
        // What is only told about a host is no line to it.
        let calls = !case.changes()
            || goes
            || login
            || power.has(Capability::ExecCommand)
            || tool.top().any(|other| other.is("port") || other.ends("port") && param.is(words!("remote_host|target_host|dest_host|destination_host|proxy_host")))
            // What is acted on by its id, there.
            || param.is(words!("host|hostname"))
                && !verbs.leads(words!("create|add|set|update|edit|register|rename|migrate|move|assign"))
                && !tool.named(words!("host|hosts|hostname"))
                && tool.top().any(|other| other.ends(words!("id|uuid")) && !other.named(words!("host|hostname")));
        // What is set up beforehand is not any host, and what is named by its id as well is one site's.
        let known = param.ends(words!("host|hostname")) && !login && param.text.says(SET_UP);
        let either_id = url
            && (param.text.says(phrases!("alternative to|instead of"))
                || tool.text.says(phrases!("either url or|url or")))
            && tool
                .top()
                .any(|other| other.ends(words!("id|ids|key|slug|number")));
        // An address that is taken apart, and one that is written down beside something, is not gone to.
        let apart =
            url && verbs.leads(words!(
                "parse|resolve|decode|encode|validate|normalize|split"
            )) && tool.named(words!("url|urls|uri|link|links"));
        // What picks among what was seen, and the part of an address that names a page, are not gone to.
        let filters = !case.changes()
            && !login
            && (param.text.opens_with(words!("filter|filters"), 3)
                || param.text.says(phrases!("slug")));
        let told = (param.named(words!("base|token|metadata|callback|canonical|homepage"))
            || param.is("uri"))
            && !case.changes()
            && verbs.leads(words!("make|generate|create|build|compose|draft"));
        let noted = (url || param.is(words!("target|destination")))
            && verbs.leads(words!("create|add|update|set|edit|delete"))
            && !tool.named(words!("import|imports"))
            && tool.named(words!(
                "link|links|bookmark|resource|reference|webhook|redirect|forward|forwarding|request|password|login|credential|credentials|contact|company|companies|lead|customer"
            ));
        let routed = param.ends(words!("host|hostname"))
            && tool.named(words!(
                "domain|domains|dns|ddns|route|ingress|proxy|listener"
            ));
        // Where whoever pays or signs in is led afterwards, and from where a user may come, is not gone to.
        let afterwards = url
            && param.named(words!(
                "success|cancel|return|redirect|thank|landing|failure"
            ));
        let comes_from = param.is(words!("host|hostname"))
            && tool.named(words!("user|users"))
            && verbs.leads(words!("create|add|update|set|edit|delete|remove"))
            && !tool.top().any(|other| other.is("port"));
        if known
            || either_id
            || apart
            || filters
            || told
            || noted
            || routed
            || afterwards
            || comes_from
        {
            continue;
        }
        // A host among what was found before is one that is looked for.
        let picked = verbs.leads(words!("search|find|filter|count"))
            && !login
            && !tool.top().any(|other| other.is("port"));
        let line = tool.branded(words!(
            "modbus|opcua|opc|s7|plc|snmp|mqtt|can|bacnet|knx|scpi|visa|serial"
        ));
        let store = param.ends(words!("string|uri|url|dsn"))
            && param.named(words!("connection|conn|database|db|jdbc|dsn|broker"))
            || param.is(words!("dsn|connstr|conn_str"));
        let repository = url
            && (tool.branded(words!("svn|git|hg|vcs")) || verbs.leads(words!("clone|checkout")));
        let host = store
            || repository
            || param.ends(words!("host|hostname")) && !again && calls && !picked
            || param.ends(words!("host|hostname"))
                && param.text.says(phrases!("to connect to|connect to"))
            || param.is(words!("conn|connection"))
                && param.values.free_text
                && !case
                    .tool
                    .params
                    .iter()
                    .any(|other| other.is(words!("connections")))
                && line
            || url && (param.named("base") || login)
            || param.is(words!("server_url|endpoint_url"))
            || param.is("db_endpoint") && verbs.leads("connect");
        let carried =
            url && param.named(words!(
                "image|images|picture|gif|file|document|pdf|thumbnail|avatar|logo|icon"
            )) && verbs.leads(words!("send|upload|attach|push|import|broadcast"));
        let named = url && param.named(words!("feed|rss|sitemap|article|page"))
            || param.is(words!("url|urls|website|link|start_url|page_url|target_url|source_url|website_url|start_urls|web_url"));
        let web = param.is("uri") && (param.text.says(phrases!("http|https")) || web_only);
        let plain = named && (goes || says || roams) || web;
        let sites = param.is(words!("page|pages|site|sites|domain|targets"))
            && roams
            && case.changes()
            && !tool.about(Setting::Cloud)
            && !tool.branded(words!("hosting|website|websites|domain|domains"));
        // What only reads, and is given an address, goes there.
        let visited = url
            && !case.changes()
            && (param.words.len() == 1
                || param.named(&PAGES)
                    && param.named(words!("page|web|website|target|source|image|video|audio|pdf|document|feed|article|start|site|repo|file")))
            && !tool.named(words!("index|indexed|indexing|inspection"))
            && !verbs.leads(words!("encode|decode|shorten|parse|normalize|match|build|list"))
            && visits(&param.text);
        let page = url
            && param
                .words
                .iter()
                .rev()
                .skip(1)
                .any(|word| word != "site" && one_of(&PAGES, word));
        let looked = !case.changes()
            && url
            && param.level == 0
            && !verbs.leads(&KEPT_ADDRESSES)
            && (!tool.about(Setting::Device) || param.is(words!("page_url|start_url|target_url|site_url|app_url|test_url|website_url")))
            && !of_one_site(&param.text)
            && !param.text.says(phrases!("container|docker|registry|ecr"))
            && (page
                || goes && param.named(words!("csv|json|xml|xlsx|data|dataset|download|root|seed|source|remote|resource|media|download|video|docs"))
                || param.is(words!("url|urls|website|link|target_url|source_url|uri"))
                    && (tool.named(&PAGES) || tool.text.opens_with(&PAGES, REACH)));
        let worked = url
            && param.named(words!("image|images|audio|video|photo|picture|voice|media|mask|reference"))
            && verbs.leads(words!("generate|animate|upscale|enhance|transcribe|analyze|describe|caption|remove|swap|transform|convert|colorize|clone|train|create|process|edit"))
            && !tool.about(Setting::Work)
            && tool.named(words!("image|images|audio|video|photo|picture|voice|speech|background|face|3d|avatar|model|animation|lipsync|music"));
        // What is taken in from an address, again and again.
        let followed = url
            && verbs.leads(words!("add|subscribe|create|import|register"))
            && tool.named(words!(
                "feed|feeds|subscription|blocklist|list|lists|source|sources|podcast|channel"
            ))
            && !tool.named(words!("webhook|webhooks|event|events|notification"));
        let swept = param.is(words!("target|targets|hosts|ip_range|subnet|cidr|network_range"))
            && verbs.leads(words!("scan|ping|probe|sweep|fingerprint|discover"))
            && !tool.named(words!("code|file|image|repo|repository|dependencies|secret|secrets|document|package|container|project|barcode|qr"));
        // The server of an interface that is asked, where it is not the one that was set up.
        let server = param.ends(words!(
            "url|server|apiserver|address|endpoint|host|hostname"
        )) && param.text.says(phrases!(
            "server url|api server url|server address|server host|server hostname"
        ));
        // What is scanned is contacted.
        let scanned = param.is(words!("target|targets|host|hosts|ip|ips|ip_address|address|domain|hostname|url"))
            && tool.named(words!("ping|traceroute|ports|port|bruteforce|fuzz|handshake|banner|telnet|http|headers|uptime|snmp|probe|redirects|robots|lighthouse|pagespeed|reachability|latency"))
            && (!tool.about(Setting::Cloud) || tool.named(words!("ping|traceroute|ports")))
            && (!case.changes() || verbs.leads(words!("run|scan|execute|start|fuzz")))
            || param.is(words!("target|targets|host|rhost|ip|address|url|domain|hostname"))
                && param.text.says(phrases!("ip or hostname|hostname or ip|target ip|target host|target hostname|ip address or hostname|ip address or domain|ip or domain|target url|url or ip"))
                && !tool.about(Setting::Cloud);
        // What a document is made of, brought in from where it lies.
        let brought = url
            && param.named(words!("file|document|attachment|csv|pdf|source|download|manifest|archive|zip|s3|gcs|json|xml|parquet|excel"))
            && verbs.leads(words!("create|add|import|attach|upload|ingest|insert|load"))
            && tool.named(words!("document|documents|file|files|attachment|attachments|source|sources|upload|import|knowledge|resume|media|image|images|video|audio|asset|assets|photo|stack|table|dataset|data|csv"));
        // The other end of a login, whatever machine it is.
        let machine = param.is(&MACHINES)
            && tool
                .top()
                .any(|other| other.is(words!("password|passwd|api_key|apikey|access_code")))
            && param.text.words().any(is_address);
        let media =
            url && param.named(words!("media|photo|video|audio|attachment")) && case.changes();
        let either = param.ends(words!("path|paths|source|file|repo|repository"))
            && (says && param.text.says(phrases!("url|urls|repo_url|remote")) || paths_or_urls);
        let errand = param.is(ERRAND)
            && roams
            && !verbs.leads(words!("create|manage|update|add"))
            && by_itself;
        let bound = url && (one_site(&param.text) || one_site_only);
        if host
            || (plain || url && (says || param.text.says(FETCHED))) && !bound
            || sites
            || media
            || looked && !bound
            || worked
            || followed
            || visited && !bound
            || swept
            || server
            || scanned
            || carried
            || brought
            || machine
            || either
            || beside(case, param)
            || errand
        {
            power.by(Capability::FetchUrl, param);
        }
    }
}

/// Parameters that name a machine …
static MACHINES: Words = Words::of(
    "device|printer|camera|router|switch|nas|plc|robot|tv|speaker|machine|gateway|controller|server|node|target|address|ip|ip_address|system|inverter|appliance|instrument|broker|bridge|hub|receiver|projector",
);

/// … and the words, of several languages, that it is named by its place in the network.
fn is_address(word: &str) -> bool {
    one_of(
        words!(
            "address|addresses|ip|hostname|host|url|adresse|adresses|direccion|dirección|indirizzo|endereço|адрес|hostnaam|adres"
        ),
        word,
    ) || !word.is_ascii()
        && ["地址", "アドレス", "주소", "主机"]
            .iter()
            .any(|part| word.contains(part))
}

/// Whether a reading tool takes its file from a path or, beside it, from an address.
fn beside(case: &Case<'_, '_>, param: &Param<'_>) -> bool {
    let path = |other: &Param<'_>| {
        other.level == param.level
            && other.values.free_text
            && other.is(words!("path|file|file_path|filepath|filename"))
    };
    !case.changes() && param.is(words!("url|uri")) && case.tool.params.iter().any(path)
}
