"""What a client is told when a free-hand query met a limit: 503 with the reason, in Chinese and English."""

from __future__ import annotations

from api.problems import ApiError


class QueryLimit(ApiError):
    """A query was ended, or not begun, because of a limit; the service itself is well."""

    http_status = 503


class QueryTooLong(QueryLimit):
    """Evaluation reached the time limit."""

    def __init__(self, seconds: float) -> None:
        super().__init__(
            f"查询超过 {seconds:g} 秒的时限，已被终止。请缩小范围：加条件、去掉不相连的图样，或加 LIMIT。",
            f"The query took longer than {seconds:g} seconds and was ended. Narrow it down: add "
            "conditions, join all patterns, or add a LIMIT.",
        )


class QueryTooBig(QueryLimit):
    """Evaluation reached the memory limit."""

    def __init__(self, limit: int) -> None:
        size = f"{limit / 1e6:g} MB"
        super().__init__(
            f"查询所需的内存超过 {size}，已被终止。排序、分组、去重要把全部结果放进内存：请先缩小范围。",
            f"The query needed more than {size} of memory and was ended. Sorting, grouping and "
            "DISTINCT hold the whole result in memory: narrow it down first.",
        )


class ResultTooLong(QueryLimit):
    """The result has more rows (solutions, triples) than a result may have."""

    def __init__(self, rows: int) -> None:
        super().__init__(
            f"结果超过 {rows} 行，已被终止。请加 LIMIT（配合 ORDER BY 和 OFFSET 可分批取）。",
            f"The result has more than {rows} rows and was ended. Add a LIMIT (with ORDER BY and "
            "OFFSET it comes in parts).",
        )


class ResultTooBig(QueryLimit):
    """The result has more bytes than a result may have."""

    def __init__(self, limit: int) -> None:
        super().__init__(
            f"结果超过 {limit} 字节，已被终止。请加 LIMIT，或少取几列；CSV 比 JSON 短。",
            f"The result is larger than {limit} bytes and was ended. Add a LIMIT or take fewer columns; "
            "CSV is shorter than JSON.",
        )


class QueriesBusy(QueryLimit):
    """Too many queries are under way; ``Retry-After`` says when to come back (RFC 9110, 10.2.3)."""

    def __init__(self, seconds: int, long: bool = False) -> None:
        self.headers = {"Retry-After": str(seconds)}
        zh = "同时进行的耗时查询已满" if long else "同时进行的查询已满"
        en = "Too many long queries are under way" if long else "Too many queries are under way"
        super().__init__(f"{zh}，请过 {seconds} 秒再试。", f"{en}; try again in {seconds} seconds.")


class WorkerLost(QueryLimit):
    """The worker died of something else: the engine crashed, or somebody killed it."""

    def __init__(self, code: int | None) -> None:
        self.headers = {"Retry-After": "1"}
        super().__init__(
            f"执行查询的进程意外结束（{code}），已换新进程；请重试，仍然如此则换一种写法。",
            f"The process that ran the query ended unexpectedly ({code}) and was replaced; try again, and "
            "if it happens again write the query in another way.",
        )
