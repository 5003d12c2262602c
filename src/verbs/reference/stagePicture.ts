import { type StageMap, stageMap } from '../../reports/charts/stageMap.ts';
import { pictureOf } from '../../reports/render.ts';
import type { Scenario } from '../../scenario/scenario.ts';
import { stageMapOf } from '../show/scenarioPage.ts';

const WIDTH = 600;

/** The stages of a scenario as an SVG, with an arrow for each exit: the same text on every machine. */
export function stagePicture(scenario: Scenario): Promise<string> {
  const { spec, alt } = drawnOf(stageMapOf(scenario));
  return pictureOf({ ...spec(WIDTH), description: alt });
}

/** The same in words, for who does not see it. */
export const stagesInWords = (scenario: Scenario): string => drawnOf(stageMapOf(scenario)).alt;

function drawnOf(map: StageMap) {
  const drawn = stageMap.chart(map);
  if (drawn === null) throw new Error('a scenario without stages has no picture');
  return drawn;
}
