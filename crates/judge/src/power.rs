//! What a tool can do, and whether one call of it lets the caller do essentially anything of a class.
//!
//! The shape of the parameters decides first: a free `command` is a shell whatever the prose says. Words decide what the shape leaves open.

use crate::effect::Verbs;
use crate::shape::{Param, Tool};
use crate::{Capability, Claim};
use gate_engine::Effect;
use std::collections::BTreeSet;

/// Words that say that a reading tool keeps what it found in a file.
const KEEPS: &[&str] = &["saved to", "writes to", "written to", "will be saved", "saves to", "saves the", "generated files", "creates a file", "output directory", "generates files", "output files", "appended to", "creates files", "files are created"];

/// What was found.
#[derive(Debug, Default)]
pub(crate) struct Power {
    /// What it can do.
    pub(crate) capabilities: BTreeSet<Capability>,
    /// Whether one call does anything of a class.
    pub(crate) broad: bool,
    /// What the power alone makes of the effect.
    pub(crate) effect: Option<Effect>,
}

/// Verbs that run what they are given.
const RUNS: &[&str] = &[
    "run", "execute", "exec", "eval", "evaluate", "invoke", "interact", "send", "perform", "start",
    "launch", "spawn", "call", "write", "apply", "query", "read", "do",
];
/// Verbs that look at a command, code or query and do not run it.
const LOOKS_AT: &[&str] = &[
    "vet",
    "validate",
    "check",
    "lint",
    "explain",
    "parse",
    "format",
    "analyze",
    "analyse",
    "review",
    "audit",
    "scan",
    "test",
    "search",
    "find",
    "convert",
    "translate",
    "describe",
    "compare",
    "diff",
    "highlight",
    "beautify",
    "minify",
    "verify",
    "inspect",
    "dry",
    "estimate",
    "save",
    "store",
    "create",
    "update",
    "get",
    "list",
    "lookup",
    "suggest",
    "render",
    "preview",
    "classify",
    "detect",
    "history",
    "explore",
    "generate",
    "add",
    "set",
    "insert",
    "edit",
    "recommend",
    "assess",
    "plan",
    "redeem",
    "declare",
    "delete",
    "remove",
    "learn",
    "build",
    "show",
    "modify",
    "import",
    "export",
];
/// Query languages in which anything can be asked of the whole store.
const LANGUAGES: &[&str] = &[
    "sql",
    "cypher",
    "graphql",
    "sparql",
    "gremlin",
    "kql",
    "kusto",
    "partiql",
    "hogql",
    "nosql",
    "surrealql",
    "influxql",
    "flux",
    "datalog",
    "soql",
    "mongodb",
    "mongo",
    "duckdb",
    "postgres",
    "postgresql",
    "mysql",
    "sqlite",
    "snowflake",
    "bigquery",
    "clickhouse",
    "aggregation",
    "psql",
    "aql",
    "n1ql",
    "hql",
    "xquery",
    "gaql",
    "edgeql",
];
/// Query languages that only filter.
const FILTERS: &[&str] = &[
    "promql",
    "logql",
    "lucene",
    "jql",
    "cql",
    "dsl",
    "insights",
    "logsql",
    "traceql",
    "metricsql",
    "spl",
    "esql",
    "nrql",
    "apl",
    "fql",
];

/// Judges the power of a tool.
pub(crate) fn power(
    tool: &Tool<'_>,
    verbs: &Verbs,
    effect: Effect,
    because: &mut Vec<Claim>,
) -> Power {
    let mut power = Power::default();
    for rule in [
        commands,
        code,
        queries,
        passthrough,
        addresses,
        files,
        hosts,
    ] {
        rule(tool, verbs, effect, &mut power, because);
    }
    crate::domain::capabilities(tool, verbs, effect, &mut power, because);
    power
}

impl Power {
    /// Notes a capability with what it rests on.
    pub(crate) fn add(
        &mut self,
        because: &mut Vec<Claim>,
        capability: Capability,
        from: &str,
        text: &str,
    ) {
        if self.capabilities.insert(capability) {
            because.push(Claim {
                claim: format!("capability: {}", capability.id()),
                from: from.to_owned(),
                text: crate::shorten(text),
            });
        }
    }

    /// Notes that the effect is no milder than this.
    fn at_least(&mut self, effect: Effect, from: &str, text: &str, because: &mut Vec<Claim>) {
        if self.effect.is_none_or(|old| crate::effect::rank(old) < crate::effect::rank(effect)) {
            self.effect = Some(effect);
            because.push(Claim { claim: format!("effect: {effect}"), from: from.to_owned(), text: crate::shorten(text) });
        }
    }

    /// Notes that one call does anything of a class.
    fn broad(&mut self, because: &mut Vec<Claim>, from: &str, text: &str, effect: Effect) {
        if !self.broad {
            because.push(Claim {
                claim: "broad".to_owned(),
                from: from.to_owned(),
                text: crate::shorten(text),
            });
        }
        self.broad = true;
        self.at_least(effect, from, text, because);
    }
}

/// Whether the tool only looks at what it is given.
fn looks_only(tool: &Tool<'_>, verbs: &Verbs) -> bool {
    let name = verbs.name.as_ref().map(|found| found.word.as_str());
    let leading = tool.words.first().map(String::as_str).unwrap_or_default();
    LOOKS_AT.contains(&leading)
        || name.is_some_and(|word| LOOKS_AT.contains(&word))
        || name.is_none()
            && verbs
                .text
                .first()
                .is_some_and(|f| LOOKS_AT.contains(&f.word.as_str()))
}

/// A free command line.
fn commands(
    tool: &Tool<'_>,
    verbs: &Verbs,
    _: Effect,
    power: &mut Power,
    because: &mut Vec<Claim>,
) {
    let terminal = tool.text.has_any(&["terminal", "shell", "repl", "running command", "running async command", "stdin", "tty", "tmux"]) || tool.top().any(|p| p.is(&["host", "ssh_host"]));
    let types = verbs.leads(&["send", "write", "interact", "type", "press", "input", "feed"]);
    for param in tool.params.iter().filter(|param| param.values.free_text) {
        let is_command = matches!(param.last(), "command" | "commands" | "cmd" | "cmds" | "commandline" | "bash" | "argv")
            || param.is(&["command_line", "shell_command", "shell_script", "powershell"]);
        let typed_in = terminal && types && param.is(&["input", "input_text", "keys", "text", "stdin", "keystrokes"]) && !tool.named_any(&["message", "email", "browser"]);
        let runs_file = param.named_any(&["file", "script"])
            && verbs.leads(&["run", "execute"])
            && tool.named_any(&["script", "python", "file"])
            && tool.top().any(|p| p.is(&["arguments", "args", "argv"]));
        if !(is_command || typed_in || runs_file) || looks_only(tool, verbs) {
            continue;
        }
        power.add(because, Capability::ExecCommand, &param.pointer, param.name);
        power.broad(because, &param.pointer, param.name, Effect::Destructive);
    }
}

/// Free code.
fn code(tool: &Tool<'_>, verbs: &Verbs, _: Effect, power: &mut Power, because: &mut Vec<Claim>) {
    let runs = verbs.leads(RUNS)
        || tool.named_any(&[
            "eval",
            "evaluate",
            "exec",
            "execute",
            "run",
            "repl",
            "interpreter",
        ]);
    for param in tool
        .params
        .iter()
        .filter(|param| param.values.free_text && param.level <= 1)
    {
        let named = matches!(
            param.last(),
            "code"
                | "script"
                | "javascript"
                | "js"
                | "python"
                | "source"
                | "snippet"
                | "program"
                | "macro"
                | "lua"
                | "luau"
                | "function"
                | "expression"
                | "cell"
        );
        // `currency_code`, `zip_code`: what stands before says that it is a key, not a program.
        let before = param.words.iter().rev().nth(1).map_or("", String::as_str);
        let key = param.last() == "code" && !matches!(before, "" | "python" | "js" | "javascript" | "source" | "my" | "user" | "lua" | "java" | "raw" | "script" | "r" | "sql" | "full");
        let cell = param.last() == "cell" && !tool.text.has_any(&["notebook", "jupyter"]);
        if !named || key || cell {
            continue;
        }
        let kind = tool.text.has_any(&[
            "javascript",
            "python",
            "code",
            "script",
            "lua",
            "luau",
            "program",
            "typescript",
            "macro",
            "js",
            "repl",
            "notebook",
        ]) || tool.named_any(&[
            "code",
            "script",
            "python",
            "javascript",
            "js",
            "lua",
            "luau",
            "eval",
            "evaluate",
            "repl",
            "node",
            "notebook",
            "cell",
            "macro",
        ]) || param
            .text
            .has_any(&["javascript", "python", "code", "script", "lua"]);
        let weak = matches!(
            param.last(),
            "code" | "source" | "expression" | "function" | "cell" | "program"
        );
        // `initScript`: what it opens runs it, and says so.
        let own = param.text.has_any(&[
            "executed",
            "evaluated",
            "execute",
            "runs on",
            "run on",
            "to run",
            "evaluate",
        ]) && param.text.has_any(&["script", "javascript", "code", "js"]);
        let other_code = param.text.has_any(&[
            "country code",
            "status code",
            "zip code",
            "postal code",
            "promotion code",
            "promo code",
            "authorization code",
            "language code",
            "verification code",
            "coupon",
            "error code",
            "currency",
            "iso",
        ]);
        if other_code
            || !(own && !looks_only(tool, verbs)
                || runs && !looks_only(tool, verbs) && (kind || !weak))
        {
            continue;
        }
        power.add(because, Capability::ExecCode, &param.pointer, param.name);
        power.broad(because, &param.pointer, param.name, Effect::Destructive);
    }
}

/// A free query.
fn queries(tool: &Tool<'_>, verbs: &Verbs, _: Effect, power: &mut Power, because: &mut Vec<Claim>) {
    for param in tool
        .params
        .iter()
        .filter(|param| param.values.free_text && param.level <= 1)
    {
        let language = |list: &[&str]| {
            param
                .words
                .iter()
                .chain(&tool.words)
                .any(|word| list.contains(&word.as_str()))
                || param
                    .text
                    .words()
                    .take(40)
                    .chain(tool.text.words().take(60))
                    .any(|word| list.contains(&word))
        };
        let names_language = param.named_any(LANGUAGES);
        let last = param.last();
        let is_query = matches!(
            last,
            "query"
                | "queries"
                | "sql"
                | "statement"
                | "statements"
                | "cypher"
                | "graphql"
                | "mutation"
                | "pipeline"
                | "kql"
                | "sparql"
                | "soql"
        ) || names_language
            && !param.named_any(&["type", "name", "id", "url", "version"]);
        let is_string = is_query || param.is(&["query_string"]);
        if !is_string
            || tool.named_any(&[
                "dry",
                "explain",
                "validate",
                "vet",
                "docs",
                "documentation",
                "template",
                "history",
            ])
        {
            continue;
        }
        let keyword = verbs.name.as_ref().is_some_and(|found| {
            matches!(
                found.word.as_str(),
                "search"
                    | "find"
                    | "list"
                    | "get"
                    | "lookup"
                    | "resolve"
                    | "ask"
                    | "browse"
                    | "describe"
                    | "create"
                    | "save"
                    | "explain"
                    | "validate"
                    | "update"
                    | "delete"
                    | "suggest"
                    | "generate"
            )
        }) && !names_language;
        let general = names_language || language(LANGUAGES);
        let filters = language(FILTERS);
        if keyword
            && !(filters && param.text.has_any(FILTERS))
            && !(param.text.has_any(&["sql", "cypher", "graphql"]))
            || !(general || filters)
        {
            continue;
        }
        // A query for words among documents that happens to name a product.
        if !names_language && !verbs.leads(RUNS) && !filters && !param.text.has_any(LANGUAGES) {
            continue;
        }
        power.add(because, Capability::ExecQuery, &param.pointer, param.name);
        if !general || filters && !names_language && !param.text.has_any(LANGUAGES) {
            continue;
        }
        let reads = reads_only(tool);
        power.broad(
            because,
            &param.pointer,
            param.name,
            if reads {
                Effect::Read
            } else {
                Effect::Destructive
            },
        );
        if !reads && !language(&["graphql"]) {
            power.add(because, Capability::DbWrite, &param.pointer, param.name);
        }
    }
}

/// Whether the tool's own text says that its queries only read.
fn reads_only(tool: &Tool<'_>) -> bool {
    let says = tool.text.has_any(&[
        "read only",
        "readonly",
        "select query",
        "select queries",
        "select statement",
        "select statements",
        "only select",
        "only queries are",
        "a read",
        "read query",
        "read queries",
    ]);
    let named = tool.named_any(&["read", "select", "readonly"]);
    let writes = tool.named_any(&["write", "mutate", "update"])
        || tool.text.has_any(&[
            "insert update",
            "insert or update",
            "both read",
            "read and write",
            "read write",
        ]);
    (says || named) && !writes
}

/// Any operation of an API, any tool of another server.
fn passthrough(
    tool: &Tool<'_>,
    verbs: &Verbs,
    effect: Effect,
    power: &mut Power,
    because: &mut Vec<Claim>,
) {
    let free = |names: &'static [&'static str]| {
        tool.top()
            .find(move |param| param.values.free_text && param.is(names))
    };
    let arguments = tool.top().find(|param| {
        (param.values.free_object || param.values.free_text)
            && param.is(&[
                "args",
                "arguments",
                "params",
                "parameters",
                "payload",
                "input",
                "data",
                "body",
                "kwargs",
                "tool_args",
                "tool_arguments",
                "tool_input",
                "options",
                "variables",
                "json",
            ])
    });
    let method = tool
        .top()
        .find(|param| param.is(&["method", "http_method", "verb"]));
    let endpoint = free(&[
        "path",
        "endpoint",
        "api_path",
        "route",
        "uri",
        "url",
        "api_endpoint",
    ]);
    if let (Some(method), Some(endpoint)) = (method, endpoint)
        && !tool.named_any(&["docs", "documentation", "schema", "spec", "explain", "describe", "validate", "search"])
        && (method.values.free_text
            || method
                .values
                .listed
                .iter()
                .any(|v| v.eq_ignore_ascii_case("post") || v.eq_ignore_ascii_case("delete")))
    {
        power.add(
            because,
            Capability::ApiPassthrough,
            &method.pointer,
            method.name,
        );
        power.broad(
            because,
            &endpoint.pointer,
            endpoint.name,
            Effect::Destructive,
        );
        return;
    }
    // One method, any path: the name says which.
    if let Some(endpoint) = endpoint
        && (endpoint.text.has_any(&[
            "api endpoint",
            "api path",
            "rest api",
            "endpoint path",
            "api endpoint path",
        ]) || tool
            .text
            .has_any(&["any api endpoint", "any endpoint", "any rest"]))
    {
        power.add(
            because,
            Capability::ApiPassthrough,
            &endpoint.pointer,
            endpoint.name,
        );
        if tool.named("delete") || effect == Effect::Read {
            power.broad(because, &endpoint.pointer, endpoint.name, effect);
        }
        return;
    }
    let operation = free(&[
        "tool",
        "tool_name",
        "toolname",
        "action",
        "operation",
        "op",
        "function",
        "function_name",
        "service",
        "api",
        "api_name",
        "command_name",
        "rpc",
        "capability",
        "operation_id",
        "operation_name",
    ])
    .or_else(|| {
        if verbs.leads(&["call", "invoke", "execute", "run", "dispatch", "do"])
            || tool.named_any(&["op", "call", "invoke"])
        {
            free(&["name", "id", "method"])
        } else {
            None
        }
    });
    if let (Some(operation), Some(arguments)) = (operation, arguments)
        && operation.pointer != arguments.pointer
        && tool.top().count() <= 5
        && (!operation.is(&["name", "id", "function", "service"])
            || tool.text.has_any(&["tool", "operation", "function", "any"])
            || tool.named_any(&["tool", "op", "call"]))
        && !looks_only(tool, verbs)
    {
        power.add(
            because,
            Capability::ApiPassthrough,
            &operation.pointer,
            operation.name,
        );
        power.broad(
            because,
            &operation.pointer,
            operation.name,
            Effect::Destructive,
        );
    }
}

/// Any address to be contacted.
fn addresses(
    tool: &Tool<'_>,
    verbs: &Verbs,
    _: Effect,
    power: &mut Power,
    because: &mut Vec<Claim>,
) {
    let goes = verbs.any(&[
        "fetch",
        "scrape",
        "crawl",
        "navigate",
        "open",
        "browse",
        "goto",
        "download",
        "extract",
        "connect",
        "visit",
        "parse",
        "summarize",
        "map",
        "transcribe",
        "request",
        "load",
        "import",
        "monitor",
    ]) || tool.named_any(&[
        "fetch", "scrape", "crawl", "navigate", "goto", "browse", "url", "http",
    ]);
    for param in tool
        .params
        .iter()
        .filter(|param| param.values.free_text && param.level <= 1)
    {
        let last = param.last();
        let url = matches!(
            last,
            "url" | "urls" | "uri" | "website" | "webpage" | "href"
        );
        let host = matches!(last, "host" | "hostname")
            || param.named_any(&["base"]) && url
            || param.is(&["db_endpoint", "server_url", "endpoint_url"]);
        let plain = param.is(&[
            "url",
            "urls",
            "website",
            "link",
            "start_url",
            "page_url",
            "target_url",
            "source_url",
            "website_url",
            "start_urls",
            "web_url",
            "media_url",
        ]);
        let says = param.text.has_any(&[
            "url to fetch",
            "url to navigate",
            "urls to",
            "url to scrape",
            "url to crawl",
            "to fetch",
            "to scrape",
            "to crawl",
            "to navigate",
            "url to open",
            "will be downloaded",
            "webpage",
            "url or local",
            "path or url",
            "supports urls",
            "file or url",
            "url or file",
            "local or remote",
        ]);
        let either = matches!(last, "path" | "paths" | "source" | "file")
            && (says
                || tool.text.has_any(&[
                    "files and urls",
                    "file paths and urls",
                    "supports urls",
                    "paths and urls",
                    "urls will be downloaded",
                ]));
        if host || plain && (goes || says) || url && says || either {
            power.add(because, Capability::FetchUrl, &param.pointer, param.name);
        }
    }
}

/// Words for what a path names that is no local file.
const ELSEWHERE: &[&str] = &[
    "api",
    "endpoint",
    "json path",
    "jsonpath",
    "repository path",
    "in the repository",
    "s3",
    "bucket",
    "instance path",
    "asset path",
    "xpath",
    "url path",
    "roblox",
    "node path",
    "property path",
    "dot notation",
    "route",
    "issue",
    "page path",
];

/// Whether a parameter is a path on the machine of the server.
fn local_path(tool: &Tool<'_>, param: &Param<'_>) -> bool {
    if !param.values.free_text || param.level > 1 {
        return false;
    }
    let last = param.last();
    let named = matches!(
        last,
        "path" | "paths" | "filepath" | "filepaths" | "directory" | "dir" | "folder" | "dirpath"
    ) || param.named_any(&["path", "paths", "filepath", "dir"])
        && !matches!(
            last,
            "params" | "pattern" | "type" | "name" | "prefix" | "length" | "id"
        )
        || param.is(&[
            "file",
            "files",
            "filename",
            "file_name",
            "source",
            "destination",
            "output_file",
            "input_file",
            "repo",
            "cwd",
            "working_directory",
            "workspace",
            "output",
        ]) && (param.text.has_any(&[
            "path",
            "file path",
            "directory",
            "local file",
            "filesystem",
            "save",
        ]) || tool.named_any(&["file", "files", "directory"])
            && param.is(&["source", "destination", "filename", "file"]));
    let remote = tool.top().any(|p| {
        p.is(&[
            "owner",
            "bucket",
            "bucket_name",
            "owner_id",
            "space_id",
            "site_id",
            "drive_id",
            "base_id",
            "project_id",
            "repository_id",
            "workspace_slug",
            "repo_slug",
        ])
    });
    named
        && !remote
        && !param.text.has_any(ELSEWHERE)
        && !(param.named_any(&[
            "json",
            "xpath",
            "url",
            "api",
            "instance",
            "node",
            "property",
            "prefix",
            "entrypoint",
            "role",
            "import",
            "target",
        ]) && !param.named_any(&["file", "local"]))
}

/// Whether a parameter names a file that the tool writes.
pub(crate) fn is_output_path(param: &Param<'_>) -> bool {
    if !param.values.free_text {
        return false;
    }
    let last = param.last();
    let out = param.named_any(&[
        "output",
        "out",
        "dest",
        "destination",
        "save",
        "target",
        "download",
        "export",
    ]);
    out && matches!(
        last,
        "path" | "file" | "filename" | "dir" | "directory" | "folder" | "filepath" | "paths" | "as"
    ) || matches!(last, "filename" | "filepath" | "path" | "directory")
        && param.text.has_any(&[
            "to save",
            "save to",
            "saved to",
            "to write",
            "write to",
            "to output",
            "output file",
            "where to save",
            "will be saved",
        ])
}

/// Files read and written.
fn files(
    tool: &Tool<'_>,
    verbs: &Verbs,
    effect: Effect,
    power: &mut Power,
    because: &mut Vec<Claim>,
) {
    let api = power.capabilities.contains(&Capability::ApiPassthrough);
    for param in &tool.params {
        let out = is_output_path(param);
        if !(local_path(tool, param) || out) || api {
            continue;
        }
        let changes = matches!(effect, Effect::Write | Effect::Destructive);
        let sends = verbs.leads(&[
            "upload", "deploy", "attach", "send", "import", "publish", "push",
        ]) && !out;
        let kept = !changes && tool.text.has_any(KEEPS);
        if out || changes && !sends || kept {
            power.add(because, Capability::FsWrite, &param.pointer, param.name);
            power.at_least(Effect::Write, &param.pointer, param.name, because);
        }
        let source = param.named_any(&["source", "input", "file", "csv"])
            && tool.top().any(is_output_path)
            && !out;
        if !out && (!changes || sends || source) {
            power.add(because, Capability::FsRead, &param.pointer, param.name);
        }
        // Anything written anywhere: a path and what goes into it, and no word of a limit.
        let content = tool.top().any(|p| {
            p.values.free_text
                && p.is(&[
                    "content",
                    "contents",
                    "data",
                    "text",
                    "file_content",
                    "file_text",
                ])
        });
        let whole = verbs.leads(&["write", "save", "create", "overwrite", "append"])
            && (tool.named_any(&["file", "files"])
                || tool.text.has_any(&["to a file", "a file", "file at"]));
        if changes
            && content
            && whole
            && crate::bound::bound(tool).is_none()
            && local_path(tool, param)
            && param.level == 0
            && !param.is(&["filename", "file_name"])
            && !tool.named_any(&["script", "note", "notes", "memory", "project", "page"])
        {
            power.broad(because, &param.pointer, param.name, Effect::Destructive);
        }
    }
}

/// Any remote host, with what it takes to act on it.
fn hosts(tool: &Tool<'_>, _: &Verbs, effect: Effect, power: &mut Power, because: &mut Vec<Claim>) {
    let host = tool.top().find(|param| {
        param.values.free_text && param.is(&["host", "hostname", "ssh_host", "server"])
    });
    let login = tool.top().any(|param| {
        param.is(&[
            "username",
            "user",
            "password",
            "key_filename",
            "private_key",
            "ssh_key",
        ])
    });
    if let Some(host) = host
        && login
        && (power.broad
            || matches!(effect, Effect::Write | Effect::Destructive)
                && tool.named_any(&["write", "upload", "deploy", "put", "execute"]))
    {
        power.add(because, Capability::InfraChange, &host.pointer, host.name);
        power.broad(because, &host.pointer, host.name, Effect::Destructive);
    }
}
