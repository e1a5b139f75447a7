//! Any text, in every place where a server can put one: no format lets it out unescaped.

use super::review;
use evidence::build::Server;
use evidence::{Event, Facts, Variant};
use report::{Style, Told, start_help};
use serde_json::json;

/// A server that says the text wherever it can.
pub fn law(data: &[u8]) {
    let text = String::from_utf8_lossy(data).into_owned();
    let server = Server {
        command: vec!["server".to_owned(), text.clone()],
        init: json!({"serverInfo": {"name": text, "version": text}, "protocolVersion": text}),
        instructions: Some(text.clone()),
        tools: vec![
            json!({"name": text, "title": text, "description": text, "inputSchema": {
                "type": "object", "$schema": text, "properties": {text.as_str(): {"description": text, "enum": [text], "pattern": text}}}}),
            json!({"name": text, "inputSchema": {"type": text}, "annotations": {"title": text, "readOnlyHint": text}}),
            json!({text.as_str(): text}),
        ],
        resources: vec![json!({"uri": text, "name": text, "mimeType": text})],
        templates: vec![json!({"uriTemplate": text, "name": text})],
        prompts: vec![json!({"name": text, "arguments": [{"name": text}]})],
        variants: vec![Variant::Discover, Variant::Bare],
        stderr: text.lines().map(str::to_owned).collect(),
        stdout: vec![
            text.clone(),
            json!({"jsonrpc": "2.0", "id": text, "method": text, "params": {text.as_str(): text}})
                .to_string(),
        ],
        questions: vec![(
            text.clone(),
            text.clone(),
            vec![
                json!({"jsonrpc": "2.0", "id": null, "error": {"code": 1, "message": text}})
                    .to_string(),
            ],
        )],
        ..Server::default()
    };
    let transcript = server.transcript();
    let style = Style {
        width: 80,
        color: false,
        verbose: 1,
    };
    let told = Told::of(&judge::judge(&Facts::read(&transcript))).page(style);
    assert!(!told.contains(|c| c != '\n' && review::hidden(c)));
    let _ = review::shown(review::of(Some(transcript), None));
    let dead = Server {
        variants: Vec::new(),
        ..server
    }
    .tape()
    .start(0, Variant::Bare);
    let dead = text.lines().fold(dead, |tape, line| tape.stderr(0, line));
    let dead = dead
        .event(
            0,
            Event::Exit {
                code: Some(1),
                signal: None,
                unasked: true,
                after_ms: 0,
            },
        )
        .transcript();
    let _ = start_help(&Facts::read(&dead));
    let _ = review::shown(review::of(Some(dead), None));
}
