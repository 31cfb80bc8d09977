"""Check 14 and report.md for other programs: the page on paper, and report.md as HTML, DOCX and PDF by pandoc. Nothing is cut off at
an edge, no figure is split over pages, no number of a table is lost."""

import collections
import pathlib
import re
import subprocess
import tempfile
import zipfile

import browser
import marked
import studies

# report.md of the sample study is at most so many lines.
LINES = 320
NUMBER = re.compile(r"\d[\d,.]*\d|\d|\[[cuxz]\]|\[low\]")
# Marks where a figure begins and where it ends, in letters that fonts have and texts don't.
MARKS = """() => {
  document.querySelectorAll('figure').forEach((figure, place) => {
    if (!figure.checkVisibility()) return;
    figure.style.position = 'relative';
    for (const [name, side] of [['Qb', 'top'], ['Qe', 'bottom']]) {
      const mark = document.createElement('span');
      mark.textContent = name + 'q' + place + 'q';
      mark.style.cssText = `position: absolute; left: 0; ${side}: 0; font-size: 3px; line-height: 3px`;
      figure.append(mark);
    }
  });
}"""
VISIBLE = "() => document.body.innerText"


def printed(study: studies.Study, chromium) -> list[str]:
    """Check 14: tagged, every figure whole on a page, all that is shown on paper within its edges."""
    page = study.out / "report.html"
    with tempfile.TemporaryDirectory() as place:
        path = pathlib.Path(place) / "report.pdf"
        studies.command("/usr/bin/chromium", "--headless", "--no-sandbox", "--disable-gpu", f"--user-data-dir={place}/profile",
                        "--no-pdf-header-footer", f"--print-to-pdf={path}", page.as_uri())
        found = [] if re.search(r"Tagged:\s+yes", studies.command("pdfinfo", path)) else ["the PDF is not tagged"]
        with browser.page(chromium, page, browser.VIEWS[3]) as opened:
            shown = opened.evaluate(VISIBLE)
            opened.evaluate(MARKS)
            marked = pathlib.Path(place) / "marked.pdf"
            opened.pdf(path=str(marked), format="A4", tagged=True, print_background=True,
                       margin={side: "1cm" for side in ("top", "right", "bottom", "left")})
        found += within(path) + lost(shown, studies.command("pdftotext", "-layout", path, "-"), "on paper")
        return found + split(studies.command("pdftotext", marked, "-"))


def split(text: str) -> list[str]:
    """The figures whose begin and end are on two pages."""
    places: dict[str, dict[str, int]] = collections.defaultdict(dict)
    for number, page in enumerate(text.split("\f"), 1):
        for side, name in re.findall(r"Q([be])q(\d+)q", page):
            places[name][side] = number
    return [f"figure {int(name) + 1} is on pages {sides.get('b')} to {sides.get('e')}" for name, sides in places.items()
            if sides.get("b") != sides.get("e")]


def within(path: pathlib.Path) -> list[str]:
    """The words that leave their page, by pdftotext's boxes."""
    found, width = [], 0.0
    for line in studies.command("pdftotext", "-bbox", path, "-").splitlines():
        if size := re.search(r'<page width="([\d.]+)"', line):
            width = float(size.group(1))
        elif box := re.search(r'<word xMin="([-\d.]+)".* xMax="([-\d.]+)".*>(.*)</word>', line):
            if float(box.group(1)) < -1 or float(box.group(2)) > width + 1:
                found.append(f"\"{box.group(3)}\" ends at {box.group(2)} of {width:.0f} points")
    return found[:5]


def lost(before: str, after: str, where: str) -> list[str]:
    """The numbers of a text that another lacks, or has less often."""
    count = collections.Counter(NUMBER.findall(before))
    count.subtract(collections.Counter(NUMBER.findall(after)))
    missing = [(number, times) for number, times in count.items() if times > 0]
    return [f"{where}, {len(missing)} numbers are lost, as {', '.join(number for number, _ in missing[:8])}"] if missing else []


def short(study: studies.Study) -> list[str]:
    """report.md is short."""
    lines = (study.out / "report.md").read_text(encoding="utf-8").count("\n")
    return [f"report.md has {lines} lines"] if lines >= LINES else []


def converted(study: studies.Study, chromium) -> list[str]:
    """report.md by pandoc to HTML, DOCX and PDF: every table is one, and no number is lost; the PDF is Chromium's of pandoc's page."""
    source = study.out / "report.md"
    text = source.read_text(encoding="utf-8")
    tables = [lines for _, _, _, lines in marked.markdown_blocks(text) if lines]
    cells = "\n".join(" ".join(marked.split_row(line)) for lines in tables for line in lines)
    found = []
    with tempfile.TemporaryDirectory() as place:
        page, word, pdf = (pathlib.Path(place) / f"report.{kind}" for kind in ("html", "docx", "pdf"))
        for path in (page, word):
            studies.command("pandoc", "--from", "markdown", "--standalone", "--metadata", "title=Report", source, "--output", path)
        made = page.read_text(encoding="utf-8")
        if made.count("<table") != len(tables):
            found.append(f"{len(tables)} tables became {made.count('<table')}")
        found += lost(cells, re.sub(r"<[^>]+>", " ", made), "as HTML")
        with zipfile.ZipFile(word) as archive:
            body = archive.read("word/document.xml").decode()
        body = re.sub(r"<[^>]+>", "", re.sub(r"</w:p>|<w:br/>", "\n", body)).replace("&lt;", "<").replace("&gt;", ">").replace("&amp;", "&")
        found += lost(cells, body, "as DOCX")
        with browser.page(chromium, page, browser.VIEWS[3]) as opened:
            opened.pdf(path=str(pdf), format="A4")
        found += within(pdf) + lost(cells, studies.command("pdftotext", "-layout", pdf, "-"), "as PDF")
        return found


def converted_by_word(study: studies.Study) -> list[str]:
    """The DOCX as LibreOffice prints it: no word leaves its page."""
    with tempfile.TemporaryDirectory() as place:
        word = pathlib.Path(place) / "report.docx"
        studies.command("pandoc", study.out / "report.md", "--output", word)
        subprocess.run(["soffice", f"-env:UserInstallation=file://{place}/user", "--headless", "--convert-to", "pdf", "--outdir", place,
                        str(word)], capture_output=True, timeout=300, check=False)
        path = word.with_suffix(".pdf")
        return [f"DOCX on paper: {text}" for text in within(path)] if path.exists() else ["LibreOffice made no PDF of the DOCX"]
