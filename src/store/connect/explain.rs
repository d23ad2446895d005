//! Why no connection came about, in words. A browser does not tell a page whether nobody answered, the answer was not
//! for this page, or the page's own policy stood against it: so each is named, with what to look at.
use super::Refusal;
use flowdeck_client::{Error, TransportError};

/// A sentence, which field it is about, and what to check.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Explanation {
    /// What is wrong with the workspace.
    pub workspace: String,
    /// What is wrong with the key.
    pub key: String,
    /// What is wrong with neither.
    pub service: String,
    /// What to check.
    pub checks: Vec<String>,
}

/// Explains a refusal. `api` is the service's address, `origin` that of this page.
#[must_use]
pub fn explain(refusal: &Refusal, api: &str, origin: &str) -> Explanation {
    let host = host(api);
    let mut out = Explanation::default();
    match refusal {
        Refusal::NoKey => out.key = String::from("Give the API key: one word, without blanks."),
        Refusal::Elsewhere(own, wanted) => {
            out.workspace = format!(
                "This key does not open “{wanted}”: it belongs to the workspace “{own}”. Leave the field empty to open that."
            );
        }
        Refusal::Unnamed => {
            out.workspace = format!("{host} does not say which workspace the key belongs to: give its name.");
        }
        Refusal::Service(Error::Status { status: 401, .. }) => {
            out.key = format!("{host} does not know this key. Is it whole, and has it not been revoked?");
        }
        Refusal::Service(Error::Status { status: 403, said, .. }) => {
            out.key = if said.is_empty() {
                String::from("This key may not open a workspace: it lacks a scope.")
            } else {
                said.clone()
            };
        }
        Refusal::Service(Error::Status { status: 404, .. } | Error::Decode { .. }) => {
            out.service = format!("{api} is no management API. Look at “api” in config.json.");
        }
        Refusal::Service(Error::Transport(TransportError::Unreachable(_))) => {
            out.service = format!(
                "No answer from {host} that this page may read. The browser does not say why. Check:"
            );
            out.checks = checks(api, &host, origin);
        }
        Refusal::Service(error) => out.service = error.to_string(),
    }
    out
}

fn checks(api: &str, host: &str, origin: &str) -> Vec<String> {
    let mut checks = Vec::new();
    if is_private(host) && !is_private(&self::host(origin)) {
        checks.push(format!(
            "{host} is on this machine or in a private network, and this page is not: the browser asks that service for leave first, which it may refuse (an inference server does). Serve this page from the same network."
        ));
    }
    if origin.starts_with("https:") && api.starts_with("http:") && !is_loopback(host) {
        checks.push(String::from(
            "This page came over https and the service is at http: browsers do not mix the two.",
        ));
    }
    checks.extend([
        format!("Is {host} there? Open {api} in another tab."),
        format!("Does it let pages of {origin} read its answers (CORS)?"),
        format!(
            "Does this page's own policy allow it? cargo xtask build --connect {} adds it.",
            origin_of(api)
        ),
        String::from("Does an extension of the browser, or a proxy, stand between?"),
    ]);
    checks
}

/// Scheme, host and port of an absolute address.
fn origin_of(url: &str) -> &str {
    let start = url.find("://").map_or(0, |at| at + 3);
    let length = url[start..].find(['/', '?', '#']).unwrap_or(url.len() - start);
    &url[..start + length]
}

/// The host of an address, with its port where it has one.
fn host(url: &str) -> String {
    let origin = origin_of(url);
    String::from(origin.split_once("://").map_or(origin, |(_, host)| host))
}

fn name(host: &str) -> &str {
    match host.strip_prefix('[') {
        Some(rest) => rest.split(']').next().unwrap_or_default(),
        None => host.split(':').next().unwrap_or_default(),
    }
}

fn is_loopback(host: &str) -> bool {
    let name = name(host);
    name == "localhost" || name.ends_with(".localhost") || name == "::1" || name.starts_with("127.")
}

/// The address blocks of private networks, and the one that a device gives itself.
fn is_private_address(name: &str) -> bool {
    let mut numbers = name.split('.').map(str::parse::<u8>);
    match [numbers.next(), numbers.next()] {
        [Some(Ok(10)), Some(Ok(_))] | [Some(Ok(192)), Some(Ok(168))] | [Some(Ok(169)), Some(Ok(254))] => true,
        [Some(Ok(172)), Some(Ok(second))] => (16..32).contains(&second),
        _ => false,
    }
}

fn is_private(host: &str) -> bool {
    let name = name(host);
    is_loopback(host)
        || is_private_address(name)
        || name.ends_with(".local")
        || name.ends_with(".internal")
        || !(name.contains('.') || name.contains(':'))
}

#[cfg(test)]
mod tests {
    use super::{Refusal, explain, is_private, origin_of};
    use flowdeck_client::{Error, TransportError};

    const API: &str = "https://api.example/v1";

    fn status(status: u16) -> Refusal {
        let (call, scope) = ("open the workspace", "any");
        Refusal::Service(Error::Status { status, said: String::new(), retry_after: None, call, scope })
    }

    #[test]
    fn a_refusal_is_put_where_it_belongs() {
        let page = "https://deck.example";
        assert!(explain(&Refusal::NoKey, API, page).key.contains("API key"));
        assert!(explain(&status(401), API, page).key.starts_with("api.example does not know this key"));
        assert!(explain(&status(403), API, page).key.contains("scope"));
        assert!(explain(&status(404), API, page).service.contains("config.json"));
        assert!(explain(&status(500), API, page).service.contains("500"));
        let elsewhere = Refusal::Elsewhere("mine".into(), "typo".into());
        let said = explain(&elsewhere, API, page).workspace;
        assert!(said.contains("“typo”") && said.contains("“mine”"));
    }

    #[test]
    fn no_answer_names_every_cause_that_a_browser_hides() {
        let lost = Refusal::Service(Error::Transport(TransportError::Unreachable("x".into())));
        let checks = |api: &str, origin: &str| explain(&lost, api, origin).checks.join("\n");
        let far = checks(API, "https://deck.example");
        assert!(
            far.contains("CORS") && far.contains("--connect https://api.example") && !far.contains("private")
        );
        let near = checks("http://127.0.0.1:9001", "https://deck.example");
        assert!(near.contains("private network") && !near.contains("mix"), "{near}");
        assert!(checks("http://api.example", "https://deck.example").contains("do not mix"));
        assert!(!checks("http://localhost:9001", "http://127.0.0.1:8080").contains("private"));
    }

    #[test]
    fn addresses_are_taken_apart() {
        assert_eq!(origin_of("https://a.example:9/x?y"), "https://a.example:9");
        assert_eq!(origin_of("https://a.example"), "https://a.example");
        for host in ["10.1.2.3", "192.168.0.9:9001", "[::1]:9001", "box", "printer.local", "169.254.1.1"] {
            assert!(is_private(host), "{host}");
        }
        for host in ["api.example", "8.8.8.8:80", "[2001:db8::1]"] {
            assert!(!is_private(host), "{host}");
        }
    }
}
