"""What a web page has around a document: breadcrumbs, stamps, share buttons, the foot of the site.

Works on the text of a page, for pages kept as text and for what markup does not tell apart.
"""

from __future__ import annotations

import re

from loaders.dates import DATE
from loaders.heads import NUMBER, TITLE_TYPES
from loaders.wordlist import alternatives

# Furniture in front of a document is looked for in so many characters.
_HEAD_ZONE = 600
_FOOT_ZONE = 1200
# So far the next stamp may be: a long title stands between.
_REACH = 260

_CRUMB_MARKS = ">＞»›｜|"
_BREADCRUMBS = re.compile(
    r"\s*(?:(?:您|你)?(?:现在|当前|目前)?(?:所在)?的?(?:位置|栏目)(?:是)?\s*[:：]"
    rf"|(?:网站|本站)?首\s*页(?=[\s/{_CRUMB_MARKS}\u4e00-\u9fff]))"
)
_TIME = (
    r"(?:19|20)\d\d\s?[-./年]\s?\d{1,2}\s?[-./月]\s?\d{1,2}\s?日?"
    r"(?:\s?\d{1,2}[:：]\d{2}(?:[:：]\d{2})?)?"
)
_BRACKET = r"[【\[(（]?\s?"
_SIZE = r"(?:特大|超大|大|中|小|默认|[A+-]{1,2})"
_STAMP = (
    rf"(?:(?:发布|发文|更新|录入|成文|公开|编辑|上传|添加|生成|生效)?(?:时间|日期)\s?[:：]\s?{_TIME}"
    r"|(?:19|20)\d\d[-./]\d{1,2}[-./]\d{1,2}\s\d{1,2}:\d{2}(?::\d{2})?"
    r"|(?:浏览|点击|访问|阅读)(?:次数|人数|量|数)\s?[:：]?\s?\d*\s?次?"
    rf"|{_BRACKET}(?:字号|字体|文字大小)\s?[:：]?(?:\s?{_BRACKET}{_SIZE}\s?[】\])）]?){{0,5}}"
    r"|分享(?:到|至|本文)?\s?[:：]?|QQ\s?(?:空间|好友)|(?:新浪|腾讯)微博"
    r"|[【\[]\s?(?:打印|关闭|收藏)[^】\]]{0,6}\s?[】\]])"
)
_BY = r"(?:信息|文章|稿件)?(?:来源|出处|作者|责任编辑|编辑|审核|供稿|撰稿|签发)\s?[:：]\s?"
_BUTTON = (
    r"(?:微信|微博|朋友圈|人人网|豆瓣|收藏|打印(?:本页|页面|文章)?|关闭(?:窗口|本页)?|复制链接|保存|(?:文件|附件)?下载|纠错|朗读|全真版|文字版|相关链接\s?[:：]?|-->|"
    rf"扫一扫\S{{0,16}}|{_BY}\S{{1,24}})"
)
# The table of particulars at the top of pages of government information (政府信息公开条例, 2019).
_PARTICULAR = (
    r"(?:(?:信息)?索\s?引\s?号|主题分类|主\s?题\s?词|主\s?题|体裁分类|服务对象|组配分类|发文机关|发文单位|发布机构|发布单位|"
    r"公开机构|发文字号|文\s?号|标\s?题|信息名称|名\s?称|有\s?效\s?性|效力状态|公开方式|公开范围|公开时限|关\s?键\s?词|"
    r"内容概述)\s?[:：]"
)
_MARK = re.compile(
    rf"\s?(?:{_STAMP}|{_BUTTON}|[{_CRUMB_MARKS}])(?=\s|$|[\u4e00-\u9fff【\[〔（({_CRUMB_MARKS}])"
)
_STRONG = re.compile(rf"(?:^|(?<=[\s】\]|｜])){_STAMP}")
_PARTICULARS = re.compile(
    rf"\s?{_PARTICULAR}(?:(?!{_PARTICULAR}|{_STAMP})[^。；])*?(?=\s?{_PARTICULAR}|\s?{_STAMP}|\s)"
)
_SENTENCE = re.compile(r"[。；！？]")
_NUMBER = re.compile(rf"\s?[（(]?{NUMBER}")
_HEADING = re.compile(
    rf"(?:关于|印发|转发|公布|发布).+(?:{TITLE_TYPES}|{alternatives('document_types')})(?:[（(][^（）()]{{1,12}}[）)])?$"
)


def navigation(text: str) -> tuple[int, tuple[int, int] | None]:
    """Offset behind the navigation that a page begins with (0 if it has none), and offsets of the page's
    heading in it if that reads like the title of a document."""
    crumbs = _BREADCRUMBS.match(text)
    start = crumbs.end() if crumbs else 0
    at, heading = start, None
    while at < _HEAD_ZONE:
        if mark := _MARK.match(text, at) or _PARTICULARS.match(text, at):
            at = mark.end()
            continue
        stamp = _STRONG.search(text, at, at + _REACH)
        if not stamp or _SENTENCE.search(text, at, stamp.start()) or (at and _NUMBER.match(text, at)):
            break
        heading = heading or _heading(text, at, stamp.start(), bool(crumbs))
        at = stamp.end()
    return (at, heading) if at > start else (0, None)


def _heading(text: str, start: int, end: int, crumbs: bool) -> tuple[int, int] | None:
    """The page's heading among the words in front of the first stamp, if it reads like a title."""
    marks = [match.end() for match in re.finditer(rf"[{_CRUMB_MARKS}]", text[start:end])]
    first = start + (marks[-1] if marks else 0)
    words = [first + match.start() for match in re.finditer(r"\S+", text[first:end])]
    # The first word behind 首页 or behind > is the rest of the breadcrumbs, unless there is no other.
    choices = words[1:] + words[:1] if crumbs or marks else words
    for begin in choices:
        candidate = text[begin:end].strip()
        if _HEADING.search(candidate):
            return begin, begin + len(candidate)
    return None


_LABEL = re.compile(rf"{_PARTICULAR}|(?:成文|发布|生成|公开|生效|废止)日期\s?[:：]")
_CRUMBS_ONLY = re.compile(rf"{_BREADCRUMBS.pattern}[^。；，]{{0,60}}$")
_FOOT = (
    rf"(?:{_BY}\S{{1,30}}|附件下载|相关(?:附件|链接|文档|阅读|文件|新闻|解读|稿件)\S{{0,60}}|"
    r"(?:政策|图文|一图)(?:解读|读懂)\S{0,60}|打印(?:本页|页面)?|关闭(?:窗口|本页)?|返回(?:顶部|首页|列表)|分享到?[:：]?|"
    r"微信|微博|QQ空间|收藏|上一[篇条]\S{0,80}|下一[篇条]\S{0,80}|扫一扫\S{0,30}|"
    r"[【\[](?:打印|关闭|收藏|返回|字体)[^】\]]{0,8}[】\]]|\S{1,60}\.(?:docx?|xlsx?|pdf|wps|zip|rar))"
)
_FOOTER = re.compile(rf"(?:\s+{_FOOT})+\s*$")
_SITE_FOOT = re.compile(
    r"\s(?:版权所有|Copyright|©|网站地图|网站标识码|技术支持|联系我们|关于我们|友情链接|上一[篇条]|下一[篇条]|扫一扫|"
    r"返回顶部|[\u4e00-\u9fff]ICP备)"
)


def footer(text: str, begin: int = 0) -> int:
    """Offset at which the foot of a page begins, looked for from ``begin`` on; the length of the text
    if there is none."""
    end = len(text)
    begin = max(begin, end - _FOOT_ZONE)
    for match in _SITE_FOOT.finditer(text, begin):
        if not _SENTENCE.search(text, match.start()) and not DATE.search(text, match.start()):
            end = match.start()
            break
    foot = _FOOTER.search(text, begin, end)
    return foot.start() if foot else end


def is_furniture(text: str) -> bool:
    """Whether a paragraph of a page, or a table row (cells separated by tabs), is furniture and nothing
    else: a line of buttons, a stamp, breadcrumbs, particulars.

    The name of an annex is none, though it is a link.
    """
    if "\t" in text:
        cells = [cell for cell in text.split("\t") if cell.strip()]
        labels = sum(1 for cell in cells if _LABEL.fullmatch(cell.strip()))
        return labels > 0 and 2 * labels >= len(cells)
    if len(text) > _REACH or re.match(r"\s*附\s*[件表]", text):
        return False
    behind, heading = navigation(text)
    if heading:
        return False
    if behind and not text[behind:].strip():
        return True
    site = _SITE_FOOT.search(" " + text) and not _SENTENCE.search(text) and not DATE.search(text)
    return bool(site) or footer(" " + text) == 0 or bool(_CRUMBS_ONLY.match(text))
