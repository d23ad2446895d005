//! What is posted to the execution endpoint, and by whom.
use super::message;
use crate::engine::Job;
use crate::http::caller::{Caller, credential, credential_of, read_body};
use crate::http::state::AppState;
use axum::extract::{Query, Request};
use axum::http::StatusCode;
use axum::response::Response;
use serde_json::{Map, Value};
use std::collections::HashMap;

/// What is posted to the endpoint.
pub(super) struct Posted {
    pub(super) caller: Caller,
    pub(super) body: Map<String, Value>,
}

impl Posted {
    /// Credentials: query, then header, then body (execution contract). Never a cookie.
    pub(super) async fn read(state: &AppState, request: Request) -> Result<Self, Response> {
        let (parts, body) = request.into_parts();
        let bytes = read_body(&parts.headers, body)
            .await
            .map_err(|_| message(StatusCode::PAYLOAD_TOO_LARGE, "The inputs are larger than 16 MB."))?;
        let body: Map<String, Value> = serde_json::from_slice(&bytes).map_err(|error| {
            message(StatusCode::UNPROCESSABLE_ENTITY, &format!("The body is no JSON object: {error}."))
        })?;
        let Query(query) = Query::<HashMap<String, String>>::try_from_uri(&parts.uri).map_err(|_| {
            message(StatusCode::BAD_REQUEST, "The address holds a query that cannot be read.")
        })?;
        let credential = credential(&parts.headers, &query, &body);
        let caller = credential.map_or(Caller::Nobody, |text| credential_of(state, text));
        Ok(Self { caller, body })
    }

    pub(super) fn job(&mut self, specification: Value) -> Job {
        let inputs = match self.body.remove("inputs") {
            Some(Value::Object(map)) => map,
            _ => Map::new(),
        };
        let excluded =
            self.body.get("excluded_fields").and_then(Value::as_array).cloned().unwrap_or_default();
        let flag = |key: &str| self.body.get(key).and_then(Value::as_bool).unwrap_or(false);
        Job {
            specification,
            inputs,
            excluded_fields: excluded.iter().filter_map(|name| name.as_str().map(String::from)).collect(),
            disable_sinks: flag("disable_sinks"),
            enable_profiling: flag("enable_profiling"),
            // What a block prints is for those who edit, not for the visitors of a page that embeds the workflow.
            debug: flag("debug") && !matches!(&self.caller, Caller::Token(claims) if claims.origin.is_some()),
        }
    }
}
