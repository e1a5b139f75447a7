//! What a tool's own text says limits it. It is a claim: the gate takes it as a question, never as a bound.

use crate::prose::{Phrases, Prose, Words, one_of, pieces, words};
use crate::shape::Tool;
use std::sync::LazyLock;

/// Bounds with the phrases that state them, strongest first.
const BOUNDS: &[(&str, &str)] = &[
    (
        "read-only",
        "read only|readonly|only select|only read|select queries only|only queries are accepted|no write operations|\
            cannot modify",
    ),
    (
        "allow-list",
        "available commands|allowed commands|whitelisted|allowlisted|allow list|allowlist|whitelist|\
            only the following commands|permitted commands",
    ),
    (
        "root directory",
        "within allowed directories|allowed directories|allowed directory|within the allowed|project root|\
            relative to the project|within the project|root directory|inside the workspace|within the workspace|\
            under assets|assets relative|inside the project|sandbox directory|allowed folder|allowed folders|permitted directories|permitted folders|\
            répertoires autorisés|répertoire autorisé|dossiers autorisés|dossier autorisé|directorios permitidos|directorio permitido|carpetas permitidas|carpeta permitida|\
            erlaubten verzeichnissen|erlaubten verzeichnisse|erlaubten verzeichnis|erlaubten ordner|erlaubten ordnern|diretórios permitidos|pastas permitidas|cartelle consentite|\
            directory consentite|разрешенных каталогах|разрешённых каталогах|разрешенных папках|toegestane mappen",
    ),
    (
        "sandbox",
        "sandboxed|in a sandbox|isolated environment|isolated container|sandbox environment",
    ),
    (
        "confirmation",
        "confirmed|requires confirmation|explicit confirmation|user confirmation|user approval|ask the user to confirm|\
            explicit approval|confirm with the user|explicitly confirm|requires approval",
    ),
];

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

/// What the text or a parameter says limits the tool.
pub(crate) fn bound(tool: &Tool<'_>) -> Option<(&'static str, String, String)> {
    let named_confirm = tool.top().find(|param| {
        param.is(words!(
            "confirm|confirmed|confirmation|confirm_token|user_confirmed"
        ))
    });
    static PHRASES: LazyLock<Vec<Phrases>> =
        LazyLock::new(|| BOUNDS.iter().map(|(_, list)| Phrases::of(list)).collect());
    for ((bound, _), phrases) in BOUNDS.iter().zip(&*PHRASES) {
        if let Some(text) = stated(&tool.text, phrases) {
            return Some((bound, "/description".to_owned(), text));
        }
        for param in tool.top() {
            if let Some(text) = stated(&param.text, phrases) {
                return Some((bound, format!("{}/description", param.pointer), text));
            }
        }
    }
    if let Some(text) = abroad(&tool.text) {
        return Some(("root directory", "/description".to_owned(), text));
    }
    named_confirm.map(|param| ("confirmation", param.pointer.clone(), param.name.to_owned()))
}

/// Words after `read only` that make it an order for what to read: "to read only the first lines".
static WHAT_IS_READ: Words = Words::of(
    "the|a|an|first|last|one|n|that|those|these|specific|certain|some|part|parts|selected|if|when|what|from|up",
);

/// The first phrase that stands in a text and is not denied there.
fn stated(text: &Prose, phrases: &Phrases) -> Option<String> {
    let end = text.tokens.len();
    let says = |phrase: &str, at: usize| {
        let before = at.checked_sub(1).map(|i| text.word(i)).unwrap_or_default();
        let after = text.word(at + pieces(phrase, b' ').count());
        let orders = matches!(phrase, "read only" | "only read") && one_of(&WHAT_IS_READ, after);
        !orders && !matches!(before, "not" | "non" | "isnt" | "without" | "no")
    };
    phrases.within(text).find_map(|phrase| {
        let mut from = 0;
        while let Some(at) = text.find(phrase, from, end) {
            if says(phrase, at) {
                return Some(text.around(at));
            }
            from = at + 1;
        }
        None
    })
}
