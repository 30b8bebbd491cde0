"""Settings: read once from the environment and one file, within their limits, each with its reason."""

from __future__ import annotations

import re
from dataclasses import fields
from pathlib import Path

import pytest

from api.configuration import read
from api.problems import ConfigurationError, SettingError
from api.settings import Settings, described, value_of, variable
from api.settings_document import document
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
        chinese, _, english = reason.partition(" · ")
        assert re.search(r"[\u4e00-\u9fff]", chinese) and english.endswith("."), name
        assert value_of(Settings(), name) == default


def test_every_setting_is_documented(repository: Path):
    written = (repository / "docs" / "settings.md").read_text(encoding="utf-8")
    assert written == document(), "run: gongbao config --markdown > docs/settings.md"


def test_without_a_store_the_users_data_directory_is_meant(monkeypatch: pytest.MonkeyPatch, tmp_path: Path):
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path))
    assert Path(Settings().store_location()).name == "store"
    assert Settings(store="x").store_location() == "x"


def test_without_a_base_the_ontology_s_own_is_meant():
    assert Settings().entity_base() == DEFAULT_BASE
    assert Settings(base="https://data.example/id/").entity_base() == "https://data.example/id/"


def test_the_variable_of_a_setting():
    assert variable("max_query_chars") == "GONGBAO_MAX_QUERY_CHARS"


# --- the file -------------------------------------------------------------------------------------------


def configured(folder: Path, text: str, **environment: str):
    """What is read where the file holds ``text``."""
    file = folder / "gongbao.toml"
    file.write_text(text, encoding="utf-8")
    return read({"GONGBAO_CONFIG": str(file), **environment})


def test_the_file_gives_values_and_the_environment_wins(tmp_path: Path):
    text = 'port = 9001\nstore = "/srv/图谱"\ntrusted_hosts = ["a.example", ".b.example"]\n'
    found = configured(tmp_path, text, GONGBAO_PORT="9002", GONGBAO_STORE=" ")
    settings = found.settings
    assert (settings.port, settings.store) == (9002, "/srv/图谱")
    assert settings.trusted_hosts == "a.example,.b.example"
    assert found.origins["port"] == "GONGBAO_PORT"
    assert found.origins["store"] == f"{tmp_path / 'gongbao.toml'}: store"
    assert found.origins["threads"] == "default"


@pytest.mark.parametrize(
    ("text", "error", "words"),
    [
        ("prot = 1", ConfigurationError, r"prot.*Did you mean port\?"),
        ("[server]\nport = 1", ConfigurationError, "server"),
        ("port = ", ConfigurationError, "TOML"),
        ('port = "http"', SettingError, r"gongbao\.toml: port"),
        ("port = true", SettingError, "a number"),
        ("port = 1.5", SettingError, "whole number"),
        ("store = 1", SettingError, "text"),
        ("threads = 0", SettingError, "below 1"),
        ('language = "fr"', SettingError, "zh / en"),
    ],
)
def test_what_the_file_has_wrong_is_named(tmp_path: Path, text: str, error: type[Exception], words: str):
    with pytest.raises(error, match=words):
        configured(tmp_path, text)


def test_a_file_that_is_not_there_is_named(tmp_path: Path):
    with pytest.raises(ConfigurationError, match=r"nowhere\.toml"):
        read({"GONGBAO_CONFIG": str(tmp_path / "nowhere.toml")})


def test_a_secret_is_long_and_never_shown(tmp_path: Path):
    with pytest.raises(SettingError) as failure:
        configured(tmp_path, 'write_token = "hush-hush"')
    assert "hush" not in str(failure.value)
    settings = configured(tmp_path, 'write_token = "0123456789abcdef"').settings
    assert settings.write_token == "0123456789abcdef"
    assert "0123" not in value_of(settings, "GONGBAO_WRITE_TOKEN") != ""


def test_a_variable_that_is_no_setting_is_told_and_not_used():
    assert read({"GONGBAO_PROT": "1", "PATH": "/bin"}).unknown == ("GONGBAO_PROT",)
