"""Check 5: every colour of the palette against its background, 3:1 for what is drawn and 4.5:1 for text, light and dark."""

import pathlib
import re

import browser

DRAWN = ["--c1", "--c2", "--c3", "--c4", "--c5", "--c6"]
TEXT = ["--ink", "--soft"]


def luminance(colour: tuple[float, ...]) -> float:
    """WCAG's relative luminance."""
    parts = [value / 255 for value in colour]
    parts = [part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts]
    return 0.2126 * parts[0] + 0.7152 * parts[1] + 0.0722 * parts[2]


def contrast(one: tuple[float, ...], other: tuple[float, ...]) -> float:
    """WCAG's contrast ratio, from 1 to 21."""
    low, high = sorted((luminance(one), luminance(other)))
    return (high + 0.05) / (low + 0.05)


def colour(text: str) -> tuple[int, ...]:
    """A colour written as #rgb or #rrggbb."""
    digits = text.strip().lstrip("#")
    digits = "".join(digit * 2 for digit in digits) if len(digits) == 3 else digits
    return tuple(int(digits[place:place + 2], 16) for place in (0, 2, 4))


def variables(html: str) -> dict[str, dict[str, str]]:
    """The CSS variables of `:root`, light and dark (where dark says nothing, light holds)."""
    style = re.search(r"<style>(.*?)</style>", html, re.S)
    css = style.group(1) if style else ""
    dark = re.search(r"@media[^{]*prefers-color-scheme:\s*dark[^{]*\{\s*:root\s*\{(.*?)\}", css, re.S)
    light = re.search(r":root\s*\{(.*?)\}", css, re.S)
    find = r"(--[\w-]+):\s*(#[0-9a-fA-F]{3,6})"
    modes = {"light": dict(re.findall(find, light.group(1))) if light else {}}
    modes["dark"] = {**modes["light"], **(dict(re.findall(find, dark.group(1))) if dark else {})}
    if not dark:
        del modes["dark"]
    return modes


def check(chromium, path: pathlib.Path) -> list[str]:
    """What is too faint."""
    html = path.read_text(encoding="utf-8")
    modes = variables(html)
    found = [f"no colours for {mode}" for mode in ("light", "dark") if mode not in modes]
    for mode, colours in modes.items():
        missing = [name for name in ["--paper", *DRAWN, *TEXT] if name not in colours]
        if missing:
            found.append(f"{mode}: no {', '.join(missing)}")
            continue
        for names, least in ((DRAWN, 3), (TEXT, 4.5)):
            for name in names:
                ratio = contrast(colour(colours[name]), colour(colours["--paper"]))
                if round(ratio, 2) < least:
                    found.append(f"{mode}: {name} {colours[name]} has {ratio:.2f}:1")
    faint = {}
    for mode, words, ink, behind in browser.chart_text_colours(chromium, path):
        if contrast(ink, behind) < 4.5:
            faint.setdefault((mode, ink), words)
    return found + [f"{mode}: text of a chart in rgb{ink} is too faint, as in \"{words}\"" for (mode, ink), words in faint.items()]
