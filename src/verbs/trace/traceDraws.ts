import { drawWord, type Key, keyedHash64, purposeOf, uniform24 } from '../../core/luck.ts';
import { poisson32 } from '../../core/poisson32.ts';
import { drawNames } from '../../scenario/drawNames.ts';
import type { World } from '../../scenario/world.ts';
import { logitChances, makeExitRoom, rateChances } from '../../simulator/exits.ts';
import type { LifeTick } from '../../simulator/life.ts';
import { decisionIdKey } from '../../simulator/reset.ts';
import type { Streams } from '../../simulator/streams.ts';
import { figure } from '../show/textTable.ts';

/** A draw that a tick asked for: its name, its uniform in [0, 1), what it was held against, what came of it. */
export type TracedDraw = {
  readonly draw: string;
  readonly uniform: number;
  readonly against: string;
  readonly came: string;
};

/** A way out of the stage held: its chance a tick, and the piece of the unit interval that takes it. */
export type TracedExit = {
  readonly to: string;
  readonly loss: boolean;
  readonly chance: number;
  readonly from: number;
  readonly until: number;
  readonly taken: boolean;
};

/** What the draws of one customer's tick are worked out from. */
export type Drawn = {
  readonly world: World;
  readonly streams: Streams;
  readonly customer: number;
  readonly lived: LifeTick;
  /** Value of the formula at a path of the scenario, in this tick. */
  readonly valueAt: (path: string) => number;
};

/** Chances of the exits from the stage held, laid out on the unit interval as the one draw reads them. */
export function exitsOf({ world, lived, valueAt }: Drawn): TracedExit[] {
  const { name, exits, form } = world.stages[lived.stage];
  const path = (to: number) => `stages.${name}.exits.${world.stages[to].name}.${form}`;
  const values = exits.map(({ to }) => Float32Array.of(valueAt(path(to))));
  const room = makeExitRoom(exits.length, 1);
  if (form === 'logit') logitChances(values, 1, room);
  else rateChances(values, 1, world.clock.tickDays, room);
  let [bottom, top] = [0, 0];
  return exits.map(({ to, loss }, k) => {
    const [chance] = room.chances[k];
    const [low, high] = [bottom, top];
    if (loss) top = Math.fround(top + chance);
    else bottom = Math.fround(bottom + chance);
    const [from, until] = loss ? [Math.fround(1 - top), Math.fround(1 - high)] : [low, bottom];
    return { to: world.stages[to].name, loss, chance, from, until, taken: lived.movesTo === to };
  });
}

/** The draws of a tick in the order in which they are made. */
export function drawsAt(drawn: Drawn): TracedDraw[] {
  const { world, lived } = drawn;
  const going = !world.stages[lived.stage].terminal;
  return [
    ...decisionDraw(drawn),
    ...(going
      ? [
          ...contactDraws(drawn),
          ...signalDraws(drawn),
          ...optOutDraw(drawn),
          ...stageDraw(drawn),
          ...referralDraw(drawn),
        ]
      : []),
  ];
}

const luckOf = ({ streams, customer, lived }: Drawn, draw: string): number =>
  uniform24(drawWord(streams.luck, customer, 0, lived.tick, purposeOf(draw)));

/** Which action of the policy's probabilities, by the decision's own id. */
function decisionDraw({ world, streams, customer, lived }: Drawn): TracedDraw[] {
  const { decision, tick } = lived;
  if (decision === null) return [];
  const key: Key = decisionIdKey(streams);
  const [low, high] = keyedHash64(key, customer, 0, tick, 0);
  const uniform = uniform24(drawWord(streams.policy, low, high, 0, purposeOf('action')));
  const shares = world.actions.actions.flatMap(({ name }, a) =>
    decision.probabilities[a] > 0 ? [`${name} ${figure(decision.probabilities[a])}`] : [],
  );
  const came = `proposes ${world.actions.actions[decision.proposed].name}`;
  return [{ draw: 'policy/action', uniform, against: shares.join(', '), came }];
}

function contactDraws(drawn: Drawn): TracedDraw[] {
  const { world, lived, valueAt } = drawn;
  const { sent, reached } = lived;
  if (sent === null) return [];
  const { name } = world.channels[world.actionChannel[sent]];
  const arrives = {
    draw: drawNames.reach(name),
    uniform: luckOf(drawn, drawNames.reach(name)),
    against: `chance ${figure(valueAt(`channels.${name}.reach`))}`,
    came: reached ? 'reached' : 'not reached',
  };
  return [arrives, ...(reached ? redemptionDraws(drawn, world.actionIntervention[sent]) : [])];
}

/** Whether an offer that has just opened will be redeemed by chance, and on which of its days. */
function redemptionDraws(drawn: Drawn, intervention: number): TracedDraw[] {
  const { world, lived, valueAt } = drawn;
  const { name, offer } = world.interventions[intervention];
  if (offer === null || offer.chance === null) return [];
  const chance = valueAt(`interventions.${name}.offer.chance`);
  const [first, second] = [drawNames.redeem(name), drawNames.redeemDay(name)];
  const uniform = luckOf(drawn, first);
  const against = `chance ${figure(chance)}`;
  if (uniform >= chance) return [{ draw: first, uniform, against, came: 'will not be redeemed' }];
  const day = luckOf(drawn, second);
  const at = lived.tick + Math.floor(day * offer.ticks);
  return [
    { draw: first, uniform, against, came: 'will be redeemed' },
    { draw: second, uniform: day, against: `${offer.ticks} ticks`, came: `in tick ${at}` },
  ];
}

function signalDraws(drawn: Drawn): TracedDraw[] {
  const { world, lived, valueAt } = drawn;
  return world.signalOrder.map((signal) => {
    const { name, form } = world.signals[signal];
    const value = valueAt(`signals.${name}.${form}`);
    const count = lived.signals.find((one) => one.signal === signal)?.count ?? 0;
    const draw = drawNames.signal(name);
    const against = form === 'perDay' ? `rate ${figure(value)} a day` : `chance ${figure(value)}`;
    return {
      draw,
      uniform: luckOf(drawn, draw),
      against,
      came: form === 'perDay' ? String(count) : count > 0 ? 'yes' : 'no',
    };
  });
}

function optOutDraw(drawn: Drawn): TracedDraw[] {
  const { world, lived, valueAt } = drawn;
  if (!lived.reached || lived.sent === null) return [];
  const { name, optOut } = world.channels[world.actionChannel[lived.sent]];
  if (optOut === null) return [];
  const chance = valueAt(`channels.${name}.optOut`);
  const draw = drawNames.optOut(name);
  const uniform = luckOf(drawn, draw);
  return [
    { draw, uniform, against: `chance ${figure(chance)}`, came: uniform < chance ? 'opts out' : 'stays' },
  ];
}

function stageDraw(drawn: Drawn): TracedDraw[] {
  const exits = exitsOf(drawn);
  if (exits.length === 0) return [];
  const draw = drawNames.stage(drawn.world.stages[drawn.lived.stage].name);
  const bands = exits.map(({ to, from, until }) => `${to} ${from.toFixed(6)} to ${until.toFixed(6)}`);
  const taken = exits.find((exit) => exit.taken);
  const came = taken === undefined ? 'stays' : `to ${taken.to}`;
  return [{ draw, uniform: luckOf(drawn, draw), against: bands.join(', '), came }];
}

function referralDraw(drawn: Drawn): TracedDraw[] {
  const { world, valueAt } = drawn;
  if (world.referrals === null) return [];
  const rate = valueAt('population.referrals.perDay');
  const uniform = luckOf(drawn, drawNames.referrals);
  const count = poisson32(Math.fround(rate * Math.fround(world.clock.tickDays)), uniform);
  return [
    { draw: drawNames.referrals, uniform, against: `rate ${figure(rate)} a day`, came: `brings ${count}` },
  ];
}
