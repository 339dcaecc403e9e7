//! What is wrong, in words, and what to do.

use fanfold_domain::{say, word};

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
        Fault::NotAnAddress => word!("This is no web address."),
        Fault::NotAscii => word!("The address has letters that Instagram does not read."),
        Fault::LogInInside => {
            word!("The address holds a user name or a password, which Instagram does not send.")
        }
        Fault::NotEncrypted => word!("The address is not encrypted (http)."),
        Fault::Private => word!("Only this computer or its own network can reach this address."),
        Fault::TimedOut => word!("The host took too long."),
        Fault::WebPage => word!("A web page comes instead of the file."),
        Fault::NoType => word!("The host does not say what kind of file it is."),
        Fault::Empty => word!("The file is empty."),
        Fault::NoLength => word!("The host does not say how long the file is."),
        Fault::TooLarge => word!("The file is larger than Instagram takes."),
        Fault::NameNotFound(why) => return say!("The host’s name is not known ({why}).", why),
        Fault::NoConnection(why) => return say!("Nothing answers at this address ({why}).", why),
        Fault::Certificate(why) => {
            return say!("The host’s certificate is not trusted ({why}).", why);
        }
        Fault::Broken(why) => return say!("The host broke off ({why}).", why),
        Fault::Redirects(to) => {
            return say!("The host sends visitors on to another address ({to}).", to);
        }
        Fault::LogIn(status) => {
            return say!("The host asks who is fetching (HTTP {status}).", status);
        }
        Fault::Missing(status) => {
            return say!("There is no file at this address (HTTP {status}).", status);
        }
        Fault::Status(status) => {
            return say!(
                "The host answers with HTTP {status} instead of the file.",
                status
            );
        }
        Fault::WrongType(name) => {
            return say!(
                "The host calls the file {name}, which Instagram does not take.",
                name
            );
        }
        Fault::NotWhatItSays(name) => {
            return say!(
                "The host calls the file {name}, but that is not what comes.",
                name
            );
        }
        Fault::Cut { came, promised } => return cut(*came, *promised),
        Fault::OtherSize { came, expected } => {
            return say!(
                "{came} bytes came, and {expected} were uploaded: it is another file.",
                came,
                expected
            );
        }
        Fault::Slow(pace) => return slow(pace / 1000),
        Fault::Late(seconds) => return say!("The host took {seconds} seconds to begin.", seconds),
    };
    text.to_owned()
}

fn slow(pace: u64) -> String {
    say!("The host is slow: {pace} kB a second.", pace)
}

fn cut(came: u64, promised: Option<u64>) -> String {
    match promised {
        Some(promised) => say!("Only {came} of {promised} bytes came.", came, promised),
        None => say!("The host broke off after {came} bytes.", came),
    }
}

/// What to do about it.
pub(super) fn todo(fault: &Fault) -> &'static str {
    match fault {
        Fault::NotAnAddress => word!("Check the media host’s address in the settings."),
        Fault::NotAscii => {
            word!(
                "Use only plain letters and digits in names of folders and files, or write the others as %XX."
            )
        }
        Fault::LogInInside => {
            word!(
                "Make the file public under an address that cannot be guessed, or use a presigned link."
            )
        }
        Fault::NotEncrypted => {
            word!("Use https; Instagram has been seen to refuse plain addresses.")
        }
        Fault::Private => {
            word!("Use a host on the internet: Instagram fetches the file from Meta’s servers.")
        }
        Fault::NameNotFound(_) => {
            word!("Check the name for typing errors, and whether this computer is online.")
        }
        Fault::NoConnection(_) => {
            word!("Check that the host runs and that its port is open to the internet.")
        }
        Fault::Certificate(_) => {
            word!(
                "Renew the certificate, or use the name that it was made for. Check this computer’s clock too."
            )
        }
        Fault::TimedOut => word!("Try again later, or use a faster host."),
        Fault::Broken(_) | Fault::Status(_) => {
            word!("Try again later; if it stays, look into the host’s own logs.")
        }
        Fault::Redirects(_) => {
            word!("Use the address at which the file itself is; Instagram may not follow.")
        }
        Fault::LogIn(_) => {
            word!("Make the file public, or use a presigned link that has not run out.")
        }
        Fault::Missing(_) => word!("Upload it again, and keep it there until the post is live."),
        Fault::WebPage => {
            word!(
                "Use the file’s direct address. Pages that ask to click on first, as free tunnels show, keep Instagram out."
            )
        }
        Fault::WrongType(_) | Fault::NoType => {
            word!("Set the file’s type (Content-Type) to image/jpeg, video/mp4 or video/quicktime.")
        }
        Fault::NotWhatItSays(_) | Fault::OtherSize { .. } => {
            word!("Upload the file again, and check that nothing on the way changes it.")
        }
        Fault::Empty | Fault::Cut { .. } => {
            word!("Upload the file again; if it stays, look into the host’s own logs.")
        }
        Fault::NoLength => word!("Have the host send Content-Length, as hosts of plain files do."),
        Fault::TooLarge => word!("Let Fanfold make the file ready, and upload that."),
        Fault::Slow(_) | Fault::Late(_) => {
            word!("Use a faster host; Instagram gives up on slow ones.")
        }
    }
}
