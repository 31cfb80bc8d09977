"""HTML and SVG as a tree, read with Python's own parser."""

import dataclasses
import html.parser
import pathlib

VOID = {"meta", "br", "hr", "img", "input", "link", "col", "wbr", "path", "line", "rect", "circle", "polygon", "polyline", "use"}
# Elements that end a run of text.
BLOCKS = {"p", "li", "td", "th", "tr", "div", "section", "h1", "h2", "h3", "h4", "figure", "figcaption", "caption", "table", "ul", "ol",
          "summary", "details", "text", "title", "desc", "br", "header", "nav", "main", "body"}


@dataclasses.dataclass
class Node:
    """An element."""
    tag: str
    attributes: dict[str, str]
    parent: "Node | None" = None
    children: list = dataclasses.field(default_factory=list)

    @property
    def text(self) -> str:
        """All text within, blocks apart, blanks drawn together."""
        parts: list[str] = []
        self._collect(parts)
        return " ".join("".join(parts).split())

    def _collect(self, parts: list[str]) -> None:
        for child in self.children:
            if isinstance(child, str):
                parts.append(child)
            else:
                edge = " " if child.tag in BLOCKS or (child.tag == "tspan" and "x" in child.attributes) else ""
                parts.append(edge)
                child._collect(parts)
                parts.append(edge)

    def all(self, *tags: str) -> list["Node"]:
        """The elements of these tags within, in order."""
        found = []
        for child in self.children:
            if isinstance(child, Node):
                if child.tag in tags:
                    found.append(child)
                found += child.all(*tags)
        return found

    def first(self, *tags: str) -> "Node | None":
        return next(iter(self.all(*tags)), None)

    def has(self, name: str) -> bool:
        """True if it is of this class."""
        return name in self.attributes.get("class", "").split()

    def within(self, tag: str) -> "Node | None":
        """The nearest element of this tag around it."""
        node = self.parent
        while node and node.tag != tag:
            node = node.parent
        return node


class Reader(html.parser.HTMLParser):
    def __init__(self):
        super().__init__(convert_charrefs=True)
        self.root = Node("", {})
        self.place = self.root

    def handle_starttag(self, tag, attributes):
        node = Node(tag, {name: value or "" for name, value in attributes}, self.place)
        self.place.children.append(node)
        if tag not in VOID:
            self.place = node

    def handle_startendtag(self, tag, attributes):
        self.place.children.append(Node(tag, {name: value or "" for name, value in attributes}, self.place))

    def handle_endtag(self, tag):
        node = self.place
        while node.parent and node.tag != tag:
            node = node.parent
        if node.parent:
            self.place = node.parent

    def handle_data(self, data):
        self.place.children.append(data)


def parse(text: str) -> Node:
    """The root of a text's elements."""
    reader = Reader()
    reader.feed(text)
    reader.close()
    return reader.root


def read(path: pathlib.Path) -> Node:
    return parse(path.read_text(encoding="utf-8"))
