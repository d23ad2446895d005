//! Workflows: read one, make, save, fork. Every write is one transaction.
use super::meta::touch;
use super::query::{Session, query};
use super::row::{Definition, FULL, Facts, Stored, workflow};
use super::{Store, StoreError};
use crate::problems::Problems;
use flowdeck_spec::{config, slug};

/// A workflow to be made.
#[derive(Clone, Debug)]
pub struct NewWorkflow<'a> {
    /// Its id.
    pub id: &'a str,
    /// The id of its first version.
    pub version_id: &'a str,
    /// The workspace.
    pub workspace: &'a str,
    /// The name.
    pub name: &'a str,
    /// The slug.
    pub url: &'a str,
    /// Take the next free slug when this one is taken, rather than refuse.
    pub find_free_url: bool,
    /// What it is for.
    pub description: &'a str,
    /// The config, normalised.
    pub config: &'a str,
    /// The moment.
    pub now: &'a str,
}

/// What a save did.
#[derive(Clone, Debug)]
pub struct Saved {
    /// What is stored now.
    pub stored: Stored,
    /// Whether it made a version.
    pub made_version: bool,
    /// What is wrong with it.
    pub problems: Problems,
}

/// Why a write was not done.
#[derive(Debug, thiserror::Error)]
pub enum WriteError {
    /// The slug belongs to another workflow.
    #[error("There is a workflow “{0}” already. Choose another URL name.")]
    Taken(String),
    /// What is stored is not what the change is based on.
    #[error("The workflow was changed since it was read.")]
    Moved(Box<Stored>),
    /// No such workflow.
    #[error("There is no such workflow.")]
    Missing,
    /// The database failed.
    #[error(transparent)]
    Store(#[from] StoreError),
}

impl From<sqlx::Error> for WriteError {
    fn from(error: sqlx::Error) -> Self {
        Self::Store(StoreError(error))
    }
}

impl Store {
    /// A live workflow by its slug.
    ///
    /// # Errors
    /// The database fails.
    pub async fn find(&self, workspace: &str, url: &str) -> Result<Option<Stored>, StoreError> {
        let sql =
            format!("SELECT {FULL} FROM workflows WHERE workspace = $1 AND url = $2 AND deleted_at IS NULL");
        let row = query(sqlx::AssertSqlSafe(sql))
            .bind(workspace)
            .bind(url)
            .fetch_optional(&mut self.pool.acquire().await?)
            .await?;
        Ok(row.as_ref().map(workflow).transpose()?)
    }

    /// A live workflow by its internal id.
    ///
    /// # Errors
    /// The database fails.
    pub async fn find_by_id(&self, workspace: &str, id: &str) -> Result<Option<Stored>, StoreError> {
        let mut connection = self.pool.acquire().await?;
        Ok(by_id(&mut connection, workspace, id).await?)
    }

    /// Makes a workflow with its first version.
    ///
    /// # Errors
    /// [`WriteError::Taken`] unless a free slug may be found; the database fails.
    pub async fn create(&self, new: NewWorkflow<'_>) -> Result<Saved, WriteError> {
        let definition = Definition::of(new.config, self.blocks());
        let mut tx = self.write().await?;
        // The write lock first, as in `save`.
        touch(&mut tx, new.workspace).await?;
        let taken = taken_like(&mut tx, new.workspace, new.url).await?;
        let url = if new.find_free_url {
            slug::free(new.url, |candidate| taken.iter().any(|url| url == candidate))
        } else if taken.iter().any(|url| url == new.url) {
            return Err(WriteError::Taken(String::from(new.url)));
        } else {
            String::from(new.url)
        };
        let facts = Facts::of(new.name, &url, new.description, &definition);
        query(
            "INSERT INTO workflows (id, workspace, url, name, description, config, revision, version, block_count, block_types, problems, search_text, name_key, token_epoch, created_at, updated_at) \
             VALUES ($1, $2, $3, $4, $5, $6, 1, 1, $7, $8, $9, $10, $11, 0, $12, $12)",
        )
        .bind(new.id)
        .bind(new.workspace)
        .bind(&url)
        .bind(new.name)
        .bind(new.description)
        .bind(new.config)
        .bind(facts.block_count)
        .bind(&facts.block_types)
        .bind(facts.problems)
        .bind(&facts.search_text)
        .bind(&facts.name_key)
        .bind(new.now)
        .execute(&mut tx)
        .await?;
        add_version(&mut tx, new.id, 1, new.version_id, new.name, new.config, new.now).await?;
        let stored = by_id(&mut tx, new.workspace, new.id).await?.ok_or(WriteError::Missing)?;
        tx.commit().await?;
        Ok(Saved { stored, made_version: true, problems: definition.problems })
    }

    /// Saves a workflow. `is_base` says whether what is stored is what the change is based on; it is asked within
    /// the transaction, so two writers cannot both hear yes. A change of the specification makes a version.
    ///
    /// # Errors
    /// [`WriteError::Moved`], [`WriteError::Missing`], [`WriteError::Taken`]; the database fails.
    #[expect(clippy::too_many_arguments, reason = "one argument a column")]
    pub async fn save(
        &self,
        workspace: &str,
        id: &str,
        version_id: &str,
        name: &str,
        url: &str,
        config_text: &str,
        now: &str,
        is_base: impl Fn(&Stored) -> bool,
    ) -> Result<Saved, WriteError> {
        let definition = Definition::of(config_text, self.blocks());
        let mut tx = self.write().await?;
        // The write lock first: what is read after it cannot change before the commit, in other processes either.
        touch(&mut tx, workspace).await?;
        let before = by_id(&mut tx, workspace, id).await?.ok_or(WriteError::Missing)?;
        if !is_base(&before) {
            return Err(WriteError::Moved(Box::new(before)));
        }
        let old = &before.workflow;
        if old.url != url && taken_like(&mut tx, workspace, url).await?.iter().any(|taken| taken == url) {
            return Err(WriteError::Taken(String::from(url)));
        }
        let made_version = !config::same_specification(&old.config, config_text);
        let version = i64::from(old.version_count.unwrap_or(0)) + i64::from(made_version);
        let facts = Facts::of(name, url, &old.description, &definition);
        query(
            "UPDATE workflows SET url = $3, name = $4, config = $5, revision = revision + 1, version = $6, block_count = $7, block_types = $8, problems = $9, search_text = $10, name_key = $11, updated_at = $12 \
             WHERE workspace = $1 AND id = $2",
        )
        .bind(workspace)
        .bind(id)
        .bind(url)
        .bind(name)
        .bind(config_text)
        .bind(version)
        .bind(facts.block_count)
        .bind(&facts.block_types)
        .bind(facts.problems)
        .bind(&facts.search_text)
        .bind(&facts.name_key)
        .bind(now)
        .execute(&mut tx)
        .await?;
        if old.url != url {
            // A publication follows its workflow; one of the file's keeps the name that the file has.
            query("UPDATE publications SET url = $3 WHERE workspace = $1 AND url = $2 AND from_file = 0")
                .bind(workspace)
                .bind(&old.url)
                .bind(url)
                .execute(&mut tx)
                .await?;
        }
        if made_version {
            add_version(&mut tx, id, version, version_id, name, config_text, now).await?;
        }
        let stored = by_id(&mut tx, workspace, id).await?.ok_or(WriteError::Missing)?;
        tx.commit().await?;
        Ok(Saved { stored, made_version, problems: definition.problems })
    }
}

pub(super) async fn by_id(
    connection: &mut Session,
    workspace: &str,
    id: &str,
) -> Result<Option<Stored>, sqlx::Error> {
    let sql = format!("SELECT {FULL} FROM workflows WHERE workspace = $1 AND id = $2 AND deleted_at IS NULL");
    let row = query(sqlx::AssertSqlSafe(sql)).bind(workspace).bind(id).fetch_optional(connection).await?;
    row.as_ref().map(workflow).transpose()
}

/// The live slugs that start like `url`: enough to see whether it is taken and which number is free.
pub(super) async fn taken_like(
    connection: &mut Session,
    workspace: &str,
    url: &str,
) -> Result<Vec<String>, sqlx::Error> {
    let stem: String = url.chars().take(slug::MAX_LENGTH - 12).collect();
    let end = format!("{stem}\u{10ffff}");
    let rows = query(
        "SELECT url FROM workflows WHERE workspace = $1 AND url >= $2 AND url <= $3 AND deleted_at IS NULL",
    )
    .bind(workspace)
    .bind(stem)
    .bind(end)
    .fetch_all(connection)
    .await?;
    rows.iter().map(|row| row.try_get(0)).collect()
}

async fn add_version(
    connection: &mut Session,
    workflow_id: &str,
    version: i64,
    version_id: &str,
    name: &str,
    config_text: &str,
    now: &str,
) -> Result<(), sqlx::Error> {
    query(
        "INSERT INTO versions (workflow_id, version, id, name, config, created_at) VALUES ($1, $2, $3, $4, $5, $6)",
    )
    .bind(workflow_id)
    .bind(version)
    .bind(version_id)
    .bind(name)
    .bind(config_text)
    .bind(now)
    .execute(connection)
    .await
    .map(|_| ())
}
