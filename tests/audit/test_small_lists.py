"""Short lists of small numbers: what is left, other quarters, other states and names of what is missing."""

from __future__ import annotations

import pytest

SILENT = {
    "剩余的不在已化解之内": (
        "年初排查交办积案31件，其中中央交办4件、省交办9件、自排18件；目前已化解19件，化解率61.29%，其中中央交办的4件全部化解，"
        "省交办化解7件，剩余12件计划11月底前清零。"
    ),
    "尚有几处正在整改": "排查隐患52处。截至6月底，已整改40处，其中住建领域23处、交通领域17处，尚有12处正在整改。",
    "三季度在前面说过": "三季度下发督办单30份，涉及单位13家；1至9月累计下发119份，其中一季度41份、二季度48份。",
    "上半年的括号": "全年开展检查106次，上半年66次（一季度19次、二季度47次），下半年40次。",
    "不足是名称": "收到意见建议316条（一人可提多条），其中停车难97条、摊贩占道74条、噪声62条、路灯不足38条、其他45条。",
    "水压不足是名称": "供水类诉求89件：停水41件、水压不足20件、水质问题12件、违约16件。",
    "可多提": "收到意见建议296条（一人可提多条），其中停车难127条、摊贩占道114条、噪声62条、其他45条。",
    "已整改的不是另一项": "发现问题69个，其中上半年40个，已整改20个。",
    "另有的不在总数之内": "本月受理工单66件，其中投诉23件，求助25件，咨询18件，另有5件因诉求不清作退回处理。",
    "审结的各项之后是未结": "受理229件，审结60件，其中调解15件、判决39件、撤诉6件，未结189件。",
}  # fmt: skip
TOLD = {
    "其余的是一项": ("已化解18件，化解率69.23%，其中中央交办3件、省交办6件，其余8件为县级自排。", "18件"),
    "四个季度": ("全年累计下发督办单168份，其中一季度41份、二季度52份、三季度35份、四季度30份。", "168份"),
    "前三季度": ("前三季度累计下发督办单168份，其中一季度41份、二季度52份、三季度65份。", "168份"),
    "上半年两季": ("上半年开展检查116次，其中一季度60次、二季度46次。", "116次"),
    "名称里的不足": ("收到意见建议317条，其中停车难97条、摊贩占道74条、噪声62条、路灯不足38条、其他45条。", "317条"),
}  # fmt: skip


@pytest.mark.parametrize("text", SILENT.values(), ids=SILENT.keys())
def test_what_is_no_item_makes_up_nothing(audit_text, text):
    assert [f.arithmetic for f in audit_text(text).findings] == []


@pytest.mark.parametrize(("text", "printed"), TOLD.values(), ids=TOLD.keys())
def test_items_that_are_all_there_is_are_told(audit_text, text, printed):
    assert printed in [f.printed.partition("（")[0] for f in audit_text(text).findings]
