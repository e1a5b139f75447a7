//! Queries that a tool runs for its caller.

use super::RUNS;
use crate::Capability;
use crate::actions::picks;
use crate::power::{Case, Power};
use crate::prose::{Prose, Ready, Words, one_of, phrases, words};
use crate::setting::Setting;
use crate::shape::{Param, Tool};
use gate_engine::Effect;

/// Query languages in which anything can be asked of the whole store.
const LANGUAGES: &Words = words!(
    "sql|cypher|graphql|sparql|gremlin|kusto|partiql|hogql|nosql|surrealql|influxql|flux|datalog|soql|mongodb|mongo|duckdb|postgres|\
    postgresql|mysql|sqlite|snowflake|bigquery|clickhouse|aggregation|psql|aql|n1ql|hql|xquery|gaql|edgeql|tsql|plsql|mssql|mariadb|sqlserver|redshift|\
    trino|presto|athena|cockroachdb|spanner|databricks|cql3|mdx|dax|sosl|spl|esql|nrql|surql|ksql|ksqldb|sqlplus|hiveql|sqlcmd|gsql|typeql|rql|nql|zql|jpql|oql|\
    ddl|dml|suiteql|coql|zoql|wiql|fql|questdb|timescale|cosmosdb|sqlalchemy|traversal"
);
/// Phrases of a text that speaks of such a language without its name.
const SPEAKS_SQL: Ready = phrases!(
    "select query|select queries|select statement|select statements|insert update|insert or update|update or delete|update and delete|\
    database query|database queries|database statement|queries on the database|query on the database|queries against the database|query against the database|\
    query against a database|queries against a database|t sql|pl sql|es ql|dml statements|ddl statements"
);
/// Query languages that only filter.
const FILTERS: &Words =
    words!("promql|logql|lucene|kql|jql|cql|dsl|insights|logsql|traceql|metricsql|apl");
/// Query languages in which nothing can be changed, and phrases for one that is only like SQL.
const ONLY_SELECT: &Words = words!(
    "soql|sosl|gaql|kql|kusto|hogql|wiql|yql|awql|zoql|coql|suiteql|sql like|sql style|similar to sql|esql|es ql|nrql|spl|mdx|dax|sparql|\
    promql|cloudtrail lake"
);

/// Names of parameters that hold a query.
static QUERY: Words = Words::of(
    "query|queries|sql|statement|statements|cypher|graphql|mutation|pipeline|kql|sparql|soql|dsl|traversal|gremlin",
);
/// Verbs of tools that search by words, whatever the parameter is called.
static BY_WORDS: Words = Words::of(
    "search|find|list|get|lookup|resolve|ask|browse|describe|create|save|explain|validate|update|delete|suggest|generate",
);
/// Names of tools that speak about queries.
static ABOUT_QUERIES: Words =
    Words::of("dry|explain|validate|vet|docs|documentation|template|history|lint|format");

/// Phrases of what is asked in a person's words.
const IN_WORDS: Ready = phrases!(
    "natural language|plain english|plain language|search term|search terms|keyword|keywords|free text|knowledge base|question"
);

/// Phrases of a pattern that names are held against.
const WILDCARDS: Ready = phrases!(
    "wildcard|wildcards|like pattern|like patterns|substring|substrings|case insensitive|partial match|fuzzy"
);

/// Phrases of one that is, all the same.
const SYNTAX: Ready = phrases!("dsl|syntax|statement|json|clause|sql");

/// Words of an object that is a query of a store.
const STORE: Ready = phrases!(
    "dsl|mongodb query|mongodb filter|mongo query|mongo filter|query filter|query selector|mango query|mql"
);

/// Verbs that take a query apart and do not run it.
static TAKES_APART: Words = Words::of(
    "extract|parse|translate|convert|estimate|analyze|analyse|check|review|compare|diagnose|repair|fix|optimize|optimise|debug|rewrite|format|profile|visualize|tune|\
    improve|score|beautify|suggest|recommend|lint|validate|simplify",
);

/// Phrases of a query of the caller's own that is run on the way.
const TO_RUN: Ready = phrases!("query to execute|query to run|queries to execute|queries to run");

/// A free query.
pub(crate) fn queries(case: &Case<'_, '_>, power: &mut Power) {
    let Case { tool, verbs, .. } = case;
    let run_all_the_same = || {
        tool.top().any(|param| {
            param.named(words!("custom|raw|adhoc")) && param.ends(&QUERY) && param.text.says(TO_RUN)
        })
    };
    if tool.named(&ABOUT_QUERIES) || verbs.leads(&TAKES_APART) && !run_all_the_same() {
        return;
    }
    if let Some(pipeline) = tool
        .top()
        .find(|param| param.is("pipeline") && tool.about(Setting::Database))
    {
        power.by(Capability::ExecQuery, pipeline);
        power.broad(pipeline, Effect::Read);
        return;
    }
    // A database's command as an object: whatever the database can do.
    if let Some(command) = tool.top().find(|param| {
        param.is(words!("command|commands|command_object|cmd"))
            && param.values.free_object
            && !param.values.free_text
            && (tool.about(Setting::Database) || tool.text.says(phrases!("database command")))
    }) {
        power.by(Capability::ExecQuery, command);
        power.by(Capability::DbWrite, command);
        power.broad(command, Effect::Destructive);
    }
    // A query as an object is one all the same; it filters.
    if let Some(body) = tool.top().find(|param| {
        param.values.free_object
            && !param.values.free_text
            && (param.ends(words!("query|dsl|aggs|aggregations"))
                || param.is("body")
                    && param
                        .text
                        .says(phrases!("search query|query to match|query body"))
                    && tool
                        .top()
                        .any(|other| other.is(words!("index|indices|collection|table")))
                || param.is(words!("filter|selector"))
                || param.named("query") && param.ends("body"))
            && (param.text.says(STORE) || param.is("body") || tool.text.says(phrases!("dsl")))
    }) {
        power.by(Capability::ExecQuery, body);
    }
    let by_words = verbs
        .name
        .as_ref()
        .is_some_and(|found| one_of(&BY_WORDS, &found.word));
    for param in tool
        .params
        .iter()
        .filter(|param| param.values.free_text && param.level <= 1)
    {
        // `sql` and `migration_sql` hold a query; `sql_mode` and `mysql_plugin` do not.
        let holds_query = param.ends(&QUERY)
            || param.ends(LANGUAGES)
            || param.is(words!("query_string|sql_query|sql_text|sql_statement|sql_string|query_text|query_body|statement_text|sql_code|sql_command|raw_query|\
                querystring|query_str|ddl|dml"))
            || any_query(tool) && param.level == 0 && param.is(words!("q|input|text|statement_text"))
            || !case.changes() && (param.ends(FILTERS) || !by_words && param.is(words!("expr|expression")));
        // What is laid down with a thing that is made is part of it: it is not run by that.
        let laid_down = param.level > 0
            && verbs
                .name
                .as_ref()
                .is_some_and(|found| one_of(words!("create|update|save|add"), &found.word));
        // An operation that searches, among others; a part of a query; one that is kept to be run later.
        if param.is(FILTERS) && searches(tool) || is_clause(case, param) || is_body(tool, param) {
            power.by(Capability::ExecQuery, param);
            continue;
        }
        if !holds_query || laid_down {
            continue;
        }
        // A pattern with wildcards is looked for, in whatever language it is.
        if by_words && param.text.says(WILDCARDS) && !param.named(LANGUAGES) {
            continue;
        }
        // What is asked in a person's words is no query, whatever the store is called.
        if !param.named(LANGUAGES) && param.text.says(IN_WORDS) && !param.text.says(SYNTAX) {
            continue;
        }
        let named = param.named(LANGUAGES);
        let speaks = |list: &Words| {
            param.named(list)
                || tool.named(list)
                || param.text.opens_with(list, 40)
                || tool.text.opens_with(list, 60)
        };
        // Kusto's language asks a store for anything; the other of that name only filters what is searched.
        let kusto = speaks(words!("kql"))
            && verbs.leads(words!("run|execute|exec|query"))
            && !tool.named(words!("mail|mails|email|emails|message|messages|inbox"));
        let sql = || tool.text.says(SPEAKS_SQL) || param.text.says(SPEAKS_SQL);
        // A dialect under a name of its own: "PerfettoSQL".
        let dialect = |text: &Prose| text.words().take(40).any(is_dialect);
        let general = speaks(LANGUAGES) || kusto || sql() || dialect(&param.text);
        // What ends so is a language of queries, whatever its name.
        let some_ql = |text: &Prose| {
            text.words()
                .take(40)
                .any(|word| word.len() > 4 && word.ends_with("ql") && word.is_ascii())
        };
        let unknown = !general
            && (some_ql(&param.text)
                || some_ql(&tool.text) && verbs.leads(words!("run|execute|query")));
        let filters = (speaks(FILTERS) || unknown) && !kusto;
        // A parameter's own word on its language outweighs the tool's: `search(query)` beside "backed by SQLite" searches by words.
        let own = named
            || kusto
            || param.text.says(LANGUAGES)
            || param.text.says(SPEAKS_SQL)
            || dialect(&param.text);
        let own_filter = filters && param.text.says(FILTERS);
        // "Executes an INSERT or UPDATE query", whatever it is called.
        let told = || {
            sql()
                && verbs
                    .text
                    .first()
                    .is_some_and(|found| one_of(words!("run|execute|exec"), &found.word))
        };
        let fits = if by_words {
            own || own_filter || told()
        } else {
            own || filters || general && verbs.leads(&RUNS)
        };
        if !fits {
            continue;
        }
        power.by(Capability::ExecQuery, param);
        if filters
            && !own
            && verbs.leads(words!("run|execute|query|search"))
            && case.effect != Effect::Destructive
            && !tool.top().any(picks)
        {
            power.at_least(Effect::Read, param);
        }
        if !general || filters && !own {
            continue;
        }
        // What takes a recording apart asks it, and changes nothing in it.
        let apart = case.effect == Effect::Read
            && verbs.leads(words!("analyze|analyse|inspect|profile|examine"))
            && tool
                .top()
                .any(|other| other.ends(words!("path|file|filepath")));
        let reads =
            queries_read(tool) || apart || param.text.says(SELECTS) && !param.named("mutation");
        power.broad(
            param,
            if reads {
                Effect::Read
            } else {
                Effect::Destructive
            },
        );
        if speaks(words!("graphql")) {
            power.by(Capability::ApiPassthrough, param);
        } else if !reads {
            power.by(Capability::DbWrite, param);
        }
    }
}

/// Whether a word is the name of a dialect of SQL that no list has.
fn is_dialect(word: &str) -> bool {
    word.is_ascii() && word.len() > 4 && word.ends_with("sql") && !one_of(FILTERS, word)
}

/// Whether one of the operations that the caller picks runs a query.
fn searches(tool: &Tool<'_>) -> bool {
    let runs = |value: &&str| {
        let words = crate::name::words(value);
        words
            .first()
            .is_some_and(|word| one_of(words!("execute|run|query|search|exec"), word))
    };
    tool.top()
        .filter(|param| picks(param))
        .any(|param| param.values.listed.iter().any(runs))
}

/// Whether a parameter is a clause of a query that reads, in the words of its language.
fn is_clause(case: &Case<'_, '_>, param: &Param<'_>) -> bool {
    let clause = param.is(words!("where|where_clause|having|having_clause|where_sql|sql_where|where_condition|filter_clause|where_expression"));
    clause
        && param.level == 0
        && !case.changes()
        && (case.tool.text.says(LANGUAGES) || param.text.says(LANGUAGES))
}

/// Whether a parameter is the body of what a database keeps and runs: a procedure, a view.
fn is_body(tool: &Tool<'_>, param: &Param<'_>) -> bool {
    param.level == 0
        && param.is(words!("body|definition|procedure_body|function_body|view_definition|trigger_body|view_query|select_query"))
        && tool.named(words!("procedure|procedures|function|view|views|trigger|triggers"))
        && param.text.says(phrases!("sql|select|plpgsql|query"))
}

/// Whether the text opens with any query of a language: "Any SQL".
fn any_query(tool: &Tool<'_>) -> bool {
    let any = |at: &usize| matches!(tool.text.word(*at), "any" | "arbitrary" | "raw");
    (0..4).any(|at| any(&at) && one_of(LANGUAGES, tool.text.word(at + 1)))
}

/// Phrases of a query's own text by which it only reads.
const SELECTS: Ready = phrases!(
    "select only|only select|selects only|select queries only|select statements only|read only query|read only queries|read only sql|must be a select|\
    must be read only|only read only"
);
/// Phrases of a mode that need not be on: what it forbids is done where it is off.
const OTHER_MODE: Ready = phrases!(
    "rejected in read only mode|refused in read only mode|blocked in read only mode|disabled in read only mode|denied in read only mode|forbidden in read only mode|\
    not allowed in read only mode|not available in read only mode|unavailable in read only mode|hidden in read only mode|unless read only|when read only mode is|if read only mode is|\
    when not in read only"
);

/// Whether the tool's own text says that its queries only read.
fn queries_read(tool: &Tool<'_>) -> bool {
    let says = !tool.text.says(OTHER_MODE) && tool.text.says(phrases!("read only|readonly|select query|select queries|select statement|select statements|only select|only queries are|a read|read query|read queries"));
    let selects = tool.text.says(ONLY_SELECT)
        || tool
            .params
            .iter()
            .any(|param| param.named(ONLY_SELECT) || param.text.says(ONLY_SELECT));
    let writes = tool.named(words!("write|mutate|update"))
        || tool
            .text
            .says(phrases!("insert update|insert or update|both read|read and write|read write|sparql update|update or delete|update and delete|outputlookup"));
    let own = tool.named(words!("read|select|readonly"));
    (says && own) || (says || selects || own) && !writes
}
