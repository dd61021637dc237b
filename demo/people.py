"""Invented people: names of every shape, the languages they speak, when they can. Always the same for the same seed."""

import random
import re
import unicodedata
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from programmes.models import DayPart, Language
from programmes.names import Name, parse_name


@dataclass(frozen=True)
class Culture:
    """Names that go together, and what is spoken at home."""

    given: tuple[str, ...]
    surnames: tuple[str, ...]
    languages: tuple[Language, ...]
    dutch_too: float = 0.7


def _words(text: str) -> tuple[str, ...]:
    return tuple(part.strip() for part in text.replace("\n", " ").split(",") if part.strip())


CULTURES = {
    "dutch": Culture(
        _words(
            """Marleen, Henk, Truus, Bas, Tineke, Klaas, Femke, Sjoerd, Gerda, Willem, Lotte, Jeroen, Hanneke, Ruud,
            Saskia, Piet, Nel, Koen, Rianne, Cor, Els, Maarten, Bep, Jolanda, Theo, Marijke, Hidde, Aafke, Wubbo,
            Frits, Riet, Joop, Linda, Arjan, Mirthe, Kees, Greet, Stijn, Carla, Evert, Janny, Daan, Trijntje, Hans,
            Wendy, Siebe, Monique, Gijs, Loes, Bertus, Esther, Freek, Ada, Jurre, Petra, Wouter, Ria, Sander"""
        ),
        _words(
            """van der Meulen, de Wit, Bakker, van Dijk, van den Berg, Kuipers, Hoekstra, van der Veen, Postma,
            Veenstra, 't Hart, Mulder, Dijkstra, de Boer, Smit-Jansen, van Leeuwen-de Vries, Visser, Koster,
            van 't Hof, Brouwer, Schipper, Zijlstra, van de Kamp, Dekker, Vos, Blom, van Rossum, ter Horst,
            Huisman, de Lange, Kramer, van Vliet, Timmerman, Prins, van der Heijden-Bos, Molenaar, in 't Veld,
            Sanders, Hendriks, Kok, Peters, van Beek, Verhoef, Scholten, de Graaf, Willemsen, Jacobs, Evers"""
        ),
        (Language.DUTCH,),
        1.0,
    ),
    "arabic": Culture(
        _words(
            """Fatima, Youssef, Khadija, Hassan, Nour, Samir, Amina, Karim, Rania, Bilal, Layla, Ibrahim, Zahra,
            Rachida, Omar, Hanan, Said, Yasmina, Tarik, Malika, Adel, Huda, Anwar, Soukaina"""
        ),
        _words(
            """el Idrissi, Benali, Haddad, Al-Khatib, Bouzid, Ait Lahcen, Mansour, Darwish, Chaoui, Hamdan, Azzouzi,
            el Yaakoubi, Saleh, Boukhari, Najjar, Tahiri, Barakat, Oulad Ali"""
        ),
        (Language.ARABIC,),
    ),
    "turkish": Culture(
        _words(
            """Ayşe, Elif, Mustafa, Hüseyin, Fatma, Emre, Gülsüm, Ömer, Hatice, Yusuf, Sevgi, Kemal, Nurcan, Ali,
            Meltem, Orhan, Şule, Halil"""
        ),
        _words(
            "Yılmaz, Demir, Şahin, Çelik, Öztürk, Doğan, Koç, Aslan, Güneş, Polat, Yıldırım, Özdemir, Acar, Ünal"
        ),
        (Language.TURKISH,),
    ),
    "eritrean": Culture(
        _words(
            "Selam, Yonas, Mehret, Filmon, Tsegay, Semhar, Robel, Abeba, Merhawi, Senait, Kibrom, Winta, Samuel, Rahwa"
        ),
        _words("Gebremariam, Habte, Kidane, Berhane, Woldu, Haile, Ghebreab, Tekle, Mehari, Zerai, Okbay"),
        (Language.TIGRINYA,),
        0.5,
    ),
    "caribbean": Culture(
        _words(
            """Shirley, Orlando, Marvin, Ruth, Iwan, Sheila, Ricardo, Kenneth, Joyce, Melvin, Sherwin, Muriel, Guno,
            Jacintha, Rudy, Maureen, Ewald, Xaviera"""
        ),
        _words(
            """Pinas, Felter, Koorndijk, Cijntje, Janga, Winklaar, Sordam, Tjin A Ton, Bhagwandin, Ramdin, Kartowidjojo,
            Leito, Henriquez, Landveld, Vrede, Maduro"""
        ),
        (Language.PAPIAMENTO, Language.SRANAN),
        1.0,
    ),
    "polish": Culture(
        _words("Ewa, Agnieszka, Tomasz, Katarzyna, Piotr, Małgorzata, Krzysztof, Joanna, Marek, Zofia"),
        _words("Kowalczyk, Wójcik, Mazur, Krawczyk, Kaczmarek, Duda, Zając, Wieczorek, Stępień"),
        (Language.POLISH,),
        0.5,
    ),
    "ukrainian": Culture(
        _words("Oksana, Iryna, Taras, Halyna, Mykola, Nadija, Olena, Bohdan, Svitlana"),
        _words("Shevchuk, Bondarenko, Melnyk, Tkachenko, Lysenko, Savchenko, Marchenko, Rudenko"),
        (Language.UKRAINIAN, Language.ENGLISH),
        0.4,
    ),
    "somali": Culture(
        _words("Hodan, Abdi, Faduma, Ismail, Ayaan, Nimco, Mahad, Sahra, Liban, Hibaq"),
        _words("Warsame, Farah, Abdullahi, Jama, Nur Ali, Osman, Hersi, Duale"),
        (Language.SOMALI,),
    ),
    "afghan": Culture(
        _words("Parisa, Farid, Shirin, Navid, Masoud, Laila, Mina, Jawad, Roya, Hamid, Zarghuna, Bahram"),
        _words("Rahimi, Ahmadi, Karimi, Hosseini, Noori, Azizi, Sadeghi, Wardak, Moradi, Stanekzai"),
        (Language.DARI, Language.FARSI),
        0.6,
    ),
    "kurdish": Culture(
        _words("Rojda, Azad, Berivan, Serhat, Dilan, Baran, Nesrin, Zana"),
        _words("Kiliç, Bozkurt, Hasan, Barzani, Amedi, Toprak"),
        (Language.KURDISH,),
    ),
    "latin": Culture(
        _words("Lucía, Mateo, Carlos, Fernanda, João, Inês, Pilar, Rui, Marisol, Tiago"),
        _words("da Silva, dos Santos, García Moreno, Ramos Pereira, de Oliveira, Herrera, Pinto, Castillo"),
        (Language.SPANISH, Language.PORTUGUESE),
    ),
    "african": Culture(
        _words("Abena, Kofi, Grace, Aimée, Didier, Chantal, Patrice, Adwoa, Emmanuel, Blessing"),
        _words("Mensah, Owusu, Mbemba, Kabongo, Adeyemi, Lukusa, Asante, Okafor, Diallo"),
        (Language.ENGLISH, Language.FRENCH),
    ),
}
# Some people have one name, and that is a name too.
SINGLE = {
    "arabic": _words("Mariam, Nasir, Soraya"),
    "eritrean": _words("Tesfalem, Saba, Awet"),
    "afghan": _words("Gulalai, Zabihullah"),
    "somali": _words("Khadra, Guled"),
    "african": _words("Fanta, Precious"),
}
TIMES = tuple(DayPart)


@dataclass(frozen=True)
class Someone:
    """An invented person, before anything happened to them."""

    name: Name
    languages: tuple[str, ...]
    available: tuple[str, ...]
    phone: str
    email: str


class Crowd:
    """People of one programme, without end and without doubles."""

    def __init__(self, dice: random.Random, slug: str, cultures: Mapping[str, int]) -> None:
        self.dice = dice
        self.slug = slug
        self.cultures = tuple(cultures)
        self.weights = tuple(cultures.values())
        self.taken: set[str] = set()
        self.phones = iter(range(1, 10_000_000))

    def keep_free(self, *names: Name) -> None:
        """Names that belong to somebody already."""
        self.taken.update(name.full for name in names)

    def someone(self, name: Name | None = None) -> Someone:
        """The next person; with a name, that person."""
        culture = self._culture_of(name) if name else self.dice.choices(self.cultures, self.weights)[0]
        name = name or self._name(culture)
        return Someone(
            name=name,
            languages=self._languages(CULTURES[culture]),
            available=tuple(self.dice.sample(TIMES, self.dice.randint(3, 6))),
            phone=f"+3160{next(self.phones) * 7919 % 10_000_000:07d}",
            email=email_of(name, self.slug),
        )

    def _name(self, culture: str) -> Name:
        bank = CULTURES[culture]
        singles = SINGLE.get(culture, ())
        for _try in range(40):
            if singles and self.dice.random() < 0.12:
                name = Name(self.dice.choice(singles))
            else:
                name = parse_name(f"{self.dice.choice(bank.given)} {self.dice.choice(bank.surnames)}")
            if name.full not in self.taken:
                break
        else:
            name = self._with_second_surname(bank)
        self.taken.add(name.full)
        return name

    def _with_second_surname(self, bank: Culture) -> Name:
        """When a large crowd has used up the short names: two given names and a double surname."""
        for given in self._combinations(bank.given, " "):
            for surname in self._combinations(bank.surnames, "-"):
                name = Name(given, "", surname)
                if name.full not in self.taken:
                    return name
        raise ValueError("no names left")

    def _combinations(self, words: tuple[str, ...], joined: str) -> Iterator[str]:
        for _try in range(30):
            yield joined.join(self.dice.sample(words, 2))

    def _culture_of(self, name: Name) -> str:
        return next(
            (label for label, culture in CULTURES.items() if name.given in culture.given),
            next((label for label, surnames in OWN_NAMES.items() if name.surname in surnames), "dutch"),
        )

    def _languages(self, culture: Culture) -> tuple[str, ...]:
        at_home = self.dice.choice(culture.languages)
        if at_home == Language.DUTCH:
            return ("nl", "en") if self.dice.random() < 0.25 else ("nl",)
        return ("nl", at_home.value) if self.dice.random() < culture.dutch_too else (at_home.value,)


# The personas' surnames that are in no bank above.
OWN_NAMES = {
    "arabic": ("Amrani", "Belhaj", "Ouali"),
    "turkish": ("Kaya", "Arslan", "Aydın"),
    "eritrean": ("Tesfay",),
    "polish": ("Nowak",),
    "ukrainian": ("Kovalenko",),
    "caribbean": ("Martina", "Ramcharan"),
    "african": ("Boateng", "Osei"),
}


def email_of(name: Name, slug: str) -> str:
    """An address on a domain that does not exist and never will (RFC 2606)."""
    plain = unicodedata.normalize("NFKD", name.full.replace("ı", "i").replace("ł", "l").casefold())
    words = re.sub(r"[^a-z0-9]+", ".", "".join(c for c in plain if not unicodedata.combining(c)))
    return f"{words.strip('.')}@{slug}.example"
