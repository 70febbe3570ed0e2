// SPDX-License-Identifier: EUPL-1.2
// The element that "/" brings the focus to.
export const SEARCH_ID = "search";
