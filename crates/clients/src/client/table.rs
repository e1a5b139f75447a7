//! Every client that is known, in the order of their names' first letters. A row is all that a client needs.

use super::{BareUrl, Client, Habits, Holds, Place, Scope};
use crate::tree::Comments;
use crate::{Dialect, HttpKind};

const COMMON: Habits = Habits {
    comments: Comments::Allowed,
    dialect: Dialect {
        dollar: false,
        percent: false,
    },
    seconds: false,
    bare_url: BareUrl::Over(HttpKind::Unstated),
};

/// It reads its files with a plain JSON parser.
const PLAIN: Habits = Habits {
    comments: Comments::Forbidden,
    ..COMMON
};

const SECONDS: Habits = Habits {
    seconds: true,
    ..COMMON
};

const MCP_SERVERS: Holds = Holds::Servers(&["mcpServers"]);
const AMONG_SETTINGS: Holds = Holds::Among(&["mcpServers"]);
const MCP: Holds = Holds::Among(&["mcp"]);

const fn user(path: &'static str, holds: Holds) -> Place {
    place(Scope::User, path, holds)
}

const fn project(path: &'static str, holds: Holds) -> Place {
    place(Scope::Project, path, holds)
}

const fn managed(path: &'static str, holds: Holds) -> Place {
    place(Scope::Managed, path, holds)
}

const fn place(scope: Scope, path: &'static str, holds: Holds) -> Place {
    Place { scope, path, holds }
}

/// Every client that is known.
pub const CLIENTS: &[Client] = &[
    Client {
        id: "amazon-q",
        name: "Amazon Q",
        places: &[
            user("~/.aws/amazonq/mcp.json", MCP_SERVERS),
            user("~/.aws/amazonq/agents/default.json", AMONG_SETTINGS),
            project("project:.amazonq/mcp.json", MCP_SERVERS),
        ],
        habits: COMMON,
    },
    Client {
        id: "amp",
        name: "Amp",
        places: &[
            user("unix:amp/settings.json", Holds::Among(&["amp.mcpServers"])),
            user(
                "roaming:amp/settings.json",
                Holds::Among(&["amp.mcpServers"]),
            ),
            project(
                "project:.amp/settings.json",
                Holds::Among(&["amp.mcpServers"]),
            ),
        ],
        habits: COMMON,
    },
    Client {
        id: "antigravity",
        name: "Antigravity",
        places: &[
            user("~/.gemini/antigravity/mcp_config.json", MCP_SERVERS),
            user("~/.gemini/config/mcp_config.json", MCP_SERVERS),
        ],
        habits: COMMON,
    },
    Client {
        id: "claude-code",
        name: "Claude Code",
        places: &[
            user("{CLAUDE_CONFIG_DIR|}/.claude.json", Holds::ClaudeUser),
            user(
                "{CLAUDE_CONFIG_DIR|.claude}/settings.json",
                Holds::ClaudeSettings,
            ),
            place(
                Scope::Plugin,
                "{CLAUDE_CONFIG_DIR|.claude}/plugins/cache/**/.mcp.json",
                Holds::Bare,
            ),
            project("project:.mcp.json", MCP_SERVERS),
            project("project:.claude/settings.json", Holds::ClaudeSettings),
            place(
                Scope::Local,
                "project:.claude/settings.local.json",
                Holds::ClaudeSettings,
            ),
            managed("/etc/claude-code/managed-mcp.json", MCP_SERVERS),
            managed(
                "/etc/claude-code/managed-settings.json",
                Holds::ClaudeSettings,
            ),
            managed(
                "/Library/Application Support/ClaudeCode/managed-mcp.json",
                MCP_SERVERS,
            ),
            managed(
                "/Library/Application Support/ClaudeCode/managed-settings.json",
                Holds::ClaudeSettings,
            ),
            managed("C:/Program Files/ClaudeCode/managed-mcp.json", MCP_SERVERS),
            managed(
                "C:/Program Files/ClaudeCode/managed-settings.json",
                Holds::ClaudeSettings,
            ),
        ],
        habits: Habits {
            bare_url: BareUrl::Nothing,
            ..PLAIN
        },
    },
    Client {
        id: "claude-desktop",
        name: "Claude Desktop",
        places: &[
            user("app:Claude/claude_desktop_config.json", AMONG_SETTINGS),
            user("linux:claude/claude_desktop_config.json", AMONG_SETTINGS),
        ],
        habits: PLAIN,
    },
    Client {
        id: "cline",
        name: "Cline",
        places: &[
            user(
                "editor:globalStorage/saoudrizwan.claude-dev/settings/cline_mcp_settings.json",
                MCP_SERVERS,
            ),
            user(
                "~/.cline/data/settings/cline_mcp_settings.json",
                MCP_SERVERS,
            ),
            user("{CLINE_MCP_SETTINGS_PATH}", MCP_SERVERS),
        ],
        habits: Habits {
            comments: Comments::Forbidden,
            ..SECONDS
        },
    },
    Client {
        id: "codex",
        name: "Codex",
        places: &[
            user(
                "{CODEX_HOME|.codex}/config.toml",
                Holds::Among(&["mcp_servers"]),
            ),
            user(
                "{CODEX_HOME|.codex}/*.config.toml",
                Holds::Among(&["mcp_servers"]),
            ),
            project("project:.codex/config.toml", Holds::Among(&["mcp_servers"])),
            managed("/etc/codex/config.toml", Holds::Among(&["mcp_servers"])),
            managed(
                "programdata:OpenAI/Codex/config.toml",
                Holds::Among(&["mcp_servers"]),
            ),
        ],
        habits: COMMON,
    },
    Client {
        id: "continue",
        name: "Continue",
        places: &[
            user("~/.continue/config.yaml", AMONG_SETTINGS),
            user("~/.continue/mcpServers/*.yaml", MCP_SERVERS),
            user("~/.continue/mcpServers/*.json", Holds::Bare),
            project("project:.continue/mcpServers/*.yaml", MCP_SERVERS),
            project("project:.continue/mcpServers/*.json", Holds::Bare),
        ],
        habits: COMMON,
    },
    Client {
        id: "copilot-cli",
        name: "Copilot CLI",
        places: &[
            user("{COPILOT_HOME|.copilot}/mcp-config.json", MCP_SERVERS),
            project("project:.mcp.json", MCP_SERVERS),
            project("project:.github/mcp.json", MCP_SERVERS),
        ],
        habits: COMMON,
    },
    Client {
        id: "crush",
        name: "Crush",
        places: &[
            user("config:crush/crush.json", MCP),
            project("project:crush.json", MCP),
            project("project:.crush.json", MCP),
        ],
        habits: Habits {
            dialect: Dialect {
                dollar: true,
                percent: false,
            },
            ..SECONDS
        },
    },
    Client {
        id: "cursor",
        name: "Cursor",
        places: &[
            user("~/.cursor/mcp.json", MCP_SERVERS),
            project("project:.cursor/mcp.json", MCP_SERVERS),
        ],
        habits: COMMON,
    },
    Client {
        id: "docker-mcp",
        name: "Docker MCP",
        places: &[
            user("~/.docker/mcp/registry.yaml", Holds::DockerRegistry),
            user("~/.docker/mcp/tools.yaml", Holds::DockerTools),
        ],
        habits: COMMON,
    },
    Client {
        id: "factory",
        name: "Factory",
        places: &[
            user("~/.factory/mcp.json", MCP_SERVERS),
            project("project:.factory/mcp.json", MCP_SERVERS),
        ],
        habits: COMMON,
    },
    Client {
        id: "gemini-cli",
        name: "Gemini CLI",
        places: &[
            user("~/.gemini/settings.json", Holds::Gemini),
            project("project:.gemini/settings.json", Holds::Gemini),
        ],
        habits: Habits {
            dialect: Dialect {
                dollar: true,
                percent: true,
            },
            bare_url: BareUrl::Over(HttpKind::Sse),
            ..COMMON
        },
    },
    Client {
        id: "goose",
        name: "Goose",
        places: &[
            user("unix:goose/config.yaml", Holds::Among(&["extensions"])),
            user(
                "roaming:Block/goose/config/config.yaml",
                Holds::Among(&["extensions"]),
            ),
        ],
        habits: SECONDS,
    },
    Client {
        id: "junie",
        name: "JetBrains Junie",
        places: &[
            user("~/.junie/mcp/mcp.json", MCP_SERVERS),
            project("project:.junie/mcp/mcp.json", MCP_SERVERS),
        ],
        habits: COMMON,
    },
    Client {
        id: "kilo",
        name: "Kilo Code",
        places: &[
            user(
                "editor:globalStorage/kilocode.kilo-code/settings/mcp_settings.json",
                MCP_SERVERS,
            ),
            project("project:.kilocode/mcp.json", MCP_SERVERS),
        ],
        habits: SECONDS,
    },
    Client {
        id: "kimi",
        name: "Kimi CLI",
        places: &[user("~/.kimi/mcp.json", MCP_SERVERS)],
        habits: COMMON,
    },
    Client {
        id: "kiro",
        name: "Kiro",
        places: &[
            user("~/.kiro/settings/mcp.json", MCP_SERVERS),
            project("project:.kiro/settings/mcp.json", MCP_SERVERS),
        ],
        habits: COMMON,
    },
    Client {
        id: "lm-studio",
        name: "LM Studio",
        places: &[
            user("~/.lmstudio/mcp.json", MCP_SERVERS),
            user("~/.cache/lm-studio/mcp.json", MCP_SERVERS),
        ],
        habits: COMMON,
    },
    Client {
        id: "opencode",
        name: "opencode",
        places: &[
            user("config:opencode/opencode.json", MCP),
            user("config:opencode/opencode.jsonc", MCP),
            project("project:opencode.json", MCP),
            project("project:opencode.jsonc", MCP),
            project("project:.agents/mcp.json", Holds::Bare),
            managed("/etc/opencode/opencode.json", MCP),
            managed("/etc/opencode/opencode.jsonc", MCP),
            managed("/Library/Application Support/opencode/opencode.json", MCP),
            managed("/Library/Application Support/opencode/opencode.jsonc", MCP),
            managed("programdata:opencode/opencode.json", MCP),
            managed("programdata:opencode/opencode.jsonc", MCP),
        ],
        habits: COMMON,
    },
    Client {
        id: "qoder",
        name: "Qoder",
        places: &[user("~/.qoder/mcp.json", MCP_SERVERS)],
        habits: COMMON,
    },
    Client {
        id: "roo",
        name: "Roo Code",
        places: &[
            user(
                "editor:globalStorage/rooveterinaryinc.roo-cline/settings/mcp_settings.json",
                MCP_SERVERS,
            ),
            project("project:.roo/mcp.json", MCP_SERVERS),
        ],
        habits: SECONDS,
    },
    Client {
        id: "shared",
        name: "Shared (~/.config/mcp)",
        places: &[user("config:mcp/mcp.json", MCP_SERVERS)],
        habits: COMMON,
    },
    Client {
        id: "tabnine",
        name: "Tabnine",
        places: &[user("~/.tabnine/agent/settings.json", AMONG_SETTINGS)],
        habits: COMMON,
    },
    Client {
        id: "trae",
        name: "Trae",
        places: &[
            user("app:Trae/User/mcp.json", MCP_SERVERS),
            project("project:.trae/mcp.json", MCP_SERVERS),
        ],
        habits: COMMON,
    },
    Client {
        id: "vibe",
        name: "Mistral Vibe",
        places: &[user("~/.vibe/config.toml", Holds::Among(&["mcp_servers"]))],
        habits: COMMON,
    },
    Client {
        id: "vscode",
        name: "VS Code",
        places: &[
            user("app:Code/User/mcp.json", Holds::Servers(&["servers"])),
            user(
                "app:Code - Insiders/User/mcp.json",
                Holds::Servers(&["servers"]),
            ),
            user(
                "~/.vscode-server/data/User/mcp.json",
                Holds::Servers(&["servers"]),
            ),
            project("project:.vscode/mcp.json", Holds::Servers(&["servers"])),
        ],
        habits: COMMON,
    },
    Client {
        id: "warp",
        name: "Warp",
        places: &[
            user("~/.warp/.mcp.json", Holds::Bare),
            project("project:.warp/.mcp.json", Holds::Bare),
        ],
        habits: COMMON,
    },
    Client {
        id: "windsurf",
        name: "Windsurf",
        places: &[
            user("~/.codeium/windsurf/mcp_config.json", MCP_SERVERS),
            user("~/.codeium/mcp_config.json", MCP_SERVERS),
        ],
        habits: COMMON,
    },
    Client {
        id: "zed",
        name: "Zed",
        places: &[
            user(
                "config:zed/settings.json",
                Holds::Among(&["context_servers"]),
            ),
            user(
                "roaming:Zed/settings.json",
                Holds::Among(&["context_servers"]),
            ),
            project(
                "project:.zed/settings.json",
                Holds::Among(&["context_servers"]),
            ),
        ],
        habits: COMMON,
    },
];
