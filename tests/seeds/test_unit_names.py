"""Lists of units as notices write them, and what stands for many units."""

import pytest

from seeds.units import is_collective, split_names


@pytest.mark.parametrize(
    ("listed", "units"),
    [
        ("市发改委、市财政局", ["市发改委", "市财政局"]),
        ("区林业局,区经发集团,相关乡镇办", ["区林业局", "区经发集团", "相关乡镇办"]),
        ("区财政局,区商务局;区教育局", ["区财政局", "区商务局", "区教育局"]),
        ("区发改局 区财政局", ["区发改局", "区财政局"]),
        ("市住 建局、市财 政局", ["市住建局", "市财政局"]),
        ("市级各有关部门及各县市区政府", ["市级各有关部门", "各县市区政府"]),
        ("市文化和旅游局、市水利和湖泊局", ["市文化和旅游局", "市水利和湖泊局"]),
        ("市发改委和市财政局", ["市发改委", "市财政局"]),
        ("各县、市、区政府", ["各县、市、区政府"]),
        ("各县、市、区人民政府,市人社局", ["各县、市、区人民政府", "市人社局"]),
        ("各县(市)、区人民政府", ["各县(市)、区人民政府"]),
        ("各镇、街道、区财政局", ["各镇、街道", "区财政局"]),
        ("各乡镇、各街道", ["各乡镇", "各街道"]),
        (
            "各街办(新区)、省市场监管局(省知识产权局)",
            ["各街办(新区)", "省市场监管局(省知识产权局)"],
        ),
        ("市经信局、市经管局", ["市经信局", "市经管局"]),
        ("市高新区管委会、市高新投公司", ["市高新区管委会", "市高新投公司"]),
        ("市市场监管局", ["市市场监管局"]),
        ("人行市支行、团市委", ["人行市支行", "团市委"]),
        ("无", []),
        ("—", []),
        ("", []),
    ],
)
def test_a_list_is_split_where_one_unit_ends(listed, units):
    assert list(split_names(listed).units) == units


@pytest.mark.parametrize(
    ("listed", "units"),
    [
        ("市交通运输局、财政局", ["市交通运输局", "市财政局"]),
        ("区发改局、财政局、商务局", ["区发改局", "区财政局", "区商务局"]),
        ("市委组织部、宣传部", ["市委组织部", "市委宣传部"]),
    ],
)
def test_an_elided_prefix_is_restored_and_reported(listed, units):
    names = split_names(listed)
    assert list(names.units) == units
    assert len(names.remarks) == len(units) - 1


@pytest.mark.parametrize(
    "listed",
    [
        "立山经济开发区、各街道、税务局",
        "市财政局、滁州海关",
        "市公安局、供电公司",
        "财政局、教育局",
    ],
)
def test_a_name_that_may_be_whole_is_left_alone(listed):
    assert list(split_names(listed).units) == listed.split("、")


@pytest.mark.parametrize("others", ["等", "等部门", "等有关部门", "等单位", "等相关部门"])
def test_and_others_is_stripped_and_reported(others):
    names = split_names(f"市公安局、市应急局{others}")
    assert names.units == ("市公安局", "市应急局")
    assert "left open" in names.remarks[0]


def test_a_unit_listed_twice_is_kept_once_and_reported():
    names = split_names("市财政局、市发改委、市财政局")
    assert names.units == ("市财政局", "市发改委")
    assert "twice" in names.remarks[0]


def test_what_hardly_is_a_name_is_kept_and_reported():
    names = split_names("市财政局、确保年内全部完成")
    assert names.units[1] == "确保年内全部完成"
    assert "hardly" in names.remarks[0]


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("各区镇街道", True),
        ("各管理区", True),
        ("市污染防治攻坚战指挥部成员单位", True),
        ("各县、市、区政府", True),
        ("有关部门", True),
        ("市发改委", False),
        ("返湾湖国家湿地公园管理处", False),
        ("江汉油田教育集团", False),
    ],
)
def test_a_collective_name_is_told_from_a_unit(name, expected):
    assert is_collective(name) is expected
