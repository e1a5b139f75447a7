//! The nine evidence items and their 50 facets. A facet is one question about a server.
//! Source: seed, "Evidence checklist for an MCP server".

/// Declares the items and facets in canonical order.
macro_rules! facets {
    ($($item:ident = $item_id:literal, $item_title:literal { $($variant:ident = $id:literal, $question:literal;)+ })+) => {
        /// One of the nine items of the evidence checklist.
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub enum Item { $(#[doc = $item_title] $item,)+ }

        impl Item {
            /// Every item, in canonical order.
            pub const ALL: &'static [Self] = &[$(Self::$item,)+];

            /// The spelling used outside, the part of a facet's id before the dot.
            #[must_use]
            pub const fn id(self) -> &'static str { match self { $(Self::$item => $item_id,)+ } }

            /// The words a person reads.
            #[must_use]
            pub const fn title(self) -> &'static str { match self { $(Self::$item => $item_title,)+ } }

            /// The item's facets, in canonical order.
            pub fn facets(self) -> impl Iterator<Item = Facet> {
                Facet::ALL.iter().copied().filter(move |facet| facet.item() == self)
            }
        }

        /// One question of the evidence checklist.
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub enum Facet { $($(#[doc = $question] $variant,)+)+ }

        impl Facet {
            /// Every facet, in canonical order: 50 of them.
            pub const ALL: &'static [Self] = &[$($(Self::$variant,)+)+];

            /// The spelling used outside: `item.facet`.
            #[must_use]
            pub const fn id(self) -> &'static str { match self { $($(Self::$variant => concat!($item_id, ".", $id),)+)+ } }

            /// The item that the facet belongs to.
            #[must_use]
            pub const fn item(self) -> Item { match self { $($(Self::$variant => Item::$item,)+)+ } }

            /// The question, phrased so that yes is the ready answer.
            #[must_use]
            pub const fn question(self) -> &'static str { match self { $($(Self::$variant => $question,)+)+ } }

            /// The lowest gate that asks for it by name, in the built-in policy; Production asks for all of them.
            #[must_use]
            pub fn first_gate(self) -> crate::Gate { crate::conditions::Asked::first_gate(self) }

            /// Reads the outside spelling; `None` where it names nothing.
            #[must_use]
            pub fn from_id(id: &str) -> Option<Self> { Self::ALL.iter().copied().find(|facet| facet.id() == id) }
        }

        impl std::fmt::Display for Facet {
            fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result { f.pad(self.id()) }
        }
    };
}

facets! {
    Tools = "tools", "Tools exposed" {
        ToolsNames = "names", "Is every tool named, and every name seen?";
        ToolsDescriptions = "descriptions", "Does every tool say what it does, honestly?";
        ToolsInputSchemas = "input_schemas", "Does every tool have a valid input schema?";
        ToolsOutputShape = "output_shape", "Is the shape of what each tool returns known?";
        ToolsSideEffects = "side_effects", "Are the side effects of each tool known?";
        ToolsIdempotency = "idempotency", "Is it known which tools are safe to repeat?";
        ToolsBroadTools = "broad_tools", "Is there no broad tool, or is each one bounded?";
    }
    Resources = "resources", "Resources exposed" {
        ResourcesUris = "uris", "Are all resource URIs and templates known?";
        ResourcesDataCategories = "data_categories", "Are the data categories of the resources known?";
        ResourcesPagination = "pagination", "Is the amount that one listing or read returns limited?";
        ResourcesCaching = "caching", "Is it known what may be cached, and for whom?";
        ResourcesPrivateData = "private_data", "Is it known whether private files, tickets, notes, mails or rows can be read?";
    }
    PromptsAndSampling = "prompts_and_sampling", "Prompts and sampling" {
        PromptsModelCalls = "model_calls", "Is it known whether prompts or sampling can cause model calls?";
        PromptsToolLoops = "tool_loops", "Is it known whether prompts or sampling can cause tool loops?";
        PromptsHiddenDataMovement = "hidden_data_movement", "Is hidden movement of data through prompts or sampling ruled out?";
        PromptsSamplingLimited = "sampling_limited", "Is sampling off or limited?";
    }
    Authentication = "authentication", "Authentication" {
        AuthenticationTokenType = "token_type", "Is the type of credential known?";
        AuthenticationRotation = "rotation", "Is there a process to rotate credentials?";
        AuthenticationRevocation = "revocation", "Is there a way to revoke credentials?";
        AuthenticationCredentialStorage = "credential_storage", "Is it known where credentials are kept?";
        AuthenticationEnvironmentVariables = "environment_variables", "Are the environment variables that it uses known?";
        AuthenticationRedaction = "redaction", "Are secrets redacted from errors and logs?";
    }
    Scopes = "scopes", "Scopes and least privilege" {
        ScopesReadWriteSeparation = "read_write_separation", "Can reading be allowed without writing?";
        ScopesNarrowScoping = "narrow_scoping", "Can access be limited to a workspace or project?";
        ScopesShortLivedCredentials = "short_lived_credentials", "Are credentials short-lived?";
        ScopesReadOnlyCredential = "read_only_credential", "Can a read-only credential be made?";
    }
    DataTouched = "data_touched", "Data touched" {
        DataTouchedSystems = "systems", "Are the systems that it reaches known?";
        DataTouchedContainers = "containers", "Are the tables and folders that it reaches known?";
        DataTouchedAccounts = "accounts", "Are the accounts that it reaches known?";
        DataTouchedDataClasses = "data_classes", "Are the classes of data that it reaches documented?";
    }
    WriteActions = "write_actions", "Write actions" {
        WriteActionsMutationTools = "mutation_tools", "Is every tool that changes something known?";
        WriteActionsPreviewOrDryRun = "preview_or_dry_run", "Can a write be previewed or tried without effect?";
        WriteActionsRollback = "rollback", "Is there a way back after a write?";
        WriteActionsDuplicatePrevention = "duplicate_prevention", "Are duplicate writes prevented?";
        WriteActionsRateLimits = "rate_limits", "Are writes rate-limited?";
        WriteActionsStableIds = "stable_ids", "Do writes return stable ids to verify them by?";
    }
    AuditLogs = "audit_logs", "Audit logs" {
        AuditLogsAgentIdentity = "agent_identity", "Do the logs identify the agent?";
        AuditLogsToolName = "tool_name", "Do the logs name the tool?";
        AuditLogsInputSummary = "input_summary", "Do the logs summarise the input?";
        AuditLogsObjectIds = "object_ids", "Do the logs name the objects affected?";
        AuditLogsApprovalEvidence = "approval_evidence", "Do the logs hold the evidence of approval?";
        AuditLogsTimestamp = "timestamp", "Do the logs carry the time?";
        AuditLogsResponsibleActor = "responsible_actor", "Do the logs name who follows up?";
    }
    Maintainer = "maintainer", "Maintainer and update policy" {
        MaintainerOwner = "owner", "Is the owner known?";
        MaintainerReleaseCadence = "release_cadence", "Is the release cadence known?";
        MaintainerSecurityProcess = "security_process", "Is there a process for security issues?";
        MaintainerPinnedVersion = "pinned_version", "Is the version pinned?";
        MaintainerChangelog = "changelog", "Is there a changelog?";
        MaintainerDependencyRisk = "dependency_risk", "Is the risk in its dependencies known?";
        MaintainerUpgradeReviewer = "upgrade_reviewer", "Does a named person review upgrades?";
    }
}

const _: () = assert!(Facet::ALL.len() == 50 && Item::ALL.len() == 9);
