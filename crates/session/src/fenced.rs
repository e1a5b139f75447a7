//! Starts the server fenced in, and writes down what the fence noticed.

use crate::Fence;
use crate::ears::Ears;
use crate::process::Process;
use crate::run::Run;
use crate::wire::Wire;
use evidence::Event;
use evidence::conduct::{self, Rung};
use sandbox::{Error, Plan};
use std::ffi::{OsStr, OsString};
use std::path::Path;
use tokio::process::{ChildStderr, ChildStdin, ChildStdout};

/// No fence at all.
pub(crate) fn none() -> conduct::Fence {
    conduct::Fence {
        rung: Rung::None,
        refused: Vec::new(),
        lost: Vec::new(),
        limits: sandbox::LIMITS,
        openings: Vec::new(),
        canaries: Vec::new(),
        own: Vec::new(),
    }
}

impl Run<'_> {
    /// Starts the server in a fence; the error is the operating system's, in words.
    pub(crate) fn start_fenced(
        &mut self,
        fence: &Fence,
        env: Vec<(OsString, OsString)>,
    ) -> Result<Wire, String> {
        let (tell, end) = tokio::sync::oneshot::channel();
        let on_end = Box::new(move |ended| {
            // The run may be over before.
            let _nobody = tell.send(ended);
        });
        match sandbox::start(self.plan(fence, env.clone()), on_end) {
            Ok(mut running) => {
                self.recorder.event(&Event::Fence(running.fence.clone()));
                let streams = running.stdin.take().zip(running.stdout.take());
                let stderr = running.stderr.take();
                let process = Process::fenced(running, end);
                let ears = self.search.as_ref().map(Ears::new);
                let wire = streams.and_then(|(stdin, stdout)| {
                    let stdin = ChildStdin::from_std(stdin).ok()?;
                    let stdout = ChildStdout::from_std(stdout).ok()?;
                    let stderr = stderr.and_then(|e| ChildStderr::from_std(e).ok());
                    let stderr = stderr.map(|e| Box::new(e) as _);
                    let mut wire =
                        Wire::new(Box::new(stdin), Box::new(stdout), stderr, Some(process));
                    if let Some(ears) = ears {
                        wire.listen(ears);
                    }
                    Some(wire)
                });
                wire.ok_or_else(|| "the server's pipes could not be opened".to_owned())
            }
            Err(Error::NotExecuted(error)) => Err(error),
            Err(Error::NoRung(why)) if fence.trusted => {
                tracing::info!(?why, "our own server runs unfenced");
                self.recorder.event(&Event::Fence(none()));
                self.start(env)
            }
            Err(error) => {
                let error = error.to_string();
                self.recorder.event(&Event::Ours {
                    error: error.clone(),
                });
                Err(error)
            }
        }
    }

    fn plan(&self, fence: &Fence, env: Vec<(OsString, OsString)>) -> Plan {
        let env = env
            .into_iter()
            .filter(|(name, _)| name != "HOME")
            .map(|(name, value)| match (&fence.bin, name == "PATH") {
                (Some(bin), true) => (name, first(bin, &value)),
                _ => (name, value),
            })
            .map(|(name, value)| (name.to_string_lossy().into_owned(), value));
        let env: Vec<_> = env.collect();
        // A variable that the user gives is not one to plant a fake in.
        let given = |place: &str| {
            place
                .strip_prefix('$')
                .is_some_and(|name| env.iter().any(|(known, _)| known == name))
        };
        let canaries = self.canaries.iter();
        let canaries = canaries.filter(|planted| !given(&planted.canary.place));
        Plan {
            command: fence.command.clone(),
            canaries: canaries.cloned().collect(),
            env,
            directory: self
                .options
                .directory
                .clone()
                .or_else(|| std::env::current_dir().ok()),
            shown: fence.shown.clone(),
            network: fence.network.clone(),
            limits: fence.limits,
            rungs: fence.rungs.clone(),
        }
    }

    /// Writes down what the fence of an ended connection noticed.
    pub(crate) fn account(&mut self, wire: Wire) {
        let (process, echoed) = wire.into_parts();
        let Some(conduct) = process.and_then(Process::finish) else {
            return;
        };
        for deed in conduct.deeds.into_iter().chain(echoed) {
            self.recorder.event(&Event::Deed(deed));
        }
        self.recorder.event(&Event::Usage(conduct.usage));
    }
}

/// A `PATH` in which this directory stands first.
fn first(bin: &Path, path: &OsStr) -> OsString {
    let all = std::iter::once(bin.to_owned()).chain(std::env::split_paths(path));
    std::env::join_paths(all).unwrap_or_else(|_| path.to_owned())
}
