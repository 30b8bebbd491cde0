"""Errors of this room: what a client did that cannot be answered, in Chinese and English.

They belong to the one exception tree (``GongbaoError``), so one handler table
turns all of them into problem+json, pages or lines on a terminal.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from loaders.errors import GongbaoError

_REASONS = 20


class ApiError(GongbaoError):
    """Base of this room's errors: ``zh`` and ``en`` are one sentence each."""

    http_status = 400
    headers: Mapping[str, str] = {}
    """Fields of the response that belong to the error (``Retry-After`` …)."""

    def __init__(self, zh: str, en: str) -> None:
        self.zh, self.en = zh, en
        super().__init__(f"{zh} / {en}")


class SettingError(ApiError):
    """A setting that cannot be used; names its variable and what is wrong with the value."""

    http_status = 500

    def __init__(self, variable: str, value: str, zh: str, en: str) -> None:
        super().__init__(f"设置 {variable}={value} {zh}。", f"{variable}={value} {en}.")


class ConfigurationError(ApiError):
    """The configuration file cannot be read, or says what is no setting; names the file and the key."""

    http_status = 500


class BadRequest(ApiError):
    """A parameter is missing, given twice or makes no sense."""


class EmptyQuery(ApiError):
    """The query has no text."""

    def __init__(self) -> None:
        super().__init__("查询是空的。", "The query is empty.")


class UpdateRefused(ApiError):
    """The client sent a SPARQL update; the service only reads."""

    http_status = 403

    def __init__(self) -> None:
        super().__init__(
            "本服务只读，不接受 SPARQL 更新；请用命令 gongbao load 装入公报。",
            "This service is read-only and takes no SPARQL updates; load gazettes with 'gongbao load'.",
        )


class Forbidden(ApiError):
    """The client may not do this; says what would let it."""

    http_status = 403


class UnknownFinding(ApiError):
    """The audit of the day has no finding of this id."""

    http_status = 404

    def __init__(self, wanted: str) -> None:
        super().__init__(f"审计中没有发现 {wanted}。", f"The audit has no finding {wanted}.")


class NotAcceptable(ApiError):
    """None of the formats the client accepts can be made; names those that can."""

    http_status = 406

    def __init__(self, offers: tuple[str, ...]) -> None:
        listed = ", ".join(offers)
        super().__init__(
            f"没有客户端所要的格式；可用：{listed}。", f"No acceptable format; available are: {listed}."
        )


class WrongMediaType(ApiError):
    """The body of a POST is of a type the operation does not take."""

    http_status = 415

    def __init__(self, given: str, offers: tuple[str, ...]) -> None:
        listed = ", ".join(offers)
        shown = given or "（无 / none）"
        super().__init__(
            f"请求体类型 {shown} 不受支持；可用：{listed}。",
            f"The body's media type {shown} is not supported; send one of: {listed}.",
        )


class TooLarge(ApiError):
    """A text longer than the setting allows."""

    http_status = 413

    def __init__(self, what_zh: str, what_en: str, limit: int) -> None:
        super().__init__(
            f"{what_zh}超过 {limit} 个字符。", f"The {what_en} is longer than {limit} characters."
        )


class UnknownEntity(ApiError):
    """Nothing in the graph has this address; ``name`` is the last part of the path, for a search."""

    http_status = 404

    def __init__(self, local: str) -> None:
        self.local = local
        self.name = local.rstrip("/").rsplit("/", 1)[-1]
        super().__init__(f"图谱中没有“{local}”。", f"The graph holds nothing called '{local}'.")


class UnknownGraph(ApiError):
    """No named graph has this IRI."""

    http_status = 404

    def __init__(self, iri: str) -> None:
        super().__init__(f"没有名为 <{iri}> 的图。", f"There is no graph named <{iri}>.")


class UnknownSource(ApiError):
    """No loaded source has this path."""

    http_status = 404

    def __init__(self, path: str) -> None:
        super().__init__(f"没有装入名为“{path}”的来源文件。", f"No source file '{path}' has been loaded.")


class NoSuchLines(ApiError):
    """The source is loaded, but has no such lines."""

    http_status = 404

    def __init__(self, path: str, first: int, last: int) -> None:
        super().__init__(f"“{path}”没有第 {first}–{last} 行。", f"'{path}' has no lines {first}–{last}.")


class UnknownHost(ApiError):
    """The request names a host that is none of ours."""

    def __init__(self, host: str) -> None:
        super().__init__(
            f"本服务不以“{host}”为名；见设置 GONGBAO_TRUSTED_HOSTS。",
            f"This service does not go by the name '{host}'; see the setting GONGBAO_TRUSTED_HOSTS.",
        )


class RateLimited(ApiError):
    """The client asks more often than the setting allows (RFC 6585, 4)."""

    http_status = 429

    def __init__(self, seconds: int) -> None:
        """``seconds`` until the next request is answered."""
        self.headers = {"Retry-After": str(seconds)}
        super().__init__(
            f"请求过于频繁，请 {seconds} 秒后再试。", f"Too many requests; try again in {seconds} seconds."
        )


class WritingOff(ApiError):
    """The service takes no writes: no token is set."""

    http_status = 403

    def __init__(self) -> None:
        super().__init__(
            "本服务不接受写入；管理员设置 GONGBAO_WRITE_TOKEN 后才接受。",
            "This service takes no writes; an administrator can allow them with GONGBAO_WRITE_TOKEN.",
        )


class NotAuthorised(ApiError):
    """The token is missing or wrong (RFC 6750, 3)."""

    http_status = 401

    def __init__(self) -> None:
        self.headers = {"WWW-Authenticate": 'Bearer realm="gongbao"'}
        super().__init__(
            "令牌缺失或不对；请发送 Authorization: Bearer 令牌。",
            "The token is missing or wrong; send it as 'Authorization: Bearer TOKEN'.",
        )


class WriterBusy(ApiError):
    """Another request is writing."""

    http_status = 503

    def __init__(self) -> None:
        self.headers = {"Retry-After": "5"}
        super().__init__(
            "另一个请求正在写入，请稍后再试。", "Another request is writing; try again in a moment."
        )


class NothingLoaded(ApiError):
    """Nothing of an uploaded file could be read; says why, problem by problem."""

    http_status = 422

    def __init__(self, name: str, reasons: Sequence[str]) -> None:
        listed = "; ".join(reasons[:_REASONS])
        super().__init__(
            f"“{name}”没有读出任何内容，图谱未变：{listed}",
            f"Nothing could be read from '{name}', the graph is as it was: {listed}",
        )


class LoadFailed(ApiError):
    """The process that read an uploaded file died; the graph is as it was."""

    http_status = 500

    def __init__(self, name: str) -> None:
        super().__init__(
            f"读取“{name}”的进程中途停止，图谱未变。",
            f"The process that read '{name}' died; the graph is as it was.",
        )


class LoadTooLong(ApiError):
    """Reading an uploaded file took longer than the setting allows; the graph is as it was."""

    http_status = 503

    def __init__(self, name: str, seconds: float) -> None:
        super().__init__(
            f"读取“{name}”超过 {seconds:g} 秒，已放弃，图谱未变。",
            f"Reading '{name}' took longer than {seconds:g} seconds and was given up; "
            "the graph is as it was.",
        )
