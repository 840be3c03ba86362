"""Names of the months in some fifty languages, from the Unicode CLDR, folded: lower case, no accents, no full stop."""

from __future__ import annotations

_NAMES = (
    "ean eanair ene enero gen gener gennaio ian ianuarie ion ionawr jaan jaanuar jan janar janeiro jannar januar "
    "januara januari januarie january janv janvaris janvier led leden ledna oca ocak saus sausio sausis sij "
    "sijecanj sijecnja sty styczen stycznia tammi tammikuu tammikuuta urt urtarrila xan xaneiro ιαν ιανουαριοσ "
    "ιανουαριου сту студзень студзеня січ січень січня янв январь января яну януари јан јануар јануари ינואר "
    "يناير ژانویه",
    "chw chwef chwefror feabh feabhra feb febbraio febr febreiro febrer febrero februar februara februari "
    "februarie februaris february fev fevereiro fevr fevrier fra frar helmi helmikuu helmikuuta lut lutego luty "
    "ots otsaila shk shkurt sub subat uno unor unora vas vasario vasaris veebr veebruar velj veljaca veljace φεβ "
    "φεβρουαριοσ φεβρουαριου лют лютага лютии лютого люты феб фебруар фев февр февраль февраля февруари פברואר "
    "فبراير فوریه",
    "bre brezen brezna kov kovas kovo maalis maaliskuu maaliskuuta maart mac machi mar marc marca march marcius "
    "marco marec maret mars mart marta martie marts martxoa marz marzec marzo marzu maw mawrth mrt mrz ozu ozujak "
    "ozujka μαρ μαρτιοσ μαρτιου бер березень березня мар март марта сак сакавік сакавіка מרץ مارس",
    "abr abril aib aibrean api apirila apr april aprila aprile aprili aprilie aprilis aprill avr avril bal "
    "balandis balandzio dub duben dubna ebr ebrill huhti huhtikuu huhtikuuta kwi kwiecien kwietnia nis nisan pri "
    "prill tra travanj travnja απρ απριλιοσ απριλιου апр апрель апреля април квіт квітень квітня кра красавік "
    "красавіка אפריל ابريل اوریل",
    "beal bealtaine geg geguze geguzes kve kveten kvetna mag maggio mai maiatza maig maijs maio maj maja majus "
    "may mayis mayo mei mej mejju svi svibanj svibnja touko toukokuu toukokuuta μαι μαιοσ μαιου маи мая мај трав "
    "травень травня מאי مايو مه मई",
    "birz birzelio birzelis cerven cervna cvn cze czerwca czerwiec eka ekaina giu giugno gun gunju haz haziran "
    "iun iunie juin jun juna june junho juni junie junij junijs junio junius juny juuni kesa kesakuu kesakuuta "
    "lipanj lipnja meh mehefin meith meitheamh qer qershor xuno ιουν ιουνιοσ ιουνιου июн июнь июня черв червень "
    "червня чэр чэрвень чэрвеня юни јун јуни יוני يونيو ژوين",
    "cervence cervenec cvc gor gorff gorffennaf heina heinakuu heinakuuta iuil iul iulie juil juillet jul jula "
    "julai julho juli julie julij julijs julio juliol julius july juuli korr korrik liep liepa liepos lip lipca "
    "lipiec lug luglio lul lulju srpanj srpnja tem temmuz uzt uztaila xul xullo ιουλ ιουλιοσ ιουλιου июл июль "
    "июля лип липень липня ліп ліпень ліпеня юли јул јули יולי يوليو ژويیه",
    "abu abuztua ag ago agost agosti agosto agu agust agustos agustus aout aug august augusta augusti augusts "
    "augustus augusztus avg avgust awst aww awwissu elo elokuu elokuuta gush gusht kol kolovoz kolovoza lun "
    "lunasa ogo ogos rugp rugpjucio rugpjutis sie sierpien sierpnia srp srpen srpna αυγ αυγουστοσ αυγουστου авг "
    "август августа жні жнівень жніуня серп серпень серпня אוגוסט اغسطس اوت अगसत",
    "eyl eylul ira iraila medi mfomh rugs rugsejis rugsejo ruj rujan rujna sep sept septemba septembar september "
    "septembra septembre septembrie septembris septiembre set setembre setembro sett settembre settembru sht "
    "shtator syys syyskuu syyskuuta szept szeptember wrz wrzesien wrzesnia zar zari σεπ σεπτεμβριοσ σεπτεμβριου "
    "вер верасень верасня вересень вересня сент сентябрь сентября сеп септембар септември ספטמבר سبتمبر سپتامبر",
    "dfomh eki ekim hyd hydref loka lokakuu lokakuuta oct october octobre octombrie octubre okt oktoba oktobar "
    "oktober oktobra oktobris oktoober ott ottobre ottubru out outubro paz pazdziernik pazdziernika rij rijen "
    "rijna spal spalio spalis tet tetor urr urria οκτ οκτωβριοσ οκτωβριου жовт жовтень жовтня кас кастрычнік "
    "кастрычніка окт октобар октомври октябрь октября אוקטובר اكتوبر اکتبر",
    "aza azaroa kas kasim lapkr lapkricio lapkritis lis listopad listopada listopadu marras marraskuu marraskuuta "
    "nen nentor noiembrie nov novemba novembar november novembra novembre novembris novembro novembru noviembre "
    "samh samhain stu studeni studenoga tach tachwedd νοε νοεμβριοσ νοεμβριου лист листопад листопада ліс "
    "лістапад лістапада нов новембар ное ноември нояб ноябрь ноября נובמבר نوامبر نوفمبر",
    "abe abendua ara aralik dec decembar december decembra decembre decembrie decembris decembro des desemba "
    "desember desembre dets detsember dez dezember dezembro dhj dhjetor dic dicembre dicembru diciembre dis "
    "disember gru grudnia grudzien gruod gruodis gruodzio joulu joulukuu joulukuuta noll nollaig pro prosinac "
    "prosinca prosince prosinec rhag rhagfyr δεκ δεκεμβριοσ δεκεμβριου груд грудень грудня дек декабрь декабря "
    "декември дец децембар сне снежань снежня דצמבר دسامبر ديسمبر",
)

# "listopad" is November in Czech and Polish and October in Croatian, "lipnja" and "srpnja" differ likewise: the two
# languages with more newsrooms win where the abbreviation is the same word.
MONTHS = {name: number for number, names in enumerate(_NAMES, start=1) for name in names.split()}
