import { formatIssue, type Issue } from '../../core/issue.ts';
import type { Estimate } from '../../evaluation/estimate.ts';
import { count } from '../amounts.ts';
import type { Evaluation } from '../charts/estimates.ts';
import { evaluationCharts } from '../charts/index.ts';
import { figuresAt } from '../figure.ts';
import { type Html, html } from '../html.ts';

/** What a log says of a policy that did not write it: each estimator with its interval, support, warnings and refusals. */
export async function evaluationSection(
  evaluation: Evaluation,
  heading = 'What each estimator says',
): Promise<Html> {
  const { estimates } = evaluation;
  if (estimates.length === 0) return html`<p>No estimator was run.</p>`;
  return html`<h3>${heading}</h3>
${await figuresAt(evaluationCharts, 'evaluation', evaluation)}
<p class="note">What is estimated: ${estimates[0].estimand}. ${supportInWords(estimates)}</p>
${remarks(estimates)}`;
}

function supportInWords(estimates: readonly Estimate[]): string {
  const { decisions, clusters, clusteredBy, censored } = estimates[0];
  const weighted = estimates.filter((e) => e.effectiveSampleSize !== null);
  const least = Math.min(...weighted.map((e) => e.effectiveSampleSize!));
  const worth =
    weighted.length === 0
      ? ''
      : ` After reweighting they are worth ${count(least)} decisions (ESS) at the least.`;
  const left =
    censored === 0
      ? ''
      : ` ${count(censored)} more were censored: the log ends before their reward is known.`;
  return `${count(decisions)} decisions in ${count(clusters)} clusters (by ${clusteredBy}).${worth}${left}`;
}

const inWords = (warning: Issue) => formatIssue({ ...warning, severity: 'error' });

/** Withheld numbers with their reasons, and warnings, each once. */
function remarks(estimates: readonly Estimate[]): Html | null {
  const withheld = estimates.flatMap((e) =>
    e.withheld === null
      ? []
      : [html`<p class="withheld">${e.estimator} is withheld: ${e.withheld.replace(/\.$/, '')}.</p>`],
  );
  const warnings = [...new Set(estimates.flatMap((e) => e.warnings.map(inWords)))];
  const list =
    warnings.length === 0
      ? null
      : html`<ul class="note">${warnings.map((text) => html`<li>${text}</li>`)}</ul>`;
  return withheld.length === 0 && list === null ? null : html`${withheld}${list}`;
}
