"""The signature of a client, for those who look at it: ``help()``, documentation, tests."""

from __future__ import annotations

from inspect import Parameter, Signature

from ksclient.auth._value import Value, annotations_of, defaults_of, keyword_only, names_of


def signature_of(make: type[Value], *, by_keyword: bool) -> Signature:
    """Return the signature of a constructor that takes what *make* takes.

    Args:
        make: The class of a value.
        by_keyword: Whether it takes all of it by keyword only.
    """
    named = frozenset(names_of(make)) if by_keyword else keyword_only(make)
    defaults = defaults_of(make)
    kinds: dict[str, str] = {}
    for each in reversed(make.mro()[:-1]):
        kinds |= annotations_of(each)
    parameters = [
        Parameter(
            name,
            Parameter.KEYWORD_ONLY if name in named else Parameter.POSITIONAL_OR_KEYWORD,
            default=defaults.get(name, Parameter.empty),
            annotation=kinds[name],
        )
        for name in names_of(make)
    ]
    first = Parameter("self", Parameter.POSITIONAL_OR_KEYWORD)
    return Signature([first, *parameters], return_annotation=None)
