// SPDX-License-Identifier: EUPL-1.2
import { usePreferences } from "../preferences";

// Given to the drawings as attributes, so that a drawing is complete without any style sheet.
// Against the page's background each colour of a group has a contrast of 4.5 or more. Women and
// men differ little in grey: their order and the words beside them carry the meaning.
const LIGHT = {
  women: "#0f5f73", men: "#b35900", other: "#6b4fa0", unknown: "#6a7180",
  text: "#202733", quiet: "#49515e", grid: "#d5d9e0", background: "#ffffff",
};
const DARK: typeof LIGHT = {
  women: "#5cc3dc", men: "#f0a35e", other: "#b9a3e3", unknown: "#a3abb8",
  text: "#e6e9ee", quiet: "#b4bcc8", grid: "#364152", background: "#0e151f",
};

export type Colours = typeof LIGHT;

export function useColours(): Colours {
  return usePreferences().theme === "dark" ? DARK : LIGHT;
}
