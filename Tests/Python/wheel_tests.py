"""The wheel itself: what is in it, that its record is right, and that the example of its README does what it says."""

import base64
import contextlib
import csv
import hashlib
import io
import os
import re
import stat
import subprocess
import sys
import unittest
import zipfile
from pathlib import Path

import misread
from misread._program import PROGRAM
from support import DIGITS, ROOT, Case

WHEEL = os.environ.get("MISREAD_WHEEL")


@unittest.skipIf(WHEEL is None, "MISREAD_WHEEL is not set: run.sh sets it")
class Wheel(Case):
    def setUp(self):
        super().setUp()
        self.archive = zipfile.ZipFile(WHEEL)

    def test_the_record_names_every_file_with_its_digest(self):
        name = next(each for each in self.archive.namelist() if each.endswith("/RECORD"))
        rows = list(csv.reader(io.StringIO(self.archive.read(name).decode())))
        self.assertEqual(sorted(row[0] for row in rows), sorted(self.archive.namelist()))
        for file, digest, length in rows:
            if file == name:
                self.assertEqual((digest, length), ("", ""))
                continue
            raw = self.archive.read(file)
            found = base64.urlsafe_b64encode(hashlib.sha256(raw).digest()).rstrip(b"=").decode()
            self.assertEqual((digest, length), (f"sha256={found}", str(len(raw))), file)

    def test_entries_are_in_order_and_have_one_date(self):
        names = self.archive.namelist()
        self.assertEqual(names, sorted(names, key=lambda each: (".dist-info/" in each, each)))
        self.assertEqual({each.date_time for each in self.archive.infolist()}, {(1980, 1, 1, 0, 0, 0)})

    def test_only_the_program_may_be_run(self):
        for each in self.archive.infolist():
            mode = each.external_attr >> 16
            self.assertTrue(stat.S_ISREG(mode), each.filename)
            self.assertEqual(bool(mode & 0o111), each.filename == "misread/_bin/misread", each.filename)

    def test_its_name_says_version_and_machine(self):
        version = subprocess.run([PROGRAM, "--version"], capture_output=True, text=True).stdout.strip()
        self.assertRegex(Path(WHEEL).name, rf"^misread-{re.escape(version)}-py3-none-(manylinux_2_\d+|linux)_\w+\.whl$")
        tag = Path(WHEEL).stem.split("-", 2)[2]
        self.assertIn(f"Tag: {tag}\n", self.archive.read(f"misread-{version}.dist-info/WHEEL").decode())
        self.assertIn("misread/py.typed", self.archive.namelist())

    def test_licences_of_what_is_linked_in_are_with_it(self):
        names = {Path(each).name for each in self.archive.namelist() if "/licenses/" in each}
        self.assertLessEqual({"LICENSE", "swift.txt", "libssl-dev.txt", "Yams.txt"}, names)

    def test_it_carries_no_library_and_needs_none_but_glibc(self):
        sys.path.insert(0, str(ROOT / "Integrations/python"))
        self.addCleanup(sys.path.remove, sys.path[0])
        import elf
        import platforms

        self.assertEqual([each for each in self.archive.namelist() if ".so" in each], [])
        tag, why = platforms.tag(PROGRAM)
        self.assertIn(f"-{tag}.whl", Path(WHEEL).name)
        self.assertRegex(why, r"GLIBC_2\.\d+$")
        for needed in elf.read(PROGRAM).needed:
            self.assertRegex(needed, platforms.OF_GLIBC)
        with self.refused(ValueError, f"{WHEEL} is no little-endian ELF file of 64 bits"):
            elf.read(Path(WHEEL))


class Example(Case):
    def test_the_five_lines_of_the_readme(self):
        """Run where the README says, they print what it says."""
        text = (ROOT / "Integrations/python/README.md").read_text("utf-8")
        code, printed = re.search(r"```python\n(.*?)```\n\n```\n(.*?)```", text, re.DOTALL).groups()
        self.assertEqual(len(code.splitlines()), 5)
        here, output = os.getcwd(), io.StringIO()
        os.chdir(DIGITS)
        self.addCleanup(os.chdir, here)
        names = {}
        with contextlib.redirect_stdout(output):
            exec(code, names)
        audit = names["audit"]
        self.assertIsInstance(audit, misread.Audit)
        self.assertTrue(audit.ready and list((audit.archive / "images").iterdir()))
        said = output.getvalue().replace("\xa0", " ").splitlines()
        self.assertEqual(said[:2], printed.splitlines()[:2], "the example prints something else than the README says")
        self.assertEqual(Path(output.getvalue().splitlines()[2]), audit.page)
