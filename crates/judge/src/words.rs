//! The vocabulary of capabilities.

/// Declares the capabilities with their outside spelling and title.
macro_rules! capabilities {
    ($($(#[$doc:meta])* $variant:ident = $id:literal, $title:literal;)+) => {
        /// What a tool can do.
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub enum Capability { $($(#[$doc])* $variant,)+ }

        impl Capability {
            /// Every capability, in canonical order.
            pub const ALL: &'static [Self] = &[$(Self::$variant,)+];

            /// The spelling used outside.
            #[must_use]
            pub const fn id(self) -> &'static str { match self { $(Self::$variant => $id,)+ } }

            /// The words a person reads.
            #[must_use]
            pub const fn title(self) -> &'static str { match self { $(Self::$variant => $title,)+ } }
        }
    };
}

capabilities! {
    /// The caller supplies a command line or program to run.
    ExecCommand = "exec_command", "runs commands";
    /// The caller supplies code to evaluate.
    ExecCode = "exec_code", "runs code";
    /// The caller supplies a free query.
    ExecQuery = "exec_query", "runs queries";
    /// The caller picks method, endpoint or operation freely.
    ApiPassthrough = "api_passthrough", "calls any API operation";
    /// The caller supplies a URL or host to be contacted.
    FetchUrl = "fetch_url", "fetches URLs";
    /// A local path given by the caller is read or listed.
    FsRead = "fs_read", "reads files";
    /// Local files are created, changed, moved or deleted.
    FsWrite = "fs_write", "writes files";
    /// A database is changed.
    DbWrite = "db_write", "writes to a database";
    /// Other people see it.
    MessageSend = "message_send", "sends messages";
    /// Payments, trades, refunds, invoices, orders.
    Financial = "financial", "moves money";
    /// Users, members, profile or account settings.
    AccountChange = "account_change", "changes accounts";
    /// Roles, access, sharing, keys, tokens.
    PermissionChange = "permission_change", "changes permissions";
    /// Deploy, restart, scale, provision, CI.
    InfraChange = "infra_change", "changes infrastructure";
    /// Returns secrets, variables or tokens.
    CredentialAccess = "credential_access", "returns credentials";
    /// Desktop, browser, phone, device, IDE.
    DeviceControl = "device_control", "controls a device";
}
