/** White text is readable on it. */
const usualAccent = "#3346d3";

/** The page's stylesheet. An organization's accent was checked where it was set. */
export function styleOf(accentColor: string | null): string {
  return `:root{--accent:${accentColor ?? usualAccent}}${style}`;
}

const style = `
:root{color-scheme:light dark;font:16px/1.5 system-ui,sans-serif;--page:#f4f4f5;--card:#fff;--text:#18181b;--soft:#52525b;--line:#d4d4d8;--link:#2a3ab0;--good:#166534;--late:#b42318}
@media (prefers-color-scheme:dark){:root{--page:#111113;--card:#1c1c1f;--text:#f4f4f5;--soft:#b4b4bd;--line:#46464d;--link:#a3b0ff;--good:#86efac;--late:#ff9d8f}}
*{box-sizing:border-box}
body{margin:0;background:var(--page);color:var(--text)}
main{max-width:52rem;margin:0 auto;padding:clamp(1.25rem,4vw,3rem);background:var(--card)}
@media (min-width:60rem){main{margin:2rem auto;border-radius:1rem}}
h1,h2,p,dd,td,th,li,address{overflow-wrap:anywhere}
h1{margin:0;font-size:1.5rem;line-height:1.25}
h2{margin:2rem 0 .5rem;font-size:1.0625rem;break-after:avoid}
p{margin:.25rem 0}
a{color:var(--link)}
small,.soft{color:var(--soft)}
.head{display:flex;flex-wrap:wrap;gap:1rem;justify-content:space-between;align-items:start}
.logo{max-width:8rem;max-height:3rem;display:block;margin-bottom:.75rem}
.status{margin:0;padding:.125rem .75rem;border:1px solid currentColor;border-radius:1rem;font-weight:600;white-space:nowrap}
.good{color:var(--good)}
.late{color:var(--late)}
.over{color:var(--soft)}
.test{margin:0 0 1rem;padding:.5rem .75rem;border:1px dashed var(--soft);border-radius:.5rem;color:var(--soft)}
.parties{display:flex;flex-wrap:wrap;gap:1.25rem;margin:1.5rem 0}
.parties section{flex:1 1 10rem;min-width:0}
.parties dl{flex:1 1 15rem;min-width:0}
.parties h2{margin:0;font-size:.875rem;font-weight:400;color:var(--soft)}
address{font-style:normal}
address span{display:block}
dl{display:grid;grid-template-columns:auto 1fr;gap:0 .75rem;margin:0}
dt{color:var(--soft)}
dd{margin:0;text-align:right}
table{width:100%;border-collapse:collapse;margin:1rem 0}
th,td{padding:.5rem .25rem;text-align:right;vertical-align:top;border-bottom:1px solid var(--line)}
th:first-child,td:first-child{text-align:left;padding-left:0}
th:last-child,td:last-child{padding-right:0}
thead th{font-size:.875rem;font-weight:400;color:var(--soft)}
td:not(:first-child),thead th{font-variant-numeric:tabular-nums;white-space:nowrap}
tfoot th,tfoot th:first-child{font-weight:400;text-align:right}
tfoot tr:last-child>*{font-weight:700;font-size:1.125rem;border-bottom:0}
@media (max-width:32rem){
thead{position:absolute;width:1px;height:1px;overflow:hidden;clip-path:inset(50%)}
.lines tbody tr{display:grid;grid-template-columns:auto 1fr auto;gap:0 .375rem;padding:.5rem 0;border-bottom:1px solid var(--line)}
.lines tbody td{border:0;padding:0;text-align:left}
.lines tbody td:first-child{grid-column:1/-1}
.lines tbody td:nth-child(2)::after{content:" ×"}
.lines tfoot tr{display:grid;grid-template-columns:1fr auto;gap:.75rem}
.lines tfoot th,.lines tfoot td{border:0;padding:.25rem 0;text-align:left}
.lines tfoot td{text-align:right}
}
.receipt li{margin:.5rem 0}
ul{padding-left:1.25rem;margin:.5rem 0}
code{font-size:.8125rem;overflow-wrap:anywhere}
.pay{margin:1.5rem 0;padding:1.25rem;border:1px solid var(--line);border-radius:.75rem}
.pay h2{margin-top:0}
label{display:block;margin:.75rem 0}
input{display:block;width:100%;max-width:16rem;margin-top:.25rem;padding:.625rem .75rem;font:inherit;color:inherit;background:none;border:1px solid var(--soft);border-radius:.5rem}
button,.button{display:inline-block;padding:.75rem 1.5rem;font:inherit;font-weight:600;color:#fff;background:var(--accent);border:1px solid transparent;border-radius:.5rem;cursor:pointer;text-decoration:none}
details{margin-top:1rem}
summary{cursor:pointer;color:var(--link)}
[role=alert]{border-left:.25rem solid var(--late);padding-left:.75rem}
:focus-visible{outline:3px solid var(--link);outline-offset:2px}
.foot{display:flex;flex-wrap:wrap;gap:1rem;align-items:center;justify-content:space-between;margin-top:2rem;padding-top:1.25rem;border-top:1px solid var(--line)}
.foot svg{width:7rem;height:7rem;display:block}
@page{margin:1.5cm}
@media print{
:root{color-scheme:light;font-size:13px;--page:#fff;--card:#fff;--text:#000;--soft:#444;--line:#bbb;--link:#000;--good:#000;--late:#000}
main{max-width:none;margin:0;padding:0}
.pay,.actions{display:none}
tr,.receipt li,.foot{break-inside:avoid}
thead{display:table-header-group}
}`;
