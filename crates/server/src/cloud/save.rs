//! Saving through a gateway. The cloud's last write wins, so the gateway reads, compares and writes with nobody else's
//! write between.
use super::{Cloud, tag};
use flowdeck_client::{Change, Error, Saved, save};

impl Cloud {
    /// Saves a workflow; `base` are the tags that the change may be based on, none = the last write wins.
    ///
    /// # Errors
    /// As [`flowdeck_client::save`].
    pub async fn save(&self, change: Change, base: Option<Vec<String>>) -> Result<Saved, Error> {
        self.ask(|cloud| async move {
            let _turn = cloud.locks.turn(&change.id).await;
            let is_base = |before: &_| base.is_none_or(|base| base.contains(&tag(before)));
            save(&cloud.api, &cloud.workspace, &change, is_base).await
        })
        .await
    }
}
