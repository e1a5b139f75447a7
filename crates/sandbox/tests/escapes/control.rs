//! The acts work: unfenced, they reach their aim, and the world outside notices. What they do not do here they could not be
//! refused for.

use crate::case::Control;
use crate::fence::Outcome;
use crate::programs::Who;
use crate::table;
use crate::world::World;
use std::process::Stdio;

#[test]
fn acts_work_where_nothing_fences_them_in() {
    let who = Who::ordinary(1003);
    let mut wrong = Vec::new();
    let mut world = World::new(who);
    let cases = table::all().filter(|case| case.control != Control::None);
    for case in cases {
        let words = case.act.iter().map(|word| world.fill(word));
        // Without GATECHECK_FENCED: what could harm the machine refuses.
        let output = who
            .command(&world.own("hostile"))
            .args(words)
            .env("HOME", world.home())
            .stdin(Stdio::null())
            .output()
            .unwrap();
        let text = String::from_utf8_lossy(&output.stdout).into_owned();
        let done = serde_json::from_str::<Outcome>(text.trim()).is_ok_and(|outcome| outcome.done);
        let noticed = !world.changed().is_empty();
        if !done || (case.control == Control::Noticed && !noticed) {
            let name = case.name();
            wrong.push(format!(
                "{name}: done {done}, noticed {noticed}: {}",
                text.trim()
            ));
        }
        if noticed {
            world = World::new(who);
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}
