//! Patterns of URLs, as Claude Code has them and Copilot CLI after it.
//!
//! Source: Claude Code 2.1.197, the code in its published program.

use crate::{Template, glob};
use url::Url;

/// A pattern of URLs, read once. In a host `*` stands for anything, dots too; a pattern without a path fits every path; one that
/// has a `*` in its host and no port fits every port.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct UrlPattern {
    text: Template,
    /// None where a variable stands in it.
    wanted: Option<Wanted>,
}

#[derive(Debug, Clone, PartialEq, Eq)]
enum Wanted {
    Anything,
    Url {
        /// None for every one.
        scheme: Option<String>,
        host: String,
        /// None for every one.
        port: Option<Option<u16>>,
        /// Path and query; none for every one.
        target: Option<String>,
    },
    /// No URL even without its `*`: what stands between each two `/`.
    Plain(Vec<String>),
}

impl UrlPattern {
    /// Reads a pattern.
    #[must_use]
    pub fn of(text: Template) -> Self {
        let wanted = text.literal().map(Wanted::of);
        Self { text, wanted }
    }

    /// Whether a URL fits; none where a variable hides that.
    #[must_use]
    pub fn fits(&self, url: &Template) -> Option<bool> {
        match (&self.wanted, url.literal()) {
            (Some(wanted), Some(url)) => Some(wanted.fits(url)),
            // The same variables have the same values.
            _ => (self.text == *url).then_some(true),
        }
    }
}

/// A word that stands in no URL, in place of each `*`.
const MARK: &str = "zzanythingzz";

impl Wanted {
    fn of(pattern: &str) -> Self {
        if pattern == "*" {
            return Self::Anything;
        }
        let marked = pattern.replace('*', MARK);
        let any_port = marked.replace(&format!(":{MARK}"), ":0");
        let (wanted, every_port) = match (Url::parse(&marked), Url::parse(&any_port)) {
            (Ok(wanted), _) => (wanted, false),
            (Err(_), Ok(wanted)) => (wanted, true),
            (Err(_), Err(_)) => {
                return Self::Plain(pattern.split('/').map(str::to_owned).collect());
            }
        };
        let host = host(&wanted).replace(MARK, "*");
        let every_port = every_port || wanted.port().is_none() && host.contains('*');
        let no_query = wanted.query().is_none_or(|query| query.is_empty());
        let no_path = matches!(wanted.path(), "" | "/") && no_query && !marked.ends_with('/');
        Self::Url {
            scheme: (wanted.scheme() != MARK).then(|| wanted.scheme().to_owned()),
            host,
            port: (!every_port).then(|| wanted.port()),
            target: (!no_path).then(|| target(&wanted).replace(MARK, "*")),
        }
    }

    fn fits(&self, url: &str) -> bool {
        if *self == Self::Anything {
            return true;
        }
        let Ok(url) = Url::parse(url) else {
            return false;
        };
        match self {
            Self::Anything => true,
            Self::Url {
                scheme,
                host: wanted,
                port,
                target: path,
            } => {
                scheme.as_ref().is_none_or(|scheme| scheme == url.scheme())
                    && glob::fits(wanted, &host(&url))
                    && port.is_none_or(|port| port == url.port())
                    && path
                        .as_ref()
                        .is_none_or(|path| glob::fits(path, &target(&url)))
            }
            Self::Plain(pieces) => {
                let port = url.port().map(|port| format!(":{port}"));
                let whole = format!(
                    "{}://{}{}{}",
                    url.scheme(),
                    url.host_str().unwrap_or_default(),
                    port.unwrap_or_default(),
                    target(&url)
                );
                let whole: Vec<&str> = whole.split('/').collect();
                let same = |(piece, text): (&String, &&str)| glob::fits(piece, text);
                pieces.len() == whole.len() && pieces.iter().zip(&whole).all(same)
            }
        }
    }
}

fn host(url: &Url) -> String {
    let host = url.host_str().unwrap_or_default();
    host.trim_end_matches('.').to_ascii_lowercase()
}

/// Path and query.
fn target(url: &Url) -> String {
    match url.query().filter(|query| !query.is_empty()) {
        Some(query) => format!("{}?{query}", url.path()),
        None => url.path().to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::{UrlPattern, Wanted};
    use crate::{Dialect, Template};

    /// Each row was held against the function in Claude Code 2.1.197, too.
    #[test]
    fn a_url_fits_as_the_client_has_it() {
        for (pattern, url, want) in [
            ("*", "anything", true),
            ("https://h.org/mcp", "https://h.org/mcp", true),
            ("https://h.org/mcp", "https://h.org/mcp2", false),
            ("https://h.org", "https://h.org/any/path?x", true),
            ("https://h.org/", "https://h.org/any", false),
            ("https://h.org/*", "https://h.org/any/path?x=1", true),
            ("https://*.h.org/*", "https://a.b.h.org/x", true),
            ("https://*.h.org/*", "https://h.org/x", false),
            ("https://*.h.org/*", "https://evil.org/.h.org/x", false),
            ("https://*.h.org/*", "http://a.h.org/x", false),
            ("*://h.org/*", "http://h.org/x", true),
            ("https://H.ORG/x", "https://h.org/x", true),
            ("https://h.org/X", "https://h.org/x", false),
            ("https://h.org/x", "https://h.org:8443/x", false),
            ("https://h.org:*/x", "https://h.org:8443/x", true),
            ("https://*.h.org/x", "https://a.h.org:8443/x", true),
            ("https://h.org:443/x", "https://h.org/x", true),
            ("https://h.org./x", "https://h.org/x", true),
            ("https://h.org/x", "https://u:p@h.org/x", true),
            ("https://h.org/x", "no url", false),
            ("https://h.org:*", "https://h.org:99/x", true),
            ("https://*", "https://x.y/z", true),
            ("https://*/mcp", "https://a.b:8/mcp", true),
            ("h.org/*", "https://h.org/x", false),
            ("https://h.org/a*b", "https://h.org/a/c/b", true),
            ("http*://h.org/", "https://h.org/", false),
            ("https://h.org/?x=*", "https://h.org/?x=1", true),
            ("https://h.org?", "https://h.org/x", true),
            ("https://exa mple/*", "https://h.org/", false),
            ("https://[::1]/*", "https://[::1]/x", true),
            ("wss://h.org/*", "wss://h.org/x", true),
        ] {
            assert_eq!(Wanted::of(pattern).fits(url), want, "{pattern} {url}");
        }
    }

    #[test]
    fn what_hangs_on_a_variable_is_not_decided() {
        let dialect = Dialect {
            dollar: false,
            percent: false,
        };
        let of = |text: &str| Template::parse(text, dialect);
        let pattern = |text: &str| UrlPattern::of(of(text));
        assert_eq!(pattern("https://${H}/*").fits(&of("https://h.org/x")), None);
        assert_eq!(pattern("https://h.org/*").fits(&of("https://${H}/x")), None);
        assert_eq!(
            pattern("https://${H}/x").fits(&of("https://${H}/x")),
            Some(true)
        );
        assert_eq!(
            pattern("https://h.org/*").fits(&of("https://h.org/x")),
            Some(true)
        );
    }
}
