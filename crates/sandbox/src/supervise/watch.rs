//! Watches canaries: the kernel tells of everything that is done to the files themselves, under whatever name.

use super::Context;
use evidence::conduct::{Act, Touch, Via};
use rustix::event::{EventfdFlags, PollFd, PollFlags, eventfd, poll};
use rustix::fd::{AsRawFd as _, OwnedFd};
use rustix::fs::inotify::{self, CreateFlags, ReadFlags, Reader, WatchFlags};
use std::collections::HashMap;
use std::mem::MaybeUninit;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::thread::JoinHandle;

/// Watches the canaries, which are there, until this is dropped.
#[derive(Debug)]
pub(crate) struct Watch {
    running: Option<(OwnedFd, JoinHandle<()>)>,
}

/// Starts watching. Called before the command is started. None where nothing can be watched.
pub(crate) fn start(context: &Arc<Context>) -> Option<Watch> {
    let running = Some(begin(context)?);
    Some(Watch { running })
}

fn begin(context: &Arc<Context>) -> Option<(OwnedFd, JoinHandle<()>)> {
    let events = inotify::init(CreateFlags::CLOEXEC | CreateFlags::NONBLOCK).ok()?;
    let mut watched = HashMap::new();
    for (id, path) in &context.bait {
        let Some(path) = real(context, Path::new(path)) else {
            continue;
        };
        if let Ok(number) = inotify::add_watch(&events, &path, everything()) {
            watched.insert(number, id.clone());
        }
    }
    let stop = eventfd(0, EventfdFlags::CLOEXEC).ok()?;
    let ours = stop.try_clone().ok()?;
    let context = Arc::clone(context);
    let thread = std::thread::Builder::new().name("canaries".to_owned());
    let thread = thread.spawn(move || listen(&context, &events, &stop, &watched));
    Some((ours, thread.ok()?))
}

/// What there is to hear about, but for the closing of a file.
fn everything() -> WatchFlags {
    WatchFlags::OPEN
        | WatchFlags::ACCESS
        | WatchFlags::MODIFY
        | WatchFlags::ATTRIB
        | WatchFlags::DELETE_SELF
        | WatchFlags::MOVE_SELF
}

/// Where a file that the command sees in its HOME is for us.
fn real(context: &Context, path: &Path) -> Option<PathBuf> {
    let Some(disk) = context.disk.get() else {
        return Some(path.to_owned());
    };
    let mut layers: Vec<_> = disk
        .layers
        .iter()
        .filter(|layer| path.starts_with(&layer.path))
        .collect();
    layers.sort_by_key(|layer| layer.path.as_os_str().len());
    let layer = layers.last()?;
    let below = path.strip_prefix(&layer.path).ok()?;
    let store = PathBuf::from(format!("/proc/self/fd/{}", disk.store.as_raw_fd()));
    Some(store.join(&layer.store).join(below))
}

fn listen(context: &Context, events: &OwnedFd, stop: &OwnedFd, watched: &HashMap<i32, String>) {
    loop {
        let mut ready = [
            PollFd::new(events, PollFlags::IN),
            PollFd::new(stop, PollFlags::IN),
        ];
        if poll(&mut ready, None).is_err() {
            continue;
        }
        let over = ready[1].revents().contains(PollFlags::IN);
        // What happened before the end is heard first.
        drain(context, events, watched);
        if over {
            return;
        }
    }
}

fn drain(context: &Context, events: &OwnedFd, watched: &HashMap<i32, String>) {
    let mut buffer = [MaybeUninit::uninit(); 4_096];
    let mut reader = Reader::new(events, &mut buffer);
    while let Ok(event) = reader.next() {
        let Some(id) = watched.get(&event.wd()) else {
            continue;
        };
        for how in touches(event.events()) {
            let id = id.clone();
            context.note(Act::Canary { id, how }, Via::Watch, None);
        }
    }
}

fn touches(events: ReadFlags) -> Vec<Touch> {
    let changed =
        ReadFlags::MODIFY | ReadFlags::ATTRIB | ReadFlags::DELETE_SELF | ReadFlags::MOVE_SELF;
    let all = [
        (ReadFlags::OPEN, Touch::Opened),
        (ReadFlags::ACCESS, Touch::Read),
        (changed, Touch::Changed),
    ];
    let seen = all
        .into_iter()
        .filter(|(flags, _)| events.intersects(*flags));
    seen.map(|(_, how)| how).collect()
}

impl Drop for Watch {
    fn drop(&mut self) {
        if let Some((stop, thread)) = self.running.take() {
            // It fails only where nobody listens.
            let _ended = rustix::io::write(&stop, &1_u64.to_ne_bytes());
            let _failed = thread.join();
        }
    }
}

#[cfg(test)]
mod tests;
