import type { Comparison } from '../../evaluation/comparison.ts';
import { money, write } from '../amounts.ts';
import { writeOwn } from '../charts/tornado.ts';
import { tableHtml } from '../dataTable.ts';
import { type Html, html } from '../html.ts';
import { capitalised, label, prose } from '../names.ts';
import { valueStep } from '../pair.ts';

/** Every assumption that carries a range: what it is, how far it may be wrong, why, and what it does to the result. */
export function assumptionsSection(comparison: Comparison): Html {
  const { assumptions, scenario } = comparison;
  if (assumptions.length === 0)
    return html`<p>No parameter of this scenario carries a range, or none was varied.</p>`;
  const step = valueStep(comparison);
  const unit = money(scenario.currency);
  const result = (x: number) => write(x, unit, { step, signed: true, bare: true });
  return tableHtml(
    {
      caption: `Assumed numbers with their ranges, and the headline difference (${scenario.currency} a customer) with the change at either end.`,
      columns: [
        { title: 'Assumption' },
        { title: 'Value', numeric: true },
        { title: 'Low to high', numeric: true },
        { title: 'Result at low, high', numeric: true },
        { title: 'Why' },
        { title: 'Source' },
      ],
      rows: assumptions.map((a) => [
        html`${label(a.parameter)}${a.flips ? html` <span class="tag bad">can flip it</span>` : null}`,
        writeOwn(a.value),
        `${writeOwn(a.low)} to ${writeOwn(a.high)}`,
        `${result(a.atLow)}, ${result(a.atHigh)}`,
        a.why === null ? 'not stated' : capitalised(prose(a.why)),
        a.source === null ? 'none' : prose(a.source),
      ]),
    },
    'stacked',
  );
}
