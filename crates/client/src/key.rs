//! The key of a management API: one text that prints as nothing, is put where the contract has it, is taken out of
//! what comes back, and is overwritten when the last holder lets go.
use crate::transport::{Method, Request, Response, Transport, TransportError};
use crate::url::{encode, encoded};
use std::cell::RefCell;
use std::fmt;
use std::rc::Rc;
use std::sync::Arc;
use zeroize::{Zeroize, Zeroizing};

/// The key. Clones share the one text.
#[derive(Clone)]
pub struct Key(Arc<Zeroizing<String>>);

impl Key {
    /// A key; `None` when the text is no key at all. A text that was handed over is not left behind.
    #[must_use]
    pub fn new(text: impl Into<String>) -> Option<Self> {
        let mut text = Zeroizing::new(text.into());
        let trimmed = text.trim();
        if trimmed.len() != text.len() {
            text = Zeroizing::new(String::from(trimmed));
        }
        let is_sound = !text.is_empty() && text.chars().all(|c| c.is_ascii_graphic());
        is_sound.then(|| Self(Arc::new(text)))
    }

    /// The text, for the one place that hands it to another program.
    #[must_use]
    pub fn reveal(&self) -> &str {
        &self.0
    }

    /// The request with the key in it: in the query of one without a body, in the body otherwise (management contract).
    /// Texts are made in one piece, so that no part of the key stays where a text has grown out of.
    #[must_use]
    pub fn add_to(&self, request: Request) -> Request {
        let key = self.reveal();
        match &request.body {
            Some(body) => {
                let start = body.trim_end().strip_suffix('}').unwrap_or(body).trim_end();
                let mut text = String::with_capacity(start.len() + 2 * key.len() + 16);
                text.push_str(start);
                // The last of two equal names counts.
                text.push_str(if start.ends_with('{') { "\"api_key\":\"" } else { ",\"api_key\":\"" });
                for c in key.chars() {
                    if matches!(c, '"' | '\\') {
                        text.push('\\');
                    }
                    text.push(c);
                }
                text.push_str("\"}");
                Request { body: Some(text), ..request }
            }
            None => {
                let mut url = String::with_capacity(request.url.len() + 3 * key.len() + 9);
                url.push_str(&request.url);
                url.push(if url.contains('?') { '&' } else { '?' });
                url.push_str("api_key=");
                encode(key, &mut url);
                Request { url, ..request }
            }
        }
    }

    /// An answer that may be passed on: without the key, and none at all when a success holds it.
    ///
    /// # Errors
    /// What was asked for has the key in it.
    pub fn withhold(&self, mut answer: Response) -> Result<Response, TransportError> {
        if !self.is_in(&answer.body) {
            return Ok(answer);
        }
        let clean = self.out_of(&answer.body);
        answer.body.zeroize();
        if (200..300).contains(&answer.status) {
            return Err(TransportError::Withheld);
        }
        Ok(Response { body: clean, ..answer })
    }

    /// Whether a text holds the key, as it is or as an address holds it.
    #[must_use]
    pub fn is_in(&self, text: &str) -> bool {
        text.contains(self.reveal()) || text.contains(&*Zeroizing::new(encoded(self.reveal())))
    }

    /// A text without the key.
    #[must_use]
    pub fn out_of(&self, text: &str) -> String {
        text.replace(self.reveal(), "(key)").replace(&*Zeroizing::new(encoded(self.reveal())), "(key)")
    }
}

impl fmt::Debug for Key {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Key")
    }
}

impl PartialEq for Key {
    /// The same key, not an equal one: nothing is told about its text.
    fn eq(&self, other: &Self) -> bool {
        Arc::ptr_eq(&self.0, &other.0)
    }
}

/// Where the operator's key is while there is one (direct mode). Clones are the same ring.
#[derive(Clone, Debug, Default)]
pub struct Keyring(Rc<RefCell<Option<Key>>>);

impl Keyring {
    /// Takes a key, in place of any other.
    pub fn hold(&self, key: Key) {
        *self.0.borrow_mut() = Some(key);
    }

    /// Lets go of the key, which overwrites it.
    pub fn clear(&self) {
        *self.0.borrow_mut() = None;
    }

    fn key(&self) -> Option<Key> {
        self.0.borrow().clone()
    }
}

/// A transport that adds the ring's key to requests to one service, and to no other. With an empty ring it changes
/// nothing.
#[derive(Clone, Debug)]
pub struct Keyed<T> {
    inner: T,
    service: String,
    ring: Keyring,
}

impl<T> Keyed<T> {
    /// A transport whose key goes to the service at an absolute address.
    pub fn new(inner: T, service: impl Into<String>, ring: Keyring) -> Self {
        let mut service = service.into();
        if !service.ends_with('/') {
            service.push('/');
        }
        Self { inner, service, ring }
    }
}

impl<T: Transport> Transport for Keyed<T> {
    async fn send(&self, request: Request) -> Result<Response, TransportError> {
        let key = self.ring.key().filter(|_| request.url.starts_with(&self.service));
        let Some(key) = key else { return self.inner.send(request).await };
        // Headers of ours would make the browser ask the service first, and it knows none of them.
        let mut request = Request { headers: Vec::new(), ..request };
        if request.method == Method::Post {
            // Addresses are kept in more places than bodies.
            request.body.get_or_insert_with(|| String::from("{}"));
        }
        key.withhold(self.inner.send(key.add_to(request)).await?)
    }

    async fn pause(&self, ms: u32) {
        self.inner.pause(ms).await;
    }

    fn jitter(&self) -> f64 {
        self.inner.jitter()
    }
}

#[cfg(test)]
mod tests {
    use super::{Key, Method, Request, Response, TransportError};

    fn request(url: &str, body: Option<&str>) -> Request {
        let method = if body.is_some() { Method::Post } else { Method::Get };
        Request { method, url: url.into(), headers: Vec::new(), body: body.map(Into::into), timeout_ms: 1 }
    }

    #[test]
    fn a_key_is_found_and_taken_out_in_both_spellings() {
        let key = Key::new(" a+b/c= \n").unwrap();
        for text in ["x a+b/c= y", "?api_key=a%2Bb%2Fc%3D&z"] {
            assert!(key.is_in(text) && !key.is_in(&key.out_of(text)), "{text}");
        }
        assert!(!key.is_in("a+b/c"));
        assert_eq!(format!("{key:?}"), "Key");
        assert!(Key::new("two words").is_none() && Key::new("").is_none() && Key::new("ä").is_none());
    }

    #[test]
    fn the_key_goes_where_the_contract_has_it() {
        let key = Key::new("k\"\\+").unwrap();
        assert_eq!(key.add_to(request("http://h/x", None)).url, "http://h/x?api_key=k%22%5C%2B");
        assert_eq!(key.add_to(request("http://h/x?a=1", None)).url, "http://h/x?a=1&api_key=k%22%5C%2B");
        for (body, sent) in
            [("{}", r#"{"api_key":"k\"\\+"}"#), (r#"{"id":1}"#, r#"{"id":1,"api_key":"k\"\\+"}"#)]
        {
            let made = key.add_to(request("http://h/x", Some(body)));
            assert_eq!((made.url.as_str(), made.body.as_deref()), ("http://h/x", Some(sent)));
        }
    }

    #[test]
    fn texts_with_the_key_have_not_grown() {
        let key = Key::new("\"\\".repeat(40)).unwrap();
        let made = key.add_to(request("http://h/x", None));
        assert!(made.url.capacity() >= made.url.len() && made.url.len() == "http://h/x?api_key=".len() + 240);
        let body = key.add_to(request("http://h/x", Some("{\"a\":1}"))).body.unwrap();
        assert!(body.capacity() <= "{\"a\":1}".len() - 1 + 160 + 16, "it was made in one piece");
    }

    #[test]
    fn an_answer_with_the_key_is_not_passed_on() {
        let key = Key::new("sEcReT").unwrap();
        let answer =
            |status| Response { status, body: "the key sEcReT is bad".into(), ..Response::default() };
        assert_eq!(key.withhold(answer(200)), Err(TransportError::Withheld));
        assert_eq!(key.withhold(answer(401)).unwrap().body, "the key (key) is bad");
    }
}
