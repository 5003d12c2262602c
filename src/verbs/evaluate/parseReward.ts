import { didYouMean, failed, type Issue, issue, ok, type Result } from '../../core/issue.ts';
import { pow64 } from '../../core/transcendental.ts';
import type { LogSchema } from '../../journey/records.ts';
import type { RewardDefinition } from '../../journey/rewards.ts';

export type RewardOptions = {
  /** Days that a reward is summed over; one tick where absent. Logs without a clock take what names the decision. */
  readonly windowDays?: number;
  readonly discountPerYear?: number;
  /** Declared range, never the sample's own. */
  readonly bound?: readonly [number, number];
};

/**
 * A reward from text: outcome names with commas, such as `margin,-contact_cost`. Without a sign an outcome counts
 * as its log says (costs against). Without a text the log's only outcome is meant.
 */
export function parseReward(
  text: string | undefined,
  schema: LogSchema,
  options: RewardOptions = {},
): Result<RewardDefinition> {
  const known = schema.outcomes.map(({ name }) => name);
  if (text === undefined && known.length !== 1) {
    const message = `this log has the outcomes ${known.join(', ') || '(none)'}; which of them is the reward?`;
    return failed(
      issue('reward/which', message, {
        hint: `Say it with --reward, such as --reward ${known[0] ?? 'NAME'}.`,
      }),
    );
  }
  const issues: Issue[] = [];
  const of = (text ?? known[0]).split(',').flatMap((part) => {
    const [, sign, name] = /^\s*([+-]?)\s*(.*?)\s*$/.exec(part)!;
    const kind = schema.outcomes.find((outcome) => outcome.name === name);
    if (kind)
      return [{ outcome: name, sign: sign === '' ? kind.sign : sign === '-' ? (-1 as const) : (1 as const) }];
    issues.push(
      issue('reward/unknown', `the log has no outcome \`${name}\``, { hint: didYouMean(name, known) }),
    );
    return [];
  });
  const { windowDays, discountPerYear = 0, bound = null } = options;
  const tickDays = schema.clock?.tickDays ?? 1;
  const windowTicks = windowDays === undefined ? 1 : windowDays / tickDays;
  if (schema.clock && !(Number.isInteger(windowTicks) && windowTicks >= 1)) {
    const message = `a window of ${windowDays} days is no whole number of ticks of ${tickDays} days`;
    issues.push(issue('reward/window', message, { hint: `Give a multiple of ${tickDays} days.` }));
  }
  if (!(discountPerYear > -1)) {
    issues.push(issue('reward/discount', `got a yearly discount of ${discountPerYear}, wanted more than -1`));
  }
  if (issues.length > 0) return failed(issues);
  const name = of.map(
    ({ outcome, sign }, k) => `${sign < 0 ? (k > 0 ? ' - ' : '-') : k > 0 ? ' + ' : ''}${outcome}`,
  );
  const discountPerTick = pow64(1 + discountPerYear, -tickDays / 365);
  return ok({ name: name.join(''), of, windowTicks: schema.clock ? windowTicks : 1, discountPerTick, bound });
}
