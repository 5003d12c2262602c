import { tableHtml } from '../dataTable.ts';
import type { Html } from '../html.ts';

/** Our word, what it means here, and the nearest word that users of two other products know. */
const entries: readonly (readonly [string, string, string, string])[] = [
  [
    'Policy',
    'Decides what to do for a customer, with a probability for each choice.',
    'Next-best-action strategy',
    'Decision policy with its selection strategies',
  ],
  [
    'Intervention',
    'Something that can be done for a customer: tips, an offer, a call.',
    'Action',
    'Decision item, offer',
  ],
  [
    'Action',
    'An intervention over one channel, such as discount by letter.',
    'Treatment',
    'Offer with its placement',
  ],
  ['Stage', 'Where a customer stands in the journey.', 'Journey stage', 'Journey step or audience'],
  [
    'Propensity',
    'The probability with which the policy took the action. Not a forecast of the response.',
    '– (there, propensity is the forecast response)',
    '–',
  ],
  [
    'Eligibility',
    'Rules that say what a customer may get at all; they mask the rest.',
    'Engagement policy: eligibility, applicability, suitability',
    'Eligibility rule',
  ],
  ['Cap, cooldown', 'How often a customer may be contacted.', 'Contact policy, suppression', 'Capping rule'],
  [
    'Budget, capacity',
    'How much may be spent, or how many calls made, over all customers.',
    'Volume constraint',
    'Total cap',
  ],
  [
    'Arbitration',
    'Who gets in where a budget or a capacity is short.',
    'Arbitration: propensity × context × value × levers',
    'Ranking by priority, formula or model',
  ],
  ['Holdout', 'Customers left alone for measurement.', 'Control group', 'Holdout, control group'],
  ['Uplift', 'What doing it changes for a customer, against doing nothing.', 'Lift', 'Lift'],
  [
    'Today’s rules',
    'What the business does now; tuned rules are the same with their thresholds searched.',
    'Business as usual',
    'Existing journey',
  ],
  [
    'Oracle',
    'The strongest agent, allowed to see what no business sees. An upper mark, never a choice.',
    '–',
    '–',
  ],
  ['Luck', 'The random draws. Policies are compared on the same ones.', '–', '–'],
  ['ESS', 'Effective sample size: how many decisions a reweighted log is worth.', '–', '–'],
];

/** The words of a report for readers who come from Pega's or Adobe's products; the nearest name, not always the same thing. */
export function glossarySection(): Html {
  return tableHtml(
    {
      caption: 'The nearest name elsewhere, which is not always quite the same thing.',
      columns: [
        { title: 'Word' },
        { title: 'What it means here' },
        { title: 'In Pega' },
        { title: 'In Adobe' },
      ],
      rows: entries,
    },
    'stacked',
  );
}
