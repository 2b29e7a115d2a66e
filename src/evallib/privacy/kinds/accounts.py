"""Accounts on networks (网络账号) and e-mail addresses (电子邮箱)."""

from __future__ import annotations

import re
from collections.abc import Iterator

from evallib.privacy.kinds.phones import MEASURE, Span, apart

USER = r"(?<![A-Za-z0-9._%+-])(?P<user>[A-Za-z0-9._%+-]{1,64}(?<![ .]))"
AT = r"(?: ?@[ \n]?|[(\[{ ]{1,2}[aA][tT][)\]} ]{1,2}| ?艾特 ?| ?圈[aA] ?)"
DOT = r"(?: ?[.。,点] ?| ?[(\[ ]dot[)\] ] ?)"
HOSTS = r"qq|163|126|yeah|sina|sohu|139|189|wo|gmail|hotmail|outlook|foxmail|live|yahoo|aliyun|icloud|tom|21cn|vip"
EMAIL = re.compile(
    rf"{USER}{AT}[A-Za-z0-9-]{{1,63}}(?:{DOT}[A-Za-z0-9-]{{1,63}}){{0,4}}?{DOT}[A-Za-z]{{2,10}}(?:{DOT}(?:cn|hk|tw))?",
    re.IGNORECASE,
)
#: Signs that stand for @ only where the host is one of those that everybody has, or ends like one.
OTHER_EMAIL = re.compile(
    (
        rf"{USER}[#*&]{{1,2}}(?:(?:{HOSTS})|[A-Za-z0-9-]{{2,30}}(?:\.[A-Za-z0-9-]{{2,30}}){{0,3}})\.(?:com|"
        r"cn|net|org)(?:\.cn)?(?![A-Za-z])"
    ),
    re.IGNORECASE,
)
#: Behind a bare "at" only a host that everybody knows makes an address of it.
KNOWN = re.compile(rf"[)\]}}]|(?:{HOSTS})[^A-Za-z]|(?:com|cn|net|org)$", re.IGNORECASE)
NETWORKS = (
    "(?<=加)[vV](?=[ :])|微 ?信|威信|薇信|徽信|wei ?信|薇(?=[:号])|绿泡泡|v信|vx|wx|wechat|weixin|q ?q|q(?=[:号])|"
    "line(?= ?id)|扣扣|企鹅|抖音|快手|小红书|微博|支付宝|淘宝|旺旺|钉钉|闲鱼|陌陌|telegram|whatsapp|b站|哔哩哔哩|"
    "飞书|拼多多|京东|skype|facebook|知乎|贴吧|米聊|易信|探探|soul"
)
ACCOUNT = re.compile(
    r"(?<![A-Za-z0-9_.-])(?:(?!(?:[Qq]{2}|[VvWw][Xx])\d)[A-Za-z][A-Za-z0-9_.-]{3,29}|\d{5,12}|"
    r"\d{3,5}[ -]\d{3,6}(?!\d))(?![A-Za-z0-9_])|(?<=[Qq])\d{5,12}(?!\d)|(?<=[VvWw][Xx])\d{5,12}(?!\d)"
)
NETWORK = re.compile(
    (
        rf"(?:^|(?<![A-Za-z]))(?:{NETWORKS})(?P<says> ?(?:号码?|id|账号|帐号|账户|帐户|群号?|邮箱|用户名?|"
        rf"昵称|同号|同qq|同手机){{0,2}}[ ,]?(?:是|为|叫)?[:\"“‘(=@ ,]{{0,3}})$"
    ),
    re.IGNORECASE,
)
ADDED = re.compile(r"(?:加我?|联系|添加)(?:微信|QQ|qq|好友)[ :]{0,2}$")
#: Letters alone are an account only after a word that says so.
SAID = re.compile(r"号|id|账|帐|用户|是|为|[:=@\"“]", re.IGNORECASE)


def find_emails(text: str) -> Iterator[Span]:
    """E-mail addresses (电子邮箱).

    >>> [
    ...     text[a:b]
    ...     for text in ["写信到a.b@c.cn，或zhang(at)163(dot)com、zhang#qq.com"]
    ...     for a, b, _ in find_emails(text)
    ... ]
    ['a.b@c.cn', 'zhang(at)163(dot)com', 'zhang#qq.com']
    """
    spans = [
        (*found.span(), "（邮箱）")
        for pattern in (EMAIL, OTHER_EMAIL)
        for found in pattern.finditer(text)
        if "@" in found[0] or "at" not in found[0] or KNOWN.search(found[0])
    ]
    yield from apart(spans)


def find_accounts(text: str) -> Iterator[Span]:
    """Accounts behind the name of a network (微信、QQ、支付宝 …).

    >>> [text[a:b] for text in ["微信号zhang8899，QQ:123456789，微信支付20000元"] for a, b, _ in find_accounts(text)]
    ['zhang8899', '123456789']
    """
    spans = []
    for found in ACCOUNT.finditer(text):
        before = text[max(0, found.start() - 24) : found.start()]
        named = NETWORK.search(before)
        if not named and not ADDED.search(before):
            continue
        is_word = found[0].isalpha() and not SAID.search(named["says"] if named else "")
        if not is_word and not MEASURE.match(text, found.end()):
            spans.append((*found.span(), "（账号）"))
    yield from apart(spans)
