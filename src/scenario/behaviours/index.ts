import type { Behaviour } from '../behaviour.ts';
import { attentionBudget } from './attentionBudget.ts';
import { carryOver } from './carryOver.ts';
import { channelPreference } from './channelPreference.ts';
import { competitorPull } from './competitorPull.ts';
import { contactFatigue } from './contactFatigue.ts';
import { discountDependence } from './discountDependence.ts';
import { drift } from './drift.ts';
import { durationDependence } from './durationDependence.ts';
import { habit } from './habit.ts';
import { lifeEvent } from './lifeEvent.ts';
import { messageWear } from './messageWear.ts';
import { payday } from './payday.ts';
import { priceSensitivity } from './priceSensitivity.ts';
import { promotionResponse } from './promotionResponse.ts';
import { reactance } from './reactance.ts';
import { satisfaction } from './satisfaction.ts';
import { seasonality } from './seasonality.ts';
import { serviceFailure } from './serviceFailure.ts';
import { shock } from './shock.ts';
import { skillCurve } from './skillCurve.ts';
import { trust } from './trust.ts';
import { wordOfMouth } from './wordOfMouth.ts';

/** The behaviours that a scenario may use: contacts, prices, what customers live through, and the world outside. */
export const behaviours: readonly Behaviour[] = [
  contactFatigue,
  messageWear,
  carryOver,
  channelPreference,
  attentionBudget,
  reactance,
  priceSensitivity,
  promotionResponse,
  discountDependence,
  trust,
  satisfaction,
  serviceFailure,
  habit,
  skillCurve,
  durationDependence,
  lifeEvent,
  wordOfMouth,
  seasonality,
  payday,
  competitorPull,
  drift,
  shock,
];
