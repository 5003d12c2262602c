/**
 * Every colour of a report, for light and for dark paper. Hues are Okabe and Ito's (Color Universal Design, 2008),
 * darkened until text and marks stand out enough; no two are equal, since the page turns a chart dark by looking up its
 * colours. The strengths are for tinted cells, from a clear loss to a clear gain.
 */
export const palette = {
  paper: { light: '#ffffff', dark: '#14181d' },
  panel: { light: '#f6f7f8', dark: '#1c2229' },
  ink: { light: '#1c2530', dark: '#e6e9ec' },
  quiet: { light: '#586573', dark: '#a4afba' },
  line: { light: '#d6dbe0', dark: '#39434d' },
  blue: { light: '#0068a8', dark: '#5fb0ea' },
  grey: { light: '#7d8996', dark: '#8c98a4' },
  vermilion: { light: '#bd4800', dark: '#f2925a' },
  green: { light: '#00775a', dark: '#3dbf97' },
  purple: { light: '#9c4f82', dark: '#d99bc2' },
  sky: { light: '#5b9aca', dark: '#3f80b0' },
  rest: { light: '#bcc6cf', dark: '#4a545e' },
  mist: { light: '#e3e8ec', dark: '#2b343d' },
  loss3: { light: '#f0a377', dark: '#8c4417' },
  loss2: { light: '#f6c8aa', dark: '#663a1d' },
  loss1: { light: '#fbe6d9', dark: '#3f2d21' },
  even: { light: '#eef1f3', dark: '#242b32' },
  gain1: { light: '#dbeaf5', dark: '#1d3444' },
  gain2: { light: '#b4d5ec', dark: '#1f4c6b' },
  gain3: { light: '#82b9df', dark: '#22689a' },
} as const satisfies { readonly [tone: string]: { readonly light: string; readonly dark: string } };

export type Tone = keyof typeof palette;

/** What a mark of a chart is drawn in. */
export const colour = (tone: Tone): string => palette[tone].light;

/** For charts that must tell several things apart: at most so many, then a chart has to find another way. */
export const distinct: readonly Tone[] = ['blue', 'vermilion', 'green', 'purple', 'grey'];

/** WCAG 2.2's contrast ratio of two colours #rrggbb, from 1 to 21. */
export function contrast(a: string, b: string): number {
  const [low, high] = [luminance(a), luminance(b)].sort((x, y) => x - y);
  return (high + 0.05) / (low + 0.05);
}

function luminance(hex: string): number {
  const [r, g, b] = [1, 3, 5].map((at) => {
    const value = Number.parseInt(hex.slice(at, at + 2), 16) / 255;
    return value <= 0.04045 ? value / 12.92 : ((value + 0.055) / 1.055) ** 2.4;
  });
  return 0.2126 * r + 0.7152 * g + 0.0722 * b;
}
