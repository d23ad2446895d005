//! Signed texts: workflow tokens and session cookies. HMAC-SHA-256 with the store's key; the algorithm is ours to
//! choose, never the token's. A token and a session have different audiences, so neither passes for the other.
use jsonwebtoken::errors::Error as JwtError;
use jsonwebtoken::{Algorithm, DecodingKey, EncodingKey, Header, Validation, decode, encode};
use serde::{Deserialize, Serialize, de::DeserializeOwned};
use std::fmt;
use time::{Duration, OffsetDateTime};

/// How long a token lives when nothing else is said.
pub const DEFAULT_LIFE: Duration = Duration::minutes(5);
/// The longest life of a token.
pub const LONGEST_LIFE: Duration = Duration::minutes(15);
/// How long a session lives.
pub const SESSION_LIFE: Duration = Duration::days(30);
/// Longer texts are no tokens of ours and are not looked at.
const LONGEST_TEXT: usize = 2_048;

/// How long a session lives that a page of another site hands to the app in its frame.
pub const FRAME_LIFE: Duration = Duration::minutes(15);

/// How long a one-time link to the app can be used.
pub const LINK_LIFE: Duration = Duration::minutes(15);

const RUN: &str = "flowdeck-run";
const SESSION: &str = "flowdeck-session";
const LINK: &str = "flowdeck-link";
const FRAME: &str = "flowdeck-frame";

/// What a person may do in the app.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Role {
    /// Look, and run what is saved.
    Viewer,
    /// Everything.
    Editor,
}

/// What a workflow token says: run this workflow, from this origin, until then.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Claims {
    aud: String,
    /// The workflow's internal id.
    pub sub: String,
    /// The workspace.
    pub ws: String,
    /// The origin that it was asked for, if any.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub origin: Option<String>,
    /// The workflow's token epoch: a later one revokes.
    pub epoch: i64,
    /// Ends, seconds since 1970.
    pub exp: i64,
    /// Starts, seconds since 1970.
    pub nbf: i64,
    /// A random id.
    pub jti: String,
}

#[derive(Clone, Serialize, Deserialize)]
struct SessionClaims {
    aud: String,
    exp: i64,
    jti: String,
    role: Role,
}

#[derive(Clone, Serialize, Deserialize)]
struct LinkClaims {
    aud: String,
    exp: i64,
    jti: String,
}

/// Signs and checks.
#[derive(Clone)]
pub struct Signer {
    sign: EncodingKey,
    check: DecodingKey,
}

impl fmt::Debug for Signer {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Signer")
    }
}

/// A token was not accepted. Why is told to nobody but the log.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Refused;

impl Signer {
    /// A signer with a secret of the store.
    #[must_use]
    pub fn new(secret: &str) -> Self {
        Self {
            sign: EncodingKey::from_secret(secret.as_bytes()),
            check: DecodingKey::from_secret(secret.as_bytes()),
        }
    }

    /// A workflow token.
    ///
    /// # Errors
    /// Signing fails, which a sound build does not.
    #[expect(clippy::too_many_arguments, reason = "one argument a claim")]
    pub fn workflow_token(
        &self,
        workflow_id: &str,
        ws: &str,
        origin: Option<&str>,
        epoch: i64,
        now: OffsetDateTime,
        life: Duration,
        id: String,
    ) -> Result<String, JwtError> {
        let life = life.clamp(Duration::minutes(1), LONGEST_LIFE);
        let claims = Claims {
            aud: String::from(RUN),
            sub: String::from(workflow_id),
            ws: String::from(ws),
            origin: origin.map(String::from),
            epoch,
            exp: (now + life).unix_timestamp(),
            nbf: now.unix_timestamp(),
            jti: id,
        };
        encode(&Header::new(Algorithm::HS256), &claims, &self.sign)
    }

    /// Reads a workflow token.
    ///
    /// # Errors
    /// It is not ours, or not valid now.
    pub fn read_workflow_token(&self, text: &str, now: OffsetDateTime) -> Result<Claims, Refused> {
        let claims: Claims = self.read(text, RUN)?;
        let now = now.unix_timestamp();
        if claims.nbf <= now && now < claims.exp { Ok(claims) } else { Err(Refused) }
    }

    /// A session.
    ///
    /// # Errors
    /// Signing fails, which a sound build does not.
    pub fn session(&self, now: OffsetDateTime, id: String, role: Role) -> Result<String, JwtError> {
        let exp = (now + SESSION_LIFE).unix_timestamp();
        let claims = SessionClaims { aud: String::from(SESSION), exp, jti: id, role };
        encode(&Header::new(Algorithm::HS256), &claims, &self.sign)
    }

    /// The role of a session of ours that is valid now.
    #[must_use]
    pub fn role(&self, text: &str, now: OffsetDateTime) -> Option<Role> {
        let claims = self.read::<SessionClaims>(text, SESSION).ok()?;
        (now.unix_timestamp() < claims.exp).then_some(claims.role)
    }

    /// A session for the app in a frame: short, because scripts of the framing page see it.
    ///
    /// # Errors
    /// Signing fails, which a sound build does not.
    pub fn frame_session(&self, now: OffsetDateTime, id: String, role: Role) -> Result<String, JwtError> {
        let exp = (now + FRAME_LIFE).unix_timestamp();
        let claims = SessionClaims { aud: String::from(FRAME), exp, jti: id, role };
        encode(&Header::new(Algorithm::HS256), &claims, &self.sign)
    }

    /// The role of such a session that is valid now.
    #[must_use]
    pub fn frame_role(&self, text: &str, now: OffsetDateTime) -> Option<Role> {
        let claims = self.read::<SessionClaims>(text, FRAME).ok()?;
        (now.unix_timestamp() < claims.exp).then_some(claims.role)
    }

    /// What a one-time link to the app carries.
    ///
    /// # Errors
    /// Signing fails, which a sound build does not.
    pub fn link(&self, now: OffsetDateTime, id: String) -> Result<String, JwtError> {
        let claims = LinkClaims { aud: String::from(LINK), exp: (now + LINK_LIFE).unix_timestamp(), jti: id };
        encode(&Header::new(Algorithm::HS256), &claims, &self.sign)
    }

    /// The id of a one-time link, to be remembered as used.
    ///
    /// # Errors
    /// It is not ours, or its time is over.
    pub fn read_link(&self, text: &str, now: OffsetDateTime) -> Result<String, Refused> {
        let claims: LinkClaims = self.read(text, LINK)?;
        if now.unix_timestamp() < claims.exp { Ok(claims.jti) } else { Err(Refused) }
    }

    fn read<C: DeserializeOwned + Clone>(&self, text: &str, audience: &str) -> Result<C, Refused> {
        if text.len() > LONGEST_TEXT {
            return Err(Refused);
        }
        let mut validation = Validation::new(Algorithm::HS256);
        validation.set_audience(&[audience]);
        // Times are compared with the caller's clock, which tests can move.
        validation.validate_exp = false;
        validation.validate_nbf = false;
        validation.set_required_spec_claims(&["exp", "aud"]);
        decode::<C>(text, &self.check, &validation).map(|data| data.claims).map_err(|_| Refused)
    }
}
