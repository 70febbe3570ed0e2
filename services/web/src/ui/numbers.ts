// SPDX-License-Identifier: EUPL-1.2
// How figures are written, in one place: half up, and a share as "6.3 %" or "6,3 %", never broken before its sign.

export function integer(value: number, locale: string): string {
  return new Intl.NumberFormat(locale).format(value);
}

// Half up, of what is not negative: as services/rules/rounding.h does for sentences and the command line. (Intl rounds
// half to even or up by what a double holds, which may be a little less.)
function rounded(value: number, decimals: number): number {
  const scale = 10 ** decimals;
  return Math.floor(value * scale + 0.5 + 1e-9) / scale;
}

// `value`, not negative, to so many decimals with a point, as files write it: "0.062500".
export function fixed(value: number, decimals: number): string {
  return rounded(value, decimals).toFixed(decimals);
}

function localised(value: number, decimals: number, locale: string): string {
  const options = { minimumFractionDigits: decimals, maximumFractionDigits: decimals };
  return new Intl.NumberFormat(locale, options).format(rounded(value, decimals));
}

// A share of 1 in per cent to one decimal; a dash when there is none.
export function percent(share: number | undefined, locale: string): string {
  return share === undefined ? "–" : `${localised(share * 100, 1, locale)}\u00a0%`;
}

// A share of 1 at a line of a chart.
export function wholePercent(share: number, locale: string): string {
  return `${localised(share * 100, 0, locale)}\u00a0%`;
}

// The size of a difference of two shares, in percentage points to one decimal.
export function points(difference: number, locale: string): string {
  return localised(Math.abs(difference) * 100, 1, locale);
}
