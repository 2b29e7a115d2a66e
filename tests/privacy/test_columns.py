from __future__ import annotations

import pyarrow as pa
import pytest

from evallib.privacy import mask_addresses, mask_free_text, mask_labels, mask_request_numbers


@pytest.mark.parametrize(
    ("text", "masked"),
    [
        ("电话13812345678，请回电", "电话138****5678，请回电"),
        ("手机 138-1234-5678", "手机 138****5678"),
        ("证件310112199001011234", "证件******"),
        ("证件31011219900101123X", "证件******"),
        ("座机021-12345678", "座机021-****"),
        ("工单20230305000123456789", "工单20230305000123456789"),
        ("家住12弄3号", "家住**弄**号"),
        ("市民王小明来电，沪A12345", "市民某某来电，（车牌）"),
    ],
)
def test_free_text(text: str, masked: str) -> None:
    assert mask_free_text(pa.array([text, None])).values.to_pylist() == [masked, None]


@pytest.mark.parametrize(
    ("text", "masked"),
    [
        ("热线13812345678", "热线138****5678"),
        ("热线１３８１２３４５６７８", "热线138****5678"),
        ("联系021-64123456", "联系（电话）"),
        ("某居委310112199001011234", "某居委（身份证号）"),
        ("wang.xm@example.com", "（邮箱）"),
        ("沪A12345", "（车牌）"),
        ("12345热线", "12345热线"),
        ("110联动", "110联动"),
        ("高老师工作室", "高老师工作室"),
    ],
)
def test_names_of_things(text: str, masked: str) -> None:
    found = mask_labels(pa.chunked_array([[text, None], ["别的", text]]))
    assert found.values.to_pylist() == [masked, None, "别的", masked]
    changed = [False] * 4 if found.changed is None else found.changed.to_pylist()
    assert changed == [masked != text, False, False, masked != text]
    assert bool(found.kinds) == (masked != text)


@pytest.mark.parametrize(
    ("address", "masked"),
    [
        ("某路12弄3号402室", "某路12弄3号"),
        ("某路12弄3号A座1203室", "某路12弄3号"),
        ("某村8号", "某村8号"),
        ("幸福路88弄5号402室 13900000005 王建军", "幸福路88弄5号"),
        ("幸福路88弄5号402", "幸福路88弄5号"),
        ("幸福路88弄 5号王建军", "幸福路88弄 5号"),
        ("幸福路８８弄５号４０２", "幸福路８８弄５号"),
        ("幸福路88弄402室", "幸福路88弄"),
        ("幸福路402室", "幸福路**室"),
        ("幸福路88号-2-301", "幸福路88号"),
        ("幸福路12-3-402", "幸福路12"),
        ("幸福路88-1号底楼", "幸福路88-1号"),
        ("阳光小区12幢301室王建军", "阳光小区12幢"),
        ("阳光小区12号楼3单元402", "阳光小区12号楼"),
        ("地铁8号线幸福路站5号口", "地铁8号线幸福路站5号"),
        ("地铁8号线幸福路站", "地铁8号线幸福路站"),
        ("文化广场 王建军", "文化广场"),
        ("文化广场13900000005王建军", "文化广场"),
        ("文化广场 周边", "文化广场 周边"),
        ("文化广场402室", "文化广场**室"),
        ("幸福路近平安路", "幸福路近平安路"),
        ("13900000005 幸福路88弄5号402室", "139****0005 幸福路88弄5号"),
        ("投诉人王建军，幸福路88弄5号", "投诉人某某，幸福路88弄5号"),
    ],
)
def test_address(address: str, masked: str) -> None:
    found = mask_addresses(pa.array([address, None]))
    assert found.values.to_pylist() == [masked, None]
    assert bool(found.kinds) == (masked != address)


@pytest.mark.parametrize("number", ["13812345678", "138-1234-5678", "11010519491231002X", "工单13812345678"])
def test_case_numbers_that_name_a_person(number: str) -> None:
    first, second = mask_request_numbers(pa.array([number, "S1"]), b"k").values.to_pylist()
    assert first.isalpha() and second == "S1"
    # Two numbers that a mask would make the same stay two cases.
    other = number.replace("1234", "4321") if "1234" in number else "310112199001011235"
    assert mask_request_numbers(pa.array([other]), b"k").values.to_pylist() != [first]


@pytest.mark.parametrize(
    "number", ["20230305000123456789", "S13812345678", "110105194912310021", "2313812345678", "110"]
)
def test_case_numbers_stay_as_they_are(number: str) -> None:
    masked = mask_request_numbers(pa.array([number]), b"k")
    assert masked.values.to_pylist() == [number] and masked.changed is None
