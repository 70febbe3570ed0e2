// SPDX-License-Identifier: EUPL-1.2
// The first part of every address of the page. The build gives the list to the server, which answers
// with the page under these only (vite.config.ts, platform/http/static_files.h).
export const AREAS = ["/work", "/people", "/training", "/missions", "/nominations", "/statistics"] as const;

export type Area = (typeof AREAS)[number];
export type Address = Area | `${Area}/${string}`;
