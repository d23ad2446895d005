"""Draws the sample images of static/samples: our own pictures, the same at every run.

Needs Pillow, qrcode and python-barcode. Usage: python docs/samples/draw.py static/samples
"""
import io
import math
import random
import sys
from pathlib import Path

import barcode
import qrcode
from barcode.writer import ImageWriter
from PIL import Image, ImageDraw, ImageFilter, ImageFont

OUT = Path(sys.argv[1] if len(sys.argv) > 1 else "static/samples")


def font(size):
    """A font that Pillow brings along."""
    return ImageFont.load_default(size)


def save(name, image, colors=None):
    """Writes a small PNG; pictures of few colours get a palette."""
    if colors:
        image = image.convert("P", palette=Image.Palette.ADAPTIVE, colors=colors)
    image.save(OUT / name, optimize=True)
    print(name, image.size, (OUT / name).stat().st_size)


def qr(text, box=5):
    code = qrcode.QRCode(border=2, box_size=box, error_correction=qrcode.constants.ERROR_CORRECT_M)
    code.add_data(text)
    code.make(fit=True)
    return code.make_image(fill_color="black", back_color="white").convert("RGB")


def qr_sheet():
    """An inventory sheet: six labels with codes."""
    sheet = Image.new("RGB", (900, 640), "#f4f1ea")
    draw = ImageDraw.Draw(sheet)
    draw.text((36, 24), "Inventory, aisle 7", fill="#2b2b33", font=font(30))
    items = [("BIN-0701", "Washers M6"), ("BIN-0702", "Bolts M6x20"), ("BIN-0703", "Nuts M6"),
             ("BIN-0704", "Springs 12 mm"), ("BIN-0705", "Bearings 608"), ("BIN-0706", "O-rings 20")]
    for index, (code, name) in enumerate(items):
        x, y = 36 + index % 3 * 285, 90 + index // 3 * 270
        draw.rounded_rectangle((x, y, x + 262, y + 246), 14, fill="white", outline="#c9c4b8", width=2)
        picture = qr(code)
        sheet.paste(picture, (x + (262 - picture.width) // 2, y + 16))
        draw.text((x + 131, y + 186), code, fill="#2b2b33", font=font(22), anchor="ma")
        draw.text((x + 131, y + 214), name, fill="#6a6a75", font=font(16), anchor="ma")
    save("qr-sheet.png", sheet, 32)


def parts_on_table():
    """Dark parts on a bright table, lit from the upper left."""
    random.seed(7)
    width, height = 800, 560
    table = Image.new("L", (width, height))
    table.putdata([int(238 - 46 * math.hypot(x / width, y / height)) for y in range(height) for x in range(width)])
    table = table.convert("RGB")
    shadow = Image.new("L", (width, height), 0)
    parts = Image.new("RGBA", (width, height), (0, 0, 0, 0))
    cast, draw = ImageDraw.Draw(shadow), ImageDraw.Draw(parts)

    def washer(x, y, r):
        cast.ellipse((x - r + 7, y - r + 9, x + r + 7, y + r + 9), fill=90)
        draw.ellipse((x - r, y - r, x + r, y + r), fill="#5b6068", outline="#3d4147", width=3)
        draw.ellipse((x - r * 0.45, y - r * 0.45, x + r * 0.45, y + r * 0.45), fill=(222, 222, 220, 255), outline="#3d4147", width=3)

    def nut(x, y, r, turn):
        corners = [(x + r * math.cos(turn + k * math.pi / 3), y + r * math.sin(turn + k * math.pi / 3)) for k in range(6)]
        cast.polygon([(a + 7, b + 9) for a, b in corners], fill=90)
        draw.polygon(corners, fill="#7a6a4a", outline="#4f4430")
        draw.ellipse((x - r * 0.45, y - r * 0.45, x + r * 0.45, y + r * 0.45), fill=(219, 219, 216, 255), outline="#4f4430", width=3)

    def bolt(x, y, length, turn):
        c, s = math.cos(turn), math.sin(turn)
        place = lambda u, v: (x + u * c - v * s, y + u * s + v * c)
        shaft = [place(0, -9), place(length, -9), place(length, 9), place(0, 9)]
        head = [place(-22, -20), place(0, -20), place(0, 20), place(-22, 20)]
        for shape in (shaft, head):
            cast.polygon([(a + 7, b + 9) for a, b in shape], fill=90)
            draw.polygon(shape, fill="#4d545e", outline="#33383f")
        for k in range(8, int(length), 8):
            draw.line([place(k, -9), place(k + 3, 9)], fill="#33383f", width=2)

    washer(140, 130, 52), washer(620, 420, 44), washer(420, 120, 34)
    nut(280, 300, 46, 0.3), nut(640, 150, 40, 0.8), nut(130, 430, 38, 0.1)
    bolt(390, 430, 120, -0.5), bolt(470, 260, 150, 0.35), bolt(240, 480, 90, -1.3)
    table.paste("#6d6a66", mask=shadow.filter(ImageFilter.GaussianBlur(7)))
    table.paste(parts, mask=parts)
    save("parts-on-table.png", table.filter(ImageFilter.GaussianBlur(0.6)), 48)


def dock_label():
    """A shipping label with a Code 128."""
    label = Image.new("RGB", (760, 480), "#b99a6b")
    draw = ImageDraw.Draw(label)
    draw.rounded_rectangle((40, 34, 720, 446), 8, fill="#fbfaf6")
    draw.text((66, 56), "TO  Dock door 12, Harbour Street 4", fill="#202024", font=font(24))
    draw.text((66, 92), "FROM  Flowdeck Samples, Table Lane 1", fill="#55555c", font=font(18))
    draw.line((66, 130, 694, 130), fill="#202024", width=3)
    buffer = io.BytesIO()
    options = {"write_text": False, "module_height": 22, "module_width": 0.42, "quiet_zone": 4, "dpi": 120}
    barcode.get("code128", "DOCK-12-004711", writer=ImageWriter()).write(buffer, options)
    bars = Image.open(buffer).convert("RGB")
    label.paste(bars, ((760 - bars.width) // 2, 168))
    draw.text((380, 300), "DOCK-12-004711", fill="#202024", font=font(26), anchor="ma")
    draw.text((66, 380), "2 of 5    14.2 kg    handle with care", fill="#55555c", font=font(20))
    save("dock-label.png", label, 32)


def paint_swatches():
    """Three brushed swatches; the middle one is a green."""
    random.seed(11)
    sheet = Image.new("RGB", (720, 400), "#efede7")
    draw = ImageDraw.Draw(sheet)
    for index, base in enumerate([(196, 74, 58), (58, 140, 96), (52, 92, 170)]):
        left = 40 + index * 225
        for y in range(50, 350):
            shade = random.randint(-9, 9)
            edge = random.randint(0, 8)
            color = tuple(max(0, min(255, part + shade)) for part in base)
            draw.line((left + edge, y, left + 190 - edge, y), fill=color)
    save("paint-swatches.png", sheet.filter(ImageFilter.GaussianBlur(1)), 64)


def low_contrast():
    """A corridor at night: everything within forty levels."""
    random.seed(3)
    scene = Image.new("L", (720, 480), 60)
    draw = ImageDraw.Draw(scene)
    draw.polygon([(0, 0), (720, 0), (470, 170), (250, 170)], fill=52)
    draw.polygon([(0, 480), (720, 480), (470, 300), (250, 300)], fill=70)
    draw.rectangle((250, 170, 470, 300), fill=64)
    draw.rectangle((325, 205, 395, 300), fill=82)
    for x in (60, 150, 560, 650):
        top = 90 + abs(360 - x) // 6
        draw.rectangle((x - 26, top, x + 26, top + 230), fill=56, outline=74, width=3)
    draw.text((360, 236), "EXIT", fill=92, font=font(24), anchor="ma")
    pixels = scene.filter(ImageFilter.GaussianBlur(1.2))
    pixels = pixels.point(lambda value: value)
    pixels.putdata([max(0, min(255, value + random.choice((-1, 0, 0, 1)))) for value in pixels.tobytes()])
    save("low-contrast.png", pixels)


def empty_shelf():
    """A shelf with nothing on it: for workflows that say so."""
    shelf = Image.new("RGB", (720, 480), "#dcd5c8")
    draw = ImageDraw.Draw(shelf)
    for y in (40, 180, 320):
        draw.rectangle((50, y, 670, y + 118), fill="#cfc6b5")
        draw.rectangle((50, y + 118, 670, y + 134), fill="#8f7a58")
    draw.rectangle((34, 24, 50, 460), fill="#7a6848")
    draw.rectangle((670, 24, 686, 460), fill="#7a6848")
    save("empty-shelf.png", shelf, 16)


for draw_one in (qr_sheet, parts_on_table, dock_label, paint_swatches, low_contrast, empty_shelf):
    draw_one()
