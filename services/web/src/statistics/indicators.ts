// SPDX-License-Identifier: EUPL-1.2
// The figures that the page knows, by the code that ListIndicators defines: no other file of the page names one.
export const INDICATORS = {
  deployed: "S1",
  personDays: "S2",
  departures: "S3",
  leading: "L1",
  parity: "L2",
  nominated: "N1",
  trained: "T1",
  untrained: "T2",
  published: "H1",
  vacant: "V1",
} as const;
