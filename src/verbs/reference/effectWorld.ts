import { unwrap } from '../../core/issue.ts';
import type { Behaviour } from '../../scenario/behaviour.ts';
import { compileWorld } from '../../scenario/compileWorld.ts';
import { parseScenario } from '../../scenario/parse.ts';
import type { World } from '../../scenario/world.ts';

/** How a behaviour is set: its parameters and references by name. */
export type BehaviourSettings = { readonly [setting: string]: string | number };

/** The text of a scenario, given what stands behind `behaviours:` and the formula that a day in its stage pays. */
export type EffectScenario = (behaviours: string, effect: string) => string;

/**
 * A world that pays a behaviour's effect, so that its log shows it: the scenario must have a signal `probe` by rate. The
 * behaviour's columns begin with `it`.
 */
export async function effectWorld(
  behaviour: Behaviour,
  settings: BehaviourSettings,
  scenario: EffectScenario,
): Promise<World> {
  const use = { use: behaviour.kind, ...settings };
  const read = (adds: object, effect: string) => {
    const text = scenario(JSON.stringify({ it: { ...use, ...adds } }), JSON.stringify(effect));
    return unwrap(parseScenario(text, `${behaviour.kind}.yaml`, { behaviours: [behaviour] }));
  };
  const { scenario: probed } = read({ adds: { 'signals.probe': 1 } }, '0');
  return unwrap(await compileWorld(read({}, probed.add['it at signals.probe'].term)));
}
