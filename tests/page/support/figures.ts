// SPDX-License-Identifier: EUPL-1.2
// States of figures that the demonstration does not have: the server's own answers, changed on their way.
import { create, fromBinary, toBinary } from "@bufbuild/protobuf";
import type { Page } from "@playwright/test";
import {
  CellSchema, QueryIndicatorRequestSchema, QueryIndicatorResponseSchema, type Cell, type QueryIndicatorRequest, type QueryIndicatorResponse,
} from "../../gen/muster/statistics/v1/statistics_pb";

type Change = (answer: QueryIndicatorResponse, request: QueryIndicatorRequest) => void;

export async function changeFigures(page: Page, change: Change) {
  await page.route("**/muster.statistics.v1.StatisticsService/QueryIndicator", async (route) => {
    const request = fromBinary(QueryIndicatorRequestSchema, route.request().postDataBuffer() ?? new Uint8Array());
    // The browser says of its own requests that they are of the page; those of a test say so too.
    const response = await route.fetch({ headers: { ...route.request().headers(), "sec-fetch-site": "same-origin" } });
    if (!response.ok()) return route.fulfill({ response });
    const answer = fromBinary(QueryIndicatorResponseSchema, await response.body());
    change(answer, request);
    return route.fulfill({
      status: 200, contentType: "application/proto", body: Buffer.from(toBinary(QueryIndicatorResponseSchema, answer)),
    });
  });
}

// A date without a number, for the reason that `why` gives.
export function withoutNumber(answer: QueryIndicatorResponse, date: string, why: Pick<Cell, "absentSources"> | Pick<Cell, "notStated">) {
  const none = create(CellSchema, { date, noReport: true, ...why });
  answer.totals = answer.totals.map((whole) => (whole.date === date ? none : whole));
  answer.cells = answer.groupBy.length > 0 ? answer.cells.filter((cell) => cell.date !== date)
    : answer.cells.map((cell) => (cell.date === date ? none : cell));
}
