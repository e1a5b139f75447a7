//! Whether a URI template can be read. Source: RFC 6570, 2.

use crate::say;

/// What of a template cannot be read. What it expands to is not looked at.
pub(super) fn broken(template: &str) -> Option<String> {
    let mut rest = template;
    while let Some(at) = rest.find(['{', '}']) {
        let (_, from) = rest.split_at(at);
        let Some(inner) = from.strip_prefix('{') else {
            return Some("a brace closes nothing".to_owned());
        };
        let Some((expression, after)) = inner.split_once('}') else {
            return Some("a brace is not closed".to_owned());
        };
        if !is_expression(expression) {
            return Some(format!(
                "{} is no expression of RFC 6570",
                say::quote(&format!("{{{expression}}}"))
            ));
        }
        rest = after;
    }
    None
}

/// Operators that are defined; those that are only reserved expand to nothing that is agreed on.
const OPERATORS: [char; 7] = ['+', '#', '.', '/', ';', '?', '&'];

fn is_expression(expression: &str) -> bool {
    let variables = expression.strip_prefix(OPERATORS).unwrap_or(expression);
    variables.split(',').all(is_variable)
}

/// A name, with `*` or the length of a prefix after it.
fn is_variable(variable: &str) -> bool {
    let name = match variable.split_once(':') {
        Some((name, length)) => {
            let digits = length.bytes().all(|b| b.is_ascii_digit());
            if !digits || length.starts_with('0') || !(1..=4).contains(&length.len()) {
                return false;
            }
            name
        }
        None => variable.strip_suffix('*').unwrap_or(variable),
    };
    name.split('.').all(is_part)
}

/// Letters, digits, underscores and percent-encoded bytes.
fn is_part(part: &str) -> bool {
    let mut bytes = part.bytes();
    while let Some(b) = bytes.next() {
        let hex = |b: Option<u8>| b.is_some_and(|b| b.is_ascii_hexdigit());
        let legal = match b {
            b'%' => hex(bytes.next()) && hex(bytes.next()),
            b => b.is_ascii_alphanumeric() || b == b'_',
        };
        if !legal {
            return false;
        }
    }
    !part.is_empty()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_can_be_read() {
        for template in [
            "notes://today",
            "notes://{id}",
            "file:///{+path}",
            "/search{?q,lang*}",
            "x://{var:3}{/a,b*}{#c.d}",
            "x://{a%20b}",
        ] {
            assert_eq!(broken(template), None, "{template}");
        }
    }

    #[test]
    fn what_cannot_be_read() {
        for template in [
            "notes://{id",
            "notes://id}",
            "notes://{}",
            "notes://{{id}}",
            "notes://{a b}",
            "notes://{id:0}",
            "notes://{id:10000}",
            "notes://{!id}",
            "notes://{a,}",
            "notes://{a%2}",
            "notes://{é}",
        ] {
            assert!(broken(template).is_some(), "{template}");
        }
    }
}
