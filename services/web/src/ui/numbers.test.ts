// SPDX-License-Identifier: EUPL-1.2
// Shares are rounded half up, by what whole numbers say, as the server's sentences are.
import { expect, test } from "vitest";
import { percent, points } from "./numbers";

test("a share is rounded half up", () => {
  expect(percent(1 / 16, "en")).toBe("6.3%");
  expect(percent(29 / 2000, "en")).toBe("1.5%");
  expect(percent(1, "en")).toBe("100.0%");
  expect(percent(undefined, "en")).toBe("–");
  expect(points(-0.0625, "en")).toBe("6.3");
});

test("every share of whole numbers is floor(1000 n / d + 1/2) tenths", () => {
  const wrong: string[] = [];
  for (let d = 1; d <= 400; d++) {
    for (let n = 0; n <= d; n++) {
      const tenths = Math.floor((2000 * n + d) / (2 * d));
      const expected = `${Math.floor(tenths / 10)}.${tenths % 10}%`;
      if (percent(n / d, "en") !== expected) wrong.push(`${n} of ${d}: ${percent(n / d, "en")}, not ${expected}`);
    }
  }
  expect(wrong).toEqual([]);
});
