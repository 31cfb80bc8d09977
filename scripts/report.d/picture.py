"""A picture of the first screens of a page: `picture.py PAGE PICTURE [--height PIXELS] [--dark]`."""

import argparse
import pathlib
import sys

sys.dont_write_bytecode = True
sys.path.insert(0, str(pathlib.Path(__file__).resolve().parent))

import browser  # noqa: E402

# Two screens.
HEIGHT = 1800


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("page", type=pathlib.Path)
    parser.add_argument("picture", type=pathlib.Path)
    parser.add_argument("--height", type=int, default=HEIGHT, help="in pixels")
    parser.add_argument("--dark", action="store_true")
    options = parser.parse_args()
    with browser.browser() as chromium, browser.page(chromium, options.page, browser.VIEWS[1 if options.dark else 0]) as opened:
        width = opened.viewport_size["width"]
        opened.set_viewport_size({"width": width, "height": options.height})
        # The picture ends where a section does, if one ends within it.
        ends = opened.evaluate("[...document.querySelectorAll('section')].map(section => section.getBoundingClientRect().bottom + 24)")
        height = max((end for end in ends if end <= options.height), default=options.height)
        opened.screenshot(path=str(options.picture), clip={"x": 0, "y": 0, "width": width, "height": height})


if __name__ == "__main__":
    main()
