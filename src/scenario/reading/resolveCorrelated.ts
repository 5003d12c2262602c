import { didYouMean } from '../../core/issue.ts';
import { cholesky } from '../../core/matrices.ts';
import type { Correlated, Distribution, Named, Trait } from '../scenario.ts';
import type { ScenarioInput } from '../schema.ts';
import { describeValue, type Path } from './finding.ts';
import { ranges } from './leaves.ts';
import { find, itemPath, listOf, numberAt, onlyKey, type Resolving } from './resolving.ts';

type Groups = ScenarioInput['population']['correlated'];
type Group = Exclude<Groups, undefined | readonly unknown[]>;

/** Kinds without a quantile function, in the words of a message. */
const UNORDERED: { readonly [kind in Distribution['kind']]?: string } = {
  chance: 'a chance',
  oneOf: 'a category',
  mixture: 'a mixture',
  formula: 'a formula',
  row: 'drawn with the row of a file',
};

/** Groups of correlated traits; one that is broken is left out. */
export function resolveCorrelated(to: Resolving, input: Groups, traits: Named<Trait>): Correlated[] {
  const taken = new Set<string>();
  return listOf<Group>(input).flatMap((group, i) => {
    const path = itemPath(input, ['population', 'correlated'], i);
    const before = to.findings.length;
    checkMembers(to, group.traits, traits, { path: [...path, 'traits'], taken });
    const form = onlyKey(to, group, ['pairs', 'matrix'], path);
    if (form === null || to.findings.length > before) return [];
    const at = [...path, form];
    const matrix =
      form === 'pairs'
        ? fromPairs(to, group, at)
        : checkMatrix(to, group.traits.length, read(to, group, at), at);
    if (to.findings.length > before) return [];
    if (!isPossible(matrix)) {
      const message = 'got correlations that no traits can have at once, wanted a positive definite matrix';
      find(to, 'correlation', at, message, { at: 'key', hint: 'Bring them nearer to 0.' });
      return [];
    }
    return [{ traits: group.traits, matrix }];
  });
}

function checkMembers(
  to: Resolving,
  names: readonly string[],
  traits: Named<Trait>,
  { path, taken }: { readonly path: Path; readonly taken: Set<string> },
): void {
  if (names.length < 2) find(to, 'value', path, `got a list of ${names.length}, wanted at least two traits`);
  names.forEach((name, i) => {
    const at = [...path, i];
    if (!Object.hasOwn(traits, name)) {
      const hint = didYouMean(name, Object.keys(traits));
      const refersTo = ['population', 'traits', name];
      find(to, 'unknown-name', at, `got ${describeValue(name)}, wanted the name of a trait`, {
        hint,
        refersTo,
      });
    } else if (taken.has(name)) {
      find(to, 'conflict', at, `got \`${name}\` twice, wanted each trait in one group, once`);
    } else if (UNORDERED[traits[name].kind] !== undefined) {
      const wanted =
        'wanted a number of one of the distributions normal, logNormal, uniform, beta, gamma, poisson';
      find(to, 'correlation', at, `got \`${name}\`, ${UNORDERED[traits[name].kind]}, ${wanted}`);
    }
    taken.add(name);
  });
}

function fromPairs(to: Resolving, { traits, pairs = {} }: Group, path: Path): number[][] {
  const matrix = traits.map((_, i): number[] => traits.map((_, j) => (i === j ? 1 : 0)));
  const seen = new Set<string>();
  for (const [key, input] of Object.entries(pairs)) {
    const at = [...path, key];
    const places = key.split(',').map((name) => traits.indexOf(name.trim()));
    const [i, j] = places;
    if (places.length !== 2 || i < 0 || j < 0 || i === j) {
      const hint = `Names are those of \`traits\`: \`"${traits[0]}, ${traits[1]}"\`.`;
      find(to, 'value', at, `got ${describeValue(key)}, wanted two traits of the group`, { at: 'key', hint });
      continue;
    }
    const pair = i < j ? `${i},${j}` : `${j},${i}`;
    if (seen.has(pair)) find(to, 'conflict', at, 'got a pair twice, wanted it once', { at: 'key' });
    seen.add(pair);
    matrix[i][j] = matrix[j][i] = numberAt(to, input, at, ranges.correlation);
  }
  return matrix;
}

function read(to: Resolving, { matrix = [] }: Group, path: Path): number[][] {
  return matrix.map((row, i) =>
    row.map((input, j) => numberAt(to, input, [...path, i, j], ranges.correlation)),
  );
}

function checkMatrix(to: Resolving, d: number, matrix: number[][], path: Path): number[][] {
  if (matrix.length !== d || matrix.some((row) => row.length !== d)) {
    find(to, 'correlation', path, `got another shape, wanted ${d} rows of ${d} numbers`, { at: 'key' });
    return matrix;
  }
  for (let i = 0; i < d; i++) {
    if (matrix[i][i] !== 1) {
      find(to, 'correlation', [...path, i, i], `got ${matrix[i][i]}, wanted 1: a trait with itself`);
    }
    for (let j = 0; j < i; j++) {
      if (matrix[i][j] === matrix[j][i]) continue;
      const wanted = `${matrix[j][i]}, as in row ${j + 1}`;
      find(to, 'correlation', [...path, i, j], `got ${matrix[i][j]}, wanted ${wanted}`);
    }
  }
  return matrix;
}

function isPossible(matrix: readonly (readonly number[])[]): boolean {
  try {
    cholesky(matrix.flat(), matrix.length);
    return true;
  } catch {
    return false;
  }
}
