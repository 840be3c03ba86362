"""What an article holds beside its words is checked: a wrong type is told, an unknown one only where it must be."""

from __future__ import annotations

from dataclasses import replace

from demo import release

LUPUS = "http://www.univ-sequane.example/actualites/lupus-cellules-stromales-cordon-ombilical/"
CLOCK = "http://www.thamesgate.example/news/2026/sep/quantum-clock-underground.html"


def test_the_lupus_trial_is_expected_whole() -> None:
    wanted = release.releases(1)[LUPUS]
    assert (wanted.type, wanted.evidence, wanted.journal) == (
        "research result", "peer-reviewed", "The Lancet Rheumatology",
    )  # fmt: skip
    assert wanted.announced == {"10.1016/s2665-9913(24)00298-4", "nct03562065"}
    assert wanted.mails == {"presse@univ-sequane.example"}
    assert release.differences({LUPUS: wanted}, 1) == []
    assert len(release.differences({LUPUS: release.Release()}, 1)) == 5


def test_a_type_may_stay_unknown_but_not_be_wrong() -> None:
    wanted = release.releases(1)[CLOCK]
    assert release.differences({CLOCK: replace(wanted, type=None, evidence=None)}, 1) == []
    told = release.differences({CLOCK: replace(wanted, type="campus", evidence="peer-reviewed")}, 1)
    assert told == [
        f"type of {CLOCK}: 'campus' instead of 'research result'",
        f"evidence of {CLOCK}: 'peer-reviewed' instead of 'preprint'",
    ]
