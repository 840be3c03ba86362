"""Number words of the languages most announcements come in, as the digits they are elsewhere."""

from __future__ import annotations

# One line a number. Left out: words that are also articles, prepositions or other words of one of the languages.
_WORDS = """
2 two deux zwei twee dos duas dwa doi
3 three trois drei drie tre tres trei trzy
4 four quatre vier fyra cuatro quattro quatro cztery patru
5 five cinq funf vijf fem cinco cinque piec cinci
6 six sechs zes seis szesc
7 seven sept sieben zeven sju siete syv siedem sapte
8 eight huit acht otte ocho otto oito osiem
9 nine neuf neun negen nueve nove noua dziewiec
10 ten dix zehn tien diez dieci dez zece
11 eleven onze undici
12 twelve douze zwolf doce dodici doze tolv twaalf
20 twenty vingt zwanzig veinte venti vinte tjugo twintig
30 thirty trente dreissig treinta trenta trinta trettio dertig
"""
NUMERALS = {word: line.split()[0] for line in _WORDS.strip().splitlines() for word in line.split()[1:]}
