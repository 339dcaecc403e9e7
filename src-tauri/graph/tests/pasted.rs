//! Whatever a person pastes: never a panic, never a secret on display.

use fanfold_graph::login::{Attempt, NotGranted, Returned, returned};
use fanfold_graph::pasted_token;
use proptest::prelude::*;

fn attempt() -> Attempt {
    Attempt::of_random(&std::array::from_fn(|at| at as u8))
}

proptest! {
    #[test]
    fn any_text_is_answered(text in any::<String>()) {
        let _ = pasted_token(&text);
        let _ = returned(&text, &attempt());
    }

    #[test]
    fn text_that_looks_like_an_answer_is_answered(
        text in "(https?://|localhost)?[a-z./:]{0,12}[?#]?((code|state|access_token|error|error_reason)=[A-Za-z0-9%#&_=.-]{0,20}&?){0,4}(#_=_|#_)?"
    ) {
        let _ = returned(&text, &attempt());
        let _ = pasted_token(&text);
    }

    #[test]
    fn a_code_with_the_right_state_is_always_found(
        code in "[A-Za-z0-9_-]{16,200}",
        tail in prop_oneof![Just(""), Just("#_"), Just("#_=_")],
        first in any::<bool>(),
    ) {
        let attempt = attempt();
        let state = &attempt.state;
        let query = if first {
            format!("code={code}&state={state}")
        } else {
            format!("state={state}&code={code}")
        };
        let address = format!(" http://localhost:8117/back?{query}{tail}\n");
        match returned(&address, &attempt) {
            Ok(Returned::Code(found)) => prop_assert_eq!(found.reveal(), &code),
            other => prop_assert!(false, "{:?}", other),
        }
    }

    #[test]
    fn no_other_state_is_ever_taken(code in "[A-Za-z0-9]{16,40}", state in "[A-Za-z0-9_-]{1,60}") {
        let attempt = attempt();
        prop_assume!(state != attempt.state);
        let address = format!("http://localhost:8117/back?code={code}&state={state}");
        prop_assert_eq!(returned(&address, &attempt), Err(NotGranted::WrongState));
    }

    #[test]
    fn a_token_is_found_whatever_stands_around_it(
        token in "[A-Za-z0-9_-]{12,200}",
        before in "[ \t\r\n\"']{0,4}",
        after in "[ \t\r\n\"',;]{0,4}",
        bearer in prop_oneof![Just(""), Just("Bearer "), Just("access_token=")],
    ) {
        let pasted = format!("{before}{bearer}{token}{after}");
        let found = pasted_token(&pasted);
        prop_assert_eq!(found.as_ref().map(fanfold_domain::Token::reveal), Some(token.as_str()));
        let shown = format!("{found:?}");
        prop_assert!(!shown.contains(&token));
    }
}
