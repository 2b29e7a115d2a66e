"""Everything that was written, as text, so that nothing hides in an archive."""

import io
import re
import zipfile

import pyarrow.parquet as pq
from pyarrow import feather

ESCAPED = re.compile(r"\\u([0-9a-f]{4})")


def everything(folder):
    """Every byte under a folder as text, archives and Parquet files opened."""
    for path in sorted(item for item in folder.rglob("*") if item.is_file()):
        data = path.read_bytes()
        yield path, path.name
        text = data.decode("utf-8", "ignore")
        yield path, text
        yield path, ESCAPED.sub(lambda sign: chr(int(sign[1], 16)), text)
        if data.startswith(b"PK\x03\x04"):
            with zipfile.ZipFile(io.BytesIO(data)) as archive:
                for name in archive.namelist():
                    yield path, archive.read(name).decode("utf-8", "ignore")
        if path.suffix == ".arrow":
            yield path, feather.read_table(path).to_pandas().to_csv()
        if path.suffix == ".parquet":
            yield path, pq.read_table(path).to_pandas().to_csv()
