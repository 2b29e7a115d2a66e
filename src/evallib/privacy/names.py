"""Names of persons (姓名): after a word that says who somebody is, before a form of address, beside a masked number.

A name is not known by a list: it is recognised by its surname (姓) and by what stands round it. Words that only begin
like a name stay.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from evallib.privacy.numbers import Span

SURNAMES = (
    "赵钱孙李周吴郑王冯陈褚卫蒋沈韩杨朱秦尤许何吕施张孔曹严华金魏陶姜戚谢邹喻苏潘葛范彭郎鲁韦马苗凤方俞任袁柳鲍史唐费廉岑薛雷贺倪汤"
    "滕罗毕郝邬安常乐于傅齐康伍余顾孟黄穆萧尹姚邵汪祁毛狄臧戴宋庞熊纪舒屈项祝董梁杜阮蓝闵季贾江童颜郭梅盛林钟徐邱骆高夏蔡田樊胡凌霍"
    "虞万柯管卢莫房干解应宗丁宣邓单杭洪包左石崔吉龚程邢裴陆荣翁荀甄曲封储靳段焦巴侯宓全班仰仲伊宫宁仇刘叶白蒲卓池乔闻党翟谭劳冉桂牛边"
    "燕尚温庄晏柴瞿阎慕连习艾容向古易廖终步耿满匡国文寇广东欧沃利师聂辛简饶曾关相查游权肖岳涂"
    "仝郜逄亓佘佟冼仉冮靖车巩敖闫侍苑修谷练隋鞠芦苟覃揭肇邸晁阚麻降展衡伏咸籍楚原闾窦章云昌俸路娄危刁郁戈麦蔺屠蒙阴胥双莘贡逄姬申扶堵宰郦雍郤璩桑濮寿通"
)
COMPOUND = "欧阳|司马|上官|诸葛|夏侯|东方|尉迟|皇甫|公孙|慕容|令狐|司徒|端木"
#: Surnames that stand more often for a word where no colon or title marks a name.
WORDS = "向于应国广东利师相查游权连习终步全班边满文经常平和时令车修通云原路展双降章伏申昌危原咸楚谷"
PERSON = (
    "投诉人|来电人|诉求人|反映人|举报人|联系人|当事人|报修人|申请人|姓名|承办人|经办人|填表人|填报人|制表人|审核人|回访人|办理人|负责人|"
    "法定代表人|法人代表|户主"
)
GROUP = "居民|市民|业主|住户|租户|租客|群众|老人|患者|本人|我叫"
TITLES = "先生|女士|小姐|阿姨|阿婆|阿公|阿伯|大爷|大妈|大叔|大伯|大娘|大姐|大哥|老伯|老太|老先生|伯伯|婆婆|爷叔|奶奶|爷爷|师傅|老师"
SAYS = "反映|来电|致电|投诉|举报|表示|称|要求|诉求|希望|电话|手机|身份证|家住|家中|家里|家门|家楼|住在|说|讲|认为|提出|告知|询问|咨询|拨打"
#: Words that begin like a name but are none.
NO_NAMES = ("方面", "方便", "安全", "平安", "安排", "安装", "安置", "高度", "高空", "高龄", "白天", "任何", "周边", "周围", "关于", "管理",
            "万一", "万人", "万户", "万余", "万名", "万元", "单位", "房屋", "房东", "项目", "金额", "陈述", "严重", "温馨", "石材", "田地",
            "车辆", "车棚", "包括", "解决", "邮箱", "房修", "干部", "党员", "党委", "应急", "常委", "全体", "华人", "严禁", "施工", "解释",
            "修改", "方式", "方法", "方案", "郑重", "严正", "谢谢", "谢绝", "马上", "康复", "方才", "任职", "毛坯", "乐意", "温饱", "黄牛", "曾多", "曾经", "曾向", "曾于",
            "单独", "宣传", "申请", "封闭", "白领", "纪检", "安保")  # fmt: skip
#: What stands after 投诉人： and is nobody's name.
NOBODY = re.compile(
    r"(?:匿名|地址|保密|不详|未知|未留|未提供|同上|无|略|详见|居民|市民|业主|群众|住户|租户|本人|单位|本镇|办公室|某某|见附|电话|手机|联系|反映|来电|姓名|如下|以上|值班|[一-龥]{0,3}(?:人员|部门|中心|单位|公司|科室?|局|处|办|组|所|站|队|委))"
)
#: Words whose last sign is a surname: 水管师傅 is no Mr Guan.
ENDINGS = {"水管", "主管", "保管", "城管", "物管", "派单", "订单", "工单", "保安", "公安", "治安", "平安", "清洁", "居家", "大家", "本市", "老年"}  # fmt: skip

SURNAME = f"(?:(?:{COMPOUND})|[{SURNAMES}])"
NAME = rf"{SURNAME}[\u4e00-\u9fff]{{1,2}}"
PLAIN_NAME = rf"(?:(?:{COMPOUND})|(?![{WORDS}])[{SURNAMES}])(?!{SAYS})[\u4e00-\u9fff]{{1,2}}"
FOREIGN = r"[\u4e00-\u9fff]{2,6}·[\u4e00-\u9fff]{2,8}"
END = rf"(?=[,，。;；、:(（)）\s0-9A-Za-z\"'“”‘’<>《》【】\[\]/|*-]|{SAYS}|[男女]|$)"
MARK = r"[:(\"'“‘<《【\[\s=-]"
SAID = re.compile(
    rf"(?:{PERSON})(?:姓名)?(?:{MARK}|为|系|是|叫){{1,3}}(?P<it>{FOREIGN}|{NAME}|(?<=:)[\u4e00-\u9fff]{{2,3}}{END}|[A-Z][a-z]+(?: [A-Z][a-z]+){{1,2}})"
)
OF_GROUP = re.compile(rf"(?:{GROUP})(?:[:(\"“‘]|叫){{1,2}}\s?(?P<it>{FOREIGN}|{NAME})")
BESIDE = re.compile(rf"(?:{PERSON}|(?:{GROUP})(?:代表)?|我是)(?P<it>{FOREIGN}|{PLAIN_NAME}){END}")
CALLED = re.compile(rf"我叫(?![车号])(?P<it>{FOREIGN}|{NAME}){END}")
DESCRIBED = re.compile(rf"(?<![\u4e00-\u9fff])(?P<it>{PLAIN_NAME})(?=[,(] ?[男女](?:[,，。)]|$))")
TITLED = re.compile(rf"{SURNAME}[\u4e00-\u9fff]{{0,2}}?(?={TITLES})")
MASKED = r"(?:1[3-9]\d\*{4}\d{4}|（(?:手机号码|电话|身份证号)）|\((?:手机号码|电话|身份证号)\))"
NUMBERED = re.compile(
    rf"(?:(?<![\u4e00-\u9fff])|(?<=联系|回复|致电|答复)|(?<=联系人)|(?<=[经由向与和请找是为及的]))(?P<it>{PLAIN_NAME})(?=[ (:,、]{{0,2}}{MASKED})"
)
AFTER_NUMBER = re.compile(rf"{MASKED}[ ,、)/-]{{1,2}}(?P<it>{PLAIN_NAME}){END}")
PERSON_HEADERS = re.compile(
    rf"(?:{PERSON}|来访人|承租人|产权人|受访者|受访人)(?:姓名|名称)?|(?:{GROUP})姓名"
    r"|[\u4e00-\u9fff]{0,4}(?:电话|手机|座机|固话|联系方式|身份证|邮箱|车牌)(?:号码?)?|(?:来电|证件)号码?|[家庭居]{0,2}住址|门牌号?|室号"
)
PERSON_VALUE = re.compile(rf"{PLAIN_NAME}|{FOREIGN}|[1-9]\d{{6,17}}[\dXx]?")
HINT = re.compile(rf"{PERSON}|{GROUP}|我是|[,，(（] ?[男女]")
TITLE_HINT, MASKED_HINT = re.compile(TITLES), re.compile(MASKED)


def find_names(text: str) -> Iterator[Span]:
    """Names after a word for a person (投诉人、居民 …).

    >>> [text[a:b] for text in ["联系人(李四)、居民王建国说", "居民万人评议"] for a, b, _ in find_names(text)]
    ['李四', '王建国']
    """
    taken: set[int] = set()
    for pattern in (SAID, OF_GROUP, CALLED, BESIDE, DESCRIBED):
        for found in pattern.finditer(text):
            start, end = found.span("it")
            word = found["it"]
            if start in taken or word.startswith(NO_NAMES) or word.startswith("某") or NOBODY.match(word):
                continue
            # A given name does not take the verb along: 王伟说 is 王伟.
            cut = re.search(SAYS, word[2:]) if len(word) > 2 and "·" not in word else None
            taken.add(start)
            yield start, start + 2 + cut.start() if cut else end, "某某"


def find_titled(text: str) -> Iterator[Span]:
    """Surnames before a form of address (王先生); the address stays.

    >>> [text[a:b] for text in ["王阿婆，水管师傅"] for a, b, _ in find_titled(text)]
    ['王']
    """
    for found in TITLED.finditer(text):
        if not found[0].startswith(NO_NAMES) and text[max(0, found.start() - 1) : found.start() + 1] not in ENDINGS:
            yield found.start(), found.end(), "某"


def find_numbered(text: str) -> Iterator[Span]:
    """Names beside a number that has been masked: 李四 138****5678.

    >>> [text[a:b] for text in ["李四 138****5678"] for a, b, _ in find_numbered(text)]
    ['李四']
    """
    for found in (*NUMBERED.finditer(text), *AFTER_NUMBER.finditer(text)):
        if not found["it"].startswith(NO_NAMES) and not NOBODY.match(found["it"]):
            yield *found.span("it"), "某某"


def is_person_header(text: str) -> bool:
    """Whether a header names a column of persons, or of what leads to them.

    >>> is_person_header("投诉人姓名"), is_person_header("联系电话*"), is_person_header("联系人数")
    (True, True, False)
    """
    return bool(PERSON_HEADERS.fullmatch(re.sub(r"\s|[:：*]+\s*$|[(（][^0-9()（）]*[)）]|\*", "", text)))


def mask_person(text: str) -> str:
    """某某 for what stands under a header of persons and can be a name or a number.

    >>> mask_person("李四"), mask_person("64123456"), mask_person("合计")
    ('某某', '某某', '合计')
    """
    bare = text.strip()
    return "某某" if PERSON_VALUE.fullmatch(bare) and not bare.startswith(NO_NAMES) else text
