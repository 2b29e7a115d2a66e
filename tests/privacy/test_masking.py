"""What is personal is masked, what is not stays: two tables of texts as people write them."""

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from evallib.privacy import check_character, mask_label, mask_text, may_identify
from evallib.privacy import masked as look

PHONE, HOME, CARD, MAIL, PLATE, NAME, HOUSE = (
    "手机号码", "固定电话", "身份证号", "电子邮箱", "车牌号", "姓名", "门牌室号",
)  # fmt: skip

MASKED = {
    PHONE: [
        ("请回电13912345678。", "请回电139****5678。"),
        ("139 1234 5678，+86-139-1234-5678", "139****5678，139****5678"),
        ("１３９１２３４５６７８（微信同号）", "139****5678（微信同号）"),
        ("138.1234.5678", "138****5678"),
        ("138—1234—5678", "138****5678"),
        ("138——1234——5678", "138****5678"),
        ("138 123 45678", "138****5678"),
        ("（138）12345678", "138****5678"),
        ("（13812345678）", "（138****5678）"),
        ("13\u200b8123\ufeff45678", "138****5678"),
        ("138\u00a01234\u30005678", "138****5678"),
        ("0086-13812345678/13912345678", "138****5678/139****5678"),
        ("13900000097.0", "139****0097"),
        ("手机一三八一二三四五六七八", "手机138****5678"),
    ],
    HOME: [
        ("021-64123456，(021)6412 3456，02164123456", "（电话），（电话），（电话）"),
        ("电话64123456", "电话（电话）"),
        ("电话号码64123456", "电话号码（电话）"),
        ("固话64123456", "固话（电话）"),
        ("来电64123456", "来电（电话）"),
        ("联系方式64123456", "联系方式（电话）"),
        ("tel 64123456", "tel （电话）"),
        ("电话 6412 3456", "电话 （电话）"),
        ("021—64123456", "（电话）"),
        ("+86 21 64123456", "（电话）"),
        ("座机：021-6412-3456转808", "座机：（电话）"),
    ],
    CARD: [
        ("证件310112199001011234", "证件（身份证号）"),
        ("证件31011219900101123x", "证件（身份证号）"),
        ("证件 310112900101123。", "证件 （身份证号）。"),
        ("ID310112199001011234", "ID（身份证号）"),
        ("abc11010519491231002X号", "abc（身份证号）号"),
        ("编号11010519491231002X", "编号（身份证号）"),
        ("310112 1990 0101 1234", "（身份证号）"),
        ("身份证号码：310112199002301234", "身份证号码：（身份证号）"),
        ("3101\u200b12199001011234", "（身份证号）"),
    ],
    MAIL: [
        ("邮箱 wang.xm@example.com.cn", "邮箱 （邮箱）"),
        ("user（at）qq.com", "（邮箱）"),
    ],
    PLATE: [
        ("沪A·12345、沪AD12345、皖K8888挂", "（车牌）、（车牌）、（车牌）"),
        ("沪a12345", "（车牌）"),
        ("沪 A12345", "（车牌）"),
        ("沪A12 345", "（车牌）"),
        ("沪A・12345", "（车牌）"),
        ("WJ沪1234A", "（车牌）"),
        ("沪A12345D", "（车牌）"),
        ("沪A12345 2023年", "（车牌） 2023年"),
        ("车牌A12345", "车牌（车牌）"),
    ],
    NAME: [
        ("投诉人：李四；联系人欧阳修远，姓名为王小明", "投诉人：某某；联系人某某，姓名为某某"),
        ("市民王小明反映，居民张某来电", "市民某某反映，居民某某来电"),
        ("陈女士与王小明先生", "某女士与某先生"),
        ("居民王建国说楼上漏水", "居民某某说楼上漏水"),
        ("居民王强说楼上漏水", "居民某某说楼上漏水"),
        ("联系人（李四）", "联系人（某某）"),
        ("举报人“张伟”", "举报人“某某”"),
        ("诉求人-张伟", "诉求人-某某"),
        ("投诉人：仝建国", "投诉人：某某"),
        ("投诉人：奥敏，", "投诉人：某某，"),
        ("投诉人：买买提·艾力", "投诉人：某某"),
        ("我叫李雷，", "我叫某某，"),
        ("承办人：李四", "承办人：某某"),
        ("业主代表李强反映，居民曾国华来电", "业主代表某某反映，居民某某来电"),
        ("王阿婆、李老伯和陈阿姨", "某阿婆、某老伯和某阿姨"),
        ("张伟，男，45岁", "某某，男，45岁"),
        ("投诉人：Zhang San", "投诉人：某某"),
    ],
    HOUSE: [
        ("某路12弄3号402室", "某路**弄**号**室"),
        ("5号楼201室、3幢502", "**号楼**室、**幢**"),
        ("B栋2单元", "**栋**单元"),
        ("幸福路 88 号", "幸福路 ** 号"),
        ("88 弄 3 号 402 室", "** 弄 ** 号 ** 室"),
        ("3号楼2单元501", "**号楼**单元**"),
        ("1单元402，", "**单元**，"),
        ("幸福路3-2-501", "幸福路**"),
        ("某小区3-2-501", "某小区**"),
        ("A座1203", "**座**"),
        ("5#402", "**#**"),
        ("402房间", "**房间"),
        ("幸福公寓12号", "幸福公寓**号"),
        ("某小区12号", "某小区**号"),
        ("3组15号", "**组**号"),
        ("五零一室", "**室"),
        ("幸福路88弄5号402室改造扰民", "幸福路**弄**号**室改造扰民"),
        ("家住5号楼改造工地旁", "家住**号楼改造工地旁"),
    ],
}  # fmt: skip

UNCHANGED = [
    # money, counts, dates
    "14.5 万元", "1,381,234,567.80", "金额13812345678元", "数量13912345678", "13812345678.00", "执行金额（元）13812345678",
    "1381234.5678 万元", "电话费64123456元", "电话回访12345678次", "2024.5.8-2025.5.7", "2023年11月—2024年10月", "来电20230305反映",
    "150.25 1200.50", "1500 200 3000 150 200 30000", "12345热线共受理38,935件", "人员照片插卡16*7cm",
    # document numbers, codes, short numbers
    "财预〔2020〕10号", "沪财绩〔2020〕6号", "沪府办发〔2023〕1号", "编号310112202303051234", "预算编码310112202301015678",
    "订单202311111234567890", "统一社会信用代码91310112MA1GB12345", "拨打110", "热线962121", "第3号", "第5号令",
    # streets, lines, plants
    "地铁12号线", "2号线", "3号机位", "沪A股上市", "李子园路改造", "罗山路12号线", "向阳路", "幸福路88号红绿灯", "1-3号楼", "公园3号门",
    # projects
    "5号楼改造项目", "102室改造工程", "某路100弄老旧小区改造", "12栋楼加装电梯", "5单元测试", "3号楼加固工程", "402房屋征收", "三室两厅", "100房间",
    "租赁向化大街188号办公场地", "上海警辉电子科技有限公司",
    # words that begin like names
    "居民万人评议", "居民满意度90%", "业主方面反映", "群众安全感", "市民热线", "联系人", "联系人：同上", "投诉人：匿名", "申请人：某某公司",
    "应急处置（城市运行）4人", "安排师傅维修", "水管师傅", "市民代表参加", "居民方便停车，", "诉求人（地址）", "负责人安排",
    "市民曾来电", "市民曾多次反映", "市民郑重要求", "业主马上要求", "居民康复，", "我叫号等了很久", "本人任职",
]  # fmt: skip

LABELS = [
    ("王老师课堂 13912345678", "王老师课堂 139****5678", (PHONE,)),
    ("回复投诉人王建军（幸福路88弄5号402室）", "回复投诉人某某（幸福路**弄**号**室）", (NAME, HOUSE)),
    ("回访3号楼2单元501", "回访**号楼**单元**", (HOUSE,)),
    ("5号楼201室会议系统", "5号楼201室会议系统", ()),
    ("幸福路88号综合楼", "幸福路88号综合楼", ()),
    ("某路100弄二次供水", "某路100弄二次供水", ()),
    ("幸福大道100号外立面", "幸福大道100号外立面", ()),
]


@pytest.mark.parametrize(("kind", "text", "masked"), [(kind, *row) for kind, rows in MASKED.items() for row in rows])
def test_personal_data_is_masked(kind, text, masked):
    told = look(text)
    assert (told.text, told.kinds) == (masked, (kind,))


@pytest.mark.parametrize("text", UNCHANGED)
def test_what_is_not_personal_stays(text):
    assert mask_text(text) == mask_label(text) == text


@pytest.mark.parametrize(("text", "masked", "kinds"), LABELS)
def test_labels_lose_only_what_is_certain(text, masked, kinds):
    told = look(text, False)
    assert (told.text, told.kinds) == (masked, kinds)


def test_the_tables_are_large_enough():
    assert sum(map(len, MASKED.values())) >= 60 and len(UNCHANGED) >= 40


@pytest.mark.parametrize(
    ("text", "masked"),
    [
        ("李四 13812345678", "某某 138****5678"),
        ("经张建国（13812345678）确认", "经某某（138****5678）确认"),
        ("幸福路 13812345678 王建军", "幸福路 138****5678 某某"),
        ("已联系张伟13812345678", "已联系某某138****5678"),
        ("联系方式13812345678", "联系方式138****5678"),
        ("电话13812345678、金额5元", "电话138****5678、金额5元"),
    ],
)
def test_a_name_beside_a_number_goes_with_it(text, masked):
    assert mask_text(text) == mask_label(text) == masked


def test_unseen_signs_stay_where_nothing_is_masked():
    assert mask_text("预\u200b算") == "预\u200b算"


def test_the_short_way_past_texts_lets_nothing_personal_pass():
    """Case exports look closely only at the texts that `may_identify` finds (by Arrow's RE2)."""
    import pyarrow as pa
    import pyarrow.compute as pc

    texts = [text for rows in MASKED.values() for text, _ in rows]
    looked = pc.match_substring_regex(pa.array(texts), may_identify()).to_pylist()
    assert [text for text, look in zip(texts, looked, strict=True) if not look] == []


def test_check_character():
    assert check_character("11010519491231002") == "X" and check_character("31011219900101123") == "3"


@pytest.mark.slow
@pytest.mark.parametrize(
    "piece",
    ["1", "一", "a", "138 ", "1 弄 ", "a@b.1", "(at)", "3-2-", "王", "投诉人", "电话 2", "沪A12 ", "\u200b1", "市民来电反映某路积水，请尽快处理。"],
)  # fmt: skip
def test_a_megabyte_takes_seconds(piece):
    text = piece * (1_000_000 // len(piece))
    started = time.process_time()
    look.__wrapped__(text)
    # Time grows with the length alone; a text of nothing but surnames or addresses is looked at sign by sign.
    assert time.process_time() - started < (8 if piece in "1 弄 王" else 4)


@pytest.mark.slow
@given(st.text(max_size=60))
def test_masking_twice_is_masking_once(text):
    once = mask_text(text)
    assert mask_text(once) == once


@given(
    st.text(alphabet="市民反映漏水、，。 a", max_size=10),
    st.from_regex(r"1[3-9][0-9]{9}", fullmatch=True),
    st.text(alphabet="请回复，。 b", max_size=10),
)
def test_no_mobile_number_gets_through(before, number, after):
    assert number not in mask_text(before + number + after)
