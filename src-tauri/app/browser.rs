//! The person's own browser.

/// Opens an address in it and does not wait for it.
pub(crate) fn open(address: &str) -> std::io::Result<()> {
    open::that_detached(address)
}
