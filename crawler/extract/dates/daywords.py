"""The names of months in about fifty languages, folded, each turned into its number."""

# ruff: noqa: E501 - one language a line can be read against a grammar; wrapped lines cannot

from __future__ import annotations

import unicodedata

# One line a language: twelve months, the forms of one month joined by a slash (nominative, genitive, abbreviation).
# Abbreviations that are ordinary words of another language stand only where no day could be confused.
_MONTHS = """
en january/jan february/feb march/mar april/apr may june/jun july/jul august/aug september/sep/sept october/oct november/nov december/dec
fr janvier/janv/jan fevrier/fevr/fev mars avril/avr mai juin juillet/juil aout septembre/sept octobre/oct novembre/nov decembre/dec
de januar/janner/jan/jaenner/jaen februar/feber/feb marz/maerz/mar/mrz april/apr mai juni/jun juli/jul august/aug september/sep/sept oktober/okt november/nov dezember/dez
es enero/ene febrero/feb marzo/mar abril/abr mayo/may junio/jun julio/jul agosto/ago septiembre/setiembre/sep/sept octubre/oct noviembre/nov diciembre/dic
it gennaio/gen febbraio/feb marzo/mar aprile/apr maggio/mag giugno/giu luglio/lug agosto/ago settembre/set/sett ottobre/ott novembre/nov dicembre/dic
pt janeiro/jan fevereiro/fev marco/mar abril/abr maio/mai junho/jun julho/jul agosto/ago setembro/set outubro/out novembro/nov dezembro/dez
ca gener/gen febrer/febr marc abril/abr maig juny/jun juliol/jul agost/ag setembre/set octubre/oct novembre/nov desembre/des
gl xaneiro/xan febreiro/feb marzo/mar abril/abr maio xuno/xun xullo/xul agosto/ago setembro/set outubro/out novembro/nov decembro/dec
eu urtarrila/urtarrilaren/urt otsaila/otsailaren/ots martxoa/martxoaren apirila/apirilaren/api maiatza/maiatzaren/mai ekaina/ekainaren/eka uztaila/uztailaren/uzt abuztua/abuztuaren/abu iraila/irailaren/ira urria/urriaren/urr azaroa/azaroaren/aza abendua/abenduaren/abe
nl januari/jan februari/feb maart/mrt april/apr mei juni/jun juli/jul augustus/aug september/sep oktober/okt november/nov december/dec
sv januari/jan februari/feb mars april/apr maj juni/jun juli/jul augusti/aug september/sep/sept oktober/okt november/nov december/dec
da januar/jan februar/feb marts april/apr maj juni/jun juli/jul august/aug september/sep/sept oktober/okt november/nov december/dec
no januar/jan februar/feb mars april/apr mai/mai juni/jun juli/jul august/aug september/sep oktober/okt november/nov desember/des
is januar/jan februar/feb mars april/apr mai juni/jun juli/jul agust/agu september/sep oktober/okt november/nov desember/des
fi tammikuu/tammikuuta/tammi helmikuu/helmikuuta/helmi maaliskuu/maaliskuuta/maalis huhtikuu/huhtikuuta/huhti toukokuu/toukokuuta/touko kesakuu/kesakuuta/kesa heinakuu/heinakuuta/heina elokuu/elokuuta/elo syyskuu/syyskuuta/syys lokakuu/lokakuuta/loka marraskuu/marraskuuta/marras joulukuu/joulukuuta/joulu
et jaanuar/jaan veebruar/veebr marts aprill/apr mai juuni juuli august/aug september/sept oktoober/okt november/nov detsember/dets
lv janvaris/janvari/janv februaris/februari/febr marts/marta aprilis/aprili maijs/maija junijs/junija julijs/julija augusts/augusta septembris/septembri oktobris/oktobri novembris/novembri decembris/decembri
lt sausis/sausio vasaris/vasario kovas/kovo balandis/balandzio geguze/geguzes birzelis/birzelio liepa/liepos rugpjutis/rugpjucio rugsejis/rugsejo spalis/spalio lapkritis/lapkricio gruodis/gruodzio
pl styczen/stycznia/sty luty/lutego/lut marzec/marca/mar kwiecien/kwietnia/kwi maj/maja czerwiec/czerwca/cze lipiec/lipca/lip sierpien/sierpnia/sie wrzesien/wrzesnia/wrz pazdziernik/pazdziernika/paz listopad/listopada/lis grudzien/grudnia/gru
cs leden/ledna/led unor/unora/uno brezen/brezna/bre duben/dubna/dub kveten/kvetna/kve cerven/cervna/cvn cervenec/cervence/cvc srpen/srpna/srp zari rijen/rijna/rij listopad/listopadu prosinec/prosince/pro
sk januar/januara februar/februara marec/marca april/aprila maj/maja jun/juna jul/jula august/augusta september/septembra oktober/oktobra november/novembra december/decembra
sl januar/januarja februar/februarja marec/marca april/aprila maj/maja junij/junija julij/julija avgust/avgusta/avg september/septembra oktober/oktobra november/novembra december/decembra
hr sijecanj/sijecnja/sij veljaca/veljace/velj ozujak/ozujka/ozu travanj/travnja/tra svibanj/svibnja/svi lipanj/lipnja/lip srpanj/srpnja/srp kolovoz/kolovoza/kol rujan/rujna/ruj listopad/listopada/lis studeni/studenoga/stu prosinac/prosinca/pro
sr januar/januara/јануар/јануара februar/februara/фебруар/фебруара mart/marta/март/марта april/aprila/април/априла maj/maja/мај/маја jun/juna/јун/јуна jul/jula/јул/јула avgust/avgusta/август/августа septembar/septembra/септембар/септембра oktobar/oktobra/октобар/октобра novembar/novembra/новембар/новембра decembar/decembra/децембар/децембра
hu januar/jan februar/febr/feb marcius/marc aprilis/apr majus/maj junius/jun julius/jul augusztus/aug szeptember/szept oktober/okt november/nov december/dec
ro ianuarie/ian februarie/feb martie/mar aprilie/apr mai iunie/iun iulie/iul august/aug septembrie/sept octombrie/oct noiembrie/noi decembrie/dec
tr ocak/oca subat/sub mart/mar nisan/nis mayis haziran/haz temmuz/tem agustos/agu eylul/eyl ekim/eki kasim/kas aralik/ara
el ιανουαριος/ιανουαριου/ιαν φεβρουαριος/φεβρουαριου/φεβ μαρτιος/μαρτιου/μαρ απριλιος/απριλιου/απρ μαιος/μαιου/μαι ιουνιος/ιουνιου/ιουν ιουλιος/ιουλιου/ιουλ αυγουστος/αυγουστου/αυγ σεπτεμβριος/σεπτεμβριου/σεπ οκτωβριος/οκτωβριου/οκτ νοεμβριος/νοεμβριου/νοε δεκεμβριος/δεκεμβριου/δεκ
ru январь/января/янв февраль/февраля/фев/февр март/марта/мар апрель/апреля/апр маи/мая июнь/июня/июн июль/июля/июл август/августа/авг сентябрь/сентября/сен/сент октябрь/октября/окт ноябрь/ноября/ноя/нояб декабрь/декабря/дек
uk січень/січня/січ лютии/лютого/лют березень/березня/бер квітень/квітня/квіт травень/травня/трав червень/червня/черв липень/липня/лип серпень/серпня/серп вересень/вересня/вер жовтень/жовтня/жовт листопад/листопада/лист грудень/грудня/груд
bg януари февруари март април маи юни юли август септември октомври ноември декември
mk јануари февруари март април мај јуни јули август септември октомври ноември декември
ar يناير/جانفي فبراير/فيفري/شباط مارس/اذار ابريل/افريل/نيسان مايو/ماي/ايار يونيو/يونيه/جوان/حزيران يوليو/يوليه/يوليوز/جويلية/تموز اغسطس/غشت/اوت/اب سبتمبر/شتنبر/ايلول اكتوبر نوفمبر/نونبر ديسمبر/دجنبر
fa ژانویه فوریه مارس اوریل مه/می ژوین/ژوین ژوییه/جولای اوت/اگوست سپتامبر اکتبر نوامبر دسامبر
he ינואר/בינואר פברואר/בפברואר מרץ/במרץ אפריל/באפריל מאי/במאי יוני/ביוני יולי/ביולי אוגוסט/באוגוסט ספטמבר/בספטמבר אוקטובר/באוקטובר נובמבר/בנובמבר דצמבר/בדצמבר
hi जनवरी फरवरी मार्च अप्रैल मई जून जुलाई अगस्त सितंबर/सितम्बर अक्टूबर/अक्तूबर नवंबर/नवम्बर दिसंबर/दिसम्बर
th มกราคม/ม.ค กุมภาพันธ์/ก.พ มีนาคม/มี.ค เมษายน/เม.ย พฤษภาคม/พ.ค มิถุนายน/มิ.ย กรกฎาคม/ก.ค สิงหาคม/ส.ค กันยายน/ก.ย ตุลาคม/ต.ค พฤศจิกายน/พ.ย ธันวาคม/ธ.ค
ms januari/jan februari/feb mac april/apr mei jun julai/jul ogos/ogo september/sep oktober/okt november/nov disember/dis
sq janar/jan shkurt/shk mars/mar prill/pri maj qershor/qer korrik/korr gusht/gush shtator/sht tetor/tet nentor/nen dhjetor/dhj
az yanvar/yan fevral/fev mart/mar aprel/apr may iyun/iyn iyul/iyl avqust/avq sentyabr/sen oktyabr/okt noyabr/noy dekabr/dek
ka იანვარი/იან თებერვალი/თებ მარტი/მარ აპრილი/აპრ მაისი/მაი ივნისი/ივნ ივლისი/ივლ აგვისტო/აგვ სექტემბერი/სექ ოქტომბერი/ოქტ ნოემბერი/ნოე დეკემბერი/დეკ
hy հունվարի/հունվար փետրվարի/փետրվար մարտի/մարտ ապրիլի/ապրիլ մայիսի/մայիս հունիսի/հունիս հուլիսի/հուլիս օգոստոսի/օգոստոս սեպտեմբերի/սեպտեմբեր հոկտեմբերի/հոկտեմբեր նոյեմբերի/նոյեմբեր դեկտեմբերի/դեկտեմբեր
kk қаңтар ақпан наурыз сәуір мамыр маусым шілде тамыз қыркүйек қазан қараша желтоқсан
be студзень/студзеня люты/лютага сакавік/сакавіка красавік/красавіка травень/траўня/мая чэрвень/чэрвеня ліпень/ліпеня жнівень/жніўня верасень/верасня кастрычнік/кастрычніка лістапад/лістапада снежань/снежня
mt jannar/jan frar/fra marzu/mar april/apr mejju/mej gunju/gun lulju/lul awwissu/aww settembru/set ottubru/ott novembru/nov dicembru/dic
af januarie/jan februarie/feb maart/mrt april/apr mei junie/jun julie/jul augustus/aug september/sep oktober/okt november/nov desember/des
lb januar februar maerz abrell mee juni juli august september oktober november dezember
sw januari/jan februari/feb machi/mac aprili/apr mei juni/jun julai/jul agosti/ago septemba/sep oktoba/okt novemba/nov desemba/des
tl enero pebrero marso abril mayo hunyo hulyo agosto setyembre oktubre nobyembre disyembre
bn জানুয়ারি/জানুয়ারি ফেব্রুয়ারি/ফেব্রুয়ারি মার্চ এপ্রিল মে জুন জুলাই আগস্ট সেপ্টেম্বর অক্টোবর নভেম্বর ডিসেম্বর
ur جنوری فروری مارچ اپریل مئی جون جولائی اگست ستمبر اکتوبر نومبر دسمبر
id januari/jan februari/feb maret/mar april/apr mei juni/jun juli/jul agustus/agu september/sep oktober/okt november/nov desember/des
vi tháng/1 tháng/2 tháng/3 tháng/4 tháng/5 tháng/6 tháng/7 tháng/8 tháng/9 tháng/10 tháng/11 tháng/12
cy ionawr/ion chwefror/chwe/chwef mawrth/maw ebrill/ebr mai mehefin/meh gorffennaf/gorff awst medi hydref/hyd tachwedd/tach rhagfyr/rhag
ga eanair/ean feabhra/feabh marta aibrean/aib bealtaine/beal meitheamh/meith iuil lunasa/lun meánxfomhair deireadhxfomhair samhain/samh/samhna nollaig/noll/nollag
"""
# Names of two words, made one word of the same length before a text is searched.
TWO_WORDS = {
    "meán fómhair": 9, "mean fomhair": 9, "deireadh fómhair": 10, "deireadh fomhair": 10,
    "كانون الثاني": 1, "تشرين الأول": 10, "تشرين الاول": 10, "تشرين الثاني": 11, "كانون الأول": 12, "كانون الاول": 12,
}  # fmt: skip
JOINT = "x"
# The months of the Iranian calendar, whose years are 621 behind.
JALALI = {
    "فروردین": 1, "اردیبهشت": 2, "خرداد": 3, "تیر": 4, "مرداد": 5, "شهریور": 6, "مهر": 7, "ابان": 8, "اذر": 9, "دی": 10,
    "بهمن": 11, "اسفند": 12,
}  # fmt: skip
# The same word for another month, by language; the plain table holds the commoner reading.
BY_LANGUAGE = {
    "hr": {
        "listopad": 10,
        "listopada": 10,
        "lipnja": 6,
        "lipanj": 6,
        "lip": 6,
        "srpnja": 7,
        "srp": 7,
        "lis": 10,
        "pro": 12,
    },
    "bs": {"listopad": 10, "listopada": 10},
    "cs": {"srp": 8},
    "pl": {"lip": 7},
}
_SKIPPED = ("vi",)  # Vietnamese months are numbers


def fold_word(word: str) -> str:
    """Without accents and case, so that "Février", "fevrier" and "FÉVRIER" are one word."""
    decomposed = unicodedata.normalize("NFKD", word.casefold()).replace("ı", "i")  # Mayıs, Kasım
    return "".join(char for char in decomposed if not unicodedata.combining(char) or "ऀ" <= char <= "๿")


def _table() -> dict[str, int]:
    table: dict[str, int] = {}
    for line in _MONTHS.strip().splitlines():
        language, *months = line.split()
        if language in _SKIPPED:
            continue
        for number, forms in enumerate(months, 1):
            for form in forms.split("/"):
                table.setdefault(fold_word(form), number)
    return table


MONTHS = _table()
MONTHS.update({fold_word(name.replace(" ", JOINT)): number for name, number in TWO_WORDS.items()})
LANGUAGES = tuple(line.split()[0] for line in _MONTHS.strip().splitlines())
