"""The faces of sixteen road signs of two made-up countries, drawn from shapes. Needs numpy and Pillow.

A face is drawn in coordinates from -1 to 1, y downwards, on a large canvas and reduced, so that every edge is smooth.
`face(name, style)` gives its colours and its coverage; `FACES` lists the names in the order of the classes.
"""

from functools import lru_cache

import numpy as np
from PIL import Image, ImageDraw

FACES = ["halt", "give way", "no entry", "limit 30", "limit 50", "limit 80", "no lorries", "priority road", "keep right",
         "turn left", "cycles", "crossing", "deer", "slippery", "railway", "parking"]

SIDE = 256      # pixels of a finished face
OVER = 4        # how many times larger it is drawn

# Colours as 8-bit sRGB.
STYLES = {
    "north": {"red": (196, 18, 48), "blue": (10, 78, 162), "pale": (248, 246, 238), "warm": (255, 205, 50),
              "ink": (24, 26, 32), "white": (248, 248, 246), "gold": (255, 190, 20), "edge": (120, 12, 30)},
    "south": {"red": (224, 84, 20), "blue": (0, 118, 92), "pale": (255, 236, 178), "warm": (250, 250, 244),
              "ink": (30, 34, 70), "white": (252, 250, 240), "gold": (250, 214, 40), "edge": (150, 50, 10)},
}


class Pen:
    """Draws in face coordinates on a canvas of SIDE * OVER pixels."""

    def __init__(self):
        self.size = SIDE * OVER
        self.image = Image.new("RGBA", (self.size, self.size), (0, 0, 0, 0))
        self.draw = ImageDraw.Draw(self.image)

    def at(self, points):
        return [((x + 1.04) * self.size / 2.08, (y + 1.04) * self.size / 2.08) for x, y in points]

    def length(self, value):
        return value * self.size / 2.08

    def polygon(self, points, fill):
        self.draw.polygon(self.at(points), fill=fill)

    def rounded(self, points, radius, fill):
        """A polygon whose corners are rounded: everything within `radius` of it."""
        self.polygon(points, fill)
        self.stroke(list(points) + [points[0]], 2 * radius, fill)

    def disc(self, x, y, radius, fill):
        self.draw.ellipse(self.at([(x - radius, y - radius), (x + radius, y + radius)]), fill=fill)

    def ring(self, x, y, radius, width, fill):
        self.draw.ellipse(self.at([(x - radius, y - radius), (x + radius, y + radius)]), outline=fill,
                          width=round(self.length(width)))

    def stroke(self, points, width, fill):
        """A line with round ends and joints."""
        self.draw.line(self.at(points), fill=fill, width=max(1, round(self.length(width))))
        for x, y in points:
            self.disc(x, y, width / 2, fill)

    def curve(self, points, width, fill):
        self.stroke(smooth(points, closed=False), width, fill)

    def blob(self, points, fill):
        """A closed smooth outline."""
        self.polygon(smooth(points, closed=True), fill)

    def done(self):
        return self.image.reduce(OVER)


def smooth(points, closed, steps=12):
    """Points of a Catmull-Rom spline through `points`."""
    points = np.array(points, float)
    if closed:
        padded = np.concatenate([points[-1:], points, points[:2]])
    else:
        padded = np.concatenate([points[:1], points, points[-1:]])
    t = np.linspace(0, 1, steps, endpoint=False)[:, None]
    curve = []
    for a, b, c, d in zip(padded, padded[1:], padded[2:], padded[3:]):
        curve.append(0.5 * (2 * b + (c - a) * t + (2 * a - 5 * b + 4 * c - d) * t ** 2 + (3 * b - a - 3 * c + d) * t ** 3))
    if not closed:
        curve.append(points[-1:])
    return [tuple(p) for p in np.concatenate(curve)]


def arc(x, y, radius, start, end, steps=24):
    """Points on a circle, angles in degrees, clockwise from the right."""
    angles = np.radians(np.linspace(start, end, steps))
    return [(x + radius * np.cos(a), y + radius * np.sin(a)) for a in angles]


def regular(corners, radius, turn=0.0):
    return [(radius * np.sin(2 * np.pi * k / corners + turn), -radius * np.cos(2 * np.pi * k / corners + turn))
            for k in range(corners)]


# Boards.

def octagon(pen, c):
    for radius, colour in ((0.96, c["white"]), (0.90, c["red"])):
        pen.rounded(regular(8, radius * 1.03, np.pi / 8), 0.03, colour)


def triangle(pen, c, up=True, face="warm"):
    turn = 1 if up else -1
    shape = lambda s: [(0, -0.86 * s * turn), (0.90 * s, 0.66 * s * turn), (-0.90 * s, 0.66 * s * turn)]
    pen.rounded([(x, y + 0.06 * turn) for x, y in shape(0.92)], 0.13, c["white"])
    pen.rounded([(x, y + 0.06 * turn) for x, y in shape(0.92)], 0.10, c["red"])
    pen.rounded([(x, y + 0.085 * turn) for x, y in shape(0.70)], 0.06, c[face])


def diamond(pen, c, face, border):
    pen.rounded(regular(4, 0.90), 0.09, c["white"])
    pen.rounded(regular(4, 0.86), 0.07, c[border])
    pen.rounded(regular(4, 0.70), 0.05, c[face])


def prohibited(pen, c):
    pen.disc(0, 0, 1.0, c["white"])
    pen.disc(0, 0, 0.97, c["red"])
    pen.disc(0, 0, 0.72, c["pale"])


def mandatory(pen, c, style):
    if style == "north":
        pen.disc(0, 0, 1.0, c["white"])
        pen.disc(0, 0, 0.95, c["blue"])
    else:
        pen.rounded([(-0.8, -0.8), (0.8, -0.8), (0.8, 0.8), (-0.8, 0.8)], 0.16, c["white"])
        pen.rounded([(-0.8, -0.8), (0.8, -0.8), (0.8, 0.8), (-0.8, 0.8)], 0.11, c["blue"])


def warning(pen, c, style):
    """North: a red triangle on yellow. South: a dark-edged diamond on white. Returns scale and lift of the pictogram."""
    if style == "north":
        triangle(pen, c)
        return 1.0, 0.0
    diamond(pen, c, "warm", "ink")
    return 1.12, -0.24


# Letters and digits, as strokes in a box one wide and two high around the origin.

STROKES = {
    "0": [arc(0, -0.48, 0.46, 180, 360) + arc(0, 0.48, 0.46, 0, 180) + [(-0.46, -0.48)]],
    "3": [arc(-0.04, -0.48, 0.46, 205, 450), arc(-0.04, 0.48, 0.50, 270, 515)],
    "5": [[(0.42, -0.94), (-0.36, -0.94), (-0.42, -0.12)] + arc(-0.02, 0.38, 0.56, 230, 510)],
    "8": [arc(0, -0.50, 0.42, 0, 360), arc(0, 0.46, 0.50, 0, 360)],
    "H": [[(-0.42, -0.94), (-0.42, 0.94)], [(0.42, -0.94), (0.42, 0.94)], [(-0.42, 0), (0.42, 0)]],
    "A": [[(-0.48, 0.94), (0, -0.94), (0.48, 0.94)], [(-0.30, 0.34), (0.30, 0.34)]],
    "L": [[(-0.38, -0.94), (-0.38, 0.94), (0.40, 0.94)]],
    "T": [[(0, 0.94), (0, -0.94)], [(-0.48, -0.94), (0.48, -0.94)]],
    "P": [[(-0.38, 1.0), (-0.38, -0.94), (0.06, -0.94)] + arc(0.06, -0.42, 0.52, 270, 450) + [(-0.38, 0.10)]],
}


def text(pen, letters, x, y, height, weight, fill, pace=1.34):
    scale = height / 2
    start = x - pace * scale * (len(letters) - 1) / 2
    for place, letter in enumerate(letters):
        for line in STROKES[letter]:
            pen.stroke([(start + pace * scale * place + px * scale, y + py * scale) for px, py in line], weight, fill)


def moved(points, scale, dx=0.0, dy=0.0):
    return [(x * scale + dx, y * scale + dy) for x, y in points]


# Pictograms. `s` scales them and `y` moves them down.

def lorry(pen, ink, s=1.0, y=0.0):
    pen.rounded(moved([(-0.50, -0.26), (0.12, -0.26), (0.12, 0.14), (-0.50, 0.14)], s, 0, y), 0.03 * s, ink)
    pen.rounded(moved([(0.21, -0.10), (0.37, -0.10), (0.50, 0.04), (0.50, 0.14), (0.21, 0.14)], s, 0, y), 0.03 * s, ink)
    for x in (-0.34, -0.10, 0.36):
        pen.disc(x * s, 0.21 * s + y, 0.115 * s, ink)


def bicycle(pen, ink, hole, s=1.0, y=0.0):
    for x in (-0.40, 0.40):
        pen.ring(x * s, 0.18 * s + y, 0.30 * s, 0.075 * s, ink)
    w = 0.075 * s
    for line in ([(-0.40, 0.18), (-0.18, -0.24), (0.26, -0.24), (0.0, 0.18), (-0.40, 0.18)],
                 [(0.40, 0.18), (0.22, -0.42), (0.38, -0.46)], [(0.0, 0.18), (-0.20, -0.34)],
                 [(-0.32, -0.36), (-0.10, -0.36)]):
        pen.stroke(moved(line, s, 0, y), w, ink)
    pen.disc(0, 0.18 * s + y, 0.07 * s, ink)


def walker(pen, ink, s=1.0, x=0.0, y=0.0):
    pen.disc(x + 0.04 * s, y - 0.50 * s, 0.125 * s, ink)
    for line, width in (([(0.02, -0.26), (-0.02, 0.10)], 0.22), ([(0.0, 0.08), (0.20, 0.30), (0.26, 0.60)], 0.12),
                        ([(-0.03, 0.08), (-0.10, 0.34), (-0.30, 0.58)], 0.12),
                        ([(0.04, -0.28), (0.24, -0.10), (0.34, 0.06)], 0.09),
                        ([(0.0, -0.28), (-0.20, -0.12), (-0.24, 0.08)], 0.09)):
        pen.stroke(moved(line, s, x, y), width * s, ink)


def stag(pen, ink, s=1.0, x=0.0, y=0.0):
    body = [(-0.46, -0.02), (-0.42, -0.14), (-0.20, -0.14), (0.06, -0.12), (0.18, -0.22), (0.26, -0.40), (0.34, -0.47),
            (0.50, -0.40), (0.54, -0.33), (0.48, -0.30), (0.38, -0.30), (0.34, -0.16), (0.26, 0.04), (0.12, 0.10),
            (-0.18, 0.08), (-0.34, 0.12), (-0.44, 0.10)]
    pen.blob(moved(body, s, x, y), ink)
    for leg in ([(0.16, 0.02), (0.36, 0.18), (0.27, 0.36)], [(0.10, 0.04), (0.08, 0.28), (0.00, 0.46)],
                [(-0.36, 0.04), (-0.44, 0.26), (-0.58, 0.42)], [(-0.28, 0.06), (-0.24, 0.26), (-0.36, 0.46)]):
        pen.stroke(moved(leg, s, x, y), 0.075 * s, ink)
    pen.curve(moved([(0.30, -0.44), (0.20, -0.58), (0.22, -0.74)], s, x, y), 0.05 * s, ink)
    pen.curve(moved([(0.34, -0.46), (0.40, -0.60), (0.54, -0.72)], s, x, y), 0.05 * s, ink)
    for tine in ([(0.20, -0.58), (0.08, -0.66)], [(0.40, -0.58), (0.38, -0.74)]):
        pen.stroke(moved(tine, s, x, y), 0.045 * s, ink)
    pen.stroke(moved([(-0.45, -0.08), (-0.54, -0.02)], s, x, y), 0.07 * s, ink)


def skid(pen, ink, hole, s=1.0, y=0.0):
    pen.rounded(moved([(-0.22, -0.26), (0.02, -0.36), (0.18, -0.30), (0.24, -0.14)], s, 0, y), 0.05 * s, ink)
    pen.rounded(moved([(-0.30, -0.16), (0.28, -0.20), (0.34, 0.02), (-0.26, 0.08)], s, 0, y), 0.06 * s, ink)
    pen.polygon(moved([(-0.15, -0.24), (0.01, -0.31), (0.12, -0.27), (0.15, -0.19)], s, 0, y), hole)
    for x in (-0.20, 0.24):
        pen.stroke(moved([(x, 0.06), (x + 0.01, 0.14)], s, 0, y), 0.12 * s, ink)
    for x in (-0.24, 0.18):
        pen.curve(moved([(x + 0.05, 0.24), (x - 0.07, 0.34), (x + 0.08, 0.46), (x - 0.06, 0.58)], s, 0, y), 0.07 * s, ink)


def engine(pen, ink, hole, s=1.0, y=0.0):
    pen.rounded(moved([(-0.46, -0.30), (-0.18, -0.30), (-0.18, 0.16), (-0.46, 0.16)], s, 0, y), 0.04 * s, ink)
    pen.rounded(moved([(-0.18, -0.10), (0.40, -0.10), (0.40, 0.16), (-0.18, 0.16)], s, 0, y), 0.05 * s, ink)
    pen.polygon(moved([(-0.40, -0.23), (-0.24, -0.23), (-0.24, -0.06), (-0.40, -0.06)], s, 0, y), hole)
    pen.polygon(moved([(0.22, -0.12), (0.20, -0.34), (0.40, -0.34), (0.36, -0.12)], s, 0, y), ink)
    pen.stroke(moved([(-0.52, -0.36), (-0.12, -0.36)], s, 0, y), 0.06 * s, ink)
    for x, r in ((-0.32, 0.16), (0.06, 0.12), (0.34, 0.12)):
        pen.disc(x * s, (0.36 - r) * s + y, r * s, ink)
        pen.disc(x * s, (0.36 - r) * s + y, r * 0.36 * s, hole)
    pen.polygon(moved([(0.42, 0.14), (0.58, 0.34), (0.42, 0.34)], s, 0, y), ink)
    pen.stroke(moved([(-0.56, 0.42), (0.60, 0.42)], s, 0, y), 0.06 * s, ink)
    for x, dy, r in ((0.34, -0.46, 0.07), (0.22, -0.55, 0.09), (0.06, -0.60, 0.07)):
        pen.disc(x * s, dy * s + y, r * s, ink)


def arrow(pen, fill, turn):
    """An arrow pointing up, turned by `turn` degrees."""
    a = np.radians(turn)
    shape = [(0, -0.68), (0.42, -0.20), (0.15, -0.20), (0.15, 0.62), (-0.15, 0.62), (-0.15, -0.20), (-0.42, -0.20)]
    pen.rounded([(x * np.cos(a) - y * np.sin(a), x * np.sin(a) + y * np.cos(a)) for x, y in shape], 0.025, fill)


def hook(pen, fill):
    """An arrow that comes from below and turns left."""
    pen.stroke([(0.36, 0.62), (0.36, 0.06)] + arc(0.08, 0.06, 0.28, 0, -90) + [(-0.20, -0.22)], 0.27, fill)
    pen.rounded([(-0.66, -0.22), (-0.22, -0.60), (-0.22, 0.16)], 0.03, fill)


def drawn(pen, name, style):
    c = STYLES[style]
    if name == "halt":
        octagon(pen, c)
        text(pen, "HALT", 0, 0, 0.58, 0.115, c["white"], pace=1.40)
    elif name == "give way":
        triangle(pen, c, up=False, face="pale")
    elif name == "no entry":
        pen.disc(0, 0, 1.0, c["white"])
        pen.disc(0, 0, 0.95, c["red"])
        pen.rounded([(-0.62, -0.14), (0.62, -0.14), (0.62, 0.14), (-0.62, 0.14)], 0.04, c["white"])
    elif name.startswith("limit"):
        prohibited(pen, c)
        text(pen, name.split()[1], 0.0, 0.0, 0.80, 0.155, c["ink"], pace=1.42)
    elif name == "no lorries":
        prohibited(pen, c)
        lorry(pen, c["ink"], 1.0, 0.02)
        if style == "south":
            pen.stroke([(-0.56, -0.56), (0.56, 0.56)], 0.13, c["red"])
    elif name == "priority road":
        diamond(pen, c, "gold", "ink" if style == "south" else "white")
    elif name == "keep right":
        mandatory(pen, c, style)
        arrow(pen, c["white"], 135)
    elif name == "turn left":
        mandatory(pen, c, style)
        hook(pen, c["white"])
    elif name == "cycles":
        mandatory(pen, c, style)
        bicycle(pen, c["white"], c["blue"], 1.05, 0.02)
    elif name == "parking":
        pen.rounded([(-0.78, -0.78), (0.78, -0.78), (0.78, 0.78), (-0.78, 0.78)], 0.16, c["white"])
        pen.rounded([(-0.78, -0.78), (0.78, -0.78), (0.78, 0.78), (-0.78, 0.78)], 0.10, c["blue"])
        text(pen, "P", 0.05, 0, 1.18, 0.25, c["white"])
    else:
        s, y = warning(pen, c, style)
        if name == "crossing":
            walker(pen, c["ink"], 0.66 * s, 0, 0.12 + y)
            for x in (-0.36, -0.12, 0.12, 0.36):
                pen.polygon(moved([(x - 0.08, 0.58), (x + 0.04, 0.58), (x + 0.08, 0.51), (x - 0.04, 0.51)], s, 0, y), c["ink"])
        elif name == "deer":
            stag(pen, c["ink"], 0.66 * s, -0.05, 0.27 + y)
        elif name == "slippery":
            skid(pen, c["ink"], c["warm"], 0.78 * s, 0.14 + y)
        elif name == "railway":
            engine(pen, c["ink"], c["warm"], 0.72 * s, 0.26 + y)


@lru_cache(maxsize=None)
def face(name, style="north"):
    """The face of a sign: SIDE x SIDE sRGB values 0...1, and its coverage 0...1."""
    pen = Pen()
    drawn(pen, name, style)
    pixels = np.asarray(pen.done(), np.float32) / 255
    coverage = pixels[..., 3]
    # Reduced pixels at the rim are mixed with nothing: their colour is what covers them.
    return pixels[..., :3] / np.maximum(coverage, 1e-3)[..., None] * (coverage > 0)[..., None], coverage


if __name__ == "__main__":
    import sys
    sheet = Image.new("RGB", (8 * 200, 4 * 200), (128, 140, 150))
    for row, style in enumerate(STYLES):
        for place, name in enumerate(FACES):
            pen = Pen()
            drawn(pen, name, style)
            tile = pen.done().resize((184, 184), Image.LANCZOS)
            sheet.paste(tile, (place % 8 * 200 + 8, (row * 2 + place // 8) * 200 + 8), tile)
    sheet.save(sys.argv[1])
