"""Words of the names of institutions in many languages, as data for the gazetteer; folded."""

from __future__ import annotations

import re

# A name with one of these is a house's, not a person's or a place's.
HOUSE = re.compile(
    r"^\w*(?:univers|uniwersyt|egyetem|yliopisto|ulikool|hochschul|hogskol|hogskul|hojskol|hogeschool|hospi|hopita|ospedal|"
    r"klinik|clinic|ziekenhuis|sjukhus|sygehus|sykehus|nemocnic|korhaz|szpital|institu|istitut|academ|akadem|accadem|"
    r"college|kolleg|school|schule|ecole|escola|escuela|scuola|polytec|politec|politech|laborat|zentrum|foundation|"
    r"fondation|stiftung|fundac|fondazione|society|societe|gesellschaft|observator|museum|museo|musee|technolog)|"
    r"^(?:center|centre|centro|centrum|chu|chuv|chru|chr|trust|council|conseil|consejo|consiglio|consorci|agency|agence|"
    r"agencia|agenzia|ministry|ministere|ministerio|ministerium|bundesministerium|bundesamt|association|organization|"
    r"organisation|nhs|faculty|faculte|facultad|fakultat|charite|uni|univ|tech|tu|eth|commission|authority|research|"
    r"recherche|forschung|service|network|alliance|consortium|collaboration|charity|fund)$"
)
# Words before a place, or behind it, that make a university of it.
_UNIVERSITY = """
    university universite universitat universitaet universita universidad universidade universiteit universitet
    universitetet univerzita univerza uniwersytet universitatea univ universitas
"""
UNIVERSITY = frozenset(_UNIVERSITY.split())
_JOINS = "of de di do da d del della degli du des zu van the la v i at af w"
JOINS = frozenset(_JOINS.split())
# Small words inside names; none of them tells one house from another.
_SMALL = """
    of de di do da d del della degli dell du des der die das den dem the la le les l el los las and et und y e en fur
    for for pour para per in im am an at a zu van von och og i for sur on to s nel na w z
"""
SMALL = frozenset(_SMALL.split())
# Names of countries, continents and their people make a general name a certain one's.
NATIONAL = re.compile(
    r"^(?:german|deutsch|allemand|aleman|tedesc|french|francais|frances|british|britain|english|scottish|scotland|welsh|wales|"
    r"irish|ireland|swiss|schweiz|suisse|svizzer|switzerland|austria|osterreich|oesterreich|italian|italy|spanish|spain|espan|"
    r"portug|dutch|nederland|netherlands|belg|danish|dansk|denmark|norweg|norsk|norway|swedish|svensk|sweden|"
    r"finnish|suomen|finland|icelan|polish|polsk|poland|czech|cesk|slovak|sloven|croat|hrvat|serb|hungar|magyar|"
    r"roman(?:ian?|ia)|bulgar|greek|greece|hellen|turk|russia|ukrain|eston|latvi|lithuan|europ|american|usa|united|"
    r"canad|mexic|brasil|brazil|argentin|chile|colombia|peru|cuba|african|africa|egypt|nigeria|kenya|israel|saudi|"
    r"arab|iran|india|pakistan|bangladesh|chin|taiwan|hong|japan|nippon|korea|vietnam|thai|malaysia|singapore|"
    r"indonesia|philippin|austral|zealand|asia|world|weltgesund|mondial)"
)
# How names of houses end where no spaces are written.
EASTERN_HOUSE = re.compile(
    r"(?:大学|大學|学院|學院|研究所|研究院|科学院|中国科学院|病院|医院|醫院|機構|センター|中心|財団|基金会|学会|研究機構|高専|省|庁|部|대학교|연구원|병원)$"
)
# Words that may follow a name directly and leave it whole: parts of the house; roles are looked up elsewhere.
_UNITS = """
    school faculty department college institute medicine medical center centre lab laboratory team library museum
    graduate business law engineering professor professors prof dr pd phd researchers scientists students
"""
UNITS = frozenset(_UNITS.split())
# Words that make another thing of a name that stands before them: a publisher, a hospital, a street, a prize.
_ANOTHER = """
    press presse verlag hospital hospitals klinikum klinik clinic clinics medal prize award street avenue station cup
    group system foundation trust championship league stadium arena
"""
ANOTHER = frozenset(_ANOTHER.split())
# Words in capitals that are no house in news of science, whatever the registry calls so.
_NO_ACRONYM = """
    DNA RNA MRNA HIV AIDS COVID SARS MRI CT PET EEG ECG GPS LED USA UK EU UN UAE USD EUR AI IT ICT STEM CEO CTO CFO
    PHD MD BSC MSC MBA NGO IQ TV PC PDF FAQ ID IP URL API CPU GPU VR AR XR CO2 CAR-T BMI ICU GP OECD NATO NEWS OPEN
    LIFE CARE HOPE FIRST SMART STAR ART CORE NEXT GREEN HEALTH SCIENCE NATURE CELL CLIMATE CANCER ONE ALL THE AND FOR
    NOT NEW TOP MAP ACT AGE AIM LIGHT TIME DATA HUMAN SPACE EARTH MINT
"""
NO_ACRONYM = frozenset(_NO_ACRONYM.split())
# Heads that French, Spanish, Italian or Dutch texts print in small letters inside a sentence, as printed.
_SMALL_HEADS = """
    hôpital hôpitaux hospital hospices institut instituto istituto ospedale clinique clínica clinica centre centro
    laboratoire laboratorio école escuela scuola museo musée fondation fundación fondazione académie agence ziekenhuis
    université universidad università universidade universiteit universitat universitetet
"""
SMALL_HEADS = frozenset(_SMALL_HEADS.split())
# Cities that other languages call otherwise; all folded, the first as a rule what the city calls itself.
_CITIES = """
    geneve genf geneva ginevra ginebra;wien vienna vienne viena;munchen munich monaco;koln cologne colonia;milano milan
    mailand;roma rome rom;praha prague prag praga;kobenhavn copenhagen kopenhagen copenhague;lisboa lisbon lissabon
    lisbonne;bruxelles brussels brussel brussel bruselas;strasbourg strassburg;basel bale basilea;liege luttich;leuven
    lowen louvain;warszawa warsaw warschau varsovie varsovia;krakow cracow krakau cracovie;torino turin;firenze florence
    florenz florencia;napoli naples neapel;venezia venice venedig venise;padova padua padoue;genova genoa genua genes;
    sevilla seville;zaragoza saragossa saragosse;barcelona barcelone;athina athens athen athenes;moskva moscow moskau
    moscou;bern berne berna;antwerpen antwerp anvers amberes;gent ghent gand gante;goteborg gothenburg;tubingen tubinga
    tuebingen;nurnberg nuremberg;hannover hanover;mainz mayence;trier treves;zurich zuerich zurigo;london londres londra
    londen;paris parigi;lausanne losanna;bologna bologne;edinburgh edimbourg edinburg edimburgo;dublin dublino;helsinki
    helsingfors;stockholm estocolmo;uppsala upsala;beijing peking pekin;tokyo tokio;berlin berlino;marseille marsiglia
    marsella;lund lunds;lausanne losanna;mexico mexiko
"""
_LISTS = [names.split() for names in " ".join(_CITIES.split()).split(";")]
CITIES = {name: names[0] for names in _LISTS for name in names}
