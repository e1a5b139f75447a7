//! Every client that is known, in the order of their ids. A row is all that a client needs.

use super::habits::{
    CLAUDE_CODE, CLINE, COMMON, COPILOT, CRUSH, DISABLED, EITHER, ENABLED, GEMINI, GOOSE, PLAIN,
    ROO,
};
use super::{Client, Holds, Scope, managed, place, project, row, user};

const MCP_SERVERS: Holds = Holds::Servers(&["mcpServers"]);
const AMONG_SETTINGS: Holds = Holds::Among(&["mcpServers"]);
const MCP: Holds = Holds::Among(&["mcp"]);
const AMP: Holds = Holds::Among(&["amp.mcpServers"]);
const CODEX: Holds = Holds::Among(&["mcp_servers"]);
const CLAUDE_SETTINGS: Holds = Holds::ClaudeSettings;
const EXTENSIONS: Holds = Holds::Among(&["extensions"]);
const SERVERS: Holds = Holds::Servers(&["servers"]);
const ZED: Holds = Holds::Among(&["context_servers"]);

/// Every client that is known.
pub const CLIENTS: &[Client] = &[
    row(
        "amazon-q",
        "Amazon Q",
        DISABLED,
        &[
            user("~/.aws/amazonq/mcp.json", MCP_SERVERS),
            user("~/.aws/amazonq/agents/default.json", AMONG_SETTINGS),
            project("project:.amazonq/mcp.json", MCP_SERVERS),
        ],
    ),
    row(
        "amp",
        "Amp",
        COMMON,
        &[
            user("unix:amp/settings.json", AMP),
            user("roaming:amp/settings.json", AMP),
            project("project:.amp/settings.json", AMP),
        ],
    ),
    row(
        "antigravity",
        "Antigravity",
        DISABLED,
        &[
            user("~/.gemini/antigravity/mcp_config.json", MCP_SERVERS),
            user("~/.gemini/config/mcp_config.json", MCP_SERVERS),
        ],
    ),
    row(
        "claude-code",
        "Claude Code",
        CLAUDE_CODE,
        &[
            user("{CLAUDE_CONFIG_DIR|}/.claude.json", Holds::ClaudeUser),
            user("{CLAUDE_CONFIG_DIR|.claude}/settings.json", CLAUDE_SETTINGS),
            place(
                Scope::Plugin,
                "{CLAUDE_CONFIG_DIR|.claude}/plugins/cache/**/.mcp.json",
                Holds::Bare,
            ),
            project("project:.mcp.json", MCP_SERVERS),
            project("project:.claude/settings.json", CLAUDE_SETTINGS),
            place(
                Scope::Local,
                "project:.claude/settings.local.json",
                CLAUDE_SETTINGS,
            ),
            managed("/etc/claude-code/managed-mcp.json", Holds::Exclusive),
            managed("/etc/claude-code/managed-settings.json", CLAUDE_SETTINGS),
            managed(
                "/etc/claude-code/managed-settings.d/*.json",
                CLAUDE_SETTINGS,
            ),
            managed(
                "/Library/Application Support/ClaudeCode/managed-mcp.json",
                Holds::Exclusive,
            ),
            managed(
                "/Library/Application Support/ClaudeCode/managed-settings.json",
                CLAUDE_SETTINGS,
            ),
            managed(
                "/Library/Application Support/ClaudeCode/managed-settings.d/*.json",
                CLAUDE_SETTINGS,
            ),
            managed(
                "C:/Program Files/ClaudeCode/managed-mcp.json",
                Holds::Exclusive,
            ),
            managed(
                "C:/Program Files/ClaudeCode/managed-settings.json",
                CLAUDE_SETTINGS,
            ),
            managed(
                "C:/Program Files/ClaudeCode/managed-settings.d/*.json",
                CLAUDE_SETTINGS,
            ),
        ],
    ),
    row(
        "claude-desktop",
        "Claude Desktop",
        PLAIN,
        &[
            user("app:Claude/claude_desktop_config.json", AMONG_SETTINGS),
            user("linux:claude/claude_desktop_config.json", AMONG_SETTINGS),
        ],
    ),
    row(
        "cline",
        "Cline",
        CLINE,
        &[
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
    ),
    row(
        "codex",
        "Codex",
        ENABLED,
        &[
            user("{CODEX_HOME|.codex}/config.toml", CODEX),
            user("{CODEX_HOME|.codex}/*.config.toml", CODEX),
            project("project:.codex/config.toml", CODEX),
            managed("/etc/codex/config.toml", CODEX),
            managed("/etc/codex/managed_config.toml", CODEX),
            managed("/etc/codex/requirements.toml", Holds::CodexRequirements),
            managed("programdata:OpenAI/Codex/config.toml", CODEX),
        ],
    ),
    row(
        "continue",
        "Continue",
        COMMON,
        &[
            user("~/.continue/config.yaml", AMONG_SETTINGS),
            user("~/.continue/mcpServers/*.yaml", MCP_SERVERS),
            user("~/.continue/mcpServers/*.json", Holds::Bare),
            project("project:.continue/mcpServers/*.yaml", MCP_SERVERS),
            project("project:.continue/mcpServers/*.json", Holds::Bare),
        ],
    ),
    row(
        "copilot-cli",
        "Copilot CLI",
        COPILOT,
        &[
            user("{COPILOT_HOME|.copilot}/mcp-config.json", MCP_SERVERS),
            project("project:.mcp.json", MCP_SERVERS),
            project("project:.github/mcp.json", MCP_SERVERS),
            user(
                "{COPILOT_HOME|.copilot}/settings.json",
                Holds::CopilotSettings,
            ),
            managed(
                "/etc/github-copilot/managed-settings.json",
                Holds::CopilotManaged,
            ),
        ],
    ),
    row(
        "crush",
        "Crush",
        CRUSH,
        &[
            user("config:crush/crush.json", MCP),
            project("project:crush.json", MCP),
            project("project:.crush.json", MCP),
        ],
    ),
    row(
        "cursor",
        "Cursor",
        COMMON,
        &[
            user("~/.cursor/mcp.json", MCP_SERVERS),
            project("project:.cursor/mcp.json", MCP_SERVERS),
        ],
    ),
    row(
        "docker-mcp",
        "Docker MCP",
        COMMON,
        &[
            user("~/.docker/mcp/registry.yaml", Holds::DockerRegistry),
            user("~/.docker/mcp/tools.yaml", Holds::DockerTools),
        ],
    ),
    row(
        "factory",
        "Factory",
        DISABLED,
        &[
            user("~/.factory/mcp.json", MCP_SERVERS),
            project("project:.factory/mcp.json", MCP_SERVERS),
        ],
    ),
    row(
        "gemini-cli",
        "Gemini CLI",
        GEMINI,
        &[
            user("~/.gemini/settings.json", Holds::Gemini),
            project("project:.gemini/settings.json", Holds::Gemini),
            managed("/etc/gemini-cli/settings.json", Holds::Gemini),
            managed(
                "/Library/Application Support/GeminiCli/settings.json",
                Holds::Gemini,
            ),
            managed("programdata:gemini-cli/settings.json", Holds::Gemini),
        ],
    ),
    row(
        "goose",
        "Goose",
        GOOSE,
        &[
            user("unix:goose/config.yaml", EXTENSIONS),
            user("roaming:Block/goose/config/config.yaml", EXTENSIONS),
        ],
    ),
    row(
        "junie",
        "Junie",
        COMMON,
        &[
            user("~/.junie/mcp/mcp.json", MCP_SERVERS),
            project("project:.junie/mcp/mcp.json", MCP_SERVERS),
        ],
    ),
    row(
        "kilo",
        "Kilo Code",
        ROO,
        &[
            user(
                "editor:globalStorage/kilocode.kilo-code/settings/mcp_settings.json",
                MCP_SERVERS,
            ),
            project("project:.kilocode/mcp.json", MCP_SERVERS),
        ],
    ),
    row(
        "kimi",
        "Kimi CLI",
        COMMON,
        &[user("~/.kimi/mcp.json", MCP_SERVERS)],
    ),
    row(
        "kiro",
        "Kiro",
        DISABLED,
        &[
            user("~/.kiro/settings/mcp.json", MCP_SERVERS),
            project("project:.kiro/settings/mcp.json", MCP_SERVERS),
        ],
    ),
    row(
        "lm-studio",
        "LM Studio",
        COMMON,
        &[
            user("~/.lmstudio/mcp.json", MCP_SERVERS),
            user("~/.cache/lm-studio/mcp.json", MCP_SERVERS),
        ],
    ),
    row(
        "mistral-vibe",
        "Mistral Vibe",
        COMMON,
        &[user("~/.vibe/config.toml", CODEX)],
    ),
    row(
        "opencode",
        "opencode",
        EITHER,
        &[
            user("config:opencode/opencode.json", Holds::Opencode),
            user("config:opencode/opencode.jsonc", Holds::Opencode),
            project("project:opencode.json", Holds::Opencode),
            project("project:opencode.jsonc", Holds::Opencode),
            project("project:.opencode/opencode.json", Holds::Opencode),
            project("project:.opencode/opencode.jsonc", Holds::Opencode),
            project("project:.agents/mcp.json", Holds::Bare),
            managed("/etc/opencode/opencode.json", Holds::Opencode),
            managed("/etc/opencode/opencode.jsonc", Holds::Opencode),
            managed(
                "/Library/Application Support/opencode/opencode.json",
                Holds::Opencode,
            ),
            managed(
                "/Library/Application Support/opencode/opencode.jsonc",
                Holds::Opencode,
            ),
            managed("programdata:opencode/opencode.json", Holds::Opencode),
            managed("programdata:opencode/opencode.jsonc", Holds::Opencode),
        ],
    ),
    row(
        "qoder",
        "Qoder",
        COMMON,
        &[user("~/.qoder/mcp.json", MCP_SERVERS)],
    ),
    row(
        "roo",
        "Roo Code",
        ROO,
        &[
            user(
                "editor:globalStorage/rooveterinaryinc.roo-cline/settings/mcp_settings.json",
                MCP_SERVERS,
            ),
            project("project:.roo/mcp.json", MCP_SERVERS),
        ],
    ),
    row(
        "shared",
        "Shared",
        COMMON,
        &[user("config:mcp/mcp.json", MCP_SERVERS)],
    ),
    row(
        "tabnine",
        "Tabnine",
        COMMON,
        &[user("~/.tabnine/agent/settings.json", AMONG_SETTINGS)],
    ),
    row(
        "trae",
        "Trae",
        COMMON,
        &[
            user("app:Trae/User/mcp.json", MCP_SERVERS),
            project("project:.trae/mcp.json", MCP_SERVERS),
        ],
    ),
    row(
        "vscode",
        "VS Code",
        COMMON,
        &[
            user("app:Code/User/mcp.json", SERVERS),
            user("app:Code - Insiders/User/mcp.json", SERVERS),
            user("~/.vscode-server/data/User/mcp.json", SERVERS),
            project("project:.vscode/mcp.json", SERVERS),
        ],
    ),
    row(
        "warp",
        "Warp",
        COMMON,
        &[
            user("~/.warp/.mcp.json", Holds::Bare),
            project("project:.warp/.mcp.json", Holds::Bare),
        ],
    ),
    row(
        "windsurf",
        "Windsurf",
        DISABLED,
        &[
            user("~/.codeium/windsurf/mcp_config.json", MCP_SERVERS),
            user("~/.codeium/mcp_config.json", MCP_SERVERS),
        ],
    ),
    row(
        "zed",
        "Zed",
        ENABLED,
        &[
            user("config:zed/settings.json", ZED),
            user("roaming:Zed/settings.json", ZED),
            project("project:.zed/settings.json", ZED),
        ],
    ),
];
