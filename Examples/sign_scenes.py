"""Pictures of a road sign by the road, drawn as a camera would take them: light, weather, distance, blur, things in front.
Needs numpy and Pillow.

Light is added up in linear units, passes the air, the lens and the sensor, and ends as 8-bit sRGB. Every picture has a
seed of its own, so that any of them can be drawn alone.
"""

import numpy as np
from PIL import Image, ImageDraw, ImageFilter

from sign_faces import FACES, face

SIDE = 84           # pixels of a finished picture
OVER = 2            # drawn this much larger
W = SIDE * OVER

# How often each thing is drawn, unless said otherwise.
SHARES = {
    "light": {"day": 0.63, "dusk": 0.23, "night": 0.14},
    "weather": {"clear": 0.60, "rain": 0.25, "fog": 0.15},
    "distance": {"near": 0.35, "middle": 0.40, "far": 0.25},
    "blur": {"none": 0.65, "motion": 0.20, "defocus": 0.15},
    "occlusion": {"none": 0.72, "partial": 0.20, "strong": 0.08},
    "site": {"A": 0.30, "B": 0.30, "C": 0.22, "D": 0.18},
}
CIRCUMSTANCES = list(SHARES)

# Widths of the sign in pixels of the finished picture, and how far away that is for the air, in visibility lengths.
SIZES = {"near": (49, 63), "middle": (32, 44), "far": (19, 26)}
DEPTHS = {"near": 0.35, "middle": 0.75, "far": 1.35}


def linear(rgb):
    return (np.asarray(rgb, np.float32) / 255) ** 2.2


def drawn_circumstances(rng, shares=None):
    """What a picture shows beside its sign: a value of each of `SHARES`, or of the `shares` given in its place."""
    values = {}
    for name, usual in SHARES.items():
        chances = (shares or {}).get(name, usual)
        values[name] = str(rng.choice(list(chances), p=np.array(list(chances.values())) / sum(chances.values())))
    return values


WARM = np.array([1.0, 0.95, 0.84], np.float32)      # headlights
AMBER = np.array([1.0, 0.62, 0.20], np.float32)     # lamps of a town


# The sky and what stands below it.

SKIES = {   # at the top, half way, at the horizon
    "day": [(52, 112, 196), (116, 168, 222), (204, 224, 236)],
    "dusk": [(40, 48, 108), (142, 92, 128), (248, 160, 92)],
    "night": [(6, 9, 22), (12, 17, 36), (26, 32, 54)],
}
GREYS = {"day": (176, 182, 188), "dusk": (118, 104, 112), "night": (22, 25, 34)}
AMBIENT = {"day": (0.92, 0.95, 1.0), "dusk": (0.30, 0.24, 0.26), "night": (0.016, 0.019, 0.030)}
SUN = {"day": (1.0, 0.94, 0.82), "dusk": (0.34, 0.18, 0.09), "night": (0, 0, 0)}


def sky(rng, light, weather, horizon):
    """Radiance of the sky, linear, W x W x 3."""
    stops = linear(SKIES[light])
    grey = linear(GREYS[light])
    stops = stops * (1 - CLOUDED[weather]) + grey * CLOUDED[weather]
    rows = np.clip(np.arange(W) / max(horizon, 1), 0, 1)
    gradient = np.stack([np.interp(rows, [0, 0.55, 1], stops[:, k]) for k in range(3)], 1)
    picture = np.repeat(gradient[:, None], W, 1).astype(np.float32)
    clouds = Image.new("L", (W, W), 0)
    pen = ImageDraw.Draw(clouds)
    for _ in range(int(rng.integers(2, 6))):
        x, y = rng.uniform(-20, W), rng.uniform(0, horizon * 0.8)
        for _ in range(7):
            r = rng.uniform(8, 24)
            dx, dy = rng.uniform(-34, 34), rng.uniform(-6, 6)
            pen.ellipse([x + dx - r * 1.5, y + dy - r * 0.5, x + dx + r * 1.5, y + dy + r * 0.5], fill=int(rng.integers(90, 220)))
    cover = np.asarray(clouds.filter(ImageFilter.GaussianBlur(7)), np.float32)[..., None] / 255
    tone = linear({"day": (252, 252, 250), "dusk": (255, 170, 130), "night": (24, 28, 42)}[light])
    if weather == "rain":
        tone = grey * 0.62
    return picture * (1 - 0.8 * cover) + tone * 0.8 * cover


CLOUDED = {"clear": 0.0, "rain": 0.85, "fog": 0.95}


def hills(pen, rng, base, height, colour):
    x = np.linspace(-10, W + 10, 40)
    y = base - height * (0.55 + 0.3 * np.sin(x / rng.uniform(26, 50) + rng.uniform(0, 6))
                         + 0.15 * np.sin(x / 13 + rng.uniform(0, 6)))
    pen.polygon([(-10, W)] + list(zip(x, y)) + [(W + 10, W)], fill=colour)


def conifer(pen, x, base, height, colour):
    for k in range(4):
        top = base - height * (1 - 0.22 * k)
        half = height * (0.10 + 0.055 * k)
        pen.polygon([(x, top), (x + half, top + height * 0.36), (x - half, top + height * 0.36)], fill=colour)


def shade(colour, factor):
    return tuple(int(min(255, v * factor)) for v in colour)


def road(pen, rng, horizon, verge):
    pen.rectangle([0, horizon, W, W], fill=verge)
    vanish = rng.uniform(0.15, 0.85) * W
    left, right = vanish - rng.uniform(0.5, 1.2) * W, vanish + rng.uniform(0.5, 1.2) * W
    pen.polygon([(vanish - 2, horizon), (vanish + 2, horizon), (right, W), (left, W)], fill=(92, 94, 98))
    for edge in (left + 8, right - 8):
        pen.line([(vanish, horizon), (edge, W)], fill=(214, 214, 208), width=2)
    for start in (0.12, 0.32, 0.62):
        y0, y1 = horizon + (W - horizon) * start, horizon + (W - horizon) * start * 1.45
        x = lambda y: vanish + ((left + right) / 2 - vanish) * (y - horizon) / max(W - horizon, 1)
        pen.line([(x(y0), y0), (x(y1), y1)], fill=(222, 222, 214), width=2)


def motorway(pen, glow, rng, horizon, is_dark):
    hills(pen, rng, horizon + 4, 34, (98, 124, 142))
    hills(pen, rng, horizon + 4, 20, (82, 116, 84))
    road(pen, rng, horizon, (96, 128, 72))
    for y, width in ((horizon + 10, 3), (horizon + 18, 4)):
        pen.line([(0, y + rng.uniform(0, 4)), (W, y)], fill=(168, 172, 176), width=width)
    for _ in range(int(rng.integers(1, 5))):
        x, y, gap = rng.uniform(0, W), horizon + rng.uniform(2, 12), rng.uniform(3, 8)
        colour, strength = (((255, 250, 235), 5.0), ((255, 30, 16), 2.0))[int(rng.integers(2))]
        for dx in (0, gap):
            glow.append((x + dx, y, rng.uniform(1.2, 2.6), colour, strength if is_dark else 0.6))


WALLS = (196, 164, 122), (172, 106, 86), (206, 196, 178), (142, 158, 172), (186, 142, 110), (122, 112, 108)


def town(pen, glow, rng, horizon, is_dark):
    x = -float(rng.uniform(0, 20))
    while x < W:
        width, height = rng.uniform(24, 52), rng.uniform(50, 120)
        wall = WALLS[int(rng.integers(len(WALLS)))]
        top = horizon + 6 - height
        pen.rectangle([x, top, x + width, horizon + 8], fill=wall)
        pen.polygon([(x - 2, top), (x + width / 2, top - rng.uniform(6, 20)), (x + width + 2, top)],
                    fill=shade((110, 66, 58), rng.uniform(0.7, 1.2)))
        for wy in np.arange(top + 7, horizon - 2, 13):
            for wx in np.arange(x + 5, x + width - 7, 10):
                is_lit = rng.random() < 0.4
                box = [wx, wy, wx + 5, wy + 7]
                pen.rectangle(box, fill=(64, 76, 90))
                if is_dark and is_lit:
                    glow.append((wx + 2.5, wy + 3.5, 3.0, ((255, 196, 110), (255, 224, 168))[int(rng.integers(2))], 0.55))
        x += width + (rng.uniform(0, 10) if rng.random() < 0.3 else 0)
    road(pen, rng, horizon + 8, (150, 146, 140))
    for _ in range(int(rng.integers(1, 3))):
        x, top = rng.uniform(0, W), horizon - rng.uniform(50, 100)
        pen.line([(x, horizon + 14), (x, top)], fill=(70, 74, 78), width=3)
        pen.line([(x, top), (x + 14, top - 3)], fill=(70, 74, 78), width=2)
        if is_dark:
            glow.append((x + 14, top, 3.4, (255, 190, 96), 6.0))


def forest(pen, glow, rng, horizon, is_dark):
    for layer, (colour, tall) in enumerate((((92, 128, 112), 74), ((58, 98, 70), 96), ((36, 70, 46), 128))):
        for _ in range(13 - 3 * layer):
            conifer(pen, rng.uniform(-10, W + 10), horizon + 6 + 4 * layer, tall * rng.uniform(0.6, 1.1),
                    shade(colour, rng.uniform(0.85, 1.15)))
    road(pen, rng, horizon + 8, (84, 104, 58))
    if is_dark and rng.random() < 0.4:
        x = rng.uniform(0, W)
        for dx in (0, 6):
            glow.append((x + dx, horizon + 6, 2.0, (255, 250, 235), 4.0))


def coast(pen, glow, rng, horizon, is_dark):
    pen.rectangle([0, horizon - 6, W, W], fill=(58, 110, 138))
    for _ in range(26):
        x, y = rng.uniform(0, W), rng.uniform(horizon - 4, horizon + 26)
        pen.line([(x, y), (x + rng.uniform(6, 22), y)], fill=(112, 156, 176), width=1)
    x = rng.uniform(-30, W - 30)
    pen.polygon([(x, horizon - 5), (x + 24, horizon - 16), (x + 52, horizon - 12), (x + 92, horizon - 5)], fill=(104, 118, 122))
    x = rng.uniform(10, W - 10)
    for k in range(6):
        pen.polygon([(x - 5 + k * 0.3, horizon - 8 - 9 * k), (x + 5 - k * 0.3, horizon - 8 - 9 * k),
                     (x + 5 - (k + 1) * 0.3, horizon - 17 - 9 * k), (x - 5 + (k + 1) * 0.3, horizon - 17 - 9 * k)],
                    fill=((232, 230, 224), (196, 52, 44))[k % 2])
    glow.append((x, horizon - 66, 3.0, (255, 240, 200), 6.0 if is_dark else 0.8))
    for _ in range(int(rng.integers(1, 4))):
        s = rng.uniform(6, 14)
        sx = rng.uniform(0, W)
        pen.polygon([(sx, horizon - 2), (sx, horizon - 2 - 2 * s), (sx + s, horizon - 3)], fill=(236, 234, 226))
    road(pen, rng, horizon + 24, (188, 176, 142))
    for x in np.arange(rng.uniform(-16, 0), W, 22):
        pen.line([(x, horizon + 34), (x, horizon + 18)], fill=(226, 226, 222), width=3)
    pen.line([(0, horizon + 20), (W, horizon + 20)], fill=(226, 226, 222), width=2)


SITES = {"A": motorway, "B": town, "C": forest, "D": coast}


def background(rng, seen):
    """Radiance behind the sign, and lamps (x, y, radius, colour, strength)."""
    light, weather = seen["light"], seen["weather"]
    horizon = int(W * rng.uniform(0.58, 0.80))
    above = sky(rng, light, weather, horizon)
    solid = Image.new("RGBA", (W, W), (0, 0, 0, 0))
    glow = []
    SITES[seen["site"]](ImageDraw.Draw(solid), glow, rng, horizon, light != "day")
    solid = np.asarray(solid.filter(ImageFilter.GaussianBlur(rng.uniform(0.8, 2.0))), np.float32)
    cover = solid[..., 3:] / 255
    albedo = (solid[..., :3] / 255 / np.maximum(cover, 1e-3)).clip(0, 1) ** 2.2
    ambient = np.array(AMBIENT[light], np.float32) * (1.0 if weather == "clear" else 0.72)
    sun = np.array(SUN[light], np.float32) * (0.55 if weather == "clear" else 0.0)
    return above * (1 - cover) + albedo * (ambient * 0.8 + sun) * cover, glow


# The sign.

def placed(rng, name, style, seen):
    """The sign's colours and coverage on the canvas, with where it is: centre x, y and radius."""
    low, high = SIZES[seen["distance"]]
    width = rng.uniform(low, high) * OVER
    reach = max(2.0, (W - width) / 2 - 6)
    x = W / 2 + rng.uniform(-1, 1) * min(reach, 16 * OVER)
    y = W / 2 + rng.uniform(-1, 0.7) * min(reach, 14 * OVER)
    colour, coverage = face(name, style)
    rgba = Image.fromarray((np.dstack([colour * coverage[..., None], coverage]) * 255 + 0.5).astype(np.uint8), "RGBA")
    small = max(24, int(width * 1.5))
    rgba = rgba.resize((small, small), Image.LANCZOS)
    yaw, roll = np.radians(rng.normal(0, 16)), np.radians(rng.normal(0, 3.5))
    squeeze, lean = np.cos(yaw), 0.16 * np.sin(yaw)
    corners = []
    for u, v in ((-1, -1), (1, -1), (1, 1), (-1, 1)):
        px, py = u * squeeze, v * (1 + lean * u)
        corners.append((x + width / 2 * (px * np.cos(roll) - py * np.sin(roll)),
                        y + width / 2 * (px * np.sin(roll) + py * np.cos(roll))))
    rows, right = [], []
    for (sx, sy), (tx, ty) in zip(((0, 0), (small, 0), (small, small), (0, small)), corners):
        rows += [[tx, ty, 1, 0, 0, 0, -sx * tx, -sx * ty], [0, 0, 0, tx, ty, 1, -sy * tx, -sy * ty]]
        right += [sx, sy]
    warped = rgba.transform((W, W), Image.PERSPECTIVE, np.linalg.solve(np.array(rows), np.array(right)), Image.BICUBIC)
    pixels = np.asarray(warped, np.float32) / 255
    coverage = pixels[..., 3:]
    return (pixels[..., :3] / np.maximum(coverage, 1e-3)).clip(0, 1), coverage, (x, y, width / 2)


def speckle(rng, cells):
    """Smooth noise 0...1 with so many cells a side."""
    grid = Image.fromarray((rng.random((cells, cells)) * 255).astype(np.uint8))
    return np.asarray(grid.resize((W, W), Image.BICUBIC), np.float32)[..., None] / 255


def in_front(rng, seen, centre):
    """Colours and coverage of what hides part of the sign."""
    x, y, r = centre
    layer = Image.new("RGBA", (W, W), (0, 0, 0, 0))
    pen = ImageDraw.Draw(layer)
    share = {"partial": rng.uniform(0.16, 0.30), "strong": rng.uniform(0.38, 0.52)}[seen["occlusion"]]
    side = rng.uniform(0, 2 * np.pi)
    if seen["site"] == "C" or (seen["site"] in "AD" and rng.random() < 0.5):
        # A branch: leaves from one side, as far in as the share of the sign that they hide.
        for _ in range(int(60 + 260 * share)):
            along, across = r * (1.25 - 2.3 * share * rng.random() ** 0.8), r * rng.normal(0, 0.62)
            px, py = x + along * np.cos(side) - across * np.sin(side), y + along * np.sin(side) + across * np.cos(side)
            size, turn = max(2.0, r * rng.uniform(0.07, 0.15)), rng.uniform(0, np.pi)
            tip = (size * np.cos(turn), size * np.sin(turn))
            wing = (-tip[1] * 0.45, tip[0] * 0.45)
            green = shade(((86, 124, 52), (62, 100, 44), (118, 140, 60))[int(rng.integers(3))], rng.uniform(0.75, 1.2))
            pen.polygon([(px - tip[0], py - tip[1]), (px + wing[0], py + wing[1]), (px + tip[0], py + tip[1]),
                         (px - wing[0], py - wing[1])], fill=green)
    elif seen["site"] == "B" or rng.random() < 0.5:
        # A van or a post before it.
        if rng.random() < 0.6:
            edge = x + (r - 2 * r * share) * (1 if np.cos(side) > 0 else -1)
            colour = ((222, 224, 224), (58, 70, 92), (150, 40, 40), (66, 68, 70))[int(rng.integers(4))]
            top = y - r * rng.uniform(0.2, 0.9)
            box = [edge, top, W + 40, W + 40] if np.cos(side) > 0 else [-40, top, edge, W + 40]
            pen.rounded_rectangle(box, radius=7, fill=colour)
            pen.rounded_rectangle([box[0] + 6, box[1] + 5, box[2] - 6, box[1] + 5 + r * 0.5], radius=4, fill=shade(colour, 0.45))
        else:
            px = x + rng.uniform(-0.4, 0.4) * r
            pen.rectangle([px - r * share * 0.8, -2, px + r * share * 0.8, W], fill=(96, 100, 104))
    else:
        # Mud or wet snow thrown up on the face.
        colour = ((108, 88, 66), (232, 236, 240))[int(rng.integers(2))]
        for _ in range(int(60 + 300 * share)):
            px, py = x + r * rng.normal(0, 0.5), y + r * (0.9 - 1.7 * share * rng.random() ** 0.7)
            size = r * rng.uniform(0.02, 0.05 + 0.10 * rng.random())
            pen.ellipse([px - size, py - size * 0.8, px + size, py + size * 0.8], fill=shade(colour, rng.uniform(0.85, 1.05)))
    pixels = np.asarray(layer.filter(ImageFilter.GaussianBlur(0.8)), np.float32) / 255
    coverage = pixels[..., 3:]
    return (pixels[..., :3] / np.maximum(coverage, 1e-3)).clip(0, 1), coverage


# Air, lens, sensor.

def spread(radiance, kernel):
    """Convolves each channel, the edge repeated."""
    pad = 24
    wide = np.pad(radiance, ((pad, pad), (pad, pad), (0, 0)), mode="edge")
    size = wide.shape[0]
    frame = np.zeros((size, size), np.float32)
    k = kernel.shape[0]
    frame[:k, :k] = kernel
    frame = np.roll(frame, (-(k // 2), -(k // 2)), (0, 1))
    turned = np.fft.rfft2(wide, axes=(0, 1)) * np.fft.rfft2(frame)[..., None]
    return np.fft.irfft2(turned, s=(size, size), axes=(0, 1))[pad:-pad, pad:-pad].astype(np.float32)


def lens(rng, seen):
    """How a point of light is spread: by movement or defocus, with a halo that grows in rain and fog."""
    y, x = np.mgrid[-32:33, -32:33].astype(np.float32)
    gauss = lambda sigma: np.exp(-(x ** 2 + y ** 2) / (2 * sigma ** 2)) / np.exp(-(x ** 2 + y ** 2) / (2 * sigma ** 2)).sum()
    core = gauss({"A": 0.7, "B": 0.7, "C": 0.7, "D": 1.1}[seen["site"]])
    if seen["blur"] == "motion":
        length, angle = rng.uniform(7, 14), rng.normal(0, 0.35)
        along, across = x * np.cos(angle) + y * np.sin(angle), -x * np.sin(angle) + y * np.cos(angle)
        core = np.exp(-across ** 2 / 1.4) * (np.abs(along) <= length / 2)
    elif seen["blur"] == "defocus":
        radius = rng.uniform(2.6, 4.6)
        core = np.clip(radius + 0.5 - np.hypot(x, y), 0, 1)
    halo = {"clear": 0.03, "rain": 0.07, "fog": 0.12}[seen["weather"]]
    return (core / core.sum()) * (1 - halo) + halo * (0.5 * gauss(4) + 0.5 * gauss(12))


def rain(rng, radiance, level):
    """Streaks of falling drops, and drops on the glass that bend the picture."""
    layer = Image.new("L", (W, W), 0)
    pen = ImageDraw.Draw(layer)
    slant = rng.normal(0, 0.18)
    for _ in range(int(rng.integers(60, 130))):
        x, y, length = rng.uniform(-10, W + 10), rng.uniform(-20, W), rng.uniform(8, 26)
        pen.line([(x, y), (x + slant * length, y + length)], fill=int(rng.integers(50, 170)), width=1)
    streaks = np.asarray(layer.filter(ImageFilter.GaussianBlur(0.6)), np.float32)[..., None] / 255
    wet = radiance * (1 - 0.35 * streaks) + streaks * level * 0.42
    for _ in range(int(rng.integers(1, 6))):
        x, y, r = rng.uniform(8, W - 8), rng.uniform(8, W - 8), rng.uniform(4, 11)
        ys, xs = np.mgrid[max(0, int(y - r)):min(W, int(y + r) + 1), max(0, int(x - r)):min(W, int(x + r) + 1)]
        d = np.hypot(xs - x, ys - y) / r
        inside = np.clip((1 - d) * r / 1.5, 0, 1)[..., None] * 0.85
        sy, sx = np.clip((y - (ys - y) * 2.2).astype(int), 0, W - 1), np.clip((x - (xs - x) * 2.2).astype(int), 0, W - 1)
        bent = wet[sy, sx] * (1.0 + 0.35 * (-(ys - y) / r))[..., None]
        wet[ys, xs] = wet[ys, xs] * (1 - inside) + bent * inside
    return wet


# What the sensor adds (read and shot noise), how much darker the corners are, and the cast of its colours.
CAMERAS = {"front": (0.0065, 0.0003, 0.10, (1.0, 1.0, 1.0)), "roof": (0.0085, 0.0005, 0.34, (1.05, 1.0, 0.90))}


def picture(seed, name, seen, style="north", camera="front"):
    """A picture of the sign `name`, SIDE x SIDE x 3 bytes. `seen`: a value of each of `CIRCUMSTANCES`."""
    rng = np.random.default_rng(seed)
    light, weather = seen["light"], seen["weather"]
    radiance, glow = background(rng, seen)
    colour, coverage, (x, y, r) = placed(rng, name, style, seen)
    ambient = np.array(AMBIENT[light], np.float32) * (1.0 if weather == "clear" else 0.75)
    sun = np.array(SUN[light], np.float32) * (rng.uniform(0.0, 0.6) if weather == "clear" else 0.0)
    ys, xs = np.mgrid[0:W, 0:W].astype(np.float32)
    # Headlights are returned by the face, the nearer the more; dipped ones reach it little, full ones can burn it out.
    # The lamps of the town are amber.
    beam = {"day": 0.0, "dusk": 0.22, "night": 0.13}[light] * float(np.exp(rng.normal(0, 0.9)))
    beam *= {"near": 1.25, "middle": 0.8, "far": 0.42}[seen["distance"]]
    if light == "night" and rng.random() < 0.15:
        beam *= 14
    off = (xs - x - rng.uniform(-0.6, 0.6) * r) ** 2 + (ys - y - rng.uniform(-0.2, 0.9) * r) ** 2
    spot = np.exp(-off / (2 * (rng.uniform(0.8, 1.8) * r) ** 2))[..., None]
    lamp = 0.09 if light == "night" and seen["site"] == "B" else 0.0
    shading = 1 + 0.14 * ((xs - x) * float(np.cos(rng.uniform(0, 6.28))) - (ys - y))[..., None] / (2 * r)
    lit = (ambient + sun * shading) * shading.clip(0.6, 1.3) + beam * spot * WARM + lamp * AMBER
    if weather == "clear" and light == "day" and seen["site"] == "C":
        lit = lit * np.where(speckle(rng, 9) > 0.52, 1.0, 0.42 + 0.3 * speckle(rng, 20))
    worn = rng.beta(1.4, 7)
    albedo = colour ** 2.2
    albedo = albedo * (1 - worn) + albedo.mean(-1, keepdims=True) * worn
    albedo = albedo * (1 - 0.30 * rng.random() * speckle(rng, 14) ** 2)
    # The pole first, the face over it.
    half = max(1.5, 0.055 * r)
    pole = ((np.abs(xs - x) < half) & (ys > y))[..., None]
    tube = 0.28 + 0.34 * np.clip(1 - np.abs((xs - x + half * 0.4) / half), 0, 1)[..., None]
    thickness = float(np.exp(-DEPTHS[seen["distance"]] * {"clear": 0.03, "rain": 0.22, "fog": rng.uniform(0.9, 1.5)}[weather]))
    air = linear(GREYS[light])
    if weather == "fog":
        air = air * (1.35 if light == "night" else 1.0) + 0.025 * WARM * beam
    behind = thickness ** (2.6 if weather == "fog" else 2.0)
    radiance = radiance * behind + air * (1 - behind)
    radiance = np.where(pole, (tube * (ambient + sun * 0.6) + 0.05 * beam) * thickness + air * (1 - thickness), radiance)
    rim = np.roll(coverage, (2, 2), (0, 1)) * (1 - coverage) * (0.25 if light == "day" else 0)
    radiance = radiance * (1 - rim)
    radiance = radiance * (1 - coverage) + (albedo * lit * thickness + air * (1 - thickness)) * coverage
    if seen["occlusion"] != "none":
        colour, cover = in_front(rng, seen, (x, y, r))
        near = colour ** 2.2 * (ambient * 0.85 + sun * 0.5 + 0.10 * beam)
        radiance = radiance * (1 - cover) + near * cover
    for gx, gy, size, tint, strength in glow:
        disc = np.clip(size + 0.5 - np.hypot(xs - gx, ys - gy), 0, 1)[..., None]
        # Lamps are behind the sign, and fog dims them.
        radiance = radiance + disc * linear(tint) * strength * behind ** 0.5 * (1 - coverage)
    if weather == "rain":
        radiance = rain(rng, radiance, 0.5 * float(radiance.mean()) + 0.6 * linear(GREYS[light]).mean())
    radiance = spread(radiance, lens(rng, seen)).clip(0)
    small = radiance.reshape(SIDE, OVER, SIDE, OVER, 3).mean((1, 3))
    # The camera exposes for the brighter parts, as far as its gain goes; what it gains it gains in noise too.
    bright = float(np.percentile(small.mean(-1), 80))
    gain = min(0.62 / max(bright, 1e-3), {"day": 2.0, "dusk": 3.0, "night": 4.5}[light]) * float(np.exp(rng.normal(0, 0.14)))
    read, shot, corners, tint = CAMERAS[camera]
    v = np.linspace(-1, 1, SIDE, dtype=np.float32) ** 2
    small = small * (1 - corners * (v[:, None] + v) / 2)[..., None] * np.float32(tint)
    noise = rng.normal(size=small.shape).astype(np.float32) * np.sqrt(read ** 2 + shot * small) * gain
    exposed = np.maximum(small * gain + noise, 0)
    curve = exposed * (1 + exposed / 6.0) / (1 + exposed * 0.78)
    cast = np.float32({"A": (1, 1, 1), "B": (1.02, 1.0, 0.97), "C": (0.97, 1.01, 0.98), "D": (0.97, 1.0, 1.04)}[seen["site"]])
    return (np.clip(curve * cast, 0, 1) ** (1 / 2.2) * 255 + 0.5).astype(np.uint8)
