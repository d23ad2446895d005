//! Lists: everything, or pages that stay whole while others write.
use crate::support::World;
use crate::support::world::echo;
use proptest::prelude::*;
use serde_json::{Value, json};
use std::collections::BTreeSet;
use time::Duration;

async fn list(world: &World, query: &str) -> Value {
    world.ask(&format!("GET /api/home/workflows{query}")).key().send().await.expect(200)
}

fn names(list: &Value) -> Vec<String> {
    list["workflows"].as_array().unwrap().iter().map(|row| row["name"].as_str().unwrap().to_owned()).collect()
}

#[tokio::test]
async fn without_a_query_everything_is_listed_as_documented() {
    let world = World::new().await;
    assert_eq!(list(&world, "").await, json!({"workflows": [], "status": "ok"}));
    world.create("Dock", &echo()).await;
    world.advance(Duration::seconds(1));
    world.create("Gate", &json!({})).await;
    let all = list(&world, "").await;
    assert_eq!(names(&all), ["Gate", "Dock"]);
    let dock = &all["workflows"][1];
    for field in ["id", "name", "url", "createdAt", "updatedAt", "status", "description", "public"] {
        assert!(dock.get(field).is_some(), "{field}");
    }
    assert_eq!((&dock["blockCount"], &dock["problems"]), (&json!(1), &json!(0)));
    // A list that is kept is never older than the last write.
    world.ask("DELETE /api/home/workflows/dock").key().send().await.expect(200);
    assert_eq!(names(&list(&world, "").await), ["Gate"]);
    world.update("gate", "Renamed", "gate", "{}").await.expect(200);
    assert_eq!(names(&list(&world, "").await), ["Renamed"]);
}

#[tokio::test]
async fn words_are_looked_for_in_names_slugs_descriptions_and_blocks() {
    let world = World::new().await;
    world.create("Dock inventory", &json!({})).await;
    world.create("100% of_it", &json!({})).await;
    world.create("Grüße", &echo()).await;
    for (query, found) in [
        ("dock", vec!["Dock inventory"]),
        ("INVENTORY+dock", vec!["Dock inventory"]),
        ("inv+gate", vec![]),
        ("first_non_empty", vec!["Grüße"]),
        ("GR%C3%9C%C3%9Fe", vec!["Grüße"]),
        ("100%25", vec!["100% of_it"]),
        ("f_i", vec!["100% of_it"]),
        ("k_i", vec![]),
        ("%25%25", vec![]),
        ("%5C", vec![]),
    ] {
        assert_eq!(names(&list(&world, &format!("?q={query}")).await), found, "{query}");
    }
    assert_eq!(names(&list(&world, "?q=").await).len(), 3);
    let long = format!("GET /api/home/workflows?q={}", "a+".repeat(500));
    assert!(world.ask(&long).key().send().await.refused(400).contains('q'));
}

#[tokio::test]
async fn six_orders_and_no_other() {
    let world = World::new().await;
    for name in ["b", "A", "c"] {
        world.create(name, &json!({})).await;
        world.advance(Duration::seconds(1));
    }
    world.update("b", "b", "b", "[]").await.expect(200);
    for (sort, order) in [
        ("name", ["A", "b", "c"]),
        ("-name", ["c", "b", "A"]),
        ("created", ["b", "A", "c"]),
        ("-created", ["c", "A", "b"]),
        ("updated", ["A", "c", "b"]),
        ("-updated", ["b", "c", "A"]),
    ] {
        assert_eq!(names(&list(&world, &format!("?sort={sort}")).await), order, "{sort}");
    }
    for bad in ["?sort=size", "?sort=", "?limit=0", "?limit=-1", "?limit=ten", "?limit=10001"] {
        world.ask(&format!("GET /api/home/workflows{bad}")).key().send().await.refused(400);
    }
    world.ask("GET /api/none/workflows").key().send().await.refused(404);
}

#[tokio::test]
async fn a_cursor_that_is_not_ours_starts_anew() {
    let world = World::new().await;
    world.create("Dock", &json!({})).await;
    for cursor in ["nonsense", "AAAA", "%00", "' OR 1=1"].map(|text| text.replace(' ', "+")) {
        assert_eq!(names(&list(&world, &format!("?cursor={cursor}&limit=5")).await), ["Dock"], "{cursor}");
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(24))]

    /// What is there from the first page to the last is listed exactly once, whoever writes in between.
    #[test]
    fn pages_are_whole_while_others_write(
        count in 0_usize..12,
        limit in 1_usize..5,
        sort in prop::sample::select(vec!["name", "-name", "created", "-created"]),
        // Before each page: delete or make a workflow that is not among those looked at.
        noise in prop::collection::vec(any::<bool>(), 12),
    ) {
        tokio::runtime::Runtime::new().unwrap().block_on(async {
            let world = World::new().await;
            for n in 0..count {
                // Many of one name and moment: the order must not depend on these alone.
                world.create(&format!("n{}", n % 3), &json!({})).await;
            }
            let mut wanted: BTreeSet<String> = BTreeSet::new();
            for row in list(&world, "").await["workflows"].as_array().unwrap() {
                wanted.insert(row["url"].as_str().unwrap().to_owned());
            }
            let (mut seen, mut cursor) = (Vec::new(), String::new());
            for makes in noise.iter().chain(std::iter::repeat(&false)) {
                let page = list(&world, &format!("?limit={limit}&sort={sort}{cursor}")).await;
                let rows = page["workflows"].as_array().unwrap();
                assert!(rows.len() <= limit);
                seen.extend(rows.iter().map(|row| row["url"].as_str().unwrap().to_owned()));
                match page["nextCursor"].as_str() {
                    Some(next) => cursor = format!("&cursor={next}"),
                    None => break,
                }
                if *makes {
                    world.create("noise", &json!({})).await;
                } else {
                    world.ask("DELETE /api/home/workflows/noise").key().send().await;
                }
            }
            seen.retain(|url| !url.starts_with("noise"));
            let once: BTreeSet<String> = seen.iter().cloned().collect();
            assert_eq!(once.len(), seen.len(), "one was listed twice: {seen:?}");
            assert_eq!(once, wanted);
        });
    }
}
