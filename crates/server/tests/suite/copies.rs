//! Copies of the server on one PostgreSQL. Skipped, with a line that says so, where PostgreSQL is not installed.
mod gateway;
mod outage;
mod pair;
mod publication;
mod start;
mod workspace;
