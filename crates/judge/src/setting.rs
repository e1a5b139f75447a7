//! What a server is about, as the names of its tools and a tool's own first words tell: the same word means another thing elsewhere.
//! A `table` is rows in a database and cells in a workbook; a `window` is a screen's on a desktop and a pane's in a terminal.

use crate::prose::{Phrases, Prose, Words, one_of, pieces, words};
use crate::shape::Param;
use std::collections::HashMap;
use std::sync::LazyLock;

/// What a server is about.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Setting {
    /// A browser, a desktop, a phone, a house: something is moved as by hand.
    Device,
    /// An editor of code, scenes or sound, driven from outside.
    Editor,
    /// Clusters, clouds, machines, pipelines.
    Cloud,
    /// Rows, documents, vectors, keys.
    Database,
    /// Workbooks, slides, diagrams, designs.
    Canvas,
    /// Shells, terminals, sessions of them.
    Terminal,
    /// Mail and chat.
    Mail,
    /// What people share and see: tickets, boards, pages.
    Work,
}

/// The words that tell a setting.
struct Cue {
    setting: Setting,
    /// Words of names, between bars. A longer word that begins with one of six letters or more is built from it: a brand.
    names: &'static str,
    /// Those of them that one name alone is believed for.
    sure: Words,
    /// Phrases of a description, between bars.
    says: &'static str,
}

/// The cues. Where two settings are as likely, the first is taken.
static CUES: &[Cue] = &[
    Cue {
        setting: Setting::Device,
        names: "click|hover|drag|tap|swipe|scroll|keyboard|mouse|navigate|goto|screenshot|fill|press|browser|playwright|puppeteer|selenium|\
            webdriver|chrome|chromium|firefox|tab|tabs|dialog|viewport|cursor|desktop|simulator|emulator|mobile|hotkey|window|windows|clipboard|applescript|gesture|\
            touch|keypress|pointer|lights|thermostat|homeassistant|adb|android|appium|simctl|xcuitest|\
            appliance|lamp|bulb|blinds|curtain|door|printer|printers|gcode|plc|modbus|gpio|arduino|oscilloscope|robot|drone|servo|motor|firmware|gripper|spindle|cnc|apk|logcat|ble|bluetooth|serial|\
            launcher|hid|vibrate|wled|zigbee|relay|light|bulb|bulbs|lamp|lamps|dimmer|brightness|midi|tempo|playback|metronome|arrangement|quantize|overdub",
        sure: Words::of(
            "browser|playwright|puppeteer|selenium|webdriver|chromium|keyboard|mouse|thermostat|homeassistant",
        ),
        says: "browser|browser session|on the page|on a page|element on|mouse|keyboard|smart home|multiple devices|home assistant|homekit|homebridge|openhab|\
            smartthings|zigbee|z wave|philips hue|tuya|the device|smart device|iot|android device|android emulator|ios simulator|ios device|ios sim|on sim|the simulator|a simulator|simulator app|the emulator|android service|android app|android phone|android screen|adb|ios app|\
            editable element|the desktop|thermostat|air conditioner|air conditioning|alarm system|smart lock|smart plug|smart light|light bulb|smart bulb|smart speaker|home automation|3d printer|serial port|serial device|bluetooth device|usb device|microcontroller|the robot|robot arm|the drone|\
            the printer|plc|connected device|target device|mobile device|windows start menu|desktop application|focused field|the tv|tv remote|smart tv|on a camera|the vehicle|vehicle|trunk|coffee machine|coffee maker|espresso machine|washing machine|the washer|the dryer|dishwasher|the oven|the fridge|refrigerator|the freezer|robot vacuum|vacuum cleaner|lawn mower|air purifier|humidifier|dehumidifier|heat pump|the boiler|water heater|radiator|the inverter|ev charger|wallbox|charging station|the car|smart meter|the projector|soundbar|av receiver|the amplifier|set top box|the telescope|the microscope|the oscilloscope|power supply|multimeter|signal generator|spectrum analyzer|the instrument|lab instrument|the laser|laser cutter|cnc machine|the spindle|the gripper|the rover|autopilot|flight controller|the pump|the valve|the motor|the servo|stepper motor|led strip|led matrix|the leds|e ink|eink|garage door|window blinds|roller shutter|the sprinkler|irrigation controller|swimming pool|hot tub|the treadmill|midi device|midi controller|the synthesizer|usb stick|dev board|development board|the headset|smart watch|the watch|the wearable|the turtle|the kettle|toaster|thermomix|air fryer|pet feeder|aquarium|the horn|relay output|doorbell|siren|arm alarm|arm profile|alarm manager|jtag|core registers|debug probe|\
            memory address|compiled firmware|media player|all doors|climate control|charge limit|input field|input fields|macos applications|mac applications",
    },
    Cue {
        setting: Setting::Editor,
        names: "unity|unreal|godot|blender|xcode|vscode|jetbrains|intellij|ide|ableton|gamemaker",
        sure: Words::of("unity|unreal|godot|blender|xcode|vscode"),
        says: "unity|unreal|godot|blender|xcode|vs code|vscode|visual studio|jetbrains|intellij|the ide|ableton|roblox studio|android studio",
    },
    Cue {
        setting: Setting::Cloud,
        names: "kubectl|helm|k8s|kubernetes|pod|pods|cluster|clusters|namespace|namespaces|terraform|docker|podman|container|containers|droplet|\
            droplets|vm|vms|ec2|ecs|eks|gke|aks|lambda|deployment|deployments|deploy|instance|instances|rollout|ingress|pipeline|\
            pipelines|nodegroup|autoscaling|vps|sandbox|sandboxes|volume|volumes|network|networks|subnet|subnets|router|routers|hypervisor|hypervisors|\
            runtime|runtimes|floating|flavor|flavors|stack|stacks|serverless|replication|ecr|fargate|cloudformation|gcp|aws|azure|firewall|firewalls|nat|dhcp|vlan|vlans|wlan|wlans|vpn|vpns|wireguard|\
            zone|zones|dns|waf|cdn|worker|workers|bucket|buckets|deploys|vars|tunnel|tunnels|smb|nfs|iscsi|zpool|bgp|ospf|hotspot|ssid|wifi|loadbalancer|registry|snapshot|snapshots",
        sure: Words::of(
            "kubectl|helm|k8s|kubernetes|pod|pods|cluster|clusters|terraform|docker|podman|container|containers|droplet|droplets|vm|vms|ec2|ecs|eks|lambda|nodegroup|vps|sandbox|sandboxes|hypervisor|hypervisors|serverless|ecr|fargate|cloudformation",
        ),
        says: "kubernetes|helm|kubectl|terraform|docker|container image|cluster|cloud run|edge function|virtual machine|virtual machines|vm|ec2|\
            compute instance|db instance|droplet|load balancer|vpc|cloud sandbox|code sandbox|sandbox environment|virtual private server|jenkins|teamcity|buildkite|circleci|gitlab ci|github actions|\
            network switch|hosted zone|dns zone|argocd|nas|hypervisor|bare metal|resource group|mainframe|proxmox|vmware|vcenter|vsphere|esxi|openstack|openshift|nutanix|truenas|unraid|synology|opnsense|pfsense|mikrotik|routeros|openwrt|dag run|dag runs|s3 bucket|storage bucket|table bucket",
    },
    Cue {
        setting: Setting::Database,
        names: "sql|query|queries|database|databases|db|table|tables|schema|schemas|collection|collections|record|records|row|rows|index|\
            indexes|indices|vector|vectors|document|documents|cypher|redis|mongo|mongodb|postgres|postgresql|mysql|sqlite|neo4j|bigquery|\
            snowflake|duckdb|clickhouse|dynamodb|cassandra|hset|hget|hgetall|hdel|zadd|zrem|zrange|lpush|rpush|\
            lpop|rpop|lrange|sadd|srem|smembers|xadd|xrange|kv|embedding|embeddings",
        sure: Words::of(
            "sql|database|databases|collection|collections|record|records|row|rows|vector|vectors|cypher|redis|mongo|mongodb|postgres|postgresql|mysql|sqlite|neo4j|bigquery|snowflake|duckdb|clickhouse|dynamodb|cassandra|hset|hget|zadd|lpush|lpop|rpush|rpop|sadd|kv|embedding|embeddings|table",
        ),
        says: "database|memcached|valkey|couchdb|couchbase|firestore|cosmos db|influxdb|milvus|qdrant|pinecone|weaviate|chromadb|vector database|key value store|time series database|graph database|sql|postgres|postgresql|mysql|sqlite|mongodb|redis|neo4j|vector store|vector index|elasticsearch|opensearch|dynamodb",
    },
    Cue {
        setting: Setting::Canvas,
        names: "sheet|sheets|workbook|worksheet|spreadsheet|excel|range|slide|slides|presentation|shape|shapes|layer|layers|diagram|figma|heading|headings|footnote|footnotes|endnote|endnotes|paragraphs|bullet|bullets|pptx|xlsx|header|footer|table|tables|document|\
            documents|text|format|\
            canvas|frame|frames|paragraph|docx|cell|cells|edge|edges|board|rectangle|textbox",
        sure: Words::of(
            "sheet|sheets|workbook|worksheet|spreadsheet|excel|slide|slides|presentation|figma|docx",
        ),
        says: "workbook|worksheet|spreadsheet|excel|google sheet|google sheets|slide|presentation|diagram|canvas|board|word document|vertex|rows or columns",
    },
    Cue {
        setting: Setting::Terminal,
        names: "terminal|shell|ssh|tmux|pty|tty|pane|panes|command|bash|session|sessions|stdin",
        sure: Words::of("terminal|shell|ssh|tmux|pty|tty"),
        says: "terminal|shell|tmux|pane|ssh|tty",
    },
    Cue {
        setting: Setting::Mail,
        names: "email|emails|mail|inbox|mailbox|message|messages|thread|threads|draft|drafts|dm|dms|chat|chats|channel|channels|sms|\
            conversation|conversations|reaction|gmail|outlook|imap|slack|discord|telegram|whatsapp",
        sure: Words::of(
            "email|emails|gmail|inbox|mailbox|dm|dms|sms|whatsapp|telegram|slack|discord|imap|outlook",
        ),
        says: "gmail|email|emails|inbox|mailbox|slack|discord|telegram|whatsapp|imessage|direct message|direct messages|chat history|outlook",
    },
    Cue {
        setting: Setting::Work,
        names: "issue|issues|task|tasks|board|boards|card|cards|ticket|tickets|epic|epics|story|stories|sprint|comment|comments|workspace|\
            workspaces|team|teams|member|members|contact|contacts|deal|deals|milestone|item|items|todo|todos|subtask|subtasks|reminder|reminders|checklist|checklists",
        sure: Words::of("issue|issues|ticket|tickets|epic|sprint"),
        says: "issue|issues|ticket|tickets|comment|comments|workspace|team members",
    },
];

/// Names of a server that must tell the same before it is believed; a server of fewer tools is judged tool by tool.
const NAMES: usize = 3;

/// Names of a server that are looked at: so many tell as much as all.
const MOST: usize = 200;

/// Words of names that tell that documents are files.
static FILED: Words = Words::of(
    "folder|folders|thumbnail|docx|pdf|powerpoint|signature|signatures|attachment|attachments",
);

/// What the names of a server's tools, each cut into words, are about.
pub(crate) fn of_names(names: &[Vec<String>]) -> Option<Setting> {
    let names = names.get(..MOST).unwrap_or(names);
    let mut counts = [0; CUES.len()];
    // Where documents lie in folders or have pages, they are no rows.
    let filed = names.iter().flatten().any(|word| one_of(&FILED, word));
    for words in names {
        let told = words.iter().fold(0, |told, word| told | told_by(word));
        // A record of the DNS is no row of a database.
        let dns = words.iter().any(|word| one_of(words!("dns|dnssec"), word));
        let paper = filed
            && words
                .iter()
                .any(|word| one_of(words!("document|documents"), word));
        for ((i, count), cue) in counts.iter_mut().enumerate().zip(CUES) {
            let other = (dns || paper) && cue.setting == Setting::Database;
            *count += usize::from(told >> i & 1 == 1 && !other);
        }
    }
    let (count, setting) = counts
        .into_iter()
        .zip(CUES)
        .map(|(count, cue)| (count, cue.setting))
        .max_by_key(|(count, setting)| (*count, std::cmp::Reverse(*setting)))?;
    (count >= NAMES && count * 6 >= names.len()).then_some(setting)
}

/// The words of names that tell settings, each with a bit for every row of [`CUES`] that it is in.
static TOLD: LazyLock<HashMap<&'static str, u8>> = LazyLock::new(|| {
    let mut told: HashMap<&'static str, u8> = HashMap::new();
    for (i, cue) in CUES.iter().enumerate() {
        pieces(cue.names, b'|').for_each(|word| *told.entry(word).or_default() |= 1 << i);
    }
    told
});

const _: () = assert!(CUES.len() <= u8::BITS as usize, "a bit for each row");

/// The settings that a word of a name tells.
fn told_by(word: &str) -> u8 {
    // A longer word that begins with a cue is a brand that is built from it.
    let built = (LEAST..word.len().min(MOST_LETTERS)).filter_map(|end| word.get(..end));
    let all = std::iter::once(word).chain(built);
    all.filter_map(|cue| TOLD.get(cue))
        .fold(0, |all, bits| all | bits)
}

/// Words of a description that say what it is about.
const REACH: usize = 24;

/// What the first words of a description say that it is about.
pub(crate) fn told(text: &Prose) -> Vec<Setting> {
    static SAYS: LazyLock<Phrases> =
        LazyLock::new(|| Phrases::of_each(CUES.iter().map(|cue| cue.says)));
    let said = SAYS.each_affirmed(text, REACH).into_iter();
    said.filter_map(|(cue, _)| Some(CUES.get(cue)?.setting))
        .collect()
}

/// Parameters that pick the thing that is moved: no other kind of tool has them.
static MOVED: Words = Words::of(
    "device_id|device_udid|udid|device_serial|adb_device|serial_port|baud_rate|baudrate|printer|printer_name|printer_id|robot|robot_id|drone_id|simulator_id|\
    simulator_udid|simulator_uuid|emulator_id|light_id|lamp_id|speaker_id|camera_id|gpio|gpio_pin|servo|vehicle_id|thermostat_id|appliance_id",
);

/// Whether a parameter picks a thing that is moved.
pub(crate) fn moved(params: &[Param<'_>]) -> bool {
    params
        .iter()
        .any(|param| param.level == 0 && param.is(&MOVED))
}

/// Whether the words of a name say that it is about this.
pub(crate) fn named(setting: Setting, words: &[String]) -> bool {
    let mut of = CUES.iter().filter(|cue| cue.setting == setting);
    of.any(|cue| words.iter().any(|word| cues(&cue.sure, word)))
}

/// Letters of the shortest cue from which brands are built, and more than any has.
const LEAST: usize = 6;
const MOST_LETTERS: usize = 24;

/// Whether a word is a cue, or a brand that is built from one.
fn cues(list: &Words, word: &str) -> bool {
    let built = |cue: &str| cue.len() >= LEAST && word.starts_with(cue);
    one_of(list, word) || word.len() > LEAST && pieces(list.list(), b'|').any(built)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn of(names: &[&str]) -> Option<Setting> {
        let names: Vec<_> = names.iter().map(|name| crate::name::words(name)).collect();
        of_names(&names)
    }

    #[test]
    fn no_cue_is_too_long_to_be_found() {
        assert!(TOLD.keys().all(|cue| cue.len() < MOST_LETTERS));
    }

    #[test]
    fn names_tell_what_a_server_is_about() {
        assert_eq!(
            of(&["page_click", "page_fill", "page_goto", "page_title"]),
            Some(Setting::Device)
        );
        assert_eq!(
            of(&[
                "list_pods",
                "get_nodes",
                "describe_cluster",
                "scale_deployment"
            ]),
            Some(Setting::Cloud)
        );
        assert_eq!(
            of(&["read_sheet", "add_chart", "format_range", "list_sheets"]),
            Some(Setting::Canvas)
        );
        assert_eq!(of(&["get_weather", "get_forecast", "get_alerts"]), None);
        assert_eq!(of(&["click"]), None, "one name tells little");
    }
}
