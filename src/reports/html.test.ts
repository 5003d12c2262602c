import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { escapeHtml, html, trusted } from './html.ts';

describe('html', () => {
  it('escapes text, keeps markup, joins lists and leaves out nothing-values', () => {
    const rows = ['<b>', '&'].map((text) => html`<li>${text}</li>`);
    const page = html`<ul title="${'"'}">${rows}</ul>${null}${false}${undefined}${7}${trusted('<hr>')}`;
    expect(page.markup).toBe('<ul title="&quot;"><li>&lt;b&gt;</li><li>&amp;</li></ul>7<hr>');
  });

  it('lets no text open a tag, close an attribute or begin an entity', () => {
    fc.assert(
      fc.property(fc.string(), (text) => {
        expect(escapeHtml(text).replace(/&(?:amp|lt|gt|quot|#39);/g, '')).not.toMatch(/[&<>"']/);
      }),
    );
  });
});
