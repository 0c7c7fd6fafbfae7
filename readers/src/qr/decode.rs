//! From soft module values to a payload: format, mask, codewords, correction; then `rqrr` decodes the corrected bit
//! matrix.
//!
//! The correction is here because it uses how sure each module is, which a bit matrix no longer tells. What comes out
//! of it is a flawless symbol again, and two decoders that share no code must read the same message from it.

use super::layout::{Layout, format_places, masked};
use super::payload::Level;
use super::reed_solomon;
use super::segments;
use super::tables::{blocks, format_bits};

/// Values of all modules row by row: positive is dark, the size is how sure.
pub(super) type Soft = [f32];

/// A decoded symbol.
pub(super) struct Decoded {
    pub(super) bytes: Vec<u8>,
    pub(super) eci: Option<u32>,
    pub(super) level: Level,
    pub(super) corrected: usize,
}

/// What a failed attempt still proved.
pub(super) struct Partial {
    /// Modules whose colour is certain because their block was restored, row by row.
    pub(super) known: Vec<Option<bool>>,
    /// Blocks that were restored.
    pub(super) blocks: usize,
}

/// How hard to try on each block.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Effort {
    /// Hard decisions only.
    Plain,
    /// Erasing the least sure codewords, step by step.
    Erasures,
}

/// The format that agrees best with both copies: level, mask, and how many of the thirty bits disagree.
pub(super) fn format(soft: &Soft, size: usize) -> Option<(Level, u16, usize)> {
    let value = |(x, y): (usize, usize)| soft.get(y.saturating_mul(size).saturating_add(x)).copied().unwrap_or(0.0);
    let copies = format_places(size).map(|copy| copy.map(value));
    let mut best: Option<(f32, u16, usize)> = None;
    for data in 0..32u16 {
        let bits = format_bits(data);
        let (mut sum, mut wrong) = (0.0, 0usize);
        for copy in &copies {
            for (i, &v) in copy.iter().enumerate() {
                let dark = bits >> 14usize.saturating_sub(i) & 1 == 1;
                sum += if dark { v.clamp(-1.0, 1.0) } else { -v.clamp(-1.0, 1.0) };
                wrong = wrong.saturating_add(usize::from(dark != (v > 0.0)));
            }
        }
        if best.is_none_or(|b| sum > b.0) {
            best = Some((sum, data, wrong));
        }
    }
    let (_, data, wrong) = best?;
    let level = match data >> 3 {
        1 => Level::L,
        0 => Level::M,
        3 => Level::Q,
        _ => Level::H,
    };
    Some((level, data & 7, wrong))
}

/// Decodes; on failure returns what was proved on the way.
pub(super) fn decode(soft: &Soft, layout: &Layout, effort: Effort) -> Result<Decoded, Option<Partial>> {
    let (level, mask, wrong) = format(soft, layout.size).ok_or(None)?;
    // Two copies of a code with distance 7: seven errors of thirty leave no other format as near.
    if wrong > if effort == Effort::Plain { 6 } else { 7 } {
        return Err(None);
    }
    let (ecc, count) = blocks(layout.version, level).ok_or(None)?;
    let mut codewords = Vec::with_capacity(layout.order.len() / 8);
    for group in layout.order.chunks_exact(8) {
        let (mut byte, mut least) = (0u8, f32::MAX);
        let mut doubt = 0.0;
        for &at in group {
            let value = soft.get(at).copied().unwrap_or(0.0);
            let (x, y) = (at.checked_rem(layout.size).unwrap_or(0), at.checked_div(layout.size).unwrap_or(0));
            byte = byte << 1 | u8::from((value > 0.0) != masked(mask, x, y));
            least = least.min(value.abs());
            doubt += (1.0 - value.abs()).max(0.0).powi(2);
        }
        codewords.push((byte, least - 0.05 * doubt));
    }
    let places = interleave(codewords.len(), ecc, count);
    let (words, corrected) = restore(&codewords, &places, ecc, count, effort);
    let good = words.iter().filter(|w| w.is_some()).count();
    if good == words.len() {
        let data: Vec<u8> =
            words.iter().flatten().flat_map(|w| w.iter().take(w.len().saturating_sub(ecc))).copied().collect();
        // Our own reading of the segments tells the character set, which `rqrr` passes over.
        let content = segments::parse(&data, layout.version).ok_or(None)?;
        // Where only errors were corrected, within the bounds of the standard, there is nothing to doubt. What needed
        // more is read a second time, which costs as much as all the rest on a good picture.
        if effort == Effort::Erasures {
            let matrix = restored_modules(layout, mask, &words, &places);
            if read_matrix(layout.size, &matrix, level, mask).as_ref() != Some(&content.bytes) {
                return Err(None);
            }
        }
        return Ok(Decoded { bytes: content.bytes, eci: content.eci, level, corrected });
    }
    if good == 0 {
        return Err(None);
    }
    Err(Some(Partial { known: restored_modules(layout, mask, &words, &places), blocks: good }))
}

/// The modules of restored blocks, which lie all over the symbol and are now certain.
fn restored_modules(
    layout: &Layout,
    mask: u16,
    words: &[Option<Vec<u8>>],
    places: &[(usize, usize)],
) -> Vec<Option<bool>> {
    let mut known = vec![None; layout.modules.len()];
    for (group, &(block, place)) in layout.order.chunks_exact(8).zip(places) {
        let Some(&byte) = words.get(block).and_then(Option::as_ref).and_then(|w| w.get(place)) else { continue };
        for (&at, bit) in group.iter().zip((0..8u32).rev()) {
            let (x, y) = (at.checked_rem(layout.size).unwrap_or(0), at.checked_div(layout.size).unwrap_or(0));
            if let Some(k) = known.get_mut(at) {
                *k = Some((byte >> bit & 1 == 1) != masked(mask, x, y));
            }
        }
    }
    known
}

/// Has `rqrr` read a symbol whose data modules are all restored; `None` where it finds no message.
fn read_matrix(size: usize, modules: &[Option<bool>], level: Level, mask: u16) -> Option<Vec<u8>> {
    let level: u16 = match level {
        Level::L => 1,
        Level::M => 0,
        Level::Q => 3,
        Level::H => 2,
    };
    let bits = format_bits(level << 3 | mask);
    let mut dark: Vec<bool> = modules.iter().map(|module| *module == Some(true)).collect();
    for copy in format_places(size) {
        for ((x, y), i) in copy.into_iter().zip(0u32..) {
            *dark.get_mut(y.checked_mul(size)?.checked_add(x)?)? = bits >> 14u32.saturating_sub(i) & 1 == 1;
        }
    }
    let module = |x: usize, y: usize| dark.get(y.saturating_mul(size).saturating_add(x)).copied().unwrap_or(false);
    let mut bytes = Vec::new();
    rqrr::Grid::new(rqrr::SimpleGrid::from_func(size, module)).decode_to(&mut bytes).ok()?;
    Some(bytes)
}

/// Which block a codeword of the interleaved stream belongs to, and its place in it.
fn interleave(total: usize, ecc: usize, count: usize) -> Vec<(usize, usize)> {
    let count = count.max(1);
    let short = total.checked_div(count).unwrap_or(0).saturating_sub(ecc);
    let long_blocks = total.checked_rem(count).unwrap_or(0);
    let first_long = count.saturating_sub(long_blocks);
    let mut places = Vec::with_capacity(total);
    for i in 0..=short {
        for block in 0..count {
            if i < short || block >= first_long {
                places.push((block, i));
            }
        }
    }
    for i in 0..ecc {
        for block in 0..count {
            let data = short.saturating_add(usize::from(block >= first_long));
            places.push((block, data.saturating_add(i)));
        }
    }
    places
}

/// Each block with its errors corrected, or none; and how many codewords were corrected in all.
fn restore(
    codewords: &[(u8, f32)],
    places: &[(usize, usize)],
    ecc: usize,
    count: usize,
    effort: Effort,
) -> (Vec<Option<Vec<u8>>>, usize) {
    let mut words: Vec<Vec<(u8, f32)>> = vec![Vec::new(); count];
    // Codewords of one block arrive in the order of their places.
    for (&codeword, &(block, _)) in codewords.iter().zip(places) {
        if let Some(word) = words.get_mut(block) {
            word.push(codeword);
        }
    }
    let mut corrected = 0usize;
    let restored = words.iter().map(|word| {
        let mut bytes: Vec<u8> = word.iter().map(|c| c.0).collect();
        let mut result = reed_solomon::correct(&mut bytes, ecc, &[]);
        if result.is_none() && effort == Effort::Erasures {
            let mut order: Vec<usize> = (0..word.len()).collect();
            let sure = |i: &usize| word.get(*i).map_or(0.0, |c| c.1);
            order.sort_by(|a, b| sure(a).total_cmp(&sure(b)));
            let step = ecc.div_ceil(14).max(1);
            for erased in (step..ecc.saturating_sub(3)).step_by(step) {
                result = reed_solomon::correct(&mut bytes, ecc, order.get(..erased).unwrap_or(&[]));
                if result.is_some() {
                    break;
                }
            }
        }
        corrected = corrected.saturating_add(result?);
        Some(bytes)
    });
    (restored.collect(), corrected)
}
