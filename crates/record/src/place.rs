//! Where the record of a server lies among others.

/// The name of a server's record in a folder of records: its own and `.toml`. What a name of a file should not hold stands
/// there as `%XX`, byte by byte, so that no two servers share a file and none leaves the folder.
#[must_use]
pub fn file_name(server: &str) -> String {
    let mut name = String::new();
    for (at, byte) in server.bytes().enumerate() {
        let plain =
            byte.is_ascii_alphanumeric() || b"-_@".contains(&byte) || byte == b'.' && at > 0;
        match plain {
            true => name.push(char::from(byte)),
            false => name.push_str(&format!("%{byte:02X}")),
        }
    }
    // No other name gives a `%` by itself.
    if name.is_empty() {
        name.push('%');
    }
    name + ".toml"
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_plain_name_is_its_file_and_no_other_leaves_the_folder() {
        for (server, file) in [
            ("github", "github.toml"),
            ("a.b-c_d@1", "a.b-c_d@1.toml"),
            ("io.github.acme/files", "io.github.acme%2Ffiles.toml"),
            ("../../etc/passwd", "%2E.%2F..%2Fetc%2Fpasswd.toml"),
            (".hidden", "%2Ehidden.toml"),
            ("my server", "my%20server.toml"),
            ("100%", "100%25.toml"),
            ("ü", "%C3%BC.toml"),
            ("", "%.toml"),
        ] {
            assert_eq!(file_name(server), file, "{server}");
        }
    }
}
