"""Stands in for `torch` and `torchvision` while the engine is imported: its static phase calculates nothing.

Python imports this file at start when its folder is on PYTHONPATH. Any submodule is there, and any name in one is a
class that takes every use an import makes of it: base class, decorator, type parameter, call.
"""

import importlib.abc
import importlib.machinery
import sys
import types

FAKED = ("torch", "torchvision")


class Anything(type):
    """The class of stand-ins: asked for anything, it gives another stand-in."""

    def __getattr__(cls, name):
        if name.startswith("__"):
            raise AttributeError(name)
        made = stand_in(name)
        setattr(cls, name, made)
        return made

    def __call__(cls, *args, **kwargs):
        # As a decorator it leaves what it decorates; otherwise an instance, which no one asks for values.
        if len(args) == 1 and not kwargs and callable(args[0]):
            return args[0]
        return type.__call__(cls)

    def __getitem__(cls, item):
        return cls

    def __or__(cls, other):
        return cls

    __ror__ = __or__


def stand_in(name):
    return Anything(name, (), {"__call__": lambda self, *args, **kwargs: args[0] if args else self})


class Faked(types.ModuleType):
    """A module in which every name is there."""

    def __getattr__(self, name):
        if name.startswith("__"):
            raise AttributeError(name)
        made = stand_in(name)
        setattr(self, name, made)
        return made


class Finder(importlib.abc.MetaPathFinder, importlib.abc.Loader):
    """Finds the faked packages and everything below them."""

    def find_spec(self, fullname, path=None, target=None):
        if fullname.split(".")[0] in FAKED:
            return importlib.machinery.ModuleSpec(fullname, self, is_package=True)
        return None

    def create_module(self, spec):
        return Faked(spec.name)

    def exec_module(self, module):
        module.__version__ = "0.0.0"


sys.meta_path.insert(0, Finder())
