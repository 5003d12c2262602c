/** WebAssembly text of one function as it is written: each value gets a local of its own and is named by reading it. */
export type Code = {
  readonly lines: string[];
  /** Works the expression out once; the text that reads it again. */
  v128(expression: string): string;
  i32(expression: string): string;
  f32(expression: string): string;
  /** A local that is written more than once, by its name. */
  variable(type: LocalType): string;
  push(...lines: readonly string[]): void;
};

export type LocalType = 'v128' | 'i32' | 'i64' | 'f32' | 'f64';

export type Written = Code & {
  /** The function's text. */
  text(name: string, signature: Signature): string;
};

export type Signature = {
  readonly parameters?: readonly (readonly [name: string, type: LocalType])[];
  readonly result?: LocalType;
};

export function makeCode(): Written {
  const lines: string[] = [];
  const locals: LocalType[] = [];
  const variable = (type: LocalType) => `$${type}_${locals.push(type) - 1}`;
  const once = (type: LocalType) => (expression: string) => {
    const name = variable(type);
    lines.push(`(local.set ${name} ${expression})`);
    return `(local.get ${name})`;
  };
  return {
    lines,
    v128: once('v128'),
    i32: once('i32'),
    f32: once('f32'),
    variable,
    push: (...more) => lines.push(...more),
    text(name, { parameters = [], result }) {
      const head = [
        `(func $${name} (export "${name}")`,
        ...parameters.map(([parameter, type]) => `(param $${parameter} ${type})`),
        ...(result === undefined ? [] : [`(result ${result})`]),
      ];
      const declared = locals.map((type, k) => `(local $${type}_${k} ${type})`);
      return [head.join(' '), ...inLines(declared), ...lines, ')'].join('\n');
    },
  };
}

/** So many to a line that one sees them all. */
function inLines(parts: readonly string[], many = 5): string[] {
  const lines = Array.from({ length: Math.ceil(parts.length / many) }, (_, k) =>
    parts.slice(k * many, (k + 1) * many),
  );
  return lines.map((line) => `  ${line.join(' ')}`);
}

/** A number that is exact in f32, as WebAssembly text reads it. */
export function floatText(value: number): string {
  const exact = Math.fround(value);
  if (Number.isNaN(exact)) return 'nan';
  if (!Number.isFinite(exact)) return exact > 0 ? 'inf' : '-inf';
  return Object.is(exact, -0) ? '-0' : String(exact);
}

/** The number in all four lanes: what moduleText.ts declares for it. */
export function f32x4(value: number): string {
  return value === 0 && !Object.is(value, -0)
    ? '(v128.const f32x4 0 0 0 0)'
    : `(global.get $f32x4:${floatText(value)})`;
}

/** The integer in all four lanes; all bits 0 and all bits 1 cost nothing to write. */
export function i32x4(value: number): string {
  const whole = value | 0;
  return whole === 0 || whole === -1
    ? `(v128.const i32x4 ${whole} ${whole} ${whole} ${whole})`
    : `(global.get $i32x4:${whole})`;
}
