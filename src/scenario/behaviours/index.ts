import type { Behaviour } from '../behaviour.ts';
import { contactFatigue } from './contactFatigue.ts';
import { shock } from './shock.ts';
import { trust } from './trust.ts';

/** The behaviours that a scenario may use, contacts first, then what they meet, then the world outside. */
export const behaviours: readonly Behaviour[] = [contactFatigue, trust, shock];
