//! Capabilities that follow from what a tool acts on: messages, money, accounts, permissions, infrastructure, databases, devices, secrets.

use crate::effect::Verbs;
use crate::power::Power;
use crate::shape::Tool;
use crate::{Capability, Claim};
use gate_engine::Effect;

/// A rule: what is changed or read, told by the object's words.
struct Rule {
    capability: Capability,
    /// Whether only changing tools have it.
    changes: bool,
    /// Words of the name, one of which must be there …
    named: &'static [&'static str],
    /// … or phrases of the description's first words.
    says: &'static [&'static str],
    /// Verbs to which it is limited; empty: any.
    verbs: &'static [&'static str],
}

/// The rules.
const RULES: &[Rule] = &[
    Rule {
        capability: Capability::MessageSend,
        changes: true,
        named: &[
            "message",
            "messages",
            "email",
            "mail",
            "sms",
            "comment",
            "comments",
            "reply",
            "tweet",
            "post",
            "dm",
            "notification",
            "review",
            "thread",
            "chat",
            "issue",
            "call",
        ],
        says: &[
            "send a message",
            "send an email",
            "sends a message",
            "sends an email",
            "post a comment",
            "add a comment",
            "post a message",
            "comment on",
            "sends a notification",
            "slack notification",
            "email notification",
        ],
        verbs: &[
            "send",
            "post",
            "reply",
            "create",
            "add",
            "forward",
            "publish",
            "comment",
            "message",
            "email",
            "tweet",
            "notify",
            "interact",
            "dial",
            "call",
            "update",
            "submit",
            "edit",
            "broadcast",
            "write",
            "invite",
        ],
    },
    Rule {
        capability: Capability::Financial,
        changes: true,
        named: &[
            "order",
            "orders",
            "payment",
            "payments",
            "refund",
            "refunds",
            "invoice",
            "invoices",
            "charge",
            "trade",
            "position",
            "positions",
            "payout",
            "transfer",
            "swap",
            "subscription",
            "checkout",
            "purchase",
            "withdrawal",
        ],
        says: &[
            "place an order",
            "payment",
            "refund",
            "sell order",
            "buy order",
            "transfer funds",
            "invoice",
            "send tokens",
        ],
        verbs: &[
            "place", "create", "cancel", "close", "refund", "charge", "pay", "transfer", "buy",
            "sell", "submit", "replace", "update", "capture", "finalize", "send", "withdraw",
            "deposit", "swap", "trade", "exercise", "delete", "order", "issue", "make", "confirm",
        ],
    },
    Rule {
        capability: Capability::AccountChange,
        changes: true,
        named: &[
            "user",
            "users",
            "member",
            "members",
            "account",
            "accounts",
            "profile",
            "team",
            "membership",
            "invitation",
            "collaborator",
            "person",
            "employee",
        ],
        says: &[
            "a new user",
            "user account",
            "iam user",
            "iam group",
            "account settings",
            "profile settings",
        ],
        verbs: &[
            "create",
            "update",
            "delete",
            "remove",
            "add",
            "invite",
            "disable",
            "enable",
            "deactivate",
            "activate",
            "suspend",
            "modify",
            "edit",
            "change",
            "register",
            "assign",
            "reset",
            "set",
            "ban",
            "kick",
            "unassign",
            "revoke",
            "manage",
            "put",
            "patch",
            "move",
        ],
    },
    Rule {
        capability: Capability::PermissionChange,
        changes: true,
        named: &[
            "role",
            "roles",
            "policy",
            "policies",
            "permission",
            "permissions",
            "access",
            "grant",
            "acl",
            "rbac",
            "share",
            "sharing",
            "collaborator",
            "collaborators",
            "apikey",
            "privilege",
            "token",
            "tokens",
            "credential",
            "visibility",
        ],
        says: &[
            "access control",
            "iam role",
            "access key",
            "api key",
            "permissions",
            "managed policy",
            "share with",
            "iam policy",
            "iam group",
            "visitor access",
        ],
        verbs: &[
            "create",
            "update",
            "delete",
            "remove",
            "add",
            "attach",
            "detach",
            "put",
            "grant",
            "revoke",
            "share",
            "unshare",
            "set",
            "modify",
            "change",
            "assign",
            "rotate",
            "patch",
            "enable",
            "disable",
            "regenerate",
            "manage",
            "edit",
            "invite",
            "select",
        ],
    },
    Rule {
        capability: Capability::InfraChange,
        changes: true,
        named: &[
            "deployment",
            "deployments",
            "deploy",
            "cluster",
            "clusters",
            "pod",
            "pods",
            "container",
            "containers",
            "instance",
            "instances",
            "server",
            "servers",
            "pipeline",
            "workflow",
            "droplet",
            "droplets",
            "vm",
            "helm",
            "kubectl",
            "namespace",
            "service",
            "services",
            "node",
            "nodes",
            "droplets",
            "bucket",
            "lambda",
            "function",
            "functions",
            "stack",
            "image",
            "images",
            "volume",
            "network",
            "dns",
            "domain",
            "k8s",
            "database",
            "databases",
            "training",
            "trainings",
            "index",
            "application",
            "job",
            "jobs",
            "build",
            "migration",
            "worker",
            "zone",
            "extension",
            "port",
            "release",
            "rollout",
            "environment",
            "project",
            "branch",
            "firewall",
            "site",
            "storage",
        ],
        says: &[
            "kubernetes",
            "helm chart",
            "cloud run",
            "edge function",
            "deploys",
            "cluster",
            "ci pipeline",
            "argocd application",
            "gcp project",
            "terraform",
            "docker",
            "aws",
        ],
        verbs: &[
            "deploy",
            "restart",
            "scale",
            "provision",
            "start",
            "stop",
            "create",
            "delete",
            "rollback",
            "run",
            "rerun",
            "trigger",
            "install",
            "uninstall",
            "upgrade",
            "update",
            "patch",
            "apply",
            "reboot",
            "launch",
            "terminate",
            "cancel",
            "exec",
            "execute",
            "rollout",
            "sync",
            "restore",
            "resize",
            "cleanup",
            "promote",
            "pause",
            "resume",
            "destroy",
            "expose",
            "drain",
            "cordon",
            "forward",
            "select",
            "change",
            "enable",
            "disable",
            "purge",
        ],
    },
    Rule {
        capability: Capability::DbWrite,
        changes: true,
        named: &[
            "record",
            "records",
            "row",
            "rows",
            "document",
            "documents",
            "table",
            "tables",
            "collection",
            "vector",
            "vectors",
            "cell",
            "field",
            "migration",
            "database",
            "cypher",
            "sql",
            "attachment",
            "point",
            "points",
            "column",
            "schema",
        ],
        says: &[
            "in a table",
            "from a table",
            "in the database",
            "in a collection",
            "to the database",
            "into the collection",
            "existing record",
            "index records",
            "into a table",
            "in a base",
        ],
        verbs: &[
            "insert", "create", "update", "upsert", "delete", "write", "add", "apply", "replace",
            "modify", "truncate", "drop", "upload", "import", "put", "patch", "bulk", "remove",
        ],
    },
    Rule {
        capability: Capability::DeviceControl,
        changes: true,
        named: &[
            "click",
            "hover",
            "drag",
            "type",
            "fill",
            "press",
            "key",
            "keyboard",
            "mouse",
            "tap",
            "swipe",
            "scroll",
            "browser",
            "page",
            "tab",
            "device",
            "devices",
            "screen",
            "simulate",
            "automation",
            "helper",
            "light",
            "switch",
            "select",
            "navigate",
            "evaluate",
            "dialog",
            "window",
            "editor",
            "tests",
            "unity",
            "ide",
            "desktop",
            "stagehand",
        ],
        says: &[
            "browser",
            "web page",
            "on the page",
            "element on",
            "mouse",
            "keyboard",
            "smart home",
            "home assistant",
            "the device",
            "android",
            "ios",
            "simulator",
            "unity editor",
            "editable element",
            "unity asset",
        ],
        verbs: &[],
    },
    Rule {
        capability: Capability::CredentialAccess,
        changes: false,
        named: &[
            "secret",
            "secrets",
            "credential",
            "credentials",
            "env",
            "password",
            "passwords",
            "token",
            "tokens",
            "apikey",
            "vault",
        ],
        says: &[
            "environment variables",
            "signing secret",
            "api key",
            "access token",
            "environment variable values",
            "returns credentials",
        ],
        verbs: &[
            "get", "list", "read", "show", "retrieve", "return", "reveal", "fetch", "generate",
            "create", "dump", "export", "access", "print", "select", "manage",
        ],
    },
];

/// Words of the description in which an object is looked for.
const REACH: usize = 24;

/// Adds what the objects say.
pub(crate) fn capabilities(
    tool: &Tool<'_>,
    verbs: &Verbs,
    effect: Effect,
    power: &mut Power,
    because: &mut Vec<Claim>,
) {
    let changes = !matches!(effect, Effect::Read)
        || power.effect.is_some_and(|effect| effect != Effect::Read);
    for rule in RULES {
        if rule.changes && !changes {
            continue;
        }
        if let Some((from, text)) = hit(rule, tool, verbs) {
            power.add(because, rule.capability, from, &text);
        }
    }
}

/// Whether a rule's object and verb are there, and where.
fn hit(rule: &Rule, tool: &Tool<'_>, verbs: &Verbs) -> Option<(&'static str, String)> {
    let verb_fits = rule.verbs.is_empty() || verbs.any(rule.verbs);
    let by_verb = |list: &[&str]| {
        verbs
            .name
            .as_ref()
            .is_some_and(|found| list.contains(&found.word.as_str()))
    };
    let object = crate::data::object(tool, verbs);
    if verb_fits
        && object.iter().any(|word| rule.named.contains(word))
        && !excused(rule.capability, tool, &object)
    {
        return Some(("/name", tool.name.to_owned()));
    }
    // Some verbs say it all.
    let telling: &[&str] = match rule.capability {
        Capability::InfraChange => &["deploy", "provision", "rollout", "redeploy", "uninstall"],
        Capability::MessageSend => &["reply", "tweet"],
        Capability::PermissionChange => &["grant", "revoke", "share", "unshare"],
        Capability::DeviceControl => &[
            "click", "hover", "drag", "tap", "swipe", "press", "navigate", "scroll", "fill", "type",
        ],
        Capability::AccountChange => &["invite", "ban", "kick"],
        _ => &[],
    };
    if by_verb(telling) {
        return Some(("/name", tool.name.to_owned()));
    }
    let at = rule
        .says
        .iter()
        .find_map(|phrase| tool.text.find(phrase, 0, REACH))?;
    verb_fits.then(|| ("/description", tool.text.around(at)))
}

/// Words that mean something else beside these.
fn excused(capability: Capability, tool: &Tool<'_>, object: &[&str]) -> bool {
    let has = |words: &[&str]| object.iter().any(|word| words.contains(word));
    match capability {
        Capability::MessageSend => {
            tool.named_any(&["delete", "remove", "reaction", "label", "template", "draft"])
                || has(&["feedback", "instruct"])
        }
        Capability::CredentialAccess => {
            has(&[
                "count", "usage", "price", "prices", "balance", "address", "info", "limit",
                "metadata", "names", "design", "policy", "budget", "holders",
            ]) || tool.named_any(&["delete", "price", "market", "swap", "scan"])
        }
        Capability::PermissionChange => {
            has(&["design", "price", "count", "tokens"]) && !has(&["access", "auth", "api"])
        }
        Capability::AccountChange => has(&["message", "story", "task", "issue", "comment"]),
        _ => false,
    }
}
