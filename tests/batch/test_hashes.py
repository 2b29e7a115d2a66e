"""Contents decide; unchanged files are not read again."""

import os
import time
from hashlib import sha256

from evallib.batch import FileHashes, library_versions


def old(path, text):
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8")
    os.utime(path, (time.time() - 60, time.time() - 60))
    return path


def test_a_file(tmp_path):
    path = old(tmp_path / "a.txt", "甲")
    assert FileHashes().of(path) == sha256("甲".encode()).hexdigest()


def test_a_tree_knows_names_and_contents(tmp_path):
    def tree():
        return FileHashes().tree(tmp_path / "t")

    seen = {tree()}
    old(tmp_path / "t" / "a.txt", "1")
    seen.add(tree())
    old(tmp_path / "t" / "b" / "c.txt", "1")
    seen.add(tree())
    (tmp_path / "t" / "a.txt").rename(tmp_path / "t" / "z.txt")
    seen.add(tree())
    old(tmp_path / "t" / "z.txt", "2")
    seen.add(tree())
    assert len(seen) == 5
    old(tmp_path / "t" / "__pycache__" / "x.pyc", "2")
    old(tmp_path / "t" / ".hidden", "2")
    old(tmp_path / "t" / "~$open.xlsx", "2")
    assert tree() in seen


def test_unchanged_files_are_not_read_again(tmp_path, monkeypatch):
    path, index = old(tmp_path / "a.txt", "甲"), tmp_path / "index.json"
    first = FileHashes(index)
    before = first.of(path)
    first.save()
    monkeypatch.setattr(type(path), "read_bytes", lambda self: 1 / 0)
    assert FileHashes(index).of(path) == before


def test_the_index_names_no_file(tmp_path):
    path, index = old(tmp_path / "王小明13812345678.txt", "甲"), tmp_path / "index.json"
    hashes = FileHashes(index)
    hashes.of(path)
    hashes.save()
    text = index.read_text(encoding="utf-8").encode().decode("unicode_escape")
    assert len(text) > 64 and not any(word in text for word in ("王小明", "13812345678", "txt"))


def test_an_index_of_names_is_written_anew(tmp_path):
    path = old(tmp_path / "王小明.txt", "甲")
    index = old(tmp_path / "index.json", '{"/somewhere/13812345678.xlsx": [1, 2, 3, "x"]}')
    hashes = FileHashes(index)
    hashes.of(path)
    hashes.save()
    assert "13812345678" not in index.read_text(encoding="utf-8")


def test_a_change_of_the_same_size_is_seen(tmp_path):
    path, index = old(tmp_path / "a.txt", "甲"), tmp_path / "index.json"
    first = FileHashes(index)
    before = first.of(path)
    first.save()
    path.write_text("乙", encoding="utf-8")
    assert FileHashes(index).of(path) != before


def test_files_just_written_are_not_trusted(tmp_path):
    path, index = tmp_path / "a.txt", tmp_path / "index.json"
    path.write_text("甲", encoding="utf-8")
    first = FileHashes(index)
    first.of(path)
    first.save()
    assert not index.exists() or index.read_text(encoding="utf-8") == "{}"


def test_a_torn_index_is_nothing(tmp_path):
    path, index = old(tmp_path / "a.txt", "甲"), old(tmp_path / "index.json", '{"a')
    assert FileHashes(index).of(path)


def test_versions():
    assert {"evallib", "pandas", "plotly"} <= library_versions().keys()
