//! What a tool reaches: addresses, local files, remote hosts.

use crate::power::{Case, Power};
use crate::shape::{Param, Tool};
use crate::{Capability, bound};
use gate_engine::Effect;

/// Verbs of tools that go to an address.
const GOES: &str = "fetch|scrape|crawl|navigate|open|browse|goto|download|extract|connect|visit|parse|summarize|map|transcribe|request|load|import|monitor";
/// Phrases of a parameter that is gone to.
const GONE_TO: &str = "url to fetch|url to navigate|urls to|url to scrape|url to crawl|to fetch|to scrape|to crawl|to navigate|url to open|will be downloaded|webpage|\
    url or local|path or url|supports urls|file or url|url or file|local or remote|chart repository|repository url";
/// Phrases of a tool whose paths may be addresses.
const PATHS_OR_URLS: &str =
    "files and urls|file paths and urls|supports urls|paths and urls|urls will be downloaded";

/// Any address to be contacted.
pub(crate) fn addresses(case: &Case<'_, '_>, power: &mut Power) {
    let Case { tool, verbs, .. } = case;
    let goes = verbs.any(GOES) || tool.named("fetch|scrape|crawl|navigate|goto|browse|url|http");
    // An address beside a login is one to connect to.
    let login = tool
        .top()
        .any(|param| param.named("password|username|auth"));
    let ends = verbs.leads("close|stop|disconnect");
    for param in tool
        .params
        .iter()
        .filter(|param| param.values.free_text && param.level <= 1)
    {
        let url = param.ends("url|urls|uri|website|webpage|href");
        let says = param.text.says(GONE_TO);
        let host = param.ends("host|hostname") && !ends
            || url && (param.named("base") || login)
            || param.is("server_url|endpoint_url")
            || param.is("db_endpoint") && verbs.leads("connect");
        let plain = param.is("url|urls|website|link|start_url|page_url|target_url|source_url|website_url|start_urls|web_url") && (goes || says);
        let media = url && param.named("media|photo|video|audio|attachment") && case.changes();
        let either =
            param.ends("path|paths|source|file|repo") && (says || tool.text.says(PATHS_OR_URLS));
        if host || plain || url && says || media || either {
            power.by(Capability::FetchUrl, param);
        }
    }
}

/// Words for what a path names that is no local file.
const ELSEWHERE: &str = "api|endpoint|json path|jsonpath|repository path|in the repository|s3|bucket|instance path|asset path|xpath|url path|url paths|urls|regex|node path|\
    property path|dot notation|route|issue|page path";
/// Words that show that a bare `path` is one of a file.
const FILEISH: &str = "file|files|directory|directories|folder|folders|filesystem|workbook|sheet|repository|repo|image|pdf|document|script|workspace|csv|disk|absolute|local|\
    worksheet|spreadsheet|project";
/// Parameters that show that paths are inside a remote store.
const REMOTE: &str = "owner|bucket|bucket_name|owner_id|space_id|site_id|drive_id|base_id|project_id|repository_id|workspace_slug|repo_slug";

/// Whether a parameter is a path on the machine of the server.
fn local_path(tool: &Tool<'_>, param: &Param<'_>) -> bool {
    if !param.values.free_text
        || param.level > 1
        || param.text.says(ELSEWHERE)
        || tool.top().any(|other| other.is(REMOTE))
    {
        return false;
    }
    let ends = param.ends("path|paths|filepath|filepaths|directory|dir|folder|dirpath");
    let within = param.named("path|paths|filepath|dir")
        && !param.ends("params|pattern|type|name|prefix|length|id");
    let told = param.is("file|files|filename|file_name|source|destination|output_file|input_file|repo|cwd|working_directory|workspace|output")
        && param.text.says("path|file path|directory|local file|filesystem|save|filename to|file to");
    let plain = param.is("source|destination|file") && tool.named("file|files|directory")
        || param.ends("file") && param.text.says("path|file");
    let other = param
        .named("json|xpath|url|api|instance|node|property|prefix|entrypoint|role|import|target")
        && !param.named("file|local");
    let bare = param.is("path|paths")
        && !(tool.named(FILEISH)
            || param.text.opens_with(FILEISH, 30)
            || tool.text.opens_with(FILEISH, 60));
    (ends || within || told || plain) && !other && !bare
}

/// Phrases of a parameter that names what is written.
const TO_SAVE: &str = "to save|save to|saved to|to write|write to|to output|output file|where to save|will be saved|save the";

/// Whether a parameter names a file that the tool writes.
pub(crate) fn is_output_path(param: &Param<'_>) -> bool {
    let out = param.named("output|out|dest|destination|save|download|export")
        && param.ends("path|file|filename|dir|directory|folder|filepath|paths|as");
    param.values.free_text
        && (out || param.ends("filename|filepath|path|directory") && param.text.says(TO_SAVE))
}

/// Words that say that a reading tool keeps what it found in a file.
const KEEPS: &str = "saved to|writes to|written to|will be saved|saves to|saves the|generated files|creates a file|output directory|generates files|output files|appended to|\
    creates files|files are created|auto save|to disk";

/// Files read and written.
pub(crate) fn files(case: &Case<'_, '_>, power: &mut Power) {
    let Case { tool, verbs, .. } = case;
    if power.has(Capability::ApiPassthrough) {
        return;
    }
    let paths: Vec<&Param<'_>> = tool
        .params
        .iter()
        .filter(|param| local_path(tool, param) || is_output_path(param))
        .collect();
    let some_out = paths.iter().any(|param| is_output_path(param));
    // What is made and given a path is made there.
    let makes = verbs.leads("generate|export|save|download") && !some_out;
    let sends = verbs.leads("upload|deploy|attach|send|publish|push|run|execute|import")
        || tool.branded("kubectl|helm|docker|terraform|browser");
    for param in &paths {
        let out = is_output_path(param);
        let kept = makes || !some_out && tool.text.says(KEEPS);
        let writes = out
            || !some_out
                && (case.changes() && (!sends || paths.len() > 1 && !tool.branded("kubectl|helm"))
                    || kept);
        let reads = !out
            && (!writes
                || some_out
                || sends
                || verbs.leads("edit|format|patch")
                || param.named("source|input|schema|csv") && paths.len() > 1);
        if writes {
            power.by(Capability::FsWrite, param);
            power.at_least(Effect::Write, param);
        }
        if reads {
            power.by(Capability::FsRead, param);
        }
        if writes && anything_anywhere(case, param) {
            power.broad(param, Effect::Destructive);
        }
    }
    if let Some(kind) = tool.top().find(|param| {
        param.named("output|format|type")
            && param
                .values
                .listed
                .iter()
                .any(|value| matches!(*value, "file" | "disk"))
    }) {
        power.by(Capability::FsWrite, kind);
        power.at_least(Effect::Write, kind);
    }
}

/// Whether anything can be written anywhere: a path, what goes into it, and no word of a limit.
fn anything_anywhere(case: &Case<'_, '_>, param: &Param<'_>) -> bool {
    let Case { tool, verbs, .. } = case;
    let content = tool.top().any(|other| {
        other.values.free_text && other.is("content|contents|data|text|file_content|file_text")
    });
    let whole = verbs.leads("write|save|create|overwrite|append")
        && (tool.named("file|files") || tool.text.says("to a file|a file|file at"));
    let limited =
        bound::bound(tool).is_some() || tool.named("script|note|notes|memory|project|page");
    content
        && whole
        && !limited
        && param.level == 0
        && !param.is("filename|file_name")
        && local_path(tool, param)
}

/// Any remote host, with what it takes to act on it.
pub(crate) fn hosts(case: &Case<'_, '_>, power: &mut Power) {
    let Case { tool, .. } = case;
    let host = tool
        .top()
        .find(|param| param.values.free_text && param.is("host|hostname|ssh_host|server"));
    let login = tool
        .top()
        .any(|param| param.is("username|user|password|key_filename|private_key|ssh_key"));
    let acts = power.broad || case.changes() && tool.named("write|upload|deploy|put|execute");
    if let Some(host) = host.filter(|_| login && acts) {
        power.by(Capability::InfraChange, host);
        power.broad(host, Effect::Destructive);
    }
}
