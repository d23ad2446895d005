//! Images by address: fetched only from public addresses, so that a workflow's input cannot reach into the
//! network that this server stands in (SSRF). Names are resolved here, each address is looked at, and the
//! connection goes to that very address: a name that answers differently the second time gains nothing.
use reqwest::redirect::Policy;
use reqwest::{Client, Url};
use std::net::{IpAddr, Ipv4Addr, Ipv6Addr, SocketAddr};
use std::time::Duration;

/// The largest image that is fetched, bytes.
const MOST_BYTES: usize = 20 * 1024 * 1024;
/// How long a fetch may take.
const TIMEOUT: Duration = Duration::from_secs(8);
/// How many redirects are followed; each one is looked at like the first address.
const MOST_REDIRECTS: usize = 3;

/// Fetches an image.
///
/// # Errors
/// One sentence: the address is not allowed, does not answer, or gives too much.
pub async fn image(address: &str) -> Result<Vec<u8>, String> {
    let mut url = Url::parse(address).map_err(|_| format!("“{address}” is no address of an image."))?;
    for _ in 0..=MOST_REDIRECTS {
        let (host, targets) = allowed(&url).await?;
        let client = Client::builder()
            .redirect(Policy::none())
            .timeout(TIMEOUT)
            .no_proxy()
            .resolve_to_addrs(&host, &targets)
            .build()
            .map_err(|error| format!("The image cannot be fetched: {error}."))?;
        let response = client
            .get(url.clone())
            .send()
            .await
            .map_err(|_| format!("“{host}” does not answer, so the image could not be fetched."))?;
        if response.status().is_redirection() {
            let next = response.headers().get("location").and_then(|value| value.to_str().ok());
            url = next
                .and_then(|next| url.join(next).ok())
                .ok_or_else(|| format!("“{host}” redirects to nowhere."))?;
            continue;
        }
        if !response.status().is_success() {
            return Err(format!(
                "“{host}” answered with status {} instead of an image.",
                response.status().as_u16()
            ));
        }
        return body(response, &host).await;
    }
    Err(String::from("The image's address redirects too often."))
}

async fn body(mut response: reqwest::Response, host: &str) -> Result<Vec<u8>, String> {
    let mut bytes = Vec::new();
    while let Some(chunk) =
        response.chunk().await.map_err(|_| format!("“{host}” broke off in the middle of the image."))?
    {
        if bytes.len() + chunk.len() > MOST_BYTES {
            return Err(String::from("The image is larger than 20 MB."));
        }
        bytes.extend_from_slice(&chunk);
    }
    Ok(bytes)
}

/// The host of an address and where it may be connected to.
async fn allowed(url: &Url) -> Result<(String, Vec<SocketAddr>), String> {
    if !matches!(url.scheme(), "http" | "https") {
        return Err(format!("Images are fetched by http and https only, not by {}.", url.scheme()));
    }
    if !url.username().is_empty() || url.password().is_some() {
        return Err(String::from("An image's address may hold no user name or password."));
    }
    let host = url.host_str().ok_or("The image's address names no host.")?.to_owned();
    let port = url.port_or_known_default().unwrap_or(80);
    let bare = host.trim_start_matches('[').trim_end_matches(']');
    let targets: Vec<SocketAddr> = match bare.parse::<IpAddr>() {
        Ok(ip) => vec![SocketAddr::new(ip, port)],
        Err(_) => tokio::net::lookup_host((bare, port))
            .await
            .map_err(|_| format!("The name “{host}” cannot be found."))?
            .collect(),
    };
    if targets.is_empty() {
        return Err(format!("The name “{host}” cannot be found."));
    }
    if targets.iter().any(|target| !is_public(target.ip())) {
        return Err(format!(
            "“{host}” is not a public address: images are not fetched from inside a network."
        ));
    }
    Ok((host, targets))
}

/// Whether an address is on the public internet.
#[must_use]
pub fn is_public(ip: IpAddr) -> bool {
    match ip {
        IpAddr::V4(ip) => is_public_v4(ip),
        IpAddr::V6(ip) => is_public_v6(ip),
    }
}

fn is_public_v4(ip: Ipv4Addr) -> bool {
    let [a, b, c, _] = ip.octets();
    !(ip.is_private()
        || ip.is_loopback()
        || ip.is_link_local()
        || ip.is_broadcast()
        || ip.is_documentation()
        || ip.is_multicast()
        || a == 0
        || a >= 240
        // Carrier-grade NAT, protocol assignments, benchmarks.
        || (a == 100 && (64..128).contains(&b))
        || (a == 192 && b == 0 && c == 0)
        || (a == 192 && b == 88 && c == 99)
        || (a == 198 && (b == 18 || b == 19)))
}

fn is_public_v6(ip: Ipv6Addr) -> bool {
    if let Some(inner) = ip.to_ipv4() {
        // Mapped and compatible forms reach the IPv4 address inside.
        return is_public_v4(inner);
    }
    let segments = ip.segments();
    let [first, second, ..] = segments;
    match first {
        // 6to4 and NAT64 carry an IPv4 address.
        0x2002 => is_public_v4(v4_of(second, segments[2])),
        0x0064 if second == 0xff9b => is_public_v4(v4_of(segments[6], segments[7])),
        // Documentation and Teredo.
        0x2001 if second == 0x0db8 || second == 0 => false,
        // Only global unicast is public.
        _ => (first & 0xe000) == 0x2000,
    }
}

fn v4_of(high: u16, low: u16) -> Ipv4Addr {
    let ([a, b], [c, d]) = (high.to_be_bytes(), low.to_be_bytes());
    Ipv4Addr::new(a, b, c, d)
}

#[cfg(test)]
mod tests {
    use super::{image, is_public};

    #[test]
    fn only_public_addresses_are_public() {
        for ip in ["8.8.8.8", "1.1.1.1", "2606:4700::1111", "64:ff9b::808:808", "::ffff:8.8.8.8"] {
            assert!(is_public(ip.parse().unwrap()), "{ip}");
        }
        for ip in [
            "127.0.0.1",
            "127.9.9.9",
            "10.0.0.1",
            "172.16.0.1",
            "192.168.1.1",
            "169.254.169.254",
            "0.0.0.0",
            "0.1.2.3",
            "100.64.0.1",
            "192.0.0.1",
            "198.18.0.1",
            "224.0.0.1",
            "255.255.255.255",
            "240.0.0.1",
            "192.0.2.1",
            "::1",
            "::",
            "fe80::1",
            "fc00::1",
            "fd12::1",
            "ff02::1",
            "::ffff:127.0.0.1",
            "::127.0.0.1",
            "::ffff:169.254.169.254",
            "2002:7f00:1::",
            "64:ff9b::7f00:1",
            "2001:db8::1",
        ] {
            assert!(!is_public(ip.parse().unwrap()), "{ip}");
        }
    }

    #[tokio::test]
    async fn addresses_inside_are_refused_in_every_spelling() {
        for url in [
            "http://127.0.0.1/",
            "http://localhost/",
            "http://[::1]/",
            "http://2130706433/",
            "http://0x7f.1/",
            "http://127.1/",
            "http://0177.0.0.1/",
            "http://169.254.169.254/latest/meta-data",
            "http://[::ffff:10.0.0.1]/",
        ] {
            let error = image(url).await.unwrap_err();
            assert!(error.contains("not a public address"), "{url}: {error}");
        }
        for url in
            ["file:///etc/passwd", "ftp://8.8.8.8/", "javascript:alert(1)", "nonsense", "http://u:p@8.8.8.8/"]
        {
            assert!(image(url).await.is_err(), "{url}");
        }
    }
}
