//! Publications from `flowdeck.toml`.
use crate::support::process::{Serving, run_to_end};
use crate::support::wire::Call;
use serde_json::Value;

fn toml(dir: &std::path::Path, text: &str) {
    std::fs::write(dir.join("flowdeck.toml"), text).unwrap();
}

#[test]
fn the_file_publishes_and_what_it_no_longer_names_is_published_no_longer() {
    let dir = tempfile::tempdir().unwrap();
    let url = {
        let server = Serving::start(dir.path());
        let list = Call::new("GET", "/api/public/workflows").bearer(&server.key()).send(server.port);
        let list: Value = serde_json::from_str(&list.body).unwrap();
        String::from(list["workflows"][0]["url"].as_str().unwrap())
    };
    let status = |server: &Serving, origin: &str| {
        let path = format!("/token/public/{url}");
        Call::new("POST", &path).header("Origin", origin).send(server.port).status
    };
    toml(
        dir.path(),
        &format!(
            "[[publication]]\nworkspace = \"public\"\nworkflow = \"{url}\"\norigins = [\"https://a.example\", \"http://localhost:3000\"]\nminutes = 2\n"
        ),
    );
    {
        let server = Serving::start(dir.path());
        assert_eq!(status(&server, "https://a.example"), 200);
        assert_eq!(status(&server, "http://localhost:3000"), 200);
        assert_eq!(status(&server, "http://localhost:3001"), 403);
    }
    toml(
        dir.path(),
        &format!(
            "[[publication]]\nworkspace = \"public\"\nworkflow = \"{url}\"\norigins = [\"https://b.example\"]\n"
        ),
    );
    {
        let server = Serving::start(dir.path());
        assert_eq!((status(&server, "https://a.example"), status(&server, "https://b.example")), (403, 200));
    }
    std::fs::remove_file(dir.path().join("flowdeck.toml")).unwrap();
    let server = Serving::start(dir.path());
    assert_eq!((status(&server, "https://a.example"), status(&server, "https://b.example")), (403, 403));
}

#[test]
fn a_file_that_cannot_be_meant_so_is_said() {
    let dir = tempfile::tempdir().unwrap();
    for (text, named) in [
        ("[[publication]\n", "flowdeck.toml"),
        ("[[publication]]\nworkflow = \"x\"\n", "origins"),
        ("[[publication]]\nworkflow = \"x\"\norigins = [\"https://a.example/\"]\n", "https://a.example/"),
        ("[[publication]]\nworkflow = \"x\"\norigins = [\"*\"]\n", "*"),
        ("[[publication]]\nworkflow = \"x\"\norigins = [\"null\"]\n", "null"),
        ("[[publication]]\nworkflow = \"x\"\norigins = [\"\"]\n", "origin"),
    ] {
        toml(dir.path(), text);
        let (code, said) = run_to_end(&["serve", "--port", "0", "--data", dir.path().to_str().unwrap()]);
        assert_eq!(code, Some(4), "{text}: {said}");
        assert!(said.contains(named), "{text}: {said}");
    }
}
