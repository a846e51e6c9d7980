//! Many programs share a folder.

use std::thread;

use super::*;

#[test]
fn what_another_takes_away_meanwhile_is_no_fault() {
    let folder = tempfile::tempdir().unwrap();
    let folder = folder.path();
    let header = |number| Header {
        recipe: serde_json::json!({ "seed": 1 }),
        shard: Shard { number, of: 2 },
        units: 4,
    };
    thread::scope(|scope| {
        let other = scope.spawn(|| {
            for _ in 0..200 {
                let store = Store::open(folder, header(2), GoOn::Anew).unwrap();
                store.put(2, b"two").unwrap();
                store.put(4, b"four").unwrap();
                store.finish().unwrap();
            }
        });
        while !other.is_finished() {
            refuse_others(folder, &header(1), false).unwrap();
            Store::open(folder, header(1), GoOn::WithAll).unwrap();
            found_in(folder).unwrap();
        }
    });
    // A process that is started meanwhile, as tests of snapshots do, has the same files open for
    // a moment, and with them their locks. What was not taken away for that goes with the next
    // part.
    let next = Store::open(folder, header(2), GoOn::WithOwn).unwrap();
    next.finish().unwrap();
    let left = files_in(folder).unwrap();
    assert_eq!(left, [folder.join("shard-2-of-2.part")]);
}
