/**
 * Which room of src/ may import which, and where each npm package may stand: ARCHITECTURE.md's table as data.
 * A room is a folder directly under src/, or `language/parse`; files directly under src/ are the room `root`.
 */
export type Rules = {
  /** For each room the rooms it may import besides itself. */
  readonly rooms: { readonly [room: string]: readonly string[] };
  /** Rooms that also run in a browser worker: no `node:` module, but for the files named. */
  readonly browser: { readonly rooms: readonly string[]; readonly except: readonly string[] };
  /** Where npm packages may be imported: below a folder or in a file; `once`: in one file alone. */
  readonly packages: readonly PackageRule[];
  readonly words: readonly WordRule[];
  /** Folders whose index.ts lists every file that exports a `member`; `exempt`: contracts and doors to libraries. */
  readonly lists: {
    readonly [folder: string]: { readonly member: string; readonly exempt: readonly string[] };
  };
};
/** Words that code of these rooms may not use, but for the files named. */
export type WordRule = {
  readonly pattern: RegExp;
  readonly rooms: readonly string[];
  readonly except?: readonly string[];
  readonly remedy: string;
};
export type PackageRule = {
  readonly names: readonly string[];
  readonly where: readonly string[];
  readonly once?: true;
};

const pure = ['core', 'language', 'journey', 'guardrails', 'policies'];
const aboveVerbs = [...pure, 'language/parse', 'serving', 'scenario', 'simulator', 'agents'].concat([
  'evaluation',
  'analytics',
  'logs',
  'reports',
]);

const browserRooms = [...pure, 'language/parse', 'serving', 'scenario', 'simulator', 'agents'];
const nodeFiles = ['src/agents/tensors.ts', 'src/scenario/load.ts'];

export const rules: Rules = {
  rooms: {
    core: [],
    language: ['core'],
    'language/parse': ['language', 'core'],
    journey: ['core'],
    guardrails: ['language', 'journey', 'core'],
    policies: ['guardrails', 'language', 'journey', 'core'],
    serving: pure,
    scenario: ['policies', 'guardrails', 'language', 'language/parse', 'journey', 'core'],
    simulator: ['scenario', ...pure],
    agents: pure,
    evaluation: ['policies', 'journey', 'core'],
    analytics: ['evaluation', 'journey', 'core'],
    logs: ['journey', 'core'],
    reports: ['evaluation', 'analytics', 'journey', 'core'],
    verbs: aboveVerbs,
    interfaces: ['verbs', 'serving'],
    testing: [...aboveVerbs, 'verbs'],
    root: [...aboveVerbs, 'verbs'],
  },
  browser: { rooms: browserRooms, except: nodeFiles },
  packages: [
    { names: ['seedrandom'], where: ['src/verbs/'] },
    { names: ['yargs'], where: ['src/interfaces/cli/'] },
    { names: ['fastify'], where: ['src/interfaces/http/'] },
    { names: ['ohm-js'], where: ['src/language/parse/'] },
    { names: ['yaml', 'zod'], where: ['src/scenario/', 'src/logs/', 'src/verbs/', 'src/interfaces/'] },
    { names: ['csv-parse'], where: ['src/logs/'] },
    { names: ['watr'], where: ['src/simulator/kernel/assemble.ts'], once: true },
    { names: ['hyparquet', 'hyparquet-writer'], where: ['src/logs/'], once: true },
    { names: ['vega', 'vega-lite', 'vega-embed'], where: ['src/reports/'], once: true },
    {
      names: ['@tensorflow/tfjs-core', '@tensorflow/tfjs-backend-wasm', '@tensorflow/tfjs-node'],
      where: ['src/agents/tensors.ts'],
      once: true,
    },
  ],
  words: [
    {
      pattern: /\bMath\.random\b/,
      rooms: [...aboveVerbs, 'verbs', 'interfaces', 'testing', 'root'],
      remedy: 'Draw from a Philox key that the caller hands over',
    },
    {
      pattern: /\beval\(|\bnew Function\b/,
      rooms: [...aboveVerbs, 'verbs', 'interfaces', 'testing', 'root'],
      remedy: 'No text is ever run as JavaScript: interpret the checked graph',
    },
    {
      pattern:
        /\bMath\.(?:exp|expm1|log|log2|log10|log1p|pow|sinh?|cosh?|tanh?|a(?:sin|cos|tan)h?|atan2|cbrt|hypot)\b|(?<!(?<![\w$.)\]])2 )\*\*|\*\*(?! -?\d)/,
      rooms: aboveVerbs.filter((room) => room !== 'reports'),
      remedy: 'Its last bit differs between machines: use src/core/transcendental.ts, or multiply',
    },
    {
      pattern: /\bDate\.now\b|\bnew Date\(\)|\bperformance\.now\b/,
      rooms: browserRooms,
      remedy: 'Take the time as an argument',
    },
    {
      pattern: /(?<![.\w$])(?:process|Buffer|__dirname|__filename)\b(?!\??:)|\bimport\.meta\b/,
      rooms: browserRooms,
      except: nodeFiles,
      remedy: 'This room also runs in a browser: take the value as an argument',
    },
  ],
  lists: {
    'src/agents': { member: 'Agent', exempt: ['agent.ts', 'tensors.ts'] },
    'src/policies': { member: 'PolicyForm', exempt: ['policy.ts'] },
    'src/evaluation': { member: 'Estimator', exempt: ['estimate.ts', 'comparison.ts'] },
    'src/reports/charts': { member: 'ChartDefinition', exempt: [] },
  },
};
