import pytest

from nnviz.core.registry import Registry


def test_an_unknown_name_is_a_sentence_with_the_choices():
    registry = Registry("optimizer", {"sgd": 1, "adam": 2})
    assert registry["adam"] == 2
    with pytest.raises(ValueError, match="unknown optimizer 'adm'; choose from 'sgd', 'adam'"):
        registry["adm"]
