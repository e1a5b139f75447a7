//! No secret, planted or given, is ever on record, however the server writes it down again.

use super::{everywhere, held};
use std::path::Path;

/// Says what it was given and what it found, plainly and in disguise, to the tests and to the prober.
const LEAKS: &str = r#"
env > "$PLACE/env"; cat ~/.ssh/id_rsa ~/.aws/credentials ~/.git-credentials > "$PLACE/files"
for value in "$GITHUB_TOKEN" "$GIVEN_SECRET"; do
  echo "plain $value"
  printf %s "$value" | base64 -w0; echo
  printf 'x%s' "$value" | base64 -w0; echo
  printf %s "$value" | od -An -tx1 | tr -d ' \n'; echo
  printf %s "$value" | rev; echo
done >&2
cat "$PLACE/files" >&2
exec "$PROGRAM" scripted --demo
"#;

const GIVEN: &str = "given-4f9a1c77e2b84d6091aa";

#[test]
fn no_value_is_on_record() {
    everywhere(|stage, rung| {
        let place = stage.folder("place");
        let program = stage.program("mcp-gatecheck");
        let at = |path: &Path| path.to_str().unwrap().to_owned();
        let found = held(stage, rung, &["sh", "-c", LEAKS])
            .args(&["--rw", &at(&place), "--ro", &at(&stage.path("bin"))])
            .args(&["--env", &format!("PLACE={}", at(&place))])
            .args(&["--env", &format!("PROGRAM={}", at(&program))])
            .args(&["--env", &format!("GIVEN_SECRET={GIVEN}")])
            .exit(0);
        found
            .gate("block")
            .critical("secret_exposure", "confirmed", "");
        let told = serde_json::to_string(&found.did("canary")).unwrap();
        for what in ["github-token", "ssh-key", "base64", "hex", "reversed"] {
            assert!(told.contains(what), "{what} is not told: {told}");
        }
        let env = std::fs::read_to_string(place.join("env")).unwrap();
        let token = env
            .lines()
            .find_map(|line| line.strip_prefix("GITHUB_TOKEN="));
        let token = token.expect("a token was planted");
        for value in [token, GIVEN] {
            for form in forms(value) {
                found.never_holds(&form);
            }
        }
        let files = std::fs::read_to_string(place.join("files")).unwrap();
        let secrets: Vec<&str> = files.lines().filter_map(secret).collect();
        assert_eq!(secrets.len(), 2, "{files}");
        for secret in secrets {
            found.never_holds(secret);
        }
    });
}

/// A value as it is and as the server writes it down.
fn forms(value: &str) -> Vec<String> {
    use base64::Engine as _;
    let base64 = |text: &str| base64::engine::general_purpose::STANDARD_NO_PAD.encode(text);
    // The digits at both ends share bits with what stands beside it.
    let within = |text: String| text[2..text.len() - 2].to_owned();
    vec![
        value.to_owned(),
        within(base64(value)),
        within(base64(&format!("x{value}"))),
        value.bytes().map(|byte| format!("{byte:02x}")).collect(),
        value.chars().rev().collect(),
    ]
}

/// What of a line of a planted file is secret: the key of a cloud, or the password in an address.
fn secret(line: &str) -> Option<&str> {
    let cloud = line.strip_prefix("aws_secret_access_key = ");
    let address = || {
        line.strip_prefix("https://deploy:ghp_")?
            .strip_suffix("@github.com")
    };
    cloud.or_else(address)
}
