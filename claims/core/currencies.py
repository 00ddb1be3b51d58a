"""Signs and words of money, as ISO 4217 codes. "$" alone is the US dollar and "¥" the yuan, as announcements mean them."""

_SIGNS = {
    "$": "USD", "US$": "USD", "€": "EUR", "£": "GBP", "¥": "CNY", "￥": "CNY", "HK$": "HKD", "S$": "SGD", "A$": "AUD",
    "C$": "CAD", "CA$": "CAD", "AU$": "AUD", "NT$": "TWD", "₹": "INR", "₩": "KRW", "RMB": "CNY",
    **{code: code for code in ("USD", "CNY", "EUR", "GBP", "JPY", "HKD")},
}  # fmt: skip
_WORDS = {
    "美元": "USD", "美金": "USD", "元人民币": "CNY", "人民币": "CNY", "欧元": "EUR", "英镑": "GBP", "日元": "JPY",
    "港元": "HKD", "港币": "HKD", "韩元": "KRW", "新台币": "TWD", "新加坡元": "SGD", "澳元": "AUD", "加元": "CAD",
    "卢比": "INR", "元": "CNY", "us dollar": "USD", "u.s. dollar": "USD", "dollar": "USD", "usd": "USD", "euro": "EUR",
    "yuan": "CNY", "rmb": "CNY", "pounds sterling": "GBP", "yen": "JPY",
}  # fmt: skip
# Before a number; the longer signs first, and none in the middle of a word.
SIGN = (
    r"(?:(?<![A-Za-z])(?:US|HK|CA|AU|NT|[SAC])\$|\$|€|£|¥|￥|₹|₩"
    r"|(?<![A-Za-z])(?:USD|RMB|CNY|EUR|GBP|JPY|HKD)\s?)"
)
# Behind a number. 元 is also the beginning of 元素 and the end of 单元 and 神经元, which no amount stands before.
COIN = (
    r"\s?(?:(?:US\s|U\.S\.\s)?[Dd]ollars?\b|USD\b|euros?\b|yuan\b|RMB\b|yen\b|pounds\ssterling\b"
    r"|美元|美金|元人民币|人民币|欧元|英镑|日元|港元|港币|韩元|新台币|新加坡元|澳元|加元|卢比|元(?![素组宇]))"
)


def currency(sign: str | None, word: str | None) -> str:
    """The code of what was written in front of or behind a number, "" for neither."""
    if sign and sign.strip():
        return _SIGNS[sign.strip()]
    told = (word or "").strip().lower()
    return _WORDS.get(told) or _WORDS.get(told.removesuffix("s"), "")
