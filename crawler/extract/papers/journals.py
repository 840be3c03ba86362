"""The names of journals that newsrooms announce papers of, as evidence that a name in a sentence is a journal."""

from __future__ import annotations

import re

# Names that are no words of the language: wherever one stands behind "published in" it is a journal. * stands for
# further words in capitals.
_NAMES = """
Nature Medicine|Nature Communications|Nature Genetics|Nature Neuroscience|Nature Immunology|
Nature Biotechnology|Nature Methods|Nature Physics|Nature Chemistry|Nature Materials|Nature Nanotechnology|
Nature Photonics|Nature Cell Biology|Nature Structural & Molecular Biology|Nature Chemical Biology|
Nature Microbiology|Nature Metabolism|Nature Cancer|Nature Aging|Nature Cardiovascular Research|
Nature Mental Health|Nature Human Behaviour|Nature Ecology & Evolution|Nature Ecology and Evolution|
Nature Climate Change|Nature Geoscience|Nature Energy|Nature Sustainability|Nature Astronomy|
Nature Electronics|Nature Catalysis|Nature Food|Nature Plants|Nature Biomedical Engineering|
Nature Machine Intelligence|Nature Computational Science|Nature Synthesis|Nature Water|Nature Cities|
Nature Health|Nature Chemical Engineering|Nature Protocols|Nature Reviews *|Scientific Reports|Scientific Data|
Communications Biology|Communications Medicine|Communications Chemistry|Communications Physics|
Communications Materials|Communications Earth & Environment|Communications Psychology|Communications Engineering|
Molecular Psychiatry|Translational Psychiatry|Leukemia & Lymphoma|Cell Death & Disease|npj *|Science Advances|
Science Translational Medicine|Science Immunology|Science Signaling|Science Robotics|
Science of the Total Environment|Cell Reports|Cell Reports Medicine|Cell Metabolism|Cell Stem Cell|
Cell Host & Microbe|Cell Host and Microbe|Cell Systems|Cell Genomics|Cell Chemical Biology|Cell Biomaterials|
Developmental Cell|Cancer Cell|Current Biology|Cancer Discovery|
Clinical Cancer Research|Stem Cell Reports|American Journal of Human Genetics|iScience|Trends in *|
The Lancet|Lancet|The Lancet *|Lancet *|eBioMedicine|EBioMedicine|eClinicalMedicine|EClinicalMedicine|
New England Journal of Medicine|NEJM|NEJM Evidence|NEJM AI|The BMJ|BMJ|British Medical Journal|BMJ *|JAMA|
JAMA *|JAMA Network Open|Annals of Internal Medicine|Annals of the Rheumatic Diseases|Annals of Oncology|
Annals of Neurology|Annals of Surgery|PLOS Medicine|PLoS Medicine|PLOS ONE|PLoS ONE|PLOS One|PLoS One|
PLOS Biology|PLoS Biology|PLOS Genetics|PLOS Pathogens|PLOS Computational Biology|
PLOS Neglected Tropical Diseases|PLOS Digital Health|PLOS Climate|PLOS Global Public Health|BMC *|eLife|
Environment International|Radiotherapy and Oncology|Environmental Pollution|PNAS|
PNAS Nexus|Proceedings of the National Academy of Sciences|Proceedings of the Royal Society A|
Proceedings of the Royal Society B|Philosophical Transactions of the Royal Society|Royal Society Open Science|
Journal of the Royal Society Interface|Biology Letters|
Proceedings of the National Academy of Sciences of the United States of America|
Proceedings of the National Academy of Sciences (PNAS)|European Heart Journal|
Journal of the American College of Cardiology|JACC|JACC: *|Circulation Research|European Respiratory Journal|
American Journal of Respiratory and Critical Care Medicine|Journal of Clinical Oncology|
Journal of Clinical Investigation|JCI Insight|Journal of Experimental Medicine|Journal of Hepatology|
Journal of the American Society of Nephrology|Diabetologia|
Blood Advances|Haematologica|Arthritis & Rheumatology|Annals of Rheumatic Diseases|
European Urology|Acta Neuropathologica|Epilepsia|
American Journal of Psychiatry|World Psychiatry|JAMA Psychiatry|
Psychological Science|European Psychiatry|Neuropsychopharmacology|NeuroImage|Cerebral Cortex|
Journal of Neuroscience|Clinical Infectious Diseases|Journal of Infectious Diseases|Emerging Infectious Diseases|
Eurosurveillance|mBio|Frontiers in *|EMBO Journal|The EMBO Journal|EMBO Reports|EMBO Molecular Medicine|
Genes & Development|Genome Biology|Nucleic Acids Research|
Molecular Biology and Evolution|Journal of Cell Biology|Journal of Biological Chemistry|
Human Molecular Genetics|Journal of Allergy and Clinical Immunology|
Environmental Health Perspectives|International Journal of Epidemiology|American Journal of Epidemiology|
European Journal of *|American Journal of *|British Journal of *|International Journal of *|Journal of *|
Journal of the *|Annals of *|Archives of *|Annual Review of *|Physical Review Letters|Physical Review A|
Physical Review B|Physical Review C|Physical Review D|Physical Review E|Physical Review X|
Physical Review Research|Physical Review Applied|Physical Review Fluids|Physical Review Materials|
Physical Review Physics Education Research|PRX Quantum|Reviews of Modern Physics|Applied Physics Letters|
Nano Letters|ACS Nano|ACS *|Journal of the American Chemical Society|Angewandte Chemie|
Angewandte Chemie International Edition|Chemical Science|Chemical Communications|Chemical Reviews|
Advanced Materials|Advanced Functional Materials|Advanced Science|Advanced Energy Materials|
Energy & Environmental Science|Geophysical Research Letters|Earth and Planetary Science Letters|
Astronomy & Astrophysics|Astronomy and Astrophysics|The Astrophysical Journal|The Astrophysical Journal Letters|
Astrophysical Journal|Astrophysical Journal Letters|Monthly Notices of the Royal Astronomical Society|
The Astronomical Journal|Global Change Biology|Ecology Letters|Environmental Science & Technology|
Environmental Research Letters|Remote Sensing of Environment|Optica|
Light: Science & Applications|Communications of the ACM|IEEE Transactions on *|
Acta Materialia|New Phytologist|The Plant Cell|Quaternary Science Reviews|
American Economic Review|Quarterly Journal of Economics|American Sociological Review|
American Political Science Review|Physics of Fluids|
Deutsches Ärzteblatt|Deutsches Ärzteblatt International|Médecine/Sciences|Revue Neurologique|Medicina Clínica|
Gaceta Sanitaria
"""
_WORDS = """
Nature|Science|Cell|Brain|Blood|Gut|Circulation|Neuron|Cancer|Chest|Diabetes|Pain|Sleep|Heart|Stroke|Thorax|Immunity|Joule|Matter|
Chem|Small|Carbon|Ecology|Evolution|Addiction|Cognition|Cortex|Vaccine|Lancet|Cancers|Cells|Nutrients|Viruses|Pediatrics|Geology|
Radiology|Obesity|Appetite|Bone|Genetics|Genomics|Oncogene|Icarus|Energy|Fuel|Polymers|Materials|Nanoscale|Demography|
Neurology|Allergy|Development|Hepatology|Leukemia|Sensors|Antiquity|Bioinformatics|Human Reproduction|Cancer Research|
Brain Stimulation|Genome Research|Plant Physiology|Water Research|Soft Matter|Econometrica|Materials Today|One Earth|
Psychological Medicine|Genome Medicine|Macromolecules|Kidney International|Gastroenterology|Diabetes Care|
Palliative Medicine
"""
_GENUS = (
    r"Journal|Lancet|Letters?|Reviews|Proceedings|Annals|Transactions|Research|Medicine|JAMA|BMJ|PL[oO]S|Frontiers|"
    r"Advances|"
    r"Communications|Reports?|Acta|Archives|Bulletin|Physics|Physical|Chemistry|Biology|Sciences?|Nature|Studies|"
    r"Psychology|"
    r"Psychiatry|Neurology|Zeitschrift|Revue|Revista|Rivista|Quarterly|Astronomy|Materials|Ecology|Genetics|"
    r"Immunology|Oncology|"
    r"Epidemiology|Cardiology|Therapy|Health|Disease|Diseases|Nano|ACS|IEEE|Angewandte|European Heart|Care|"
    r"Neuroscience|Economics"
)
_CAPITALS = r"[A-Z][\w-]+(?:(?:,? (?:and|of|the|in|for|on|&|–)){0,2} [A-Z][\w-]+){0,6}"


def _any_of(names: str) -> str:
    """A pattern for any of these names, the longest first."""
    every = sorted((" ".join(name.split()) for name in names.split("|") if name.strip()), key=len, reverse=True)
    return "|".join(re.escape(name).replace(r"\*", _CAPITALS) for name in every)


def _first_words(*lists: str) -> frozenset[str]:
    names = (name.strip() for names in lists for name in names.split("|"))
    return frozenset(re.split(r"[ :]", name)[0] for name in names if name) | {"The"}


FIRST = _first_words(_NAMES, _WORDS)  # looked up before the patterns, which are long
KNOWN = re.compile(rf"(?:The )?(?:{_any_of(_NAMES)})(?!\w)")
WORDLIKE = re.compile(rf"(?:{_any_of(_WORDS)})(?!\w)")
# Known names that nothing else bears: "in Nature Medicine" needs no verb of publishing.
UNIQUE = re.compile(
    r"Nature [A-Z]|Lancet|Journal|PL[oO]S|JAMA|BMJ|NEJM|PNAS|Proceedings|Reports$|Letters$|Communications |"
    r"Angewandte|eLife|Annals|"
    r"Science (?:Advances|Trans|Immun|Robot|Signal)|^Cell (?:Reports|Metab|Stem|Host|Syst|Genom)|Physical Review|npj "
)
GENUS = re.compile(rf"\b(?:{_GENUS})\b")
# A run of words as names of journals are made of: capitals, joined by small words.
_BIG = r"[A-ZÄÖÜÉÀ][\w’/+-]*"
_SMALL = r"(?:of|and|the|for|in|on|und|der|für|de|du|des|la|et|y|del|&|–)"
RUN = re.compile(
    rf"(?:[Tt]he )?(?:{_BIG}|e[A-Z]\w+|npj|m[A-Z]\w+)(?:(?::|,(?= (?:and|&)))? (?:{_SMALL} ){{0,3}}(?:{_BIG}|&)){{0,9}}"
)
