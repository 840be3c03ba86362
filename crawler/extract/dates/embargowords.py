"""The words of embargo notices in about thirty languages, as patterns that tell a notice from other embargoes."""

# ruff: noqa: E501 - alternatives of one language on one line can be read, wrapped ones cannot

from __future__ import annotations

import re

# One of these stands in every notice; looking for them costs little beside the patterns.
HINTS = (
    "embarg", "ambargo", "sperrfrist", "sperrvermerk", "sperrefrist", "spärrfrist", "gesperrt bis", "not for ", "hold for",
    "hold until", "do not ", "no publication", "not to be ", "à ne pas ", "ne pas ", "nicht vor", "nicht zur", "non pubblic",
    "non diffond", "non divulg", "no publicar", "no difundir", "não publicar", "niet publiceren", "niet voor publicatie",
    "publiceras tidigast", "klausul", "julkaisuvapaa", "vapaa julkaistavaksi", "do publikacji", "解禁", "エンバーゴ",
    "禁运", "禁發", "禁发", "保密至", "엠바고", "보도시점", "보도 시점", "эмбарго", "ембарго", "εμπάργκο", "εμπαργκο",
    "אמברגו", "حظر النشر", "محظور", "एम्बार्गो", "cấm công bố",
)  # fmt: skip

# "embargo" in the languages that write it so, with what makes it a notice.
_EMBARGO = (
    r"(?<![\w-])(?:press |news |media |strict(?:ly)? |presse-?|science |bajo |sous |sotto |sob |onder |unter |under (?:an? |strict )*|"
    r"sota |pod |sub |po )?"
    r"(?:embargo(?!\w)|embargó\w*|embargo(?:ed|ujemy|wan\w*|tid|frist|-frist|sperrfrist)|embargat|embargad[oa]s?|embargat[oai]|"
    r"embargament|embargoita|ambargo(?:lu\w*)?)"
)
_OWN = (
    r"(?<!\w)(?:sperrfrist|sperrvermerk|sperrefrist|spärrfrist|gesperrt bis|"
    r"not (?:for|to be) (?:release|releas|publi|broadcast|distribut)\w*(?: or \w+)? (?:before|until|prior to)|"
    r"do not (?:publish|release|broadcast|distribute)\w*(?: or \w+)? (?:before|until|prior to)|"
    r"hold (?:for release )?until|hold for release|no publication before|"
    r"ne pas (?:publier|diffuser|communiquer)\w* avant|nicht vor(?: dem| der)? .{3,40}(?:veröffentlich|freigegeben|verwenden)|"
    r"nicht zur veröffentlichung vor|non (?:pubblicare|diffondere|divulgare) prima|no (?:publicar|difundir) (?:antes|hasta)|"
    r"não publicar antes|niet publiceren v[oó][oó]r|niet voor publicatie v[oó][oó]r|(?:får )?publiceras tidigast|"
    r"klausul(?:eret|ert|frist)?(?: til| indtil)?|julkaisuvapaa|vapaa julkaistavaksi|do publikacji (?:po|od)|"
    r"(?:報道|情報|公開)?解禁(?:日時|日|時間|時刻|时间)?|エンバーゴ|禁运|禁[發发](?:至|期)|保密至|엠바고|보도\s?시점|"
    r"(?:под )?эмбарго|(?:під )?ембарго|εμπ[άα]ργκο|אמברגו|حظر النشر|محظور(?:ة)? النشر|एम्बार्गो|cấm công bố trước)"
)
NOTICE = re.compile(f"{_EMBARGO}|{_OWN}", re.IGNORECASE)
# What the notice leads to a moment with; English "for" as in "embargoed for 10:00".
UNTIL = re.compile(
    r"until|till?\b|before|prior to|lifts?\b|will be lifted|is lifted|ends?\b|expires?|for\b|date|time|release|jusqu|avant|levée? le|bis\b|endet|hasta|antes|"
    r"fino|prima|até|tot\b|voor\b|vóór|til\b|indtil|tidigast|t\.o\.m|asti|saakka|klo\b|-?ig\b|do\b|od\b|po\b|до\b|până|pana|kadar|"
    r"μέχρι|έως|עד|حتى|hingga|sampai|đến|fins|trước|तक|[:：]|解禁|まで|至|까지|시점",
    re.IGNORECASE,
)
# Embargoes of other kinds, and notices that are over or are none.
NO_NOTICE = re.compile(
    r"(?<!\w)embargo-[^\W\d]|(?<!\w)embargo (?:di|de|des|der|van|of) (?!(?:la |l['’])?(?:press|prens|stamp|imprens|inform|publi|divulg|notici|notizi|difu|diffus))|"
    r"(?<!\w)(?:trade|arms|weapons?|oil|gas|grain|fuel|economic|financial|commercial|export|import|food|military|air|travel|"
    r"american|u\.?s\.?|u\.?n\.?|e\.?u\.?|russian|cuban?|iran\w*) embargo|"
    r"embargos?\s+(?:on|against|imposed|between|of)\b(?!\s+(?:this|the|our)\s+(?:release|story|stories|paper|news|information|publication|study|report))|"
    r"embargo (?:sur|contre|sobre|contra|su\b|sul|sulla|sui|contro|gegen|auf|gegenüber|tegen|op|mot|på|na|wobec|nałożon|imposé|impuesto|americano|américain|"
    r"économique|commercial|comercial|económico|petrolero|pétrolier|polic|rules?|system|breach|break)|"
    r"эмбарго (?:на|против)|ембарго (?:на|проти)|εμπ[άα]ργκο (?:σε|στ|κατά)|엠바고\s?(?:해제|없음)|"
    r"embargo(?: (?:has|had|have|was|were))?(?: (?:now|been|already))* (?:lifted|over|ended|expired|removed)|lift(?:ed|ing) (?:of )?(?:the|its|an) embargo|"
    r"(?<!\w)(?:no|without|kein|keine|ohne|sans|sin|senza|sem|geen|aucun|nessun|past|broke|breaking|after|since) (?:the |an |embargo |strict |)?(?:embargo|sperrfrist)|"
    r"embargo (?:levé(?! le\b)|aufgehoben|levantado|levantada|rimosso|opgeheven|ophævet|hävt|hävd|zniesion|zrušen|"
    r"feloldva|kaldırıldı|снято)|"
    r"(?:embargo|sperrfrist|解禁)\s*[:：]\s*(?:none|no\b|n/?a\b|-|–|kein\w*|aucun|ninguno|nessuno|nenhum|geen|ingen|brak|なし|sofort|immediate\w*|"
    r"immédiat\w*|inmediat\w*)|"
    r"sperrfrist (?:abgelaufen|aufgehoben|beendet|für (?!medien|presse|die veröff|die bericht|diese|dieser))|"
    r"(?:was|were|had been|been|is no longer|war|était|estaba) (?:\w+ )?under (?:an? |strict )*embargo|"
    r"解禁(?:され|となり|した|し[、。て])|漁|大麻解禁|ambargo(?:su|ya|nun|lar)|"
    r"(?:silah|petrol|ticaret) ambargo|(?:оружейн|торгов|нефтян)\w+ эмбарго|(?:waffen|handels|öl|wirtschafts|liefer|import|export)-?embargo",
    re.IGNORECASE,
)
