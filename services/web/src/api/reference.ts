// SPDX-License-Identifier: EUPL-1.2
// Lists that are short, change rarely and are named everywhere: read once and kept for a while.
import { useQuery } from "@tanstack/react-query";
import { CodeList } from "../gen/muster/roster/v1/roster_pb";
import { everyPage, missions, roster, training } from "./api";

const FRESH = { staleTime: 5 * 60_000 };
const pageSize = 500;

export function useUnits() {
  return useQuery({ ...FRESH, queryKey: ["units"], queryFn: ({ signal }) =>
    everyPage((pageToken) => roster.listUnits({ pageSize, pageToken, orderBy: "code" }, { signal }), (response) => response.units) });
}

export function useRanks() {
  return useQuery({ ...FRESH, queryKey: ["ranks"], queryFn: ({ signal }) =>
    everyPage((pageToken) => roster.listRanks({ pageSize, pageToken }, { signal }), (response) => response.ranks) });
}

export function useCourses() {
  return useQuery({ ...FRESH, queryKey: ["courses"], queryFn: ({ signal }) =>
    everyPage((pageToken) => training.listCourses({ pageSize, pageToken, orderBy: "code" }, { signal }), (response) => response.courses) });
}

export function useCourseVersions() {
  return useQuery({ ...FRESH, queryKey: ["courseVersions"], queryFn: ({ signal }) =>
    everyPage((pageToken) => training.listCourseVersions({ pageSize, pageToken }, { signal }), (response) => response.courseVersions) });
}

export function useRequirements() {
  return useQuery({ ...FRESH, queryKey: ["requirements"], queryFn: ({ signal }) =>
    everyPage((pageToken) => training.listRequirements({ pageSize, pageToken, orderBy: "code" }, { signal }), (response) => response.requirements) });
}

export function useMissions() {
  return useQuery({ ...FRESH, queryKey: ["missions"], queryFn: ({ signal }) =>
    everyPage((pageToken) => missions.listMissions({ pageSize, pageToken, orderBy: "acronym" }, { signal }), (response) => response.missions) });
}

export function usePosts() {
  return useQuery({ ...FRESH, queryKey: ["posts"], queryFn: ({ signal }) =>
    everyPage((pageToken) => missions.listPosts({ pageSize, pageToken, orderBy: "code" }, { signal }), (response) => response.posts) });
}

// Countries by ISO 3166 alpha-3 code.
export function useCountries() {
  return useQuery({ ...FRESH, queryKey: ["countries"], queryFn: async ({ signal }) => {
    const { codes } = await roster.listCodes({ list: CodeList.COUNTRIES }, { signal });
    return new Map(codes.map((code) => [code.code, code]));
  } });
}

// Whether a reference says only that what it refers to is one of those that stand together: "units/other".
export const isOther = (name: string) => name.endsWith("/other");

// The item that a resource name stands for, when its list has arrived.
export function named<Item extends { name: string }>(items: Item[] | undefined, name: string): Item | undefined {
  return items?.find((item) => item.name === name);
}
