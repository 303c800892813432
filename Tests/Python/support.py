"""What tests share: a small data set with known errors, folders that are gone afterwards, and refusals."""

import contextlib
import importlib
import shutil
import tempfile
import unittest
from pathlib import Path

import misread

ROOT = Path(__file__).resolve().parents[2]
DIGITS = ROOT / "Examples" / "digits"
SCENES = ROOT / "Examples" / "scenes"

CLASSES = ["cat", "dog", "bird"]
N = 60
LABELS = [CLASSES[row % 3] for row in range(N)]
# Rows 0, 10, 20 ... are predicted as the next class: 6 of 60 are wrong.
PREDICTIONS = [CLASSES[(row + (row % 10 == 0)) % 3] for row in range(N)]
ACCURACY = 54 / 60
# A fifth of the rows is wrong.
WORSE = [CLASSES[(row + (row % 5 == 0)) % 3] for row in range(N)]
NUMBERS = [CLASSES.index(name) for name in LABELS]
GUESSES = [CLASSES.index(name) for name in PREDICTIONS]
# Of the predicted class from 0.6 to 0.84.
_SURE = [0.6 + 0.04 * (row % 7) for row in range(N)]
SCORES = [[sure if place == guess else (1 - sure) / 2 for place in range(3)] for guess, sure in zip(GUESSES, _SURE)]
NO_CONFIDENCE = (
    "versions/v1/validation/predictions.csv: note: no confidence is given: whatever needs one is not measured, calibration and "
    "confident errors first\n"
)


def tree(folder):
    """Every file of a folder with its bytes, and every folder."""
    paths = sorted(Path(folder).rglob("*"))
    return [(str(path.relative_to(folder)), path.read_bytes() if path.is_file() else None) for path in paths]


def needs(*names):
    """Passes a test over where packages cannot be imported."""
    missing = []
    for name in names:
        try:
            importlib.import_module(name)
        except ImportError:
            missing.append(name)
    return unittest.skipIf(missing, f"{', '.join(missing)} cannot be imported")


class Case(unittest.TestCase):
    """A test with a folder of its own, in which workspaces are made."""

    maxDiff = None

    def setUp(self):
        self.folder = Path(tempfile.mkdtemp(prefix="a space and ü "))
        self.addCleanup(shutil.rmtree, self.folder, ignore_errors=True)
        self.made = 0

    def audit(self, *arguments, **named):
        """`misread.audit` in a new workspace."""
        self.made += 1
        named.setdefault("workspace", self.folder / str(self.made))
        return misread.audit(*arguments, **named)

    def assertAccuracy(self, audit, accuracy=ACCURACY, n=N):
        self.assertEqual((audit.facts["headline/accuracy"].value, audit.n), (accuracy, n))

    @contextlib.contextmanager
    def refused(self, kind, message):
        """What the block must raise, word for word."""
        with self.assertRaises(kind) as caught:
            yield
        self.assertIs(type(caught.exception), kind)
        self.assertEqual(str(caught.exception), message)
