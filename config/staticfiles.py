"""Static files with eternal names, also where one of our scripts imports another."""

from whitenoise.storage import CompressedManifestStaticFilesStorage

# Django can do this for every script there is, but then stumbles over packages that import what they do not bring.
OWN_IMPORTS = ("js/*.js", ((r'(?P<matched>from "(?P<url>\./[^"]+)")', 'from "%(url)s"'),))


class ModuleStorage(CompressedManifestStaticFilesStorage):  # type: ignore[misc]
    """Besides the addresses in CSS, it rewrites those in the `import` statements of our own scripts."""

    patterns = (*CompressedManifestStaticFilesStorage.patterns, OWN_IMPORTS)
