//! Any bytes as a transcript file: refused at a line, or read, and then written and read back the same.

use super::conversation;
use evidence::Transcript;

/// Reads the bytes as a transcript.
pub fn law(data: &[u8]) {
    match Transcript::read(data) {
        Ok(transcript) => {
            let facts = conversation::facts(&transcript);
            assert_eq!(facts.recorded.0, transcript.frames.len());
            let file = transcript.write();
            let again = Transcript::read(&file).expect("what is written can be read");
            assert_eq!(again.write(), file, "writing twice gives the same bytes");
        }
        Err(error) => {
            let lines = data.split(|byte| *byte == b'\n').count();
            assert!(
                (1..=lines).contains(&error.line) && !error.what.is_empty(),
                "{error}"
            );
        }
    }
}
