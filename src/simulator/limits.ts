/** Largest Poisson rate a tick that the inversion takes in f32. */
export const LARGEST_RATE = 80;

/** Largest amount of money of one posting: a signed 32-bit number of parts. */
export const LARGEST_AMOUNT = 2 ** 31 - 1;

/** Whole minutes below this are exact in f32. */
export const LONGEST_MINUTES = 2 ** 24;
