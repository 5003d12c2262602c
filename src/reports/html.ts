/** Markup that may stand in a page as it is. Whatever else enters a template is text and gets escaped. */
export type Html = { readonly markup: string };
export type Part = string | number | Html | null | undefined | false | readonly Part[];

const entities: { readonly [character: string]: string } = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
};

/** Text made safe for element content and quoted attributes alike. */
export function escapeHtml(text: string): string {
  return text.replace(/[&<>"']/g, (character) => entities[character]);
}

/** html`<p>${anything}</p>`: escapes text and numbers, keeps Html, joins lists, leaves out null and false. */
export function html(strings: TemplateStringsArray, ...parts: readonly Part[]): Html {
  return { markup: strings.map((piece, i) => piece + (i < parts.length ? markupOf(parts[i]) : '')).join('') };
}

/** Declares markup of our own making (an SVG, a style sheet) as safe. Never pass a name or a text of a user. */
export function trusted(markup: string): Html {
  return { markup };
}

function markupOf(part: Part): string {
  if (part === null || part === undefined || part === false) return '';
  if (typeof part === 'string') return escapeHtml(part);
  if (typeof part === 'number') return String(part);
  if ('markup' in part) return part.markup;
  return part.map(markupOf).join('');
}
