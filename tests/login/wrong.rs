//! What an authorization server may do wrong. Whatever it is, it is named and nothing is kept.

use super::person::{Home, Person, follow, serve};
use super::{acts, shows_no_secret};

/// One thing that is wrong, what the server's script says of it, whether the browser is sent anywhere, and what must be said.
const WRONG: [(&str, &str, bool, &str); 20] = [
    (
        "another issuer answers",
        "sign_in.authority.does = ['wrong_issuer']",
        true,
        "https://elsewhere.example",
    ),
    (
        "nobody says who answers",
        "sign_in.authority.does = ['no_issuer']",
        true,
        "does not say which",
    ),
    (
        "the answer is to another question",
        "sign_in.authority.does = ['wrong_state']",
        true,
        "`state`",
    ),
    (
        "the person says no",
        "sign_in.authority.does = ['denies']",
        true,
        "“access_denied”: “Not \\u{1b}[31mtoday.”",
    ),
    (
        "more is given than was asked for",
        "sign_in.authority.does = ['widens']",
        true,
        "--scope 'units:read units:write'",
    ),
    (
        "a token that takes a key",
        "sign_in.authority.does = ['binds_tokens']",
        true,
        "DPoP",
    ),
    (
        "the token endpoint redirects",
        "on = [{ path = '/token', do = [{ reply = { status = 307, headers = { location = '{{base}}/elsewhere' } } }] }]",
        true,
        "redirects (HTTP 307)",
    ),
    (
        "the token endpoint goes on and on",
        "on = [{ path = '/token', do = [{ raw = \"HTTP/1.1 200 OK\\r\\ncontent-type: application/json\\r\\nconnection: close\\r\\n\\r\\n\" }, { repeat = { times = 30000, do = [{ raw = '{                                               ' }] } }] }]",
        true,
        "more than 1 MiB",
    ),
    (
        "the token endpoint talks of something else",
        "on = [{ path = '/token', do = [{ reply = { body = '[]' } }] }]",
        true,
        "no JSON object",
    ),
    (
        "the token endpoint hangs",
        "on = [{ path = '/token', do = ['hang'] }]",
        true,
        "longer than 4 s",
    ),
    (
        "nobody is registered",
        "on = [{ path = '/register', do = [{ reply = { status = 403, body = '{\"error\":\"access_denied\"}' } }] }]",
        false,
        "registration endpoint refuses (HTTP 403)",
    ),
    (
        "no PKCE",
        "sign_in.authorization_server.without = ['code_challenge_methods_supported']",
        false,
        "S256",
    ),
    (
        "only plain PKCE",
        "sign_in.authorization_server.set.code_challenge_methods_supported = ['plain']",
        false,
        "S256",
    ),
    (
        "the token endpoint is inside",
        "sign_in.authorization_server.set.token_endpoint = 'https://10.0.0.1/token'",
        false,
        "a private address",
    ),
    (
        "the token endpoint is a cloud's",
        "sign_in.authorization_server.set.token_endpoint = 'https://169.254.169.254/token'",
        false,
        "a link-local address",
    ),
    (
        "the token endpoint is in the clear",
        "sign_in.authorization_server.set.token_endpoint = 'http://1.1.1.1/token'",
        false,
        "over plain http",
    ),
    (
        "the browser would run a script",
        "sign_in.authorization_server.set.authorization_endpoint = 'javascript:alert(1)'",
        false,
        "its scheme is javascript",
    ),
    (
        "the metadata are another's",
        "sign_in.authorization_server.set.issuer = 'https://elsewhere.example'",
        false,
        "those of another",
    ),
    (
        "the token would be for another",
        "sign_in.protected_resource.set.resource = 'https://elsewhere.example/mcp'",
        false,
        "another resource",
    ),
    (
        "no authorization server",
        "sign_in.protected_resource.set.authorization_servers = ['nowhere']",
        false,
        "no URL",
    ),
];

#[test]
fn whatever_is_wrong_with_an_authorization_server_nothing_is_kept() {
    std::thread::scope(|scope| {
        let all = WRONG.map(|wrong| (wrong.0, scope.spawn(move || goes_wrong(wrong))));
        for (what, run) in all {
            assert!(run.join().is_ok(), "{what}");
        }
    });
}

fn goes_wrong((what, script, follows, says): (&str, &str, bool, &str)) {
    let (server, home) = (serve(script), Home::new());
    let mut person = Person::login(&home, &["--timeout", "4s", &server.url()]);
    if follows {
        follow(&person.address());
    }
    let out = person.exit(if says.contains("longer") || says.contains("MiB") {
        4
    } else {
        3
    });
    assert!(out.stderr.contains(says), "{what}: {}", out.stderr);
    assert!(
        out.stderr.contains("nothing was kept"),
        "{what}: {}",
        out.stderr
    );
    shows_no_secret(&out);
    assert_eq!(home.modes(), [0; 0], "{what}");
    let acts = acts(&server);
    let posted = acts.iter().filter(|act| !act.starts_with("GET")).count();
    if !follows {
        assert!(
            posted <= usize::from(what == "nobody is registered"),
            "{what}: {acts:?}"
        );
    }
    if what == "more is given than was asked for" {
        assert!(
            acts.iter().any(|act| act == "POST /revoke"),
            "{what}: {acts:?}"
        );
    }
}
