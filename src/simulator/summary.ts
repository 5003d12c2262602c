/** What each customer's life came to, row by row. Money in 1/10,000 of the currency, undiscounted but for values. */
export type Summary = {
  /** Discounted signed outcomes of the reward, in currency; outcomes that are counted add one each. */
  readonly value: Float64Array;
  /** Discounted terminal value, in currency. */
  readonly terminal: Float64Array;
  readonly conversions: Uint32Array;
  /** Sends. */
  readonly contacts: Uint32Array;
  /** Of contacts and of redeemed offers. */
  readonly cost: Float64Array;
  readonly optOuts: Uint32Array;
  /** 1 where the customer is not lost at the horizon. */
  readonly retained: Uint8Array;
  readonly startStage: Uint16Array;
  /** 1 where an override replaced a decision. */
  readonly overridden: Uint8Array;
};

export function makeSummary(n: number, value: Float64Array = new Float64Array(n)): Summary {
  return {
    value,
    terminal: new Float64Array(n),
    conversions: new Uint32Array(n),
    contacts: new Uint32Array(n),
    cost: new Float64Array(n),
    optOuts: new Uint32Array(n),
    retained: new Uint8Array(n).fill(1),
    startStage: new Uint16Array(n),
    overridden: new Uint8Array(n),
  };
}

/** Everybody's life lies ahead. */
export function resetSummary(summary: Summary): void {
  for (const column of Object.values(summary)) column.fill(0);
  summary.retained.fill(1);
}

/** Copies the first n rows of a block's summary to place `at` of a longer one. */
export function copySummary(from: Summary, n: number, to: Summary, at: number): void {
  for (const name of Object.keys(from) as (keyof Summary)[]) to[name].set(from[name].subarray(0, n), at);
}
