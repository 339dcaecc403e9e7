//! `dc:creator` and `dc:rights` in an XMP packet. Two elements are looked for as text; a real XML
//! reader would be a lot of trust for two lines.

use super::Rights;

const HEAD: &str = "http://ns.adobe.com/xap/1.0/\0";

/// `body` is what an APP1 segment holds.
pub(super) fn rights(body: &[u8]) -> Rights {
    let Some(packet) = body.strip_prefix(HEAD.as_bytes()) else {
        return Rights::default();
    };
    let packet = String::from_utf8_lossy(packet);
    let (artist, copyright) = (
        element(&packet, "dc:creator"),
        element(&packet, "dc:rights"),
    );
    Rights::new(
        artist.as_ref().map(String::as_bytes),
        copyright.as_ref().map(String::as_bytes),
    )
}

/// The first list item inside an element, else its own text.
fn element(packet: &str, name: &str) -> Option<String> {
    let inside = between(packet, name)?;
    let text = between(inside, "rdf:li").unwrap_or(inside);
    (!text.contains('<')).then(|| unescaped(text))
}

fn between<'a>(text: &'a str, name: &str) -> Option<&'a str> {
    let (_, after) = text.split_once(&format!("<{name}"))?;
    let (_, after) = after.split_once('>')?;
    after
        .split_once(&format!("</{name}>"))
        .map(|(inside, _)| inside)
}

fn unescaped(text: &str) -> String {
    text.replace("&lt;", "<")
        .replace("&gt;", ">")
        .replace("&quot;", "\"")
        .replace("&apos;", "'")
        .replace("&amp;", "&")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn creator_and_rights_are_read_and_nothing_else() {
        let packet = "http://ns.adobe.com/xap/1.0/\0<rdf:Description exif:GPSLatitude='48,8N'>\
            <dc:creator><rdf:Seq><rdf:li>Ada &amp; Bo</rdf:li></rdf:Seq></dc:creator>\
            <dc:rights><rdf:Alt><rdf:li xml:lang='x-default'>© Ada</rdf:li></rdf:Alt></dc:rights>";
        let wanted = Rights::new(Some(b"Ada & Bo"), Some("© Ada".as_bytes()));
        assert_eq!(rights(packet.as_bytes()), wanted);
        assert_eq!(
            rights(b"http://ns.adobe.com/xap/1.0/\0<dc:rights"),
            Rights::default()
        );
    }
}
