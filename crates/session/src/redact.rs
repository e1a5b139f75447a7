//! Hides the values that we handed to the server, wherever they come back.

use evidence::Target;
use evidence::limits::MESSAGE_BYTES;
use memchr::memmem::Finder;
use sandbox::canary::Encoding;
use std::borrow::Cow;

/// Shorter values are not looked for: they would be found everywhere.
const SHORTEST: usize = 4;

/// Longer values are looked for in every encoding, too. Those of shorter ones stand in other texts by chance.
const DISGUISED: usize = 12;

/// Values that are words of the protocol or everyday settings: no secrets, and hiding them would damage the evidence.
const WORDS: &str = " true false null none auto info debug warn warning error trace verbose quiet production development \
    staging test local localhost stdio http https json text utf-8 read write readonly read-only default enabled disabled \
    jsonrpc id method params result code message data name title description version type object string number integer \
    boolean array properties required items enum tools resources prompts uri mimetype inputschema outputschema annotations \
    arguments capabilities serverinfo instructions protocolversion resourcetemplates uritemplate nextcursor _meta ";

/// What to look for, and what to write in its place.
pub(crate) struct Redactor {
    patterns: Vec<(Finder<'static>, Vec<u8>)>,
}

impl Redactor {
    pub(crate) fn new(env: &[(String, String)]) -> Self {
        let mut redactor = Self {
            patterns: Vec::new(),
        };
        for (name, value) in env {
            redactor.add(value, &format!("«redacted:{name}»"));
        }
        redactor
    }

    /// Looks for the credentials that stand on the command line, or in the URL.
    pub(crate) fn credentials(&mut self, target: &Target) {
        let (words, is_command) = match target {
            Target::Stdio { command } => (command.as_slice(), true),
            Target::Http { url } => (std::slice::from_ref(url), false),
        };
        for found in secrets::in_command(words) {
            let place = match is_command {
                true => format!("argument {}", found.word),
                false => "URL".to_owned(),
            };
            // What may be a placeholder is nobody's fault.
            let mark = match found.certain {
                true => format!("«credential:{place}»"),
                false => format!("«hidden:{place}»"),
            };
            self.add(found.value, &mark);
        }
    }

    /// Looks for one more value, and writes this in its place.
    pub(crate) fn add(&mut self, value: &str, mark: &str) {
        for form in forms(value) {
            let form = form.into_bytes();
            let finder = Finder::new(&form).into_owned();
            self.patterns.push((finder, mark.as_bytes().to_vec()));
        }
        // The longest first, so that a value inside another one does not leave the rest of it readable.
        self.patterns.sort_by(|(a, x), (b, y)| {
            let (a, b) = (a.needle(), b.needle());
            b.len().cmp(&a.len()).then_with(|| (a, x).cmp(&(b, y)))
        });
        self.patterns.dedup_by(|a, b| a.0.needle() == b.0.needle());
    }

    /// The bytes with every value replaced by `«redacted:NAME»`. In a line of JSON only the insides of strings are
    /// touched, so that a number or a literal that happens to equal a value does not break the message.
    pub(crate) fn apply<'a>(&self, bytes: &'a [u8]) -> Cow<'a, [u8]> {
        let mut out = Cow::Borrowed(bytes);
        for (finder, mark) in &self.patterns {
            if finder.find(&out).is_some() {
                out = Cow::Owned(replace(&out, finder, mark));
            }
        }
        out
    }

    /// The same for an argument of the command.
    pub(crate) fn text(&self, text: &str) -> String {
        String::from_utf8_lossy(&self.apply(text.as_bytes())).into_owned()
    }
}

/// How a value may come back: as it is, as JSON text, line by line, and in each encoding.
fn forms(value: &str) -> Vec<String> {
    let mut forms = vec![value.to_owned()];
    if let Ok(json) = serde_json::to_string(value)
        && let Some(inner) = json.strip_prefix('"').and_then(|j| j.strip_suffix('"'))
    {
        forms.push(inner.to_owned());
    }
    forms.extend(value.lines().map(|l| l.trim().to_owned()));
    forms.retain(|f| {
        f.len() >= SHORTEST && !WORDS.contains(&format!(" {} ", f.to_ascii_lowercase()))
    });
    if value.len() >= DISGUISED {
        forms.extend(Encoding::disguises(value));
    }
    forms
}

fn replace(bytes: &[u8], finder: &Finder<'_>, mark: &[u8]) -> Vec<u8> {
    let json = matches!(bytes.trim_ascii_start().first(), Some(b'{' | b'['));
    let mut strings = Strings::default();
    let mut out = Vec::with_capacity(bytes.len());
    let mut rest = bytes;
    while let Some(at) = finder.find(rest) {
        // The mark is longer than many a value: a line that is nothing but values is not let grow without end.
        if out.len() > MESSAGE_BYTES {
            return out;
        }
        let (before, from) = rest.split_at(at);
        strings.pass(before);
        out.extend_from_slice(before);
        let step = if json && !strings.inside {
            1
        } else {
            finder.needle().len()
        };
        let (matched, after) = from.split_at(step.min(from.len()));
        if step == 1 {
            out.extend_from_slice(matched);
        } else {
            out.extend_from_slice(mark);
        }
        strings.pass(matched);
        rest = after;
    }
    out.extend_from_slice(rest);
    out
}

/// Whether a place in JSON text is inside a string.
#[derive(Default)]
struct Strings {
    inside: bool,
    escaped: bool,
}

impl Strings {
    fn pass(&mut self, bytes: &[u8]) {
        for b in bytes {
            match b {
                _ if self.escaped => self.escaped = false,
                b'\\' if self.inside => self.escaped = true,
                b'"' => self.inside = !self.inside,
                _ => {}
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn redactor(pairs: &[(&str, &str)]) -> Redactor {
        Redactor::new(
            &pairs
                .iter()
                .map(|(n, v)| ((*n).to_owned(), (*v).to_owned()))
                .collect::<Vec<_>>(),
        )
    }

    #[test]
    fn hides_a_longer_value_in_every_encoding() {
        let r = redactor(&[("KEY", "given-4f9a1c77e2b8")]);
        for line in [
            "Z2l2ZW4tNGY5YTFjNzdlMmI4",
            "at eGdpdmVuLTRmOWExYzc3ZTJiOA==",
            "676976656e2d346639613163373765326238",
            "676976656E2D346639613163373765326238",
            "8b2e77c1a9f4-nevig",
            "%67%69%76%65%6e%2d%34%66%39%61%31%63%37%37%65%32%62%38",
        ] {
            let hidden = r.text(line);
            assert!(hidden.contains("«redacted:KEY»"), "{line}: {hidden}");
            assert!(hidden.len() < 30, "{line}: {hidden}");
        }
    }

    #[test]
    fn hides_a_value_as_it_is_and_as_json() {
        let r = redactor(&[("KEY", "s3\"cret")]);
        assert_eq!(r.text("got s3\"cret!"), "got «redacted:KEY»!");
        assert_eq!(r.text(r#"{"a":"s3\"cret"}"#), r#"{"a":"«redacted:KEY»"}"#);
    }

    #[test]
    fn hides_the_longer_of_two_values_whole() {
        let r = redactor(&[("A", "abcd"), ("B", "abcdefgh")]);
        assert_eq!(r.text("abcdefgh abcd"), "«redacted:B» «redacted:A»");
    }

    #[test]
    fn leaves_numbers_literals_and_words_of_the_protocol() {
        let r = redactor(&[
            ("PORT", "8080"),
            ("T", "true"),
            ("K", "tools"),
            ("S", "abc"),
        ]);
        let line = r#"{"id":8080,"x":true,"tools":["abc","at 8080"]}"#;
        assert_eq!(
            r.text(line),
            r#"{"id":8080,"x":true,"tools":["abc","at «redacted:PORT»"]}"#
        );
    }

    #[test]
    fn hides_each_line_of_a_value() {
        let r = redactor(&[("PEM", "-----BEGIN\nMIIEvQ\n-----END")]);
        assert_eq!(r.text("bad key MIIEvQ"), "bad key «redacted:PEM»");
    }
}
