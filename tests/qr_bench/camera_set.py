"""A second, independent set of pictures: a camera model instead of single degradations.

    camera_set.py SEED DIR PER_CLASS

Shares no code with the first generator. A scene is rendered in linear light at twice the sensor resolution,
then: lens (disc of confusion, curved motion, row-wise shutter), photons and read noise, tone curve, one or two
JPEG passes with resizing between them. Writes PGM files and truth.tsv (file, class, text).
"""
import os
import sys

import cv2
import numpy as np
import segno

CLASSES = ["bokeh", "lowlight", "shake", "rolling", "hologram", "messenger", "sleeve", "finger", "screen", "frame12"]


def person(rng):
    pick = lambda xs: xs[rng.integers(len(xs))]
    name = lambda: f"{pick(['Đỗ', 'Hoàng', 'Vũ', 'Lý', 'Trương', 'Nguyễn'])} {pick(['Minh', 'Thị Hồng', 'Quốc', 'Gia'])} Mẫu"
    day = lambda a, b: f"{rng.integers(1, 29):02d}{rng.integers(1, 13):02d}{rng.integers(a, b)}"
    text = "|".join([
        f"0{rng.integers(1, 97):02d}{rng.integers(0, 4)}{rng.integers(0, 100):02d}{rng.integers(0, 10**6):06d}",
        f"{rng.integers(0, 10**9):09d}" if rng.random() < 0.5 else "", name(), day(1950, 2012), pick(["Nam", "Nữ"]),
        f"{pick(['Thôn', 'Tổ dân phố', 'Số nhà'])} {rng.integers(1, 90)}, {pick(['Phường Thí Dụ', 'Xã Mô Phỏng Đông'])}, "
        f"{pick(['Quận Bình Thạnh, TP. Hồ Chí Minh', 'Huyện Đông Anh, Hà Nội', 'Thành phố Huế, Thừa Thiên Huế'])}",
        day(2021, 2026)])
    if rng.random() < 0.4:
        text += f"||{rng.integers(0, 10**12):012d}|{name()}|{name()}"
    return text


def card(rng, text, px_mm):
    """Linear reflectance of a card."""
    w, h = int(85.6 * px_mm), int(54 * px_mm)
    yy, xx = np.mgrid[0:h, 0:w].astype(np.float32) / px_mm
    img = 0.62 + 0.05 * np.sin(xx * rng.uniform(1, 5) + 2 * np.sin(yy * rng.uniform(.3, 1.5)))
    img *= 1 - rng.uniform(.03, .16) * (np.sin(yy * rng.uniform(2, 7) + 1.5 * np.sin(xx * .6)) > .75)
    ink = np.zeros((h, w), np.uint8)
    for i in range(8):
        cv2.putText(ink, "CONG DAN MAU " * 2, (int(26 * px_mm), int((10 + 5 * i) * px_mm)), cv2.FONT_HERSHEY_DUPLEX,
                    .075 * px_mm, 255, max(1, int(.3 * px_mm)))
    img[ink > 127] = .1
    cv2.ellipse(ink, (int(13 * px_mm), int(30 * px_mm)), (int(6 * px_mm), int(9 * px_mm)), 0, 0, 360, 128, -1)
    img[ink == 128] = .25
    side = 18.0 if rng.random() < .5 else 11.0
    qr = segno.make(text, error="lmq"[rng.choice(3, p=[.4, .4, .2])], mode="byte", encoding="utf-8", eci=False, boost_error=False, micro=False)
    m = np.array(qr.matrix, np.uint8)
    n = len(m)
    s = int(round(side * px_mm))
    x0, y0 = int((85.6 - side - rng.uniform(3, 6)) * px_mm), int(rng.uniform(3, 9) * px_mm)
    q = int(2.5 * s / n)
    img[max(0, y0 - q):y0 + s + q, x0 - q:x0 + s + q] = np.maximum(img[max(0, y0 - q):y0 + s + q, x0 - q:x0 + s + q], .58)
    big = cv2.resize(m, (s, s), interpolation=cv2.INTER_NEAREST)
    patch = img[y0:y0 + s, x0:x0 + s]
    patch[big > 0] = rng.uniform(.02, .07)
    return img, (x0, y0, s, n, side)


def disc(r):
    n = int(np.ceil(r)) * 2 + 3
    y, x = np.mgrid[0:n, 0:n] - n // 2
    k = np.clip(r + .5 - np.hypot(x, y), 0, 1).astype(np.float32)
    return k / k.sum()


def trail(rng, length):
    """A curved hand motion as a kernel."""
    n = int(length) * 2 + 7
    k = np.zeros((n, n), np.float32)
    a, turn = rng.uniform(0, 6.28), rng.uniform(-1.2, 1.2)
    t = np.linspace(-.5, .5, 200)
    ang = a + turn * t
    x = np.cumsum(np.cos(ang)) * length / 200
    y = np.cumsum(np.sin(ang)) * length / 200
    for px, py in zip(x - x.mean() + n // 2, y - y.mean() + n // 2):
        ix, iy = int(px), int(py)
        fx, fy = px - ix, py - iy
        k[iy, ix] += (1 - fx) * (1 - fy); k[iy, ix + 1] += fx * (1 - fy)
        k[iy + 1, ix] += (1 - fx) * fy; k[iy + 1, ix + 1] += fx * fy
    return k / k.sum()


def shot(rng, cls):
    text = person(rng)
    if cls == "frame12":
        size, fill = (4000, 3000), rng.uniform(.18, .9)
        if rng.random() < .4:
            size, fill = (3264, 2448), rng.uniform(.22, .9)
    else:
        size, fill = ((1280, 960), rng.uniform(.75, 1.0)) if rng.random() < .5 else ((1600, 1200), rng.uniform(.65, 1.0))
    over = 1 if cls == "frame12" else 2
    px = size[0] * fill / 85.6 * over
    flat, (qx, qy, qs, n, side) = card(rng, text, px)
    module = qs / n / over
    if module < 1.9:  # below that nothing is asked of a reader here
        grow = 1.9 / module
        px *= grow
        flat, (qx, qy, qs, n, side) = card(rng, text, px)
        module = qs / n / over
    W, H = size[0] * over, size[1] * over
    h, w = flat.shape
    # Pose: small roll mostly, a tilt, the symbol kept inside the frame.
    roll = rng.normal(0, .15) if rng.random() < .75 else rng.uniform(0, 6.28)
    tx, ty = rng.normal(0, .18, 2)
    f = 1.2 * W
    rx = np.array([[1, 0, 0], [0, np.cos(tx), -np.sin(tx)], [0, np.sin(tx), np.cos(tx)]])
    ry = np.array([[np.cos(ty), 0, np.sin(ty)], [0, 1, 0], [-np.sin(ty), 0, np.cos(ty)]])
    rz = np.array([[np.cos(roll), -np.sin(roll), 0], [np.sin(roll), np.cos(roll), 0], [0, 0, 1]])
    R = rz @ ry @ rx
    P = np.array([[f, 0, W / 2], [0, f, H / 2], [0, 0, 1]]) @ np.column_stack([R[:, 0], R[:, 1], [0, 0, f]])
    M = P @ np.array([[1, 0, -w / 2], [0, 1, -h / 2], [0, 0, 1]])
    corners = cv2.perspectiveTransform(np.array([[[qx, qy], [qx + qs, qy], [qx + qs, qy + qs], [qx, qy + qs]]], np.float64), M)[0]
    lo, hi = corners.min(0), corners.max(0)
    pad = 10 * over
    shift = np.array([max(0, pad - lo[0]) - max(0, hi[0] + pad - W), max(0, pad - lo[1]) - max(0, hi[1] + pad - H)])
    M = np.array([[1, 0, shift[0]], [0, 1, shift[1]], [0, 0, 1]]) @ M
    corners += shift
    centre, radius = corners.mean(0), np.linalg.norm(corners[0] - corners[2]) / 2
    yy, xx = np.mgrid[0:H, 0:W].astype(np.float32)
    desk = (.12 + .1 * rng.random()) * (1 + .3 * np.sin(xx / rng.uniform(6, 60) + np.sin(yy / 31))) + .04
    mask = cv2.warpPerspective(np.ones_like(flat), M, (W, H))
    scene = cv2.warpPerspective(flat, M, (W, H), flags=cv2.INTER_AREA if over == 1 else cv2.INTER_LINEAR)
    scene = scene * mask + desk.astype(np.float32) * (1 - mask)
    # Light from one side.
    g = rng.uniform(0, 6.28)
    scene = scene * (1 + rng.uniform(0, .45) * ((np.cos(g) * (xx / W - .5) + np.sin(g) * (yy / H - .5)))).astype(np.float32)
    m = module * over  # pixels per module of the oversampled scene
    blur, photons, read = .35 * m * rng.uniform(.3, 1), rng.uniform(900, 3000), 1.5
    if cls == "hologram":
        for _ in range(rng.integers(4, 14)):
            cx, cy = centre + rng.normal(0, .6, 2) * radius
            a, b = rng.uniform(.03, .22, 2) * radius
            t = rng.uniform(0, 3.14)
            u, v = (xx - cx) * np.cos(t) + (yy - cy) * np.sin(t), -(xx - cx) * np.sin(t) + (yy - cy) * np.cos(t)
            scene = scene + rng.uniform(.15, 1.1) * np.exp(-(u / a) ** 2 - (v / b) ** 2)
    if cls == "sleeve":
        scene = scene * rng.uniform(.55, .8) + rng.uniform(.1, .35)
        for _ in range(rng.integers(1, 4)):
            a = rng.uniform(0, 3.14); c = centre + rng.normal(0, .8, 2) * radius
            d = (xx - c[0]) * np.sin(a) - (yy - c[1]) * np.cos(a)
            scene = scene + rng.uniform(.1, .5) * np.exp(-(d / (rng.uniform(.02, .1) * radius)) ** 2)
        blur += .3 * m
    if cls == "finger":
        corner = corners[rng.integers(4)]
        inward = centre - corner
        tip = corner + inward * rng.uniform(-.12, .12)
        out = -inward / np.linalg.norm(inward)
        width = rng.uniform(.25, .5) * radius
        along = (xx - tip[0]) * out[0] + (yy - tip[1]) * out[1]
        across = np.abs(-(xx - tip[0]) * out[1] + (yy - tip[1]) * out[0])
        inside = (along > 0) & (across < width) | (np.hypot(xx - tip[0] - out[0] * width, yy - tip[1] - out[1] * width) < width)
        scene = np.where(inside, .3, scene)
    if cls == "screen":
        p = rng.uniform(2.1, 3.9) * over
        a = rng.normal(0, .06)
        u, v = xx * np.cos(a) + yy * np.sin(a), -xx * np.sin(a) + yy * np.cos(a)
        scene = scene * (1 + rng.uniform(.15, .45) * np.sin(2 * np.pi * u / p) * (1 + .5 * np.sin(2 * np.pi * v / p)))
        scene = scene * .9 + .06
    if cls == "bokeh":
        blur = m * rng.uniform(.5, 1.25)
    if cls == "lowlight":
        photons, read = rng.uniform(25, 160), rng.uniform(2, 5)
    if cls == "shake":
        scene = cv2.filter2D(scene.astype(np.float32), -1, trail(rng, m * rng.uniform(.8, 2.4)))
    if cls == "rolling":
        amp, per = m * rng.uniform(.5, 3), H / rng.uniform(.7, 3)
        dx = amp * np.sin(yy / per * 2 * np.pi + rng.uniform(0, 6.28)) + rng.uniform(-.05, .05) * (yy - H / 2)
        scene = cv2.remap(scene.astype(np.float32), xx + dx.astype(np.float32), yy, cv2.INTER_LINEAR, borderMode=cv2.BORDER_REPLICATE)
    scene = cv2.filter2D(scene.astype(np.float32), -1, disc(max(blur, .6)))
    if over == 2:
        scene = cv2.resize(scene, size, interpolation=cv2.INTER_AREA)
    gain = rng.uniform(.75, 1.25)
    e = np.clip(scene * gain, 0, None) * photons
    e = rng.poisson(e).astype(np.float32) + rng.normal(0, read, e.shape).astype(np.float32)
    v = np.clip(e / photons, 0, 1) ** (1 / 2.2) * 255
    if rng.random() < .5:  # the phone sharpens
        v = v + rng.uniform(.2, .8) * (v - cv2.GaussianBlur(v, (0, 0), 1.2))
    if cls == "lowlight":  # and smears noise
        v = cv2.bilateralFilter(np.clip(v, 0, 255).astype(np.float32), 5, rng.uniform(15, 50), 2)
    img = np.clip(v + .5, 0, 255).astype(np.uint8)
    jpeg = lambda im, q: cv2.imdecode(cv2.imencode(".jpg", im, [cv2.IMWRITE_JPEG_QUALITY, int(q)])[1], 0)
    img = jpeg(img, rng.uniform(75, 95))
    if cls == "messenger":
        k = max(rng.uniform(.55, .95), 1.7 / module)
        k = min(k, 1.0)
        img = cv2.resize(img, None, fx=k, fy=k, interpolation=cv2.INTER_AREA)
        img = jpeg(jpeg(img, rng.uniform(25, 60)), rng.uniform(30, 70))
    return img, text, module


def main():
    seed, out, per = int(sys.argv[1]), sys.argv[2], int(sys.argv[3])
    os.makedirs(out, exist_ok=True)
    with open(f"{out}/truth.tsv", "w", encoding="utf-8") as truth:
        for ci, cls in enumerate(CLASSES):
            for i in range(per):
                img, text, module = shot(np.random.default_rng([seed, ci, i]), cls)
                name = f"{cls}-{i:03d}.pgm"
                with open(f"{out}/{name}", "wb") as f:
                    f.write(b"P5\n%d %d\n255\n" % (img.shape[1], img.shape[0]) + img.tobytes())
                truth.write(f"{name}\t{cls}\t{text}\t{module:.2f}\n")


main()
