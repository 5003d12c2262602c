import { deriveKey, type Key } from '../core/luck.ts';

/**
 * Who the customers are, what happens to them, and how policies draw: three keys that never touch one another.
 * The seed tree is root -> population, luck, policy, learner, split, bootstrap.
 */
export type Streams = {
  readonly population: Key;
  readonly luck: Key;
  readonly policy: Key;
};

/** Uses of luck that must stay disjoint: an agent trained on one never sees another's. */
export type LuckUse = 'training' | 'validation' | 'evaluation';

/**
 * The streams of one run. The population depends on the root and `use` alone, so that several luck keys run over the
 * same customers; `repeat` numbers the luck keys of a use.
 */
export function streamsOf(root: Key, use: LuckUse, repeat = 0): Streams {
  return {
    population: deriveKey(deriveKey(root, 'population'), use),
    luck: deriveKey(deriveKey(root, 'luck'), `${use}/${repeat}`),
    policy: deriveKey(deriveKey(root, 'policy'), `${use}/${repeat}`),
  };
}
