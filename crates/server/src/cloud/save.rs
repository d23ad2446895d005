//! Saving through a gateway. The cloud's last write wins, so the gateway reads, compares and writes with nobody else's
//! write between.
use super::{Cloud, tag};
use crate::db::StoreError;
use flowdeck_client::{Change, Consent, Error, Saved, save};

impl Cloud {
    /// Saves a workflow; `base` are the tags that the change may be based on, none = the last write wins.
    ///
    /// # Errors
    /// As [`flowdeck_client::save`]. Within it: the store that copies of the gateway share did not give the turn, and
    /// nothing was written.
    pub async fn save(
        &self,
        change: Change,
        base: Option<Vec<String>>,
    ) -> Result<Result<Saved, StoreError>, Error> {
        self.ask(|cloud| async move {
            let mut turn = match cloud.locks.turn(&change.id).await {
                Ok(turn) => turn,
                Err(error) => return Ok(Err(error)),
            };
            let mut lost = None;
            let saved = save(&cloud.api, &cloud.workspace, &change, async |before| {
                if base.is_some_and(|base| !base.contains(&tag(before))) {
                    return Consent::Moved;
                }
                match turn.check().await {
                    Ok(()) => Consent::Write,
                    Err(error) => {
                        lost = Some(error);
                        Consent::Moved
                    }
                }
            })
            .await?;
            Ok(lost.map_or(Ok(saved), Err))
        })
        .await
    }
}
