"""Makes notices that a newsroom fills from one template: nearly one text, never one article."""

# ruff: noqa: E501 (the long lines are the texts)

from __future__ import annotations

from collections.abc import Iterator

# Each family: the template, then what fills it. Two fillings are two notices, however alike they read. Invented.
FAMILIES: dict[str, tuple[str, str, list[tuple[str, ...]]]] = {
    "menu-de": (
        "de",
        "Speiseplan der Mensa am Park. Montag: {0}. Dienstag: {1}. Mittwoch: {2}. Alle Gerichte werden frisch zubereitet. "
        "Vegetarische und vegane Gerichte sind gekennzeichnet. Die Mensa ist montags bis freitags von 11:15 Uhr bis "
        "14:30 Uhr geöffnet. Preise für Studierende, Beschäftigte und Gäste hängen am Eingang aus. Änderungen vorbehalten.",
        [
            ("Linsensuppe mit Brot", "Rindergulasch mit Spätzle", "Gemüselasagne"),
            ("Kartoffelsuppe", "Hähnchen mit Reis", "Pilzrisotto"),
            ("Kürbissuppe", "Fischfilet mit Kartoffeln", "Spinatknödel"),
            ("Tomatensuppe", "Schnitzel mit Pommes", "Falafel mit Couscous"),
        ],
    ),
    "menu-en": (
        "en",
        "This week in the staff restaurant we serve {0} on Monday, {1} on Tuesday and {2} on Wednesday. All dishes are "
        "cooked on site from local produce, and a vegan choice is on offer every day. The restaurant opens at noon and "
        "closes at two in the afternoon. Please bring your own cup for coffee and tea, and let the kitchen know of any "
        "allergies before you order.",
        [
            ("lentil soup", "grilled chicken with rice", "mushroom pie"),
            ("leek soup", "beef stew with dumplings", "spinach lasagne"),
            ("carrot soup", "baked salmon with potatoes", "chickpea curry"),
        ],
    ),
    "seminar-en": (
        "en",
        "The Institute for Advanced Materials invites you to its weekly colloquium. {0} ({1}) will speak about {2}. The talk "
        "takes place on {3} at 16:15 in the Large Lecture Hall, Building C, and is open to everybody; no registration is "
        "needed. Coffee and tea are served in the foyer from 15:45. The colloquium is a series in which scientists from all "
        "over the world present new results to a broad audience. The organisers look forward to a lively discussion.",
        [
            ("Maria Rossi", "University of Padua", "superconducting thin films", "12 March 2026"),
            ("John Smith", "MIT", "batteries without cobalt", "19 March 2026"),
            ("Aiko Tanaka", "Kyoto University", "self-healing polymers", "26 March 2026"),
            ("Lars Nilsson", "Lund University", "neutron imaging of steel", "2 April 2026"),
            ("Chen Wei", "Tsinghua University", "perovskite solar cells", "9 April 2026"),
        ],
    ),
    "date-only-en": (
        "en",
        "Open day for prospective students. On {0} the university opens its laboratories, libraries and lecture halls to "
        "everybody who thinks of studying with us. Meet lecturers and students of all faculties, visit a hall of residence, "
        "and ask what you always wanted to know about fees, grants and admission. The programme starts at 10:00 at the main "
        "gate. Guided tours leave every half hour. Families are welcome.",
        [("Saturday 14 February",), ("Saturday 9 May",), ("Saturday 10 October",)],
    ),
    "weekday-only-en": (
        "en",
        "The swimming pool of the sports centre stays closed this {0} because of maintenance of the filters. Members may use "
        "the pool in the city centre free of charge on showing their card. The gym, the climbing wall and the squash courts "
        "stay open as usual. We apologise for any inconvenience and thank you for your patience.",
        [("Monday",), ("Thursday",), ("Friday",)],
    ),
    "professor-fr": (
        "fr",
        "Nomination à la faculté de médecine. {0} est {1} au sein du service de {2} de l'hôpital universitaire. "
        "Le conseil de la faculté a approuvé cette nomination à l'unanimité lors de sa dernière séance. La faculté lui "
        "souhaite la bienvenue et beaucoup de succès dans ses nouvelles fonctions d'enseignement et de recherche. La leçon "
        "inaugurale aura lieu à l'automne et sera ouverte au public.",
        [
            ("Claire Dubois", "nommée professeure", "cardiologie"),
            ("Ahmed Benali", "nommé professeur", "neurologie"),
            ("Sophie Martin", "nommée professeure", "pédiatrie"),
            ("Luc Favre", "nommé professeur", "dermatologie"),
        ],
    ),
    "numbers-es": (
        "es",
        "El hospital universitario publica sus datos mensuales de actividad. Durante el mes de {0} se realizaron {1} "
        "intervenciones quirúrgicas, se atendieron {2} urgencias y nacieron {3} niños. La dirección agradece el trabajo de "
        "todos los profesionales y recuerda a la población que los casos leves pueden atenderse en los centros de salud.",
        [
            ("enero", "1204", "8230", "143"),
            ("febrero", "1187", "7954", "131"),
            ("marzo", "1290", "8441", "152"),
        ],
    ),
    "obituary-it": (
        "it",
        "Con profondo dolore l'ateneo annuncia la scomparsa del professor {0}, già ordinario di {1}. Per molti anni ha "
        "insegnato nella nostra università, formando generazioni di studenti e guidando il dipartimento con passione e "
        "generosità. Il rettore, i colleghi e tutto il personale si stringono con affetto alla famiglia. La cerimonia si "
        "terrà nell'aula magna.",
        [("Paolo Conti", "diritto romano"), ("Giorgio Ferri", "chimica organica"), ("Enzo Villa", "fisica teorica")],
    ),
    "event-ja": (
        "ja",
        "第{0}回市民公開講座を{1}に開催します。講師は{2}教授、演題は「{3}」です。会場は本学講堂、参加費は無料、事前申込は不要です。"
        "どなたでもご参加いただけます。公共交通機関をご利用ください。皆様のご来場を心よりお待ちしております。お問い合わせは広報課まで。",
        [
            ("12", "4月10日", "田中", "がんの早期発見"),
            ("13", "5月15日", "佐藤", "睡眠と健康"),
            ("14", "6月19日", "鈴木", "糖尿病の予防"),
        ],
    ),
    "menu-zh": (
        "zh",
        "本周食堂菜单如下：周一供应{0}，周二供应{1}，周三供应{2}。所有菜品均由食堂厨师当天现做，并提供素食选择。"
        "食堂开放时间为中午十一点半至下午一点半，请师生员工自备餐具，珍惜粮食，文明就餐。如有过敏请提前告知工作人员。",
        [
            ("红烧牛肉", "宫保鸡丁", "麻婆豆腐"),
            ("糖醋排骨", "清蒸鲈鱼", "西红柿炒鸡蛋"),
            ("土豆炖肉", "鱼香茄子", "酸辣白菜"),
        ],
    ),
    "job-pt": (
        "pt",
        "Está aberto concurso para {0} no departamento de {1}. As candidaturas devem ser enviadas até {2} através do portal "
        "da universidade, com curriculum, carta de motivação e duas referências. O contrato tem a duração de dois anos e "
        "pode ser renovado. A universidade promove a igualdade de oportunidades e valoriza a diversidade da sua equipa.",
        [
            ("bolseiro de investigação", "biologia", "15 de maio"),
            ("professor auxiliar", "história", "30 de junho"),
            ("técnico superior", "química", "10 de julho"),
        ],
    ),
    "name-only-de": (
        "de",
        "Neu im Kollegium: {0} verstärkt seit diesem Semester unser Institut in Forschung und Lehre. Wir freuen uns auf die "
        "Zusammenarbeit und wünschen einen guten Start an unserer Universität. Das Institut zählt nun zwölf Professuren und "
        "gehört damit zu den größten seiner Art im Land. Studierende finden die Sprechzeiten wie immer am Schwarzen Brett.",
        [("Anna Berger",), ("Jonas Keller",), ("Miriam Vogt",)],
    ),
}


def notices() -> Iterator[dict[str, str]]:
    """Every notice with an id, its language, its family and its text."""
    for family, (language, template, fillings) in FAMILIES.items():
        for number, filling in enumerate(fillings, 1):
            yield {"id": f"{family}-{number}", "lang": language, "family": family, "text": template.format(*filling)}
