"""Addresses (地址) of cases: kept down to road, lane and door number (路、弄、号); what follows is nobody's business.

Whoever fills in an export writes room, phone and name behind the door number, so that nothing after it is kept.
"""

from __future__ import annotations

import re

from evallib.privacy.kinds.person_words import NO_NAMES
from evallib.privacy.masking import masked_place
from evallib.privacy.person_columns import PLAIN_NAME
from evallib.privacy.plain import narrow

COUNT = "[0-9A-Za-z〇零一二三四五六七八九十百]+"
NUMBER = rf"{COUNT}(?:[-－]{COUNT})?\s?(?:号(?![线码文令])(?:楼|院)?|幢|栋)"
#: The first place that names a door; without 号 a number right behind the road, or a building of a compound.
DOOR = re.compile(
    rf"{COUNT}\s?支?弄(?:\s?{COUNT}支?弄)?(?:\s?{NUMBER})?|{NUMBER}|{COUNT}[座楼]|(?<=[路街道巷])\d+(?!\s?[\d室房户])"
)
ROOM = re.compile(rf"{COUNT}\s?(?:室|房间|户)")
MASK = re.compile(r"\d{3}\*{4}\d{4}|（(?:手机号码|身份证号|证件号|银行卡号|账号|电话|邮箱|车牌)）")
NAME_BEHIND = re.compile(rf"[\s,，、;；:：(（/]+(?P<name>{PLAIN_NAME})[)）]?$")


def keep_door(text: str) -> tuple[str, tuple[str, ...]]:
    """An address down to its door number, and the kinds of personal data that were taken out.

    >>> keep_door("幸福路88弄5号402室 13900000005 王建军")
    ('幸福路88弄5号', ('手机号码', '姓名', '门牌室号'))
    >>> keep_door("8号线幸福路站 王建军")
    ('8号线幸福路站', ('姓名',))
    """
    known = masked_place(text)
    masked, kinds = known.text, known.kinds
    door = DOOR.search(narrow(masked))
    if door:
        end, kind = door.end(), "门牌室号"
    else:
        # Without a door the place ends where a number of a person stands, or a name at the end.
        number, name = MASK.search(masked, 1), NAME_BEHIND.search(masked)
        is_name = name is not None and not name["name"].startswith(NO_NAMES)
        end, kind = (
            (number.start(), "姓名") if number else (name.start(), "姓名") if name and is_name else (len(masked), "")
        )
    kept = masked[:end].rstrip(" ,，、;；:：(（")
    kinds += (kind,) if kind and kept != masked.rstrip() else ()
    kept, rooms = ROOM.subn("**室", kept)
    kinds += ("门牌室号",) if rooms else ()
    return kept, tuple(dict.fromkeys(kinds))
