/** A heading with its paragraphs, as lines of Markdown. */
export const section = (title: string, parts: readonly string[]): string[] => [
  `## ${title}`,
  '',
  ...parts.flatMap((part) => [part, '']),
];

/** A table; a column whose title begins with `>` holds numbers and stands to the right. */
export function table(columns: readonly string[], rows: readonly (readonly string[])[]): string {
  const titles = columns.map((title) => title.replace(/^>/, ''));
  const marks = columns.map((title) => (title.startsWith('>') ? '---:' : '---'));
  return [titles, marks, ...rows].map((cells) => `| ${cells.join(' | ')} |`).join('\n');
}

/** `14d` in a sentence: `14 days`; `each 1d`: `each day`. */
export const daysInWords = (text: string): string =>
  text
    .replace(/\b(\d+(?:\.\d+)?)d\b/g, (_, days) => `${days} ${days === '1' ? 'day' : 'days'}`)
    .replace(/\b(each|every) 1 day\b/g, '$1 day');
