//! The kinds of deeds: data, and nothing else. A word is added here, a rule's meaning elsewhere.

use super::{NOTHING, Rule};
use crate::Capability;
use crate::setting::Setting;

/// The kinds.
pub(crate) const RULES: &[Rule] = &[
    Rule {
        capability: Capability::MessageSend,
        verbs: "send|post|reply|create|add|forward|publish|comment|message|email|tweet|notify|interact|dial|call|update|submit|edit|\
            broadcast|write|invite|schedule|answer|respond|announce|quote|crosspost|resend|make|place|push|deliver|transmit|relay",
        telling: "reply|tweet|retweet|dial|broadcast|notify|crosspost",
        objects: "message|messages|email|emails|mail|mails|sms|mms|comment|comments|reply|replies|tweet|post|posts|dm|dms|\
            review|newsletter|announcement|broadcast|poll|polls|toot|skeet|letter|postcard|greeting|imessage",
        unless: "reaction|reactions|label|labels|template|templates|draft|drafts|feedback|link|links|setting|settings|folder|filter|filters|\
            rule|rules|status|field|like|likes|queue|automation|subscriber|attachment|metadata|tag|tags|tool|webhook|list|meta|draft|install|script|scripts|\
            process|processing|unread|emoji|intent",
        says: "send a message|send an email|sends a message|sends an email|post a comment|add a comment|adds a comment|create a comment|creates a comment|post a message|\
            posts a message|via sms|by sms|via whatsapp|via text message|send a text message|comment on|new comment|note comment|for signature|for signing|connection request|friend request|contact request|invitation to connect|sends a notification|slack notification|email notification|send messages|to the community|to your followers|to all followers|to all subscribers|to all members|to everyone in",
        pairs: "incident note|incident notes|alert note|alert notes",
        ..NOTHING
    },
    Rule {
        // What goes out as it is made: changed afterwards, only its own data are.
        capability: Capability::MessageSend,
        verbs: "send|post|reply|create|add|forward|publish|message|notify|interact|dial|call|submit|broadcast|write|invite|schedule|answer|respond|announce|\
            resend|make|place|push|deliver|transmit|relay",
        objects: "notification|notifications|thread|chat|call|voicemail|fax|whatsapp|slack|telegram",
        unless: "reaction|reactions|label|labels|template|templates|draft|drafts|feedback|link|links|setting|settings|folder|filter|filters|\
            rule|rules|status|field|like|likes|queue|automation|subscriber|attachment|metadata|tag|tags|tool|webhook|list|meta|install|script|scripts|\
            process|processing|unread|emoji|intent",
        ..NOTHING
    },
    Rule {
        // Where the tools are those of mail or chat, whatever is sent is a message.
        capability: Capability::MessageSend,
        within: Some(Setting::Mail),
        maybe_telling: "send|reply|forward|resend|invite",
        unless: "reaction|typing|receipt|verification|settings",
        ..NOTHING
    },
    Rule {
        // What is filed where others read it.
        capability: Capability::MessageSend,
        verbs: "create|open|submit|file|post|raise|log|report",
        objects: "issue|ticket|bug|discussion|complaint",
        unless: "link|links|label|labels|type|types|field|template|metadata|status|worklog|branch|board|relation|attachment|list|internal|reaction|reactions|emoji",
        says: "open an issue|file an issue|create a new issue",
        ..NOTHING
    },
    Rule {
        // What is sent is a message, whatever it was made of; a change that others are asked to take in is one as well.
        capability: Capability::MessageSend,
        verbs: "send|resend|create|open|submit",
        objects: "pr|mr",
        pairs: "template message|template messages|template email|template emails|merge request|pull request|saved reply|canned response",
        unless: "note|notes|list|rule|rules|approval|label|test|check|reaction|emoji|discussion",
        ..NOTHING
    },
    Rule {
        capability: Capability::MessageSend,
        verbs: "react",
        objects: "message|messages|post|posts|comment|comments|tweet|story|note",
        unless: "list|component|components|native|remove|unreact",
        ..NOTHING
    },
    Rule {
        // Others see it beside what was said, or hear it ring.
        capability: Capability::MessageSend,
        verbs: "add|send|create|set|start|initiate|originate|reblog|boost|repost|share",
        telling: "reblog|repost",
        objects: "reaction|reactions|reblog",
        pairs: "phone call|outbound call|voice call|video call",
        unless: "list|get|remove|function",
        ..NOTHING
    },
    Rule {
        // What is said of a thing is said, whatever the thing is.
        capability: Capability::MessageSend,
        verbs: "create|add|post|write|update|edit|reply",
        pairs: "folder comment|folder comments|field comment|status comment|template comment|draft comment|link comment|list comment|rule comment",
        ..NOTHING
    },
    Rule {
        // What was only drafted comes to be read.
        capability: Capability::MessageSend,
        verbs: "publish",
        pairs: "draft note|draft notes|draft comment|draft comments|draft review|draft message|draft reply|pending review|pending comments",
        ..NOTHING
    },
    Rule {
        // Where the verb itself says it.
        capability: Capability::MessageSend,
        says: "react to a message|reacts to a message|react to a post|react to a comment|react with an emoji|reacts with an emoji",
        ..NOTHING
    },
    Rule {
        capability: Capability::MessageSend,
        verbs: "send|deliver|schedule",
        objects: "campaign|campaigns|reminder|reminders|invitation|invitations|invite|invites|survey|telegram|letter|postcard|sticker|gif",
        loose: "alert|alerts|photo|video|voice|poll|buttons|carousel|text|media|location|contact|gift|audio|document|file",
        not_in: &[
            Setting::Device,
            Setting::Terminal,
            Setting::Editor,
            Setting::Canvas,
            Setting::Cloud,
            Setting::Database,
        ],
        unless: "keys|test|command|input|device|console|terminal|key|gcode|stdin",
        ..NOTHING
    },
    Rule {
        // What sends one mail after another by itself, once it is set going.
        capability: Capability::MessageSend,
        verbs: "activate|launch|start|resume|unpause|trigger|send|enroll|enrol",
        objects: "cadence|cadences|drip|outreach",
        pairs: "email sequence|email sequences|email campaign|email campaigns|sms campaign|message campaign|mail campaign",
        says: "into an email sequence|into a sequence|into an email campaign|sequence so it begins|begins sending|starts sending|start sending|resumes sending|begin sending|begins receiving|starts receiving|begin receiving|start receiving|in an email sequence",
        unless: "list|get|stats|settings|remove|pause|stop|test",
        ..NOTHING
    },
    Rule {
        // Those who are asked to come.
        capability: Capability::MessageSend,
        verbs: "add|invite|notify|remind",
        objects: "attendee|attendees|invitee|invitees",
        unless: "list|get|webhook|setting|settings",
        ..NOTHING
    },
    Rule {
        // Whatever it is, people get it.
        capability: Capability::MessageSend,
        verbs: "send|resend|forward|deliver|blast|push",
        objects: "buyers|buyer|customers|members|contacts|recipient|recipients|subscribers|clients|guests|attendees|participants|candidates|patients|students|employees|friends|\
            followers|leads|signers|signer|parents|guardians|tenants|donors|vendors|suppliers|everyone|people|applicants|volunteers|players|fans|reviewers|invitees|\
            subscriber|attendee|guest|applicant|volunteer|patient|student|employee",
        unless: "command|commands|event|events|data|log|logs|metric|metrics|signal|key|keys|list|lists|template|draft|segment|conversion|conversions",
        ..NOTHING
    },
    Rule {
        // What is made to be read or seen by others, once it is out.
        capability: Capability::MessageSend,
        verbs: "publish|crosspost|syndicate",
        objects: "article|articles|blog|story|video|videos|podcast|episode|pin|carousel|status|answer|column|newsletter|reel|thread|short|shorts",
        unless: "draft|code|page_status|check",
        ..NOTHING
    },
    Rule {
        capability: Capability::Financial,
        verbs: "place|create|cancel|close|refund|charge|pay|transfer|buy|sell|submit|replace|update|capture|finalize|send|withdraw|\
            deposit|swap|trade|exercise|delete|order|issue|make|confirm|void|record|schedule|approve|execute|perform|receive|book|reserve|checkout|\
            settle|remit|reimburse|donate|invest|fund|award|repay|collect|process|request|complete|initiate|release|open|authorize|disburse|\
            edit|modify|change|amend|activate|reactivate|resume|pause|email|decline|reject",
        telling: "refund|pay|purchase|buy|topup|recharge",
        objects: "order|orders|payment|payments|refund|refunds|invoice|invoices|charge|charges|trade|trades|payout|payouts|subscription|\
            checkout|bounty|bounties|payroll|purchase|withdrawal|expense|expenses|bill|donation|adjustment|pix|sepa|ach|upi|zelle|remittance|remittances|escrow|escrows",
        loose: "transfer|transfers|swap|deposit|deposits",
        not_in: &[Setting::Database, Setting::Cloud, Setting::Terminal],
        unless: "key|vault|keys|list|template|setting|settings|webhook|sort|preview|note|notes|notification|field|tag|draft|ordering|docr|registry|pubsub|topic|question|display|column|row|layer|tab|slide|section|stacking|reading|block|change|work|manufacturing",
        says: "withdraw funds|withdraws funds|withdraw money|deposit funds|deposits funds|send money|sends money|transfers funds|transfer money|place an order|sell order|buy order|transfer funds|send tokens|sends tokens|transfer cash|transfers cash|transfer money|transfers money|purchase a|purchases a|purchase an|release their payment|releases their payment|release the payment|releases the payment|releases payment|release payment|release funds|releases funds|pays the worker|pay the worker|buy a|buys a|pay for|pays for|\
            by paying|paid automatically|pays automatically|automatically paid|issue a refund|process a payment|market order|\
            charges the saved card|charge the saved card|charges the card|charge the card|charges a card|charge a card|charges your card|charges the customer|\
            with a saved card|with the saved card|using the saved card|using a saved card|with the card on file|card on file|saved payment method|automatically paying|automatically pays|checkout session|payment link|payment intent|subscription payment|recurring payment|recurring charge|reserved funds|held funds|preauthorized|authorization hold|\
            releases a hold|release a hold",
        ..NOTHING
    },
    Rule {
        // What is written into the books of a company, claimed or staked.
        capability: Capability::Financial,
        verbs: "create|submit|post|cancel|set|update|increase|raise|file|approve|settle|send|sign|execute|broadcast|place|void|capture|amend|change|modify|top|reverse|edit|delete",
        objects: "leverage|margin|topup",
        pairs: "journal entry|journal entries|manual journal|manual journals|vendor credit|vendor credits|credit memo|credit memos|sales receipt|sales receipts|bank deposit|bank deposits|\
            bank transfer|bank transfers|bank transaction|bank transactions|campaign budget|ad budget|daily budget|trading stop|stop loss|take profit|insurance claim|nhs claim|payment entry|top up|credit note|credit notes|\
            debit note|purchase order|purchase orders|sales order",
        unless: "list|template|setting|settings|webhook|preview|tag|tags|category|bulk|create_transactions|rule|rules|split|job",
        says: "top up credits|tops up credits|set leverage|take profit price",
        ..NOTHING
    },
    Rule {
        capability: Capability::Financial,
        verbs: "submit|send|sign|execute|broadcast|place|void|capture|reverse|approve|settle|file|perform|make|refund|cancel|process|pay|reject|deny",
        loose: "transaction|transactions|claim|claims",
        not_in: &[Setting::Database, Setting::Cloud, Setting::Terminal],
        unless: "in|within|query|savepoint|list|template|setting|settings|webhook|preview|note|tag|tags|category|rule|rules|split|job",
        ..NOTHING
    },
    Rule {
        // Who is made to pay.
        capability: Capability::Financial,
        verbs: "charge|bill|debit|credit",
        objects: "guest|guests|customer|customers|client|clients|card|cards|member|members|tenant|tenants|subscriber|subscribers|payer|payers",
        unless: "limit|port|note|score",
        ..NOTHING
    },
    Rule {
        // What is set going, and money moves.
        capability: Capability::Financial,
        verbs: "initiate|start|complete|authorize|release",
        objects: "payment|payments|purchase|payout|payouts|withdrawal|withdrawals|refund|refunds|pix|sepa|ach|upi|zelle|remittance|remittances|escrow|escrows",
        unless: "list|status|webhook|setting|settings|link|links|order|requisition",
        ..NOTHING
    },
    Rule {
        // Money that is set aside on a card, and let go or taken.
        capability: Capability::Financial,
        verbs: "capture|release|cancel|void|confirm|complete|create|init|initiate|place",
        pairs: "card hold|payment hold|funds hold|authorization hold|payment authorization|payment intent|payment intents|preauthorized payment",
        says: "release a hold|releases a hold|reserved funds|held funds|hold funds|holds funds|reserves funds|reserve funds|authorization hold|capturing funds|capture funds|captures funds|preauthorization|pre authorization|preauthorized",
        unless: "list|status|webhook|setting|settings",
        ..NOTHING
    },
    Rule {
        // What is had by paying for it.
        capability: Capability::Financial,
        verbs: "register|renew|purchase|buy|transfer|order|backorder|upgrade",
        objects: "domain|domains|license|licence|licenses|subscription|subscriptions|plan",
        unless: "policy|setting|settings|dns|lock|code|status|nameserver|nameservers|price|pricing|check|ownership|webhook",
        ..NOTHING
    },
    Rule {
        // What is travelled, stayed at or taken out of a basket is paid for.
        capability: Capability::Financial,
        verbs: "book|reserve|purchase|order|buy|checkout|complete|confirm|submit|pay",
        objects: "flight|flights|hotel|hotels|cart|basket|ride|taxi|cab|train|cruise|itinerary|airfare|groceries|food|pizza|ticket|tickets|seat|seats|tour|tours|accommodation|excursion",
        unless: "summary|note|status|address",
        ..NOTHING
    },
    Rule {
        capability: Capability::Financial,
        verbs: "submit|close|accept|update|create|contest|respond|file|settle|challenge|reverse|void|adjust|apply|issue|open|resolve|escalate|raise",
        objects: "dispute|disputes|chargeback|chargebacks|credit_note|creditnote|writeoff",
        ..NOTHING
    },
    Rule {
        capability: Capability::Financial,
        verbs: "close|liquidate|open|exercise|reduce|increase|replace",
        telling: "liquidate|exercise",
        objects: "position|positions",
        pairs: "option position|options position|option contract|options contract",
        unless: "list|card|window|cursor",
        ..NOTHING
    },
    Rule {
        // Coins, shares and the like change hands.
        capability: Capability::Financial,
        verbs: "transfer|swap|send|bridge|stake|unstake|deposit|withdraw|buy|sell|mint|burn|trade|approve|execute|sign|borrow|lend|repay|donate|tip|airdrop",
        objects: "token|tokens|erc20|erc721|erc1155|nft|nfts|bnb|matic|usdt|dai|ether|satoshis|eth|sol|btc|bitcoin|usdc|coin|coins|crypto|funds|money|asset|assets|stock|stocks|shares|currency|spl|trade|\
            trades|transaction|swap|lamports|sats",
        unless: "access|auth|api|design|refresh|push|bearer|csrf|upload|image|sql|db|database|isolation|in|within|query|savepoint",
        ..NOTHING
    },
    Rule {
        capability: Capability::AccountChange,
        verbs: "create|update|delete|remove|add|invite|reinvite|disable|enable|deactivate|activate|suspend|unsuspend|modify|edit|change|register|\
            reset|set|ban|unban|kick|lock|unlock|unassign|revoke|manage|put|patch|move|provision|deprovision|assign|block|unblock|terminate|approve|deny|restore|merge|upsert|upload|import",
        telling: "ban|kick|unban",
        objects: "tester|testers|user|users|member|members|account|accounts|profile|mfa|2fa|avatar|bio|username|nickname|membership|memberships|invitation|invitations|collaborator|collaborators|seat|subaccount|subaccounts|serviceaccount|serviceaccounts",
        loose: "team|teams|person|people",
        pairs: "group owner|group owners|profile picture|profile photo|display name|user session|user sessions|user group|user groups|org group|group members|iam group",
        not_in: &[
            Setting::Cloud,
            Setting::Canvas,
            Setting::Database,
            Setting::Device,
            Setting::Work,
        ],
        unless: "message|messages|story|stories|task|tasks|issue|comment|policy|policies|key|keys|role|roles|card|note|event|export|tag|tags|\
            token|tokens|segment|list|channel|attribute|field|view|board|item|queue|group_id|thread|data|memory|story|service|ddns|arm|browser|client|clients|permission|permissions|storage|\
            cron|cronjob|job|jobs|database|databases|contact|contacts|segments|presence|agent|agents|parameter|parameters",
        says: "a new user account|a new user in|a new user with|a new user for|a new user to|new user account|user account|iam user|iam group|account settings|profile settings|user profile photo|profile photo|profile picture|update your profile|updates your profile|update the users profile|updates the users profile|update your account|updates your account",
        ..NOTHING
    },
    Rule {
        // Who was asked to come in is let in.
        capability: Capability::AccountChange,
        says: "an invited member|an invited organization member|an invited user|invited members",
        verbs: "confirm|accept|approve",
        ..NOTHING
    },
    Rule {
        // What one says of oneself.
        capability: Capability::AccountChange,
        verbs: "update|edit|change|set|announce",
        says: "update your profile|edit your profile|edits your profile|change your profile|update your own profile|updates your own profile|update my profile",
        unless: "list|get|investor|risk|browser",
        ..NOTHING
    },
    Rule {
        // How someone is shown to others, and what they are in the eyes of the service.
        capability: Capability::AccountChange,
        verbs: "upload|set|update|change|edit|remove|delete",
        objects: "avatar|bio|username|nickname",
        pairs: "user role|user roles|member role|member roles|user permission|user permissions|user level|member level",
        unless: "policy|policies|message|messages|template|game|npc|character|assign|attach",
        ..NOTHING
    },
    Rule {
        // Who knows it is in.
        capability: Capability::AccountChange,
        verbs: "set|reset|change|update|rotate",
        objects: "password|passwords|passcode|passphrase",
        unless: "item|entry|secret|secrets|policy|policies|manager|vault|file|document|pdf|generator|length|zip|archive|form|link|room|meeting|share|send",
        ..NOTHING
    },
    Rule {
        // Who may open what lies in a drive.
        capability: Capability::PermissionChange,
        verbs: "create|add|update|delete|remove|grant|revoke|set|change|edit|patch|share|unshare",
        pairs: "item permission|item permissions|item share|item sharing",
        unless: "list|get",
        ..NOTHING
    },
    Rule {
        capability: Capability::PermissionChange,
        verbs: "create|update|delete|remove|add|attach|detach|put|grant|revoke|share|unshare|set|modify|change|assign|rotate|patch|enable|\
            disable|regenerate|manage|edit|invite|unassign|restrict|allow|deny|generate|approve|request|renew|refresh|reset|replace|move|transfer|apply|\
            make|issue|protect|unprotect|upload|import|register|authorize|rescind|expire|upsert|toggle",
        telling: "grant|revoke|unshare|impersonate",
        objects: "role|roles|permission|permissions|acl|acls|rbac|grant|grants|sharing|privilege|privileges|apikey|apikeys|collaborator|visibility|\
            rolebinding|rolebindings|clusterrole|clusterrolebinding|scopes|restriction|restrictions|entitlement|entitlements|authorization|authorizations|rls|passkey|passkeys|\
            delegate|delegates|delegation|delegations|ownership|owner|owners|admin|admins|administrator|administrators|moderator|moderators|superuser|mfa|2fa|sso|saml|oidc|allowlist|whitelist|blocklist|denylist|sudoers|\
            consent|consents|credential|credentials|pat|pats|deploykey|deploykeys|sshkey|sshkeys|usergroup|usergroups|collaboration|collaborations|rolebindings",
        pairs: "access key|access keys|api key|api keys|api token|api tokens|access token|access tokens|auth token|ssh key|ssh keys|deploy key|public key|public keys|\
            private key|private keys|checkout key|checkout keys|deploy keys|service account|signing key|side token|account token|access control|access controls|access policy|iam policy|bucket policy|group policy|role policy|\
            user policy|org policy|security policy|managed policy|organization policy|key policy|resource policy|public access|guest access|secret key|\
            branch protection|to group|from group|iam group|shared link|shared links|share link|share links|sharing link|public link|public links|guest link|\
            invite link|invite links|invitation link|invite code|join link|deploy keys|deploy token|deploy tokens|deployment token|project token|group token|runner token|registration token|\
            client secret|client secrets|api secret|signing secret|access request|access requests|access level|access levels|access list|access lists|access entry|access entries|\
            access rule|access rules|access grant|access grants|access group|access groups|access review|security group|security groups|ip whitelist|ip allowlist|\
            group membership|group memberships|group member|privacy setting|privacy settings|admin rights|admin role|user rights|trust policy|\
            conditional access|application password|application passwords|app password|app passwords|smb share|smb shares|nfs share|nfs shares|samba share|samba shares|\
            nfs export|nfs exports|access app|access apps|access application|access applications|access permission|access permissions|access right|\
            access rights|oauth client|oauth clients|oauth app|oauth apps|oauth application|oauth applications|api client|api clients|api credential|api credentials|\
            service principal|service principals|realm settings|login policy|security settings|authentication flow|authentication flows|\
            authentication settings|auth settings|login settings|signup settings|public sharing|external sharing|link sharing|trusted device|trusted devices|\
            auth policy|authentication policy|authorization policy|session policy|identity provider|gpg key|gpg keys|personal token|trusted relationship|\
            iam binding|iam bindings|iam member|iam members|role binding|role bindings|row policy|rls policy|push rule|protected branch|protected branches|protected tag|branch rule|branch ruleset|repository ruleset|channel permissions|guest user|secret scope",
        unless: "network|alert|retention|lifecycle|scaling|design|price|count|swap|remote|item|message|timeout|element|layer|column|row|sheet|shape|panel|widget|rate|zoning|age|geo|time|dietary|budget|travel|\
            contact|deal|company|lead|opportunity|campaign|asset|product|tester|testers",
        says: "device authorization request|device authorization requests|a new ssh key|ssh public key|oauth client|oauth application|oauth app|access control|access controls|iam role|an access key|an api key|managed policy|share with|iam policy|iam group|inline policy|\
            change permissions|update permissions|set permissions|grant access|revoke access|grants access|make public|publicly accessible|publicly visible|\
            promote a member|promotes a member|promote a user|promotes a user|promote a chat member|transfer ownership|transfers ownership|admin rights|administrator rights|\
            app registration|application registration|enterprise application|who can access|who can view|who can edit|access to your|can access the",
        ..NOTHING
    },
    Rule {
        // A token is made anew: what held the old one is locked out.
        capability: Capability::PermissionChange,
        verbs: "rotate|regenerate|refresh|reissue|revoke|renew",
        objects: "token|tokens|key|keys|certificate|certificates",
        unless: "cache|price|prices|list|metadata|balance|cookie|design|account|primary|foreign|index",
        ..NOTHING
    },
    Rule {
        // Someone is raised above others, or lowered; a room is closed to those who are in it.
        capability: Capability::PermissionChange,
        verbs: "promote|demote|elevate|lock|unlock|restrict|unrestrict|deputize|ban|unban",
        objects: "member|members|user|users|participant|participants|channel|channels|player",
        unless: "account|password",
        ..NOTHING
    },
    Rule {
        // Who is let into what people share.
        capability: Capability::PermissionChange,
        verbs: "add|remove|update|invite|delete|set|change|share",
        pairs: "board member|board members|project member|project members|space member|space members|folder member|folder members|vault member|vault members|workspace member|\
            workspace members|repository collaborator|repository collaborators|calendar member|album member|dashboard member|file collaborator|folder collaborator",
        unless: "list|get|count|field",
        ..NOTHING
    },
    Rule {
        // Who may spend what is another's, and which programs may ask for what.
        capability: Capability::PermissionChange,
        verbs: "approve|set|increase|decrease|revoke|create|register|update|delete",
        pairs: "token spending|token approval|token approvals|spending approval|token allowance|spend allowance|spending allowance|app registration|app registrations|application registration",
        says: "to spend your|to spend tokens|spending allowance|token allowance|spend tokens on|app registrations",
        unless: "list|status|game|push|device",
        ..NOTHING
    },
    Rule {
        // A thing that others are let see.
        capability: Capability::PermissionChange,
        verbs: "share|unshare",
        objects: "file|files|folder|folders|document|documents|doc|docs|calendar|calendars|drive|sheet|sheets|spreadsheet|spreadsheets|album|albums|notebook|notebooks|workspace|\
            workspaces|board|boards|item|items|dashboard|dashboards|report|reports|note|notes|page|pages|form|forms|presentation|presentations|recording|recordings|view|views|record|\
            records|collection|collections|project|projects|list|lists|vault|vaults|secret|secrets|credential|credentials|password|passwords|inbox|mailbox|workflow|workflows|chart|charts",
        unless: "link_preview|count|stats|price|market",
        ..NOTHING
    },
    Rule {
        // What a policy or role lets those do who have it.
        capability: Capability::PermissionChange,
        verbs: "attach|detach|bind|unbind|simulate",
        objects: "policy|policies|role|roles",
        unless: "retention|lifecycle|backup|alert|scaling|network|snapshot|routing|cache|update|volume",
        ..NOTHING
    },
    Rule {
        // Who may see or do something, in one word.
        capability: Capability::PermissionChange,
        verbs: "set|change|update|give|restrict|remove|manage|allow|deny|limit|add|enable|disable|edit|modify",
        objects: "access",
        unless: "log|logs|point|points|time|network|code|count|date|key|keys|token|tokens|internet|statistics|stats|address|addresses|pattern|patterns|policy|cache",
        ..NOTHING
    },
    Rule {
        capability: Capability::PermissionChange,
        verbs: "make|mark|turn",
        objects: "public|private",
        ..NOTHING
    },
    Rule {
        // What may be pushed to by whom.
        capability: Capability::PermissionChange,
        verbs: "protect|unprotect",
        objects: "branch|branches|tag|tags",
        ..NOTHING
    },
    Rule {
        // A machine or program is let in.
        capability: Capability::PermissionChange,
        verbs: "authorize|authorise|deauthorize|unauthorize|trust|untrust",
        objects: "device|devices|app|apps|application|applications|client|clients|node|nodes|machine|machines|user|users|member|members|key|keys|ip|peer|integration",
        unless: "payment|card|charge|order",
        ..NOTHING
    },
    Rule {
        // A device is let in that asked for it.
        capability: Capability::PermissionChange,
        verbs: "accept|approve|confirm",
        objects: "pairing|pairings|device|devices|node|nodes|peer|peers",
        unless: "payment|order|code|count|graph|list",
        ..NOTHING
    },
    Rule {
        // Those who are no persons, and what a person has set for themselves.
        capability: Capability::AccountChange,
        verbs: "create|update|delete|remove|add|disable|enable|edit|set|change|modify|patch|put|reset|deactivate|activate",
        pairs: "service account|service accounts|machine user|machine users|bot user|guest user|guest users|guest account|guest accounts|sub account|sub accounts|user preferences|\
            user preference|user settings|database user|database users|db user|db users|account settings|account preferences|profile settings|profile picture|profile photo|notification settings|notification preferences|\
            personal settings|user profile|display name",
        within: Some(Setting::Mail),
        maybe: "vacation|autoreply|responder|autoresponder|signature|signatures|forwarding|alias|aliases|imap|pop|pop3|language",
        unless: "key|keys|token|tokens|data|field|template|role|roles|permission|permissions|policy|policies|column|columns|item|object",
        ..NOTHING
    },
    Rule {
        capability: Capability::InfraChange,
        verbs: "deploy|restart|scale|provision|start|stop|create|delete|rollback|run|rerun|trigger|install|uninstall|upgrade|downgrade|\
            update|patch|apply|reboot|launch|terminate|cancel|exec|execute|rollout|sync|restore|resize|cleanup|promote|pause|resume|\
            destroy|expose|drain|cordon|uncordon|taint|forward|change|enable|disable|purge|set|attach|detach|add|remove|recycle|expand|\
            power|join|leave|prune|init|initialize|manage|modify|replace|register|deregister|kill|build|push|pull|flush|migrate|edit|use|\
            rebuild|redeploy|retry|clone|swap|assign|unassign|reset|rename|invoke|duplicate|move|reload|save|suspend|unsuspend|reconfigure|evacuate|failover|refresh|configure|adjust|increase|decrease|\
            submit|publish|release|associate|disassociate|allocate|deallocate|migrate|hibernate|wake|undeploy|import|bind|unbind|lock|unlock|tag|clear|put|upsert|mount|unmount|open|close|shutdown|shut|cycle|block|unblock|allow|\
            reassign|annotate|label|relabel|unlabel|untaint|convert|snapshot|transfer|reserve|install",
        telling: "deploy|provision|rollout|redeploy|undeploy|reboot|cordon|uncordon",
        objects: "deployment|deployments|cluster|clusters|pod|pods|container|containers|droplet|droplets|vm|vms|helm|kubectl|lambda|k8s|\
            firewall|firewalls|dns|dnssec|nameserver|nameservers|vps|sandbox|sandboxes|cdn|waf|pipeline|pipelines|nodepool|loadbalancer|balancer|vpc|subnet|autoscaling|training|trainings|bucket|\
            buckets|terraform|kubernetes|docker|hypervisor|crontab|daemon|systemd|vpcs|subnets|loadbalancers|wireguard|ipsec|zpool|iscsi|pipelinerun|keypair|floatingip|disk|disks|dag|dags|vlan|vlans|outlet|vpn|vpns|nic|ansible|pulumi|cloudformation|\
            changeset|changesets|daemons|microvm|microvms|nodepools|fleet|fleets|warehouse|warehouses|dyno|dynos|eip|istio|envvar|envvars|codespace|codespaces|workstation|\
            workstations|datacenter|datastore|crd|crds|configmaps|ingresses|statefulsets|daemonsets|replicasets|networkpolicy|networkpolicies|limitrange|limitranges|priorityclass|storageclass|ingressclass|resourcequota|cronjob|cronjobs|deploys|rollouts|provisioner|machine|machines|lambdas|ec2|rds|\
            cloudfront|sqs|sns|eks|ecs|gke|aks|nginx|haproxy|bgp",
        pairs: "env var|env vars|environment variable|environment variables|security group|security groups|secret variable|secret variables|ci variable|ci variables|pipeline variable|pipeline variables|build variable|build variables|load balancer|load balancers|target group|target groups|\
            scaling group|auto scaling|floating ip|elastic ip|static ip|public ip|ssl certificate|tls certificate|edge config|transit gateway|route table|\
            routing table|state machine|job run|build job|ci job|ci run|ci cd|access list|db instance|database instance|database cluster|replica set|node group|\
            nat rule|nat rules|filter rule|dhcp lease|dhcp server|ip pool|ip address|smb share|nfs share|static route|node pool|worker pool|agent pool|feature gate|kv namespace|backup schedule|backup schedules|backup job|backup jobs|backup plan|snapshot schedule|snapshot schedules|maintenance window|garbage collection|managed database|message queue|task definition|resource group|network interface|data center|external port|external ports|published port|published ports|exposed port|reserved ip|reserved ips|limit range|priority class|storage class|resource quota",
        loose: "project|projects|index|indexes|database|databases|storage|site|sites|website|websites|workflow|workflows|extension|application|server|servers",
        not_in: &[
            Setting::Work,
            Setting::Canvas,
            Setting::Device,
            Setting::Terminal,
            Setting::Editor,
        ],
        within: Some(Setting::Cloud),
        bare: true,
        maybe_telling: "prune|power|shutdown|rebuild|resize|rescue|failover|evict|rollback|drain|poweroff",
        maybe: "variable|variables|header|headers|route|routes|interface|interfaces|bridge|peer|peers|lease|leases|pool|pools|rule|dataset|datasets|smb|nfs|nat|dhcp|waf|tunnel|tunnels|\
            zone|zones|configuration|logs|log|share|shares|cron|daemon|hostname|disks|certificates|access_app|records|apps|environments|secrets|schedule|cache|caches|replication|broker|brokers|stacks|repo|repository|repositories|runtime|runtimes|router|routers|flavor|hosts|host|instance|instances|replicaset|statefulset|daemonset|pvc|manifest|hpa|migration|mode|version|rules|replicas|generic|managed|image|images|node|nodes|build|stack|service|services|port|release|worker|zone|branch|resource|resources|function|functions|\
            job|jobs|volume|volumes|network|networks|domain|environment|namespace|namespaces|cron|runner|action|template|endpoint|endpoints|\
            snapshot|snapshots|backup|backups|certificate|record|records|registry|app|apps|gateway|queue|topic|config|configmap|replica|kernel|\
            chart|ip|key|keys|plugin|proxy|ingress|secret|db|cdn|forward|compose|swarm",
        unless: "notebook|section|prediction|predictions|comment|comments|context|contexts|note|notes|policy|role|roles|user|users|member|query|permission|\
            attribute|view|favorite|alert|tag|export|setting|settings|token|tokens|ssh|password|passwords|stage|invoice|entries|access|evaluation|eval|mcp|card|cards|column|columns|milestone|milestones",
        says: "custom domain|custom subdomain|provisioned domain|helm chart|edge function|deploys|ci pipeline|terraform|kubernetes resource|kubernetes resources|restarts|development branch|\
            database branch|preview branch|actions workflow|workflow run|workflow runs|ci build|ci job|compose stack|preview environment|training job|all managed resources|vector index|serverless index|environment variables for a|environment variables for an",
        ..NOTHING
    },
    Rule {
        // What machines and networks go by.
        capability: Capability::InfraChange,
        verbs: "create|add|set|update|edit|delete|remove|enable|disable|apply|confirm|write|mask|unmask|start|stop|restart|reload|modify|replace|put|upgrade|reboot|toggle|configure|block|\
            unblock|move|import|restore|clear|flush|activate|deactivate|reset|adopt|forget|patch|kick|disconnect|authorize",
        objects: "wlan|wlans|ddns|unit|systemd|upstream|upstreams|ssid|ssids|portforward|resolver|nameservers|iptables|nftables|ufw|fail2ban|crontab|haproxy|hypervisor",
        pairs: "port forward|port forwards|port forwarding|firewall policy|firewall policies|firewall rule|firewall rules|firewall group|dns rewrite|dns rewrites|filter list|filter lists|\
            filtering rules|custom rules|unit file|dns server|dns servers|dns filter|traffic rule|traffic route|radius profile|network device|nat rule|pending changes",
        says: "firewall changes|systemd unit|wireless network|wifi network|upstream dns|dns filtering|restart a unit|stop a unit|start a unit|mask a unit|enable a unit|disable a unit|unmask a unit|unit file|a unit so|device firmware to|port forwarding rule|on the gateway|on the router|the switch port|\
            filtering rules|dns filter|from the network|firewall rule",
        unless: "test|tests|measurement|measurements|conversion|game|mesh|texture",
        ..NOTHING
    },
    Rule {
        // A build or rollout that is under way, and what becomes of it.
        capability: Capability::InfraChange,
        verbs: "rerun|retry|cancel|trigger|restart|stop|requeue|abort|approve|promote|reject|pause|resume|undo|continue|rollback",
        objects: "build|builds|deployment|deployments|pipeline|pipelines|rollout|rollouts|canary",
        unless: "comment|comments|list|note|deal|sales|lead",
        ..NOTHING
    },
    Rule {
        // Who is on a network, and is sent off it.
        capability: Capability::InfraChange,
        verbs: "kick|disconnect|block|unblock|deauthorize|deauthenticate|reconnect|quarantine|unquarantine|isolate",
        within: Some(Setting::Cloud),
        maybe: "client|clients|station|stations|user|users|session|sessions|device|devices|guest|guests|peer|host|mac",
        unless: "account|accounts|member|members",
        ..NOTHING
    },
    Rule {
        // A server of a database as a whole.
        capability: Capability::InfraChange,
        verbs: "start|stop|restart|reload|deploy|redeploy|rebuild|move|scale|upgrade|resume|pause|reboot|provision|install|uninstall|save|remove",
        objects: "mysql|postgres|postgresql|mariadb|mongo|mongodb|redis|valkey|clickhouse|cassandra|elasticsearch|opensearch|rabbitmq|kafka|nginx|apache|\
            traefik|caddy|database|databases",
        unless: "document|documents|record|records|row|rows|table|tables|collection|key|keys|query|data|value|entry|index|view|schema|cache|field|topic|message|transaction|transactions",
        ..NOTHING
    },
    Rule {
        capability: Capability::DbWrite,
        verbs: "insert|create|update|upsert|delete|write|add|apply|replace|modify|truncate|drop|upload|import|put|patch|bulk|remove|set|\
            append|merge|push|pop|alter|commit|rename|clear|flush|index|ingest|increment|store|save|edit|expire|persist|copy|del|unlink|move|unset|restore|clone|purge",
        telling: "truncate|hset|hdel|hmset|lpush|rpush|lpop|rpop|sadd|srem|spop|zadd|zrem|xadd|xdel|setex|mset|incr|decr|flushdb|flushall",
        within: Some(Setting::Database),
        bare: true,
        maybe_telling: "upsert",
        maybe: "redis|valkey|memcached|record|records|row|rows|document|documents|table|tables|collection|collections|vector|vectors|field|fields|migration|\
            attachment|point|points|column|columns|schema|schemas|key|keys|value|values|entry|entries|hash|embedding|embeddings|json|kv|expiration|\
            constraint|trigger|view|index|many|one|stream|set|string|procedure|procedures|sequence|partition|transaction|alias|aliases|mapping|mappings|indices|query",
        unless: "index|project|branch|cluster|server|instance|user|users|role|garbage|comment|api|config|setting|insight|db|database|contents|dns|dnssec|nameserver|mx|cname|channel|subscription",
        maybe_says: "into the vector database|into a vector database|from the vector database|in the vector database|into the vector store|into a vector store|\
            from the vector store|in the vector store|into the database|to the database|in the database|in a collection|into the collection|into a collection|in a table|\
            into a table|from a table|existing record|index records|in the table|row in a",
        ..NOTHING
    },
    Rule {
        capability: Capability::DeviceControl,
        telling: "click|hover|tap|swipe|drag|keypress|doubleclick",
        objects: "keyboard|mouse|touchscreen|thermostat|lightbulb",
        unless: "feedback_url|heatmap",
        ..NOTHING
    },
    Rule {
        // What a chip or machine holds is written as by hand.
        capability: Capability::DeviceControl,
        verbs: "write|poke|patch|fill|set|erase|flash|program|force",
        within: Some(Setting::Device),
        maybe: "memory|register|registers|eeprom|fuse|fuses|pin|pins|gpio|coil|coils|peripheral",
        ..NOTHING
    },
    Rule {
        // It is switched, whatever it is, if it is no machine of a data centre and no setting.
        capability: Capability::DeviceControl,
        verbs: "turn|switch|power",
        loose: "on|off",
        not_in: &[
            Setting::Cloud,
            Setting::Work,
            Setting::Database,
            Setting::Mail,
        ],
        unless: "vm|vms|server|servers|instance|instances|droplet|droplets|machine|vps|node|host|feature|flag|notification|notifications|monitoring|mode|debug|logging|\
            tracing|setting|alerts|alert|maintenance|replies|comments|option|protection|policy|user|users|account|group|agent|rule|reminders|sync|captions|branch|branches|database|dark|based",
        ..NOTHING
    },
    Rule {
        // What a board runs is put on it.
        capability: Capability::DeviceControl,
        verbs: "upload|flash|program|burn|write|install|update|upgrade",
        objects: "sketch|firmware|bootloader|fuses|bitstream",
        unless: "layer|symbol|artboard|design|list|build|file|image",
        ..NOTHING
    },
    Rule {
        // A phone that is only played by a program is one all the same.
        capability: Capability::DeviceControl,
        verbs: "boot|shutdown|erase|install|uninstall|launch|open|start|stop|reset|restart|terminate|test|run|record|set|rotate|shake|close|tap",
        objects: "simulator|simulators|emulator|emulators|sim|sims|avd",
        unless: "card|cards|build|list|trading|game",
        ..NOTHING
    },
    Rule {
        capability: Capability::DeviceControl,
        within: Some(Setting::Device),
        always: true,
        unless: "backup|dashboard|report|credential|credentials|project|memory|note|label|labels|area|areas|approval|context|profile|media|locale",
        ..NOTHING
    },
    Rule {
        capability: Capability::DeviceControl,
        verbs: "manage|run|start|open|trigger|launch|build|control|stop|set|execute",
        within: Some(Setting::Editor),
        maybe_telling: "refresh|reload|compile|play|focus|pause|debug",
        maybe: "build|builds|editor|tests|test|playmode|ide|debugger|breakpoint",
        ..NOTHING
    },
    Rule {
        // What someone hears or feels.
        capability: Capability::DeviceControl,
        verbs: "set|start|stop|play|pause|transfer|skip|next|previous|resume|seek|adjust|toggle|turn|switch|dim|lock|unlock|open|close|arm|disarm|water|activate|trigger|run|raise|lower",
        objects: "playback|volume_level|speaker|speakers|tv|lights|light|hvac|blinds|vacuum|door|doors|garage|fan|plug|thermostat|lamp|lamps|bulb|bulbs|curtain|curtains|shutter|shutters|\
            siren|sprinkler|sprinklers|irrigation|mower|awning|heater|heating|humidifier|dehumidifier",
        ..NOTHING
    },
    Rule {
        capability: Capability::CredentialAccess,
        changes: false,
        verbs: "get|list|read|show|retrieve|return|reveal|fetch|dump|export|access|print|extract|harvest|recover|crack|sniff|capture|manage|rotate|regenerate|view|lookup|display|decrypt",
        objects: "secret|secrets|credential|credentials|env|environ|password|passwords|apikey|totp|otp|cookie|cookies|kubeconfig|keychain",
        pairs: "access key|access keys|api key|api keys|api token|api tokens|access token|access tokens|auth token|auth tokens|signing secret|side token|\
            side tokens|account token|account tokens|env vars|env variables|environment variables|refresh token|bearer token|private key|private keys|deploy token|deploy tokens|\
            client secret|client secrets|account key|registration token|join token|session token|recovery codes|backup codes|seed phrase|connection string|connection uri|\
            personal token|project token|runner token|id token|identity token|oauth token|jwt token",
        unless: "domain|domains|management|package|packages|quota|count|usage|price|prices|balance|address|info|limit|metadata|names|name|design|policy|budget|holders|market|scan|hash|state|status|types|alert|alerts|scanning|\
            schema|virtual|health|version|strength|consent|banner|random|code|conda|python|venv|virtualenv|contexts",
        says: "kubeconfig|environment variables|environment variable values|signing secret|returns credentials|secret value|secret values|plaintext secret|decrypted|\
            connection string with password|temporary credentials|session credentials|login credentials|stored credentials|one time password|one time code|recovery codes|\
            returns api key|returns api_key|returns an api key|returns your api key|returns the api key|returns a session token|returns an access token|\
            returns a time limited session token|seed phrase|mnemonic phrase|password manager|decoded values|client secret|bearer credential|bearer credentials|acts as a credential|whoever holds it",
        ..NOTHING
    },
    Rule {
        // What lets someone in comes back once, as who it is for is entered or shows that he may.
        capability: Capability::CredentialAccess,
        changes: false,
        verbs: "register|create|generate|issue|signup|sign|login|authenticate|exchange|verify|bootstrap|provision|rotate|regenerate|enroll|join|mint|refresh",
        says: "returns api key|returns api_key|returns an api key|returns your api key|returns the api key|api key is returned|returns the raw key|returns an access token|returns a bearer token|returns access token|returns access_token|for an access token|for a persistent access token|for access tokens|for access and refresh tokens|returns a jwt|returns jwt|key is shown once|token is shown once|key is only shown once|token is only shown once|shown only once|returns the secret|returns the token|returns the key once",
        unless: "domain|design|price|market|scan|revoke|delete",
        ..NOTHING
    },
    Rule {
        // A password that is found out.
        capability: Capability::CredentialAccess,
        changes: false,
        telling: "crack",
        says: "password cracking|password cracker|crack passwords|cracks passwords|crack a password|crack password|crack hashes|cracks hashes|hash cracking|hash cracker|password hashes|\
            dump credentials|dumps credentials|credential dumping|harvest credentials|brute force logins|brute force login|password spraying|credential stuffing|guess passwords",
        unless: "strength|policy|check|breach|breached|pwned|exposed",
        ..NOTHING
    },
    Rule {
        // What is made to let someone in comes back once, as it is made.
        capability: Capability::CredentialAccess,
        changes: false,
        verbs: "generate|create|issue|exchange",
        objects: "apikey|totp|otp|kubeconfig",
        pairs: "access key|access keys|api key|api keys|api token|api tokens|access token|access tokens|auth token|deploy token|deploy tokens|project token|runner token|\
            registration token|personal token|client secret|account key|signing secret|join token|account token|private key|application password|app password|\
            recovery codes|backup codes|session token|service token",
        says: "for access tokens|for access and refresh tokens|for an access token|code for tokens|returns a session token|returns a time limited session token|returns an access token|returns the access token|returns an api key|returns the api key|returns the secret key|\
            returns a bearer token|returns credentials|returns temporary credentials",
        unless: "domain|domains|quota|count|usage|price|balance|limit|metadata|policy|budget|market|names|schema|random",
        ..NOTHING
    },
];
