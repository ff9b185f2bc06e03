"""History: every version that was kept, what each changed, and the way back to any of them."""

from lib.studies.store import store
from lib.studies.store.store import NotKeptError
from lib.ui.components.html_text import say, say_all
from lib.ui.editing.history import choose_version, restore, show_version, show_versions
from lib.ui.editing.save_form import HISTORY_PAGE, tell_kept
from lib.ui.session.dataset import csv_path
from lib.ui.shell.page_frame import closing, end_early, heading

data = heading("History")
tell_kept(HISTORY_PAGE)
past = store.history(csv_path())
if past.problems:
    say_all(past.problems, "warning", "Some of the history cannot be read:")
if not past.versions:
    end_early(
        data,
        "No version has been kept yet.",
        "The first save here keeps the file as it was before, too.",
    )
if data.version == "none":
    say("The file is not there. Bring a version back below.", "warning")
elif not past.present:
    say(
        "The file was edited outside the dashboard since the last version here. The next save "
        "keeps that edit as a version, too.",
        "warning",
    )
show_versions(past)

version = choose_version(past)
try:
    show_version(version, past)
    if not version.in_force:
        restore(version)
except NotKeptError as error:
    say(f"{error.message} {error.advice}", "warning")
closing(data)
