"""Old workbooks (.xls) written record by record, with nothing in them but what a test asks for."""

import struct

SECTOR = 512


def old_workbook(records):
    """Bytes of an .xls with one sheet 表 that holds the records (kind, content)."""
    name = "表".encode("utf-16-le")
    begin = struct.pack("<2H", 0x0600, 0x0005) + bytes(12)
    sheet = b"".join(_record(kind, body) for kind, body in [(0x0809, begin), *records, (0x000A, b"")])

    def book(start):
        place = struct.pack("<IHB", start, 0, 1) + b"\1" + name
        parts = [(0x0809, begin), *[(0x00E0, bytes(20))] * 16, (0x0085, place), (0x000A, b"")]
        return b"".join(_record(kind, body) for kind, body in parts)

    stream = book(len(book(0))) + sheet
    return _container(stream.ljust(8 * SECTOR, b"\0"))


def _record(kind, body):
    return struct.pack("<2H", kind, len(body)) + body


def _container(stream):
    count = len(stream) // SECTOR
    head = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(16) + struct.pack("<5H", 0x3E, 3, 0xFFFE, 9, 6) + bytes(6)
    head += struct.pack("<9I", 0, 1, 1, 0, 4096, 0xFFFFFFFE, 0, 0xFFFFFFFE, 0)
    head += struct.pack("<109I", 0, *[0xFFFFFFFF] * 108)
    links = [0xFFFFFFFD, 0xFFFFFFFE, *range(3, 2 + count), 0xFFFFFFFE]
    table = struct.pack(f"<{len(links)}I", *links).ljust(SECTOR, b"\xff")
    directory = _entry("Root Entry", 5, 1, 0xFFFFFFFE, 0) + _entry("Workbook", 2, 0xFFFFFFFF, 2, len(stream))
    return head + table + directory.ljust(SECTOR, b"\0") + stream


def _entry(name, kind, child, start, length):
    text = (name + "\0").encode("utf-16-le")
    entry = text.ljust(64, b"\0") + struct.pack("<HBB3I", len(text), kind, 1, 0xFFFFFFFF, 0xFFFFFFFF, child)
    return (entry + bytes(36)).ljust(116, b"\0") + struct.pack("<3I", start, length, 0)
