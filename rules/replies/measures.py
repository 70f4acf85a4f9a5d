"""Units of measure of the year's targets, and what else may follow a number."""

from __future__ import annotations

import re

_NOUNS = (
    "平方公里 平方千米 平方米 立方米 平米 ㎡ 公里 千米 公顷 公斤 千克 千瓦时 千瓦 兆瓦 美元 人次 "
    "个 处 家 户 人 名 件 台 套 辆 艘 架 里 米 亩 吨 斤 克 元 条 座 栋 幢 间 所 场 次 批 宗 起 份 "
    "株 棵 盏 块 根 口 眼 站 组 对 位 张 部 本 篇 例 孔 片 段 床 只 头 羽 度 笔 单 项(?!目)"
)
_MULTIPLIER = r"(?:[十百千]?[万亿])"

MEASURE = rf"(?:{_MULTIPLIER}?(?:{'|'.join(_NOUNS.split())})|{_MULTIPLIER})"
TIME = "(?:个?月|季|年|日|号|时|点|分|秒|天|周|星期|岁|届|期|以前|前)"

_LEADING_MULTIPLIER = re.compile(rf"{_MULTIPLIER}(?=.)")


def is_same_measure(said: str | None, target: str | None) -> bool:
    """Tell whether a figure so measured can be the target's: 万吨 counts 吨, nothing fits all."""
    if said is None:
        return True
    return target is not None and _base(said) == _base(target)


def _base(measure: str) -> str:
    return _LEADING_MULTIPLIER.sub("", measure)
