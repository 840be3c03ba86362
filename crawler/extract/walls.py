"""Turns the words and scripts of a short page into what it is instead of an article: missing, walled off, down."""

# ruff: noqa: E501 - the words of one language stand on one line

from __future__ import annotations

import re
from collections.abc import Sequence

from lxml import etree
from lxml.html import HtmlElement

from crawler.extract.blocks import Block

NOT_FOUND = re.compile(
    r"^\W*(?:(?:error|fehler|erreur|errore?|erro|fout|fel|feil|fejl|virhe|chyba|błąd|hiba|ошибка|помилка|hata|σφάλμα|http|status|code)\W+|"
    r"エラー|错误|錯誤|오류)+(?:40[34]|410)\b|^\W*(?:40[34]|410)\W*$|"
    r"^\W*(?:40[34]|410)\W*(?:[|:–—-]|page|error|not|seite|fehler|erreur|página|pagina|sidan|siden|nicht|non|no )|"
    r"\b40[34]\W*(?:$|error|not found|page)|^\W*error\W*$|"
    r"\b(?:page|site|content|article|document|resource|file|item|node|story|post|url|address)\b (?:was |could |can|is |"
    r"you |has |have |that |does |do |may |no |not ).{0,40}(?:not? (?:be )?(?:found|available|exist)|not exist|"
    r"cannot be found|no longer|been (?:moved|removed|deleted))|"
    r"\bpage (?:not found|unavailable|missing|removed|has moved)|^\W*gone\W*$|^\W*not found\W*(?:$|[|–—-])|^\W*oops\b|"
    r"\b(?:can.?t|cannot|couldn.?t|could not|unable to) find (?:that|the|this|your) (?:page|article|content)|"
    r"seite (?:wurde )?(?:leider )?nicht gefunden|\bnicht gefunden\W*$|seite existiert nicht|"
    r"(?:seite|inhalt|artikel|beitrag) (?:ist )?(?:leider )?nicht (?:mehr )?(?:verfügbar|vorhanden)|"
    r"\bpage (?:introuvable|non trouvée|inexistante|manquante)|page demandée n.(?:existe|est)|\bn.existe (?:pas|plus)\W*$|"
    r"\bcontenu (?:introuvable|indisponible|non trouvé)|"
    r"página no (?:encontrada|existe|disponible)|no se (?:ha |pudo )?encontr\w+ (?:la |esta )?página|"
    r"la página (?:que (?:busca|has? solicitado|ha solicitado)[^.]{0,40} )?no (?:existe|se encuentra|está disponible)|"
    r"pàgina no (?:trobada|existeix)|no s.ha trobat|páxina non atopada|orria ez da aurkitu|"
    r"pagina (?:non (?:trovata|esiste|disponibile)|niet gevonden|bestaat niet|nu a fost găsită|negăsită)|"
    r"página não (?:encontrada|existe|disponível)|(?:sidan|sida) (?:kunde inte hittas|hittades inte|finns inte|saknas)|"
    r"(?:siden|side) (?:ble |blev |er )?(?:ikke (?:funnet|fundet|tilgjengelig)|finnes ikke|findes ikke|eksisterer ikke)|"
    r"síða fannst ekki|sivua ei (?:löydy|löytynyt)|lehekülge ei leitud|lapa nav atrasta|puslapis nerastas|"
    r"oldal nem található|(?:strona|strony) (?:nie (?:została )?znaleziona|nie istnieje|nie znaleziono)|nie znaleziono stron|"
    r"stránka (?:nenalezena|nebyla nalezena|neexistuje|nebola nájdená|sa nenašla)|stran(?:i|ica) (?:ni|nije) (?:najdena|pronađena)|"
    r"страница(?: \w+)? не (?:найдена|существует|намерена|найден)|сторінк[ау] не (?:знайдено|знайдена|існує)|страницата не|"
    r"sayfa bulunamadı|η σελίδα δεν (?:βρέθηκε|υπάρχει)|"
    r"(?:ページ|記事|コンテンツ).{0,12}(?:見つかりません|存在しません|削除され|ありません)|お探しのページ|"
    r"(?:页面|頁面|网页|網頁|内容|文章).{0,6}(?:不存在|未找到|找不到|已删除|已刪除|无法访问)|(?:未找到|找不到).{0,6}(?:页面|頁面|网页|網頁)|"
    r"페이지를? ?찾을 수 없|존재하지 않는 페이지|الصفحة (?:غير موجودة|المطلوبة)|(?:ה?דף|ה?עמוד) (?:לא נמצא|אינו קיים)|"
    r"ไม่พบหน้า|không tìm thấy trang|trang không tồn tại|halaman tidak ditemukan|صفحه .{0,20}یافت نشد|पृष्ठ नहीं मिला",
    re.I,
)
# Words that the title of an article may hold too ("One more step towards a vaccine") count alone, or before the
# name of a site.
_ALONE = r"(?:,? (?:please|bitte|lütfen|por favor|per favore|s.il vous pla[iî]t|alstublieft|proszę))?(?:\W*$|\s*[.:!…|–—-]|\W*\s[|–—-]\s)"
BOT_WALL = re.compile(
    r"^\W*(?:just a (?:moment|second|minute)\b|attention required|access (?:to this page|to this site) has been|"
    r"pardon our interruption|checking (?:your|if the) |ddos-guard|"
    r"request (?:blocked|unsuccessful|rejected)|verify(?:ing)? (?:that |if )?you are|(?:bot|human) verification|robot or human|"
    r"making sure you.re not a bot|sucuri website firewall|you have been blocked|vercel security checkpoint|"
    rf"(?:access denied|(?:40[13]\W+)?(?:forbidden|unauthori[sz]ed)|security (?:check|checkpoint|verification)|client challenge|robot check|browser check|are you (?:a )?(?:human|robot)|one more step|please wait|loading|un momento|einen moment|nur einen moment|"
    r"un instant|veuillez patienter|espere un momento|um momento|attendere|een ogenblik geduld|et øyeblikk|et øjeblik|"
    r"ett ögonblick|hetkinen|moment|chwileczkę|proszę czekać|ještě chvíli|chvíľku|egy pillanat|один момент|подождите|"
    rf"зачекайте|bir dakika|λίγα δευτερόλεπτα|captcha){_ALONE}|"
    r"しばらくお待ちください|请稍候|请稍等|請稍候|正在检查|安全验证|人机验证|잠시만 기다|لحظة|רק רגע|проверка браузера|проверка безопасности|"
    r"vérification de sécurité|sicherheitsüberprüfung|sicherheitsprüfung|verificación de seguridad|verifica di sicurezza)",
    re.I,
)
CONSENT = re.compile(
    rf"^\W*before you continue to [\w.]+\W*$|^\W*(?:before you continue|bevor sie fortfahren|avant de continuer|antes de continuar|prima di continuare|"
    r"voordat je verdergaat|cookies?(?: consent| settings| policy| preferences| notice| einstellungen)?|privacy (?:settings|center|gate)|"
    r"consent|datenschutz(?:-?einstellungen)?|gestion des cookies|paramètres des cookies|configuración de cookies|"
    rf"impostazioni (?:dei )?cookie|cookie-?instellingen|cookie-?einstellungen|einwilligung){_ALONE}|"
    r"^\W*(?:we (?:use|value)|wir verwenden|nous utilisons|utilizamos|usamos|utilizziamo|wij gebruiken|vi använder|"
    r"używamy)\b.{0,40}(?:cookies?|your privacy|ciasteczek)",
    re.I,
)
REFUSED = re.compile(
    r"you (?:are not authori[sz]ed|don.t have (?:permission|access)|do not have (?:permission|access)|must be logged in|"
    r"need to (?:log|sign) in)|(?:^|\. )access (?:is )?(?:denied|restricted|forbidden)|log ?in (?:to (?:continue|view|read|access)|required)|"
    r"sign in to (?:continue|view|read|access|your account)|"
    r"(?:keine|nicht die|fehlende) (?:zugriffs)?berechtigung|zugriff (?:verweigert|nicht gestattet)|nicht berechtigt|"
    r"(?:bitte )?melden sie sich an|nur für (?:angemeldete|mitglieder)|"
    r"n.êtes pas (?:autorisé|connecté)|accès (?:refusé|interdit|restreint|réservé)|connectez-vous pour|"
    r"acceso (?:denegado|restringido)|no (?:está|tiene) (?:autorizado|permiso)|inicie sesión para|"
    r"accesso (?:negato|riservato)|non (?:sei|si è) autorizzat|acesso (?:negado|restrito)|"
    r"geen toegang|toegang geweigerd|åtkomst nekad|du har inte behörighet|(?:ingen|ikke) (?:adgang|tilgang)|"
    r"pääsy (?:kielletty|estetty)|odmowa dostępu|brak dostępu|přístup (?:odepřen|zamítnut)|hozzáférés megtagadva|"
    r"доступ (?:запрещ[её]н|ограничен)|доступ заборонено|erişim (?:engellendi|reddedildi)|"
    r"アクセスが拒否|アクセス権|ログインしてください|拒绝访问|沒有權限|没有权限|请先登录|접근 권한|로그인이 필요",
    re.I,
)
LOGIN = re.compile(
    r"\b(?:log ?in|sign ?in|single sign.on|authenticat\w+|intranet|webmail|shibboleth|anmelden|anmeldung|einloggen|connexion|"
    r"se connecter|s.identifier|identification|authentification|"
    r"iniciar sesión|inicio de sesión|acceso|iniciar sessão|accedi|accesso|inloggen|aanmelden|logga in|logg inn|log ind|kirjaudu|"
    r"bejelentkezés|zaloguj|logowanie|přihlášení|prihlásenie|prijava|"
    r"вход|увійти|вхід|giriş|σύνδεση)\b|ログイン|登录|登入|登錄|로그인|تسجيل الدخول|כניסה",
    re.I,
)
DOWN = re.compile(
    r"\b(?:under (?:scheduled )?maintenance|maintenance mode|down for maintenance|scheduled maintenance|temporarily (?:unavailable|offline|down)|"
    r"service unavailable|site (?:is )?offline|bad gateway|gateway time-?out|internal server error|database error|"
    r"error establishing a database connection|under construction|coming soon|technical difficulties|"
    r"wartungs(?:arbeiten|modus)|vorübergehend nicht (?:erreichbar|verfügbar)|"
    r"(?:site|page) en (?:maintenance|construction)|momentanément indisponible|temporairement indisponible|"
    r"en mantenimiento|en construcción|temporalmente (?:fuera|no disponible)|in manutenzione|momentaneamente non disponibile|"
    r"em manutenção|in onderhoud|tijdelijk niet (?:beschikbaar|bereikbaar)|under vedlikehold|underhållsarbete|huoltokatko|"
    r"przerwa techniczna|prace konserwacyjne|karbantartás|údržba (?:webu|stránek|systému)|технические работы|технічні роботи|bakım çalışması)\b|"
    r"メンテナンス中|維護中|维护中|점검 중",
    re.I,
)
MISSING_BODY = re.compile(
    r"\b(?:the )?(?:page|article|document|url|link|content)(?: that)?(?: you(?:'re|’re| are| were| have)?)? ?(?:requested|looking for|trying to|followed|"
    r"search\w*)[^.]{0,60}(?:not|no longer|moved|removed|cannot|can.t|couldn.t|doesn.t)|"
    r"(?:gesuchte|angeforderte|aufgerufene)\w* (?:seite|dokument|inhalt|url)[^.]{0,60}(?:nicht|existiert|entfernt|verschoben)|"
    r"page (?:que vous (?:recherchez|cherchez|demandez|avez demandée)|demandée)[^.]{0,60}(?:pas|plus|introuvable|supprimée|déplacée)|"
    r"página que (?:busca|buscas|está buscando|estás buscando|ha solicitado|procura|solicitou)[^.]{0,60}n(?:o|ão)|"
    r"pagina (?:richiesta|che (?:stai|hai) cerca\w+)[^.]{0,60}non|pagina die u (?:zoekt|zocht)[^.]{0,60}(?:niet|bestaat)|"
    r"запрашиваем\w+ (?:вами )?страниц\w+|お探しのページ|您(?:访问|要找|查找|請求|请求)的(?:页面|頁面|网页|網頁|内容)",
    re.I,
)
CHALLENGES = re.compile(
    r"/cdn-cgi/challenge-platform/h/|_Incapsula_Resource|captcha-delivery\.com|px-captcha|_pxAppId|awsWafCookieDomainList|"
    r"/_sec/cp_challenge|anubis_challenge|/\.within\.website/|sucuri_cloudproxy_js|bm-verify|ddos-guard|__jsl_clearance|"
    r"challenges\.cloudflare\.com|/_fs-ch-|SAMLRequest"
)
FORM_FIELDS = etree.XPath("//input[@name='SAMLRequest' or @name='SAMLResponse' or @name='RelayState']")
CAPTCHAS = etree.XPath(
    "boolean(//*[contains(@class,'g-recaptcha') or contains(@class,'h-captcha') or contains(@class,'cf-turnstile')])"
)
LONG_HEAD = 120  # characters; a title of more is a sentence of an article
HARDLY_ANY = 200  # characters of text; an article whose title speaks of refusal has more
LITTLE = 700  # characters of a page whose sentences, not only its title, are looked at


def challenge(tree: HtmlElement, length: int) -> str | None:
    """The reason when a page of `length` visible characters is a test for browsers; looks at scripts, still there."""
    if length > LITTLE:
        return None
    if FORM_FIELDS(tree):
        return "sends the reader to a login"
    for script in tree.iter("script", "iframe"):
        source = f"{script.get('src') or ''} {(script.text or '')[:20_000]}"
        found = CHALLENGES.search(source)
        if found and (length < 250 or not _has_sentence(tree)):
            return f"a test for browsers ({found[0]})"
    riddle = length < 400 and CAPTCHAS(tree) and not _has_sentence(tree)
    return "asks to solve a riddle (captcha)" if riddle else None


def _has_sentence(tree: HtmlElement) -> bool:
    """A paragraph that a test for browsers would not hold: they say little beside their title."""
    return any(len(paragraph.text_content()) > 250 for paragraph in tree.iter("p"))


def wall_reason(heads: Sequence[str], length: int) -> str | None:
    """The reason when one of the titles of a page of `length` characters of text is that of a wall; None else."""
    for head in heads:
        if BOT_WALL.search(head) or CONSENT.search(head[:LONG_HEAD]):
            return f"titled “{head[:80]}”"
        if length < HARDLY_ANY and len(head) < 60 and REFUSED.search(head):
            return f"titled “{head[:80]}”"
    return None


def missing_reason(heads: Sequence[str]) -> str | None:
    """The reason when one of the titles says that there is no such page; None else."""
    return next((f"titled “{head[:80]}”" for head in heads if len(head) < LONG_HEAD and NOT_FOUND.search(head)), None)


def down_reason(heads: Sequence[str]) -> str | None:
    """The reason when one of the titles says that the site is being worked on; None else."""
    return next((f"titled “{head[:80]}”" for head in heads if len(head) < 70 and DOWN.search(head)), None)


def said_in(blocks: Sequence[Block], length: int) -> tuple[str, str] | None:
    """(`missing` or `wall`, sentence) when a page of `length` characters says in so many words that it is no article."""
    if length > LITTLE:
        return None
    for block in blocks:
        sentence = block.text[:400]
        if len(sentence) < 15:
            continue
        if MISSING_BODY.search(sentence):
            return "missing", sentence[:80]
        # A short article may have such a line beside it, for those who want to comment; a wall has little else.
        if len(sentence) > length / 3 and (REFUSED.search(sentence) or CONSENT.search(sentence)):
            return "wall", sentence[:80]
    return None
