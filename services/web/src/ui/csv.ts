// SPDX-License-Identifier: EUPL-1.2
// CSV that a spreadsheet opens without computing anything: RFC 4180, every cell quoted, and a
// leading apostrophe where a program would see a formula. An import strips exactly that one.

// Skips what a program may skip before it looks for a formula.
const SKIPPED = /^[\s\u0000\u200b-\u200d\u2060\ufeff]*/;
const FORMULA = /^[=+\-@|%＝＋－＠]/;
const NUMBER = /^[+-]?\d+(\.\d+)?$/;

function csvCell(text: string): string {
  const risky = /^[\t\r\n]/.test(text) || FORMULA.test(text.replace(SKIPPED, ""));
  const safe = risky && !NUMBER.test(text) ? `'${text}` : text;
  return `"${safe.replaceAll('"', '""')}"`;
}

export function csvText(rows: string[][]): string {
  return rows.map((row) => row.map(csvCell).join(",") + "\r\n").join("");
}

// Offers the rows as a file. The mark at the start lets spreadsheet programs see UTF-8.
export function saveCsv(fileName: string, rows: string[][]) {
  const blob = new Blob(["\ufeff", csvText(rows)], { type: "text/csv;charset=utf-8" });
  const address = URL.createObjectURL(blob);
  const link = document.createElement("a");
  link.href = address;
  link.download = fileName;
  link.click();
  setTimeout(() => URL.revokeObjectURL(address), 10_000);
}
