// SPDX-License-Identifier: EUPL-1.2
import { expect, test } from "vitest";
import { csvText } from "./csv";

// The one cell of a file with nothing else in it.
function cell(text: string): string {
  return csvText([[text]]).slice(1, -3);
}

test("rows are of RFC 4180: every cell quoted, quotes doubled, lines ended by CR LF", () => {
  expect(csvText([["Name", "Rank"], ['Anne "Nan" Berg', "OF-3, acting\nsince May"]])).toBe(
    '"Name","Rank"\r\n"Anne ""Nan"" Berg","OF-3, acting\nsince May"\r\n',
  );
  expect(csvText([])).toBe("");
});

test.each(["=1+1", "+cmd", "-cmd", "@SUM(A1)", "|calc", "%x", "＝1", "＋1", "－x", "＠x"])("%s is no formula", (text) => {
  expect(cell(text)).toBe(`'${text}`);
});

test.each([" =1", "\u00a0=1", "\u0000=1", "\u200b=1", "\u2060+x", "\ufeff@x", "\t1", "\r1", "\n1"])(
  "nor is one behind what a program skips: %j", (text) => expect(cell(text)).toBe(`'${text}`),
);

test.each(["-1", "+2.5", "0", "-12.50", "Berg-Hansen", "a=b", "1 - 2", "", "'quoted'"])("%s stays as it is", (text) => {
  expect(cell(text)).toBe(text);
});
