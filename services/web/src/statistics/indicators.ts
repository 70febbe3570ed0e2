// SPDX-License-Identifier: EUPL-1.2
// The figures that the page shows, by the code that ListIndicators defines: no other file of the page names one.
export const INDICATORS = {
  deployed: "S1",
  leading: "L1",
  nominated: "N1",
  trained: "T1",
  untrained: "T2",
} as const;
