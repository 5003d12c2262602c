import { didYouMean } from '../../core/issue.ts';
import type { Distribution, Named, Trait } from '../scenario.ts';
import type { ScenarioInput } from '../schema.ts';
import { describeValue, type Path } from './finding.ts';
import { find, mapNamed, type Resolving } from './resolving.ts';
import { type RowCells, rowCells } from './rowCells.ts';

type Row = Extract<Distribution, { kind: 'row' }>;

/** More levels than this are no category that a policy could learn from. */
const MOST_LEVELS = 100;
const GREATEST = 3.4028234663852886e38;
/** Stands in where a finding says that nothing can be read. */
const NOTHING: Row = { kind: 'row', values: [0], levels: null };

/**
 * The traits that the rows of a table give, each a column: a customer draws one row, or is one, and with it all of them.
 */
export function resolveRows(
  to: Resolving,
  { rows: input, size, arrivals, referrals }: ScenarioInput['population'],
  traits: Named<unknown>,
): Named<Trait> {
  if (input === undefined) return {};
  const cells = rowCells(to, input);
  const inOrder = input.resample === false;
  const comeLater = arrivals !== undefined || referrals !== undefined;
  const columns = mapNamed(input.columns, ['population', 'rows', 'columns'], (column, path, name): Trait => {
    if (Object.hasOwn(traits, name)) {
      const message = `got the name \`${name}\`, already the name of a trait, wanted another`;
      find(to, 'name', path, message, { at: 'key' });
    }
    const { seen = true, unit, as, ...of } = typeof column === 'string' ? { column } : column;
    const at = typeof column === 'string' ? path : [...path, 'column'];
    const values = cells === null ? NOTHING : columnOf(to, cells, { column: of.column, as, path: at });
    return { seen, unit: unit ?? null, ...values, ...(inOrder && { inOrder }) };
  });
  const read = Object.values(columns).find((one) => one.kind === 'row' && one.values !== NOTHING.values);
  if (inOrder && read?.kind === 'row') checkOrder(to, read.values.length, comeLater ? null : size);
  return columns;
}

/** Where customers are the rows, in order, there is a row for each of them, whose number must be known. */
function checkOrder(to: Resolving, rows: number, customers: number | null): void {
  const path = ['population', 'rows', 'resample'];
  const hint = 'Leave `resample` out, so that each customer draws a row';
  if (customers === null) {
    const message = 'got false with customers who come later, wanted rows that they draw';
    find(to, 'conflict', path, message, { hint: `${hint}.` });
  } else if (rows < customers) {
    const message = `got ${rows} rows for ${customers} customers, wanted a row for each`;
    find(to, 'value', path, message, { hint: `${hint}, or lower \`population.size\`.` });
  }
}

type Wanted = {
  readonly column: string;
  readonly as?: 'number' | 'category' | undefined;
  readonly path: Path;
};

function columnOf(to: Resolving, table: RowCells, { column, as, path }: Wanted): Row {
  if (!table.names.includes(column)) {
    const hint = didYouMean(column, table.names);
    find(to, 'unknown-name', path, `got ${describeValue(column)}, wanted a column of the rows`, { hint });
    return NOTHING;
  }
  const cells = table.cells(column);
  const refuse = (i: number, message: string, hint: string) => {
    const { path: cell, place } = table.where(column, i);
    find(to, 'cell', cell, message, { hint, ...(place && { place }) });
    return NOTHING;
  };
  if (cells.length === 0) {
    find(to, 'value', path, 'got no rows, wanted at least one');
    return NOTHING;
  }
  const empty = cells.indexOf('');
  if (empty >= 0) return refuse(empty, 'got nothing, wanted a value', 'Fill the cell, or take its row away.');
  if ((as ?? (isNumber(cells[0]) ? 'number' : 'category')) === 'category') {
    return categoryOf(cells) ?? tooMany(to, column, path);
  }
  const odd = cells.findIndex((cell) => !isNumber(cell));
  if (odd < 0) return { kind: 'row', values: cells.map(Number), levels: null };
  const hint = `Mend the cell, or write \`{ column: ${column}, as: category }\`.`;
  return refuse(odd, `got ${describeValue(cells[odd])}, wanted a number`, hint);
}

/** Levels in alphabetical order, so that the order of rows does not make them. */
function categoryOf(cells: readonly string[]): Row | null {
  const levels = [...new Set(cells)].sort();
  if (levels.length > MOST_LEVELS) return null;
  const index = new Map(levels.map((level, k) => [level, k]));
  return { kind: 'row', values: cells.map((cell) => index.get(cell)!), levels };
}

function tooMany(to: Resolving, column: string, path: Path): Row {
  const message = `got \`${column}\`, of more than ${MOST_LEVELS} different texts, wanted a category or numbers`;
  find(to, 'value', path, message);
  return NOTHING;
}

function isNumber(cell: string): boolean {
  return /^[-+]?(\d+\.?\d*|\.\d+)(e[-+]?\d+)?$/i.test(cell) && Math.abs(Number(cell)) <= GREATEST;
}
