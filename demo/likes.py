"""What invented people like to do, and what some of them tell about themselves: drawn with dice of their own, so that
nothing else in the story changes when somebody gets another interest."""

import io
import random

from buddies.models import Gender
from programmes.models import Interest
from programmes.names import Name
from programmes.pictures import clean_photo

CALLED_WOMEN = """
Marleen Truus Tineke Femke Gerda Lotte Hanneke Saskia Nel Rianne Els Bep Jolanda Marijke Aafke Riet Linda
Mirthe Greet Carla Janny Trijntje Wendy Monique Loes Esther Ada Petra Ria Fatima Khadija Amina Rania Layla
Zahra Rachida Hanan Yasmina Malika Huda Soukaina Ayşe Elif Fatma Gülsüm Hatice Sevgi Nurcan Meltem Şule
Selam Mehret Semhar Abeba Senait Winta Rahwa Shirley Ruth Sheila Joyce Muriel Jacintha Maureen Xaviera Ewa
Agnieszka Katarzyna Małgorzata Joanna Zofia Oksana Iryna Halyna Nadija Olena Svitlana Hodan Faduma Ayaan
Nimco Sahra Hibaq
"""
WOMEN = frozenset(CALLED_WOMEN.split())
CALLED_MEN = """
Henk Bas Klaas Sjoerd Willem Jeroen Ruud Piet Koen Cor Maarten Theo Hidde Wubbo Frits Joop Arjan Kees Stijn
Evert Daan Hans Siebe Gijs Bertus Freek Jurre Wouter Sander Youssef Hassan Samir Karim Bilal Ibrahim Omar
Said Tarik Adel Anwar Mustafa Hüseyin Emre Ömer Yusuf Kemal Ali Orhan Halil Mehmet Yonas Filmon Robel
Merhawi Kibrom Samuel Orlando Marvin Iwan Ricardo Kenneth Melvin Sherwin Guno Rudy Ewald Tomasz Piotr
Krzysztof Marek Taras Mykola Bohdan Abdi Ismail Mahad Liban
"""
MEN = frozenset(CALLED_MEN.split())
SKIN, CLOTH = ("#8d5a3a", "#c58c62", "#e0b48c", "#f1d0ae"), ("#2f6f63", "#7a4b86", "#b8622f", "#35598f")


def interests_of(name: Name) -> list[str]:
    """Two to four things, always the same for the same name."""
    dice = random.Random(f"likes {name.full}")
    return dice.sample(Interest.values, dice.randint(2, 4))


def gender_of(name: Name) -> str:
    """What three in four tell about themselves; the others leave it open."""
    told = random.Random(f"tells {name.full}").random() < 0.75
    if name.given in WOMEN and told:
        return Gender.WOMAN.value
    return Gender.MAN.value if name.given in MEN and told else ""


def drawing_of(name: Name) -> bytes:
    """A drawn face of nobody, put through what every photo goes through."""
    from PIL import Image, ImageDraw

    dice = random.Random(f"face {name.full}")
    skin, cloth, hair = dice.choice(SKIN), dice.choice(CLOTH), dice.choice(("#2b1d14", "#5b3a22", "#a9a39a"))
    paper = Image.new("RGB", (400, 400), "#efe7da")
    pen = ImageDraw.Draw(paper)
    pen.ellipse((40, 290, 360, 560), fill=cloth)
    pen.rectangle((170, 240, 230, 320), fill=skin)
    pen.ellipse((110, 60, 290, 230), fill=hair)
    pen.ellipse((125, 85, 275, 275), fill=skin)
    for left in (165, 220):
        pen.ellipse((left, 165, left + 15, 180), fill="#22180f")
    pen.arc((165, 195, 235, 240), 20, 160, fill="#22180f", width=5)
    raw = io.BytesIO()
    paper.save(raw, "PNG")
    return clean_photo(raw.getvalue(), longest_side=400)
