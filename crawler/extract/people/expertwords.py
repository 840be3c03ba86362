"""Words by which news in many languages says that a person speaks, leads, or has an academic role."""

# Right before a name: what is said, or according to whom.
_SAYS_BEFORE = """
    says said explains explained adds added notes noted stresses stressed comments commented reports reported
    concludes concluded warns warned recalls argues writes emphasizes emphasises emphasized suggests confirmed
    confirms sagt sagte erklärt erklärte so betont betonte erläutert erläuterte berichtet berichtete ergänzt
    ergänzte resümiert meint fasst freut schildert laut kommentiert unterstreicht hebt bestätigt warnt führt
    explique souligne précise indique déclare déclarait ajoute selon détaille affirme estime rappelle commente note
    raconte conclut résume confie insiste témoigne annonce dice dijo explica explicó señala señaló afirma afirmó
    destaca destacó apunta según añade añadió indica comenta subraya asegura matiza cuenta recuerda concluye detalla
    sostiene manifestó spiega dichiara dichiarato commenta sottolinea afferma aggiunge secondo racconta conclude
    osserva precisa disse explicou ressalta segundo acrescenta conclui conta destacou zegt aldus vertelt volgens
    stelt legt benadrukt concludeert säger berättar förklarar enligt menar tror påpekar siger forklarer ifølge
    fortæller sier forteller mówi wyjaśnia podkreśla tłumaczy dodaje według zaznacza powiedział powiedziała říká
    vysvětluje uvádí podle dodává upozorňuje řekl řekla doplňuje mondja mondta magyarázta hangsúlyozta elmondta
    fogalmazott dit
    """
SAYS_BEFORE = frozenset(_SAYS_BEFORE.split())
# Right behind a name: what firms do as well as people, so that the family name must come again by itself.
_WORKS_AFTER = """
    discovered found developed presented describes described presents runs ran entdeckte entwickelte stellt stellte
    wies betreute montre présente présentera montrent décrit presentó presenta describe dirigera ontdekte ontdekten
    beschreef onderzochten troffen vond vonden visar
"""
WORKS_AFTER = frozenset(_WORKS_AFTER.split())
# Phrases, two or three words, right before a name.
_LED_BEFORE = """
    according_to led_by headed_by directed_by coordinated_by conducted_by team_of group_of team_under research_by
    study_by work_of created_by developed_by team_around supervision_of leadership_of by_professor
    laboratory_of team_um gruppe_um teams_um forschungsteam_um leitung_von gruppe_von team_von forschenden_um
    forscher_um wissenschaftler_um arbeitsgruppe_um arbeitsgruppe_von betreuung_von federführung_von kollegen_um
    forschungsgruppe_um leitung_des team_des équipe_de l'équipe_de d'après conduite_par dirigée_par dirigé_par
    menée_par mené_par coordonnée_par coordonné_par pilotée_par coordination_de direction_du coordination_du
    direction_de équipe_du l'équipe_du conduite_du équipes_de piloté_par celle_de celles_de plume_d' l'équipe_d'
    dossier_de liderado_por dirigido_por liderada_por dirigida_por coordinado_por coordinada_por equipo_de
    trabajo_de encabezado_por guidato_da guidata_da coordinato_da coordinata_da diretto_da diretta_da guidati_da
    team_di équipe_di gruppo_di studio_di coordenado_por coordenada_por equipe_de equipa_de leiding_van team_van
    groep_van onderzoek_van proefschrift_van ledning_av grupp_kring kierunkiem zespół_pod vedením
    """
LED_BEFORE = frozenset(_LED_BEFORE.split())
# Endings of words that name what a person of science does; lower case.
_ROLE_ENDS = """
    ologist icist onomer iatrist chemist historian surgeon researcher scientist professor physician geneticist
    archaeologist radiologist investigator rector dean virologist neuroscientist epidemiologist statistician
    mathematician forscher forscherin wissenschaftler wissenschaftlerin physiker physikerin chemiker chemikerin
    mediziner medizinerin biologe biologin loge login ologen professorin experte expertin arzt ärztin arztes chirurg
    chirurgin rektor rektorin dekan dekanin psychologe historiker historikerin mathematiker mathematikerin therapeut
    therapeutin informatiker informatikerin chercheur chercheuse professeur professeure physicien physicienne
    biologiste chirurgien chirurgienne médecin docteur docteure logue chimiste historien historienne doyen doyenne
    recteur rectrice investigador investigadora profesor profesora catedrático catedrática médico médica cirujano
    cirujana ólogo óloga científico científica doctor doctora físico física químico coordinador coordinadora rectora
    ricercatore ricercatrice professoressa professore ologo ologa primario docente coordinatore coordinatrice fisico
    chirurgo rettore rettrice pesquisador pesquisadora professora cientista reitor reitora coordenador onderzoeker
    hoogleraar uroloog oloog promovendus wetenschapper forskare forskningsledare projektledare projektledaren läkare
    professorn forsker overlege lektor dosent naukowiec badacz badaczka kierownik lekarz lékař lékařka vědec vědkyně
    profesorka docentka kutató professzor orvos tanár docens forskningschef postdoc chefarzt oberarzt oberärztin
    chefärztin chirurgie teamleiter head leiter leiterin jefe jefa director directora directeur directrice direttore
    direttrice direktor direktorin dyrektor diretor diretora igazgató ředitel ředitelka vedoucí fellow lecturer
    dozent dozentin author autor autorin autoren auteur autrice autora autore economist ökonom ökonomin économiste
    """
ROLE_ENDS = tuple(_ROLE_ENDS.split())
# The same for offices, which politicians and firms have too: a role, but no sign that its holder speaks.
_OFFICE_ENDS = """
    president präsident präsidentin présidente président chair chief leader sprecher sprecherin spokesperson kanzler
    geschäftsführer geschäftsführerin segretaria segretario responsable responsabile engineer ingenieur ingenieurin
    ingénieur ingénieure secretary commissioner officer executive ceo cto cfo minister chancellor manager spokesman
    spokeswoman advocate editor analyst commander general senator governor mayor schülerin schüler kommissarin
    kommissar vorsitzende vorsitzender chefin chef bürgermeister porte-parole ministre maire presidente presidenta
    ministro ministra alcalde portavoz premier coach trainer bestuursvoorzitter voorzitter woordvoerder ordförande
    talsperson rzecznik prezes mluvčí elnök szóvivő coordinator founder partner captain judge lawyer attorney
    conseller sieger siegerin verwalter teamchef
    """
OFFICE_ENDS = tuple(_OFFICE_ENDS.split())
# Never part of a person's name, and what ends one; lower case.
_NOT_NAMES = """
    university universität université universidad università universiteit universitet institute institut instituto
    istituto hospital hôpital klinik klinikum clinic center centre zentrum centro school college department faculty
    fakultät academy akademie society association foundation stiftung fondation fundación council ministry federal
    national international european world health research science sciences nature lancet cell medicine journal press
    news media museum laboratory laboratoire group team study trial program project prize award nobel conference
    congress the this that these our his her their and with from for when while after before since as in on at of by
    an a die der das den dem des ein eine im am bei mit nach le la les un une du au aux dans el los las en por para
    il lo gli una nel della del di da do dos no na het een van januari zum zur beim vom ins instituut welt january
    february march april june july august september october november december januar februar märz mai juni juli
    oktober dezember monday tuesday wednesday thursday friday saturday sunday montag dienstag mittwoch donnerstag
    freitag samstag sonntag new north south east west united states kingdom city road avenue platz straße rue place
    union republic covid sars hiv aids dna rna mri i we it he she they you my what how why who where there here if
    but or not all any some more most many few other such only own same than then too very can just should now also
    both each one two three first second last next photo foto image bild credit source quelle medical general german
    french american british english chinese japanese swiss swedish italian spanish africa europe asia america life
    lab labs institution company corp inc gmbh ltd bank office agency commission committee board senate sankt sainte
    san mount river sea ocean island islands valley vall hall library theatre prime minister queen princess daily
    times post guardian today tv radio network systems technology technologies depot sales rights human affairs
    grupo departamento desktop estado estados unidos hilfsdienst party foreign secretary democratic republican
    ministerio partido banco airlines motors records studios entertainment software games falls eventually however
    meanwhile moreover furthermore additionally eines tages sám tak jak gdy ale když proto zudem dabei doch auch
    aber denn dann jetzt heute gestern ainsi mais pourtant selon cependant enfin además pero también así inoltre
    anche però infatti daarnaast ook maar dessutom också även men state regional municipal interior defense defence
    treasury finance education energy justice security club fc airport station stadium building tower bridge square
    county province region supreme court district police fire summit forum fund bill act law projekt proyecto
    progetto projet programme initiative campus semester workshop seminar symposium festival day week month year
    christmas easter war street springs chiefs electronics alliance ambassador adv house geo centros seguridad
    pública público gobierno cámara corte tribunal wall dear pressekontakt kontakt telefon email mail tel fax
    twitter instagram facebook linkedin online website internet deutsche deutscher deutsches deutschen bund länder
    stadt universidade presse medien kommunikation communications advisor advisors student students experience
    engineering financial report behavior up display organizers reflect planner certified see vgl siehe voir premio
    premios premi prix preis prijs pris herr herrn frau dr prof professor biología biologie biology medicina física
    química sogar bereits schon nur noch viele alle beide unter über seit während durch gegen ohne zwischen jede
    jeder jedes diese dieser dieses solche mehrere neue neuer neues neuen normale normales große großen kleine alte
    junge urzędu urząd ministerstwo ministerstwa úřad úřadu ministerstvo ingeniería ingénierie mecánica matemática
    informática derecho pour auf angaben hälfte statistics accountants chartered nations league survey trends
    narodowego instytutu justiz anfrage landscapes nyheter général générale adjoint adjointe délégué déléguée
    exécutif exécutive scientifique enterprise accounts services senior board mines ponts polytechnique sorbonne
    hôpitaux hospices hospitals hospitales ospedale ospedali universités universidades kliniken krankenhaus
    ziekenhuis szpital nemocnice kórház egyetem uniwersytet univerzita école ecole escuela scuola hochschule
    laboratorio observatoire observatory observatorio sternwarte
    """
NOT_NAMES = frozenset(_NOT_NAMES.split())
TITLES = (
    r"(?:(?:Prof(?:essor(?:in|s|en)?|esseure?|essoressa|essore|esora?|\.ssa)?|prof(?:essor|esora?|essore|essoressa|\.)?|"
    r"[Pp]rofesseure?|[Dd]r|Drs|Pr|PD|Priv\.-Doz|Doz|[Dd]ott|[Dd]ottoressa|[Dd]ottor|[Dd]octora?|[Dd]octeure?|"
    r"Univ(?:\.-Prof)?|med|rer|nat|phil|h\.\s?c|habil|Ing|Dipl|Mag|Assoc|Ass|Asst|doc|MUDr|RNDr|Mgr|inż|hab|Dra?|dra|"
    r"Sir|Dame|Frau|Herrn?|Mme|Madame|Ms|Mr|Mrs|[Ee]meritus|Distinguished|Associate|Assistant)\.?[ -]+)+"
)
ACADEMIC = ("prof", "dr", "pr ", "pr.", "pd ", "priv", "dott", "doct", "docteur", "doc", "mudr", "rndr")
# Behind a Chinese or Japanese name; and the commonest Chinese family names, without which two signs are no name.
_HONORIFICS = """
    特任教授 特命教授 名誉教授 准教授 副教授 教授 助教 講師 博士 氏 院士 研究員
    研究员 主任研究員 所長 院長 学長 センター長 室長 グループディレクター チームリーダー
    """
HONORIFICS = "|".join(_HONORIFICS.split())
FAMILY = (
    "王李张刘陈杨赵黄周吴徐孙胡朱高林何郭马罗梁宋郑谢韩唐冯于董萧程曹袁邓许傅沈曾彭吕苏卢蒋蔡贾丁魏薛叶阎"
    "余潘杜戴夏钟汪田任姜范方石姚谭廖邹熊金陆郝孔白崔康毛邱秦江史顾侯邵孟龙万段雷钱汤尹黎易常武乔贺赖龚文"
    "張劉陳楊趙黃吳孫馬羅鄭謝韓馮許鄧蕭呂蘇盧蔣賈葉閻鍾陸"
)
