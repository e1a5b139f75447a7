//! Whether a server has a use for what a canary looks like: it says by its names what it is about.

use crate::View;
use evidence::Target;

/// Words of names, by what canaries are called. A server whose names begin with one of these reads what it works with.
const USES: [(&str, &[&str]); 7] = [
    ("kube", &["kube", "k8s", "helm", "openshift"]),
    (
        "cloud",
        &[
            "aws",
            "amazon",
            "dynamodb",
            "cloudwatch",
            "bedrock",
            "s3",
            "ec2",
            "lambda",
        ],
    ),
    ("git", &["git", "gitlab", "github", "gitea"]),
    ("ssh", &["ssh", "sftp", "scp", "git"]),
    ("npm", &["npm", "pnpm", "yarn"]),
    ("browser", &["browser", "chrome", "chromium", "cookies"]),
    ("wallet", &["wallet", "ethereum", "eth", "web3", "evm"]),
];

/// Whether what it calls itself, its package or its tools says that it works with what this canary looks like.
pub(super) fn needs(view: &View<'_>, canary: &str) -> bool {
    let Some((_, uses)) = USES.iter().find(|(kind, _)| canary.starts_with(kind)) else {
        return false;
    };
    names(view)
        .iter()
        .flat_map(|name| judge::name_words(name))
        .any(|word| uses.iter().any(|used| word.starts_with(used)))
}

fn names(view: &View<'_>) -> Vec<String> {
    let facts = view.facts;
    let told = view.connected().unwrap_or_default();
    let infos = told.iter().filter_map(|(_, handshake, _)| {
        let info = handshake.server_info.as_ref()?;
        Some(info.get("name")?.as_str()?.to_owned())
    });
    let packages = facts.sessions.iter().filter_map(|session| {
        let package = session.program.as_ref()?.package.as_ref()?;
        Some(package.1.clone())
    });
    let command: &[String] = match &facts.header.target {
        Target::Stdio { command } => command,
        Target::Http { .. } => &[],
    };
    let words = command.iter().take(4).map(|word| {
        let name = word.rsplit('/').next().unwrap_or(word);
        name.to_owned()
    });
    infos.chain(packages).chain(words).collect()
}
