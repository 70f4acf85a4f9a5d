"""Names of units: where one ends and the next begins, and which stand for many.

`、` separates units but also stands inside one collective name (各县、市、区政府); 和 mostly is
part of a name (市文化和旅游局); a bureau may leave the city's 市 to the one before it
(市交通运输局、财政局).
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from seeds.signs import HAN, level, split_outside, squeeze, trim

NOBODY = frozenset({"", "无", "—", "-", "/", "\\", "――", "——", "--", "无。", "暂无", "空"})

_BUREAU = "局|委|办|办公室|委员会|部|厅|院|署"
_ENDING = (
    f"{_BUREAU}|会|社|处|室|所|站|队|中心|公司|集团|行|厂|镇|乡|街道|街办|镇办|区|县|市|州|旗|场|村|政府|学|校|组|专班|"
    "指挥部|海关|联|团|园|协|油田|单位|部门|机构|企业|工会|各地|各级|机关|港|库|馆|台|报|党委|纪委|团委|"
    "邮政|电信|移动|联通|铁塔|人行|税务|供电|烟草|石油|石化|气象|消防|法院|检察|电网|银行|院线|分局|街|苏木|基地|平台|商会|城"
)
_UNIT = re.compile(rf"(?:{HAN}|[A-Za-z\d·《》“”\"])*(?:{_ENDING})(?:\([^()]*\))*(?:等)?")
_BARE_ENDING = re.compile(f"(?:{_ENDING})+")

_CLASS = (
    r"(?:县\(?市?\)?|市|区|镇|乡|街道|街|乡镇|镇街|街办|州|旗|乡\(镇\)|镇\(街道?\)|镇\(街办\)|县\(市、?区\)|县\(区\)|县市|市县|市区"
    r"|区县|县市区|园区|街道办|办事处|部门|单位|管理区|农场|社区)"
)
_CLASS_TAIL = r"(?:人民政府|政府|街道办事处|办事处|管委会|管理委员会|\(园区\)|\(街道\)|党委)*"
_OPEN_CLASS = re.compile(rf"(?:各|相关|有关|其他|所有)(?:级|有关|相关)?{_CLASS}{_CLASS_TAIL}")
_NEXT_CLASS = re.compile(rf"{_CLASS}{_CLASS_TAIL}(?:\([^()]*\))?")
_COLLECTIVE = re.compile(
    "^(?:各|相关|有关|其他|所有|全体|全市|全区|全县|沿线|涉及)|(?:成员单位|各部门|各单位)$"
)

_PREFIX = "省|市|区|县|州|旗"
_FUNCTION = (
    "发展和改革|发展改革|发改|教育|教体|科学技术|科技|科经|经济和信息化|经济信息化|经信|工业和信息化|工信|公安|民政|民宗|"
    "司法|财政|人力资源和社会保障|人力资源社会保障|人力社保|人社|自然资源和规划|自然资源|资规|规划|生态环境|环保|"
    "住房和城乡建设|住房城乡建设|住建|城乡建设|建设|城市管理|城管|综合执法|城管执法|交通运输|交通|水利|水务|水利和湖泊|农业农村|"
    "农业|商务|文化和旅游|文化广电和旅游|文化旅游|文旅|文体旅|文广旅|卫生健康|卫健|退役军人事务|退役军人|应急管理|应急|审计|国资|"
    "市场监督管理|市场监管|统计|医疗保障|医保|林业|税务|气象|信访|体育|金融|金融工作|乡村振兴|"
    "机关事务|机关事务管理|粮食|粮食和物资储备|政务服务|行政审批|行政审批服务|大数据|政务服务和数据管理|数据|招商|投资促进|园林|园林绿化|"
    "畜牧|供销|安监|国土资源|国土|物价|扶贫|旅游|文化|卫生|卫计|人防|房管|地震|档案|民族宗教|外事|侨务|台湾事务|法制|邮政管理|烟草专卖"
)
_WHOLE_BUREAU = re.compile(
    rf"({_PREFIX})(?:{_FUNCTION})(?:局|委|办|委员会|办公室|社|中心)(?:\(.*\))?"
)
_BARE_BUREAU = re.compile(rf"(?:{_FUNCTION})(?:局|委|办|委员会|办公室|社|中心)")
_PARTY = "组织部|宣传部|统战部|政法委|编办|社会工作部|网信办|改革办|党校|老干部局|巡察办"
_WHOLE_PARTY = re.compile(f"([省市区县州旗]委)(?:{_PARTY})")
_BARE_PARTY = re.compile(_PARTY)

_AND = re.compile(
    rf"(?<=局|委|办|室|会|门|心|司|团|镇|乡|道|府|位|区|县|社|处|院|队|部|\))(?:以及|及|与|和)(?=(?:{_PREFIX})(?!局|委|办)|各|相关|有关|其他)"
)
_AND_OTHERS = re.compile(
    r"(?:(?<=.)等(?:\d+|[一二三四五六七八九十]+)?个?(?:有关|相关|市直|区直|县直|各)*(?:单位|部门|地区|地方)?)$"
)
_OTHERS_ALONE = re.compile("等?(?:其他)?(?:有关|相关|各有关|各相关)(?:单位|部门)")
_LONGEST, _SHORT = 40, 12


@dataclass(frozen=True)
class Names:
    """The units of one list in its order, each once, and what was odd about the list."""

    units: tuple[str, ...]
    remarks: tuple[str, ...] = ()


def is_collective(name: str) -> bool:
    """Whether the name stands for many units: 各区镇街道, …成员单位, 有关部门."""
    return _COLLECTIVE.search(name) is not None


def looks_like_unit(name: str) -> bool:
    """Whether the name is short and ends as the names of offices, companies and places do."""
    return 1 < len(name) <= _LONGEST and _UNIT.fullmatch(level(name)) is not None


def is_local(name: str) -> bool:
    """Whether the name is short and says of which level it is: 市城投, 区侨联."""
    return len(name) <= _SHORT and name.startswith(("省", "市", "区", "县", "州"))


def is_bare_ending(words: str) -> bool:
    """Whether the words can only be the torn-off end of a name: 建局, 办公室."""
    return _BARE_ENDING.fullmatch(words) is not None


def split_names(listed: str) -> Names:
    """Return the units of a list as notices write it, elided prefixes restored.

    >>> split_names("市交通运输局、财政局、各县、市、区政府").units
    ('市交通运输局', '市财政局', '各县、市、区政府')
    """
    names: list[str] = []
    remarks: list[str] = []
    for written in _whole_collectives(_pieces(listed)):
        name = _AND_OTHERS.sub("", written)
        if name != written:
            remarks.append(f"the list is left open by «{written}»; only «{name}» is kept")
        prefixed = _prefixed(name, names)
        if prefixed != name:
            remarks.append(f"«{name}» after «{names[-1]}» is read as «{prefixed}»")
        if prefixed in names:
            remarks.append(f"«{prefixed}» is listed twice; it is kept once")
        elif prefixed not in NOBODY:
            names.append(prefixed)
    remarks += [f"«{name}» hardly is the name of a unit" for name in names if _is_odd(name)]
    return Names(tuple(names), tuple(remarks))


def _pieces(listed: str) -> Iterator[str]:
    for piece in split_outside(_AND.sub("、", listed), "、,;。/|\n"):
        yield from (name for name in _spaced_names(trim(piece, " .。:")) if has_sense(name))


def has_sense(name: str) -> bool:
    """Whether anything but signs is left of a name."""
    return name not in NOBODY and any(map(str.isalnum, name))


def _spaced_names(piece: str) -> Iterator[str]:
    """Blanks part two units only where both sides are whole; else they are print."""
    words = level(piece).split()
    if len(words) > 1 and all(map(looks_like_unit, words)) and not any(map(is_bare_ending, words)):
        yield from (squeeze(word) for word in piece.split())
    else:
        yield squeeze(piece)


def _whole_collectives(pieces: Iterable[str]) -> Iterator[str]:
    """Join what `、` tore apart: 各县 + 市 + 区政府."""
    held = ""
    for piece in pieces:
        if held and _NEXT_CLASS.fullmatch(level(_AND_OTHERS.sub("", piece))):
            held = f"{held}、{piece}"
            continue
        if held:
            yield held
        held = piece if _OPEN_CLASS.fullmatch(level(piece)) else ""
        if not held:
            yield piece
    if held:
        yield held


def _prefixed(name: str, earlier: list[str]) -> str:
    """Give a bare bureau the prefix of the bureau before it, where it clearly is elided."""
    for whole, bare in ((_WHOLE_BUREAU, _BARE_BUREAU), (_WHOLE_PARTY, _BARE_PARTY)):
        before = whole.fullmatch(level(earlier[-1])) if earlier else None
        if before and bare.fullmatch(name):
            return before[1] + name
    return name


def _is_odd(name: str) -> bool:
    plain = name.lstrip("★☆*▲")
    return len(name) > _LONGEST or not (
        looks_like_unit(plain) or is_local(plain) or is_collective(plain)
    )
