import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { checkArchitecture, describeViolation } from '../scripts/architecture/check.ts';
import { codeOf, importsIn } from '../scripts/architecture/imports.ts';
import { rules } from '../scripts/architecture/rooms.ts';

const root = join(import.meta.dirname, '..');
const read = (path: string): [string, string] => [path, readFileSync(join(root, path), 'utf8')];
const check = (files: { [path: string]: string }) =>
  checkArchitecture(new Map(Object.entries(files)), rules).map(describeViolation);

describe('the architecture', () => {
  it('is kept by every file of src/', () => {
    const paths = readdirSync(join(root, 'src'), { recursive: true, encoding: 'utf8' })
      .filter((path) => path.endsWith('.ts'))
      .map((path) => join('src', path).replaceAll('\\', '/'));
    expect(paths.length).toBeGreaterThan(0);
    const found = checkArchitecture(new Map(paths.map(read)), rules).map(describeViolation);
    expect(found.join('\n')).toBe('');
  });
});

describe('a tree that breaks it', () => {
  it('is told of an arrow that points the wrong way, with its line and the remedy', () => {
    const found = check({
      'src/core/a.ts': "// first\nimport type { B } from '../journey/b.ts';\n",
      'src/journey/b.ts': 'export type B = number;\n',
    });
    expect(found).toEqual([
      "src/core/a.ts:2: core imports journey ('../journey/b.ts'). core may import no other room: move what both " +
        'need to a room that both may import, or pass it as an argument.',
    ]);
  });

  it('is told of a cycle, at the import that closes it', () => {
    const found = check({
      'src/core/a.ts': "import { b } from './b.ts';\n",
      'src/core/b.ts': "import {\n  c,\n} from './c.ts';\n",
      'src/core/c.ts': "\n\nexport { a } from './a.ts';\n",
    });
    expect(found).toHaveLength(1);
    expect(found[0]).toContain(
      'src/core/c.ts:3: closes a cycle: src/core/a.ts -> src/core/b.ts -> src/core/c.ts -> src/core/a.ts',
    );
  });

  it.each([
    [
      'an npm package in serving',
      'src/serving/a.ts',
      "import { z } from 'zod';",
      "imports the package 'zod'. Only",
    ],
    [
      'an npm package that no room may use',
      'src/verbs/a.ts',
      "import x from 'lodash/fp';",
      "the package 'lodash'",
    ],
    [
      'tfjs outside tensors',
      'src/agents/a.ts',
      "const t = import('@tensorflow/tfjs-core');",
      'Only src/agents/tensors.ts',
    ],
    [
      'a node module in the simulator',
      'src/simulator/a.ts',
      "import 'node:fs';",
      "simulator imports 'node:fs'",
    ],
    [
      'a node module without its prefix',
      'src/core/a.ts',
      "import fs from 'fs/promises';",
      "core imports 'fs/promises'",
    ],
    [
      'the parser outside scenario and verbs',
      'src/policies/a.ts',
      "import '../language/parse/p.ts';",
      'policies imports language/parse',
    ],
    ['a computed import', 'src/verbs/a.ts', 'const m = await import(name);', 'imports a computed name'],
    [
      'a missing file',
      'src/verbs/a.ts',
      "import { x } from './gone.js';",
      "imports './gone.js', no file of src/",
    ],
    [
      'randomness of the platform',
      'src/reports/a.ts',
      'const u = Math.random();',
      "uses 'Math.random'. Draw from",
    ],
    ['inexact maths', 'src/evaluation/a.ts', 'const y = Math.exp(x);', "uses 'Math.exp'. Its last bit"],
    ['a power', 'src/core/a.ts', 'const y = x ** 2 + 2 ** -24; // x * x', "uses '**'. Its last bit"],
    ['the clock', 'src/serving/a.ts', 'const t = Date.now();', "uses 'Date.now'. Take the time"],
    ['a global of Node', 'src/simulator/a.ts', 'const p = process.env;', "uses 'process'. This room also"],
    [
      'text run as code',
      'src/scenario/a.ts',
      'const f = new Function(text);',
      "uses 'new Function'. No text",
    ],
    ['a test', 'src/verbs/a.ts', "import { x } from './b.test.ts';", "imports the test './b.test.ts'"],
    ['an unknown room', 'src/utils/a.ts', "import { p } from '../core/c.ts';", "unknown room 'utils'"],
  ])('is told of %s', (_, path, text, message) => {
    const found = check({
      [path]: `\n${text}\n`,
      'src/language/parse/p.ts': '',
      'src/verbs/b.test.ts': '',
      'src/core/c.ts': '',
      'src/agents/index.ts': "import './a.ts';\n",
      'src/policies/index.ts': "import './a.ts';\n",
      'src/evaluation/index.ts': "import './a.ts';\n",
    }).filter((line) => line.startsWith(path));
    expect(found).toHaveLength(1);
    expect(found[0]).toContain(`${path}:2: `);
    expect(found[0]).toContain(message);
  });

  it('is not told of words in comments, strings and names', () => {
    const found = check({
      'src/core/a.ts':
        "/** Math.exp, y ** 3 */ const small = 2 ** -24,  process: string = 'Date.now eval('; // Buffer\na.process();\n",
    });
    expect(found).toEqual([]);
  });

  it('is told of a second file that imports a heavy package', () => {
    const found = check({
      'src/reports/a.ts': "import * as vega from 'vega';\n",
      'src/reports/b.ts': "\nimport { compile } from 'vega-lite';\n",
    });
    expect(found).toEqual([
      "src/reports/b.ts:2: imports the package 'vega-lite'. Go through src/reports/a.ts, its only door.",
    ]);
  });

  it.each([
    ['named by its type', 'export const mine: Agent<State> = {\n};'],
    ['checked by its type', 'const mine = {} satisfies Agent;'],
    ['made by a function', 'export function mine(n: number): Agent {\n}'],
  ])('is told of an agent, %s, that the list lacks', (_, text) => {
    const found = check({
      'src/agents/index.ts': "import { listed } from './listed.ts';\n",
      'src/agents/agent.ts': 'export type Agent = {};',
      'src/agents/listed.ts': "import { mine } from './mine.ts';\nimport { part } from './part.ts';\n",
      'src/agents/mine.ts': text,
      'src/agents/part.ts': 'export const part = 1;',
    });
    expect(found).toEqual([
      'src/agents/mine.ts:1: is not listed in src/agents/index.ts. ' +
        'Import it there, or let another file use it if it is no member of the list.',
    ]);
  });

  it('is told of a file in such a folder that nobody imports', () => {
    const found = check({ 'src/evaluation/alone.ts': 'export const alone = make();' });
    expect(found).toHaveLength(1);
    expect(found[0]).toContain('src/evaluation/alone.ts:1: is not listed in src/evaluation/index.ts');
  });
});

it('importsIn reads every form and is not fooled by comments, strings, templates and regular expressions', () => {
  const text = [
    "import a, { type B } from './1.ts';",
    "export * as c from './2.ts';",
    "const d: typeof import('./3.ts') = require('4');",
    "const e = require.resolve('5'), f = import.meta.resolve('6');",
    "// import g from './no.ts';",
    "/* import('./no.ts') */ const h = 'import(1)'.length;",
    "const i = /['\"`]\\/\\/[/]/.test(a) ? `\nimport j from './no.ts';\n` : import('./7.ts');",
  ].join('\n');
  expect(importsIn(codeOf(text))).toEqual([
    { line: 1, specifier: './1.ts' },
    { line: 2, specifier: './2.ts' },
    { line: 3, specifier: './3.ts' },
    { line: 3, specifier: '4' },
    { line: 4, specifier: '5' },
    { line: 4, specifier: '6' },
    { line: 9, specifier: './7.ts' },
  ]);
});
