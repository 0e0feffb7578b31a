"""The rules for the images beside questions."""

from __future__ import annotations

from mkdocs_qbank.findings.finding import Rule, Severity

BAD_IMAGE = Rule(
    id="bad-image",
    summary="An image beside a question is a complete PNG, JPEG, WebP, GIF or AVIF file, and named as one.",
    why="Browsers show a broken picture, or none, for a file that is cut off or is not what its name says.",
    help="Export it again, as PNG or JPEG. Until then pages show its alternative text.",
    fails="questions/metrics/curve.svg",
    passes="questions/metrics/curve.png",
    severity=Severity.WARNING,
)
LARGE_IMAGE = Rule(
    id="large-image",
    summary="An image has at most 1 MiB, 10,000 pixels on a side and 40 million pixels in all.",
    why="Readers on a phone wait and pay for each pixel, and git keeps every version of the file forever.",
    help="Scale it down; a page needs no more than about 1,600 pixels. Until then pages show its alternative text.",
    fails="![A curve, 20,000 pixels wide](curve.png)",
    passes="![A curve, 64 pixels wide](curve.png)",
    severity=Severity.WARNING,
)
MOVING_IMAGE = Rule(
    id="moving-image",
    summary="An image is not animated: nobody can stop it, and some people cannot read beside it.",
    why="Something that moves beside text distracts everybody and makes some readers ill; WCAG 2.2.2 asks for a "
    "way to stop it, which an image does not have.",
    help="Show the steps that matter as images of their own. Until then pages show its alternative text.",
    fails="![A wave that moves](wave.gif)",
    passes="![A wave at one moment](wave.gif)",
    severity=Severity.WARNING,
)
IMAGE_LOCATION = Rule(
    id="image-location",
    summary="An image does not contain the place where it was taken.",
    why="Cameras and phones write their position into photos. Published, it tells strangers where somebody lives "
    "or works.",
    help="Remove the metadata before you commit the image: git keeps every version, and pages show it as it is.",
    fails="![A garden, with its place](garden.jpg)",
    passes="![A garden](garden.jpg)",
    severity=Severity.WARNING,
)

RULES = (BAD_IMAGE, LARGE_IMAGE, MOVING_IMAGE, IMAGE_LOCATION)
