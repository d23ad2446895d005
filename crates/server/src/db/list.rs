//! Lists of workflows: everything, or a page by a key that stays stable while others write.
use super::row::{LISTED, list_row};
use super::{Store, StoreError};
use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use flowdeck_client::dto::WorkflowRow;

/// The order of a list.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Sort {
    column: Column,
    descending: bool,
}

#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
enum Column {
    #[default]
    Updated,
    Created,
    Name,
}

impl Sort {
    /// Reads `name`, `-updated`, …; `None` for anything else.
    #[must_use]
    pub fn parse(text: &str) -> Option<Self> {
        let (descending, name) = text.strip_prefix('-').map_or((false, text), |name| (true, name));
        let column = match name {
            "name" => Column::Name,
            "updated" => Column::Updated,
            "created" => Column::Created,
            _ => return None,
        };
        Some(Self { column, descending })
    }

    const fn sql(self) -> (&'static str, &'static str, &'static str) {
        let column = match self.column {
            Column::Updated => "updated_at",
            Column::Created => "created_at",
            Column::Name => "name_key",
        };
        if self.descending { (column, "DESC", "<") } else { (column, "ASC", ">") }
    }
}

/// What to list.
#[derive(Clone, Debug, Default)]
pub struct ListQuery {
    /// Words that must all occur in name, slug, description or block types.
    pub words: String,
    /// The order.
    pub sort: Sort,
    /// At most so many; none = all.
    pub limit: Option<u32>,
    /// Where the page before ended.
    pub cursor: Option<String>,
}

/// A page of a list.
#[derive(Clone, Debug)]
pub struct Page {
    /// The rows.
    pub rows: Vec<WorkflowRow>,
    /// Where the next page starts.
    pub next: Option<String>,
}

impl Store {
    /// A page of a workspace's live workflows.
    ///
    /// # Errors
    /// The database fails.
    pub async fn list(&self, workspace: &str, query: &ListQuery) -> Result<Page, StoreError> {
        let (column, direction, after) = query.sort.sql();
        let mut sql =
            format!("SELECT {LISTED}, {column} FROM workflows WHERE workspace = $1 AND deleted_at IS NULL");
        let mut values: Vec<String> = Vec::new();
        for word in query.words.to_lowercase().split_whitespace() {
            values.push(format!("%{}%", word.replace('\\', "\\\\").replace('%', "\\%").replace('_', "\\_")));
            sql.push_str(&format!(" AND search_text LIKE ${} ESCAPE '\\'", values.len() + 1));
        }
        if let Some((key, id)) = query.cursor.as_deref().and_then(read_cursor) {
            let (at, and) = (values.len() + 2, values.len() + 3);
            sql.push_str(&format!(
                " AND ({column} {after} ${at} OR ({column} = ${at} AND id {after} ${and}))"
            ));
            values.extend([key, id]);
        }
        sql.push_str(&format!(" ORDER BY {column} {direction}, id {direction}"));
        if let Some(limit) = query.limit {
            // One more than asked for tells whether there is a next page.
            sql.push_str(&format!(" LIMIT {}", u64::from(limit) + 1));
        }
        let mut statement = super::query::query(sqlx::AssertSqlSafe(sql)).bind(workspace);
        for value in values {
            statement = statement.bind(value);
        }
        let found = statement.fetch_all(&mut self.pool.acquire().await?).await?;
        let limit = query.limit.map_or(usize::MAX, |limit| limit as usize);
        let next = match found.get(limit.wrapping_sub(1)) {
            Some(last) if found.len() > limit => Some(write_cursor(last.try_get(10)?, last.try_get(0)?)),
            _ => None,
        };
        let rows = found.iter().take(limit).map(list_row).collect::<Result<_, _>>()?;
        Ok(Page { rows, next })
    }
}

fn write_cursor(key: &str, id: &str) -> String {
    URL_SAFE_NO_PAD.encode(format!("{id}\n{key}"))
}

/// A cursor that we did not write starts the list anew.
fn read_cursor(cursor: &str) -> Option<(String, String)> {
    let text = String::from_utf8(URL_SAFE_NO_PAD.decode(cursor).ok()?).ok()?;
    let (id, key) = text.split_once('\n')?;
    Some((String::from(key), String::from(id)))
}
