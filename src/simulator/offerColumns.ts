/** The last offer of each intervention to each row: columns by intervention, ticks -1 where there is none. */
export type Offers = {
  /** Tick of the send that opened it, and the last tick in which it is open. */
  readonly openedAt: readonly Int32Array[];
  readonly until: readonly Int32Array[];
  /** The action that opened it. */
  readonly action: readonly Uint16Array[];
  /** What it costs when redeemed, in 1/10,000 of the currency: as promised at the send. */
  readonly cost: readonly Int32Array[];
  /** Tick in which it will be redeemed by chance. */
  readonly redeemAt: readonly Int32Array[];
  /** By tick: what is to be redeemed in it unless it has been replaced, as intervention x capacity + row. */
  readonly due: number[][];
};

export function makeOffers(interventions: number, capacity: number, ticks: number): Offers {
  const columns = () => Array.from({ length: interventions }, () => new Int32Array(capacity));
  return {
    openedAt: columns(),
    until: columns(),
    action: Array.from({ length: interventions }, () => new Uint16Array(capacity)),
    cost: columns(),
    redeemAt: columns(),
    due: Array.from({ length: ticks }, () => []),
  };
}

export function resetOffers({ openedAt, until, cost, redeemAt, due }: Offers): void {
  for (const column of [...openedAt, ...until, ...redeemAt]) column.fill(-1);
  for (const column of cost) column.fill(0);
  for (const list of due) list.length = 0;
}
