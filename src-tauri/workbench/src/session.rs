//! The window's surroundings: what it needs to draw itself, and a person's choices.

use std::sync::{Arc, PoisonError};

use fanfold_domain::say;
use fanfold_domain::speech::{self, language};
use fanfold_graph::ClientOptions;
use fanfold_store::Store;
use serde_json::Value;

use crate::Workbench;
use crate::desk::DraftList;
use crate::error::{Result, WorkbenchError};
use crate::view::{Language, LanguageChoice, Platform, Session, SettingChoices, Settings};

const SETTINGS: &str = "settings";

/// Languages for Instagram's own messages, by the name that Meta has for each (Meta, Facebook's
/// locales), in their own words. Of its hundred those that Instagram's app is offered in.
const LANGUAGES: [(&str, &str); 29] = [
    ("cs_CZ", "Čeština"),
    ("da_DK", "Dansk"),
    ("de_DE", "Deutsch"),
    ("el_GR", "Ελληνικά"),
    ("en_GB", "English (UK)"),
    ("es_ES", "Español (España)"),
    ("es_LA", "Español"),
    ("fi_FI", "Suomi"),
    ("fr_CA", "Français (Canada)"),
    ("fr_FR", "Français (France)"),
    ("hi_IN", "हिन्दी"),
    ("hu_HU", "Magyar"),
    ("id_ID", "Bahasa Indonesia"),
    ("it_IT", "Italiano"),
    ("ja_JP", "日本語"),
    ("ko_KR", "한국어"),
    ("nb_NO", "Norsk"),
    ("nl_NL", "Nederlands"),
    ("pl_PL", "Polski"),
    ("pt_BR", "Português (Brasil)"),
    ("pt_PT", "Português (Portugal)"),
    ("ru_RU", "Русский"),
    ("sv_SE", "Svenska"),
    ("th_TH", "ภาษาไทย"),
    ("tr_TR", "Türkçe"),
    ("uk_UA", "Українська"),
    ("vi_VN", "Tiếng Việt"),
    ("zh_CN", "中文(简体)"),
    ("zh_TW", "中文(台灣)"),
];

/// As they were kept; what another version wrote and this one cannot send is as if it were not set.
pub(crate) async fn load_settings(store: &Store) -> Result<Settings> {
    let mut settings: Settings = store.setting(SETTINGS).await?.unwrap_or_default();
    if is_version(&settings.graph_version).is_err() {
        settings.graph_version = Settings::default().graph_version;
    }
    if is_language(&settings.message_language).is_err() {
        settings.message_language.clear();
    }
    Ok(settings)
}

/// # Errors
/// What cannot be a version of the Graph API.
pub(crate) fn is_version(version: &str) -> Result<()> {
    if ClientOptions::is_version(version) {
        return Ok(());
    }
    let message = say!(
        "“{version}” is no version of Instagram’s API. Write one like v25.0.",
        version
    );
    Err(WorkbenchError::Usage { message })
}

fn is_language(language: &str) -> Result<()> {
    if language.is_empty() || ClientOptions::is_locale(language) {
        return Ok(());
    }
    let message = say!(
        "“{language}” is no language. Write one like de_DE, or nothing.",
        language
    );
    Err(WorkbenchError::Usage { message })
}

fn platform() -> Platform {
    if cfg!(target_os = "macos") {
        Platform::Macos
    } else if cfg!(windows) {
        Platform::Windows
    } else {
        Platform::Linux
    }
}

impl Workbench {
    /// Everything the window needs to draw itself.
    pub async fn session(self: &Arc<Self>) -> Result<Session> {
        let open = match self.desk.current() {
            Some(id) => Some(self.draft_view(&id)?),
            None => self.remembered().await?,
        };
        let DraftList { drafts, total } = self.draft_list().await?;
        let account = self
            .account
            .read()
            .unwrap_or_else(PoisonError::into_inner)
            .clone();
        Ok(Session {
            platform: platform(),
            first_start: account.is_none() && total == 0,
            account,
            accounts: self.account_list().await?,
            drafts,
            drafts_total: total,
            open,
            settings: self.settings(),
            version: env!("CARGO_PKG_VERSION").to_owned(),
        })
    }

    /// A window has a person before it, whose system prefers these languages, best first (`de-AT`). From now
    /// on this process speaks the one that they chose in the settings, or the first of these that Fanfold
    /// has. Until then, and in a terminal for good, it speaks English.
    pub async fn speak_to_window(self: &Arc<Self>, preferred: Vec<String>) {
        let known = preferred
            .iter()
            .find_map(|tag| speech::Language::of_tag(tag));
        *self
            .system_language
            .write()
            .unwrap_or_else(PoisonError::into_inner) = Some(known.unwrap_or_default());
        if self.speak_as_chosen() {
            self.tell_all_anew().await;
        }
    }

    /// Speaks the language that the system names in its environment, for what is said when there is no workbench
    /// and so no settings: why Fanfold cannot start. Not known on Windows and macOS, which name none there.
    pub fn speak_without_settings(named: impl IntoIterator<Item = String>) {
        let mut named = named.into_iter();
        if let Some(own) = named.find_map(|tag| speech::Language::of_tag(&tag)) {
            speech::speak(own);
        }
    }

    /// Whether the language is another one than before.
    fn speak_as_chosen(&self) -> bool {
        let system = self
            .system_language
            .read()
            .unwrap_or_else(PoisonError::into_inner);
        let Some(system) = *system else {
            return false;
        };
        let (before, chosen) = (language(), self.settings().language);
        speech::speak(match chosen {
            Language::System => system,
            Language::En => speech::Language::English,
            Language::De => speech::Language::German,
        });
        language() != before
    }

    /// In the language that is spoken now, whatever comes to a window by itself; it asks for the rest when
    /// it draws itself anew.
    async fn tell_all_anew(self: &Arc<Self>) {
        let open = self.desk.ids();
        self.posts_of_drafts.keep_only(&open);
        for id in open {
            if let Err(error) = self.refresh_post_of(&id).await {
                tracing::warn!(%error, "a draft's post could not be told anew");
            }
            self.say_draft(&id);
        }
        self.say_drafts().await;
        match self.account_id() {
            Some(chosen) => self.say_account(&chosen).await,
            None => self.say_accounts().await,
        }
        self.say_queue().await;
    }

    /// A person's choices as they are.
    pub fn settings(&self) -> Settings {
        let settings = self.settings.read().unwrap_or_else(PoisonError::into_inner);
        settings.clone()
    }

    /// What can be chosen.
    pub fn setting_choices(&self) -> SettingChoices {
        let mut versions: Vec<String> = ClientOptions::VERSIONS.map(str::to_owned).into();
        // One that somebody typed is offered too, or showing the choices would take it back.
        let own = self.settings().graph_version;
        if !versions.contains(&own) {
            versions.insert(0, own);
        }
        let language = |(id, label): (&str, &str)| LanguageChoice {
            id: id.to_owned(),
            label: label.to_owned(),
        };
        let english = language(("", "English"));
        SettingChoices {
            graph_versions: versions,
            languages: std::iter::once(english)
                .chain(LANGUAGES.into_iter().map(language))
                .collect(),
        }
    }

    /// The version of the Graph API that is asked for.
    pub(crate) fn graph_version(&self) -> String {
        let said = self.graph_version.clone();
        said.unwrap_or_else(|| self.settings().graph_version)
    }

    /// The language that Instagram's own words are asked for in.
    pub(crate) fn message_language(&self) -> Option<String> {
        Some(self.settings().message_language).filter(|language| !language.is_empty())
    }

    /// One choice, as a terminal names it: `set_setting("missed", "ask")`. `on` and `off` are words
    /// for yes and no.
    ///
    /// # Errors
    /// A name or a value that is none.
    pub async fn set_setting(self: &Arc<Self>, name: &str, value: &str) -> Result<Settings> {
        let wrong = |message: String| WorkbenchError::Usage { message };
        let mut all = serde_json::to_value(self.settings())
            .map_err(|error| WorkbenchError::internal(&error))?;
        let names: Vec<&str> = all
            .as_object()
            .map(|all| all.keys().map(String::as_str).collect())
            .unwrap_or_default();
        let unknown = format!(
            "There is no setting “{name}”. There are {}.",
            names.join(", ")
        );
        let old = all.get_mut(name).ok_or_else(|| wrong(unknown))?;
        *old = match (&*old, value) {
            (Value::Bool(_), "on" | "true" | "yes") => Value::Bool(true),
            (Value::Bool(_), "off" | "false" | "no") => Value::Bool(false),
            (Value::Bool(_), _) => return Err(wrong(format!("{name} is on or off."))),
            _ => Value::String(value.to_owned()),
        };
        let settings = serde_json::from_value(all)
            .map_err(|error| wrong(format!("{name} cannot be “{value}”: {error}.")))?;
        self.set_settings(settings).await
    }

    /// Keeps a person's choices; drafts are judged anew.
    ///
    /// # Errors
    /// A version or a language that is none.
    pub async fn set_settings(self: &Arc<Self>, settings: Settings) -> Result<Settings> {
        is_version(&settings.graph_version)?;
        is_language(&settings.message_language)?;
        self.store.set_setting(SETTINGS, &settings).await?;
        let before = self.policy();
        self.settings
            .write()
            .unwrap_or_else(PoisonError::into_inner)
            .clone_from(&settings);
        if self.policy() != before {
            self.store.forget_draft_summaries().await?;
        }
        for id in self.desk.ids() {
            self.desk.with(&id, crate::desk::OpenDraft::seen)?;
            self.say_draft(&id);
        }
        self.say_drafts().await;
        if self.speak_as_chosen() {
            self.tell_all_anew().await;
        }
        Ok(settings)
    }
}
