import { palette, type Tone } from './palette.ts';

const tones = Object.keys(palette) as Tone[];
const variables = (scheme: 'light' | 'dark') =>
  tones.map((tone) => `--${tone}:${palette[tone][scheme]}`).join(';');
/** Charts are drawn in the light colours; on dark paper each one is looked up and replaced. */
const darkCharts = tones
  .map((tone) => palette[tone])
  .map(({ light, dark }) => `svg [fill="${light}"]{fill:${dark}}svg [stroke="${light}"]{stroke:${dark}}`)
  .join('');

const serif = 'Charter,"Bitstream Charter","Sitka Text",Cambria,"Iowan Old Style",Georgia,serif';
const sans = 'system-ui,-apple-system,"Segoe UI",Roboto,"Helvetica Neue",Arial,sans-serif';

/** The style sheet of a report: one calm column, light and dark, phone and A4. Nothing in it is fetched. */
export const style = `
:root{color-scheme:light dark;${variables('light')}}
*{box-sizing:border-box}
html{-webkit-text-size-adjust:100%;text-size-adjust:100%}
body{margin:0;background:var(--paper);color:var(--ink);font:17px/1.6 ${sans};hyphens:manual}
main,header,footer{max-width:768px;margin:0 auto;padding:0 24px}
header{padding-top:72px}
h1,h2,h3,.figure{font-family:${serif};font-weight:600;text-wrap:balance;overflow-wrap:anywhere}
h1{font-size:2.6rem;line-height:1.14;letter-spacing:-.012em;margin:.2em 0 .45em}
h2{font-size:1.9rem;line-height:1.2;letter-spacing:-.008em;margin:0 0 .5em}
h3{font-size:1.35rem;line-height:1.3;margin:2.2em 0 .5em}
h4{font-size:1.02rem;line-height:1.4;font-weight:650;margin:0 0 .9em;text-wrap:balance;overflow-wrap:anywhere}
p,dl,ul,table,figure{margin:0 0 1.1em}
ul{padding-left:1.2em}
a{color:var(--blue);text-underline-offset:.15em;text-decoration-thickness:1px}
a:focus-visible,summary:focus-visible,.scroll:focus-visible{outline:2px solid var(--blue);outline-offset:3px}
.kicker{font-size:.92rem;color:var(--quiet);margin:0 0 .4em}
.lede{font-size:1.16rem;line-height:1.55;color:var(--ink);max-width:40em}
.unseen{position:absolute;clip-path:inset(50%);width:1px;height:1px;overflow:hidden;margin:0}
.note{font-size:.88rem;color:var(--quiet)}
section.part{border-top:1px solid var(--line);margin-top:72px;padding-top:40px}
nav{font-size:.92rem;margin:3em 0 0}
nav ul{list-style:none;padding:0;display:flex;flex-wrap:wrap;gap:.35em 1.4em}
.tiles{display:grid;grid-template-columns:repeat(4,1fr);gap:24px;margin:2em 0 1em}
.tiles>div{border-top:2px solid var(--ink);padding-top:.6em;display:flex;flex-direction:column}
.tiles dt{font-size:.82rem;line-height:1.35;color:var(--quiet);min-height:2.7em}
.tiles dd{margin:0}
.tiles .figure{font-size:1.62rem;line-height:1.25;white-space:nowrap;letter-spacing:-.01em}
.tiles .more{font-size:.82rem;line-height:1.4;color:var(--quiet)}
.bad{color:var(--vermilion)}.good{color:var(--blue)}
.advice{border-top:1px solid var(--line)}
.advice>div{display:grid;grid-template-columns:9.5em 1fr;gap:1em;padding:.62em 0;border-bottom:1px solid var(--line)}
.advice dt{font-weight:600;overflow-wrap:break-word;min-width:0}.advice dd{margin:0}
.advice.wide>div{grid-template-columns:minmax(0,14em) 1fr}
.facts>div{display:grid;grid-template-columns:12em 1fr;gap:1em;padding:.3em 0;font-size:.92rem}
.facts dt{color:var(--quiet)}.facts dd{margin:0;overflow-wrap:anywhere}
figure.chart{margin:2.2em 0 2.6em}
h3+figure.chart,.beside p+figure.chart{margin-top:1em}
.picture svg{display:block;max-width:100%;height:auto;overflow:visible}
.picture.small{display:none}
svg text{font-family:${sans};font-variant-numeric:tabular-nums}
figcaption{font-size:.86rem;line-height:1.5;color:var(--quiet);margin-top:.9em;max-width:46em}
details{font-size:.86rem;margin-top:.5em}
summary{color:var(--quiet);cursor:pointer;width:max-content}
summary:hover{color:var(--ink)}
details[open] summary{margin-bottom:.8em}
.scroll{overflow-x:auto;margin:0 0 1.1em}
table{border-collapse:collapse;width:100%;font-size:.86rem;line-height:1.4;font-variant-numeric:tabular-nums}
.scroll table{margin:0}
caption{text-align:left;color:var(--quiet);font-size:.86rem;line-height:1.5;padding:0 0 .7em}
th,td{text-align:left;vertical-align:baseline;padding:.5em .7em .5em 0;border-bottom:1px solid var(--line);overflow-wrap:break-word}
th:last-child,td:last-child{padding-right:0}
thead th{font-weight:500;color:var(--quiet);vertical-align:bottom;border-bottom-color:var(--grey)}
tbody th{font-weight:500;min-width:7em}
.number{text-align:right;white-space:nowrap}.whole{white-space:nowrap}
tbody th.number{min-width:0}
.number+:not(.number){padding-left:1.2em}
tr.over>*{border-bottom:0;padding-bottom:0}tr.under td{color:var(--quiet);font:.8rem/1.45 ui-monospace,SFMono-Regular,Menlo,Consolas,monospace;padding-top:.15em;overflow-wrap:anywhere}
tr.marked .note{font-weight:400}
thead .number{white-space:normal}
tr.marked th,tr.marked td{background:var(--panel)}
tr.marked th{font-weight:650}
.number .range{display:block;font-size:.92em;color:var(--quiet)}
.best{font-weight:700}
.tag{font-size:.78em;font-weight:600;color:var(--blue);letter-spacing:.02em}
.tag.bad{color:var(--vermilion)}
.withheld{border-left:3px solid var(--grey);padding:.1em 0 .1em 1em;color:var(--quiet)}
footer{margin-top:72px;padding-top:20px;padding-bottom:64px;font-size:.82rem;color:var(--quiet)}
@media screen and (prefers-color-scheme:dark){:root{${variables('dark')}}${darkCharts}}
@media screen and (max-width:767px){
body{font-size:16px}main,header,footer{padding-left:16px;padding-right:16px}
header{padding-top:36px}h1{font-size:1.95rem}h2{font-size:1.55rem}h3{font-size:1.25rem}.lede{font-size:1.06rem}
section.part{margin-top:52px;padding-top:30px}
.tiles{grid-template-columns:1fr 1fr;gap:22px 18px}.tiles .figure{font-size:1.4rem}
.advice>div,.advice.wide>div,.facts>div{grid-template-columns:minmax(0,1fr);gap:.1em}
.picture.large{display:none}.picture.small{display:block}
.stacked,.stacked tbody,.stacked caption,.stacked tr,.stacked th,.stacked td{display:block}
.stacked thead{position:absolute;clip-path:inset(50%);width:1px;height:1px;overflow:hidden}
.stacked tr{border-bottom:1px solid var(--line);padding:.7em 0}
.stacked tr.marked{background:var(--panel);margin:0 -16px;padding:.7em 16px}
.stacked .number+td{padding-left:0}
.stacked th,.stacked td{border:0;padding:.12em 0;text-align:left;white-space:normal}
.stacked tbody th{font-weight:650}
.stacked th,.stacked td{overflow-wrap:anywhere}
.stacked td{display:grid;grid-template-columns:11em minmax(0,1fr);gap:.8em}
.stacked td::before{content:attr(data-title);color:var(--quiet)}
.stacked td:empty{display:none}
.number .range{display:inline}
}
@media print{
@page{size:A4;margin:10mm 15mm}
html{font-size:11.4px}body{font-size:11.6px;line-height:1.4}
main,header,footer{max-width:none;padding:0}header{padding-top:0}
h1{font-size:1.9rem;margin-bottom:.3em}h2{font-size:1.6rem}h3{font-size:1.15rem;margin:.8em 0 .35em}p,dl,ul,table{margin-bottom:.6em}
header .lede{font-size:1.04rem;line-height:1.4;max-width:none}caption{padding-bottom:.3em}
nav,details{display:none}
section.part{margin-top:0;padding-top:0;border:0;break-before:page}
h1,h2,h3,h4,h3+p,caption,thead{break-after:avoid}figure,tr,.tiles,.advice>div{break-inside:avoid}
figure.chart{margin:1em 0 1.4em}h4{margin-bottom:.6em}.picture svg{margin:0}
.tiles{margin:.8em 0 .4em}.tiles>div{padding-top:.35em}.tiles dt{min-height:1.4em}.tiles .figure{font-size:1.45rem}.tiles .more{line-height:1.3}
a{color:inherit;text-decoration:none}
th,td{padding-top:.26em;padding-bottom:.26em}
.advice>div{padding:.28em 0}
.costs .range{display:inline;margin-left:.6em}
.beside{display:grid;grid-template-columns:1fr 1fr;gap:28px}
.beside .picture.large{display:none}.beside .picture.small{display:block}
.beside p{font-size:.9rem}.beside h4{font-size:.95rem;margin-bottom:.4em}.beside figcaption{font-size:.78rem;line-height:1.35;margin-top:.5em}
.beside figure.chart{margin:.4em 0 0}.beside .picture svg{max-width:92%}
footer{margin-top:24px;padding-bottom:0}
}
`.trim();
