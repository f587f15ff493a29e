"""Reads a QR code with ZBar, which has nothing to do with the program that made it.

Standard input is a picture as plain PGM; what is in it goes to standard output as zbarimg would print it.
"""

import ctypes
import sys

zbar = ctypes.CDLL("libzbar.so.0")
for name in ["zbar_image_scanner_create", "zbar_image_create", "zbar_image_first_symbol", "zbar_symbol_next"]:
    getattr(zbar, name).restype = ctypes.c_void_p
for name in ["zbar_symbol_get_data", "zbar_get_symbol_name"]:
    getattr(zbar, name).restype = ctypes.c_char_p
pointer, number = ctypes.c_void_p, ctypes.c_uint
zbar.zbar_image_set_format.argtypes = [pointer, ctypes.c_ulong]
zbar.zbar_image_set_size.argtypes = [pointer, number, number]
zbar.zbar_image_set_data.argtypes = [pointer, ctypes.c_char_p, ctypes.c_ulong, pointer]
zbar.zbar_scan_image.argtypes = [pointer, pointer]
for name in ["zbar_image_first_symbol", "zbar_symbol_next", "zbar_symbol_get_data", "zbar_symbol_get_type"]:
    getattr(zbar, name).argtypes = [pointer]

kind, width, height, brightest, *pixels = sys.stdin.read().split()
assert kind == "P2" and len(pixels) == int(width) * int(height)
grey = bytes(int(pixel) * 255 // int(brightest) for pixel in pixels)

image = zbar.zbar_image_create()
zbar.zbar_image_set_format(image, int.from_bytes(b"Y800", "little"))
zbar.zbar_image_set_size(image, int(width), int(height))
zbar.zbar_image_set_data(image, grey, len(grey), None)
if zbar.zbar_scan_image(zbar.zbar_image_scanner_create(), image) < 1:
    sys.exit("there is no code in it")
symbol = zbar.zbar_image_first_symbol(image)
name = zbar.zbar_get_symbol_name(zbar.zbar_symbol_get_type(symbol)).decode()
print(f"{name}:{zbar.zbar_symbol_get_data(symbol).decode()}")
