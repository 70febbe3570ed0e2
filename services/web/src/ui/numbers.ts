// SPDX-License-Identifier: EUPL-1.2

export function integer(value: number, locale: string): string {
  return new Intl.NumberFormat(locale).format(value);
}

// To one decimal, half up, of what is not negative: as services/rules/rounding.h does for sentences and the command
// line. (Intl rounds half to even or up by what a double holds, which may be a little less.)
function toOneDecimal(value: number): number {
  return Math.floor(value * 10 + 0.5 + 1e-9) / 10;
}

// A share of 1 in per cent to one decimal; a dash when there is none.
export function percent(share: number | undefined, locale: string): string {
  if (share === undefined) return "–";
  const options = { style: "percent", minimumFractionDigits: 1, maximumFractionDigits: 1 } as const;
  return new Intl.NumberFormat(locale, options).format(toOneDecimal(share * 100) / 100);
}

// A share of 1 at a line of a chart.
export function wholePercent(share: number, locale: string): string {
  return new Intl.NumberFormat(locale, { style: "percent", maximumFractionDigits: 0 }).format(share);
}

// The size of a difference of two shares, in percentage points to one decimal.
export function points(difference: number, locale: string): string {
  const options = { minimumFractionDigits: 1, maximumFractionDigits: 1 };
  return new Intl.NumberFormat(locale, options).format(toOneDecimal(Math.abs(difference) * 100));
}
