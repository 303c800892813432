"""Runs every test beside this file with the package that is installed, and says what did not run and why."""

import sys
import unittest

result = unittest.TextTestRunner(stream=sys.stderr, verbosity=1).run(unittest.defaultTestLoader.discover(".", "*_tests.py"))
reasons = sorted({reason for _, reason in result.skipped})
for reason in reasons:
    print(f"not run: {sum(1 for _, each in result.skipped if each == reason)} tests: {reason}")
failed = len(result.failures) + len(result.errors)
skipped = f", {len(result.skipped)} skipped" if result.skipped else ""
print(f"{result.testsRun - failed - len(result.skipped)} passed, {failed} failed{skipped}")
sys.exit(1 if failed else 0)
