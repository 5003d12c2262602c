import { type Html, html, type Part, trusted } from './html.ts';
import { style } from './style.ts';

export type Page = {
  /** Of the window. */
  readonly title: string;
  readonly header: Html;
  readonly body: Part;
  readonly footer: string;
};

/**
 * One self-contained page. Its content policy forbids whatever would have to be fetched or run: there is no script, no
 * font and no picture that is not inside.
 */
export function pageHtml({ title, header, body, footer }: Page): string {
  const policy = "default-src 'none'; style-src 'unsafe-inline'";
  return html`<!doctype html>
<html lang="en-GB">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="${policy}">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>${title}</title>
<style>${trusted(style)}</style>
</head>
<body>
<header>${header}</header>
<main>
${body}
</main>
<footer>${footer}</footer>
</body>
</html>
`.markup;
}

export type PagePart = {
  /** Its anchor. */
  readonly id: string;
  readonly heading: string;
  /** A line above the heading. */
  readonly kicker?: string;
  readonly content: Part;
};

/** A part of the page that begins on a new sheet, with its heading. */
export function part({ id, heading, kicker, content }: PagePart): Html {
  return html`<section class="part" id="${id}">
${kicker === undefined ? null : html`<p class="kicker">${kicker}</p>\n`}<h2>${heading}</h2>
${content}
</section>
`;
}

/** Links to the parts of the page. */
export function contents(links: readonly { readonly id: string; readonly link: string }[]): Html {
  const items = links.map(({ id, link }) => html`<li><a href="#${id}">${link}</a></li>`);
  return html`<nav aria-label="Contents"><ul>${items}</ul></nav>`;
}

/** Pairs of a term and what there is to say of it. */
export function pairs(kind: 'advice' | 'facts', entries: readonly (readonly [string, Part])[]): Html {
  const rows = entries.map(([term, text]) => html`<div><dt>${term}</dt><dd>${text}</dd></div>`);
  return html`<dl class="${kind}">${rows}</dl>`;
}
