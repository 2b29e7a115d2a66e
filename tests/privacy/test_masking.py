import pytest
from hypothesis import given
from hypothesis import strategies as st

from evallib.privacy.masking import mask_text

PHONE, HOME, CARD, MAIL, PLATE, NAME, HOUSE = (
    "手机号码", "固定电话", "身份证号", "电子邮箱", "车牌号", "姓名", "门牌室号",
)  # fmt: skip


@pytest.mark.parametrize(
    ("text", "masked", "kinds"),
    [
        ("请回电13912345678。", "请回电139****5678。", (PHONE,)),
        ("139 1234 5678，+86-139-1234-5678", "139****5678，139****5678", (PHONE,)),
        ("１３９１２３４５６７８（微信同号）", "139****5678（微信同号）", (PHONE,)),
        ("证件310112199001011234", "证件（身份证号）", (CARD,)),
        ("证件31011219900101123x", "证件（身份证号）", (CARD,)),
        ("证件 310112900101123。", "证件 （身份证号）。", (CARD,)),
        ("021-64123456，(021)6412 3456，02164123456", "（电话），（电话），（电话）", (HOME,)),
        ("电话64123456", "电话（电话）", (HOME,)),
        ("邮箱 wang.xm@example.com.cn", "邮箱 （邮箱）", (MAIL,)),
        ("沪A·12345、沪AD12345、皖K8888挂", "（车牌）、（车牌）、（车牌）", (PLATE,)),
        ("投诉人：李四；联系人欧阳修远，姓名为王小明", "投诉人：某某；联系人某某，姓名为某某", (NAME,)),
        ("市民王小明反映，居民张某来电", "市民某某反映，居民某某来电", (NAME,)),
        ("陈女士与王小明先生", "某女士与某先生", (NAME,)),
        ("某路12弄3号402室", "某路**弄**号**室", (HOUSE,)),
        ("5号楼201室、3幢502", "**号楼**室、**幢**", (HOUSE,)),
        ("B栋2单元", "**栋**单元", (HOUSE,)),
    ],
)
def test_personal_data_is_masked(text, masked, kinds):
    assert mask_text(text) == (masked, kinds)


@pytest.mark.parametrize(
    "text",
    [
        "财预〔2020〕10号", "沪府办发〔2023〕1号", "地铁12号线", "3号机位", "12345热线共受理38,935件", "订单202311111234567890",
        "2023年11月—2024年10月", "居民满意度90%", "业主方面反映", "群众安全感", "市民热线", "14.5 万元", "1,381,234,567.80",
        "2024.5.8-2025.5.7", "人员照片插卡16*7cm", "租赁向化大街188号办公场地", "上海警辉电子科技有限公司", "联系人",
        "应急处置（城市运行）4人", "安排师傅维修", "市民代表参加", "居民方便停车，",
    ],
)  # fmt: skip
def test_what_is_not_personal_stays(text):
    assert mask_text(text) == (text, ())


def test_labels_lose_numbers_but_no_names():
    assert mask_text("王老师课堂 13912345678", free_text=False) == ("王老师课堂 139****5678", (PHONE,))


@given(st.text(max_size=60))
def test_masking_twice_is_masking_once(text):
    once, _ = mask_text(text)
    assert mask_text(once)[0] == once


@given(
    st.text(alphabet="市民反映漏水、，。 a", max_size=10),
    st.from_regex(r"1[3-9][0-9]{9}", fullmatch=True),
    st.text(alphabet="请回复，。 b", max_size=10),
)
def test_no_mobile_number_gets_through(before, number, after):
    assert number not in mask_text(before + number + after)[0]
