//! Names and versions, as the registries write them.

/// Where packages come from.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Source {
    /// The npm registry.
    Npm,
    /// The Python package index.
    Pypi,
    /// A registry of container images.
    Docker,
}

impl Source {
    /// The spelling used outside.
    #[must_use]
    pub const fn id(self) -> &'static str {
        match self {
            Self::Npm => "npm",
            Self::Pypi => "pypi",
            Self::Docker => "docker",
        }
    }

    /// Name and exact version of a reference. A range or a tag is no exact version.
    #[must_use]
    pub fn split(self, reference: &str) -> (&str, Option<&str>) {
        let (name, version) = match self {
            Self::Npm => npm(reference),
            Self::Pypi => pypi(reference),
            // Only a digest pins an image: a tag can be moved.
            Self::Docker => {
                return reference
                    .split_once('@')
                    .map_or((untagged(reference), None), |(name, digest)| {
                        (untagged(name), Some(digest))
                    });
            }
        };
        (name, version.filter(|version| exact(version)))
    }

    /// Whether the reference is looked up in the registry: no path, no address, no repository.
    pub(super) fn registered(self, reference: &str) -> bool {
        let (name, _) = self.split(reference);
        let version = reference.strip_prefix(name).unwrap_or_default();
        let scoped = || name.strip_prefix('@')?.split_once('/');
        let (scope, name) = match self {
            Self::Npm => scoped().unwrap_or(("scope", name)),
            Self::Pypi | Self::Docker => ("scope", name),
        };
        [scope, name].iter().all(|part| {
            part.starts_with(|c: char| c.is_ascii_alphanumeric() || c == '_')
                && part
                    .chars()
                    .all(|c| c.is_ascii_alphanumeric() || "-_.".contains(c))
        }) && !version.contains(|c: char| c.is_control() || c == ':' || c == '/')
    }
}

fn npm(reference: &str) -> (&str, Option<&str>) {
    // The first `@` belongs to the scope.
    let at = reference
        .char_indices()
        .skip(1)
        .find(|(_, c)| *c == '@')
        .map(|(at, _)| at);
    at.and_then(|at| reference.split_at_checked(at))
        .map_or((reference, None), |(name, version)| {
            (name, Some(version.trim_start_matches('@')))
        })
}

fn pypi(reference: &str) -> (&str, Option<&str>) {
    let end = reference
        .find(['=', '<', '>', '~', '!', '@', ' ', ';'])
        .unwrap_or(reference.len());
    let (name, version) = reference.split_at_checked(end).unwrap_or((reference, ""));
    let name = name.split('[').next().unwrap_or(name);
    let version = version
        .strip_prefix("==")
        .or_else(|| version.strip_prefix('@'));
    (name, version.map(str::trim))
}

fn untagged(image: &str) -> &str {
    // A colon before the last slash is a port.
    match image.rsplit_once(':') {
        Some((name, tag)) if !tag.contains('/') => name,
        _ => image,
    }
}

fn exact(version: &str) -> bool {
    version.starts_with(|c: char| c.is_ascii_digit())
        && version.matches('.').count() >= 1
        && !version.contains(['*', '^', '~', '<', '>', ' ', ',', '|'])
        && !version
            .split('.')
            .any(|part| part.eq_ignore_ascii_case("x"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_a_registry_does_not_hold_is_told() {
        for (source, reference, registered) in [
            (Source::Npm, "server", true),
            (Source::Npm, "@scope/server@^1", true),
            (Source::Npm, "server@latest", true),
            (Source::Npm, "user/repository", false),
            (Source::Npm, "github:user/repository", false),
            (Source::Npm, "alias@npm:server@1.0.0", false),
            (Source::Npm, "server@file:../x", false),
            (Source::Npm, "https://example.org/x.tgz", false),
            (Source::Npm, ".", false),
            (Source::Npm, "./server", false),
            (Source::Npm, "/server", false),
            (Source::Pypi, "server", true),
            (Source::Pypi, "server[cli]>=1.0,<2", true),
            (Source::Pypi, "server @ https://example.org/x.whl", false),
            (Source::Pypi, "git+https://example.org/x", false),
            (Source::Pypi, "./server", false),
        ] {
            assert_eq!(source.registered(reference), registered, "{reference}");
        }
    }
}
