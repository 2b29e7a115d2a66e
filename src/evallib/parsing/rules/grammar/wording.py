"""Printed text of a 评分标准 → one spelling: widths, signs, Chinese numerals, faults of print."""

from __future__ import annotations

import re

from evallib.model import patterns

_WIDE = str.maketrans(
    "０１２３４５６７８９％．－（）：；，＝＋＊／＜＞［］｛｝【】〔〕〈〉﹪﹤﹥‰×✕÷≦≧⩽⩾﹣－–—―～〜∼－！？、",
    "0123456789%.-():;,=+*/<>[]{}[][]<>%<>‰**/≤≥≤≥----" + "-~~~-!?、",
)


_LETTER_DIGITS = {"l": "1", "I": "1", "O": "0", "o": "0"}


_DIGIT = {"零": 0, "〇": 0, "一": 1, "二": 2, "两": 2, "三": 3, "四": 4, "五": 5, "六": 6, "七": 7, "八": 8, "九": 9}


_CHINESE = "零〇一二两三四五六七八九十百"


UNITS = (
    "[万亿](?:人次|件次|平方米|立方米|公里|千瓦时|平米|公斤|元|人|件|次|户|吨|亩|套|只|头|株|份|"
    "个|家|条|米|册|页|字|张|场)|‰|个百分点|百分点|平方公里|平方米|立方米|个工作日|工作日|人次|"
    "单次|项次|件次|台次|户次|场次|车次|公里|千米|厘米|公斤|"
    "微克|毫克|个季度|千克|平米|小时|分钟|个月|季度|千元|位次|名次|起次|处次|点位|"
    "批次|元|个|件|次|项|处|例|起|份|人|条|家|户|名|位|天|"
    "日|周|月|年|篇|张|台|套|种|辆|株|棵|米|吨|亩|卷|班|样|宗|批|场|块|片|类|级|单|"
    "桩|堆|只|头|座|幢|栋|间|所|站|盏|度|遍|回|轮|期|"
    "学时|课时|岁|节|毫米|分贝|公顷|班次|艘次|辆次|点次|层|页|门|款|艘|千瓦时|立方|笔|幅|本|"
    "册|道|段|排|支|根|盆|袋|桶|车|趟|字|票|题|秒|点|档|组|队|村|镇|社区|环节|方面|要点|要素|"
    "阶段|指标|科目|事项|问题|部门|单位|案件|工单|亿"
)


NUMBER = r"-?\d+(?:\.\d+)?"


_NUMERAL_BEFORE = re.compile(
    rf"(?<![统唯划同专归])([{_CHINESE}]+)"
    rf"(?=(?:{UNITS}|分(?!点|别|析|类|级|工|派|解|管|配|层|批|别|值|档|段|项)|倍|票|成))"
)


_KEEP = re.compile(
    "一次(?:性|办结|办成|验收|通过|合格)|一票否决|一网|一线|[一二三四五]级|三定|三公|四率|两级|"
    "三重一大|一件事|一把手|第三方|一标三实|[一二三四五六七八九十]个百分百"
)


def normalise(text: str) -> str:
    """One spelling of a printed rule.

    Widths, dashes, comparison signs and Chinese numerals before a measure word become ASCII; blanks inside the text go,
    a line break stays as one; letters that a scan put for digits are mended.

    >>> normalise("按 期 率 达 9 0％以上（含）的，得 20 分；每少一个百分点扣 l分")
    '按期率达90%以上(含)的,得20分;每少1个百分点扣1分'
    >>> normalise("控制率W 100%，扣0. 2分；第四件起每件扣百分之五")
    '控制率≤100%,扣0.2分;第4件起每件扣5%'
    """
    text = text.translate(_WIDE).replace("\u3000", " ").replace("\xa0", " ")
    text = patterns.sub(r"\s*\n\s*", "\n", text.strip())
    text = patterns.sub(r"[^\S\n]+", "", text)
    text = patterns.sub(r"(?<=[\u4e00-\u9fff)])\.(?=$|[\n\u4e00-\u9fff(])", "。", text)
    text = text.replace(">=", "≥").replace("<=", "≤").replace("=>", "≥").replace("=<", "≤").replace("〉", ">")
    text = patterns.sub(r"大于(?:或)?等于|不小于", "≥", text)
    text = patterns.sub(r"(微克|毫克)/(?:立方米|升|L|m3|m³)", r"\1", text)
    text = text.replace("乘以", "*").replace("除以", "/")
    text = patterns.sub(
        r"(?<![最可])(?<!最低)(?<!最高)(?:[得计记给赋](?:分)?(?:为)?(?:0|零)分?|不予?[计记给赋]分)(?=[,;。)(\n]|$)",
        "不得分",
        text,
    )
    text = patterns.sub(r"小于(?:或)?等于|不大于", "≤", text)
    if patterns.search(r"比(?!较|对|赛|如)", text) or patterns.fullmatch(r"1:\d+(?:\.\d+)?", text):
        text = patterns.sub(r"(?<![\d.:])1:(\d+(?:\.\d+)?)(?![\d:.]|分(?!钟))", r"\1倍", text)  # 投资比达到1:5以上
    text = patterns.sub(r"(?<![A-Za-z])[WQ](?=\d+(?:\.\d+)?%)", "≤", text)
    text = patterns.sub(r"(?<=[扣得加减计记为满])([lIOo])(?=\.?\d*分)", lambda m: _LETTER_DIGITS[m[1]], text)
    text = patterns.sub(r"(?<=\d)[。,](?=\d+分)", ".", text) if patterns.search(r"扣0[。,]\d", text) else text
    text = patterns.sub(r"(?<=[\d.])[Oo](?=[\d%分])", "0", text)
    text = patterns.sub(r"(?<=\d)-(?=\d)|(?<=%)-(?=\d)|(?<=分)-(?=\d)|(?<=\))-(?=\d)", "~", text)
    text = patterns.sub(r"(?<=[\d%)])(?:至|到|~)(?=\d)", "~", text)
    text = patterns.sub(
        r"((?:^|(?<=[,;。:\n]))\d+(?:项|个|条|点))(满足|符合|具备|达到|达标|落实)(?=[,;。得的])", r"\2\1", text
    )
    text = patterns.sub(r"每个?(?=百分点)", "每1个", text)
    text = patterns.sub(r"(?<=[扣得加减计])半分(?!钟)", "0.5分", text)
    text = patterns.sub(r"(?<=[为于])零(?=[,;。得计的)]|次|$)", "0", text)
    return _numerals(text)


def _numerals(text: str) -> str:
    text = patterns.sub(rf"百分之([{_CHINESE}]+|\d+(?:\.\d+)?)", lambda m: f"{_value(m[1])}%", text)
    text = patterns.sub(rf"([{_CHINESE}]+)分之([{_CHINESE}]+)", lambda m: f"{_value(m[2])}/{_value(m[1])}", text)
    kept = [m.span() for m in _KEEP.finditer(text)]

    def put(match: re.Match[str]) -> str:
        if any(left <= match.start() < right for left, right in kept):
            return match[0]
        return _value(match[1])

    text = _NUMERAL_BEFORE.sub(put, text)
    text = patterns.sub(rf"第([{_CHINESE}]+)", lambda m: f"第{_value(m[1])}", text)
    return patterns.sub(rf"(?<=[前后])([{_CHINESE}]+)(?=名|位|个|,|的|得)", lambda m: _value(m[1]), text)


def _value(text: str) -> str:
    """Chinese numeral → digits (to 999).

    >>> _value("二十五"), _value("十"), _value("一百零五"), _value("二百"), _value("95")
    ('25', '10', '105', '200', '95')
    """
    if text[0].isdigit():
        return text
    total, last = 0, 0
    for sign in text:
        if sign == "百":
            total, last = total + (last or 1) * 100, 0
        elif sign == "十":
            total, last = total + (last or 1) * 10, 0
        else:
            last = _DIGIT[sign]
    return str(total + last)
