//! Which permissions Fanfold asks for, what each is for, and which are missing. Pure.
//!
//! Source: Meta, permissions of both logins, 2026-09-11; the old Instagram names stopped working on
//! 2025-01-27 and still stand in old tokens' papers.

use fanfold_domain::account::Flavour;
use fanfold_domain::text;

/// What a permission is asked for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Purpose {
    /// Who the account is, and its posts.
    Read,
    Publish,
    /// Finding the Instagram account behind a Facebook Page.
    FindPage,
    /// First comments, comments switched off.
    Comment,
    Insights,
    /// Deleting a post.
    Delete,
    /// Pictures offered to Instagram as unpublished photos of the Page.
    HostOnPage,
}

/// One permission that Fanfold asks for.
#[derive(Debug, PartialEq, Eq)]
pub struct Need {
    /// Meta's name.
    pub permission: &'static str,
    pub purpose: Purpose,
    /// What it is for, as a sentence's end: "to …".
    pub words: &'static str,
    /// Nothing can be published without it.
    pub needed: bool,
}

const fn need(
    permission: &'static str,
    purpose: Purpose,
    words: &'static str,
    needed: bool,
) -> Need {
    Need {
        permission,
        purpose,
        words,
        needed,
    }
}

const FACEBOOK: &[Need] = &[
    need(
        "instagram_basic",
        Purpose::Read,
        text!("to see which Instagram account it is, and its posts"),
        true,
    ),
    need(
        "instagram_content_publish",
        Purpose::Publish,
        text!("to publish posts to Instagram"),
        true,
    ),
    need(
        "pages_show_list",
        Purpose::FindPage,
        text!("to find the Facebook Page that the Instagram account is linked to"),
        true,
    ),
    need(
        "pages_read_engagement",
        Purpose::FindPage,
        text!("to publish through the linked Page; Instagram asks for it beside publishing"),
        true,
    ),
    need(
        "instagram_manage_comments",
        Purpose::Comment,
        text!("to write the first comment and to switch comments off"),
        false,
    ),
    need(
        "instagram_manage_insights",
        Purpose::Insights,
        text!("to show how a published post is doing"),
        false,
    ),
    need(
        "instagram_manage_contents",
        Purpose::Delete,
        text!("to delete a published post"),
        false,
    ),
    need(
        "pages_manage_posts",
        Purpose::HostOnPage,
        text!("to hand pictures to Instagram as hidden photos of the Page"),
        false,
    ),
];

const INSTAGRAM: &[Need] = &[
    need(
        "instagram_business_basic",
        Purpose::Read,
        text!("to see which Instagram account it is, and its posts"),
        true,
    ),
    need(
        "instagram_business_content_publish",
        Purpose::Publish,
        text!("to publish posts to Instagram"),
        true,
    ),
    need(
        "instagram_business_manage_comments",
        Purpose::Comment,
        text!("to write the first comment and to switch comments off"),
        false,
    ),
    need(
        "instagram_business_manage_insights",
        Purpose::Insights,
        text!("to show how a published post is doing"),
        false,
    ),
];

/// Every permission that Fanfold has a use for, the needed ones first.
pub fn needs(flavour: Flavour) -> &'static [Need] {
    match flavour {
        Flavour::Facebook => FACEBOOK,
        Flavour::Instagram => INSTAGRAM,
    }
}

/// The names to ask for: the needed ones, and those of the wished-for purposes.
pub fn scopes(flavour: Flavour, wishes: &[Purpose]) -> Vec<&'static str> {
    needs(flavour)
        .iter()
        .filter(|need| need.needed || wishes.contains(&need.purpose))
        .map(|need| need.permission)
        .collect()
}

/// The permission's name today. Old names of Instagram login, and the spelling of one of Meta's own
/// pages, are understood; other names stay as they are.
pub fn current_name(name: &str) -> &str {
    match name.trim() {
        "business_basic" => "instagram_business_basic",
        "business_content_publish"
        | "business_content_publishing"
        | "instagram_business_content_publishing" => "instagram_business_content_publish",
        "business_manage_comments" => "instagram_business_manage_comments",
        "business_manage_insights" => "instagram_business_manage_insights",
        "business_manage_messages" => "instagram_business_manage_messages",
        other => other,
    }
}

/// What is not among the granted, the needed ones first.
pub fn missing<S: AsRef<str>>(flavour: Flavour, granted: &[S]) -> Vec<&'static Need> {
    let has = |name: &str| {
        granted
            .iter()
            .any(|granted| current_name(granted.as_ref()) == name)
    };
    needs(flavour)
        .iter()
        .filter(|need| !has(need.permission))
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn names(needs: &[&'static Need]) -> Vec<&'static str> {
        needs.iter().map(|need| need.permission).collect()
    }

    #[test]
    fn what_is_missing_is_named_with_what_it_is_for() {
        let granted = [
            "instagram_basic",
            "pages_show_list",
            "pages_read_engagement",
            "public_profile",
        ];
        let missing = missing(Flavour::Facebook, &granted);
        assert_eq!(
            names(&missing),
            [
                "instagram_content_publish",
                "instagram_manage_comments",
                "instagram_manage_insights",
                "instagram_manage_contents",
                "pages_manage_posts",
            ]
        );
        assert!(
            missing
                .iter()
                .all(|need| need.needed == (need.permission == "instagram_content_publish"))
        );
        assert!(missing.iter().all(|need| need.words.starts_with("to ")));
    }

    #[test]
    fn old_names_count_as_the_new_ones() {
        let old = [
            "business_basic",
            "business_content_publish",
            "business_manage_comments",
        ];
        assert_eq!(
            names(&missing(Flavour::Instagram, &old)),
            ["instagram_business_manage_insights"]
        );
        assert_eq!(missing(Flavour::Instagram, &[""; 0]).len(), 4);
    }

    #[test]
    fn only_what_is_used_is_asked_for() {
        assert_eq!(
            scopes(Flavour::Instagram, &[]),
            [
                "instagram_business_basic",
                "instagram_business_content_publish"
            ]
        );
        assert_eq!(
            scopes(Flavour::Instagram, &[Purpose::Delete, Purpose::Comment]),
            [
                "instagram_business_basic",
                "instagram_business_content_publish",
                "instagram_business_manage_comments"
            ]
        );
        assert!(scopes(Flavour::Facebook, &[Purpose::HostOnPage]).contains(&"pages_manage_posts"));
    }
}
