"""Settings read from the environment and one TOML file; a variable wins over the file.

The file is named by ``GONGBAO_CONFIG`` or ``--config``. Its keys are the names of the settings
(``port = 8000``), flat; a key that is no setting is an error, because a slip of the pen would
otherwise leave a limit at its default without a word.
"""

from __future__ import annotations

import os
import tomllib
from collections.abc import Mapping
from dataclasses import Field, dataclass, fields
from difflib import get_close_matches
from pathlib import Path
from typing import Any

from api.problems import ConfigurationError, SettingError
from api.settings import PREFIX, Settings, variable

FILE = PREFIX + "CONFIG"
"""The variable that names the file."""

DEFAULT = "default"
_SHORTEST_SECRET = 16


@dataclass(frozen=True, slots=True)
class Configuration:
    """Settings and where each came from.

    ``origins`` maps the name of a setting to its variable, ``<file>: <key>`` or :data:`DEFAULT`;
    ``unknown`` are variables that begin like ours and are no setting.
    """

    settings: Settings
    origins: Mapping[str, str]
    unknown: tuple[str, ...]


def read(environment: Mapping[str, str] | None = None) -> Configuration:
    """The settings of ``environment`` (``os.environ`` where None) and of the file it names.

    Unset and empty variables leave what the file says, else the default. Raises SettingError naming the
    variable or key whose value cannot be used, ConfigurationError where the file cannot be read or has a key
    that is no setting.
    """
    source = os.environ if environment is None else environment
    file = source.get(FILE, "").strip()
    known = {one.name: one for one in fields(Settings)}
    values: dict[str, Any] = {}
    origins = dict.fromkeys(known, DEFAULT)
    for key, value in (_parsed(Path(file)) if file else {}).items():
        if key not in known:
            raise _unknown_key(file, key, list(known))
        origins[key] = f"{file}: {key}"
        values[key] = _from_file(known[key], value, origins[key])
    for name, one in known.items():
        raw = source.get(variable(name), "").strip()
        if raw:
            origins[name] = variable(name)
            values[name] = _from_text(one, raw, origins[name])
    ours = {variable(name) for name in known} | {FILE}
    unknown = sorted(name for name in source if name.startswith(PREFIX) and name not in ours)
    return Configuration(Settings(**values), origins, tuple(unknown))


def _parsed(file: Path) -> dict[str, Any]:
    try:
        return tomllib.loads(file.read_text(encoding="utf-8"))
    except OSError as error:
        reason = error.strerror or str(error)
        raise ConfigurationError(
            f"配置文件 {file} 读不出：{reason}。", f"the configuration file {file} cannot be read: {reason}."
        ) from None
    except ValueError as error:  # also what is not UTF-8
        raise ConfigurationError(
            f"配置文件 {file} 不是合格的 TOML：{error}。",
            f"the configuration file {file} is not well-formed TOML: {error}.",
        ) from None


def _unknown_key(file: str, key: str, known: list[str]) -> ConfigurationError:
    near = get_close_matches(key, known, 1)
    zh, en = (f"是不是 {near[0]}？", f" Did you mean {near[0]}?") if near else ("", "")
    return ConfigurationError(
        f"配置文件 {file} 中没有名为 {key} 的设置。{zh}全部设置见 gongbao config。",
        f"{file}: there is no setting called '{key}'.{en} 'gongbao config' lists them all.",
    )


def _from_file(one: Field[Any], value: object, place: str) -> str | int | float:
    """A TOML value as the type of the field; a list of strings is text parted by commas."""
    if isinstance(value, list) and isinstance(one.default, str) and all(isinstance(v, str) for v in value):
        value = ",".join(value)
    kind = str if isinstance(one.default, str) else (int, float)
    if isinstance(value, bool) or not isinstance(value, kind):
        zh, en = ("文本", "text") if isinstance(one.default, str) else ("数", "a number")
        raise SettingError(place, _shown(one, value), f"应为{zh}", f"should be {en}")
    return _from_text(one, str(value).strip(), place) if value != "" else ""


def _from_text(one: Field[Any], raw: str, place: str) -> str | int | float:
    """``raw`` as the type of the field's default, within its limits."""
    if isinstance(one.default, (int, float)):
        return _number(one, raw, place)
    choices = one.metadata["choices"]
    if choices and raw not in choices:
        listed = " / ".join(choices)
        raise SettingError(place, raw, f"应为 {listed}", f"is not one of {listed}")
    if one.metadata["secret"] and len(raw) < _SHORTEST_SECRET:
        raise SettingError(
            place,
            _shown(one, raw),
            f"短于 {_SHORTEST_SECRET} 个字符",
            f"is shorter than {_SHORTEST_SECRET} characters",
        )
    return raw


def _number(one: Field[Any], raw: str, place: str) -> int | float:
    minimum = one.metadata["minimum"]
    whole = isinstance(one.default, int)
    try:
        number = int(raw) if whole else float(raw)
    except ValueError:
        raise (
            SettingError(place, raw, "不是整数", "is not a whole number")
            if whole
            else SettingError(place, raw, "不是数", "is not a number")
        ) from None
    if minimum is not None and not number >= minimum:
        raise SettingError(place, raw, f"小于 {minimum}", f"is below {minimum}")
    return number


def _shown(one: Field[Any], value: object) -> str:
    return "••••" if one.metadata["secret"] else str(value)
