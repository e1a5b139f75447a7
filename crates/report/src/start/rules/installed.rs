//! What is installed: versions, modules, packages.

use super::{Rule, head};
use crate::start::cause::Cause;
use crate::start::words::{name_of, quoted_after, word_after};

pub(super) const RULES: &[Rule] = &[
    Rule {
        phrases: &["no module named 'mcp.", "no module named \"mcp."],
        means: |_| Some(Cause::SdkVersion),
    },
    Rule {
        phrases: &["cannot import name"],
        means: |line| {
            let from = quoted_after(&line.text, "' from ")?;
            let library = from.split('.').next()?;
            Some(match library {
                "mcp" => Cause::SdkVersion,
                other => Cause::Clash(other.to_owned()),
            })
        },
    },
    Rule {
        phrases: &["has no attribute"],
        means: |line| {
            const OBJECTS: [&str; 4] = ["'Server'", "'FastMCP'", "'MCPServer'", "module 'mcp"];
            let ours = OBJECTS.iter().any(|object| line.text.contains(object));
            (ours && line.text.contains("AttributeError")).then_some(Cause::SdkVersion)
        },
    },
    Rule {
        phrases: &[
            "unsupported engine",
            "ebadengine",
            "no such built-in module",
            "requires node",
            "requires python",
            "does not satisfy python",
            "node_module_version",
            "requires a different python",
            "class file version",
            "unsupportedclassversionerror",
            "you must install or update .net",
        ],
        means: |line| name_of(&head(&line.text)).map(Cause::Runtime),
    },
    Rule {
        phrases: &["glibc_", "glibcxx_"],
        means: |line| {
            line.has(&["not found"])
                .then(|| Cause::Runtime(head(&line.text)))
        },
    },
    Rule {
        phrases: &["does not provide an export named"],
        means: |line| {
            let module = quoted_after(&line.text, "the requested module")?;
            Some(match module.strip_prefix("node:") {
                Some(_) => Cause::Runtime(head(&line.text)),
                None => Cause::Clash(module),
            })
        },
    },
    Rule {
        phrases: &["err_require_esm", "err_package_path_not_exported"],
        means: |line| Some(Cause::Clash(module_in(&line.text)?)),
    },
    Rule {
        phrases: &["no module named"],
        means: |line| {
            let name = quoted_after(&line.text, "no module named")
                .or_else(|| word_after(&line.text, "no module named"))?;
            Some(Cause::Module(name))
        },
    },
    Rule {
        phrases: &[
            "cannot find module",
            "cannot find package",
            "cannot load such file --",
        ],
        means: |line| {
            let phrase = ["cannot find module", "cannot find package"]
                .into_iter()
                .find(|phrase| line.low.contains(phrase));
            let name = match phrase {
                Some(phrase) => quoted_after(&line.text, phrase)?,
                None => word_after(&line.text, "such file --")?,
            };
            Some(module(name))
        },
    },
    Rule {
        phrases: &["(--install-timeout)"],
        means: |_| Some(Cause::InstallTimeout),
    },
    Rule {
        phrases: &[
            "is not in this registry",
            "could not determine executable to run",
            "was not found in the package registry",
            "is not provided by package",
            "no matching distribution found",
            "no matching version found",
            "there is no version of",
            "could not be found or you do not have permission",
            "pull access denied",
        ],
        means: |line| Some(Cause::Package(head(&line.text))),
    },
];

/// A path inside an installed package is a file that this version of the package does not have; any other path is a file.
fn module(name: String) -> Cause {
    match name.rsplit_once("node_modules/") {
        Some((_, inside)) => {
            let parts = if inside.starts_with('@') { 2 } else { 1 };
            let package: Vec<&str> = inside.split('/').take(parts).collect();
            Cause::Clash(package.join("/"))
        }
        None if name.starts_with(['/', '.']) => Cause::File(name),
        None => Cause::Module(name),
    }
}

fn module_in(text: &str) -> Option<String> {
    let (_, inside) = text.rsplit_once("node_modules/")?;
    match module(format!(
        "node_modules/{}",
        inside.split_whitespace().next()?
    )) {
        Cause::Clash(package) => Some(package),
        _ => None,
    }
}
