/// The look of report.html: light, dark, on a phone and in print.
enum Stylesheet {
  /// The rules of the page. Colours of charts are variables, so that dark mode is one block.
  static let text = """
    :root { \(ChartPalette.light) --accent: #12436d; --box: #f2f4f7; --warn: #fff4e5;
      --h1: #e8eef4; --h2: #d2dfea; --h3: #bacfe0; --h4: #a3bfd6; --h5: #8bafcc; }
    * { box-sizing: border-box; }
    body { margin: 0 auto; padding: 1.5rem 1rem 4rem; max-width: 47rem; background: var(--paper);
      color: var(--ink); font: 1rem/1.5 system-ui, "DejaVu Sans", "Liberation Sans", Arial, sans-serif;
      overflow-wrap: break-word; }
    h1 { font-size: 1.9rem; line-height: 1.2; margin: 0 0 .5rem; }
    h2 { font-size: 1.35rem; margin: 3rem 0 1rem; padding-top: 1rem; border-top: 1px solid var(--grid); }
    h3 { font-size: 1.05rem; margin: 2rem 0 .5rem; }
    a { color: var(--accent); }
    a:focus-visible, summary:focus-visible, .scroll:focus-visible { outline: 3px solid var(--accent);
      outline-offset: 2px; }
    code { font-size: .9em; overflow-wrap: anywhere; }
    .skip { position: absolute; left: -999rem; }
    .skip:focus { left: 1rem; top: .5rem; background: var(--paper); padding: .5rem; }
    .hidden { position: absolute; width: 1px; height: 1px; overflow: hidden; clip-path: inset(50%);
      white-space: nowrap; }
    .facts, .soft, caption { color: var(--soft); }
    .soft { font-size: .9rem; margin: .25rem 0 .75rem; }
    nav ol { columns: 2; padding-left: 1.5rem; margin: 1rem 0; }
    .warning { background: var(--warn); border-left: 4px solid #b85c00; padding: .75rem 1rem; }
    .keys { display: grid; grid-template-columns: repeat(auto-fit, minmax(10rem, 1fr)); gap: .75rem;
      list-style: none; padding: 0; }
    .keys li { background: var(--box); border-left: 4px solid var(--accent); padding: .75rem 1rem; }
    .keys strong { display: block; font-size: 1.5rem; line-height: 1.2; margin-bottom: .25rem; }
    .keys span { display: block; }
    .keys a { font-size: .85rem; }
    figure { margin: 2rem 0; }
    figcaption { margin-bottom: .5rem; }
    .finding { font-weight: bold; font-size: 1.05rem; line-height: 1.35; margin: 0; }
    figure svg { display: block; width: 100%; height: auto; }
    svg.narrow { display: none; }
    details { margin-top: .5rem; }
    summary { cursor: pointer; padding: .25rem 0; }
    .scroll { overflow-x: auto; margin: .75rem 0; }
    table { border-collapse: collapse; width: 100%; font-size: .875rem; line-height: 1.4; }
    caption { text-align: left; padding-bottom: .5rem; }
    caption strong { color: var(--ink); font-size: 1.05rem; }
    th, td { text-align: left; vertical-align: top; padding: .35rem .5rem; border-bottom: 1px solid var(--grid); }
    th:first-child, td:first-child { padding-left: 0; }
    tbody th { font-weight: normal; }
    .n { text-align: right; font-variant-numeric: tabular-nums; }
    .k { white-space: nowrap; }
    .heat td, .heat th { border: 1px solid var(--paper); padding: .35rem .5rem; }
    .h1 { background: var(--h1); } .h2 { background: var(--h2); } .h3 { background: var(--h3); }
    .h4 { background: var(--h4); } .h5 { background: var(--h5); }
    .flow { list-style: none; padding: 0; }
    .flow p { margin: 0 0 .25rem; }
    .flow ul { margin: 0; padding-left: 1.25rem; }
    .flow .step { border: 1px solid var(--soft); padding: .75rem 1rem; }
    .flow .among { margin-top: .5rem; }
    .flow .out { margin: 0 0 0 3rem; padding: .5rem 1rem; border-left: 2px solid var(--grid);
      font-size: .9rem; color: var(--soft); }
    .flow > li:not(:last-child)::after { content: "\\2193"; display: block; padding-left: 1rem;
      line-height: 1.75; color: var(--soft); }
    @media (max-width: 40rem) {
      nav ol { columns: 1; }
      h1 { font-size: 1.5rem; }
      svg.wide { display: none; }
      svg.narrow { display: block; }
    }
    @media screen and (prefers-color-scheme: dark) {
      :root { \(ChartPalette.dark) --accent: #6bace6; --box: #1f252c; --warn: #33250f;
        --h1: #1d2935; --h2: #23374a; --h3: #2a455f; --h4: #305475; --h5: #37628a; }
    }
    @page { margin: 15mm; }
    @media print {
      body { max-width: none; padding: 0; font-size: 10pt; }
      nav, .skip, details, .keys a { display: none; }
      h2, h3, figcaption { break-after: avoid; }
      figure, tr, .keys li, .flow > li { break-inside: avoid; }
      thead { display: table-header-group; }
      .scroll { overflow: visible; }
      svg.wide { display: block; }
      svg.narrow { display: none; }
      * { -webkit-print-color-adjust: exact; }
    }

    """
}
