// SPDX-License-Identifier: EUPL-1.2
// Every address of the page but "/"; ":id" stands for one part. The first that fits is shown (Pages.tsx). The build
// gives the list to the server, which answers with the page under these only (vite.config.ts,
// platform/http/static_files.h).
export const ROUTES = [
  "/work",
  "/people",
  "/people/:id",
  "/units",
  "/training",
  "/training/record",
  "/missions",
  "/missions/:id",
  "/nominations",
  "/nominations/nominate",
  "/nominations/calls/:id",
  "/nominations/:id",
  "/statistics",
  "/statistics/records",
  "/approvals",
  "/access",
] as const;

export type Address = (typeof ROUTES)[number];
// The first page of an area.
export type Area = Exclude<Address, `/${string}/${string}`>;
