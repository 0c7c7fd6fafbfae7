//! Plane geometry: homographies by least squares, and a smooth warp on top for bent cards.

/// A point in the picture or in the symbol.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct Point {
    pub(super) x: f32,
    pub(super) y: f32,
}

impl Point {
    pub(super) const fn new(x: f32, y: f32) -> Self {
        Self { x, y }
    }

    pub(super) fn minus(self, o: Self) -> Self {
        Self::new(self.x - o.x, self.y - o.y)
    }

    pub(super) fn plus(self, o: Self, times: f32) -> Self {
        Self::new(self.x + o.x * times, self.y + o.y * times)
    }

    pub(super) fn length(self) -> f32 {
        self.x.hypot(self.y)
    }

    pub(super) fn cross(self, o: Self) -> f32 {
        self.x * o.y - self.y * o.x
    }

    pub(super) fn dot(self, o: Self) -> f32 {
        self.x * o.x + self.y * o.y
    }
}

/// A pair of places: in the symbol (modules) and in the picture (pixels), with a weight.
#[derive(Clone, Copy, Debug)]
pub(super) struct Pair {
    pub(super) symbol: Point,
    pub(super) picture: Point,
    pub(super) weight: f32,
}

/// From symbol to picture: a homography, and a polynomial of second degree on top.
#[derive(Clone, Debug)]
pub(super) struct Map {
    h: [f32; 8],
    bend: Option<[[f32; 6]; 2]>,
    centre: f32,
    scale: f32,
}

impl Map {
    /// The homography that fits the pairs best (algebraic distance, in normalised coordinates).
    /// `None` for fewer than four pairs or a degenerate arrangement.
    pub(super) fn fit(pairs: &[Pair], size: f32) -> Option<Self> {
        if pairs.len() < 4 {
            return None;
        }
        let (centre, scale) = (size / 2.0, 2.0 / size);
        let mut middle = Point::new(0.0, 0.0);
        let total: f32 = pairs.iter().map(|p| p.weight).sum();
        for p in pairs {
            middle = middle.plus(p.picture, p.weight / total);
        }
        let spread = pairs.iter().map(|p| p.picture.minus(middle).length()).fold(1e-3, f32::max);
        let mut system = Normal::<8>::new();
        for p in pairs {
            let (u, v) = ((p.symbol.x - centre) * scale, (p.symbol.y - centre) * scale);
            let (x, y) = ((p.picture.x - middle.x) / spread, (p.picture.y - middle.y) / spread);
            system.add([u, v, 1.0, 0.0, 0.0, 0.0, -u * x, -v * x], x, p.weight);
            system.add([0.0, 0.0, 0.0, u, v, 1.0, -u * y, -v * y], y, p.weight);
        }
        let s = system.solution(1e-9)?;
        let [a, b, c, d, e, f, g, h] = s;
        // Back to pixels: x = middle + spread * (...).
        let h = [
            spread * a + middle.x * g,
            spread * b + middle.x * h,
            spread * c + middle.x,
            spread * d + middle.y * g,
            spread * e + middle.y * h,
            spread * f + middle.y,
            g,
            h,
        ];
        let map = Self { h, bend: None, centre, scale };
        // The whole symbol must lie in front of the camera.
        let corners = [(0.0, 0.0), (size, 0.0), (0.0, size), (size, size)];
        corners.iter().all(|&(x, y)| map.depth(x, y) > 0.05).then_some(map)
    }

    fn depth(&self, x: f32, y: f32) -> f32 {
        let [.., g, h] = self.h;
        g * (x - self.centre) * self.scale + h * (y - self.centre) * self.scale + 1.0
    }

    /// Adds the smooth warp that explains what the homography leaves over.
    pub(super) fn bend_to(&mut self, pairs: &[Pair]) {
        self.bend = None;
        let mut systems = [Normal::<6>::new(), Normal::<6>::new()];
        for p in pairs {
            let rest = p.picture.minus(self.at(p.symbol));
            let [sx, sy] = &mut systems;
            let terms = self.terms(p.symbol);
            sx.add(terms, rest.x, p.weight);
            sy.add(terms, rest.y, p.weight);
        }
        let [sx, sy] = &mut systems;
        if let (Some(x), Some(y)) = (sx.solution(0.02), sy.solution(0.02)) {
            self.bend = Some([x, y]);
        }
    }

    fn terms(&self, p: Point) -> [f32; 6] {
        let (u, v) = ((p.x - self.centre) * self.scale, (p.y - self.centre) * self.scale);
        [1.0, u, v, u * u, u * v, v * v]
    }

    /// The sides of a module at a place in the symbol.
    pub(super) fn sides(&self, p: Point) -> (Point, Point) {
        let here = self.at(p);
        (self.at(Point::new(p.x + 1.0, p.y)).minus(here), self.at(Point::new(p.x, p.y + 1.0)).minus(here))
    }

    /// The place in the picture of a place in the symbol.
    pub(super) fn at(&self, p: Point) -> Point {
        let (u, v) = ((p.x - self.centre) * self.scale, (p.y - self.centre) * self.scale);
        let [a, b, c, d, e, f, g, h] = self.h;
        let w = 1.0 / (g * u + h * v + 1.0);
        let mut out = Point::new((a * u + b * v + c) * w, (d * u + e * v + f) * w);
        if let Some([x, y]) = &self.bend {
            let terms = self.terms(p);
            let sum = |k: &[f32; 6]| k.iter().zip(terms).map(|(k, t)| k * t).sum::<f32>();
            out = Point::new(out.x + sum(x), out.y + sum(y));
        }
        out
    }
}

/// Normal equations of a least squares problem with `N` unknowns.
struct Normal<const N: usize> {
    matrix: [[f64; N]; N],
    right: [f64; N],
}

impl<const N: usize> Normal<N> {
    const fn new() -> Self {
        Self { matrix: [[0.0; N]; N], right: [0.0; N] }
    }

    fn add(&mut self, row: [f32; N], value: f32, weight: f32) {
        let weight = f64::from(weight);
        for ((line, right), &a) in self.matrix.iter_mut().zip(&mut self.right).zip(&row) {
            let a = f64::from(a) * weight;
            for (m, &b) in line.iter_mut().zip(&row) {
                *m += a * f64::from(b);
            }
            *right += a * f64::from(value);
        }
    }

    /// Solves with a ridge of `ridge` times the mean diagonal.
    fn solution(&mut self, ridge: f64) -> Option<[f32; N]> {
        let mut rows: Vec<Vec<f64>> =
            self.matrix.iter().zip(self.right).map(|(m, r)| [m.as_slice(), &[r]].concat()).collect();
        let trace: f64 = rows.iter().enumerate().filter_map(|(i, r)| r.get(i)).sum();
        let lift = ridge * trace / f64::from(u32::try_from(N).ok()?);
        for (i, row) in rows.iter_mut().enumerate() {
            *row.get_mut(i)? += lift;
        }
        let solution = solve(rows)?;
        let mut out = [0.0; N];
        for (o, s) in out.iter_mut().zip(solution) {
            // Coefficients are far inside the range of f32.
            *o = super::num::narrow(s);
        }
        Some(out)
    }
}

/// Gauss elimination with pivoting; each row ends with its right side.
pub(super) fn solve(mut rows: Vec<Vec<f64>>) -> Option<Vec<f64>> {
    let n = rows.len();
    for i in 0..n {
        let pivot = (i..n).max_by(|&a, &b| {
            let size = |r: usize| rows.get(r).and_then(|row| row.get(i)).map_or(0.0, |v| v.abs());
            size(a).total_cmp(&size(b))
        })?;
        rows.swap(i, pivot);
        let lead = rows.get(i)?.clone();
        let head = *lead.get(i)?;
        if head.abs() < 1e-12 || !head.is_finite() {
            return None;
        }
        for row in rows.iter_mut().skip(i.saturating_add(1)) {
            let factor = row.get(i)? / head;
            for (r, l) in row.iter_mut().zip(&lead).skip(i) {
                *r -= factor * l;
            }
        }
    }
    let mut solution = vec![0.0; n];
    for i in (0..n).rev() {
        let row = rows.get(i)?;
        let sum: f64 = row.iter().zip(&solution).take(n).skip(i.saturating_add(1)).map(|(a, b)| a * b).sum();
        *solution.get_mut(i)? = (row.get(n)? - sum) / row.get(i)?;
    }
    Some(solution)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn truth(p: Point) -> Point {
        let w = 1.0 + 0.004 * p.x - 0.002 * p.y;
        Point::new((30.0 + 4.0 * p.x + 0.5 * p.y) / w, (20.0 - 0.7 * p.x + 3.6 * p.y) / w)
    }

    fn pairs(bend: f32) -> Vec<Pair> {
        let mut pairs = Vec::new();
        for i in 0..5u8 {
            for j in 0..5u8 {
                let symbol = Point::new(f32::from(i) * 14.0, f32::from(j) * 14.0);
                let mut picture = truth(symbol);
                picture.y += bend * (symbol.x / 28.0 - 1.0).powi(2);
                pairs.push(Pair { symbol, picture, weight: 1.0 });
            }
        }
        pairs
    }

    #[test]
    fn a_perspective_and_a_bend_are_recovered() {
        let map = Map::fit(&pairs(0.0), 57.0).unwrap();
        let p = Point::new(10.5, 50.5);
        assert!(map.at(p).minus(truth(p)).length() < 0.02);
        let bent = pairs(6.0);
        let mut map = Map::fit(&bent, 57.0).unwrap();
        let rest = |map: &Map| bent.iter().map(|p| map.at(p.symbol).minus(p.picture).length()).fold(0.0, f32::max);
        let before = rest(&map);
        map.bend_to(&bent);
        assert!(rest(&map) < 0.3 * before);
    }

    #[test]
    fn degenerate_arrangements_are_refused() {
        let line: Vec<Pair> = pairs(0.0).into_iter().filter(|p| p.symbol.y == 0.0).collect();
        assert!(Map::fit(&line, 57.0).is_none_or(|m| !m.at(Point::new(0.0, 50.0)).x.is_nan()));
        assert!(Map::fit(&line[..3], 57.0).is_none());
    }
}
