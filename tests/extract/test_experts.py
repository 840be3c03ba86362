"""Experts are the people an article names as speaking or as having done the work; firms and places are none."""

from __future__ import annotations

import pytest

from crawler.extract.people.experts import find_experts

SPEAKERS = [
    ("en", "“It works,” says Dr. Anna Smith, professor of immunology at the University of Leeds.", "Anna Smith"),
    ("en", "The study was led by Maria del Carmen Lopez of the Institute of Health.", "Maria del Carmen Lopez"),
    ("en", "Ecotoxicologist Dick Brown told reporters that more work is needed.", "Dick Brown"),
    ("en", "According to Jean-Paul O'Neill, the effect lasts for years.", "Jean-Paul O'Neill"),
    ("de", "„Das ist neu“, sagt Prof. Dr. Eva Müller, Leiterin der Abteilung für Neurologie.", "Eva Müller"),
    ("de", "Das Team um Annemarie Weber von der Universität Utrecht fand ein Gen.", "Annemarie Weber"),
    ("de", "So Studienleiter Jens van der Berg: Die Wirkung hält an.", "Jens van der Berg"),
    ("fr", "« C’est une première », explique le Pr Dominique Petit, chef du service.", "Dominique Petit"),
    ("fr", "Une équipe conduite par Karin Duval (CHU de Rennes) montre que la greffe est sûre.", "Karin Duval"),
    ("es", "«Es un avance», señala Lucía Gómez, jefa de cirugía del Hospital Clínico.", "Lucía Gómez"),
    ("it", "«È un passo avanti», spiega il professor Marco Rossi dell'Università di Padova.", "Marco Rossi"),
    ("pt", "Segundo Ana Souza, pesquisadora da USP, o efeito dura anos.", "Ana Souza"),
    ("nl", "‘Dit is nieuw’, zegt Jan de Vries, hoogleraar aan de Universiteit Leiden.", "Jan de Vries"),
    ("sv", "– Det är nytt, säger Anna Lindgren, professor vid Lunds universitet.", "Anna Lindgren"),
    ("pl", "– To przełom – mówi prof. Anna Nowak z Uniwersytetu Warszawskiego.", "Anna Nowak"),
    ("cs", "„Je to průlom,“ říká Jan Novák, vedoucí týmu.", "Jan Novák"),
    ("ja", "理化学研究所の森田浩介教授は、成果を語った。", "森田浩介"),
    ("zh", "该成果由王伟教授团队完成。", "王伟"),
]
OTHERS = [
    ("en", "The University of New South Wales reported record results. Morgan Stanley analysts said so too."),
    ("en", "The executive director of the Global Space Alliance said nothing."),
    ("en", "President John Smith visited New York and Lake Superior in May."),
    ("de", "Die Deutsche Forschungsgemeinschaft sagte Mittel zu, Wolfram Alpha nicht."),
    ("fr", "Samsung Electronics annonce la sortie du Galaxy Tab."),
    ("fr", "La Directrice de l’ITN, Mines Paris - PSL, ouvrira la journée."),
    ("fr", "Les équipes des Hôpitaux Saint-Mathurin expliquent leur choix."),
    ("ja", "東京大学大学院教授らの研究グループが発表した。"),
]


@pytest.mark.parametrize(("language", "text", "name"), SPEAKERS)
def test_people_who_speak_or_did_the_work(language: str, text: str, name: str) -> None:
    (expert,) = find_experts(text, language, ())
    assert expert.name == name
    assert expert.quote is not None and expert.quote in text and name in expert.quote


@pytest.mark.parametrize(("language", "text"), OTHERS)
def test_firms_places_and_bystanders_are_no_experts(language: str, text: str) -> None:
    assert find_experts(text, language, ()) == ()


def test_role_and_affiliation_as_printed() -> None:
    text = "“It works,” says Anna Smith, professor of immunology at the University of Leeds, who led the trial."
    (expert,) = find_experts(text, "en", ())
    assert expert.role == "professor of immunology" and expert.affiliation == "University of Leeds"


def test_a_house_ends_where_the_sentence_goes_on() -> None:
    (expert,) = find_experts("Nicola Ganter, from the University of Leeds won the audience prize.", "en", ())
    assert expert.affiliation == "University of Leeds"


def test_an_office_with_two_parts_is_one_person() -> None:
    text = "Ana Silva, Senior Director Enterprise Accounts & Services - Example / board member"
    assert [one.name for one in find_experts(text, "en", ())] == ["Ana Silva"]


def test_each_person_once_in_the_fullest_form() -> None:
    text = "“It works,” says Anna Smith.\nProfessor Anna Maria Smith of the University of Leeds explains why."
    assert [one.name for one in find_experts(text, "en", ())] == ["Anna Maria Smith"]


def test_whoever_wrote_the_article_is_no_expert_of_it() -> None:
    assert find_experts("“It works,” says Anna Smith.", "en", ("Anna Smith",)) == ()


def test_a_long_line_of_names_is_read_in_no_time() -> None:
    assert len(find_experts("says Anna Smith, " * 20_000, "en", ())) <= 20
