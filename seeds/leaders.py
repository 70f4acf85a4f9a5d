"""Leaders' names, which tables pad (李 四) and run together (李 四王五)."""

from __future__ import annotations

import re
from functools import cache

from seeds.signs import HAN, level
from seeds.units import NOBODY

_SURNAMES = frozenset(
    "王李张刘陈杨黄赵吴周徐孙马朱胡郭何林高罗郑梁谢宋唐许韩邓冯曹彭曾肖田董潘袁蔡蒋余于杜叶程魏苏吕丁任卢姚沈钟姜崔谭陆范汪廖石"
    "金韦贾夏付方邹熊白孟秦邱侯江尹薛闫段雷龙黎史陶贺毛郝顾龚邵万覃武钱戴严莫孔向汤常温康施文牛樊葛邢安齐易乔伍庞颜倪庄聂章"
    "鲁岳翟申欧耿关兰焦俞左柳甘祝包宁尚符舒阮柯纪梅童毕单裴霍成苗谷盛曲翁冉骆蓝路游靳辛管柴蒙鲍华喻祁房蒲滕萧屈饶牟艾尤时阳"
    "阎穆应农司古吉卓车简连缪项麦褚娄窦戚岑党宫景费卜冷晏卫席柏米柳宗桂全佟占明隋臧殷詹洪涂鄢匡丘瞿傅池郎仇边苟凌敖巩查"
)
_DOUBLE_SURNAMES = (
    "欧阳",
    "上官",
    "司马",
    "诸葛",
    "皇甫",
    "尉迟",
    "夏侯",
    "令狐",
    "公孙",
    "慕容",
    "司徒",
    "东方",
)
_PADDED = re.compile(rf"(?<!{HAN})({HAN}) +({HAN})(?!{HAN} )")
_BETWEEN = re.compile(r"[、,;。/|]|及|\s+")
_TITLE = re.compile(
    "(?:同志|(?:常务)?副?(?:市|区|县|镇|乡|州)长|(?:副)?书记|(?:副)?主任|(?:副)?秘书长|常委|部长)$"
)
_SHORT, _LONG = 2, 3
_LONGEST = 4


def split_leaders(written: str) -> tuple[str, ...]:
    """Return the persons of a list in order, each once; an empty tuple for 无.

    >>> split_leaders("李 四王五")
    ('李四', '王五')
    """
    text = _PADDED.sub(r"\1\2", level(written).strip())
    names = [name for piece in _BETWEEN.split(text) for name in _unfused(piece.strip(" :."))]
    return tuple(dict.fromkeys(name for name in names if name not in NOBODY))


def looks_like_leaders(written: str) -> bool:
    """Whether every piece is as short as a person's name and begins with a surname."""
    names = split_leaders(written)
    return bool(names) and all(_is_person(_TITLE.sub("", name)) for name in names)


def _is_person(name: str) -> bool:
    if name.startswith(_DOUBLE_SURNAMES):
        return len(name) in (_LONG, _LONGEST)
    return len(name) in (_SHORT, _LONG) and name[0] in _SURNAMES


def _unfused(piece: str) -> tuple[str, ...]:
    if len(piece) < _LONGEST or not re.fullmatch(f"{HAN}+", piece) or _TITLE.search(piece):
        return (piece,)
    return _persons(piece) or (piece,)


@cache
def _persons(run: str) -> tuple[str, ...]:
    """Cut a run of characters into persons, the longest first; empty if none fit."""
    if not run:
        return ()
    for length in (_LONGEST, _LONG, _SHORT):
        head, rest = run[:length], run[length:]
        if len(head) == length and _is_person(head):
            tail = _persons(rest)
            if tail or not rest:
                return (head, *tail)
    return ()
