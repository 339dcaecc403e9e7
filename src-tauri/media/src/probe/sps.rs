//! One bit of an H.264 sequence parameter set (ITU-T H.264, 7.3.2.1.1): whether pictures may be coded
//! as fields. MP4 has no other place that says so, and `fiel` is hardly ever written.

/// True when frames are coded as fields (interlaced). `sps` is a NAL unit with its header.
pub(super) fn has_fields(sps: &[u8]) -> Option<bool> {
    let bytes = without_emulation(sps.get(1..)?);
    let mut bits = Bits {
        bytes: &bytes,
        at: 0,
    };
    let profile = bits.take(8)?;
    bits.take(16)?;
    bits.golomb()?;
    if matches!(
        profile,
        100 | 110 | 122 | 244 | 44 | 83 | 86 | 118 | 128 | 138 | 139 | 134 | 135
    ) {
        let chroma = bits.golomb()?;
        if chroma == 3 {
            bits.take(1)?;
        }
        bits.golomb()?;
        bits.golomb()?;
        bits.take(1)?;
        if bits.take(1)? == 1 {
            // Scaling matrices: nobody who films for phones writes them, and they are long.
            return None;
        }
    }
    bits.golomb()?;
    match bits.golomb()? {
        0 => {
            bits.golomb()?;
        }
        1 => {
            bits.take(1)?;
            bits.golomb()?;
            bits.golomb()?;
            for _ in 0..bits.golomb()?.min(255) {
                bits.golomb()?;
            }
        }
        _ => {}
    }
    bits.golomb()?;
    bits.take(1)?;
    bits.golomb()?;
    bits.golomb()?;
    Some(bits.take(1)? == 0)
}

/// 00 00 03 stands for 00 00 (7.4.1).
fn without_emulation(data: &[u8]) -> Vec<u8> {
    let mut zeros = 0;
    data.iter()
        .take(512)
        .copied()
        .filter(|byte| {
            let extra = zeros >= 2 && *byte == 3;
            zeros = if *byte == 0 { zeros + 1 } else { 0 };
            !extra
        })
        .collect()
}

struct Bits<'a> {
    bytes: &'a [u8],
    at: usize,
}

impl Bits<'_> {
    fn take(&mut self, count: usize) -> Option<u32> {
        (0..count).try_fold(0, |value, _| {
            let byte = *self.bytes.get(self.at / 8)?;
            let bit = byte >> (7 - self.at % 8) & 1;
            self.at += 1;
            Some(value << 1 | u32::from(bit))
        })
    }

    /// Unsigned Exp-Golomb (9.1); longer ones than 31 bits are damage. Signed ones are as long.
    fn golomb(&mut self) -> Option<u32> {
        let mut zeros = 0;
        while self.take(1)? == 0 {
            zeros += 1;
            if zeros > 31 {
                return None;
            }
        }
        let rest = self.take(zeros)?;
        Some((1_u32 << zeros).wrapping_sub(1).wrapping_add(rest))
    }
}
