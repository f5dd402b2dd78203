"""Pictures of numbers, for cells that show a figure only as an image."""

from functools import cache
from io import BytesIO

from PIL import Image, ImageDraw, ImageFont


@cache
def draw_number(text: str) -> bytes:
    """A PNG that shows the text in black on white."""
    font = ImageFont.load_default(size=20)
    image = Image.new("L", (14 * max(1, len(text)) + 8, 26), 255)
    plain = text.replace("元", "")
    ImageDraw.Draw(image).text((4, 1), plain, fill=0, font=font)
    stream = BytesIO()
    image.save(stream, "PNG")
    return stream.getvalue()
