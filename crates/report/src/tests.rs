//! The look of each format, and that nothing hostile gets through any of them.

mod samples;

use crate::{Origin, Style, human, json, markdown};
use unicode_width::UnicodeWidthStr as _;

const ORIGIN: Origin<'_> = Origin {
    tool_version: "0.0.0",
    transcript: Some("run.jsonl"),
};

fn style(width: usize, verbose: u8) -> Style {
    Style {
        width,
        color: false,
        verbose,
    }
}

#[test]
fn print() {
    for (name, make) in samples::ALL {
        for width in [60, 80, 120] {
            println!(
                "──── {name} at {width}\n{}",
                human(&make(), style(width, 0))
            );
        }
        println!("──── {name} -v\n{}", human(&make(), style(100, 1)));
        println!("──── {name} md\n{}", markdown(&make(), ORIGIN));
    }
}

#[test]
fn no_line_is_wider_than_the_page() {
    for (name, make) in samples::ALL {
        for width in [40, 60, 80, 120] {
            let text = human(&make(), style(width, 1));
            let wide: Vec<_> = text.lines().filter(|line| line.width() > width).collect();
            assert!(wide.is_empty(), "{name} at {width}: {wide:#?}");
        }
    }
}

#[test]
fn no_format_lets_hidden_characters_through() {
    for (name, make) in samples::ALL {
        for text in [
            human(&make(), style(80, 1)),
            json(&make(), ORIGIN),
            markdown(&make(), ORIGIN),
        ] {
            let hidden: Vec<char> = text
                .chars()
                .filter(|c| *c != '\n' && crate::escape::hidden(*c))
                .collect();
            assert!(hidden.is_empty(), "{name}: {hidden:?}");
        }
    }
}

#[test]
fn colour_changes_no_text() {
    for (_, make) in samples::ALL {
        let colored = human(
            &make(),
            Style {
                width: 80,
                color: true,
                verbose: 1,
            },
        );
        assert!(colored.contains("\u{1b}["));
        let mut bare = String::new();
        let mut rest = colored.as_str();
        while let Some((before, after)) = rest.split_once('\u{1b}') {
            bare.push_str(before);
            rest = after.split_once('m').map_or("", |(_, after)| after);
        }
        bare.push_str(rest);
        assert_eq!(bare, human(&make(), style(80, 1)));
    }
}
