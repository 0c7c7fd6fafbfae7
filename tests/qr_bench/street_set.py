"""A third, independent and harder set: what a colour sensor makes of a card held in a hand.

    street_set.py SEED DIR PER_CLASS

Shares no code with the other two makers. Every sensor pixel looks at the card by itself (inverse mapping on a curved
card, jittered samples), through a Bayer filter that is interpolated again; focus falls off along the tilt; hands
shake along splines; films, sleeves and holograms are layers that mirror and tint. Nothing was fitted to a reader:
ranges were set once, before any reader saw a picture. Writes PGM files and truth.tsv (file, class, text, pixels per
module).
"""
import os
import sys

import cv2
import numpy as np
import segno

CLASSES = ["bokeh", "dark", "curved", "wobble", "glints", "forwarded", "sleeve", "fingers", "monitor", "far12", "mixed"]
SURNAME = ["Phan", "Hồ", "Ngô", "Dương", "Đinh", "Mai", "Lâm", "Tô"]
GIVEN = ["Thị Ánh Mẫu", "Quang Mẫu", "Khánh Mẫu", "Thùy Dương Mẫu", "Trọng Nghĩa Mẫu", "Thị Mẫu"]
AREA = ["Phường Ví Dụ, Quận Thử, Cần Thơ", "Xã Giả Định, Huyện Mẫu, Nghệ An", "Thị trấn Minh Họa, Sóc Sơn, Hà Nội",
        "Phường Thí Điểm, Thành phố Thủ Đức, Thành phố Hồ Chí Minh", "Xã Không Thật, Buôn Đôn, Đắk Lắk"]


def citizen(r):
    one = lambda xs: xs[int(r.random() * len(xs))]
    number = lambda n: "".join(str(int(d)) for d in r.integers(0, 10, n))
    date = lambda lo, hi: "%02d%02d%d" % (r.integers(1, 29), r.integers(1, 13), r.integers(lo, hi))
    fields = ["0" + number(11), number(9) if r.random() < .6 else "", one(SURNAME) + " " + one(GIVEN), date(1945, 2015),
              one(["Nam", "Nữ"]), "%d Ngõ Ảo, %s" % (r.integers(1, 500), one(AREA)), date(2021, 2026)]
    if r.random() < .5:
        fields += ["", "0" + number(11) if r.random() < .3 else "", one(SURNAME) + " " + one(GIVEN), one(SURNAME) + " " + one(GIVEN)]
    return "|".join(fields)


class Print:
    """Colour reflectance of a card at millimetre places (linear, three channels)."""

    def __init__(self, r, text):
        self.side = 18.0 if r.random() < .5 else 11.0
        level = "llmmq"[r.integers(5)]
        self.code = np.array(segno.make(text, error=level, mode="byte", encoding="utf-8", eci=False, boost_error=False,
                                        micro=False).matrix, np.uint8)
        self.n = len(self.code)
        self.x0, self.y0 = 85.6 - self.side - r.uniform(2.5, 9), r.uniform(2.5, 54 - self.side - 4)
        self.base = np.array([r.uniform(.55, .75), r.uniform(.6, .8), r.uniform(.5, .72)])
        self.rose = [(r.uniform(5, 80), r.uniform(5, 49), r.uniform(.6, 2.2), r.integers(3, 9)) for _ in range(4)]
        self.depth = r.uniform(.03, .2)
        self.ink = r.uniform(.025, .1)
        self.quiet = r.uniform(1.5, 4) * self.side / self.n
        glyphs = np.zeros((540, 856), np.uint8)
        for k in range(10):
            cv2.putText(glyphs, "%s %d" % ("Ho va ten khong co that"[k:], k), (270, 60 + 46 * k), cv2.FONT_HERSHEY_SIMPLEX,
                        r.uniform(.5, 1.1), 255, int(r.integers(1, 4)), cv2.LINE_AA)
        cv2.ellipse(glyphs, (130, 300), (70, 100), 0, 0, 360, 150, -1)
        self.glyphs = glyphs.astype(np.float32) / 255

    def colour(self, u, v):
        wave = np.zeros_like(u)
        for cx, cy, k, lobes in self.rose:
            a, d = np.arctan2(v - cy, u - cx), np.hypot(u - cx, v - cy)
            wave += np.abs(np.sin(k * d + 1.3 * np.sin(lobes * a))) ** 6
        q = (u > self.x0 - self.quiet) & (v > self.y0 - self.quiet) & (u < self.x0 + self.side + self.quiet) & (v < self.y0 + self.side + self.quiet)
        wave = np.where(q, wave * .35, wave)
        value = self.base[None, None] * (1 - self.depth * wave[..., None] * np.array([1.0, .6, .9]))
        gx, gy = np.clip((u * 10).astype(int), 0, 855), np.clip((v * 10).astype(int), 0, 539)
        text = np.where(q, 0, self.glyphs[gy, gx])
        value = value * (1 - .85 * text[..., None])
        mx, my = np.floor((u - self.x0) / self.side * self.n).astype(int), np.floor((v - self.y0) / self.side * self.n).astype(int)
        inside = (mx >= 0) & (my >= 0) & (mx < self.n) & (my < self.n)
        dark = inside & (self.code[np.clip(my, 0, self.n - 1), np.clip(mx, 0, self.n - 1)] > 0)
        return np.where(dark[..., None], self.ink, value)


def spline(r, length):
    """Kernel of a shaking hand: a cubic through random points, dwelling unevenly."""
    p = np.cumsum(r.normal(0, 1, (4, 2)), 0)
    t = np.linspace(0, 1, 240) ** r.uniform(.6, 1.6)
    b = np.stack([(1 - t) ** 3, 3 * t * (1 - t) ** 2, 3 * t * t * (1 - t), t ** 3], 1) @ p
    b = (b - b.mean(0)) * length / max(1e-6, np.ptp(b, 0).max())
    n = int(length) + 5 | 1
    k, _, _ = np.histogram2d(b[:, 1], b[:, 0], n, [[-n / 2, n / 2]] * 2)
    k = cv2.GaussianBlur(k.astype(np.float32), (3, 3), .5)
    return k / k.sum()


def polygon_disc(r, radius):
    """The picture of a point out of focus: the blades of a stop."""
    n = int(np.ceil(radius)) * 2 + 3
    yy, xx = (np.mgrid[0:n * 4, 0:n * 4] + .5) / 4 - n / 2
    blades, turn = int(r.integers(5, 9)), r.uniform(0, 1)
    a = (np.arctan2(yy, xx) + turn) % (2 * np.pi / blades) - np.pi / blades
    k = (np.hypot(xx, yy) * np.cos(a) < radius * np.cos(np.pi / blades) * 1.06).astype(np.float32)
    k = k.reshape(n, 4, n, 4).mean((1, 3))
    return k / k.sum()


def take(r, kind):
    text = citizen(r)
    card = Print(r, text)
    if kind == "far12":
        (width, height), fill = [(4032, 3024), (4000, 2250), (3264, 2448)][r.integers(3)], r.uniform(.2, .75)
    else:
        (width, height), fill = [(1280, 720), (1280, 960), (1920, 1080)][r.integers(3)], r.uniform(.55, 1.0)
    scale = fill * width / 85.6  # pixels per millimetre
    if kind != "far12" and card.side < 12:
        scale *= 1.4  # who holds the card with the small symbol comes nearer
    module = scale * card.side / card.n
    least = 1.7 if kind in ("far12", "forwarded") else 2.2
    scale *= max(1.0, least / module)
    module = max(module, least)
    # Pose: sight lines from the lens through the pixel to the card.
    roll = r.normal(0, .2) if r.random() < .7 else r.uniform(-np.pi, np.pi)
    pitch, yaw = r.normal(0, .22), r.normal(0, .22)
    if kind == "mixed" and r.random() < .5:
        yaw = r.choice([-1, 1]) * r.uniform(.4, .8)
    cr, sr, cp, sp, cy, sy = np.cos(roll), np.sin(roll), np.cos(pitch), np.sin(pitch), np.cos(yaw), np.sin(yaw)
    R = np.array([[cr, -sr, 0], [sr, cr, 0], [0, 0, 1]]) @ np.array([[1, 0, 0], [0, cp, -sp], [0, sp, cp]]) @ np.array([[cy, 0, sy], [0, 1, 0], [-sy, 0, cy]])
    away = 85.6 * r.uniform(1.5, 3)  # distance in millimetres
    focal = scale * away
    middle = np.array([card.x0 + card.side / 2, card.y0 + card.side / 2])
    aim = np.array([42.8, 27]) if kind == "far12" or r.random() < .4 else middle
    reach = np.array([width, height]) * .5 / scale - card.side * .85
    aim = np.clip(aim, middle - np.maximum(reach, 0), middle + np.maximum(reach, 0))
    forth = np.array([[focal, 0, width / 2], [0, focal, height / 2], [0, 0, 1.0]]) @ np.column_stack([R[:, 0], R[:, 1], [0, 0, away]])
    # Who takes the picture sees to it that the whole symbol is in it.
    ends = np.array([[middle[0] - aim[0] + a * card.side / 2, middle[1] - aim[1] + b * card.side / 2, 1] for a in (-1, 1) for b in (-1, 1)])
    ends = (forth @ ends.T)[:2] / (forth @ ends.T)[2]
    room = 4 * module + 8
    low, high = ends.min(1) - room, ends.max(1) + room - [width, height]
    shift = np.maximum(0, -low) - np.maximum(0, high)
    forth = np.array([[1, 0, shift[0]], [0, 1, shift[1]], [0, 0, 1]]) @ forth
    H = np.linalg.inv(forth)
    bow = r.normal(0, .6)
    k1 = r.normal(0, .02)
    amp = module * r.uniform(.5, 2.5) if kind == "wobble" else 0.0
    phase, period = r.uniform(0, 6), height / r.uniform(1, 4)
    shear = r.normal(0, .06) if kind == "wobble" else 0.0

    def look(px, py):
        nx, ny = px / width - .5, py / width - .5 * height / width
        d = 1 + k1 * 4 * (nx * nx + ny * ny)
        x, y = (nx * d + .5) * width, (ny * d + .5 * height / width) * width
        x = x + amp * np.sin(y / period * 2 * np.pi + phase) + shear * (y - height / 2)
        w = H[2, 0] * x + H[2, 1] * y + H[2, 2]
        u, v = (H[0, 0] * x + H[0, 1] * y + H[0, 2]) / w, (H[1, 0] * x + H[1, 1] * y + H[1, 2]) / w
        u = u + aim[0]
        return u, v + aim[1] + bow * ((u - 42.8) / 42.8) ** 2, w

    desk = np.array([r.uniform(.03, .4) for _ in range(3)])
    weave = r.uniform(.02, .4)
    angle, tooth = r.uniform(0, 3.1), r.uniform(.15, 1.2)
    out = np.empty((height, width, 3), np.float32)
    rounds = 2 if kind == "far12" else 5
    for top in range(0, height, 256):
        py, px = np.mgrid[top:min(top + 256, height), 0:width].astype(np.float32)
        total = np.zeros(px.shape + (3,), np.float32)
        for s in range(rounds):
            # Samples along a lattice of the fractional golden section cover the pixel evenly.
            jx, jy = (s + .5) / rounds, (s * .61803 + .3) % 1
            u, v, _ = look(px + jx, py + jy)
            on = (u > 0) & (u < 85.6) & (v > 0) & (v < 54)
            cloth = 1 + weave * np.sin((u * np.cos(angle) + v * np.sin(angle)) / tooth * 6.28) * np.sin((v * np.cos(angle) - u * np.sin(angle)) / tooth * 5)
            total += np.where(on[..., None], card.colour(u, v), desk[None, None] * cloth[..., None])
        out[top:top + px.shape[0]] = total / rounds
    yy, xx = np.mgrid[0:height, 0:width].astype(np.float32)
    # Where the symbol is in the picture.
    c = forth @ np.array([middle[0] - aim[0], middle[1] - aim[1], 1])
    cx, cy_ = c[0] / c[2], c[1] / c[2]
    extent = module * card.n
    lamp = 1 + r.uniform(0, .5) * ((xx / width - .5) * np.cos(phase) + (yy / height - .5) * np.sin(phase))
    lamp *= 1 - r.uniform(0, .45) * ((xx / width - .5) ** 2 + (yy / height - .5) ** 2) * 2
    out *= lamp[..., None]
    if kind in ("mixed", "fingers") or r.random() < .2:  # the shadow of the phone
        sx, sy_, t = cx + r.normal(0, .6) * extent, cy_ + r.normal(0, .6) * extent, r.uniform(0, 6.28)
        edge = ((xx - sx) * np.cos(t) + (yy - sy_) * np.sin(t)) / (r.uniform(.02, .5) * extent)
        out *= (1 - r.uniform(.2, .6) / (1 + np.exp(-np.clip(edge, -40, 40))))[..., None]
    if kind == "glints" or (kind == "mixed" and r.random() < .4):
        # Diffraction: bands of changing colour inside a badge, and bright points.
        bx, by, rad = cx + r.normal(0, .45) * extent, cy_ + r.normal(0, .45) * extent, r.uniform(.2, .6) * extent
        t, k = r.uniform(0, 6.28), r.uniform(6, 25) / extent
        badge = np.exp(-(((xx - bx) ** 2 + (yy - by) ** 2) / rad ** 2) ** 3)
        for ch in range(3):
            out[..., ch] += badge * r.uniform(.1, .5) * (.5 + .5 * np.sin(k * ((xx - bx) * np.cos(t) + (yy - by) * np.sin(t)) + 2.1 * ch))
        for _ in range(r.integers(0, 9)):
            gx, gy, s = cx + r.normal(0, .4) * extent, cy_ + r.normal(0, .4) * extent, r.uniform(.01, .09) * extent
            out += (r.uniform(.3, 3) / (1 + (((xx - gx) ** 2 + (yy - gy) ** 2) / s ** 2) ** 2))[..., None]
    if kind == "sleeve":
        haze = r.uniform(.05, .3)
        out = out * (1 - haze) * r.uniform(.7, .95) + haze * .8
        for _ in range(r.integers(2, 6)):  # creases mirror the lamp
            t, sx, sy_ = r.uniform(0, 3.14), cx + r.normal(0, .6) * extent, cy_ + r.normal(0, .6) * extent
            d = (xx - sx) * np.sin(t) - (yy - sy_) * np.cos(t) + 6 * np.sin((xx + yy) / r.uniform(20, 200))
            out += (r.uniform(.1, .8) * np.exp(-np.abs(d) / (r.uniform(.005, .06) * extent)))[..., None]
    if kind == "fingers":
        for _ in range(r.integers(1, 3)):
            t = r.uniform(0, 6.28)
            # The tip may reach into the symbol by a sixth.
            fx, fy = cx + np.cos(t) * extent * r.uniform(.45, .8), cy_ + np.sin(t) * extent * r.uniform(.45, .8)
            out_x, out_y = np.cos(t + r.normal(0, .4)), np.sin(t + r.normal(0, .4))
            wide = extent * r.uniform(.12, .3)
            along, across = (xx - fx) * out_x + (yy - fy) * out_y, (yy - fy) * out_x - (xx - fx) * out_y
            d = np.where(along > 0, np.abs(across), np.hypot(along, across)) / wide
            cover = 1 / (1 + np.exp(np.clip((d - 1) * 30, -40, 40)))
            skin = np.array([.45, .3, .22]) * r.uniform(.6, 1.3)
            out = out * (1 - cover[..., None]) + skin * (cover * (1 - .4 * np.clip(d, 0, 1) ** 2))[..., None]
    if kind == "monitor":
        pitch_px = r.uniform(1.6, 4.5)
        t = r.normal(0, .08)
        u, v = (xx * np.cos(t) + yy * np.sin(t)) / pitch_px, (yy * np.cos(t) - xx * np.sin(t)) / pitch_px
        rows = .75 + .25 * np.cos(2 * np.pi * v)
        for ch in range(3):
            stripe = 1 + r.uniform(.5, .9) * np.cos(2 * np.pi * (u - ch / 3))
            out[..., ch] = out[..., ch] * rows * stripe * .9 + r.uniform(.02, .12)
    # Lens.
    soft = module * r.uniform(.1, .3)
    if kind == "bokeh":
        soft = module * r.uniform(.45, 1.2)
    elif kind == "mixed":
        soft = module * r.uniform(.2, .65)
    if kind in ("bokeh", "mixed"):
        # Focus runs along the tilt: near one side of the symbol it is sharper than at the other.
        near, far = [cv2.filter2D(out, -1, polygon_disc(r, max(.6, soft * f))) for f in (.7, 1.25)]
        t = r.uniform(0, 6.28)
        w = np.clip(.5 + ((xx - cx) * np.cos(t) + (yy - cy_) * np.sin(t)) / extent, 0, 1)[..., None]
        out = near * (1 - w) + far * w
    else:
        out = cv2.filter2D(out, -1, polygon_disc(r, max(.6, soft)))
    if kind == "curved":
        out = cv2.filter2D(out, -1, spline(r, module * r.uniform(.9, 2.6)))
    elif kind in ("mixed", "dark"):
        out = cv2.filter2D(out, -1, spline(r, module * r.uniform(.1, .9)))
    # Sensor: Bayer, photons, interpolation.
    gain = {"dark": r.uniform(18, 110), "mixed": r.uniform(120, 900)}.get(kind, r.uniform(500, 4000))
    level = r.uniform(.6, 1.25)
    bayer = np.empty((height, width), np.float32)
    white = [r.uniform(.5, .8), 1.0, r.uniform(.4, .7)]
    for (dy, dx), ch in {(0, 0): 0, (0, 1): 1, (1, 0): 1, (1, 1): 2}.items():
        e = np.clip(out[dy::2, dx::2, ch], 0, 4) * level * white[ch]
        e = (r.poisson(e * gain) + r.normal(0, 2.2, e.shape)) / gain / white[ch]
        bayer[dy::2, dx::2] = e
    raw = (np.clip(bayer, 0, 1) * 65535).astype(np.uint16)
    rgb = cv2.cvtColor(raw, cv2.COLOR_BayerRG2RGB).astype(np.float32) / 65535
    rgb = np.where(rgb <= .0031, rgb * 12.92, 1.055 * np.power(np.maximum(rgb, 1e-6), 1 / 2.4) - .055) * 255
    if kind == "dark" or r.random() < .25:  # what a phone does about noise
        rgb = cv2.medianBlur(np.clip(rgb, 0, 255).astype(np.uint8), 3).astype(np.float32) if r.random() < .4 else cv2.bilateralFilter(rgb, 5, r.uniform(10, 45), 1.6)
    if r.random() < .6:
        rgb = rgb + r.uniform(.2, 1.0) * (rgb - cv2.GaussianBlur(rgb, (0, 0), r.uniform(.8, 2)))
    img = np.clip(rgb + .5, 0, 255).astype(np.uint8)
    pack = lambda im, q: cv2.imdecode(cv2.imencode(".jpg", im, [cv2.IMWRITE_JPEG_QUALITY, int(q)])[1], 1)
    img = pack(img, r.uniform(70, 96))
    if kind == "forwarded" or (kind == "mixed" and r.random() < .4):
        for _ in range(r.integers(1, 4)):
            k = min(1.0, max(r.uniform(.6, 1.0), 1.6 / module))
            module *= k
            img = pack(cv2.resize(img, None, fx=k, fy=k, interpolation=cv2.INTER_LINEAR if r.random() < .5 else cv2.INTER_AREA), r.uniform(22, 65))
    return cv2.cvtColor(img, cv2.COLOR_BGR2GRAY), text, module


def main():
    seed, folder, per = int(sys.argv[1]), sys.argv[2], int(sys.argv[3])
    os.makedirs(folder, exist_ok=True)
    with open(folder + "/truth.tsv", "w", encoding="utf-8") as truth:
        for number, kind in enumerate(CLASSES):
            for i in range(per):
                img, text, module = take(np.random.default_rng([7, seed, number, i]), kind)
                name = "%s-%03d.pgm" % (kind, i)
                with open(folder + "/" + name, "wb") as f:
                    f.write(b"P5\n%d %d\n255\n" % (img.shape[1], img.shape[0]) + np.ascontiguousarray(img).tobytes())
                truth.write("%s\t%s\t%s\t%.2f\n" % (name, kind, text, module))


if __name__ == "__main__":
    main()
