"""Settings: read once from the environment, within their limits."""

from __future__ import annotations

from dataclasses import fields
from pathlib import Path

import pytest

from api.problems import SettingError
from api.settings import Settings, described, value_of, variable
from ontology.namespaces import DEFAULT_BASE


def test_an_empty_environment_gives_the_defaults():
    assert Settings.from_environment({}) == Settings()
    assert Settings.from_environment({"GONGBAO_PORT": " "}) == Settings()


def test_values_are_converted_to_the_type_of_the_default():
    settings = Settings.from_environment({"GONGBAO_PORT": "9001", "GONGBAO_STORE": "/srv/graph"})
    assert (settings.port, settings.store) == (9001, "/srv/graph")


@pytest.mark.parametrize(
    ("name", "value"),
    [("GONGBAO_PORT", "http"), ("GONGBAO_THREADS", "0"), ("GONGBAO_LANGUAGE", "fr"), ("GONGBAO_PORT", "-1")],
)
def test_an_unusable_value_names_its_variable(name: str, value: str):
    with pytest.raises(SettingError, match=name):
        Settings.from_environment({name: value})


def test_every_setting_has_a_reason_and_a_variable_of_its_own():
    listed = described()
    assert len({name for name, _, _ in listed}) == len(fields(Settings)) == len(listed)
    for name, default, reason in listed:
        assert name.startswith("GONGBAO_")
        assert reason.endswith(".")
        assert value_of(Settings(), name) == default


def test_without_a_store_the_users_data_directory_is_meant(monkeypatch: pytest.MonkeyPatch, tmp_path: Path):
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path))
    assert Path(Settings().store_location()).name == "store"
    assert Settings(store="x").store_location() == "x"


def test_without_a_base_the_ontology_s_own_is_meant():
    assert Settings().entity_base() == DEFAULT_BASE
    assert Settings(base="https://data.example/id/").entity_base() == "https://data.example/id/"


def test_the_variable_of_a_setting():
    assert variable("max_query_chars") == "GONGBAO_MAX_QUERY_CHARS"
