// SPDX-License-Identifier: EUPL-1.2
// Keys without a modifier: "/" to search, "g" and a letter to go to a page, "?" for the list. They
// rest while somebody writes in a field, and can be turned off (WCAG 2.1.4).
import { useEffect, useRef } from "react";
import { useLocation } from "wouter";
import type { Area } from "./routes";
import { SEARCH_ID } from "../ui/search";
import { usePreferences } from "../ui/preferences";
import { allows, useSession, type Right } from "../api/session";

export const PLACES: { key: string; path: Area; text: "work" | "people" | "training" | "missions" | "nominations" | "statistics"; may?: Right }[] = [
  { key: "w", path: "/work", text: "work", may: "workOnNominations" },
  { key: "p", path: "/people", text: "people", may: "seePeople" },
  { key: "t", path: "/training", text: "training" },
  { key: "m", path: "/missions", text: "missions" },
  { key: "n", path: "/nominations", text: "nominations" },
  { key: "s", path: "/statistics", text: "statistics", may: "seeFigures" },
];

// How long after "g" the letter may come.
const PREFIX_MILLISECONDS = 1500;

function writes(target: EventTarget | null): boolean {
  return target instanceof HTMLElement && target.closest("input, textarea, select, [contenteditable], dialog[open]") !== null;
}

function focusSearch(): boolean {
  const field = document.getElementById(SEARCH_ID);
  field?.focus();
  return field !== null;
}

export function useShortcuts(showList: () => void) {
  const { shortcuts } = usePreferences();
  const session = useSession();
  const [, navigate] = useLocation();
  const prefixed = useRef(0);
  const searchWanted = useRef(false);

  useEffect(() => {
    if (!shortcuts) return;
    const pressed = (event: KeyboardEvent) => {
      if (event.ctrlKey || event.metaKey || event.altKey || event.defaultPrevented || writes(event.target)) return;
      const after = event.timeStamp - prefixed.current < PREFIX_MILLISECONDS;
      prefixed.current = 0;
      const place = after && PLACES.find(({ key, may }) => key === event.key && (!may || allows(session, may)));
      if (place) navigate(place.path);
      else if (event.key === "g") prefixed.current = event.timeStamp;
      else if (event.key === "?") showList();
      else if (event.key === "/") {
        if (!focusSearch() && allows(session, "seePeople")) {
          searchWanted.current = true;
          navigate("/people");
        }
      } else return;
      event.preventDefault();
    };
    document.addEventListener("keydown", pressed);
    return () => document.removeEventListener("keydown", pressed);
  }, [shortcuts, session, navigate, showList]);

  // The page with the search field loads after the key was pressed.
  useEffect(() => {
    const observer = new MutationObserver(() => {
      if (searchWanted.current && focusSearch()) searchWanted.current = false;
    });
    observer.observe(document.body, { childList: true, subtree: true });
    return () => observer.disconnect();
  }, []);
}
