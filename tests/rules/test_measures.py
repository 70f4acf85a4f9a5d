"""Units of measure: what converts, what is the same, and what must be asked back."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rules.measures import convert, counted
from rules.replies import ValueKind


@pytest.mark.parametrize(
    ("value", "said", "target", "found"),
    [
        ("870", "亿元", "亿元", "870"),
        ("8700000", "万元", "亿元", "870"),
        ("870", "亿元", "万元", "8700000"),
        ("5000", "万元", "亿元", "0.5"),
        ("3", "千万元", "万元", "3000"),
        ("1.2", "万个", "个", "12000"),
        ("12000", "个", "万个", "1.2"),
        ("2", "百亿元", "亿元", "200"),
        ("1.2", "万", "个", "12000"),
        ("1.2", "万", "万元", "1.2"),
        ("5000", "万", "亿元", "0.5"),
        ("3", "万", "公里", "30000"),
        ("104", None, "个", "104"),
        ("104", None, None, "104"),
        ("104", "", "亿元", "104"),
        ("15", "亩", "公顷", "1"),
        ("1", "公顷", "亩", "15"),
        ("1500", "亩", "平方公里", "1"),
        ("1", "平方公里", "公顷", "100"),
        ("10.7", "万亩", "亩", "107000"),
        ("1", "平方千米", "平方公里", "1"),
        ("1", "平方公里", "平方米", "1000000"),
        ("20", "㎡", "平米", "20"),
        ("3", "亩", "平方米", "2000"),
        ("1", "亩", "平方米", "666.666666666667"),
        ("43", "公里", "千米", "43"),
        ("43000", "米", "公里", "43"),
        ("2", "公里", "里", "4"),
        ("80", "万吨", "吨", "800000"),
        ("1500", "千克", "吨", "1.5"),
        ("1500", "公斤", "千克", "1500"),
        ("2", "斤", "公斤", "1"),
        ("5", "百千克", "公斤", "500"),
        ("2", "千吨", "吨", "2000"),
        ("1", "兆瓦", "千瓦", "1000"),
        ("3", "万千瓦时", "度", "30000"),
        ("95", "%", "%", "95"),
        ("9.5", "%", "‰", "95"),
        ("7500", "名", "人", "7500"),
        ("１", "万　元", "元", "10000"),
    ],
)
def test_a_figure_is_counted_in_the_targets_measure(value, said, target, found):
    assert convert(Decimal(value), said, target) == Decimal(found)


@pytest.mark.parametrize(
    ("said", "target"),
    [
        ("%", "个"),
        ("个", "%"),
        ("%", "个百分点"),
        ("人", "人次"),
        ("万人次", "万人"),
        ("元", "美元"),
        ("亿美元", "亿元"),
        ("个", "家"),
        ("处", "个"),
        ("亩", "米"),
        ("平方米", "立方米"),
        ("吨", "吨标准煤"),
        ("千瓦", "千瓦时"),
        ("万吨", "万元"),
        ("个", None),
        ("万", None),
        ("个", ""),
        ("个", "万"),
    ],
)
def test_what_counts_something_else_is_never_converted(said, target):
    assert convert(Decimal(104), said, target) is None


figures = st.decimals(0, 10**7, places=4)
families = st.sampled_from(
    [
        ("元", "万元", "亿元", "千万元", "百亿元"),
        ("个", "万个", "千个"),
        ("平方米", "公顷", "平方公里", "万平方米"),
        ("亩", "公顷", "平方公里", "万亩"),
        ("米", "公里", "里"),
        ("克", "斤", "公斤", "吨", "万吨"),
    ]
)


@given(figures, families, st.data())
def test_there_and_back_is_the_same_figure(figure, family, data):
    one, other = data.draw(st.sampled_from(family)), data.draw(st.sampled_from(family))
    turned = convert(figure, one, other)
    assert turned is not None
    back = convert(turned, other, one)
    assert back is not None
    assert abs(back - figure) <= abs(figure) * Decimal("1e-12")


@given(figures, families, st.data())
def test_the_order_of_two_figures_survives(figure, family, data):
    one, other = data.draw(st.sampled_from(family)), data.draw(st.sampled_from(family))
    smaller, larger = convert(figure, one, other), convert(figure + 1, one, other)
    assert smaller is not None
    assert larger is not None
    assert smaller < larger


@pytest.mark.parametrize(
    ("value", "kind", "said", "target", "found"),
    [
        ("60", ValueKind.PERCENT, "%", "个", "60"),
        ("60", ValueKind.PERCENT, None, "亿元", "60"),
        ("1.2", ValueKind.CUMULATIVE, "万个", "个", "12000"),
        ("104", ValueKind.THIS_PERIOD, None, "个", "104"),
        ("2", ValueKind.THIS_PERIOD, "亩", "个", None),
        ("104", ValueKind.UNSTATED, "家", "个", None),
        ("60", ValueKind.CUMULATIVE, "%", "个", None),
    ],
)
def test_a_share_of_the_goal_counts_whatever_the_measure(value, kind, said, target, found):
    expected = None if found is None else Decimal(found)
    assert counted(Decimal(value), kind, said, target) == expected
