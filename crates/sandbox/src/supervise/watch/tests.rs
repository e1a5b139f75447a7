use super::*;
use crate::supervise::testing;
use evidence::conduct::Deed;
use std::fs;

fn told(context: Arc<Context>) -> Vec<(String, Touch)> {
    let ledger = Arc::try_unwrap(context)
        .unwrap()
        .ledger
        .into_inner()
        .unwrap();
    let deeds: Vec<Deed> = ledger.finish().deeds;
    let told = deeds.into_iter().filter_map(|deed| match deed.act {
        Act::Canary { id, how } => Some((id, how)),
        _ => None,
    });
    let mut told: Vec<_> = told.collect();
    told.sort();
    told
}

#[test]
fn everything_that_is_done_to_a_canary_is_told_once() {
    let home = tempfile::tempdir().unwrap();
    let context = Arc::new(testing::context(home.path()));
    testing::plant(&context);
    let path = |index: usize| context.bait[index].1.clone();
    let watch = start(&context).unwrap();
    assert_eq!(context.bait[0].0, "ssh-key");
    fs::read(path(0)).unwrap();
    fs::read(path(0)).unwrap();
    let alias = home.path().join("alias");
    std::os::unix::fs::symlink(path(1), &alias).unwrap();
    fs::File::open(&alias).unwrap();
    fs::remove_file(path(2)).unwrap();
    drop(watch);
    // What happens after the end is ours.
    fs::read(path(3)).unwrap();
    let ids: Vec<String> = context.bait.iter().map(|(id, _)| id.clone()).collect();
    let mut expected = vec![
        (ids[0].clone(), Touch::Opened),
        (ids[0].clone(), Touch::Read),
        (ids[1].clone(), Touch::Opened),
        (ids[2].clone(), Touch::Changed),
    ];
    expected.sort();
    assert_eq!(told(context), expected);
}
