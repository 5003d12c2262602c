import type { Lived } from './lived.ts';

/** A figure of a scenario under today's rules, and the range in which one would believe it. */
export type PlausibleFigure = {
  readonly figure: string;
  readonly of: (lived: Lived) => number;
  readonly low: number;
  readonly high: number;
  /** Why that range: what it rests on. */
  readonly why: string;
  /** Where a figure has been published that it is held against. */
  readonly source?: string;
  /** `share` is printed in per cent. */
  readonly unit: 'share' | 'times';
};

const share = (
  figure: string,
  of: PlausibleFigure['of'],
  [low, high]: readonly [number, number],
  why: string,
  source?: string,
): PlausibleFigure => ({
  ...{ figure, of, low, high, why, unit: 'share' },
  ...(source === undefined ? {} : { source }),
});

const times = (...figure: Parameters<typeof share>): PlausibleFigure => ({
  ...share(...figure),
  unit: 'times',
});

const optOut = (high: number) =>
  share(
    'contacts after which a channel is closed',
    ({ optOutsAContact }) => optOutsAContact,
    [0, high],
    'unsubscribing is rare, well below one in a hundred messages; calls and messages on the phone are refused sooner',
    'Campaign Monitor, benchmarks of 2020: 0.1 % of e-mails lead to it on average, 0.4 % where it is most',
  );

/** What is held against what is known, scenario by scenario: the name of the file without its ending. */
export const plausibility: { readonly [scenario: string]: readonly PlausibleFigure[] } = {
  'shop-win-back': [
    times(
      'orders a customer and year',
      ({ yearly }) => yearly('order'),
      [1.5, 6],
      'fashion shops count a few orders a year and customer in their file, most of them from few customers',
    ),
    share(
      'customers who are gone for good within a year',
      ({ lostAYear }) => lostAYear,
      [0.2, 0.5],
      'without a contract most of a file falls silent within a few years; a third of these began silent',
    ),
    share(
      'vouchers after which an order follows within three weeks',
      ({ answered }) => answered('voucher', 'order', 21),
      [0.02, 0.25],
      'a personal voucher is redeemed by some in a hundred to one in five, most of whom had bought anyway',
      'Valassis (United Kingdom, 2007): 16 % of coupons that come by post, 10 % of all',
    ),
    optOut(0.01),
  ],
  'bank-cross-sell': [
    share(
      'customers who take a second product in the year',
      ({ entered }) => entered('saver') + entered('cardholder') + entered('borrower'),
      [0.2, 0.6],
      'higher than in a whole customer base, since a sixth of these were looking at the start and all lack one',
    ),
    share(
      'customers who move their account in a year',
      ({ ended }) => ended('left'),
      [0.02, 0.12],
      'current accounts are seldom moved: a few in a hundred a year, more where there is only one product',
      'Competition and Markets Authority, October 2015: 3 % of personal customers in the United Kingdom in 2014',
    ),
    share(
      'borrowers who have fallen behind by the end of the year',
      ({ entered }) => entered('arrears') / entered('borrower'),
      [0.1, 0.5],
      'far above a sound book, as a fifth of the customers are stretched and answer first: this is the trap',
    ),
    optOut(0.01),
  ],
  'retail-intent': [
    share(
      'reminders after which the basket is bought within a week',
      ({ answered }) => answered('reminder', 'customer', 7),
      [0.02, 0.25],
      'some reminders lead to an order; many of these would have ordered anyway',
      'SaleCycle (2019): 2.6 to 5.2 % of basket reminders lead to an order',
    ),
    times(
      'orders of a prospect or customer in half a year',
      ({ entered, yearly }) => entered('customer') + yearly('repeat_order') / 2,
      [0.3, 2],
      'of those who look in now and then, some order once or twice in half a year, many never',
    ),
    optOut(0.01),
  ],
  'saas-onboarding': [
    share(
      'teams who have cancelled after half a year',
      ({ ended }) => ended('gone'),
      [0.15, 0.4],
      'small teams that pay by the month leave most in their first months',
      'Tomasz Tunguz, The Innovator’s Dilemma for SaaS Startups: small businesses leave at 3 to 7 % a month, which comes to 17 to 35 % in half a year',
    ),
    times(
      'arrivals at daily use, a team',
      ({ entered }) => entered('using'),
      [0.4, 1.2],
      'most teams who sign up and pay get there once; some fade and return',
    ),
    optOut(0.01),
  ],
  'telecom-retention': [
    share(
      'customers who leave within a year',
      ({ lostAYear }) => lostAYear,
      [0.21, 0.38],
      'telecom customers change often: between a fifth and two fifths within a year',
      'Harvard Business Review, October 2015: 21 to 38 % a year in Europe',
    ),
    share(
      'customers who have given notice and are kept',
      ({ entered }) => 1 - entered('gone') / entered('notice'),
      [0.1, 0.5],
      'a retention desk keeps some of those who have given notice, and never most of them',
    ),
    optOut(0.02),
  ],
  'insurance-renewal': [
    share(
      'policies lost within a year',
      ({ lostAYear }) => lostAYear,
      [0.12, 0.33],
      'where portals compare prices, between one in eight and one in three car owners change within a year',
      'GfK for the United Kingdom: 21 % of car insurance went to switchers in 2006, 31 % of buyers did not stay in 2014',
    ),
    share(
      'policy holders who have given notice and are kept',
      ({ entered }) => 1 - entered('gone') / entered('notice'),
      [0.2, 0.7],
      'notice is often given to have a better offer, and a renewal desk keeps some of these',
    ),
    share(
      'talks after which a notice is taken back within two weeks',
      ({ answered }) => answered('talk', 'insured', 14),
      [0.05, 0.5],
      'a call reaches two in three, and helps those whom a claim has hurt',
    ),
    optOut(0.02),
  ],
  'health-adherence': [
    share(
      'people who take their tablets at the end of the year',
      ({ ended }) => ended('steady') + ended('resumed'),
      [0.5, 0.85],
      'about half in chronic illness where nobody does anything; a programme adds to that',
      'World Health Organization (2003), Adherence to long-term therapies: about half in rich countries',
    ),
    times(
      'refills a person and year',
      ({ yearly }) => yearly('refill'),
      [7, 13],
      'a pack lasts a month, and not everybody takes them every day',
    ),
    share(
      "nurses' calls after which tablets are taken up again within two weeks",
      ({ answered }) => answered('nurse', 'resumed', 14),
      [0.1, 0.5],
      'a call reaches three in five, and some of those who stopped a few days ago would have resumed anyway',
    ),
    optOut(0.02),
  ],
  'streaming-trial': [
    share(
      'subscribers who have cancelled within the year, trials included',
      ({ ended }) => ended('cancelled'),
      [0.45, 0.8],
      'a loss of 5 % a month comes to 46 % in a year; of the half who began with a trial many never pay',
      'Antenna, United States: 5.3 % a month in September 2024; 45 % of subscribers still there after a year in 2023',
    ),
    times(
      'evenings watched, a subscriber and year',
      ({ yearly }) => yearly('evening'),
      [40, 150],
      'one to three evenings a week while somebody subscribes, none afterwards',
    ),
    share(
      'digests after which the subscription is cancelled within two weeks',
      ({ answered }) => answered('digest', 'cancelled', 14),
      [0.005, 0.08],
      'at a loss of 5 % a month two in a hundred would cancel in two weeks anyway; the digest wakes some more',
    ),
    optOut(0.01),
  ],
  'mobile-game': [
    share(
      'players of the first week who are gone after half a year',
      ({ ended }) => ended('gone'),
      [0.35, 0.9],
      'most installs are gone within days; of those who stay for a week, more than a third leave within half a year',
      'GameAnalytics (2018): a good game keeps 15 to 30 % to day 7, and the best keep 6 % to day 28',
    ),
    share(
      'players who come to buy something',
      ({ entered }) => entered('buyer'),
      [0.02, 0.2],
      'a few in a hundred of all who install a free game, and some more of those who stay for a week',
      'Swrve (2016): 1.9 % of all players in a month',
    ),
    times(
      'sessions a player and year',
      ({ yearly }) => yearly('session'),
      [150, 900],
      'about one a day from those who play, none from those who have left',
    ),
    optOut(0.01),
  ],
};

/** The figures of a scenario that are outside the range in which one would believe them. */
export const implausible = (scenario: string, lived: Lived): readonly PlausibleFigure[] =>
  (plausibility[scenario] ?? []).filter(({ of, low, high }) => !(of(lived) >= low && of(lived) <= high));
