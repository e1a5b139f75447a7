//! `inventory` and `list clients`: what clients are configured to start or to reach. Nothing is started.

mod locks;

use crate::args::Look;
use crate::args::inventory::{Inventory, InventoryFormat};
use crate::failure::Failure;
use crate::{output, terminal};
use clients::found::{Surroundings, VARIABLES};
use clients::{CLIENTS, Os};
use locks::Locks;
pub(crate) use locks::besides;
use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

pub(crate) fn inventory(args: &Inventory, look: &Look) -> Result<u8, Failure> {
    let surroundings = surroundings(args.home.as_deref(), args.project.as_deref())?;
    let inventory = clients::Inventory::of(surroundings.read(), surroundings.project.as_deref());
    let locks = match &args.lock {
        Some(path) => Locks::one(path)?,
        None => Locks::beside(&inventory, surroundings.project.as_deref()),
    };
    let last: Vec<_> = inventory.entries().map(|entry| locks.last(entry)).collect();
    match args.format {
        InventoryFormat::Human => {
            let places = report::Places {
                home: &surroundings.home,
                project: surroundings.project.as_deref(),
            };
            let page = report::inventory(&inventory, &last, places, terminal::style(look));
            output::stdout(&page);
        }
        InventoryFormat::Json => {
            let mut bytes = Vec::new();
            // Memory takes all that is written.
            let _infallible =
                report::inventory_json(&inventory, &last, env!("CARGO_PKG_VERSION"), &mut bytes);
            output::stdout(&String::from_utf8_lossy(&bytes));
        }
    }
    Ok(0)
}

/// Where to look. A home that is named may be another machine's: then every system's layout is looked for in it, and neither
/// our variables nor what is our machine's has to do with it.
pub(crate) fn surroundings(
    home: Option<&Path>,
    project: Option<&Path>,
) -> Result<Surroundings, Failure> {
    let project = match project {
        Some(project) => Some(folder(project, "--project")?),
        None => std::env::current_dir().ok(),
    };
    if let Some(home) = home {
        return Ok(Surroundings {
            systems: Os::ALL.to_vec(),
            home: folder(home, "--home")?,
            project,
            machine: None,
            variables: BTreeMap::new(),
        });
    }
    let home = std::env::home_dir()
        .ok_or_else(|| Failure::new("there is no home directory", "name it: --home DIR"))?;
    Ok(Surroundings {
        systems: vec![Os::here()],
        home,
        project,
        machine: Some(PathBuf::from("/")),
        variables: VARIABLES
            .iter()
            .filter_map(|name| Some(((*name).to_owned(), std::env::var(name).ok()?)))
            .collect(),
    })
}

fn folder(path: &Path, option: &str) -> Result<PathBuf, Failure> {
    let whole = path.canonicalize().map_err(|error| {
        Failure::file(
            "read",
            path.display(),
            &error,
            &format!("give {option} a directory"),
        )
    })?;
    if whole.is_dir() {
        return Ok(whole);
    }
    Err(Failure::new(
        format!("{} is no directory", path.display()),
        format!("give {option} a directory"),
    ))
}

/// Every client with the paths at which its configuration would lie here.
pub(crate) fn list_clients(look: &Look) -> String {
    let surroundings = Surroundings {
        systems: vec![Os::here()],
        home: "~".into(),
        project: Some(".".into()),
        machine: Some("/".into()),
        variables: BTreeMap::new(),
    };
    let candidates = surroundings.candidates();
    let rows: Vec<_> = CLIENTS
        .iter()
        .map(|client| {
            // An editor's place stands for as many paths as there are editors: the first is told.
            let first = |place| {
                candidates
                    .iter()
                    .find(move |one| one.client == client && one.place == place)
            };
            let paths = client.places.iter().filter_map(first);
            let paths = paths.map(|candidate| candidate.path().display().to_string());
            (client, paths.collect())
        })
        .collect();
    report::list_clients(&rows, terminal::style(look))
}
