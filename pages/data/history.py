"""History: the saved versions, what each changed, and how to restore one."""

from lib.studies.store import store
from lib.studies.store.store import NotKeptError
from lib.ui.components.html_text import say, say_all
from lib.ui.editing.history import choose_version, show_restore_form, show_version, show_versions
from lib.ui.editing.save_form import HISTORY_PAGE, show_save_notice
from lib.ui.session.dataset import studies_place
from lib.ui.shell.page_frame import close_page, end_early, show_heading

data = show_heading("History")
show_save_notice(HISTORY_PAGE)
past = store.history(studies_place())
if past.problems:
    say_all(past.problems, "warning", "Some of the history cannot be read:")
if past.problems and not past.versions:
    end_early(data, "No version can be shown now.")
if not past.versions:
    end_early(
        data,
        "No version has been saved yet.",
        "The first save also stores the file as it was before.",
    )
if data.version == "none":
    say("The file is not there. Restore a version below.", "warning")
elif not past.present:
    say(
        "The file was edited outside the dashboard since the last version here. The next save "
        "stores that edit as a version, too.",
        "warning",
    )
show_versions(past)

version = choose_version(past)
try:
    show_version(version, past)
    if not version.in_force:
        show_restore_form(version)
except NotKeptError as error:
    say(f"{error.message} {error.advice}", "warning")
close_page(data)
