"""Version after version in one folder, and what is left of a call that raises: nothing."""

import contextlib
import os
import shutil
import subprocess
import tempfile
import unittest.mock
from pathlib import Path

import misread
from misread._program import PROGRAM
from support import CLASSES, DIGITS, GUESSES, LABELS, N, NUMBERS, PREDICTIONS, SCORES, WORSE, Case, tree

OTHER = (
    'version="v1" is in the workspace with other predictions: give the new one another version=, or say replace=True'
)


class Versions(Case):
    def setUp(self):
        super().setUp()
        self.path = self.folder / "deep" / "wörk space"
        self.workspace = misread.Workspace(self.path)
        self.first = self.workspace.audit(PREDICTIONS, LABELS, version="v1", gates=["headline/accuracy >= 0.5"], model="one")
        self.before = tree(self.path)

    def assertUnchanged(self):
        self.assertEqual([name for name, _ in tree(self.path)], [name for name, _ in self.before])
        self.assertEqual(tree(self.path), self.before)

    def test_the_next_one_needs_predictions_alone_and_is_compared(self):
        audit = self.workspace.audit(WORSE, version="v2")
        self.assertEqual((audit.baseline, audit.facts["headline/accuracy"].baseline), ("v1", 0.9))
        self.assertEqual(self.workspace.versions, ("v1", "v2"))
        self.assertEqual(len(audit.gates), 1)

    def test_scores_are_in_the_order_of_the_classes_that_are_there(self):
        audit = self.workspace.audit(SCORES, version="v2")
        by_place = [sorted(CLASSES)[guess] for guess in GUESSES]
        right = sum(one == other for one, other in zip(by_place, LABELS))
        self.assertEqual(audit.facts["headline/accuracy"].value, right / N)
        self.assertEqual((self.path / "misread.yml").read_text().count('classes: ["bird", "cat", "dog"]'), 1)

    def test_a_baseline_by_name_or_none(self):
        self.workspace.audit(WORSE, version="v2")
        self.assertEqual(self.workspace.audit(LABELS, version="v3", baseline="v1").baseline, "v1")
        self.assertEqual(self.workspace.audit(LABELS, version="v4", baseline=None).baseline, None)
        self.assertEqual(self.workspace.audit(LABELS, version="v5").baseline, "v4")

    def test_the_same_call_again_changes_nothing(self):
        again = self.workspace.audit(PREDICTIONS, LABELS, version="v1", gates=["headline/accuracy >= 0.5"], model="one")
        self.assertUnchanged()
        self.assertEqual(again.facts, self.first.facts)
        self.assertEqual(again.sha256, self.first.sha256)

    def test_another_version_of_the_same_name_is_refused(self):
        with self.refused(ValueError, OTHER):
            self.workspace.audit(WORSE, version="v1")
        with self.refused(
            ValueError,
            'version="v1" is in the workspace with another manifest (date, model, baseline, manifest): give the new one another '
            "version=, or say replace=True",
        ):
            self.workspace.audit(PREDICTIONS, version="v1", model="two")
        self.assertUnchanged()

    def test_replace_puts_it_in_the_place_of_the_old_one(self):
        audit = self.workspace.audit(WORSE, version="v1", replace=True)
        self.assertEqual(audit.facts["headline/accuracy"].value, 0.8)
        self.assertEqual(self.workspace.audit(WORSE, version="v1", model="two", replace=True).version, "v1")
        self.assertIn('model: "two"', (self.path / "versions/v1/version.yml").read_text())

    def test_other_labels_are_refused(self):
        with self.refused(
            ValueError,
            'labels: the data set "validation" of the workspace holds other images, labels or attributes: leave them out for a '
            "further version, or give the new ones another dataset= or workspace=",
        ):
            self.workspace.audit(WORSE, WORSE, version="v2")
        with self.refused(
            ValueError, "unit=, images= and attributes= are of the data set: hand them over with labels="
        ):
            self.workspace.audit(WORSE, version="v2", unit=[1] * N)
        with self.refused(ValueError, "classes: a, b, and the workspace lists bird, cat, dog"):
            self.workspace.audit(WORSE, version="v2", classes=["a", "b"])
        with self.refused(ValueError, "predictions: 5 rows, and the data set has 60 images; give ids= or a column image_id"):
            self.workspace.audit(WORSE[:5], version="v2")
        with self.refused(ValueError, 'baseline="v11" is no version of the workspace, there are v1; did you mean "v1"?'):
            self.workspace.audit(WORSE, version="v2", baseline="v11")
        with self.refused(ValueError, 'baseline="v1" is the version itself'):
            self.workspace.audit(PREDICTIONS, version="v1", baseline="v1")
        self.assertUnchanged()

    def test_gates_and_settings_of_a_later_call_hold_for_all(self):
        audit = self.workspace.audit(WORSE, version="v2", gates=["headline/accuracy >= 0.99"], title="New", settings={"examples": 5})
        self.assertFalse(audit.ready)
        self.assertFalse(self.workspace.read("v1").ready)
        self.assertEqual(
            (self.path / "misread.yml").read_text(),
            'title: "New"\ngates:\n  - {"fact": "headline/accuracy", "at_least": 0.99}\ntask: "classification"\n'
            'classes: ["bird", "cat", "dog"]\nexamples: 5\n',
        )

    def test_a_detector_has_another_workspace(self):
        with self.refused(
            ValueError, "the workspace is of classification, not of detection; give the new model another workspace="
        ):
            self.workspace.audit(annotations={"images": []}, detections=[], version="v2")
        self.assertUnchanged()

    def test_a_replacement_that_fails_leaves_the_old_one(self):
        (self.path / "site" / "notes.txt").write_text("ours")
        self.before = tree(self.path)
        with self.assertRaises(misread.InputError):
            self.workspace.audit(WORSE, version="v1", replace=True)
        self.assertUnchanged()

    def test_wrong_input_leaves_nothing(self):
        with self.refused(
            misread.InputError,
            "versions/v2/validation/predictions.csv: note: no confidence is given: whatever needs one is not measured, calibration "
            "and confident errors first\n"
            "versions/v2/validation/predictions.csv:5: error: predicted: is blank, a class was expected (image 3)",
        ):
            self.workspace.audit([*WORSE[:3], None, *WORSE[4:]], version="v2", title="New")
        self.assertUnchanged()

    def test_a_baseline_that_was_archived_before_goes_too(self):
        with self.assertRaises(misread.InputError) as caught:
            self.workspace.audit([*WORSE[:3], None, *WORSE[4:]], version="v2", baseline=LABELS)
        self.assertIn("archive: note: archived before what is wrong was met: baseline", caught.exception.message)
        self.assertUnchanged()

    def test_a_program_that_fails_leaves_nothing(self):
        shutil.rmtree(self.path / "archive")
        (self.path / "archive").mkdir()
        (self.path / "archive" / "v1").symlink_to("v1")
        before = [name for name, _ in tree(self.path)]
        with self.assertRaises(misread.MisreadError):
            self.workspace.audit(WORSE, version="v2")
        self.assertEqual([name for name, _ in tree(self.path)], before)

    def test_an_interrupt_leaves_nothing(self):
        with unittest.mock.patch("misread._adding.run", side_effect=KeyboardInterrupt), self.assertRaises(KeyboardInterrupt):
            self.workspace.audit(WORSE, version="v1", replace=True, title="New")
        self.assertUnchanged()

    def test_another_data_set(self):
        audit = self.workspace.audit(WORSE[:30], LABELS[:30], version="v1", dataset="night")
        self.assertEqual((audit.dataset, audit.n, audit.page.is_file(), audit.archive.is_dir()), ("night", 30, True, True))
        self.assertTrue(len(audit.facts) > 20)
        with self.refused(ValueError, "dataset= is needed: the workspace has night, validation"):
            self.workspace.read("v1")
        self.assertEqual(self.workspace.read("v1", dataset="validation").n, N)

    def test_the_command_line_works_on_it(self):
        self.workspace.audit(WORSE, version="v2")
        for arguments, status in (
            (["check-input", self.path], 0), (["verify", self.path / "site"], 0), (["summary", "latest", self.path], 0),
            (["build", self.path, "--output", self.path / "site"], 0),
        ):
            ended = subprocess.run([PROGRAM, *arguments], capture_output=True, text=True)
            self.assertEqual(ended.returncode, status, ended.stderr)

    def test_a_file_that_a_person_wrote_is_left_alone(self):
        file = self.path / "misread.yml"
        file.write_text(file.read_text() + "# ours\n")
        with self.refused(ValueError, 'gates: misread.yml of the workspace was written by hand; set "gates" there'):
            self.workspace.audit(WORSE, version="v2", gates=[], classes=sorted(CLASSES))
        with self.refused(ValueError, "classes= is needed: misread.yml of the workspace was written by hand; list its classes"):
            self.workspace.audit(WORSE, version="v2")
        self.workspace.audit(WORSE, version="v2", classes=sorted(CLASSES))
        self.assertTrue(file.read_text().endswith("# ours\n"))
        manifest = self.path / "versions/v2/version.yml"
        manifest.write_text(manifest.read_text() + "# ours\n")
        with self.refused(ValueError, 'model: version.yml of v2 was written by hand; set "model" there'):
            self.workspace.audit(WORSE, version="v2", classes=sorted(CLASSES), model="x")

    def test_a_workspace_of_the_command_line_is_built_and_read(self):
        made = misread.Workspace(self.folder / "init")
        with self.assertRaises(misread.InputError):
            made.read()
        said = ["--from", DIGITS / "datasets/digits/images.csv", "--from", DIGITS / "versions/v1/digits/predictions.csv"]
        subprocess.run([PROGRAM, "init", made.path, *said], check=True, capture_output=True)
        audit = made.build()
        self.assertEqual((audit.version, audit.n, audit.baseline), ("v1", 1797, None))
        self.assertIn("is still what stands there until a person writes the model's name", audit.said)
        self.assertEqual(made.read("v1").facts, audit.facts)


class Folders(Case):
    def test_a_folder_with_other_things_keeps_them(self):
        path = self.folder / "own"
        (path / "site").mkdir(parents=True)
        (path / "site" / "notes.txt").write_text("ours")
        before = tree(path)
        with self.refused(
            misread.InputError,
            f"{path}/site: error: the folder is not empty and was not made by this program; nothing was written; choose another "
            "folder, or empty this one",
        ):
            misread.Workspace(path).audit(PREDICTIONS, LABELS, version="v1")
        self.assertEqual(tree(path), before)

    def test_an_archive_that_is_a_file(self):
        path = self.folder / "own"
        path.mkdir()
        (path / "archive").write_text("x")
        with self.refused(misread.InputError, "archive: error: is a file, a folder was expected"):
            misread.Workspace(path).audit(PREDICTIONS, LABELS, version="v1")
        self.assertEqual(tree(path), [("archive", b"x")])

    def test_a_place_that_nothing_can_be_written_to(self):
        with self.assertRaises(OSError):
            misread.audit(PREDICTIONS, LABELS, workspace="/proc/misread")
        (self.folder / "file").write_text("x")
        with self.assertRaises(OSError):
            misread.audit(PREDICTIONS, LABELS, workspace=self.folder / "file")

    def test_a_folder_without_the_right_to_write(self):
        path = Path(tempfile.mkdtemp(dir="/tmp"))
        self.addCleanup(path.rmdir)
        path.chmod(0o555)
        child = os.fork()
        if child == 0:  # root may write everywhere, and so becomes nobody
            with contextlib.suppress(PermissionError):
                if os.geteuid() == 0:
                    os.setuid(65534)
            try:
                misread.audit(PREDICTIONS, LABELS, workspace=path / "own")
            except PermissionError:
                os._exit(0)
            os._exit(1)
        self.assertEqual(os.waitpid(child, 0)[1], 0)
        self.assertEqual(tree(path), [])

    def test_temporary_workspaces_are_kept_where_the_call_succeeds(self):
        there = set(Path(tempfile.gettempdir()).glob("misread-*"))
        audit = misread.audit(PREDICTIONS, LABELS)
        self.addCleanup(shutil.rmtree, audit.workspace)
        with self.assertRaises(ValueError):
            misread.audit(PREDICTIONS, LABELS[:3])
        with self.assertRaises(misread.InputError):
            misread.audit([None] * N, LABELS)
        self.assertEqual(set(Path(tempfile.gettempdir()).glob("misread-*")) - there, {audit.workspace})

    def test_numbers_after_numbers(self):
        workspace = misread.Workspace(self.folder / "n")
        workspace.audit(GUESSES, NUMBERS, version="v1", classes=CLASSES)
        self.assertEqual(workspace.audit(NUMBERS, version="v2").facts["headline/accuracy"].value, 1)
