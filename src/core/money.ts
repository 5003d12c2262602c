/** Money is a whole number of these parts of the currency's unit. */
export const MONEY_PER_UNIT = 10_000;

/** The nearest integer, the even one of two equally near; NaN and infinities stay. As f64.nearest in WebAssembly. */
export function roundHalfEven(x: number): number {
  const below = Math.floor(x);
  const rest = x - below;
  if (rest < 0.5) return below + 0;
  if (rest > 0.5) return below + 1;
  return rest === 0.5 && below % 2 !== 0 ? below + 1 : below;
}

/** A real amount in the currency's unit as money: the product with 10,000 in f64, rounded half to even once. */
export function toMoney(amount: number): number {
  return roundHalfEven(amount * MONEY_PER_UNIT);
}

/** Money in the currency's unit. */
export function fromMoney(money: number): number {
  return money / MONEY_PER_UNIT;
}
