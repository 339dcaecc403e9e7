//! What is wrong, in words, and what to do.

use super::finding::Fault;

/// Whether Instagram will not take it; otherwise it may.
pub(super) fn is_fatal(fault: &Fault) -> bool {
    !matches!(
        fault,
        Fault::NotEncrypted | Fault::NoType | Fault::NoLength | Fault::Slow(_) | Fault::Late(_)
    )
}

/// What is wrong.
pub(super) fn words(fault: &Fault) -> String {
    let text = match fault {
        Fault::NotAnAddress => "This is no web address.",
        Fault::NotAscii => "The address has letters that Instagram does not read.",
        Fault::LogInInside => {
            "The address holds a user name or a password, which Instagram does not send."
        }
        Fault::NotEncrypted => "The address is not encrypted (http).",
        Fault::Private => "Only this computer or its own network can reach this address.",
        Fault::TimedOut => "The host took too long.",
        Fault::WebPage => "A web page comes instead of the file.",
        Fault::NoType => "The host does not say what kind of file it is.",
        Fault::Empty => "The file is empty.",
        Fault::NoLength => "The host does not say how long the file is.",
        Fault::TooLarge => "The file is larger than Instagram takes.",
        Fault::NameNotFound(why) => return format!("The host's name is not known ({why})."),
        Fault::NoConnection(why) => return format!("Nothing answers at this address ({why})."),
        Fault::Certificate(why) => {
            return format!("The host's certificate is not trusted ({why}).");
        }
        Fault::Broken(why) => return format!("The host broke off ({why})."),
        Fault::Redirects(to) => {
            return format!("The host sends visitors on to another address ({to}).");
        }
        Fault::LogIn(status) => return format!("The host asks who is fetching (HTTP {status})."),
        Fault::Missing(status) => {
            return format!("There is no file at this address (HTTP {status}).");
        }
        Fault::Status(status) => {
            return format!("The host answers with HTTP {status} instead of the file.");
        }
        Fault::WrongType(name) => {
            return format!("The host calls the file {name}, which Instagram does not take.");
        }
        Fault::NotWhatItSays(name) => {
            return format!("The host calls the file {name}, but that is not what comes.");
        }
        Fault::Cut { came, promised } => return cut(*came, *promised),
        Fault::OtherSize { came, expected } => {
            return format!("{came} bytes came, and {expected} were uploaded: it is another file.");
        }
        Fault::Slow(pace) => return format!("The host is slow: {} kB a second.", pace / 1000),
        Fault::Late(seconds) => return format!("The host took {seconds} seconds to begin."),
    };
    text.to_owned()
}

fn cut(came: u64, promised: Option<u64>) -> String {
    match promised {
        Some(promised) => format!("Only {came} of {promised} bytes came."),
        None => format!("The host broke off after {came} bytes."),
    }
}

/// What to do about it.
pub(super) fn todo(fault: &Fault) -> &'static str {
    match fault {
        Fault::NotAnAddress => "Check the media host's address in the settings.",
        Fault::NotAscii => {
            "Use only plain letters and digits in names of folders and files, or write the others as %XX."
        }
        Fault::LogInInside => {
            "Make the file public under an address that cannot be guessed, or use a presigned link."
        }
        Fault::NotEncrypted => "Use https; Instagram has been seen to refuse plain addresses.",
        Fault::Private => {
            "Use a host on the internet: Instagram fetches the file from Meta's servers."
        }
        Fault::NameNotFound(_) => {
            "Check the name for typing errors, and whether this computer is online."
        }
        Fault::NoConnection(_) => {
            "Check that the host runs and that its port is open to the internet."
        }
        Fault::Certificate(_) => {
            "Renew the certificate, or use the name that it was made for. Check this computer's clock too."
        }
        Fault::TimedOut => "Try again later, or use a faster host.",
        Fault::Broken(_) | Fault::Status(_) => {
            "Try again later; if it stays, look into the host's own logs."
        }
        Fault::Redirects(_) => {
            "Use the address at which the file itself is; Instagram may not follow."
        }
        Fault::LogIn(_) => "Make the file public, or use a presigned link that has not run out.",
        Fault::Missing(_) => "Upload it again, and keep it there until the post is live.",
        Fault::WebPage => {
            "Use the file's direct address. Pages that ask to click on first, as free tunnels show, keep Instagram out."
        }
        Fault::WrongType(_) | Fault::NoType => {
            "Set the file's type (Content-Type) to image/jpeg, video/mp4 or video/quicktime."
        }
        Fault::NotWhatItSays(_) | Fault::OtherSize { .. } => {
            "Upload the file again, and check that nothing on the way changes it."
        }
        Fault::Empty | Fault::Cut { .. } => {
            "Upload the file again; if it stays, look into the host's own logs."
        }
        Fault::NoLength => "Have the host send Content-Length, as hosts of plain files do.",
        Fault::TooLarge => "Let Fanfold make the file ready, and upload that.",
        Fault::Slow(_) | Fault::Late(_) => "Use a faster host; Instagram gives up on slow ones.",
    }
}
