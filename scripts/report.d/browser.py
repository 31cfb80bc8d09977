"""A report in a browser, as a desk, a dark desk, a phone and a sheet of paper show it: checks 1, 2, 4 and the colours of
what is drawn."""

import contextlib
import pathlib

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page, sync_playwright

# Name, width, colour scheme, medium. 794 CSS pixels are a sheet of A4.
VIEWS = [("light", 900, "light", "screen"), ("dark", 900, "dark", "screen"), ("phone", 360, "light", "screen"),
         ("print", 794, "light", "print")]
TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22a", "wcag22aa", "best-practice"]
FONTS = ["Liberation Sans", "DejaVu Sans"]


@contextlib.contextmanager
def browser():
    """Debian's Chromium."""
    with sync_playwright() as play:
        chromium = play.chromium.launch(executable_path="/usr/bin/chromium", args=["--no-sandbox", "--force-color-profile=srgb"])
        yield chromium
        chromium.close()


@contextlib.contextmanager
def page(chromium, path: pathlib.Path, view: tuple, heard: list[str] | None = None):
    """The page of a file in a view; what the console says and what is asked for goes to `heard`."""
    _, width, scheme, medium = view
    context = chromium.new_context(viewport={"width": width, "height": 1000}, color_scheme=scheme)
    opened: Page = context.new_page()
    opened.emulate_media(media=medium, color_scheme=scheme)
    if heard is not None:
        opened.on("console", lambda line: heard.append(f"console: {line.text}"))
        opened.on("pageerror", lambda error: heard.append(f"error: {error}"))
        opened.on("request", lambda request: heard.append(f"request: {request.url}"))
    opened.goto(path.as_uri())
    yield opened
    context.close()


# What is wider than there is room for. Scrolling regions hold what is wider on a screen; paper doesn't scroll.
WIDER = """(paper) => {
  const found = [], root = document.documentElement, room = root.clientWidth;
  if (root.scrollWidth > room) found.push(`the page is ${root.scrollWidth} wide`);
  for (const element of document.querySelectorAll('body *')) {
    const box = element.getBoundingClientRect();
    if (!box.width || !element.checkVisibility() || element.closest('.hidden, .skip')) continue;
    const name = element.tagName.toLowerCase() + (element.id ? '#' + element.id : '') + ' ' + element.textContent.trim().slice(0, 30);
    const scrolls = element.parentElement.closest('.scroll');
    if (box.right > room + 1 && (paper || !scrolls)) found.push(`${name}: ends at ${Math.round(box.right)} of ${room}`);
    if (paper && element.scrollWidth > element.clientWidth + 1 && element.clientWidth
        && getComputedStyle(element).overflowX !== 'visible') found.push(`${name}: cut on paper`);
  }
  return found.slice(0, 4);
}"""


def layout(chromium, path: pathlib.Path) -> list[str]:
    """Check 1: no horizontal scroll, no console line, one request (the file itself), in every view, also with all
    details open."""
    found = []
    for view in VIEWS:
        heard: list[str] = []
        with page(chromium, path, view, heard) as opened:
            found += [f"{view[0]}: {text}" for text in opened.evaluate(WIDER, view[3] == "print")]
            open_details(opened)
            found += [f"{view[0]}, details open: {text}" for text in opened.evaluate(WIDER, view[3] == "print")]
        found += [f"{view[0]}: {text}" for text in heard if text != f"request: {path.as_uri()}"]
        if heard.count(f"request: {path.as_uri()}") != 1:
            found.append(f"{view[0]}: asked for itself {heard.count(f'request: {path.as_uri()}')} times")
    return found


def open_details(opened: Page) -> None:
    """Opens everything that can be opened."""
    opened.evaluate("document.querySelectorAll('details').forEach(found => { found.open = true })")


def accessible(chromium, path: pathlib.Path) -> list[str]:
    """Check 2: no violation of WCAG 2.0 to 2.2 A and AA, nor of axe's best practice, in three views with all open."""
    found = []
    for view in VIEWS[:3]:
        with page(chromium, path, view) as opened:
            open_details(opened)
            result = Axe().run(opened, options={"runOnly": {"type": "tag", "values": TAGS}, "resultTypes": ["violations"]})
        for broken in result.response["violations"]:
            places = broken["nodes"]
            found.append(f"{view[0]}: {broken['id']} ({len(places)} times): {places[0]['html'][:120]}")
    return found


# The texts of charts that touch, leave their drawing, or are small. A box is as high as the line of its text.
TEXTS = """(font) => {
  const style = document.createElement('style');
  style.textContent = `svg text, svg tspan { font-family: "${font}" !important }`;
  document.head.append(style);
  const found = [], slack = 1;
  let count = 0;
  for (const svg of document.querySelectorAll('figure svg')) {
    if (!svg.checkVisibility()) continue;
    const frame = svg.getBoundingClientRect(), name = svg.closest('figure').id || svg.closest('figure').textContent.trim().slice(0, 40);
    const texts = [...svg.querySelectorAll('text')].filter(text => text.textContent.trim()).flatMap(text => {
      const parts = [...text.querySelectorAll('tspan[x]')];
      return parts.length ? parts : [text];
    });
    const boxes = texts.map(text => [text.textContent.trim(), text.getBoundingClientRect(), text]);
    count += boxes.length;
    boxes.forEach(([words, box, text], place) => {
      const size = parseFloat(getComputedStyle(text).fontSize) * frame.width / (svg.viewBox.baseVal.width || frame.width);
      if (box.height < 11 || size < 11) found.push(`${name}: "${words}" is ${box.height.toFixed(1)} px high`);
      if (box.left < frame.left - slack || box.right > frame.right + slack || box.top < frame.top - slack || box.bottom > frame.bottom + slack)
        found.push(`${name}: "${words}" leaves its drawing`);
      for (const [others, other] of boxes.slice(place + 1))
        if (Math.min(box.right, other.right) - Math.max(box.left, other.left) > slack
            && Math.min(box.bottom, other.bottom) - Math.max(box.top, other.top) > slack)
          found.push(`${name}: "${words}" and "${others}" overlap`);
    });
  }
  return [count, found];
}"""


def texts_apart(chromium, path: pathlib.Path) -> list[str]:
    """Check 4: no two texts of a chart overlap, none leaves its drawing, none is under 11 pixels high, in two fonts."""
    found = []
    for view in (VIEWS[0], VIEWS[2]):
        for font in FONTS:
            with page(chromium, path, view) as opened:
                open_details(opened)
                count, texts = opened.evaluate(TEXTS, font)
                charts = opened.evaluate("document.querySelectorAll('figure svg').length")
            found += [f"{view[1]} px, {font}: {text}" for text in texts]
            if charts and not count:
                found.append(f"{view[1]} px: none of the charts shows a text")
    return found


# The colours of the texts in charts, and the colour behind each chart.
COLOURS = """() => {
  const parse = text => (text.match(/[\\d.]+/g) || []).map(Number);
  const behind = element => {
    for (let node = element; node; node = node.parentElement) {
      const colour = parse(getComputedStyle(node).backgroundColor);
      if (colour.length === 3 || colour[3] > 0) return colour.slice(0, 3);
    }
    return [255, 255, 255];
  };
  return [...document.querySelectorAll('figure svg text')].filter(text => text.checkVisibility()).map(text =>
    [text.textContent.trim().slice(0, 30), parse(getComputedStyle(text).fill).slice(0, 3), behind(text.closest('svg').parentElement)]);
}"""


def chart_text_colours(chromium, path: pathlib.Path) -> list[tuple]:
    """The view, words, colour and background of every text in a chart, light and dark."""
    texts = []
    for view in VIEWS[:2]:
        with page(chromium, path, view) as opened:
            texts += [(view[0], words, tuple(colour), tuple(behind)) for words, colour, behind in opened.evaluate(COLOURS)]
    return texts
