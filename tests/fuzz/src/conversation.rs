//! A conversation as text, so that seeds can be read and written by hand, and the laws of reading one.
//!
//! One frame a line: who speaks (`<` the server, `>` we, `!` standard error, `*` the prober, `~` a line of which only the
//! head was kept), the number of the connection, then the frame's bytes. A line that begins otherwise is the server's, on connection 0.

use evidence::build::Tape;
use evidence::{Channel, Cut, Facts, Side, Transcript};

/// The transcript of a conversation; any bytes are one.
#[must_use]
pub fn read(data: &[u8]) -> Transcript {
    let mut tape = Tape::stdio();
    let mut cut = Vec::new();
    for (at, line) in data.split(|byte| *byte == b'\n').enumerate() {
        let (who, session, bytes) = match line {
            [
                who @ (b'<' | b'>' | b'!' | b'*' | b'~'),
                n @ b'0'..=b'3',
                bytes @ ..,
            ] => (*who, u32::from(n - b'0'), bytes),
            _ => (b'<', 0, line),
        };
        let (from, channel) = match who {
            b'>' => (Side::Client, Channel::Stdin),
            b'!' => (Side::Server, Channel::Stderr),
            b'*' => (Side::Prober, Channel::Process),
            _ => (Side::Server, Channel::Stdout),
        };
        if who == b'~' {
            cut.push(at);
        }
        tape = tape.frame(from, channel, session, bytes);
    }
    let mut transcript = tape.transcript();
    for at in cut {
        if let Some(frame) = transcript.frames.get_mut(at) {
            let bytes = frame.bytes.len() as u64 + 1;
            frame.cut = Some(Cut {
                bytes,
                sha256: String::new(),
            });
        }
    }
    transcript
}

/// Reads the facts: the same each time, the same from the file, in order, about frames that are there, and linear in the input.
#[must_use]
pub fn facts(transcript: &Transcript) -> Facts {
    let facts = Facts::read(transcript);
    let told = format!("{facts:?}");
    let file = transcript.write();
    let again = Transcript::read(&file).expect("what is written can be read");
    assert_eq!(&again, transcript, "the file holds the transcript");
    assert_eq!(
        format!("{:?}", Facts::read(&again)),
        told,
        "a replay gives the same facts"
    );
    assert!(
        facts.faults.is_sorted_by_key(|fault| fault.at.frame),
        "faults are in order"
    );
    for fault in &facts.faults {
        let there = transcript
            .frames
            .iter()
            .any(|frame| frame.n == fault.at.frame);
        assert!(
            there && !fault.says.is_empty(),
            "{fault:?} is about a frame that is there"
        );
    }
    assert!(
        told.len() <= (64 << 10) + 512 * file.len(),
        "{} bytes of facts from {}",
        told.len(),
        file.len()
    );
    facts
}
