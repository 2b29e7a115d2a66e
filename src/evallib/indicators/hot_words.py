"""Hot words (热词): words of what people said, by in how many requests they stand, and what changed against before.

Words are told apart by rjieba (jieba's dictionary, offline). Numbers, names, places of persons and words that every
request holds say nothing; a word counts once for a request.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from functools import lru_cache

import numpy as np
import pandas as pd

from evallib.indicators.sudden_rises import holm

#: Kinds of words that tell what a matter is: nouns, verbs, verbal nouns, idioms.
KINDS = frozenset({"n", "vn", "v", "an", "nz", "l", "i", "nt"})
#: Words of the trade that stand in requests about anything.
COMMON = frozenset({
    "市民", "反映", "来电", "情况", "问题", "希望", "要求", "处理", "部门", "相关", "尽快", "解决", "核实", "表示",
    "认为", "存在", "请求", "咨询", "投诉", "建议", "求助", "联系", "回复", "工作", "有关", "影响", "时间", "居民",
    "人员", "进行", "没有", "现在", "目前", "告知", "诉求", "附近", "地址", "位置", "路段", "小区", "单位", "地方",
    "已经", "工单", "热线", "电话", "号码", "区域", "街道", "居委会", "居委", "某某", "反应", "需要", "造成", "导致",
    "出现", "发现", "提出", "可以", "不能", "无法", "是否", "协调", "落实", "加强", "管理", "办理", "答复", "满意",
    "内容", "描述", "事项", "具体", "诉求人", "来电人", "联系电话", "联系方式", "来电号码",
})  # fmt: skip
MARK = "*"
#: A word that stands in more of the requests in both periods is part of the form, not of a matter.
ALWAYS = 0.8


def words_of(text: str) -> set[str]:
    """The telling words of a text.

    >>> sorted(words_of("市民反映楼道堆物影响通行，联系电话138****5678"))
    ['堆物', '楼道', '通行']
    """
    import rjieba

    return {tagged[0] for tagged in rjieba.tag(text) if _tells(tagged)}


@lru_cache(maxsize=100_000)  # a month's texts hold a word a thousand times
def _tells(tagged: tuple[str, str]) -> bool:
    word, kind = tagged
    is_word = len(word) > 1 and word.isalpha() and not word.isascii() and MARK not in word
    return is_word and word not in COMMON and (kind in KINDS or kind == "j")


def hot_words(now: Iterable[str], before: Iterable[str], least: int = 5, top: int = 20) -> pd.DataFrame:
    """The words that stand in most requests now, and how often they stood there before.

    Args:
        now: texts of this period's requests.
        before: texts of the period before.
        least: words in fewer requests now are not told.
        top: how many words; those that rose beyond chance come in beside them.

    Returns:
        ``word``, ``now_count``, ``now_rate`` (share of the requests), ``before_count``, ``before_rate``, ``change_pp``,
        ``p_adjusted`` (two shares, Holm over all words told in either period), ``is_rise``; most requests first.

    >>> table = hot_words(["楼道堆物"] * 9 + ["路灯不亮"], ["路灯不亮"] * 10, least=5)
    >>> table[["word", "now_count", "before_count", "is_rise"]].values.tolist()
    [['堆物', 9, 0, True], ['楼道', 9, 0, True]]
    """
    counts, sizes = [], []
    for texts in (now, before):
        counter: Counter[str] = Counter()
        size = 0
        for text in texts:
            counter.update(words_of(text) if text else ())
            size += 1
        counts.append(counter)
        sizes.append(size)
    words = [word for word, count in counts[0].items() if count >= least]
    words += [word for word, count in counts[1].items() if count >= least and word not in counts[0]]
    frame = pd.DataFrame({"word": words})
    for name, counter, size in zip(("now", "before"), counts, sizes, strict=True):
        frame[f"{name}_count"] = [counter[word] for word in words]
        frame[f"{name}_rate"] = frame[f"{name}_count"] / size if size else np.nan
    frame["change_pp"] = (frame["now_rate"] - frame["before_rate"]) * 100
    frame["p_adjusted"] = holm(_two_shares(frame, *sizes)) if len(frame) and all(sizes) else np.nan
    frame["is_rise"] = (frame["p_adjusted"] < 0.05) & (frame["change_pp"] > 0)
    said_always = (frame["now_rate"] > ALWAYS) & ~(frame["before_rate"] <= ALWAYS)
    told = frame[(frame["now_count"] >= least) & ~said_always].sort_values(
        ["now_count", "word"], ascending=[False, True]
    )
    shown = pd.concat([told.head(top), told.iloc[top:][told.iloc[top:]["is_rise"]]])
    return shown.reset_index(drop=True)


def _two_shares(frame: pd.DataFrame, now_size: int, before_size: int) -> np.ndarray:
    """p-values of two shares being equal: the exact test of a hypergeometric draw (Fisher 1935), one-sided each."""
    from scipy.stats import hypergeom

    now, before = frame["now_count"].to_numpy(), frame["before_count"].to_numpy()
    total, marked = now_size + before_size, now + before
    more = hypergeom.sf(now - 1, total, marked, now_size)
    less = hypergeom.cdf(now, total, marked, now_size)
    p_values: np.ndarray = np.minimum(2 * np.minimum(more, less), 1.0)
    return p_values
