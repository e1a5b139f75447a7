//! Starts the server: fenced in, or a process group of its own; a clean environment, three pipes.

use crate::fenced;
use crate::process::Process;
use crate::run::Run;
use crate::wire::Wire;
use evidence::{Event, Variant};
use std::ffi::OsString;
use std::path::Path;
use std::process::Stdio;
use tokio::process::Command;

impl Run<'_> {
    /// Starts the server for one connection. False where the system would not start it.
    pub(crate) fn spawn(&mut self, variant: Variant) -> bool {
        self.recorder.begin(self.sessions);
        self.sessions += 1;
        self.variant = variant;
        self.mute = false;
        let env = self.environment();
        let mut names: Vec<String> = env
            .iter()
            .map(|(n, _)| n.to_string_lossy().into_owned())
            .collect();
        names.sort();
        names.dedup();
        self.recorder.event(&Event::Start {
            variant,
            env: names,
            program: self.program.clone(),
        });
        let started = match self.options.fence.clone() {
            Some(fence) => self.start_fenced(&fence, env),
            None => {
                self.recorder.event(&Event::Fence(fenced::none()));
                self.start(env)
            }
        };
        match started {
            Ok(wire) => {
                self.wire = Some(wire);
                true
            }
            Err(error) => {
                self.recorder.event(&Event::SpawnFailed { error });
                false
            }
        }
    }

    /// All that the server gets: our `PATH`, a `HOME` of its own, and what was asked for. In a fence `HOME` is the fence's.
    fn environment(&self) -> Vec<(OsString, OsString)> {
        let path = std::env::var_os("PATH").map(|p| ("PATH".into(), p));
        let home = self
            .home
            .as_ref()
            .map(|h| ("HOME".into(), h.path().as_os_str().to_owned()));
        let asked = self.options.env.iter().map(|(n, v)| (n.into(), v.into()));
        path.into_iter().chain(home).chain(asked).collect()
    }

    pub(crate) fn start(&self, env: Vec<(OsString, OsString)>) -> Result<Wire, String> {
        let (program, args) = self
            .options
            .command
            .split_first()
            .ok_or("no command was given")?;
        let mut command = Command::new(program);
        if let Some(directory) = &self.options.directory {
            command.current_dir(directory);
        }
        let mut child = command
            .args(args)
            .env_clear()
            .envs(env)
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .stderr(Stdio::piped())
            .process_group(0)
            .kill_on_drop(true)
            .spawn()
            .map_err(|e| {
                let from = self.options.directory.as_deref().unwrap_or(Path::new(""));
                let found = from.join(program).is_file();
                sandbox::not_executed(program, &e, found)
            })?;
        let (stdin, stdout, stderr) =
            (child.stdin.take(), child.stdout.take(), child.stderr.take());
        let (stdin, stdout) = stdin
            .zip(stdout)
            .ok_or("the server's pipes could not be opened")?;
        Ok(Wire::new(
            Box::new(stdin),
            Box::new(stdout),
            stderr.map(|e| Box::new(e) as _),
            Some(Process::bare(child)),
        ))
    }
}
