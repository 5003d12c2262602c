import type { Binary, Unary, ValueType } from './graph.ts';

/** The levels of a category type, or null for the other types. */
export function levelsOf(type: ValueType): readonly string[] | null {
  return typeof type === 'object' ? type.category : null;
}

/** Whether a type widens to real: bool -> count -> real. */
export function isNumeric(type: ValueType): type is 'real' | 'count' | 'bool' {
  return type === 'real' || type === 'count' || type === 'bool';
}

/** Whether two types are one: categories by their levels, in order. */
export function sameType(a: ValueType, b: ValueType): boolean {
  const [levels, others] = [levelsOf(a), levelsOf(b)];
  if (levels === null || others === null) return a === b;
  return levels.length === others.length && levels.every((level, k) => level === others[k]);
}

/** The narrowest type that both widen to, or null where there is none. */
export function join(a: ValueType, b: ValueType): ValueType | null {
  if (sameType(a, b)) return a;
  if (!isNumeric(a) || !isNumeric(b)) return null;
  return a === 'real' || b === 'real' ? 'real' : 'count';
}

/** As join, but at least count: the type of sums and products, since true + true is 2. */
const sumOf = (a: ValueType, b: ValueType) => {
  const type = join(a, b);
  return type === 'bool' ? 'count' : type;
};

const isMeasure = (type: ValueType | null) => type !== null && levelsOf(type) === null;

/** Type of an operator's result, or null where it does not take such an argument. */
export function unaryType(op: Unary, a: ValueType): ValueType | null {
  if (op === 'not') return a === 'bool' ? 'bool' : null;
  if (a === 'duration') return op === 'neg' || op === 'abs' ? 'duration' : null;
  if (!isNumeric(a)) return null;
  if (op === 'floor') return 'count';
  if (op === 'neg' || op === 'abs') return sumOf(a, a);
  return 'real';
}

/** Type of an operator's result, or null where it does not take such arguments. */
export function binaryType(op: Binary, a: ValueType, b: ValueType): ValueType | null {
  switch (op) {
    case 'add':
    case 'sub':
      return isMeasure(a) ? sumOf(a, b) : null;
    case 'mul':
      if (a === 'duration' || b === 'duration') return isNumeric(a) || isNumeric(b) ? 'duration' : null;
      return isMeasure(a) ? sumOf(a, b) : null;
    case 'div':
      return quotient(a, b);
    case 'pow':
      return isNumeric(a) && isNumeric(b) ? 'real' : null;
    case 'min':
    case 'max':
      return isMeasure(a) ? join(a, b) : null;
    case 'eq':
    case 'ne':
      return join(a, b) === null ? null : 'bool';
    case 'lt':
    case 'le':
      return isMeasure(join(a, b)) ? 'bool' : null;
    case 'and':
    case 'or':
      return a === 'bool' && b === 'bool' ? 'bool' : null;
  }
}

/** Counts divide to a real; durations by numbers to durations, by durations to reals. */
function quotient(a: ValueType, b: ValueType): ValueType | null {
  if (a === 'duration') return b === 'duration' ? 'real' : isNumeric(b) ? 'duration' : null;
  return isNumeric(a) && isNumeric(b) ? 'real' : null;
}

/** Type of `if(c, a, b)`, or null; categories have no `if`. */
export function chooseType(c: ValueType, a: ValueType, b: ValueType): ValueType | null {
  return c === 'bool' && isMeasure(a) ? join(a, b) : null;
}

/** Type of `table(a, ..)`, or null. */
export function tableType(a: ValueType): ValueType | null {
  return isMeasure(a) ? 'real' : null;
}

/** A type in plain words, for messages and documentation. */
export function describeType(type: ValueType): string {
  if (type === 'real') return 'a number';
  if (type === 'count') return 'a whole number';
  if (type === 'bool') return 'a condition';
  if (type === 'duration') return 'a duration';
  return `a category (${type.category.map((level) => `'${level}'`).join(', ')})`;
}
