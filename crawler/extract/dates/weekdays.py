"""The names of weekdays in about forty languages, folded, each turned into its number (Monday is 0)."""

from __future__ import annotations

import re

from crawler.extract.dates.daywords import fold_word

# One line a language, Monday first; forms of one day joined by a slash.
_WEEKDAYS = """
en monday tuesday wednesday thursday friday saturday sunday
fr lundi mardi mercredi jeudi vendredi samedi dimanche
de montag dienstag mittwoch donnerstag freitag samstag/sonnabend sonntag
es lunes martes miercoles jueves viernes sabado domingo
it lunedi martedi mercoledi giovedi venerdi sabato domenica
pt segunda-feira terca-feira quarta-feira quinta-feira sexta-feira sabado domingo
ca dilluns dimarts dimecres dijous divendres dissabte diumenge
gl luns martes mercores xoves venres sabado domingo
eu astelehena/astelehenean asteartea/asteartean asteazkena/asteazkenean osteguna/ostegunean ostirala/ostiralean larunbata/larunbatean igandea/igandean
nl maandag dinsdag woensdag donderdag vrijdag zaterdag zondag
sv mandag tisdag onsdag torsdag fredag lordag sondag
da mandag tirsdag onsdag torsdag fredag lørdag søndag
is manudagur/manudaginn þriðjudagur/þriðjudaginn miðvikudagur/miðvikudaginn fimmtudagur/fimmtudaginn fostudagur/fostudaginn laugardagur/laugardaginn sunnudagur/sunnudaginn
fi maanantai/maanantaina tiistai/tiistaina keskiviikko/keskiviikkona torstai/torstaina perjantai/perjantaina lauantai/lauantaina sunnuntai/sunnuntaina
et esmaspaev teisipaev kolmapaev neljapaev reede laupaev puhapaev
lv pirmdiena otrdiena tresdiena ceturtdiena piektdiena sestdiena svetdiena
lt pirmadienis/pirmadieni antradienis/antradieni treciadienis/treciadieni ketvirtadienis/ketvirtadieni penktadienis/penktadieni sestadienis/sestadieni sekmadienis/sekmadieni
pl poniedziałek/poniedziałku wtorek/wtorku sroda/srody czwartek/czwartku piatek/piatku sobota/soboty niedziela/niedzieli
cs pondeli utery streda/stredy ctvrtek/ctvrtka patek/patku sobota/soboty nedele
sk pondelok/pondelka utorok/utorka streda/stredy stvrtok/stvrtka piatok/piatka sobota/soboty nedela/nedele
sl ponedeljek torek sreda cetrtek petek sobota nedelja
hr ponedjeljak/ponedjeljka utorak/utorka srijeda/srijede cetvrtak/cetvrtka petak/petka subota/subote nedjelja/nedjelje
sr понедељак/ponedeljak уторак/utorak среда/sreda четвртак/cetvrtak петак/petak субота/subota недеља/nedelja
mk понеделник вторник среда четврток петок сабота недела
hu hetfo kedd szerda csutortok pentek szombat vasarnap
ro luni marti miercuri joi vineri sambata duminica
tr pazartesi sali carsamba persembe cuma cumartesi pazar
el δευτερα τριτη τεταρτη πεμπτη παρασκευη σαββατο κυριακη
ru понедельник/понедельника вторник/вторника среда/среды/среду четверг/четверга пятница/пятницы/пятницу суббота/субботы воскресенье/воскресенья
uk понеділок/понеділка вівторок/вівторка середа/середи четвер/четверга пятниця субота/суботи неділя/неділі
bg понеделник вторник сряда четвъртък петък събота неделя
cy llun mawrth mercher iau gwener sadwrn sul
ga luan mairt ceadaoin deardaoin aoine sathairn domhnaigh
sq hene marte merkure enjte premte shtune diel
mt tnejn tlieta erbgha hamis gimgha sibt hadd
ar الاثنين الثلاثاء الاربعاء الخميس الجمعة السبت الاحد
fa دوشنبه سه‌شنبه چهارشنبه پنجشنبه جمعه شنبه یکشنبه
he שני שלישי רביעי חמישי שישי שבת ראשון
hi सोमवार मंगलवार बुधवार गुरुवार शुक्रवार शनिवार रविवार
id senin selasa rabu kamis jumat sabtu minggu
ja 月曜日/月曜 火曜日/火曜 水曜日/水曜 木曜日/木曜 金曜日/金曜 土曜日/土曜 日曜日/日曜
zh 星期一 星期二 星期三 星期四 星期五 星期六 星期日
ko 월요일 화요일 수요일 목요일 금요일 토요일 일요일
"""  # noqa: E501 - one language a line can be read against a grammar
WORD = re.compile(r"[^\W\d_]+(?:-feira)?")


def _table() -> dict[str, int]:
    table: dict[str, int] = {}
    for line in _WEEKDAYS.strip().splitlines():
        for number, forms in enumerate(line.split()[1:]):
            for form in forms.split("/"):
                table.setdefault(fold_word(form), number)
    return table


WEEKDAYS = _table()
LANGUAGES = tuple(line.split()[0] for line in _WEEKDAYS.strip().splitlines())


def find_weekday(text: str) -> int | None:
    """The first weekday named in a short text; None when there is none."""
    for match in WORD.finditer(text[:300]):
        number = WEEKDAYS.get(fold_word(match.group()))
        if number is not None:
            return number
    return None
