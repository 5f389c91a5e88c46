/** The report's style sheet: no outside fonts or pictures, light or dark as the reader's system is. */
export const pageStyle = `
:root { color-scheme: light dark; --ink: #1d2329; --paper: #ffffff; --soft: #5b6670; --line: #d9dee3; --panel: #f5f7f9; --mark: #fff3d6; }
@media (prefers-color-scheme: dark) {
  :root { --ink: #e4e8ec; --paper: #14181c; --soft: #9aa5b0; --line: #323a42; --panel: #1c2228; --mark: #3a3215; }
}
body { margin: 0; background: var(--paper); color: var(--ink); font: 16px/1.55 system-ui, sans-serif; }
main { max-width: 820px; margin: 0 auto; padding: 40px 20px 80px; }
h1 { font-size: 27px; line-height: 1.3; margin: 0 0 12px; }
h2 { font-size: 20px; margin: 44px 0 8px; }
p { margin: 8px 0; }
.soft, figcaption { color: var(--soft); font-size: 14.5px; }
figure { margin: 16px 0 0; overflow-x: auto; }
figure svg { display: block; max-width: 100%; height: auto; }
/* On a phone a chart is moved sideways, since its letters would be too small to read. */
@media (max-width: 640px) { figure svg { max-width: none; } }
table { border-collapse: collapse; font-size: 15px; font-variant-numeric: tabular-nums; }
.wide { overflow-x: auto; }
.results { width: 100%; }
.results th, .results td { padding: 7px 8px; text-align: right; border-bottom: 1px solid var(--line); }
.results th:first-child, .results td:first-child { text-align: left; padding-left: 0; white-space: nowrap; }
.results thead th { font-weight: 600; vertical-align: bottom; color: var(--soft); font-size: 14px; }
.results .best { font-weight: 700; }
.config th, .config td { padding: 3px 18px 3px 8px; text-align: left; border-bottom: 1px solid var(--line); font-weight: normal; }
.config thead th { font-weight: 600; }
.config .differs { background: var(--mark); }
pre { background: var(--panel); padding: 14px 16px; white-space: pre-wrap; overflow-wrap: anywhere; border-radius: 6px; font: 14px/1.5 ui-monospace, monospace; margin: 8px 0; }
pre b { font-weight: 700; }
h3 { font-size: 16px; margin: 18px 0 4px; }
summary { cursor: pointer; }
`;
