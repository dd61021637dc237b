"""Euros and cents on screen, pure."""


def euros(cents: int) -> str:
    """ "€ 1.234,50", with a space that does not break."""
    whole, rest = divmod(abs(cents), 100)
    return f"{'-' if cents < 0 else ''}€\u00a0{whole:,}".replace(",", ".") + f",{rest:02}"


def amount(cents: int) -> str:
    """ "1234.50", as machines want it."""
    return f"{cents // 100}.{cents % 100:02}"


def cents_of(written: str) -> int:
    """From "12,50", "€ 12.5", "1.234,50" or "12" to cents. Raises ValueError."""
    text = (
        written.replace("€", "").replace("\u00a0", " ").replace(" ", "").removesuffix("-").removesuffix(",")
    )
    whole, comma, rest = text.rpartition(",")
    if not comma:
        whole, dot, rest = text.rpartition(".")
        # "1.234" is a thousand; "12.50" was typed on another keyboard.
        if not dot or len(rest) == 3:
            whole, rest = text, ""
    whole = whole.replace(".", "")
    if not (whole or "0").isascii() or not (whole or "0").isdigit() or len(rest) > 2:
        raise ValueError(written)
    if rest and not (rest.isascii() and rest.isdigit()):
        raise ValueError(written)
    if not whole and not rest:
        raise ValueError(written)
    return int(whole or "0") * 100 + int((rest or "0").ljust(2, "0"))
