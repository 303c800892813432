"""What an audit says as values, and how the program is run."""

import dataclasses
import json
import pickle
import subprocess
import unittest.mock
import zipfile
from pathlib import Path

import misread
from misread import _program
from support import LABELS, N, PREDICTIONS, SCORES, CLASSES, WORSE, Case


class Values(Case):
    def setUp(self):
        super().setUp()
        self.result = self.audit(
            SCORES * 5, LABELS * 5, classes=CLASSES, baseline=WORSE * 5, gates=["headline/accuracy >= 0.99"]
        )

    def test_it_says_what_the_summary_says(self):
        said = subprocess.run([_program.PROGRAM, "summary", "v1", self.result.workspace, "--format", "json"], capture_output=True)
        form = json.loads(said.stdout)
        result = self.result
        self.assertEqual(
            (result.verdict.state, result.verdict.ready, result.verdict.why, result.verdict.detail),
            (form["verdict"]["state"], form["verdict"]["may_ship"], form["verdict"]["sentence"], form["verdict"]["detail"]),
        )
        self.assertEqual([finding.id for finding in result.findings], [mode["id"] for mode in form["failure_modes"]])
        self.assertEqual([change.what for change in result.better], [each["what"] for each in form["better"]])
        self.assertEqual(result.worse, ())
        self.assertTrue(result.better[0].change.interval.low > 0)
        self.assertEqual([(step.subject, step.do) for step in result.next], [(each["subject"], each["do"]) for each in form["next"]])
        self.assertEqual(dict(result.not_measured)["Saliency"], "no saliency maps in this evaluation")
        for number in form["numbers"]:
            fact = result.facts[number["fact"]]
            self.assertEqual((fact.value, fact.n, fact.unit, fact.baseline), tuple(number[key] for key in ("value", "n", "unit", "baseline")))
            self.assertEqual(dataclasses.asdict(fact.interval), number["interval"])

    def test_every_measured_fact_is_there(self):
        said = subprocess.run([_program.PROGRAM, "facts", "--workspace", self.result.workspace, "--json"], capture_output=True)
        measured = {fact["fact"] for fact in json.loads(said.stdout)["facts"] if fact["measured"] and "*" not in fact["fact"]}
        self.assertEqual(measured - set(self.result.facts), set())

    def test_a_fact_that_is_none_names_the_nearest(self):
        with self.assertRaises(KeyError) as caught:
            self.result.facts["headline/acuracy"]
        self.assertEqual(caught.exception.args[0], 'no fact "headline/acuracy" was measured; did you mean "headline/accuracy"?')
        self.assertNotIn("x", self.result.facts)
        self.assertEqual(repr(self.result.facts), f"<{len(self.result.facts)} facts>")

    def test_paths(self):
        result = self.result
        self.assertTrue((result.archive / "audit.json").is_file() and (result.site / "index.html").is_file())
        self.assertEqual(result.page, result.site / "v" / "v1" / "index.html")
        self.assertTrue(all(finding.page.is_file() for finding in result.findings))

    def test_text(self):
        self.assertEqual(
            str(self.result), f"{self.result.verdict.why}\n{self.result.verdict.detail}\n{self.result.page}"
        )
        self.assertIn("Accuracy is 90.0 % [86.1, 92.9] on 300 images.", str(self.result).replace("\xa0", " "))
        shown = self.result._repr_html_()
        self.assertIn("<details><summary>v1 in short</summary><pre># v1: Not ready", shown)
        self.assertIn(f'<a href="{self.result.page.as_uri()}">', shown)

    def test_what_stands_in_names_is_shown_and_never_obeyed(self):
        names = ["<script>x</script>", "b"] * 20
        self.assertNotIn("<script>", self.audit(names[::-1], names)._repr_html_())

    def test_it_is_a_value(self):
        with self.assertRaises(dataclasses.FrozenInstanceError):
            self.result.n = 3
        self.assertEqual(pickle.loads(pickle.dumps(self.result)), self.result)
        self.assertEqual(hash(self.result), hash(pickle.loads(pickle.dumps(self.result))))

    def test_open(self):
        with unittest.mock.patch("webbrowser.open") as opened:
            self.result.open()
        opened.assert_called_once_with(self.result.page.as_uri())

    def test_export(self):
        single = self.result.export(self.folder / "one file.html")
        self.assertTrue(single.read_text("utf-8").startswith("<!"))
        zipped = self.result.export(str(self.folder / "all.zip"))
        self.assertIn("index.html", zipfile.ZipFile(zipped).namelist())
        with self.refused(ValueError, '"a.pdf": a name that ends with .html or .zip was expected'):
            self.result.export("a.pdf")
        with self.assertRaises(misread.ProgramError) as caught:
            self.result.export("/proc/none/a.html")
        self.assertEqual(caught.exception.status, 3)
        self.assertIn("error", caught.exception.message)


class Running(Case):
    def test_a_program_that_cannot_be_started(self):
        with unittest.mock.patch.object(_program, "PROGRAM", Path("/none/misread")):
            with self.refused(
                misread.ProgramError,
                "the program of this package cannot be started: No such file or directory: /none/misread; the wheel holds a program "
                "for Linux, and was it installed for this machine?",
            ):
                self.audit(PREDICTIONS, LABELS)
        self.assertEqual(list(self.folder.iterdir()), [])

    def test_a_program_that_is_killed_or_says_nothing(self):
        for script, status in (("kill -9 $$", -9), ("exit 64", 64)):
            fake = self.folder / "fake"
            fake.write_text(f"#!/bin/sh\n{script}\n")
            fake.chmod(0o755)
            with unittest.mock.patch.object(_program, "PROGRAM", fake):
                with self.assertRaises(misread.ProgramError) as caught:
                    _program.run("build", "x")
            self.assertEqual(
                (caught.exception.status, str(caught.exception)),
                (status, f"misread build ended with status {status} and said nothing"),
            )

    def test_errors_are_of_one_family_and_can_be_sent(self):
        for kind in (misread.InputError, misread.ProgramError):
            self.assertTrue(issubclass(kind, misread.MisreadError))
            error = pickle.loads(pickle.dumps(kind("a.csv:3: error: x", 2)))
            self.assertEqual((type(error), error.message, error.status), (kind, "a.csv:3: error: x", 2))

    def test_problems(self):
        error = misread.InputError(
            "a b/images.csv:5: error: label: \"bird: error\" is none\nversions/v1: warning: x\nerror: only words\nmore words", 2
        )
        self.assertEqual(
            error.problems,
            (
                misread.Problem("error", "a b/images.csv", 5, 'label: "bird: error" is none'),
                misread.Problem("warning", "versions/v1", None, "x"), misread.Problem("error", None, None, "only words"),
            ),
        )

    def test_the_console_script_is_the_program(self):
        import sys

        script = Path(sys.executable).parent / "misread"
        for command in ([script], [sys.executable, "-m", "misread"]):
            version = subprocess.run([*command, "--version"], capture_output=True, text=True)
            self.assertRegex(version.stdout, r"^\d+\.\d+\.\d+\n$")
            self.assertEqual(subprocess.run([*command, "build", "/none"], capture_output=True).returncode, 2)
            self.assertEqual(subprocess.run([*command, "--nonsense"], capture_output=True).returncode, 64)
        self.assertEqual(N, 60)
