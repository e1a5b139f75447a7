//! What a tool runs for its caller: commands, code, queries, any operation of an API.

use crate::Capability;
use crate::power::{Case, Power};
use crate::prose::{Prose, one_of, pieces};
use crate::setting::Setting;
use crate::shape::{Param, Tool};
use crate::verbs::Verbs;
use gate_engine::Effect;

/// Verbs that run what they are given.
const RUNS: &str = "run|execute|exec|eval|evaluate|invoke|interact|send|perform|start|launch|spawn|call|write|apply|query|read|do";
/// Verbs that look at a command, code or query and do not run it.
const LOOKS_AT: &str = "vet|validate|check|lint|explain|parse|format|analyze|analyse|review|audit|scan|test|search|find|convert|translate|describe|compare|diff|\
    highlight|beautify|minify|verify|inspect|dry|estimate|save|store|create|update|get|list|lookup|suggest|render|preview|classify|detect|history|explore|\
    generate|add|set|insert|edit|recommend|assess|plan|redeem|declare|delete|remove|learn|build|show|modify|import|export";
/// Query languages in which anything can be asked of the whole store.
const LANGUAGES: &str = "sql|cypher|graphql|sparql|gremlin|kql|kusto|partiql|hogql|nosql|surrealql|influxql|flux|datalog|soql|mongodb|mongo|duckdb|postgres|\
    postgresql|mysql|sqlite|snowflake|bigquery|clickhouse|aggregation|psql|aql|n1ql|hql|xquery|gaql|edgeql";
/// Query languages that only filter.
const FILTERS: &str =
    "promql|logql|lucene|jql|cql|dsl|insights|logsql|traceql|metricsql|spl|esql|nrql|apl|fql";
/// Query languages in which nothing can be changed, and phrases for one that is only like SQL.
const ONLY_SELECT: &str = "soql|sosl|gaql|kql|kusto|hogql|wiql|yql|awql|zoql|coql|suiteql|sql like|sql style|similar to sql";

/// Whether the tool only looks at what it is given.
fn looks_only(case: &Case<'_, '_>) -> bool {
    let Verbs { name, text } = case.verbs;
    let looks = |word: &str| one_of(LOOKS_AT, word);
    match name {
        _ if case.tool.opens_with(LOOKS_AT) => true,
        Some(name) => looks(&name.word),
        None => text.first().is_some_and(|found| looks(&found.word)),
    }
}

/// What a command runs in.
const SESSIONS: &str = "session|process|terminal|shell|pty|tty|window|pane";

/// A free command line.
pub(crate) fn commands(case: &Case<'_, '_>, power: &mut Power) {
    let Case { tool, verbs, .. } = case;
    // A name that only looks is believed; what the prose alone says is not. What opens a session runs the command in it.
    let named = verbs.name.is_some() || tool.opens_with(LOOKS_AT);
    let opens = verbs.leads("create|add") && tool.branded(SESSIONS);
    if named && looks_only(case) && !opens || tool.named("alias|aliases") {
        return;
    }
    let remote = tool.top().any(|param| param.is("host|ssh_host"));
    let terminal = remote
        || tool
            .text
            .says("terminal|shell|repl|running command|running async command|stdin|tty|tmux");
    let types = verbs.leads("send|write|interact|type|press|input|feed")
        && !tool.named("message|email|browser")
        && !tool.text.says("mouse");
    let runs_file = verbs.leads("run|execute")
        && tool.named("script|python|file")
        && tool.top().any(|param| param.is("arguments|args|argv"));
    for param in tool.params.iter().filter(|param| param.values.free_text) {
        let command = param.ends("command|commands|cmd|cmds|commandline|bash|argv")
            || param.is("command_line|shell_command|shell_script|powershell");
        let any = param.is("args|arguments|argv")
            && tool.text.opens_with("any|arbitrary", 12)
            && tool.text.opens_with("command|commands", 12);
        let typed = terminal && types && param.is("input|input_text|keys|text|stdin|keystrokes");
        let file = runs_file && param.named("file|script");
        if command && only_readers(&tool.text) {
            power.by(Capability::ExecCommand, param);
            power.by(Capability::FsRead, param);
            power.broad(param, Effect::Read);
        } else if command || any || typed || file {
            power.by(Capability::ExecCommand, param);
            power.broad(param, Effect::Destructive);
            client(case, param, power);
        }
        if typed && tool.text.says("repl|repls|interpreter|python") {
            power.by(Capability::ExecCode, param);
        }
        if file {
            power.by(Capability::FsRead, param);
        }
    }
}

/// Phrases before a list of the programs that a shell runs.
const RUNS_ONLY: &str = "available commands|allowed commands|permitted commands|supported commands|whitelisted commands|allowlisted commands|\
    following commands|only commands|commands allowed|commands available|commands supported";
/// Programs that change nothing and start nothing, whatever they are given. `find`, `awk`, `sed`, `sort`, `env` and `xargs` are none.
const READERS: &str = "ls|dir|pwd|cat|head|tail|grep|egrep|fgrep|rg|wc|stat|file|du|df|tree|nl|tac|cut|cmp|comm|basename|dirname|realpath|readlink|\
    md5sum|sha1sum|sha256sum|cksum|strings|whoami|id|uname|uptime|ps|free|echo|which|whereis|arch|nproc|lscpu|lsblk|groups";

/// Whether a shell's text lists the programs that it runs, and all of them only read: two at least, between commas.
fn only_readers(text: &Prose) -> bool {
    let reader = |at: usize| one_of(READERS, text.word(at));
    pieces(RUNS_ONLY, b'|').any(|phrase| {
        let end = text.tokens.len();
        let Some(at) = text.find(phrase, 0, end) else {
            return false;
        };
        let mut next = at + pieces(phrase, b' ').count();
        let end = text.sentence_of(at).end;
        let first = next;
        let opens = |at: usize| text.tokens.get(at).is_some_and(|token| token.opens);
        while next < end && (opens(next) || matches!(text.word(next), "and" | "or")) {
            next += usize::from(matches!(text.word(next), "and" | "or"));
            if !reader(next) {
                return false;
            }
            next += 1;
        }
        next > first + 1
    })
}

/// Programs that are the whole interface of a cloud or cluster: its roles and secrets too.
const CLOUD_CLIENTS: &str =
    "kubectl|oc|aws|gcloud|az|ibmcloud|oci|doctl|openstack|aliyun|eksctl|vault";
/// Programs that are the interface of one service.
const CLIENTS: &str = "gh|glab|docker|podman|helm|terraform|heroku|flyctl|vercel|netlify|wrangler|firebase|supabase|argocd|linode|hcloud|systemctl";

/// A command of one client program is any operation of what it is the client of.
fn client(case: &Case<'_, '_>, param: &Param<'_>, power: &mut Power) {
    let tool = case.tool;
    let of = |clients: &str| {
        tool.branded(clients)
            || pieces(clients, b'|').any(|client| {
                let is_client = |phrase: &str| {
                    let stands = |text: &Prose| {
                        text.find(phrase, 0, 12)
                            .is_some_and(|at| text.word(at) == client)
                    };
                    stands(&tool.text) || stands(&param.text)
                };
                is_client(&format!("{client} command")) || is_client(&format!("{client} cli"))
            })
    };
    let cloud = of(CLOUD_CLIENTS);
    if cloud || of(CLIENTS) {
        power.by(Capability::ApiPassthrough, param);
    }
    if cloud {
        power.by(Capability::InfraChange, param);
        power.by(Capability::PermissionChange, param);
        power.by(Capability::CredentialAccess, param);
    }
}

/// Names of parameters that hold code.
const CODE: &str = "code|script|javascript|js|python|source|snippet|program|macro|lua|luau|function|expression|cell";
/// Those that hold something else as often: the text must speak of code.
const CODE_OR_ELSE: &str = "code|source|expression|function|cell|program";
/// What may stand before `code` in a name that holds a program: `currency_code` is a key.
const BEFORE_CODE: &str = "python|js|javascript|source|my|user|lua|java|raw|script|r|sql|full|apex|c|cpp|csharp|go|rust|ruby|php|perl|bash|shell|\
    typescript|ts|matlab|julia|applescript|vba|powershell|wolfram|scala|kotlin|swift|gdscript|cell|program|input|block";
/// Words of a text that speaks of code.
const SPEAKS_OF_CODE: &str =
    "javascript|python|code|script|lua|luau|program|typescript|macro|js|repl|notebook";
/// Codes that are keys.
const KEYS: &str = "country code|status code|zip code|postal code|promotion code|promo code|authorization code|language code|verification code|coupon|error code|\
    currency|iso|one time|voucher|referral|discount";

/// Phrases of a tool that makes something by running the code that it is given.
const RUNS_IT: &str = "via js code|via javascript|via javascript code|via python code|via python|via lua code|by running the code|runs the code|executes the code|runs your code";
/// Words of expressions that are worked out, not run.
const SUMS: &str = "math|mathematical|arithmetic|calculator|numeric|algebraic|promql|cron|xpath|jsonpath|regex|regular|jq|jmespath|expression language";

/// Free code.
pub(crate) fn code(case: &Case<'_, '_>, power: &mut Power) {
    let Case { tool, verbs, .. } = case;
    // `insert_execute_cell` does both.
    if looks_only(case) && !tool.named("execute|exec") && !tool.text.says(RUNS_IT) {
        return;
    }
    let runs = verbs.leads(RUNS)
        || tool.named("eval|evaluate|exec|execute|run|repl|interpreter")
        || tool.text.says(RUNS_IT);
    let sums = tool.text.says(SUMS);
    let speaks = tool.text.says(SPEAKS_OF_CODE)
        || tool.named(
            "code|script|python|javascript|js|lua|luau|eval|evaluate|repl|node|notebook|cell|macro",
        );
    for param in tool
        .params
        .iter()
        .filter(|param| param.values.free_text && param.level <= 1 && param.ends(CODE))
    {
        let before = param.words.iter().rev().nth(1).map_or("", String::as_str);
        let key = param.last() == "code" && !before.is_empty() && !one_of(BEFORE_CODE, before);
        let cell = param.last() == "cell" && !tool.text.says("notebook|jupyter");
        let sum = param.last() == "expression" && (sums || param.text.says(SUMS));
        // `initScript`: what opens the page runs it, and says so.
        let run_by_itself = param
            .text
            .says("executed|evaluated|execute|runs on|run on|to run|evaluate")
            && param.text.says("script|javascript|code|js");
        let plain =
            runs && (!param.ends(CODE_OR_ELSE) || speaks || param.text.says(SPEAKS_OF_CODE));
        if !key && !cell && !sum && !param.text.says(KEYS) && (run_by_itself || plain) {
            power.by(Capability::ExecCode, param);
            power.broad(param, Effect::Destructive);
        }
    }
}

/// Names of parameters that hold a query.
const QUERY: &str =
    "query|queries|sql|statement|statements|cypher|graphql|mutation|pipeline|kql|sparql|soql|dsl";
/// Verbs of tools that search by words, whatever the parameter is called.
const BY_WORDS: &str = "search|find|list|get|lookup|resolve|ask|browse|describe|create|save|explain|validate|update|delete|suggest|generate";
/// Names of tools that speak about queries.
const ABOUT_QUERIES: &str =
    "dry|explain|validate|vet|docs|documentation|template|history|lint|format";

/// Verbs that take a query apart and do not run it.
const TAKES_APART: &str =
    "extract|parse|translate|convert|estimate|analyze|analyse|check|review|compare";

/// A free query.
pub(crate) fn queries(case: &Case<'_, '_>, power: &mut Power) {
    let Case { tool, verbs, .. } = case;
    if tool.named(ABOUT_QUERIES) || verbs.leads(TAKES_APART) {
        return;
    }
    if let Some(pipeline) = tool
        .top()
        .find(|param| param.is("pipeline") && tool.about(Setting::Database))
    {
        power.by(Capability::ExecQuery, pipeline);
        power.broad(pipeline, Effect::Read);
    }
    let by_words = verbs
        .name
        .as_ref()
        .is_some_and(|found| one_of(BY_WORDS, &found.word));
    for param in tool
        .params
        .iter()
        .filter(|param| param.values.free_text && param.level <= 1)
    {
        // `sql` and `migration_sql` hold a query; `sql_mode` and `mysql_plugin` do not.
        let holds_query = param.ends(QUERY)
            || param.ends(LANGUAGES)
            || param.is("query_string|sql_query|sql_text|sql_statement|sql_string")
            || !case.changes() && (param.ends(FILTERS) || !by_words && param.is("expr|expression"));
        if !holds_query {
            continue;
        }
        let named = param.named(LANGUAGES);
        let speaks = |list: &str| {
            param.named(list)
                || tool.named(list)
                || param.text.opens_with(list, 40)
                || tool.text.opens_with(list, 60)
        };
        let (general, filters) = (speaks(LANGUAGES), speaks(FILTERS));
        // A parameter's own word on its language outweighs the tool's: `search(query)` beside "backed by SQLite" searches by words.
        let own = named || param.text.says(LANGUAGES);
        let own_filter = filters && param.text.says(FILTERS);
        let fits = if by_words {
            own || own_filter
        } else {
            own || filters || general && verbs.leads(RUNS)
        };
        if !fits {
            continue;
        }
        power.by(Capability::ExecQuery, param);
        if !general || filters && !own {
            continue;
        }
        let reads = queries_read(tool);
        power.broad(
            param,
            if reads {
                Effect::Read
            } else {
                Effect::Destructive
            },
        );
        if speaks("graphql") {
            power.by(Capability::ApiPassthrough, param);
        } else if !reads {
            power.by(Capability::DbWrite, param);
        }
    }
}

/// Whether the tool's own text says that its queries only read.
fn queries_read(tool: &Tool<'_>) -> bool {
    let says = tool.text.says("read only|readonly|select query|select queries|select statement|select statements|only select|only queries are|a read|read query|read queries");
    let selects = tool.text.says(ONLY_SELECT)
        || tool
            .params
            .iter()
            .any(|param| param.named(ONLY_SELECT) || param.text.says(ONLY_SELECT));
    let writes = tool.named("write|mutate|update")
        || tool
            .text
            .says("insert update|insert or update|both read|read and write|read write");
    (says || selects || tool.named("read|select|readonly")) && !writes
}

/// Names of parameters that take whatever the operation wants.
const ARGUMENTS: &str = "args|arguments|params|parameters|payload|input|data|body|kwargs|tool_args|tool_arguments|tool_input|options|variables|json";
/// Names of parameters that pick the operation.
const OPERATION: &str = "tool|tool_name|toolname|action|operation|op|function|function_name|service|api|api_name|command_name|rpc|capability|operation_id|operation_name";
/// The most parameters that a passthrough has: one with many names what it takes.
const PASSED: usize = 5;

/// Any operation of an API, any tool of another server.
pub(crate) fn passthrough(case: &Case<'_, '_>, power: &mut Power) {
    let Case {
        tool,
        verbs,
        effect,
    } = case;
    let free = |names: &'static str| {
        tool.top()
            .find(move |param| param.values.free_text && param.is(names))
    };
    let endpoint = free("path|endpoint|api_path|route|uri|url|api_endpoint");
    let about = tool.opens_with("explain|describe|validate|search|find|lookup")
        || tool.named("docs|documentation|schema|spec");
    if let Some(endpoint) = endpoint.filter(|_| !about) {
        let method = tool
            .top()
            .find(|param| param.is("method|http_method|verb"))
            .filter(|param| any_method(param));
        let named = endpoint
            .text
            .says("api endpoint|api path|rest api|endpoint path|api endpoint path")
            || tool.text.says("any api endpoint|any endpoint|any rest");
        if method.is_some() {
            power.by(Capability::ApiPassthrough, endpoint);
            power.broad(endpoint, Effect::Destructive);
        } else if named {
            // One method, any path: the name says which.
            power.by(Capability::ApiPassthrough, endpoint);
            if matches!(effect, Effect::Read | Effect::Destructive) {
                power.broad(endpoint, *effect);
            } else if !verbs.leads("patch") {
                // Whatever is posted or put may also wipe or replace.
                power.at_least(Effect::Destructive, endpoint);
            }
        }
        if method.is_some() || named {
            return;
        }
    }
    let dispatches =
        verbs.leads("call|invoke|execute|run|dispatch|do") || tool.named("op|call|invoke");
    let operation = free(OPERATION).or_else(|| {
        if dispatches {
            free("name|id|method")
        } else {
            None
        }
    });
    let arguments = tool
        .top()
        .find(|param| (param.values.free_object || param.values.free_text) && param.is(ARGUMENTS));
    if let (Some(operation), Some(arguments)) = (operation, arguments) {
        let names_it = !operation.is("name|id|function|service")
            || tool.text.says("tool|operation|function|any")
            || tool.named("tool|op|call");
        if operation.pointer != arguments.pointer
            && names_it
            && tool.top().count() <= PASSED
            && !looks_only(case)
        {
            power.by(Capability::ApiPassthrough, operation);
            power.broad(operation, Effect::Destructive);
        }
    }
}

/// Whether a method parameter lets the caller change things.
fn any_method(method: &Param<'_>) -> bool {
    method.values.free_text
        || method
            .values
            .listed
            .iter()
            .any(|value| value.eq_ignore_ascii_case("post") || value.eq_ignore_ascii_case("delete"))
}
