//! Any operation of an API that a tool carries out for its caller, any request, any tool of another server.

use crate::Capability;
use crate::actions::{operations, picks};
use crate::exec::looks_only;
use crate::power::{Case, Power};
use crate::prose::{Ready, Words, one_of, phrases, words};
use crate::setting::Setting;
use crate::shape::{Param, Tool};
use gate_engine::Effect;

/// Names of parameters that take whatever the operation wants.
const ARGUMENTS: &Words = words!(
    "args|arguments|params|parameters|payload|input|data|body|kwargs|tool_args|tool_arguments|tool_input|options|variables|json|\
    params_json|parameters_json|args_json|arguments_json|kwargs_json|payload_json|input_json|data_json|body_json|json_params|json_args|json_arguments|json_payload|json_input|json_body|\
    json_data|params_str|args_str"
);
/// Names of parameters that pick the operation.
const OPERATION: &Words = words!(
    "tool|tool_name|toolname|action|operation|op|function|function_name|service|api|api_name|command_name|rpc|capability|operation_id|operation_name|\
    action_name|action_id|action_key|action_slug|tool_id|tool_slug|endpoint_name|endpoint_id|method_name|rpc_method|command_id|function_id|method_id|api_method"
);
/// The same in two words: `api_operation`, `request_params`.
const OPERATED: &Words =
    words!("api|rpc|tool|operation|action|method|request|function|call|service|sdk");
const OPERATES: &Words = words!("operation|action|method|call|function|endpoint|request|command");

/// Whether a parameter's name is one word of each of two lists.
fn joins(param: &Param<'_>, first: &Words, second: &Words) -> bool {
    matches!(&param.words[..], [a, b] if one_of(first, a) && one_of(second, b))
}

/// The most parameters that a passthrough has: one with many names what it takes.
const PASSED: usize = 5;

/// Phrases of a tool that makes the caller's own request.
const REQUESTS: Ready = phrases!(
    "http request|http get|http post|http put|http patch|http delete|http head|get request|post request|put request|patch request|delete request"
);

/// Whether a tool makes the request that its caller words.
pub(crate) fn requests(tool: &Tool<'_>) -> bool {
    // A hook that is set up sends requests of its own.
    let hook = tool.named(words!("webhook|webhooks|callback|hook|hooks"))
        && tool.opens_with(words!(
            "create|add|register|update|edit|set|delete|remove|subscribe"
        ));
    !hook && tool.text.opens_with(words!("http|https|endpoint"), 12) && tool.text.says(REQUESTS)
}

/// Any operation of an API, any tool of another server.
pub(crate) fn passthrough(case: &Case<'_, '_>, power: &mut Power) {
    let Case {
        tool,
        verbs,
        effect,
    } = case;
    let free = |names: &'static Words| {
        tool.top()
            .find(move |param| param.values.free_text && param.is(names))
    };
    let sends = verbs.leads(words!(
        "execute|run|send|call|batch|bulk|request|perform|invoke|submit|make|issue"
    ));
    let many = || many_requests(tool).filter(|_| sends);
    // What picks among what was seen is no address that is called.
    let filters = |param: &&Param<'_>| param.text.says(phrases!("filter|filters"));
    let endpoint = free(ENDPOINT).filter(|param| !filters(param)).or_else(many);
    if let Some(url) = endpoint.filter(|url| url.is(words!("url|uri")) && requests(tool)) {
        power.by(Capability::FetchUrl, url);
        if case.changes() {
            power.by(Capability::ApiPassthrough, url);
        }
    }
    let about = tool.opens_with(words!("explain|describe|validate|search|find|lookup"))
        || verbs
            .name
            .as_ref()
            .is_some_and(|found| found.word == "check")
        || tool.named(words!("docs|documentation|schema|spec"));
    if let Some(endpoint) = endpoint.filter(|_| !about && !one_of_many(tool)) {
        // Where a thing is made, an address and a method are settings of it: it is called back there.
        let sets_up = verbs.name.as_ref().is_some_and(|found| {
            one_of(
                words!("create|update|add|register|edit|modify"),
                &found.word,
            )
        }) && (!tool.named(words!("request|http|rest|api"))
            || tool
                .text
                .opens_with(words!("collection|folder|saved|mock|monitor"), 12));
        let method = tool
            .top()
            .find(|param| param.is(&METHOD))
            .filter(|param| any_method(param) && !sets_up && !filters(param))
            .or_else(many);
        let named = endpoint.text.says(phrases!(
            "api endpoint|api path|rest api|endpoint path|api endpoint path"
        )) || any_endpoint(tool)
            || bare_client(tool);
        if method.is_some() {
            power.by(Capability::ApiPassthrough, endpoint);
            power.broad(endpoint, Effect::Destructive);
        } else if named {
            // One method, any path: the name says which.
            power.by(Capability::ApiPassthrough, endpoint);
            let no_method = tool
                .words
                .last()
                .is_some_and(|last| one_of(words!("call|request"), last));
            let any = (any_endpoint(tool) || no_method)
                && tool.opens_with(words!("call|invoke|request|api"));
            if any {
                // No one method is named: whichever the endpoint takes.
                power.broad(endpoint, Effect::Destructive);
            } else if matches!(effect, Effect::Read | Effect::Destructive) {
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
    let dispatches = verbs.leads(words!("call|invoke|execute|run|dispatch|do"))
        || tool.named(words!("op|call|invoke"))
        || verbs.leads(words!("send|issue"))
            && (tool.text.says(PROTOCOL) || tool.branded(PROTOCOL));
    let compound = tool
        .top()
        .find(|param| param.values.free_text && joins(param, OPERATED, OPERATES));
    let operation = free(OPERATION).or(compound).or_else(|| {
        if dispatches {
            free(words!(
                "name|id|method|endpoint|rpc|service_method|full_method|procedure_name"
            ))
        } else {
            None
        }
    });
    let operation = operation
        .filter(|operation| operations(operation).is_empty() && !told_in_full(tool, operation));
    let arguments = tool.top().find(|param| {
        (param.values.free_object || param.values.free_text)
            && (param.is(ARGUMENTS) || joins(param, OPERATED, ARGUMENTS))
    });
    if let (Some(operation), Some(arguments)) = (operation, arguments) {
        // A function that someone laid down in a cloud does what its author wrote, and not anything.
        let laid_down = operation.named("function")
            && (tool.text.says(SERVERLESS) || tool.setting == Some(Setting::Cloud));
        let says = tool.text.says(phrases!("tool|operation|function|any"))
            || dispatches && (tool.text.says(PROTOCOL) || operation.is(&PLACES));
        let names_it = tool.named(words!("tool|op|call"))
            || !laid_down && (!operation.is(words!("name|id|function|service")) || says);
        if operation.pointer != arguments.pointer
            && names_it
            && tool.top().count() <= PASSED
            && !looks_only(case)
        {
            power.by(Capability::ApiPassthrough, operation);
            let reads = tool.text.says(ONLY_READERS) || runs_readers(tool);
            power.broad(
                operation,
                if reads {
                    Effect::Read
                } else {
                    Effect::Destructive
                },
            );
            if let Some(server) = free(words!("url|server|address|target|host"))
                .filter(|server| server.pointer != operation.pointer)
            {
                power.by(Capability::FetchUrl, server);
            }
        }
    }
}

/// Parameters beside the operation that a tool takes for all its operations together, where it has many.
const FEW: usize = 8;

/// Whether a tool has operations of its own, so that an address and a method are settings of one of them.
fn one_of_many(tool: &Tool<'_>) -> bool {
    tool.top().count() > FEW
        && tool
            .top()
            .any(|param| picks(param) && !param.is(&METHOD) && param.values.listed.len() > 2)
}

/// Whether the text says that any place of an interface may be asked: "any Acme API endpoint".
fn any_endpoint(tool: &Tool<'_>) -> bool {
    let text = &tool.text;
    let any = |at: usize| matches!(text.word(at), "any" | "arbitrary");
    (0..text.tokens.len().min(60)).any(|at| {
        any(at) && (1..4).any(|i| one_of(words!("endpoint|endpoints|rest"), text.word(at + i)))
    })
}

/// Whether the name is that of a client of an interface: `acme_api_get`.
fn bare_client(tool: &Tool<'_>) -> bool {
    let last = tool.words.last().map_or("", String::as_str);
    // `api_update_call`: a call is updated, and none made.
    let before = tool.words.iter().rev().nth(1).map_or("", String::as_str);
    let done_to = crate::lexicon::verb(before).is_some_and(|verb| !verb.noun);
    one_of(words!("get|post|put|patch|delete|request|call"), last)
        && !done_to
        && tool.branded(words!("api|rest"))
}

/// Phrases of one that carries out nothing but what reads.
const ONLY_READERS: Ready = phrases!(
    "restricted to tools that only|restricted to read only|only read only tools|limited to read only|only tools that read"
);

/// Operations that are enough of a list to be one in full.
const IN_FULL: usize = 3;

/// Whether texts list the operations that a parameter picks one of: "('set_kernel', 'clear_cells')"; "action: blur, invert, crop".
fn told_in_full(tool: &Tool<'_>, operation: &Param<'_>) -> bool {
    let told = &operation.text;
    let example = phrases!("e g|such as|for example|like|example");
    let quoted = told.tokens.iter().filter(|token| token.quoted).count();
    if quoted >= IN_FULL && !told.says(example) {
        return true;
    }
    let text = &tool.text;
    let [name] = &operation.words[..] else {
        return false;
    };
    let listed = |at: usize| text.tokens.get(at).is_some_and(|token| token.opens);
    text.find(name, 0, 60).is_some_and(|at| {
        !matches!(text.word(at + 1), "e" | "the" | "any" | "name")
            && (1..=IN_FULL).all(|i| listed(at + i))
    })
}

/// Whether the first words say that what is run is one of those that only read: "Run a registered read-only tool".
fn runs_readers(tool: &Tool<'_>) -> bool {
    let text = &tool.text;
    let one = |i: usize| {
        one_of(
            words!("tool|action|operation|command|procedure"),
            text.word(i),
        )
    };
    text.find("read only", 1, 8).is_some_and(|at| {
        !matches!(text.word(at - 1), "not" | "non" | "or" | "and") && (at + 2..at + 4).any(one)
    })
}

/// Parameters that hold the place of an interface to be asked …
const ENDPOINT: &Words = words!(
    "path|endpoint|api_path|route|uri|url|api_endpoint|resource_path|url_path|request_path|relative_url|relative_path|endpoint_path|request_url|\
    api_url|uri_path|operation_path|path_template|full_url|target_url"
);
/// … and the method by which it is.
static METHOD: Words = Words::of("method|http_method|verb|request_method|http_verb|httpmethod");
/// Phrases of a protocol whose messages the caller words.
const PROTOCOL: &Words = words!(
    "json rpc|jsonrpc|rpc|devtools protocol|devtools|cdp|protocol command|protocol message|raw command|raw request|raw message|raw api|low level|protocol"
);
/// Parameters that pick a place of an interface and nothing else.
static PLACES: Words = Words::of("endpoint|rpc|service_method|full_method");
/// Functions that were laid down before.
const SERVERLESS: Ready = phrases!(
    "lambda|serverless|cloud function|cloud functions|edge function|azure function|deployed function"
);

/// The place in a list of requests that the caller words: each with its method.
fn many_requests<'t, 'a>(tool: &'t Tool<'a>) -> Option<&'t Param<'a>> {
    let mut inside = tool.params.iter().filter(|param| param.level == 1);
    let place = inside
        .clone()
        .find(|param| param.values.free_text && param.is(ENDPOINT))?;
    let method = inside.find(|param| param.is(&METHOD) && any_method(param));
    method.map(|_| place)
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
