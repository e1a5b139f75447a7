//! The words of the gate: small closed sets that every part of the project uses.
//!
//! Spelling on the outside (JSON, TOML, command line) is what `id()` returns; `from_id` reads it back.

/// Declares a closed set of words with their outside spelling.
macro_rules! words {
    ($(#[$meta:meta])* $name:ident { $($(#[$vmeta:meta])* $variant:ident = $id:literal, $title:literal;)+ }) => {
        $(#[$meta])*
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub enum $name { $($(#[$vmeta])* $variant,)+ }

        impl $name {
            /// Every value, in canonical order.
            pub const ALL: &'static [Self] = &[$(Self::$variant,)+];

            /// The spelling used outside: JSON, TOML and the command line.
            #[must_use]
            pub const fn id(self) -> &'static str {
                match self { $(Self::$variant => $id,)+ }
            }

            /// The words a person reads.
            #[must_use]
            pub const fn title(self) -> &'static str {
                match self { $(Self::$variant => $title,)+ }
            }

            /// Reads the outside spelling; `None` where it names nothing.
            #[must_use]
            pub fn from_id(id: &str) -> Option<Self> {
                match id { $($id => Some(Self::$variant),)+ _ => None }
            }
        }

        impl std::fmt::Display for $name {
            fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                f.pad(self.id())
            }
        }
    };
}

words! {
    /// The five production gates, worst first, so that `min` is the cautious answer.
    /// Source: seed, "Decision first: the five production gates".
    Gate {
        /// Do not connect the server to agents.
        Block = "block", "Block";
        /// Local or sandbox testing with fake data only.
        Prototype = "prototype", "Prototype only";
        /// Production reads; the surface cannot change anything.
        ReadOnly = "read-only", "Read-only";
        /// Writes, each after a person has seen a preview and approved it.
        WritesWithApproval = "writes-with-approval", "Writes with approval";
        /// Routine production use, periodically reviewed.
        Production = "production", "Production approved";
    }
}

words! {
    /// The six dimensions that are scored 0 to 3. Source: seed, "Dimensions to score".
    Dimension {
        /// Tools are narrow, named by action and validatable.
        ToolBoundaries = "tool_boundaries", "Tool boundaries";
        /// Reads and writes are separated, credentials narrow and rotatable.
        PermissionModel = "permission_model", "Permission model";
        /// Failures explain themselves; repeating a call is safe.
        ErrorRecovery = "error_recovery", "Error recovery";
        /// Every write can be read back; logs name the agent and the tool.
        Verification = "verification", "Verification";
        /// What data is reached is documented, minimised and not exposed.
        SensitiveDataControl = "sensitive_data_control", "Sensitive-data control";
        /// Owner, releases, vulnerabilities and upgrades are handled.
        MaintainerReliability = "maintainer_reliability", "Maintainer reliability";
    }
}

words! {
    /// A score: 4 cannot exist. Source: seed, "Scoring rubric".
    #[derive(Default)]
    Score {
        /// Missing evidence, unsafe default or unknown behaviour.
        #[default]
        Zero = "0", "0";
        /// Works when tried.
        One = "1", "1";
        /// Usable with explicit guardrails.
        Two = "2", "2";
        /// Production-ready evidence.
        Three = "3", "3";
    }
}

impl Score {
    /// The number of points, 0 to 3.
    #[must_use]
    pub const fn points(self) -> u8 {
        self as u8
    }

    /// The score of so many points; `None` above 3.
    #[must_use]
    pub fn from_points(points: u8) -> Option<Self> {
        Self::ALL.get(usize::from(points)).copied()
    }
}

words! {
    /// What makes any total worthless: one confirmed means Block.
    CriticalFailure {
        /// A remote server whose authentication cannot be established, or that serves writes to anyone.
        AuthUnclear = "auth_unclear", "authentication unclear";
        /// It demands an all-powerful credential and no narrower one is shown.
        BroadCredentials = "broad_credentials", "broad credentials required";
        /// A broad tool that does more than read, with no bound evidenced.
        UnboundedWrites = "unbounded_writes", "unbounded writes";
        /// It reaches a sensitive data class and nothing documents that.
        UndocumentedSensitiveData = "undocumented_sensitive_data", "undocumented sensitive data";
        /// Hidden instructions, invisible text, a stolen name, a contradicted annotation.
        DeceptiveDescriptor = "deceptive_descriptor", "deceptive descriptor";
        /// A canary or a real credential came out.
        SecretExposure = "secret_exposure", "secret exposure";
    }
}

words! {
    /// What a tool by itself permits in the worst case. `Unknown` counts as a write everywhere.
    Effect {
        /// Nothing outside the server's own session changes.
        Read = "read", "read";
        /// Creates or changes state that can be changed back, or acts on something.
        Write = "write", "write";
        /// Deletes, overwrites without copy, or can run anything.
        Destructive = "destructive", "destructive";
        /// No rule could place it.
        Unknown = "unknown", "unknown";
    }
}

words! {
    /// Data classes that cap the gate until a reviewer accepts them.
    /// Source: seed, "Sensitive-data and human-approval boundaries"; `credentials` is this project's addition.
    Sensitive {
        /// Records about customers.
        CustomerRecords = "customer_records", "customer records";
        /// Messages between people.
        PrivateMessages = "private_messages", "private messages";
        /// Secrets in source code.
        SourceCodeSecrets = "source_code_secrets", "source-code secrets";
        /// Cards, accounts, payments.
        PaymentData = "payment_data", "payment data";
        /// Contracts and other legal documents.
        LegalDocuments = "legal_documents", "legal documents";
        /// Data about health.
        MedicalData = "medical_data", "medical data";
        /// Data about employees.
        HrData = "hr_data", "HR data";
        /// Passwords, keys, tokens.
        Credentials = "credentials", "credentials";
    }
}

words! {
    /// Categories that need a named human approver.
    /// Source: seed, "Sensitive-data and human-approval boundaries".
    Approval {
        /// Users, members, profile or account settings.
        AccountChange = "account_change", "account changes";
        /// Other people see it: mail, chat, comment, post, call.
        ExternalMessage = "external_message", "external messages";
        /// Payments, trades, refunds, orders.
        Financial = "financial", "financial actions";
        /// Deletes, drops, kills, overwrites.
        Destructive = "destructive", "destructive operations";
        /// Roles, access, sharing, keys.
        PermissionChange = "permission_change", "permission changes";
        /// Writes to a production database.
        ProductionDbWrite = "production_db_write", "production database writes";
        /// State that cannot be brought back.
        Irreversible = "irreversible", "irreversible state changes";
    }
}

words! {
    /// Where a source of evidence points. Production needs the first five.
    SourceKind {
        /// The protocol specification.
        Specification = "specification", "specification";
        /// The server's repository; counts with `Package` as one kind.
        Repository = "repository", "repository";
        /// The server's package page; counts with `Repository` as one kind.
        Package = "package", "package page";
        /// Changelog or release notes.
        Changelog = "changelog", "changelog";
        /// Documentation of permissions.
        Permissions = "permissions", "permission documentation";
        /// Own observations in a sandbox.
        Sandbox = "sandbox", "sandbox observations";
        /// A sample of the audit log.
        AuditLogSample = "audit_log_sample", "audit-log sample";
    }
}

/// One value for each dimension: none can be missing.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct PerDimension<T>([T; 6]);

impl<T> PerDimension<T> {
    /// Builds the six values in canonical order.
    pub fn from_fn(mut make: impl FnMut(Dimension) -> T) -> Self {
        Self(std::array::from_fn(|i| make(Dimension::ALL[i])))
    }

    /// The dimensions with their values, in canonical order.
    pub fn iter(&self) -> impl Iterator<Item = (Dimension, &T)> {
        Dimension::ALL.iter().copied().zip(&self.0)
    }
}

impl<T> std::ops::Index<Dimension> for PerDimension<T> {
    type Output = T;
    fn index(&self, dimension: Dimension) -> &T {
        &self.0[dimension as usize]
    }
}

impl<T> std::ops::IndexMut<Dimension> for PerDimension<T> {
    fn index_mut(&mut self, dimension: Dimension) -> &mut T {
        &mut self.0[dimension as usize]
    }
}
