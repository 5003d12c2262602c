import { chooseType, describeType, levelsOf } from '../types.ts';
import type { Argument, Ast, AstOf } from './ast.ts';
import { levelConstant, missingQuotes } from './categories.ts';
import { type Lowering, quote } from './lowering.ts';

const EXAMPLE = "Write `by(contract, 'rolling': 0.01, else: 0.008)`.";

/** An arm of `by`: the level's constant (null for `else`) and the value's node. */
type Arm = { readonly ast: Argument; readonly level: number | null; readonly value: number };

/**
 * `by(category, 'a': x, 'b': y, else: z)`: the value of the arm of the category's level. Every level has an arm, or
 * there is an `else`. Lowered to a chain of `if` in the order of the arms; the last arm needs no question.
 */
export function lowerBy(c: Lowering, ast: AstOf<'call'>): number | null {
  const [subject, ...rest] = ast.args;
  if (subject === undefined || subject.label !== null || rest.length === 0)
    return c.complain(
      ast,
      'formula/arguments',
      '`by` takes a category and a value for each of its levels',
      EXAMPLE,
    );
  const category = c.lower(subject.value);
  if (category === null) {
    for (const arg of rest) c.lower(arg.value);
    return null;
  }
  const levels = levelsOf(c.builder.type(category));
  if (levels === null) {
    const got = `${quote(c, subject)} is ${describeType(c.builder.type(category))}`;
    return c.complain(
      subject,
      'formula/type',
      `\`by\` takes a category, and ${got}`,
      'Write `if(condition, a, b)`.',
    );
  }
  const arms = rest.map((arg) => lowerArm(c, arg, levels));
  if (arms.includes(null)) return null;
  return checkArms(c, ast, arms as Arm[], levels) ? chain(c, category, arms as Arm[]) : null;
}

const isElse = (label: Ast | null) => label?.kind === 'name' && label.name === 'else';

function lowerArm(c: Lowering, arg: Argument, levels: readonly string[]): Arm | null {
  const { label } = arg;
  const level = isElse(label) ? undefined : lowerLabel(c, arg, levels);
  const value = c.lower(arg.value);
  return level === null || value === null ? null : { ast: arg, level: level ?? null, value };
}

function lowerLabel(c: Lowering, { label, value }: Argument, levels: readonly string[]): number | null {
  if (label?.kind === 'text') return levelConstant(c, label, levels);
  if (label?.kind === 'name' && levels.includes(label.name)) return missingQuotes(c, label);
  const message = `\`by\` takes \`'level': value\`, and ${quote(c, label ?? value)} is no level`;
  return c.complain(label ?? value, 'formula/arguments', message, EXAMPLE);
}

/** Whether each level has one arm, `else` comes last, and the arms have one type. */
function checkArms(c: Lowering, ast: Ast, arms: readonly Arm[], levels: readonly string[]): boolean {
  const before = c.issueCount();
  const seen = new Set<number | null>();
  for (const { ast: arm, level } of arms) {
    if (seen.has(level)) c.complain(arm.label!, 'formula/category', `${quote(c, arm.label!)} has two values`);
    else if (seen.has(null)) c.complain(arm, 'formula/arguments', '`else` comes last');
    seen.add(level);
  }
  const covered = new Set(
    [...seen].flatMap((level) => (level === null ? [] : [levelName(c, level, levels)])),
  );
  const missing = levels.filter((level) => !covered.has(level)).map((level) => `'${level}'`);
  if (missing.length > 0 && !seen.has(null))
    c.complain(
      ast,
      'formula/category',
      `\`by\` has no value for ${missing.join(', ')}`,
      'Add them, or `else: ..`.',
    );
  if (missing.length === 0 && seen.has(null))
    c.warn(
      arms.at(-1)!.ast,
      'formula/category',
      '`else` is never used: every level has its value',
      'Leave it out.',
    );
  for (const arm of arms.slice(1)) checkType(c, arms[0], arm);
  return c.issueCount() === before;
}

const levelName = (c: Lowering, node: number, levels: readonly string[]) =>
  levels[c.builder.constantValue(node)!];

function checkType(c: Lowering, first: Arm, arm: Arm): void {
  const [a, b] = [c.builder.type(first.value), c.builder.type(arm.value)];
  if (chooseType('bool', a, b) !== null) return;
  const message = `the values of \`by\` differ: ${describeType(a)} and ${describeType(b)}`;
  c.complain(arm.ast.value, 'formula/type', message);
}

function chain(c: Lowering, category: number, arms: readonly Arm[]): number {
  return arms
    .slice(0, -1)
    .reduceRight(
      (otherwise, { level, value }) =>
        c.builder.choose(c.builder.binary('eq', category, level!), value, otherwise),
      arms.at(-1)!.value,
    );
}
