//! The first bytes of a picture: what it is, how large, and which way up a camera held it. Told before it is decoded,
//! because a hostile one of a few kilobytes may unfold to gigabytes.

/// What a file is, by its content: names and media types may say anything.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// A JPEG.
    Jpeg,
    /// A PNG.
    Png,
    /// A WebP.
    Webp,
    /// A GIF.
    Gif,
    /// A BMP.
    Bmp,
    /// A HEIC or HEIF photo.
    Heic,
    /// A drawing of lines, not of pixels.
    Svg,
    /// Something else.
    Other,
}

/// What the first bytes tell.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Head {
    /// What it is.
    pub kind: Kind,
    /// Its width and height in pixels as they are stored, where they are told this early.
    pub size: Option<(u32, u32)>,
    /// Whether it must be turned or mirrored to stand as it was taken (EXIF orientation other than 1).
    pub is_turned: bool,
}

/// So many bytes tell enough: a camera's preview and colours may come before the size.
pub const ENOUGH: u32 = 256 * 1024;

/// Reads the first bytes of a file.
#[must_use]
pub fn head(bytes: &[u8]) -> Head {
    let kind = kind(bytes);
    let size = match kind {
        Kind::Jpeg => {
            jpeg_part(bytes, is_frame).and_then(|part| number(part, 3, 2, true).zip(number(part, 1, 2, true)))
        }
        Kind::Png => number(bytes, 16, 4, true).zip(number(bytes, 20, 4, true)),
        Kind::Gif => number(bytes, 6, 2, false).zip(number(bytes, 8, 2, false)),
        // The height of a BMP is negative where its rows run from top to bottom.
        Kind::Bmp => number(bytes, 18, 4, false)
            .zip(number(bytes, 22, 4, false).map(|height| height.cast_signed().unsigned_abs())),
        Kind::Webp => webp_size(bytes),
        Kind::Heic | Kind::Svg | Kind::Other => None,
    };
    let exif = match kind {
        Kind::Jpeg => jpeg_part(bytes, |marker, part| marker == 0xE1 && part.starts_with(b"Exif\0\0")),
        _ => None,
    };
    let orientation = exif.and_then(|part| orientation(part.get(6..)?));
    Head { kind, size, is_turned: orientation.is_some_and(|value| (2..=8).contains(&value)) }
}

fn kind(bytes: &[u8]) -> Kind {
    let at = |place: usize, text: &[u8]| bytes.get(place..).is_some_and(|rest| rest.starts_with(text));
    if at(0, &[0xFF, 0xD8, 0xFF]) {
        Kind::Jpeg
    } else if at(0, b"\x89PNG\r\n\x1a\n") {
        Kind::Png
    } else if at(0, b"RIFF") && at(8, b"WEBP") {
        Kind::Webp
    } else if at(0, b"GIF8") {
        Kind::Gif
    } else if at(0, b"BM") {
        Kind::Bmp
    } else if at(4, b"ftyp") && [&b"hei"[..], b"hev", b"mif1", b"msf1"].iter().any(|brand| at(8, brand)) {
        Kind::Heic
    } else if looks_like_svg(bytes) {
        Kind::Svg
    } else {
        Kind::Other
    }
}

fn looks_like_svg(bytes: &[u8]) -> bool {
    let text = bytes.strip_prefix(b"\xEF\xBB\xBF").unwrap_or(bytes).trim_ascii_start();
    text.starts_with(b"<") && bytes.windows(4).take(4_096).any(|word| word == b"<svg")
}

/// A whole number of `length` bytes.
fn number(bytes: &[u8], at: usize, length: usize, big_first: bool) -> Option<u32> {
    let part = bytes.get(at..at.checked_add(length)?)?;
    let join = |sum: u32, byte: &u8| sum << 8 | u32::from(*byte);
    Some(if big_first { part.iter().fold(0, join) } else { part.iter().rev().fold(0, join) })
}

/// The marker of a JPEG's part that tells its size.
fn is_frame(marker: u8, _: &[u8]) -> bool {
    (0xC0..=0xCF).contains(&marker) && !matches!(marker, 0xC4 | 0xC8 | 0xCC)
}

/// The first part of a JPEG that is wanted, without its length. What is cut off counts as far as it goes.
fn jpeg_part(bytes: &[u8], is_wanted: impl Fn(u8, &[u8]) -> bool) -> Option<&[u8]> {
    let mut at = 2;
    loop {
        // Between parts any number of filling bytes may stand.
        let marker = match *bytes.get(at..)? {
            [0xFF, 0xFF, ..] => {
                at += 1;
                continue;
            }
            [0xFF, marker, ..] => marker,
            _ => return None,
        };
        // The picture itself begins, or the file ends.
        if matches!(marker, 0xDA | 0xD9) {
            return None;
        }
        let length = number(bytes, at + 2, 2, true)? as usize;
        let end = (at + 2 + length.max(2)).min(bytes.len());
        let part = bytes.get(at + 4..end).unwrap_or_default();
        if is_wanted(marker, part) {
            return Some(part);
        }
        at += 2 + length.max(2);
    }
}

/// The orientation in EXIF data, which is laid out as a TIFF file.
fn orientation(tiff: &[u8]) -> Option<u32> {
    const ORIENTATION: u32 = 0x0112;
    let big_first = match tiff.get(..2)? {
        b"MM" => true,
        b"II" => false,
        _ => return None,
    };
    let start = number(tiff, 4, 4, big_first)? as usize;
    let count = number(tiff, start, 2, big_first)? as usize;
    let entry = (0..count)
        .map(|index| start + 2 + index * 12)
        .take_while(|at| at + 12 <= tiff.len())
        .find(|at| number(tiff, *at, 2, big_first) == Some(ORIENTATION))?;
    number(tiff, entry + 8, 2, big_first)
}

fn webp_size(bytes: &[u8]) -> Option<(u32, u32)> {
    match bytes.get(12..16)? {
        b"VP8X" => number(bytes, 24, 3, false).zip(number(bytes, 27, 3, false)).map(|(w, h)| (w + 1, h + 1)),
        b"VP8L" => number(bytes, 21, 4, false).map(|bits| ((bits & 0x3FFF) + 1, (bits >> 14 & 0x3FFF) + 1)),
        _ => number(bytes, 26, 2, false)
            .zip(number(bytes, 28, 2, false))
            .map(|(w, h)| (w & 0x3FFF, h & 0x3FFF)),
    }
}

/// A size made so small that its longer side is no longer than `longest`.
#[must_use]
pub fn within((width, height): (u32, u32), longest: Option<u32>) -> (u32, u32) {
    let longer = width.max(height);
    let Some(longest) = longest.filter(|longest| *longest < longer) else { return (width, height) };
    let side = |side: u32| {
        let scaled = (u64::from(side) * u64::from(longest) + u64::from(longer) / 2) / u64::from(longer);
        u32::try_from(scaled).unwrap_or(longest).max(1)
    };
    (side(width), side(height))
}

#[cfg(test)]
mod tests {
    use super::{Kind, head, within};

    #[test]
    fn what_is_made_smaller_keeps_its_shape() {
        assert_eq!(within((4_000, 3_000), Some(2_048)), (2_048, 1_536));
        assert_eq!(within((3_000, 4_001), Some(2_048)), (1_536, 2_048));
        assert_eq!(within((640, 480), Some(2_048)), (640, 480));
        assert_eq!(within((9_000, 1), Some(100)), (100, 1));
        assert_eq!(within((u32::MAX, u32::MAX), None), (u32::MAX, u32::MAX));
        assert_eq!(within((u32::MAX, 7), Some(512)), (512, 1));
    }

    /// A JPEG's start: EXIF with an orientation, colours, then the size.
    fn jpeg(orientation: Option<u8>, big_first: bool) -> Vec<u8> {
        let mut bytes = vec![0xFF, 0xD8];
        if let Some(orientation) = orientation {
            let tiff: Vec<u8> = if big_first {
                [&b"MM\0\x2A\0\0\0\x08\0\x02\x01\x0F\0\x02\0\0\0\x01\0\0\0\0\x01\x12\0\x03\0\0\0\x01\0"[..], &[orientation, 0, 0]].concat()
            } else {
                [&b"II\x2A\0\x08\0\0\0\x01\0\x12\x01\x03\0\x01\0\0\0"[..], &[orientation, 0, 0, 0]].concat()
            };
            let length = u8::try_from(tiff.len() + 8).unwrap();
            bytes.extend([0xFF, 0xE1, 0, length]);
            bytes.extend(b"Exif\0\0");
            bytes.extend(tiff);
        }
        bytes.extend([0xFF, 0xFF, 0xC4, 0, 3, 9]);
        bytes.extend([0xFF, 0xC2, 0, 11, 8, 0x0B, 0xB8, 0x0F, 0xA0, 1, 1, 1, 1]);
        bytes
    }

    #[test]
    fn a_photo_tells_its_size_and_which_way_up_it_is() {
        for big_first in [true, false] {
            let turned = head(&jpeg(Some(6), big_first));
            assert_eq!(
                (turned.kind, turned.size, turned.is_turned),
                (Kind::Jpeg, Some((4_000, 3_000)), true)
            );
            assert!(!head(&jpeg(Some(1), big_first)).is_turned && !head(&jpeg(Some(9), big_first)).is_turned);
        }
        assert_eq!(head(&jpeg(None, true)).size, Some((4_000, 3_000)));
    }

    #[test]
    fn other_kinds_are_told_by_their_content() {
        let png = b"\x89PNG\r\n\x1a\n\0\0\0\x0DIHDR\0\0\x75\x30\0\0\0\x05";
        assert_eq!((head(png).kind, head(png).size), (Kind::Png, Some((30_000, 5))));
        let gif = b"GIF89a\x02\x01\x03\0";
        assert_eq!((head(gif).kind, head(gif).size), (Kind::Gif, Some((258, 3))));
        let bmp = [&b"BM"[..], &[0; 16], &[7, 0, 0, 0, 0xFE, 0xFF, 0xFF, 0xFF]].concat();
        assert_eq!((head(&bmp).kind, head(&bmp).size), (Kind::Bmp, Some((7, 2))));
        let webp = [&b"RIFF\0\0\0\0WEBPVP8X"[..], &[0; 8], &[9, 0, 0, 4, 0, 0]].concat();
        assert_eq!((head(&webp).kind, head(&webp).size), (Kind::Webp, Some((10, 5))));
        for (bytes, kind) in [
            (&b"\0\0\0\x18ftypheic\0\0"[..], Kind::Heic),
            (b"\0\0\0\x18ftypmif1\0\0", Kind::Heic),
            (b"\xEF\xBB\xBF <?xml version=\"1.0\"?>\n<svg xmlns=\"\">", Kind::Svg),
            (b"<!doctype html><p>", Kind::Other),
            (b"%PDF-1.7", Kind::Other),
            (b"", Kind::Other),
        ] {
            assert_eq!(head(bytes).kind, kind, "{}", String::from_utf8_lossy(bytes));
        }
    }

    #[test]
    fn whatever_is_cut_off_or_broken_is_read_without_a_fault() {
        let mut files = vec![jpeg(Some(6), true), jpeg(Some(6), false)];
        files.push([&b"RIFF\0\0\0\0WEBPVP8L"[..], &[0xFF; 12]].concat());
        files.push(b"\x89PNG\r\n\x1a\n\0\0\0\x0DIHDR\xFF\xFF\xFF\xFF\xFF\xFF\xFF\xFF".to_vec());
        for file in files {
            for end in 0..file.len() {
                let _ = head(&file[..end]);
            }
            for at in 0..file.len() {
                for value in [0, 0x7F, 0xFF] {
                    let mut broken = file.clone();
                    broken[at] = value;
                    let _ = head(&broken);
                }
            }
        }
    }
}
