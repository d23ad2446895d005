//! PostgreSQL: the store that several copies of the server share.
use super::query::Pool;
use super::{Shared, Store};
use crate::Failure;
use sqlx::migrate::MigrateError;
use sqlx::postgres::{PgConnectOptions, PgPoolOptions};
use sqlx::{ConnectOptions as _, Connection as _, PgConnection};
use std::fmt;
use std::time::Duration;

static MIGRATIONS: sqlx::migrate::Migrator = sqlx::migrate!("./migrations-postgres");

/// How long a connection may take to be made at the start.
const CONNECT: Duration = Duration::from_secs(10);
/// How long a request waits for a connection: then it hears that the database is away.
const ACQUIRE: Duration = Duration::from_secs(3);
/// The parameters of an address that mean something; what is unknown would be logged with its value.
const PARAMETERS: [&str; 18] = [
    "sslmode",
    "ssl-mode",
    "sslrootcert",
    "ssl-root-cert",
    "ssl-ca",
    "sslcert",
    "ssl-cert",
    "sslkey",
    "ssl-key",
    "statement-cache-capacity",
    "host",
    "hostaddr",
    "port",
    "dbname",
    "user",
    "password",
    "application_name",
    "options",
];

/// A database as `DATABASE_URL` names it. Neither form of it as text holds the user or the password.
#[derive(Clone)]
pub struct Database {
    options: PgConnectOptions,
    shown: String,
}

impl fmt::Debug for Database {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Database({})", self.shown)
    }
}

impl fmt::Display for Database {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.shown)
    }
}

impl Database {
    /// Reads an address such as `postgres://user:password@host:5432/name`.
    ///
    /// # Errors
    /// It is no such address. What is said of it does not repeat it.
    pub fn read(address: &str) -> Result<Self, Failure> {
        let wrong = |why: &str| {
            Failure::Data(format!(
                "DATABASE_URL cannot be used: {why}. Write it like postgres://USER:PASSWORD@HOST:5432/NAME, or leave it out to keep the workspace in the data directory."
            ))
        };
        let address = address.trim();
        let url = reqwest::Url::parse(address).map_err(|_| wrong("it is no address"))?;
        if !matches!(url.scheme(), "postgres" | "postgresql") {
            return Err(wrong("only PostgreSQL can be shared"));
        }
        if let Some((name, _)) = url.query_pairs().find(|(name, _)| !PARAMETERS.contains(&&**name)) {
            return Err(wrong(&format!("“{name}” is no parameter that is known here")));
        }
        let options: PgConnectOptions = address.parse().map_err(|_| wrong("a part of it cannot be read"))?;
        let options = options.application_name("flowdeck").options([
            // What is read after a lock is what is there then, whatever the database's own setting.
            ("default_transaction_isolation", "read committed"),
            ("lock_timeout", "10s"),
            ("statement_timeout", "12s"),
            // A copy that was stopped in the middle of a write must not stop the others.
            ("idle_in_transaction_session_timeout", "5s"),
            // A copy whose machine is gone lets go of its locks.
            ("tcp_keepalives_idle", "10"),
            ("tcp_keepalives_interval", "5"),
            ("tcp_keepalives_count", "3"),
            ("client_connection_check_interval", "1s"),
        ]);
        let place = match options.get_socket() {
            Some(socket) => socket.display().to_string(),
            None => format!("{}:{}", options.get_host(), options.get_port()),
        };
        let name = options.get_database().unwrap_or_else(|| options.get_username());
        let shown = format!("PostgreSQL at {place}, database {name}");
        Ok(Self { options, shown })
    }

    /// One connection.
    pub(super) async fn connect(&self, options: &PgConnectOptions) -> Result<PgConnection, sqlx::Error> {
        let connecting = PgConnection::connect_with(options);
        tokio::time::timeout(CONNECT, connecting).await.map_err(|_| sqlx::Error::PoolTimedOut)?
    }

    /// How the connection that holds a lock is made: nobody listens to it while the cloud is asked.
    pub(super) fn for_lock(&self) -> PgConnectOptions {
        // Waiting is what it is for, so a long wait is nothing to log.
        self.options.clone().disable_statement_logging().options([
            ("lock_timeout", "30s"),
            ("statement_timeout", "31s"),
            ("idle_session_timeout", "180s"),
        ])
    }

    /// Looks whether it can be used, and changes nothing.
    ///
    /// # Errors
    /// It cannot be.
    pub async fn look(&self) -> Result<(), Failure> {
        let mut connection = self.first().await?;
        let newest = MIGRATIONS.iter().map(|migration| migration.version).max().unwrap_or_default();
        let is_there = sqlx::query_scalar::<_, bool>("SELECT to_regclass('_sqlx_migrations') IS NOT NULL");
        let is_there = is_there.fetch_one(&mut connection).await.map_err(|error| self.unusable(&error))?;
        if is_there {
            let found = sqlx::query_scalar::<_, Option<i64>>("SELECT MAX(version) FROM _sqlx_migrations");
            let found = found.fetch_one(&mut connection).await.map_err(|error| self.unusable(&error))?;
            if found.is_some_and(|found| found > newest) {
                return Err(self.newer());
            }
        }
        connection.close().await.map_err(|error| self.unusable(&error))
    }

    /// A first connection, to a database that texts of any language fit into.
    async fn first(&self) -> Result<PgConnection, Failure> {
        let connected = self.connect(&self.options).await;
        let mut connection = connected.map_err(|error| self.unusable(&error))?;
        let encoding = sqlx::query_scalar::<_, String>("SHOW server_encoding").fetch_one(&mut connection);
        let encoding = encoding.await.map_err(|error| self.unusable(&error))?;
        if encoding != "UTF8" {
            return Err(Failure::Data(format!(
                "The database cannot be used ({self}): its encoding is {encoding}. Make one with ENCODING 'UTF8' TEMPLATE template0."
            )));
        }
        Ok(connection)
    }

    fn newer(&self) -> Failure {
        Failure::Data(format!(
            "The database was written by a newer Flowdeck ({self}). Update flowdeck, or name another database in DATABASE_URL."
        ))
    }

    fn unusable(&self, error: &sqlx::Error) -> Failure {
        let code = error.as_database_error().and_then(|error| error.code()).unwrap_or_default().into_owned();
        let running = "Check DATABASE_URL, and whether PostgreSQL is running there.";
        let (why, mend) = match (code.as_str(), error) {
            ("28P01" | "28000", _) => ("it refuses the user or the password".into(), "Check DATABASE_URL."),
            ("3D000", _) => {
                ("there is no such database".into(), "Make it (createdb), or check DATABASE_URL.")
            }
            ("42501", _) => ("its user may not do what is needed".into(), "Make that user its owner."),
            ("42704", _) => {
                ("it does not know a setting that is needed".into(), "PostgreSQL 14 is the oldest.")
            }
            ("53100", _) => ("its disk is full".into(), "Free some room there."),
            ("53300", _) => ("it has too many connections".into(), "Raise max_connections there."),
            (_, sqlx::Error::PoolTimedOut) => (String::from("it does not answer"), running),
            (_, sqlx::Error::Io(error)) => (error.to_string(), running),
            (_, sqlx::Error::Tls(error)) => (format!("TLS: {error}"), "Check sslmode and sslrootcert."),
            _ => (error.to_string(), running),
        };
        Failure::Data(format!("The database cannot be used ({self}): {why}. {mend}"))
    }
}

impl Store {
    /// Connects to a database that copies share, and brings it up to date; of copies that start together one does.
    ///
    /// # Errors
    /// It cannot be reached or used; it comes from a newer Flowdeck.
    pub async fn connect(database: &Database) -> Result<Self, Failure> {
        // By one connection rather than by the pool, which would try for long what is refused.
        let mut connection = database.first().await?;
        // Bringing much up to date takes its time; who starts meanwhile waits.
        for setting in ["SET statement_timeout = 0", "SET lock_timeout = '5min'"] {
            let set = sqlx::query(setting).execute(&mut connection).await;
            set.map_err(|error| database.unusable(&error))?;
        }
        MIGRATIONS.run(&mut connection).await.map_err(|error| match error {
            MigrateError::VersionMissing(_) => database.newer(),
            MigrateError::Execute(error) => database.unusable(&error),
            other => {
                Failure::Data(format!("The database cannot be brought up to date ({database}): {other}."))
            }
        })?;
        connection.close().await.map_err(|error| database.unusable(&error))?;
        let pool = PgPoolOptions::new().max_connections(8).acquire_timeout(ACQUIRE);
        let pool = pool.connect_lazy_with(database.options.clone());
        Ok(Self::over(Pool::Postgres(pool), Some(Shared::new(database.clone()))))
    }
}

#[cfg(test)]
mod tests {
    use super::Database;

    #[test]
    fn an_address_is_shown_without_its_secrets() {
        let database =
            Database::read("postgres://ada:canary%21@db.example:5433/deck?sslmode=require").unwrap();
        assert_eq!(database.to_string(), "PostgreSQL at db.example:5433, database deck");
        assert!(!format!("{database:?}").contains("canary") && !format!("{database:?}").contains("ada"));
    }

    #[test]
    fn what_is_no_address_is_refused_without_being_repeated() {
        for (text, why) in [
            ("canary", "no address"),
            ("mysql://canary@db.example/deck", "PostgreSQL"),
            ("postgres://canary@db.example/deck?pasword=canary", "“pasword”"),
            ("postgres://canary@db.example/deck?sslmode=canary", "cannot be read"),
        ] {
            let said = Database::read(text).unwrap_err().to_string();
            assert!(said.contains(why) && said.contains("postgres://USER"), "{said}");
            assert!(!said.contains("canary"), "{said}");
        }
    }
}
