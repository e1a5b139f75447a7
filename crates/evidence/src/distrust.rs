//! Why a certificate is not trusted, from the words of the library that refused it.

use crate::Tls;

/// Why a certificate is not trusted.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Distrust {
    /// It holds no longer.
    Expired,
    /// It does not hold yet.
    Early,
    /// It is for another name.
    Name,
    /// It vouches for itself.
    Itself,
    /// It is of an authority that nobody here knows.
    Authority,
    /// For another reason: the library's words are all there is.
    Other,
}

impl Tls {
    /// Why it is not trusted; none where it is.
    #[must_use]
    pub fn distrust(&self) -> Option<Distrust> {
        let words = self.refused.as_ref()?.to_lowercase();
        let has = |part: &str| words.contains(part);
        Some(if has("notvalidyet") || has("not valid yet") {
            Distrust::Early
        } else if has("expired") {
            Distrust::Expired
        } else if has("notvalidforname") || has("not valid for name") {
            Distrust::Name
        } else if self.issuer == self.subject && !self.subject.is_empty() {
            Distrust::Itself
        } else if has("unknownissuer")
            || has("unknown issuer")
            || has("causedasendentity")
            || has("ca used as end entity")
        {
            Distrust::Authority
        } else {
            Distrust::Other
        })
    }

    /// The day on which it ends to hold: `2027-01-31`.
    #[must_use]
    pub fn last_day(&self) -> &str {
        self.not_after.get(..10).unwrap_or(&self.not_after)
    }

    /// The day on which it begins to hold.
    #[must_use]
    pub fn first_day(&self) -> &str {
        self.not_before.get(..10).unwrap_or(&self.not_before)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_words_of_the_library_are_understood() {
        let tls = |refused: &str, subject: &str| Tls {
            host: "localhost".into(),
            version: None,
            issuer: "CN=a".into(),
            subject: subject.into(),
            names: Vec::new(),
            not_before: "2026-01-01T00:00:00Z".into(),
            not_after: "2027-01-01T00:00:00Z".into(),
            refused: Some(refused.into()),
            insecure: false,
        };
        for (refused, subject, why) in [
            (
                "invalid peer certificate: certificate expired: verification time",
                "CN=b",
                Distrust::Expired,
            ),
            (
                "invalid peer certificate: certificate not valid yet: verification time",
                "CN=b",
                Distrust::Early,
            ),
            (
                "invalid peer certificate: certificate not valid for name \"localhost\"",
                "CN=b",
                Distrust::Name,
            ),
            (
                "invalid peer certificate: UnknownIssuer",
                "CN=b",
                Distrust::Authority,
            ),
            (
                "invalid peer certificate: UnknownIssuer",
                "CN=a",
                Distrust::Itself,
            ),
            (
                "invalid peer certificate: BadSignature",
                "CN=b",
                Distrust::Other,
            ),
        ] {
            assert_eq!(tls(refused, subject).distrust(), Some(why), "{refused}");
        }
        assert_eq!(
            Tls {
                refused: None,
                ..tls("", "")
            }
            .distrust(),
            None
        );
        assert_eq!(tls("", "").last_day(), "2027-01-01");
    }
}
