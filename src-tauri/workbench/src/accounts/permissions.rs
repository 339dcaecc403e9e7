//! What an account was allowed, and what it still lacks, in words. Pure.

use fanfold_domain::account::Flavour;
use fanfold_domain::speech::told;
use fanfold_domain::{say, word};
use fanfold_graph::login::{Need, Purpose, current_name, needs};
use fanfold_store::Account;

use super::Details;
use super::details::Grant;
use crate::view::{PermissionState, PermissionView};

pub(super) fn permissions(account: &Account, details: &Details) -> Vec<PermissionView> {
    let mut rows: Vec<PermissionView> = needs(account.flavour)
        .iter()
        .map(|need| PermissionView {
            name: need.permission.to_owned(),
            label: label(need).to_owned(),
            purpose: say!("Needed {words}", words = told(need.words)),
            needed: need.needed,
            state: state(need, details.permissions.as_deref()),
        })
        .collect();
    // What is missing comes first.
    rows.sort_by_key(|row| row.state != PermissionState::Missing);
    rows
}

fn state(need: &Need, grants: Option<&[Grant]>) -> PermissionState {
    let Some(grants) = grants else {
        return PermissionState::Unknown;
    };
    let there = grants
        .iter()
        .any(|grant| grant.granted && current_name(&grant.name) == need.permission);
    if there {
        PermissionState::Granted
    } else {
        PermissionState::Missing
    }
}

fn label(need: &Need) -> &'static str {
    match (need.purpose, need.permission) {
        (Purpose::Read, _) => word!("Read profile"),
        (Purpose::Publish, _) => word!("Publish posts"),
        (Purpose::FindPage, "pages_show_list") => word!("Find Pages"),
        (Purpose::FindPage, _) => word!("Publish through the Page"),
        (Purpose::Comment, _) => word!("Comments"),
        (Purpose::Insights, _) => word!("Numbers of a post"),
        (Purpose::Delete, _) => word!("Delete posts"),
        (Purpose::HostOnPage, _) => word!("Pictures through the Page"),
    }
}

/// What a person should know right after connecting.
pub(crate) fn missing_notes(flavour: Flavour, grants: Option<&[Grant]>) -> Vec<String> {
    needs(flavour)
        .iter()
        .filter(|need| state(need, grants) == PermissionState::Missing)
        .map(|need| {
            let label = label(need);
            if need.needed {
                say!("“{label}” was not allowed. Without it nothing can be published: sign in once more and allow {permission}.", label, permission = need.permission)
            } else {
                say!("“{label}” was not allowed; it is asked for {words}.", label, words = told(need.words))
            }
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn grants(names: &[&str]) -> Vec<Grant> {
        let grant = |name: &&str| Grant {
            name: (*name).to_owned(),
            granted: true,
        };
        names.iter().map(grant).collect()
    }

    #[test]
    fn old_permission_names_count_as_the_new_ones() {
        let given = grants(&["business_basic", "business_content_publish"]);
        let notes = missing_notes(Flavour::Instagram, Some(&given));
        assert!(
            notes
                .iter()
                .all(|note| !note.contains("nothing can be published")),
            "{notes:?}"
        );
        assert_eq!(notes.len(), 2, "comments and numbers are only wished for");
    }

    #[test]
    fn a_needed_permission_that_is_missing_is_named_and_where_nobody_tells_nothing_is_claimed() {
        let notes = missing_notes(Flavour::Facebook, Some(&grants(&["instagram_basic"])));
        assert!(
            notes
                .iter()
                .any(|note| note.contains("instagram_content_publish"))
        );
        assert!(missing_notes(Flavour::Instagram, None).is_empty());
    }
}
