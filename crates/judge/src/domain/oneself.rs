//! What is done for oneself: a note on one's own screen, and a place in the list of those who take part.

use crate::power::Case;
use crate::prose::{Ready, Words, one_of, phrases, words};
use crate::shape::{Param, Tool};

/// Phrases of the screen of who runs the program.
const OWN_SCREEN: Ready = phrases!(
    "desktop notification|desktop notifications|system notification|native notification|os notification|macos notification|windows notification|toast notification|local notification|\
    menu bar|notification center|system tray|native system popup|system popup|users desktop|users screen"
);

/// Whether what is told is shown to who runs the program, and to nobody else.
pub(super) fn own_screen(tool: &Tool<'_>) -> bool {
    tool.named(words!("notification|notifications|notify|alert|toast"))
        && tool.text.says(OWN_SCREEN)
}

/// What whoever registers goes by.
static GOES_BY: Words =
    Words::of("handle|username|user_name|screen_name|nickname|password|agent_name");

/// The parameter that says who registers, where nothing but that is done: `register` of a `handle`.
pub(super) fn signs_up<'c, 'a>(case: &'c Case<'_, 'a>) -> Option<&'c Param<'a>> {
    let tool = case.tool;
    let last = tool.words.last().map_or("", String::as_str);
    let bare = one_of(words!("register|signup|enroll"), last)
        || tool.words.ends_with(&["sign".to_owned(), "up".to_owned()]);
    let oneself = || {
        tool.text.says(phrases!(
            "register yourself|registers yourself|register your agent|sign up for"
        ))
    };
    let named = || tool.top().find(|param| param.is(&GOES_BY));
    let found = bare && case.changes();
    found
        .then(|| named().or_else(|| tool.top().next().filter(|_| oneself())))
        .flatten()
}
