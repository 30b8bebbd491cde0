"""What can go wrong when a saved query is looked up, filled or read, said in Chinese and English."""

from __future__ import annotations


class QueryError(ValueError):
    """Base of every error of this room.

    ``zh`` and ``en`` are one sentence each, fit to be shown to a user;
    ``code`` is stable and machine-readable.
    """

    code = "query_error"

    def __init__(self, zh: str, en: str) -> None:
        super().__init__(f"{zh} / {en}")
        self.zh = zh
        self.en = en


class HeaderError(QueryError):
    """A ``.rq`` file whose header breaks the schema (see ``queries.header``)."""

    code = "bad_query_file"


class UnknownQuery(QueryError, KeyError):
    """There is no saved query of that name."""

    code = "unknown_query"

    def __init__(self, name: str) -> None:
        super().__init__(f"没有名为“{name}”的查询。", f"There is no saved query named '{name}'.")

    def __str__(self) -> str:
        return f"{self.zh} / {self.en}"


class UnknownParameter(QueryError):
    """The query has no parameter of that name."""

    code = "unknown_parameter"

    def __init__(self, query: str, name: str) -> None:
        super().__init__(
            f"查询“{query}”没有参数“{name}”。", f"The query '{query}' has no parameter '{name}'."
        )


class MissingParameter(QueryError):
    """A required parameter was not given."""

    code = "missing_parameter"

    def __init__(self, query: str, name: str, label_zh: str, label_en: str) -> None:
        super().__init__(
            f"查询“{query}”缺少参数“{name}”（{label_zh}）。",
            f"The query '{query}' needs the parameter '{name}' ({label_en}).",
        )


class IllTypedParameter(QueryError):
    """A value that is not of the parameter's type."""

    code = "ill_typed_parameter"

    def __init__(self, name: str, value: str, zh: str, en: str) -> None:
        shown = value if len(value) <= 60 else value[:60] + "…"
        super().__init__(
            f"参数“{name}”的值“{shown}”不对：应为{zh}。",
            f"The value '{shown}' of parameter '{name}' will not do: it should be {en}.",
        )
