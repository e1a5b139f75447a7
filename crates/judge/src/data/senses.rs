//! Words that tell a class of data and mean another thing beside others: the vitals of a page, the candidates of a match, the
//! transactions of a database. Data, and nothing else.

use crate::prose::{Words, one_of};
use crate::setting::Setting;
use crate::shape::Tool;

/// Words with what makes them something else.
struct Sense {
    /// The words.
    told: Words,
    /// Words of the same name, or of the product's own, beside which they are something else.
    beside: Words,
    /// Settings in which they are.
    within: &'static [Setting],
}

/// Where programs and machines are looked after.
const MACHINES: &[Setting] = &[
    Setting::Cloud,
    Setting::Database,
    Setting::Terminal,
    Setting::Device,
    Setting::Editor,
];

/// The words.
static SENSES: &[Sense] = &[
    Sense {
        told: Words::of("vitals|symptoms|diagnosis|diagnoses|biopsy"),
        beside: Words::of(
            "web|core|page|site|url|lighthouse|lcp|cls|android|app|crash|performance|system|server|cluster|network|code|error|errors|build|test|tests|failure|\
            pod|node|query|queries|root|machine|engine|vehicle|car|obd|job|log|logs|connection|database|service|deployment|incident|alert|workflow|pipeline|plant",
        ),
        within: MACHINES,
    },
    Sense {
        // What is known of drugs and diseases, and not of who has them.
        told: Words::of(
            "medication|medications|diagnosis|diagnoses|prescription|immunizations|immunization|vaccinations|vaccination|symptoms|radiology|allergies|biomarker|\
            biomarkers|pregnancy|ehr|fhir|hl7|ecg",
        ),
        beside: Words::of(
            "interaction|interactions|label|labels|ndc|rxnorm|fda|openfda|dailymed|adverse|recall|recalls|price|prices|formulary|icd|icd10|icd11|snomed|loinc|\
            guideline|guidelines|literature|pubmed|trial|trials|terminology|statistics|rates|coverage|country|countries|spec|specification|profile|profiles|\
            definition|valueset|codesystem|schema|docs|documentation",
        ),
        within: &[],
    },
    Sense {
        // Clusters that crunch numbers.
        told: Words::of("emr"),
        beside: Words::of(
            "cluster|clusters|serverless|step|steps|spark|aws|hadoop|hive|studio|notebook|instance|instances|fleet|fleets|ec2",
        ),
        within: &[Setting::Cloud],
    },
    Sense {
        told: Words::of("phi"),
        beside: Words::of(
            "psi|angle|angles|torsion|dihedral|node|golden|coefficient|function|theta",
        ),
        within: &[],
    },
    Sense {
        told: Words::of("opportunities|opportunity"),
        beside: Words::of(
            "lcp|seo|performance|optimization|optimisation|improvement|refactoring|refactor|lighthouse|arbitrage|trading|trade|mev|yield|farming|staking|liquidity|\
            keyword|keywords|backlink|link|linking|content|cost|savings|saving|cache|caching|test|testing|learning|volunteer|grant|grants|sam|tender|tenders|bid|federal",
        ),
        within: &[],
    },
    Sense {
        told: Words::of("candidate|candidates|applicants"),
        beside: Words::of(
            "road|roads|track|route|path|code|release|dead|duplicate|duplicates|merge|match|matches|matching|entity|link|model|models|domain|name|names|stock|stocks|\
            patch|gene|genes|drug|compound|molecule|element|selector|locator|cleanup|archive|deletion|removal|index|cache|refactor|refactoring|exoplanet|planet|\
            election|elections|ballot|fec|political|senate|congress|president|ice|token|answer|answers|concept|memory|memories|clip|clips|translation|part|parts|component|vote|votes",
        ),
        within: &[Setting::Editor],
    },
    Sense {
        // What everybody may know of pay.
        told: Words::of("salary|salaries|wage|wages|payroll|compensation"),
        beside: Words::of(
            "statistics|benchmark|benchmarks|average|median|occupation|occupations|market|estimate|estimates|bls|series|calculator|nonfarm|nfp|economic|indicator|range|ranges|\
            motion|tax|taxes|backlash|temperature|drift|lens",
        ),
        within: &[],
    },
    Sense {
        // What is begun again.
        told: Words::of("resume|resumes"),
        beside: Words::of(
            "pause|stop|start|session|job|task|run|execution|queue|playback|download|upload|crawl|workflow|agent|debug|debugger|campaign|timer|or|checkpoint",
        ),
        within: MACHINES,
    },
    Sense {
        told: Words::of("contract|contracts"),
        beside: Words::of(
            "component|components|api|interface|schema|data|lib|library|module|tool|prop|props|type|types|design|openapi|grpc|graphql|endpoint|perpetual|perp|derivative|\
            deploy|deployed|deployment|source|code|test|tests|consumer|provider|symbol|expiration|strike|bytecode|event|events|call|write|multicall|state|handoff|phase",
        ),
        within: &[Setting::Editor],
    },
    Sense {
        told: Words::of("clause|clauses|legal|testament|deposition|deed|deeds"),
        beside: Words::of(
            "where|sql|query|select|order|having|filter|moves|move|moves|actions|chess|board|bible|verse|chapter|book|old|new|vapor|film|layer|good",
        ),
        within: &[Setting::Editor],
    },
    Sense {
        told: Words::of("transaction|transactions"),
        beside: Words::of(
            "begin|commit|rollback|savepoint|sql|db|database|isolation|nested|within|locks|lock|log|deadlock|undo|redo|translations|trace|traces|slow|apm|span",
        ),
        within: &[Setting::Database, Setting::Cloud, Setting::Editor],
    },
    Sense {
        told: Words::of("charges"),
        beside: Words::of(
            "partial|atomic|atom|atoms|molecular|electric|point|ev|vehicle|battery|tesla|charging",
        ),
        within: &[],
    },
    Sense {
        // What programs and machines say to each other.
        told: Words::of("conversation|conversations|chats|dms|sms|inbox"),
        beside: Words::of(
            "tcp|udp|ip|protocol|packet|packets|network|endpoints|pcap|tshark|wireshark|starter|starters",
        ),
        within: &[],
    },
    Sense {
        told: Words::of("lead|leads"),
        beside: Words::of(
            "qa|team|tech|dev|project|design|engineering|squad|time|times|lag|guitar|synth|qrs|vocal|singer|paint|pipe|acid",
        ),
        within: &[],
    },
    Sense {
        told: Words::of("secret|secrets|credential|credentials|password|passwords"),
        beside: Words::of("santa|hitler|sharing|scanner|scan|scans|detect|detection|hunting"),
        within: &[],
    },
];

/// Whether a word that tells a class means something else in this name.
pub(super) fn is_other(tool: &Tool<'_>, object: &[&str], word: &str) -> bool {
    let other = |sense: &Sense| {
        let within = sense
            .within
            .iter()
            .any(|setting| tool.setting == Some(*setting));
        let mut others = object.iter().filter(|near| **near != word);
        one_of(&sense.told, word) && (within || others.any(|near| one_of(&sense.beside, near)))
    };
    SENSES.iter().any(other)
}
