"""Self-evaluations and audits of funds: what is counted and then taken apart, what a summary and the body both tell."""

from __future__ import annotations

import random
from importlib import import_module

import pytest

#: A passage that holds, a figure of it, what is printed instead, and what the doubt or the finding names.
TOLD = {
    "件数之后隔着金额再分": (
        "全年完成结算审计项目86个，送审金额约9417.25万元，审定金额约8306.11万元，审减金额约1111.14万元，平均审减率11.80%。"
        "其中，学校建设项目67个，粮库建设项目11个、卫生院建设项目5个、培训中心建设项目3个。",
        ("67个", "57个"),
        "76个",
    ),
    "导语与正文用同样的话": (
        "审计报告指出，从审计17个重点县情况看，此次审计发现违法违规问题金额3.46亿元，占抽查资金额的16.9%。\n"
        "报告显示，2013年至2015年，各级财政投入共计41.83亿元。\n"
        "此次审计发现违法违规问题金额3.46亿元，占抽查资金额的16.9%，其他问题另行处理。",
        ("3.46亿元", "3.96亿元"),
        "3.46亿元",
    ),
    "答案之间夹着升降": (
        "您觉得夜间出行放心吗？有7.3%的受访者回答“很放心”，比上次调查提高0.8个百分点；有34.8%的回答“放心”，提高3个百分点；"
        "41.9%的人回答“基本放心”，降低1.7个百分点；12.2%的人回答“不太放心”；3.8%的人回答“不放心”，降低0.4个百分点。",
        ("34.8%", "37.8%"),
        "37.8%",
    ),
    "一句话里几个问题": (
        "从收回问卷统计，男占43%、女占57%；30岁以下、30—44岁、45—59岁、60岁及以上各占16.5%、35.5%、30.5%、17.5%；"
        "小学、初中、高中、大学几种学历各占12.0%、31.5%、39.0%、17.5%。",
        ("35.5%", "36.5%"),
        "16.50%",
    ),
    "男与女": ("参与调查的212位公众中，男性占47.16%，女性占52.84%，多数住在城区。", ("52.84%", "58.84%"), "52.84%"),
    "合格在名称之前": (
        "抽查政府系统账号150个，合格账号117个，不合格账号33个，合格率78%。",
        ("78%", "73%"),
        "78",
    ),
    "个与家": ("对正在运行的142个账号进行了检查。其中，市直部门25家，县区117家。", ("117家", "177家"), "202"),
    "几组各有几件": (
        "除信息室报送8条外，县直单位和街道被采用信息58条。其中，农业局11条，人社局7条，水利局、文旅局、住房和城乡建设局各5条，"
        "财政局、司法局、民政局、教育局各4条，公安局、卫健委、供电公司各3条。",
        ("5条", "6条"),
        "67条",
    ),
    "括号里的补助标准": (
        "两区任务1640户，市级配套资金196.8万元（1200元/户），区级配套资金229.6万元（1400元/户）。",
        ("229.6万元", "299.6万元"),
        "229.6万元",
    ),
    "分别是另起一句": (
        "本次调查设六类共127项指标。分别是“对环境的满意度”25项、“对住房的满意度”34项、“对服务的满意度”15项、“对设施的满意度”26项、"
        "“对市容的满意度”15项、“对安全的满意度”12项。",
        ("26项", "28项"),
        "129项",
    ),
    "表里一格一个名目": (
        "部门整体支出绩效自评表\n"
        "预算申请（万元）\t\t年初预算数\t全年预算数\t全年执行数\t分值\t执行率\t得分\n"
        "\t年度资金总额\t3716.42\t3716.42\t3716.42\t10\t100%\t10\n"
        "\t按收入性质分：\t\t\t\t按支出性质分：\n"
        "\t其中：一般公共预算：2304.17\t\t\t\t其中：基本支出：1937.26\n"
        "\t政府性基金拨款：\t\t\t\t项目支出：1779.16\n"
        "\t其他资金：1412.25",
        ("1779.16", "1729.16"),
        "3666.42",
    ),
}
#: Forms as a whole, of which these figures have to be tied.
FORMS = {
    "说明一栏有几个零": (
        "一级指标\t二级指标\t三级指标\t年度指标值\t实际完成值\t分值\t得分\t偏差原因分析及改进措施\n"
        "产出指标\t数量指标\t改造面积\t320\t320\t20\t20\t\n"
        "\t质量指标\t工程完工率\t100\t100\t15\t15\t\n"
        "\t\t工程验收合格率\t100\t100\t15\t15\t\n"
        "\t时效指标\t完成及时率\t100\t100\t10\t10\t\n"
        "效益指标\t社会效益指标\t安全率\t100\t100\t15\t15\t0\n"
        "\t\t学校发展能力\t100\t100\t15\t15\t0\n"
        "满意度指标\t满意度指标\t学生满意度\t100\t100\t10\t10\t0",
        14,
    ),
}
SILENT = {
    "列举不到全部的占比": "居民获知的渠道，电视、报纸、广播、网站分别占32.5%、24.5%、13.0%、9.0%；满意与不满意各占61.5%、20.5%。",
    "男女各有比率": "男性满意率71.26%，女性满意率68.47%，分别比上次提高1.31和2.05个百分点。",
    "各有几件而另有": "共收到信息87条。其中，农业局11条，水利局、文旅局各5条，另有部分单位报送多条未被采用。",
    "标准是别的数": "两区任务1640户、改造面积2.1万平方米，配套资金196.8万元（500元/户），其余自筹。",
    "合格的不是全部": "检查企业150家，合格证明齐全117家，抽样520批次，合格率96%。",
    "指标分三级": "本次测评由3个一级指标、19个二级指标和31个三级指标组成，在全国90个城市同步展开，取得有效样本51837个。",
    "指标共多少个按级说": "该项目共编制14个绩效目标指标，其中一级指标3个，二级指标8个，三级指标14个。",
    "两项工程各有总金额": "共完成工程竣工结算审计项目74个，审计总金额17.26亿元，核减造价2.83亿元。\n"
    "对体育馆等重大投资项目实施跟踪审计，总金额15.26亿元，核减造价2.17亿元。",
    "两处的比率相近": "城区各单位签收速度：一分钟内签收占总指令的97.4%；两分钟内签收占总指令的0.7%。\n"
    "各县公安局签收速度：一分钟内签收占总指令的99.4%；两分钟内签收占总指令的0.7%。",
    "其中不是前面的件数": "全年审计单位43个，查出金额2816万元，核减1207万元。其中，学校项目19个、医院项目37个。",
}  # fmt: skip


def _states(audit) -> dict[str, set[str]]:
    """The states of each figure as printed."""
    found: dict[str, set[str]] = {}
    for place, state in audit.states.items():
        block = audit.document.blocks[place.block]
        cell = block.rows[place.row - 1][place.column - 1] if place.table else block
        text = cell.text[place.start : place.end]
        found.setdefault(text, set()).add(state)
    return found


@pytest.mark.parametrize("name", TOLD)
def test_what_holds_is_silent_and_tied(audit_text, name):
    text, (printed, _), _ = TOLD[name]
    audit = audit_text(text)
    assert [f.arithmetic for f in audit.findings] == []
    assert "勾稽相符" in _states(audit)[printed]


@pytest.mark.parametrize(("text", "least"), FORMS.values(), ids=FORMS.keys())
def test_a_form_is_tied(audit_text, text, least):
    audit = audit_text(text)
    assert not audit.findings
    assert sum(state == "勾稽相符" for state in audit.states.values()) >= least


@pytest.mark.parametrize("name", TOLD)
def test_one_wrong_digit_is_told(audit_text, name):
    text, (printed, wrong), named = TOLD[name]
    findings = audit_text(text.replace(printed, wrong, 1)).findings
    assert any(named in f.arithmetic + f.recomputed for f in findings)


@pytest.mark.parametrize("text", SILENT.values(), ids=SILENT.keys())
def test_what_is_told_of_other_things_is_silent(audit_text, text):
    assert [f.arithmetic for f in audit_text(text).findings] == []


def test_of_many_sentences_only_those_with_figures_a_digit_apart_are_compared(audit_text, monkeypatch):
    compared = 0
    wordings = import_module("evallib.audit.joins.repeats.one_wording").Wordings
    alike = wordings._are_alike

    def counted(self, a, b):
        nonlocal compared
        compared += 1
        return alike(self, a, b)

    monkeypatch.setattr(wordings, "_are_alike", counted)
    names = "甲乙丙丁戊己庚辛壬癸"
    draw = random.Random(7)
    lines = [
        f"{''.join(draw.sample(names, 6))}工程本年共完成投资{draw.randrange(10**6, 10**7)}元。" for _ in range(400)
    ]
    audit_text("\n".join(lines))
    assert compared < len(lines) * 4
