//! What tools do together that none does alone: flows that are there, and look-alikes that are none.

#![expect(clippy::unwrap_used, reason = "a test may fail loudly")]

use evidence::Facts;
use evidence::build::Server;
use judge::{Judged, Leg, Placed, toxic_flow};
use serde_json::{Value, json};

fn tool(name: &str, description: &str, params: &[&str]) -> Value {
    let properties: serde_json::Map<String, Value> = params
        .iter()
        .map(|name| ((*name).to_owned(), json!({"type": "string"})))
        .collect();
    json!({"name": name, "description": description, "inputSchema": {"type": "object", "properties": properties}})
}

fn judged(tools: &[Value]) -> Judged {
    judge::judge(&Facts::read(
        &Server::with_tools(tools.to_vec()).transcript(),
    ))
}

/// A flow in a line: tools alone, the path, the cut; empty where there is none.
fn flow(servers: &[(&str, &[Value])]) -> String {
    let judged: Vec<(&str, Judged)> = servers
        .iter()
        .map(|(name, tools)| (*name, judged(tools)))
        .collect();
    let placed: Vec<Placed<'_>> = judged
        .iter()
        .flat_map(|(server, judged)| judged.tools.iter().map(|tool| Placed { server, tool }))
        .collect();
    let name = |placed: &Placed<'_>| format!("{}.{}", placed.server, placed.tool.item.label());
    let names =
        |placed: &[Placed<'_>], join: &str| placed.iter().map(name).collect::<Vec<_>>().join(join);
    toxic_flow(&placed).map_or(String::new(), |flow| {
        format!(
            "{} | {} | {}",
            names(&flow.alone, " "),
            flow.path.map_or(String::new(), |path| names(&path, " > ")),
            names(&flow.cut, " ")
        )
    })
}

fn mailbox() -> Vec<Value> {
    vec![
        tool("list_folders", "List the folders.", &[]),
        tool("read_email", "Read an email of the inbox.", &["id"]),
        tool("send_email", "Send an email.", &["to", "body"]),
    ]
}

fn browser() -> Vec<Value> {
    vec![
        tool(
            "browser_navigate",
            "Navigate the browser to a URL.",
            &["url"],
        ),
        tool(
            "browser_click",
            "Click an element on the page.",
            &["element"],
        ),
        tool("browser_close", "Close the page.", &[]),
    ]
}

fn files() -> Vec<Value> {
    vec![
        tool("read_file", "Read a file from the filesystem.", &["path"]),
        tool("list_directory", "List a directory.", &["path"]),
        tool("write_file", "Write a file.", &["path", "content"]),
    ]
}

fn web() -> Vec<Value> {
    vec![tool("fetch", "Fetches a page from the internet.", &["url"])]
}

#[test]
fn one_server_can_have_all_three() {
    assert_eq!(
        flow(&[("mail", &mailbox())]),
        " | mail.read_email > mail.read_email > mail.send_email | mail.send_email"
    );
}

#[test]
fn what_people_write_to_each_other_is_private_and_a_strangers_too() {
    let channel = [
        tool(
            "get_channel_history",
            "Get recent messages from a channel.",
            &["channel_id"],
        ),
        tool(
            "post_message",
            "Post a message to a channel.",
            &["channel_id", "text"],
        ),
    ];
    assert_eq!(
        flow(&[("chat", &channel)]),
        " | chat.get_channel_history > chat.get_channel_history > chat.post_message | chat.post_message"
    );
}

#[test]
fn two_servers_can_have_together_what_neither_has_alone() {
    assert_eq!(flow(&[("files", &files())]), "");
    assert_eq!(flow(&[("web", &web())]), "");
    assert_eq!(
        flow(&[("files", &files()), ("web", &web())]),
        " | files.read_file > web.fetch > web.fetch | web.fetch"
    );
}

#[test]
fn a_tool_that_is_all_three_is_named_once() {
    let shell = tool("run_command", "Run a shell command.", &["command"]);
    assert_eq!(
        flow(&[("shell", &[shell])]),
        "shell.run_command |  | shell.run_command"
    );
    let found = flow(&[("browser", &browser())]);
    assert_eq!(
        found,
        "browser.browser_navigate |  | browser.browser_navigate"
    );
}

#[test]
fn the_cut_is_the_smallest_leg_whatever_the_order() {
    let many = [
        tool("read_file", "Read a file from the filesystem.", &["path"]),
        tool("list_comments", "List the comments of a page.", &["id"]),
        tool("list_issues", "List the issues.", &[]),
        tool("add_comment", "Add a comment to an issue.", &["id", "text"]),
        tool("send_message", "Send a message to a channel.", &["text"]),
    ];
    let (a, b) = many.split_at(2);
    let cut = |flow: String| flow.rsplit(" | ").next().unwrap().to_owned();
    assert_eq!(cut(flow(&[("a", a), ("b", b)])), "a.read_file");
    assert_eq!(cut(flow(&[("b", b), ("a", a)])), "a.read_file");
}

#[test]
fn honest_servers_have_none() {
    let memory = [
        tool(
            "create_entities",
            "Create entities in the knowledge graph.",
            &["entities"],
        ),
        tool("read_graph", "Read the whole knowledge graph.", &[]),
        tool("search_nodes", "Search for nodes by words.", &["query"]),
        tool("delete_entities", "Delete entities.", &["names"]),
    ];
    let calculator = [
        tool("add", "Adds two numbers.", &["a", "b"]),
        tool("calculate", "Calculates an expression.", &["expression"]),
    ];
    let search = [
        tool("web_search", "Search the web.", &["query"]),
        tool("news_search", "Search the news.", &["query"]),
    ];
    let issues = [
        tool("list_issues", "List the issues of a repository.", &["repo"]),
        tool("add_comment", "Comment on an issue.", &["id", "text"]),
    ];
    let database = [
        tool("list_tables", "List the tables.", &[]),
        tool("query", "Run a read-only SQL query.", &["sql"]),
    ];
    let connected = [
        tool(
            "connect_to_database",
            "Connect to a database.",
            &["db_endpoint", "password"],
        ),
        tool("run_query", "Run a SQL query.", &["sql"]),
        tool(
            "find_email",
            "Find the email address of a person.",
            &["name"],
        ),
    ];
    for tools in [
        &memory[..],
        &calculator,
        &search,
        &issues,
        &database,
        &connected,
    ] {
        assert_eq!(flow(&[("one", tools)]), "");
    }
}

#[test]
fn a_sandbox_that_the_text_states_is_believed_for_flows() {
    let stated = tool(
        "run_code",
        "Run Python code in a sandbox without network.",
        &["code"],
    );
    assert_eq!(flow(&[("code", &[stated])]), "");
}

#[test]
fn each_leg_says_what_it_rests_on() {
    for tool in judged(&mailbox()).tools {
        for leg in &tool.legs {
            let claim = tool.because.iter().find(|claim| claim.claim == leg.claim());
            assert!(!claim.unwrap().text.is_empty(), "{leg:?}");
        }
    }
    let types = [tool("list_issue_types", "List the types of issues.", &[])];
    assert!(!judged(&types).tools[0].legs.contains(&Leg::Untrusted));
}
