import { type Candidates, findCandidates, fitsName, leakOf, type Role } from './columnRoles.ts';
import { type ColumnProfile, type CsvProfile, profileCsv } from './profileCsv.ts';

export type MappingDraft = {
  readonly profile: CsvProfile;
  readonly candidates: Candidates;
  /** A commented mapping in YAML, valid as it stands where an action and an outcome were found. */
  readonly yaml: string;
  /** What the draft could not find, for people. */
  readonly missing: readonly Role[];
};

/** Proposes a mapping for a CSV file of which nothing is known, from its values and its column names. */
export async function draftMapping(path: string, delimiter = ','): Promise<MappingDraft> {
  const profile = await profileCsv(path, delimiter);
  const candidates = findCandidates(profile);
  const roles = choose(profile, candidates);
  const missing = (Object.keys(roles) as Role[]).filter((role) => roles[role].length === 0);
  return { profile, candidates, yaml: draftText({ profile, candidates, roles, delimiter }), missing };
}

/** One column a role, but every likely outcome; no column twice. */
function choose(profile: CsvProfile, candidates: Candidates): Candidates {
  const taken = new Set<string>();
  const first = (role: Role): string[] => {
    const name = candidates[role].find((candidate) => !taken.has(candidate));
    if (name === undefined) return [];
    taken.add(name);
    return [name];
  };
  const [time, propensity, customer, slot] = [
    first('time'),
    first('propensity'),
    first('customer'),
    first('slot'),
  ];
  const action = first('action');
  const named = candidates.outcome.filter((name) => fitsName('outcome', name) && !taken.has(name));
  const outcome =
    named.length > 0 ? named : candidates.outcome.filter((name) => !taken.has(name)).slice(0, 1);
  const order = profile.columns.map(({ name }) => name);
  outcome.sort((a, b) => order.indexOf(a) - order.indexOf(b));
  return { action, propensity, outcome, customer, time, slot };
}

type DraftParts = {
  readonly profile: CsvProfile;
  readonly candidates: Candidates;
  readonly roles: Candidates;
  readonly delimiter: string;
};

function draftText({ profile, candidates, roles, delimiter }: DraftParts): string {
  const used = new Set(Object.values(roles).flat());
  const column = (name: string) => profile.columns.find((one) => one.name === name)!;
  const [slot] = roles.slot;
  const lines = [
    '# A draft, made from the values and names of the columns. Check every line: a wrong propensity or outcome gives',
    '# a wrong answer without any error.',
    'mapping: 1',
    ...(delimiter === ',' ? [] : [`delimiter: ${quoted(delimiter)}`]),
    '',
    actionLine(roles.action, candidates.action),
    ...propensityLines(roles.propensity, roles.action, profile),
    '',
    '# What came of it. unit: count or money; sign: -1 for a cost.',
    'outcomes:',
    ...(roles.outcome.length === 0 ? ['  reward: { column: FILL_IN, unit: count }'] : []),
    ...roles.outcome.map(
      (name) => `  ${quoted(name)}: { column: ${quoted(name)}, unit: ${unitOf(column(name))} }`,
    ),
    '',
    '# The unit of intervals; without it each row stands alone.',
    optional('customer', roles.customer),
    optional('time', roles.time),
    slot === undefined
      ? '# slot: { column: COLUMN, first: 1 }'
      : `slot: { column: ${quoted(slot)}, first: ${column(slot).minimum} }`,
    '',
    '# Which actions could have been taken at each row: all, unknown, or { declared: [ACTION, ...] }.',
    'legality: unknown',
    '',
    '# What was known when the action was chosen. Take out everything that was known only afterwards.',
    ...contextLines(profile.columns.filter(({ name }) => !used.has(name))),
  ];
  return `${lines.join('\n')}\n`;
}

function actionLine([name]: readonly string[], candidates: readonly string[]): string {
  if (name === undefined) return 'action: FILL_IN # which of a few things was done';
  const others = candidates.filter((other) => other !== name).slice(0, 4);
  return `action: ${quoted(name)}${others.length > 0 ? ` # or ${others.join(', ')}?` : ''}`;
}

function optional(key: string, [name]: readonly string[]): string {
  return name === undefined ? `# ${key}: COLUMN` : `${key}: ${quoted(name)}`;
}

function propensityLines(
  [name]: readonly string[],
  [action]: readonly string[],
  profile: CsvProfile,
): string[] {
  if (name !== undefined) return [`propensity: { column: ${quoted(name)} }`];
  const values = profile.columns.find((column) => column.name === action);
  const all = values && values.distinct === values.examples.length;
  const share = (example: string) => `${quoted(example)}: 1/${values!.distinct}`;
  const shares = all ? values.examples.map(share).join(', ') : 'ACTION: SHARE, ...';
  return [
    '# No column looks like the probability of the action. If it was drawn at random by design, say with which shares:',
    `# propensity: { randomised: { ${shares} } }`,
    '# Without one the importance-weighted estimators cannot run; the direct method can.',
  ];
}

const unitOf = ({ type, name }: ColumnProfile) =>
  type === 'number' || /spend|spent|revenue|margin|price|amount|sales|profit/i.test(name) ? 'money' : 'count';

function contextLines(columns: readonly ColumnProfile[]): string[] {
  const lines = columns.map(contextLine);
  const none = lines.every((line) => line.startsWith('  #'));
  return [none ? 'context: {}' : 'context:', ...lines];
}

const LEVELS_IN_CONTEXT = 200;

function contextLine(column: ColumnProfile): string {
  const { name, type, distinct, rowNumber } = column;
  const leave = (why: string) => `  # ${quoted(name)}: left out, ${why}`;
  if (rowNumber) return leave('the row number');
  if (distinct <= 1) return leave('one value alone');
  if (type === 'time') return leave('a time: derive a number from it first');
  const leak = leakOf(column);
  if (leak !== null) return leave(leak);
  if (type !== 'text') return `  ${quoted(name)}: ${type}`;
  if (distinct > LEVELS_IN_CONTEXT) return leave(`${distinct} different texts`);
  return `  ${quoted(name)}: category`;
}

/** Plain where YAML reads it back as the same text. */
function quoted(text: string): string {
  const plain =
    /^[A-Za-z][\w@.-]*( [\w@.-]+)*$/.test(text) && !/^(true|false|null|yes|no|on|off|y|n)$/i.test(text);
  return plain ? text : JSON.stringify(text);
}
