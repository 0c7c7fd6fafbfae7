//! From three finder patterns to a map of the whole symbol.

use super::finder::{Finder, Tracer};
use super::geometry::{Map, Pair, Point};
use super::layout::Layout;
use super::num::{float, round};
use super::tables;
use super::view::LumaView;

/// Three finder patterns in the arrangement of a symbol.
#[derive(Clone, Copy, Debug)]
pub(super) struct Triple {
    pub(super) corner: Finder,
    pub(super) right: Finder,
    pub(super) below: Finder,
    /// How unlike a symbol it is; the least is tried first.
    pub(super) cost: f32,
}

/// Arrangements of candidates that could be symbols, most likely first.
pub(super) fn triples(finders: &[Finder], most: usize) -> Vec<Triple> {
    // Patterns that many rows crossed are the likely ones; noise seldom repeats.
    let mut sorted: Vec<&Finder> = finders.iter().collect();
    sorted.sort_by_key(|f| std::cmp::Reverse(f.hits));
    sorted.truncate(40);
    let mut out = Vec::new();
    for (i, a) in sorted.iter().enumerate() {
        for (j, b) in sorted.iter().enumerate().skip(i.saturating_add(1)) {
            for c in sorted.iter().skip(j.saturating_add(1)) {
                if let Some(t) = triple(a, b, c) {
                    out.push(t);
                }
            }
        }
    }
    out.sort_by(|a, b| a.cost.total_cmp(&b.cost));
    out.truncate(most);
    out
}

/// Arrangements of two patterns where the third is hidden and guessed, by a glint or a finger.
pub(super) fn pairs(finders: &[Finder]) -> Vec<Triple> {
    let mut sorted: Vec<&Finder> = finders.iter().collect();
    sorted.sort_by_key(|f| std::cmp::Reverse(f.hits));
    sorted.truncate(6);
    let mut out = Vec::new();
    for a in &sorted {
        for b in &sorted {
            let line = b.at.minus(a.at);
            let module = (a.module + b.module) / 2.0;
            let ratio = a.module / b.module;
            if a.inverted != b.inverted
                || !(0.7..1.4).contains(&ratio)
                || !(9.0..200.0).contains(&(line.length() / module))
            {
                continue;
            }
            let turned = Point::new(-line.y, line.x);
            let guess = |at: Point| Finder { at, module, hits: 0, inverted: a.inverted, blurred: true };
            let (a, b, cost) = (**a, **b, 1.0);
            // One side, the other side, the diagonal; exchanged patterns give the other half.
            out.push(Triple { corner: a, right: b, below: guess(a.at.plus(turned, 1.0)), cost });
            out.push(Triple { corner: a, right: guess(a.at.plus(turned, -1.0)), below: b, cost });
            let middle = a.at.plus(line, 0.5);
            out.push(Triple { corner: guess(middle.plus(turned, 0.5)), right: a, below: b, cost });
        }
    }
    out
}

fn triple(a: &Finder, b: &Finder, c: &Finder) -> Option<Triple> {
    if a.inverted != b.inverted || b.inverted != c.inverted {
        return None;
    }
    let sizes = [a.module, b.module, c.module];
    let (small, large) = (sizes.iter().copied().fold(f32::MAX, f32::min), sizes.iter().copied().fold(0.0, f32::max));
    if large > 2.2 * small {
        return None;
    }
    // The corner is opposite the longest side: true up to a strong perspective.
    let length = |p: &Finder, q: &Finder| p.at.minus(q.at).length();
    let (ab, bc, ca) = (length(a, b), length(b, c), length(c, a));
    let (corner, p, q) = if bc >= ab && bc >= ca {
        (a, b, c)
    } else if ca >= ab {
        (b, a, c)
    } else {
        (c, a, b)
    };
    let (u, v) = (p.at.minus(corner.at), q.at.minus(corner.at));
    let (lu, lv) = (u.length(), v.length());
    let cosine = u.dot(v) / (lu * lv).max(1e-3);
    // Between 38 and 142 degrees; a version 1 symbol has its patterns 14 modules apart, version 40 has 170.
    if cosine.abs() > 0.78 || lu.min(lv) < 9.0 * small || lu.max(lv) > 200.0 * large || lu.max(lv) > 3.0 * lu.min(lv) {
        return None;
    }
    let (right, below) = if u.cross(v) > 0.0 { (p, q) } else { (q, p) };
    let hits = f32::from(a.hits.min(b.hits).min(c.hits).min(12));
    let sides = (lu / lv).max(lv / lu);
    let cost = (large / small).ln() * 1.5
        + cosine.abs()
        + sides.ln()
        + 2.0 / hits
        + 0.004 * (lu.max(lv) / small - 50.0).max(0.0);
    Some(Triple { corner: *corner, right: *right, below: *below, cost })
}

/// Weight of a corner that is only guessed, against that of a pattern.
const GUESS: f32 = 0.03;

impl Triple {
    /// The same with the centres of blurred patterns where they fit best.
    pub(super) fn settled(mut self, tracer: &Tracer<'_>, picture: &LumaView<'_>) -> Self {
        if ![self.corner, self.right, self.below].iter().any(|f| f.blurred && f.hits > 0) {
            return self;
        }
        let (across, down) =
            (Self::distance(tracer, &self.corner, &self.right), Self::distance(tracer, &self.corner, &self.below));
        let stamp = stamp(4, blurred_ring);
        let (u, v) = (self.right.at.minus(self.corner.at), self.below.at.minus(self.corner.at));
        let side = Point::new(0.0, 0.0);
        let (u, v) = (side.plus(u, 1.0 / across.max(1.0)), side.plus(v, 1.0 / down.max(1.0)));
        for finder in
            [&mut self.corner, &mut self.right, &mut self.below].into_iter().filter(|f| f.blurred && f.hits > 0)
        {
            finder.at = best_place(picture, tracer.inverted, &stamp, finder.at, (u, v), 1.0).picture;
        }
        self
    }

    /// Whether the patterns lie at the same places, within a module.
    pub(super) fn near(&self, other: &Self) -> bool {
        let apart = |a: &Finder, b: &Finder| a.at.minus(b.at).length() > a.module;
        !apart(&self.corner, &other.corner) && !apart(&self.right, &other.right) && !apart(&self.below, &other.below)
    }

    /// Whether one of the patterns is guessed.
    pub(super) fn guessed(&self) -> bool {
        [self.corner, self.right, self.below].iter().any(|f| f.hits == 0)
    }

    /// The three patterns and the places of their centres in a symbol.
    fn places(&self, size: usize) -> [(Finder, Point); 3] {
        let far = float(size) - 3.5;
        [(self.corner, Point::new(3.5, 3.5)), (self.right, Point::new(far, 3.5)), (self.below, Point::new(3.5, far))]
    }

    /// Half widths of a finder pattern along a direction: towards it, and against it.
    fn widths(tracer: &Tracer<'_>, finder: &Finder, direction: Point) -> Option<(f32, f32)> {
        if finder.blurred {
            return None;
        }
        let [.., back] = tracer.out(finder.at, Point::new(-direction.x, -direction.y), finder.module * 1.4)?;
        let [.., front] = tracer.out(finder.at, direction, finder.module * 1.4)?;
        Some((front, back))
    }

    /// Modules from centre to centre of two patterns, by their widths along the line between them.
    fn distance(tracer: &Tracer<'_>, a: &Finder, b: &Finder) -> f32 {
        let line = b.at.minus(a.at);
        let length = line.length().max(1.0);
        let direction = Point::new(line.x / length, line.y / length);
        let of = |f: &Finder| Self::widths(tracer, f, direction).map_or(f.module, |(front, back)| (front + back) / 7.0);
        // In perspective the module size falls along the line; the harmonic mean is close to the truth.
        length * (1.0 / of(a) + 1.0 / of(b)) / 2.0
    }

    /// Versions in the order in which the timing patterns agree with them ([`timing`]), with a first map.
    pub(super) fn versions(&self, tracer: &Tracer<'_>, picture: &LumaView<'_>) -> Vec<(usize, Map, f32)> {
        let across = Self::distance(tracer, &self.corner, &self.right);
        let down = Self::distance(tracer, &self.corner, &self.below);
        // Both sides have the same number of modules; chance patterns seldom agree on it.
        if across > 1.5 * down || down > 1.5 * across {
            return Vec::new();
        }
        let guess = (across + down) / 2.0 + 7.0;
        let nearest = round((guess - 17.0) / 4.0).clamp(1, 40);
        let reach = 2i32.saturating_add(nearest / 8);
        let likely = tables::size(usize::try_from(nearest).unwrap_or(1));
        let Some((_, pairs)) = self.first_map(tracer, likely) else { return Vec::new() };
        let mut out = Vec::new();
        for version in nearest.saturating_sub(reach)..=nearest.saturating_add(reach) {
            let Ok(version) = usize::try_from(version) else { continue };
            if !(1..=40).contains(&version) {
                continue;
            }
            // The same patterns, the far ones at the other size.
            let size = tables::size(version);
            let far = |v: f32| if v > 7.5 { v + float(size) - float(likely) } else { v };
            let moved = |p: &Pair| Pair { symbol: Point::new(far(p.symbol.x), far(p.symbol.y)), ..*p };
            let moved: Vec<Pair> = pairs.iter().map(moved).collect();
            if let Some(map) = Map::fit(&moved, float(size)) {
                let score = timing(picture, &map, size, tracer.inverted);
                out.push((version, map, score));
            }
        }
        out.sort_by(|a, b| b.2.total_cmp(&a.2));
        out
    }

    /// A map from the three patterns and their edges.
    pub(super) fn first_map(&self, tracer: &Tracer<'_>, size: usize) -> Option<(Map, Vec<Pair>)> {
        let places = self.places(size);
        let far = float(size) - 3.5;
        let end = self.right.at.plus(self.below.at.minus(self.corner.at), 1.0);
        let centres: Vec<Pair> = places
            .iter()
            .map(|(f, p)| Pair { symbol: *p, picture: f.at, weight: if f.hits > 0 { 1.0 } else { GUESS } })
            .collect();
        // Affine to begin with: the fourth corner completes a parallelogram.
        let mut pairs = centres.clone();
        pairs.push(Pair { symbol: Point::new(far, far), picture: end, weight: GUESS });
        let mut map = Map::fit(&pairs, float(size))?;
        // Twice, because the first edges are looked for in the directions of the affine map.
        for _ in 0..2 {
            let mut with_edges = centres.clone();
            for (finder, place) in &places {
                for (dx, dy) in [(1.0, 0.0), (0.0, 1.0)] {
                    let ahead = map.at(Point::new(place.x + 3.5 * dx, place.y + 3.5 * dy));
                    let line = ahead.minus(map.at(*place));
                    let length = line.length().max(1e-3);
                    let direction = Point::new(line.x / length, line.y / length);
                    let Some((front, back)) = Self::widths(tracer, finder, direction) else { continue };
                    // Edges weigh less than centres: where ink spreads or light blooms, they move.
                    for (sign, width) in [(1.0, front), (-1.0, back)] {
                        with_edges.push(Pair {
                            symbol: Point::new(place.x + 3.5 * sign * dx, place.y + 3.5 * sign * dy),
                            picture: finder.at.plus(direction, sign * width),
                            weight: 0.15,
                        });
                    }
                }
            }
            if with_edges.len() < 9 {
                break;
            }
            let Some(better) = Map::fit(&with_edges, float(size)) else { break };
            (map, pairs) = (better, with_edges);
        }
        Some((map, pairs))
    }
}

/// How surely the timing patterns alternate under a map: their correlation with the expected pattern, times
/// the root of the number of modules looked at, so that a long pattern counts for more than a short one.
pub(super) fn timing(picture: &LumaView<'_>, map: &Map, size: usize, inverted: bool) -> f32 {
    let sign = if inverted { -1.0 } else { 1.0 };
    let (mut sum, mut total, mut count) = (0.0, 1e-3, 0.0f32);
    for vertical in [false, true] {
        let value = |i: usize| {
            let along = float(i) + 0.5;
            let p = map.at(if vertical { Point::new(6.5, along) } else { Point::new(along, 6.5) });
            sign * picture.grey_at(p.x, p.y)
        };
        let (mut before, mut here) = (value(7), value(8));
        for i in 9..size.saturating_sub(7) {
            let after = value(i);
            let step = (before + after) / 2.0 - here;
            // The middle one is module i - 1: even modules are dark.
            sum += if i % 2 == 1 { step } else { -step };
            total += step.abs();
            count += 1.0;
            (before, here) = (here, after);
        }
    }
    sum / total * count.sqrt()
}

/// Correlation of the picture with the three finder patterns under a map, the least first.
pub(super) fn corners(picture: &LumaView<'_>, map: &Map, size: usize, inverted: bool) -> [f32; 3] {
    let far = float(size) - 7.0;
    let mut scores = [(0.0, 0.0), (far, 0.0), (0.0, far)].map(|(fx, fy)| {
        let (mut sum, mut mean, mut square) = (0.0, 0.0, 0.0);
        for j in 0..7u8 {
            for i in 0..7u8 {
                let p = map.at(Point::new(fx + f32::from(i) + 0.5, fy + f32::from(j) + 0.5));
                let grey = picture.grey_at(p.x, p.y);
                // Of the 49 modules 33 are dark: the weights add up to nothing.
                let light = i.abs_diff(3).max(j.abs_diff(3)) == 2;
                sum += if light { grey / 16.0 } else { -grey / 33.0 };
                mean += grey / 49.0;
                square += grey * grey / 49.0;
            }
        }
        // 2.132 makes a perfect pattern score 1.
        let score = sum / (square - mean * mean).max(1.0).sqrt() / 2.132;
        if inverted { -score } else { score }
    });
    scores.sort_by(f32::total_cmp);
    scores
}

/// Where a pattern was found, and how clearly.
struct Match {
    picture: Point,
    score: f32,
}

/// A square pattern: places from its centre in modules, each with a weight; the weights add up to nothing.
type Stamp = Vec<(f32, f32, f32)>;

/// A pattern that consists of rings with the given values around its centre.
fn stamp(rings: u8, value: fn(u8) -> f32) -> Stamp {
    let side = rings.saturating_mul(2).saturating_add(1);
    let mut out: Stamp = Vec::new();
    for j in 0..side {
        for i in 0..side {
            let ring = i.abs_diff(rings).max(j.abs_diff(rings));
            out.push((f32::from(i) - f32::from(rings), f32::from(j) - f32::from(rings), value(ring)));
        }
    }
    let mean = out.iter().map(|o| o.2).sum::<f32>() / float(out.len());
    out.iter_mut().for_each(|o| o.2 -= mean);
    out
}

/// An alignment pattern: light is one.
const fn alignment_ring(ring: u8) -> f32 {
    if ring == 1 { 1.0 } else { 0.0 }
}

/// What blur leaves of a finder pattern ([`super::stencil`]).
const fn blurred_ring(ring: u8) -> f32 {
    match ring {
        0 | 1 => -0.29,
        2 => 0.02,
        3 => -0.14,
        _ => 0.17,
    }
}

/// The place near `middle` where the picture correlates best with a stamp, over shifts up to `reach` modules; `u` and
/// `v` are the sides of a module.
fn best_place(
    picture: &LumaView<'_>,
    inverted: bool,
    stamp: &Stamp,
    middle: Point,
    (u, v): (Point, Point),
    reach: f32,
) -> Match {
    let sign = if inverted { -1.0 } else { 1.0 };
    let places: Vec<(f32, f32, f32)> =
        stamp.iter().map(|&(i, j, w)| (i * u.x + j * v.x, i * u.y + j * v.y, sign * w)).collect();
    let count = float(places.len());
    let norm = (places.iter().map(|p| p.2 * p.2).sum::<f32>() * count).sqrt().max(1e-6);
    let score = |p: Point| {
        let (mut sum, mut mean, mut square) = (0.0, 0.0, 0.0);
        for (x, y, w) in &places {
            let g = picture.grey_at(p.x + x, p.y + y);
            sum += w * g;
            mean += g;
            square += g * g;
        }
        let variance = (square / count - (mean / count).powi(2)).max(4.0);
        sum / (norm * variance.sqrt())
    };
    let mut best = Match { picture: middle, score: f32::MIN };
    let steps = round(reach / 0.5).max(1);
    for j in steps.saturating_neg()..=steps {
        for i in steps.saturating_neg()..=steps {
            let (i, j) = (half(i), half(j));
            let p = middle.plus(u, i).plus(v, j);
            // A small price for distance decides between equals.
            let s = score(p) - 0.02 * (i * i + j * j) / (reach * reach);
            if s > best.score {
                best = Match { picture: p, score: s };
            }
        }
    }
    for step in [0.25, 0.125] {
        let from = best.picture;
        for (i, j) in
            [(-1.0, 0.0), (1.0, 0.0), (0.0, -1.0), (0.0, 1.0), (1.0, 1.0), (-1.0, -1.0), (1.0, -1.0), (-1.0, 1.0)]
        {
            let p = from.plus(u, i * step).plus(v, j * step);
            let s = score(p);
            if s > best.score {
                best = Match { picture: p, score: s };
            }
        }
    }
    best
}

fn half(steps: i32) -> f32 {
    i16::try_from(steps).map_or(0.0, f32::from) * 0.5
}

/// Refines a map by all alignment patterns, nearest first, each search starting from what is known so far.
pub(super) fn refine(picture: &LumaView<'_>, inverted: bool, map: &Map, anchors: &[Pair], layout: &Layout) -> Map {
    let mut pairs = anchors.to_vec();
    let mut map = map.clone();
    let mut order: Vec<(usize, usize)> = layout.alignment.clone();
    order.sort_by_key(|&(x, y)| x.saturating_add(y));
    let gap = match order.as_slice() {
        [(a, b), ..] if order.len() > 1 => float((*a).max(*b)),
        _ => float(layout.size),
    };
    let mut accepted = 0usize;
    let stamp = stamp(2, alignment_ring);
    for (x, y) in order {
        let centre = Point::new(float(x) + 0.5, float(y) + 0.5);
        let reach = if accepted == 0 { 1.0 + gap / 14.0 } else { 1.5 };
        let found = best_place(picture, inverted, &stamp, map.at(centre), map.sides(centre), reach.min(4.5));
        if found.score < 0.55 {
            continue;
        }
        pairs.push(Pair { symbol: centre, picture: found.picture, weight: 0.5 * found.score * found.score });
        if let Some(better) = Map::fit(&pairs, float(layout.size)) {
            map = better;
            accepted = accepted.saturating_add(1);
        } else {
            pairs.pop();
        }
    }
    if accepted >= 2 {
        map.bend_to(&pairs);
    }
    map
}
