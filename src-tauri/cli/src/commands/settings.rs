//! `settings`: a person's choices, the same that the window keeps.

use fanfold_workbench::{Result, WorkbenchError};
use serde_json::Value;

use super::open;
use crate::args::Args;
use crate::failure::Exit;
use crate::output::{document, say};

pub(crate) async fn run(args: &Args, name: Option<&str>, value: Option<&str>) -> Result<Exit> {
    let (bench, _logs) = open(args).await?;
    let settings = match (name, value) {
        (Some(name), Some(value)) => bench.set_setting(name, value).await?,
        _ => bench.settings(),
    };
    let all = serde_json::to_value(&settings).map_err(|error| WorkbenchError::internal(&error))?;
    if let Some(name) = name
        && all.get(name).is_none()
    {
        let message = format!("There is no setting “{name}”; `settings` names them all.");
        return Err(WorkbenchError::Usage { message });
    }
    if args.json {
        document(&all);
        return Ok(Exit::Done);
    }
    let rows = all.as_object().into_iter().flatten();
    for (row, value) in rows.filter(|(row, _)| name.is_none_or(|name| name == *row)) {
        let value = match value {
            Value::Bool(true) => "on".to_owned(),
            Value::Bool(false) => "off".to_owned(),
            Value::String(text) => text.clone(),
            other => other.to_string(),
        };
        say(&format!("{row:<18} {value}"));
    }
    Ok(Exit::Done)
}
