//! Rehearsing failures on the practice Instagram.

use std::sync::Arc;

use fanfold_domain::speech::retold;
use fanfold_practice::Rehearsal;

use crate::Workbench;
use crate::error::{Result, WorkbenchError};
use crate::view::RehearsalView;

use super::PRACTICE;

impl Workbench {
    /// Everything the practice Instagram can be made to do, and what of it is on.
    pub async fn rehearsals(&self) -> Result<Vec<RehearsalView>> {
        let endpoint = self.practice.endpoint().await?;
        let listed = endpoint.rehearsals().await.map_err(|why| refused(&why))?;
        Ok(listed.into_iter().map(view).collect())
    }

    /// Switches one of them.
    pub async fn rehearse(self: &Arc<Self>, id: &str, on: bool) -> Result<Vec<RehearsalView>> {
        let endpoint = self.practice.endpoint().await?;
        endpoint
            .rehearse(id, on)
            .await
            .map_err(|why| refused(&why))?;
        self.rehearsed().await
    }

    /// Switches all of them off.
    pub async fn rehearse_calm(self: &Arc<Self>) -> Result<Vec<RehearsalView>> {
        let endpoint = self.practice.endpoint().await?;
        endpoint.calm().await.map_err(|why| refused(&why))?;
        self.rehearsed().await
    }

    async fn rehearsed(self: &Arc<Self>) -> Result<Vec<RehearsalView>> {
        // Whoever looks at the account's health sees what came of it.
        self.say_account(PRACTICE).await;
        self.rehearsals().await
    }
}

fn view(one: Rehearsal) -> RehearsalView {
    // The practice Instagram shares no type and no words with anybody: it is told like what was stored.
    let told = |text: &String| retold(text).into_owned();
    RehearsalView {
        group: told(&one.group),
        title: told(&one.title),
        text: told(&one.description),
        id: one.id,
        on: one.on,
    }
}

fn refused(why: &fanfold_practice::PracticeError) -> WorkbenchError {
    WorkbenchError::Practice(why.to_string())
}
