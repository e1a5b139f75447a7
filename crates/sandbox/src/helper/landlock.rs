//! The rung without namespaces.

use super::{Failed, Inside, fatal};

pub(super) fn run(inside: Inside) -> ! {
    fatal(&inside.control, &Failed::new("Landlock", "not built yet"))
}
