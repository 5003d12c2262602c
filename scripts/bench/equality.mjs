/** Whether a program by hand lived the lives that the simulator did. */

/** Customers who may differ: a draw that falls between a chance in 64 bits and the same in 32. */
const MAY_DIFFER = 0.001;
/** Relative difference of the total value of all others. */
const SAME_VALUE = 1e-6;

/** Compares stages, contacts where there are any, and values; by row. */
export function compareLives(hand, { stage, summary }, count) {
  let [differ, mine, theirs] = [0, 0, 0];
  const stages = { hand: new Array(5).fill(0), nextmove: new Array(5).fill(0) };
  for (let i = 0; i < count; i++) {
    stages.hand[hand.stage[i]]++;
    stages.nextmove[stage[i]]++;
    const contacts = hand.contacts?.[i] ?? 0;
    if (hand.stage[i] !== stage[i] || contacts !== summary.contacts[i]) {
      differ++;
      continue;
    }
    mine += hand.value[i];
    theirs += summary.value[i];
  }
  const value = Math.abs(mine - theirs) / Math.abs(theirs);
  return {
    customers: count,
    differ,
    value,
    stages,
    same: differ <= MAY_DIFFER * count && value <= SAME_VALUE,
  };
}

export function tellEquality(what, { customers, differ, value, stages, same }) {
  const at = `stages ${stages.nextmove.join(' ')} and ${stages.hand.join(' ')}`;
  return `${what}: ${customers - differ} of ${customers} customers lived the same life, their value equal to ${value.toExponential(0)} (${at}): ${same ? 'equal' : 'NOT EQUAL'}`;
}
