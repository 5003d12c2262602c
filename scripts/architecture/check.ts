import { builtinModules } from 'node:module';
import { posix } from 'node:path';
import { codeOf, type Import, importsIn } from './imports.ts';
import type { PackageRule, Rules, WordRule } from './rooms.ts';

export type Violation = {
  readonly file: string;
  readonly line: number;
  readonly what: string;
  readonly remedy: string;
};
export const describeViolation = ({ file, line, what, remedy }: Violation) =>
  `${file}:${line}: ${what}. ${remedy}.`;

const isTest = (path: string) => /\.(?:test|fixture)\.ts$/.test(path);

type Edge = Import & {
  readonly from: string;
  /** The file it names, for relative imports. */
  readonly to: string | null;
};

/**
 * Holds the files of src/ (path from the repository's root -> text) against the rules. Tests and their fixtures are left
 * out: they may import anything.
 */
export function checkArchitecture(files: ReadonlyMap<string, string>, rules: Rules): Violation[] {
  const sources = [...files.keys()].filter((path) => !isTest(path)).sort();
  const code = new Map(sources.map((path) => [path, codeOf(files.get(path)!)]));
  const edges = sources.flatMap((from) => importsIn(code.get(from)!).map((found) => edge(from, found)));
  return [
    ...edges.flatMap((e) => arrowProblems(e, files, rules)),
    ...edges.flatMap((e) => outsideProblems(e, rules)),
    ...rules.packages.flatMap((rule) => repeatedPackage(edges, rule)),
    ...sources.flatMap((file) => rules.words.flatMap((rule) => forbiddenWords(file, code.get(file)!, rule))),
    ...cycles(sources, edges),
    ...unlisted(code, edges, rules),
  ];
}

function edge(from: string, found: Import): Edge {
  const relative = found.specifier?.startsWith('.') ?? false;
  return { ...found, from, to: relative ? posix.join(posix.dirname(from), found.specifier!) : null };
}

export function roomOf(path: string): string {
  if (path.startsWith('src/language/parse/')) return 'language/parse';
  const [, room, file] = path.split('/');
  return file === undefined ? 'root' : room!;
}

const problem = (e: Edge, what: string, remedy: string): Violation => ({
  file: e.from,
  line: e.line,
  what,
  remedy,
});

/** Imports between our own files. */
function arrowProblems(e: Edge, files: ReadonlyMap<string, string>, rules: Rules): Violation[] {
  if (e.specifier === null)
    return [problem(e, 'imports a computed name', 'Import a literal name, so that it can be checked')];
  if (e.to === null) return [];
  if (!files.has(e.to))
    return [
      problem(e, `imports '${e.specifier}', no file of src/`, 'Correct the path; own files end in .ts'),
    ];
  if (isTest(e.to))
    return [problem(e, `imports the test '${e.specifier}'`, 'Move what is shared out of the test')];
  const [from, to] = [roomOf(e.from), roomOf(e.to)];
  const allowed = rules.rooms[from];
  if (!allowed)
    return [problem(e, `stands in the unknown room '${from}'`, 'Add it to scripts/architecture/rooms.ts')];
  if (from === to || allowed.includes(to)) return [];
  const may = allowed.length ? allowed.join(', ') : 'no other room';
  return [
    problem(
      e,
      `${from} imports ${to} ('${e.specifier}')`,
      `${from} may import ${may}: move what both need to a room that both may import, or pass it as an argument`,
    ),
  ];
}

/** Imports of Node's modules and of npm packages. */
function outsideProblems(e: Edge, rules: Rules): Violation[] {
  if (e.specifier === null || e.to !== null) return [];
  const room = roomOf(e.from);
  if (isNode(e.specifier)) {
    if (!rules.browser.rooms.includes(room) || rules.browser.except.includes(e.from)) return [];
    return [
      problem(
        e,
        `${room} imports '${e.specifier}'`,
        'This room also runs in a browser: take the value as an argument and read it in verbs or interfaces',
      ),
    ];
  }
  const name = packageOf(e.specifier);
  const rule = rules.packages.find((one) => one.names.includes(name));
  if (!rule)
    return [problem(e, `imports the package '${name}'`, `No room may: see scripts/architecture/rooms.ts`)];
  if (rule.where.some((place) => e.from.startsWith(place))) return [];
  return [problem(e, `imports the package '${name}'`, `Only ${rule.where.join(', ')} may`)];
}

const isNode = (specifier: string) =>
  specifier.startsWith('node:') || builtinModules.includes(specifier.split('/')[0]!);
const packageOf = (specifier: string) => specifier.split('/', specifier.startsWith('@') ? 2 : 1).join('/');

/** A heavy package has one door: the first file that imports it, in the order of paths. */
function repeatedPackage(edges: readonly Edge[], rule: PackageRule): Violation[] {
  if (!rule.once) return [];
  const users = edges.filter((e) => e.specifier !== null && rule.names.includes(packageOf(e.specifier)));
  const door = users[0]?.from;
  return users
    .filter((e) => e.from !== door)
    .map((e) =>
      problem(e, `imports the package '${packageOf(e.specifier!)}'`, `Go through ${door}, its only door`),
    );
}

/** Uses of what the file's room may not use: one violation a line. */
function forbiddenWords(file: string, code: string, rule: WordRule): Violation[] {
  if (!rule.rooms.includes(roomOf(file)) || rule.except?.includes(file)) return [];
  return code.split('\n').flatMap((line, at) => {
    const word = rule.pattern.exec(line)?.[0];
    return word ? [{ file, line: at + 1, what: `uses '${word}'`, remedy: rule.remedy }] : [];
  });
}

/** One violation a cycle, at the import that closes it. */
function cycles(sources: readonly string[], edges: readonly Edge[]): Violation[] {
  const out = byFile(edges);
  const done = new Set<string>();
  const found: Violation[] = [];
  const visit = (file: string, path: readonly string[]) => {
    if (done.has(file)) return;
    for (const e of out.get(file) ?? []) {
      const start = e.to === null ? -1 : [...path, file].indexOf(e.to);
      if (start >= 0) found.push(cycle(e, [...path, file].slice(start)));
      else if (e.to !== null) visit(e.to, [...path, file]);
    }
    done.add(file);
  };
  for (const file of sources) visit(file, []);
  return found;
}

function byFile(edges: readonly Edge[]): Map<string, Edge[]> {
  const out = new Map<string, Edge[]>();
  for (const e of edges) out.set(e.from, [...(out.get(e.from) ?? []), e]);
  return out;
}

const cycle = (e: Edge, path: readonly string[]) =>
  problem(
    e,
    `closes a cycle: ${[...path, e.to].join(' -> ')}`,
    'Move what both need to a file of its own, or pass it as an argument',
  );

/**
 * Files of an extension folder that its index.ts lacks: those that export a member of the list by its type, and those
 * that no other file imports.
 */
function unlisted(code: ReadonlyMap<string, string>, edges: readonly Edge[], rules: Rules): Violation[] {
  return Object.entries(rules.lists).flatMap(([folder, { member, exempt }]) => {
    const index = `${folder}/index.ts`;
    const importers = (file: string) =>
      edges.filter((e) => e.to === file && e.from !== file).map((e) => e.from);
    return [...code.keys()]
      .filter((file) => posix.dirname(file) === folder && file !== index)
      .filter((file) => !exempt.includes(posix.basename(file)) && !importers(file).includes(index))
      .filter((file) => exportsA(member, code.get(file)!) || importers(file).length === 0)
      .map((file) => ({
        file,
        line: 1,
        what: `is not listed in ${index}`,
        remedy: 'Import it there, or let another file use it if it is no member of the list',
      }));
  });
}

const exportsA = (member: string, code: string) =>
  new RegExp(
    [
      `^export const \\w+: ${member}\\b`,
      `^(?:export function .*)?\\): ${member}\\b[^;]*{$`,
      `\\bsatisfies ${member}\\b`,
    ].join('|'),
    'm',
  ).test(code);
