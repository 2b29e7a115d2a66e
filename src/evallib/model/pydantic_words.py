"""What pydantic finds wrong (数据模型的错误), in Chinese: YAML and JSON files are edited by people without English."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

from evallib.model import patterns

A_GROUP = "应为“键: 值”"
A_LIST = "应为列表（每项前加“- ”）"
A_NUMBER = "应为数字"
A_WHOLE = "应为整数"
A_TRUTH = "应为 true 或 false"
A_DATE = "应为日期，例如 2023-01-01"
A_MOMENT = "应为日期和时间，例如 2023-01-01 08:30"

#: pydantic's type of error → what is said after the key; the braces are filled from the error.
WORDS = {
    "missing": "缺少必填项“{key}”",
    "extra_forbidden": "不认识的键“{key}”",
    "invalid_key": "键“{key}”应为文字",
    "none_required": "“{key}”应留空",
    "string_type": "“{key}”应为文字",
    "string_unicode": "“{key}”含有无法识别的字符",
    "string_too_short": "“{key}”不得为空",
    "string_too_long": "“{key}”最多 {max_length} 字",
    "string_pattern_mismatch": "“{key}”的写法不合要求",
    "literal_error": "“{key}”只能是 {expected}",
    "enum": "“{key}”只能是 {expected}",
    "union_tag_invalid": "不认识的类型“{tag}”，可用的有 {expected_tags}",
    "union_tag_not_found": "“{key}”没有写明是哪一种类型（kind）",
    "greater_than": "“{key}”应大于 {gt}",
    "greater_than_equal": "“{key}”不得小于 {ge}",
    "less_than": "“{key}”应小于 {lt}",
    "less_than_equal": "“{key}”不得大于 {le}",
    "multiple_of": "“{key}”应为 {multiple_of} 的倍数",
    "finite_number": "“{key}”应为有限的数字",
    "too_short": "“{key}”至少要有 {min_length} 项",
    "too_long": "“{key}”最多 {max_length} 项",
    "decimal_max_digits": "“{key}”最多 {max_digits} 位数字",
    "decimal_max_places": "“{key}”最多 {decimal_places} 位小数",
    "decimal_whole_digits": "“{key}”的整数部分最多 {whole_digits} 位",
    "int_parsing_size": "“{key}”数字过大",
    "set_item_not_hashable": "“{key}”的每一项应为文字或数字",
    "recursion_loop": "“{key}”引用了自己",
    "is_instance_of": "“{key}”的类型不对",
    "json_invalid": "不是合法的 JSON",
    **dict.fromkeys(("model_type", "model_attributes_type", "dict_type", "mapping_type", "dataclass_type"),
                    f"“{{key}}”{A_GROUP}"),
    **dict.fromkeys(("list_type", "tuple_type", "set_type", "frozen_set_type", "iterable_type"), f"“{{key}}”{A_LIST}"),
    **dict.fromkeys(("bool_type", "bool_parsing"), f"“{{key}}”{A_TRUTH}"),
    **dict.fromkeys(("int_type", "int_parsing", "int_from_float"), f"“{{key}}”{A_WHOLE}"),
    **dict.fromkeys(("float_type", "float_parsing", "decimal_type", "decimal_parsing"), f"“{{key}}”{A_NUMBER}"),
    **dict.fromkeys(("date_type", "date_parsing", "date_from_datetime_parsing", "date_from_datetime_inexact"),
                    f"“{{key}}”{A_DATE}"),
    **dict.fromkeys(("datetime_type", "datetime_parsing", "datetime_from_date_parsing", "datetime_object_invalid"),
                    f"“{{key}}”{A_MOMENT}"),
}  # fmt: skip
OTHER = "“{key}”的内容不合要求"
ENGLISH = re.compile(r"[A-Za-z]+(?:[ ,]+[A-Za-z]+){2,}")


def chinese_message(item: Mapping[str, Any]) -> str:
    """One of pydantic's errors in Chinese.

    Args:
        item: an entry of ``ValidationError.errors()``.

    >>> chinese_message({"type": "literal_error", "loc": ("severity",), "ctx": {"expected": "'critical' or 'info'"}})
    '“severity”只能是 critical、info'
    """
    last = item["loc"][-1] if item["loc"] else "文件"
    key = f"第{last + 1}项" if isinstance(last, int) else str(last)
    context = {name: _listed(value) for name, value in item.get("ctx", {}).items()}
    if item["type"] in {"value_error", "assertion_error"} and not ENGLISH.search(context.get("error", "")):
        return f"“{key}”：{context['error']}" if context.get("error") else OTHER.format(key=key)
    return WORDS.get(item["type"], OTHER).format(key=key, **{k: v for k, v in context.items() if k != "key"})


def shown_input(item: Mapping[str, Any]) -> str:
    """What was written, where it is short enough to be recognised: text and numbers, no groups."""
    value = item.get("input")
    if item["type"] in {"missing", "extra_forbidden"} or isinstance(value, dict | list | tuple):
        return ""
    return "（空）" if value is None else str(value)[:80]


def _listed(value: Any) -> str:
    """Pydantic's lists of words ('a', 'b' or 'c') as Chinese writes them."""
    text = str(value)
    if not text.startswith("'"):
        return text
    return "、".join(word.strip(" '") for word in patterns.split(r", | or ", text))
