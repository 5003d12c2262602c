import type { LogSchema } from '../journey/records.ts';
import type { EvaluateOptions } from './estimate.ts';
import type { Support } from './support.ts';

const legalSets: { readonly [L in LogSchema['legality']]: string | null } = {
  exact: null,
  all: 'every action taken to be legal',
  declared: 'one declared legal set',
  unknown: 'legal sets unknown',
};

/** Whether decisions of one customer are so near that a window holds what later decisions did. */
export function isOneStep(schema: LogSchema, { reward }: EvaluateOptions, support: Support): boolean {
  return schema.clock !== null && support.shortestGap < reward.windowTicks;
}

/**
 * What an estimate is of, in words. A windowed reward is that of this decision by the target and later ones by the
 * logging policy; it is called the target's value only where no later decision falls into the window.
 */
export function estimandOf(
  title: string,
  schema: LogSchema,
  options: EvaluateOptions,
  support: Support,
): string {
  const { reward, treatment } = options;
  const window =
    schema.clock === null ? '' : ` over ${reward.windowTicks} ${reward.windowTicks === 1 ? 'tick' : 'ticks'}`;
  const itself = title === 'the logging policy';
  const who =
    !itself && isOneStep(schema, options, support)
      ? `that decision by ${title}, the logging policy afterwards`
      : `decisions by ${title} on the logged contexts`;
  const notes = [
    schema.contended && 'at the logged contention',
    schema.contended && (treatment === 'as-treated' ? 'as treated' : 'intention to treat'),
    legalSets[schema.legality],
    support.heldOut > 0 && 'held-out customers left out',
    support.unsupported > 0 && 'on decisions where it has a legal action',
    options.clip !== null && support.clipped > 0 && `weights cut at ${options.clip}`,
  ].filter((note) => note);
  return [`mean ${reward.name}${window} a decision: ${who}`, ...notes].join('; ');
}
