//! Local mode: whatever goes through one copy is there on the other, and of writers at once one wins.
use super::pair::Pair;
use crate::support::postgres::cluster;
use crate::support::world::echo;
use flowdeck_server::login::Login;
use serde_json::{Value, json};
use std::collections::BTreeSet;

fn urls(list: &Value) -> Vec<&str> {
    list["workflows"].as_array().unwrap().iter().map(|row| row["url"].as_str().unwrap()).collect()
}

#[tokio::test]
async fn a_life_through_the_proxy_is_the_same_as_through_one_server() {
    let Some(cluster) = cluster() else { return };
    let pair = Pair::new(cluster).await;
    // An odd number of requests a round, so that each step meets each copy.
    for round in 0..4 {
        let url = format!("dock-{round}");
        let body = json!({"name": format!("Dock {round}"), "url": url, "config": echo().to_string()});
        let made = pair.ask("POST /api/home/createWorkflow").key().json(&body).send().await;
        let id = made.expect(200)["workflow"]["id"].clone();
        let list = pair.ask("GET /api/home/workflows").key().send().await.expect(200);
        assert!(urls(&list).contains(&&*url), "{list}");
        let read = pair.ask(&format!("GET /api/home/workflows/{url}")).key().send().await;
        let tag = read.header("etag").unwrap().to_owned();
        let change =
            json!({"id": id, "name": "Renamed", "url": url, "config": "{\"specification\":{\"a\":1}}"});
        let update =
            || pair.ask("POST /api/home/updateWorkflow").key().header("if-match", &tag).json(&change);
        update().send().await.expect(200);
        // What was read before is old on either copy.
        update().send().await.expect(409);
        let list = pair.ask("GET /api/home/workflows").key().send().await.expect(200);
        assert_eq!(list["workflows"][0]["name"], "Renamed");
        let versions = format!("GET /api/home/workflows/{url}/versions");
        let versions = pair.ask(&versions).key().send().await.expect(200);
        assert_eq!(versions["versions"].as_array().unwrap().len(), 2);
        pair.ask(&format!("DELETE /api/home/workflows/{url}")).key().send().await.expect(200);
        let list = pair.ask("GET /api/home/workflows").key().send().await.expect(200);
        assert!(!urls(&list).contains(&&*url), "{list}");
        let trash = pair.ask("GET /api/home/trash").key().send().await.expect(200);
        assert!(trash.to_string().contains(id.as_str().unwrap()), "{trash}");
        let restore = json!({"id": id, "type": "workflow"});
        pair.ask("POST /api/home/trash/restore").key().json(&restore).send().await.expect(200);
        let read = pair.ask(&format!("GET /api/home/workflows/{url}")).key().send().await.expect(200);
        assert_eq!(read["workflow"]["name"], "Renamed");
        let list = pair.ask("GET /api/home/workflows").key().send().await.expect(200);
        assert!(urls(&list).contains(&&*url), "{list}");
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn of_writers_with_one_base_exactly_one_wins() {
    let Some(cluster) = cluster() else { return };
    let pair = Pair::new(cluster).await;
    let made = pair.a.create("Shared", &echo()).await;
    let read = pair.a.ask("GET /api/home/workflows/shared").key().send().await;
    let mut tag = read.header("etag").unwrap().to_owned();
    for round in 0..15 {
        let writers = (0..6).map(|writer| {
            let config = json!({"specification": {"round": round, "writer": writer}}).to_string();
            let body = json!({"id": made["id"], "name": "Shared", "url": "shared", "config": config});
            let ask = pair.ask("POST /api/home/updateWorkflow").key().header("if-match", &tag).json(&body);
            tokio::spawn(async move { (writer, ask.send().await) })
        });
        let mut winners = Vec::new();
        let mut next = String::new();
        for writer in writers.collect::<Vec<_>>() {
            let (writer, answer) = writer.await.unwrap();
            if answer.status == 200 {
                winners.push(writer);
                next = answer.header("etag").unwrap().to_owned();
            } else {
                answer.expect(409);
            }
        }
        assert_eq!(winners.len(), 1, "round {round}");
        let config = pair.b.get("shared").await["config"].as_str().unwrap().to_owned();
        assert!(config.contains(&format!("\"writer\":{}", winners[0])), "{config}");
        tag = next;
    }
    assert_eq!(pair.a.versions("shared").await, 16);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn each_of_many_made_at_once_gets_a_slug_of_its_own() {
    let Some(cluster) = cluster() else { return };
    let pair = Pair::new(cluster).await;
    let makers = (0..24).map(|_| {
        let body = json!({"name": "Same", "config": "{}"});
        let ask = pair.ask("POST /api/home/createWorkflow").key().json(&body);
        tokio::spawn(async move { ask.send().await.expect(200)["workflow"]["url"].to_string() })
    });
    let mut made = BTreeSet::new();
    for maker in makers.collect::<Vec<_>>() {
        made.insert(maker.await.unwrap());
    }
    assert_eq!(made.len(), 24, "{made:?}");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_link_signs_in_once_over_all_copies() {
    let Some(cluster) = cluster() else { return };
    let mut pair = Pair::new(cluster).await;
    for world in [&mut pair.a, &mut pair.b] {
        let login = Login::new(None, None, None).unwrap();
        world.state = world.state.clone().with_login(Some(login), None);
    }
    // Another address each round, because tries are counted by address.
    for round in 0..5 {
        let link = pair.a.state.signer.link(pair.a.state.clock.now(), format!("link {round}")).unwrap();
        let line = format!("GET /login?once={link}");
        let tries = (0..6).map(|_| tokio::spawn(pair.ask(&line).from([10, 0, 1, round]).send()));
        let mut cookies = Vec::new();
        for answer in tries.collect::<Vec<_>>() {
            let answer = answer.await.unwrap();
            match answer.status.as_u16() {
                303 => {
                    cookies.push(answer.header("set-cookie").unwrap().split(';').next().unwrap().to_owned());
                }
                status => assert_eq!(status, 401),
            }
        }
        assert_eq!(cookies.len(), 1, "round {round}");
        // The session is one on either copy.
        for world in [&pair.a, &pair.b] {
            world.ask("GET /api/").page(&cookies[0]).send().await.expect(200);
        }
    }
}

#[tokio::test]
async fn order_and_search_go_by_bytes_whatever_the_databases_language() {
    let Some(cluster) = cluster() else { return };
    let pair = Pair::new(cluster).await;
    for name in ["zebra", "Äpfel", "a b", "A-c", "ab", "Ångström", "_x", "10", "9"] {
        pair.a.create(name, &echo()).await;
    }
    let list = pair.b.ask("GET /api/home/workflows?sort=name").key().send().await.expect(200);
    let names: Vec<&str> =
        list["workflows"].as_array().unwrap().iter().map(|row| row["name"].as_str().unwrap()).collect();
    let mut sorted = names.clone();
    sorted.sort_by_key(|name| name.to_lowercase());
    assert_eq!(names, sorted);
    for (words, found) in
        [("%C3%84PFEL", "Äpfel"), ("ANG", ""), ("%C3%85NG", "Ångström"), ("_", "_x"), ("%25", "")]
    {
        let line = format!("GET /api/home/workflows?q={words}");
        let list = pair.b.ask(&line).key().send().await.expect(200);
        // “_” is in the block's type of every one as well.
        let is_found = list["workflows"].as_array().unwrap().iter().any(|row| row["name"] == found);
        assert_eq!(is_found, !found.is_empty(), "{words}: {list}");
    }
}
