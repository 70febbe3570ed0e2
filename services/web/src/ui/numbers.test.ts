// SPDX-License-Identifier: EUPL-1.2
// Shares are rounded half up, by what whole numbers say, as the server's sentences are.
import { expect, test } from "vitest";
import { fixed, percent, points, wholePercent } from "./numbers";

test("a share is rounded half up", () => {
  expect(percent(1 / 16, "en-GB")).toBe("6.3\u00a0%");
  expect(percent(29 / 2000, "en-GB")).toBe("1.5\u00a0%");
  expect(percent(1, "en-GB")).toBe("100.0\u00a0%");
  expect(percent(undefined, "en-GB")).toBe("–");
  expect(points(-0.0625, "en-GB")).toBe("6.3");
  expect(wholePercent(0.125, "en-GB")).toBe("13\u00a0%");
  expect(fixed(1 / 16, 6)).toBe("0.062500");
  expect(fixed(0.0000005, 6)).toBe("0.000001");
});

test("each language has one form of a share, with a space that does not break", () => {
  expect(percent(0.2525, "nb-NO")).toBe("25,3\u00a0%");
  expect(wholePercent(0.25, "nb-NO")).toBe("25\u00a0%");
  expect(points(0.0215, "nb-NO")).toBe("2,2");
});

test("every share of whole numbers is floor(1000 n / d + 1/2) tenths", () => {
  const wrong: string[] = [];
  for (let d = 1; d <= 400; d++) {
    for (let n = 0; n <= d; n++) {
      const tenths = Math.floor((2000 * n + d) / (2 * d));
      const expected = `${Math.floor(tenths / 10)}.${tenths % 10}\u00a0%`;
      if (percent(n / d, "en-GB") !== expected) wrong.push(`${n} of ${d}: ${percent(n / d, "en-GB")}, not ${expected}`);
    }
  }
  expect(wrong).toEqual([]);
}, 60_000);
