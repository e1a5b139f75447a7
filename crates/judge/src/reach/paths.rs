//! Which parameters are paths on the machine of the server, and which of them are written to.

use crate::prose::{Kind, Ready, Words, one_of, phrases, words};
use crate::setting::Setting;
use crate::shape::{Param, Tool};

/// Words for what a path names that is no local file.
const ELSEWHERE: Ready = phrases!(
    "artifact|artifacts|api|endpoint|json path|jsonpath|repository path|in the repository|s3|bucket|xpath|url path|url paths|regex|\
    dot notation|route|issue|page path|virtual filesystem|virtual file|virtual path|virtual directory|virtual output|in memory filesystem|source remote path|destination remote path|mailbox|public id|imap|contents of the|full contents|lat lng|lat lon|latitude|longitude|polyline|waypoints|lat1"
);
/// Words of a path that may be a file as well as an address.
const ON_DISK_TOO: Ready = phrases!("path|paths|file|files|local|folder|folders");
/// Words for a path inside a project of an editor: a file's where an example has the ending of one.
const INSIDE: Ready = phrases!(
    "instance path|asset path|node path|node paths|asset paths|property path|hierarchy path|object path"
);
/// Words that say that a folder is one of this machine.
const ON_DISK: Ready = phrases!("directory|absolute|local|disk|filesystem|machine|computer");
/// Words that show that a bare `path` is one of a file.
static FILEISH: Words = Words::of(
    "file|files|directory|directories|folder|folders|filesystem|workbook|sheet|repository|repo|image|pdf|document|script|workspace|csv|disk|absolute|local|\
    worksheet|spreadsheet|project",
);
/// Words of a name whose `path` is no file's.
static NO_FILES: Words = Words::of(
    "cookie|cookies|domain|domains|subdomain|forward|forwarding|redirect|url|webhook|gateway|ingress|proxy|listener|mailbox|mailboxes|wiki|endpoint|endpoints|secret|secrets|route|bucket|share|shares|smb|nfs|dataset|menu|category|page|role|user|group|policy",
);
/// Kinds of files, before the word itself: `pcap_file`.
static FILE_KINDS: Words = Words::of(
    "pcap|pcapng|capture|csv|tsv|json|jsonl|xml|yaml|yml|toml|pdf|docx|xlsx|xls|pptx|txt|text|html|markdown|md|tex|bib|zip|tar|wav|mp3|mp4|mov|mkv|flac|ogg|midi|\
    audio|video|image|png|jpg|jpeg|gif|svg|tiff|dxf|dwg|stl|step|stp|iges|scad|obj|gltf|glb|fbx|ply|blend|pcb|sch|schematic|gerber|netlist|als|log|db|sqlite|parquet|hdf5|h5|netcdf|\
    fasta|fastq|vcf|bam|sam|bed|gff|pdb|mol|sdf|cif|shp|geojson|kml|gpx|las|tif|nii|dicom|dcm|elf|binary|apk|ipa|jar|wasm|hex|bin|ics|vcf|eml|mbox|srt|ipynb|notebook|parquet|pickle|onnx",
);
/// Parameters that show that paths are inside a remote store.
static REMOTE: Words = Words::of(
    "owner|bucket|bucket_name|owner_id|space_id|site_id|drive_id|base_id|project_id|repository_id|workspace_slug|repo_slug|document_id|doc_id|spreadsheet_id|presentation_id|\
    file_id|script_id|workbook_id|folder_id|notebook_id|sheet_id|\
    application_id|app_id|environment_id|service_id|deployment_id|website_id|domain",
);

/// Words of a path on a server that files are kept on.
const ON_SERVER: Ready =
    phrases!("webdav|caldav|carddav|calendar collection|collection path|remote path relative");

/// Whether the paths of a tool are inside a remote store.
pub(super) fn remote(tool: &Tool<'_>) -> bool {
    tool.top()
        .any(|other| other.is(&REMOTE) || other.text.says(phrases!("slug|project key")))
        // A file of a repository that is named, and not where it lies.
        || tool.top().any(|other| {
            other.is(words!("repo|repository")) && !other.text.says(phrases!("path|directory|local|absolute|folder"))
        }) && tool.top().any(|other| other.is(words!("path|file_path|files")))
            && tool.text.says(phrases!("repository|repo|branch|commit"))
        // What lies in a store of documents elsewhere.
        || kept_elsewhere(tool)
        // What is shared with others is at the service that shares it.
        || tool.named(words!("sharing|shareable|shared|unshare")) && !tool.named(words!("memory|library"))
}

/// Stores of documents, by their kinds and the names that they go by.
static STORES: Words = Words::of(
    "sharepoint|onedrive|dropbox|gdrive|nextcloud|owncloud|webdav|seafile|pcloud|minio|gcs",
);

/// Whether a tool works on documents that lie in a store elsewhere, and takes none from here.
fn kept_elsewhere(tool: &Tool<'_>) -> bool {
    let store = tool.branded(&STORES) || tool.text.opens_with(&STORES, 24);
    let given = tool
        .top()
        .any(|other| other.is(words!("content|file_content|text|data|base64|body")));
    let taken = tool.named(words!(
        "upload|push|import|download|sync|save|export|transfer|mount"
    ));
    store && (given || !taken) && !tool.top().any(|other| other.named("local"))
}

/// Whether a parameter of a tool whose paths are not remote is one on the machine of the server.
pub(super) fn local_path(tool: &Tool<'_>, param: &Param<'_>) -> bool {
    if !param.values.free_text {
        return false;
    }
    let deep = usize::from(param.text.says(phrases!(
        "absolute path|absolute file path|local path|file path"
    )));
    let inside = param.text.says(INSIDE)
        && !param
            .text
            .tokens
            .iter()
            .any(|token| token.kind == Kind::Path);
    // A file that is given with its content is named, not read.
    let given = param.level > 0
        && param.is(words!("filename|file_name|name|path|file_path|filepath"))
        && tool.params.iter().any(|other| {
            other.level == param.level && other.is(words!("content|contents|data|body"))
        });
    // A path of another machine beside one of this.
    let elsewhere = param.named(words!("remote|webdav|ftp|sftp"))
        && (tool.top().any(|other| other.named("local")) || tool.branded(words!("webdav|sandbox")))
        || param.is(words!("remote_path|remote_file|remote_dir"))
            && !tool.branded(words!("ssh|sftp|scp|ftp"))
            && !tool.top().any(|other| other.named(words!("host|hostname")))
        || param.named(words!("path|paths|dir|directory")) && param.text.says(ON_SERVER);
    // What is given in letters itself is no path, nor is what is not to be used any more.
    let content = param.text.says(phrases!("base64")) && !param.text.says(phrases!("path"));
    if elsewhere
        || content
        || param.text.word(0) == "deprecated"
        || param.level > 1 + deep
        || inside
        || given
        || param.text.says(ELSEWHERE)
        || param.text.says(phrases!("urls")) && !param.text.says(ON_DISK_TOO)
    {
        return false;
    }
    let ends = param.ends(words!(
        "path|paths|filepath|filepaths|directory|dir|dirpath"
    )) || param.ends("folder") && param.text.says(ON_DISK)
        || param.ends("uri")
            && param.text.says(phrases!("directory|folder|file path"))
            && tool.named(words!("script|file|files|edits|document"));
    let within = param.named(words!("path|paths|filepath|dir"))
        && !param.ends(words!("params|pattern|type|name|prefix|length|id"));
    let either = either_source(param);
    // The name that a file is given is no path of one.
    let only_name = param.is(words!("filename|file_name"))
        && param.text.opens_with("name", 3)
        && !param.text.opens_with("path", 8);
    let told = !only_name && (either || param.is(words!("root|source_root|code_root|root_dir|scan_root"))
        && param.text.says(phrases!("path|directory|folder|dir|under"))
        || param.is(words!("file|files|filename|file_name|source|destination|output_file|input_file|repo|cwd|working_directory|workspace|output"))
        && param.text.says(phrases!("path|file path|file paths|directory|local file|filesystem|save|filename to|file to|specified file|from file")));
    // A document that is worked on by its name lies where the server runs.
    let brought = tool
        .top()
        .any(|other| other.is(words!("data|content|base64")));
    let named_file = param.is(words!("filename|file_name"))
        && (tool.text.opens_with(words!("file|files"), 12)
            || tool.opens_with(words!("save|store"))
                && tool
                    .top()
                    .any(|other| other.is(words!("content|code|data|text|source|script"))))
        && [tool.words.first(), tool.words.last()]
            .iter()
            .flatten()
            .any(|word| {
                one_of(
                    words!("write|create|update|append|edit|save|read|delete"),
                    word,
                )
            })
        && !matches!(
            tool.setting,
            Some(Setting::Work | Setting::Mail | Setting::Cloud | Setting::Database)
        );
    let document = named_file
        || param.is(words!("filename|file_name")) && tool.about(Setting::Canvas) && !brought;
    let plain = document
        || param.is(words!("source|destination|file"))
            && tool.named(words!("file|files|directory"))
        || param.ends("file")
            && (param.text.says(phrases!("path"))
                || param.text.says(phrases!("file"))
                    && !matches!(tool.setting, Some(Setting::Mail | Setting::Work)));
    let target = param.named("target")
        && tool.text.says(phrases!(
            "local directory|local folder|local path|working copy"
        ));
    // A file of a kind, or one whose own text opens with where it is.
    let of_kind = matches!(&param.words[..], [kind, file] if one_of(words!("file|files"), file) && one_of(&FILE_KINDS, kind))
        || param.is(words!("input_glob|file_glob|files_glob"));
    let placed = param.level == 0 && !tool.about(Setting::Terminal) && names_a_file(param);
    let other = !target && param
        .named(words!("area|iteration|category|breadcrumb|taxonomy|sort|order|artifact|blob|json|xpath|url|api|instance|node|property|prefix|entrypoint|role|import|target|return|redirect|callback"))
        && !param.named(words!("file|local"))
        || param.named(words!("exclude|include|ignore")) && tool.top().any(|other| other.is(words!("url|urls")))
        || param.named(words!("health|healthcheck|mount|internal|external|published|publish|route|webhook")) && !param.named(words!("file|local"))
        // What goes by an id is kept by the service.
        || param.ends(words!("file|files")) && param.text.opens_with(words!("id|ids|identifier"), 4)
        || param.is(words!("path|new_path|old_path|parent_path")) && tool.named(&NO_FILES)
        || matches!(&param.words[..], [what, path] if path == "path" && one_of(&NO_FILES, what))
        // Folders of what people work on together are the service's.
        || param.named("folder")
            && matches!(tool.setting, Some(Setting::Work | Setting::Mail))
            && !param.text.says(ON_DISK);
    // A bare `path` that is said to be something else is believed; one of which nothing is said is a file's.
    let fileish = || {
        tool.named(&FILEISH)
            || param.text.opens_with(&FILEISH, 30)
            || tool.text.opens_with(&FILEISH, 60)
            || param
                .text
                .tokens
                .iter()
                .any(|token| token.kind == Kind::Path)
    };
    // In a language that is not read here, nothing is said.
    let said = || param.text.words().all(str::is_ascii);
    let bare =
        param.is(words!("path|paths")) && !param.text.tokens.is_empty() && said() && !fileish();
    (ends || within || told || plain || of_kind || placed) && !other && !bare
}

/// What a file is that a tool works by, or that another machine holds.
const NOT_WORKED_ON: &Words = words!(
    "key|config|kubeconfig|configuration|credentials|certificate|ca|values|log|logs|pid|socket|known_hosts|private|remote|script"
);

/// Whether a parameter's text opens with where a file is: "Path to design file".
fn names_a_file(param: &Param<'_>) -> bool {
    let text = &param.text;
    let at = (0..3).find(|at| text.word(*at) == "path" && text.word(at + 1) == "to");
    let near = |at: usize, list: &Words| (at + 2..at + 8).any(|i| one_of(list, text.word(i)));
    at.is_some_and(|at| {
        near(at, words!("file|documentation|image|archive"))
            && !near(at, NOT_WORKED_ON)
            && !param.named(NOT_WORKED_ON)
    })
}

/// Whether a parameter takes an address or a file of this machine, whichever it is given.
pub(super) fn either_source(param: &Param<'_>) -> bool {
    param.is(words!("source|image|images|input|uri|url|document|pdf|audio|video|media|image_url|photo|attachment|attachments|data|file_url"))
        && param.text.says(phrases!("local path|local file|file path|local image|local files|local paths|file paths|path to a local|file uri|local image path|or local path|file protocol|paths to files|path to the file|absolute path|absolute paths"))
        && !param.text.says(phrases!("base64 encoded file|no local"))
}

/// Phrases of a parameter that names what is written.
const TO_SAVE: Ready = phrases!(
    "to save|save to|saved to|to write|write to|to output|output file|where to save|will be saved|save the|save results|instead of returning|be saved|be stored|be written|be downloaded|name to save"
);

/// Whether a parameter names a file that the tool writes.
pub(crate) fn is_output_path(param: &Param<'_>) -> bool {
    let built = param.is(words!(
        "build_dir|build_directory|dist_dir|install_dir|install_directory|artifacts_dir"
    ));
    let out = param.named(words!("output|out|dest|destination|save|download|export"))
        && param.ends(words!(
            "path|file|filename|dir|directory|folder|filepath|paths|as"
        ));
    let place =
        param.is(words!("output|out|dest")) && param.text.says(phrases!("path|directory|folder"));
    param.values.free_text
        && (out
            || built
            || place
            || param.ends(words!("filename|filepath|path|directory|dir|folder"))
                && param.text.says(TO_SAVE))
}
