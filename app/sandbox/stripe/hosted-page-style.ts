/** One small stylesheet, inline: the page loads nothing. Colours and sizes follow the shop's calm paper look. */
export const HOSTED_STYLE = `
:root{color-scheme:light;--paper:#FBF7EF;--card:#FFFDF8;--ink:#2B2119;--ink-2:#5C4E40;--line:#E2D3B8;--line-strong:#8C7A5E;--jiao:#A8281D;--jiao-deep:#7F1A13;--jiao-soft:#FBE7E1;--mai-soft:#FCF0D2;--huai:#2C6548;--indigo:#234A70}
*{box-sizing:border-box}
body{margin:0;background:var(--paper);color:var(--ink);font:1.0625rem/1.6 "PingFang SC","HarmonyOS Sans SC","MiSans","Microsoft YaHei","Source Han Sans SC","Noto Sans CJK SC",system-ui,sans-serif;line-break:strict}
.banner{background:var(--mai-soft);border-bottom:1px solid var(--line);padding:12px 16px;text-align:center}
.banner strong{font-size:1.0625rem}
.banner span{display:block;font-size:.875rem;color:var(--ink-2)}
main{max-width:480px;margin:0 auto;padding:24px 16px 48px}
.top{display:flex;justify-content:space-between;align-items:center;gap:12px;margin-bottom:12px}
h1{font-size:1.0625rem;line-height:1.6;font-weight:600;margin:0}
.language{min-height:44px;min-width:44px;display:inline-flex;align-items:center;justify-content:flex-end;color:var(--indigo);font-size:.9375rem}
.card{background:var(--card);border:1px solid var(--line);border-radius:16px;padding:20px;margin-bottom:20px}
.amount{font-size:2.375rem;line-height:1.2;font-weight:700;color:var(--jiao);font-variant-numeric:tabular-nums;margin:4px 0 16px}
.label{font-size:.875rem;color:var(--ink-2)}
dl{margin:0;border-top:1px solid var(--line);padding-top:14px;display:grid;grid-template-columns:auto 1fr;gap:4px 16px;font-size:.9375rem}
dt{color:var(--ink-2)}dd{margin:0;text-align:right;overflow-wrap:anywhere;font-variant-numeric:tabular-nums}
details{margin-top:10px;font-size:.9375rem}
summary{min-height:44px;display:flex;align-items:center;justify-content:space-between;color:var(--ink-2);cursor:pointer}
summary::after{content:"";width:9px;height:9px;border:solid var(--line-strong);border-width:0 2px 2px 0;transform:rotate(45deg) translate(-3px,-3px)}
ul{list-style:none;margin:0;padding:0}
li{display:flex;justify-content:space-between;gap:16px;padding:4px 0}
li span:last-child{white-space:nowrap;font-variant-numeric:tabular-nums}
fieldset{border:0;margin:0 0 20px;padding:0;min-width:0}
legend{font-weight:600;padding:0;margin-bottom:8px}
.choice{display:flex;align-items:center;gap:12px;min-height:52px;padding:10px 16px;background:var(--card);border:1px solid var(--line-strong);cursor:pointer;margin-top:-1px}
.choice:first-of-type{border-radius:10px 10px 0 0}.choice:last-of-type{border-radius:0 0 10px 10px}.choice:only-of-type{border-radius:10px}
.choice:has(:checked){background:var(--jiao-soft)}
input[type=radio]{width:20px;height:20px;margin:0;accent-color:var(--jiao)}
button,.button{display:block;width:100%;min-height:52px;padding:8px 16px;margin-top:10px;border:1px solid var(--line-strong);border-radius:10px;background:var(--card);color:var(--ink);font:inherit;font-weight:600;text-align:center;text-decoration:none;cursor:pointer}
button small{display:block;font-weight:400;font-size:.8125rem;color:var(--ink-2)}
button.primary,.button.primary{background:var(--jiao);border-color:var(--jiao);color:#fff}
button.primary small{color:#fff}
button.primary:hover,.button.primary:hover{background:var(--jiao-deep)}
button:hover{background:#F3E9D6}
.button{display:flex;align-items:center;justify-content:center}
button.quiet{background:transparent;border-color:transparent;color:var(--indigo);text-decoration:underline;text-underline-offset:3px}
:focus-visible{outline:3px solid var(--indigo);outline-offset:2px}
.notice{border-left:4px solid var(--jiao);background:var(--jiao-soft);border-radius:6px;padding:12px 16px;margin-bottom:20px}
.notice strong{display:block}
.end{text-align:center;padding:36px 20px}
.end h2{font-size:1.5rem;line-height:1.4;margin-top:0;margin-bottom:8px;text-wrap:balance}.end p{color:var(--ink-2);margin:0 0 12px}
`
