//! What a tool reaches: local files and remote hosts.

mod given;
mod paths;

use given::{made_from, only_given, sent_on};
pub(crate) use paths::is_output_path;
use paths::{either_source, local_path, remote};

use crate::actions::picks;
use crate::effect::reads_only;
use crate::power::{Case, Power};
use crate::prose::{Ready, Words, one_of, phrases, words};
use crate::setting::Setting;
use crate::shape::{Param, Tool};
use crate::shell::ELSEWHERE as ELSEWHERE_RUN;
use crate::{Capability, bound, cjk, keep};
use gate_engine::Effect;

/// Words of the description that are its opening.
const REACH: usize = 24;

/// Where a command is run: what it does there is the command's affair.
static RUNS_IN: Words = Words::of(
    "cwd|working_directory|workdir|working_dir|start_directory|work_dir|current_directory",
);
/// Verbs that make a new file of one that is there …
static REMAKES: Words = Words::of(
    "convert|compress|trim|crop|resize|rotate|split|merge|extract|transcode|concat|concatenate|watermark|optimize|encode|cut|overlay|add|burn|normalize",
);
/// … where this is what they are about: what is no text cannot be the answer.
static MEDIA: Words = Words::of(
    "video|videos|audio|image|images|gif|frames|pages|thumbnail|clip|clips|subtitles|mp3|mp4|wav|pdf|pdfs",
);
/// Verbs that take a file and leave it as it is.
static SENDS: Words = Words::of(
    "upload|deploy|attach|send|publish|push|run|execute|import|play|open|launch|install|load|print|email|share|build|test|post|submit|\
    ingest|index|start|stream|preview|flash|sideload|program",
);
/// Engines whose queries open local files themselves.
const FILE_ENGINES: Ready = phrases!("duckdb");

/// Phrases of the name that a made file is to have.
const FILE_MADE: Ready = phrases!(
    "filename for the generated|file name for the generated|filename for the pdf|filename for the output|output filename|output file name|name of the output file|name of the generated file|filename for the image|filename for the file|filename for the document|filename for the report|filename for the export"
);

/// Words of a file that is of this machine also where a command runs on another.
static HERE: Words = Words::of("local|key|identity|cert|certificate|ca|config|kubeconfig|known");

/// Files read and written.
pub(crate) fn files(case: &Case<'_, '_>, power: &mut Power) {
    let tool = case.tool;
    if let Some(query) = tool
        .top()
        .find(|param| param.ends(words!("sql|query")))
        .filter(|_| power.has(Capability::ExecQuery) && tool.text.says(FILE_ENGINES))
    {
        power.by(Capability::FsRead, query);
        if power.effect == Some(Effect::Destructive) {
            power.by(Capability::FsWrite, query);
        }
    }
    if power.has(Capability::ApiPassthrough) {
        return;
    }
    let runs = power.has(Capability::ExecCommand)
        || power.has(Capability::ExecCode)
        || tool.about(Setting::Terminal);
    // What a command on another machine is given lies there.
    let abroad = power.has(Capability::ExecCommand) && tool.text.says(ELSEWHERE_RUN);
    let remote = remote(tool);
    let paths: Vec<&Param<'_>> = tool
        .params
        .iter()
        .filter(|param| {
            let here = param
                .text
                .says(phrases!("local path|local file|local file path|on the machine|on this machine|on your machine|on this computer|on disk"))
                || param.named(words!("source|src|local|input|upload")) && tool.text.opens_with("local", 12);
            (!remote || here) && local_path(tool, param) || is_output_path(param)
        })
        .filter(|param| !(runs && param.is(&RUNS_IN)))
        .filter(|param| !abroad || param.named(&HERE) || param.text.says(phrases!("local")))
        .collect();
    let beside = Beside {
        many: paths
            .iter()
            .filter(|param| !only_given(case, param))
            .count()
            > 1,
        some_out: paths.iter().any(|param| is_output_path(param)),
        keeps: !paths.is_empty() && !reads_only(tool) && keep::kept(tool, true).is_some(),
    };
    paths
        .iter()
        .for_each(|param| file(case, param, &beside, power));
    kept(case, power);
}

/// What is known of all local paths of a tool together.
struct Beside {
    /// Whether there are several.
    many: bool,
    /// Whether one of them is written to.
    some_out: bool,
    /// Whether the text says that something is kept in a file.
    keeps: bool,
}

/// One local path: what is done with it.
fn file(case: &Case<'_, '_>, param: &Param<'_>, beside: &Beside, power: &mut Power) {
    let Case { tool, verbs, .. } = case;
    let &Beside {
        many,
        some_out,
        keeps,
    } = beside;
    // What is made and given a path is made there.
    let shot = tool.named(words!("screenshot|screenshots|capture|recording"))
        && !verbs.leads(words!(
            "compare|analyze|read|load|open|get|list|find|upload"
        ));
    let logs = tool.named(words!(
        "log|logs|logging|record|recording|capture|dump|trace|stream"
    )) && verbs.leads(words!(
        "start|begin|enable|open|log|record|capture|dump|trace"
    )) && tool.text.says(phrases!(
        "to a file|to file|into a file|to the file|to disk"
    ));
    // A switch that says what becomes of a file that is there.
    let switched = !some_out
        && !many
        && tool.top().any(|other| {
            other.values.boolean
                && other.is(words!("append|overwrite|overwrite_existing|create_dirs|create_parents|mkdirs|truncate|exist_ok|append_mode"))
        });
    // "Return the report as text": the file is there already; nor does what lies elsewhere come to lie here where no place is given.
    let local = || {
        let here = words!("local|output|out|dest|destination");
        tool.top().any(|other| other.named(here))
    };
    let returned =
        case.effect == Effect::Read && !some_out && tool.text.is_one(words!("return|returns"), 0)
            || param.named("remote") && !local();
    let makes = (verbs.leads(words!("generate|export|save|download|receive|record")) && !returned
        || shot
        || logs
        || switched && case.changes())
        && !some_out
        && !made_from(tool, param);
    let remakes = verbs.leads(&REMAKES)
        && !verbs.leads("upload")
        && !reads_only(tool)
        && (tool.named(&MEDIA) || tool.text.opens_with(&MEDIA, 12))
        && !tool.named(words!("text|metadata|info|markdown|table|tables"));
    let sends = verbs.leads(&SENDS) && !logs
        || verbs.text.is_empty() && cjk::sends(&tool.text)
        || tool.branded(words!("kubectl|helm|docker|terraform|browser"));
    let out = is_output_path(param);
    // A place in a file at which a program stops, and the folder beside which the file that is written lies, are only named.
    if !out && tool.named(words!("breakpoint|breakpoints"))
        || some_out
            && !out
            && param.is(words!(
                "project_path|project_dir|project_root|workspace_path|workspace_root|root_path"
            ))
    {
        return;
    }
    if !out && (only_given(case, param) || either_source(param) || sent_on(case, param)) {
        power.by(Capability::FsRead, param);
        return;
    }
    let into = verbs.leads(words!("download|receive|record")) && !many;
    let kept = makes || remakes || !some_out && keeps;
    let remote = param.named("local") && tool.top().any(|other| other.named("remote"));
    let brings = verbs.leads(words!("download|pull|get|fetch|receive"));
    let writes = out
        || remote && brings
        || !some_out
            && !remote
            && (case.changes()
                && (!sends
                    || many
                        && !tool.branded(words!("kubectl|helm"))
                        && !verbs.leads(words!("build|deploy|test|upload|run|execute|send|publish|push|post|submit|launch|play|stream|share|email")))
                || kept);
    let moves = verbs.leads(words!("move|rename"));
    let reads = !(out || (moves || shot) && writes)
        && (!writes
            || some_out
            || sends
            || remakes
            || verbs.leads(words!("edit|format|patch|lint|fix|beautify|reformat"))
            || kept
                && !into
                && (case.effect == Effect::Read
                    || param.ends("file")
                    || param.named(words!("input|source")))
            || param.named(words!("source|input|schema|csv")) && many
            || operates(tool, words!("read|view|cat")));
    if writes {
        power.by(Capability::FsWrite, param);
        power.at_least(Effect::Write, param);
    }
    // What lies on another machine is changed there.
    if case.changes()
        && tool.branded(words!("ssh|sftp|scp"))
        && verbs.leads(words!(
            "upload|write|put|push|sync|copy|transfer|delete|remove|send|edit|append|move|rename"
        ))
    {
        power.by(Capability::InfraChange, param);
    }
    if reads {
        power.by(Capability::FsRead, param);
    }
    if writes && anything_anywhere(case, param) {
        power.broad(param, Effect::Destructive);
    }
}

/// Whether one of the operations that the caller picks is one of these.
fn operates(tool: &Tool<'_>, verbs: &Words) -> bool {
    let mut listed = tool
        .top()
        .filter(|param| picks(param))
        .flat_map(|param| &param.values.listed);
    listed.any(|value| one_of(verbs, value))
}

/// What is kept in files although no path is given: the text says so, a destination does, or a package lands on the disk.
fn kept(case: &Case<'_, '_>, power: &mut Power) {
    let Case { tool, verbs, .. } = case;
    if let Some(kind) = tool.top().find(|param| {
        param.named(words!("output|export|destination"))
            && param
                .values
                .listed
                .iter()
                .any(|value| matches!(*value, "file" | "disk"))
    }) {
        power.by(Capability::FsWrite, kind);
        power.at_least(Effect::Write, kind);
    }
    if let Some((from, text)) = keep::kept(tool, false) {
        power.add(Capability::FsWrite, &from, &text);
        power.raise(Effect::Write, &from, &text);
    }
    if case.changes()
        && !remote(tool)
        && let Some(at) = file_kept(tool)
    {
        power.add(Capability::FsWrite, "/description", &tool.text.around(at));
    }
    // What is made, and given the name of a file, lies in one.
    if let Some(name) = tool.top().find(|param| {
        param.is(words!("filename|file_name|output_filename|output_name"))
            && param.values.free_text
            && verbs.leads(words!("generate|render|export|produce"))
            && param.text.says(FILE_MADE)
            && !remote(tool)
            && !tool
                .top()
                .any(|other| other.is(words!("content|data|base64|file_content")))
            && !matches!(tool.setting, Some(Setting::Work | Setting::Mail))
    }) {
        power.by(Capability::FsWrite, name);
        power.at_least(Effect::Write, name);
    }
    // What goes by the name of its file lies in a folder here.
    if let Some(name) = tool.top().find(|param| {
        param.is(words!("filename|filenames|file_name|file_names"))
            && verbs.leads(words!("delete|remove|rename|move|trash"))
            && tool
                .text
                .says(phrases!("directory|folder|subfolder|on disk"))
            && !remote(tool)
    }) {
        power.by(Capability::FsWrite, name);
    }
    if let Some(patch) = tool.top().find(|param| {
        case.changes()
            && param.values.free_text
            && param.is(words!("patch|diff"))
            && tool
                .text
                .opens_with(words!("file|files|codebase|workspace"), REACH)
    }) {
        power.by(Capability::FsWrite, patch);
    }
    // A copy of what lies elsewhere is laid down where the caller says.
    if let Some(place) = tool.top().find(|param| {
        verbs.leads(words!("clone|checkout"))
            && param.values.free_text
            && param.ends(words!("path|directory|dir|folder|destination|dest"))
            && param
                .text
                .says(phrases!("local|locally|directory|folder|absolute"))
    }) {
        power.by(Capability::FsWrite, place);
        power.at_least(Effect::Write, place);
    }
    let packages = verbs.leads(words!("install|uninstall"))
        && tool.named(words!(
            "package|packages|dependency|dependencies|deps|library|libraries|requirements|modules"
        ));
    let environment = verbs.leads(words!(
        "setup|create|init|initialize|bootstrap|prepare|provision"
    )) && tool.named(words!("environment|env|venv|virtualenv"))
        && tool.text.says(phrases!(
            "venv|virtualenv|virtual environment|virtual env|conda"
        ));
    if packages || environment {
        power.add(Capability::FsWrite, "/name", tool.name);
    }
}

/// Where the first words say that what is changed is a text file: "… its markdown file", "… the index at index.md".
fn file_kept(tool: &Tool<'_>) -> Option<usize> {
    let text = &tool.text;
    (0..text.tokens.len().min(REACH)).find(|&at| {
        let (word, next) = (text.word(at), text.word(at + 1));
        let kind = matches!(word, "markdown" | "md") && matches!(next, "file" | "files");
        kind || matches!(word, "at" | "to" | "into") && next.ends_with(".md")
    })
}

/// Whether anything can be written anywhere: a path, what goes into it, and no word of a limit.
fn anything_anywhere(case: &Case<'_, '_>, param: &Param<'_>) -> bool {
    let Case { tool, verbs, .. } = case;
    let content = tool.top().any(|other| {
        other.values.free_text
            && other.is(words!("content|contents|data|text|file_content|file_text"))
    });
    let whole = verbs.leads(words!("write|save|create|overwrite|append"))
        && (tool.named(words!("file|files"))
            || tool.text.says(phrases!("to a file|a file|file at")));
    // A file of something that is kept elsewhere, by its id.
    let of_another = tool.top().any(|other| {
        other.ends(words!("id|uuid|slug|gid"))
            && !other.named(words!(
                "session|user|request|client|tab|terminal|conversation|thread|agent|call|trace|chat"
            ))
    });
    let limited = of_another
        || bound::bound(tool, bound::Does::Runs).is_some()
        || tool.named(words!("script|note|notes|memory|project|page"));
    content
        && whole
        && !limited
        && param.level == 0
        && !param.is(words!("filename|file_name"))
        && !remote(tool)
        && local_path(tool, param)
}

/// Any remote host, with what it takes to act on it.
pub(crate) fn hosts(case: &Case<'_, '_>, power: &mut Power) {
    let Case { tool, .. } = case;
    let host = tool
        .top()
        .find(|param| param.values.free_text && param.is(words!("host|hostname|ssh_host|server")));
    let login = tool.top().any(|param| {
        param.is(words!(
            "username|user|password|key_filename|private_key|ssh_key"
        ))
    });
    // What is typed into a session reaches what it is connected to already.
    let again = tool.text.opens_with(words!("session|sessions"), REACH)
        && !tool.top().any(|param| param.named(words!("password|key")));
    let acts = !again && power.broad && power.effect != Some(Effect::Read)
        || case.changes() && tool.named(words!("write|upload|deploy|put|execute"));
    if let Some(host) = host.filter(|_| login && acts) {
        power.by(Capability::InfraChange, host);
        power.broad(host, Effect::Destructive);
    }
}
