import pytest

from rules.replies import without_number


@pytest.mark.parametrize(
    ("words", "left"),
    [
        ("99 滞后", "滞后"),
        ("第99项、缺资金", "缺资金"),
        ("99:累计8处", "累计8处"),
        ("104个已划线", "104个已划线"),
        ("2024年开工", "2024年开工"),
        ("99", "99"),
        ("已完成", "已完成"),
    ],
)
def test_only_a_leading_task_number_is_taken_off(words: str, left: str):
    assert without_number(words) == left
