import type { MappingDraft } from '../../logs/draftMapping.ts';
import type { Mapping } from '../../logs/mapping.ts';
import { section } from './showScenario.ts';
import { figure, number, textTable, written } from './textTable.ts';

/** A mapping in words: which column is what. */
export function showMapping(mapping: Mapping): string[] {
  const { propensity, legality, slot, time } = mapping;
  const roles: (readonly [string, string])[] = [
    ['action', mapping.action.column],
    ['propensity', propensityText(propensity)],
    ['customer', mapping.customer ?? 'none: each row stands alone'],
    ['time', time ? `${time.column} (${time.unit})` : 'none'],
    ['slot', slot ? `${slot.column}, the first is ${slot.first}` : 'none'],
    ['stage', mapping.stage ?? 'none'],
    ['legal actions', typeof legality === 'string' ? legality : legality.declared.join(', ')],
    ...Object.entries(mapping.outcomes).map(
      ([name, { column, unit, sign }]) =>
        [`outcome ${name}`, `${column}, ${sign < 0 ? '- ' : ''}${unit}`] as const,
    ),
    ...Object.entries(mapping.extra ?? {}).map(([name, column]) => [`further ${name}`, column] as const),
  ];
  const context = Object.entries(mapping.context).map(([column, kind]) => [
    column,
    typeof kind === 'string' ? kind : kind.kind,
  ]);
  const two = [{ title: '' }, { title: '' }];
  return [
    ...section(mapping.title ?? 'Columns', textTable(two, roles)),
    ...section('Context', textTable(two, context)),
  ];
}

function propensityText(propensity: Mapping['propensity']): string {
  if (propensity === undefined) return 'none: estimators that weight by it cannot run';
  if ('column' in propensity) return propensity.column;
  const shares = Object.entries(propensity.randomised).map(([action, share]) => `${action} ${figure(share)}`);
  return `randomised by design: ${shares.join(', ')}`;
}

/** What a CSV file's columns look like, and what each could be. */
export function showDraft({ profile, candidates, missing }: MappingDraft): string[] {
  const rows = profile.columns.map(({ name, type, distinct, exact, blanks, minimum, maximum, examples }) => [
    name,
    type,
    `${exact ? '' : 'some '}${distinct}`,
    String(blanks),
    Number.isNaN(minimum) ? '' : `${written(minimum)} to ${written(maximum)}`,
    examples.join(', ').slice(0, 40),
    Object.entries(candidates)
      .filter(([, names]) => names.includes(name))
      .map(([role]) => role)
      .join(', '),
  ]);
  const columns = [
    { title: 'column' },
    { title: 'type' },
    number('different'),
    number('blank'),
    { title: 'range' },
    { title: 'such as' },
    { title: 'could be' },
  ];
  const lacks = missing.map((role) => `nothing looks like the ${role}`);
  return [
    `${profile.rows} rows`,
    ...section('Columns', textTable(columns, rows)),
    ...section('Missing', lacks),
  ];
}
