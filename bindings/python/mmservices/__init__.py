"""The modules `wave` and `colorsys` of Python's standard library, on top of a native library.

    from mmservices import wave, colorsys

Importing loads no native code: the first call that needs it does. set_limits caps the processors and the memory that it
takes.
"""

from mmservices._limits import set_limits as set_limits

__version__ = "0.4.0"
