//! Command lines that a tool runs for its caller.

use crate::Capability;
use crate::address::ERRAND;
use crate::cjk;
use crate::exec::{IS_CODE, LOOKS_AT, looks_only};
use crate::power::{Case, Power};
use crate::prose::{Prose, Ready, Words, one_of, phrases, pieces, words};
use crate::setting::Setting;
use crate::shape::{Param, Tool};
use gate_engine::Effect;

/// What a command runs in.
static SESSIONS: Words = Words::of("session|process|terminal|shell|pty|tty|window|pane");

/// Whether a command is laid down that is run when its time comes.
fn scheduled(case: &Case<'_, '_>) -> bool {
    let Case { tool, verbs, .. } = case;
    verbs.leads(words!("create|add|update|set|edit|save|insert"))
        && tool.named(words!(
            "cron|crontab|cronjob|cronjobs|scheduled|scheduler|systemd"
        ))
        && tool
            .top()
            .any(|param| param.is(words!("command|cmd|shell_command|command_line")))
}

/// Phrases of commands that are there already, and have names.
const LAID_DOWN: Ready = phrases!(
    "command by name|commands by name|command by its name|predefined command|predefined commands|pre defined command|preconfigured command|pre configured command|preset command|saved command by"
);

/// A free command line.
pub(crate) fn commands(case: &Case<'_, '_>, power: &mut Power) {
    let Case { tool, verbs, .. } = case;
    // A name that only looks is believed; what the prose alone says is not. What opens a session runs the command in it.
    let named = verbs.name.is_some() || tool.opens_with(LOOKS_AT) || cjk::asks_whether(&tool.text);
    let opens = verbs.leads(words!("create|add")) && tool.branded(&SESSIONS);
    // What is built or tested may be by a command that is given.
    let by_it = verbs.leads(words!(
        "build|test|compare|lint|format|audit|scan|search|find"
    )) && tool.top().any(|param| {
        param.is(words!(
            "command|cmd|argv|custom_command|build_command|test_command"
        )) && param.text.says(phrases!("to run|to execute|argv"))
    });
    let scheduled = scheduled(case);
    if named && looks_only(case) && !opens && !by_it && !scheduled
        || tool.named(words!("alias|aliases"))
    {
        return;
    }
    // What is laid down beforehand is picked by its name.
    if tool.text.says(LAID_DOWN) {
        return;
    }
    // What goes down a serial line is heard by a device, not by a shell.
    if tool
        .top()
        .any(|param| param.is(words!("baud|baudrate|baud_rate")))
    {
        if let Some(sent) = tool
            .top()
            .find(|param| param.ends(words!("command|commands|message|data")))
        {
            power.by(Capability::DeviceControl, sent);
            power.at_least(Effect::Write, sent);
        }
        return;
    }
    let remote = tool.top().any(|param| param.is(words!("host|ssh_host")));
    let terminal = remote
        || keyed(tool)
        || !tool.about(Setting::Device)
            && tool.text.says(phrases!(
                "terminal|shell|repl|running command|running async command|stdin|tty|pty|tmux"
            ));
    let types = verbs.leads(words!("send|write|interact|type|press|input|feed"))
        && !tool.named(words!("message|email|browser"))
        && !tool.text.says(phrases!("mouse"));
    let shell = named_shell(case);
    // A file of a program is run as it is, wherever its arguments stand.
    let program_file = verbs.leads(words!("run|execute|exec"))
        && tool.text.opens_with("file", 12)
        && tool.text.says(phrases!("python file|javascript file|script file|ruby file|lua file|node file|php file|r file|shell file|typescript file|sql file"));
    let runs_file = program_file
        || (verbs.leads(words!("run|execute")) && tool.named(words!("script|python|file"))
            || verbs.leads(words!("run|execute|start|launch|debug|spawn"))
                && !tool.about(Setting::Device)
                && tool.top().any(|param| {
                    param.is(words!(
                    "script_path|program_path|script_file|executable_path|binary_path|program_file"
                ))
                }))
            && tool
                .top()
                .any(|param| param.is(words!("arguments|args|argv")));
    let line = |param: &Param<'_>| {
        // A list of which nothing more is said may be any command line.
        let listed = || {
            param.is(words!("command|commands|cmd|argv"))
                && param.text.says(phrases!("argv|to run|to execute|shell"))
        };
        param.values.free_text
            || param.values.free_object && (shell && param.is(&LINES) || listed())
    };
    for param in tool.params.iter().filter(|param| line(param)) {
        let command = param.ends(words!("command|commands|cmd|cmds|commandline|bash|argv"))
            || param.is(words!("command_line|shell_command|shell_script|powershell"));
        // What a deployment runs to build or start what is deployed is a setting of it.
        let stage = matches!(&param.words[..], [stage, _] if one_of(&STAGES, stage))
            && !verbs.leads(words!("run|execute|exec|start|test"));
        // "Code to run" is a program's text.
        let other = (command || param.named("script"))
            && (param.text.says(IS_CODE) || tool.text.says(CODE_COMMANDS));
        let of_device = command && for_device(tool, param);
        if stage || other || of_device {
            continue;
        }
        let program = param.is(words!("program|executable|binary|exe"))
            && verbs.leads(words!("run|execute|exec|spawn|start|launch|invoke"));
        let any = param.is(words!("args|arguments|argv"))
            && tool.text.opens_with(words!("any|arbitrary"), 12)
            && tool.text.opens_with(words!("command|commands"), 12)
            || shell && param.level == 0 && param.is(&LINES);
        let typed = terminal
            && types
            && (param.is(words!("input|input_text|keys|text|stdin|keystrokes"))
                || param.is(words!("data|bytes|chars|characters|line|lines|content"))
                    && tool.named(words!(
                        "stdin|input|keys|keystrokes|terminal|pty|repl|shell|session"
                    )));
        let file = runs_file
            && param.level <= 1
            && (param.named(words!("file|script"))
                || param.is(words!("program_path|executable_path|binary_path")))
            && !param.is("script_content");
        let told = param.level == 0 && param.text.says(TO_RUN) && (remote || tool.branded(&WHERE));
        let behind = param.level == 0 && param.is(words!("args|arguments|argv")) && is_client(tool);
        let session = file && tool.branded(words!("repl|interpreter|notebook|kernel|jupyter"));
        if command && only_readers(&tool.text) {
            power.by(Capability::ExecCommand, param);
            power.by(Capability::FsRead, param);
            power.broad(param, Effect::Read);
        } else if session {
            // What an interpreter is given is code, also from a file.
            power.by(Capability::ExecCode, param);
            power.broad(param, Effect::Destructive);
        } else if command || program || any || typed || file || told || behind {
            power.by(Capability::ExecCommand, param);
            power.broad(param, Effect::Destructive);
            // In a container any command runs, and not any of the program that starts containers.
            if !tool.named("exec") {
                client(case, param, power);
            }
            if tool.branded("ssh") || tool.text.says(ELSEWHERE) {
                power.by(Capability::InfraChange, param);
            }
        }
        if typed && tool.text.says(phrases!("repl|repls|interpreter|python")) {
            power.by(Capability::ExecCode, param);
        }
        if file {
            power.by(Capability::FsRead, param);
        }
    }
}

/// Whether keys that a terminal knows are sent along into a session of one: `session_send` of an `input` with `press_enter`.
fn keyed(tool: &Tool<'_>) -> bool {
    tool.setting == Some(Setting::Terminal)
        && tool.top().any(|param| {
            param.is(words!(
                "control_char|control_chars|control_key|ctrl|press_enter|send_enter|append_enter|enter|newline|append_newline|special_key|special_keys"
            ))
        })
}

/// What an automation's playbook lists is run on every machine of its inventory.
pub(crate) fn playbooks(case: &Case<'_, '_>, power: &mut Power) {
    let tool = case.tool;
    if case
        .verbs
        .leads(words!("run|execute|exec|launch|apply|start|trigger"))
        && tool.named(words!("playbook|playbooks"))
    {
        power.add(Capability::ExecCommand, "/name", tool.name);
        power.add(Capability::InfraChange, "/name", tool.name);
    }
}

/// What is run against a weakness of another machine, and lets its caller in there.
pub(crate) fn exploits(case: &Case<'_, '_>, power: &mut Power) {
    let tool = case.tool;
    if case
        .verbs
        .leads(words!("run|execute|exec|launch|fire|exploit"))
        && tool.named(words!("exploit|exploits"))
    {
        power.add(Capability::ExecCommand, "/name", tool.name);
        power.raise(Effect::Destructive, "/name", tool.name);
    }
}

/// Verbs that set a program up to be started …
static SETS_UP: Words = Words::of("install|add|register|configure|setup|create");
/// … and what is started then, with the arguments that the caller gives.
static STARTED: Words = Words::of("server|servers|mcp|plugin|daemon|process|program|agent|hook");

/// A program that is set up with its arguments and variables: it is run as its caller says.
pub(crate) fn installed(case: &Case<'_, '_>, power: &mut Power) {
    let tool = case.tool;
    let has = |names: &'static Words| tool.top().any(|param| param.is(names));
    let arguments = tool
        .top()
        .find(|param| param.is(words!("args|arguments|argv|command_args")));
    if let Some(arguments) = arguments.filter(|_| {
        case.verbs.leads(&SETS_UP)
            && tool.named(&STARTED)
            && has(words!("env|environment|env_vars|environment_variables"))
    }) {
        power.by(Capability::ExecCommand, arguments);
        power.by(Capability::FsWrite, arguments);
        power.at_least(Effect::Destructive, arguments);
    }
}

/// Phrases of commands that are a program's text …
pub(crate) const CODE_COMMANDS: Ready = phrases!(
    "javascript commands|javascript command|python commands|python command|lua commands|lua command|ruby commands|r commands|julia commands|matlab commands"
);
/// … and of those that a device takes, and no shell.
const OF_DEVICE: Ready = phrases!(
    "g code|gcode|monitor command|monitor reset command|device command|device commands|gdb command|gdb commands|at command|at commands|scpi command|scpi commands|\
    printer command|robot command|trait command|infrared command|ir command|openocd command|can command|obd command|midi command|lamp command"
);

/// Whether a command is one that a device takes.
fn for_device(tool: &Tool<'_>, param: &Param<'_>) -> bool {
    tool.about(Setting::Device)
        && (param.text.says(OF_DEVICE)
            || tool.text.says(OF_DEVICE)
            || tool.named(words!("gcode|scpi")))
        && !tool.text.says(phrases!("shell|terminal"))
}

/// Phrases of a parameter that is run where the tool's name or another parameter says …
const TO_RUN: Ready = phrases!(
    "what to run|what to execute|to run there|to execute there|to run on the host|to run on it|to run remotely|to be run|command to run|\
    command to execute|commands to run|commands to execute|command line to run"
);
/// … which the name says by one of these.
static WHERE: Words =
    Words::of("ssh|shell|bash|zsh|sh|powershell|terminal|exec|console|docker|podman|kubectl|wsl");

/// Whether the name is that of a client program and nothing else: its arguments are the rest of the command line.
fn is_client(tool: &Tool<'_>) -> bool {
    let program = |word: &String| one_of(CLOUD_CLIENTS, word) || one_of(CLIENTS, word);
    let whole = tool.name.to_lowercase();
    program(&whole) || matches!(&tool.words[..], [word] if program(word))
}

/// What a deployment's commands are for.
static STAGES: Words = Words::of(
    "install|build|deploy|start|run|dev|test|stop|release|healthcheck|health|init|predeploy|postdeploy|pre|post|entrypoint|docker|container",
);
/// Words of a name that say that what is run is a command line.
static SHELLS: Words =
    Words::of("command|commands|cmd|cmdline|commandline|shell|bash|zsh|sh|powershell|pwsh|cli");
/// Parameters of such a tool that hold it, whole or behind the program that the name says.
static LINES: Words = Words::of(
    "args|arguments|argv|json|script|line|text|parameters|params|input|statement|powershell",
);
/// Phrases of a machine that is not the server's own.
pub(crate) const ELSEWHERE: Ready = phrases!(
    "remote host|remote server|remote machine|remote system|remote linux|over ssh|via ssh|through ssh|using ssh|remote ssh|ssh server|\
    ssh host|ssh session|ssh connection|via winrm|over winrm|remote windows|remote node|remote device|remote sandbox|remote container|remote instance|remote vm|remote computer|network device|network devices"
);

/// Whether the name says that a command line is run, and no parameter limits which: `run_acme_command`, `exec_shell`.
fn named_shell(case: &Case<'_, '_>) -> bool {
    let Case { tool, verbs, .. } = case;
    let runs = verbs
        .name
        .as_ref()
        .is_some_and(|found| one_of(words!("run|execute|exec|invoke"), &found.word));
    let last = tool.words.last().map_or("", String::as_str);
    let limited = tool
        .top()
        .any(|param| !param.values.listed.is_empty() && param.named(&SHELLS));
    runs && one_of(&SHELLS, last) && !limited
}

/// Phrases of an agent that has a shell of its own.
const AGENT_SHELL: &str = "terminal operations|terminal commands|shell commands|shell command|bash commands|system commands|terminal access|shell access|\
    runs commands|run commands|executes commands|execute commands|executing commands|command execution";
/// What an agent is called.
const AGENTS: Ready = phrases!("agent|agents|subagent|subagents|autonomous|autonomously|assistant");

/// Whether a text says that an agent has a shell: not that its reader has one.
fn own_shell(text: &Prose) -> bool {
    let of_reader = |at: usize| {
        let word = |back: usize| at.checked_sub(back).map_or("", |i| text.word(i));
        word(1) == "have" && word(2) == "you" || word(1) == "your"
    };
    pieces(AGENT_SHELL, b'|').any(|phrase| {
        let at = text.affirms(phrase, text.tokens.len());
        at.is_some_and(|at| !of_reader(at))
    })
}

/// A task for an agent that has a shell: what it is asked, it runs.
pub(crate) fn errands(case: &Case<'_, '_>, power: &mut Power) {
    let Case { tool, verbs, .. } = case;
    let task = tool
        .top()
        .find(|param| param.values.free_text && param.is(ERRAND));
    if let Some(task) = task
        && own_shell(&tool.text)
        && tool.text.says(AGENTS)
        && (verbs.name.is_none() || !looks_only(case))
    {
        power.by(Capability::ExecCommand, task);
        power.by(Capability::ExecCode, task);
        power.by(Capability::FsRead, task);
        power.by(Capability::FsWrite, task);
        power.broad(task, Effect::Destructive);
    }
}

/// Phrases before a list of the programs that a shell runs.
const RUNS_ONLY: &str = "available commands|allowed commands|permitted commands|supported commands|whitelisted commands|allowlisted commands|\
    following commands|only commands|commands allowed|commands available|commands supported";
/// Programs that change nothing and start nothing, whatever they are given. `find`, `awk`, `sed`, `sort`, `env` and `xargs` are none.
static READERS: Words = Words::of(
    "ls|dir|pwd|cat|head|tail|grep|egrep|fgrep|rg|wc|stat|file|du|df|tree|nl|tac|cut|cmp|comm|basename|dirname|realpath|readlink|\
    md5sum|sha1sum|sha256sum|cksum|strings|whoami|id|uname|uptime|ps|free|echo|which|whereis|arch|nproc|lscpu|lsblk|groups",
);

/// Whether a shell's text lists the programs that it runs, and all of them only read: two at least, between commas.
fn only_readers(text: &Prose) -> bool {
    let reader = |at: usize| one_of(&READERS, text.word(at));
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
const CLOUD_CLIENTS: &Words =
    words!("kubectl|oc|aws|gcloud|az|ibmcloud|oci|doctl|openstack|aliyun|eksctl|vault");
/// Programs that are the interface of one service.
const CLIENTS: &Words = words!(
    "gh|glab|docker|podman|helm|terraform|heroku|flyctl|vercel|netlify|wrangler|firebase|supabase|argocd|linode|hcloud|systemctl"
);

/// A command of one client program is any operation of what it is the client of.
fn client(case: &Case<'_, '_>, param: &Param<'_>, power: &mut Power) {
    let tool = case.tool;
    let of = |clients: &Words| {
        tool.branded(clients)
            || pieces(clients.list(), b'|').any(|client| {
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
