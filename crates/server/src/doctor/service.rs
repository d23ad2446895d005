//! Whether services answer, whether the clocks agree, and whether browsers may call them from the app's pages.
use super::Finding;
use std::time::Duration;
use time::OffsetDateTime;
use time::format_description::well_known::Rfc2822;

/// How long a service may take.
const TIMEOUT: Duration = Duration::from_secs(10);
/// How far clocks may be apart: a token lives for minutes.
const APART: time::Duration = time::Duration::seconds(60);

fn client() -> reqwest::Client {
    let builder = reqwest::Client::builder().timeout(TIMEOUT).redirect(reqwest::redirect::Policy::none());
    builder.build().unwrap_or_default()
}

/// Whether a service answers at all, and by which clock.
pub(super) async fn reach(name: &str, address: &str) -> Vec<Finding> {
    let sent = client().get(format!("{}/", address.trim_end_matches('/'))).send().await;
    match sent {
        Err(error) => {
            let why =
                if error.is_timeout() { "it took longer than 10 s" } else { "no connection can be made" };
            vec![Finding::bad(
                format!("The {name} at {address} does not answer: {why}."),
                "Check the address, the name service, and whether a firewall or a proxy is between.",
            )]
        }
        Ok(answer) => {
            let date = answer.headers().get("date").and_then(|value| value.to_str().ok());
            let theirs = date.and_then(|text| OffsetDateTime::parse(text, &Rfc2822).ok());
            let mut findings = vec![Finding::good(format!("The {name} at {address} answers."))];
            findings.extend(theirs.map(|theirs| clock(OffsetDateTime::now_utc() - theirs)));
            findings
        }
    }
}

fn clock(apart: time::Duration) -> Finding {
    let seconds = apart.whole_seconds();
    if apart.abs() <= APART {
        Finding::good("The clocks agree.")
    } else {
        let side = if seconds > 0 { "ahead of" } else { "behind" };
        Finding::bad(
            format!("This machine's clock is {} s {side} the cloud's.", seconds.abs()),
            "Set the clock (timedatectl set-ntp true): tokens live for minutes.",
        )
    }
}

/// An `inference` server behind this one.
pub(super) async fn engine(address: &str) -> Finding {
    let base = address.trim_end_matches('/');
    let answer = client().get(format!("{base}/workflows/execution_engine/versions")).send().await;
    match answer {
        Ok(answer) if answer.status().is_success() => {
            Finding::good(format!("The engine at {address} answers."))
        }
        Ok(answer) => Finding::bad(
            format!("What answers at {address} is no engine: status {}.", answer.status().as_u16()),
            "Give the address of an inference server, such as http://127.0.0.1:9001.",
        ),
        Err(_) => {
            Finding::bad(format!("The engine at {address} does not answer."), "Start it, or check --engine.")
        }
    }
}

/// Whether browsers may call the public endpoint from the app's pages.
pub(super) async fn execution(address: &str, workspace: &str, origin: &str) -> Finding {
    let url = format!("{}/{workspace}/workflows/any", address.trim_end_matches('/'));
    let preflight = client()
        .request(reqwest::Method::OPTIONS, url)
        .header("Origin", origin)
        .header("Access-Control-Request-Method", "POST")
        .header("Access-Control-Request-Headers", "content-type")
        .send()
        .await;
    let Ok(answer) = preflight else {
        return Finding::bad(
            format!("The execution endpoint at {address} does not answer."),
            "Check --execution; browsers must reach this address too.",
        );
    };
    let allowed = answer.headers().get("access-control-allow-origin").and_then(|value| value.to_str().ok());
    match allowed {
        Some(allowed) if allowed == "*" || allowed == origin => {
            Finding::good(format!("Pages of {origin} may call the execution endpoint (CORS)."))
        }
        _ => Finding::bad(
            format!("Pages of {origin} may not call the execution endpoint at {address} (CORS)."),
            "Allow this origin there (ALLOW_ORIGINS of an inference server), or say with --public-url where the app is opened.",
        ),
    }
}

#[cfg(test)]
mod tests {
    use super::clock;
    use crate::doctor::Mark;

    #[test]
    fn clocks_may_be_a_minute_apart() {
        for (seconds, mark) in [(0, Mark::Good), (-60, Mark::Good), (61, Mark::Bad), (-3_600, Mark::Bad)] {
            assert_eq!(clock(time::Duration::seconds(seconds)).mark, mark, "{seconds}");
        }
        assert!(clock(time::Duration::hours(-1)).what.contains("3600 s behind"));
    }
}
