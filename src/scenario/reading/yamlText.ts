import { type Alias, type Document, LineCounter, parseDocument, visit, type YAMLError } from 'yaml';
import { type Issue, issue } from '../../core/issue.ts';
import { type LocatedSource, makeSourceMap } from '../sourceMap.ts';
import { type Path, pathText } from './finding.ts';
import { type SplitFormula, splitFormulas } from './splitFormulas.ts';

/** A YAML text as a plain value. Where it is broken in places only, `broken` says where, and the rest can be checked. */
export type YamlText = {
  /** undefined where the text is broken beyond single values: nothing else about it is to be trusted. */
  readonly value: unknown;
  readonly source: LocatedSource;
  readonly issues: readonly Issue[];
  readonly broken: readonly Path[];
};

/** Errors of one value, which leave the rest of the document as it was meant. */
const LOCAL = new Set([
  'BLOCK_AS_IMPLICIT_KEY',
  'MULTILINE_IMPLICIT_KEY',
  'UNEXPECTED_TOKEN',
  'BAD_SCALAR_START',
  'DUPLICATE_KEY',
  'TAG_RESOLVE_FAILED',
]);

/** Reads YAML 1.2. Never throws: what is wrong becomes issues with line and column. */
export function readYamlText(text: string, file: string): YamlText {
  const lines = new LineCounter();
  const document = parseDocument(text, { lineCounter: lines, prettyErrors: false, version: '1.2' });
  const source = makeSourceMap(document, lines, file, text);
  const errors = trusted(firstOfEachLine([...document.errors, ...document.warnings], source));
  const issues = errors.map((error) => yamlIssue(error, text, source));
  const loose = looseAliases(document).map((alias) => aliasIssue(alias, source));
  if (loose.length > 0 || errors.some(({ code }) => !LOCAL.has(code))) {
    return { value: undefined, source, issues: [...issues, ...loose], broken: [] };
  }
  const split = splitFormulas(document, text);
  const places = errors
    .filter(({ code }) => code !== 'DUPLICATE_KEY')
    .map(({ pos }) => source.pathAt(pos[0]));
  const broken = [...places, ...split.flatMap((formula) => formula.broken)].filter((path) => path.length > 0);
  const all = [...issues, ...split.map((formula) => splitIssue(formula, source))];
  return { ...plainValue(document, all, file), source, broken };
}

/** Aliases may repeat so much that the value would not fit in memory: yaml then refuses. */
function plainValue(document: Document, issues: readonly Issue[], file: string) {
  try {
    return { value: document.toJS({ maxAliasCount: 100 }) as unknown, issues };
  } catch (error) {
    const message = `this is no YAML: ${(error as Error).message}`;
    return { value: undefined, issues: [...issues, issue('scenario/yaml', message, { at: { file } })] };
  }
}

/** Aliases (`*live`) to anchors that are not set before them, or that they are part of. */
function looseAliases(document: Document): Alias[] {
  const loose: Alias[] = [];
  visit(document, {
    Alias(_, alias, above) {
      const to = alias.resolve(document);
      if (to === undefined || above.includes(to)) loose.push(alias);
    },
  });
  return loose;
}

function aliasIssue(alias: Alias, { file, position }: LocatedSource): Issue {
  const message = `got the alias \`*${alias.source}\`, wanted one whose anchor \`&${alias.source}\` ends before it`;
  return issue('scenario/yaml', message, { at: { file, ...position(alias.range?.[0] ?? 0) } });
}

function splitIssue({ path, formula }: SplitFormula, source: LocatedSource): Issue {
  return issue('scenario/quote-formula', 'got a formula cut at its comma, wanted it in quotes', {
    at: { file: source.file, ...source.at(path), path: pathText(path) },
    hint: `Quote this formula: ${quoted(formula)}`,
  });
}

/** What follows an error that is not local may be a consequence of it. */
function trusted(errors: readonly YAMLError[]): YAMLError[] {
  const end = errors.findIndex(({ code }) => !LOCAL.has(code));
  return end < 0 ? [...errors] : errors.slice(0, end + 1);
}

/** What follows an error on its line is a consequence of it. */
function firstOfEachLine(errors: readonly YAMLError[], source: LocatedSource): YAMLError[] {
  const lines = new Set<number>();
  return errors.filter(({ pos }) => {
    const { line } = source.position(pos[0]);
    return !lines.has(line) && lines.add(line);
  });
}

function yamlIssue(error: YAMLError, text: string, source: LocatedSource): Issue {
  const start = error.pos[0];
  const rest = text
    .slice(start)
    .split('\n', 1)[0]!
    .replace(/\s+#.*$/, '');
  const path = LOCAL.has(error.code) ? pathText(source.pathAt(start)) : undefined;
  const at = { file: source.file, ...source.position(start), path };
  if (error.code === 'DUPLICATE_KEY') {
    const key = rest.split(':')[0];
    return issue('scenario/duplicate-key', `got the key \`${key}\` twice, wanted it once`, { at });
  }
  if (error.code === 'BLOCK_AS_IMPLICIT_KEY') {
    const what = /[(['"]/.test(rest) ? 'formula' : 'text';
    const message = `got a ${what} with \`: \` in it, wanted it in quotes`;
    return issue('scenario/quote-formula', message, { at, hint: `Quote this ${what}: ${quoted(rest)}` });
  }
  const message = `this is no YAML: ${error.message.charAt(0).toLowerCase()}${error.message.slice(1)}`;
  return issue('scenario/yaml', message, { at, hint: hints[error.code] });
}

const hints: { [code: string]: string } = {
  TAB_AS_INDENT: 'Indent with spaces.',
  UNEXPECTED_TOKEN: 'Put the whole text into double quotes.',
  BAD_SCALAR_START: 'Put the text into double quotes.',
  MULTIPLE_DOCS: 'Keep one scenario a file.',
};

function quoted(formula: string): string {
  return `"${formula.trim()}"`;
}
