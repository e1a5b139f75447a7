//! What a tool's own text says limits it. It is a claim: the gate takes it as a question, never as a bound.

use crate::prose::{Phrases, Prose, Standing, Words, one_of, pieces, words};
use crate::shape::{Param, Tool};
use std::sync::LazyLock;

/// Bounds with the phrases that state them, strongest first.
const BOUNDS: &[(&str, &str)] = &[
    (
        READ_ONLY,
        "read only|readonly|only select|only read|select queries|a select query|sql select query|select statement|select statements|a read cypher query|a read query|\
            no write operations|cannot modify",
    ),
    (
        ALLOW_LIST,
        "available commands|allowed commands|whitelisted|allowlisted|allow list|allowlist|whitelist|\
            only the following commands|permitted commands|approved commands|allowed hosts|allowed domains|permitted domains|permitted hosts|approved domains|allowed operations|\
            url must be from|urls must be from|must be from the|blocked commands",
    ),
    (
        ROOT,
        "within allowed directories|allowed directories|allowed directory|within the allowed|within the project root|inside the project root|under the project root|relative to the project|\
            within the project|inside the workspace|within the workspace|under assets|assets relative|inside the project|sandbox directory|allowed folder|allowed folders|\
            permitted directories|permitted folders|within the root directory|inside the root directory|under the root directory|within the working directory|inside the working directory|\
            under the working directory|inside the configured|within the configured|configured local directory|configured output directory|configured directory|configured directories|\
            outside it is refused|outside it is rejected|outside are rejected|outside are refused|outside the workspace|outside the project|outside the allowed|outside the root|\
            outside the sandbox|path traversal is|path traversal protection|prevents path traversal|prevent path traversal|against path traversal|traversal is blocked|traversal is rejected|traversal blocked|restricted to the directory|confined to|\
            répertoires autorisés|répertoire autorisé|dossiers autorisés|dossier autorisé|directorios permitidos|directorio permitido|carpetas permitidas|carpeta permitida|\
            erlaubten verzeichnissen|erlaubten verzeichnisse|erlaubten verzeichnis|erlaubten ordner|erlaubten ordnern|diretórios permitidos|pastas permitidas|cartelle consentite|\
            directory consentite|разрешенных каталогах|разрешённых каталогах|разрешенных папках|toegestane mappen",
    ),
    (
        SANDBOX,
        "sandboxed|in a sandbox|isolated environment|isolated container|sandbox environment|build container|in the sandbox|inside the sandbox|isolated sandbox",
    ),
    (
        CONFIRMATION,
        "must be confirmed|has to be confirmed|needs to be confirmed|unless confirmed|if confirmed|until confirmed|only if confirmed|requires confirmation|explicit confirmation|\
            user confirmation|host confirmation|user approval|human approval|ask the user to confirm|asks the user to confirm|require the user to confirm|explicit approval|confirm with the user|\
            with the user before|get their confirmation|obtain confirmation|ask for confirmation|asks for confirmation|prompts for confirmation|explicitly confirm|explicitly confirmed|\
            explicitly requested|explicit request|explicit consent|requires approval|confirm true|confirmed true|interactive confirmation|demande explicite|confirmación explícita|\
            ausdrückliche bestätigung|confirmación del usuario|conferma esplicita|confirmação explícita",
    ),
];
const READ_ONLY: &str = "read-only";
const ALLOW_LIST: &str = "allow-list";
const ROOT: &str = "root directory";
const SANDBOX: &str = "sandbox";
const CONFIRMATION: &str = "confirmation";

/// What limits a tool to some folders, in tongues that are written without spaces.
const FOLDERS_ABROAD: &[&str] = &[
    "許可フォルダ",
    "許可されたフォルダ",
    "許可ディレクトリ",
    "許可されたディレクトリ",
    "ワークスペース内",
    "プロジェクト内",
    "允许的目录",
    "允许目录",
    "允许的文件夹",
    "授权目录",
    "工作目录内",
    "工作区内",
    "项目目录内",
    "白名单目录",
    "允許的目錄",
    "허용된",
];

/// Where a text in such a tongue says so.
fn abroad(text: &Prose) -> Option<String> {
    let at = text.words().position(|word| {
        !word.is_ascii() && FOLDERS_ABROAD.iter().any(|phrase| word.contains(phrase))
    })?;
    Some(text.around(at))
}

/// Parameters whose values are what is bound: what is run, asked or gone to …
static RUN: Words = Words::of(
    "sql|query|statement|statements|cypher|script|code|command|commands|cmd|args|url|urls|host|hosts|domain|operation|method|endpoint|tool|program|path|paths|body",
);
/// … and what is read or written.
static PATHS: Words = Words::of(
    "path|paths|file|files|filename|filenames|dir|directory|directories|folder|folders|cwd|workdir|root|source|destination|output|target|uri|scene|stl|image",
);

/// What a tool does, as far as a bound of it goes.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum Does {
    /// It only reads.
    Reads,
    /// It reads by whatever operation the caller picks.
    ReadsAnything,
    /// It changes something, or may.
    Changes,
    /// It runs or asks what the caller writes, so that its own text says best whether that changes anything.
    Runs,
}

/// What the text or a parameter says limits the tool.
pub(crate) fn bound(tool: &Tool<'_>, does: Does) -> Option<(&'static str, String, String)> {
    static PHRASES: LazyLock<Phrases> =
        LazyLock::new(|| Phrases::of_each(BOUNDS.iter().map(|(_, list)| *list)));
    let said = |text: &Prose| PHRASES.standing(text, text.tokens.len());
    let own = said(&tool.text);
    let of_params: Vec<_> = tool.top().map(|param| (param, said(&param.text))).collect();
    let looks = matches!(does, Does::Reads | Does::ReadsAnything);
    let pathed = tool.top().any(|param| param.named(&PATHS));
    for (list, (bound, _)) in BOUNDS.iter().enumerate() {
        // Nobody is asked before something is only looked at.
        if *bound == CONFIRMATION && looks {
            continue;
        }
        // Where no path is given, none is held in.
        let open = *bound == ROOT && !pathed;
        let plain = *bound == READ_ONLY && does == Does::Changes;
        if let Some(text) =
            stated(&tool.text, (&own, list), plain).filter(|text| !open || text.contains("configured"))
            // What sellers try their shops out in holds no reader in.
            && !(*bound == SANDBOX && looks && text.contains("sandbox environment"))
        {
            return Some((bound, "/description".to_owned(), text));
        }
        // What is said of a parameter that picks nothing bounds nothing.
        let bounds = |param: &Param<'_>| match *bound {
            READ_ONLY | ALLOW_LIST => param.named(&RUN) && !param.values.boolean,
            ROOT => param.named(&PATHS),
            _ => true,
        };
        for (param, said) in of_params.iter().filter(|(param, _)| bounds(param)) {
            if plain {
                break;
            }
            if let Some(text) = stated(&param.text, (said, list), false) {
                return Some((bound, param.text_at(), text));
            }
        }
    }
    if let Some(text) = abroad(&tool.text) {
        return Some((ROOT, "/description".to_owned(), text));
    }
    let says_so =
        || tool.named("readonly") || tool.words.windows(2).any(|two| two == ["read", "only"]);
    let picks = || {
        tool.opens_with(words!("get|read|query|search"))
            || tool.words.last().is_some_and(|word| word == "get")
    };
    let named = does != Does::Changes && says_so() || does == Does::ReadsAnything && picks();
    if named {
        return Some((READ_ONLY, "/name".to_owned(), tool.name.to_owned()));
    }
    // What runs in a sandbox that is picked by its id is held in by it.
    let sandbox = |param: &&Param<'_>| param.is(words!("sandbox_id|sandbox_name|sandbox_uuid"));
    if let Some(picked) = tool.top().find(sandbox).filter(|_| does == Does::Runs) {
        return Some((SANDBOX, picked.pointer.clone(), picked.name.to_owned()));
    }
    // A switch or token by which the caller shows that someone agreed.
    let confirms = |param: &&Param<'_>| {
        let confirm = |word: Option<&String>| {
            word.is_some_and(|word| one_of(words!("confirm|confirmed|confirmation"), word))
        };
        confirm(param.words.first()) || confirm(param.words.last())
    };
    let switch = tool.top().find(confirms).filter(|_| !looks)?;
    Some((CONFIRMATION, switch.pointer.clone(), switch.name.to_owned()))
}

/// Words after `read only` that make it an order for what to read: "to read only the first lines"; or what else is only read.
static WHAT_IS_READ: Words = Words::of(
    "the|a|an|first|last|one|n|that|those|these|specific|certain|some|part|parts|selected|if|when|what|from|up|repository|access|or|server|servers|hosts|users|roles|profiles|replica|replicas|tables|listings|bool|mode|diagnostic|via|fields|field|properties|property",
);
/// Words before `read only mode` by which the tool itself is in it.
static IS_IN: Words = Words::of("in|as|is");
/// What a mode is that is always on.
static RUNS: Words = Words::of("runs|run|operates|executes|works|always|opened|connects|is");

/// Words of a text among which a sentence that says nothing else says it of the tool.
const EARLY: usize = 24;

/// The first phrase of a list that stands in a text and is not denied there; a plain one opens the text, or says what the tool is.
fn stated(text: &Prose, (said, list): (&[Standing], usize), plain: bool) -> Option<String> {
    let says = |phrase: &str, at: usize| {
        let back = |n: usize| at.checked_sub(n).map_or("", |i| text.word(i));
        let next = at + pieces(phrase, b' ').count();
        let goes_on = text.sentence_of(at).contains(&next);
        let after = if goes_on { text.word(next) } else { "" };
        let always = after == "mode"
            && one_of(&IS_IN, back(1))
            && (one_of(&RUNS, back(2)) || one_of(&RUNS, back(3)));
        let orders = matches!(phrase, "read only" | "only read" | "readonly")
            && one_of(&WHAT_IS_READ, after)
            && !always;
        // A list that is looked at, or added to, bounds nothing; nor does what is only of some commands.
        let listed = matches!(
            phrase,
            "allow list" | "allowlist" | "whitelist" | "whitelisted" | "allowlisted"
        ) && (one_of(words!("an|new|for|locale|optional|show|add"), back(1))
            || one_of(
                words!("syntax|entry|entries|blacklist|rewritten|rule|rules|to"),
                after,
            ));
        let one_kind = phrase == "read only"
            && one_of(
                words!("commands|scope|action|actions|listing|listings|operations"),
                after,
            );
        // What one of its operations is, the tool is not.
        let alone = at < EARLY && text.sentence_of(at) == (at..next);
        let says_so = at == 0
            || alone
            || one_of(words!("strictly|entirely|fully|purely"), back(1))
            || back(1) == "is" && one_of(words!("it|tool|this|that|server"), back(2));
        (says_so || !plain)
            && !orders
            && !listed
            && !one_kind
            && !matches!(back(1), "not" | "non" | "isnt" | "without" | "no" | "safe")
    };
    let of_list = said.iter().filter(|one| one.list == list);
    let mut says = of_list.filter(|one| says(one.phrase, one.at));
    says.next().map(|one| text.around(one.at))
}
