// SPDX-License-Identifier: EUPL-1.2
import { expect, test } from "vitest";
import { gapsOf } from "./Axes";

test("neighbours without a number for one reason are one gap, and a number between them parts it", () => {
  const column = (from: number, text?: string) => ({ from, to: from + 10, text });
  expect(gapsOf([column(0, "no report"), column(10, "no report"), column(20), column(30, "no report"), column(40, "nobody")])).toEqual([
    { from: 0, to: 20, text: "no report" }, { from: 30, to: 40, text: "no report" }, { from: 40, to: 50, text: "nobody" },
  ]);
  expect(gapsOf([column(0)])).toEqual([]);
});
