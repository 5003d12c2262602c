import { z } from 'zod';
import { choice, expecting, flag, formula, mapping, named, number, pair, ranges, text } from './leaves.ts';

/** A mapping from names to shares. */
export const shares = (key: z.ZodString, description: string) =>
  expecting(
    z.record(key, number(ranges.share, 'Share of customers.')).meta({ description }),
    'a mapping from values to shares',
    {},
  );

/** Distributions of a number that have a quantile function. */
const numbers = {
  normal: mapping(
    {
      mean: number(ranges.any, 'Mean.'),
      sd: number(ranges.positive, 'Standard deviation.'),
      min: number(ranges.any, 'Smaller draws are cut to it.').optional(),
      max: number(ranges.any, 'Larger draws are cut to it.').optional(),
    },
    'Normal distribution.',
  ).optional(),
  logNormal: mapping(
    {
      median: number(ranges.positive, 'Median.'),
      sigma: number(ranges.positive, 'Standard deviation of the logarithm.'),
    },
    'Log-normal distribution.',
  ).optional(),
  uniform: pair(ranges.any, 'Uniform distribution: [min, max].', ['Smallest.', 'Largest.']).optional(),
  beta: pair(ranges.positive, 'Beta distribution: [a, b], mean a / (a + b).', ['a.', 'b.']).optional(),
  gamma: mapping(
    {
      shape: number(ranges.positive, 'Shape.'),
      scale: number(ranges.positive, 'Scale: mean = shape * scale.'),
    },
    'Gamma distribution.',
  ).optional(),
  poisson: mapping(
    { mean: number(ranges.poisson, 'Mean, which is the variance too.') },
    'Poisson distribution: a count.',
  ).optional(),
};

const segment = mapping(
  { share: number(ranges.share, 'Share of customers in this segment.'), ...numbers },
  'A segment: its share and exactly one distribution.',
);

export const trait = mapping(
  {
    seen: flag('Whether the business sees it.'),
    unit: text('Unit, for people.', 'EUR a month').optional(),
    ...numbers,
    mixture: expecting(
      z.array(segment).meta({ description: 'Segments, whose shares sum to 1.' }),
      'a list of segments, each with `share` and a distribution',
      [],
    ).optional(),
    chance: number(ranges.share, 'Yes with this probability, else no.').optional(),
    oneOf: shares(z.string().min(1), 'A category: its values with their shares, which sum to 1.').optional(),
    formula: formula('Worked out once from the traits above it.', 'bill * 12').optional(),
  },
  'What a customer is: drawn once. Exactly one distribution.',
);

const correlation = number(ranges.correlation, 'Correlation of the normals behind two traits.');

export const correlated = mapping(
  {
    traits: expecting(
      z.array(z.string().min(1)).meta({ description: 'Traits, in the order in which luck reaches them.' }),
      'a list of traits',
      [],
    ),
    pairs: expecting(
      z
        .record(z.string().min(1), correlation)
        .meta({ description: 'Correlations by pair, `"a, b": 0.4`; 0 where left out.' }),
      'a mapping from pairs to correlations',
      {},
    ).optional(),
    matrix: expecting(
      z.array(z.array(correlation)).meta({ description: 'All correlations, a row a trait.' }),
      'a list of rows',
      [],
    ).optional(),
  },
  'Traits that go together (a Gaussian copula). Either `pairs` or `matrix`.',
);

const rowColumn = expecting(
  z
    .union([
      z.string().min(1),
      mapping(
        {
          column: text('Column of the rows.', 'MonthlyCharges'),
          seen: flag('Whether the business sees it; it does where left out.').optional(),
          unit: text('Unit, for people.', 'EUR a month').optional(),
          as: choice(
            ['number', 'category'],
            'What its cells are; what the first of them looks like where left out.',
          ).optional(),
        },
        'A column with what is said of it.',
      ),
    ])
    .meta({ description: 'The column of the rows that the trait is.' }),
  'the name of a column, or a mapping with `column`',
  '',
);

export const rows = mapping(
  {
    file: text(
      'CSV file with a header, or Parquet file, by its path from this file.',
      'customers.csv',
    ).optional(),
    data: expecting(
      z
        .record(z.string().min(1), z.array(z.union([z.string(), z.number()])))
        .meta({ description: 'The rows themselves, as columns of one length.' }),
      'a mapping from columns to lists of cells',
      {},
    ).optional(),
    columns: named(rowColumn, 'Traits by name, each with its column.'),
    resample: flag(
      'Whether each customer draws any row, as likely as the others, again and again, as where left out; else customer i is row i.',
    ).optional(),
  },
  'Customers drawn from real rows, so that their traits go together as they do there. Either `file` or `data`.',
);
