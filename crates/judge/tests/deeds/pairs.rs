//! What is run, reached and let in: each rule with a tool that it is about and an honest one that looks like it.

use crate::made::{none, tool};
use judge::Capability;

/// One tool with a capability and one without it.
type Pair<'a> = (
    Capability,
    (&'a str, &'a str, &'a [&'a str]),
    (&'a str, &'a str, &'a [&'a str]),
);

#[test]
fn capabilities_fire_and_stay_quiet() {
    use Capability::{
        AccountChange, CredentialAccess, DeviceControl, ExecCode, ExecCommand, ExecQuery, FetchUrl,
        FsRead, FsWrite, InfraChange, MessageSend, PermissionChange,
    };
    let pairs: &[Pair<'_>] = &[
        // A patch of any kind of resource reaches the roles among them.
        (
            PermissionChange,
            (
                "patch_object",
                "Patches an object of the Kubernetes cluster",
                &["kind", "name", "patch"],
            ),
            (
                "patch_deployment",
                "Patches a deployment of the Kubernetes cluster",
                &["name", "patch"],
            ),
        ),
        // Whatever is to be changed of a user.
        (
            PermissionChange,
            ("update_user", "Update a user", &["id", "updates:object"]),
            ("update_user", "Update a user", &["id", "email"]),
        ),
        (
            PermissionChange,
            (
                "create_app_password",
                "Create an app password for the mail client",
                &["label"],
            ),
            ("create_app_page", "Create a page of the app", &["label"]),
        ),
        (
            PermissionChange,
            ("add_smb_share", "Add an SMB share", &["folder_name"]),
            ("set_share_price", "Set the price of a share", &["price"]),
        ),
        (
            PermissionChange,
            (
                "attach_policy",
                "Attach a policy to a principal",
                &["policy", "principal"],
            ),
            (
                "attach_retention_policy",
                "Attach a retention policy to a bucket",
                &["policy", "bucket"],
            ),
        ),
        (
            PermissionChange,
            ("unprotect_branch", "Unprotects a branch", &["branch"]),
            (
                "list_branches",
                "Lists branches, also protected ones",
                &["repo"],
            ),
        ),
        (
            PermissionChange,
            (
                "authorize_device",
                "Authorizes a device to join",
                &["device"],
            ),
            (
                "authorize_payment",
                "Authorizes a payment with a card",
                &["amount"],
            ),
        ),
        // What another tool does is not done here.
        (
            PermissionChange,
            (
                "set_desk",
                "Sets the desk of a colleague and grants access to the floor",
                &["person"],
            ),
            (
                "set_desk",
                "Sets the desk of a colleague. Then use add_floor to grant access",
                &["person"],
            ),
        ),
        (
            AccountChange,
            (
                "create_service_account",
                "Create a service account",
                &["name"],
            ),
            (
                "create_service_report",
                "Create a report of the service",
                &["name"],
            ),
        ),
        // A password in a vault, an account of the books and a profile of a browser are no one's.
        (
            AccountChange,
            (
                "update_password",
                "Update the password of a user",
                &["user", "password"],
            ),
            (
                "update_password",
                "Update a password",
                &["vault_id", "item_id", "password"],
            ),
        ),
        (
            AccountChange,
            (
                "create_account",
                "Create an account for a new colleague",
                &["email"],
            ),
            (
                "create_account",
                "Create a bank account in the ledger",
                &["currency"],
            ),
        ),
        (
            AccountChange,
            (
                "create_profile",
                "Create the profile of a member",
                &["name"],
            ),
            (
                "create_profile",
                "Create a browser profile that keeps cookies",
                &["name"],
            ),
        ),
        (
            MessageSend,
            (
                "create_channel",
                "Create a channel",
                &["name", "invite_users:array"],
            ),
            ("create_channel", "Create a channel", &["name", "topic"]),
        ),
        (
            MessageSend,
            (
                "connect_with",
                "Send a connection request to a person",
                &["person"],
            ),
            ("connect_with", "Open a connection to the store", &["store"]),
        ),
        (
            InfraChange,
            (
                "kick_station",
                "Kicks a station from the wireless network",
                &["mac"],
            ),
            (
                "kick_ball",
                "Kicks the ball of the game",
                &["force:integer"],
            ),
        ),
        (
            InfraChange,
            (
                "remove_dns_list",
                "Remove a filter list of the DNS server",
                &["url"],
            ),
            ("filter_list", "Filter a list of names", &["names"]),
        ),
        (
            DeviceControl,
            ("boot_emulator", "Boots an emulator", &[]),
            ("build_emulator_list", "Builds a list of emulators", &[]),
        ),
        (
            CredentialAccess,
            (
                "crack",
                "Runs a password cracker on the hashes",
                &["hashes"],
            ),
            (
                "password_strength",
                "Tells how long a password cracker would take",
                &["password"],
            ),
        ),
        // A program that is set up with its arguments.
        (
            ExecCommand,
            (
                "install_plugin_server",
                "Install a server of plugins",
                &["name", "args:array", "env:object"],
            ),
            ("install_plugin", "Install a plugin of the shop", &["name"]),
        ),
        (
            ExecCommand,
            ("apply_playbook", "Applies a playbook", &["name"]),
            (
                "create_playbook",
                "Creates the scaffold of a playbook",
                &["name"],
            ),
        ),
        (
            ExecCommand,
            ("launch_exploit", "Launches an exploit", &["options:object"]),
            ("search_exploits", "Searches published exploits", &["query"]),
        ),
        // What a device takes is no command line, and what an interpreter takes is code.
        (
            ExecCommand,
            (
                "send_line",
                "Runs a command in the shell of the robot",
                &["command"],
            ),
            (
                "send_line",
                "Sends G-code to the 3D printer",
                &["command = One G-code command"],
            ),
        ),
        (
            ExecCode,
            (
                "send_commands",
                "Send JavaScript commands to the page",
                &["command"],
            ),
            (
                "send_commands",
                "Send commands to the lamp",
                &["command:on/off"],
            ),
        ),
        (
            ExecQuery,
            (
                "query_people",
                "Query people with SQL",
                &["table_name", "where_clause"],
            ),
            (
                "query_people",
                "Query people by name",
                &["first_name", "where"],
            ),
        ),
        (
            ExecQuery,
            (
                "manage_saved",
                "Manage saved searches",
                &["operation:list/execute_jql", "jql"],
            ),
            (
                "manage_saved",
                "Manage saved searches",
                &["operation:list/delete", "jql"],
            ),
        ),
        (
            ExecQuery,
            (
                "create_view",
                "Create a view in the database",
                &["name", "definition = The SELECT of the view"],
            ),
            (
                "create_view",
                "Create a view of the board",
                &["name", "definition = What it is called"],
            ),
        ),
        (
            FetchUrl,
            (
                "power_on",
                "Power on a machine",
                &["hostname = Host (e.g. a.example)", "vm_id"],
            ),
            (
                "set_name",
                "Set the name of a machine",
                &["hostname = Its new name", "vm_id"],
            ),
        ),
        (
            FetchUrl,
            (
                "pause_print",
                "Pause the print",
                &["printer = Name or address of the printer", "password"],
            ),
            (
                "pause_print",
                "Pause the print",
                &["printer = Name of the printer", "reason"],
            ),
        ),
        (
            FetchUrl,
            (
                "open_forward",
                "Open a forward",
                &["remote_host", "remote_port:integer"],
            ),
            (
                "set_note",
                "Set a note on a machine",
                &["remote_host", "note"],
            ),
        ),
        (
            FetchUrl,
            ("attach_document", "Attach a document", &["file_url"]),
            (
                "set_homepage",
                "Set the homepage of a person",
                &["homepage_url"],
            ),
        ),
        (
            FsWrite,
            (
                "start_log",
                "Start logging what is received to a file",
                &["file_path"],
            ),
            (
                "start_log",
                "Start reading a log from the beginning",
                &["file_path"],
            ),
        ),
        (
            FsWrite,
            (
                "setup_environment",
                "Set up a Python virtualenv",
                &["version"],
            ),
            (
                "setup_environment",
                "Set up the environment of a deployment",
                &["version"],
            ),
        ),
        (
            FsRead,
            ("read_text", "Read a file of this machine", &["path"]),
            ("read_text", "Read a file of the sandbox", &["remote_path"]),
        ),
    ];
    let mut wrong = Vec::new();
    for (capability, (name, description, params), (other, told, others)) in pairs {
        let (fires, quiet) = (tool(name, description, params), tool(other, told, others));
        if !fires.capabilities.contains(capability) {
            wrong.push(format!("{name}: no {capability:?} {:?}", fires.because));
        }
        if quiet.capabilities.contains(capability) {
            wrong.push(format!("{other}: {capability:?} {:?}", quiet.because));
        }
    }
    none(&wrong);
}
