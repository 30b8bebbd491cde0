"""Every setting of the service and the command line, with its reason and its limits.

A setting is a field of :class:`Settings`: its variable is ``GONGBAO_`` and the
upper-case field name, its key in the configuration file is the field name, its
reason stands beside it. ``api.configuration`` reads them; nothing reads the
environment anywhere else, and nothing changes a setting after it was read.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, fields
from typing import Any

PREFIX = "GONGBAO_"


def _setting(
    default: Any,
    why: str,
    minimum: int | None = None,
    choices: tuple[str, ...] = (),
    *,
    secret: bool = False,
) -> Any:
    """A field with its reason (Chinese · English) and, where the value has them, its limits.

    A ``secret`` is never shown.
    """
    return field(
        default=default, metadata={"why": why, "minimum": minimum, "choices": choices, "secret": secret}
    )


@dataclass(frozen=True, slots=True)
class Settings:
    """The settings, immutable. Build one with :meth:`from_environment` or by keyword in a test."""

    store: str = _setting(
        "",
        "图谱所在的文件夹或 http(s) 地址；空着就用用户数据目录 · "
        "Folder or http(s) address of the graph; empty means the user's data directory.",
    )
    base: str = _setting(
        "",
        "实体 IRI 的开头；空着就用本体自己的 · Where entity IRIs start; empty means the ontology's own base.",
    )
    host: str = _setting(
        "127.0.0.1",
        "监听地址；管理员放开之前只限本机 · "
        "Address to listen on; only this machine unless an administrator opens it.",
    )
    port: int = _setting(
        8000, "监听端口；0 为任一空闲端口 · Port to listen on; 0 takes a free one.", minimum=0
    )
    threads: int = _setting(
        32,
        "同时处理的请求数；引擎运算时不占 Python 的锁，等候查询的请求也各占一个 · "
        "Requests answered at once; the engine releases Python's lock while it works, and every query that "
        "waits takes one.",
        minimum=1,
    )
    stop_seconds: int = _setting(
        10,
        "停止时等候进行中请求的秒数；一个卡住的请求不应拦住重启 · "
        "Seconds that running requests get to end when the service is stopped; one that hangs must "
        "not hold up a restart.",
        minimum=1,
    )
    proxies: int = _setting(
        0,
        "前面有几层反向代理，其 X-Forwarded-* 头才可信；默认 0，因为谁都能发这些头 · "
        "Reverse proxies whose X-Forwarded-* headers are believed; 0 because anybody can send them.",
        minimum=0,
    )
    trusted_hosts: str = _setting(
        "",
        "允许的主机名，逗号分隔，开头加点含子域；空着不限。防止伪造 Host 的链接进入缓存 · "
        "Host names that are answered, parted by commas, a leading dot for subdomains; empty takes "
        "any. Keeps links made from a forged Host out of caches.",
    )
    hsts_seconds: int = _setting(
        31_536_000,
        "经 https 访问时，浏览器此后多少秒只用 https；0 不要求 · "
        "Seconds for which a browser that came by https keeps to it (RFC 6797); 0 asks for nothing.",
        minimum=0,
    )
    rate_per_minute: int = _setting(
        0,
        "每个客户端每分钟的请求数；0 不限。对公网开放时防一家占满 · "
        "Requests a minute from one client; 0 sets no limit. On the open internet it keeps one client "
        "from taking the service from all others.",
        minimum=0,
    )
    rate_burst: int = _setting(
        120,
        "限速之下一个客户端可连续发出的请求数；一个页面会带几个请求 · "
        "Requests that a limited client may send at once; opening a page takes several.",
        minimum=1,
    )
    write_token: str = _setting(
        "",
        "写接口的令牌，至少 16 个字符；空着不接受写入 · "
        "Bearer token for loading and withdrawing over HTTP, 16 characters or more; empty takes no "
        "writes.",
        secret=True,
    )
    max_upload_bytes: int = _setting(
        200_000_000,
        "经接口装入的文件的最大字节数；扫描的 PDF 也够用 · "
        "Largest file loaded over HTTP, in bytes; enough for a scanned PDF.",
        minimum=1,
    )
    upload_seconds: int = _setting(
        600,
        "读入一个上传文件的最长秒数；到时放弃，图谱不变 · "
        "Seconds that reading an uploaded file may take; past that it is given up and the graph stays "
        "as it was.",
        minimum=1,
    )
    log_level: str = _setting(
        "info",
        "日志级别；info 每个请求一行，warning 只记异常 · "
        "Level of the log; info has one line a request, warning only what went wrong.",
        choices=("debug", "info", "warning", "error"),
    )
    log_format: str = _setting(
        "auto",
        "日志格式；auto 在终端上为文本，其他情况为 JSON，便于收集 · "
        "Format of the log; auto is text on a terminal and JSON, which collectors read, elsewhere.",
        choices=("auto", "text", "json"),
    )
    metrics: str = _setting(
        "on",
        "是否提供 /metrics；直接面向公网而没有代理时宜关 · "
        "Whether /metrics is served; better off where the service faces the internet without a proxy.",
        choices=("on", "off"),
    )
    language: str = _setting(
        "zh",
        "读者切换之前页面的语言 · Language of the pages until a reader switches.",
        choices=("zh", "en"),
    )
    cors_origin: str = _setting(
        "*",
        "允许哪些来源的网页脚本读取公开数据；空着不发 CORS 头 · "
        "Origins whose scripts may read the open data; empty sends no CORS header.",
    )
    query_seconds: int = _setting(
        10,
        "自由查询的时限（秒）；到时终止并换新进程 · "
        "Seconds that a free-hand query may take; then it is ended and its process replaced.",
        minimum=1,
    )
    query_memory_mb: int = _setting(
        512,
        "一个查询进程可用的内存（MB，Linux）；排序、分组会占内存；0 不限 · "
        "Memory one query process may take (MB, on Linux): sorting and grouping take it; 0 sets no limit.",
        minimum=0,
    )
    query_rows: int = _setting(
        1_000_000,
        "自由查询结果的最多行数；0 不限 · Most rows of a free-hand result; 0 sets no limit.",
        minimum=0,
    )
    query_bytes: int = _setting(
        200_000_000,
        "自由查询结果的最多字节数；0 不限。结果齐全之前放在临时文件里 · "
        "Most bytes of a free-hand result; 0 sets no limit. Until it is whole it lies in a temporary file.",
        minimum=0,
    )
    query_workers: int = _setting(
        0,
        "执行自由查询的进程数；0 为每个处理器三个（至少六个）。三分之一总留给短查询 · "
        "Processes that evaluate free-hand queries; 0 means three for each processor, six at least. A third "
        "is kept for short queries.",
        minimum=0,
    )
    query_waiting: int = _setting(
        16,
        "可以排队等候的自由查询数；再多就答复 503 和 Retry-After · "
        "Free-hand queries that may wait for a process; more are told 503 with Retry-After.",
        minimum=0,
    )
    query_cache_mb: int = _setting(
        64,
        "留在内存里的查询结果（MB）；内容更新后作废；0 不留 · "
        "Results kept in memory (MB), until the content changes; 0 keeps none.",
        minimum=0,
    )
    max_query_chars: int = _setting(
        100_000,
        "SPARQL 文本的最大长度；解析时间随它增长 · "
        "Longest SPARQL text accepted; the parser's time grows with it.",
        minimum=1,
    )
    max_body_bytes: int = _setting(
        1_000_000,
        "请求体的最大字节数；更长的不会是查询 · Largest request body; anything longer is not a query.",
        minimum=1,
    )
    max_question_chars: int = _setting(
        500, "问题的最大长度；更长的不是问题 · Longest question; longer text is not one.", minimum=1
    )
    search_names: int = _setting(
        1_000_000,
        "内存中供搜索的实体名称数；每个约占半千字节 · "
        "Entities whose names are kept in memory for searching; each takes about half a kilobyte.",
        1,
    )
    search_hits: int = _setting(
        20,
        "首页显示的搜索结果数；有上限，图再大页面也快 · "
        "Search hits on the home page; a bounded page stays fast on any graph.",
        minimum=1,
    )
    links_shown: int = _setting(
        10,
        "同一种链接先显示几个，其余另开一页 · Links shown of one kind before a page of their own is offered.",
        minimum=1,
    )
    page_size: int = _setting(50, "长列表每页的行数 · Rows on a page of a long list.", minimum=1)
    table_rows: int = _setting(
        500,
        "页面上显示的结果行数；下载包含全部 · Rows of a result shown in a page; downloads carry all.",
        minimum=1,
    )
    source_lines: int = _setting(100, "原文页每页的行数 · Lines on a page of the source view.", minimum=1)
    source_context: int = _setting(
        12,
        "一条事实前后各显示几行原文 · Lines shown before and after the lines of a fact.",
        minimum=0,
    )
    data_links: int = _setting(
        1_000,
        "一个实体的数据里最多列出的入链；其余用 /sparql 查 · "
        "Incoming links in the data of one entity; /sparql gives the rest.",
        minimum=1,
    )

    @classmethod
    def from_environment(cls, environment: Mapping[str, str] | None = None) -> Settings:
        """The settings of ``environment`` (``os.environ`` where None) and the file that it names.

        See :func:`api.configuration.read`. Raises SettingError.
        """
        from api.configuration import read

        return read(environment).settings

    def store_location(self) -> str:
        """Folder or address of the graph: the setting, else the user's data directory (platformdirs)."""
        if self.store:
            return self.store
        from platformdirs import user_data_path

        return str(user_data_path("gongbao", appauthor=False) / "store")

    def entity_base(self) -> str:
        """IRI every entity starts with: the setting, else ``ontology.namespaces.DEFAULT_BASE``."""
        if self.base:
            return self.base
        from ontology.namespaces import DEFAULT_BASE

        return str(DEFAULT_BASE)


def variable(name: str) -> str:
    """The environment variable of a setting: ``max_query_chars`` → ``GONGBAO_MAX_QUERY_CHARS``."""
    return PREFIX + name.upper()


def described() -> list[tuple[str, str, str]]:
    """Every setting as (variable, default, reason), in the order they are declared."""
    return [(variable(one.name), str(one.default), str(one.metadata["why"])) for one in fields(Settings)]


def value_of(settings: Settings, name: str) -> str:
    """The value of the setting whose variable is ``name``, as text; of a secret only whether it is set."""
    (one,) = [one for one in fields(Settings) if variable(one.name) == name]
    value = str(getattr(settings, one.name))
    return "••••" if value and one.metadata["secret"] else value
