//! Causes in what is installed and what is around it.

use super::*;

#[test]
fn versions_that_clash_are_named() {
    for text in [
        "ModuleNotFoundError: No module named 'mcp.server.fastmcp'. This is mcp 2.x",
        "ImportError: cannot import name 'Thing' from 'mcp.types' (/lib/mcp/types.py)",
        "AttributeError: 'Server' object has no attribute 'list_tools'",
        "AttributeError: module 'mcp.types' has no attribute 'Thing'",
    ] {
        assert_eq!(causes(&[text]), [Cause::SdkVersion], "{text}");
    }
    let clash = |library: &str| vec![Cause::Clash(library.to_owned())];
    assert_eq!(
        causes(&["ImportError: cannot import name 'A' from 'acme.sub' (/x)"]),
        clash("acme")
    );
    assert_eq!(
        causes(&[
            "Fatal: Cannot find module '/srv/node_modules/@acme/sdk/dist/mcp' imported from /srv/x.js"
        ]),
        clash("@acme/sdk")
    );
    assert_eq!(
        causes(&["SyntaxError: The requested module 'acme' does not provide an export named 'a'"]),
        clash("acme")
    );
}

#[test]
fn a_runtime_that_is_too_old_is_named() {
    for text in [
        "SyntaxError: The requested module 'node:module' does not provide an export named 'a'",
        "Error [ERR_UNKNOWN_BUILTIN_MODULE]: No such built-in module: node:sqlite",
        "some-server requires Node.js >= 22",
        "Because the current Python version (3.11.7) does not satisfy Python>=3.12 and all versions of acme depend on it",
        "/lib/libc.so.6: version `GLIBC_2.38' not found (required by ./acme)",
        "was compiled against NODE_MODULE_VERSION 115. This version requires 127",
    ] {
        assert_eq!(
            ids(&said(&["some-server"], &[text], exits(1))),
            ["runtime-version"],
            "{text}"
        );
    }
}

#[test]
fn a_script_that_is_not_there_is_no_clash_of_versions() {
    for (script, text) in [
        (
            "/srv/node_modules/@acme/server/dist/index.js",
            "Error: Cannot find module '/srv/node_modules/@acme/server/dist/index.js'",
        ),
        ("./server.js", "Error: Cannot find module '/srv/server.js'"),
        (
            "server.py",
            "python3: can't open file '/srv/server.py': [Errno 2] No such file or directory",
        ),
    ] {
        let help = said(&["node", script], &[text], exits(1));
        assert_eq!(ids(&help), ["missing-script"], "{text}");
    }
    let help = said(
        &["node", "/srv/x.js"],
        &["Error: Cannot find module '/srv/node_modules/acme/y.js'"],
        exits(1),
    );
    assert_eq!(ids(&help), ["version-clash"]);
}

#[test]
fn a_missing_module_is_named() {
    for text in [
        "ModuleNotFoundError: No module named 'acme'",
        "/usr/bin/python3: No module named acme",
        "Error: Cannot find module 'acme'",
        "Error [ERR_MODULE_NOT_FOUND]: Cannot find package 'acme' imported from /x.js",
    ] {
        assert_eq!(
            causes(&[text]),
            [Cause::Module("acme".to_owned())],
            "{text}"
        );
    }
}

#[test]
fn what_is_around_it_is_named() {
    let cases: [(&str, Cause); 12] = [
        (
            "Error: listen EADDRINUSE: address already in use 127.0.0.1:3000",
            Cause::Port(Some("3000".to_owned())),
        ),
        (
            "FATAL ERROR: Reached heap limit Allocation failed - JavaScript heap out of memory",
            Cause::Memory,
        ),
        (
            "Error: self-signed certificate in certificate chain",
            Cause::Certificate,
        ),
        (
            "Error: spawn acme ENOENT",
            Cause::Program("acme".to_owned()),
        ),
        (
            "/bin/sh: 1: acme: not found",
            Cause::Program("acme".to_owned()),
        ),
        (
            "exec: \"acme\": executable file not found in $PATH",
            Cause::Program("acme".to_owned()),
        ),
        (
            "Error: ENOENT: no such file or directory, open '/etc/acme.json'",
            Cause::File("/etc/acme.json".to_owned()),
        ),
        (
            "FileNotFoundError: [Errno 2] No such file or directory: 'acme.toml'",
            Cause::File("acme.toml".to_owned()),
        ),
        (
            "PermissionError: [Errno 13] Permission denied: '/var/acme'",
            Cause::Permission(Some("/var/acme".to_owned())),
        ),
        ("Error: Request failed with status code 401", Cause::Refused),
        (
            "Please visit https://acme.example/device and enter the code AB-12",
            Cause::SignIn,
        ),
        (
            "Credentials not found. Please run with 'auth' argument first.",
            Cause::Credentials,
        ),
    ];
    for (text, want) in cases {
        assert_eq!(causes(&[text]), [want], "{text}");
    }
    assert_eq!(
        causes(&["Error: Unable to access jarfile acme.jar"]),
        [Cause::File("acme.jar".to_owned())]
    );
    assert_eq!(
        ids(&said(
            &["npx", "-y", "acme"],
            &[
                "npm error code E404",
                "npm error 404  'acme@*' is not in this registry."
            ],
            exits(1)
        )),
        ["no-such-package"]
    );
    for (text, id) in [
        (
            "npm error 404 The requested resource 'acme@*' could not be found or you do not have permission to access it.",
            "no-such-package",
        ),
        (
            "npm error notarget No matching version found for acme@9.9.9.",
            "no-such-package",
        ),
        (
            "cause: Because there is no version of acme==0.0.1 and you require acme==0.0.1",
            "no-such-package",
        ),
        (
            "npm error 502 Bad Gateway - GET https://registry.npmjs.org/acme",
            "backend-unreachable",
        ),
        (
            "cause: error sending request for url (https://pypi.org/simple/acme/)",
            "backend-unreachable",
        ),
        (
            "not done when its time was up (--install-timeout)",
            "install-timeout",
        ),
    ] {
        assert_eq!(
            ids(&said(&["npx", "-y", "acme"], &[text], exits(1))),
            [id],
            "{text}"
        );
    }
    for text in [
        "Error: connect ECONNREFUSED 127.0.0.1:6379",
        "getaddrinfo ENOTFOUND db.acme.example",
    ] {
        let silent = said(&["some-server"], &[text], waits());
        assert_eq!(ids(&silent), ["backend-unreachable"], "{text}");
    }
}
