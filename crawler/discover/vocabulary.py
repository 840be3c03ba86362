"""The words by which sites of some thirty languages name their newsrooms, events, archives and pages."""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache

# Each list is "words of one language | words of the next". Single words match a whole word of a link's text or a whole
# segment of an address; phrases match as they are. Written folded: lower case, no accents.
_NEWS = """
news newsroom press press-releases news-releases media-releases press-room pressroom latest-news newsdesk
news-center news-centre media-center media-centre announcements whats-new news-and-events news-events
latest-updates blog blogs post posts stories highlights bulletin press-office mediaroom media-room newswire
news-archive all-news pressreleases pressrelease newsevents headlines press-release news-release
news-stories in-the-news news-and-media news-media magazine updates spotlight spotlights latest whatsnew
| actualites actualite actus actu nouvelles communiques communiques-de-presse salle-de-presse espace-presse
presse a-la-une toutes-les-actualites infos breves
| noticias noticia novedades actualidad sala-de-prensa notas-de-prensa comunicados prensa boletin
ultimas-noticias noticias-y-eventos
| aktuelles aktuell blogbeitrage neuigkeiten nachrichten meldungen pressemitteilungen pressemitteilung
medienmitteilungen medienmitteilung presseinformationen pressemeldungen presse-und-medien newsarchiv
pressestelle presseportal neues mitteilungen
| notizie novita comunicati comunicati-stampa ultime-notizie ufficio-stampa in-evidenza primo-piano avvisi
news-ed-eventi
| noticias-e-eventos comunicados-de-imprensa imprensa sala-de-imprensa destaques novidades ultimas-noticias
| nieuws persberichten pers actueel nieuwsberichten laatste-nieuws nieuwsarchief nieuws-en-agenda
| nyheter nyhet pressmeddelanden pressrum aktuellt | nyheder pressemeddelelser presserum aktuelt
| pressemeldinger nytt | uutiset ajankohtaista tiedotteet uutinen | frettir
| aktualnosci wiadomosci komunikaty aktualnosc dla-mediow dla-prasy newsy
| aktuality novinky tiskove-zpravy zpravy aktualne pro-media zpravodajstvi | tlacove-spravy spravy
| hirek aktualitasok hir ujdonsagok sajtokozlemenyek aktualis hireink kozlemenyek sajtoszoba
| novice obvestila sporocila-za-javnost | novosti vijesti vesti priopcenja obavijesti
| stiri noutati comunicate comunicate-de-presa anunturi
| haberler haber duyurular duyuru basin-bultenleri guncel
| νεα ανακοινωσεις δελτια-τυπου ειδησεις επικαιροτητα nea anakoinoseis
| новости новость пресс-релизы пресс-центр объявления novosti press-relizy анонсы-и-новости
| новини оголошення прес-центр пресцентр novyny | новини съобщения vijesti | uudised | zinas jaunumi
| naujienos | noticies actualitat sala-de-premsa | albisteak | novas | newyddion
| ニュース ブログ 研究室だより 日記 トピック お知らせ 新着情報 新着 プレスリリース ニュース一覧 お知らせ一覧
トピックス 報道発表 最新情報 最新ニュース 更新情報 出来事 活動報告
| 新闻 博客 部落格 新聞 新闻动态 新闻中心 通知 通知公告 公告 要闻 快讯 消息 最新消息 动态 最新动态 媒体报道
学院新闻 科研动态 综合新闻 新闻资讯 公告栏 焦點新聞 xinwen xwzx xwdt tzgg xyxw
| 뉴스 블로그 소식 게시판 공지사항 보도자료 공지 새소식 언론보도
| اخبار الاخبار أخبار الأخبار بيانات-صحفية المركز-الاعلامي مستجدات اعلانات | اخبار-و-رویدادها خبر
| חדשות הודעות הודעות-לעיתונות | समाचार | ข่าว ข่าวสาร ข่าวประชาสัมพันธ์ | tin-tuc tin-tuc-su-kien thong-bao
| berita pengumuman siaran-pers
"""

# As the text of a link these name newsrooms too; as folders they hold pictures.
_LABELS = """
media medias medien media-corner press-and-media releases allnews aktuelle-meldungen pour-la-presse
"""
# Folders of articles that are news where nothing else is said; as the text of a link these words mean papers.
_FOLDERS = """
article articles entry entries story p artikel artikels beitrag beitraege beitrage articolo articoli
articulo articulos artigo artigos artikelen artikkelit artykuly artykul clanky clanek cikk cikkek 文章 記事
기사 archives
"""

_EVENTS = """
event events seminar seminars calendar agenda colloquium colloquia talk talks lecture lectures workshop
workshops conference conferences whats-on meetings webinars deadlines
| evenement evenements seminaire seminaires agenda-des-evenements conferences-et-seminaires soutenances
| evento eventos calendario seminario seminarios charlas
| veranstaltung veranstaltungen termine kalender vortraege veranstaltungskalender
| eventi seminari appuntamenti convegni | evenementen agenda-item activiteiten | evenemang kalendarium
| arrangementer begivenheder | tapahtumat | wydarzenia kalendarz | akce udalosti kalendar
| esemenyek rendezvenyek programok naptar | dogodki dogadanja | evenimente | etkinlikler | εκδηλωσεις
| мероприятия события календарь | події | イベント セミナー 講演会 行事 | 活动 讲座 学术报告 学术活动 活動
| 행사 세미나 | فعاليات
"""

# Sections that are never news, whatever lists them.
_OTHER = """
about about-us contact contact-us contacts team people person persons staff members member faculty profile
profiles author authors user users login signin sign-in register account admin search sitemap site-map
privacy privacy-policy cookies cookie-policy terms legal imprint disclaimer accessibility jobs job careers
vacancies vacancy courses course programs programmes publications publication papers paper research-outputs
links liens enlaces projects project faq donate shop cart library gallery photos videos video podcasts podcast directory
location locations map category categories tag tags keyword keywords taxonomy feed feeds rss comments
comment attachment subscribe newsletter newsletters mentions mentions-legales impressum datenschutz
datenschutzerklaerung kontakt ueber-uns barrierefreiheit a-propos qui-sommes-nous equipe membres contacter
recrutement plan-du-site accessibilite connexion annuaire contacto quienes-somos equipo miembros integrantes
aviso-legal publicaciones proyectos contatti chi-siamo persone progetti pubblicazioni contato sobre equipa
publicacoes mitarbeiter mitarbeitende personen stellenangebote publikationen projekte forschungsprojekte
kontakty kontakt-us zespol publikacje lide tym kapcsolat munkatarsak publikaciok rolunk iletisim hakkimizda
kisiler yayinlar kontakter om-oss medarbejdere personal henkilokunta yhteystiedot over-ons medewerkers
vacatures メンバー アクセス 業績 研究業績 研究内容 教員 お問い合わせ サイトマップ 联系我们 关于我们 师资
师资队伍 招聘 교수진 연락처 контакты сотрудники публикации о-нас
"""

# A link with one of these words speaks of news (how to subscribe, whom to call) and lists none.
_BESIDE = """
about contact contacts subscribe subscription subscriptions policy guidelines guide kit team staff jobs how
search rss newsletter alerts submit register write uber ueber kontakt abonnieren newsletter-abonnieren
propos abonner abonnement inscription contactez charte sobre contacto suscribirse suscripcion chi-siamo
iscriviti contatti redazione over aanmelden om prenumerera o-nas subskrypcja feliratkozas kapcsolat подписка
контакты 問い合わせ 購読 联系 订阅 문의 구독
"""
# What a newsroom calls its older entries.
_PAST = """
archive archives archived past previous older earlier archiv archivo historico archivio arquivo archief
arkiv arkisto archiwum archivum arsiv архив архів αρχειο アーカイブ 過去 過去のニュース 過去のお知らせ
バックナンバー 历史 往期 归档 지난 아카이브 الارشيف ארכיון
"""

# Addresses of links that lead to the same articles cut another way, or do something instead of saying something.
# "archives" alone or before a year is a list; before a number it is how Japanese WordPress sites name an article.
_ARCHIVE = re.compile(
    r"(?:^|/)archiv(?:es?|o|io)?(?:/(?:19|20)\d\d(?:/\d\d?)?|/page/\d+|/(?:category|tag|author)/.*)?/?$", re.IGNORECASE
)
_SKIPPED = re.compile(
    r"(?:^|/)(?:tag|tags|category|categories|categorie|kategorie|kategorien|categoria|keyword"
    r"|author|authors|autor|auteur|taxonomy|search|suche|buscar|login|wp-login\.php|wp-admin|feed|rss|atom|print|share|comments"
    r"|replies|cdn-cgi|user|users|users?/login|cart|account|attachment|wp-content|wp-includes|files?/download)(?:/|$)",
    re.IGNORECASE,
)
_SKIPPED_QUERY = re.compile(
    r"(?:^|&)(?:replytocom|share|print|filter|sort|order|orderby|tag|tags|cat|category|s|q|search|keyword|kw|author"
    r"|facet\w*|f(?:%5b|\[)\d*(?:%5d|\])"
    r"|month|year|format|output|add-to-cart|action|redirect_to|lang_?switch|font|mode|view_mode|tx_news_pi1(?:%5b|\[)overwritedemand\S*)=",
    re.IGNORECASE,
)
FILES = re.compile(
    r"\.(?:pdf|docx?|xlsx?|pptx?|od[tps]|rtf|zip|gz|tgz|rar|7z|jpe?g|png|gif|webp|svg|avif|ico|bmp|tiff?|mp[34]|m4[av]|wav|ogg|webm|mov|avi"
    r"|ics|vcf|css|js|json|xml|rss|atom|txt|csv|exe|dmg|apk|epub|woff2?|bib|ris)$",
    re.IGNORECASE,
)

_NEXT = """
next older older-articles older-stories previous-posts load-more older-posts view-more see-more
older-entries next-page more-news more-posts show-more previous-entries older-news
| suivant entrees-precedentes articles-precedents actualites-precedentes charger-plus afficher-plus
voir-plus suivante page-suivante plus-anciens articles-plus-anciens plus-ancien
| siguiente entradas-mas-antiguas entradas-antiguas noticias-anteriores cargar-mas ver-mas siguientes
anteriores mas-antiguas entradas-anteriores pagina-siguiente
| weiter altere-eintrage aeltere-eintraege altere-artikel vorherige-eintrage mehr-laden weitere-laden
mehr-anzeigen nachste nachste-seite naechste naechste-seite vorwarts aeltere altere altere-beitrage
| successivo successiva successivi seguente pagina-successiva avanti articoli-precedenti
| proxima proximo seguinte pagina-seguinte mais-antigas | volgende oudere | nasta aldre foregaende
| naeste neste | seuraava | nastepna nastepne nastepny dalej starsze | dalsi nasledujici starsi | dalsia
| kovetkezo regebbi | naslednja | sljedeca | urmatoarea inainte | sonraki | επομενη | следующая вперед далее
| наступна | следваща | 次へ もっと見る さらに表示 次のページ 次 以前の記事 | 下一页 加载更多 下页 下一頁
| 다음 | التالي | הבא | berikutnya | tiep
"""

_MORE = """
read more, read the full article, read full article, read the full story, read full story, read article,
read story, read on, read, continue reading, more, learn more, find out more, view, view more, see more,
detail, details, full story, click here, more info, lire la suite, lire plus, lire, en savoir plus,
en savoir +, plus d infos, plus d info, voir, voir plus, decouvrir, suite, leer mas, ver mas, mas,
mas informacion, saber mas, seguir leyendo, mehr, mehr erfahren, mehr lesen, mehr dazu, mehr infos,
weiter lesen, weiterlesen, zum artikel, zur meldung, weitere informationen, leggi, leggi tutto, leggi di piu,
continua, continua a leggere, scopri, scopri di piu, approfondisci, ler mais, saiba mais, leia mais,
continue lendo, lees meer, lees verder, meer, meer lezen, las mer, laes mere, les mer, lue lisaa, czytaj,
czytaj dalej, czytaj wiecej, wiecej, cist dal, cist dale, vice, tovabb, tovabb olvasas, tovabb olvasom,
reszletek, bovebben, preberi vec, opsirnije, citeste mai mult, citeste, devami, devamini oku, περισσοτερα,
διαβαστε περισσοτερα, подробнее, читать далее, далее, докладніше, детальніше, 続きを読む, 詳細, 詳細はこちら,
詳細を見る, もっと見る, 詳しくはこちら, 阅读更多, 查看详情, 更多, 详情, 詳細, 더보기, 자세히 보기, المزيد,
اقرأ المزيد, קרא עוד, selengkapnya, xem them
"""

# What the way from a few articles to the list of all of them says.
_ALL = """
all, view all, see all, show all, browse all, view archive, see more, show more, view more, tout voir, voir tout,
voir toutes, voir tous, toutes, tous, ver todo, ver todos, ver todas, todas, todos, alle, alle anzeigen, alle ansehen,
alle anschauen, alles, vedi tutti, vedi tutte, vedi tutto, tutte, tutti, ver tudo, bekijk alle, bekijk alles, toon alle,
se alla, visa alla, se alle, vis alle, nayta kaikki, kaikki, zobacz wszystkie, wszystkie, zobrazit vse, vsechny, vse,
osszes, osszes megtekintese, vse, prikazi sve, vezi toate, vezi tot, tumu, tumunu gor, все, смотреть все, показать все,
всі, 一覧, 一覧へ, 一覧を見る, 一覧はこちら, すべて見る, 全て見る, 全部, 查看全部, 查看更多, 全部查看, 전체보기,
전체 보기, 모두 보기, عرض الكل, הכל
"""

# Code: what language switches call it, besides the code itself.
_LANGUAGES = """
en: english, eng | fr: francais, french | de: deutsch, german | es: espanol, castellano | it: italiano, ita
| pt: portugues | nl: nederlands | sv: svenska | da: dansk | no: norsk | fi: suomi | pl: polski | cs: cesky,
cestina, cz | sk: slovencina | hu: magyar | sl: slovenscina | hr: hrvatski | ro: romana | tr: turkce | el:
ελληνικα, gr | ru: русский, рус | uk: українська, ua | bg: български | ja: 日本語, jp, japanese | zh: 中文,
简体中文, 繁體中文, cn, chinese | ko: 한국어, kr | ar: العربية, عربي | he: עברית | fa: فارسی | ca: catala |
eu: euskara | gl: galego | et: eesti | lv: latviesu | lt: lietuviu | cy: cymraeg | ga: gaeilge | vi: tieng
viet | id: bahasa indonesia | th: ไทย
"""


def fold(text: str) -> str:
    """Lower case, accents and dotless i away, one space between words; what every list here is written in."""
    plain = unicodedata.normalize("NFKD", text.casefold())
    kept = "".join(char for char in plain if not unicodedata.combining(char) or char in "\u3099\u309a")
    return " ".join(unicodedata.normalize("NFC", kept).replace("ı", "i").replace("ß", "ss").split())


def _table(text: str) -> frozenset[str]:
    return frozenset(fold(word).replace("-", " ") for word in text.replace("|", " ").split())


def words_of(text: str) -> tuple[str, ...]:
    """The words of a table, in its order."""
    return tuple(text.split())


def _languages(text: str) -> dict[str, str]:
    table: dict[str, str] = {}
    for row in text.split("|"):
        code, _, called = row.partition(":")
        table[code.strip()] = code.strip()
        table |= {name.strip(): code.strip() for name in called.split(",") if name.strip()}
    return table


LANGUAGE_NAMES = _languages(_LANGUAGES)  # folded name or code → ISO 639-1
NEWS, EVENTS, OTHER, NEXT = _table(_NEWS), _table(_EVENTS), _table(_OTHER), _table(_NEXT)
BESIDE, PAST = _table(_BESIDE), _table(_PAST)
FOLDERS, LABELS = NEWS | _table(_FOLDERS), NEWS | _table(_LABELS)
_HUMP = re.compile(r"(?<=[a-z])(?=[A-Z])")  # PressReleases
_JOINTS = re.compile(r"[\W_]+")
READ_MORE = frozenset(_JOINTS.sub(" ", fold(words)).strip() for words in re.split(r"[,\n]", _MORE))
_WAY_ON = READ_MORE | {_JOINTS.sub(" ", fold(words)).strip() for words in re.split(r"[,\n]", _ALL)}
# In scripts without spaces a label is one run of characters, so a word is looked for inside it.
_UNSPACED = re.compile(r"[\u3040-\u30ff\u3400-\u9fff]")


def label(text: str) -> str:
    """The words of a link's text or of an address segment, folded and separated by single spaces."""
    return _JOINTS.sub(" ", fold(_HUMP.sub(" ", text))).strip()


@lru_cache(maxsize=16_384)  # the same few segments and labels come again in every address of a site
def names(text: str, table: frozenset[str]) -> float:
    """How surely a short label names something of `table`: 1 alone, less among other words, 0 not at all."""
    words = label(text)
    if not words or len(words) > 60:
        return 0.0
    if words in table:
        return 1.0
    if _UNSPACED.search(words):
        inside = any(word in words for word in table if len(word) > 1 and _UNSPACED.search(word))
        return 0.8 if inside and len(words) <= 14 else 0.0
    parts = words.split()
    if len(parts) > 6:
        return 0.0
    for size in (4, 3, 2, 1):
        for start in range(len(parts) - size + 1):
            if " ".join(parts[start : start + size]) in table:
                return {1: 1.0, 2: 0.8, 3: 0.7}.get(len(parts) - size + 1, 0.5)
    return 0.0


def is_read_more(text: str) -> bool:
    """Whether a link only says that there is more behind it, and so is no title."""
    return len(text) < 40 and label(text) in READ_MORE


def is_way_on(text: str) -> bool:
    """Whether a link only says that there are more of what stands above it."""
    return len(text) < 40 and label(text) in _WAY_ON - {""}


def is_skipped(path: str, query: str) -> bool:
    """Whether an address cuts the same articles another way (tag, category, author, filter, print …) or is no page."""
    return bool(
        _SKIPPED.search(path) or _ARCHIVE.search(path) or (query and _SKIPPED_QUERY.search(query)) or FILES.search(path)
    )
