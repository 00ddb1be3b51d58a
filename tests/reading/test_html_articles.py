"""A page gives its article, and says who wrote it when, and where it lives."""

from datetime import date

import pytest

from claims.reading.document import Document, UnreadableDocument
from claims.reading.documents import document_from
from claims.reading.html_articles import read_html

STORY = "".join(
    f"<p>In week {week} the crew moved the model to a larger hall and wrote down what each machine had drawn.</p>"
    for week in range(1, 4)
)
STORY_TEXT = "\n\n".join(
    f"In week {week} the crew moved the model to a larger hall and wrote down what each machine had drawn."
    for week in range(1, 4)
)
AROUND = (
    "<div class='cookie-consent'><p>We use cookies. Accept all of them or manage your choices here.</p></div>"
    "<nav><a href='/'>Home</a><a href='/ai'>Systems</a></nav>{article}"
    "<aside class='related'><h3>Related stories</h3><a href='/a'>Another model grows by 50 percent in a year</a>"
    "<time datetime='2023-01-01'>1 January 2023</time></aside>"
    "<section id='comments' class='comments'><p>First! I say the thing has 900 parameters.</p>"
    "<time datetime='2025-05-05'>later</time></section><footer>© 2026 Nimbus News. All rights reserved.</footer>"
)
NEWS = (
    "<!DOCTYPE html><html lang='en-GB'><head><title>A log of the hall | Nimbus News</title>"
    "<link rel='canonical' href='/2024/hall?utm_source=feed'><meta property='og:site_name' content='xNimbus'>"
    "<meta property='og:url' content='https://news.example/hall'>"
    "<meta property='article:modified_time' content='2024-02-01T10:00:00Z'>"
    '<script type="application/ld+json">{"@type": "NewsArticle", "headline": "A log of the hall",'
    '"datePublished": "2024-01-15T23:30:00-05:00", "author": [{"@type": "Person", "name": "Ada Wright"},'
    '{"@type": "Person", "name": "Bo Lind"}]}</script></head><body>'
    + AROUND.format(
        article=f"<article><h1>A <em>log</em> of the hall</h1><p class='byline'>By Ada Wright and Bo Lind</p>{STORY}"
        "<p>It came to 10<sup>25</sup> steps, see <a href='/paper#:~:text=ten%20to'>the <b>paper</b></a>.</p></article>"
    )
    + "</body></html>"
)


def page(head: str = "", article: str = "", lang: str = "en") -> str:
    return (
        f"<!DOCTYPE html><html lang='{lang}'><head><meta charset='utf-8'><title>A log</title>{head}</head>"
        f"<body>{AROUND.format(article=f'<article>{article}{STORY}</article>')}</body></html>"
    )


def test_a_news_page_gives_its_article_alone_and_all_it_says_of_itself() -> None:
    assert read_html(NEWS, "https://m.news.example/x?id=9&fbclid=z") == Document(
        text=f"# A *log* of the hall\n\n{STORY_TEXT}\n\n"
        "It came to 10²⁵ steps, see [the **paper**](/paper#:~:text=ten%20to).",
        title="A log of the hall",
        author="Ada Wright; Bo Lind",
        publisher="xNimbus",
        published_on=date(2024, 1, 15),
        modified_on=date(2024, 2, 1),
        address="https://m.news.example/2024/hall",
        canonical_url="https://m.news.example/2024/hall",
    )


def test_the_text_does_not_depend_on_the_address_that_led_to_it() -> None:
    texts = {read_html(NEWS, address).text for address in ("", "https://news.example/a/b", "http://m.news.example/")}
    assert len(texts) == 1


@pytest.mark.parametrize(
    ("head", "article", "published", "modified"),
    [
        ("", "", None, None),
        ("<meta property='article:published_time' content='2024-01-15'>", "", date(2024, 1, 15), None),
        ("", "<time datetime='2024-01-15T10:00'>Monday</time>", date(2024, 1, 15), None),
        ("", "<p class='date'>15 January 2024</p>", date(2024, 1, 15), None),
        ("", "<p class='article-info'>2024年11月5日 10:30 来源：新智报</p>", date(2024, 11, 5), None),
        ("", "<p>The model of 3 March 2021 was used.</p>", None, None),
        (
            "<meta property='article:published_time' content='2024-01-15'>"
            "<meta property='article:modified_time' content='2024-01-15'>",
            "",
            date(2024, 1, 15),
            None,
        ),
    ],
)
def test_dates_are_the_articles_own_or_none(
    head: str, article: str, published: date | None, modified: date | None
) -> None:
    read = read_html(page(head, article), "https://news.example/a")
    assert (read.published_on, read.modified_on) == (published, modified)


@pytest.mark.parametrize(
    ("head", "publisher"),
    [
        ("", "news.example"),
        ("<meta property='og:site_name' content=' xNimbus  Lab '>", "xNimbus Lab"),
        (
            '<script type="application/ld+json">{"@graph": [{"@type": "WebPage"}, {"@type": "Article",'
            ' "publisher": {"@type": "Organization", "name": "Nimbus News"}}]}</script>',
            "Nimbus News",
        ),
        ('<script type="application/ld+json">[{"publisher": "Nimbus"}, 7]</script>', "Nimbus"),
        ('<script type="application/ld+json">{broken</script>', "news.example"),
    ],
)
def test_the_publisher_is_named_as_the_site_names_itself_else_by_its_host(head: str, publisher: str) -> None:
    assert read_html(page(head), "https://www.news.example/a").publisher == publisher


@pytest.mark.parametrize(
    ("head", "article", "author"),
    [
        ("<meta name='author' content='李明'>", "", "李明"),
        ("", "<p class='author'>作者：李明</p>", "李明"),
        ("", "<p class='byline'>By <a rel='author' href='/ada'>Ada Wright</a></p>", "Ada Wright"),
        ("", "", ""),
    ],
)
def test_the_author_is_a_name_without_its_label(head: str, article: str, author: str) -> None:
    assert read_html(page(head, article)).author == author


@pytest.mark.parametrize(
    ("charset", "encoding", "content_type"),
    [("gb18030", "gb18030", ""), ("gbk", "utf-8", ""), ("utf-8", "gb18030", "text/html; charset=utf-8")],
)
def test_a_chinese_page_is_read_whatever_it_says_of_its_characters(
    charset: str, encoding: str, content_type: str
) -> None:
    story = "<p>尼姆布斯实验室周一表示，西风九号拥有三万亿个参数，训练耗时十二天，用了二百五十六个处理器。</p>" * 2
    html = f"<html><head><meta charset='{charset}'><title>西风九号发布</title></head><body>{story}</body></html>"
    read = document_from(html.encode(encoding), content_type)
    assert (read.title, read.text[:12], read.remarks) == ("西风九号发布", "尼姆布斯实验室周一表示，", ())


LOADING = "<html><head><title>Zephyr</title></head><body><div id='root'>{}</div><script src='x'></script></body></html>"


@pytest.mark.parametrize(
    "html",
    [
        LOADING.format(""),
        LOADING.format("Loading…"),
        LOADING.format("<noscript>You need to enable JavaScript to run this application.</noscript>"),
        LOADING.format("<p>Please enable JavaScript and cookies to continue to this site.</p>"),
        LOADING.format("<p>当前环境异常，完成验证后即可继续访问。去验证这个页面以继续。</p>"),
        "<html></html>",
    ],
)
def test_a_page_that_shows_nothing_without_a_browser_is_refused(html: str) -> None:
    with pytest.raises(UnreadableDocument, match="no readable text, only navigation or scripts"):
        document_from(html, "text/html")


def test_a_list_of_articles_is_refused() -> None:
    rows = "".join(
        f"<li><a href='/{n}'>Story {n} tells how the crew of the hall grew by {n}%</a></li>" for n in range(9)
    )
    with pytest.raises(UnreadableDocument, match="a list of links to articles"):
        read_html(f"<html><body><main><h1>Newsroom</h1><ul>{rows}</ul></main></body></html>")


def test_the_beginning_of_a_paid_article_is_taken_with_a_remark() -> None:
    paid = '<script type="application/ld+json">{"@type": "NewsArticle", "isAccessibleForFree": "False"}</script>'
    assert read_html(page(paid)).remarks == (
        "The page says that it is not free: this may be only the beginning of the article.",
    )


def test_a_page_in_another_language_is_taken_with_a_remark() -> None:
    assert read_html(page(lang="de-AT")).remarks == (
        "The page says that its language is 'de'; English and Chinese are read.",
    )


def test_a_page_that_says_it_is_not_there_is_refused_though_the_server_said_it_was() -> None:
    with pytest.raises(UnreadableDocument, match="says that it was not found"):
        read_html(
            "<html><head><title>404 - Page Not Found</title></head><body><main><h1>404 - Page Not Found</h1>"
            "<p>That page cannot be found. Search the site or start from the front page.</p></main></body></html>"
        )
