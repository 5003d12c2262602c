/** The name of the empty action: no intervention, no contact, no cost. */
export const NONE = 'none';

/** One thing that can be done for a customer: an intervention over a channel. */
export type Action = {
  /** `intervention@channel`, or `none`, or the log's own name. Unique in its set. */
  readonly name: string;
  readonly intervention: string;
  /** null for `none` and for logs that know no channels. */
  readonly channel: string | null;
};

/**
 * The actions of a problem, in a fixed order: an action's index in every column is its place here.
 * A scenario always holds `none`; an imported log may lack it, so no code may assume an index for it.
 */
export type ActionSet = {
  readonly actions: readonly Action[];
  /** Index of `none`, or null where the set has none. */
  readonly none: number | null;
};

/** Builds an action set from names such as `none` and `discount@email`. Throws RangeError on a repeated name. */
export function makeActionSet(names: readonly string[]): ActionSet {
  const seen = new Set<string>();
  const actions = names.map((name): Action => {
    if (seen.has(name)) throw new RangeError(`action "${name}" stands twice in the action set`);
    seen.add(name);
    const at = name.lastIndexOf('@');
    if (at <= 0) return { name, intervention: name, channel: null };
    return { name, intervention: name.slice(0, at), channel: name.slice(at + 1) };
  });
  const none = names.indexOf(NONE);
  return { actions, none: none < 0 ? null : none };
}

/** Index of an action by name, or -1. */
export function actionIndex(set: ActionSet, name: string): number {
  return set.actions.findIndex((action) => action.name === name);
}

/** Whether an action is the intervention, channel, action or `any` that `target` names. `none` never is. */
export function actionMatches(action: Action, target: string): boolean {
  if (action.name === NONE) return false;
  return (
    target === 'any' || target === action.name || target === action.intervention || target === action.channel
  );
}
