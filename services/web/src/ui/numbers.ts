// SPDX-License-Identifier: EUPL-1.2

export function integer(value: number, locale: string): string {
  return new Intl.NumberFormat(locale).format(value);
}

// A share of 1 in per cent to one decimal; a dash when there is none.
export function percent(share: number | undefined, locale: string): string {
  if (share === undefined) return "–";
  return new Intl.NumberFormat(locale, { style: "percent", minimumFractionDigits: 1, maximumFractionDigits: 1 }).format(share);
}

// A share of 1 at a line of a chart.
export function wholePercent(share: number, locale: string): string {
  return new Intl.NumberFormat(locale, { style: "percent", maximumFractionDigits: 0 }).format(share);
}

// The size of a difference of two shares, in percentage points to one decimal.
export function points(difference: number, locale: string): string {
  const options = { minimumFractionDigits: 1, maximumFractionDigits: 1 };
  return new Intl.NumberFormat(locale, options).format(Math.abs(difference) * 100);
}
