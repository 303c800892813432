#!/usr/bin/env python3
"""Measures the pictures of this folder's neighbours with Pillow, NumPy and SciPy and writes measures.json.

usage: measure.py
"""
import json
import os

import numpy
import PIL
import scipy
from PIL import Image
from scipy import ndimage

HERE = os.path.dirname(os.path.realpath(__file__))
PICTURES = [
    "saliency/gradient.png", "saliency/lowres.png", "saliency/gradient_gradcam_jet.png", "hostile/img/good-8x8.png"]


def measures(path):
    pixels = numpy.asarray(Image.open(path).convert("RGB")).astype(float)
    luma = pixels @ [0.299, 0.587, 0.114]
    return {
        "brightness": luma.mean(), "contrast": luma.std(), "sharpness": ndimage.laplace(luma, mode="reflect").var(),
        "saturation": (pixels.max(2) - pixels.min(2)).mean(), "width": pixels.shape[1], "height": pixels.shape[0]}


made = f"Pillow {PIL.__version__}, NumPy {numpy.__version__}, SciPy {scipy.__version__}"
values = {name: measures(os.path.join(HERE, "..", name)) for name in PICTURES}
with open(os.path.join(HERE, "measures.json"), "w", encoding="utf-8") as file:
    json.dump({"made_by": made, "pictures": values}, file, indent=1)
    file.write("\n")
