from __future__ import annotations

import codecs

import pytest

from opened_tables import Open, abouts, cells

FRENCH = "prénom;ville\nHélène;Besançon\nFrançois;Orléans\nZoë;Nîmes\n"
GERMAN = "Straße;Größe\nMüller;Köln\nJäger;Düsseldorf\nÖzdemir;Saarbrücken\n"
POLISH = "imię;miasto\nŁukasz;Gdańsk\nMałgorzata;Łódź\nŚwiętosława;Wrocław\n"
RUSSIAN = "имя;город\nИван;Москва\nОльга;Санкт-Петербург\nСергей;Новосибирск\n"  # noqa: RUF001 - Cyrillic and Greek on purpose
GREEK = "όνομα;πόλη\nΓιώργος;Αθήνα\nΕλένη;Θεσσαλονίκη\n"  # noqa: RUF001 - Cyrillic and Greek on purpose
JAPANESE = "名前;都市\n太郎さん;東京\nはなこ;大阪\n"
CHINESE = "姓名;城市\n张伟;北京\n王芳;上海\n"


@pytest.mark.parametrize(
    ("text", "codec"),
    [
        (FRENCH, "cp1252"), (FRENCH, "latin-1"), (GERMAN, "cp1252"), (GERMAN, "cp850"), (POLISH, "cp1250"),
        (POLISH, "iso8859-2"), (RUSSIAN, "cp1251"), (RUSSIAN, "koi8-r"), (RUSSIAN, "cp866"), (GREEK, "cp1253"),
        (JAPANESE, "cp932"), (CHINESE, "gb18030"),
        ("city\nMünchen\nBerlin\n", "cp1252"), ("price\n5 €\n6 €\n", "cp1252"),
        ("note\nhello – there\nit’s fine\n", "cp1252"),
    ],
)  # fmt: skip
def test_letters_come_out_right_and_the_guess_is_told(opening: Open, text: str, codec: str) -> None:
    opened = opening(text.encode(codec))
    read = [";".join(opened.names), *(";".join(row) for row in cells(opened))]
    assert "\n".join(read) + "\n" == text
    assert abouts(opened) == ["encoding guessed"]
    assert any("found by trying" in note for note in opened.notes)


@pytest.mark.parametrize("codec", ["utf-8", "utf-8-sig", "utf-16", "utf-32"])
def test_an_encoding_that_the_file_tells_is_no_finding(opening: Open, codec: str) -> None:
    opened = opening(FRENCH.encode(codec))
    assert opened.names == ("prénom", "ville")
    assert cells(opened)[0] == ("Hélène", "Besançon")
    assert abouts(opened) == []


@pytest.mark.parametrize(("mark", "codec"), [(codecs.BOM_UTF16_LE, "utf-16-le"), (codecs.BOM_UTF16_BE, "utf-16-be")])
def test_both_byte_orders_are_read_with_their_mark_and_without(opening: Open, mark: bytes, codec: str) -> None:
    text = "day;note\n1;été\n2;plain words\n"
    told, guessed = opening(mark + text.encode(codec), "told.csv"), opening(text.encode(codec), "guessed.csv")
    assert cells(told) == cells(guessed) == [("1", "été"), ("2", "plain words")]
    assert (abouts(told), abouts(guessed)) == ([], ["encoding guessed"])


def test_a_few_broken_bytes_do_not_turn_all_other_letters_into_noise(opening: Open) -> None:
    opened = opening((FRENCH * 5).encode() + b"Ren\xe9;Lyon\n")
    assert ("Zoë", "Nîmes") in cells(opened)
    assert cells(opened)[-1] == ("Ren\ufffd", "Lyon")
    assert [(each.about, each.amount) for each in opened.findings] == [("broken letters", 1)]


def test_a_letter_of_another_encoding_deep_in_the_file_is_found(opening: Open) -> None:
    plain = b"a,b\n" + b"1,2\n" * 400_000
    opened = opening(plain + "3,Zoë\n".encode("cp1252"))
    assert cells(opened)[-1] == ("3", "Zoë")
    assert opened.ordered
    assert len(cells(opened)) == 400_001
