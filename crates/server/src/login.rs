//! Who may use the app when not everybody at the machine may: an access token, a one-time link, or the word of a
//! trusted proxy that has signed people in (OIDC proxies do). Two roles: editors and viewers.
use crate::http::same;
use crate::rate::Buckets;
use crate::token::Role;
use axum::http::HeaderMap;
use std::fmt;
use std::net::IpAddr;
use std::sync::{Mutex, PoisonError};
use tokio::time::Instant;

/// The shortest access token: shorter ones are guessed.
pub const SHORTEST: usize = 16;
/// How many tries a minute one address has.
const TRIES: u32 = 10;

/// A proxy whose word is taken.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Proxy {
    /// The header in which it names the person, lower case.
    pub header: String,
    /// The addresses it calls from.
    pub from: Vec<IpAddr>,
    /// Who may change things; `*` = everybody.
    pub editors: Vec<String>,
}

/// How people sign in.
#[derive(Default)]
pub struct Login {
    editor: Option<String>,
    viewer: Option<String>,
    proxy: Option<Proxy>,
    tries: Mutex<Buckets<IpAddr>>,
}

impl fmt::Debug for Login {
    /// What there is, never what it is.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Login")
            .field("editor", &self.editor.is_some())
            .field("viewer", &self.viewer.is_some())
            .field("proxy", &self.proxy)
            .finish_non_exhaustive()
    }
}

impl Login {
    /// Sign-in by access tokens of editors and viewers, and by a proxy.
    ///
    /// # Errors
    /// A token is too short, both are the same, or the proxy has no address.
    pub fn new(editor: Option<String>, viewer: Option<String>, proxy: Option<Proxy>) -> Result<Self, String> {
        for (name, token) in [("FLOWDECK_ACCESS_TOKEN", &editor), ("FLOWDECK_VIEWER_TOKEN", &viewer)] {
            if token.as_ref().is_some_and(|token| token.len() < SHORTEST) {
                return Err(format!("{name} is shorter than {SHORTEST} characters: it would be guessed."));
            }
        }
        if editor.is_some() && editor == viewer {
            return Err(String::from("FLOWDECK_ACCESS_TOKEN and FLOWDECK_VIEWER_TOKEN are the same."));
        }
        if proxy.as_ref().is_some_and(|proxy| proxy.from.is_empty()) {
            return Err(String::from("Say which proxy may name people: --trust-from ADDRESS."));
        }
        Ok(Self { editor, viewer, proxy, ..Self::default() })
    }

    /// Whether people can sign in at all without a one-time link.
    #[must_use]
    pub fn is_open_to_others(&self) -> bool {
        self.editor.is_some() || self.viewer.is_some() || self.proxy.is_some()
    }

    /// The role that an access token gives. Each try counts.
    ///
    /// # Errors
    /// Too many tries: in so many seconds the next one is welcome.
    pub fn try_token(&self, token: &str, address: IpAddr) -> Result<Option<Role>, u32> {
        self.count(address)?;
        let is = |known: &Option<String>| {
            known.as_ref().is_some_and(|known| same(known.as_bytes(), token.trim().as_bytes()))
        };
        // Both are compared, so that the time does not tell which there is.
        let (editor, viewer) = (is(&self.editor), is(&self.viewer));
        Ok(if editor { Some(Role::Editor) } else { viewer.then_some(Role::Viewer) })
    }

    /// Counts a try.
    ///
    /// # Errors
    /// Too many tries.
    pub fn count(&self, address: IpAddr) -> Result<(), u32> {
        self.tries.lock().unwrap_or_else(PoisonError::into_inner).take(address, TRIES, Instant::now())
    }

    /// The role of the person whom a trusted proxy names.
    #[must_use]
    pub fn role_by_proxy(&self, peer: IpAddr, headers: &HeaderMap) -> Option<Role> {
        let proxy = self.proxy.as_ref().filter(|proxy| proxy.from.contains(&peer.to_canonical()))?;
        let mut values = headers.get_all(&proxy.header).iter();
        let person = values.next()?.to_str().ok()?.trim();
        // Two names are one too many: somebody tried to add their own.
        if person.is_empty() || values.next().is_some() {
            return None;
        }
        let is_editor = proxy.editors.iter().any(|editor| editor == "*" || editor == person);
        Some(if is_editor { Role::Editor } else { Role::Viewer })
    }
}

#[cfg(test)]
mod tests {
    use super::{Login, Proxy};
    use crate::token::Role;
    use axum::http::HeaderMap;
    use std::net::{IpAddr, Ipv4Addr};

    const HERE: IpAddr = IpAddr::V4(Ipv4Addr::LOCALHOST);

    #[test]
    fn a_token_gives_its_role_and_tries_are_counted() {
        let editor = "an-editors-long-token";
        let login = Login::new(Some(editor.into()), Some("a-viewers-long-token".into()), None).unwrap();
        assert_eq!(login.try_token(editor, HERE), Ok(Some(Role::Editor)));
        assert_eq!(login.try_token(" a-viewers-long-token\n", HERE), Ok(Some(Role::Viewer)));
        for wrong in ["", "an-editors-long-toke", "an-editors-long-token2", "AN-EDITORS-LONG-TOKEN"] {
            assert_eq!(login.try_token(wrong, HERE), Ok(None));
        }
        while login.try_token("guess", HERE).is_ok() {}
        assert!(login.try_token(editor, HERE).is_err(), "a right one does not pass either");
        assert!(login.try_token(editor, IpAddr::V4(Ipv4Addr::new(10, 0, 0, 1))).is_ok());
    }

    #[test]
    fn weak_settings_are_refused() {
        assert!(Login::new(Some("short".into()), None, None).is_err());
        let same = Some(String::from("the-same-long-token"));
        assert!(Login::new(same.clone(), same, None).is_err());
        let proxy = Proxy { header: "x-user".into(), from: Vec::new(), editors: Vec::new() };
        assert!(Login::new(None, None, Some(proxy)).is_err());
    }

    #[test]
    fn a_proxy_is_believed_from_its_address_only() {
        let editors = vec![String::from("ada@x.example")];
        let proxy = Proxy { header: "x-forwarded-user".into(), from: vec![HERE], editors };
        let login = Login::new(None, None, Some(proxy)).unwrap();
        let named = |names: &[&str]| {
            let mut headers = HeaderMap::new();
            for name in names {
                headers.append("x-forwarded-user", name.parse().unwrap());
            }
            headers
        };
        let mapped = "::ffff:127.0.0.1".parse().unwrap();
        let other = IpAddr::V4(Ipv4Addr::new(10, 0, 0, 9));
        for (peer, names, role) in [
            (HERE, &["ada@x.example"][..], Some(Role::Editor)),
            (mapped, &["ada@x.example"], Some(Role::Editor)),
            (HERE, &["bob@x.example"], Some(Role::Viewer)),
            (HERE, &[], None),
            (HERE, &[""], None),
            (HERE, &["bob@x.example", "ada@x.example"], None),
            (other, &["ada@x.example"], None),
        ] {
            assert_eq!(login.role_by_proxy(peer, &named(names)), role, "{peer} {names:?}");
        }
    }
}
