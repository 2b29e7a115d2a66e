"""What comes next (下一步): one line at the end of every verb, by how it went."""

from __future__ import annotations

AGAIN = "按上面的提示改正原表（或写 corrections.yaml，见 docs/checks.md），再运行 evallib check"
#: Verb → what to do after it went well (exit code 0), and where something is left (1).
STEPS: dict[str, tuple[str, str]] = {
    "doctor": ("单独输入 evallib，看这里有什么、先做什么", "按上面“缺少”各行的办法处理，再运行 evallib doctor"),
    "lab": ("再次打开：evallib lab；生成报告：evallib run", "evallib doctor 查看缺少什么"),
    "sample": ("evallib run 生成报告；evallib run --month 年-月 生成月报", ""),
    "template": ("填好后放进 data/raw/<单位>/<年度>/，再运行 evallib check", ""),
    "map": ("有“请确认”的列的，先写好 mapping.yaml；没有的，直接运行 evallib check", ""),
    "check": ("evallib run 生成报告", AGAIN),
    "clean": ("evallib run 生成报告", AGAIN),
    "units": ("evallib check data/raw/<单位>/<年度> 查看能否进入；evallib run 生成报告", ""),
    "expectations": ("evallib check 用新规则再校验一次", ""),
    "run": ("用浏览器打开 reports/index.html；自己分析用 evallib lab；对外发布前 evallib release check",
            "有错误的，改正原表后再运行 evallib run；只有“未完成”的，运行 evallib run --only failed；"
                "“未发布”的与原表对错无关，"
            "原文件在 data/inside/withheld/，只供单位内部看"),
    "release": ("检查过的 reports/ 可以整个文件夹拷走、对外提供；移交包在 packages/",
                "evallib run 会把不能发布的文件移到 data/inside/withheld/"),
    "draft": ("打开审阅稿填写空位，填过的文件用 --take-back 文件 取回；定稿加 --delivery", ""),
    "rule": ("整张指标体系表用 evallib framework import 读入", ""),
    "framework": ("evallib score --unit 单位 --year 年度 用它评分", "打开核对表逐行核对后，带 --reviewed 再读一次"),
    "score": ("evallib explain 指标代码 --unit 单位 --year 年度 说明理由；evallib run 生成页面和底稿",
              "补上“待补充”的数据（scoring.yaml 或自评表）后再评分"),
    "explain": ("evallib score --set 指标代码=数值 试算另一个数", ""),
    "review": ("打开复核表，逐项处理有差异的得分", ""),
    "definitions": ("evallib definitions 口径/指标 看一个指标；--handbook 文件夹 写成手册", "按“应为”核对算例或口径"),
    "audit": ("没有不符的，存疑的仍请看一遍；--html、--xlsx 可把结果存成文件",
        "逐条核对原报告；--html 标出原文位置，--xlsx 写签认表，--letter 写意见函；"
        "改稿用 --previous 读回签认表"),
}  # fmt: skip


def next_step(verb: str, code: int) -> str:
    """The line that a verb ends with; empty for a mistake in what was typed, which has its own advice.

    >>> next_step("template", 0)
    '下一步：填好后放进 data/raw/<单位>/<年度>/，再运行 evallib check'
    >>> next_step("run", 2)
    ''
    """
    steps = STEPS.get(verb, ("", ""))
    told = steps[code] if code in (0, 1) else ""
    return f"下一步：{told}" if told else ""
