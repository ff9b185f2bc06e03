import gzip
import os

import brotli
import pytest

from lib.ui.shell.wire import packed_files
from lib.ui.shell.wire.packed_files import PackedFiles

UNPACK = {"br": brotli.decompress, "gzip": gzip.decompress}


@pytest.fixture
def stores(tmp_path):
    return [tmp_path / "beside", tmp_path / "cache"]


@pytest.fixture
def files(static, stores):
    found = PackedFiles(static / "static", stores)
    found.prepare()
    return found


@pytest.mark.parametrize("encoding", UNPACK)
def test_a_copy_is_the_file(files, static, encoding):
    chosen, packed = files.find("js/index.a1.js", encoding)
    assert chosen == encoding
    content = (static / "static/js/index.a1.js").read_bytes()
    assert UNPACK[encoding](packed.path.read_bytes()) == content


@pytest.mark.parametrize("name", ["js/tiny.d4.js", "media/font.e5.woff2", "js/none.js", "../index"])
def test_what_compression_does_not_make_smaller_has_no_copy(files, name):
    assert files.find(name, "br") is None


def test_nothing_is_found_before_it_is_ready(static, stores):
    assert PackedFiles(static / "static", stores).find("js/index.a1.js", "br") is None


def test_copies_are_made_once(files, static, stores, monkeypatch):
    monkeypatch.setattr(packed_files, "PACKERS", dict.fromkeys(UNPACK, pytest.fail))
    again = PackedFiles(static / "static", stores)
    again.prepare()
    assert again.find("js/index.a1.js", "br") == files.find("js/index.a1.js", "br")


def test_a_changed_file_is_compressed_again_and_its_tag_changes(files, static, stores):
    old = files.find("js/index.a1.js", "gzip")[1]
    (static / "static/js/index.a1.js").write_text("other();" * 300)
    again = PackedFiles(static / "static", stores)
    again.prepare()
    new = again.find("js/index.a1.js", "gzip")[1]
    assert new.tag != old.tag
    assert gzip.decompress(new.path.read_bytes()) == b"other();" * 300


def test_where_the_installation_cannot_be_written_a_cache_is_used(static, stores):
    stores[0].write_text("not a folder")
    files = PackedFiles(static / "static", stores)
    files.prepare()
    assert files.find("js/index.a1.js", "br")[1].path.parent == stores[1]


def test_where_nothing_can_be_written_files_are_served_as_they_are(static, stores):
    for store in stores:
        store.write_text("not a folder")
    files = PackedFiles(static / "static", stores)
    files.prepare()
    assert files.find("js/index.a1.js", "br") is None


def test_copies_of_an_older_version_go_and_new_ones_of_others_stay(files, stores):
    old, new = stores[0] / "old.js.1-2-br", stores[0] / "new.js.3-4-br"
    old.write_text("")
    new.write_text("")
    os.utime(old, (0, 0))
    files.prepare()
    assert [old.exists(), new.exists()] == [False, True]
    assert files.find("js/index.a1.js", "br")[1].path.exists()


def test_what_a_first_visit_needs_comes_first(static, stores, monkeypatch):
    order = []
    monkeypatch.setitem(packed_files.PACKERS, "gzip", lambda content: order.append(content) or b"")
    first = ["js/index.a1.js", "js/none.js"]
    PackedFiles(static / "static", stores, lambda: first).prepare()
    assert order[0].startswith(b"start")
    assert len(order) == 3
