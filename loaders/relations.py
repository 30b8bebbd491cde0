"""What a text does to a document that it names: rests on it, repeals it, amends it, or only mentions it."""

from __future__ import annotations

import re

from loaders.readers.base import Context
from loaders.source import Block

# Cues in front of a title.
_BASIS = re.compile(r"根据|依据|按照|依照|遵照|参照|贯彻|落实|执行|履行|遵循|以$|以[^，。；]{0,20}$")
_BASIS_AFTER = re.compile(r"^[^，。；]{0,8}(?:的?贯彻|的?落实|为依据|为根据)")
_AS_BASIS = re.compile(r"^[^，。；]{0,12}为(?:依据|根据|准绳|指导)")
_PURPOSE = re.compile(
    r"(?:制定|制订|编制|拟定|特制定)(?:了)?(?:本|如下|以下)|(?:制定|制订)[《“]|"
    r"(?:现|特)?(?:就|将|对)?[^，。；]{0,40}(?:通知|公告|通告|批复|意见|决定|规定|措施|要点)如下|特(?:作|通|公|批)|现予"
)
# What ends a document's force.
_END = (
    r"(?:废止|停止执行|停止使用|停止施行|失去效力|失效|作废|不再执行|不再施行|不再有效|不再适用|终止执行|予以撤销|予以废除|"
    r"不再作为[^，。；]{0,30}依据)"
)
_REPEALED_AFTER = re.compile(rf"^[^。]{{0,60}}?{_END}")
_NO_REPEAL = re.compile(r"^[^，]*(?:需要|应当|可以)|^[^。]{0,60}?(?:未|不得|尚未)(?:废止|失效)")
_REPEAL_BEFORE = re.compile(
    r"(?:废止|停止执行|宣布失效|撤销)[^。；：《]{0,24}(?:《[^》]*》[^。；《]{0,30})*$"
)
_REPEALS = re.compile(r"废止|失效|停止执行|作废")
_KEEPS = re.compile(r"继续有效|保留|修改|修订|修正|现行有效|有效的")
_AMENDS = re.compile(r"修改|修订|修正")
_LISTS = re.compile(rf"{_REPEALS.pattern}|{_KEEPS.pattern}")
_AMEND_BEFORE = re.compile(
    r"(?:修改|修订|修正|调整|删去|删除|废除)(?:的|了)?$|(?:对|将|就|在|把)(?:[\u4e00-\u9fff]{2,30})?$"
)
_AMEND_AFTER = re.compile(
    r"^[^。；]{0,60}?(?:作(?:出|了)?(?:如下|以下|相应)?(?:修改|补充|修订|修正|调整)|(?:补充(?:通知|规定|意见)|修改|修订)如下|修改为|"
    r"进行(?:了)?(?:修改|修订|修正)|修订如下|调整为|改为|予以(?:修改|修订|修正)|增加(?:一|二|两|三|第)|删去|删除|"
    r"有效期(?:限)?(?:延长|顺延|延续))"
)
_AMENDED_ALONE = re.compile(
    r"^[^。；]{0,12}有效期(?:限)?(?:延长|顺延|延续)|^第[^，。；]{1,16}条[^，。；]{0,24}(?:修改为|改为|删去|删除|增加)"
)
_CUT_BEFORE = re.compile(r"(?:删去|删除|修改)$")
_ITEM_NUMBER = re.compile(
    r"(?:第?[一二三四五六七八九十]{1,3}[、.．]|[（(][一二三四五六七八九十\d]{1,3}[)）]|\d{1,3}[.．、)）]?)\s*"
)
_STOP = re.compile("[。；]")
_BASIS_COLUMN = re.compile(r"依据")
_MAX_PREAMBLE = 6
_NOTE = re.compile(r"[（(][^（）()]{1,20}[)）]$")
_MAX_HEADING = 60


def relation(context: Context, start: int, end: int) -> str:
    """How the document relates to the one that is named between two offsets: ``repeals``, ``amends``,
    ``basis`` or ``mentions``."""
    text = context.text
    block = context.source.blocks[context.source.block_at(start)]
    begin = max(text.rfind("。", block.start, start), text.rfind("；", block.start, start)) + 1
    before = text[max(block.start, begin) : start]
    stop = _STOP.search(text, end, block.end)
    after = text[end : stop.start() if stop else block.end]
    basis = bool(_BASIS.search(before))
    if _REPEAL_BEFORE.search(before):
        return "repeals"
    if not basis and _REPEALED_AFTER.match(after) and not _NO_REPEAL.match(after):
        return "repeals"
    if (_AMEND_AFTER.match(after) and _AMEND_BEFORE.search(before)) or _AMENDED_ALONE.match(after):
        return "amends"
    if _CUT_BEFORE.search(before) and re.match(r"第[^，。；]{1,16}[条款项]", after):
        return "amends"
    if listed := _of_list(context, block, start):
        return listed
    if block.is_row:
        return "basis" if _BASIS_COLUMN.search(_column_head(context, start)) else "mentions"
    if basis or _BASIS_AFTER.match(after) or _AS_BASIS.match(after):
        return "basis" if _is_preamble(context, block, start, before) else "mentions"
    return (
        "basis"
        if _under_basis(context, start) and (not before or _ITEM_NUMBER.fullmatch(before))
        else "mentions"
    )


def _of_list(context: Context, block: Block, start: int) -> str | None:
    """What happens to the items of the list in which ``start`` stands: the line over the list or the title
    of the part says so; None outside such lists."""
    item = block.text[: start - block.start]
    if not block.is_row and (re.search(r"[，。；]", item) or (item and not _is_item(block))):
        return None
    part = context.part_at(start)
    lead = _lead_of_list(context, start)
    titles = [part.title] if part.path else []
    if not part.path or block.is_row or part.kind == "annex":
        titles.append(context.document.title)
    if _AMENDS.search(lead) and not _REPEALS.search(lead):
        return "amends"
    said = next((text for text in (lead, *titles) if _REPEALS.search(text) or _KEEPS.search(text)), "")
    return "repeals" if _REPEALS.search(said) and not _KEEPS.search(said) else None


def _is_item(block: Block) -> bool:
    """Whether a block is an item of a list of documents."""
    return bool(_ITEM_NUMBER.match(block.text)) or block.text.startswith("《") or _names_by_number(block)


def _names_by_number(block: Block) -> bool:
    """Whether a line is the name of a document with its number and nothing else."""
    return len(block.text) <= 160 and bool(re.search(r"号[)）]$", block.text))


def _lead_of_list(context: Context, start: int) -> str:
    """What the list in whose item ``start`` stands is of: the nearest block above that is no item of it
    and ends in a colon or is a heading; "" if there is none."""
    blocks = context.source.blocks
    for at in range(context.source.block_at(start) - 1, max(context.document.first, 0) - 1, -1):
        text = _NOTE.sub("", blocks[at].text)
        if text.endswith(("：", ":")):
            return re.split(r"[。；]", text)[-1]
        if blocks[at].is_row:
            continue
        if len(text) <= _MAX_HEADING and not re.search(r"《|。$|号[)）]$", text) and _LISTS.search(text):
            return text
        if not _is_item(blocks[at]):
            return ""
    return ""


def _is_preamble(context: Context, block: Block, start: int, before: str) -> bool:
    """Before the first numbered provision of its part and near its beginning, in its first article, or in
    the sentence that says why the document is made."""
    path = context.path_at(start)
    part = context.part_at(start)
    own = path.removeprefix(part.path).strip("/")
    index = context.source.block_at(start)
    # A part without provisions (a table kept as text) is not all preamble.
    if own == "" and index < part.body + _MAX_PREAMBLE:
        return True
    if own.split("/")[0] in ("第一条", "第1条"):
        return True
    sentence = _STOP.search(context.text, start, block.end)
    said = before + context.text[start : sentence.end() if sentence else block.end]
    return index < part.body + 2 * _MAX_PREAMBLE and bool(_PURPOSE.search(said))


def _under_basis(context: Context, start: int) -> bool:
    """Whether the heading over a provision says that it lists what the document rests on."""
    path = context.path_at(start)
    headings = {p.part: p.heading or "" for p in context.provisions}
    while path:
        if re.search(r"依据$|依据和|政策依据|法律依据", headings.get(path, "")):
            return True
        path = path.rpartition("/")[0]
    return False


def _column_head(context: Context, start: int) -> str:
    """The head of the table column in which ``start`` stands."""
    blocks = context.source.blocks
    index = context.source.block_at(start)
    column = context.text.count("\t", blocks[index].start, start)
    for at in range(index - 1, max(context.document.first, index - 60), -1):
        cells = blocks[at].text.split("\t")
        if blocks[at].is_row and re.match(r"序\s*号", cells[0]):
            return cells[column] if column < len(cells) else ""
    return ""
